"""定稿: refused with findings, possible with a reason, kept in the file, read-only until it is taken back."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QToolBar,
)
from pytestqt.qtbot import QtBot

from selfeval_gui import storage
from selfeval_gui.gui.window import MainWindow
from tests.gui.driving import Answers, write
from tests.gui.showing import ShowFile

NAME = "cover.project_name"
KEY = Qt.Key


@pytest.fixture
def window(show_file: ShowFile) -> MainWindow:
    return show_file()


def trigger(window: MainWindow) -> None:
    """Choose 定稿 or 取消定稿 in the menu; afterwards the window has the keyboard again."""
    window.actions_by_name["finalize"].trigger()
    window.activateWindow()
    QApplication.processEvents()


def on_disk(window: MainWindow) -> storage.ReportFile:
    assert window.document.path is not None
    return storage.load(window.document.path).file


def line(window: MainWindow, path: str = NAME) -> QLineEdit:
    found = window.findChild(QLineEdit, path)
    assert found is not None
    return found


def test_a_clean_report_becomes_final_is_saved_and_a_copy_is_frozen(
    window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    answers.press("final")
    trigger(window)
    assert answers.all_asked
    assert window.document.is_final
    assert not window.document.is_dirty
    assert on_disk(window).state == "final"
    assert "（定稿）" in window.windowTitle()
    copies = list((tmp_path / "data" / "backups").rglob("*.zxzp.json"))
    assert any(storage.decode(copy.read_bytes()).state == "final" for copy in copies)


def test_errors_refuse_the_final_version_and_lead_to_the_findings(window: MainWindow, answers: Answers) -> None:
    window.document.put("basic_info.planned_funds.total", Decimal(130))
    answers.press("show")
    trigger(window)
    assert not window.document.is_final
    assert "个错误" in answers.said[0]
    assert window.check.panel is not None
    assert window.check.panel.isVisible()


def test_an_unexplained_warning_refuses_too_and_an_explained_one_does_not(window: MainWindow, answers: Answers) -> None:
    window.document.put("cover.supervising_department", "")
    answers.escape()
    trigger(window)
    assert not window.document.is_final
    assert "1 个没有说明的警告" in answers.said[0]
    window.check.live.explain(window.check.live.findings[0], "由市政府直管")
    answers.press("final")
    trigger(window)
    assert window.document.is_final


def test_with_a_reason_that_is_kept_a_report_with_errors_becomes_final(window: MainWindow, answers: Answers) -> None:
    window.document.put("basic_info.postcode", "54700")

    def give_reason(dialog: QDialog) -> None:
        go, edit = dialog.findChild(QPushButton, "button.final"), dialog.findChild(QPlainTextEdit, "final.reason")
        assert go is not None
        assert edit is not None
        assert not go.isEnabled()
        dialog.activateWindow()
        QApplication.processEvents()
        edit.setFocus()
        write("邮政编码正在变更")
        assert go.isEnabled()
        QTest.mouseClick(go, Qt.MouseButton.LeftButton)

    answers.do(give_reason)
    trigger(window)
    assert window.document.is_final
    kept = on_disk(window)
    assert [entry.reason for entry in kept.explanations if entry.rule == "F1"] == ["邮政编码正在变更"]
    assert window.check.errors_on_paper() == 0


def make_final(window: MainWindow, answers: Answers) -> None:
    answers.press("final")
    trigger(window)
    assert window.document.is_final


def test_nothing_can_be_written_in_a_final_report(window: MainWindow, answers: Answers, qtbot: QtBot) -> None:
    make_final(window, answers)
    before = window.document.report
    name = line(window)
    assert name.isReadOnly()
    name.setFocus()
    QTest.keyClicks(name, "abc")
    write("试点")
    window.reveal("expenditures[0].item")
    table = window.findChild(QTableView, "expenditures")
    assert table is not None
    QTest.keyClick(table, KEY.Key_Delete)
    QTest.keyClick(table, KEY.Key_F2)
    focus = QApplication.focusWidget()
    assert focus is table
    window.reveal("narrative.process.text")
    text = window.findChild(QPlainTextEdit, "narrative.process.text")
    assert text is not None
    QTest.keyClicks(text, "abc")
    assert window.document.report is before
    assert name.text() == before.cover.project_name
    bar = window.findChild(QToolBar, "final.bar")
    said = window.findChild(QLabel, "final.said")
    assert bar is not None
    assert bar.isVisible()
    assert said is not None
    assert "已定稿" in said.text()
    window.check.live.refresh()
    assert window.status.check.text() == "已定稿"


def test_a_change_that_comes_another_way_is_refused_with_a_sentence(
    window: MainWindow, answers: Answers, qtbot: QtBot
) -> None:
    make_final(window, answers)
    with qtbot.waitSignal(window.document.notice) as heard:
        window.document.put(NAME, "试点")
    assert heard.args is not None
    assert "已定稿" in heard.args[0]
    assert window.document.report.cover.project_name != "试点"


def test_the_way_back_makes_it_a_draft_that_can_be_written_in(window: MainWindow, answers: Answers) -> None:
    make_final(window, answers)
    assert "取消定稿" in window.actions_by_name["finalize"].text()
    answers.press("draft")
    trigger(window)
    assert not window.document.is_final
    name = line(window)
    name.setFocus()
    assert not name.isReadOnly()
    write("试点")
    assert "试点" in window.document.report.cover.project_name
    linked = window.findChild(QPlainTextEdit, "narrative.conclusion.text")
    assert linked is not None
    assert linked.isReadOnly()
    bar = window.findChild(QToolBar, "final.bar")
    assert bar is not None
    assert not bar.isVisible()


def test_a_final_report_opens_as_one(window: MainWindow, answers: Answers) -> None:
    make_final(window, answers)
    path = window.document.path
    assert path is not None
    window.files.new()
    assert not line(window).isReadOnly()
    window.files.open(path)
    assert window.document.is_final
    assert line(window).isReadOnly()


def test_a_reason_survives_saving_and_opening_and_goes_when_the_value_changes(window: MainWindow, qtbot: QtBot) -> None:
    text = window.document.report.narrative.process.text
    window.document.put("narrative.process.text", text.replace("全年实际支出123.73万元", "全年实际支出120万元"))
    found = next(one for one in window.check.live.ask() if one.rule == "B14" and one.severity.value == "warning")
    window.check.live.explain(found, "按上半年口径")
    assert window.files.save()
    path = window.document.path
    assert path is not None
    window.files.new()
    window.files.open(path)
    assert "B14" not in {one.rule for one in window.check.live.ask()}
    assert [reason for _, reason in window.check.live.explained] == ["按上半年口径"]
    window.document.put("narrative.process.text", text.replace("全年实际支出123.73万元", "全年实际支出119万元"))
    assert "B14" in {one.rule for one in window.check.live.ask()}
    assert window.check.live.explained == ()


def ink(path: Path) -> int:
    """How many pixels of a printed file's third page are not white."""
    page = pypdfium2.PdfDocument(path)[2].render(scale=0.5).to_pil().convert("L")
    return sum(page.histogram()[:250])


def test_errors_print_a_draft_and_a_final_report_does_not(window: MainWindow, answers: Answers, tmp_path: Path) -> None:
    window.document.put("basic_info.postcode", "54700")
    draft, final = tmp_path / "draft.pdf", tmp_path / "final.pdf"
    answers.press("print").choose(draft)
    window.actions_by_name["print"].trigger()
    assert "还有1个错误，只能打印带“草稿”水印的稿件" in answers.said[0]
    window.document.apply_file(replace(window.document.file, state="final"), "定稿")
    answers.press("print").choose(final)
    window.actions_by_name["print"].trigger()
    assert "草稿" not in answers.said[2]
    assert ink(draft) > ink(final) * 1.1


def is_dirty(window: MainWindow) -> bool:
    return window.document.is_dirty


def noted_of(window: MainWindow) -> storage.Printed | None:
    noted: storage.Printed | None = window.document.file.printed
    return noted


def rules(window: MainWindow) -> set[str]:
    return {one.rule for one in window.check.live.ask()}


def test_a_change_after_printing_is_told_until_it_is_undone_or_printed_again(
    window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    answers.press("print").choose(tmp_path / "a.pdf")
    window.actions_by_name["print"].trigger()
    assert is_dirty(window)  # the file has to say so
    assert window.files.save()
    assert not is_dirty(window)
    printed = on_disk(window).printed
    assert printed is not None
    assert printed.how == "print"
    assert "F4" not in rules(window)
    window.document.put("basic_info.phone", "0778-5550199")
    assert "F4" in rules(window)
    window.actions_by_name["undo"].trigger()
    assert "F4" not in rules(window)
    window.document.put("basic_info.phone", "0778-5550198")
    answers.press("print").choose(tmp_path / "b.pdf")
    window.actions_by_name["print"].trigger()
    assert answers.all_asked
    assert "F4" not in rules(window)


def test_a_draft_is_no_final_copy_and_the_same_copy_again_changes_nothing(
    window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    window.document.put("basic_info.postcode", "54700")
    answers.press("print").choose(tmp_path / "draft.pdf")
    window.actions_by_name["print"].trigger()
    assert noted_of(window) is None
    window.actions_by_name["undo"].trigger()
    answers.press("final")
    trigger(window)
    noted = on_disk(window).printed
    assert noted is not None
    assert noted.how == "final"
    answers.press("print").choose(tmp_path / "final.pdf")
    window.actions_by_name["print"].trigger()
    assert answers.all_asked
    assert noted_of(window) == noted
    assert not is_dirty(window)
    answers.press("draft")
    trigger(window)
    window.document.put("basic_info.phone", "0778-5550199")
    assert "F4" in rules(window)
