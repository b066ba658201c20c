"""The one way in for every file, for the window and the command line: our own and foreign ones, told by content.

Our own JSON is read here; everything else in a process of its own (see `isolation`). Nothing is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from selfeval_gui import storage
from selfeval_gui.importing.formats import own_json
from selfeval_gui.importing.proposal import ImportRefused, Proposal, Recognised, Unplaced
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import get, leaf_paths
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Report

FILE_LIMIT = 30 << 20
"""Bytes that are read of a file at most."""
OWN_PLACE = "本程序文件"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file holds. `own` is the report file itself when this program made it (with its id, marks, reasons)."""

    proposal: Proposal
    own: storage.ReportFile | None = None


def take_file(
    path: Path, form: Form, *, report_index: int | None = None, cancelled: Callable[[], bool] = lambda: False
) -> Taken:
    """Like `take`, from disk. Raises `ImportRefused`, also for a file that cannot be read."""
    try:
        data = storage.read_bytes(path, FILE_LIMIT)
    except storage.FileRefused as refused:
        raise ImportRefused(refused.sentence) from None
    return take(data, path.name, form, report_index=report_index, cancelled=cancelled)


def take(
    data: bytes,
    name: str,
    form: Form,
    *,
    report_index: int | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Taken:
    """Read a file's content safely; `name` (without folder) is only used in sentences.

    `report_index` chooses one of several reports in a file, from 0. Raises `ImportRefused` (`SeveralReports` when a
    choice is needed) and `isolation.Cancelled` soon after `cancelled()` has become true.
    """
    from selfeval_gui.importing import isolation

    if own_json.recognises(data):
        return own(data)
    found = isolation.read(data, name, form, report_index, cancelled)
    return own(found) if isinstance(found, bytes) else Taken(found)


def propose(data: bytes, name: str, form: Form, *, report_index: int | None = None) -> Proposal:
    """Like `take`, in this very process: for text that this program holds already, and for tests."""
    found = read(data, name, form, report_index)
    return own(found).proposal if isinstance(found, bytes) else found


def read(data: bytes, name: str, form: Form, report_index: int | None = None) -> Proposal | bytes:
    """What stands in a file, read by the readers here: a proposal, or the bytes of a report file of our own."""
    from selfeval_gui.importing.formats import sniff
    from selfeval_gui.importing.recogniser import recognise

    kind = sniff.checked(data, name)
    if kind.own is not None and (ours := kind.own(data)) is not None:
        return ours
    content = sniff.read(data, name)
    found = recognise(content.blocks, form, report_index)
    if content.carried is not None:
        found = _retouched(found, content.carried, form)
    return Proposal(found.report, found.recognised, (*found.unplaced, *content.notes), found.warnings)


def _retouched(found: Proposal, carried: bytes, form: Form) -> Proposal:
    from selfeval_gui.importing.retouched import merged

    try:
        old = storage.load_bytes(carried).file
    except storage.FileRefused:
        return found  # the text is there
    return merged(found, old.report, form) if old.form == form.id else found


def own(data: bytes) -> Taken:
    """What a report file of this program holds. Raises `ImportRefused`."""
    try:
        content = storage.load_bytes(data)
    except storage.FileRefused as refused:
        raise ImportRefused(refused.sentence) from None
    unplaced = tuple(Unplaced(piece.text, piece.where) for piece in content.file.review.unplaced)
    report = content.file.report
    return Taken(Proposal(report, tuple(_filled(report)), unplaced, content.notes), content.file)


def _filled(report: Report) -> list[Recognised]:
    """Every blank with something in it: all of it is certain."""
    found = []
    for path in leaf_paths(report):
        text = "" if path.endswith(".linked") else blank(path).kind.show(get(report, path))
        if text:
            found.append(Recognised(path, text, OWN_PLACE, "sure"))
    return found
