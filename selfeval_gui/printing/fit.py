"""Does it fit? How much of its place on paper a text uses, counted on the composed pages themselves.

So that the count beside an editor is what will be printed, line for line. Nothing is composed or drawn here.
"""

from collections.abc import Sequence

from selfeval_gui.printing.layout import Grid, Layout, RowTable, TextTable
from selfeval_gui.printing.marks import Page
from selfeval_gui.printing.typeset import em
from selfeval_gui.report.catalogue import pattern
from selfeval_gui.report.frozen import frozen


@frozen
class Fit:
    """`lines` printed lines on `pages` pages; `room`: lines that the place holds, None where it grows with the text."""

    lines: int
    pages: int
    room: int | None

    @property
    def fits(self) -> bool:
        return self.room is None or self.lines <= self.room


class Fits:
    """How every field of composed pages fits into its place; each page is read once.

    `before`: what was made for an earlier version, whose pages need not be read again where they are the same.
    """

    def __init__(self, pages: Sequence[Page], layout: Layout, before: "Fits | None" = None) -> None:
        self._layout = layout
        self._title_style = layout.cover.title.style
        self._rooms: dict[str, int | None] = before._rooms if before is not None else {}
        known = {id(page): lines for page, lines in before._pages} if before is not None else {}
        self._pages: list[tuple[Page, dict[str, int]]] = [
            (page, known.get(id(page)) or self._read(page)) for page in pages
        ]

    def _read(self, page: Page) -> dict[str, int]:
        """Field → lines that it takes on the page."""
        heights: dict[str, set[float]] = {}
        for run in page.runs():
            # The cover's title shows the project's name too; the blank below it is what counts.
            if run.path and not (run.style == self._title_style and page.part == "cover"):
                heights.setdefault(run.path, set()).add(round(run.y, 2))
        return {path: len(lines) for path, lines in heights.items()}

    def of(self, path: str) -> Fit:
        """How the field fits on the cover, in the form, or else in the narrative.

        A field that is printed in several places (项目名称) is judged by the first one, which is the form's own.
        """
        if path not in self._rooms:
            self._rooms[path] = natural_room(self._layout, path)
        room = self._rooms[path]
        for part in ("cover", "form", "narrative") if room is not None else ("narrative",):
            found = [lines[path] for page, lines in self._pages if page.part == part and path in lines]
            if found:
                return Fit(sum(found), len(found), room)
        return Fit(0, 0, room)


def natural_room(layout: Layout, path: str) -> int | None:
    """The lines that the official form provides for a field; None for texts of the narrative, which may run on.

    Long texts of part 三 have the lines of one page; a blank of the cover or of a table has one line.
    """
    if path.startswith("narrative."):
        return None
    wanted = pattern(path)
    for part in layout.form.parts:
        if isinstance(part, TextTable) and wanted in part.fields:
            return _lines_of_page(layout, part)
        if isinstance(part, TextTable) and any(cell.field == wanted for cell in part.rows):
            return 1
        if isinstance(part, Grid) and any(cell.field == wanted for row in part.rows for cell in row):
            return 1
        if isinstance(part, RowTable) and wanted in {f"{part.table}[].{name}" for name in part.fields if name}:
            return 1
    return 1 if wanted.startswith("cover.") else None


def _lines_of_page(layout: Layout, part: TextTable) -> int:
    """Lines that one page holds between the table's heads and the rows below its texts, at the tightest pitch."""
    row = layout.form.row.height
    height = layout.page.text_bottom - layout.page.top - layout.form.heading.height - row - row * len(part.rows)
    return int((height - 2 * part.text.pad) / em(part.text.tight) + 1e-9)
