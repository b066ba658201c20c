"""What the window remembers from one day to the next: size, last tab, recent files. Never a report's content."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from selfeval_gui import __version__

RECENT = 10
WRITTEN_BY = "written_by"
"""The version of the program that has written the file."""


class Settings:
    """The settings file in a folder; a folder that cannot be written only means that nothing is remembered.

    Before another version of the program writes for the first time, the file as it was is kept beside it.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "settings.ini"
        self._store = QSettings(str(self._file), QSettings.Format.IniFormat)

    def bytes_of(self, key: str) -> QByteArray | None:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else None

    def text_of(self, key: str, default: str = "") -> str:
        value = self._store.value(key)
        return value if isinstance(value, str) else default

    def put(self, key: str, value: QByteArray | str) -> None:
        self._write(key, value)

    def _write(self, key: str, value: QByteArray | str | list[str]) -> None:
        before = self.text_of(WRITTEN_BY)
        if before != __version__:
            with suppress(OSError):
                whole = self._file.read_bytes()
                self._file.with_name(f"settings-{before or 'old'}.ini").write_bytes(whole)
            self._store.setValue(WRITTEN_BY, __version__)
        self._store.setValue(key, value)

    def recent(self) -> list[Path]:
        """Files opened or saved lately, the last one first. Whether they still exist is not asked: a dead share would
        stop the window for a minute."""
        return self._paths("recent")

    def add_recent(self, path: Path) -> None:
        others = [known for known in self.recent() if known != path]
        self._write("recent", [str(known) for known in [path, *others][:RECENT]])

    def remove_recent(self, path: Path) -> None:
        self._write("recent", [str(known) for known in self.recent() if known != path])

    def pinned(self) -> list[Path]:
        """Files that stay on the home page until they are taken off it."""
        return self._paths("pinned")

    def pin(self, path: Path, pinned: bool) -> None:
        others = [known for known in self.pinned() if known != path]
        self._write("pinned", [str(known) for known in ([*others, path] if pinned else others)])

    def _paths(self, key: str) -> list[Path]:
        value = self._store.value(key)
        names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [Path(name) for name in names if isinstance(name, str) and name]

    def clear_recent(self) -> None:
        self._store.remove("recent")

    def last_folder(self, documents: Path) -> Path:
        """Where a file dialog opens: the folder that the settings name, else where the last file was."""
        told = self.text_of("folder/start") or self.text_of("folder")
        return Path(told) if told else documents

    def sync(self) -> None:
        self._store.sync()
