"""文件 → 导出 Word…, by the menu: how is asked, what is written comes back."""

import zipfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QDialog

from selfeval_gui import importing
from tests.gui.driving import Answers
from tests.gui.showing import ShowReport


def trigger(window: QDialog | object, name: str) -> None:
    action = window.findChild(QAction, f"action.{name}")  # type: ignore[union-attr]
    assert action is not None
    action.trigger()


def test_the_word_file_holds_the_open_report(show_report: ShowReport, answers: Answers, tmp_path: Path) -> None:
    window = show_report()
    window.document.put("cover.project_name", "桑园改造")
    target = tmp_path / "报告.docx"
    answers.press("export").choose(target).press("close")
    trigger(window, "export_docx")
    assert answers.all_asked
    assert "收到 Word 文件的人" in answers.said[0]
    assert "Word 文件已导出" in answers.said[-1]
    found = importing.take_file(target, window.document.form)
    assert found.own == window.document.file
    assert found.proposal.warnings == ()


def test_data_and_draft_are_switches(show_report: ShowReport, answers: Answers, tmp_path: Path) -> None:
    window = show_report()
    target = tmp_path / "报告.docx"

    def switch_both(dialog: QDialog) -> None:
        for name in ("export.data", "export.draft"):
            box = dialog.findChild(QCheckBox, name)
            assert box is not None
            box.setFocus()
            QTest.keyClick(box, Qt.Key.Key_Space)
        button = dialog.findChild(QAbstractButton, "button.export")
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    answers.do(switch_both).choose(target).press("close")
    trigger(window, "export_docx")
    assert answers.all_asked
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
    assert "word/header_default.xml" in names
    assert not [name for name in names if name.startswith("customXml")]


def test_nothing_is_written_when_the_user_gives_up(show_report: ShowReport, answers: Answers, tmp_path: Path) -> None:
    window = show_report()
    answers.press("cancel")
    trigger(window, "export_docx")
    assert answers.all_asked
    assert not list(tmp_path.glob("*.docx"))
