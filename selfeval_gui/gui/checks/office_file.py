"""The office's own words and switched-off checks, read from and kept in the data folder. Shows nothing."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selfeval_gui.checking import Office
    from selfeval_gui.storage import Outcome


class OfficeFile:
    """Read once, when the check first asks; `folder` is the program's data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._office: Office | None = None
        self.problem = ""
        """Why the file could not be used, a sentence; "" when it could, or when there is none."""

    @property
    def path(self) -> Path:
        from selfeval_gui import checking

        return self._folder / checking.OFFICE_FILE

    def office(self) -> "Office":
        """What the office has added; nothing when the file is not there or cannot be read."""
        if self._office is None:
            from selfeval_gui import checking, storage

            self._office = checking.Office()
            if storage.is_there(self.path):
                try:
                    self._office = checking.Office.read(storage.read_bytes(self.path, checking.OFFICE_LIMIT))
                except storage.FileRefused as refused:
                    self.problem = refused.sentence
                except ValueError as damage:
                    self.problem = f"“{self.path}”不能使用：{damage}"
        return self._office

    def keep(self, office: "Office") -> "Outcome":
        """Write it down; it is used from now on, also when it could not be written."""
        from selfeval_gui import storage
        from selfeval_gui.storage import outcomes

        self._office, self.problem = office, ""
        try:
            # The folder is the program's own; whoever writes first makes it.
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return outcomes.of_error(error, self.path)
        return storage.write_atomically(self.path, office.write(), overwrite=True)
