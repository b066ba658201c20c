"""The folders and the clock that the window works with, handed to it as one parameter by whoever starts it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple


def _now() -> datetime:
    return datetime.now(UTC)


def _no_folder() -> Path | None:
    return None


def _new_id() -> str:
    from uuid import uuid4  # asks for the machine's name when it is imported

    return str(uuid4())


class Places(NamedTuple):
    """`config` holds the settings, `data` backups and recovered work, `documents` is where file dialogs open first."""

    config: Path
    data: Path
    documents: Path
    now: Callable[[], datetime] = _now
    new_id: Callable[[], str] = _new_id
    fonts: Callable[[], tuple[Path, ...]] = tuple
    """The folders of installed fonts; none, so that what is tested looks the same everywhere."""
    temporary: Callable[[], Path | None] = _no_folder
    """This user's own folder among the machine's temporary ones; none, so that tests leave nothing there."""

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def recovery(self) -> Path:
        return self.data / "recovery"

    def recovery_roots(self, *documents: str) -> tuple[Path, ...]:
        """Where recovery copies may lie, in the order in which they are tried; `documents`: paths of report files.

        The program's own folder; beside the document, where whoever may read it may read its copy, and where a power
        cut takes nothing; the user's documents; the temporary folder. No shares: they may be dead, and are others' too.
        """
        from selfeval_gui.storage.recovery import SPARE  # late: the window is painted without it

        folders = [Path(path).parent for path in documents if path and not path.startswith(("\\\\", "//"))]
        if not str(self.documents).startswith(("\\\\", "//")):
            folders.append(self.documents)
        temporary = self.temporary()
        spares = [folder / SPARE for folder in folders] + ([temporary] if temporary is not None else [])
        return tuple(dict.fromkeys((self.recovery, *spares)))

    def stamp(self) -> str:
        """The time now as files keep it: ISO 8601, UTC, whole seconds."""
        return self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def clock_time(self) -> str:
        """The time now as people read it, 10:32."""
        local = self.now().astimezone()
        return f"{local.hour}:{local.minute:02d}"


def of_this_machine() -> Places:
    """The real ones."""
    from selfeval_gui import folders

    own = (folders.config(), folders.data(), folders.documents())
    return Places(*own, fonts=folders.fonts, temporary=folders.temporary)
