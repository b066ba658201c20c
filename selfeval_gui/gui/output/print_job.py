"""Which pages go to the printer, and drawing them there: vectors at the paper's true size.

Knows pages, ranges and QPrinter; the dialog that asks for them is `print_dialog`.
"""

import re
from collections.abc import Callable, Sequence
from enum import Enum

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from selfeval_gui.gui.preview.glyphs import GlyphBook
from selfeval_gui.gui.preview.pen import draw_page
from selfeval_gui.printing.marks import Page
from selfeval_gui.report.frozen import frozen

MM_PER_INCH = 25.4
_DOTS_PER_INCH = 1200  # outlines are rounded to dots; drivers scale from here to what they have
_RANGE = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")


class Part(Enum):
    """What of the report is printed."""

    ALL = "整份报告"
    FORM = "只打封面和自评表"
    NARRATIVE = "只打正文"


_PARTS = {
    Part.ALL: ("cover", "form", "narrative"),
    Part.FORM: ("cover", "form"),
    Part.NARRATIVE: ("narrative",),
}


@frozen
class PrintOrder:
    """`pages` indexes of the composed pages, in order; `seal_copies` sets more of the pages that get a seal."""

    pages: tuple[int, ...]
    copies: int = 1
    duplex: bool = True
    seal_copies: int = 0


def pages_of(part: Part, pages: Sequence[Page]) -> list[int]:
    """Indexes of the pages of a part."""
    return [index for index, page in enumerate(pages) if page.part in _PARTS[part]]


def pages_in_ranges(text: str, count: int) -> list[int] | None:
    """Indexes of the pages that `1-3,5` names, each once and in order; all for an empty text; None when it is no range.

    Numbers are those printed on the pages: the cover is page 1.
    """
    plain = re.sub(r"\s", "", text).translate(str.maketrans("，、；－—~～至０１２３４５６７８９", ",,,-----0123456789"))
    if not plain:
        return list(range(count))
    found: set[int] = set()
    for piece in plain.split(","):
        match = _RANGE.fullmatch(piece)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= count:
            return None
        found.update(range(first - 1, last))
    return sorted(found)


def sealed_pages(pages: Sequence[Page]) -> list[int]:
    """Indexes of the pages that the unit stamps: the cover and the page of the sign-off."""
    return sorted({0, len(pages) - 1})


def prepare(printer: QPrinter, pages: Sequence[Page], order: PrintOrder, title: str) -> None:
    """Paper, true size and duplex: no margins of the driver's, no shrinking."""
    first = pages[0]
    printer.setDocName(title)
    printer.setResolution(_DOTS_PER_INCH)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    if printer.outputFormat() == QPrinter.OutputFormat.NativeFormat:
        portrait = first.height >= first.width
        both = QPrinter.DuplexMode.DuplexLongSide if portrait else QPrinter.DuplexMode.DuplexShortSide
        printer.setDuplex(both if order.duplex else QPrinter.DuplexMode.DuplexNone)


def sheets(pages: Sequence[Page], order: PrintOrder) -> list[int]:
    """Indexes of the pages in the order in which they leave the printer: whole copies, then the sealed pages again."""
    again = [index for index in sealed_pages(pages) if index in order.pages]
    return [*order.pages] * order.copies + again * order.seal_copies


def paint(
    printer: QPrinter,
    pages: Sequence[Page],
    glyphs: GlyphBook,
    order: PrintOrder,
    step: Callable[[int], object] = lambda _done: None,
) -> bool:
    """Draw the ordered pages; False when the printer does not take them. `step` hears how many sides are done."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    try:
        scale = printer.resolution() / MM_PER_INCH
        for place, index in enumerate(sheets(pages, order)):
            if place and not printer.newPage():
                return False
            draw_page(painter, pages[index], glyphs, scale)
            step(place + 1)
    finally:
        painter.end()
    return True
