"""文件 → 导出 Excel…, by the menu, and what lies in the file."""

from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog

from selfeval_gui import importing
from tests.gui.driving import Answers
from tests.gui.showing import ShowReport


def test_the_workbook_holds_the_open_report(show_report: ShowReport, answers: Answers, tmp_path: Path) -> None:
    window = show_report()
    window.document.put("cover.project_name", "=桑园")
    target = tmp_path / "报告.xlsx"
    answers.choose(target).press("close")
    action = window.findChild(QAction, "action.export_xlsx")
    assert action is not None
    action.trigger()
    assert answers.all_asked
    assert "Excel 文件已导出" in answers.said[-1]
    found = importing.take_file(target, window.document.form)
    assert found.own == window.document.file
    assert found.proposal.warnings == ()


def test_nothing_is_written_when_the_user_gives_up(show_report: ShowReport, answers: Answers, tmp_path: Path) -> None:
    window = show_report()
    answers.escape()
    action = window.findChild(QAction, "action.export_xlsx")
    assert action is not None
    action.trigger()
    assert answers.all_asked
    assert not list(tmp_path.glob("*.xlsx"))


def test_what_was_changed_in_excel_comes_back_marked(show_report: ShowReport, answers: Answers, tmp_path: Path) -> None:
    window = show_report()
    target = tmp_path / "报告.xlsx"
    answers.choose(target).press("close")
    action = window.findChild(QAction, "action.export_xlsx")
    assert action is not None
    action.trigger()
    book = openpyxl.load_workbook(target)
    sheet, place = next(iter(book.defined_names["basic_info.phone"].destinations))
    book[sheet][place.replace("$", "")].value = "0778-5550188"
    book.save(target)

    def take_as_it_is(dialog: QDialog) -> None:
        copy = dialog.findChild(QAbstractButton, "import.copy")
        assert copy is not None
        QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
        accept = dialog.findChild(QAbstractButton, "button.accept")
        assert accept is not None
        QTest.mouseClick(accept, Qt.MouseButton.LeftButton)

    window.document.undo_stack.setClean()
    answers.do(take_as_it_is)
    assert window.imports.import_file(target)
    assert answers.all_asked
    assert window.document.report.basic_info.phone == "0778-5550188"
    assert "basic_info.phone" in window.document.unreviewed
