"""Rows and cells of the form's tables, and the sheets that they are put on.

A row knows its height and cells; a sheet collects marks and draws every border once. Which rows there are is
`form_pages`.
"""

from typing import NamedTuple

from selfeval_gui.printing.linebreak import Line
from selfeval_gui.printing.marks import Area, Mark, Rule
from selfeval_gui.printing.typeset import baseline, em, run


class CellLine(NamedTuple):
    """A set line in a cell with the field text's offset of its paragraph."""

    line: Line
    start: int = 0


class Cell(NamedTuple):
    """A cell's text with its type. `left` is where the lines' column begins in the cell, mm; `path` "" for labels.

    `top` True sets the text at the top of the cell, False in the middle.
    """

    width: float
    lines: tuple[CellLine, ...] = ()
    path: str = ""
    style: str = ""
    size: float = 12.0
    pitch: float = 18.0
    left: float = 0.0
    pad: float = 0.0
    top: bool = False

    @property
    def natural_height(self) -> float:
        """The height that the text needs, mm."""
        return len(self.lines) * em(self.pitch) + 2 * self.pad


class Row(NamedTuple):
    """Cells side by side over the table's whole width, `height` mm high."""

    cells: tuple[Cell, ...]
    height: float

    @classmethod
    def of(cls, cells: tuple[Cell, ...]) -> "Row":
        """A row as high as its text."""
        return cls(cells, natural_height(cells))

    def at_height(self, height: float) -> "Row":
        """The same row, `height` mm high, or as high as its text needs when that is more."""
        return Row(self.cells, max(height, natural_height(self.cells)))


def natural_height(cells: tuple[Cell, ...]) -> float:
    return max((cell.natural_height for cell in cells), default=0.0)


class Sheet:
    """A page in the making; `y` is where the next row goes."""

    def __init__(self, left: float, y: float, rule: float) -> None:
        self.left, self.y, self.rule = left, y, rule
        self.marks: list[Mark] = []
        self.areas: list[Area] = []
        self.bookmarks: list[tuple[int, str, float]] = []
        self._levels: dict[float, tuple[float, float]] = {}
        self._uprights: dict[float, list[tuple[float, float]]] = {}

    def put(self, row: Row) -> None:
        """Draw a row at `y` and go below it."""
        x, bottom = self.left, self.y + row.height
        for cell in row.cells:
            self._put_cell(cell, x, self.y, row.height)
            self._upright(x, self.y, bottom)
            x += cell.width
        self._upright(x, self.y, bottom)
        self._levels[round(self.y, 4)] = self._levels[round(bottom, 4)] = (self.left, x)
        self.y = bottom

    def _put_cell(self, cell: Cell, x: float, y: float, height: float) -> None:
        if cell.path:
            self.areas.append(Area(x, y, cell.width, height, cell.path))
        pitch = em(cell.pitch)
        first = y + cell.pad if cell.top else y + (height - len(cell.lines) * pitch) / 2
        for index, entry in enumerate(cell.lines):
            if entry.line.text:
                base = baseline(first + (index + 0.5) * pitch, cell.size)
                left = x + cell.left
                self.marks.append(
                    run(entry.line, left, base, cell.style, cell.size, em(cell.size), cell.path, entry.start)
                )

    def write(self, line: Line, x: float, base: float, style: str, size: float, path: str = "") -> None:
        """Put one set line with its left edge at `x` and its baseline at `base`, mm."""
        if line.text:
            self.marks.append(run(line, x, base, style, size, em(size), path))

    def area(self, x: float, y: float, width: float, height: float, path: str) -> None:
        """Say that a place belongs to a field."""
        self.areas.append(Area(x, y, width, height, path))

    def _upright(self, x: float, top: float, bottom: float) -> None:
        pieces = self._uprights.setdefault(round(x, 4), [])
        if pieces and abs(pieces[-1][1] - top) < 1e-6:
            pieces[-1] = (pieces[-1][0], bottom)
        else:
            pieces.append((top, bottom))

    def finish(self) -> None:
        """Draw the borders, each once, closed at the corners."""
        for y, (left, right) in sorted(self._levels.items()):
            self.marks.append(Rule(left, y, right, y, self.rule))
        for x, pieces in sorted(self._uprights.items()):
            self.marks.extend(Rule(x, top, x, bottom, self.rule) for top, bottom in pieces)
