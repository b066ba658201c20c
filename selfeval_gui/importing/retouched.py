"""A Word file of ours that somebody has edited since: the edited text counts, and what prints nothing stays.

What a blank of the old report would print is what stood in the file. Where the same was read again, nobody has touched
it, and the old value stays, with all that paper does not show: links, roles, empty rows, decimals as entered.
"""

from dataclasses import replace
from typing import Any

from selfeval_gui import storage
from selfeval_gui.importing.changed_after import named, with_changes
from selfeval_gui.importing.proposal import OwnFile, Proposal
from selfeval_gui.printing.printed import printed
from selfeval_gui.report.differences import differences
from selfeval_gui.report.edit import ROW_TYPES, get, leaf_paths, put
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import SECTION_KEYS, Evaluator, Report, Role
from selfeval_gui.report.narrative import section_text
from selfeval_gui.report.text import squeeze

_CHANGED = "这份 Word 文件导出后有 {count} 项被改过（{names}），已按文件里现在的文字读入，并标为“未核对”。"
_UNPRINTED = ("fiscal_year", "narrative.basis_document", "narrative.evaluation_date")


def merged(found: Proposal, old: storage.ReportFile, form: Form) -> OwnFile:
    """The old report file with what was read from the text, wherever the text says something else by now."""
    new = _with_old_values(found.report, old.report, form)
    changed = differences(old.report, new, form)
    loose = tuple(storage.Unplaced(piece.text, piece.where) for piece in found.unplaced)
    notes = (_CHANGED.format(count=len(changed), names=named(changed)),) if changed else ()
    return with_changes(old, new, changed, loose, (*notes, *found.warnings))


def _with_old_values(report: Report, old: Report, form: Form) -> Report:
    for path in leaf_paths(Report()):
        if path.startswith("narrative.") and path.endswith((".text", ".linked")):
            continue
        if path in _UNPRINTED or _same(old, report, path):
            report = put(report, path, get(old, path))
    for table in ROW_TYPES:
        report = _with_rows(report, old, table)
    for key in SECTION_KEYS:
        path = f"narrative.{key}"
        if squeeze(section_text(old, form, key)) == squeeze(section_text(report, form, key)):
            report = put(report, path, get(old, path))
    return report


def _same(old: Report, new: Report, path: str) -> bool:
    return squeeze(printed(old, path)) == squeeze(printed(new, path))


def _with_rows(report: Report, old: Report, table: str) -> Report:
    """The table's rows: untouched ones as they were; all of them, with the empty ones, when none was touched."""
    kept: tuple[Any, ...] = get(old, table)
    rows = list(get(report, table))
    names = [name for name in ROW_TYPES[table].__dataclass_fields__ if name != "role"]

    def shown(source: Report, index: int) -> tuple[str, ...]:
        return tuple(squeeze(printed(source, f"{table}[{index}].{name}")) for name in names)

    filled = [index for index in range(len(kept)) if any(shown(old, index))]
    read = [shown(report, index) for index in range(len(rows))]
    if [shown(old, index) for index in filled] == read:
        return _with_table(report, table, kept)
    by_text = {shown(old, index): kept[index] for index in filled}
    roles = {row.name: row.role for row in kept if isinstance(row, Evaluator)}
    for index, (row, text) in enumerate(zip(rows, read, strict=True)):
        if text in by_text:
            rows[index] = by_text[text]
        elif isinstance(row, Evaluator) and row.role == Role.NONE:
            rows[index] = replace(row, role=roles.get(row.name, Role.NONE))
    return _with_table(report, table, tuple(rows))


def _with_table(report: Report, table: str, rows: tuple[Any, ...]) -> Report:
    changed: dict[str, Any] = {table: rows}
    return replace(report, **changed)
