"""The form's tables as sheets: 基本概况, 支出明细, 绩效, 评价人员; sums and rates as formulas beside exact values.

The form itself is what prints; what checks it stands beside it. Values are the report's, never rounded.
"""

from decimal import Context, Decimal
from typing import Any

from selfeval_gui.exporting.excel import book
from selfeval_gui.exporting.excel.book import (
    BOX,
    INDENT,
    PERCENT,
    ROW_LIMIT,
    Formula,
    Look,
    Page,
    Place,
    Sheet,
    lines_of,
)
from selfeval_gui.exporting.excel.cover_sheet import NOT_PRINTED, aside
from selfeval_gui.exporting.excel.fields import Fields, canonical, decimals_of, exact
from selfeval_gui.printing.layout import Grid, GridCell, Layout, RowTable, SignatureTable, TextTable
from selfeval_gui.printing.printed import PERIOD
from selfeval_gui.report import totals
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import get
from selfeval_gui.report.form import Form
from selfeval_gui.report.grades import scheme_for
from selfeval_gui.report.kinds import ROLE_WORDS
from selfeval_gui.report.model import SOURCES, Report
from selfeval_gui.report.money import amount

_MM = 72 / 25.4
_TOTAL, _PLANNED, _RECEIVED, _SPENT = (
    ".total", "basic_info.planned_funds", "basic_info.received_funds", "basic_info.actual_expenditure"
)  # fmt: skip
_CHECK_HEADS = ("核对" + NOT_PRINTED, "按表中数字", "导出时的准确值", "")
_CHECK_WIDTHS = (44.0, 30.0, 34.0, 18.0)


class Tables:
    """Draws the tables of one report. 支出明细 before 基本概况, which refers to its sums."""

    def __init__(self, fields: Fields, form: Form, layout: Layout) -> None:
        self._fields, self._form, self._layout = fields, form, layout
        cell = layout.form.cell
        self._label = Look(cell.style, cell.size, "center", border=BOX)
        self._value = Look(cell.style, cell.size, "center", border=BOX)
        self._left = Look(cell.style, cell.size, border=BOX, indent=True)
        self._top = Look(cell.style, cell.size, upright="top", border=BOX, indent=True)
        self._heading = Look(layout.form.heading.style, layout.form.heading.size, "center", border=BOX)
        self._sums: dict[str, str] = {}

    @property
    def _report(self) -> Report:
        return self._fields.report

    def _parts(self, kind: type[Any], table: str = "") -> list[Any]:
        return [p for p in self._layout.form.parts if isinstance(p, kind) and (not table or p.table == table)]

    # --- 二、项目支出明细

    def expenditures(self, sheet: Sheet) -> None:
        """One row an item and its execution rate; the sums as formulas."""
        (part,) = self._parts(RowTable, "expenditures")
        rows = self._report.expenditures
        width = len(part.columns)
        sheet.columns((*part.columns, 26, 6, *_CHECK_WIDTHS))
        self._head(sheet, part, width)
        aside_at, check_at = width + 1, width + 3
        self._fields.say(sheet, Place(2, aside_at), "执行率" + NOT_PRINTED, aside())
        count = max(len(rows), self._form.minimum_rows.get(part.table, 0), 1)
        decimals = self._column_decimals(rows, part)
        first, last = 3, 2 + count
        for at in range(count):
            row = first + at
            self._row(sheet, part, row, at, decimals)
            item = rows[at] if at < len(rows) else None
            rate = totals.percent(amount(item.actual), amount(item.planned)) if item else None
            planned, actual = (Place(row, part.fields.index(name) + 1).corner for name in ("planned", "actual"))
            text = f'=IF(AND(ISNUMBER({planned}),ISNUMBER({actual}),N({planned})<>0),{actual}/{planned},"")'
            self._fields.say(sheet, Place(row, aside_at), Formula(text, _share(rate)), aside(), PERCENT)
        self._table_named(sheet, part, first, count)
        total = last + 1
        if part.total is not None:
            self._fields.say(sheet, Place(total, 1), part.total.label, self._label)
            for column, name in enumerate(part.fields, 1):
                if name in part.total.fields:
                    place = Place(total, column)
                    span = f"{Place(first, column).corner}:{Place(last, column).corner}"
                    value = totals.add(getattr(row, name) for row in rows)
                    formula = Formula(f'=IF(COUNT({span})=0,"",SUM({span}))', value)
                    self._fields.say(sheet, place, formula, self._value, book.decimal_format(decimals[name]))
                    self._sums[name] = f"'{sheet.title}'!{place.fixed}"
            sheet.height(total, part.row_height * _MM)
        checks = [
            (f"{self._form.label(f'expenditures[].{name}')}合计", f"={self._sums[name]}", exact_of(rows, name), "")
            for name in ("planned", "actual")
            if name in self._sums
        ]
        self._checks(sheet, 2, check_at, checks)
        self._finish(sheet, width, total, heads="1:2")

    def _head(self, sheet: Sheet, part: RowTable, width: int) -> None:
        self._fields.say(sheet, Place(1, 1, 1, width), part.heading, self._heading)
        sheet.height(1, self._layout.form.heading.height * _MM)
        for column, words in enumerate(part.heads, 1):
            unit = f"（{part.unit}）" if part.unit and part.fields[column - 1] in ("planned", "actual") else ""
            self._fields.say(sheet, Place(2, column), "\n".join(words) + unit, self._label)
        sheet.height(2, max(part.head_height * _MM, 34))

    def _row(self, sheet: Sheet, part: RowTable, row: int, at: int, decimals: dict[str, int]) -> None:
        """A printed row; rows beyond the report's are empty, to write into."""
        there = at < len(getattr(self._report, part.table))
        tallest = 1
        for column, name in enumerate(part.fields, 1):
            path = f"{part.table}[{at}].{name}"
            value = self._fields.cell_value(path) if there and name else None
            look = self._left if name == "item" else self._value
            number = self._fields.format_of(f"{part.table}[].{name}", decimals.get(name, 0), "") if name else "General"
            sheet.put(Place(row, column), value, look, number)
            if isinstance(value, str):
                tallest = max(tallest, lines_of(value, part.columns[column - 1] - INDENT, look.size))
        sheet.height(row, min(ROW_LIMIT, max(part.row_height * _MM, 18 * tallest + 6)))

    def _table_named(self, sheet: Sheet, part: RowTable, first: int, count: int, columns: tuple[str, ...] = ()) -> None:
        """The rows' place under the table's name, every column under its own: rows may be inserted among them."""
        names = {column: name for column, name in enumerate(part.fields, 1) if name}
        names |= dict(enumerate(columns, len(part.fields) + 1))
        rows = getattr(self._report, part.table)
        for column, name in names.items():
            written = [canonical(self._fields.cell_value(f"{part.table}[{at}].{name}")) for at in range(len(rows))]
            place = Place(first, column, count)
            self._fields.named(sheet, place, f"{part.table}.{name}", "\n".join(written).rstrip("\n"))

    def _column_decimals(self, rows: tuple[Any, ...], part: RowTable) -> dict[str, int]:
        return {
            name: decimals_of([getattr(row, name) for row in rows])
            for name in part.fields
            if name and blank(f"{part.table}[].{name}").unit
        }

    # --- 一、项目基本概况

    def basics(self, sheet: Sheet) -> None:
        """The grid as the form has it; totals that nobody has written are formulas."""
        (part,) = self._parts(Grid)
        width = len(part.columns)
        sheet.columns((*part.columns, 6, *_CHECK_WIDTHS))
        self._fields.say(sheet, Place(1, 1, 1, width), part.heading, self._heading)
        sheet.height(1, self._layout.form.heading.height * _MM)
        places: dict[str, str] = {}
        for at, cells in enumerate(part.rows, 2):
            self._places(cells, at, places)
        for at, cells in enumerate(part.rows, 2):
            self._grid_row(sheet, cells, at, part.columns, places)
        self._checks(sheet, 1, width + 2, self._money_checks(places))
        self._finish(sheet, width, len(part.rows) + 1)

    @staticmethod
    def _places(cells: tuple[GridCell, ...], row: int, places: dict[str, str]) -> None:
        column = 1
        for cell in cells:
            if cell.field:
                places[cell.field] = Place(row, column).corner
            column += cell.span

    def _grid_row(
        self, sheet: Sheet, cells: tuple[GridCell, ...], row: int, widths: tuple[float, ...], places: dict[str, str]
    ) -> None:
        column, tallest = 1, 1
        for cell in cells:
            place = Place(row, column, 1, cell.span)
            if cell.label:
                self._fields.say(sheet, place, cell.label, self._label)
                tallest = max(tallest, lines_of(cell.label, widths[column - 1], self._label.size))
            elif cell.field == PERIOD:
                self._period(sheet, row, column)
            elif cell.field:
                self._field(sheet, place, cell, places)
                value = self._fields.cell_value(cell.field)
                room = sum(widths[column - 1 : column - 1 + cell.span])
                tallest = max(tallest, lines_of(value, room, self._value.size) if isinstance(value, str) else 1)
            column += cell.span
        sheet.height(row, min(ROW_LIMIT, max(self._layout.form.row.height * _MM, 18 * tallest + 6)))

    def _period(self, sheet: Sheet, row: int, column: int) -> None:
        """Two cells and 至 between them: each month is a blank of its own."""
        self._fields.put(sheet, Place(row, column), "basic_info.period_start", self._value)
        self._fields.say(sheet, Place(row, column + 1), "至", self._value)
        self._fields.put(sheet, Place(row, column + 2), "basic_info.period_end", self._value)

    def _field(self, sheet: Sheet, place: Place, cell: GridCell, places: dict[str, str]) -> None:
        path, info = cell.field, self._report.basic_info
        decimals = decimals_of([get(self._report, path)])
        if path.endswith(_TOTAL) and get(self._report, path) is None:
            head = path.removesuffix(_TOTAL)
            cells = ",".join(places[f"{head}.{source}"] for source in SOURCES)
            result = totals.sum_of_sources(get(self._report, head))
            formula = Formula(f'=IF(COUNT({cells})=0,"",SUM({cells}))', result)
            self._fields.computed(sheet, place, path, formula, self._value, decimals_of([result]))
        elif path == _SPENT and info.actual_expenditure is None and "actual" in self._sums:
            result = totals.expenditure_of(self._report)
            formula = Formula(f"={self._sums['actual']}", result)
            self._fields.computed(sheet, place, path, formula, self._value, decimals_of([result]))
        else:
            self._fields.put(sheet, place, path, self._value, decimals=decimals)

    def _money_checks(self, places: dict[str, str]) -> list[tuple[str, str, Any, str]]:
        """Sums and rates: name, formula, exact value of now, number format."""
        report, info = self._report, self._report.basic_info
        planned, received, spent = places[_PLANNED + _TOTAL], places[_RECEIVED + _TOTAL], places[_SPENT]

        def sources(head: str) -> str:
            cells = ",".join(places[f"{head}.{source}"] for source in SOURCES)
            return f'=IF(COUNT({cells})=0,"",SUM({cells}))'

        def rate(part: str, whole: str) -> str:
            return f'=IF(AND(ISNUMBER({part}),ISNUMBER({whole}),N({whole})<>0),{part}/{whole},"")'

        return [
            ("计划安排资金：四项来源合计", sources(_PLANNED), totals.sum_of_sources(info.planned_funds), ""),
            ("实际到位资金：四项来源合计", sources(_RECEIVED), totals.sum_of_sources(info.received_funds), ""),
            ("资金到位率", rate(received, planned), _share(totals.arrival_rate(report)), PERCENT),
            ("预算执行率", rate(spent, planned), _share(totals.execution_rate(report)), PERCENT),
            (
                "结余",
                f'=IF(AND(ISNUMBER({received}),ISNUMBER({spent})),{received}-{spent},"")',
                totals.balance(report),
                "",
            ),
        ]

    # --- 三、项目绩效情况

    def performance(self, sheet: Sheet) -> None:
        """Goals and results side by side in cells as high as the texts, then score and grade."""
        (part,) = self._parts(TextTable)
        width = len(part.columns)
        sheet.columns(part.columns)
        self._fields.say(sheet, Place(1, 1, 1, width), part.heading, self._heading)
        sheet.height(1, self._layout.form.heading.height * _MM)
        for column, word in enumerate(part.heads, 1):
            self._fields.say(sheet, Place(2, column), word, self._label)
        sheet.height(2, self._layout.form.row.height * _MM)
        row = self._long_texts(sheet, part, 3)
        for cell in part.rows:
            self._fields.say(sheet, Place(row, 1), cell.label, self._label)
            place = Place(row, 2, 1, width - 1)
            self._fields.put(
                sheet, place, cell.field, self._value, decimals=self._decimals(cell.field), suffix=cell.suffix
            )
            if cell.field == "performance.grade":
                grade = self._report.performance.grade
                sheet.choices(place, scheme_for(grade, self._form.grade_scheme).names)
            sheet.height(row, self._layout.form.row.height * _MM)
            row += 1
        self._finish(sheet, width, row - 1, heads="1:2")

    def _decimals(self, path: str) -> int:
        return decimals_of([get(self._report, path)])

    def _long_texts(self, sheet: Sheet, part: TextTable, first: int) -> int:
        """Cells merged over as many rows as the longest text needs; the row below them."""
        pieces = {path: book.cells_of(self._fields.cell_value(path)) for path in part.fields}
        row, label = first, part.label
        for at in range(max(map(len, pieces.values()))):
            texts = [given[at] if at < len(given) else "" for given in pieces.values()]
            lines = [
                lines_of(text, width - INDENT, self._top.size)
                for text, width in zip(texts, part.columns[1:], strict=True)
            ]
            height = max(part.text.least * _MM if at == 0 else 0, max(lines) * part.text.tight + 12)
            rows = -int(-height // ROW_LIMIT)
            self._fields.say(sheet, Place(row, 1, rows), label, self._label)
            for column, text in enumerate(texts, 2):
                sheet.put(Place(row, column, rows), text, self._top, book.TEXT)
            for place in range(row, row + rows):
                sheet.height(place, height / rows)
            row, label = row + rows, ""
        for column, (path, given) in enumerate(pieces.items(), 2):
            written = "\n".join(piece for piece in given if piece)
            self._fields.named(sheet, Place(first, column, row - first), path, written)
        return row

    # --- 四、评价人员

    def evaluators(self, sheet: Sheet) -> None:
        """The people, with their roles beside the table, and the signature blocks below it."""
        (part,) = self._parts(RowTable, "evaluators")
        width = len(part.columns)
        sheet.columns((*part.columns, 40))
        self._head(sheet, part, width)
        role = width + 1
        self._fields.say(sheet, Place(2, role), f"{self._form.label('evaluators[].role')}{NOT_PRINTED}", aside())
        people = self._report.evaluators
        count = max(len(people), self._form.minimum_rows.get(part.table, 0), 1)
        for at in range(count):
            self._row(sheet, part, 3 + at, at, {})
            place = Place(3 + at, role)
            value = self._fields.cell_value(f"evaluators[{at}].role") if at < len(people) else None
            sheet.put(place, value, Look("song", 11), book.TEXT)
            sheet.choices(place, [word for word in ROLE_WORDS.values() if word])
        self._table_named(sheet, part, 3, count, ("role",))
        row = 3 + count
        for block in [block for table in self._parts(SignatureTable) for block in table.blocks]:
            left, right = Place(row, 1, 1, width - 2), Place(row, width - 1, 1, 2)
            self._fields.say(sheet, left, block.label, self._left)
            self._fields.put(sheet, right, block.field, self._value)
            sheet.height(row, 28 * _MM)
            row += 1
        self._finish(sheet, width, row - 1, heads="1:2")

    # --- beside the form

    def _checks(self, sheet: Sheet, row: int, column: int, checks: list[tuple[str, str, Any, str]]) -> None:
        """Name, live formula, exact value, and whether both still agree."""
        for at, word in enumerate(_CHECK_HEADS):
            self._fields.say(sheet, Place(row, column + at), word, aside())
        for name, text, value, number in checks:
            row += 1
            live, kept = Place(row, column + 1).corner, Place(row, column + 2).corner
            look = aside()._replace(colour="000000")
            number_format = number or book.decimal_format(decimals_of([value]))
            self._fields.say(sheet, Place(row, column), name, look)
            self._fields.say(sheet, Place(row, column + 1), Formula(text, value), look, number_format)
            self._fields.say(sheet, Place(row, column + 2), exact(value), look, number_format)
            near = f"ABS(N({live})-IFERROR(VALUE({kept}),0))<=0.0000005+ABS(N({live}))*1E-14"
            agree = f'=IF(AND({live}="",{kept}=""),"一致",IF({near},"一致","已改动"))'
            self._fields.say(sheet, Place(row, column + 3), Formula(agree, "一致"), look)

    def _finish(self, sheet: Sheet, width: int, last: int, heads: str = "") -> None:
        page = self._layout.page
        area = f"A1:{Place(last, width).corner}"
        sheet.set_up(Page(False, page.left, page.right, page.top, page.bottom, area, heads))


def exact_of(rows: tuple[Any, ...], name: str) -> Decimal | None:
    """The exact sum of a column."""
    return totals.add(getattr(row, name) for row in rows)


def _share(percent: Decimal | None) -> Decimal | None:
    """A rate as a spreadsheet keeps it: of 15 digits."""
    return None if percent is None else Context(prec=15).divide(percent, Decimal(100))
