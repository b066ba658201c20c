"""Families E and F, one rule after the other: what is right, what is wrong, and where the line runs."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from selfeval_gui.checking import (
    ERROR,
    Context,
    Paper,
    check,
    count,
    final_print_refusal,
    last_year_from,
    repaired,
    rules,
)
from selfeval_gui.report.edit import get, put
from selfeval_gui.report.model import Evaluator, Report, Role
from tests.checking import test_rules_of_tables
from tests.checking.plain_report import (
    ACTUAL,
    ADVICE,
    BACKGROUND,
    DUTIES,
    EXPECTED,
    FORM,
    FUNDING,
    GROUP,
    OPENING,
    OUTPUTS,
    PEOPLE,
    PROCESS,
    UNIT,
    Case,
    findings,
    own,
    plain,
)

LONG = "生产科每周汇总各蜂场的进度、存在的问题和需要协调的事项，经分管领导审定后印发执行并跟踪落实到位。"
ASKED = "1.建设示范蜂场13个。\n2.发放问卷100份，收回有效问卷96份，其中满意的{}份，蜂农满意度{}%。"
LISTED = "组　长：韦春禾　站长\n副组长：莫　砚　副站长\n成　员：罗以宁　财务科科长"


def last_year() -> Report:
    """The plain report of 2023, with other figures and an event of its own."""
    report = plain(
        {
            "fiscal_year": 2023,
            "cover.report_date": date(2024, 3, 8),
            "basic_info.planned_funds.total": Decimal("17.5"),
            "cover.project_name": "中蜂规模养殖推广",
            OUTPUTS: "在第四届蜜蜂文化宣传周期间开展培训4场，编印技术手册800册，验收全部合格。",
        }
    )
    return put(report, PROCESS, "项目由生产科实施，财务科负责资金核算，每季度检查一次进度，全年检查4次。")


def paper(**seen: Any) -> Context:
    """The report on paper, as a door tells of it."""
    return Context(paper=Paper(**seen))


LAST = Context(last_year=last_year())

LAST_YEAR = [
    Case("E1", "warning", {PROCESS: "项目由生产科实施，财务科负责资金核算，每季度检查一次进度，全年检查4次。"}, LAST),
    Case(
        "E1",
        "",
        {PROCESS: "项目由生产科实施，财务科负责资金核算，每季度检查一次进度，全年检查5次。"},
        Context(last_year=last_year(), unreviewed=frozenset({"narrative.process.text"})),
    ),
    Case(
        "E1",
        "",
        {PROCESS: "项目由生产科实施，财务科负责资金核算，每季度检查一次进度，全年检查4次。"},
        Context(last_year=last_year(), unreviewed=frozenset()),
    ),
    Case(
        "E1",
        "warning",
        {PROCESS: "项目由生产科实施，财务科负责资金核算，每季度检查一次进度，全年检查4次。"},
        Context(last_year=last_year(), unreviewed=frozenset({"narrative.process"})),
    ),
    Case("E2", "error", {OUTPUTS: "…中蜂规模养殖推广取得成效。"}, LAST),
    Case("E2", "warning", {OUTPUTS: "…全年安排资金17.5万元。"}, LAST),
    Case("E2", "", {OUTPUTS: "…全年安排资金20万元，比上年的17.5万元增加。"}, LAST),
    Case("E2", "", {OUTPUTS: "…全年安排资金17.5万元。"}),
    Case("E4", "warning", {OUTPUTS: "…在第四届蜜蜂文化宣传周期间布展。"}, LAST),
    Case("E4", "", {OUTPUTS: "…在第五届蜜蜂文化宣传周期间布展，上年第四届蜜蜂文化宣传周未布展。"}, LAST),
]

CONSISTENCY = [
    Case("E3", "warning", {PROCESS: "…根据《关于举办第五届养蜂技能大赛的通知》，承办了第六届“养蜂技能大赛”。"}),
    Case("E3", "warning", {PROCESS: "…承办第五届养蜂技能大赛。", OUTPUTS: "…第六届养蜂技能大赛有40人参加。"}),
    Case("E3", "", {PROCESS: "…承办第五届养蜂技能大赛和第六届养蜂技能大赛。"}),
    Case("E3", "", {PROCESS: "…举办第一期养蜂培训班20人，第二期养蜂培训班30人。"}),
    Case("E3", "", {PROCESS: "…2023年承办第五届养蜂技能大赛。", OUTPUTS: "…第六届养蜂技能大赛有40人参加。"}),
    Case("E5", "error", {GROUP: own(LISTED.replace("罗以宁", "申明远"))}),
    Case("E5", "error", {GROUP: own(LISTED + "\n　　　　甘霖　会计")}),
    Case("E5", "warning", {GROUP: own(LISTED.replace("财务科科长", "财务科负责人"))}),
    Case("E5", "warning", {GROUP: own("由站长任组长，各科室负责人为成员。")}),
    Case("E5", "", {GROUP: own("组长：韦春禾（站长）；副组长：莫砚（副站长）；成员：罗以宁（财务科科长）。")}),
    Case("E5", "", {GROUP: own(LISTED + "\n办公室设在生产科，负责日常工作。")}),
    Case("E5", "hint", {GROUP: own("组长：韦春禾，站长\n成员：罗以宁，财务科科长\n副组长：莫砚，副站长")}),
    Case("E5", "", {}),
    Case("E6", "warning", {"narrative.performance_goal": own(EXPECTED.replace("12", "13"))}),
    Case("E6", "hint", {"narrative.performance_goal": own(EXPECTED + "\n3.形成制度一套。")}),
    Case("E6", "", {"narrative.performance_goal": own(EXPECTED), "narrative.effects": own(ACTUAL)}),
    Case("E7", "hint", {DUTIES: "自评工作组开展工作，报考评工作组审定，由自评领导小组确认。"}),
    Case("E7", "", {DUTIES: "自评工作组开展工作，自评领导小组确认，审定后存档。"}),
    Case("E7", "hint", {"evaluators[0].unit": "市蜂业站"}),
    Case("E7", "", {"evaluators[0].unit": "河池市农业农村局"}),
    Case("E8", "warning", {OPENING: own("我站组织开展了石蛙养殖推广项目支出绩效自评，现将有关情况报告如下：")}),
    Case("E8", "", {OPENING: own("我站组织开展了中蜂养殖示范专项预算绩效自评工作，现将有关情况报告如下：")}),
    Case("E8", "", {OPENING: own("我站组织开展了本项目支出绩效自评，现将有关情况报告如下：")}),
    Case("E9", "error", {"cover.seal_unit": "河池市农业农村局"}),
    Case("E9", "", {"cover.seal_unit": UNIT}),
    Case("E12a", "error", {OUTPUTS: "…蜂农满意度92%。"}),
    Case("E12a", "", {OUTPUTS: "…蜂农满意度93.8%，高于满意度不低于90%的目标，学员满意度97%。"}),
    Case("E12b", "warning", {OUTPUTS: "…群众满意度达99.99%。"}),
    Case("E12b", "warning", {OUTPUTS: "…群众满意度100%。"}),
    Case("E12b", "", {OUTPUTS: "…群众满意度99%，经电话回访，学员满意度100%。"}),
    Case("E12c", "warning", {"performance.actual": ASKED.format(90, "96.2")}),
    Case("E12c", "", {"performance.actual": ASKED.format(90, "93.75")}),
    Case("E12c", "", {"performance.actual": ASKED.format(90, "93.7")}),
    Case("E12c", "", {"performance.actual": ASKED.format(64, "66.6")}),  # cut off, not rounded: 66.67
    Case("E12c", "warning", {"performance.actual": ASKED.format(64, "66.5")}),
    Case("E12c", "warning", {OUTPUTS: "…发放问卷0份，其中满意的0份，蜂农满意度90%。"}),
    Case("E12c", "warning", {OUTPUTS: "…抽样调查50人，学员满意度99.9%。"}),
    Case("E12c", "", {OUTPUTS: "…抽样调查50人，学员满意度98%；问卷调查1000多人次，商户满意度99.99%。"}),
    Case("E20", "warning", {"performance.expected": "1.提高养蜂水平。\n2.改善蜂农收入。"}),
    Case("E20", "", {"performance.expected": "1.建设示范蜂场十二个。\n2.改善蜂农收入。"}),
]

WORDING = [
    Case("E13", "warning", {PROCESS: f"…\n{LONG}", OUTPUTS: f"…\n{LONG}"}),
    Case("E13", "", {PROCESS: f"…\n{LONG[:39]}", OUTPUTS: f"…\n{LONG[:39]}"}),
    Case("E13", "", {"performance.actual": f"{LONG}13个", "narrative.effects": own(f"{LONG}13个")}),
    Case("E14", "hint", {FUNDING: own("2024年公共财政预算拨款20万元，已使用19.2万元。")}),
    Case("E14", "hint", {BACKGROUND: "…深入贯彻党的十八大精神。"}),
    Case("E14", "", {BACKGROUND: "…深入贯彻党的十八大、十九大、二十大精神，一般公共预算保障有力。"}),
    Case("E14", "", {BACKGROUND: "…党的十八大以来，蜂业发展较快。"}),
    Case("E15", "hint", {BACKGROUND: "…根据《关于加快蜂业发展的意见》实施。"}),
    Case(
        "E15", "", {BACKGROUND: "…根据《关于加快蜂业发展的意见》（桂农发〔2024〕2号）和《中华人民共和国预算法》实施。"}
    ),
    Case("E15", "", {BACKGROUND: "…根据《中华人民共和国畜牧法》实施。"}),
    Case("E15", "hint", {"narrative.basis_document": "《关于开展自评工作的通知》"}),
    Case("E16", "hint", {OUTPUTS: "…按照统一布署。"}),
    Case("E16", "hint", {OUTPUTS: "…截止2024年12月31日全部投产。"}),
    Case("E16", "hint", {OUTPUTS: "…更好的完成任务。"}),
    Case("E16", "hint", {OUTPUTS: "…个别任务末完成。"}),
    Case("E16", "", {OUTPUTS: "…报名截止日期顺延，期末完成复核，取得更好的完成效果，按装机容量发布署名文章。"}),
    Case("E16", "", {OUTPUTS: "…依据《统一布署办法》。"}),
    Case("E17", "hint", {ADVICE: "（一）经验。\n（三）问题、建议。评分表。"}),
    Case("E17", "hint", {OUTPUTS: "1.建场。\n2.培训。\n2.验收。\n3.总结归档并移交管护单位。"}),
    Case("E17", "hint", {OUTPUTS: "1、建场13个。\n2、举办培训4场并编印技术手册800册。"}),
    Case(
        "E17",
        "",
        {OUTPUTS: "一、建场\n（一）选址\n1.踏勘\n2.2024年3月定点\n（二）建设\n1.施工\n（1）土建\n（2）安装调试完成"},
    ),
    Case("E17", "", {OUTPUTS: "0.8万元用于培训，共4场，编印技术手册800册，验收合格。"}),
    Case("E18", "hint", {OUTPUTS: "…详见《总结。"}),
    Case("E18", "hint", {OUTPUTS: "…建场完成,培训结束。"}),
    Case("E18", "hint", {BACKGROUND: "…依据《管理办法 》和桂农发[2024]2号实施。"}),
    Case("E18", "", {OUTPUTS: "…开展“‘蜂’行动”（第1批）：1）建场；2）培训。价格为1,200元，用时3:1。"}),
]

PRINT = [
    Case("F2", "warning", {}, paper(fonts=(("cover.project_name", "仿宋_GB2312", "仿宋"),))),
    Case("F2", "warning", {}, paper(missing=(("evaluators[0].name", "𬱖"),))),
    Case("F2", "hint", {}, paper(substituted=((("evaluators[0].name", OUTPUTS), "𬱖", "宋体"),))),
    Case("F2", ""),
    Case("F3", "warning", {}, paper(faults=(("cover.report_date", "落款单独成页，请调整。"),))),
    Case("F3", ""),
    Case("F4", "warning", {}, paper(changed=("2026-03-12", "a" * 16, "b" * 16))),
    Case("F4", ""),
]


@pytest.mark.parametrize("case", [*LAST_YEAR, *CONSISTENCY, *WORDING, *PRINT], ids=str)
def test_rule(case: Case) -> None:
    said = {one.severity.value for one in findings(case)}
    assert said == ({case.says} if case.says else set()), findings(case)


@pytest.mark.parametrize(
    ("text", "repaired_text"),
    [
        ("按照统一布署，截止2024年底更好的完成任务。", "按照统一部署，截至2024年底更好地完成任务。"),
        (
            "依据《管理办法 》（桂农发[2024]2号）实施,建场完成。。",
            "依据《管理办法》（桂农发〔2024〕2号）实施，建场完成。",
        ),
        ("1、建场于2024年 05月06日开始。\n2、培训(含观摩)。", "1.建场于2024年5月6日开始。\n2.培训（含观摩）。"),
    ],
)
def test_safe_repairs(text: str, repaired_text: str) -> None:
    report, made = repaired(plain({OUTPUTS: text}), FORM)
    assert get(report, OUTPUTS) == repaired_text
    assert made >= 3


def test_a_skipped_number_is_proposed_but_not_repaired_by_itself() -> None:
    (finding,) = findings(Case("E17", "", {OUTPUTS: "1.建场\n3.培训并编印技术手册八百册，验收全部合格。"}))
    assert finding.fix is not None
    assert not finding.fix.safe
    assert get(finding.fix.apply(plain({OUTPUTS: "1.建场\n3.培训"})), OUTPUTS).startswith("1.建场\n2.培训")


def test_next_ordinal_is_proposed() -> None:
    (finding,) = findings(Case("E4", "", {OUTPUTS: "…在第四届蜜蜂文化宣传周期间布展。"}, LAST))
    assert finding.message == "“第四届蜜蜂文化宣传周期…”：上年为第四届，今年是否应为第五届？"
    assert finding.fix is not None
    assert "第五届蜜蜂文化宣传周" in finding.fix.replacements[0][1]


def test_contradiction_shows_both_places() -> None:
    case = Case("E3", "", {PROCESS: "…承办第五届养蜂技能大赛。", OUTPUTS: "…第六届养蜂技能大赛有40人参加。"})
    (finding,) = findings(case)
    assert [place.field for place in finding.passages] == [OUTPUTS, PROCESS]
    assert [place.text for place in finding.passages] == ["第六届养蜂技能大赛", "第五届养蜂技能大赛"]


def test_generated_sections_are_not_judged() -> None:
    """What the program wrote from the tables cannot contradict them; the fields are judged instead."""
    report = plain({"performance.actual": f"{ACTUAL}\n按照统一布署完成13个。"})
    assert [one.field for one in check(report, FORM)] == ["performance.actual"]


def test_explanations_quiet_a_warning_until_its_values_change() -> None:
    changes = {"basic_info.actual_expenditure": Decimal(15)}
    (low,) = findings(Case("B8", "", changes))
    context = Context(explanations=frozenset({(low.mark, low.field)}))
    assert findings(Case("B8", "", changes, context)) == []
    assert len(findings(Case("B8", "", {"basic_info.actual_expenditure": Decimal(14)}, context))) == 1
    whatever = Context(explanations=frozenset({("B8", low.field), ("B4", low.field)}))
    assert findings(Case("B8", "", {"basic_info.actual_expenditure": Decimal(14)}, whatever)) == []
    assert len(findings(Case("B4", "", changes, whatever))) == 1  # an error cannot be explained away


def test_rules_can_be_switched_off() -> None:
    context = Context(switched_off=frozenset({"A1"}))
    assert findings(Case("A1", "", {"cover.project_name": ""}, context)) == []


def test_an_office_can_add_its_words() -> None:
    words = Context().words.extended({"slips": {"蜂长": "蜂场"}, "dated": []})
    assert len(findings(Case("E16", "", {OUTPUTS: "…示范蜂长已建成。"}, Context(words=words)))) == 1
    assert findings(Case("E16", "", {OUTPUTS: "…示范蜂长已建成。"})) == []
    with pytest.raises(ValueError, match="no list"):
        words.extended({"surnames": ["蜂"]})
    with pytest.raises(ValueError, match="words"):
        words.extended({"slips": [{"wrong": "蜂长"}]})


def test_errors_refuse_the_final_print() -> None:
    found = check(plain({"cover.project_name": "", "cover.report_date": None}), FORM)
    assert final_print_refusal(count(found)[ERROR]).startswith("还有2个错误，只能打印带“草稿”水印的稿件。")
    assert final_print_refusal(count(check(plain(), FORM))[ERROR]) == ""


def test_members_are_read_with_rare_and_padded_names() -> None:
    people = (*PEOPLE, Evaluator("覃䶮", "会计", UNIT, Role.MEMBER), Evaluator("𬱖知白", "技术员", UNIT, Role.MEMBER))
    text = f"{LISTED}\n　　　　覃  䶮　会计\n　　　　𬱖知白　技术员"
    assert findings(Case("E5", "", {"evaluators": people, GROUP: own(text)})) == []


def test_last_year_is_told_from_the_values_that_marks_keep() -> None:
    kept = {
        "cover.project_name": "中蜂规模养殖推广",
        "basic_info.period_end": "2023-12",
        "basic_info.planned_funds.total": "17.5",
        "evaluators[0].name": "韦春禾",
        "narrative.outputs.text": "在第四届蜜蜂文化宣传周期间开展培训4场。",
        "a.newer.blank": "1",
    }
    context = Context(last_year=last_year_from(kept), unreviewed=frozenset({"narrative.outputs.text"}))
    text = "在第四届蜜蜂文化宣传周期间开展培训4场。\n中蜂规模养殖推广全年安排资金17.5万元。"
    report = plain({OUTPUTS: text})
    said = [(one.rule, one.severity.value) for one in check(report, FORM, context)]
    assert sorted(said) == [("E1", "warning"), ("E2", "error"), ("E2", "warning"), ("E4", "warning")]
    assert last_year_from({"evaluators[0].name": "韦春禾", "cover.project_name": ""}) is None


def test_a_history_up_to_the_project_s_year_is_no_leftover_and_an_old_year_alone_is_one() -> None:
    def told(text: str) -> list[str]:
        found = check(put(plain(), "narrative.implementation.text", text), FORM)
        return [one.message for one in found if "2022年" in one.message]

    assert told("2022年选定场址，2024年建成蜂场。") == []
    assert len(told("2022年选定场址，建成蜂场。")) == 1


@pytest.mark.parametrize(("name", "at"), [("𬱖春禾", 0), ("韦𬱖禾𬱖", 1)])
def test_a_character_that_cannot_be_printed_is_shown_where_it_first_stands(name: str, at: int) -> None:
    report = put(plain(), "cover.project_name", name)
    seen = paper(missing=(("cover.project_name", "𬱖𠮷"),))
    (one,) = (each for each in check(report, FORM, seen) if each.rule == "F2")
    assert [(each.field, each.text, each.start, each.end) for each in one.passages] == [
        ("cover.project_name", "𬱖", at, at + 1)
    ]
    (one,) = (each for each in check(plain(), FORM, seen) if each.rule == "F2")
    assert one.passages == ()  # it comes from elsewhere


def test_a_slip_of_one_character_is_shown_with_its_neighbours() -> None:
    text = "蜂场切实的推进建设。"
    report = put(plain(), "narrative.outputs.text", text)
    (one,) = (each for each in check(report, FORM) if "是否应为“" in each.message and "的" in each.message)
    assert one.message == "“切实的推进”是否应为“切实地推进”？"
    assert one.fix is not None
    assert one.fix.apply(report).narrative.outputs.text == "蜂场切实地推进建设。"


def test_every_rule_has_a_case_that_speaks_and_one_that_is_silent() -> None:
    tables = (*test_rules_of_tables.COMPLETENESS, *test_rules_of_tables.MONEY, *test_rules_of_tables.SCORES)
    cases = (*tables, *test_rules_of_tables.DATES, *LAST_YEAR, *CONSISTENCY, *WORDING, *PRINT)
    elsewhere = {"E19"}  # the office's own words: test_office
    known = {rule.id for rule in rules()} - elsewhere
    assert {case.rule for case in cases if case.says} == known
    assert {case.rule for case in cases if not case.says} == known
