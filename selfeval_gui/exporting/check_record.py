"""审核记录: what the check found in a report, what was explained, and by whom it is signed, as PDF and as .xlsx.

Pure but for drawing: today and last year's report come in the check's context, bytes go out.
"""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any, Protocol

from selfeval_gui import checking, storage
from selfeval_gui.printing.record_pages import Record, RecordTable
from selfeval_gui.report.dates import print_day
from selfeval_gui.report.edit import steps
from selfeval_gui.report.form import Form
from selfeval_gui.report.form import load as load_form

TITLE = "审核记录"
_WORDS = {checking.ERROR: "错误", checking.WARNING: "警告", checking.HINT: "提示"}
_STATES = {"draft": "草稿", "final": "定稿"}
_FINAL_REASON = "F1"
_WIDTHS, _LINE = (26, 16, 26, 46, 26), 15
"""Of the workbook's columns in half characters, and of a line of text in points."""
_SIGNATURES = (
    "填报人（签字）：　　　　　　　　　　　　　　　　年　　月　　日",
    "审核人（签字）：　　　　　　　　　　　　　　　　年　　月　　日",
)


class KeptFile(checking.KeptReport, Protocol):
    """A report file as the record needs it."""

    @property
    def form(self) -> str: ...
    @property
    def state(self) -> str: ...


def record_of(file: KeptFile, context: checking.Context, day: date, office: checking.Office | None = None) -> Record:
    """The record of one file as words and tables."""
    form, report = load_form(file.form), file.report
    every = checking.every_finding(report, form, context)
    open_ = [one for one in every if not one.is_explained_by(context.explanations)]
    explained = [one for one in every if one.is_explained_by(context.explanations)]
    counts = checking.count(tuple(open_))
    reason = next((entry.reason for entry in file.explanations if entry.rule == _FINAL_REASON), "")
    year = f"{report.fiscal_year}" if isinstance(report.fiscal_year, int) else ""
    facts = [
        ("项目名称", report.cover.project_name),
        ("项目单位", report.cover.project_unit),
        ("评价年度", year),
        ("报告状态", _STATES.get(file.state, file.state)),
        ("检查日期", print_day(day)),
        ("检查结果", "，".join(f"{_WORDS[kind]} {number} 处" for kind, number in counts.items())),
        ("情况说明", f"{len(explained)} 处"),
        ("内容校验码", storage.content_code(report, file.form)),
    ]
    if reason:
        facts.insert(4, ("定稿理由", reason))
    tables = [
        RecordTable(
            "一、检查发现的问题",
            ("序号", "级别", "栏目", "问题", "检查项"),
            (0.08, 0.09, 0.2, 0.43, 0.2),
            tuple(_open_row(number, one, form) for number, one in enumerate(_ranked(open_), 1)),
            "没有发现问题。",
        ),
        RecordTable(
            "二、已作情况说明的问题",
            ("序号", "栏目", "问题", "情况说明"),
            (0.08, 0.2, 0.38, 0.34),
            tuple(_explained_row(number, one, file, form) for number, one in enumerate(_ranked(explained), 1)),
        ),
    ]
    off = (office or checking.Office()).switched_off
    if off:
        rows = tuple((checking.name_of_rule(entry.rule), entry.reason) for entry in off)
        tables.append(RecordTable(f"{_number(tables)}、停用的检查", ("检查项", "停用的理由"), (0.4, 0.6), rows))
    if context.last_year is not None:
        tables.append(_comparison(_number(tables), checking.compare(report, context.last_year, form)))
    return Record(TITLE, tuple(facts), tuple(tables), _SIGNATURES, report.cover.project_name)


def pdf(record: Record, form_id: str, fonts: Any = None) -> bytes:
    """The record as an archival PDF. `fonts` is a `FontBook`, by default the program's own."""
    from selfeval_gui.printing import archive, draw, produce, record_pages

    book = fonts or produce.bundled_fonts()
    return draw.pdf(record_pages.pages(record, book, form_id), book, archive.DocumentInfo(record.title))


def xlsx(record: Record, day: date) -> bytes:
    """The record as a workbook of one sheet; everything is text, nothing a formula."""
    from openpyxl import Workbook

    book = Workbook()
    _fill(book.active, record)
    book.active.title = record.title
    book.properties.title, book.properties.creator = record.title, "项目支出绩效自评"
    moment = _moment(day)
    book.properties.created = book.properties.modified = moment
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _moment(day: date) -> Any:
    from datetime import datetime

    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the format knows no zone


def _fill(sheet: Any, record: Record) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    thin, wrap = Side(style="thin"), Alignment(wrap_text=True, vertical="top")
    border = Border(thin, thin, thin, thin)
    columns = len(_WIDTHS)

    def write(row: int, column: int, text: str, *, bold: bool = False, boxed: bool = True) -> Any:
        cell = sheet.cell(row, column)
        cell.value = _plain(text)
        cell.data_type = "s"  # what begins with = is a text, too
        cell.alignment = wrap
        cell.font = Font(bold=bold)
        if boxed:
            cell.border = border
        return cell

    title = write(1, 1, record.title, bold=True, boxed=False)
    title.font = Font(bold=True, size=16)
    title.alignment = Alignment(horizontal="center")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
    row = 3
    for label, value in record.facts:
        write(row, 1, label, bold=True)
        write(row, 2, value)
        sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=columns)
        row += 1
    for table in record.tables:
        row += 1
        heading = write(row, 1, table.heading, bold=True, boxed=False)
        heading.alignment = Alignment(wrap_text=False)
        row += 1
        for line in (table.head, *table.rows) if table.rows else ((table.empty,),):
            for column, text in enumerate(line, 1):
                write(row, column, text, bold=line is table.head, boxed=bool(table.rows))
            if len(line) < columns:  # the last column takes what is left of the width
                for column in range(len(line) + 1, columns + 1):
                    write(row, column, "", boxed=bool(table.rows))
                sheet.merge_cells(start_row=row, start_column=len(line), end_row=row, end_column=columns)
            sheet.row_dimensions[row].height = _LINE * _lines(line)
            row += 1
    for text in record.signatures:
        row += 1
        write(row, 1, text, boxed=False).alignment = Alignment(wrap_text=False)
        row += 1
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _lines(texts: Sequence[str]) -> int:
    """How many lines a row needs: programs do not make rows of merged cells higher by themselves."""
    widths = (*_WIDTHS[: len(texts) - 1], sum(_WIDTHS[len(texts) - 1 :]))
    return max(
        sum(-(-max(1, 2 * len(part)) // (width - 2)) for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )


def _plain(text: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return str(ILLEGAL_CHARACTERS_RE.sub("", text))[:32_000]


def _comparison(number: str, lines: Sequence[checking.Line]) -> RecordTable:
    rows = tuple(
        (
            f"{line.name}{'（变化大）' if line.big else ''}",
            line.before or "—",
            line.now or "—",
            line.change,
            line.percent,
        )
        for line in lines
    )
    return RecordTable(
        f"{number}、与上年对比（金额单位：万元）",
        ("项目", "上年", "本年", "增减", "增减比例"),
        (0.36, 0.15, 0.15, 0.18, 0.16),
        rows,
    )


def _number(tables: Sequence[RecordTable]) -> str:
    return "一二三四五"[len(tables)]


def _ranked(findings: list[checking.Finding]) -> list[checking.Finding]:
    order = list(_WORDS)
    return sorted(findings, key=lambda one: order.index(one.severity))


def _open_row(number: int, one: checking.Finding, form: Form) -> tuple[str, ...]:
    return str(number), _WORDS[one.severity], _place(form, one.field), one.message, checking.name_of_rule(one.rule)


def _explained_row(number: int, one: checking.Finding, file: KeptFile, form: Form) -> tuple[str, ...]:
    keys = ((one.mark, one.field), (one.rule, one.field))
    reason = next((entry.reason for entry in file.explanations if (entry.rule, entry.field) in keys), "")
    return str(number), _place(form, one.field), one.message, reason


def _place(form: Form, path: str) -> str:
    """The form's name of a blank; cells of a table with the number of their row."""
    try:
        label = form.label(path)
    except KeyError:
        return path
    row = next((step for step in steps(path) if isinstance(step, int)), None)
    return label if row is None else f"{label}（第{row + 1}行）"
