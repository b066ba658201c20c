"""What is seen is what is printed: the preview's picture laid over an independent rendering of the exported PDF."""

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat
from PySide6.QtGui import QImage, QPainter

from selfeval_gui.gui.preview.glyphs import GlyphBook
from selfeval_gui.gui.preview.pen import draw_page
from selfeval_gui.printing import produce
from selfeval_gui.printing.marks import Page
from tests.printing import reports

DPI = 100
MEAN_DIFFERENCE = 8.0
"""Of 255, over the whole page: two renderers smooth the same outlines differently, and no more than that."""
LARGEST_SPOT = 65
"""Of 255, after smoothing over a few pixels: a glyph or a line that is missing or moved makes a darker spot."""


def preview_picture(page: Page, glyphs: GlyphBook) -> Image.Image:
    scale = DPI / 25.4
    image = QImage(round(page.width * scale), round(page.height * scale), QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    draw_page(painter, page, glyphs, scale)
    painter.end()
    data = bytes(image.constBits())
    return Image.frombytes("L", (image.width(), image.height()), data, "raw", "L", image.bytesPerLine())


def pdf_pictures(data: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(data)
    pictures = [page.render(scale=DPI / 72, grayscale=True).to_pil().convert("L") for page in document]
    document.close()
    return pictures


def differences(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Mean difference, and the largest one after smoothing."""
    if one.size != other.size:
        other = other.resize(one.size)
    difference = ImageChops.difference(one, other)
    spots = ImageChops.difference(*(picture.filter(ImageFilter.GaussianBlur(2)) for picture in (one, other)))
    return ImageStat.Stat(difference).mean[0], spots.getextrema()[1]  # type: ignore[return-value]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", ["plain", "long-names", "many-rows"])
def test_the_preview_is_the_pdf(name: str) -> None:
    report = reports.ALL[name]()
    pages = produce.composer(reports.FORM.id).pages(report)
    glyphs = GlyphBook(produce.bundled_fonts())
    pictures = pdf_pictures(produce.pdf_of_pages(pages, report, reports.FORM.id))
    for page, picture in zip(pages, pictures, strict=True):
        mean, spot = differences(preview_picture(page, glyphs), picture)
        assert mean < MEAN_DIFFERENCE, page.number
        assert spot < LARGEST_SPOT, page.number


@pytest.mark.usefixtures("qapp")
def test_the_comparison_sees_a_character_that_moved() -> None:
    report = reports.filled()
    pages = produce.composer(reports.FORM.id).pages(report)
    glyphs = GlyphBook(produce.bundled_fonts())
    picture = pdf_pictures(produce.pdf_of_pages(pages, report, reports.FORM.id))[1]
    runs = [mark for mark in pages[1].marks if getattr(mark, "path", "") != "basic_info.address"]
    without = Page(pages[1].part, pages[1].number, pages[1].width, pages[1].height, tuple(runs), ())
    assert differences(preview_picture(without, glyphs), picture)[1] > LARGEST_SPOT
