"""The preview: zoom, clicks to fields and characters, frames, glyphs from collections, cost of a page."""

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.ttCollection import TTCollection
from PySide6.QtCore import QByteArray, QMarginsF, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPageSize, QPainter, QPdfWriter, QRawFont, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfeval_gui import resources
from selfeval_gui.gui.preview.glyphs import GlyphBook, single_face
from selfeval_gui.gui.preview.pen import draw_page
from selfeval_gui.gui.preview.places import field_at, frames
from selfeval_gui.gui.preview.view import Fit, PreviewView
from selfeval_gui.printing.fonts import FontBook
from selfeval_gui.printing.marks import Area, Mark, Page, Rule, Run, TickBox, Watermark

LONG = "narrative.process.text"


def line(y: float, text: str, path: str, start: int = 0, x: float = 30.0) -> Run:
    return Run(y, text, "fangsong", 16.0, tuple(x + 5.6 * i for i in range(len(text))), path, start)


def page(part: str, marks: tuple[Mark, ...], areas: tuple[Area, ...]) -> Page:
    return Page(part, 1, 210.0, 297.0, marks, areas)


PAGES = (
    page(
        "cover",
        (line(100, "山区供水项目", "cover.project_name"), Rule(25, 110, 185, 110, 0.5), TickBox(30, 120, 4, True, "")),
        (Area(25, 90, 160, 15, "cover.project_name"), Area(25, 130, 160, 10, "cover.project_unit")),
    ),
    page(
        "narrative",
        (line(60, "第一行的字", LONG, 0), line(70, "第二行的字", LONG, 5), line(90, "别处", "cover.project_name")),
        (
            Area(28, 53, 156, 10, LONG),
            Area(28, 63, 156, 10, LONG),
            Area(28, 83, 156, 10, "cover.project_name"),
        ),
    ),
)


@pytest.fixture
def view(qtbot: QtBot) -> PreviewView:
    made = PreviewView()
    qtbot.addWidget(made)
    made.set_glyphs(GlyphBook(FontBook(resources.path("fonts"))))
    made.resize(600, 500)
    made.set_pages(PAGES)
    with qtbot.waitExposed(made):
        made.show()
    return made


def click(view: PreviewView, page: int, x: float, y: float) -> None:
    point = view.place_of(page, x, y).toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)


def turn_wheel(view: PreviewView, steps: int, at: QPointF) -> None:
    corner = QPointF(view.viewport().mapToGlobal(at.toPoint()))
    control = Qt.KeyboardModifier.ControlModifier
    event = QWheelEvent(
        at,
        corner,
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        control,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def darkest(picture: QImage, x: int, y: int, width: int, height: int) -> int:
    return min(QColor(picture.pixel(a, b)).lightness() for a in range(x, x + width) for b in range(y, y + height))


def test_fits_the_width_from_the_start(view: PreviewView) -> None:
    assert view.fit is Fit.WIDTH
    rect = view.page_rect(0)
    assert 0 < rect.left() < 40
    assert rect.right() < view.viewport().width()
    assert view.horizontalScrollBar().maximum() == 0


def test_follows_the_window_while_it_fits(view: PreviewView) -> None:
    before = view.zoom
    view.resize(900, 500)
    assert view.zoom > before
    view.set_fit(Fit.PAGE)
    assert view.page_rect(0).height() < view.viewport().height()
    view.set_zoom(1.0)
    view.resize(700, 500)
    assert view.zoom == 1.0


def test_zoom_stays_between_its_bounds(view: PreviewView) -> None:
    for _ in range(30):
        view.zoom_in()
    assert view.zoom == 4.0
    for _ in range(30):
        view.zoom_out()
    assert view.zoom == 0.5


def test_control_and_wheel_zoom_around_the_pointer(view: PreviewView) -> None:
    view.set_zoom(1.0)
    view.verticalScrollBar().setValue(300)
    at = QPointF(200, 150)
    rect = view.page_rect(0)
    scale = 210.0 / rect.width()
    x, y = (at.x() - rect.left()) * scale, (at.y() - rect.top()) * scale
    turn_wheel(view, 3, at)
    assert view.zoom == pytest.approx(1.331, rel=1e-3)
    now = view.place_of(0, x, y)
    assert (now - at).manhattanLength() < 4


def test_a_click_names_the_field_and_the_character(view: PreviewView, qtbot: QtBot) -> None:
    told: list[tuple[str, int]] = []
    view.activated.connect(lambda path, start: told.append((path, start)))
    click(view, 0, 40, 135)
    view.set_current(LONG)
    click(view, 1, 30 + 5.6 * 3.2, 68)
    click(view, 1, 28 + 1, 58)
    assert told == [("cover.project_unit", 0), (LONG, 5 + 3), (LONG, 0)]


def test_a_click_beside_all_fields_says_nothing(view: PreviewView) -> None:
    told: list[str] = []
    view.activated.connect(lambda path, _start: told.append(path))
    click(view, 0, 5, 20)
    assert told == []


def test_the_current_field_is_scrolled_into_sight_and_framed(view: PreviewView) -> None:
    assert view.verticalScrollBar().value() == 0
    view.set_current(LONG)
    assert view.verticalScrollBar().value() > 0
    corner = view.place_of(1, 28, 53).toPoint()
    assert view.viewport().rect().contains(corner)
    picture = view.viewport().grab().toImage()
    inside = view.place_of(1, 150, 58).toPoint()
    outside = view.place_of(1, 150, 80).toPoint()
    assert QColor(picture.pixel(inside)).blue() > QColor(picture.pixel(inside)).red()
    assert QColor(picture.pixel(outside)) == QColor("white")


def test_a_field_in_sight_does_not_scroll(view: PreviewView) -> None:
    view.verticalScrollBar().setValue(40)
    view.set_current("cover.project_name")
    assert view.verticalScrollBar().value() == 40


def test_new_pages_keep_the_place(view: PreviewView) -> None:
    view.verticalScrollBar().setValue(222)
    view.set_pages((*PAGES, PAGES[1]))
    assert view.verticalScrollBar().value() == 222


def test_only_sheets_in_sight_are_painted(view: PreviewView, qtbot: QtBot) -> None:
    view.set_pages(PAGES * 200)
    with qtbot.waitSignal(view.painted):
        view.viewport().update()
    picture = view.viewport().grab().toImage()
    corner = view.page_rect(0).topLeft().toPoint()
    assert QColor(picture.pixel(corner + QPoint(5, 5))) == QColor("white")


def test_lines_that_touch_are_one_frame() -> None:
    found = frames(PAGES, LONG)
    assert [(number, rect.top(), rect.height()) for number, rect in found] == [(1, 53.0, 20.0)]
    assert [number for number, _ in frames(PAGES, "cover.project_name")] == [0, 1]


@pytest.mark.parametrize(
    ("path", "stands_in"),
    [
        ("narrative.process.linked", LONG),
        ("basic_info.period_end", "basic_info.period_start"),
        ("evaluators[1].role", "evaluators[1].name"),
        ("narrative.basis_document", "narrative.opening.text"),
    ],
)
def test_blanks_without_a_place_are_shown_where_they_have_effect(path: str, stands_in: str) -> None:
    sheet = page("form", (), (Area(10, 10, 10, 10, stands_in), Area(50, 50, 5, 5, "cover.annex_label")))
    assert [rect.left() for _, rect in frames((sheet,), path)] == [10.0]
    assert frames((sheet,), "fiscal_year") == []


def test_the_smallest_of_several_areas_is_meant() -> None:
    sheet = page("form", (), (Area(0, 0, 100, 100, "performance.actual"), Area(10, 10, 5, 5, "performance.score")))
    assert field_at(sheet, 12, 12) == ("performance.score", 0)
    assert field_at(sheet, 50, 50) == ("performance.actual", 0)
    assert field_at(sheet, 150, 50) is None


def test_every_kind_of_mark_is_drawn_where_it_belongs(qapp: QApplication) -> None:
    marks: tuple[Mark, ...] = (
        line(50, "字", "", x=30.0),
        Rule(20, 80, 190, 80, 0.5),
        TickBox(30, 100, 5, True),
        TickBox(60, 100, 5, False),
        Watermark(105, 200, "草稿", "hei", 120, 45, 0.9),
    )
    picture = QImage(840, 1188, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    draw_page(painter, page("form", marks, ()), GlyphBook(FontBook(resources.path("fonts"))), 4.0)
    painter.end()
    assert darkest(picture, 120, 180, 24, 24) < 100  # the character
    assert darkest(picture, 400, 318, 4, 5) < 140  # the rule
    assert darkest(picture, 128, 408, 4, 4) == 0  # the filled box
    assert darkest(picture, 248, 408, 4, 4) == 255  # the empty one inside
    assert darkest(picture, 238, 398, 6, 24) < 140  # and its line
    assert 180 < darkest(picture, 300, 640, 240, 320) < 250  # the pale word
    assert darkest(picture, 700, 900, 100, 100) == 255


@pytest.mark.parametrize("scale", [2.0, 4.0, 15.0, 40.0])
def test_text_is_drawn_at_every_zoom(qapp: QApplication, scale: float) -> None:
    picture = QImage(round(20 * scale), round(20 * scale), QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    draw_page(
        painter, page("form", (line(15, "国", "", x=5),), ()), GlyphBook(FontBook(resources.path("fonts"))), scale
    )
    painter.end()
    assert darkest(picture, round(5 * scale), round(10 * scale), round(5.6 * scale), round(5.6 * scale)) < 160


def test_a_face_of_a_collection_becomes_a_font(qapp: QApplication, tmp_path: Path) -> None:
    collection = TTCollection()
    collection.fonts = [TTFont(resources.path("fonts", name)) for name in ("hei.ttf", "kai.ttf")]
    stored = io.BytesIO()
    collection.save(stored)
    kai = single_face(stored.getvalue(), 1)
    font = QRawFont(QByteArray(kai), 20.0, QFont.HintingPreference.PreferNoHinting)
    alone = QRawFont(str(resources.path("fonts", "kai.ttf")), 20.0)
    assert font.familyName() == alone.familyName()
    numbers = font.glyphIndexesForString("国永")
    assert numbers == alone.glyphIndexesForString("国永")
    assert font.boundingRect(numbers[0]) == alone.boundingRect(numbers[0])
    with pytest.raises(ValueError, match="face 2 of 2"):
        single_face(stored.getvalue(), 2)


def test_rare_characters_come_from_the_face_that_has_them(qapp: QApplication) -> None:
    fonts = FontBook(resources.path("fonts"))
    pieces = GlyphBook(fonts).pieces("fangsong", "韦㛃贤")
    assert [(first, end) for _, _, first, end in pieces] == [(0, 1), (1, 2), (2, 3)]
    assert all(number for _, numbers, _, _ in pieces for number in numbers)


def test_hovering_says_which_field_a_click_leads_to(view: PreviewView, qtbot: QtBot) -> None:
    point: Callable[[float, float], QPoint] = lambda x, y: view.place_of(0, x, y).toPoint()  # noqa: E731
    QTest.mouseMove(view.viewport(), point(40, 135))
    qtbot.waitUntil(lambda: view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor)
    QTest.mouseMove(view.viewport(), point(5, 20))
    qtbot.waitUntil(lambda: view.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor)


def test_scrolls_by_key(view: PreviewView) -> None:
    bar = view.verticalScrollBar()
    for key, moved in ((Qt.Key.Key_End, True), (Qt.Key.Key_Home, False), (Qt.Key.Key_PageDown, True)):
        QTest.keyClick(view, key)
        assert (bar.value() > 0) is moved


def test_the_same_pen_draws_on_a_printers_device(qapp: QApplication, tmp_path: Path) -> None:
    target = tmp_path / "printed.pdf"
    writer = QPdfWriter(str(target))
    writer.setResolution(600)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    draw_page(painter, PAGES[0], GlyphBook(FontBook(resources.path("fonts"))), 600 / 25.4)
    painter.end()
    printed = pypdfium2.PdfDocument(target)
    picture = printed[0].render(scale=4 * 25.4 / 72).to_pil().convert("L")  # 4 px for a mm
    printed.close()

    def shades(left: float, top: float, right: float, bottom: float) -> tuple[int, int]:
        """The darkest and the lightest grey in a rectangle of mm."""
        darkest, lightest = picture.crop((int(4 * left), int(4 * top), int(4 * right), int(4 * bottom))).getextrema()
        return darkest, lightest

    assert shades(30, 95, 36, 101)[0] < 100  # the first character
    assert shades(100, 109, 101, 111)[0] < 160  # the rule
    assert shades(31, 121, 33, 123) == (0, 0)  # the box, filled
    assert shades(0, 200, 210, 297) == (255, 255)
