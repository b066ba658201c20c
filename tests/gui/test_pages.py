"""The five tabs: every blank is there once, named, reachable and found by its path."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from selfeval_gui.gui import pages
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.long_text import LongTextEditor
from selfeval_gui.gui.editors.section import SectionEditor
from selfeval_gui.gui.pages import Pages
from selfeval_gui.gui.pages.cover_basic import FIGURES
from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.gui.tables.view import RowsView
from selfeval_gui.report.catalogue import BLANKS
from tests.gui.opened import blank_document, focused, in_window, sample_document, type_in

Open = Callable[[Document], tuple[QTabWidget, Pages]]
TABLES = ("expenditures", "evaluators")
PATHS = [blank.path for blank in BLANKS]
INPUTS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton, RowsView, QListWidget)


@pytest.fixture
def opened(qtbot: QtBot) -> Open:
    """The tabs of a document in an active window."""
    kept: list[QWidget] = []

    def show(document: Document) -> tuple[QTabWidget, Pages]:
        tabs = QTabWidget()
        made = pages.build(document, tabs)
        for tab in made:
            tabs.addTab(tab.widget, tab.title)
        kept.append(in_window(qtbot, tabs))
        return tabs, made

    return show


def without_switch(document: Document, path: str) -> bool:
    """Whether the path is the link of a section that has no generated sentence."""
    key = path.removeprefix("narrative.").removesuffix(".linked")
    return path.endswith(".linked") and key not in document.form.sentences


def test_the_tabs_are_the_forms_parts(opened: Open) -> None:
    tabs, made = opened(blank_document())
    assert [(tab.object_name, tab.title) for tab in made] == [
        ("tab.cover_basic", "封面与基本概况"),
        ("tab.expenditures", "项目支出明细"),
        ("tab.performance", "绩效目标与完成情况"),
        ("tab.evaluators", "评价人员"),
        ("tab.narrative", "自评报告正文"),
    ]
    assert [tabs.widget(i).objectName() for i in range(tabs.count())] == [tab.object_name for tab in made]


def test_every_blank_has_one_editor(opened: Open) -> None:
    document = blank_document()
    tabs, _ = opened(document)
    names = [widget.objectName() for widget in tabs.findChildren(QWidget)]
    for path in PATHS:
        if "[]" in path:
            assert names.count(path.split("[")[0]) == 1
        else:
            assert names.count(path) == (0 if without_switch(document, path) else 1), path


def test_every_input_has_a_name_and_a_help_and_every_field_a_label(opened: Open) -> None:
    document = sample_document()
    tabs, _ = opened(document)
    buddies = {label.buddy() for label in tabs.findChildren(QLabel) if label.buddy() is not None}
    for path in PATHS:
        widget = tabs.findChild(QWidget, path)
        if widget is None:
            continue
        assert document.form.label(path) in widget.accessibleName(), path
        assert widget.toolTip(), path
        of_funds = path.startswith("basic_info.received_funds.")  # labelled by row and column
        assert widget in buddies or path.endswith(".linked") or of_funds, path
    for kind in INPUTS:
        for widget in tabs.findChildren(kind):
            internal = widget.objectName().startswith("qt_") or type(widget).__module__.startswith("PySide6")
            if internal and not isinstance(widget, QPushButton | QListWidget):
                continue
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget


@pytest.mark.parametrize("path", PATHS)
def test_every_path_leads_to_its_editor(opened: Open, path: str) -> None:
    document = sample_document()
    tabs, made = opened(document)
    place = path.replace("[]", "[1]")
    assert made.reveal(place)
    widget = focused()
    found: QWidget | None = widget
    wanted = path.split("[", maxsplit=1)[0]
    if without_switch(document, path):
        wanted = path.replace(".linked", ".text")
    while found is not None and found.objectName() != wanted:
        found = found.parentWidget()
    assert found is not None, widget.objectName()
    assert tabs.currentWidget().isAncestorOf(widget)
    assert not widget.visibleRegion().isEmpty()
    if isinstance(found, RowsView):
        assert found.rows.path(found.currentIndex().row(), found.currentIndex().column()) == place


def test_parts_rows_and_characters_are_found_too(opened: Open) -> None:
    tabs, made = opened(sample_document())
    assert made.reveal("narrative.process", 30)
    text = focused()
    assert isinstance(text, LongTextEditor)
    assert (text.objectName(), text.textCursor().position()) == ("narrative.process.text", 30)
    assert made.reveal("expenditures[3]")
    table = focused()
    assert isinstance(table, RowsView)
    assert table.currentIndex().row() == 3
    assert made.reveal("basic_info.planned_funds")
    assert focused().objectName() == "basic_info.planned_funds.total"
    assert made.reveal("evaluators")
    current = tabs.currentWidget()
    assert not made.reveal("cover.no_such_field")
    assert tabs.currentWidget() is current


@pytest.mark.parametrize("width", [560, 700, 1200])
def test_nothing_scrolls_sideways(opened: Open, width: int) -> None:
    tabs, made = opened(sample_document())
    tabs.window().resize(width, 650)
    for tab in made:
        tabs.setCurrentWidget(tab.widget)
        QApplication.processEvents()
        areas = [tab.widget] if isinstance(tab.widget, QScrollArea) else tab.widget.findChildren(QScrollArea)
        for area in areas:
            if isinstance(area, pages.layout.Page):
                assert area.widget().width() <= area.viewport().width(), tab.title


def test_totals_are_proposed_and_differences_named(opened: Open) -> None:
    document = sample_document()
    tabs, _ = opened(document)
    total = tabs.findChild(QLineEdit, "basic_info.planned_funds.total")
    assert isinstance(total, QLineEdit)
    figures = [tabs.findChild(QLabel, f"basic_info.figure.{name}") for name in FIGURES]
    assert [figure.text() for figure in figures if figure is not None] == [
        "资金到位率 100%",
        "预算执行率 96.66%",
        "结余 4.27 万元",
    ]
    document.put("basic_info.planned_funds.total", None)
    assert total.placeholderText() == "自动合计 128"
    document.put("basic_info.planned_funds.total", Decimal(130))
    said = [label.text() for label in tabs.findChildren(QLabel) if not label.isHidden()]
    assert "四项来源相加为 128，与合计不一致" in said


def test_the_grade_is_proposed_from_the_score(opened: Open) -> None:
    document = blank_document()
    tabs, made = opened(document)
    made.reveal("performance.score")
    type_in(focused(), "89.5")
    proposal = tabs.findChild(QLabel, "performance.grade.proposal")
    take = tabs.findChild(QPushButton, "performance.grade.take")
    assert isinstance(proposal, QLabel)
    assert isinstance(take, QPushButton)
    assert proposal.text() == "按得分为：良好"
    QTest.mouseClick(take, Qt.MouseButton.LeftButton)
    assert document.report.performance.grade == "良好"
    assert take.isHidden()


def test_the_outline_shows_and_opens_sections(opened: Open) -> None:
    document = blank_document()
    tabs, made = opened(document)
    made.reveal("narrative.addressee")
    outline = tabs.findChild(QListWidget, "narrative.outline")
    assert isinstance(outline, QListWidget)
    items = {outline.item(i).text().strip(): outline.item(i) for i in range(outline.count())}
    process = items["（二）过程"]
    assert process.toolTip() == "（二）过程（未填写）"
    assert items["（一）投入"].toolTip() == "（一）投入（自动生成）"
    QTest.mouseClick(outline.viewport(), Qt.MouseButton.LeftButton, pos=outline.visualItemRect(process).center())
    editor = focused()
    assert editor.objectName() == "narrative.process.text"
    type_in(editor, "x")
    assert process.toolTip() == "（二）过程（自行撰写）"


def test_a_report_can_be_filled_in_with_the_tab_key_alone(opened: Open) -> None:
    tabs, made = opened(blank_document())
    made.reveal("cover.project_name")
    seen: list[str] = []
    for _ in range(60):
        seen.append(focused().objectName())
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        if not tabs.currentWidget().isAncestorOf(focused()):
            break
    fields = [name for name in seen if name in PATHS or name.startswith("cover.evaluation_type")]
    planned = [f"basic_info.planned_funds.{n}" for n in ("total", "central", "region", "city_county", "other")]
    assert fields == [
        "cover.project_name", "cover.project_unit", "cover.supervising_department", "cover.evaluation_type.ex_post",
        "cover.evaluation_method", "cover.evaluation_body", "cover.report_date", "fiscal_year", "cover.annex_label",
        "cover.form_issuer", "cover.seal_unit", "basic_info.project_leader", "basic_info.phone",
        "basic_info.address", "basic_info.postcode", "basic_info.period_start", "basic_info.period_end",
        *planned, *[name.replace("planned", "received") for name in planned], "basic_info.actual_expenditure",
    ]  # fmt: skip


def test_labels_follow_the_palette(opened: Open, qapp: QApplication) -> None:
    tabs, _ = opened(blank_document())
    before = qapp.palette()
    label = tabs.findChild(QuietLabel)
    assert isinstance(label, QuietLabel)
    light = label.palette().color(QPalette.ColorRole.WindowText)
    dark = QPalette(before)
    for role, tone in ((QPalette.ColorRole.Base, "#101010"), (QPalette.ColorRole.Text, "#f0f0f0")):
        dark.setColor(role, QColor(tone))
    try:
        qapp.setPalette(dark)
        QApplication.processEvents()
        assert label.palette().color(QPalette.ColorRole.WindowText).lightness() > 128 > light.lightness()
    finally:
        qapp.setPalette(before)


def test_all_pages_follow_another_file(opened: Open) -> None:
    document = blank_document()
    tabs, _ = opened(document)
    document.replace_file(sample_document().file, None, None)
    report = document.report
    assert tabs.findChild(QLineEdit, "cover.project_name").text() == report.cover.project_name  # type: ignore[union-attr]
    goal = tabs.findChild(LongTextEditor, "narrative.performance_goal.text")
    assert isinstance(goal, LongTextEditor)
    assert goal.toPlainText() == report.performance.expected
    table = tabs.findChild(RowsView, "evaluators")
    assert isinstance(table, RowsView)
    assert table.rows.rowCount() == len(report.evaluators)
    sections = tabs.findChildren(SectionEditor)
    assert all(section.text.isReadOnly() == section.linked for section in sections)
    assert not document.undo_stack.canUndo()
