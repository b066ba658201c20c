"""Editors: what is typed goes into the report at once, and nothing that is typed is ever disturbed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import (
    AmountEditor,
    ChoiceEditor,
    DateEditor,
    GradeEditor,
    LineEditor,
    MonthEditor,
    YearEditor,
    commit_pending,
)
from selfeval_gui.gui.editors.long_text import LongTextEditor
from selfeval_gui.gui.editors.section import SectionEditor
from selfeval_gui.gui.editors.spans import changed_span, utf16_length
from selfeval_gui.report.catalogue import LINE_LIMIT
from selfeval_gui.report.dates import Month
from selfeval_gui.report.edit import get
from selfeval_gui.report.model import EvaluationType
from selfeval_gui.report.text import Unparsed
from tests.gui.opened import Clock, Show, blank_document, commit, compose, in_window, type_in

PHONE, NAME, ADDRESS = "basic_info.phone", "cover.project_name", "basic_info.address"
SPENT = "basic_info.actual_expenditure"


@pytest.fixture
def shown(qtbot: QtBot) -> Show:
    """Puts widgets into an active window, the first one focused."""
    kept: list[QWidget] = []

    def show(*widgets: QWidget) -> QWidget:
        window = in_window(qtbot, *widgets)
        kept.append(window)
        return window

    return show


def at(document: Document, path: str) -> object:
    return get(document.report, path)


def test_typing_goes_into_the_report_at_once(shown: Show) -> None:
    document = blank_document()
    editor = LineEditor(document, PHONE)
    shown(editor)
    type_in(editor, "0778-5550101")
    assert at(document, PHONE) == "0778-5550101"
    assert document.undo_stack.count() == 1


def test_undo_and_redo_are_the_windows_and_move_the_cursor_to_the_change(shown: Show) -> None:
    clock = Clock()
    document = blank_document(clock)
    editor = LineEditor(document, PHONE)
    window = shown(editor)
    keys = [
        QShortcut(QKeySequence(text), window, slot)
        for text, slot in (("Ctrl+Z", document.undo_stack.undo), ("Ctrl+Y", document.undo_stack.redo))
    ]
    type_in(editor, "0778")
    clock.now += 5
    editor.setCursorPosition(2)
    type_in(editor, "--")
    assert editor.text() == "07--78"
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (editor.text(), editor.cursorPosition()) == ("0778", 2)
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (editor.text(), at(document, PHONE)) == ("", "")
    QTest.keyClick(editor, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "0778"
    assert len(keys) == 2


def test_without_a_shortcut_the_field_still_undoes_nothing_by_itself(shown: Show) -> None:
    document = blank_document()
    editors = LineEditor(document, PHONE), LongTextEditor(document, "performance.expected")
    shown(*editors)
    for editor in editors:
        editor.setFocus()
        type_in(editor, "ab")
        QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert editor.shown() == "ab"


def test_two_editors_of_one_blank_agree(shown: Show) -> None:
    document = blank_document()
    one, two = LineEditor(document, PHONE), LineEditor(document, PHONE)
    shown(one, two)
    type_in(one, "12")
    assert two.text() == "12"


@pytest.mark.parametrize(
    ("typed", "value", "left"),
    [
        ("8000元", Decimal("0.8"), "0.8"),
        ("１２０．５０", Decimal("120.50"), "120.50"),
        ("1,250万元", Decimal(1250), "1250"),
        ("约5万", Unparsed("约5万"), "约5万"),
        ("—", None, ""),
    ],
)
def test_amounts_are_read_and_put_right_when_left(shown: Show, typed: str, value: object, left: str) -> None:
    document = blank_document()
    editor, other = AmountEditor(document, SPENT), LineEditor(document, PHONE)
    shown(editor, other)
    type_in(editor, typed)
    assert at(document, SPENT) == value
    assert editor.text() == typed  # not while somebody types
    other.setFocus()
    assert editor.text() == left
    assert at(document, SPENT) == value


def test_an_amount_says_what_it_means_and_what_is_wrong(shown: Show) -> None:
    document = blank_document()
    editor, other = AmountEditor(document, SPENT), LineEditor(document, PHONE)
    shown(editor, other)
    assert editor.note == "万元"
    type_in(editor, "8000元")
    assert editor.note == "＝0.8 万元"
    type_in(editor, "左右")
    assert editor.note == "万元"  # not finished yet
    other.setFocus()
    assert editor.note == "不是金额"
    assert "8000元左右" in editor.toolTip()
    assert editor.accessibleDescription() == editor.toolTip()
    editor.setFocus()
    editor.selectAll()
    type_in(editor, "1")
    assert editor.note == "万元 ＝ 10,000 元"
    assert "不是金额" not in editor.toolTip()


@pytest.mark.parametrize(
    ("kind", "path", "typed", "value", "left"),
    [
        (DateEditor, "cover.report_date", "20181030", date(2018, 10, 30), "2018年10月30日"),
        (DateEditor, "cover.report_date", "2018.10.3", date(2018, 10, 3), "2018年10月3日"),
        (DateEditor, "cover.report_date", "十月", Unparsed("十月"), "十月"),
        (MonthEditor, "basic_info.period_end", "201812", Month(2018, 12), "2018年12月"),
        (YearEditor, "fiscal_year", "2024年度", 2024, "2024"),
    ],
)
def test_dates_are_put_right_on_enter(
    shown: Show, kind: type[LineEditor], path: str, typed: str, value: object, left: str
) -> None:
    document = blank_document()
    editor = kind(document, path)
    shown(editor)
    editor.selectAll()
    type_in(editor, typed)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert at(document, path) == value
    assert editor.text() == left


def test_a_date_is_picked_or_left_empty_in_the_calendar(shown: Show) -> None:
    document = blank_document()
    editor = DateEditor(document, "cover.report_date")
    shown(editor)
    type_in(editor, "2026-3-12")
    popup = editor.open_calendar()
    assert popup.calendar.selectedDate() == QDate(2026, 3, 12)
    popup.calendar.clicked.emit(QDate(2026, 3, 15))
    assert editor.text() == "2026年3月15日"
    editor.open_calendar()._cleared()
    assert (editor.text(), at(document, "cover.report_date")) == ("", None)
    assert document.undo_stack.count() == 3


# The input method.


@pytest.mark.parametrize("kind", [LineEditor, LongTextEditor])
def test_a_composition_is_taken_when_it_is_committed(
    shown: Show, kind: type[LineEditor] | type[LongTextEditor]
) -> None:
    document = blank_document()
    path = NAME if kind is LineEditor else "performance.actual"
    editor = kind(document, path)
    shown(editor)
    compose(editor, "gong")
    compose(editor, "gong shui")
    assert at(document, path) == ""
    commit(editor, "供水")
    assert at(document, path) == "供水"
    assert editor.shown() == "供水"


@pytest.mark.parametrize("kind", [LineEditor, LongTextEditor])
def test_a_change_from_elsewhere_waits_for_the_composition(
    shown: Show, kind: type[LineEditor] | type[LongTextEditor]
) -> None:
    document = blank_document()
    path = NAME if kind is LineEditor else "performance.actual"
    editor = kind(document, path)
    shown(editor)
    type_in(editor, "ab")
    compose(editor, "gong")
    document.undo_stack.undo()
    assert editor.preedit == "gong"
    assert editor.shown() == "ab"  # not disturbed
    compose(editor, "")  # given up
    assert editor.shown() == ""
    compose(editor, "gong")
    document.put(path, "别处")
    commit(editor, "供")
    assert editor.shown() == at(document, path) == "供"  # what was typed last stands


def test_saving_in_the_middle_of_a_composition_loses_nothing(shown: Show) -> None:
    document = blank_document()
    editors = LineEditor(document, NAME), LongTextEditor(document, "performance.actual")
    shown(*editors)
    for editor in editors:
        editor.setFocus()
        type_in(editor, "a")
        compose(editor, "供水")
        commit_pending()
        assert at(document, editor.objectName()) == "a供水"
        assert editor.shown() == "a供水"
        assert editor.preedit == ""


def test_leaving_the_field_takes_the_composition(shown: Show) -> None:
    document = blank_document()
    editor, other = LineEditor(document, NAME), LineEditor(document, PHONE)
    shown(editor, other)
    compose(editor, "供水")
    other.setFocus()
    assert at(document, NAME) == "供水"


# Pasting.


def test_too_much_is_refused_with_a_count_and_nothing_is_cut(shown: Show, qtbot: QtBot) -> None:
    document = blank_document()
    editor = LineEditor(document, ADDRESS)
    shown(editor)
    type_in(editor, "abc")
    QGuiApplication.clipboard().setText("字" * LINE_LIMIT)
    with qtbot.waitSignal(document.notice) as told:
        QTest.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [f"“地址”最多 {LINE_LIMIT} 字，这次输入后共 {LINE_LIMIT + 3} 字，未采用。原内容没有改动。"]
    assert editor.text() == at(document, ADDRESS) == "abc"
    assert editor.cursorPosition() == 3


def test_lines_are_pasted_as_one_and_html_as_text(shown: Show) -> None:
    document = blank_document()
    line, long = LineEditor(document, ADDRESS), LongTextEditor(document, "performance.expected")
    shown(line, long)
    QGuiApplication.clipboard().setText("甲\n乙\t丙\u202e")
    line.paste()
    assert at(document, ADDRESS) == "甲 乙 丙"
    data = QMimeData()
    data.setHtml("<p style='color:red'>甲<b>乙</b></p><p>丙</p>")
    QGuiApplication.clipboard().setMimeData(data)
    long.setFocus()
    QTest.keyClick(long, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert at(document, "performance.expected") == "甲乙\n丙"


def test_tab_leaves_a_long_text(shown: Show) -> None:
    document = blank_document()
    long, line = LongTextEditor(document, "performance.expected"), LineEditor(document, ADDRESS)
    shown(long, line)
    QTest.keyClick(long, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is line
    assert at(document, "performance.expected") == ""


def test_a_long_text_keeps_its_cursor_when_the_text_changes_elsewhere(shown: Show) -> None:
    document = blank_document()
    editor = LongTextEditor(document, "performance.expected")
    shown(editor)
    type_in(editor, "abcdef")
    editor.go_to(2)
    document.put("performance.expected", "abcdef\n𬱖")
    assert editor.textCursor().position() == 2
    editor.go_to(8)
    assert editor.textCursor().position() == 9  # Qt counts the rare character as two


# Choices.


def test_a_type_is_chosen_with_mouse_and_undone(shown: Show) -> None:
    document = blank_document()
    path = "cover.evaluation_type"
    editor = ChoiceEditor(document, path)
    shown(editor)
    editor.buttons["事中评价"].click()
    assert at(document, path) == EvaluationType.INTERIM
    document.put(path, EvaluationType.NONE)
    assert not any(button.isChecked() for button in editor.buttons.values())
    document.undo_stack.undo()
    assert editor.buttons["事中评价"].isChecked()


def test_a_grade_is_chosen_or_written(shown: Show) -> None:
    document = blank_document()
    editor = GradeEditor(document, "performance.grade")
    shown(editor)
    line = editor.lineEdit()
    assert line is not None
    type_in(line, "A")
    assert at(document, "performance.grade") == "A"
    editor.setCurrentIndex(1)
    editor.textActivated.emit(editor.itemText(1))
    assert at(document, "performance.grade") == "良好"
    line.selectAll()
    compose(line, "you")
    commit(line, "优")
    assert (at(document, "performance.grade"), editor.currentText()) == ("优", "优")  # not finished to 优秀


# Sections.


def test_a_linked_section_follows_until_its_link_is_cut(shown: Show) -> None:
    document = blank_document()
    editor = SectionEditor(document, "performance_goal", "项目绩效目标")
    source = LongTextEditor(document, "performance.expected")
    shown(source, editor)
    type_in(source, "60")
    assert editor.text.toPlainText() == "60"
    assert editor.text.isReadOnly()
    type_in(editor.text, "x")
    assert editor.text.toPlainText() == "60"
    QTest.mouseClick(editor.link, Qt.MouseButton.LeftButton)
    assert document.undo_stack.undoText() == "断开“项目绩效目标”的链接"
    assert not editor.text.isReadOnly()
    editor.text.go_to(2)
    type_in(editor.text, "km")
    type_in(source, "1")
    assert at(document, "narrative.performance_goal.text") == "60km"
    assert editor.current_state == "自行撰写"
    QTest.mouseClick(editor.link, Qt.MouseButton.LeftButton)
    assert editor.text.toPlainText() == "601"
    assert at(document, "narrative.performance_goal.text") == "60km"  # kept
    document.undo_stack.undo()
    assert editor.text.toPlainText() == "60km"


def test_a_section_without_a_sentence_has_no_switch(qtbot: QtBot) -> None:
    editor = SectionEditor(blank_document(), "process", "过程")
    qtbot.addWidget(editor)
    assert editor.link.isHidden()
    assert editor.current_state == "未填写"


def test_where_texts_differ() -> None:
    assert changed_span("abc", "abXc") == (2, 2, 3)
    assert changed_span("aa", "aaa") == (2, 2, 3)
    assert changed_span("abc", "") == (0, 3, 0)
    assert changed_span("同", "同") == (1, 1, 1)
    assert utf16_length("𬱖a") == 3


MOVES = st.lists(
    st.sampled_from(["key", "compose", "commit", "give up", "elsewhere", "undo", "redo", "leave", "save", "end"]),
    max_size=25,
)


@pytest.mark.parametrize("kind", [LineEditor, LongTextEditor])
@given(moves=MOVES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_no_order_of_events_loses_or_doubles_what_is_composed(
    shown: Show, kind: type[LineEditor] | type[LongTextEditor], moves: list[str]
) -> None:
    clock = Clock()
    document = blank_document(clock)
    path = NAME if kind is LineEditor else "performance.actual"
    editor, other = kind(document, path), LineEditor(document, PHONE)
    shown(editor, other)
    for number, move in enumerate(moves):
        clock.now += 2
        char = chr(0x4E00 + number)  # every one is another, so that a doubled one shows
        before = editor.shown()
        if move == "key":
            type_in(editor, "k")
        elif move == "compose":
            compose(editor, f"pin{number}")
            assert editor.shown() == before
        elif move == "commit":
            commit(editor, char)
            assert editor.shown().count(char) == 1
            assert str(at(document, path)).count(char) == 1
        elif move == "give up":
            compose(editor, "")
        elif move == "elsewhere":
            document.put(path, char)
            if editor.preedit:
                assert editor.shown() == before
        elif move == "undo":
            document.undo_stack.undo()
        elif move == "redo":
            document.undo_stack.redo()
        elif move == "leave":
            preedit = editor.preedit
            other.setFocus()
            assert preedit in editor.shown()
            editor.setFocus()
        elif move == "save":
            preedit = editor.preedit
            commit_pending()
            assert preedit in str(at(document, path))
    commit_pending()
    assert editor.preedit == ""
    assert editor.shown() == at(document, path)
