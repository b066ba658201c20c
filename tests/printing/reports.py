"""Reports that try the form's layout: nothing filled in, everything long, many rows. All content is invented."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from selfeval_gui.report import form as forms
from selfeval_gui.report.dates import Month
from selfeval_gui.report.edit import put
from selfeval_gui.report.model import Evaluator, Expenditure, Funds, Report, Role, Section
from tests.printing.corpus import paragraphs

FORM = forms.load(forms.DEFAULT_FORM)


def text(seed: int, characters: int) -> str:
    """An invented text of whole sentences, about so many characters long."""
    joined = "\n".join(paragraphs(seed, characters + 200))
    return joined[: joined.index("。", characters) + 1]


def filled(**changes: object) -> Report:
    """A plain report; `changes` are paths with __ for dots."""
    report = forms.blank_report(FORM, 2025)
    values: dict[str, object] = {
        "cover.project_name": "油茶低产林改造",
        "cover.project_unit": "河池市林业技术推广站",
        "cover.supervising_department": "河池市林业局",
        "cover.report_date": date(2026, 3, 12),
        "basic_info.project_leader": "石㛃",
        "basic_info.phone": "0778-5550100",
        "basic_info.address": "金城江区新秀路1号",
        "basic_info.postcode": "547000",
        "basic_info.period_start": Month(2025, 1),
        "basic_info.period_end": Month(2025, 12),
        "basic_info.planned_funds": Funds(Decimal(30), None, Decimal(20), Decimal(10), None),
        "basic_info.received_funds": Funds(Decimal(30), None, Decimal(20), Decimal(10), None),
        "expenditures": (
            Expenditure("专用材料费", Decimal("20.5"), Decimal("20.25")),
            Expenditure("劳务费", Decimal("9.5"), Decimal("9")),
        ),
        "performance.expected": text(1, 200),
        "performance.actual": text(2, 260),
        "performance.score": Decimal(95),
        "performance.grade": "优秀",
        "evaluators": (
            Evaluator("石㛃", "站长", "河池市林业技术推广站", Role.LEADER),
            Evaluator("韦𬱖", "高级工程师", "河池市林业技术推广站"),
        ),
        "signatures.preparer_date": date(2026, 3, 11),
    }
    for key in ("project_background", "implementation", "process", "outputs", "experience_problems_advice"):
        values[f"narrative.{key}"] = Section(False, text(len(key), 400))
    for path, value in values.items():
        report = put(report, path, value)
    for path, value in changes.items():
        report = put(report, path.replace("__", "."), value)
    return report


def empty() -> Report:
    """A new report that nobody has touched."""
    return forms.blank_report(FORM, 2025)


def one_liners() -> Report:
    """Every section of the narrative is one short line."""
    report = filled(performance__expected="达标。", performance__actual="已达标。")
    sections: dict[str, Any] = {
        key: Section(False, "已完成。") for key in ("project_background", "implementation", "process", "outputs")
    }
    return replace(
        report, narrative=replace(report.narrative, **sections, experience_problems_advice=Section(False, "无。"))
    )


def long_names() -> Report:
    """Names as long as the longest that offices have."""
    return filled(
        cover__project_name="滇桂黔石漠化片区易地扶贫搬迁集中安置点公共服务设施配套完善及后续产业扶持发展（二期）专项补助资金项目",
        cover__project_unit="河池市大石山区农业农村基础设施建设大会战指挥部办公室综合协调与资金管理中心",
        cover__supervising_department="河池市大石山区农业农村基础设施建设大会战工作领导小组指挥部办公室",
        basic_info__address="河池市宜州区庆远镇中山大道中段与城西开发区工业二路交叉口东南侧市民服务中心三号楼五层",
        basic_info__project_leader="买买提·阿不都热合曼·托合提",
    )


def many_rows(items: int = 40, people: int = 20) -> Report:
    """More expenditure rows and evaluators than one page holds."""
    return filled(
        expenditures=tuple(
            Expenditure(f"办公设备购置第{i + 1}批", Decimal(i) / 4, Decimal(i) / 8) for i in range(items)
        ),
        evaluators=tuple(
            Evaluator(f"莫小{'一二三四五六七八九十'[i % 10]}", "工程师", "河池市林业技术推广站") for i in range(people)
        ),
    )


def long_goal(characters: int = 6000) -> Report:
    """Long texts in part 三 that go over several pages."""
    return filled(performance__expected=text(3, characters), performance__actual=text(4, characters // 2))


ALL = {
    "empty": empty,
    "plain": filled,
    "one-liners": one_liners,
    "long-names": long_names,
    "many-rows": many_rows,
    "long-goal": long_goal,
}
