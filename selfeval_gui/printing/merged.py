"""Several reports in one PDF: bookmarks a report, page numbers of each or of the whole. It knows no files.

Pages are composed while they are drawn, so that a hundred reports need the memory of one and the PDF's own.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from selfeval_gui.printing import produce
from selfeval_gui.printing.compose import Composer
from selfeval_gui.printing.fonts import FontBook
from selfeval_gui.printing.marks import Page
from selfeval_gui.report.model import Report


class Bound(NamedTuple):
    """One report of the volume; `title` is its bookmark."""

    report: Report
    form: str
    title: str
    draft: bool = False


def pdf(
    reports: Iterable[Bound], fonts: FontBook, title: str, *, count_on: bool = False, double_sided: bool = False
) -> bytes:
    """All reports one after the other.

    `count_on`: page numbers run through the whole volume; otherwise each report has its own. `double_sided`: every
    report begins on a sheet of its own when both sides are printed, so that blank pages may stand between. ValueError
    without any report.
    """
    from selfeval_gui.printing import archive, draw

    made = pages(reports, fonts, count_on=count_on, double_sided=double_sided)
    first = next(made, None)
    if first is None:
        raise ValueError("no report")
    return draw.pdf(_with(first, made), fonts, archive.DocumentInfo(title))


def pages(
    reports: Iterable[Bound], fonts: FontBook, *, count_on: bool = False, double_sided: bool = False
) -> Iterator[Page]:
    """The pages of the volume, with a bookmark for each report and its own ones below that."""
    composers: dict[str, Composer] = {}
    before = 0
    for bound in reports:
        composer = composers.get(bound.form)
        if composer is None:
            composer = composers[bound.form] = produce.composer(bound.form, fonts)
        made = composer.pages(bound.report, draft=bound.draft, before=before if count_on else 0)
        for index, page in enumerate(made):
            below = tuple((level + 1, name, y) for level, name, y in page.bookmark)
            yield page._replace(bookmark=((0, bound.title, 0.0), *below) if index == 0 else below)
        before += len(made)
        if double_sided and len(made) % 2:
            yield Page("blank", None, made[0].width, made[0].height, (), ())
            before += 1


def _with(first: Page, rest: Iterator[Page]) -> Iterator[Page]:
    yield first
    yield from rest
