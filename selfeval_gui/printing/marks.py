"""What stands on a page: marks with their places and the fields that they show.

Compose makes marks, and everything that draws, links or tests pages reads them: the PDF, the preview, the printer.
Lengths are in mm from the page's top left corner, y downwards; font sizes and rule widths in pt. No drawing here.
"""

from typing import NamedTuple

MM_PER_PT = 25.4 / 72
Style = str
"""A typeface style of the form: song, xiaobiaosong, hei, fangsong or kai."""


class Run(NamedTuple):
    """One line of text in one style. `xs` is the place of every character, `y` the baseline.

    `path` is the field that the text shows ("" for what the form itself says), `start` the offset of the first
    character in that field's printed text: a click on a character leads to the character in the editor.
    """

    y: float
    text: str
    style: Style
    size: float
    xs: tuple[float, ...]
    path: str = ""
    start: int = 0


class Rule(NamedTuple):
    """A straight line of `width` pt."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


class TickBox(NamedTuple):
    """A drawn □ or, when ticked, ■, with `size` mm a side; x, y is its top left corner."""

    x: float
    y: float
    size: float
    ticked: bool
    path: str = ""


class Watermark(NamedTuple):
    """A pale word across the page, centred on x, y and turned by `angle` degrees against the clock."""

    x: float
    y: float
    text: str
    style: Style
    size: float
    angle: float
    grey: float


Mark = Run | Rule | TickBox | Watermark


class Area(NamedTuple):
    """The place on paper that belongs to a field, also while it is empty. Not drawn: what a click falls into."""

    x: float
    y: float
    width: float
    height: float
    path: str

    def contains(self, x: float, y: float) -> bool:
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


class Page(NamedTuple):
    """One sheet side. `number` is None where none is printed; `part` is cover, form or narrative."""

    part: str
    number: int | None
    width: float
    height: float
    marks: tuple[Mark, ...]
    areas: tuple[Area, ...]
    bookmark: tuple[tuple[int, str, float], ...] = ()
    """Outline entries that begin on this page: (level 0–3, title, y)."""

    def runs(self) -> tuple[Run, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Run))

    def text(self) -> str:
        """The page's text, one line for each run, from top to bottom and left to right: what a test reads."""
        ordered = sorted(self.runs(), key=lambda run: (round(run.y, 1), run.xs[0] if run.xs else 0.0))
        return "\n".join(run.text for run in ordered)
