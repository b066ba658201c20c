"""Rows of cells as word processors keep them → rows with spans, as the recogniser wants them.

Vertical merges are chains of cells there and one cell with a row span here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from selfeval_gui.importing.blocks import Block, Cell, Paragraph, Row, Table
from selfeval_gui.importing.proposal import Unplaced

Merge = Literal["", "restart", "continue"]
SPAN_LIMIT = 63
"""Columns of a Word table, and so of a cell."""


@dataclass(slots=True)
class Place:
    """Where the walk is: how paragraphs and tables are called there, and how many there were."""

    prefix: str = ""
    cell: str = ""
    paragraphs: int = 0
    tables: int = 0

    def paragraph(self, shown: bool) -> str:
        if self.cell:
            return self.cell
        self.paragraphs += shown
        return f"{self.prefix}第{max(1, self.paragraphs)}段"

    def table(self) -> str:
        self.tables += 1
        return f"{self.cell}内的表{self.tables}" if self.cell else f"{self.prefix}表{self.tables}"


@dataclass(slots=True)
class RawCell:
    """A cell at a grid column; `merge` tells how it hangs together with the cell above it."""

    blocks: list[Block]
    column: int
    col_span: int = 1
    merge: Merge = ""
    row_span: int = field(default=1, init=False)


def merged(rows: Sequence[Sequence[RawCell]], where: str, notes: list[Unplaced]) -> Table:
    """The table `where`. Text in covered cells, which no program shows, goes to `notes`."""
    above: dict[int, RawCell] = {}
    kept: list[list[RawCell]] = []
    for index, row in enumerate(rows, 1):
        line: list[RawCell] = []
        reaching: dict[int, RawCell] = {}
        for cell in row:
            origin = above.get(cell.column)
            if cell.merge == "continue" and origin is not None:
                origin.row_span += 1
                reaching[cell.column] = origin
                if hidden := text_of(cell.blocks).strip():
                    notes.append(Unplaced(f"合并单元格遮住的文字：{hidden}", f"{where}第{index}行"))
                continue
            line.append(cell)
            if cell.merge:
                reaching[cell.column] = cell
        above = reaching
        kept.append(line)
    return Table(tuple(Row(tuple(_cell(cell) for cell in line)) for line in kept), where)


def _cell(raw: RawCell) -> Cell:
    return Cell(tuple(raw.blocks), raw.column, raw.col_span, raw.row_span)


def text_of(blocks: Iterable[Block]) -> str:
    """All text in blocks, tables included, line by line."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.number + block.text)
        else:
            lines.extend(text_of(cell.blocks) for row in block.rows for cell in row.cells)
    return "\n".join(lines)


def grid_columns(edges: Iterable[int], tolerance: int) -> dict[int, int]:
    """Edge position → grid line number, from the positions of all cells' edges; close ones are the same line."""
    numbers: dict[int, int] = {}
    line = -1
    last: int | None = None
    for edge in sorted(set(edges)):
        if last is None or edge - last > tolerance:
            line += 1
            last = edge
        numbers[edge] = line
    return numbers


def paragraphs(text: str, where: str, number: str = "", level: int | None = None) -> list[Block]:
    """One paragraph for each line of `text`; a list number belongs to the first."""
    first, *others = text.split("\n")
    return [Paragraph(first, where, number, level), *(Paragraph(other, where) for other in others)]
