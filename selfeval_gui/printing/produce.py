"""From a report to its printed file, for the doors: fonts found, pages composed, PDF drawn.

Returns bytes; writing them safely is the caller's (storage). Folders with fonts are parameters, never looked for here.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from selfeval_gui import resources
from selfeval_gui.printing import layout
from selfeval_gui.printing.compose import Composer
from selfeval_gui.printing.fonts import FontBook, StyleReport
from selfeval_gui.printing.marks import Page
from selfeval_gui.report import form as forms
from selfeval_gui.report.model import Report
from selfeval_gui.report.narrative import project_title

DATA_NAME = "report.zxzp.json"
"""The attachment's name, by which the importer finds the report in its own PDF."""
DATA_DESCRIPTION = "自评报告数据，可由本程序直接导入"


@cache
def bundled_fonts() -> FontBook:
    """The fonts that come with the program."""
    return FontBook(resources.path("fonts"))


def font_book(installed: Sequence[Path] = ()) -> FontBook:
    """The fonts of this machine where it has the official ones, the program's own otherwise.

    Without folders only the program's own, so that a report gives the same bytes on every machine.
    """
    return FontBook(resources.path("fonts"), installed, prefer_installed=True) if installed else bundled_fonts()


def composer(form_id: str, fonts: FontBook | None = None) -> Composer:
    """A composer for this form: keep it to compose the same report again and again while it is edited."""
    return Composer(forms.load(form_id), layout.load(form_id), fonts or bundled_fonts())


def title_of(report: Report, form_id: str) -> str:
    """The document's title: the project and what the form calls itself."""
    form = forms.load(form_id)
    return "".join(part.format(project=project_title(report), unit="") for part in form.title)


def pdf_bytes(
    report: Report,
    form_id: str,
    fonts: FontBook | None = None,
    *,
    data: bytes | None = None,
    code: str = "",
    draft: bool = False,
) -> bytes:
    """The whole report as a PDF: the same report gives the same bytes.

    `data` is the report's own file, to ride along as an attachment; `code` tells the content (see `pdf_of_pages`);
    `draft` prints 草稿 across the pages.
    """
    pages = composer(form_id, fonts).pages(report, draft=draft)
    return pdf_of_pages(pages, report, form_id, fonts, data=data, code=code)


def pdf_of_pages(
    pages: Sequence[Page],
    report: Report,
    form_id: str,
    fonts: FontBook | None = None,
    *,
    data: bytes | None = None,
    code: str = "",
) -> bytes:
    """Composed pages as a PDF. `code` is the 内容校验码, told in the document's information, nowhere on the pages."""
    # reportlab is loaded when the first PDF is made: the window's first paint does not pay for it.
    from selfeval_gui.printing import archive, draw

    year = f"{report.fiscal_year}年度" if isinstance(report.fiscal_year, int) else ""
    info = archive.DocumentInfo(
        title=title_of(report, form_id),
        author=report.cover.project_unit,
        subject=f"{year}项目支出绩效自评报告",
        keywords=f"内容校验码 {code}" if code else "",
    )
    attachment = archive.Attachment(DATA_NAME, data, "application/json", DATA_DESCRIPTION) if data else None
    return draw.pdf(pages, fonts or bundled_fonts(), info, attachment)


def font_rows(folders: Sequence[Path] = ()) -> list[StyleReport]:
    """Which typeface each style of the form uses, given the folders of installed fonts: `selfeval fonts`."""
    return font_book(folders).report()
