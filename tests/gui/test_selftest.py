"""The self-test in the window: Qt's own parts are checked, the result is shown, the report can be saved and sent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QTableWidget
from pytestqt.qtbot import QtBot

from selfeval_gui import selftest
from selfeval_gui.gui import language
from selfeval_gui.gui.app import main
from selfeval_gui.gui.helping import selftest_checks
from selfeval_gui.gui.helping.selftest_dialog import SelftestDialog
from selfeval_gui.selftest import Machine, Result, Status
from tests.gui.driving import Answers
from tests.gui.showing import ShowReport


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine({"数据": tmp_path / "data"}, tmp_path, tmp_path / "data" / "selftest-1")


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    """Qt speaks Chinese during a test, and then what it spoke before."""
    before, owner = QLocale(), QObject()
    language.install(qapp, owner)
    yield
    QLocale.setDefault(before)
    for child in owner.children():
        qapp.removeTranslator(child)  # type: ignore[arg-type]


def press(dialog: QDialog, name: str) -> None:
    button = dialog.findChild(QAbstractButton, f"button.{name}")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.usefixtures("chinese")
def test_qt_is_in_order_here(machine: Machine) -> None:
    results = selftest.run(machine, selftest_checks.CHECKS)
    assert {result.name: result.status for result in results if result.status is Status.FAILED} == {}
    assert "取消" in results[1].facts[0]
    assert results[3].facts[2].startswith("打印到 PDF：13 页")
    assert not machine.work.exists()


def test_dialogs_that_are_not_chinese_are_found(qapp: QApplication, machine: Machine) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    verdict = selftest_checks.chinese_words(machine)
    QLocale.setDefault(before)
    assert verdict.status is Status.FAILED
    assert "de_DE" in verdict.facts


@pytest.mark.usefixtures("chinese")
def test_the_menu_shows_what_was_found_and_saves_it(
    show_report: ShowReport, tmp_path: Path, qapp: QApplication
) -> None:
    window, answers = show_report(), Answers()
    before = window.document.report
    target = tmp_path / "发给维护人员.txt"
    rows: list[list[str]] = []

    def look(dialog: QDialog) -> None:
        table = dialog.findChild(QTableWidget, "selftest.table")
        assert table is not None
        for row in range(table.rowCount()):
            rows.append([table.item(row, column).text() for column in range(3)])  # type: ignore[union-attr]
        press(dialog, "copy")
        # The dialogs to come are answered by the same clock, which must not be waiting for this click to end.
        QTimer.singleShot(0, dialog, lambda: press(dialog, "save"))

    answers.do(look).choose(target).press("close").press("close")
    action = window.findChild(QAction, "action.selftest")
    assert action is not None
    action.trigger()
    assert answers.all_asked
    assert len(rows) == len(selftest.CHECKS) + len(selftest_checks.CHECKS)
    assert "✗ 不正常" not in {row[0] for row in rows}
    text = target.read_text(encoding="utf-8-sig")
    assert text == qapp.clipboard().text()
    assert "对话框的语言" in text
    assert window.document.report is before


def test_what_failed_stands_first(qtbot: QtBot, tmp_path: Path) -> None:
    results = [
        Result("a", "甲", Status.PASSED, "好。"),
        Result("b", "乙", Status.NOTED, "注意。"),
        Result("c", "丙", Status.FAILED, "坏了。", ("事实",)),
    ]
    dialog = SelftestDialog(results, {"系统": "某"}, tmp_path)
    qtbot.addWidget(dialog)
    assert [dialog.table.item(row, 1).text() for row in range(3)] == ["丙", "乙", "甲"]  # type: ignore[union-attr]
    assert dialog.table.item(0, 0).toolTip() == "坏了。\n事实"  # type: ignore[union-attr]
    verdict = dialog.findChild(QLabel, "selftest.conclusion")
    assert verdict is not None
    assert verdict.text() == "3 项中有 1 项不正常。请把本报告发给维护人员。"


def test_the_option_needs_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--selftest"]) == 2
    assert "报告文件" in capsys.readouterr().err
