"""How a report stands on paper, as the check asks for it: fonts, composed pages, the last final copy.

The one way from pages and file to `checking.Paper`, for the window and the command line alike. Judges nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from selfeval_gui import resources, storage
from selfeval_gui.checking import Paper
from selfeval_gui.printing import coverage, layout, page_faults, produce
from selfeval_gui.printing.face import FaceError
from selfeval_gui.printing.fonts import FontBook, FontsMissing
from selfeval_gui.printing.marks import Page
from selfeval_gui.report.model import Report

CANNOT_COMPOSE = (FaceError, FontsMissing, resources.ResourceMissing)
"""What may be wrong with fonts and forms: then the rest is checked all the same."""


class PrintedReport(Protocol):
    """A report file with what was printed of it."""

    @property
    def report(self) -> Report: ...
    @property
    def form(self) -> str: ...
    @property
    def printed(self) -> storage.Printed | None: ...


def seen_on(pages: Sequence[Page], fonts: FontBook, form_id: str, *, official: bool) -> Paper:
    """What composed pages show; `official`: the office wants the official typefaces on every machine.

    Only then a letter that another style's typeface lends is worth a word: nobody else could do anything about it.
    """
    wanted = coverage.not_official(pages, fonts) if official else ()
    lent: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for one in coverage.lent(pages, fonts) if official else ():
        fields, characters = lent.setdefault(one.face, ({}, {}))
        fields[one.path] = None
        characters |= dict.fromkeys(one.characters)
    return Paper(
        fonts=tuple((one.path, one.wanted, one.used) for one in wanted),
        missing=tuple((one.path, "".join(one.characters)) for one in coverage.missing(pages, fonts)),
        substituted=tuple((tuple(fields), "".join(letters), face) for face, (fields, letters) in lent.items()),
        faults=page_faults.faults(pages, layout.load(form_id)),
    )


def with_last_copy(paper: Paper, file: PrintedReport) -> Paper:
    """The same, with whether the content has changed since the last final copy."""
    printed = file.printed
    if printed is None:
        return paper
    now = storage.content_code(file.report, file.form)
    return paper if now == printed.code else replace(paper, changed=(printed.day, printed.code, now))


def paper_of(file: PrintedReport, fonts: Callable[[], FontBook], *, official: bool = False) -> tuple[Paper, str]:
    """A file on paper, composed for the purpose, and a sentence when it cannot be composed ("" when it can)."""
    try:
        book = fonts()
        pages = produce.composer(file.form, book).pages(file.report)
        seen, note = seen_on(pages, book, file.form, official=official), ""
    except CANNOT_COMPOSE as damaged:
        seen, note = Paper(), f"{str(damaged).rstrip('。')}。没有检查字体和版面。"
    return with_last_copy(seen, file), note
