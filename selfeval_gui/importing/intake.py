"""The one way in for every file, for the window and the command line: our own and foreign ones, told by content.

Our own JSON is read here; everything else in a process of its own (see `isolation`). Nothing is written.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from selfeval_gui import storage
from selfeval_gui.importing.formats import own_json
from selfeval_gui.importing.proposal import (
    ImportRefused,
    OwnFile,
    Proposal,
    Recognised,
    SeveralReports,
    Unplaced,
)
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import get, leaf_paths
from selfeval_gui.report.form import Form
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.model import Report

FILE_LIMIT = 30 << 20
"""Bytes that are read of a file at most."""
OWN_PLACE = "本程序文件"
PASTED = "剪贴板"


@frozen
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
    return Taken(found) if isinstance(found, Proposal) else own(found)


def take_pasted(
    html: str,
    text: str,
    form: Form,
    *,
    report_index: int | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Taken:
    """Read what was copied in another program: the HTML first, which has the cells, then the text.

    Raises like `take`.
    """
    if not html.strip() and not text.strip():
        raise ImportRefused("剪贴板里没有文字。请先在 Word、WPS 或 Excel 中全选、复制上年的报告，再来导入。")
    # The page may say that it was in another encoding once; the mark of UTF-8 says what it is in now.
    page = f"<html><body>{html}</body></html>".encode("utf-8-sig") if html.strip() else b""
    given = [each for each in (page, text.encode("utf-8-sig") if text.strip() else b"") if each]
    for place, data in enumerate(given, 1):
        try:
            return take(data, PASTED, form, report_index=report_index, cancelled=cancelled)
        except SeveralReports:
            raise
        except ImportRefused:
            if place == len(given):
                raise
    raise AssertionError("one of them is given")


def propose(data: bytes, name: str, form: Form, *, report_index: int | None = None) -> Proposal:
    """Like `take`, in this very process: for text that this program holds already, and for tests."""
    found = read(data, name, form, report_index)
    return found if isinstance(found, Proposal) else own(found).proposal


def read(data: bytes, name: str, form: Form, report_index: int | None = None) -> Proposal | bytes | OwnFile:
    """What stands in a file, read by the readers here: a proposal, or a report file of our own."""
    from selfeval_gui.importing.formats import sniff
    from selfeval_gui.importing.recogniser import recognise

    kind = sniff.checked(data, name)
    if kind.own is not None and (ours := kind.own(data)) is not None:
        return ours
    content = sniff.read(data, name)
    found = recognise(content.blocks, form, report_index)
    found = Proposal(found.report, found.recognised, (*found.unplaced, *content.notes), found.warnings)
    old = None if content.carried is None else _carried(content.carried, form)
    if old is None:
        return found
    from selfeval_gui.importing.retouched import merged

    return merged(found, old, form)


def _carried(data: bytes, form: Form) -> storage.ReportFile | None:
    """The report file that rode in a document; None when it is of no use, and the document's text is all there is."""
    try:
        content = storage.load_bytes(data)
    except storage.FileRefused:
        return None
    return None if content.read_only or content.file.form != form.id else content.file


def own(found: bytes | OwnFile) -> Taken:
    """What a report file of this program holds. Raises `ImportRefused`."""
    carried = OwnFile(found) if isinstance(found, bytes) else found
    try:
        content = storage.load_bytes(carried.data)
    except storage.FileRefused as refused:
        raise ImportRefused(refused.sentence) from None
    unplaced = tuple(Unplaced(piece.text, piece.where) for piece in content.file.review.unplaced)
    report, changed = content.file.report, set(carried.changed)
    recognised = (
        entry if entry.path not in changed else replace(entry, certainty="check") for entry in _filled(report)
    )
    return Taken(Proposal(report, tuple(recognised), unplaced, (*carried.notes, *content.notes)), content.file)


def _filled(report: Report) -> list[Recognised]:
    """Every blank with something in it: all of it is certain."""
    found = []
    for path in leaf_paths(report):
        text = "" if path.endswith(".linked") else blank(path).kind.show(get(report, path))
        if text:
            found.append(Recognised(path, text, OWN_PLACE, "sure"))
    return found
