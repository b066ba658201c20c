"""Single sentences as offices write them: of the right ones nothing graver than a hint is said, each wrong one is found.

The plain report: 20 万元 planned and received (自治区 12, 市县 8), 19.2 spent, 2024, reported on 20 March 2025, 95 points.
"""

from datetime import date

import pytest

from selfeval_gui.checking import Context, check
from selfeval_gui.checking.findings import HINT
from selfeval_gui.report.model import Section
from tests.checking.plain_report import (
    ADVICE,
    BACKGROUND,
    CONCLUSION,
    DUTIES,
    FORM,
    FUNDING,
    GROUP,
    OPENING,
    OUTPUTS,
    PROCESS,
    own,
    plain,
)

Written = str | Section
TODAY = Context(today=date(2025, 4, 1))
DONE = "narrative.implementation.text"

RIGHT: list[tuple[str, Written]] = [
    (PROCESS, "…资金管理方面，单笔5万元以上支出须经党组会议研究，2万元以下由分管领导审批。"),
    (PROCESS, "…2024年7月，市财政局对项目资金使用情况进行了专项检查，抽查资金8.6万元，未发现问题。"),
    (PROCESS, "…与2家供货商签订合同，合同金额11.6万元，已支付90%即10.44万元，余款1.16万元待质保期满支付。"),
    (PROCESS, "…中标价11.6万元，比预算价12万元节约资金0.4万元，节约率3.3%。"),
    (PROCESS, "…资金下达后，县级财政于10个工作日内拨付到项目单位。"),
    (PROCESS, "…根据实施方案，计划2024年12月31日前完成，实际于12月20日完成。"),
    (OUTPUTS, "…第一季度完成3个，第二季度完成5个，第三季度完成5个。"),
    (OUTPUTS, "…蜂农户均增收1860元，较2023年增加320元，增幅20.8%。"),
    (OUTPUTS, "…带动产值1200万元，村集体经济收入增加36万元。"),
    (OUTPUTS, "…培训合格率98%，蜂病发生率由12%降至4.5%，蜂蜜检测合格率100%，均达到预期目标。"),
    (OUTPUTS, "…完成率108.3%，超额完成8.3%，增长率达120%。"),
    (OUTPUTS, "…获2022—2024年度全市农技推广先进集体称号。"),
    (OUTPUTS, "…示范场经验被《河池日报》2025年1月8日第3版报道。"),
    (OUTPUTS, "…预计2025年产蜜量比2024年增长15%以上。"),
    (OUTPUTS, "…2025年一季度，13个示范蜂场越冬存活率92%。"),
    (ADVICE, "…\n建议2025年继续安排资金25万元，其中自治区15万元、市本级10万元。"),
    (BACKGROUND, "…“十三五”以来，全市累计投入蜂业资金320万元，其中自治区200万元、市级120万元。"),
    (
        FUNDING,
        own(
            "2024年计划安排资金20万元，其中自治区财政补助资金12万元、市县财政配套8万元；实际到位20万元，到位率100%。实际支出19.2万元，结余0.8万元，执行率96%。"
        ),
    ),
    (
        FUNDING,
        own(
            "项目总投资20万元：自治区12万元，市级8万元。材料费支出11.6万元，培训费支出4.6万元，差旅费支出3万元，共支出19.2万元。"
        ),
    ),
    (
        FUNDING,
        own("2023年结转资金1.5万元已于2024年3月使用完毕。2024年预算20万元，支出19.2万元，结转0.8万元到2025年使用。"),
    ),
    (
        FUNDING,
        own("经费由自治区和市级财政共同承担，比例为6:4，即12万元和8万元。全年累计支出19.2万元，较上年增加4.2万元。"),
    ),
    (
        FUNDING,
        own(
            "上半年支出8.3万元，支出进度41.5%；截至9月末累计支出14.1万元，占预算的70.5%；全年支出19.2万元，支出进度96%。"
        ),
    ),
    (
        FUNDING,
        own(
            "市财政局《关于下达2024年农业专项资金的通知》（河财农〔2024〕9号）下达我站20万元。3月到位12万元，8月到位8万元。全部支出19.2万元。"
        ),
    ),
    (
        FUNDING,
        own(
            "自治区财政安排12万元，市财政安排8万元，合计20万元。截至2024年12月31日，使用资金19.2万元，其中自治区资金12万元，市级资金7.2万元。"
        ),
    ),
    (FUNDING, own("本项目预算数20万元，执行数19.2万元，预算执行率96.0%，按满分10分计，得9.6分。")),
    (
        CONCLUSION,
        own(
            "依据评价指标体系，产出指标满分50分，得48分；效益指标满分30分，得28分；满意度指标10分，得9.4分；执行率指标得9.6分，自评总分95分，等次为优秀。"
        ),
    ),
    (
        CONCLUSION,
        own(
            "项目自评得分95分，比上年92分提高3分；上年自评等次为优秀，本年仍为优秀。专家抽查复核时给出的是良好以上评价。"
        ),
    ),
    (CONCLUSION, own("综合各项指标，本次自评综合得分为95分（满分100分），自评结论：优秀。合格分为60分。")),
    (
        GROUP,
        own(
            "组长：韦春禾　站长\n副组长：莫砚　副站长\n成员：罗以宁　财务科科长\n自评工作组下设办公室，由罗以宁同志兼任办公室主任。"
        ),
    ),
    (GROUP, own("由站长韦春禾任组长，副站长莫砚任副组长，财务科科长罗以宁为成员，负责自评的组织、打分和材料归档。")),
    (OUTPUTS, "…群众对示范场的认可度达96%，参训学员满意率97.5%，高于90%的目标值。"),
    (OUTPUTS, "…通过微信问卷调查1024名蜂农，满意和基本满意987人，满意度96.4%（987÷1024）。"),
    (DUTIES, "工作组于2025年3月1日至3月10日开展自评，3月15日形成报告初稿，3月18日经站务会审定，3月20日前报市财政局。"),
    (
        OPENING,
        own(
            "根据河池市财政局《关于开展2024年度项目支出绩效自评工作的通知》（河财绩〔2025〕3号）要求，我站于2025年3月3日成立自评工作组，3月10日组织开展中蜂养殖示范项目支出绩效自评，现报告如下："
        ),
    ),
    (
        DONE,
        "2023年12月完成项目库入库评审，2024年1月8日下达批复，2月至3月选址，4月动工，10月底完工，11月5日县级初验，12月12日市级验收。",
    ),
    (DONE, "2024年2月选定场址。前期，2023年11月站里组织专家论证，形成可行性报告。2024年4月至10月分批建成。"),
    (DONE, "2024年1—12月，先后开展蜂群越冬管理（1月、12月）、春繁（2月—4月）、取蜜（5月—9月）等技术指导共86次。"),
    (OUTPUTS, "…修订2019年制定的技术规程1项，发布实施日期为2025年1月1日。"),
    (OUTPUTS, "…项目建成的蜂场使用年限为10年，设备保修至2027年11月30日。"),
    (OUTPUTS, "…项目为2024—2026年三年期建设任务的第一年，计划投资60万元，至2026年12月全部建成。"),
]

WRONG: list[tuple[str, str, Written]] = [
    ("B14", FUNDING, own("全年共支出18.2万元。")),
    ("B14", FUNDING, own("项目资金到位20万元，使用18.2万元，结余0.8万元。")),
    ("B14", FUNDING, own("年终结余1.8万元。")),
    ("B14", FUNDING, own("资金总额22万元，已全部到位。")),
    ("B14", FUNDING, own("项目预算25万元。")),
    ("B15", PROCESS, "…到位率为95.0%。"),
    ("B15", PROCESS, "…资金到位率达百分之九十五。"),
    ("B16", PROCESS, "…支出执行进度92%，资金执行率92%。"),
    ("B16", PROCESS, "…预算完成率92%。"),
    ("C4", CONCLUSION, own("项目自评总分93分，等级优秀。")),
    ("C4", CONCLUSION, own("最终得分为93分。")),
    ("C4", CONCLUSION, own("自评95分，为良好等次。")),
    ("C4", CONCLUSION, own("评价结果：良好。得分95分。")),
    ("D2", OUTPUTS, "…2025-04-30完成验收。"),
    ("D2", OUTPUTS, "…二〇二五年四月三十日完成验收。"),
    ("D3", OUTPUTS, "…截至二〇二五年五月三十一日，建成13个。"),
    ("D3", OUTPUTS, "…截止2025年6月，建成13个。"),
    ("D3", OUTPUTS, "…到2025年12月底已建成13个。"),
    ("D7", OUTPUTS, "…2022年全年开展培训4场。"),
    ("E5", GROUP, own("组长：韦春禾　站长\n副组长：莫砚　副站长\n成员：罗以安　财务科科长")),
    ("E12a", OUTPUTS, "…蜂农满意率达90%。"),
    ("E12b", OUTPUTS, "…社会公众满意度达到100%。"),
    ("E3", OUTPUTS, "…举办第三届蜜蜂文化节，第四届蜜蜂文化节参会人数500人。"),
    ("A7", OUTPUTS, "…详见附件（请补充）。"),
    ("A7", OUTPUTS, "…建设示范蜂场XX个。"),
    ("D1", OUTPUTS, "…2024年9月31日验收。"),
    ("D1", OUTPUTS, "…202年9月3日验收。"),
    ("E6", "narrative.performance_goal", own("1.建设示范蜂场15个。\n2.蜂农满意度不低于90%。")),
    ("D5", OPENING, own("我站于2025年4月20日组织开展中蜂养殖示范项目支出绩效自评，现报告如下：")),
    ("D5", DUTIES, "2024年8月10日，工作组开展绩效自评，逐项打分。"),
]


@pytest.mark.parametrize(("field", "written"), RIGHT, ids=range(len(RIGHT)))
def test_what_is_right_is_left_alone(field: str, written: Written) -> None:
    said = check(plain({field: written}), FORM, TODAY)
    assert [(one.rule, one.message) for one in said if one.severity is not HINT] == []


@pytest.mark.parametrize(("rule", "field", "written"), WRONG, ids=[f"{rule}-{i}" for i, (rule, *_) in enumerate(WRONG)])
def test_what_is_wrong_is_found(rule: str, field: str, written: Written) -> None:
    assert rule in {one.rule for one in check(plain({field: written}), FORM, TODAY)}
