"""U5, U6 and U12 over the live window and every dialog that its actions open."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from selfeval_gui.gui import language
from selfeval_gui.gui.actions import SPECS
from selfeval_gui.gui.style import theme
from selfeval_gui.gui.tables.view import RowsView
from selfeval_gui.gui.wheel import WheelGuard
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report.catalogue import BLANKS
from tests.gui import scanning
from tests.gui.driving import Answers, in_focus
from tests.gui.showing import ShowReport

NO_DIALOG = {
    "quit",
    "home",
    "new",
    "sample",
    "full_preview",
    "backups",
    "undo",
    "redo",
    "office",
    "selftest",
    "form_larger",
    "form_smaller",
    "form_normal",
}
"""Actions whose dialogs only ask about unsaved work, or that show another program or another state of the window."""
PLACES = {
    "tab.cover_basic": "cover.project_name",
    "tab.expenditures": "expenditures[0].item",
    "tab.performance": "performance.expected",
    "tab.evaluators": "evaluators[0].name",
    "tab.narrative": "narrative.addressee",
}


@pytest.fixture
def window(show_report: ShowReport, qapp: QApplication) -> Iterator[MainWindow]:
    holder = QObject()  # the translators live as long as it does
    language.install(qapp, holder)
    yield show_report()
    del holder


class Scan:
    """Looks at every dialog that comes, and leaves it."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.english: list[str] = []
        self.nameless: list[str] = []

    def __call__(self, dialog: QWidget) -> None:
        name = dialog.objectName() or type(dialog).__name__
        self.seen.add(name)
        for said in scanning.everything_said(dialog):
            if found := scanning.english(said.text):
                self.english.append(f"{name}: {said.who} says {said.text!r} ({found})")
        self.nameless += [f"{name}: {fault}" for fault in scanning.nameless(dialog)]

    def and_leave(self, dialog: QDialog) -> None:
        self(dialog)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        if dialog.isVisible():
            dialog.reject()


def test_the_window_speaks_chinese_and_names_everything(window: MainWindow) -> None:
    scan = Scan()
    for tab in PLACES.values():
        window.reveal(tab)
    for name in ("check", "replace", "field_help", "thumbnails"):
        window.actions_by_name[name].trigger()
    QApplication.processEvents()
    scan(window)
    assert scan.english == []
    assert scan.nameless == []


def test_every_dialog_speaks_chinese_and_names_everything(window: MainWindow) -> None:
    scan = Scan()
    answers = Answers()
    for spec in SPECS:
        if spec.name in NO_DIALOG or spec.checkable or not window.actions_by_name[spec.name].isEnabled():
            continue
        window.reveal("narrative.process.text")
        answers._waiting.clear()
        answers.do(scan.and_leave)
        window.actions_by_name[spec.name].trigger()
        QTest.qWait(40)
    answers._waiting.clear()
    answers._timer.stop()
    assert scan.english == []
    assert scan.nameless == []
    assert len(scan.seen) >= 6, scan.seen
    assert any("shortcuts" in name for name in scan.seen)


def test_qts_own_file_dialog_speaks_chinese(window: MainWindow) -> None:
    dialog = QFileDialog(window, "打开")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    scan = Scan()
    scan(dialog)
    dialog.close()
    assert scan.english == []


def test_the_scans_find_what_is_wrong(qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    box = QComboBox()
    box.addItem("Portrait")
    for widget in (QLabel("Save file"), QLineEdit(), box, QPushButton("导出 PDF(&E)（Ctrl+E）")):
        column.addWidget(widget)
    qtbot.addWidget(window)
    scan = Scan()
    scan(window)
    assert len(scan.english) == 2
    assert len(scan.nameless) == 2


def walk(window: MainWindow, first: str) -> list[QWidget]:
    """The widgets that Tab goes through from a field on, until it comes round."""
    window.reveal(first)
    start, seen = in_focus(), []
    for _ in range(500):
        here = in_focus()
        seen.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
        if in_focus() is start and len(seen) > 3 and not isinstance(start, RowsView):
            return seen
        if isinstance(start, RowsView) and in_focus() is start and here is not start:
            return seen
    raise AssertionError(f"Tab does not come round: {[w.objectName() for w in seen[-6:]]}")


@pytest.mark.parametrize(("tab", "first"), PLACES.items())
def test_tab_reaches_every_control_in_the_forms_order(window: MainWindow, tab: str, first: str) -> None:
    seen = walk(window, first)
    page = window.tabs.currentWidget()
    assert page.objectName() == tab
    reached = {id(widget) for widget in seen}
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            inner = isinstance(widget, QAbstractButton) and widget.group() is not None  # arrows go between them
            proxy = widget.focusProxy()
            if not inner and (proxy is None or proxy is widget):
                assert id(widget) in reached, (widget.objectName(), type(widget).__name__)
    order = {blank.path.split("[")[0]: number for number, blank in enumerate(BLANKS)}
    fields = [w for w in dict.fromkeys(seen) if w.objectName().split("[")[0] in order and page.isAncestorOf(w)]
    spots = [_spot(page, widget) for widget in fields]
    if tab != "tab.cover_basic":  # two columns of funds are gone through one by one
        assert spots == sorted(spots), [w.objectName() for w in fields]


def _spot(page: QWidget, widget: QWidget) -> tuple[int, int]:
    """Row and column, small differences of height left out."""
    place = widget.mapTo(page, QPoint(0, 0))
    return place.y() // 20, place.x()


def test_shift_tab_goes_the_same_way_back(window: MainWindow) -> None:
    window.reveal("basic_info.period_end")
    forth = [in_focus()]
    for _ in range(12):
        QTest.keyClick(in_focus(), Qt.Key.Key_Tab)
        forth.append(in_focus())
    for before in reversed(forth[:-1]):
        QTest.keyClick(in_focus(), Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        assert in_focus() is before


def test_tabs_are_turned_by_key_from_every_field(window: MainWindow) -> None:
    for number, first in enumerate(PLACES.values()):
        window.reveal(first)
        QTest.keyClick(in_focus(), Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert window.tabs.currentIndex() == (number + 1) % 5
        assert window.tabs.currentWidget().isAncestorOf(in_focus())
        QTest.keyClick(in_focus(), Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
        assert window.tabs.currentIndex() == number


def test_a_screen_reader_hears_name_value_state_and_help(window: MainWindow) -> None:
    window.reveal("basic_info.phone")
    told = QAccessible.queryAccessibleInterface(in_focus())
    assert told is not None
    assert told.text(QAccessible.Text.Name) == "联系电话"
    assert told.text(QAccessible.Text.Value) == window.document.report.basic_info.phone
    assert told.text(QAccessible.Text.Description) == window.document.form.help("basic_info.phone")
    assert told.role() == QAccessible.Role.EditableText
    window.reveal("narrative.inputs.text")
    linked = QAccessible.queryAccessibleInterface(in_focus())
    assert linked is not None
    assert linked.state().readOnly  # type: ignore[attr-defined] # the stubs leave its bits out
    outline = window.findChild(QListWidget, "narrative.outline")
    assert outline is not None
    tree = QAccessible.queryAccessibleInterface(outline)
    assert tree is not None
    names = [tree.child(n).text(QAccessible.Text.Name) for n in range(tree.childCount())]
    assert any(name == "（一）投入，自动生成" for name in names)
    text = window.findChild(QPlainTextEdit, "narrative.process.text")
    assert text is not None
    assert QAccessible.queryAccessibleInterface(text).text(QAccessible.Text.Name) == "过程"


def test_a_wheel_over_any_control_changes_nothing(window: MainWindow, qapp: QApplication) -> None:
    guard = WheelGuard()
    qapp.installEventFilter(guard)
    window.reveal("cover.project_name")
    before, zoom = window.document.report, window.preview.view.zoom
    try:
        for at, first in enumerate(PLACES.values()):
            window.reveal(first)
            for widget in window.findChildren(QWidget):
                if not widget.isVisible() or widget.isWindow():
                    continue
                centre = QPointF(widget.rect().center())
                place = widget.mapToGlobal(centre)
                none = Qt.KeyboardModifier.NoModifier
                for turn in (-120, 120):
                    event = QWheelEvent(
                        centre, place, QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, none,
                        Qt.ScrollPhase.NoScrollPhase, False,
                    )  # fmt: skip
                    QApplication.sendEvent(widget, event)
                assert window.document.report is before, widget.objectName()
                assert window.tabs.currentIndex() == at, widget.objectName()
                assert window.preview.view.zoom == zoom, widget.objectName()
    finally:
        qapp.removeEventFilter(guard)


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_the_focus_can_be_seen_on_every_control(window: MainWindow, qapp: QApplication, scheme: str) -> None:
    font, palette, sheet = qapp.font(), qapp.palette(), qapp.styleSheet()
    theme.of(qapp).choose(scheme)
    try:
        for first in ("cover.project_name", "performance.expected", "narrative.project_background.text"):
            seen = list(dict.fromkeys(walk(window, first)))
            for here in seen:
                if not here.isVisible() or isinstance(here, RowsView):
                    continue
                here.setFocus(Qt.FocusReason.TabFocusReason)
                QApplication.processEvents()
                focused = here.grab().toImage()
                other = next(w for w in seen if w is not here and w.parentWidget() is not here.parentWidget())
                other.setFocus(Qt.FocusReason.TabFocusReason)
                QApplication.processEvents()
                assert here.grab().toImage() != focused, (here.objectName(), type(here).__name__, scheme)
    finally:
        theme.of(qapp).deleteLater()
        qapp.setFont(font)
        qapp.setPalette(palette)
        qapp.setStyleSheet(sheet)


def test_no_dialog_opens_larger_than_the_screen(window: MainWindow) -> None:
    """In the largest type, on the small screen that tests have; a line of 大字 is a third higher."""
    room = window.screen().availableGeometry().size()
    large: list[str] = []

    def measure(dialog: QDialog) -> None:
        if dialog.width() > room.width() or dialog.height() > room.height():
            large.append(f"{dialog.objectName()}: {dialog.width()} × {dialog.height()}")
        dialog.reject()

    window.actions_by_name["large_type"].trigger()
    answers = Answers()
    for name in ("compare", "office", "unplaced", "batch", "compare_two", "settings", "shortcuts", "fonts", "recover"):
        answers.do(measure)
        window.actions_by_name[name].trigger()
    window.actions_by_name["large_type"].trigger()
    assert answers.all_asked
    assert large == []
