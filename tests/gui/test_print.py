"""Printing: which pages, in what order, at what size, as text or outlines; and the dialog that asks."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QImage, QPainter, QPicture
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from selfeval_gui.gui.output.print_dialog import TO_FILE, PrintDialog
from selfeval_gui.gui.output.print_job import (
    Part,
    PrintOrder,
    pages_in_ranges,
    pages_of,
    paint,
    prepare,
    sealed_pages,
    sheets,
)
from selfeval_gui.gui.preview.glyphs import GlyphBook
from selfeval_gui.gui.preview.pen import draw_page
from selfeval_gui.printing import produce
from selfeval_gui.printing.marks import Page
from tests.gui.test_same_picture import DPI, LARGEST_SPOT, differences, pdf_pictures, preview_picture
from tests.printing import reports


@pytest.fixture(scope="module")
def pages() -> tuple[Page, ...]:
    return produce.composer(reports.FORM.id).pages(reports.filled())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [0, 1, 2, 3, 4, 5]),
        ("1", [0]),
        ("2-4,6", [1, 2, 3, 5]),
        ("２－４，６", [1, 2, 3, 5]),
        ("6、1", [0, 5]),
        ("3-3", [2]),
        (" 1 至 2 ", [0, 1]),
        ("0", None),
        ("7", None),
        ("4-2", None),
        ("a", None),
        ("1,,2", None),
        ("-3", None),
    ],
)
def test_page_ranges(text: str, found: list[int] | None) -> None:
    assert pages_in_ranges(text, 6) == found


def test_parts_are_the_pages_of_the_form_and_of_the_narrative(pages: tuple[Page, ...]) -> None:
    form, narrative = pages_of(Part.FORM, pages), pages_of(Part.NARRATIVE, pages)
    assert form[0] == 0
    assert form + narrative == pages_of(Part.ALL, pages) == list(range(len(pages)))
    assert {pages[index].part for index in narrative} == {"narrative"}


def test_sealed_pages_come_again_after_the_whole_copies(pages: tuple[Page, ...]) -> None:
    last = len(pages) - 1
    assert sealed_pages(pages) == [0, last]
    assert sheets(pages, PrintOrder((0, 1, last), copies=2, seal_copies=2)) == [
        0,
        1,
        last,
        0,
        1,
        last,
        0,
        last,
        0,
        last,
    ]
    assert sheets(pages, PrintOrder((1,), seal_copies=3)) == [1]


def printed(folder: Path, pages: tuple[Page, ...], order: PrintOrder) -> bytes:
    file = folder / "打印.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    prepare(printer, pages, order, "报告")
    sides: list[int] = []
    assert paint(printer, pages, GlyphBook(produce.bundled_fonts()), order, sides.append)
    assert sides == [*range(1, len(sheets(pages, order)) + 1)]
    return file.read_bytes()


@pytest.mark.usefixtures("qapp")
def test_paper_carries_what_the_preview_shows_at_its_true_size(tmp_path: Path, pages: tuple[Page, ...]) -> None:
    order = PrintOrder((0, 1, 4))
    data = printed(tmp_path, pages, order)
    document = pypdfium2.PdfDocument(data)
    assert len(document) == 3
    for page in document:
        assert page.get_size() == pytest.approx((595.28, 841.89), abs=1.0)
        kinds = {thing.type for thing in page.get_objects()}
        text, path = pypdfium2.raw.FPDF_PAGEOBJ_TEXT, pypdfium2.raw.FPDF_PAGEOBJ_PATH
        assert text in kinds <= {text, path}, "nothing is a picture, at any resolution, and text stays text"
    words = document[1].get_textpage().get_text_bounded()
    assert all(word in words for word in ("项 目 基 本 概 况", "支出合计", "万元"))
    document.close()
    assert len(data) < 300_000, "glyphs are put in once, not once for each place"
    glyphs = GlyphBook(produce.bundled_fonts())
    for index, picture in zip(order.pages, pdf_pictures(data), strict=True):
        assert differences(preview_picture(pages[index], glyphs), picture)[1] < LARGEST_SPOT
    assert DPI == 100


@pytest.mark.usefixtures("qapp")
def test_printing_leaves_the_window_the_fonts_that_it_had(tmp_path: Path, pages: tuple[Page, ...]) -> None:
    before = QFontDatabase.families()
    printed(tmp_path, pages, PrintOrder((0, 1)))
    assert QFontDatabase.families() == before


@pytest.mark.usefixtures("qapp")
def test_a_device_that_is_no_pdf_gets_outlines(pages: tuple[Page, ...]) -> None:
    """As the printers of Windows do: what a driver makes of a font of ours is not left to it."""
    recorded = QPicture()
    painter = QPainter(recorded)
    draw_page(painter, pages[1], GlyphBook(produce.bundled_fonts()), 4.0)
    painter.end()
    shown = QImage(840, 1188, QImage.Format.Format_RGB32)
    shown.fill(0xFFFFFFFF)
    painter = QPainter(shown)
    recorded.play(painter)
    painter.end()
    inked = sum(shown.pixelColor(x, y).lightness() < 128 for x in range(0, 840, 2) for y in range(0, 1188, 2))
    assert inked > 2000


@pytest.mark.qt_log_ignore("QPainter::begin")  # Qt says so too
@pytest.mark.usefixtures("qapp")
def test_a_printer_that_does_not_take_the_job_is_told(tmp_path: Path, pages: tuple[Page, ...]) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "nowhere" / "a.pdf"))
    order = PrintOrder((0,))
    prepare(printer, pages, order, "报告")
    assert not paint(printer, pages, GlyphBook(produce.bundled_fonts()), order)


@pytest.fixture
def dialog(qtbot: QtBot, pages: tuple[Page, ...]) -> PrintDialog:
    made = PrintDialog(pages, 1)
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_dialog_orders_what_is_filled_in(dialog: PrintDialog, pages: tuple[Page, ...]) -> None:
    assert dialog.printer.findText(TO_FILE) >= 0
    choice = dialog.choice()
    assert choice
    assert choice.order == PrintOrder(tuple(range(len(pages))))
    dialog.part.setCurrentIndex(dialog.part.findData(Part.FORM))
    QTest.keyClicks(dialog.ranges, "1-3")
    dialog.copies.selectAll()
    QTest.keyClicks(dialog.copies, "2")
    dialog.seal_copies.selectAll()
    QTest.keyClicks(dialog.seal_copies, "1")
    QTest.mouseClick(dialog.duplex, Qt.MouseButton.LeftButton, pos=dialog.duplex.rect().center())
    choice = dialog.choice()
    assert choice
    assert choice.order.pages == (0, 1, 2)
    assert (choice.order.copies, choice.order.seal_copies) == (2, 1)
    assert "共 7 页" in dialog.note.text()


def test_the_dialog_does_not_print_what_is_no_range(dialog: PrintDialog) -> None:
    for edit, text in ((dialog.ranges, "9999"), (dialog.copies, "0"), (dialog.seal_copies, "x")):
        before = edit.text()
        edit.selectAll()
        QTest.keyClicks(edit, text)
        assert not dialog.ok.isEnabled()
        assert "页码请填" in dialog.note.text()
        edit.setText(before)
        assert dialog.ok.isEnabled()
