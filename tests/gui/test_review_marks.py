"""From last year's file to a draft with marks: the review dialog, the marks on tabs and fields, 已核对."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QSpinBox,
    QTreeWidget,
    QTreeWidgetItem,
)
from pytestqt.qtbot import QtBot

from selfeval_gui import resources, storage
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.tables.view import RowsView
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.importing import propose
from selfeval_gui.importing.rollover import rollover
from selfeval_gui.report import edit
from selfeval_gui.report.form import load
from selfeval_gui.report.live import insert
from selfeval_gui.report.model import Section
from tests.gui.driving import Answers, in_focus
from tests.gui.showing import show_active

LAST_YEAR = resources.path("sample", "last_year.txt")
SAMPLE = resources.path("sample", "sample.zxzp.json")
FORM = load("hechi-2018")


@pytest.fixture
def window(qtbot: QtBot, places: Places) -> MainWindow:
    """On a blank report."""
    return show_active(qtbot, MainWindow(places))


def trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, f"action.{name}")
    assert action is not None
    action.trigger()


def imported(window: MainWindow, path: Path, act: Callable[[QDialog], None] | None = None) -> Answers:
    """Import a file; `act` looks at the review dialog and closes it."""
    answers = Answers()
    _ = answers.press("accept") if act is None else answers.do(act)
    window.imports.import_file(path)
    assert answers.all_asked
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # the dialog, which still has the focus
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return answers


def accept(dialog: QDialog) -> None:
    button = dialog.findChild(QAbstractButton, "button.accept")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def tree_of(dialog: QDialog) -> QTreeWidget:
    tree = dialog.findChild(QTreeWidget, "import.recognised")
    assert tree is not None
    return tree


def item(dialog: QDialog, label: str) -> QTreeWidgetItem:
    found = tree_of(dialog).findItems(label, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)
    assert len(found) == 1, label
    return found[0]


def is_ticked(dialog: QDialog, label: str) -> bool:
    return item(dialog, label).checkState(0) == Qt.CheckState.Checked


def tab_titles(window: MainWindow) -> list[str]:
    """As a screen reader says them, without what a check may have found meanwhile."""
    bar = window.tabs.tabBar()
    return [re.sub("，\\d+ 个(错误|警告)", "", bar.accessibleTabName(at)) for at in range(bar.count())]


def test_a_starting_point_is_the_rollover(window: MainWindow) -> None:
    def look(dialog: QDialog) -> None:
        assert [is_ticked(dialog, name) for name in ("项目名称", "联系电话", "支出内容（第 1 行）")] == [True] * 3
        names = ("报告日期", "计划安排资金合计", "实际支出", "综合得分", "自评等次", "计划支出数（第 1 行）")
        assert [is_ticked(dialog, name) for name in names] == [False] * len(names)
        assert item(dialog, "项目开始年月").text(2) == "2025年1月"
        assert "未找到" in item(dialog, "计划·其它").text(4)
        accept(dialog)

    imported(window, LAST_YEAR, look)
    report, marks = rollover(propose(LAST_YEAR.read_bytes(), "x", FORM).report, FORM, 2025)
    file = window.document.file
    assert file.report == report
    assert file.review.unreviewed == marks
    assert (file.review.source["year"], file.review.source["cleared"]["performance.score"]) == (2024, "95.2")
    assert window.document.undo_stack.count() == 1
    assert tab_titles(window)[:3] == [
        "封面与基本概况，有 9 处未核对",
        "项目支出明细，有 11 处未核对",
        "绩效目标与完成情况，有 1 处未核对",
    ]
    assert "(9)" in window.tabs.tabText(0)
    trigger(window, "undo")
    assert window.document.unreviewed == {}
    assert tab_titles(window)[0] == "封面与基本概况"


def test_a_copy_is_the_same_again(window: MainWindow) -> None:
    def copy(dialog: QDialog) -> None:
        button = dialog.findChild(QAbstractButton, "import.copy")
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, button.height() // 2))
        assert is_ticked(dialog, "综合得分")
        accept(dialog)

    imported(window, LAST_YEAR, copy)
    wanted = propose(LAST_YEAR.read_bytes(), "x", FORM)
    assert window.document.report == wanted.report
    doubtful = {entry.path for entry in wanted.recognised if entry.certainty == "check" and "[" not in entry.path}
    assert doubtful <= set(window.document.unreviewed)


def test_a_file_of_this_year_is_copied_with_its_marks_and_reasons(window: MainWindow, tmp_path: Path) -> None:
    file = storage.load(SAMPLE).file
    marks = {"basic_info.phone": {"previous": "1"}}
    file = replace(
        file,
        review=storage.Review({"file": "a"}, marks, (storage.Unplaced("附件一", "末尾"),)),
        explanations=(storage.Explanation("B8", "performance.score", "理由"),),
    )
    path = tmp_path / "同年.zxzp.json"
    path.write_bytes(storage.encode(file))
    imported(window, path)
    assert window.document.report == file.report
    assert window.document.unreviewed == marks
    assert window.document.file.explanations == file.explanations
    assert window.document.file.review.unplaced == file.review.unplaced


def test_figures_that_follow_the_tables_are_taken_along(window: MainWindow, tmp_path: Path) -> None:
    """Into next year's draft they go with the tables of that year, 未核对; a copy of the same year keeps them."""
    field = "narrative.process.text"
    for year in (2024, 2025):
        file = storage.load(SAMPLE).file
        report = edit.put(file.report, "narrative.process", Section(False, f"{year}年支出，专账核算。"))
        report, live = insert(edit.put(report, "fiscal_year", year), FORM, (), field, 7, 7, "spent")
        path = tmp_path / f"{year}.zxzp.json"
        path.write_bytes(storage.encode(replace(file, report=report, live=live)))
        imported(window, path)
        text = edit.get(window.document.report, field)
        if year == 2025:
            assert text == edit.get(report, field)
        else:
            assert text == "2025年支出【实际支出】，专账核算。"
            assert window.document.unreviewed[field]["previous"] == edit.get(report, field)
        window.document.put("basic_info.actual_expenditure", Decimal("3.25"))
        assert edit.get(window.document.report, field) == "2025年支出3.25万元，专账核算。"
        window.document.undo_stack.setIndex(0)
        assert window.document.live == ()


def test_ticks_values_and_pieces_are_the_users(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "多余.txt"
    path.write_text(LAST_YEAR.read_text(encoding="utf-8") + "\n附件：设备清单一份\n", encoding="utf-8")
    answers = Answers()

    def choose(dialog: QDialog) -> None:
        line = dialog.findChild(QLineEdit, "field.filter")
        assert line is not None
        line.setText("其他需要")
        QTest.keyClick(line, Qt.Key.Key_Return)

    def decide(dialog: QDialog) -> None:
        tree = tree_of(dialog)
        for label in ("联系电话", "综合得分"):
            tree.setCurrentItem(item(dialog, label))
            QTest.keyClick(tree, Qt.Key.Key_Space)
        leader = item(dialog, "项目负责人")
        tree.setCurrentItem(leader)
        QTest.keyClick(tree, Qt.Key.Key_F2)
        editor = tree.findChild(QLineEdit, "import.value")
        assert editor is not None
        editor.setText("石㛃")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        pieces = dialog.findChild(QListWidget, "import.unplaced")
        place = dialog.findChild(QAbstractButton, "button.place")
        copy = dialog.findChild(QAbstractButton, "button.copy")
        assert pieces is not None
        assert place is not None
        assert copy is not None
        assert pieces.count() == 1
        QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
        answers.do(choose)
        QTest.mouseClick(place, Qt.MouseButton.LeftButton)
        assert pieces.count() == 0
        accept(dialog)

    imported(window, path, decide)
    report, marks = window.document.report, window.document.unreviewed
    assert report.basic_info.phone == ""
    assert "basic_info.phone" not in marks
    assert str(report.performance.score) == "95.2"
    assert marks["performance.score"] == {"previous": "95.2"}
    assert report.basic_info.project_leader == "石㛃"
    assert "basic_info.project_leader" not in marks
    assert report.narrative.other_matters.text == "附件：设备清单一份"
    assert window.document.file.review.unplaced == ()
    assert QApplication.clipboard().text() == "附件：设备清单一份"


def test_a_whole_group_can_be_left_out(window: MainWindow) -> None:
    def leave_out(dialog: QDialog) -> None:
        people = item(dialog, "评价人员")
        people.setCheckState(0, Qt.CheckState.Unchecked)
        assert not is_ticked(dialog, "姓名（第 1 行）")
        spin = dialog.findChild(QSpinBox, "import.year")
        assert spin is not None
        assert spin.value() == 2025
        accept(dialog)

    imported(window, LAST_YEAR, leave_out)
    assert not any(person.name for person in window.document.report.evaluators)
    assert window.document.report.expenditures[0].item


def badge(window: MainWindow, path: str) -> QAbstractButton | None:
    found = window.findChild(QAbstractButton, f"mark.{path}")
    return found if found is not None and found.isVisible() else None


def test_marks_stand_beside_fields_and_go_by_a_persons_act(window: MainWindow, qtbot: QtBot) -> None:
    imported(window, LAST_YEAR)
    window.reveal("basic_info.phone")
    qtbot.waitUntil(lambda: badge(window, "basic_info.phone") is not None)
    mark = badge(window, "basic_info.phone")
    assert mark is not None
    assert "0778-5550136" in mark.toolTip()
    # Typing does not take the mark away.
    QTest.keyClicks(in_focus(), "1")
    assert "basic_info.phone" in window.document.unreviewed
    QTest.keyClick(in_focus(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert "basic_info.phone" not in window.document.unreviewed
    assert badge(window, "basic_info.phone") is None
    assert tab_titles(window)[0] == "封面与基本概况，有 8 处未核对"
    trigger(window, "undo")
    assert badge(window, "basic_info.phone") is not None
    name = badge(window, "cover.project_name")
    assert name is not None
    QTest.mouseClick(name, Qt.MouseButton.LeftButton)
    assert "cover.project_name" not in window.document.unreviewed
    before = len(window.document.unreviewed)
    trigger(window, "tab_reviewed")
    assert tab_titles(window)[0] == "封面与基本概况"
    trigger(window, "undo")
    assert len(window.document.unreviewed) == before


def test_a_rows_mark_stands_at_its_number(window: MainWindow) -> None:
    imported(window, LAST_YEAR)
    window.reveal("evaluators[1].title")
    view = in_focus()
    assert isinstance(view, RowsView)
    model = view.model()
    header = Qt.Orientation.Vertical
    assert model.headerData(1, header) == "● 2"
    assert "卢思齐" in model.headerData(1, header, Qt.ItemDataRole.ToolTipRole)
    trigger(window, "reviewed")
    assert model.headerData(1, header) == "2"
    assert "evaluators[1].name" not in window.document.unreviewed
    window.document.apply(edit.remove_rows(window.document.report, "evaluators", 0), "删除")
    assert model.headerData(0, header) == "1"
    assert window.document.unreviewed["evaluators[1].name"] == {"previous": "覃䶮"}


def test_keys_lead_from_mark_to_mark(window: MainWindow) -> None:
    imported(window, LAST_YEAR)
    visited = []
    for _ in range(len(window.document.unreviewed) + 1):
        trigger(window, "next_mark")
        visited.append(window.current_field)
    assert visited[0] == visited[-1] == "cover.project_name"
    assert len(set(visited)) == len(window.document.unreviewed)
    trigger(window, "previous_mark")
    assert window.current_field == visited[-2]


def test_marks_live_in_the_file(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    imported(window, LAST_YEAR)
    path = tmp_path / "草稿.zxzp.json"
    answers = Answers().choose(path)
    trigger(window, "save")
    assert answers.all_asked
    marks = window.document.unreviewed
    window.files.new()
    assert tab_titles(window)[4] == "自评报告正文"
    window.files.open(path)
    assert window.document.unreviewed == marks
    window.reveal("narrative.process.text")
    qtbot.waitUntil(lambda: badge(window, "narrative.process.text") is not None)


def test_pieces_that_had_no_place_can_be_placed_later(window: MainWindow) -> None:
    file = window.document.file
    pieces = (storage.Unplaced("补充一。", "第3行"), storage.Unplaced("补充二。", ""))
    window.document.replace_file(replace(file, review=replace(file.review, unplaced=pieces)), None, None)

    def put_away(dialog: QDialog) -> None:
        button = dialog.findChild(QAbstractButton, "button.place")
        close = dialog.findChild(QAbstractButton, "button.close")
        assert button is not None
        assert close is not None
        inner.do(choose)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert any("1 段" in label.text() for label in dialog.findChildren(QLabel))
        QTest.mouseClick(close, Qt.MouseButton.LeftButton)

    def choose(dialog: QDialog) -> None:
        line = dialog.findChild(QLineEdit, "field.filter")
        assert line is not None
        line.setText("过程")
        QTest.keyClick(line, Qt.Key.Key_Return)

    answers, inner = Answers().do(put_away), Answers()
    trigger(window, "unplaced")
    assert answers.all_asked
    assert inner.all_asked
    assert window.document.report.narrative.process.text == "补充一。"
    assert window.document.file.review.unplaced == pieces[1:]
    trigger(window, "undo")
    assert window.document.file.review.unplaced == pieces


def test_one_of_two_reports_is_chosen(window: MainWindow, tmp_path: Path) -> None:
    text = LAST_YEAR.read_text(encoding="utf-8")
    path = tmp_path / "两份.txt"
    path.write_text(text + "\n" + text.replace("卢思齐", "石㛃"), encoding="utf-8")

    def second(dialog: QDialog) -> None:
        reports = dialog.findChild(QListWidget, "import.reports")
        assert reports is not None
        assert reports.count() == 2
        reports.setCurrentRow(1)
        accept(dialog)

    answers = Answers().do(second).press("accept")
    assert window.imports.import_file(path)
    assert answers.all_asked
    assert window.document.report.basic_info.project_leader == "石㛃"


def test_last_years_report_is_proposed_by_itself(window: MainWindow) -> None:
    documents = window.places.documents
    file = storage.load(SAMPLE).file
    for name, year, unit in (("甲", 2024, "河池市某中心"), ("乙", 2023, "河池市某中心"), ("丙", 2024, "别的单位")):
        cover = replace(file.report.cover, project_unit=unit, project_name="同一项目")
        old = replace(file, report=replace(file.report, fiscal_year=year, cover=cover))
        (documents / f"{name}.zxzp.json").write_bytes(storage.encode(old))
        window.settings.add_recent(documents / f"{name}.zxzp.json")
    window.settings.add_recent(documents / "没有了.zxzp.json")
    window.document.put("cover.project_unit", "河池市某中心")
    window.document.put("cover.project_name", "同一项目")
    answers = Answers().press("this").press("accept")
    trigger(window, "import")
    assert "甲.zxzp.json" in answers.said[0]
    assert window.document.report.fiscal_year == 2025
    assert window.document.file.review.source["file"] == "甲.zxzp.json"
    trigger(window, "undo")
    answers = Answers().press("other").escape()
    trigger(window, "import")
    assert answers.all_asked
