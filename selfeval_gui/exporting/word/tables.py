"""Parts 一 to 四 and the signature blocks as tables of Word, row by row as high as on the composed pages.

A table whose head is to be repeated begins with that head: its heading is a paragraph above it, with the table's rules
at its sides.
"""

from collections.abc import Iterator
from itertools import groupby

from selfeval_gui.exporting.word import wrapping
from selfeval_gui.exporting.word.markup import (
    SEPARATOR,
    Cell,
    Paragraph,
    around,
    raised_to_middle,
    row,
    run,
    separator,
    table,
)
from selfeval_gui.printing import form_pages, grid
from selfeval_gui.printing.form_pages import FormPages, Placed
from selfeval_gui.printing.layout import Grid, Layout, Part, RowTable, SignatureTable, TextTable
from selfeval_gui.printing.marks import MM_PER_PT
from selfeval_gui.printing.printed import printed
from selfeval_gui.printing.typeset import Typesetter, em
from selfeval_gui.report import kinds
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Report
from selfeval_gui.report.text import join_lines

_GAP = SEPARATOR * MM_PER_PT
_SLACK = 0.06
"""mm that each row is lower than on paper: rows that fill a page to its edge would not all have room."""
_BLANKS = " \u3000"


class Tables:
    """Writes the tables of one report."""

    def __init__(self, report: Report, form: Form, layout: Layout, setter: Typesetter) -> None:
        self._report, self._form, self._layout, self._setter = report, form, layout, setter
        self._width = layout.page.text_width
        self._rule = layout.rule * MM_PER_PT
        """Height of a table's upper rule, which LibreOffice adds to its first row."""

    def xml(self) -> str:
        """All groups, each on a page of its own; the first one begins a section."""
        groups = form_pages.groups(self._layout.form)
        return "".join(self._group(parts, page_break=index > 0) for index, parts in enumerate(groups))

    def _group(self, parts: tuple[Part, ...], page_break: bool) -> str:
        pages = FormPages(parts, self._report, self._form, self._layout, self._setter)
        pages.sheets()
        made = ""
        sheet = 0
        for _, group in groupby(pages.placed, key=lambda placed: id(placed.part)):
            placed = list(group)
            follows = bool(made) and sheet == placed[0].sheet
            made += self._part(placed, follows, page_break and not made)
            sheet = placed[-1].sheet
        return made

    def _part(self, placed: list[Placed], follows: bool, page_break: bool) -> str:
        """One part; `follows` tells that another table's last rule stands right above it."""
        part = placed[0].part
        if isinstance(part, SignatureTable):
            return separator() + self._signatures(part, [entry.row.height for entry in placed], follows)
        if isinstance(part, Grid):
            first = self._first_row(part, placed[0].row.height, follows, page_break)
            rows = [first, *(self._row(part, entry) for entry in placed[1:])]
            return table(rows, part.columns, rule=self._layout.rule)
        heading = self._heading(part, placed[0].row.height, follows, page_break)
        head = self._row(part, placed[1], head=True)
        below = [entry for entry in placed[2:] if entry.role != "head"]
        if isinstance(part, TextTable):
            rows = [self._texts(part, [entry for entry in below if entry.role == "text"])]
            rows += [self._row(part, entry) for entry in below if entry.role == "below"]
        else:
            rows = list(self._list(part, below))
        return heading + table([head, *rows], part.columns, rule=self._layout.rule)

    def _first_row(self, part: Grid, height: float, follows: bool, page_break: bool) -> str:
        """The heading as a row of its own grid.

        A page that begins with this table and not with a line before it keeps LibreOffice from guessing too many pages
        when it loads the file; after a wrong guess it leaves no first line of a paragraph alone at the end of a page.
        """
        text = Paragraph(style="FormHeading", page_break=page_break).xml(run(part.heading))
        borders = (("top", 0.0),) if follows else ()
        cell = Cell(text, self._width, span=len(part.columns), borders=borders)
        return row([cell], height - (0.0 if follows else self._rule))

    def _heading(self, part: RowTable | TextTable, height: float, follows: bool, page_break: bool) -> str:
        """The heading as a line as high as its row on paper, with rules where the row has them."""
        size, rule = self._layout.form.heading.size, self._layout.rule
        pitch = (height - self._rule) / MM_PER_PT
        # Rules of paragraphs stand outside of its edges, those of tables upon them.
        inset = self._rule / 2
        opened = Paragraph(
            style="FormHeading", page_break=page_break, borders=(("top", rule), ("left", rule), ("right", rule)),
            before=self._layout.form.gap if follows else None, line=pitch, left=inset, right=inset,
        )  # fmt: skip
        # In so high a line the text would stand low: it is raised to the middle.
        return opened.xml(run(part.heading, size=size, raised=raised_to_middle(size, pitch)))

    def _list(self, part: RowTable, placed: list[Placed]) -> Iterator[str]:
        for index, entry in enumerate(placed):
            # The last row stays with the total.
            yield self._row(part, entry, keep_next=part.total is not None and index == len(placed) - 2)

    def _row(
        self, part: Grid | RowTable | TextTable, placed: Placed, *, head: bool = False,
        keep_next: bool = False,
    ) -> str:  # fmt: skip
        cells, column = [], 0
        for cell in placed.row.cells:
            span = self._span(part, column, cell.width)
            content = self._content(cell, keep_next or head)
            cells.append(Cell(content, cell.width, span=span, margins=self._margins(cell)))
            column += span
        height = placed.row.height - (self._rule if head else 0.0)
        return row(cells, max(height - _SLACK, grid.natural_height(placed.row.cells)), head=head)

    @staticmethod
    def _span(part: Grid | RowTable | TextTable, column: int, width: float) -> int:
        span = 1
        while sum(part.columns[column : column + span]) < width - 0.01:
            span += 1
        return span

    def _margins(self, cell: grid.Cell) -> tuple[tuple[str, float], ...]:
        pad = self._layout.form.cell.label_pad
        return (("left", 0.0), ("right", 0.0)) if self._is_amount(cell) else (("left", pad), ("right", pad))

    def _content(self, cell: grid.Cell, keep_next: bool = False) -> str:
        opened = Paragraph(style="FormText", keep_next=keep_next)
        if not cell.lines:
            return opened.xml()
        if not cell.path:
            return opened.xml(run("\n".join(entry.line.text for entry in cell.lines)))
        line = cell.lines[0].line
        text = line.text
        if len(cell.lines) > 1:
            # Broken where it is broken on paper, unless the text could not be put together again.
            lines, whole = "\n".join(entry.line.text for entry in cell.lines), printed(self._report, cell.path)
            text = lines if join_lines(lines) == whole else whole
        if self._is_amount(cell):
            # The widest amount of a column stands in its middle, and all end where it ends.
            right = max(0.0, cell.width - cell.left - line.width * em(cell.size))
            return opened._replace(align="right", right=right).xml(run(text))
        if _kind(cell.path) is kinds.NAME and self._setter.spread_name(text, cell.style) is not None:
            text = "\u3000".join(text)
        return opened.xml(run(text))

    @staticmethod
    def _is_amount(cell: grid.Cell) -> bool:
        """An amount or a sum of amounts: sums lead to their whole table."""
        return bool(cell.path and cell.lines) and (_kind(cell.path) is kinds.MONEY or "." not in cell.path)

    def _texts(self, part: TextTable, pieces: list[Placed]) -> str:
        """The long texts: one row, which Word breaks between lines where the page ends."""
        first = pieces[0].row
        text = part.text
        pads = tuple((side, text.pad) for side in ("top", "left", "bottom", "right"))
        label = first.cells[0]
        one_page = len(pieces) == 1
        align = "center" if one_page and text.valign == "middle" else "top"
        above = None if one_page else (first.height - len(label.lines) * em(label.pitch)) / 2
        words = run("\n".join(entry.line.text for entry in label.lines))
        cells = [
            Cell(
                Paragraph(style="FormText", before=above).xml(words),
                label.width,
                margins=self._margins(label),
                align="center" if one_page else "top",
            )
        ]
        for cell, field in zip(first.cells[1:], part.fields, strict=True):
            opened = Paragraph(
                style="FormLongText", line=self._pitch(part, cell, first.height) if one_page else cell.pitch
            )
            content = "".join(
                opened.xml(run(paragraph, spacing=self._spacing(part, cell, paragraph)))
                for paragraph in (line.strip(_BLANKS) for line in printed(self._report, field).split("\n"))
                if paragraph
            )
            cells.append(Cell(content or opened.xml(), cell.width, margins=pads, align=align))
        return row(cells, first.height if one_page else 0.0, whole=False)

    @staticmethod
    def _pitch(part: TextTable, cell: grid.Cell, height: float) -> float:
        """The line pitch in pt: a little tighter in a full row, so that one line more makes no page more."""
        room = (height - 2 * part.text.pad) / MM_PER_PT
        return min(cell.pitch, room / (len(cell.lines) + 1))

    def _spacing(self, part: TextTable, cell: grid.Cell, text: str) -> float | None:
        """The spacing of a paragraph's characters with which it has as many lines as on paper, None for none."""
        column = cell.width - 2 * part.text.pad
        wanted = self._setter.lines(text, cell.style, column / em(cell.size), indent=part.text.indent)
        width, indent = column / MM_PER_PT, part.text.indent * cell.size
        measured = wrapping.Paragraph(text, self._setter.advance(cell.style), cell.size, width, indent)
        return measured.spacing(len(wanted), 0.0) or None

    def _signatures(self, part: SignatureTable, heights: list[float], follows: bool) -> str:
        rows = []
        for index, (block, height) in enumerate(zip(part.blocks, heights, strict=True)):
            borders = (("top", 0.0),) if follows and index == 0 else ()
            content = self._signature(part, block.label, printed(self._report, block.field), height)
            cell = Cell(content, self._width, borders=borders, align="top")
            taken = _GAP + (0.0 if follows else self._rule) if index == 0 else 0.0
            rows.append(row([cell], height - taken))
        return table(rows, (self._width,), rule=self._layout.rule)

    def _signature(self, part: SignatureTable, label: str, day: str, height: float) -> str:
        """A label at the top left and a date at the bottom right, room for pen and seal between."""
        size = self._layout.form.cell.size
        pitch = around(size)
        above, below = 0.8 * em(pitch), 0.2 * em(pitch)
        first = part.label_baseline - above
        date_baseline = height - part.date_above + 0.38 * em(size)
        second = date_baseline - above - (part.label_baseline + below)
        opened = Paragraph(style="FormText", before=first, line=pitch, left=part.pad, align="left", keep_next=True)
        dated = Paragraph(style="FormText", before=max(0.0, second), line=pitch, right=part.date_right, align="right")
        return opened.xml(run(label)) + dated.xml(run(day or part.empty_date))


def _kind(path: str) -> kinds.Kind | None:
    try:
        return blank(path).kind
    except KeyError:
        return None
