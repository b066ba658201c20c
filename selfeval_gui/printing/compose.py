"""Report → pages: the cover, the form, the narrative, with their page numbers and, on a draft, the watermark.

Pure. The PDF, the preview and the printer draw what this returns; a part whose input did not change is not composed
again.
"""

from dataclasses import replace

from selfeval_gui.printing.cover import CoverPage
from selfeval_gui.printing.form_pages import FormPages
from selfeval_gui.printing.layout import Layout
from selfeval_gui.printing.marks import Area, Mark, Page, Watermark
from selfeval_gui.printing.narrative_pages import NarrativePages
from selfeval_gui.printing.typeset import Advances, Typesetter, baseline, em, run
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Report

_Bare = tuple[tuple[Mark, ...], tuple[Area, ...], tuple[tuple[int, str, float], ...]]


class Composer:
    """Composes reports of one form for given fonts, and remembers what it set."""

    def __init__(self, form: Form, layout: Layout, fonts: Advances) -> None:
        self._form = form
        self._layout = layout
        self._setter = Typesetter(fonts)
        self._parts: dict[str, tuple[object, tuple[_Bare, ...]]] = {}

    def pages(self, report: Report, *, draft: bool = False) -> tuple[Page, ...]:
        """The pages of the whole report, in order; `draft` prints 草稿 across each."""
        self._setter.start_document()
        info, performance = report.basic_info, report.performance
        cover = self._part("cover", (report.cover,), report)
        form = self._part(
            "form", (info, report.expenditures, performance, report.evaluators, report.signatures), report
        )
        narrative = self._part("narrative", (report,), report)
        numbered = [*(("cover", bare) for bare in cover), *(("form", bare) for bare in form)]
        numbered += [("narrative", bare) for bare in narrative]
        return tuple(self._page(part, index + 1, bare, draft) for index, (part, bare) in enumerate(numbered))

    def _part(self, name: str, inputs: tuple[object, ...], report: Report) -> tuple[_Bare, ...]:
        known = self._parts.get(name)
        if known is not None and known[0] == inputs:
            return known[1]
        made = tuple(getattr(self, f"_compose_{name}")(report))
        self._parts[name] = (inputs, made)
        return made

    def _compose_cover(self, report: Report) -> list[_Bare]:
        cover = CoverPage(report, self._form, self._layout, self._setter)
        return [(tuple(cover.marks), tuple(cover.areas), ((0, "封面", 0.0),))]

    def _compose_form(self, report: Report) -> list[_Bare]:
        sheets = FormPages(report, self._form, self._layout, self._setter).sheets()
        head = ((0, "自评表", self._layout.page.top),)
        return [
            (tuple(sheet.marks), tuple(sheet.areas), (head if index == 0 else ()) + tuple(sheet.bookmarks))
            for index, sheet in enumerate(sheets)
        ]

    def _compose_narrative(self, report: Report) -> list[_Bare]:
        pages = NarrativePages(report, self._form, self._layout, self._setter).compose()
        return [(tuple(page.marks), tuple(page.areas), tuple(page.bookmarks)) for page in pages]

    def _page(self, part: str, number: int, bare: _Bare, draft: bool) -> Page:
        marks, areas, bookmarks = bare
        page = self._layout.page
        printed_number = number if number >= self._layout.page_number.first else None
        extra: tuple[Mark, ...] = (self._number(number),) if printed_number is not None else ()
        if draft:
            extra = (*extra, self._watermark())
        return Page(part, printed_number, page.width, page.height, marks + extra, areas, bookmarks)

    def _number(self, number: int) -> Mark:
        """`— 2 —` below the text area: odd pages at the right, even ones at the left."""
        layout, page = self._layout.page_number, self._layout.page
        line = self._setter.lines(f"— {number} —", layout.style, 1000.0, justify=False)[0]
        # The blanks beside the number are half an em, wider than the typeface's space.
        opened = [x + layout.blank * line.text.count(" ", 0, index) for index, x in enumerate(line.xs)]
        line = replace(line, xs=tuple(opened), width=line.width + layout.blank * line.text.count(" "))
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
