"""A report file of ours that rode in another file, and was changed there: what changed is marked 未核对.

For Word files and workbooks alike. The old value stays beside the new one until a person has looked at it.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from selfeval_gui import storage
from selfeval_gui.importing.proposal import OwnFile
from selfeval_gui.importing.rollover import previous
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.differences import Difference, Kind
from selfeval_gui.report.edit import get
from selfeval_gui.report.marks import ROW_BLANK, mark_of
from selfeval_gui.report.model import Report

_MOST_NAMED = 5


def with_changes(
    old: storage.ReportFile,
    new: Report,
    found: tuple[Difference, ...],
    loose: tuple[storage.Unplaced, ...],
    notes: tuple[str, ...],
) -> OwnFile:
    """The file with the report `new`, whose differences `found` are marked, and pieces of text without a place."""
    marks = dict(old.review.unreviewed)
    changed = [one for one in found if one.kind is not Kind.REMOVED]
    for one in changed:
        marks[cell_of(one.path)] = previous_of(old.report, one)
    review = replace(old.review, unreviewed=marks, unplaced=(*old.review.unplaced, *loose))
    file = replace(old, report=new, review=review, state="draft" if found else old.state)
    return OwnFile(storage.encode(file), tuple(cell_of(one.path) for one in changed), notes)


def named(found: tuple[Difference, ...]) -> str:
    """The differences by their names, for a sentence."""
    gone = [f"删除“{one.row}”" for one in found if one.kind is Kind.REMOVED]
    return listed([*gone, *(one.name for one in found if one.kind is not Kind.REMOVED)])


def listed(names: Iterable[str]) -> str:
    """The first few names, and that there are more."""
    given = list(dict.fromkeys(names))
    return "、".join(given[:_MOST_NAMED]) + ("等" if len(given) > _MOST_NAMED else "")


def cell_of(path: str) -> str:
    """The blank at which a difference is marked: the first one of a row."""
    return mark_of(f"{path}.{ROW_BLANK[path.partition('[')[0]]}" if path.endswith("]") else path)


def previous_of(report: Report, one: Difference) -> dict[str, Any]:
    """The mark of a blank that was changed."""
    path = cell_of(one.path)
    if one.is_text:
        return previous(path, one.old)
    if not one.old_path:  # a row that was added
        return previous(path, blank(path).kind.empty)
    return previous(path, get(report, cell_of(one.old_path)))
