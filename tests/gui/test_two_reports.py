"""工具 → 比较两份报告: files chosen, what differs listed, a line leads to its field, the table goes to paper."""

from pathlib import Path

import openpyxl
import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QTextBrowser, QTreeWidget, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from selfeval_gui import storage
from selfeval_gui.gui.comparing.comparison_tree import LinesTree
from selfeval_gui.gui.comparing.two_reports_dialog import TwoReportsDialog
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report import form as forms
from tests.exporting.test_comparison import pair
from tests.gui.driving import Answers, in_focus
from tests.gui.showing import ShowReport

FORM = forms.load(forms.DEFAULT_FORM)


@pytest.fixture
def last(tmp_path: Path) -> Path:
    path = tmp_path / "上年.zxzp.json"
    path.write_bytes(storage.encode(storage.new_file(pair()[0], FORM.id, file_id="x", now="")))
    return path


def press(dialog: QDialog, name: str) -> None:
    button = dialog.findChild(QAbstractButton, f"button.{name}")
    assert button is not None
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def run(window: MainWindow) -> None:
    action = window.findChild(QAction, "action.compare_two")
    assert action is not None
    action.trigger()


def item(dialog: QDialog, *names: str) -> QTreeWidgetItem:
    tree = dialog.findChild(QTreeWidget, "two_reports.list")
    assert tree is not None
    found = tree.invisibleRootItem()
    for name in names:
        found = next(child for at in range(found.childCount()) if (child := found.child(at)).text(0) == name)
    return found


def test_what_differs_from_last_year_is_listed_by_sentence(
    show_report: ShowReport, answers: Answers, last: Path
) -> None:
    window = show_report(pair()[1])
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, TwoReportsDialog)
        answers.choose(last)
        press(dialog, "old.choose")
        answers.do(examine)
        dialog.setModal(True)

    def examine(dialog: QDialog) -> None:
        assert isinstance(dialog, TwoReportsDialog)
        first = dialog.tree.currentItem()
        assert first.text(0) == "联系电话"
        assert dialog.text.toPlainText().startswith("联系电话")
        total = item(dialog, "项目基本概况", "实际到位资金合计")
        seen.extend(total.text(column) for column in range(1, 5))
        process = item(dialog, "自评报告正文", "过程")
        seen.append(str(process.childCount()))
        dialog.tree.setCurrentItem(process.child(0))
        browser = dialog.findChild(QTextBrowser, "two_reports.text")
        assert browser is not None
        seen.append(browser.toPlainText())
        assert "line-through" in browser.toHtml()
        seen.append(dialog.count.text())
        press(dialog, "close")

    answers.do(look)
    run(window)
    assert answers.all_asked
    assert seen[:4] == ["修改", "30", "27", "－3，－10%"]
    assert seen[4] == "2"
    assert "本年投入5.86.8万元。" in seen[5]
    assert "修改 3 处，删除 1 处" in seen[6]
    assert "资金到位率 100% → 90%" in seen[6]


def filled_dialog(window: MainWindow, last: Path) -> TwoReportsDialog:
    dialog = TwoReportsDialog(window)
    report = dialog._read(last)
    assert report is not None
    from selfeval_gui.gui.comparing.two_reports_dialog import Side

    dialog._sides["old"] = Side(last.name, report, last)
    dialog._show()
    return dialog


def test_enter_on_a_line_leads_to_the_field_in_the_open_report(
    show_report: ShowReport, answers: Answers, last: Path, qtbot: QtBot
) -> None:
    window = show_report(pair()[1])

    def go(dialog: QDialog) -> None:
        assert isinstance(dialog, TwoReportsDialog)
        answers.choose(last)
        press(dialog, "old.choose")
        tree = dialog.findChild(LinesTree)
        assert tree is not None
        tree.setFocus()
        tree.setCurrentItem(item(dialog, "项目基本概况", "联系电话"))
        QTest.keyClick(tree, Qt.Key.Key_Return)

    answers.do(go)
    run(window)
    assert answers.all_asked, answers.said
    qtbot.waitUntil(lambda: window.current_field == "basic_info.phone")
    assert in_focus().objectName() == "basic_info.phone"


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_the_table_is_written_for_others(
    show_report: ShowReport, answers: Answers, last: Path, tmp_path: Path, kind: str
) -> None:
    window = show_report(pair()[1])
    dialog = filled_dialog(window, last)
    dialog.show()
    target = tmp_path / f"对比.{kind}"
    answers.choose(target).press("close")
    press(dialog, kind)
    assert answers.all_asked
    dialog.close()
    if kind == "pdf":
        assert "自评报告对比表" in pypdf.PdfReader(target).pages[0].extract_text()
    else:
        assert openpyxl.load_workbook(target).sheetnames == ["对比"]


def test_swapped_sides_and_equal_reports(show_report: ShowReport, last: Path) -> None:
    window = show_report(pair()[1])
    dialog = filled_dialog(window, last)
    dialog.show()
    press(dialog, "swap")
    assert item(dialog, "项目基本概况", "实际到位资金合计").text(2) == "27"
    press(dialog, "old.open")
    press(dialog, "new.open")
    assert dialog.count.text() == "两份报告内容相同。"
    dialog.close()


def test_a_file_that_is_no_report_is_refused_with_its_sentence(
    show_report: ShowReport, answers: Answers, tmp_path: Path
) -> None:
    window = show_report()
    picture = tmp_path / "a.docx"  # that is none
    picture.write_bytes(b"\x89PNG\r\n\x1a\n123")
    dialog = TwoReportsDialog(window)
    dialog.show()
    answers.choose(picture).press("close")
    press(dialog, "old.choose")
    assert answers.all_asked
    assert "图片" in answers.said[-1]
    dialog.close()
