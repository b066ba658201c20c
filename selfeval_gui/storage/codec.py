"""A report file ↔ its bytes: the tree of dataclasses by the catalogue, in fixed key order, losing nothing.

Pure: no disk, no clock. What cannot be understood is refused with the blank's name, never guessed, never dropped.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from selfeval_gui import __version__
from selfeval_gui.report import catalogue, form
from selfeval_gui.report.live import Live
from selfeval_gui.report.model import Report
from selfeval_gui.report.text import clean
from selfeval_gui.storage import strict_json
from selfeval_gui.storage.file import MAJOR, MINOR, Explanation, Printed, ReportFile, Review, Unplaced
from selfeval_gui.storage.unknown import cleaned, match_rows, put_back
from selfeval_gui.storage.values import tidy, to_json

FORMAT = "selfeval-report"
HASH = "sha256"


def encode(file: ReportFile) -> bytes:
    """The canonical bytes of a file: equal files give equal bytes. Texts are cleaned as at every door."""
    return seal(_document(file))


def seal(document: dict[str, Any]) -> bytes:
    """The canonical bytes of a document, with the hash of all that stands before it as the last key."""
    bare = {key: value for key, value in document.items() if key != HASH}
    return strict_json.write({**bare, HASH: seal_of(bare)})


def seal_of(document: dict[str, Any]) -> str:
    """The hash that `document` must carry: SHA-256 of its canonical bytes without that key."""
    bare = {key: value for key, value in document.items() if key != HASH}
    return hashlib.sha256(strict_json.write(bare)).hexdigest()


def report_object(report: Report) -> dict[str, Any]:
    """The `report` object of the file format, made of dict, list, str, int, bool and None."""
    found: dict[str, Any] = _Writer(ReportFile(report, "", "", "", "")).node(report, "")
    return found


def tidied(report: Report) -> Report:
    """The report with every text as the file keeps it; the same values otherwise."""
    found: Report = _tidied(report, "")
    return found


def name_of(path: str, form_id: str = form.DEFAULT_FORM) -> str:
    """A blank for a sentence: its label and its path."""
    try:
        label = form.load(form_id).label(path)
    except KeyError:
        return f"“{path}”"
    return f"“{label}”（{path}）"


def is_part(kind: Any) -> bool:
    """Whether a field's type is a part of the report's tree (not a value such as a month)."""
    return isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == Report.__module__


def _tidied(node: Any, path: str) -> Any:
    if isinstance(node, tuple):
        return tuple(_tidied(row, f"{path}[{index}]") for index, row in enumerate(node))
    if is_part(type(node)):
        lead = f"{path}." if path else ""
        return replace(node, **{f.name: _tidied(getattr(node, f.name), lead + f.name) for f in fields(node)})
    return tidy(catalogue.blank(path).kind, node)


def _document(file: ReportFile) -> dict[str, Any]:
    writer = _Writer(file)
    minor = max(file.schema[1], MINOR) if file.schema[0] == MAJOR else file.schema[1]
    known = {
        "format": FORMAT,
        "schema": file.schema[0],
        **({"schema_minor": minor} if minor else {}),
        "form": file.form,
        "app": __version__,
        "id": file.id,
        "created": file.created,
        "modified": file.modified,
        "state": file.state,
        "report": writer.node(file.report, ""),
        "review": writer.review(file.review),
        "explanations": writer.entries("explanations", file.explanations),
        **({"live": writer.live(file.live)} if file.live else {}),
        **({"printed": writer.printed(file.printed)} if file.printed else {}),
    }
    return put_back(known, file.unknown.at.get("", ()))


class _Writer:
    """Walks the tree, and puts the unknown keys back on the way."""

    def __init__(self, file: ReportFile) -> None:
        self.file = file

    def node(self, node: Any, path: str) -> Any:
        """A part, table or value of the report as JSON."""
        if isinstance(node, tuple):
            kept = match_rows(node, self.file.unknown.rows.get(path, ()))
            return [put_back(self.part(row, f"{path}[{i}]"), kept.get(i, ())) for i, row in enumerate(node)]
        if is_part(type(node)):
            return put_back(self.part(node, path), self.file.unknown.at.get(f"report.{path}".rstrip("."), ()))
        return to_json(catalogue.blank(path).kind, node)

    def part(self, node: Any, path: str) -> dict[str, Any]:
        lead = f"{path}." if path else ""
        return {f.name: self.node(getattr(node, f.name), lead + f.name) for f in fields(node)}

    def review(self, review: Review) -> dict[str, Any]:
        known = {
            "source": cleaned(review.source),
            "unreviewed": cleaned(review.unreviewed),
            "unplaced": self.entries("unplaced", review.unplaced),
        }
        return put_back(known, self.file.unknown.at.get("review", ()))

    def live(self, live: Live) -> list[dict[str, Any]]:
        kept = match_rows(live, self.file.unknown.rows.get("live", ()))
        return [
            put_back({f.name: getattr(one, f.name) for f in fields(one)}, kept.get(i, ())) for i, one in enumerate(live)
        ]

    def printed(self, printed: Printed) -> dict[str, Any]:
        known = {f.name: clean(getattr(printed, f.name)) for f in fields(printed)}
        return put_back(known, self.file.unknown.at.get("printed", ()))

    def entries(self, table: str, rows: Sequence[Unplaced | Explanation]) -> list[dict[str, Any]]:
        kept = match_rows(rows, self.file.unknown.rows.get(table, ()))
        return [
            put_back({f.name: clean(getattr(row, f.name)) for f in fields(row)}, kept.get(i, ()))
            for i, row in enumerate(rows)
        ]
