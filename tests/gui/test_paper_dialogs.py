"""The dialogs on the way to paper: how a PDF is to be, which fonts there are, what is remembered of printing."""

from pathlib import Path

import pypdf
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QDialog,
    QPlainTextEdit,
    QTableWidget,
)
from pytestqt.qtbot import QtBot

from selfeval_gui.gui.output.print_dialog import TO_FILE
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.importing.formats import own_pdf
from tests.gui.driving import Answers, in_focus
from tests.gui.showing import ShowReport
from tests.printing import reports
from tests.printing.fontmaking import tiny_font, with_damaged_outlines, write

NONE, OTHER = "\U000f0000", "\U000f0001"  # of the private use plane: no font has them


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, f"action.{name}")
    assert action is not None
    assert action.isVisible()
    action.trigger()


def box(dialog: QDialog, name: str) -> QCheckBox:
    found = dialog.findChild(QCheckBox, name)
    assert found is not None
    return found


def press(dialog: QDialog, name: str) -> None:
    button = dialog.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def switch(dialog: QDialog, name: str) -> None:
    """Turn a switch by key."""
    box(dialog, name).setFocus()
    QTest.keyClick(box(dialog, name), Qt.Key.Key_Space)


def test_the_data_rides_along_or_not_and_that_is_remembered(
    show_report: ShowReport,
    answers: Answers,
    tmp_path: Path,
) -> None:
    window = show_report()
    with_data, without, again = (tmp_path / f"{name}.pdf" for name in "abc")
    answers.press("export").choose(with_data).press("close")
    trigger(window, "export_pdf")
    assert own_pdf.attachment(with_data.read_bytes())

    def leave_data_out(dialog: QDialog) -> None:
        switch(dialog, "export.data")
        press(dialog, "button.export")

    answers.do(leave_data_out).choose(without).press("close")
    trigger(window, "export_pdf")
    assert not pypdf.PdfReader(without).attachments
    answers.press("export").choose(again).press("close")
    trigger(window, "export_pdf")
    assert not pypdf.PdfReader(again).attachments
    assert answers.all_asked


def test_the_draft_mark_is_proposed_while_errors_are_open(
    show_report: ShowReport,
    answers: Answers,
    tmp_path: Path,
) -> None:
    window = show_report()
    plain, marked = tmp_path / "a.pdf", tmp_path / "b.pdf"
    answers.press("export").choose(plain).press("close")
    trigger(window, "export_pdf")
    assert "草稿" not in pypdf.PdfReader(plain).pages[3].extract_text()
    window.exports._open_errors = lambda: 3
    answers.press("export").choose(marked).press("close")
    trigger(window, "export_pdf")
    assert all("草稿" in page.extract_text() for page in pypdf.PdfReader(marked).pages)
    assert "还有3个错误，只能打印带“草稿”水印的稿件" in answers.said[3]
    assert not any(type(mark).__name__ == "Watermark" for mark in window.preview.view.pages[0].marks)


def test_characters_without_a_font_are_listed_and_can_be_gone_to(
    show_report: ShowReport,
    answers: Answers,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    text = f"完成水池5座。\n验收{NONE}合格{OTHER}。"
    window = show_report(reports.filled(performance__actual=text, basic_info__address=f"路{NONE}"))
    listed: list[list[str]] = []

    def locate(dialog: QDialog) -> None:
        table = dialog.findChild(QTableWidget, "export.missing")
        assert table is not None
        rows = range(table.rowCount())
        listed.extend([table.item(row, column).text() for column in (0, 1)] for row in rows)  # type: ignore[union-attr]
        press(dialog, "export.locate.1")

    answers.do(locate)
    trigger(window, "export_pdf")
    assert listed[0] == ["地址", f"{NONE}（U+F0000）"]
    assert listed[1] == ["实际", f"{NONE}（U+F0000）　{OTHER}（U+F0001）"]
    qtbot.waitUntil(lambda: window.current_field == "performance.actual")  # when the window is active again
    editor = in_focus()
    assert isinstance(editor, QPlainTextEdit)
    assert editor.toPlainText()[editor.textCursor().position() :].startswith(NONE)
    target = tmp_path / "trotzdem.pdf"
    answers.press("export").choose(target).press("close")
    trigger(window, "export_pdf")
    assert target.read_bytes().startswith(b"%PDF")
    assert "有 2 个字没有字体可用" in answers.said[1]


def test_a_report_whose_characters_are_all_there_is_asked_nothing_more(
    show_report: ShowReport,
    answers: Answers,
) -> None:
    window = show_report()
    answers.press("cancel")
    trigger(window, "export_pdf")
    assert "没有字体" not in answers.said[0]


def test_the_fonts_are_told_and_can_be_fixed(show_report: ShowReport, answers: Answers, tmp_path: Path) -> None:
    folder = tmp_path / "fonts"
    write(folder / "SIMFANG.TTF", tiny_font({"单": 1000, "位": 900}, "FangSong", "仿宋"))
    window = show_report(fonts=lambda: (folder,))
    seen: list[list[list[str]]] = []

    def look(dialog: QDialog) -> None:
        table = dialog.findChild(QTableWidget, "fonts.table")
        assert table is not None
        for _ in range(2):
            seen.append(
                [
                    [table.item(row, column).text() for column in range(table.columnCount())]  # type: ignore[union-attr]
                    for row in range(table.rowCount())
                ]
            )
            switch(dialog, "fonts.bundled")
        switch(dialog, "fonts.bundled")
        press(dialog, "button.close")

    answers.do(look)
    trigger(window, "fonts")
    installed, bundled = seen
    assert [row[0] for row in installed] == ["宋体", "小标宋", "黑体", "仿宋", "楷体"]
    assert installed[3][1:4] == ["仿宋", "本机已安装", "SIMFANG.TTF"]
    assert {row[2] for row in bundled} == {"随程序提供"}
    assert window.composing.bundled_only
    window.document.undo_stack.setClean()
    window.close()
    assert show_report(fonts=lambda: (folder,)).composing.bundled_only


def test_a_damaged_installed_font_is_told_with_the_way_out(
    show_report: ShowReport, answers: Answers, tmp_path: Path
) -> None:
    font = with_damaged_outlines(tiny_font({"单": 1000, "位": 900}, "FangSong", "仿宋"))
    write(tmp_path / "fonts" / "SIMFANG.TTF", font)
    window = show_report(fonts=lambda: (tmp_path / "fonts",))
    target = tmp_path / "a.pdf"
    answers.press("export").choose(target).press("close")
    trigger(window, "export_pdf")
    assert "SIMFANG.TTF" in answers.said[2]
    assert "只用随程序提供的字体" in answers.said[2]
    assert not target.exists()


def test_printer_and_duplex_are_remembered(show_report: ShowReport, answers: Answers, tmp_path: Path) -> None:
    window = show_report()
    target = tmp_path / "打印.pdf"

    def order(dialog: QDialog) -> None:
        printer = dialog.findChild(QComboBox, "print.printer")
        assert printer is not None
        printer.setCurrentText(TO_FILE)
        box(dialog, "print.duplex").setChecked(False)
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    answers.do(order).choose(target)
    trigger(window, "print")
    assert target.read_bytes().startswith(b"%PDF")
    assert f"已打印到“{target}”" in window.statusBar().currentMessage()
    found: list[tuple[str, bool]] = []

    def look(dialog: QDialog) -> None:
        printer = dialog.findChild(QComboBox, "print.printer")
        assert printer is not None
        found.append((printer.currentText(), box(dialog, "print.duplex").isChecked()))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    answers.do(look)
    trigger(window, "print")
    assert found == [(TO_FILE, False)]


def test_printing_can_be_ordered_by_keys_alone(show_report: ShowReport, answers: Answers) -> None:
    window = show_report()
    reached: list[str] = []

    def walk(dialog: QDialog) -> None:
        for key in (Qt.Key.Key_P, Qt.Key.Key_T, Qt.Key.Key_R, Qt.Key.Key_C, Qt.Key.Key_S):
            QTest.keyClick(dialog, key, Qt.KeyboardModifier.AltModifier)
            reached.append(in_focus().objectName())
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    answers.do(walk)
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert reached == ["print.printer", "print.part", "print.ranges", "print.copies", "print.seal_copies"]
