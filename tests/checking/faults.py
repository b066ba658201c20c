"""Faults put into a clean report on purpose: each with the rules of which at least one has to speak up.

A fault returns None when the report gives it no place (no such date, a link that is not cut).
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from selfeval_gui.checking import Context
from selfeval_gui.report import narrative, totals
from selfeval_gui.report.dates import Month, print_day
from selfeval_gui.report.edit import get, put
from selfeval_gui.report.model import EvaluationType, Report
from selfeval_gui.report.text import Unparsed
from tests.checking.clean_reports import FORM

Make = Callable[[Report, random.Random], Report | None]
MakeT = TypeVar("MakeT", bound=Make)
Tell = Callable[[Report, Report], Context]


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and who has to notice; `context` of the clean report and the faulty one."""

    name: str
    rules: frozenset[str]
    make: Make
    context: Tell
    seeds: int


FAULTS: list[Fault] = []
OUTPUTS = "narrative.outputs.text"
PROCESS = "narrative.process.text"
ADVICE = "narrative.experience_problems_advice.text"
FUNDING = "narrative.funding_and_use"
PLANNED = "basic_info.planned_funds.total"
RECEIVED = "basic_info.received_funds.total"


def fault(*rules: str, context: Tell = lambda *_: Context(), seeds: int = 20) -> Callable[[MakeT], MakeT]:
    def enter(make: MakeT) -> MakeT:
        FAULTS.append(Fault(make.__name__, frozenset(rules), make, context, seeds))
        return make

    return enter


def year_of(report: Report) -> int:
    assert isinstance(report.fiscal_year, int)
    return report.fiscal_year


def cover_day(report: Report) -> date:
    assert isinstance(report.cover.report_date, date)
    return report.cover.report_date


def number(value: Any) -> Decimal:
    assert isinstance(value, Decimal)
    return value


def append(report: Report, path: str, text: str) -> Report:
    return put(report, path, f"{get(report, path)}{text}")


def substitute(report: Report, path: str, pattern: str, new: str | Callable[[re.Match[str]], str]) -> Report | None:
    old: str = get(report, path)
    text = re.sub(pattern, new, old, count=1)
    return None if text == old else put(report, path, text)


def unlinked(report: Report, key: str) -> Report:
    return narrative.set_linked(report, FORM, key, False)


@fault("B1")
def planned_total_mistyped(report: Report, dice: random.Random) -> Report:
    return put(report, PLANNED, number(get(report, PLANNED)) + dice.choice((1, 10, Decimal("0.5"), 9)))


@fault("B2")
def received_total_mistyped(report: Report, dice: random.Random) -> Report:
    return put(report, RECEIVED, number(get(report, RECEIVED)) - dice.choice((1, Decimal("0.9"), 2)))


@fault("B4")
def expenditure_differs_from_items(report: Report, dice: random.Random) -> Report:
    spent = number(totals.expenditure_of(report))
    return put(report, "basic_info.actual_expenditure", spent + dice.choice((1, Decimal("-0.3"), Decimal("2.7"))))


@fault("B5")
def planned_item_mistyped(report: Report, dice: random.Random) -> Report:
    row = dice.randrange(len(report.expenditures))
    return put(report, f"expenditures[{row}].planned", number(report.expenditures[row].planned) + 10)


@fault("B6", "B4")
def more_spent_than_received(report: Report, dice: random.Random) -> Report:
    return put(report, "basic_info.actual_expenditure", number(totals.total_of(report.basic_info.received_funds)) + 1)


@fault("B7")
def source_received_more_than_planned(report: Report, dice: random.Random) -> Report:
    funds = replace(report.basic_info.received_funds, total=None, other=Decimal(30))
    return put(report, "basic_info.received_funds", funds)


@fault("B9")
def item_far_from_its_plan(report: Report, dice: random.Random) -> Report:
    return put(report, "expenditures[0].actual", number(report.expenditures[0].planned) * Decimal("1.6"))


@fault("B11")
def item_misnamed(report: Report, dice: random.Random) -> Report:
    return put(report, "expenditures[1].item", dice.choice(("业务委托费", "差旅补助", "办公用费", "打印费")))


@fault("B12")
def item_twice(report: Report, dice: random.Random) -> Report:
    return put(report, "expenditures[2].item", report.expenditures[0].item)


@fault("B13")
def amounts_in_yuan(report: Report, dice: random.Random) -> Report:
    return put(report, PLANNED, number(get(report, PLANNED)) * 10000)


@fault("B14")
def amount_in_text_differs(report: Report, dice: random.Random) -> Report | None:
    report = unlinked(report, "funding_and_use")
    pattern = r"(?<=安排资金|下达资金|项目资金|批复预算)(\d+(?:\.\d+)?)(?=万元)"
    return substitute(report, f"{FUNDING}.text", pattern, lambda m: str(Decimal(m[1]) + 2))


@fault("B14")
def balance_in_text_differs(report: Report, dice: random.Random) -> Report | None:
    report = unlinked(report, "funding_and_use")
    return substitute(report, f"{FUNDING}.text", r"(?<=结余)(资金)?(\d+(?:\.\d+)?)", lambda m: f"{m[1] or ''}0.07")


@fault("B15")
def arrival_rate_in_text_wrong(report: Report, dice: random.Random) -> Report | None:
    return substitute(unlinked(report, "inputs"), "narrative.inputs.text", "到位率[0-9.]+%", "到位率97.5%")


@fault("B16")
def execution_rate_in_text_wrong(report: Report, dice: random.Random) -> Report:
    return append(report, PROCESS, f"全年预算执行率{dice.choice(('88.1', '91', '79.35'))}%。")


@fault("B17")
def rate_above_one_hundred(report: Report, dice: random.Random) -> Report | None:
    return substitute(report, "performance.actual", "验收合格率[0-9.]+%", "验收合格率108%")


@fault("C1")
def score_out_of_range(report: Report, dice: random.Random) -> Report:
    return put(report, "performance.score", dice.choice((Decimal(120), Unparsed("九十五"), None)))


@fault("C3")
def grade_of_another_band(report: Report, dice: random.Random) -> Report:
    return put(report, "performance.grade", "合格" if report.performance.grade != "合格" else "优秀")


@fault("C4")
def score_in_text_differs(report: Report, dice: random.Random) -> Report | None:
    pattern = r"综合得分([0-9.]+)分"
    return substitute(unlinked(report, "conclusion"), "narrative.conclusion.text", pattern, "综合得分93.7分")


@fault("C4")
def grade_in_text_differs(report: Report, dice: random.Random) -> Report | None:
    other = "合格" if report.performance.grade == "优秀" else "优秀"
    pattern = "等次为[优秀良好合格]+"
    return substitute(unlinked(report, "conclusion"), "narrative.conclusion.text", pattern, f"等次为{other}")


@fault("C5", "C7")
def full_score_with_problems(report: Report, dice: random.Random) -> Report:
    report = append(put(report, "performance.score", Decimal(100)), ADVICE, "")
    return put(report, "performance.grade", "优秀")


@fault("D1")
def impossible_date_in_text(report: Report, dice: random.Random) -> Report:
    year = year_of(report)
    return append(
        report, OUTPUTS, dice.choice((f"\n{year}年2月30日验收。", f"\n{year}年13月验收。", "\n202年1月11日验收。"))
    )


@fault("D1")
def period_reversed(report: Report, dice: random.Random) -> Report:
    return put(report, "basic_info.period_start", Month(year_of(report) + 1, 3))


@fault("D2", "D5")
def date_after_the_report(report: Report, dice: random.Random) -> Report:
    late = cover_day(report) + timedelta(days=dice.randint(5, 300))
    return append(report, OUTPUTS, f"\n{print_day(late)}通过了验收。")


@fault("D3")
def closing_date_after_the_report(report: Report, dice: random.Random) -> Report | None:
    late = cover_day(report).year
    return substitute(report, OUTPUTS, r"截至\d{4}年", f"截至{late}年")


@fault("D4")
def leader_signs_after_the_cover(report: Report, dice: random.Random) -> Report:
    return put(report, "signatures.leader_date", cover_day(report) + timedelta(days=dice.randint(1, 40)))


@fault("D5")
def self_evaluation_after_the_report(report: Report, dice: random.Random) -> Report:
    late = cover_day(report) + timedelta(days=353)
    report = put(report, "narrative.opening", replace(report.narrative.opening, linked=True))
    return put(report, "narrative.evaluation_date", late)


@fault("D5", "D7")
def self_evaluation_of_last_year(report: Report, dice: random.Random) -> Report | None:
    def earlier(match: re.Match[str]) -> str:
        return str(int(match[0]) - 1)

    return substitute(report, "narrative.responsibilities.text", r"\d{4}(?=年)", earlier)


@fault("D6")
def evaluated_before_the_end(report: Report, dice: random.Random) -> Report:
    return put(report, "cover.report_date", date(year_of(report), dice.randint(3, 11), 20))


@fault("D6")
def evaluation_type_wrong(report: Report, dice: random.Random) -> Report:
    return put(report, "cover.evaluation_type", dice.choice((EvaluationType.EX_ANTE, EvaluationType.INTERIM)))


@fault("D7")
def year_left_over(report: Report, dice: random.Random) -> Report | None:
    return substitute(report, OUTPUTS, r"截至\d{4}年", f"截至{year_of(report) - 1}年")


@fault("D7")
def basis_of_last_year(report: Report, dice: random.Random) -> Report | None:
    report = put(report, "narrative.opening", replace(report.narrative.opening, linked=True))
    return substitute(report, "narrative.basis_document", r"\d{4}年度", f"{year_of(report) - 1}年度")


@fault("D8")
def document_of_the_future(report: Report, dice: random.Random) -> Report:
    year = cover_day(report).year + 1
    return append(
        report, "narrative.project_background.text", f"依据《关于专项资金的通知》（河财建〔{year}〕8号）实施。"
    )


@fault("E3")
def two_numbers_of_one_event(report: Report, dice: random.Random) -> Report:
    text = "根据《关于举办第七届山区民俗展演月的通知》（桂办函〔2021〕7号），全市组织开展了第八届“山区民俗展演月”活动。"
    return append(report, PROCESS, f"\n{text}")


@fault("E5")
def member_replaced_in_the_table(report: Report, dice: random.Random) -> Report:
    return put(unlinked(report, "working_group"), "evaluators[1].name", "申屠知白")


@fault("E5")
def member_promoted_in_the_text(report: Report, dice: random.Random) -> Report | None:
    report = unlinked(report, "working_group")
    return substitute(report, "narrative.working_group.text", "(?<!副)主任(?=\n)", "负责人")


@fault("E6")
def goal_changed_in_one_place(report: Report, dice: random.Random) -> Report | None:
    report = unlinked(report, "performance_goal")
    return substitute(report, "performance.expected", r"不低于95%", "不低于97%")


@fault("E12a")
def two_satisfactions(report: Report, dice: random.Random) -> Report | None:
    found = re.search(r"([一-龥]*)满意度(?:为|达)?([0-9.]+)%。?", report.performance.actual[-60:])
    if found is None:
        return None
    text = re.sub(r"[0-9.]+%.*", "71.3%。", found[0])
    return append(report, PROCESS, f"\n{text}")


@fault("E12b")
def satisfaction_without_a_survey(report: Report, dice: random.Random) -> Report | None:
    return substitute(
        report, "performance.actual", r"\n3\.[^\n]*", f"\n3.群众满意度达{dice.choice(('99.99', '100', '99.8'))}%。"
    )


@fault("E12c")
def satisfaction_not_of_its_sample(report: Report, dice: random.Random) -> Report | None:
    return substitute(report, "performance.actual", r"(?<=满意度)(为|达)?[0-9.]+%", "99.97%")


@fault("E13")
def paragraph_pasted_twice(report: Report, dice: random.Random) -> Report:
    text = (
        "项目实施中，业务科每周汇总各片区的进度、存在的问题和需要协调的事项，经分管领导审定后印发各片区执行并跟踪落实。"
    )
    return append(append(report, OUTPUTS, f"\n{text}"), PROCESS, f"\n{text}")


@fault("E16")
def slip(report: Report, dice: random.Random) -> Report:
    wrong = dice.choice(
        ("按照统一布署", "设立专门帐户", "设备已按装到位", "截止2021年底", "更好的推进工作", "经费按时拔付")
    )
    return append(report, PROCESS, f"\n{wrong}，各项工作有序进行。")


@fault("E17")
def numbering_skips(report: Report, dice: random.Random) -> Report | None:
    return substitute(report, ADVICE, "（三）", dice.choice(("（四）", "（二）")))


@fault("E18")
def bracket_left_open(report: Report, dice: random.Random) -> Report:
    return append(
        report,
        OUTPUTS,
        dice.choice(("\n详见《工作总结。", "\n设备（含配件已验收。", "\n开展“回头看活动。", "\n任务完成,资料齐全。")),
    )


@fault("E20")
def goal_without_a_figure(report: Report, dice: random.Random) -> Report:
    return put(report, "performance.expected", "1.进一步提高工作水平，完善各项制度。\n2.切实改善群众的生产生活条件。")


@fault("A1")
def cover_blank_empty(report: Report, dice: random.Random) -> Report:
    path = dice.choice(("cover.project_name", "cover.project_unit", "cover.supervising_department"))
    return put(report, path, "")


@fault("A3")
def basic_blank_empty(report: Report, dice: random.Random) -> Report:
    path = dice.choice(("project_leader", "phone", "address", "postcode"))
    return put(report, f"basic_info.{path}", "")


@fault("A4")
def phone_with_a_digit_missing(report: Report, dice: random.Random) -> Report:
    return put(report, "basic_info.phone", dice.choice(("0778-55501", "1390000000", "0778-1550199a")))


@fault("A5")
def postcode_of_another_county(report: Report, dice: random.Random) -> Report:
    return put(report, "basic_info.postcode", dice.choice(("54700", "530021", "100000")))


@fault("A6")
def section_empty(report: Report, dice: random.Random) -> Report:
    return put(
        report, f"narrative.{dice.choice(('outputs', 'process', 'implementation'))}.text", dice.choice(("", "已完成。"))
    )


@fault("A6b")
def no_experience_told(report: Report, dice: random.Random) -> Report:
    return put(report, ADVICE, "（一）存在问题\n1.管护力量不足。\n（二）意见和建议\n1.增加人手，落实经费。")


@fault("A7")
def prompt_left_in(report: Report, dice: random.Random) -> Report:
    text = dice.choice(("××工作", "（填写主要做法）", "20XX年", "【此处说明成效】", "某某单位", "____项"))
    return append(report, OUTPUTS, f"\n完成{text}。")


@fault("A8")
def amount_is_words(report: Report, dice: random.Random) -> Report:
    return put(report, "expenditures[0].actual", Unparsed(dice.choice(("约5万元", "五万", "3.2.1"))))


@fault("A9")
def evaluator_incomplete(report: Report, dice: random.Random) -> Report:
    return put(report, f"evaluators[1].{dice.choice(('name', 'title', 'unit'))}", "")
