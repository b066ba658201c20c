"""合规检查 in the window: F5, the list, going there, repairing, explaining, undo."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from selfeval_gui.gui.checks.findings_panel import FindingsPanel
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report.edit import get
from tests.gui.showing import ShowFile


@pytest.fixture
def window(show_file: ShowFile) -> MainWindow:
    return show_file()


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def panel(window: MainWindow) -> FindingsPanel:
    made = window.check.panel
    assert made is not None
    return made


def rows(window: MainWindow) -> list[tuple[str, str]]:
    """The findings that are shown, group by group, without those that were explained."""
    shown = panel(window).list
    groups = [shown.topLevelItem(index) for index in range(shown.topLevelItemCount())]
    return [
        (group.child(row).text(0), group.child(row).text(2))
        for group in groups
        if group is not None and not group.text(0).startswith("已说明")
        for row in range(group.childCount())
    ]


def mark_first(window: MainWindow) -> None:
    first = panel(window).list.topLevelItem(0)
    assert first is not None
    panel(window).list.setCurrentItem(first.child(0))


def click(window: MainWindow, name: str) -> None:
    button = panel(window).findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    assert button.isEnabled(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_f5_says_that_the_sample_is_clean(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F5)
    assert rows(window) == []
    assert "没有发现问题" in panel(window).title.text()
    assert not panel(window).fix_all.isEnabled()


def test_enter_on_a_finding_leads_to_its_field(window: MainWindow) -> None:
    window.document.put("basic_info.postcode", "54700")
    press(window, Qt.Key.Key_F5)
    assert rows(window) == [("✖ 错误", "邮编")]
    assert QApplication.focusWidget() is panel(window).list
    QTest.keyClick(panel(window).list, Qt.Key.Key_Return)
    assert window.current_field == "basic_info.postcode"


def test_f8_walks_from_finding_to_finding_and_around(window: MainWindow) -> None:
    window.document.put("basic_info.postcode", "54700")
    window.document.put("performance.grade", "良好")
    press(window, Qt.Key.Key_F8)
    first = window.current_field
    press(window, Qt.Key.Key_F8)
    second = window.current_field
    assert {first, second} == {"basic_info.postcode", "performance.grade"}
    press(window, Qt.Key.Key_F8)
    assert window.current_field == first
    press(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert window.current_field == second


def test_a_repair_is_one_undo_step(window: MainWindow) -> None:
    window.document.put("performance.grade", "良好")
    press(window, Qt.Key.Key_F5)
    mark_first(window)
    click(window, "findings.fix")
    assert window.document.report.performance.grade == "优秀"
    assert rows(window) == []
    window.document.undo_stack.undo()
    assert window.document.report.performance.grade == "良好"


def test_all_safe_repairs_at_once(window: MainWindow) -> None:
    text = get(window.document.report, "narrative.process.text")
    window.document.put("narrative.process.text", text.replace("2025年1月印发", "2025年01月印发"))
    press(window, Qt.Key.Key_F5)
    assert rows(window)
    click(window, "findings.fix_all")
    assert get(window.document.report, "narrative.process.text") == text
    window.document.undo_stack.undo()
    assert "2025年01月印发" in get(window.document.report, "narrative.process.text")


def test_a_reason_keeps_a_warning_quiet_until_it_is_undone(window: MainWindow) -> None:
    window.document.put("cover.supervising_department", "")
    press(window, Qt.Key.Key_F5)
    assert rows(window) == [("▲ 警告", "主管部门")]
    mark_first(window)

    def write_reason(dialog: QInputDialog) -> None:
        edit = dialog.findChild(QPlainTextEdit)
        assert isinstance(edit, QPlainTextEdit)
        edit.setPlainText("本单位由市政府直管")
        dialog.accept()

    answer_next(QInputDialog, write_reason)
    click(window, "findings.explain")
    assert rows(window) == []
    assert [entry.reason for entry in window.document.file.explanations] == ["本单位由市政府直管"]
    window.document.undo_stack.undo()
    assert [one.rule for one in window.check.live.ask()] == ["A1"]


def answer_next(kind: type[QInputDialog], do: Callable[[QInputDialog], None]) -> None:
    """Answer the dialog that is about to open, when it is there."""
    from PySide6.QtCore import QTimer

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            do(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def test_an_error_cannot_be_explained_away(window: MainWindow) -> None:
    window.document.put("basic_info.planned_funds.total", Decimal(130))
    press(window, Qt.Key.Key_F5)
    mark_first(window)
    assert panel(window).locate.isEnabled()
    assert not panel(window).explain.isEnabled()


def test_the_count_follows_typing_when_it_pauses(window: MainWindow, qtbot: QtBot) -> None:
    window.document.put("basic_info.postcode", "5470")
    qtbot.waitUntil(lambda: "错误 1" in window.status.check.text(), timeout=5000)
    window.document.put("basic_info.postcode", "547000")
    qtbot.waitUntil(lambda: "没有问题" in window.status.check.text(), timeout=5000)


def test_empty_blanks_of_a_new_report_are_quiet_until_somebody_asks(window: MainWindow, qtbot: QtBot) -> None:
    window.files.new()
    with qtbot.waitSignal(window.check.live.found, timeout=5000) as heard:
        window.document.put("cover.project_name", "试点")
    assert heard.args is not None
    quiet = heard.args[0]
    press(window, Qt.Key.Key_F5)
    asked = window.check.live.findings
    assert len(quiet) < len(asked)
    assert not [one for one in quiet if one.rule in ("A1", "A3")]


def test_a_long_sentence_is_shown_whole(window: MainWindow) -> None:
    window.document.put("cover.seal_unit", window.document.report.cover.project_unit * 5)
    press(window, Qt.Key.Key_F5)
    found = panel(window).list
    QApplication.processEvents()
    line = found.fontMetrics().height()
    heights = {entry.finding.rule: found.visualItemRect(item).height() for entry, item in found._items}
    assert heights["E9"] > 2 * line
    assert heights["F3"] < 2 * line
