"""Tables as a stream of paragraphs with depths, the way .doc and .rtf write them → tables inside of tables.

Knows no file format. Cell edges are in twips (1/20 point).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from selfeval_gui.importing.blocks import Block, Paragraph, Table
from selfeval_gui.importing.formats.grid import Merge, Place, RawCell, grid_columns, merged
from selfeval_gui.importing.proposal import Unplaced

_SAME_LINE = 45
"""Cell edges that are closer than this are one grid line."""


@dataclass(slots=True)
class _Row:
    cells: list[list[Block]]
    edges: list[int]
    vertical: list[Merge]
    horizontal: list[bool]


@dataclass(slots=True)
class _Level:
    """A table that is being read."""

    where: str
    rows: list[_Row] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def cell(self) -> str:
        return f"{self.where}第{len(self.rows) + 1}行第{len(self.cells) + 1}格"


class Nesting:
    """Where the reading of a document is: outside of tables (depth 0), or in a cell at some depth."""

    def __init__(self, notes: list[Unplaced]) -> None:
        self._place = Place()
        self._notes = notes
        self._blocks: list[Block] = []
        self._levels: list[_Level] = []

    @property
    def cells(self) -> int:
        """Finished cells of the row that is being read; text behind the last cell end counts as one."""
        level = self._levels[-1]
        return len(level.cells) + bool(level.blocks)

    def where(self, *, shown: bool) -> str:
        """The place of the next paragraph; `shown` tells whether it holds text."""
        return self._levels[-1].cell if self._levels else self._place.paragraph(shown)

    def add(self, blocks: Iterable[Block]) -> None:
        (self._levels[-1].blocks if self._levels else self._blocks).extend(blocks)

    def open_to(self, depth: int) -> None:
        """Go to a depth: end deeper tables, begin those that are missing."""
        self._close_to(depth)
        while len(self._levels) < depth:
            if self._levels:
                level = self._levels[-1]
                inner = sum(isinstance(block, Table) for block in level.blocks) + 1
                self._levels.append(_Level(f"{level.cell}内的表{inner}"))
            else:
                self._levels.append(_Level(self._place.table()))

    def end_cell(self) -> None:
        level = self._levels[-1]
        level.cells.append(level.blocks)
        level.blocks = []

    def end_row(self, edges: list[int], vertical: list[Merge], horizontal: list[bool]) -> None:
        """End a row.

        `edges`: one more than cells; an empty list when they are not known. `horizontal`: whether a cell goes on
        from the one before it.
        """
        level = self._levels[-1]
        if level.blocks:
            self.end_cell()
        if level.cells:
            level.rows.append(_Row(level.cells, edges, vertical, horizontal))
        level.cells = []

    def drop_row(self) -> None:
        """End a row that does not count."""
        level = self._levels[-1]
        level.cells, level.blocks = [], []

    def finish(self) -> tuple[Block, ...]:
        """All blocks."""
        self._close_to(0)
        return tuple(self._blocks)

    def _close_to(self, depth: int) -> None:
        while len(self._levels) > depth:
            self.end_row([], [], [])
            level = self._levels.pop()
            if level.rows:
                self.add([_table(level, self._notes)])


def _table(level: _Level, notes: list[Unplaced]) -> Table:
    lines = grid_columns((edge for row in level.rows for edge in row.edges), _SAME_LINE)
    rows: list[list[RawCell]] = []
    for row in level.rows:
        raw: list[RawCell] = []
        for index, blocks in enumerate(row.cells):
            left, right = index, index + 1
            if len(row.edges) > len(row.cells):
                left, right = lines[row.edges[index]], lines[row.edges[index + 1]]
            if raw and index < len(row.horizontal) and row.horizontal[index]:
                raw[-1].col_span = max(raw[-1].col_span, right - raw[-1].column)
                raw[-1].blocks.extend(block for block in blocks if not _is_empty(block))
            else:
                merge = row.vertical[index] if index < len(row.vertical) else ""
                raw.append(RawCell(blocks, left, max(1, right - left), merge))
        rows.append(raw)
    return merged(rows, level.where, notes)


def _is_empty(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.text.strip()
