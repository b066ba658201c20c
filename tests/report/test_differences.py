"""What two reports differ in, as people compare them."""

from selfeval_gui.report import form
from selfeval_gui.report.differences import LINKED, OWN, Difference, differences, names_of
from selfeval_gui.report.edit import changed_paths, insert_row, move_row, put, remove_rows
from selfeval_gui.report.model import Evaluator, Expenditure, Report

FORM = form.load(form.DEFAULT_FORM)
BEFORE = Report(
    expenditures=(Expenditure("办公费"), Expenditure("差旅费"), Expenditure("培训费")),
    evaluators=(Evaluator("甲", "主任"), Evaluator("乙", "科员")),
)


def told(after: Report, before: Report = BEFORE) -> list[tuple[str, str, str, str]]:
    return [tuple(difference) for difference in differences(before, after, FORM)]  # type: ignore[misc]


def test_equal_reports_differ_in_nothing() -> None:
    assert told(BEFORE) == []
    assert told(put(put(BEFORE, "cover.project_name", "一"), "cover.project_name", "")) == []


def test_blanks_come_in_the_forms_order_as_their_editors_show_them() -> None:
    after = put(BEFORE, "performance.grade", "优")
    after = put(after, "cover.project_name", "新名")
    after = put(after, "narrative.process.linked", True)
    assert told(after) == [
        ("cover.project_name", "项目名称", "", "新名"),
        ("performance.grade", FORM.label("performance.grade"), "", "优"),
        ("narrative.process.linked", FORM.label("narrative.process.linked"), OWN, LINKED),
    ]


def test_a_row_put_in_between_is_one_difference() -> None:
    after = put(insert_row(BEFORE, "expenditures", 1), "expenditures[1].item", "租赁费")
    assert told(after) == [("expenditures[1]", "项目支出明细第 2 行（增加）", "", "租赁费")]
    assert told(BEFORE, after) == [("expenditures", "项目支出明细原第 2 行（删去）", "租赁费", "")]


def test_a_cell_is_named_with_its_row() -> None:
    after = put(BEFORE, "evaluators[1].title", "副主任")
    label = f"{FORM.label('evaluators[1].title')}（第 2 行）"
    assert told(after) == [("evaluators[1].title", label, "科员", "副主任")]


def test_a_table_that_was_emptied_is_told_row_by_row() -> None:
    gone = [difference.old for difference in differences(BEFORE, remove_rows(BEFORE, "expenditures", 0, 3), FORM)]
    assert gone == ["办公费", "差旅费", "培训费"]


def test_a_moved_row_goes_and_comes() -> None:
    found = differences(BEFORE, move_row(BEFORE, "expenditures", 0, 2), FORM)
    assert [(one.old, one.new) for one in found] == [("办公费", ""), ("", "办公费")]


def test_nothing_that_changed_is_left_out() -> None:
    """Every blank by itself: one difference, at its path."""
    for path, value in [("cover.seal_unit", "单位"), ("narrative.effects.text", "好"), ("fiscal_year", 2025)]:
        after = put(BEFORE, path, value)
        (one,) = differences(BEFORE, after, FORM)
        assert isinstance(one, Difference)
        assert one.path == path
        assert one.new == str(value)


def test_names_of_changed_blanks_are_few_and_ordered() -> None:
    after = put(put(BEFORE, "narrative.effects.text", "好"), "cover.project_name", "新")
    after = insert_row(put(after, "evaluators[0].name", "丙"), "expenditures", 0)
    names = names_of(changed_paths(BEFORE, after), FORM)
    assert names == ["项目名称", "项目支出明细", "评价人员", FORM.label("narrative.effects.text")]
