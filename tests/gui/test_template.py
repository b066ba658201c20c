"""文件 → 填入本单位的 Word 模板…, by the menu."""

from pathlib import Path

import pytest
from PySide6.QtGui import QAction

from selfeval_gui import importing
from selfeval_gui.gui.window import MainWindow
from tests.gui.driving import Answers
from tests.gui.showing import ShowReport
from tests.importing import blanks, officefiles


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    path = tmp_path / "空白表样.docx"
    path.write_bytes(blanks.official(blanks.nothing))
    return path


def trigger(window: MainWindow) -> None:
    action = window.findChild(QAction, "action.fill_template")
    assert action is not None
    action.trigger()


def test_the_form_is_filled_after_what_is_left_was_shown(
    show_report: ShowReport, answers: Answers, blank: Path, tmp_path: Path
) -> None:
    window = show_report()
    before, target = blank.read_bytes(), tmp_path / "填好.docx"
    answers.choose(blank).press("go").choose(target).press("close")
    trigger(window)
    assert answers.all_asked
    assert "没有找到地方" in answers.said[1]
    assert "· 立项背景" in answers.said[1]
    assert "Word 文件已导出" in answers.said[-1]
    found = importing.take_file(target, window.document.form).proposal.report
    assert found.basic_info == window.document.report.basic_info
    assert blank.read_bytes() == before


def test_the_user_may_stop_when_something_is_left(
    show_report: ShowReport, answers: Answers, blank: Path, tmp_path: Path
) -> None:
    window = show_report()
    answers.choose(blank).press("cancel")
    trigger(window)
    assert answers.all_asked
    assert [path.name for path in tmp_path.glob("*.docx")] == [blank.name]


def test_a_file_that_is_no_form_is_refused(show_report: ShowReport, answers: Answers, tmp_path: Path) -> None:
    window = show_report()
    other = tmp_path / "通知.docx"
    other.write_bytes(officefiles.docx(officefiles.p("会议通知：") + officefiles.p()))
    answers.choose(other).press("close")
    trigger(window)
    assert answers.all_asked
    assert "没有找到足够的表格栏目" in answers.said[-1]
