"""One piece of work on one file, and what came of it, as plain data between two processes.

Nothing is done here, and nothing heavy is loaded.
"""

import json
from dataclasses import asdict, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from selfeval_gui.report.frozen import frozen
from selfeval_gui.storage.archive import VERSIONS
from selfeval_gui.storage.outcomes import is_folder


class Action(StrEnum):
    """What is done with a file."""

    CHECK = "check"
    EXPORT = "export"
    IMPORT = "import"
    SUMMARY = "summary"
    HANDOVER = "handover"
    MERGE = "merge"


@frozen
class Task:
    """`targets` are the files to write, by format (`pdf`, `xlsx`, `json` …). `today` is an ISO date.

    `official`: the check asks for the official fonts.

    `draft`: "check" prints 草稿 while there are open errors, "yes" always, "no" never. `fonts` are the folders of
    installed fonts, none for the program's own only. `office` is the content of the office's own file, or "".
    `sources`, `count_on` and `double_sided` are for a volume of many reports.
    """

    action: Action
    source: str
    today: str
    targets: dict[str, str] = field(default_factory=dict)
    draft: str = "check"
    data: bool = True
    force: bool = False
    fonts: tuple[str, ...] = ()
    office: str = ""
    sources: tuple[str, ...] = ()
    count_on: bool = False
    double_sided: bool = False
    official: bool = False

    def line(self) -> bytes:
        """As one line for the working process."""
        return json.dumps(asdict(self)).encode("ascii") + b"\n"

    @staticmethod
    def of(line: bytes) -> "Task":
        raw = json.loads(line)
        lists = {name: tuple(raw[name]) for name in ("fonts", "sources")}
        return Task(**{**raw, **lists, "action": Action(raw["action"])})


@frozen
class Outcome:
    """`sentence` says what came of it, for people; `value` is the result as JSON (see `works`); `notes` are remarks."""

    done: bool
    sentence: str
    notes: tuple[str, ...] = ()
    value: dict[str, Any] = field(default_factory=dict)

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode("ascii") + b"\n"

    @staticmethod
    def of(line: bytes) -> "Outcome":
        raw = json.loads(line)
        return Outcome(bool(raw["done"]), str(raw["sentence"]), tuple(map(str, raw["notes"])), dict(raw["value"]))


REPORT_SUFFIXES = (".zxzp.json", ".zxzp", ".json")
_FOREIGN = ".docx .doc .wps .docm .dotx .xlsx .xls .et .odt .ods .rtf .txt .pdf .html .htm .mht .xml"
_FORMAT, _BEGINNING = b'"selfeval-report"', 200
IMPORTABLE = (*REPORT_SUFFIXES, *_FOREIGN.split(" "))


def files_below(path: Path, suffixes: tuple[str, ...] = REPORT_SUFFIXES[:2]) -> list[Path]:
    """The file itself, or the files of these kinds in a folder and below it, by name; no hidden ones, no lock files.

    A report that somebody named just .json is found too, by how it begins. Earlier versions that were laid beside
    the reports out of a backup are not: each report counts once.
    """
    if not is_folder(path):  # `Path.is_dir` raises for a name that is too long
        return [path]
    found = [
        place
        for place in path.rglob("*")
        if (place.name.lower().endswith(suffixes) or _is_report(place))
        and not place.name.startswith((".", "~$"))
        and VERSIONS not in place.relative_to(path).parts
        and place.is_file()
    ]
    return sorted(found)


def _is_report(place: Path) -> bool:
    if not place.name.lower().endswith(".json"):
        return False
    try:
        with place.open("rb") as file:
            return _FORMAT in file.read(_BEGINNING)
    except OSError:
        return False


def stem_of(path: Path) -> str:
    """A report file's name without its suffix."""
    name = path.name
    return next((name[: -len(suffix)] for suffix in REPORT_SUFFIXES if name.lower().endswith(suffix)), path.stem)


def free_targets(sources: list[Path], folder: Path, suffixes: dict[str, str]) -> list[dict[str, str]]:
    """Where each file's products go in a folder, by format: two sources of one name do not overwrite each other."""
    taken: set[str] = set()
    found = []
    for source in sources:
        stem, number = stem_of(source), 1
        name = stem
        while name.lower() in taken:
            number += 1
            name = f"{stem}({number})"
        taken.add(name.lower())
        found.append({kind: str(folder / f"{name}{suffix}") for kind, suffix in suffixes.items()})
    return found
