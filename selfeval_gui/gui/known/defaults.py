"""What a new report begins with: the office's own name, people and address, as the settings say."""

from pathlib import Path

from selfeval_gui.gui.known import notebook
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import get, put
from selfeval_gui.report.model import Report

FILE = "defaults.json"
PATHS = (
    "cover.project_unit",
    "cover.supervising_department",
    "basic_info.project_leader",
    "basic_info.phone",
    "basic_info.address",
    "basic_info.postcode",
)


def read(folder: Path) -> dict[str, str]:
    """The texts by path; a path that is not there has none."""
    found = notebook.read(folder / FILE)
    return {path: found[path] for path in PATHS if isinstance(found.get(path), str) and found[path]}


def write(folder: Path, texts: dict[str, str]) -> bool:
    """Keep the texts; False when they could not be written."""
    return notebook.write(folder / FILE, {path: text for path, text in texts.items() if text})


def applied(report: Report, folder: Path) -> Report:
    """The report with the defaults in its empty blanks."""
    for path, text in read(folder).items():
        if get(report, path) == "":
            report = put(report, path, blank(path).kind.read(text))
    return report


def of_report(report: Report) -> dict[str, str]:
    """What a filled-in report would give as defaults."""
    return {path: blank(path).kind.show(get(report, path)) for path in PATHS}
