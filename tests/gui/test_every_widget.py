"""Over every widget of the window, the home page and the settings: the wheel changes nothing, and inputs have names."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTabBar,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from selfeval_gui import resources, storage
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preferences.dialog import SettingsDialog
from selfeval_gui.gui.wheel import WheelGuard
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report import edit
from tests.gui import clipping
from tests.gui.showing import show_active

Turns = Iterator[QWheelEvent]
HELD = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
INPUTS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QAbstractButton, QTabBar)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> Iterator[MainWindow]:
    """The window on the sample with everything built, and the guard of the real program."""
    guard = WheelGuard()
    qapp.installEventFilter(guard)
    made = MainWindow(Places(tmp_path / "config", tmp_path / "data", tmp_path))
    made.document.replace_file(storage.load(resources.path("sample", "sample.zxzp.json")).file, None, None)
    show_active(qtbot, made).composing.pages()
    yield made
    qapp.removeEventFilter(guard)


def turns(widget: QWidget) -> Turns:
    """The wheel up and down over the middle of a widget, plain and with every key that is held down."""
    centre = QPointF(widget.rect().center())
    for by in (120, -120):
        for held in HELD:
            yield QWheelEvent(
                centre, widget.mapToGlobal(centre), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton, held,
                Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip


def state(root: QWidget) -> list[object]:
    """Everything that a person could have set."""
    found: list[object] = []
    for widget in root.findChildren(QWidget):
        if isinstance(widget, QComboBox):
            found.append((widget.objectName(), widget.currentIndex(), widget.currentText()))
        elif isinstance(widget, (QCheckBox, QRadioButton)):
            found.append((widget.objectName(), widget.isChecked()))
        elif isinstance(widget, QTabBar):
            found.append((widget.objectName(), widget.currentIndex()))
        elif isinstance(widget, (QLineEdit, QPlainTextEdit)) and widget.objectName() != "pages.number":
            text = widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()
            found.append((widget.objectName(), text))
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            found.append((widget.objectName(), widget.currentIndex().row()))
    return found


def turn_over_everything(root: QWidget) -> int:
    count = 0
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and not widget.hasFocus():
            for event in turns(widget):
                QApplication.sendEvent(widget, event)
            count += 1
    return count


def outside_of_the_pages(window: MainWindow) -> QWidget:
    """The form; over the pages the wheel turns pages, and Ctrl zooms them."""
    return window.tabs


def test_the_wheel_changes_no_value_on_any_tab(window: MainWindow) -> None:
    report = window.document.report
    turned = 0
    for number in range(window.tabs.count()):
        window.tabs.setCurrentIndex(number)
        QApplication.processEvents()
        before = state(outside_of_the_pages(window))
        turned += turn_over_everything(outside_of_the_pages(window))
        assert state(outside_of_the_pages(window)) == before
        assert window.tabs.currentIndex() == number
    assert not edit.changed_paths(report, window.document.report)
    assert turned > 150


def test_the_check_of_the_wheel_can_fail(window: MainWindow, qtbot: QtBot) -> None:
    box = QComboBox(window.tabs)
    box.addItems(["甲", "乙", "丙"])
    box.show()
    before = state(window.tabs)
    box.setCurrentIndex(1)
    assert state(window.tabs) != before


@pytest.fixture
def shown(window: MainWindow, qtbot: QtBot) -> Callable[[str], QWidget]:
    """The window, its home page or its settings."""

    def show(which: str) -> QWidget:
        if which == "home":
            window.settings.add_recent(window.places.documents / "a.zxzp.json")
            window.home.show()
        elif which == "settings":
            dialog = SettingsDialog(window)
            qtbot.addWidget(dialog)
            dialog.show()
            QApplication.processEvents()
            return dialog
        QApplication.processEvents()
        return window

    return show


@pytest.mark.parametrize("which", ["home", "settings"])
def test_the_wheel_changes_nothing_elsewhere(shown: Callable[[str], QWidget], which: str) -> None:
    root = shown(which)
    tabs = root.findChild(QTabWidget, "settings.tabs")
    for number in range(tabs.count() if tabs is not None else 1):
        if tabs is not None:
            tabs.setCurrentIndex(number)
        before = state(root)
        assert turn_over_everything(root) > 5
        assert state(root) == before


@pytest.mark.parametrize("which", ["window", "home", "settings"])
def test_every_input_has_a_name(shown: Callable[[str], QWidget], which: str) -> None:
    root = shown(which)
    nameless = []
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, INPUTS) or widget.objectName().startswith("qt_"):
            continue
        parent = widget.parentWidget()
        if parent is not None and "QComboBoxPrivateContainer" in str(parent.metaObject().className()):
            continue  # the list of a combo box, which is spoken as the box
        name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        if not (name or widget.accessibleName() or widget.toolTip()) and widget.focusPolicy():
            nameless.append((type(widget).__name__, widget.objectName()))
    assert nameless == []


def test_fields_have_a_label_with_a_letter_or_a_place(window: MainWindow) -> None:
    labelled = {label.buddy().objectName() for label in window.findChildren(QLabel) if label.buddy() is not None}
    fields = {w.objectName() for w in window.tabs.findChildren(QWidget) if hasattr(w, "binding")}
    # The received column of the funds shares its labels with the planned one.
    assert {f for f in fields - labelled if not f.startswith(("basic_info.received_funds", "narrative."))} == set()


def test_cells_say_row_column_and_value(window: MainWindow) -> None:
    table = window.findChild(QAbstractItemView, "expenditures")
    assert table is not None
    said = table.model().index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "第1行 计划支出数：2.5"


@pytest.mark.parametrize("which", ["home", "settings"])
def test_nothing_is_cut_elsewhere(shown: Callable[[str], QWidget], which: str) -> None:
    root = shown(which)
    tabs = root.findChild(QTabWidget, "settings.tabs")
    for number in range(tabs.count() if tabs is not None else 1):
        if tabs is not None:
            tabs.setCurrentIndex(number)
            QApplication.processEvents()
        assert list(clipping.faults(root)) == []
