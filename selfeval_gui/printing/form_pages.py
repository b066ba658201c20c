"""Puts parts 一 to 四 and the signature blocks on sheets: which rows there are, and where pages break.

Rules: a heading stays with its table's first row, a head is repeated on every further page, a total stays with the
last row, long texts break between lines with closed borders, signature blocks are never split (form, section 1.4).
"""

from typing import NamedTuple

from selfeval_gui.printing.grid import Cell, Row, Sheet, natural_height
from selfeval_gui.printing.layout import FormLayout, Grid, Layout, Part, RowTable, SignatureTable, TextTable
from selfeval_gui.printing.rows import RowSetter
from selfeval_gui.printing.typeset import Typesetter, em
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Report

_STEPS = 16
"""How finely row heights are tried between full and tight."""


def groups(layout: FormLayout) -> tuple[tuple[Part, ...], ...]:
    """The form's parts by the pages that they begin on: each group starts on a sheet of its own."""
    made: list[list[Part]] = []
    for part in layout.parts:
        if not made or getattr(part, "new_page", False):
            made.append([])
        made[-1].append(part)
    return tuple(map(tuple, made))


def inputs(parts: tuple[Part, ...], report: Report) -> tuple[object, ...]:
    """What of the report a group prints: while this stays the same, so do its sheets."""
    names: set[str] = set()
    for part in parts:
        if isinstance(part, Grid):
            names.update(cell.field for row in part.rows for cell in row)
        elif isinstance(part, RowTable):
            names.add(part.table)
        elif isinstance(part, TextTable):
            names.update((*part.fields, *(cell.field for cell in part.rows)))
        else:
            names.update(block.field for block in part.blocks)
    tops = {name.split(".")[0] for name in names if name}
    if "basic_info" in tops:  # an empty 实际支出 shows the sum of the items
        tops.add("expenditures")
    return tuple(getattr(report, top) for top in sorted(tops))


class Placed(NamedTuple):
    """A row where it was put: `role` is heading, head, row, text, below or signature; `sheet` counts from 0."""

    part: Part
    role: str
    row: Row
    sheet: int


Memory = dict[int, tuple[tuple[object, ...], list[Row]]]
"""By the table of one layout: what its rows print, and the rows."""


class FormPages:
    """Composes the sheets of one group of the form's parts for one report."""

    def __init__(
        self,
        parts: tuple[Part, ...],
        report: Report,
        form: Form,
        layout: Layout,
        setter: Typesetter,
        memory: Memory | None = None,
    ) -> None:
        self._memory: Memory = {} if memory is None else memory
        self._parts = parts
        self._report = report
        self._form = form
        self._page = layout.page
        self._rule = layout.rule
        self._layout: FormLayout = layout.form
        self._rows = RowSetter(report, layout.form, setter, layout.page.text_width)
        self._sheets: list[Sheet] = []
        self._natural: dict[int, list[Row]] = {}
        self.placed: list[Placed] = []
        """Every row that was put, in order; a repeated head each time."""

    def sheets(self) -> list[Sheet]:
        """All sheets of the group, finished."""
        self._break()
        height = self._common_height(self._parts)
        for part in self._parts:
            match part:
                case Grid():
                    self._put_grid(part, height)
                case RowTable():
                    self._put_rows(part, height)
                case TextTable():
                    self._put_texts(part)
                case SignatureTable():
                    self._put_signatures(part)
        for sheet in self._sheets:
            sheet.finish()
        return self._sheets

    @property
    def _sheet(self) -> Sheet:
        return self._sheets[-1]

    @property
    def _left(self) -> float:
        """Height left on the sheet, mm."""
        return self._page.text_bottom - self._sheet.y + 1e-6

    @property
    def _fresh(self) -> bool:
        return self._sheet.y <= self._page.top

    def _put(self, part: Part, role: str, row: Row) -> None:
        self.placed.append(Placed(part, role, row, len(self._sheets) - 1))
        self._sheet.put(row)

    def _break(self) -> None:
        self._sheets.append(Sheet(self._page.left, self._page.top, self._rule))

    def _common_height(self, parts: tuple[Part, ...]) -> float:
        """The height of ordinary rows that lets the group's tables share one page; the full height when none does."""
        full, tight = self._layout.row.height, self._layout.row.tight
        room = self._page.text_bottom - self._page.top
        for part in parts:
            if isinstance(part, Grid | RowTable):
                self._natural[id(part)] = self._remembered(part)
                room -= self._layout.heading.height + (part.head_height if isinstance(part, RowTable) else 0.0)
        room -= self._layout.gap * max(0, len(self._natural) - 1)
        # As `_at_height` would make them, without making them sixteen times.
        tables = [
            (self._own_height(part), [natural_height(row.cells) for row in self._natural[id(part)]])
            for part in parts
            if isinstance(part, Grid | RowTable)
        ]
        for step in range(_STEPS + 1):
            height = full - (full - tight) * step / _STEPS
            if sum(max(own or height, text) for own, texts in tables for text in texts) <= room:
                return height
        return full

    def _own_height(self, part: Grid | RowTable) -> float:
        """The height of a table's rows where that is more than that of ordinary ones, else 0."""
        own = part.row_height if isinstance(part, RowTable) else 0.0
        return own if own > self._layout.row.height else 0.0

    def _remembered(self, part: Grid | RowTable) -> list[Row]:
        """The rows of a table as they were set last time, while what they print is the same."""
        printed = inputs((part,), self._report)
        known = self._memory.get(id(part))
        if known is None or known[0] != printed:
            known = self._memory[id(part)] = printed, self._natural_rows(part)
        return known[1]

    def _natural_rows(self, part: Grid | RowTable) -> list[Row]:
        """The rows of a table without its heads, each as high as its text."""
        if isinstance(part, Grid):
            return self._rows.grid(part)
        rows = self._rows.table(part, self._form.minimum_rows[part.table])
        return [*rows, self._rows.total(part, part.total)] if part.total else rows

    def _at_height(self, part: Grid | RowTable, height: float) -> list[Row]:
        """The rows of a table, at least as high as said; a table with taller rows of its own keeps them."""
        height = self._own_height(part) or height
        return [row.at_height(height) for row in self._natural[id(part)]]

    def _put_heading(self, part: Grid | RowTable | TextTable, needed: float) -> None:
        """Put a part's heading, on a new sheet unless `needed` mm fit below it."""
        row = self._rows.heading(part.heading)
        if not self._fresh:
            if self._layout.gap + row.height + needed > self._left:
                self._break()
            else:
                self._sheet.y += self._layout.gap
        self._sheet.bookmarks.append((1, part.heading.replace(" ", ""), self._sheet.y))
        self._put(part, "heading", row)

    def _put_grid(self, part: Grid, height: float) -> None:
        rows = self._at_height(part, height)
        self._put_heading(part, sum(row.height for row in rows) if part.whole else rows[0].height)
        for row in rows:
            if row.height > self._left:
                self._break()
            self._put(part, "row", row)

    def _put_rows(self, part: RowTable, height: float) -> None:
        head = self._rows.heads(part)
        rows = self._at_height(part, height)
        self._put_heading(part, head.height + rows[0].height)
        self._put(part, "head", head)
        for index, row in enumerate(rows):
            last_with_total = part.total is not None and index == len(rows) - 2
            needed = row.height + (rows[-1].height if last_with_total else 0.0)
            if needed > self._left:
                self._break()
                self._put(part, "head", head)
            self._put(part, "row", row)

    def _put_texts(self, part: TextTable) -> None:
        head, label, texts = self._rows.text_head(part), self._rows.text_label(part), self._rows.texts(part)
        below = [self._rows.text_row(part, cell) for cell in part.rows]
        below_height = sum(row.height for row in below)
        line = em(part.text.pitch)
        self._put_heading(part, head.height + 2 * part.text.pad + 3 * line)
        self._put(part, "head", head)
        texts = self._fitted(texts, part, self._left - below_height)
        line = em(texts[0].pitch)
        natural = natural_height(texts)
        while natural + below_height > self._left:
            count = int((self._left - 2 * part.text.pad) / line)
            longest = max(len(cell.lines) for cell in texts)
            # At least two lines go on to the next page, so that no page begins with a single line and the rows below.
            count = max(1, min(count, longest - 2 if longest > 2 else longest))
            piece = tuple(cell._replace(lines=cell.lines[:count], top=True) for cell in texts)
            texts = tuple(cell._replace(lines=cell.lines[count:]) for cell in texts)
            self._put(part, "text", Row((label, *piece), count * line + 2 * part.text.pad))
            label = label._replace(lines=())
            self._break()
            self._put(part, "head", head)
            natural = natural_height(texts)
        least = part.text.least if label.lines else 0.0
        middle = part.text.valign == "middle" and bool(label.lines)
        texts = tuple(cell._replace(top=not middle) for cell in texts)
        height = max(natural, min(least, self._left - below_height), label.natural_height)
        self._put(part, "text", Row((label, *texts), height))
        for row in below:
            self._put(part, "below", row)

    @staticmethod
    def _fitted(texts: tuple[Cell, ...], part: TextTable, room: float) -> tuple[Cell, ...]:
        """The texts at the widest line pitch with which they fit into `room` mm; at the full one when none does."""
        for step in range(_STEPS + 1):
            pitch = part.text.pitch - (part.text.pitch - part.text.tight) * step / _STEPS
            fitted = tuple(cell._replace(pitch=pitch) for cell in texts)
            if natural_height(fitted) <= room:
                return fitted
        return texts

    def _put_signatures(self, part: SignatureTable) -> None:
        count = len(part.blocks)
        if count * part.least > self._left and not self._fresh:
            self._break()
        height = min(part.most, max(part.least, self._left / count))
        for block in part.blocks:
            if height > self._left:
                self._break()
            self.placed.append(Placed(part, "signature", Row((), height), len(self._sheets) - 1))
            self._rows.put_signature(self._sheet, part, block, height)
