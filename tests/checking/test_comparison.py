"""This year against last year: what is compared, how it is told, and where a change begins to be big."""

from dataclasses import replace
from decimal import Decimal

import pytest

from selfeval_gui.checking import Line, compare
from selfeval_gui.report.edit import put
from selfeval_gui.report.model import Expenditure, Funds, Report
from tests.checking.plain_report import FORM, plain

SPENT = "basic_info.actual_expenditure"


def line(now: Report, last: Report, name: str) -> Line:
    found = [one for one in compare(now, last, FORM) if one.name == name]
    assert len(found) == 1, name
    return found[0]


def with_spent(value: str) -> Report:
    return put(plain(), SPENT, Decimal(value))


@pytest.mark.parametrize(
    ("before", "now", "change", "percent", "big"),
    [
        ("10", "12", "+2", "+20%", False),
        ("10", "12.1", "+2.1", "+21%", True),
        ("10", "7.9", "−2.1", "−21%", True),
        ("1", "1.4", "+0.4", "+40%", False),
        ("10", "10", "0", "0", False),
        ("0", "3", "+3", "", True),
        ("100000.1", "100000.3", "+0.2", "0", False),
    ],
)
def test_amounts(before: str, now: str, change: str, percent: str, big: bool) -> None:
    found = line(with_spent(now), with_spent(before), "实际支出")
    assert (found.before, found.now, found.change, found.percent, found.big) == (before, now, change, percent, big)
    assert found.field == SPENT


def test_an_empty_total_counts_as_the_sum_of_its_sources() -> None:
    report = put(plain(), "basic_info.planned_funds.total", None)
    assert line(report, plain(), "计划安排资金").change == "0"


def test_what_is_still_to_be_filled_in_is_no_change() -> None:
    last = put(plain(), "basic_info.planned_funds.other", Decimal(10))
    empty = replace(last, basic_info=replace(last.basic_info, planned_funds=Funds(), actual_expenditure=None))
    planned = [one for one in compare(empty, last, FORM) if one.field.startswith("basic_info.planned_funds")]
    assert {one.name for one in planned} >= {"计划安排资金", "其中：其它"}
    assert {(one.now, one.change, one.percent, one.big) for one in planned} == {("", "", "", False)}
    gone = put(last, "basic_info.planned_funds.other", None)
    (source,) = [one for one in compare(gone, last, FORM) if one.field == "basic_info.planned_funds.other"]
    assert (source.change, source.big) == ("−10", True)


def test_rates_and_scores_change_by_points() -> None:
    now = put(plain(), "performance.score", Decimal("95"))
    last = put(plain(), "performance.score", Decimal("90"))
    found = line(now, last, "综合得分")
    assert (found.change, found.percent, found.big) == ("+5分", "", True)
    last = put(plain(), "performance.score", Decimal("90.5"))
    assert not line(now, last, "综合得分").big
    rate = line(with_spent("16"), with_spent("20"), "预算执行率")
    assert rate.change.endswith("个百分点")
    assert rate.change.startswith("−")


def test_items_are_told_by_their_names_wherever_they_stand() -> None:
    last = replace(
        plain(),
        expenditures=(Expenditure("印刷费", Decimal(2), Decimal(2)), Expenditure("培训费", Decimal(4), Decimal(4))),
    )
    now = replace(
        plain(),
        expenditures=(Expenditure("培 训 费", Decimal(4), Decimal(4)), Expenditure("劳务费", Decimal(1), Decimal(1))),
    )
    found = compare(now, last, FORM)
    lines = {one.name: one for one in found}
    assert sum(one.name.replace(" ", "") == "培训费" for one in found) == 1
    assert lines["培 训 费"].change == "0"
    assert lines["培 训 费"].field == "expenditures[0].actual"
    assert (lines["劳务费"].before, lines["劳务费"].big) == ("", True)
    assert (lines["印刷费"].now, lines["印刷费"].field, lines["印刷费"].percent) == ("", "", "−100%")


def test_what_neither_year_has_is_left_out() -> None:
    assert compare(Report(), Report(), FORM) == ()


def test_another_grade_is_big() -> None:
    last = put(plain(), "performance.grade", "合格")
    assert line(plain(), last, "自评等次").big
    assert not line(plain(), plain(), "自评等次").big
