"""Tables: they behave like a spreadsheet, and no open cell is ever lost."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.tables import TablePanel
from selfeval_gui.gui.tables.clipboard import format_block, parse_block
from selfeval_gui.gui.tables.view import RowsView
from selfeval_gui.gui.wheel import WheelGuard
from selfeval_gui.report import edit
from selfeval_gui.report.catalogue import LINE_LIMIT, ROW_LIMIT
from selfeval_gui.report.model import Expenditure, Role
from selfeval_gui.report.text import Unparsed
from tests.gui.opened import blank_document, commit, compose, in_window, sample_document, type_in

CONTROL, SHIFT, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)
Open = Callable[[Document, str], RowsView]


@pytest.fixture
def opened(qtbot: QtBot) -> Open:
    """Shows the panel of a table between two fields and returns its view, focused."""
    kept: list[QWidget] = []

    def show(document: Document, table: str = "expenditures") -> RowsView:
        panel = TablePanel(document, table, "表格")
        kept.append(in_window(qtbot, panel, QLineEdit()))
        panel.view.setFocus()
        return panel.view

    return show


def cell_editor(view: RowsView) -> QWidget:
    editor = view.cells.editor
    assert editor is not None
    return editor


def select(view: RowsView, top: int, left: int, bottom: int, right: int) -> None:
    view.setCurrentIndex(view.rows.index(top, left))
    block = QItemSelection(view.rows.index(top, left), view.rows.index(bottom, right))
    view.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def place(view: RowsView) -> tuple[int, int]:
    return view.currentIndex().row(), view.currentIndex().column()


def texts(view: RowsView) -> list[list[str]]:
    columns = range(view.rows.columnCount())
    return [[view.rows.text(row, column) for column in columns] for row in range(view.rows.rowCount())]


def test_typing_in_a_cell_is_in_the_report_before_the_cell_is_left(opened: Open) -> None:
    document = blank_document()
    view = opened(document, "expenditures")
    view.go_to(1, 1)
    type_in(view, "1")
    type_in(cell_editor(view), "2.50")
    assert document.report.expenditures[1].planned == Decimal("12.50")
    assert document.undo_stack.undoText() == "修改第2行“计划支出数”"
    assert document.undo_stack.count() == 1
    QTest.keyClick(cell_editor(view), Qt.Key.Key_Return)
    assert view.cells.editor is None
    assert place(view) == (2, 1)


def test_amounts_in_cells_are_read_like_those_in_fields(opened: Open) -> None:
    document = blank_document()
    view = opened(document, "expenditures")
    view.go_to(0, 2)
    type_in(view, "8")
    editor = cell_editor(view)
    type_in(editor, "000元")
    assert document.report.expenditures[0].actual == Decimal("0.8")
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "8000元"  # not while somebody types
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert view.rows.text(0, 2) == "0.8"
    document.put("expenditures[1].actual", Unparsed("约5"))
    index = view.rows.index(1, 2)
    assert "“约5”不是金额" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "“约5”不是金额" in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_escape_takes_back_what_was_typed_in_the_cell(opened: Open) -> None:
    document = sample_document()
    before = document.report
    view = opened(document, "expenditures")
    view.go_to(0, 1)
    type_in(view, "9")
    assert document.report.expenditures[0].planned == Decimal(9)
    QTest.keyClick(cell_editor(view), Qt.Key.Key_Escape)
    assert not edit.changed_paths(before, document.report)
    assert document.undo_stack.count() == 0
    assert view.cells.editor is None


def test_enter_goes_back_to_the_column_in_which_the_row_was_begun(opened: Open) -> None:
    document = blank_document()
    view = opened(document, "expenditures")
    view.go_to(0, 0)
    for text in ("a", "1", "2"):
        type_in(view, text)
        if text != "2":
            QTest.keyClick(cell_editor(view), Qt.Key.Key_Tab)
    QTest.keyClick(cell_editor(view), Qt.Key.Key_Return)
    assert place(view) == (1, 0)
    assert document.report.expenditures[0] == Expenditure("a", Decimal(1), Decimal(2))


def test_tab_adds_a_row_after_a_filled_one_and_leaves_after_an_empty_one(opened: Open) -> None:
    document = sample_document()
    view = opened(document, "expenditures")
    rows = view.rows.rowCount()
    view.go_to(rows - 1, 2)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert (view.rows.rowCount(), place(view)) == (rows + 1, (rows, 0))
    for _ in range(3):
        assert view.hasFocus()
        QTest.keyClick(view, Qt.Key.Key_Tab)
    assert not view.hasFocus()  # no trap
    view.setFocus()
    view.go_to(0, 0)
    QTest.keyClick(view, Qt.Key.Key_Backtab, SHIFT)
    assert not view.hasFocus()


def test_a_composition_opens_the_cell_and_is_not_lost(opened: Open) -> None:
    document = blank_document()
    view = opened(document, "evaluators")
    view.go_to(0, 1)
    compose(view, "zhu ren")
    editor = cell_editor(view)
    compose(editor, "zhu ren")
    assert document.report.evaluators[0].title == ""
    commit(editor, "主任")
    assert document.report.evaluators[0].title == "主任"
    compose(editor, "科")
    commit_pending()
    assert document.report.evaluators[0].title == "主任科"
    assert view.cells.editor is None


def test_an_open_cell_outlives_changes_of_other_rows(opened: Open) -> None:
    document = blank_document()
    view = opened(document, "evaluators")
    view.go_to(2, 0)
    type_in(view, "a")
    editor = cell_editor(view)
    document.apply(edit.insert_row(document.report, "evaluators", 0), "插入行")
    document.put("evaluators[1].unit", "某局")
    type_in(editor, "b")
    assert cell_editor(view) is editor
    assert document.report.evaluators[3].name == "ab"
    document.apply(edit.remove_rows(document.report, "evaluators", 0), "删除行")
    assert document.report.evaluators[2].name == "ab"


def test_undo_in_an_open_cell_is_the_documents(opened: Open) -> None:
    document = blank_document()
    view = opened(document, "evaluators")
    view.go_to(0, 0)
    type_in(view, "a")
    editor = cell_editor(view)
    document.undo_stack.undo()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == ""
    QTest.keyClick(editor, Qt.Key.Key_Z, CONTROL)  # nobody takes the key: nothing happens
    assert editor.text() == ""


def test_items_are_proposed_by_any_part_of_their_name(opened: Open) -> None:
    document = blank_document()
    view = opened(document, "expenditures")
    view.go_to(0, 0)
    view.edit(view.currentIndex())
    editor = cell_editor(view)
    assert isinstance(editor, QLineEdit)
    compose(editor, "wei xiu")
    popup = editor.completer().popup()
    assert not popup.isVisible()
    commit(editor, "维修")
    assert popup.isVisible()
    proposals = editor.completer().completionModel()
    assert [proposals.index(i, 0).data() for i in range(proposals.rowCount())] == ["维修（护）费　30213"]
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert document.report.expenditures[0].item == "维修（护）费"


def test_a_role_is_chosen_from_a_list(opened: Open) -> None:
    document = blank_document()
    view = opened(document, "evaluators")
    view.go_to(0, 3)
    QTest.keyClick(view, Qt.Key.Key_F2)
    box = cell_editor(view)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert document.report.evaluators[0].role == Role.LEADER
    assert view.cells.editor is None


def test_buttons_and_keys_add_move_and_remove_rows(opened: Open) -> None:
    document = sample_document()
    view = opened(document, "expenditures")
    start, names = document.report, [row.item for row in document.report.expenditures]

    def press(name: str) -> None:
        button = view.window().findChild(QPushButton, f"expenditures.{name}")
        assert isinstance(button, QPushButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def now() -> list[str]:
        return [row.item for row in document.report.expenditures]

    press("add")
    assert (now(), place(view)) == ([*names, ""], (len(names), 0))
    view.go_to(1, 1)
    press("insert")
    assert now()[:3] == [names[0], "", names[1]]
    press("remove")
    assert now() == [*names, ""]
    view.go_to(0, 1)
    press("down")
    assert (now()[:2], place(view)) == ([names[1], names[0]], (1, 1))
    QTest.keyClick(view, Qt.Key.Key_Up, ALT)
    assert (now()[:2], place(view)) == ([names[0], names[1]], (0, 1))
    press("up")  # there is nothing above
    QTest.keyClick(view, Qt.Key.Key_Insert, CONTROL)
    assert now()[:2] == ["", names[0]]
    select(view, 0, 0, 1, 1)
    QTest.keyClick(view, Qt.Key.Key_Delete, CONTROL)
    assert now()[0] == names[1]
    assert document.undo_stack.undoText() == "删除 2 行"
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert not edit.changed_paths(start, document.report)
    assert texts(view) == [[row.item, str(row.planned), str(row.actual)] for row in start.expenditures]


def test_delete_clears_the_selected_cells_in_one_step(opened: Open) -> None:
    document = sample_document()
    view = opened(document, "expenditures")
    select(view, 0, 1, 2, 2)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert [row[1:] for row in texts(view)[:3]] == [["", ""]] * 3
    assert document.undo_stack.count() == 1


def test_a_block_is_pasted_with_new_rows_in_one_step(opened: Open) -> None:
    document = blank_document()
    view = opened(document, "expenditures")
    before = document.report
    view.go_to(5, 0)
    QGuiApplication.clipboard().setText('办公费\t1.5\t8000元\t\n"多\n行"\t2\t2\n"会议费\t"\t3\t\n差旅费\t4\t4\n')
    QTest.keyClick(view, Qt.Key.Key_V, CONTROL)
    assert document.report.expenditures[5:] == (
        Expenditure("办公费", Decimal("1.5"), Decimal("0.8")),
        Expenditure("多行", Decimal(2), Decimal(2)),
        Expenditure("会议费", Decimal(3), None),
        Expenditure("差旅费", Decimal(4), Decimal(4)),
    )
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert not edit.changed_paths(before, document.report)
    assert view.rows.rowCount() == 7


def test_copy_and_paste_gives_the_same_rows(opened: Open) -> None:
    document = sample_document()
    view = opened(document, "expenditures")
    view.selectAll()
    QTest.keyClick(view, Qt.Key.Key_C, CONTROL)
    other = blank_document()
    target = opened(other, "expenditures")
    target.go_to(0, 0)
    QTest.keyClick(target, Qt.Key.Key_V, CONTROL)
    assert other.report.expenditures == document.report.expenditures


def test_one_cell_fills_the_selection(opened: Open) -> None:
    document = blank_document()
    view = opened(document, "evaluators")
    QGuiApplication.clipboard().setText("某局\r\n")
    select(view, 0, 2, 3, 2)
    QTest.keyClick(view, Qt.Key.Key_V, CONTROL)
    assert [row[2] for row in texts(view)] == ["某局"] * 4 + [""]
    document.put("evaluators[0].title", "科长")
    select(view, 0, 1, 2, 1)
    QTest.keyClick(view, Qt.Key.Key_D, CONTROL)
    assert [row[1] for row in texts(view)] == ["科长"] * 3 + [""] * 2


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("a\tb\tc\td", "有 4 列"),
        ("字" * (LINE_LIMIT + 1), f"最多 {LINE_LIMIT} 字"),
        ("a\n" * (ROW_LIMIT + 1), f"最多 {ROW_LIMIT} 行"),
    ],
)
def test_what_does_not_fit_is_refused_as_a_whole(opened: Open, qtbot: QtBot, block: str, said: str) -> None:
    document = blank_document()
    view = opened(document, "expenditures")
    view.go_to(0, 0)
    QGuiApplication.clipboard().setText(block)
    with qtbot.waitSignal(document.notice) as told:
        QTest.keyClick(view, Qt.Key.Key_V, CONTROL)
    assert said in told.args[0]
    assert document.undo_stack.count() == 0


def test_sums_follow_and_are_compared_with_part_one(opened: Open) -> None:
    document = sample_document()
    view = opened(document, "expenditures")
    labels = {label.objectName(): label for label in view.window().findChildren(QLabel) if label.objectName()}
    assert labels["expenditures.sums.actual"].text() == "123.73"
    notes = [label.text() for label in view.window().findChildren(QLabel)]
    assert "与基本概况中的实际支出一致" in notes
    document.put("expenditures[0].actual", Decimal("3.32"))
    notes = [label.text() for label in view.window().findChildren(QLabel)]
    assert labels["expenditures.sums.actual"].text() == "124.73"
    assert "比基本概况中的实际支出 123.73 多 1 万元" in notes
    told: list[str] = []
    view.summary.connect(told.append)
    select(view, 0, 1, 1, 2)
    assert told[-1] == "求和 9.46　平均 2.365　计数 4"
    document.put("expenditures[1].actual", None)
    assert told[-1].endswith("计数 3")
    select(view, 0, 0, 0, 0)
    assert told[-1] == ""


def test_rows_that_come_and_go_are_told_to_the_view(opened: Open) -> None:
    document = sample_document()
    view = opened(document, "expenditures")
    told: list[str] = []
    view.rows.modelReset.connect(lambda: told.append("reset"))
    report = document.report
    for change in (
        edit.remove_rows(report, "expenditures", 2, 3),
        edit.insert_rows(report, "expenditures", 4, (Expenditure("甲"), Expenditure("乙"))),
        edit.move_row(report, "expenditures", 0, 5),
        edit.put(edit.remove_rows(report, "expenditures", 1), "expenditures[0].item", "丙"),
        blank_document().report,
        report,
    ):
        document.apply(change, "改")
        assert [row[0] for row in texts(view)] == [row.item for row in document.report.expenditures]
    assert not told


CELLS = st.text(st.sampled_from('ab"\t\n，'), max_size=6)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=5)))
def test_blocks_survive_the_clipboard(rows: list[list[str]]) -> None:
    if rows[-1] != [""]:  # an empty last row cannot be told from the line break at the end
        assert parse_block(format_block(rows)) == rows


def test_stray_quotes_are_characters() -> None:
    assert parse_block('"甲\t5\n') == [['"甲', "5"]]
    assert parse_block('12"\t"a""b"\r\nc') == [['12"', 'a"b'], ["c"]]


def test_the_wheel_changes_nothing_without_focus_and_ctrl(qtbot: QtBot, qapp: QApplication) -> None:
    box, tabs, other = QComboBox(), QTabBar(), QLineEdit()
    box.addItems(["甲", "乙", "丙"])
    for name in ("甲", "乙"):
        tabs.addTab(name)
    window = in_window(qtbot, other, box, tabs)
    guard = WheelGuard()
    qapp.installEventFilter(guard)

    def turn(widget: QWidget, modifiers: Qt.KeyboardModifier) -> None:
        centre = QPointF(widget.rect().center())
        event = QWheelEvent(
            centre, widget.mapToGlobal(centre), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)

    try:
        for widget in (box, tabs):
            turn(widget, NONE)
            turn(widget, CONTROL)
        assert (box.currentIndex(), tabs.currentIndex()) == (0, 0)
        box.setFocus()
        turn(box, NONE)
        assert box.currentIndex() == 0
        turn(box, CONTROL)
        assert box.currentIndex() == 1
    finally:
        qapp.removeEventFilter(guard)
    assert window.isVisible()
