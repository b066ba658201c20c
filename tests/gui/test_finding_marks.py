"""What the check says, where a person sees it: beside the field, in the cell, on the tab, in the panel."""

from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from selfeval_gui.gui.checks.findings_panel import FindingsPanel
from selfeval_gui.gui.checks.live_check import AFTER_TYPING_MS
from selfeval_gui.gui.window import MainWindow
from tests.gui.showing import ShowFile

TOTAL = "basic_info.planned_funds.total"
KEY = Qt.Key


@pytest.fixture
def window(show_file: ShowFile) -> MainWindow:
    return show_file()


def key(window: MainWindow, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, which, modifier)


def type_total(window: MainWindow, text: str) -> QLineEdit:
    """Write another total, key by key."""
    window.reveal(TOTAL)
    line = window.findChild(QLineEdit, TOTAL)
    assert line is not None
    assert line.hasFocus()
    key(window, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(line, text)
    return line


def line_below(window: MainWindow, path: str) -> QLabel | None:
    label = window.findChild(QLabel, f"finding.{path}")
    return label if isinstance(label, QLabel) and label.isVisible() else None


def wait_for_check(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.check.live.settled, timeout=AFTER_TYPING_MS * 10)


def panel(window: MainWindow) -> FindingsPanel:
    assert window.check.panel is not None
    return window.check.panel


def groups(window: MainWindow) -> list[str]:
    """The titles of the list's groups."""
    shown = panel(window).list
    items = [shown.topLevelItem(at) for at in range(shown.topLevelItemCount())]
    return [item.text(0) for item in items if item is not None]


def test_a_wrong_sum_shows_beside_the_field_on_the_tab_and_in_the_panel(window: MainWindow, qtbot: QtBot) -> None:
    line = type_total(window, "130")
    qtbot.waitUntil(lambda: line_below(window, TOTAL) is not None, timeout=5000)
    below = line_below(window, TOTAL)
    assert below is not None
    assert below.text().startswith("✖ ")
    assert "130万元" in below.text()
    assert "128万元" in below.text()
    assert below.mapTo(window, below.rect().topLeft()).y() > line.mapTo(window, line.rect().center()).y()
    assert below.palette().windowText().color() != window.palette().windowText().color()
    assert below.text().split("\n")[0] in line.toolTip()
    assert "✖1" in window.tabs.tabText(0)
    assert "1 个错误" in window.tabs.tabToolTip(0)
    assert "还差" in window.status.check.text()
    key(window, KEY.Key_F5)
    assert "B1" in {entry.finding.rule for entry in panel(window).list.open_entries}
    window.reveal(TOTAL)
    key(window, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(line, "128")
    qtbot.waitUntil(lambda: line_below(window, TOTAL) is None, timeout=5000)
    assert window.tabs.tabBar().accessibleTabName(0) == "封面与基本概况"
    assert "✖" not in line.toolTip()


def test_the_field_stays_where_it_is_when_lines_come_above_it(window: MainWindow, qtbot: QtBot) -> None:
    line = type_total(window, "128")
    wait_for_check(window, qtbot)
    before = line.mapTo(window, line.rect().topLeft()).y()
    window.document.put("cover.supervising_department", "")
    window.document.put("basic_info.postcode", "5470")
    window.check.now()
    window.reveal(TOTAL)
    QApplication.processEvents()
    there = line.mapTo(window, line.rect().topLeft()).y()
    window.document.put("basic_info.phone", "12")
    qtbot.waitUntil(lambda: window.findChild(QLabel, "finding.basic_info.phone") is not None, timeout=5000)
    QApplication.processEvents()
    assert before > 0
    assert abs(line.mapTo(window, line.rect().topLeft()).y() - there) <= 1


def test_a_cell_of_a_table_tells_its_finding_by_sign_colour_and_sentence(window: MainWindow, qtbot: QtBot) -> None:
    window.document.put("expenditures[2].item", "业务委托费")
    window.reveal("expenditures[2].item")
    wait_for_check(window, qtbot)
    table = window.findChild(QTableView, "expenditures")
    assert table is not None
    index = table.model().index(2, 0)
    assert "委托业务费" in str(table.model().data(index, Qt.ItemDataRole.ToolTipRole))
    assert "委托业务费" in str(table.model().data(index, Qt.ItemDataRole.AccessibleTextRole))
    assert table.model().data(index, Qt.ItemDataRole.ForegroundRole) is not None
    below = line_below(window, "expenditures")
    assert below is not None
    assert below.text().startswith("▲ ")
    assert "第3行" in below.text()
    window.document.put("expenditures[2].item", "委托业务费")
    qtbot.waitUntil(lambda: table.model().data(index, Qt.ItemDataRole.ForegroundRole) is None, timeout=5000)


def test_tabs_that_come_to_the_front_later_show_their_marks(window: MainWindow, qtbot: QtBot) -> None:
    window.document.put("performance.grade", "良好")
    wait_for_check(window, qtbot)
    assert window.tabs.tabBar().accessibleTabName(2) == "绩效目标与完成情况，1 个错误"
    window.tabs.setCurrentIndex(2)
    assert line_below(window, "performance.grade") is not None


def test_f8_goes_from_the_line_of_typing_to_the_field(window: MainWindow, qtbot: QtBot) -> None:
    type_total(window, "130")
    key(window, KEY.Key_F8)
    assert window.current_field == TOTAL
    assert panel(window).list.current() is not None


def test_one_repair_is_undone_by_one_ctrl_z(window: MainWindow, qtbot: QtBot) -> None:
    window.document.put("performance.grade", "良好")
    key(window, KEY.Key_F5)
    fix = panel(window).findChild(QPushButton, "findings.fix")
    assert fix is not None
    QTest.mouseClick(fix, Qt.MouseButton.LeftButton)
    assert window.document.report.performance.grade == "优秀"
    key(window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.document.report.performance.grade == "良好"


def test_the_list_can_be_ordered_by_tab(window: MainWindow) -> None:
    window.document.put("performance.grade", "良好")
    window.document.put("cover.supervising_department", "")
    key(window, KEY.Key_F5)
    assert [title[:2] for title in groups(window)] == ["错误", "警告"]
    box = panel(window).findChild(QComboBox, "findings.grouping")
    assert box is not None
    box.setFocus()
    key(window, KEY.Key_Down)
    assert groups(window) == ["封面与基本概况（1）", "绩效目标与完成情况（1）"]


def test_both_passages_of_a_contradiction_stand_side_by_side_and_lead_to_their_places(window: MainWindow) -> None:
    text = window.document.report.narrative.process.text
    window.document.put("narrative.process.text", text.replace("全年实际支出123.73万元", "全年实际支出120万元"))
    key(window, KEY.Key_F5)
    entry = next(e for e in panel(window).list.open_entries if e.finding.rule == "B14")
    panel(window).list.mark(entry)
    left, right = (panel(window).findChild(QLabel, f"findings.passage.{n}.text") for n in (0, 1))
    assert left is not None
    assert right is not None
    assert "120万元" in left.text() or "120</b>" in left.text()
    assert "123.73" in right.text()
    assert abs(left.mapToGlobal(left.rect().topLeft()).y() - right.mapToGlobal(right.rect().topLeft()).y()) <= 1
    panel(window).list.setFocus()
    QTest.keyClick(panel(window).list, KEY.Key_Return)
    first = window.current_field
    panel(window).list.setFocus()
    QTest.keyClick(panel(window).list, KEY.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert {first, window.current_field} == {"narrative.process.text", entry.finding.passages[1].field}
    assert first != window.current_field


def test_progress_counts_what_is_left_before_the_final_version(window: MainWindow, qtbot: QtBot) -> None:
    window.files.new()
    window.document.put("cover.project_name", "试点")
    wait_for_check(window, qtbot)
    quiet = window.status.check.text()
    left = window.check.live.left
    assert quiet.startswith(f"还差 {left} 项")
    assert left > 15
    assert window.findChildren(QLabel, "finding.cover.project_unit") == []
    key(window, KEY.Key_F5)
    counts = [one.severity.value for one in window.check.live.findings]
    assert window.status.check.text().startswith(f"还差 {counts.count('error') + counts.count('warning')} 项")
    assert line_below(window, "cover.project_unit") is not None


def test_an_opened_report_is_checked_without_being_asked(window: MainWindow, qtbot: QtBot) -> None:
    window.document.put(TOTAL, Decimal(130))
    assert window.files.save()
    path = window.document.path
    assert path is not None
    window.files.new()
    window.files.open(path)
    qtbot.waitUntil(lambda: "✖1" in window.tabs.tabText(0), timeout=5000)


def test_no_rule_runs_within_a_keystroke(window: MainWindow, qtbot: QtBot) -> None:
    wait_for_check(window, qtbot)
    heard: list[object] = []
    window.check.live.found.connect(lambda _found: heard.append(True))
    type_total(window, "1305")
    assert heard == []
    assert not window.check.live.settled
    wait_for_check(window, qtbot)
    assert heard == [True]


def underlined(editor: QPlainTextEdit) -> list[str]:
    """The words that have a wavy line."""
    wave = QTextCharFormat.UnderlineStyle.WaveUnderline
    marks: list[Any] = list(editor.extraSelections())  # the stubs leave their attributes out
    return [str(mark.cursor.selectedText()) for mark in marks if mark.format.underlineStyle() == wave]


def test_the_very_words_are_underlined_in_a_long_text(window: MainWindow, qtbot: QtBot) -> None:
    text = window.document.report.narrative.process.text
    window.document.put("narrative.process.text", text.replace("全年实际支出123.73万元", "全年实际支出120万元"))
    window.reveal("narrative.process.text")
    wait_for_check(window, qtbot)
    editor = window.findChild(QPlainTextEdit, "narrative.process.text")
    assert editor is not None
    marked = underlined(editor)
    assert any("120万元" in words and len(words) < 12 for words in marked)
    assert line_below(window, "narrative.process.text") is not None
    window.document.put("narrative.process.text", text)
    wait_for_check(window, qtbot)
    assert underlined(editor) == []


def test_the_panel_says_why_and_what_would_be_written_instead(window: MainWindow) -> None:
    window.document.put("performance.grade", "良好")
    key(window, KEY.Key_F5)
    why, proposal = (panel(window).findChild(QLabel, f"findings.{name}") for name in ("why", "proposal"))
    assert why is not None
    assert proposal is not None
    assert "等次" in why.text()
    assert "优秀" in proposal.text()
