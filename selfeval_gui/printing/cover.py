"""The cover: annex label, title, label lines with underlines and tick boxes, seal line, date, maker.

A circle of the seal's size stays free around seal line and date, however long the values above are.
"""

from datetime import date
from itertools import accumulate
from typing import NamedTuple

from selfeval_gui.printing.layout import CoverLine, Layout
from selfeval_gui.printing.marks import Area, Mark, Rule, TickBox
from selfeval_gui.printing.printed import printed
from selfeval_gui.printing.typeset import Typesetter, em, run
from selfeval_gui.report.edit import get
from selfeval_gui.report.form import Form
from selfeval_gui.report.kinds import EVALUATION_TYPE_WORDS
from selfeval_gui.report.model import Report
from selfeval_gui.report.narrative import project_title

_MOST_VALUE_LINES = 3


class LabelLine(NamedTuple):
    """A label line with its value's lines: `y` is the first baseline in mm, `size` the value's size in pt."""

    layout: CoverLine
    value: tuple[str, ...]
    y: float
    size: float


class CoverPage:
    """Composes the cover of one report into `marks` and `areas`."""

    def __init__(self, report: Report, form: Form, layout: Layout, setter: Typesetter) -> None:
        self._report = report
        self._form = form
        self._page = layout.page
        self._cover = layout.cover
        self._setter = setter
        self.marks: list[Mark] = []
        self.areas: list[Area] = []
        self._annex()
        self._title()
        self._lines()
        self._seal_and_date()
        self._issuer()

    @property
    def _middle(self) -> float:
        return self._page.left + self._page.text_width / 2

    def _write(self, text: str, x: float, y: float, style: str, size: float, path: str = "") -> float:
        """Put one line with its left edge at `x`; its width in mm is returned."""
        line = self._setter.lines(text, style, 1000.0, justify=False)[0]
        if text:
            self.marks.append(run(line, x, y, style, size, em(size), path))
        return line.width * em(size)

    def _centred(self, text: str, middle: float, y: float, style: str, size: float, path: str = "") -> None:
        width = self._setter.width(text, style) * em(size)
        self._write(text, middle - width / 2, y, style, size, path)

    def _annex(self) -> None:
        annex, size = self._cover.annex, em(self._cover.annex.size)
        width = self._write(
            self._report.cover.annex_label,
            self._page.left,
            annex.baseline,
            annex.style,
            annex.size,
            "cover.annex_label",
        )
        self.areas.append(
            Area(self._page.left, annex.baseline - size, max(width, 3 * size), 1.3 * size, "cover.annex_label")
        )

    def title_lines(self) -> tuple[tuple[str, ...], list[str], float]:
        """The lines of the project's name, all lines of the title, and the size in pt that they are set in."""
        title = self._cover.title
        parts = [part.format(project=project_title(self._report), unit="") for part in self._form.title]
        for size in title.sizes:
            # The form's own words stand in a line of their own, as on the official cover, below the project's name.
            width = title.width / em(size)
            name = self._setter.title((parts[0],), title.style, width, title.max_lines - 1) if parts[0] else ()
            lines = [*name, *parts[1:]]
            if len(lines) * em(size) * title.leading <= title.height:
                break
        return name, lines, size

    def _title(self) -> None:
        title = self._cover.title
        name, lines, size = self.title_lines()
        pitch = em(size) * title.leading
        first = title.centre - (len(lines) - 1) * pitch / 2
        for index, text in enumerate(lines):
            path = "cover.project_name" if index < len(name) else ""
            self._centred(text, self._middle, first + index * pitch, title.style, size, path)
        if name:
            height = len(name) * pitch
            self.areas.append(
                Area(self._page.left, first - em(size), self._page.text_width, height, "cover.project_name")
            )

    def _values(self, size: float) -> list[tuple[str, ...]]:
        """The values of the label lines in `size`, each in as many lines as it needs, the longer one first."""
        rows = self._cover.rows
        values = []
        for line in self._cover.lines:
            text = printed(self._report, line.field) if line.field else ""
            if line.underlined and text:
                width = rows.underline / em(size)
                values.append(self._setter.title((text,), rows.style, width, _MOST_VALUE_LINES))
            else:
                values.append((text,))
        return values

    def label_lines(self) -> tuple[list[LabelLine], float]:
        """The label lines from top to bottom, and the line pitch in mm of values in several lines."""
        rows = self._cover.rows
        for size in rows.value_sizes:
            values = self._values(size)
            continuation = em(size) * rows.leading
            further = sum(len(lines) - 1 for lines in values) * continuation
            room = (rows.last - rows.first - further) / (len(values) - 1)
            if room >= rows.least_pitch:
                break
        pitch = min(rows.pitch, room)
        steps = [pitch + (len(lines) - 1) * continuation for lines in values]
        placed = zip(self._cover.lines, values, accumulate(steps, initial=rows.first), strict=False)
        return [
            LabelLine(line, lines, y, size if len(lines) > 1 else rows.size) for line, lines, y in placed
        ], continuation

    def _lines(self) -> None:
        rows = self._cover.rows
        label_lines, continuation = self.label_lines()
        for line, lines, y, size in label_lines:
            label_end = rows.left + self._write(line.label, rows.left, y, rows.style, rows.size)
            if line.choices:
                self._tick_boxes(line, y)
            elif line.underlined:
                self._underlined(line, lines, y, size, continuation)
            else:
                self._write(lines[0], label_end, y, rows.style, rows.size, line.field)
                top = y - em(rows.size)
                self.areas.append(
                    Area(label_end, top, self._page.width - self._page.right - label_end, 7.5, line.field)
                )

    def _underlined(self, line: CoverLine, lines: tuple[str, ...], y: float, size: float, continuation: float) -> None:
        rows = self._cover.rows
        right = rows.value_left + rows.underline
        for index, text in enumerate(lines):
            base = y + index * continuation
            self._centred(text, rows.value_left + rows.underline / 2, base, rows.style, size, line.field)
            below = base + rows.underline_below
            self.marks.append(Rule(rows.value_left, below, right, below, rows.rule))
        height = em(rows.size) * 1.3 + (len(lines) - 1) * continuation
        self.areas.append(Area(rows.value_left, y - em(rows.size), rows.underline, height, line.field))

    def _tick_boxes(self, line: CoverLine, y: float) -> None:
        rows = self._cover.rows
        chosen = get(self._report, line.choices)
        top = y - em(rows.size) * 0.38 - line.box / 2
        for index, (value, word) in enumerate(EVALUATION_TYPE_WORDS.items()):
            x = rows.value_left + index * line.step
            width = self._write(word, x, y, rows.style, rows.size, line.choices)
            self.marks.append(TickBox(x + width + 0.6, top, line.box, value == chosen, line.choices))
            self.areas.append(Area(x, y - em(rows.size), width + line.box + 1.2, 1.3 * em(rows.size), line.choices))

    def _seal_and_date(self) -> None:
        rows, seal, date_line = self._cover.rows, self._cover.seal, self._cover.date
        size = em(rows.size)
        width = self._write(seal.label, rows.left, seal.baseline, rows.style, rows.size)
        self._write(
            printed(self._report, seal.field), rows.left + width, seal.baseline, rows.style, rows.size, seal.field
        )
        right = self._page.width - self._page.right
        self.areas.append(Area(rows.left, seal.baseline - size, right - rows.left, 1.4 * size, seal.field))
        given = isinstance(get(self._report, date_line.field), date)
        text = printed(self._report, date_line.field) if given else date_line.empty
        path = date_line.field if given else ""
        self._centred(text, self._middle, date_line.baseline, rows.style, rows.size, path)
        self.areas.append(Area(self._middle - 35, date_line.baseline - size, 70, 1.4 * size, date_line.field))

    def _issuer(self) -> None:
        rows, issuer = self._cover.rows, self._cover.issuer
        text = printed(self._report, issuer.field)
        text = text if not text or text.endswith(issuer.suffix) else text + issuer.suffix
        self._centred(text, self._middle, issuer.baseline, rows.style, rows.size, issuer.field)
        size = em(rows.size)
        self.areas.append(Area(self._middle - 45, issuer.baseline - size, 90, 1.4 * size, issuer.field))
