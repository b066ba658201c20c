"""文件 → 导出 Excel…, by the menu, and what lies in the file."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction

from selfeval_gui import importing
from tests.gui.driving import Answers
from tests.gui.showing import ShowReport


@pytest.fixture
def answers(qapp: object) -> Answers:
    return Answers()


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
