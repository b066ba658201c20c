"""Families A to D, one rule after the other: what is right, what is wrong, and where the line runs."""

from datetime import date
from decimal import Decimal

import pytest

from selfeval_gui.checking import Context, check
from selfeval_gui.report.dates import Month
from selfeval_gui.report.model import EvaluationType, Evaluator, Expenditure, Funds
from selfeval_gui.report.text import Unparsed
from tests.checking.plain_report import (
    ADVICE,
    BACKGROUND,
    CONCLUSION,
    DUTIES,
    FORM,
    FUNDING,
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

D = Decimal
P = "basic_info.planned_funds"
R = "basic_info.received_funds"
X = "basic_info.actual_expenditure"


PROBLEMS = "（一）经验总结\n先培训后建场。\n（二）存在问题\n{}。\n（三）意见和建议\n解决人手不足、渠道不畅的问题。"


def funds(*values: str) -> Funds:
    return Funds(*(D(value) if value else None for value in values))


def rows(*values: str) -> tuple[Expenditure, ...]:
    """`培训费 5 4.6`."""
    made = []
    for value in values:
        item, planned, actual = value.split(" ")
        made.append(Expenditure(item, D(planned) if planned else None, D(actual) if actual else None))
    return tuple(made)


COMPLETENESS = [
    Case("A1", "error", {"cover.project_name": ""}),
    Case("A1", "error", {"cover.report_date": None}),
    Case("A1", "warning", {"cover.supervising_department": ""}),
    Case("A1", "", {"cover.seal_unit": ""}),
    Case("A2", "error", {"cover.evaluation_type": EvaluationType.NONE}),
    Case("A2", ""),
    Case("A2", "", {"cover.evaluation_type": EvaluationType.INTERIM}),
    Case("A3", "error", {"basic_info.address": ""}),
    Case("A3", "error", {X: None, "expenditures": ()}),
    Case("A3", "", {X: None}),
    Case("A3", "", {f"{P}.total": None}),
    Case("A4", "error", {"basic_info.phone": "0778-55501"}),
    Case("A4", "hint", {"basic_info.phone": "5550188"}),
    Case("A4", "", {"basic_info.phone": "（0778）5550188、13900000000"}),
    Case("A4", "", {"basic_info.phone": "0778-5550188-803"}),
    Case("A5", "error", {"basic_info.postcode": "54700"}),
    Case("A5", "warning", {"basic_info.postcode": "546300"}),
    Case("A5", "hint", {"basic_info.postcode": "547001"}),
    Case("A5", "warning", {"basic_info.postcode": "100000", "basic_info.address": "文体路3号"}),
    Case("A5", "", {"basic_info.postcode": "530700", "basic_info.address": "都安瑶族自治县大化路3号"}),
    Case("A6", "error", {PROCESS: ""}),
    Case("A6", "error", {PROCESS: "实施顺利，管理规范，资料齐全完整。"}),
    Case("A6", "", {PROCESS: "实施顺利，管理规范，资料齐全，档案归集及时。"}),
    Case("A6", "error", {"performance.expected": ""}),
    Case("A6", "", {"narrative.other_matters.text": ""}),
    Case("A6b", "warning", {ADVICE: "存在问题：交通不便。\n意见和建议：加强巡回指导。"}),
    Case("A6b", "", {ADVICE: "经验：先培训后建场。\n不足：交通不便。\n下一步：加强巡回指导。"}),
    Case("A6b", "warning", {ADVICE: "（一）经验总结\n（二）存在问题\n交通不便。\n（三）建议\n加强指导。"}),
    Case("A7", "error", {OUTPUTS: "…完成××蜂场。"}),
    Case("A7", "error", {OUTPUTS: "…（对照目标说明，100字以内）"}),
    Case("A7", "error", {"cover.project_name": "某某项目"}),
    Case("A7", "", {OUTPUTS: "…采购XXL号防护服、蜂箱（3×2米）某些配件。"}),
    Case("A8", "error", {X: Unparsed("约5万元")}),
    Case("A8", "error", {X: D("-1")}),
    Case("A8", "error", {X: D("0.1234567")}),
    Case("A8", "", {f"{P}.other": D("0.000000")}),
    Case("A8", "error", {"fiscal_year": Unparsed("去年")}),
    Case("A9", "error", {"evaluators": ()}),
    Case("A9", "error", {"evaluators": (*PEOPLE, PEOPLE[0])}),
    Case("A9", "error", {"evaluators[1].title": ""}),
    Case("A9", "", {"evaluators": (*PEOPLE, Evaluator())}),
    Case("A10", "warning", {"signatures.agency_date": date(2025, 3, 20)}),
    Case("A10", "warning", {"cover.evaluation_body": "中介机构"}),
    Case("A10", "", {"cover.evaluation_body": "中介机构", "signatures.agency_date": date(2025, 3, 20)}),
]

MONEY = [
    Case("B1", "error", {P: funds("20", "", "12", "7", "")}),
    Case("B1", "error", {P: funds("20")}),
    Case("B1", "warning", {P: funds("20.01", "", "12.33", "7.67", "")}),
    Case("B1", "error", {P: funds("20.02", "", "12.33", "7.67", "")}),
    Case("B1", "", {P: funds("", "", "12", "8", "")}),
    Case("B1", "", {P: funds("20.00", "0", "12.0", "8", "")}),
    Case("B2", "error", {R: funds("20", "", "12", "9", "")}),
    Case("B2", ""),
    Case("B2", "warning", {R: funds("20.01", "", "12.33", "7.67", "")}),
    Case("B4", "error", {X: D(19)}),
    Case("B4", "error", {"expenditures": ()}),
    Case("B4", "warning", {X: D("19.21")}),
    Case("B4", "", {X: None}),
    Case("B5", "warning", {"expenditures[0].planned": D(13)}),
    Case("B5", "", {"expenditures[0].planned": D("12.00")}),
    Case("B6", "warning", {X: D("20.01")}),
    Case("B6", "", {X: D(20)}),
    Case("B7", "warning", {R: funds("20", "", "13", "7", "")}),
    Case("B7", "warning", {R: funds("21", "", "12", "8", "1")}),
    Case("B7", "", {R: funds("18", "", "10", "8", "")}),
    Case("B8", "warning", {X: D("15.99")}),
    Case("B8", "hint", {X: D(16)}),
    Case("B8", "", {X: D(18)}),
    Case("B9", "warning", {"expenditures[1].actual": D("6.01")}),
    Case("B9", "", {"expenditures[1].actual": D(6)}),
    Case("B9", "", {"expenditures[1].planned": D("0.4"), "expenditures[1].actual": D("0.8")}),
    Case("B9", "warning", {"expenditures[1].planned": None}),
    Case("B10", "hint", {"expenditures": rows("差旅费 3 3", "培训费 5 5", "劳务费 2 2")}),
    Case("B10", "", {"expenditures": rows("差旅费 3 3", "培训费 5 5")}),
    Case("B11", "warning", {"expenditures[0].item": "业务委托费"}),
    Case("B11", "hint", {"expenditures[0].item": "维修(护)费"}),
    Case("B11", "warning", {"expenditures[0].item": ""}),
    Case("B11", "", {"expenditures[0].item": "维修（护）费"}),
    Case("B12", "warning", {"expenditures[0].item": "培训费"}),
    Case("B12", "", {"expenditures": (*plain().expenditures, Expenditure(), Expenditure())}),
    Case("B13", "warning", {f"{P}.total": D(200000)}),
    Case("B13", "warning", {X: D(10000)}),
    Case("B13", "", {X: D("9999.99")}),
    Case("B14", "warning", {FUNDING: own("2024年市财政下达项目资金21万元，已全部到位。")}),
    Case("B14", "error", {FUNDING: own("年末资金结余0.7万元。")}),
    Case("B14", "warning", {FUNDING: own("截至2024年12月31日已使用19.3万元。")}),
    Case("B14", "", {FUNDING: own("财政安排资金200,000元，其中自治区财政12万元到位；已使用19.2万元，结余0.8万元。")}),
    Case("B14", "", {FUNDING: own("2023年安排资金15万元，比上年下达资金增加5万元。首批下达资金6万元。")}),
    Case("B14", "", {FUNDING: own("根据《关于下达资金30万元的通知》，下一步拟安排经费3万元。")}),
    Case("B14", "", {FUNDING: own("安排资金约20万元，其中培训费4.6万元已支付。")}),
    Case("B15", "error", {PROCESS: "…资金到位率98%。"}),
    Case("B15", "", {PROCESS: "…资金到位率为100%，要求到位率不低于95%。"}),
    Case("B15", "", {R: funds("19.33", "", "12", "7.33", ""), PROCESS: "…资金到位率96.7%。"}),
    Case("B15", "error", {R: funds("19.33", "", "12", "7.33", ""), PROCESS: "…资金到位率96.5%。"}),
    Case("B15", "", {PROCESS: "…预计明年资金到位率98%。"}),
    Case("B14", "warning", {FUNDING: own("项目资金20万元，其中自治区13万元，市县8万元。")}),
    Case("B14", "", {FUNDING: own("项目资金20万元，其中自治区12万元，市县8万元。")}),
    Case("B14", "", {FUNDING: own("自治区财政补助5万元用于培训。")}),  # one source alone may be a part of it
    Case("B14", "warning", {FUNDING: own("计划资金20万元，到位19万元。")}),
    Case("B14", "", {FUNDING: own("计划资金20万元，分两批到位12万元、8万元。")}),
    Case("B14", "warning", {FUNDING: own("全年实际支出18.2万元，余款结转下年使用。")}),
    Case("B14", "warning", {FUNDING: own("项目资金到位20万元，使用18.2万元，结余0.8万元。")}),
    Case("B14", "warning", {FUNDING: own("资金总额22万元，已全部到位。")}),
    Case("B14", "", {FUNDING: own("项目预算20万元，采购预算12万元，使用19.2万元。")}),
    Case("B14", "", {FUNDING: own("截至9月末累计支出14.1万元；全年支出19.2万元，累计支出19.2万元。")}),
    Case("B14", "warning", {FUNDING: own("截至9月末累计支出14.1万元。")}),
    Case("B14", "", {FUNDING: own("使用资金19.2万元，其中自治区资金12万元，市级资金7.2万元。")}),
    Case("B14", "", {FUNDING: own("下年将安排资金30万元。")}),
    Case("B16", "error", {PROCESS: "…截至2024年12月底预算执行率95%。"}),
    Case("B16", "", {PROCESS: "…截至2024年11月底预算执行率91%。"}),
    Case("B16", "error", {PROCESS: "…预算执行率95%。"}),
    Case("B16", "error", {PROCESS: "…预算完成率百分之九十五点五。"}),
    Case("B16", "", {PROCESS: "…预算完成率百分之九十六。"}),
    Case("B16", "", {PROCESS: "…预算执行率96%，9月底执行率62%，设备使用率80%。"}),
    Case("B16", "", {R: funds("19.2", "", "12", "7.2", ""), PROCESS: "…资金使用率100%。"}),
    Case("B17", "error", {OUTPUTS: "…产品合格率100.5%。"}),
    Case("B17", "warning", {OUTPUTS: "…预算执行率102%。"}),
    Case("B17", "", {OUTPUTS: "…产品合格率100%，产量比计划增长120%。"}),
]

SCORES = [
    Case("C1", "error", {"performance.score": None}),
    Case("C1", "error", {"performance.score": D("100.5")}),
    Case("C1", "error", {"performance.score": Unparsed("九十")}),
    Case("C1", "", {"performance.score": D(0)}),
    Case("C1", "", {"performance.score": D(100)}),
    Case("C2", "error", {"performance.grade": "优秀等级"}),
    Case("C2", "error", {"performance.grade": ""}),
    Case("C2", "error", {"performance.grade": "一般"}),
    Case("C2", "", {"performance.grade": "优"}),
    Case("C3", "error", {"performance.score": D("89.99")}),
    Case("C3", "", {"performance.score": D(90)}),
    Case("C3", "error", {"performance.grade": "良"}),
    Case("C4", "error", {CONCLUSION: own("各项指标均已完成，项目最终得分为93分，等次为优秀。")}),
    Case("C4", "", {CONCLUSION: own("各项指标均已完成，项目最终得分为95分（总分100分），等次为优秀。")}),
    Case("C4", "error", {CONCLUSION: own("本项目自评得分为96分，自评等次为优秀。")}),
    Case("C4", "error", {CONCLUSION: own("本项目自评得分95分，评价为良好等级。")}),
    Case("C4", "", {CONCLUSION: own("自评满分100分，综合得分95.0分，比上年综合得分90分提高，等次为“优秀”。")}),
    Case("C4", "", {OUTPUTS: "…验收等级为合格，自评用时40分钟。"}),
    Case("C5", "warning", {"performance.score": D(100), ADVICE: PROBLEMS.format("人手不足，渠道不畅")}),
    Case("C5", "", {"performance.score": D(100), ADVICE: PROBLEMS.format("人手不足")}),
    Case("C5", "", {"performance.score": D(99), ADVICE: PROBLEMS.format("人手不足，渠道不畅")}),
    Case("C6", "hint", {ADVICE: "经验：先培训。问题：交通不便。建议：加强指导。"}),
    Case("C6", "", {ADVICE: "经验：先培训。问题：交通不便。建议：加强。", "performance.score": D("89.9")}),
    Case("C6", "", {ADVICE: "经验。问题。建议。"}, Context(score_sheet=True)),
    Case("C7", "warning", {"performance.score": D(100)}),
    Case("C7", "", {"performance.score": D(100), X: D(20)}),
    Case("C8", "", {X: D(15)}),
    Case("C8", "error", {X: D("15.9")}, Context(switched_on=frozenset({"C8"}))),
    Case("C8", "", {X: D("15.9"), "performance.score": D(89)}, Context(switched_on=frozenset({"C8"}))),
    Case("C8", "", {X: D(16)}, Context(switched_on=frozenset({"C8"}))),
]

DATES = [
    Case("D1", "error", {"cover.report_date": Unparsed("2025年2月30日")}),
    Case("D1", "error", {"basic_info.period_start": Month(2025, 1)}),
    Case("D1", "error", {OUTPUTS: "…202年1月11日验收。"}),
    Case("D1", "error", {OUTPUTS: "…2024年13月验收。"}),
    Case("D1", "", {OUTPUTS: "…2024年2月29日验收，历时18个月，服务100年老树3株。"}),
    Case("D2", "error", {OUTPUTS: "…2025年3月21日完成验收。"}),
    Case("D2", "warning", {OUTPUTS: "…2025年4月完成验收。"}),
    Case("D2", "", {OUTPUTS: "…2025年3月20日完成验收。计划于2025年9月1日再建3个。"}),
    Case("D2", "", {ADVICE: "…\n2025年6月底前完成补建，2025年9月1日前验收。"}),
    Case("D2", "", {OUTPUTS: "…本年为三年期任务的第一年，计划投资60万元，至2026年12月全部建成。"}),
    Case("D2", "", {OUTPUTS: "…质量保证期至2026年12月16日，保险合同2025年5月1日到期。"}),
    Case("D2", "", {OUTPUTS: "…按照《2026年5月1日起施行的办法》执行。"}),
    Case("D3", "error", {OUTPUTS: "…截至2025年12月31日建成13个。"}),
    Case("D3", "warning", {OUTPUTS: "…2025年12月止已建成13个。"}),
    Case("D3", "", {OUTPUTS: "…截至2025年3月20日建成13个，截至2024年底全部投产。"}),
    Case("D3", "", {OUTPUTS: "…预计截至2025年12月31日再建2个。"}),
    Case("D4", "warning", {"signatures.leader_date": date(2025, 3, 21)}),
    Case("D4", "hint", {"signatures.preparer_date": date(2025, 1, 18)}),
    Case("D4", "", {"signatures.preparer_date": date(2025, 1, 19)}),
    Case("D4", "warning", {}, Context(today=date(2025, 3, 19))),
    Case("D4", "", {}, Context(today=date(2025, 3, 20))),
    Case("D5", "error", {"narrative.evaluation_date": date(2026, 3, 10)}),
    Case("D5", "warning", {"narrative.evaluation_date": date(2024, 11, 30)}),
    Case("D5", "", {"narrative.evaluation_date": date(2024, 12, 1)}),
    Case("D5", "error", {DUTIES: "…\n2025年3月21日，工作组开展绩效自评。"}),
    Case("D5", "warning", {DUTIES: "…\n2024年3月10日，工作组开展绩效自评。"}),
    Case("D5", "", {OUTPUTS: "…2024年6月10日开展群众满意度评价。"}),
    Case("D6", "error", {"cover.report_date": date(2024, 11, 30)}),
    Case("D6", "", {"cover.report_date": date(2024, 12, 1)}),
    Case("D6", "error", {"cover.evaluation_type": EvaluationType.EX_ANTE}),
    Case("D6", "error", {"cover.evaluation_type": EvaluationType.INTERIM}),
    Case("D6", "", {"cover.evaluation_type": EvaluationType.INTERIM, "cover.report_date": date(2024, 6, 1)}),
    Case("D7", "warning", {OUTPUTS: "…2023年共建成蜂场9个。"}),
    Case("D7", "", {OUTPUTS: "…比2023年增加4个；自2022年以来共建成30个；根据《2021年行动方案》实施。"}),
    Case("D7", "", {OUTPUTS: "…修订2019年制定的技术规程1项。"}),
    Case("D7", "warning", {OUTPUTS: "…2019年修订技术规程1项。"}),
    Case("D7", "warning", {"narrative.implementation.text": "2024年2月选址，2023年5月18日建成。"}),
    Case("D7", "", {"narrative.implementation.text": "2024年2月选址，租用2022年4月建成的仓库。"}),
    Case("D7", "", {"narrative.implementation.text": "2023年完成普查，2024年2月选址，4月建场。"}),
    Case("D7", "", {BACKGROUND: "…2022年普查表明蜂场较少。"}),
    Case("D7", "", {OUTPUTS: "…2023年共建成蜂场9个。", "basic_info.period_start": Month(2023, 1)}),
    Case("D7", "warning", {"fiscal_year": 2023}),
    Case("D7", "warning", {"narrative.basis_document": "《关于开展2023年度绩效自评工作的通知》（河财绩〔2025〕3号）"}),
    Case("D7", "", {"narrative.basis_document": "《关于开展2025年绩效自评工作的通知》（河财绩〔2025〕3号）"}),
    Case("D8", "hint", {"cover.report_date": date(2025, 6, 30)}),
    Case("D8", "", {"cover.report_date": date(2025, 6, 29)}),
    Case("D8", "error", {BACKGROUND: "…依据桂农发〔2026〕2号文件。"}),
    Case("D8", "", {BACKGROUND: "…依据桂农发〔2025〕2号文件。"}),
    Case("D9", "hint", {OUTPUTS: "…2024年 5月 06日验收。"}),
    Case("D9", "hint", {OUTPUTS: "…２０２４年5月6日验收。"}),
    Case("D9", "", {OUTPUTS: "…2024年5月6日、10月20日验收。"}),
]


def test_the_plain_report_is_clean() -> None:
    assert check(plain(), FORM) == ()


@pytest.mark.parametrize("case", [*COMPLETENESS, *MONEY, *SCORES, *DATES], ids=str)
def test_rule(case: Case) -> None:
    said = {one.severity.value for one in findings(case)}
    assert said == ({case.says} if case.says else set()), findings(case)


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (Case("B1", "error", {P: funds("20", "", "12", "7", "")}),
         "计划安排资金20万元与四项来源合计19万元不符，差1万元。"),
        (Case("B15", "error", {PROCESS: "…资金到位率98%。"}), "正文资金到位率98%与按表计算的100%不一致。"),
        (Case("C3", "error", {"performance.score": D("89.5")}), "得分89.5分对应“良好”，与填写的“优秀”不符。"),
        (Case("D3", "error", {OUTPUTS: "…截至2025年12月31日建成。"}),
         "“截至2025年12月31日”的统计截止日晚于报告日期2025年3月20日。"),
        (Case("A8", "error", {"expenditures[0].actual": Unparsed("约5万元")}),
         "支出明细第1行“实际支出数”“约5万元”不是金额，应为数字（万元），最多6位小数。"),
        (Case("B11", "warning", {"expenditures[0].item": "业务委托费"}),
         "“业务委托费”不是规范的经济科目，是否为“委托业务费”？"),
    ],
    ids=str,
)  # fmt: skip
def test_message_holds_the_values(case: Case, message: str) -> None:
    assert [one.message for one in findings(case)] == [message]


@pytest.mark.parametrize(
    ("case", "safe", "path", "value"),
    [
        (Case("C2", "error", {"performance.grade": "优秀等级"}), True, "performance.grade", "优秀"),
        (Case("C2", "error", {"performance.grade": ""}), False, "performance.grade", "优秀"),
        (Case("C3", "error", {"performance.score": D(85)}), False, "performance.grade", "良好"),
        (Case("B11", "", {"expenditures[0].item": "业务委托费"}), False, "expenditures[0].item", "委托业务费"),
        (Case("B11", "", {"expenditures[0].item": "培训费用"}), False, "expenditures[0].item", "培训费"),
        (Case("A8", "", {X: Unparsed("约5万元")}), False, X, D(5)),
        (Case("B13", "", {X: D(192000)}), False, X, D("19.2")),
        (Case("D9", "", {BACKGROUND: "建于2024年 05月。"}), True, BACKGROUND, "建于2024年5月。"),
    ],
    ids=str,
)
def test_fix(case: Case, safe: bool, path: str, value: object) -> None:
    fix = findings(case)[0].fix
    assert fix is not None
    assert (fix.safe, fix.replacements) == (safe, ((path, value),))


def test_opening_of_ones_own_is_read_for_the_date_of_the_evaluation() -> None:
    text = f"根据通知要求，{UNIT}于2026年10月18日组织开展中蜂养殖示范项目支出绩效自评，现将有关情况报告如下："
    (finding,) = findings(Case("D5", "error", {OPENING: own(text)}))
    assert (finding.field, finding.passages[0].text) == ("narrative.opening.text", "2026年10月18日")
    assert finding.message == "自评工作日期2026年10月18日不在项目结束（2024年12月）与报告日期（2025年3月20日）之间。"
