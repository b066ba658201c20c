# ruff: noqa: E501 – lines of the form stand as they are written
"""One habit of writing a case: how offices deviate from the form, and what must come out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from selfeval_gui.importing import ImportRefused, Proposal, SeveralReports, propose
from selfeval_gui.report.dates import Month
from selfeval_gui.report.edit import get
from selfeval_gui.report.form import load
from selfeval_gui.report.model import EvaluationType, Report, Role
from selfeval_gui.report.text import Unparsed

FORM = load("hechi-2018")
COVER = """附件2
竹溪书屋更新项目
支出绩效自评报告
项目名称：竹溪书屋更新
项目单位：河池市竹溪图书馆
主管部门：
评价类型：事前评价□ 事中评价□ 事后评价■
2024年3月5日
河池市财政局（制）
"""
BASIC = """一、项目基本概况
项目负责人\t覃舒\t联系电话\t0778-5550101
地址\t竹溪路1号\t邮编\t547000
项目起止时间\t2023年1月至12月
计划安排资金（万元）\t5\t实际到位资金（万元）\t5
其中：中央财政\t\t其中：中央财政\t
自治区财政\t\t自治区财政\t
市县财政\t5\t市县财政\t5
其它\t\t其它\t
实际支出（万元）\t5
"""
ITEMS = """二、项目支出明细
支出内容\t计划支出数\t实际支出数
办公费\t2\t2
印刷费\t3\t3
支出合计\t5\t5
"""
PERFORMANCE = """三、项目绩效情况
\t预期（或调整后）\t实际
项目绩效目标及实施计划完成情况\t更新图书500册。\t更新图书520册。
综合得分\t95
自评等次\t优秀
"""
PEOPLE = """四、评价人员
姓名\t职称/职务\t单位\t签字
覃舒\t馆长\t河池市竹溪图书馆\t
韦霖\t馆员\t河池市竹溪图书馆\t
"""
SIGNATURES = """填报人（签字）：
2024年3月4日
评价组组长（签字）：
2024年3月5日
中介机构负责人（签字并盖章）：
年   月   日
"""
NARRATIVE = """河池市竹溪图书馆
竹溪书屋更新项目支出绩效
自评报告
河池市财政局：
现将自评情况报告如下：
一、项目基本概况
（一）项目概况
1.立项背景
书屋图书陈旧。
2.项目实施情况
分两批更新。
二、项目绩效评价工作情况
1.工作组成员
组长：覃舒
成员：韦霖
三、绩效分析及评价结论
（一）投入
资金全部到位。
河池市竹溪图书馆
2024年3月5日
"""


def read(*parts: str) -> Proposal:
    return propose("".join(parts).encode(), "去年.txt", FORM)


def whole(**changed: str) -> Proposal:
    """The plain report with some parts written otherwise."""
    parts = {
        "cover": COVER, "basic": BASIC, "items": ITEMS, "performance": PERFORMANCE,
        "people": PEOPLE, "signatures": SIGNATURES, "narrative": NARRATIVE,
    }  # fmt: skip
    return read(*(parts | changed).values())


PLAIN = whole()


def same(proposal: Proposal, *except_for: str) -> bool:
    """Whether the report is that of the plain text, some parts aside."""
    parts: dict[str, Report] = {name: getattr(PLAIN.report, name) for name in except_for}
    return replace(proposal.report, **parts) == PLAIN.report  # type: ignore[arg-type]


def unplaced(proposal: Proposal) -> list[str]:
    return [entry.text for entry in proposal.unplaced]


def test_the_plain_report_is_read_whole() -> None:
    report = PLAIN.report
    assert (report.fiscal_year, report.cover.report_date) == (2023, date(2024, 3, 5))
    assert report.cover.supervising_department == ""
    assert report.basic_info.planned_funds.city_county == Decimal(5)
    assert [row.item for row in report.expenditures] == ["办公费", "印刷费"]
    assert [person.role for person in report.evaluators] == [Role.LEADER, Role.MEMBER]
    assert report.narrative.implementation.text == "分两批更新。"
    assert (PLAIN.unplaced, PLAIN.warnings) == ((), ())


@pytest.mark.parametrize(
    "line",
    [
        "评价类型：事前评价□事中评价□事后评价☑",
        "评价类型：□事前评价 □事中评价 √事后评价",
        "评价类型：事前评价（ ） 事中评价（ ） 事后评价（√）",
        "评价类型  事前评价  事中评价  事后评价√",
        "评价类型：√事后评价　事前评价　事中评价",
        "评价类型：事后评价",
        "评价类型\t事前评价□\t事中评价□\t事后评价■",
        "评价类型：[ ]事前评价 [ ]事中评价 [x]事后评价",
    ],
)
def test_ticks_before_and_behind(line: str) -> None:
    proposal = whole(cover=COVER.replace("评价类型：事前评价□ 事中评价□ 事后评价■", line))
    assert same(proposal)
    assert unplaced(proposal) == []


@pytest.mark.parametrize("line", ["评价类型：事前评价■ 事中评价□ 事后评价■", "评价类型：事前评价□ 事中评价□ 事后评价□"])
def test_two_ticks_or_none_are_nothing(line: str) -> None:
    proposal = whole(cover=COVER.replace("评价类型：事前评价□ 事中评价□ 事后评价■", line))
    assert proposal.report.cover.evaluation_type is EvaluationType.NONE
    assert bool(proposal.warnings) == ("■" in line)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,00.00", Unparsed("1,00.00")),
        ("约5", Unparsed("约5")),
        ("5（含结转）", Unparsed("5（含结转）")),
        ("1O", Unparsed("1O")),
        ("5.00", Decimal("5.00")),
        ("５．００", Decimal("5.00")),
        ("￥50,000元", Decimal(5)),
        ("5万", Decimal(5)),
        ("—", None),
        ("无", None),
        ("0", Decimal(0)),
    ],
)
def test_amounts_are_never_guessed(written: str, value: object) -> None:
    basic = BASIC.replace("实际支出（万元）\t5", f"实际支出（万元）\t{written}")
    got = whole(basic=basic).report.basic_info.actual_expenditure
    assert got == value
    assert type(got) is type(value)


def test_an_unreadable_amount_keeps_the_unit_of_its_label() -> None:
    basic = BASIC.replace("实际支出（万元）\t5", "实际支出（元）\t5,00.00")
    assert whole(basic=basic).report.basic_info.actual_expenditure == Unparsed("5,00.00元")


@pytest.mark.parametrize(
    ("basic", "items"),
    [
        (BASIC.replace("（万元）", "（元）").replace("\t5", "\t50,000"), ITEMS),
        (BASIC, ITEMS.replace("支出数", "支出数（元）").replace("\t2", "\t20000").replace("\t3", "\t30000").replace("\t5", "\t50000")),
        (BASIC, ITEMS.replace("支出内容", "金额单位：元\n支出内容").replace("\t2", "\t20000").replace("\t3", "\t30000").replace("\t5", "\t50000")),
        (BASIC.replace("（万元）", "（千元）").replace("\t5", "\t50"), ITEMS.replace("\t2", "\t2万元").replace("\t3", "\t3万元").replace("\t5", "\t5万元")),
    ],
    ids=["label", "heading", "table", "thousands"],
)  # fmt: skip
def test_units_of_label_heading_table_and_cell(basic: str, items: str) -> None:
    # 电话 0778-5550101 and 547000 begin with digits, too; only amounts are converted.
    basic = basic.replace("\t50,00047000", "\t547000").replace("\t5047000", "\t547000")
    proposal = whole(basic=basic, items=items)
    assert same(proposal), proposal.report
    assert proposal.warnings == ()


FUNDS = BASIC[BASIC.index("计划安排") : BASIC.index("实际支出")]


@pytest.mark.parametrize(
    "funds",
    [
        "资金来源\t计划安排资金（万元）\t实际到位资金（万元）\n中央财政\t\t\n自治区财政\t\t\n市县财政\t5\t5\n其他\t\t\n合计\t5\t5\n",
        "计划安排资金（万元）：5\n其中：中央财政：\n自治区财政：\n市县财政：5\n其它：\n"
        "实际到位资金（万元）：5\n其中：中央财政：\n自治区财政：\n市县财政：5\n其它：\n",
        "计划安排资金：5万元，其中：市县财政：5万元。\n实际到位资金：5万元，其中：市县财政：5万元。\n",
        "计划安排资金：5万元（其中：市县财政5万元）\n实际到位资金：5万元（其中：市县财政5万元）\n",
        "计划安排资金（万元）\t5\t实际到位资金（万元）\t5\n其中：\t\t其中：\t\n中央财政\t\t中央财政\t\n市（县）财政\t5\t市（县）财政\t5\n",
    ],
    ids=["matrix", "lines", "sentence", "brackets", "separate 其中"],
)  # fmt: skip
def test_funds_by_source(funds: str) -> None:
    proposal = whole(basic=BASIC.replace(FUNDS, funds))
    assert proposal.report.basic_info == PLAIN.report.basic_info
    assert unplaced(proposal) == []


def test_planned_and_received_are_told_by_their_order() -> None:
    basic = BASIC.replace("市县财政\t5\t市县财政\t5", "市县财政\t5\t市县财政\t4").replace(
        "资金（万元）\t5\n其", "资金（万元）\t4\n其"
    )
    info = whole(basic=basic).report.basic_info
    assert (info.planned_funds.city_county, info.received_funds.city_county) == (Decimal(5), Decimal(4))


def test_the_blank_form_gives_nothing() -> None:
    blank = BASIC
    for value in ("覃舒", "0778-5550101", "竹溪路1号", "547000", "2023年1月至12月"):
        blank = blank.replace(value, "")
    blank = blank.replace("\t5", "\t")
    info = whole(basic=blank).report.basic_info
    assert info == type(info)()


def test_a_label_is_never_a_value() -> None:
    info = whole(basic="一、项目基本概况\n项目负责人\t联系电话\t0778-5550101\n地址\t邮编\t547000\n").report.basic_info
    assert (info.project_leader, info.phone, info.address, info.postcode) == ("", "0778-5550101", "", "547000")


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2023.01-2023.12", Month(2023, 1), Month(2023, 12)),
        ("2023年1月1日—12月31日", Month(2023, 1), Month(2023, 12)),
        ("自2023年1月起至2023年12月止", Month(2023, 1), Month(2023, 12)),
        ("２０２３年１月至１２月", Month(2023, 1), Month(2023, 12)),
        ("2023年度", Month(2023, 1), Month(2023, 12)),
        ("2022年10月～2023年9月", Month(2022, 10), Month(2023, 9)),
        ("长期", Unparsed("长期"), Unparsed("长期")),
    ],
)
def test_periods(written: str, start: object, end: object) -> None:
    info = whole(basic=BASIC.replace("2023年1月至12月", written)).report.basic_info
    assert (info.period_start, info.period_end) == (start, end)


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ("办公费\t2\t2\n\t\t\n　\t\t\n印刷费\t3\t3\n支出合计\t5\t5\n", []),
        ("1.办公费\t2\t2\n2.印刷费\t3\t3\n合  计\t5\t5\n", []),
        ("办公费\t2\t2\n小计\t2\t2\n印刷费\t3\t3\n总计\t5\t5\n", ["小计　2　2"]),
        ("一、商品和服务支出\t\t\n办公费\t2\t2\n印刷费\t3\t3\n……\t\t\n合计\t5\t5\n", ["一、商品和服务支出"]),
        ("办公费\t2万元\t2万元\n印刷费\t30000元\t30000元\n合计\t5万元\t5万元\n", []),
        ("办公费\t2\t2\n印刷费\t3\t3\n", []),
    ],
)
def test_items_until_the_total(rows: str, left: list[str]) -> None:
    proposal = whole(items="二、项目支出明细情况\n支出内容（按经济科目）\t计划支出数\t实际支出数\n" + rows)
    assert same(proposal), proposal.report.expenditures
    assert unplaced(proposal) == left
    assert proposal.warnings == ()


def test_items_in_other_columns() -> None:
    items = "二、支出明细表\n序号\t实际支出数\t支出内容\t计划支出数\t备注\n1\t1.5\t办公费\t2\t节约\n2\t3\t印刷费\t3\t\n\t4.5\t合计\t5\t\n"
    proposal = whole(items=items)
    rows = [(row.item, row.planned, row.actual) for row in proposal.report.expenditures]
    assert rows == [("办公费", Decimal(2), Decimal("1.5")), ("印刷费", Decimal(3), Decimal(3))]
    assert unplaced(proposal) == ["备注", "节约"] or unplaced(proposal) == ["节约"]
    assert "支出明细的实际支出之和与“实际支出”不一致，请核对。" in proposal.warnings


def test_a_wrong_total_is_said_and_kept() -> None:
    proposal = whole(items=ITEMS.replace("支出合计\t5\t5", "支出合计\t5\t6"))
    assert same(proposal)
    assert unplaced(proposal) == ["6"]
    assert "支出合计的实际支出数与各行之和不一致，请核对。" in proposal.warnings


def test_an_amount_without_a_name_does_not_vanish() -> None:
    proposal = whole(items=ITEMS.replace("印刷费", ""))
    assert proposal.report.expenditures[1].planned == Decimal(3)
    assert proposal.warnings


@pytest.mark.parametrize(
    "text",
    [
        PERFORMANCE.replace("三、项目绩效情况\n", ""),
        "三、项目绩效情况\n预期目标\t更新图书500册。\n实际完成情况\t更新图书520册。\n综合得分\t95分\n自评等次\t优秀等级\n",
        "三、项目绩效情况\n预期（或调整后）：更新图书500册。\n实际：更新图书520册。\n综合得分：95分  自评等次：优秀\n",
        PERFORMANCE.replace("项目绩效目标及实施计划完成情况", "项目绩效目标"),
        PERFORMANCE.replace("综合得分\t95\n自评等次\t优秀", "综合得分\t９５分\t自评等级\t优  秀"),
    ],
    ids=["no heading", "below", "lines", "short", "one row"],
)
def test_performance(text: str) -> None:
    proposal = whole(performance=text)
    assert same(proposal), proposal.report.performance
    assert unplaced(proposal) == []


def test_roles_of_the_table() -> None:
    people = "四、评价人员\n序号\t姓名\t职务\t工作单位\t组内分工\t签名\n1\t覃  舒\t馆长\t河池市竹溪图书馆\t组长\t\n2\t韦霖\t馆员\t河池市竹溪图书馆\t成员\t\n\t以下空白\t\t\t\t\n"
    proposal = whole(people=people)
    assert same(proposal)
    assert unplaced(proposal) == []


@pytest.mark.parametrize(
    "text",
    [
        "填报人（签字）：          2024年3月4日\n评价组组长（签字）：        2024年3月5日\n中介机构负责人（签字并盖章）：      年  月  日\n",
        "填报人（签字）：\t评价组组长（签字）：\t中介机构负责人（签字并盖章）：\n2024年3月4日\t2024年3月5日\t年  月  日\n",
        "填报人：\t2024.3.4\n评价组长：\t2024.3.5\n",
        "填报人（签字）：\n二〇二四年三月四日\n评价组组长（签字）：\n二○二四年三月五日\n",
    ],
    ids=["one line", "one row", "cells", "numerals"],
)
def test_signature_dates(text: str) -> None:
    proposal = whole(signatures=text)
    assert same(proposal), proposal.report.signatures
    assert unplaced(proposal) == []


def test_a_typed_signature_is_not_lost() -> None:
    proposal = whole(signatures=SIGNATURES.replace("填报人（签字）：", "填报人（签字）：韦霖"))
    assert same(proposal)
    assert unplaced(proposal) == ["韦霖"]


def test_what_contradicts_the_cover_is_said_and_kept() -> None:
    narrative = NARRATIVE.replace("河池市竹溪图书馆\n2024年3月5日", "河池市龙滩图书馆\n2024年3月6日\n附件：清单")
    proposal = whole(narrative=narrative)
    assert same(proposal)
    assert unplaced(proposal) == ["河池市龙滩图书馆", "2024年3月6日", "附件：清单"]
    assert len(proposal.warnings) == 2


def test_the_later_national_outline() -> None:
    narrative = """河池市财政局：
现报告如下：
一、基本情况
（一）项目概况
书屋图书陈旧。
（二）项目绩效目标
更新图书500册。
二、绩效评价工作开展情况
成立评价组。
三、综合评价情况及评价结论
得分95分。
四、绩效评价指标分析
（一）项目决策情况
决策合规。
（二）项目过程情况
1.资金管理
专账核算。
（三）项目产出情况
更新520册。
（四）项目效益情况
1.产出情况：更新图书520册。
五、主要经验及做法、存在的问题及原因分析
数量不足。
六、有关建议
增加经费。
七、其他需要说明的问题
无其他情况。
"""
    proposal = whole(narrative=narrative)
    texts = {
        "project_background": "书屋图书陈旧。",
        "performance_goal": "更新图书500册。",
        "working_group": "成立评价组。",
        "conclusion": "得分95分。",
        "inputs": "决策合规。",
        "process": "1.资金管理\n专账核算。",
        "outputs": "更新520册。",
        "effects": "1.产出情况：更新图书520册。",
        "experience_problems_advice": "数量不足。\n六、有关建议\n增加经费。",
        "other_matters": "无其他情况。",
    }
    assert {name: get(proposal.report, f"narrative.{name}.text") for name in texts} == texts
    assert proposal.report.narrative.performance_goal.linked
    assert unplaced(proposal) == []


def test_headings_run_in_with_their_text_and_without_numbers() -> None:
    narrative = (
        NARRATIVE.replace("（一）投入\n", "（一）投入：")
        .replace("1.立项背景", "立项背景")
        .replace("2.项目实", "项目实")
    )
    assert same(whole(narrative=narrative))


def test_only_short_lines_are_headings() -> None:
    lines = "0.8万元用于装订。\n1.产出：装订100册，其中精装20册。\n（1）资金使用情况\n2.存在问题较少。"
    proposal = whole(narrative=NARRATIVE.replace("资金全部到位。", lines))
    assert proposal.report.narrative.inputs.text == lines


def test_a_chapter_that_the_form_lacks_is_unplaced() -> None:
    narrative = NARRATIVE.replace("河池市竹溪图书馆\n2024", "四、廉政建设情况\n签订承诺书。\n河池市竹溪图书馆\n2024")
    proposal = whole(narrative=narrative)
    assert same(proposal)
    assert unplaced(proposal) == ["四、廉政建设情况", "签订承诺书。"]
    assert len(proposal.warnings) == 1


def test_the_lead_sentence_belongs_to_the_working_group() -> None:
    narrative = NARRATIVE.replace("1.工作组成员", "成立工作小组如下：\n1、工作组成员")
    group = whole(narrative=narrative).report.narrative.working_group
    assert group.text == "成立工作小组如下：\n组长：覃舒\n成员：韦霖"


def test_the_opening_gives_basis_and_date() -> None:
    opening = "根据市财政局《关于开展自评的通知》（河财绩〔2024〕3号）和《办法》要求，我馆于2024年2月20日组织自评，现报告如下："
    narrative = whole(narrative=NARRATIVE.replace("现将自评情况报告如下：", opening)).report.narrative
    assert narrative.basis_document == "市财政局《关于开展自评的通知》（河财绩〔2024〕3号）和《办法》"
    assert narrative.evaluation_date == date(2024, 2, 20)
    assert narrative.opening.text == opening
    assert not narrative.opening.linked


SECOND = (
    COVER.replace("竹溪书屋更新", "石桥加固"),
    BASIC.replace("覃舒", "韦霖"),
    ITEMS,
    PERFORMANCE,
    PEOPLE,
    NARRATIVE,
)
FIRST = (COVER, BASIC, ITEMS, PERFORMANCE, PEOPLE, SIGNATURES, NARRATIVE)


def test_two_reports_in_the_file_are_never_mixed() -> None:
    with pytest.raises(SeveralReports) as several:
        read(*FIRST, *SECOND)
    assert several.value.titles == (
        "第 1 份：竹溪书屋更新，河池市竹溪图书馆，2023年",
        "第 2 份：石桥加固，河池市竹溪图书馆，2023年",
    )
    both = "".join((*FIRST, *SECOND)).encode()
    first, second = (propose(both, "去年.txt", FORM, report_index=at) for at in (0, 1))
    assert (first.report, first.unplaced) == (PLAIN.report, ())
    assert second.report == read(*SECOND).report
    assert [entry.text for entry in second.unplaced] == unplaced(read(*SECOND))
    assert "2 份" in first.warnings[0]
    with pytest.raises(ImportRefused, match="没有第 3 份"):
        propose(both, "去年.txt", FORM, report_index=2)


def test_two_forms_without_narratives() -> None:
    both = "".join((*FIRST[:4], *SECOND[:4])).encode()
    assert propose(both, "去年.txt", FORM, report_index=1).report == read(*SECOND[:4]).report
    with pytest.raises(SeveralReports):
        propose(both, "去年.txt", FORM)


def test_the_form_alone_and_the_narrative_alone() -> None:
    assert whole(narrative="").report.cover == PLAIN.report.cover
    assert read(NARRATIVE).report.narrative.implementation.text == "分两批更新。"


def test_the_cover_as_a_table() -> None:
    cover = COVER.replace("：", "\t").replace("2024年3月5日", "报告日期\t2024年3月5日")
    proposal = whole(cover=cover)
    assert same(proposal), proposal.report.cover
    assert unplaced(proposal) == []


def test_a_year_in_the_title() -> None:
    proposal = whole(cover=COVER.replace("竹溪书屋更新项目\n支出", "2023年度竹溪书屋更新项目支出"))
    assert same(proposal)
    assert unplaced(proposal) == []


def test_an_unknown_row_of_the_form_is_unplaced() -> None:
    proposal = whole(basic=BASIC.replace("项目起止", "单位性质\t公益一类\n项目起止"))
    assert same(proposal)
    assert unplaced(proposal) == ["单位性质　公益一类"]


def test_paragraphs_indented_with_tabs() -> None:
    narrative = (
        NARRATIVE.replace("现将", "\t现将")
        .replace("\n书屋", "\n\t书屋")
        .replace("\n分", "\n\t分")
        .replace("\n（一）", "\n\t（一）")
    )
    proposal = whole(narrative=narrative)
    assert same(proposal)
    assert unplaced(proposal) == []


def test_two_rows_of_headings() -> None:
    items = (
        ITEMS.replace("支出内容\t计划", "支出内容\t金额（元）\t\n\t计划")
        .replace("\t2", "\t20000")
        .replace("\t3", "\t30000")
        .replace("\t5", "\t50000")
    )
    proposal = whole(items=items)
    assert same(proposal), proposal.report.expenditures
    assert unplaced(proposal) == []


def test_the_fourth_chapter_in_three() -> None:
    chapters = "四、经验总结\n好。\n五、存在问题\n无。\n六、意见和建议\n多。\n七、其他需要说明的情况\n没有。\n河池市竹溪图书馆\n2024"
    narrative = whole(narrative=NARRATIVE.replace("河池市竹溪图书馆\n2024", chapters)).report.narrative
    assert narrative.experience_problems_advice.text == "四、经验总结\n好。\n五、存在问题\n无。\n六、意见和建议\n多。"
    assert narrative.other_matters.text == "没有。"


def test_a_table_inside_the_narrative_is_kept_aside() -> None:
    proposal = whole(narrative=NARRATIVE.replace("分两批更新。", "分两批更新。\n批次\t册数\n第一批\t300"))
    assert same(proposal)
    assert unplaced(proposal) == ["批次　册数", "第一批　300"]
    assert proposal.warnings


def test_a_negative_amount_is_a_question() -> None:
    assert whole(items=ITEMS.replace("办公费\t2", "办公费\t-2")).report.expenditures[0].planned == Unparsed("-2")


def test_score_and_grade_in_one_line() -> None:
    text = PERFORMANCE.replace("综合得分\t95\n自评等次\t优秀", "综合得分：95分，自评等次：优秀")
    assert same(whole(performance=text))
