"""Amounts and dates in the form: what a figure means elsewhere, where it comes from, and what was written over it."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import AmountEditor, DateEditor, MonthEditor
from selfeval_gui.gui.editors.sourced import SourcedFigure
from selfeval_gui.gui.pages.cover_basic import FIGURES, FundsGrid
from selfeval_gui.report.dates import Month
from selfeval_gui.report.edit import get
from selfeval_gui.report.text import Unparsed
from tests.gui.opened import blank_document, in_window, sample_document, type_in
from tests.gui.showing import ShowReport

ALT = Qt.KeyboardModifier.AltModifier
TOTAL = "basic_info.planned_funds.total"
Funds = Callable[[Document], FundsGrid]


@pytest.fixture
def funds(qtbot: QtBot) -> Funds:
    kept: list[QWidget] = []

    def show(document: Document) -> FundsGrid:
        holder = QWidget()
        kept.append(holder)
        grid = FundsGrid(document, holder, QLineEdit(holder))
        kept.append(in_window(qtbot, grid, QLineEdit()))
        return grid

    return show


def test_an_amount_is_told_in_yuan_and_capitals(funds: Funds) -> None:
    document = blank_document()
    editor = funds(document).editors["basic_info.planned_funds.region"]
    help_text = document.form.help("basic_info.planned_funds.region")
    assert editor.toolTip() == help_text
    editor.setFocus()
    assert editor.note == "万元"
    type_in(editor, "12.5")
    assert editor.note == "万元 ＝ 125,000 元"
    assert editor.toolTip() == f"＝ 125,000 元\n大写：壹拾贰万伍仟元整\n\n{help_text}"
    type_in(editor, "x")
    assert editor.toolTip().startswith("“12.5x”不是金额")


def test_a_figure_over_the_sum_is_marked_and_can_be_taken_back(funds: Funds) -> None:
    document = blank_document()
    grid = funds(document)
    total, region = grid.editors[TOTAL], grid.editors["basic_info.planned_funds.region"]
    region.setFocus()
    type_in(region, "80")
    assert total.placeholderText() == "自动合计 80"
    assert total.note == "万元"
    total.setFocus()
    type_in(total, "90")
    grid.editors["basic_info.planned_funds.other"].setFocus()
    assert total.note == "手填 万元"
    assert get(document.report, TOTAL) == Decimal(90)
    restore = total.findChild(QAction, f"{TOTAL}.restore")
    assert restore is not None
    assert restore.isVisible()
    assert "自动合计是 80 万元" in restore.toolTip()
    steps = document.undo_stack.count()
    total.setFocus()
    QTest.keyClick(total, Qt.Key.Key_Down, ALT)
    assert get(document.report, TOTAL) is None
    assert total.text() == ""
    assert not restore.isVisible()
    assert (document.undo_stack.count(), document.undo_stack.undoText()) == (steps + 1, "恢复自动合计")
    document.undo_stack.undo()
    assert total.text() == "90"
    assert restore.isVisible()


def test_what_equals_the_sum_is_not_marked(funds: Funds) -> None:
    document = sample_document()
    assert funds(document).editors[TOTAL].note == "万元"


def test_figures_lead_to_their_source(show_report: ShowReport) -> None:
    window = show_report()
    ways = {"arrival_rate": "basic_info.received_funds.total", "balance": "basic_info.actual_expenditure"}
    for name, path in ways.items():
        window.reveal("cover.project_name")
        figure = window.findChild(SourcedFigure, f"basic_info.figure.{name}")
        assert figure is not None
        assert "÷" in figure.toolTip() or "－" in figure.toolTip()
        QTest.mouseDClick(figure, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
        assert window.current_field == path
    sums = window.findChild(SourcedFigure, "expenditures.sums.planned")
    assert sums is not None
    assert "表中 11 行相加" in sums.toolTip()
    window.reveal("expenditures[0].planned")
    sums.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(sums, Qt.Key.Key_Return)
    assert window.current_field.startswith("expenditures[")


def test_figures_follow_what_is_typed(funds: Funds) -> None:
    document = sample_document()
    grid = funds(document)
    document.put("basic_info.actual_expenditure", Decimal(64))
    assert [grid.figures[name].text() for name in FIGURES] == ["资金到位率 100%", "预算执行率 50%", "结余 64 万元"]
    assert grid.figures["execution_rate"].accessibleDescription() == "＝ 实际支出 64 ÷ 计划安排资金 128"
    assert all(label.accessibleName() for label in grid.figures.values())


def test_dates_as_typed_show_what_they_mean(qtbot: QtBot) -> None:
    document = blank_document()
    day = DateEditor(document, "cover.report_date")
    month = MonthEditor(document, "basic_info.period_end")
    window = in_window(qtbot, day, month)
    type_in(day, "26.3.12")
    assert day.note == "＝2026年3月12日"
    month.setFocus()
    assert day.text() == "2026年3月12日"
    type_in(month, "12")
    assert get(document.report, "basic_info.period_end") == Unparsed("12")
    type_in(month, "月")
    assert get(document.report, "basic_info.period_end") == Month(2025, 12)  # of the report's year
    assert month.note == "＝2025年12月"
    day.setFocus()
    assert month.text() == "2025年12月"
    assert window.isVisible()


def test_an_amount_editor_without_a_sum_has_nothing_to_restore(qtbot: QtBot) -> None:
    document = blank_document()
    editor = AmountEditor(document, "performance.score")
    window = in_window(qtbot, editor)
    type_in(editor, "95")
    QTest.keyClick(editor, Qt.Key.Key_Down, ALT)
    assert document.report.performance.score == Decimal(95)
    assert window.isVisible()
