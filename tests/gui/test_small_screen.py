"""A screen of 1366 × 768 at 125 %: every tab in sight, one pane below the form at a time, the preview alone."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from selfeval_gui import resources, storage
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.tab_names import SHORTER, TAB_NAMES
from selfeval_gui.gui.window import MainWindow

SMALL = QSize(1093, 520)
SCREEN = QSize(1093, 582)
"""1366 × 768 at 125 %, without the task bar; SMALL is a little lower, because the type of the tests is small."""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    made = MainWindow(Places(tmp_path / "config", tmp_path / "data", tmp_path))
    qtbot.addWidget(made, before_close_func=lambda w: w.document.undo_stack.setClean())
    made.resize(SMALL)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    file = storage.load(resources.path("sample", "sample.zxzp.json")).file
    made.document.replace_file(file, None, None)
    return made


def key(window: MainWindow, pressed: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    window.activateWindow()
    QTest.keyClick(window, pressed, held)


def strip(window: MainWindow) -> tuple[int, int]:
    """What the tabs need, and what they have, in px."""
    return window.tabs.tabBar().sizeHint().width(), window.tabs.width()


@pytest.mark.parametrize("width", [520, 614, 760, 1000])
def test_the_strip_of_tabs_never_scrolls(window: MainWindow, qtbot: QtBot, width: int) -> None:
    window.tabs.setMinimumWidth(0)
    window.splitter.setSizes([width, window.splitter.width() - width])
    window.resize(max(SMALL.width(), width + 400), SMALL.height())
    window.splitter.setSizes([width, 400])
    counts = dict.fromkeys(TAB_NAMES, 12)
    window.marks.counts.tell(errors=counts, unreviewed=counts)
    qtbot.waitUntil(lambda: window.tabs.width() >= min(width, 600) - 20)
    needed, there = strip(window)
    assert needed <= there
    for at, (name, title) in enumerate(TAB_NAMES.items()):
        assert "✖12" in window.tabs.tabText(at)
        assert window.tabs.tabBar().accessibleTabName(at).startswith(title)
        told = window.tabs.tabText(at).startswith(title) or window.tabs.tabToolTip(at).startswith(title)
        assert told, f"{name} is called by its short name only"


@pytest.mark.usefixtures("own_looks")
def test_the_strip_fits_in_large_type(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_by_name["large_type"].trigger()
    try:
        window.resize(911, 485)
        window.splitter.setSizes([300, 900])
        window.marks.counts.tell(errors=dict.fromkeys(TAB_NAMES, 3))
        qtbot.waitUntil(window.tabs.isVisible)
        needed, there = strip(window)
        assert needed <= there
    finally:
        window.actions_by_name["large_type"].trigger()


def test_titles_are_whole_again_where_they_fit(window: MainWindow) -> None:
    def titles() -> list[str]:
        return [window.tabs.tabText(at).split(" ")[0] for at in range(window.tabs.count())]

    counts = dict.fromkeys(TAB_NAMES, 12)
    window.splitter.setSizes([480, 600])
    window.marks.counts.tell(errors=counts, unreviewed=counts)
    assert titles() == list(SHORTER[1])
    window.marks.counts.tell(errors={}, unreviewed={})
    window.resize(1500, 700)
    window.splitter.setSizes([1000, 500])
    assert titles() == list(TAB_NAMES.values())


def test_one_pane_at_a_time_below_the_form(window: MainWindow) -> None:
    key(window, Qt.Key.Key_F5)
    panel = window.check.panel
    assert panel is not None
    assert panel.isVisible()
    key(window, Qt.Key.Key_F1)
    assert window.help.pane is not None
    assert window.help.pane.isVisible()
    assert not panel.isVisible()
    key(window, Qt.Key.Key_F5)
    assert panel.isVisible()
    assert not window.help.pane.isVisible()
    key(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.size() == SMALL
    assert window.tabs.height() > 12 * window.fontMetrics().lineSpacing()


def test_a_large_screen_has_room_for_both(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1600, 1000)
    qtbot.waitUntil(lambda: window.storeys.height() > 700)
    key(window, Qt.Key.Key_F5)
    key(window, Qt.Key.Key_F1)
    assert window.check.panel is not None
    assert window.help.pane is not None
    assert window.check.panel.isVisible()
    assert window.help.pane.isVisible()


def test_the_print_preview_has_the_window_for_itself(window: MainWindow, qtbot: QtBot) -> None:
    key(window, Qt.Key.Key_F5)
    key(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    bars = window.findChildren(QToolBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    before = {bar: bar.isVisible() for bar in bars}
    assert len(bars) > 1
    key(window, Qt.Key.Key_F11)
    assert not any(bar.isVisible() for bar in bars)
    assert window.check.panel is not None
    assert not window.check.panel.isVisible()
    qtbot.waitUntil(lambda: window.preview.height() > window.height() * 0.95)
    key(window, Qt.Key.Key_Escape)
    assert {bar: bar.isVisible() for bar in bars} == before
    assert window.check.panel.isVisible()


def test_no_menu_is_longer_than_a_glance(window: MainWindow) -> None:
    shown: list[QAction] = []
    for menu in window.menuBar().findChildren(QMenu):
        entries = [action for action in menu.actions() if not action.isSeparator()]
        assert len(entries) <= 17, menu.title()
        shown += entries
    named = {action.objectName() for action in shown}
    for action in window.findChildren(QAction):
        if action.objectName().startswith("action.") and action.isVisible():
            assert action.objectName() in named, "not in a menu"
    keys = [widget.objectName() for widget in window.findChildren(QWidget, "storeys")]
    assert keys == ["storeys"]


@pytest.mark.usefixtures("own_looks")
def test_findings_and_replacing_fit_in_large_type(window: MainWindow, qtbot: QtBot) -> None:
    """Nothing that is opened makes the window larger than the screen."""
    window.actions_by_name["large_type"].trigger()
    try:
        window.resize(SCREEN)
        key(window, Qt.Key.Key_F5)
        key(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
        panel = window.check.panel
        assert panel is not None
        qtbot.waitUntil(panel.isVisible)
        assert window.minimumSizeHint().boundedTo(SCREEN) == window.minimumSizeHint()
        panel.resize(panel.minimumWidth(), panel.height())
        assert not panel.record.isVisible()
        assert not panel.final.isVisible()
        panel.resize(2000, panel.height())
        assert panel.record.isVisible()
        assert panel.final.isVisible()
    finally:
        window.actions_by_name["large_type"].trigger()
