"""From paper to field and back, for every printed field: a real click in its place, and the frame around its value."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from selfeval_gui.gui.tab_names import tab_of
from selfeval_gui.gui.tables.model import COLUMNS
from selfeval_gui.gui.tables.view import RowsView
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.printing.marks import MM_PER_PT, Area, Page, Run
from selfeval_gui.report.catalogue import BLANKS, pattern
from selfeval_gui.report.edit import leaf_paths
from tests.gui.driving import in_focus
from tests.gui.showing import ShowReport, click_on_paper
from tests.printing import reports

NOT_PRINTED = {"fiscal_year", "basic_info.period_end", "evaluators[].role", "narrative.basis_document"}
NOT_PRINTED |= {"narrative.evaluation_date"}
"""Blanks without a place of their own; the links print nothing."""


def places(window: MainWindow) -> dict[str, list[tuple[int, Area]]]:
    """Path → its places on paper."""
    found: dict[str, list[tuple[int, Area]]] = {}
    for number, page in enumerate(window.composing.pages()):
        for area in page.areas:
            if area.path:
                found.setdefault(area.path, []).append((number, area))
    return found


def middle(area: Area) -> tuple[float, float]:
    return area.x + area.width / 2, area.y + area.height / 2


def editor_of(window: MainWindow) -> tuple[str, QWidget]:
    """The field that has the keyboard, by what its editor says of itself, not by what the window thinks."""
    widget = in_focus()
    if isinstance(widget, RowsView):
        index = widget.currentIndex()
        return f"{widget.objectName()}[{index.row()}].{COLUMNS[widget.rows.table][index.column()]}", widget
    while not widget.objectName() or "." not in widget.objectName():
        parent = widget.parentWidget()
        if parent is None:
            return "", in_focus()
        widget = parent
    return widget.objectName(), widget


def is_mark(path: str) -> bool:
    return path.endswith(".linked")


@pytest.mark.parametrize("name", ["sample", "many-rows", "long-names", "long-goal"])
def test_every_printed_field_leads_to_its_editor_and_back(name: str, show_report: ShowReport) -> None:
    window = show_report(None if name == "sample" else reports.ALL[name]())
    found = places(window)
    printed = {path for path in leaf_paths(window.document.report) if not is_mark(path)}
    printed = {path for path in printed if pattern(path) not in NOT_PRINTED}
    if not window.document.report.narrative.other_matters.text:
        printed.remove("narrative.other_matters.text")  # its heading is printed only when there is something to say
    assert printed <= found.keys()
    if name == "sample":
        assert {pattern(path) for path in found} >= {
            blank.path for blank in BLANKS if not is_mark(blank.path) and blank.path not in NOT_PRINTED
        }
    wrong = []
    for path, areas in found.items():
        for number, area in {(areas[0]), (areas[len(areas) // 2]), (areas[-1])}:
            window.tabs.setFocus()
            click_on_paper(window, number, *middle(area))
            reached = editor_of(window)[0]
            # The three boxes of 评价类型 are one field, as are the form's empty rows and the table.
            if not (reached == path or (path in {*COLUMNS, "cover.evaluation_type"} and reached.startswith(path))):
                wrong.append((path, number, reached))
    assert wrong == []


def ink(page: Page, path: str) -> list[QRectF]:
    """Where the characters of a field are drawn."""
    boxes = []
    for mark in page.marks:
        if isinstance(mark, Run) and mark.path == path:
            size = mark.size * MM_PER_PT
            boxes.append(QRectF(mark.xs[0], mark.y - 0.8 * size, mark.xs[-1] - mark.xs[0] + 0.4 * size, 0.8 * size))
    return boxes


@pytest.mark.parametrize("name", ["sample", "long-names"])
def test_the_field_in_focus_is_framed_where_it_is_printed(name: str, show_report: ShowReport) -> None:
    window = show_report(None if name == "sample" else reports.ALL[name]())
    view = window.preview.view
    for path in places(window):
        if path in COLUMNS:
            continue  # the form's empty rows
        assert window.reveal(path)
        assert view.current == path
        frames = view._frames
        assert frames, path
        for number, page in enumerate(view.pages):
            boxes = [rect.adjusted(-0.6, -0.6, 0.6, 0.6) for at, rect in frames if at == number]
            for written in ink(page, path):
                assert any(box.contains(written) for box in boxes), (path, number, written)
        shown = [view._shown(number, rect) for number, rect in frames]
        assert any(rect.intersects(QRectF(view.viewport().rect())) for rect in shown), path


def runs_of(window: MainWindow, path: str) -> list[tuple[int, Run]]:
    pages = window.composing.pages()
    return [(number, run) for number, page in enumerate(pages) for run in page.runs() if run.path == path]


@pytest.mark.parametrize(
    "path",
    [
        "performance.expected",
        "performance.actual",
        "narrative.process.text",
        "narrative.outputs.text",
        "narrative.experience_problems_advice.text",
        "narrative.project_background.text",
    ],
)
def test_a_click_puts_the_cursor_before_the_character(path: str, show_report: ShowReport) -> None:
    window = show_report()
    lines = [(number, run) for number, run in runs_of(window, path) if run.start or len(run.text) > 12]
    assert len(lines) > 6
    for number, run in (lines[0], lines[1], lines[len(lines) // 2], lines[-2], lines[-1]):
        for index in {0, 1, len(run.text) // 2, len(run.text) - 1}:
            click_on_paper(window, number, run.xs[index] + 0.2, run.y - 0.38 * run.size * MM_PER_PT)
            editor = in_focus()
            assert isinstance(editor, QPlainTextEdit)
            assert editor_of(window)[0] == path
            at = editor.textCursor().position()
            assert editor.toPlainText()[at] == run.text[index], (run.text, index)
            assert at == run.start + index
            assert editor.viewport().rect().contains(editor.cursorRect().center())


def test_a_rare_character_does_not_move_the_cursor(show_report: ShowReport) -> None:
    text = "𬱖𬱖㛃县完成水池5座。"
    window = show_report(reports.filled(performance__actual=text))
    number, run = runs_of(window, "performance.actual")[0]
    at = run.text.index("水")
    click_on_paper(window, number, run.xs[at] + 0.2, run.y - 1.5)
    editor = in_focus()
    assert isinstance(editor, QPlainTextEdit)
    assert editor.toPlainText()[: run.start + at] == text[:at]
    assert editor.textCursor().position() == len(text[:at].encode("utf-16-le")) // 2


def test_the_forms_empty_rows_lead_to_a_row_that_can_be_filled_in(show_report: ShowReport) -> None:
    window = show_report(reports.filled())
    number, area = next((n, a) for n, a in places(window)["expenditures"])
    click_on_paper(window, number, *middle(area))
    view = in_focus()
    assert isinstance(view, RowsView)
    assert view.currentIndex().row() == len(window.document.report.expenditures) - 1


def test_beside_the_fields_a_click_changes_nothing(show_report: ShowReport) -> None:
    window = show_report()
    window.reveal("performance.score")
    click_on_paper(window, 1, 5, 150)
    assert window.current_field == window.preview.view.current == "performance.score"


def test_a_click_on_the_forms_heading_leads_to_the_start_of_its_text(show_report: ShowReport) -> None:
    window = show_report()
    pages = window.composing.pages()
    number, heading = next((n, r) for n, p in enumerate(pages) for r in p.runs() if r.text.startswith("四、经验总结"))
    click_on_paper(window, number, heading.xs[7], heading.y - 1)
    editor = in_focus()
    assert isinstance(editor, QPlainTextEdit)
    assert editor_of(window)[0] == "narrative.experience_problems_advice.text"
    assert editor.textCursor().position() == 0


FAR_DOWN = ["performance.score", "signatures.agency_date", "narrative.other_matters.text", "expenditures[10].actual"]


@pytest.mark.parametrize("first", ["basic_info.actual_expenditure", *FAR_DOWN])
def test_the_editor_that_is_gone_to_is_in_sight(first: str, show_report: ShowReport) -> None:
    """Also when its tab was never shown before."""
    window = show_report()
    hidden = []
    for path in [first, *places(window)]:
        window.reveal(path)
        QApplication.processEvents()
        editor = in_focus()
        if isinstance(editor, RowsView):
            seen = editor.visualRect(editor.currentIndex())
            whole = editor.viewport().visibleRegion().contains(seen.center())
        elif isinstance(editor, QPlainTextEdit):
            whole = editor.viewport().visibleRegion().contains(editor.cursorRect().center())
        else:
            whole = editor.visibleRegion().boundingRect().height() == editor.height()
        if not whole:
            hidden.append(path)
    assert hidden == []


def test_the_page_follows_the_tab_unless_it_is_in_sight(show_report: ShowReport) -> None:
    window = show_report(None)
    view = window.preview.view
    bar = window.tabs.tabBar()
    seen = []
    for index in range(1, bar.count()):
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(index).center())
        seen.append(view.verticalScrollBar().value())
        name = window.tabs.widget(index).objectName()
        page = window.composing.pages()[view.page_in_sight()]
        assert name in {tab_of(area.path) for area in page.areas if area.path}, name
    assert seen == sorted(seen)
    assert len(set(seen)) > 2
    there = view.verticalScrollBar().value()
    window.tabs.setCurrentIndex(bar.count() - 2)
    window.tabs.setCurrentIndex(bar.count() - 1)
    assert view.verticalScrollBar().value() >= there
