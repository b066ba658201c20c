"""The main window: tabs, undo by key, the link between form and pages, what is remembered, Chinese throughout."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from selfeval_gui.gui import language
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.style import theme, typeface
from selfeval_gui.gui.style.icons import icon
from selfeval_gui.gui.tables.view import RowsView
from selfeval_gui.gui.window import MainWindow
from tests.gui.driving import Answers, in_focus, write
from tests.gui.showing import show_active

Opener = Callable[[], MainWindow]
TABS = ["tab.cover_basic", "tab.expenditures", "tab.performance", "tab.evaluators", "tab.narrative"]


@pytest.fixture
def opener(qtbot: QtBot, places: Places) -> Opener:
    """Opens windows that share one folder of settings."""

    def open_window() -> MainWindow:
        window = show_active(qtbot, MainWindow(places))
        window.composing.start()
        return window

    return open_window


@pytest.fixture
def window(opener: Opener) -> MainWindow:
    return opener()


def action(window: MainWindow, name: str) -> QAction:
    found = window.findChild(QAction, f"action.{name}")
    assert found is not None
    return found


def line(window: MainWindow, path: str) -> QLineEdit:
    found = window.findChild(QLineEdit, path)
    assert found is not None
    return found


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
    QTest.keyClick(in_focus(), key, modifier)


def test_five_tabs_and_the_pages_beside_them(window: MainWindow, qtbot: QtBot) -> None:
    tabs = window.findChild(QTabWidget, "tabs")
    assert tabs is not None
    assert [tabs.widget(i).objectName() for i in range(tabs.count())] == TABS
    qtbot.waitUntil(lambda: len(window.preview.view.pages) > 2)
    assert window.status.pages.text() == f"共 {len(window.preview.view.pages)} 页"


def test_typing_shows_on_the_page_without_leaving_the_field(window: MainWindow, qtbot: QtBot) -> None:
    assert window.reveal("cover.project_name")
    write("桥梁维修")
    qtbot.waitUntil(lambda: "桥梁维修" in window.preview.view.pages[0].text() if window.preview.view.pages else False)
    assert window.preview.view.current == "cover.project_name"


def test_undo_keys_belong_to_the_window(window: MainWindow) -> None:
    for path, text in (("cover.project_name", "甲"), ("cover.project_unit", "乙")):
        window.reveal(path)
        write(text)
    window.reveal("performance.expected")
    write("丙")
    press(Qt.Key.Key_Z)
    press(Qt.Key.Key_Z)
    report = window.document.report
    assert (report.cover.project_name, report.cover.project_unit, report.performance.expected) == ("甲", "", "")
    press(Qt.Key.Key_Y)
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.document.report.performance.expected == "丙"
    assert line(window, "cover.project_unit").text() == "乙"


def test_undo_says_what_it_takes_back(window: MainWindow) -> None:
    assert not action(window, "undo").isEnabled()
    window.reveal("cover.project_name")
    write("甲")
    assert action(window, "undo").isEnabled()
    assert "项目名称" in action(window, "undo").toolTip()


def test_undo_from_an_open_cell_is_the_windows_undo(window: MainWindow) -> None:
    window.document.put("cover.project_name", "甲")
    window.reveal("expenditures[0].item")
    write("印刷费")
    assert window.document.report.expenditures[0].item == "印刷费"
    press(Qt.Key.Key_Z)
    assert window.document.report.expenditures[0].item == ""
    press(Qt.Key.Key_Z)
    assert window.document.report.cover.project_name == ""


def test_a_click_on_paper_leads_to_the_field(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(window.preview.view.pages))
    view = window.preview.view
    area = next(a for a in view.pages[0].areas if a.path == "cover.supervising_department")
    view.set_current("")
    view.verticalScrollBar().setValue(0)
    point = view.place_of(0, area.x + area.width / 2, area.y + area.height / 2).toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    assert window.current_field == "cover.supervising_department"
    assert QApplication.focusWidget() is line(window, "cover.supervising_department")


def test_a_click_on_a_character_puts_the_cursor_there(window: MainWindow, qtbot: QtBot) -> None:
    text = "第一段的话。\n第二段里有一个词。"
    window.document.put("narrative.process.text", text)
    view = window.preview.view
    qtbot.waitUntil(lambda: any("第二段" in page.text() for page in view.pages))
    number, run = next((i, r) for i, p in enumerate(view.pages) for r in p.runs() if r.text.startswith("第二段"))
    view.set_current("narrative.process.text")
    point = view.place_of(number, run.xs[3] + 0.5, run.y - 1.5).toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QPlainTextEdit)
    assert editor.textCursor().position() == text.index("第二段") + 3


def test_the_cell_in_focus_is_framed_and_explained(window: MainWindow) -> None:
    window.reveal("expenditures[1].planned")
    assert window.preview.view.current == "expenditures[1].planned"
    assert window.status.help.text().startswith("计划支出数（第 2 行）")
    QTest.keyClick(in_focus(), Qt.Key.Key_Down)
    assert window.preview.view.current == "expenditures[2].planned"


def test_tabs_turn_by_key(window: MainWindow) -> None:
    window.reveal("cover.project_name")
    press(Qt.Key.Key_PageDown)
    assert window.tabs.currentIndex() == 1
    press(Qt.Key.Key_PageUp)
    press(Qt.Key.Key_PageUp)
    assert window.tabs.currentIndex() == 4


def test_the_preview_can_be_hidden(window: MainWindow) -> None:
    assert window.preview.isVisible()
    action(window, "preview").trigger()
    assert not window.preview.isVisible()
    action(window, "preview").trigger()
    assert window.preview.isVisible()


def test_zoom_actions_show_what_holds(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(window.preview.view.pages))
    assert action(window, "fit_width").isChecked()
    action(window, "zoom_in").trigger()
    assert not action(window, "fit_width").isChecked()
    action(window, "fit_page").trigger()
    assert action(window, "fit_page").isChecked()
    assert not action(window, "fit_width").isChecked()


def test_the_window_is_remembered(opener: Opener) -> None:
    first = opener()
    first.resize(1111, 700)
    first.tabs.setCurrentIndex(3)
    action(first, "preview").trigger()
    first.close()
    second = opener()
    second.resize(1366, 768)
    assert second.tabs.currentIndex() == 3
    assert not second.preview.isVisible()
    assert not action(second, "preview").isChecked()


def test_the_title_says_unsaved(window: MainWindow) -> None:
    assert not window.isWindowModified()
    window.document.put("cover.project_name", "甲")
    assert window.isWindowModified()
    assert window.windowTitle().startswith("未命名[*] - ")
    assert window.status.saved.text() == "● 有未保存修改"


def test_leaving_with_unsaved_work_is_asked(window: MainWindow) -> None:
    window.document.put("cover.project_name", "甲")
    answers = Answers().press("cancel")
    assert not window.close()
    assert answers.all_asked
    answers.escape()
    assert not window.close()
    assert window.isVisible()
    answers.press("discard")
    assert window.close()
    assert answers.said[0].startswith("“未命名”有未保存的修改")


def test_about_names_the_version(window: MainWindow) -> None:
    answers = Answers().press("close")
    action(window, "about").trigger()
    assert "0." in answers.said[0]


def test_actions_without_work_are_not_shown(window: MainWindow) -> None:
    shown = {
        a.objectName() for a in window.findChildren(QAction) if a.objectName().startswith("action.") and a.isVisible()
    }
    assert {"action.open", "action.save", "action.export_pdf", "action.import", "action.undo"} <= shown
    assert "action.check" in shown


def test_no_two_actions_share_a_key(window: MainWindow) -> None:
    keys = [k.toString() for a in window.findChildren(QAction) for k in a.shortcuts()]
    assert len(keys) == len(set(keys))


ENGLISH = re.compile(r"[A-Za-z]{3,}")
ALLOWED = re.compile(r"PDF|Esc|Excel|WPS|Word|Ctrl|Shift|Alt|PgUp|PgDown|Backspace|Insert|Delete|Home")


def test_everything_visible_is_chinese(qapp: QApplication, opener: Opener) -> None:
    language.install(qapp)
    window = opener()
    texts: set[str] = {window.windowTitle()}
    for widget in window.findChildren(QWidget):
        texts |= {widget.toolTip(), widget.statusTip(), widget.windowTitle(), widget.accessibleName()}
        if isinstance(widget, (QLabel, QAbstractButton)):
            texts.add(widget.text())
        if isinstance(widget, (QLineEdit, QPlainTextEdit)):
            texts.add(widget.placeholderText())
    for each in window.findChildren(QAction):
        texts |= {each.text(), each.toolTip(), each.statusTip(), each.iconText()}
    for view in window.findChildren(RowsView):
        head = Qt.Orientation.Horizontal
        texts |= {str(view.model().headerData(i, head)) for i in range(view.model().columnCount())}
    assert len(texts) > 60
    assert [text for text in sorted(texts) if ENGLISH.search(ALLOWED.sub("", text))] == []


def test_qt_speaks_chinese_and_our_words(qapp: QApplication) -> None:
    assert language.install(qapp)
    assert QCoreApplication.translate("QPlatformTheme", "Discard") == "不保存"
    assert QCoreApplication.translate("QPlatformTheme", "Save") == "保存"
    assert QCoreApplication.translate("none", "not known to anyone") == "not known to anyone"


def test_the_typeface_of_the_window_has_chinese(qapp: QApplication) -> None:
    before = qapp.font()
    family = typeface.install(qapp)
    assert qapp.font().family() == family
    assert 9 <= qapp.font().pointSizeF() <= 10.5
    qapp.setFont(before)


def contrast(a: QColor, b: QColor) -> float:
    """WCAG 2.1, 1.4.3."""

    def luminance(colour: QColor) -> float:
        def linear(value: float) -> float:
            return value / 12.92 if value <= 0.03928 else float(((value + 0.055) / 1.055) ** 2.4)

        red, green, blue = linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out(dark: bool) -> None:
    role = QPalette.ColorRole
    colours = theme.palette(dark)
    pairs = [
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.Text, role.AlternateBase),
        (role.PlaceholderText, role.Base),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
        (role.Link, role.Base),
        (role.Accent, role.Window),
    ]
    for front, back in pairs:
        assert contrast(colours.color(front), colours.color(back)) >= 4.5, (front, back)


def test_icons_follow_the_palette(qapp: QApplication) -> None:
    before = qapp.palette()
    inks = []
    for dark in (False, True):
        qapp.setPalette(theme.palette(dark))
        picture = icon("save").pixmap(32, 32).toImage()
        pixels = [picture.pixelColor(x, y) for x in range(32) for y in range(32)]
        inks.append(max((p for p in pixels), key=lambda p: p.alpha()).lightness())
    qapp.setPalette(before)
    assert inks[0] < 90
    assert inks[1] > 180


def test_the_tables_keys_are_not_the_zooms_and_the_status_line_sums(window: MainWindow) -> None:
    window.document.put("expenditures[0].planned", Decimal("1.5"))
    window.document.put("expenditures[1].planned", Decimal(2))
    window.reveal("expenditures[1].planned")
    rows, zoom = len(window.document.report.expenditures), window.preview.view.zoom
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    for key, more in ((Qt.Key.Key_Plus, 1), (Qt.Key.Key_Minus, 0), (Qt.Key.Key_Equal, 1), (Qt.Key.Key_Underscore, 0)):
        press(key, both)
        assert len(window.document.report.expenditures) == rows + more
    assert window.preview.view.zoom == zoom
    window.reveal("expenditures[1].planned")
    press(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert window.status.selection.text() == "求和 3.5　平均 1.75　计数 2"
    window.reveal("cover.project_name")
    assert not window.status.selection.isVisible()
