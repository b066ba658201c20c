"""What a report file becomes for others: PDF, Word and Excel bytes, the same for the command line and for many at once.

Returns bytes and what is to be said about them; writing it, and whether it is a draft, are the caller's.
"""

from collections.abc import Callable
from typing import NamedTuple

from selfeval_gui import storage
from selfeval_gui.printing import coverage, produce
from selfeval_gui.printing.fonts import FontBook
from selfeval_gui.report import form as forms
from selfeval_gui.report.edit import steps

SUFFIXES = {"pdf": ".pdf", "docx": ".docx", "xlsx": ".xlsx"}
"""The formats by name, with the end of their files' names."""


class Wish(NamedTuple):
    """How it is wanted: `draft` prints 草稿 across the pages, `data` lets the report ride along in PDF and Word."""

    fonts: FontBook
    draft: bool = False
    data: bool = True


class Product(NamedTuple):
    """The bytes of a file, and sentences about what it cannot show."""

    data: bytes
    notes: tuple[str, ...] = ()


def made(file: storage.ReportFile, kind: str, wish: Wish) -> Product:
    """A report file in the format `kind`. Raises `FaceError`, `FontsMissing`, `ResourceMissing` for a PDF."""
    return _MAKERS[kind](file, wish)


def _pdf(file: storage.ReportFile, wish: Wish) -> Product:
    form = forms.load(file.form)
    pages = produce.composer(file.form, wish.fonts).pages(file.report, draft=wish.draft)
    notes = []
    for lack in coverage.missing(pages, wish.fonts):
        where = f"“{_name(form, lack.path)}”里" if lack.path else "表样里"
        notes.append(f"{where}的“{''.join(lack.characters)}”没有字体可用，PDF 上显示不出来。")
    data = storage.encode(file) if wish.data else None
    code = storage.content_code(file.report, file.form)
    made_ = produce.pdf_of_pages(pages, file.report, file.form, wish.fonts, data=data, code=code)
    return Product(made_, tuple(notes))


def _docx(file: storage.ReportFile, wish: Wish) -> Product:
    from selfeval_gui.exporting.word import docx_bytes

    data = storage.encode(file) if wish.data else None
    return Product(docx_bytes(file.report, file.form, wish.fonts, data=data, draft=wish.draft))


def _xlsx(file: storage.ReportFile, _wish: Wish) -> Product:
    from selfeval_gui.exporting.excel import report_book

    return Product(report_book.xlsx_bytes(file))


_MAKERS: dict[str, Callable[[storage.ReportFile, Wish], Product]] = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx}


def _name(form: forms.Form, path: str) -> str:
    row = next((step for step in steps(path) if isinstance(step, int)), None)
    return form.label(path) if row is None else f"{form.label(path)}（第 {row + 1} 行）"
