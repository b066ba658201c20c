"""What moves the preview: small pages, page number, zoom, the whole window; only what is seen is drawn."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QListView, QToolButton
from pytestqt.qtbot import QtBot

from selfeval_gui.gui.preview.entries import number_in
from selfeval_gui.gui.preview.glyphs import GlyphBook
from selfeval_gui.gui.preview.pen import draw_page
from selfeval_gui.gui.preview.view import Fit
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.printing import produce
from tests.gui.driving import in_focus
from tests.gui.driving import write as write_text
from tests.gui.showing import ShowReport, click_on_paper
from tests.printing import reports
from tests.printing.fontmaking import tiny_font, write


@pytest.fixture
def window(show_report: ShowReport) -> MainWindow:
    return show_report()


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, f"action.{name}")
    assert found is not None
    return found


def strip(window: MainWindow) -> QListView:
    found = window.findChild(QListView, "preview.thumbnails")
    assert found is not None
    return found


def page_field(window: MainWindow) -> QLineEdit:
    found = window.findChild(QLineEdit, "preview.page")
    assert found is not None
    return found


def zoom_field(window: MainWindow) -> QComboBox:
    found = window.findChild(QComboBox, "preview.zoom")
    assert found is not None
    return found


def enter(edit: QLineEdit, text: str) -> None:
    edit.setFocus()
    edit.selectAll()
    write_text(text)  # as an input method does it: full-width digits too
    QTest.keyClick(edit, Qt.Key.Key_Return)


# --- small pages


def test_small_pages_come_and_go_and_follow_the_sheets(window: MainWindow) -> None:
    assert window.findChild(QListView, "preview.thumbnails") is None  # made when it is first wanted
    action(window, "thumbnails").trigger()
    view, small = window.preview.view, strip(window)
    assert small.isVisible()
    assert small.model().rowCount() == len(view.pages) == 13
    view.go_to_page(7)
    assert small.currentIndex().row() == 7
    window.reveal("evaluators[0].name")
    assert small.currentIndex().row() == view.page_in_sight() == 3
    action(window, "thumbnails").trigger()
    assert not small.isVisible()


def test_a_click_or_an_arrow_in_the_strip_goes_to_the_page(window: MainWindow) -> None:
    action(window, "thumbnails").trigger()
    view, small = window.preview.view, strip(window)
    QApplication.processEvents()
    place = small.visualRect(small.model().index(2, 0)).center()
    QTest.mouseClick(small.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert view.page_in_sight() == 2
    assert 0 <= view.page_rect(2).top() < view.viewport().height() / 4
    QTest.keyClick(small, Qt.Key.Key_Down)
    assert view.page_in_sight() == 3
    QTest.keyClick(small, Qt.Key.Key_End)
    assert view.page_in_sight() == 12


def test_small_pages_show_what_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    action(window, "thumbnails").trigger()
    small = strip(window)

    def picture(row: int) -> QImage:
        return small.viewport().grab(small.visualRect(small.model().index(row, 0))).toImage()

    first, second = picture(0), picture(1)
    window.document.put("cover.project_name", "长" * 60)
    qtbot.waitUntil(lambda: picture(0) != first)
    assert picture(1) == second
    assert small.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "第 2 页：自评表"


def test_the_strip_is_remembered(show_report: ShowReport) -> None:
    first = show_report()
    action(first, "thumbnails").trigger()
    first.document.undo_stack.setClean()
    first.close()
    assert strip(show_report()).isVisible()


# --- page number


def test_the_page_number_says_and_goes(window: MainWindow) -> None:
    field, view = page_field(window), window.preview.view
    assert (field.text(), window.preview.page_entry.total.text()) == ("1", "/ 13 页")
    view.go_to_page(4)
    assert field.text() == "5"
    enter(field, "９")
    assert view.page_in_sight() == 8
    assert in_focus() is view
    enter(field, "99")
    assert (view.page_in_sight(), field.text()) == (12, "13")
    enter(field, "x")
    assert (view.page_in_sight(), field.text()) == (12, "13")


@pytest.mark.parametrize("zoom", [0.5, 1.0, 4.0])
def test_every_page_can_be_gone_to_at_every_zoom(window: MainWindow, zoom: float) -> None:
    view = window.preview.view
    view.set_zoom(zoom)
    for page in (12, 0, 6, 11):
        view.go_to_page(page)
        assert view.page_in_sight() == page
        assert page_field(window).text() == str(page + 1)


# --- zoom


@pytest.mark.parametrize(
    ("typed", "zoom"), [("125", 1.25), ("80%", 0.8), ("２００％", 2.0), ("20", 0.5), ("999", 4.0), ("乱写", None)]
)
def test_a_zoom_can_be_typed(window: MainWindow, typed: str, zoom: float | None) -> None:
    view = window.preview.view
    before = view.zoom
    entry = zoom_field(window)
    line = entry.lineEdit()
    assert line is not None
    enter(line, typed)
    assert view.zoom == pytest.approx(before if zoom is None else zoom)
    assert entry.currentText() == f"{round(view.zoom * 100)}%"


def test_a_zoom_can_be_chosen(window: MainWindow) -> None:
    view, entry = window.preview.view, zoom_field(window)
    assert [entry.itemText(i) for i in range(3)] == ["适合宽度", "适合整页", "50%"]
    assert entry.itemText(entry.count() - 1) == "400%"
    for text, fit in (("150%", Fit.NONE), ("适合整页", Fit.PAGE), ("适合宽度", Fit.WIDTH)):
        entry.setFocus()
        entry.showPopup()
        popup = entry.view()
        popup.setCurrentIndex(entry.model().index(entry.findText(text), 0))
        QTest.keyClick(popup, Qt.Key.Key_Return)
        assert view.fit is fit
        assert in_focus() is view
        assert entry.currentText() == f"{round(view.zoom * 100)}%"
        assert action(window, "fit_page").isChecked() is (fit is Fit.PAGE)


def test_numbers_as_people_type_them() -> None:
    assert [number_in(text) for text in ("3", " 3 ", "３", "75%", "75 %", "75.4%", "", "第3页", "-3")] == [
        3, 3, 3, 75, 75, 75, None, None, None,
    ]  # fmt: skip


# --- the whole window


@pytest.mark.parametrize("key", [Qt.Key.Key_F11, Qt.Key.Key_F9])
def test_the_preview_takes_the_window_and_gives_it_back(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    view = window.preview.view
    window.reveal("performance.actual")
    before, zoom = in_focus(), view.zoom
    shift = Qt.KeyboardModifier.ShiftModifier if key == Qt.Key.Key_F9 else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(before, key, shift)
    assert not window.tabs.isVisible()
    assert not window.menuBar().isVisible()
    assert not window.toolbar.isVisible()
    qtbot.waitUntil(lambda: window.preview.width() == window.width())
    assert window.preview.height() == window.height()
    assert view.fit is Fit.PAGE
    assert not view.framing
    qtbot.waitUntil(lambda: 0 <= view.page_rect(2).top() < view.viewport().height() / 8)
    assert view.page_in_sight() == 2
    for name in ("print", "export_pdf", "full_preview"):
        button = window.findChild(QToolButton, f"preview.{name}")
        assert button is not None
        assert button.isVisible()
    QTest.keyClick(in_focus(), Qt.Key.Key_PageDown)
    assert view.page_in_sight() == 3
    QTest.keyClick(in_focus(), Qt.Key.Key_Escape)
    assert window.tabs.isVisible()
    assert window.menuBar().isVisible()
    assert in_focus() is before
    assert (view.fit, view.framing) == (Fit.WIDTH, True)
    qtbot.waitUntil(lambda: view.zoom == pytest.approx(zoom))
    assert not action(window, "full_preview").isChecked()


def test_the_same_key_leads_back_and_a_hidden_preview_is_hidden_again(window: MainWindow) -> None:
    action(window, "preview").trigger()
    assert not window.preview.isVisible()
    QTest.keyClick(window.tabs, Qt.Key.Key_F11)
    assert window.preview.isVisible()
    QTest.keyClick(window.preview.view, Qt.Key.Key_F11)
    assert not window.preview.isVisible()
    assert window.tabs.isVisible()


def test_a_click_on_a_field_leads_out_of_the_whole_window(window: MainWindow, qtbot: QtBot) -> None:
    action(window, "full_preview").trigger()
    qtbot.waitUntil(lambda: window.preview.width() == window.width())
    area = next(a for a in window.preview.view.pages[1].areas if a.path == "basic_info.address")
    click_on_paper(window, 1, area.x + area.width / 2, area.y + area.height / 2)
    assert window.tabs.isVisible()
    assert window.current_field == "basic_info.address"
    assert in_focus().objectName() == "basic_info.address"


# --- painting


def test_only_pages_in_sight_are_painted(window: MainWindow, qtbot: QtBot) -> None:
    view = window.preview.view
    view.set_zoom(1.0)
    for page in (0, 6, 12):
        view.go_to_page(page)
        view.viewport().repaint()
        qtbot.waitUntil(lambda page=page: page in view.pages_painted)  # type: ignore[misc]
        seen = [n for n in range(13) if view.page_rect(n).intersects(view.viewport().rect().toRectF())]
        assert set(view.pages_painted) <= set(seen) | {seen[0] - 1, seen[-1] + 1}
        assert len(view.pages_painted) <= 3


@pytest.mark.usefixtures("qapp")
def test_at_150_percent_every_dot_of_the_screen_is_used() -> None:
    """A page on a screen of 1.5 dots a px is the page at 1.5 times the size, not a blown-up picture."""
    pages = produce.composer(reports.FORM.id).pages(reports.filled())
    glyphs = GlyphBook(produce.bundled_fonts())
    pictures = []
    for ratio, scale in ((1.5, 2.0), (1.0, 3.0)):
        image = QImage(630, 891, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        draw_page(painter, pages[1], glyphs, scale)
        painter.end()
        pictures.append(image)
    one, other = pictures
    spots = [
        abs(QColor(one.pixel(x, y)).lightness() - QColor(other.pixel(x, y)).lightness())
        for x in range(0, 630, 2)
        for y in range(0, 891, 2)
    ]
    assert sum(spots) / len(spots) < 1.0


# --- fonts


def test_the_window_uses_the_fonts_of_the_machine_until_told_otherwise(
    show_report: ShowReport,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    folder = tmp_path / "fonts"
    write(folder / "SIMFANG.TTF", tiny_font({"单": 1000, "位": 900}, "FangSong", "仿宋"))
    asked: list[int] = []

    def fonts() -> tuple[Path, ...]:
        asked.append(1)
        return (folder,)

    window = show_report(fonts=fonts)
    assert asked == [1]  # with the first page, once
    assert window.composing.fonts.face("fangsong").path == folder / "SIMFANG.TTF"
    window.composing.use_fonts(bundled_only=True)
    qtbot.waitUntil(lambda: window.preview._fonts is window.composing.fonts)
    assert window.composing.fonts.report() == produce.font_rows()
    assert asked == [1]
