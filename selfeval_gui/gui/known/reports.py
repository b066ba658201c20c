"""What the report files are about that were opened or saved here, so that the home page need not open them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from selfeval_gui.gui.known import notebook

if TYPE_CHECKING:
    from selfeval_gui.storage import ReportFile

FILE = "reports.json"
MOST = 60
_TEXTS = ("project", "unit", "state", "modified")


class About(NamedTuple):
    """What a report file is about; `modified` is ISO 8601, UTC; empty texts and 0 where nothing is known."""

    project: str = ""
    unit: str = ""
    year: int = 0
    state: str = ""
    modified: str = ""


def about(file: "ReportFile") -> About:
    """What is to be said about a report."""
    report = file.report
    year = report.fiscal_year if isinstance(report.fiscal_year, int) else 0
    return About(report.cover.project_name, report.cover.project_unit, year, file.state, file.modified)


class KnownReports:
    """The notebook of report files in a data folder; the last one noted comes first."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def all(self) -> dict[Path, About]:
        found: dict[Path, About] = {}
        entries = notebook.read(self._path).get("reports")
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict) and isinstance(entry.get("path"), str):
                found[Path(entry["path"])] = _about(entry)
        return found

    def note(self, path: Path, what: About) -> None:
        """Keep what a file is about; written only when something is new."""
        known = self.all()
        if known.get(path) == what and next(iter(known)) == path:
            return
        known.pop(path, None)
        self._write({path: what, **known})

    def update(self, found: dict[Path, About]) -> None:
        """What was read anew; the order stays."""
        known = self.all()
        new = {path: found.get(path, what) for path, what in known.items()}
        if new != known:
            self._write(new)

    def forget(self, path: Path) -> None:
        known = self.all()
        if known.pop(path, None) is not None:
            self._write(known)

    def forget_all(self) -> None:
        self._write({})

    def _write(self, known: dict[Path, About]) -> None:
        entries: list[dict[str, Any]] = [{"path": str(path), **what._asdict()} for path, what in known.items()]
        notebook.write(self._path, {"reports": entries[:MOST]})


def _about(entry: dict[str, Any]) -> About:
    texts = {name: entry[name] for name in _TEXTS if isinstance(entry.get(name), str)}
    year = entry.get("year")
    return About(**texts, year=year if isinstance(year, int) else 0)
