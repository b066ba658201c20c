"""Report → pages: the cover, the form, the narrative, with their page numbers and, on a draft, the watermark.

Pure. The PDF, the preview and the printer draw what this returns; a part whose input did not change is not composed
again.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from selfeval_gui.printing.cover import CoverPage
from selfeval_gui.printing.layout import Layout, Part
from selfeval_gui.printing.marks import Area, Mark, Page, Watermark
from selfeval_gui.printing.typeset import Advances, baseline, em, run, typesetter
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Report

if TYPE_CHECKING:
    from selfeval_gui.printing import form_pages
    from selfeval_gui.printing.narrative_pages import Memory

_Bare = tuple[tuple[Mark, ...], tuple[Area, ...], tuple[tuple[int, str, float], ...]]


class Composer:
    """Composes reports of one form for given fonts, and remembers what it set."""

    def __init__(self, form: Form, layout: Layout, fonts: Advances) -> None:
        self._form = form
        self._layout = layout
        self._setter = typesetter(fonts)
        self._made: dict[object, tuple[object, tuple[_Bare, ...]]] = {}
        self._tables: form_pages.Memory = {}
        self._memory: Memory | None = None
        self._sheets: dict[tuple[int, bool], tuple[str, int, _Bare, Page]] = {}

    @cached_property
    def _groups(self) -> tuple[tuple[Part, ...], ...]:
        from selfeval_gui.printing import (
            form_pages,  # loaded now: the cover is looked at first, and does not wait for it
        )

        return form_pages.groups(self._layout.form)

    def pages(self, report: Report, *, draft: bool = False, before: int = 0) -> tuple[Page, ...]:
        """The pages of the whole report, in order; `draft` prints 草稿 across each.

        `before` is how many pages stand before it in a volume that counts on.
        """
        self._setter.start_document()
        made = self._begun(report, len(self._groups))
        made += [("narrative", bare) for bare in self._narrative(report)]
        return self._numbered(made, draft, before)

    def first_pages(self, report: Report) -> tuple[Page, ...]:
        """The cover, numbered as it will be: what is looked at first, and little work."""
        return self._numbered(self._begun(report, 0), draft=False)

    def _begun(self, report: Report, groups: int) -> list[tuple[str, _Bare]]:
        made = [("cover", bare) for bare in self._cover(report)]
        for index in range(groups):
            made += [("form", bare) for bare in self._group(index, report)]
        return made

    def _numbered(self, numbered: list[tuple[str, _Bare]], draft: bool, before: int = 0) -> tuple[Page, ...]:
        return tuple(self._page(part, index + 1, bare, draft, before) for index, (part, bare) in enumerate(numbered))

    def _remembered(self, name: object, inputs: object, make: Callable[[], list[_Bare]]) -> tuple[_Bare, ...]:
        """The pages made last time while what they print is the same."""
        known = self._made.get(name)
        if known is None or known[0] != inputs:
            before = known[1] if known else ()
            made = make()
            # A page that came out as it was stays the very same: who shows it sees at a glance that nothing is new.
            same = [old if old == new else new for old, new in zip(before, made, strict=False)]
            known = self._made[name] = (inputs, (*same, *made[len(same) :]))
        return known[1]

    def _cover(self, report: Report) -> tuple[_Bare, ...]:
        def make() -> list[_Bare]:
            cover = CoverPage(report, self._form, self._layout, self._setter)
            return [(tuple(cover.marks), tuple(cover.areas), ((0, "封面", 0.0),))]

        return self._remembered("cover", report.cover, make)

    def _group(self, index: int, report: Report) -> tuple[_Bare, ...]:
        from selfeval_gui.printing import form_pages

        parts = self._groups[index]
        head = ((0, "自评表", self._layout.page.top),) if index == 0 else ()

        def make() -> list[_Bare]:
            pages = form_pages.FormPages(parts, report, self._form, self._layout, self._setter, self._tables)
            sheets = pages.sheets()
            return [
                (tuple(sheet.marks), tuple(sheet.areas), (head if place == 0 else ()) + tuple(sheet.bookmarks))
                for place, sheet in enumerate(sheets)
            ]

        return self._remembered(index, form_pages.inputs(parts, report), make)

    def _narrative(self, report: Report) -> tuple[_Bare, ...]:
        from selfeval_gui.printing.narrative_pages import Memory, NarrativePages
        from selfeval_gui.report.narrative import paragraphs

        memory = self._memory = self._memory or Memory()
        entries = tuple(paragraphs(report, self._form))
        cover = report.cover
        printed = (entries, report.narrative.addressee, cover.project_name, cover.project_unit, cover.report_date)

        def make() -> list[_Bare]:
            memory.start()
            pages = NarrativePages(report, entries, self._form, self._layout, self._setter, memory).compose()
            return [(tuple(page.marks), tuple(page.areas), tuple(page.bookmarks)) for page in pages]

        return self._remembered("narrative", printed, make)

    def _page(self, part: str, number: int, bare: _Bare, draft: bool, before: int) -> Page:
        known = self._sheets.get((number, draft))
        if known is None or known[:2] != (part, before) or known[2] is not bare:
            made = self._page_anew(part, number, bare, draft, before)
            known = self._sheets[number, draft] = (part, before, bare, made)
        return known[3]

    def _page_anew(self, part: str, number: int, bare: _Bare, draft: bool, before: int) -> Page:
        marks, areas, bookmarks = bare
        page = self._layout.page
        printed_number = number + before if number >= self._layout.page_number.first else None
        extra: tuple[Mark, ...] = (self._number(printed_number),) if printed_number is not None else ()
        if draft:
            extra = (*extra, self._watermark())
        return Page(part, printed_number, page.width, page.height, marks + extra, areas, bookmarks)

    def _number(self, number: int) -> Mark:
        """`— 2 —` below the text area: odd pages at the right, even ones at the left."""
        layout, page = self._layout.page_number, self._layout.page
        line = self._setter.lines(f"— {number} —", layout.style, 1000.0, justify=False)[0]
        # The blanks beside the number are half an em, wider than the typeface's space.
        opened = [x + layout.blank * line.text.count(" ", 0, index) for index, x in enumerate(line.xs)]
        line = line._replace(xs=tuple(opened), width=line.width + layout.blank * line.text.count(" "))
        unit = em(layout.size)
        right = page.width - page.right - layout.inset - line.width * unit
        left = right if number % 2 else page.left + layout.inset
        base = baseline(page.text_bottom + layout.below, layout.size)
        return run(line, left, base, layout.style, layout.size, unit)

    def _watermark(self) -> Mark:
        mark, page = self._layout.watermark, self._layout.page
        return Watermark(page.width / 2, page.height / 2, mark.text, mark.style, mark.size, mark.angle, mark.grey)


def compose(report: Report, form: Form, layout: Layout, fonts: Advances, *, draft: bool = False) -> tuple[Page, ...]:
    """The pages of one report, composed once."""
    return Composer(form, layout, fonts).pages(report, draft=draft)
