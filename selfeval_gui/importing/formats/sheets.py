"""Sheets of a spreadsheet → blocks. Knows no file format; what a cell shows is decided by the readers.

A sheet is a table. Rows of one cell over the whole width, at a sheet's beginning and end, are paragraphs: covers and
narratives are written like that.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from selfeval_gui.importing.blocks import Block, Cell, Paragraph, Row, Table
from selfeval_gui.importing.formats.content import Content, too_complex
from selfeval_gui.importing.proposal import Unplaced

ROWS, COLUMNS = 5000, 200
"""Cells beyond are not read, and named."""
CELL_LIMIT = 200_000
MERGED_LIMIT = 100_000
_PADDED = 30
"""Up to this width a row's empty cells at its end are kept: beside a label they are an empty value."""


@dataclass
class Sheet:
    """One sheet. Cells by (row, column) from 0 as the sheet shows them; merges as (row, column, rows, columns)."""

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: list[tuple[int, int, str]] = field(default_factory=list)
    """Formulas without a result."""
    beyond: bool = False
    """Whether there are cells outside of the limits."""

    def put(self, row: int, column: int, text: str) -> None:
        """Set a cell; empty texts are not kept."""
        if not text.strip():
            return
        if row < ROWS and column < COLUMNS:
            self.cells[row, column] = text
        else:
            self.beyond = True

    def place(self, row: int, column: int) -> str:
        return f"工作表“{self.name}”{address(row, column)}"


def address(row: int, column: int) -> str:
    """The name of a cell as spreadsheets write it: (2, 1) is B3."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def content(sheets: Iterable[Sheet], hidden: Iterable[str], notes: Iterable[Unplaced] = ()) -> Content:
    """All sheets' blocks. `hidden`: names of sheets that are not shown and not read."""
    blocks: list[Block] = []
    found = [Unplaced(f"工作表“{name}”是隐藏的，没有读入", f"工作表“{name}”") for name in hidden]
    found.extend(notes)
    for sheet in sheets:
        blocks.extend(_Grid(sheet, found).blocks())
    return Content(tuple(blocks), tuple(found))


class _Grid:
    def __init__(self, sheet: Sheet, notes: list[Unplaced]) -> None:
        self._sheet = sheet
        self._notes = notes
        self._covered: set[tuple[int, int]] = set()
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}

    def blocks(self) -> list[Block]:
        sheet = self._sheet
        self._drop_hidden()
        self._tell()
        rows = sorted({row for row, _ in sheet.cells})
        self._merge(rows)
        for key in sorted(self._covered & sheet.cells.keys()):
            self._notes.append(Unplaced(f"合并单元格遮住的文字：{sheet.cells.pop(key)}", sheet.place(*key)))
        ends = (column + self._spans.get((row, column), (1, 1))[1] for row, column in sheet.cells)
        width = max(ends, default=0)
        lines = [self._line(row, width) for row in rows]
        if sum(len(line) for line in lines) > CELL_LIMIT:
            raise too_complex("表格文件")
        first, last = 0, len(lines)
        while first < last and _is_text(lines[first], width):
            first += 1
        while last > first and _is_text(lines[last - 1], width):
            last -= 1
        where = f"工作表“{sheet.name}”"
        table = [Table(tuple(Row(tuple(line)) for line in lines[first:last]), where)] if first < last else []
        return [*_loose(lines[:first]), *table, *_loose(lines[last:])]

    def _drop_hidden(self) -> None:
        sheet = self._sheet
        gone = [key for key in sheet.cells if key[0] in sheet.hidden_rows or key[1] in sheet.hidden_columns]
        for key in sorted(gone):
            self._notes.append(Unplaced(f"隐藏的单元格：{sheet.cells.pop(key)}", sheet.place(*key)))

    def _tell(self) -> None:
        sheet = self._sheet
        for row, column, formula in sheet.formulas:
            self._notes.append(Unplaced(f"公式没有计算结果，没有读入：{formula}", sheet.place(row, column)))
        if sheet.beyond:
            text = f"第{ROWS}行以下或第{COLUMNS}列以右还有内容，没有读入"
            self._notes.append(Unplaced(text, f"工作表“{sheet.name}”"))

    def _merge(self, rows: list[int]) -> None:
        """Spans count only rows and columns that are read."""
        area = 0
        for top, left, height, width in self._sheet.merges:
            if left >= COLUMNS:
                continue
            inside = [row for row in rows if top <= row < top + height]
            columns = min(width, COLUMNS - left)
            area += len(inside) * columns
            if area > MERGED_LIMIT:
                raise too_complex("表格文件")
            self._spans[top, left] = (max(1, len(inside)), columns)
            self._covered.update((row, left + at) for row in inside for at in range(columns))
            self._covered.discard((top, left))

    def _line(self, row: int, width: int) -> list[Cell]:
        sheet = self._sheet
        last = max((column for column in range(width) if (row, column) in sheet.cells), default=-1)
        cells: list[Cell] = []
        for column in range(width if width <= _PADDED else last + 1):
            if (row, column) in self._covered or column in sheet.hidden_columns:
                continue
            where = sheet.place(row, column)
            lines = sheet.cells.get((row, column), "").split("\n")
            height, span = self._spans.get((row, column), (1, 1))
            cells.append(
                Cell(tuple(Paragraph(line, where) for line in lines), column, min(span, width - column), height)
            )
        return cells


def _is_text(line: list[Cell], width: int) -> bool:
    """Whether a row is one cell over the whole width."""
    return len(line) == 1 and line[0].col_span == width and line[0].row_span == 1


def _loose(lines: list[list[Cell]]) -> list[Block]:
    return [block for line in lines for cell in line for block in cell.blocks]
