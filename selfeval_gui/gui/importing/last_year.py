"""Finds last year's report of the same unit and project among the files that were opened lately. Knows no widgets."""

import threading
from collections.abc import Sequence
from pathlib import Path

from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.text import squeeze

PATIENCE = 1.5
"""Seconds after which the search is given up: a share that does not answer must not hold up the import."""
_LARGEST = 2 << 20
_SUFFIXES = (".json", ".zxzp")


@frozen
class LastYear:
    """A report file and what it is about."""

    path: Path
    year: int
    unit: str
    project: str


def find(recent: Sequence[Path], unit: str, project: str, year: int, patience: float = PATIENCE) -> LastYear | None:
    """The newest report before `year`; of this unit and project when they are known already."""
    found: list[LastYear] = []

    def look() -> None:
        for path in recent:
            about = _about(path)
            if about is not None:
                found.append(about)

    if not recent:
        return None
    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(patience)
    fitting = [
        about
        for about in list(found)
        if about.year < year and _same(unit, about.unit) and _same(project, about.project)
    ]
    return max(fitting, key=lambda about: about.year, default=None)


def _about(path: Path) -> LastYear | None:
    from selfeval_gui import storage

    if not path.name.lower().endswith(_SUFFIXES):
        return None
    try:
        report = storage.load_bytes(storage.read_bytes(path, _LARGEST)).file.report
    except storage.FileRefused:
        return None
    year = report.fiscal_year
    if not isinstance(year, int) or not report.cover.project_name:
        return None
    return LastYear(path, year, report.cover.project_unit or "未写单位", report.cover.project_name)


def _same(wanted: str, name: str) -> bool:
    return not wanted or squeeze(wanted) == squeeze(name)
