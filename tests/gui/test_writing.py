"""Writing the narrative in the real window: find and replace, figures that follow, paste, levels, outline."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QListWidget, QPlainTextEdit, QWidget

from selfeval_gui.gui.document import LOST
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report.edit import get
from tests.gui.driving import in_focus, write
from tests.gui.showing import ShowReport

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PROCESS = "narrative.process.text"


@pytest.fixture
def window(show_report: ShowReport) -> MainWindow:
    return show_report()


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(in_focus(), key, modifier)


def said(window: MainWindow, name: str) -> str:
    label = window.findChild(QLabel, name)
    assert label is not None
    return label.text()


def text_at(window: MainWindow, path: str = PROCESS) -> str:
    return str(get(window.document.report, path))


def put_on_clipboard(text: str = "", html: str = "") -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def click(window: MainWindow, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_find_leads_from_place_to_place_by_enter_alone(window: MainWindow) -> None:
    window.reveal("cover.project_unit")
    press(Qt.Key.Key_F, CONTROL)
    write("应急供水中心")
    count = len(window.writing._places)
    assert count > 2
    assert said(window, "find.count") == f"共 {count} 处"
    seen = []
    for number in range(count):
        press(Qt.Key.Key_Return)
        assert said(window, "find.count") == f"第 {number + 1} 处，共 {count} 处"
        assert in_focus().objectName() == "find.words"
        seen.append(window.current_field)
    assert seen[0] == "cover.project_unit"
    assert len(set(seen)) > 2
    press(Qt.Key.Key_Return)  # and round again
    assert window.current_field == "cover.project_unit"
    press(Qt.Key.Key_Escape)
    line = in_focus()
    assert isinstance(line, QLineEdit)
    assert (line.objectName(), line.selectedText()) == ("cover.project_unit", "应急供水中心")


def test_f3_goes_on_from_the_field_and_marks_the_words(window: MainWindow) -> None:
    window.document.put(PROCESS, "前面唯独此处后面，再来唯独此处。")
    press(Qt.Key.Key_F, CONTROL)
    write("唯独此处")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    places = []
    for _ in range(3):
        editor = in_focus()
        assert isinstance(editor, QPlainTextEdit)
        assert editor.textCursor().selectedText() == "唯独此处"
        places.append(editor.textCursor().selectionStart())
        press(Qt.Key.Key_F3)
    assert places == [2, 11, 2]
    press(Qt.Key.Key_F3, SHIFT)
    press(Qt.Key.Key_F, CONTROL)
    words = in_focus()
    assert isinstance(words, QLineEdit)
    assert words.text() == "唯独此处"


def test_a_cell_is_found_and_shown(window: MainWindow) -> None:
    name = window.document.report.evaluators[2].name
    window.reveal("cover.project_name")
    press(Qt.Key.Key_F, CONTROL)
    write(name)
    seen = []
    for _ in window.writing._places:
        press(Qt.Key.Key_F3)
        seen.append(window.current_field)
    assert "evaluators[2].name" in seen


def test_replacing_all_is_one_step_and_says_what_stayed(window: MainWindow) -> None:
    before, steps = window.document.report, window.document.undo_stack.count()
    window.reveal("cover.project_unit")
    press(Qt.Key.Key_H, CONTROL)
    write("应急供水中心")
    places = window.writing._places
    press(Qt.Key.Key_Tab)
    write("供水站")
    click(window, "find.replace_all")
    assert window.document.report.cover.project_unit.endswith("供水站")
    assert window.document.undo_stack.count() == steps + 1
    free = sum(not place.fixed for place in places)
    assert f"已替换 {free} 处" in said(window, "find.place")
    assert "由表格自动生成" in said(window, "find.place")
    assert window.document.undo_stack.undoText() == f"全部替换“应急供水中心”为“供水站”（{free} 处）"
    press(Qt.Key.Key_Z, CONTROL)
    assert window.document.report == before


def test_replacing_one_goes_on_behind_what_was_put_in(window: MainWindow) -> None:
    window.document.put(PROCESS, "独独独")
    press(Qt.Key.Key_H, CONTROL)
    write("独")
    press(Qt.Key.Key_Tab)
    write("独独")
    places = [place.path for place in window.writing._places]
    press(Qt.Key.Key_Return)
    while window.writing._places[window.writing._at].path != PROCESS:
        press(Qt.Key.Key_F3)
    before = places.count(PROCESS)
    for _ in range(before):
        press(Qt.Key.Key_Return)
    assert text_at(window) == "独" * 6
    assert in_focus().objectName() == "find.instead"


def test_a_figure_is_put_in_by_key_and_follows_the_tables(window: MainWindow) -> None:
    window.document.put(PROCESS, "到位率为。")
    window.reveal(PROCESS, 4)
    press(Qt.Key.Key_L, CONTROL)
    menu = window.writing.menu
    assert menu is not None
    QTest.keyClick(menu, Qt.Key.Key_5)
    assert text_at(window) == "到位率为100%。"
    editor = in_focus()
    assert isinstance(editor, QPlainTextEdit)
    assert editor.textCursor().position() == 8
    assert len(editor.extraSelections()) == 1
    window.document.put("basic_info.received_funds.total", Decimal(64))
    assert text_at(window) == "到位率为50%。"
    assert editor.toPlainText() == "到位率为50%。"
    window.document.undo_stack.undo()
    assert editor.toPlainText() == "到位率为100%。"


def test_typing_around_a_figure_keeps_it_and_typing_in_it_says_so(window: MainWindow) -> None:
    told: list[str] = []
    window.document.notice.connect(told.append)
    window.document.put(PROCESS, "为。")
    window.reveal(PROCESS, 1)
    window.writing.insert_value()
    assert window.writing.menu is not None
    QTest.keyClick(window.writing.menu, Qt.Key.Key_5)
    window.reveal(PROCESS, 0)
    write("到位率")
    assert [one.start for one in window.document.live] == [4]
    assert told == []
    window.document.break_merge()  # a pause
    window.reveal(PROCESS, 6)
    write("9")
    assert told == [LOST]
    assert not window.document.live
    press(Qt.Key.Key_Z, CONTROL)
    assert len(window.document.live) == 1
    window.reveal(PROCESS, 8)
    press(Qt.Key.Key_Backspace)  # takes the figure as one piece
    assert text_at(window) == "到位率为。"


def test_a_figure_survives_saving_and_replacing_around_it(window: MainWindow) -> None:
    window.document.put(PROCESS, "我局到位率为，我局支出。")
    window.reveal(PROCESS, 6)
    window.writing.insert_value()
    assert window.writing.menu is not None
    QTest.keyClick(window.writing.menu, Qt.Key.Key_5)
    window.reveal("basic_info.phone")
    press(Qt.Key.Key_H, CONTROL)
    write("我局")
    press(Qt.Key.Key_Tab)
    write("本单位")
    click(window, "find.replace_all")
    assert text_at(window) == "本单位到位率为100%，本单位支出。"
    assert [one.start for one in window.document.live] == [7]


def test_paste_from_word_puts_widths_right_as_a_step_of_its_own(window: MainWindow) -> None:
    told: list[str] = []
    window.document.notice.connect(told.append)
    window.document.put(PROCESS, "")
    window.reveal(PROCESS)
    put_on_clipboard("\u3000\u30001.\t完成１２项,验收合格\r\n\r\n２.支出(含税)９８％\r\n")
    press(Qt.Key.Key_V, CONTROL)
    assert text_at(window) == "1.完成12项，验收合格\n2.支出（含税）98%"
    assert "改正3 处全角数字、3 处标点和空格" in told[-1]
    editor = in_focus()
    assert isinstance(editor, QPlainTextEdit)
    assert len(editor.extraSelections()) == 6
    press(Qt.Key.Key_Z, CONTROL)
    assert text_at(window) == "1.完成１２项,验收合格\n２.支出(含税)９８％"
    press(Qt.Key.Key_Z, CONTROL)
    assert text_at(window) == ""
    assert window.document.undo_stack.redoText() == "粘贴到“过程”"


def test_paste_of_a_web_page_is_its_text_alone(window: MainWindow) -> None:
    window.document.put(PROCESS, "")
    window.reveal(PROCESS)
    put_on_clipboard(html="<p style='font-size:30pt;color:red'>第一段</p><p><b>第二段</b></p><img src='x.png'>")
    press(Qt.Key.Key_V, CONTROL)
    assert text_at(window) == "第一段\n第二段"


def test_levels_out_of_order_are_offered_to_be_put_right(window: MainWindow) -> None:
    window.document.put(PROCESS, "")
    window.reveal(PROCESS)
    offer = window.findChild(QAbstractButton, f"renumber.{PROCESS}")
    assert offer is not None
    assert offer.isHidden()
    write("（一）甲\n（三）乙\n1.子\n3.子")
    assert offer.isVisible()
    assert offer.text() == "序号有 2 处不连续，重新编号"
    QTest.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert text_at(window) == "（一）甲\n（二）乙\n1.子\n2.子"
    assert offer.isHidden()
    assert window.document.undo_stack.undoText() == "重排“过程”的序号"


def test_the_outline_tells_what_nobody_has_looked_at(window: MainWindow) -> None:
    from dataclasses import replace

    file = window.document.file
    review = replace(file.review, unreviewed={PROCESS: {"previous": "去年的文字"}})
    window.document.apply_file(replace(file, review=review), "测试")
    window.reveal(PROCESS)
    outline = window.findChild(QListWidget, "narrative.outline")
    assert outline is not None
    items = [outline.item(i) for i in range(outline.count())]
    process = next(item for item in items if item.text().strip() == "（二）过程")
    assert process.toolTip() == "（二）过程（未核对）"
    press(Qt.Key.Key_K, CONTROL)
    assert process.toolTip() == "（二）过程（自行撰写）"


def test_the_menu_names_the_step_that_undo_takes_back(window: MainWindow) -> None:
    window.reveal("basic_info.phone")
    write("1")
    undo = window.actions_by_name["undo"]
    assert undo.text() == "撤销(&U) 修改“联系电话”"
    press(Qt.Key.Key_Z, CONTROL)
    assert undo.text() == "撤销(&U)"
    assert window.actions_by_name["redo"].text() == "重做(&R) 修改“联系电话”"


def test_leaving_the_bar_without_a_place_keeps_the_keyboard_in_the_window(window: MainWindow) -> None:
    window.reveal("cover.project_name")
    press(Qt.Key.Key_F, CONTROL)
    write("没有这样的词")
    assert said(window, "find.count") == "没有找到"
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    focus: QWidget | None = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "cover.project_name"


def test_writing_in_a_linked_section_says_how_to_begin(window: MainWindow) -> None:
    before = text_at(window, "narrative.inputs.text")
    window.reveal("narrative.inputs.text")
    QTest.keyClick(in_focus(), Qt.Key.Key_Down)
    assert "断开链接" not in window.statusBar().currentMessage()
    QTest.keyClicks(in_focus(), "a")
    assert "请先点“断开链接”" in window.statusBar().currentMessage()
    assert text_at(window, "narrative.inputs.text") == before
