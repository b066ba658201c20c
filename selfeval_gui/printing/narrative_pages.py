"""Sets the narrative on pages of 22 lines of 28 characters: title, addressee, headings, paragraphs, sign-off.

Source: GB/T 9704-2012 (text area, grid, heading styles, date and unit with room for the seal, never alone on a page).
"""

from datetime import date
from typing import NamedTuple

from selfeval_gui.printing.lately import Lately
from selfeval_gui.printing.layout import Layout, NarrativeLayout
from selfeval_gui.printing.linebreak import Line
from selfeval_gui.printing.marks import MM_PER_PT, Area, Mark
from selfeval_gui.printing.typeset import Typesetter, baseline, em, run
from selfeval_gui.report.dates import print_day
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Report
from selfeval_gui.report.narrative import FULL_WIDTH_SPACE, Paragraph, project_title
from selfeval_gui.report.patterns import late

_OWN_HEADING = late("（[一二三四五六七八九十]+）")
_MOST_UNIT_LINES = 3
_MOST_REMEMBERED = 500
_LINKED_FIELDS = {"narrative.performance_goal": "performance.expected", "narrative.effects": "performance.actual"}


class _SetLine(NamedTuple):
    """A line waiting for its place; `keeps` True when it must not be the last one on a page (headings).

    `of_form` True for a heading of the form itself: it leads to the section's text, but it is not a part of it.
    """

    line: Line
    style: str
    path: str
    start: int
    keeps: bool = False
    of_form: bool = False


def is_own_heading(entry: Paragraph, layout: NarrativeLayout) -> bool:
    """Whether a paragraph of a section's text is a heading that its writer made."""
    short = not entry.level and len(entry.text) <= layout.own_heading.characters
    return short and _OWN_HEADING.match(entry.text) is not None


class TextPage:
    """A page in the making; `used` counts lines of the grid."""

    def __init__(self) -> None:
        self.used = 0
        self.marks: list[Mark] = []
        self.areas: list[Area] = []
        self.bookmarks: list[tuple[int, str, float]] = []


class Stretch(NamedTuple):
    """What a paragraph puts on one page: its marks and areas, and the lines of the grid that it takes there."""

    marks: list[Mark]
    areas: list[Area]
    lines: int


class Memory:
    """Paragraphs as they were set and placed in earlier versions of the text, for one form and one set of fonts.

    A keystroke changes one paragraph: the others come from here, and with them the very marks that were there before.
    """

    def __init__(self) -> None:
        self.lines: Lately[Paragraph, list[_SetLine]] = Lately(_MOST_REMEMBERED)
        self.stretches: Lately[tuple[Paragraph, int], list[Stretch]] = Lately(_MOST_REMEMBERED)

    def start(self) -> None:
        """A new version begins."""
        self.lines.start()
        self.stretches.start()


class NarrativePages:
    """Composes the narrative of one report."""

    def __init__(
        self,
        report: Report,
        entries: tuple[Paragraph, ...],
        form: Form,
        layout: Layout,
        setter: Typesetter,
        memory: Memory | None = None,
    ) -> None:
        self._memory = memory or Memory()
        self._report = report
        self._entries = entries
        self._form = form
        self._whole = layout
        self._page = layout.page
        self._layout = layout.narrative
        self._setter = setter
        self._unit = layout.page.text_width / layout.narrative.characters
        self._pitch = layout.narrative.pitch * MM_PER_PT
        self.pages: list[TextPage] = []

    def compose(self) -> list[TextPage]:
        """All pages of the narrative."""
        self.pages = [TextPage()]
        self._title()
        self._addressee()
        self._body()
        return self.pages

    def title_lines(self) -> list[tuple[str, str]]:
        """The title's lines with the fields that they show."""
        title = self._layout.title
        unit, project = self._report.cover.project_unit, project_title(self._report)
        parts = tuple(part.format(unit=unit, project=project) for part in self._form.narrative_title)
        width = title.width / em(title.size)
        # The unit has lines of its own; project and the form's words are broken together, by sense.
        lines = [(text, "cover.project_unit") for text in self._broken((parts[0],), width)]
        return lines + [(text, "cover.project_name") for text in self._broken(parts[1:], width)]

    def _title(self) -> None:
        title = self._layout.title
        page = self.pages[-1]
        lines = self.title_lines()
        height = len(lines) * title.pitch * MM_PER_PT
        grid_lines = -int(-height // self._pitch)
        top = self._page.top + title.blank_above * self._pitch + (grid_lines * self._pitch - height) / 2
        middle = self._page.left + self._page.text_width / 2
        page.bookmarks.append((0, "自评报告正文", top))
        for index, (text, path) in enumerate(lines):
            line = self._setter.lines(text, title.style, 1000.0, justify=False)[0]
            row_top = top + index * title.pitch * MM_PER_PT
            base = baseline(row_top + title.pitch * MM_PER_PT / 2, title.size)
            left = middle - line.width * em(title.size) / 2
            page.marks.append(run(line, left, base, title.style, title.size, em(title.size), path))
            page.areas.append(Area(self._page.left, row_top, self._page.text_width, title.pitch * MM_PER_PT, path))
        page.used = title.blank_above + grid_lines + title.blank_below

    def _broken(self, parts: tuple[str, ...], width: float) -> tuple[str, ...]:
        title = self._layout.title
        return self._setter.title(parts, title.style, width, title.max_lines) if any(parts) else ()

    def _addressee(self) -> None:
        path = "narrative.addressee"
        text = self._report.narrative.addressee
        page = self.pages[-1]
        lines = self._setter.lines(text, self._layout.style, float(self._layout.characters))
        for line in lines:
            self._put(_SetLine(line, self._layout.style, path, 0))
        if not text:
            page.areas.append(self._line_area(page.used - 1, path))

    def _body(self) -> None:
        entries = self._entries
        set_paragraphs = [self._set(entry) for entry in entries]
        tail = self.sign_off_lines()
        for index, (entry, lines) in enumerate(zip(entries, set_paragraphs, strict=True)):
            if entry.level and self._room < self._with_next(entries, set_paragraphs, index, len(tail)):
                self._break()
            if entry.level:
                page = self.pages[-1]
                page.bookmarks.append((entry.level, entry.text, self._top(page.used)))
            if index == len(entries) - 1:
                self._put_last(lines, tail)
            else:
                self._put_paragraph(entry, lines)
            if entry.level and entry.path and not self._has_text(entries, index):
                self.pages[-1].areas.append(self._line_area(self.pages[-1].used - 1, entry.path + ".text"))
        if not entries:
            self._put_last([], tail)

    def _with_next(
        self, entries: tuple[Paragraph, ...], set_paragraphs: list[list[_SetLine]], index: int, tail: int
    ) -> int:
        """Lines of a heading, of the headings right below it, and one line of the text that follows.

        When that text is the last one and so short that it goes where the sign-off goes, the heading goes with both.
        """
        count = 0
        while index < len(entries) and entries[index].level:
            count += len(set_paragraphs[index])
            index += 1
        if index == len(entries):
            return count
        lines = len(set_paragraphs[index])
        if index == len(entries) - 1 and lines <= self._layout.sign_off.with_lines:
            return count + lines + self._layout.sign_off.blank_above + tail
        return count + 1

    @staticmethod
    def _has_text(entries: tuple[Paragraph, ...], index: int) -> bool:
        return index + 1 < len(entries) and entries[index + 1].path == entries[index].path

    def set_paragraph(self, entry: Paragraph) -> tuple[int, str]:
        """How many lines a paragraph has, and the typeface style of its letters."""
        lines = self._set(entry)
        return len(lines), lines[0].style if lines else self._layout.style

    def _set(self, entry: Paragraph) -> list[_SetLine]:
        return self._memory.lines.get(entry, lambda: self._set_anew(entry))

    def _set_anew(self, entry: Paragraph) -> list[_SetLine]:
        layout = self._layout
        style = layout.headings[entry.level - 1] if entry.level else layout.style
        own = is_own_heading(entry, layout)
        if own:
            style = layout.headings[1]
        path, offset = self._field_of(entry)
        if entry.text.startswith(FULL_WIDTH_SPACE):
            return self._set_hanging(entry, style, path, offset)
        lines = self._setter.lines(entry.text, style, float(layout.characters), indent=layout.indent)
        return [_SetLine(line, style, path, offset, bool(entry.level) or own, bool(entry.level)) for line in lines]

    def _set_hanging(self, entry: Paragraph, style: str, path: str, offset: int) -> list[_SetLine]:
        """A line of the list of members that continues the role above it keeps its leading blanks."""
        lines = self._setter.lines(
            entry.text, style, float(self._layout.characters), indent=self._layout.indent, justify=False
        )
        return [_SetLine(line, style, path, offset) for line in lines]

    def _field_of(self, entry: Paragraph) -> tuple[str, int]:
        """Where a click on the paragraph leads: texts that repeat a field of part 三 lead to that field."""
        if not entry.path:
            return "", 0
        if entry.level:
            return entry.path + ".text", 0
        if entry.linked and entry.path in _LINKED_FIELDS:
            return _LINKED_FIELDS[entry.path], entry.offset
        return entry.path + ".text", entry.offset

    @property
    def _room(self) -> int:
        return self._layout.lines - self.pages[-1].used

    def _break(self) -> None:
        self.pages.append(TextPage())

    def _top(self, line: int) -> float:
        return self._page.top + line * self._pitch

    def _line_area(self, line: int, path: str) -> Area:
        return Area(self._page.left, self._top(line), self._page.text_width, self._pitch, path)

    def _put_paragraph(self, entry: Paragraph, lines: list[_SetLine]) -> None:
        """Put a paragraph from the line that is reached on, going on to further pages where it must."""
        if self._room < 1:
            self._break()
        used = self.pages[-1].used
        for index, stretch in enumerate(self._memory.stretches.get((entry, used), lambda: self._place(lines, used))):
            if index:
                self._break()
            page = self.pages[-1]
            page.marks += stretch.marks
            page.areas += stretch.areas
            page.used += stretch.lines

    def _place(self, lines: list[_SetLine], used: int) -> list[Stretch]:
        """What lines put on the page whose `used` lines are taken, and on the pages after it."""
        aside = NarrativePages(self._report, (), self._form, self._whole, self._setter)
        aside.pages = [TextPage()]
        aside.pages[0].used = used
        for line in lines:
            aside._put(line)
        starts = [used] + [0] * (len(aside.pages) - 1)
        return [
            Stretch(page.marks, page.areas, page.used - start) for page, start in zip(aside.pages, starts, strict=True)
        ]

    def _put(self, entry: _SetLine) -> None:
        if self._room < 1:
            self._break()
        page = self.pages[-1]
        layout = self._layout
        base = baseline(self._top(page.used) + self._pitch / 2, layout.size)
        if entry.line.text:
            path = "" if entry.of_form else entry.path
            mark = run(entry.line, self._page.left, base, entry.style, layout.size, self._unit, path, entry.start)
            page.marks.append(mark)
        if entry.path:
            page.areas.append(self._line_area(page.used, entry.path))
        page.used += 1

    def _put_last(self, lines: list[_SetLine], tail: list[tuple[Line, float, str]]) -> None:
        """The last paragraph and the sign-off, which never stands on a page without lines of text."""
        blank = self._layout.sign_off.blank_above if tail else 0
        needed = blank + len(tail)
        together = min(len(lines), self._layout.sign_off.with_lines)
        for index, line in enumerate(lines):
            rest = len(lines) - index
            if rest == together and self._room < rest + needed and self.pages[-1].used:
                self._break()
            self._put(line)
        if not tail:
            return
        if self._room < needed:
            self._break()
        page = self.pages[-1]
        page.used += blank
        for signed, left, path in tail:
            base = baseline(self._top(page.used) + self._pitch / 2, self._layout.size)
            if signed.text:
                page.marks.append(run(signed, left, base, self._layout.style, self._layout.size, self._unit, path))
            page.areas.append(self._line_area(page.used, path))
            page.used += 1

    def sign_off_lines(self) -> list[tuple[Line, float, str]]:
        """Unit and date with their left edges: the date four characters from the right, the unit centred on it."""
        layout = self._layout
        day = self._report.cover.report_date
        unit = self._setter.title(
            (self._report.cover.project_unit,), layout.style, float(layout.characters), _MOST_UNIT_LINES
        ) or ("",)
        texts = [(line, "cover.project_unit") for line in unit]
        texts.append((print_day(day) if isinstance(day, date) else "", "cover.report_date"))
        set_texts = [(self._setter.lines(text, layout.style, 1000.0, justify=False)[0], path) for text, path in texts]
        right = self._page.width - self._page.right
        widths = [line.width * self._unit for line, _ in set_texts]
        middle = right - layout.sign_off.date_right * self._unit - widths[-1] / 2
        middle = min(middle, *(right - width / 2 for width in widths))
        return [(line, middle - width / 2, path) for (line, path), width in zip(set_texts, widths, strict=True)]
