"""What comes from Excel, WPS, Word and browsers lands in the right cells, in one step, and nothing is lost unsaid."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from selfeval_gui.gui.copying import put_on_clipboard
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.tables import TablePanel, pasting
from selfeval_gui.gui.tables.clipboard import format_html
from selfeval_gui.importing.pasted import cells_of
from selfeval_gui.report import edit
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.model import Evaluator, Expenditure, Role
from tests.gui.clipboard_samples import DIALECTS, samples
from tests.gui.opened import blank_document, commit, compose, in_window

CONTROL = Qt.KeyboardModifier.ControlModifier
Open = Callable[[Document, str], TablePanel]


@pytest.fixture
def opened(qtbot: QtBot) -> Open:
    kept: list[object] = []

    def show(document: Document, table: str = "expenditures") -> TablePanel:
        panel = TablePanel(document, table, "表格")
        kept.append(in_window(qtbot, panel))
        panel.view.setFocus()
        panel.view.go_to(0, 0)
        return panel

    return show


def paste(panel: TablePanel) -> None:
    QTest.keyClick(panel.view, Qt.Key.Key_V, CONTROL)


def test_two_hundred_clipboards(opened: Open) -> None:
    document = blank_document()
    panel = opened(document, "expenditures")
    start, wrong, count = document.report, [], 0
    for count, sample in enumerate(samples(), 1):  # noqa: B007 - how many there were
        put_on_clipboard(sample.text, sample.html)
        panel.view.go_to(0, 0)
        paste(panel)
        rows = panel.view.rows
        got = [[rows.text(row, column) for column in range(3)] for row in range(len(sample.wanted))]
        rest = any(not rows.is_empty(row) for row in range(len(sample.wanted), rows.rowCount()))
        if got != sample.wanted or rest or document.undo_stack.count() != 1:
            wrong.append((sample.name, got))
        if sample.said not in panel.report.text.text() or (bool(sample.said) != panel.report.isVisible()):
            wrong.append((sample.name, [[panel.report.text.text()]]))
        document.undo_stack.undo()
        assert not edit.changed_paths(start, document.report)
        assert not panel.report.isVisible()
        document.undo_stack.clear()
    assert wrong == []
    assert count == 200 == 20 * len(DIALECTS)


def test_a_table_of_twenty_rows_takes_four_actions(opened: Open) -> None:
    rows = [["序号", "支出内容", "计划支出数（万元）", "实际支出数（万元）"]]
    rows += [[str(n), f"第{n}项费用", f"{n}.5", f"{n}.25"] for n in range(1, 21)]
    rows.append(["", "合计", "220", "215"])
    document = blank_document()
    panel = opened(document, "expenditures")
    put_on_clipboard("", format_html(rows, set()))  # in the spreadsheet: select all, copy
    cell = panel.view.visualRect(panel.view.rows.index(0, 0)).center()
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    paste(panel)
    found = document.report.expenditures
    assert [row.item for row in found] == [f"第{n}项费用" for n in range(1, 21)]
    assert found[19] == Expenditure("第20项费用", Decimal("20.5"), Decimal("20.25"))
    assert document.undo_stack.count() == 1


def test_a_sum_that_disagrees_with_its_rows_is_told(opened: Open) -> None:
    panel = opened(blank_document(), "expenditures")
    put_on_clipboard("办公费\t1\t1\n差旅费\t2\t2\n合 计\t3\t4\n")
    paste(panel)
    assert "原表的合计 4 与各行之和 3 不一致" in panel.report.text.text()


def test_people_are_matched_by_their_headings(opened: Open) -> None:
    document = blank_document()
    panel = opened(document, "evaluators")
    put_on_clipboard("单位\t姓名\t职务\t组内分工\n某局\t韦 某\t局长\t组长\n某站\t蒙某某\t站长\t组里的人\n")
    paste(panel)
    assert document.report.evaluators[:2] == (
        Evaluator("韦某", "局长", "某局", Role.LEADER),
        Evaluator("蒙某某", "站长", "某站", Role.NONE),
    )
    assert "没有放入的文字：“组里的人”" in panel.report.text.text()


def test_the_report_leads_to_the_cells_and_goes_when_all_is_right(opened: Open) -> None:
    document = blank_document()
    panel = opened(document, "expenditures")
    put_on_clipboard("办公费\t约5\t1\n差旅费\t2\t大概3\n")
    paste(panel)
    button = panel.findChild(QPushButton, "expenditures.paste.next")
    assert button is not None
    for wanted in ((0, 1), (1, 2), (0, 1)):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        index = panel.view.currentIndex()
        assert (index.row(), index.column()) == wanted
        assert panel.view.hasFocus()
    document.put("expenditures[0].planned", Decimal(5))
    assert "有 1 格没有看懂" in panel.report.text.text()
    document.put("expenditures[1].actual", Decimal(3))
    assert not panel.report.isVisible()


def test_what_is_copied_comes_back_from_its_html(opened: Open) -> None:
    document = blank_document()
    row = (Expenditure("=甲<乙>\n&", Decimal("1.50"), None),)
    document.apply(edit.insert_rows(document.report, "expenditures", 0, row), "改")
    panel = opened(document, "expenditures")
    panel.view.select_block(0, 0, 0, 2)
    QTest.keyClick(panel.view, Qt.Key.Key_C, CONTROL)
    data = QGuiApplication.clipboard().mimeData()
    assert cells_of(data.html()) == [["=甲<乙>\n&", "1.50", ""]]
    assert "mso-number-format" in data.html()
    QTest.keyClick(panel.view, Qt.Key.Key_X, CONTROL)
    assert document.report.expenditures[0] == Expenditure()
    assert document.undo_stack.undoText() == "剪切"


def test_only_a_clipboard_with_a_table_is_read_as_html(opened: Open) -> None:
    document = blank_document()
    panel = opened(document, "expenditures")
    put_on_clipboard("办公费\n差旅费", "<p>办公费</p><p>差旅费</p>")
    paste(panel)
    assert [row.item for row in document.report.expenditures[:2]] == ["办公费", "差旅费"]
    put_on_clipboard("", "<td")
    paste(panel)
    assert document.undo_stack.count() == 1


def test_keys_of_a_spreadsheet(opened: Open, qapp: QApplication) -> None:
    document = blank_document()
    panel = opened(document, "expenditures")
    view = panel.view
    put_on_clipboard("甲\t1\t1\n乙\t2\t2\n丙\t3\t3\n")
    paste(panel)

    def items() -> list[str]:
        return [row.item for row in document.report.expenditures if row.item]

    def press(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        QTest.keyClick(view, key, modifiers)

    shift, alt = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
    view.go_to(1, 1)
    view.select_block(1, 1, 2, 1)
    press(Qt.Key.Key_Up, alt)  # two rows at once
    assert items() == ["乙", "丙", "甲"]
    press(Qt.Key.Key_Up, alt)  # nothing above
    assert items() == ["乙", "丙", "甲"]
    press(Qt.Key.Key_Down, alt)
    assert items() == ["甲", "乙", "丙"]
    assert document.undo_stack.undoText() == "下移 2 行"
    view.go_to(0, 0)
    press(Qt.Key.Key_Plus, CONTROL | shift)
    assert document.report.expenditures[0] == Expenditure()
    press(Qt.Key.Key_Minus, CONTROL | shift)
    assert items() == ["甲", "乙", "丙"]
    view.go_to(1, 2)
    press(Qt.Key.Key_D, CONTROL)  # one cell takes the one above
    assert document.report.expenditures[1].actual == Decimal(1)
    press(Qt.Key.Key_Down, CONTROL)
    assert view.currentIndex().row() == view.rows.rowCount() - 1
    press(Qt.Key.Key_Up, CONTROL)
    press(Qt.Key.Key_Left, CONTROL)
    assert (view.currentIndex().row(), view.currentIndex().column()) == (0, 0)
    press(Qt.Key.Key_Right, CONTROL | shift)
    assert [columns for _, columns in view.selected_block()] == [[0, 1, 2]]
    view.go_to(2, 0)
    press(Qt.Key.Key_Return, shift)
    assert view.currentIndex().row() == 1


def test_a_block_pasted_into_an_open_cell_goes_into_the_table(opened: Open, qtbot: QtBot) -> None:
    document = blank_document()
    panel = opened(document, "expenditures")
    QTest.keyClick(panel.view, Qt.Key.Key_F2)
    editor = panel.view.cells.editor
    assert isinstance(editor, QLineEdit)
    put_on_clipboard("办公费\t1\t1\r\n差旅费\t2\t2\r\n")
    QTest.keyClick(editor, Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: panel.view.cells.editor is None)
    assert [row.item for row in document.report.expenditures[:3]] == ["办公费", "差旅费", ""]
    QTest.keyClick(panel.view, Qt.Key.Key_F2)
    editor = panel.view.cells.editor
    assert isinstance(editor, QLineEdit)
    put_on_clipboard("水费\r\n")  # one cell is text
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_V, CONTROL)
    assert editor.text() == "水费"


def test_words_for_the_list_of_roles(opened: Open, qtbot: QtBot) -> None:
    document = blank_document()
    panel = opened(document, "evaluators")
    panel.view.go_to(1, 3)
    compose(panel.view, "zu zhang")
    assert panel.view.cells.editor is None
    commit(panel.view, "组长")
    assert document.report.evaluators[1].role == Role.LEADER
    with qtbot.waitSignal(document.notice) as told:
        commit(panel.view, "科长")
    assert "只能选组长" in told.args[0]
    assert document.report.evaluators[1].role == Role.LEADER


def test_a_final_report_takes_no_paste_and_no_rows(opened: Open, qtbot: QtBot) -> None:
    document = blank_document()
    document.apply_file(replace(document.file, state="final"), "定稿")
    before = document.report
    panel = opened(document, "expenditures")
    put_on_clipboard("办公费\t1\t1\n" * 20)
    told: list[str] = []
    document.notice.connect(told.append)
    paste(panel)
    shift, alt = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
    for key, held in (
        (Qt.Key.Key_Plus, CONTROL | shift),
        (Qt.Key.Key_Minus, CONTROL | shift),
        (Qt.Key.Key_Down, alt),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_D, CONTROL),
        (Qt.Key.Key_X, CONTROL),
    ):
        QTest.keyClick(panel.view, key, held)
    assert document.report is before
    assert told
    assert not any("已粘贴" in sentence for sentence in told)
    assert panel.report.isHidden()


def test_the_menu_of_a_table_comes_by_key(opened: Open, qtbot: QtBot) -> None:
    document = blank_document()
    panel = opened(document, "expenditures")
    document.put("expenditures[0].item", "办公费")
    panel.view.go_to(0, 0)
    panel.view.select_block(0, 0, 2, 0)
    seen: list[str] = []

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        seen.extend(action.text() for action in menu.actions() if action.text())
        QTest.keyClick(menu, Qt.Key.Key_D)

    QTimer.singleShot(50, choose)
    centre = panel.view.visualRect(panel.view.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, centre, panel.view.mapToGlobal(centre))
    QApplication.sendEvent(panel.view, event)
    assert seen[:3] == ["剪切(&T)", "复制(&C)", "粘贴(&P)"]
    assert [row.item for row in document.report.expenditures[:4]] == ["办公费", "办公费", "办公费", ""]


TAGS = ["<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "<p>", "<style>", "<![if", "]>", "<!--", "-->"]
SPANS = ["<td rowspan=3>", "<td colspan=99999>", "<td style='display:none'>", "&#", "&nbsp;"]
WORDS = [
    "支出内容",
    "计划数（元）",
    "实际支出数",
    "姓名",
    "职务",
    "组长",
    "序号",
    "合计",
    "单位：元",
    "约5",
    "1,234.5",
    "1",
    "2",
]
ODD = ["\t", "\n", '"', "\ud800", "\x00", "\u3000"]
BITS = st.sampled_from([*TAGS, *SPANS, *WORDS, *ODD])


@given(html=st.lists(BITS, max_size=40), text=st.lists(BITS, max_size=12), left=st.integers(0, 3))
def test_no_clipboard_breaks_a_paste(html: list[str], text: list[str], left: int) -> None:
    block = pasting.read_block("".join(html), "".join(text))
    for table, names in (("expenditures", "item planned actual"), ("evaluators", "name title unit role")):
        blanks = [blank(f"{table}[].{name}") for name in names.split()]
        if block:
            with contextlib.suppress(pasting.DoesNotFit):
                found = pasting.understand(block, table, blanks, min(left, len(blanks) - 1))
                assert all(0 <= row < found.rows and 0 <= column < len(blanks) for row, column in found.cells)
                for (_, column), said in found.cells.items():
                    blanks[column].kind.show(blanks[column].kind.read(said))


def test_a_whole_column_is_pasted_at_once(opened: Open) -> None:
    document = blank_document()
    panel = opened(document, "expenditures")
    put_on_clipboard("办公费\r\n差旅费\r\n" + "\r\n" * 300_000)
    paste(panel)
    assert [row.item for row in document.report.expenditures[:3]] == ["办公费", "差旅费", ""]
    assert len(document.report.expenditures) == 7


def test_f4_opens_the_list_of_a_cell(opened: Open) -> None:
    panel = opened(blank_document(), "expenditures")
    QTest.keyClick(panel.view, Qt.Key.Key_F4)
    editor = panel.view.cells.editor
    assert isinstance(editor, QLineEdit)
    popup = editor.completer().popup()
    assert popup.isVisible()
    assert popup.model().rowCount() > 70
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    QTest.keyClick(editor, Qt.Key.Key_F4)
    assert popup.isVisible()
