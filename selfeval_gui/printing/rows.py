"""Makes the rows of the form's tables out of a report: labels, values, their lines and alignment.

Which sheet a row goes on is `form_pages`; how it is drawn is `grid`.
"""

from selfeval_gui.printing.grid import Cell, CellLine, Row, Sheet, natural_height
from selfeval_gui.printing.layout import (
    FormLayout,
    Grid,
    GridCell,
    RowTable,
    SignatureBlock,
    SignatureTable,
    TextTable,
    TotalRow,
)
from selfeval_gui.printing.linebreak import Line
from selfeval_gui.printing.printed import column_decimals, printed, source_path, value_of
from selfeval_gui.printing.typeset import Typesetter, baseline, em
from selfeval_gui.report import kinds, totals
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import get
from selfeval_gui.report.model import Expenditure, Report
from selfeval_gui.report.money import show_fixed

_FIRST_COLUMN_OF_AMOUNTS = 1
_MOST_LABEL_LINES = 6
_MOST_VALUE_LINES = 8


class RowSetter:
    """Sets the rows of one report in the form's type. `width` is the tables' width in mm."""

    def __init__(self, report: Report, layout: FormLayout, setter: Typesetter, width: float) -> None:
        self._report = report
        self._layout = layout
        self._setter = setter
        self._width = width
        self._formats: dict[str, dict[str, tuple[int, float]]] = {}

    def heading(self, text: str) -> Row:
        """A part's heading over the whole width."""
        heading = self._layout.heading
        line = self._one_line(text, heading.style)
        cell = self._cell(self._width, [line], heading.style, heading.size)
        return Row((self._centred(cell),), heading.height)

    def heads(self, part: RowTable) -> Row:
        """The head of a table of rows; an entry of two words has two storeys."""
        style = self._layout.cell.style
        cells = [
            self._centred(self._cell(width, [self._one_line(word, style) for word in words]))
            for width, words in zip(part.columns, part.heads, strict=True)
        ]
        return Row(tuple(cells), part.head_height)

    def grid(self, part: Grid) -> list[Row]:
        """The rows of labels and values; amounts of a column share one number format and align."""
        amounts = self._grid_columns(part)
        rows = []
        for entries in part.rows:
            cells, column = [], 0
            for entry in entries:
                width = sum(part.columns[column : column + entry.span])
                known = amounts.get((column, entry.span)) if self._is_amount(entry.field) else None
                cells.append(self._grid_cell(entry, width, known))
                column += entry.span
            rows.append(Row.of(tuple(cells)))
        return rows

    def _grid_columns(self, part: Grid) -> dict[tuple[int, int], tuple[int, float]]:
        """(column, span) → decimals and greatest width in em of the amounts in that column."""
        fields: dict[tuple[int, int], list[str]] = {}
        for entries in part.rows:
            column = 0
            for entry in entries:
                if entry.field and self._is_amount(entry.field):
                    fields.setdefault((column, entry.span), []).append(entry.field)
                column += entry.span
        return {place: self._amount_format(paths) for place, paths in fields.items()}

    def _amount_format(self, paths: list[str]) -> tuple[int, float]:
        decimals = column_decimals(value_of(self._report, path) for path in paths)
        return decimals, self._widest([printed(self._report, path, decimals) for path in paths])

    def _widest(self, texts: list[str]) -> float:
        return max((self._setter.width(text, self._layout.cell.style) for text in texts), default=0.0)

    def _is_amount(self, field: str) -> bool:
        try:
            return blank(field).kind is kinds.MONEY
        except KeyError:
            return False

    def _grid_cell(self, entry: GridCell, width: float, amounts: tuple[int, float] | None) -> Cell:
        if not entry.field:
            return self._label(entry.label, width)
        if amounts is not None:
            return self._amount(printed(self._report, entry.field, amounts[0]), width, entry.field, amounts[1])
        text = printed(self._report, entry.field)
        return self._value(text + entry.suffix if text else "", width, entry.field)

    def table(self, part: RowTable, least: int) -> list[Row]:
        """One row for each row of the report's table, at least as many as the form shows."""
        rows: tuple[object, ...] = get(self._report, part.table)
        count = max(len(rows), least)
        formats = self._column_formats(part)
        made = []
        for index in range(count):
            cells = []
            for width, name in zip(part.columns, part.fields, strict=True):
                path = f"{part.table}[{index}].{name}"
                if not name or index >= len(rows):
                    cells.append(Cell(width, path=part.table if name else ""))
                elif name in formats:
                    decimals, widest = formats[name]
                    text = printed(self._report, path, decimals)
                    cells.append(self._amount(text + part.unit if text else "", width, path, widest))
                else:
                    cells.append(self._value(printed(self._report, path), width, path))
            made.append(Row.of(tuple(cells)))
        return made

    def _column_formats(self, part: RowTable) -> dict[str, tuple[int, float]]:
        """Column of amounts → decimals (the same for all of them) and greatest width in em, the total's included."""
        if part.table not in self._formats:  # the rows and their total ask
            self._formats[part.table] = self._formats_of(part)
        return self._formats[part.table]

    def _formats_of(self, part: RowTable) -> dict[str, tuple[int, float]]:
        count = len(get(self._report, part.table))
        columns = {
            name: [f"{part.table}[{index}].{name}" for index in range(count)]
            for name in part.fields
            if name and self._is_amount(f"{part.table}[].{name}")
        }
        decimals = column_decimals(value_of(self._report, path) for paths in columns.values() for path in paths)
        formats = {}
        for name, paths in columns.items():
            texts = [printed(self._report, path, decimals) for path in paths]
            total = self._total_text(part, name, decimals) if part.total else ""
            widest = self._widest([*(text + part.unit for text in texts if text), total])
            formats[name] = (decimals, widest)
        return formats

    def _total_text(self, part: RowTable, name: str, decimals: int) -> str:
        rows: tuple[Expenditure, ...] = get(self._report, part.table)
        total = totals.add(getattr(row, name) for row in rows)
        return "" if total is None else show_fixed(total, decimals) + part.unit

    def total(self, part: RowTable, total: TotalRow) -> Row:
        """The row of sums below a table of amounts."""
        formats = self._column_formats(part)
        cells = [self._label(total.label, part.columns[0])]
        for width, name in zip(part.columns[_FIRST_COLUMN_OF_AMOUNTS:], total.fields, strict=True):
            decimals, widest = formats[name]
            cells.append(self._amount(self._total_text(part, name, decimals), width, part.table, widest))
        return Row.of(tuple(cells))

    def text_head(self, part: TextTable) -> Row:
        cells = [self._label(word, width) for word, width in zip(part.heads, part.columns, strict=True)]
        return Row(tuple(cells), 0.0).at_height(self._layout.row.height)

    def text_label(self, part: TextTable) -> Cell:
        return self._label(part.label, part.columns[0])

    def texts(self, part: TextTable) -> tuple[Cell, ...]:
        """The cells of long text, each as one column of justified lines."""
        cells = []
        for width, field in zip(part.columns[1:], part.fields, strict=True):
            style, size = self._layout.cell.style, self._layout.cell.size
            column = (width - 2 * part.text.pad) / em(size)
            lines: list[CellLine] = []
            start = 0
            for paragraph in printed(self._report, field).split("\n"):
                if paragraph.strip():
                    lead = len(paragraph) - len(paragraph.lstrip(" \u3000"))
                    text = paragraph[lead:].rstrip()
                    set_lines = self._setter.lines(text, style, column, indent=part.text.indent)
                    lines.extend(CellLine(line, start + lead) for line in set_lines)
                start += len(paragraph) + 1
            cell = Cell(width, tuple(lines), field, style, size, part.text.pitch, part.text.pad, part.text.pad)
            cells.append(cell)
        return tuple(cells)

    def text_row(self, part: TextTable, entry: GridCell) -> Row:
        """A label and one value over all further columns."""
        value = self._grid_cell(entry.but(label=""), sum(part.columns[1:]), None)
        cells = (self._label(entry.label, part.columns[0]), value)
        return Row(cells, max(self._layout.row.height, natural_height(cells)))

    def put_signature(self, sheet: Sheet, part: SignatureTable, block: SignatureBlock, height: float) -> None:
        """A signature block: its label at the top, the date at the bottom right, room for pen and seal between."""
        style, size = self._layout.cell.style, self._layout.cell.size
        top, unit = sheet.y, em(size)
        sheet.put(Row((Cell(self._width),), height))
        date = printed(self._report, block.field)
        text = date or part.empty_date
        width = self._setter.width(text, style) * unit
        right = sheet.left + self._width - part.date_right
        below = baseline(top + height - part.date_above, size)
        sheet.write(self._one_line(block.label, style), sheet.left + part.pad, top + part.label_baseline, style, size)
        path = block.field if date else ""
        sheet.write(self._one_line(text, style), right - width, below, style, size, path)
        sheet.area(sheet.left, top, self._width, height, block.field)

    def _label(self, text: str, width: float) -> Cell:
        """A label of the form, broken by sense when it is too long for one line."""
        cell = self._layout.cell
        column = (width - 2 * cell.label_pad) / em(cell.size)
        words = self._setter.title((text,), cell.style, column, _MOST_LABEL_LINES) if text else ()
        return self._centred(self._cell(width, [self._one_line(word, cell.style) for word in words]))

    def _value(self, text: str, width: float, field: str) -> Cell:
        """A value in the middle of its cell, broken by sense where it needs more lines; short names are spread."""
        cell = self._layout.cell
        path = source_path(field)
        if not text:
            return Cell(width, path=path)
        places = self._setter.spread_name(text, cell.style) if self._is_name(field) else None
        if places is not None:
            lines = [Line(text, 0, len(text), places, places[-1] + 1.0, True, False)]
        else:
            column = (width - 2 * cell.pad) / em(cell.size)
            words = self._setter.title((text,), cell.style, column, _MOST_VALUE_LINES)
            lines = [self._one_line(word, cell.style) for word in words]
        return self._centred(self._cell(width, lines, path=path))

    def _is_name(self, field: str) -> bool:
        try:
            return blank(field).kind is kinds.NAME
        except KeyError:
            return False

    def _amount(self, text: str, width: float, field: str, widest: float) -> Cell:
        """An amount whose right edge stands where the widest amount of its column, centred, ends."""
        if not text:
            return Cell(width, path=field)
        cell = self._cell(width, [self._one_line(text, self._layout.cell.style)], path=field)
        line = cell.lines[0].line
        shift = (width / em(cell.size) + widest) / 2 - line.width
        return cell._replace(lines=(CellLine(_moved(line, shift)),))

    def _one_line(self, text: str, style: str) -> Line:
        """A text that stays in one line, however long."""
        return self._setter.lines(text, style, 1000.0, justify=False)[0]

    def _cell(self, width: float, lines: list[Line], style: str = "", size: float = 0.0, path: str = "") -> Cell:
        cell = self._layout.cell
        pad = cell.above if len(lines) > 1 else 0.0  # one line has all the row around it
        entries = tuple(map(CellLine, lines))
        return Cell(width, entries, path, style or cell.style, size or cell.size, cell.pitch, pad=pad)

    @staticmethod
    def _centred(cell: Cell) -> Cell:
        column = cell.width / em(cell.size)
        lines = tuple(
            CellLine(_moved(entry.line, (column - entry.line.width) / 2), entry.start) for entry in cell.lines
        )
        return cell._replace(lines=lines)


def _moved(line: Line, by: float) -> Line:
    return line._replace(xs=tuple([x + by for x in line.xs]), width=line.width + by)
