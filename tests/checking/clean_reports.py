"""Reports without a fault, all different: seeded, with invented units, people, figures and wordings.

They are written to tempt the rules: comparisons with other years, plans, citations, parts of sums, enumerations,
links cut or kept, one or several sources, surveys of several kinds. No rule may say more than a hint about them.
"""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from selfeval_gui.report import form as forms
from selfeval_gui.report import narrative, totals
from selfeval_gui.report.dates import Month, print_day
from selfeval_gui.report.edit import put
from selfeval_gui.report.grades import scheme
from selfeval_gui.report.model import EvaluationType, Evaluator, Expenditure, Funds, Report, Role, Section
from selfeval_gui.report.money import show_plain

FORM = forms.load(forms.DEFAULT_FORM)


@dataclass(frozen=True)
class Topic:
    """What a project is about: name, unit, department, the thing made, its measure, who is asked."""

    name: str
    unit: str
    department: str
    things: str
    measure: str
    people: str
    event: str


TOPICS = (
    Topic("桑园节水灌溉改造", "河池市蚕业技术指导站", "河池市农业农村局", "滴灌桑园", "亩", "蚕农", "蚕桑文化节"),
    Topic(
        "乡村图书流动服务", "河池市流动图书馆", "河池市文化广电体育和旅游局", "流动书箱", "个", "读者", "全民阅读月活动"
    ),
    Topic("石漠化山地造林管护", "河池市林业技术服务中心", "河池市林业局", "管护林地", "公顷", "林农", "植树护林宣传周"),
    Topic("中小学饮水设备更新经费", "河池市教育装备中心", "河池市教育局", "直饮水机", "台", "师生", "校园节水知识竞赛"),
    Topic(
        "地质灾害隐患点监测", "河池市地质环境监测站", "河池市自然资源局", "监测点", "处", "受威胁群众", "防灾避险演练周"
    ),
    Topic(
        "残疾人居家康复服务项目",
        "河池市残疾人康复指导中心",
        "河池市残疾人联合会",
        "康复服务",
        "人次",
        "服务对象",
        "全国助残日宣传活动",
    ),
    Topic(
        "农产品质量快速检测",
        "河池市农产品质量安全检测中心",
        "河池市农业农村局",
        "抽样检测",
        "批次",
        "经营户",
        "食品安全宣传周",
    ),
    Topic(
        "城区窨井安全整治专项",
        "河池市市政设施养护所",
        "河池市住房和城乡建设局",
        "整治窨井",
        "座",
        "沿街居民",
        "城市养护开放日活动",
    ),
)
ITEMS = ("办公费", "印刷费", "咨询费", "邮电费", "差旅费", "维修（护）费", "租赁费", "会议费", "培训费", "专用材料费",
         "劳务费", "委托业务费", "其他交通费用", "专用设备购置")  # fmt: skip
FAMILY = "韦覃蒙莫罗潘卢兰石龙蓝陆黄牙侬"
GIVEN = ("春禾", "知行", "晓山", "予安", "景澄", "墨", "砚", "修远", "若溪", "明", "以宁", "怀瑾", "䶮", "沐阳", "清和")
POSTS = ("主任", "副主任", "办公室主任", "业务科科长", "财务科科长", "高级工程师", "会计", "技术员")
PLACES = (("金城江区", "547000"), ("宜州区", "546300"), ("南丹县", "547200"), ("环江毛南族自治县", "547100"),
          ("都安瑶族自治县", "530700"))  # fmt: skip


def _money(dice: random.Random, low: int, high: int) -> Decimal:
    return Decimal(dice.randint(low * 100, high * 100)) / 100


def _rows(dice: random.Random) -> tuple[Expenditure, ...]:
    rows = []
    for item in sorted(dice.sample(ITEMS, dice.randint(4, 9)), key=ITEMS.index):
        planned = _money(dice, 2, 30)
        actual = (planned * Decimal(dice.randint(930, 1000)) / 1000).quantize(Decimal("0.01"))
        rows.append(Expenditure(item, planned, actual))
    return tuple(rows)


def _funds(dice: random.Random, total: Decimal) -> Funds:
    region = (total * Decimal(dice.randint(30, 60)) / 100).quantize(Decimal("0.1"))
    return dice.choice(
        (
            Funds(total, None, region, total - region, None),
            Funds(total, None, None, total, None),
            Funds(total, region, None, total - region - 1, Decimal(1)),
        )
    )


def _people(dice: random.Random, unit: str) -> tuple[Evaluator, ...]:
    names = [f"{family}{given}" for family, given in zip(dice.sample(FAMILY, 6), dice.sample(GIVEN, 6), strict=True)]
    roles = (Role.LEADER, Role.DEPUTY, Role.MEMBER, Role.MEMBER, Role.MEMBER, Role.NONE)
    count = dice.randint(3, 6)
    return tuple(
        Evaluator(name, post, unit, role) for name, post, role in zip(names, POSTS, roles, strict=False)
    )[:count]  # fmt: skip


def _survey(dice: random.Random, topic: Topic, year: int) -> tuple[str, str]:
    """A sentence on satisfaction, and the rate in it."""
    back = dice.randint(80, 400)
    good = back - dice.randint(3, back // 10)
    rate = totals.show_percent((Decimal(good) * 100 / back).quantize(Decimal("0.1")))
    sent = back + dice.randint(0, 20)
    return dice.choice(
        (
            f"{year}年11月向{topic.people}发放问卷{sent}份，收回有效问卷{back}份，其中满意和基本满意{good}份，满意度{rate}。",
            f"经问卷调查，{back}名受访的{topic.people}中有{good}人表示满意，{topic.people}满意度为{rate}。",
            f"年末抽样回访{topic.people}{back}户，表示满意的{good}户，{topic.people}满意度达{rate}，高于目标值。",
        )
    ), rate


def clean_report(seed: int) -> Report:
    """The clean report of this seed."""
    dice = random.Random(seed)
    topic = TOPICS[seed % len(TOPICS)]
    year = dice.choice((2021, 2022, 2023, 2024, 2025))
    day = date(year + 1, dice.randint(2, 5), dice.randint(10, 28))
    held = day - timedelta(days=dice.randint(3, 9))
    rows = _rows(dice)
    planned = totals.planned_sum(rows) or Decimal(0)
    spent = totals.actual_sum(rows) or Decimal(0)
    funds = _funds(dice, planned)
    people = _people(dice, topic.unit)
    place, code = dice.choice(PLACES)
    target = dice.randint(20, 300)
    done = target + dice.randint(0, 20)
    survey, _ = _survey(dice, topic, year)
    score = dice.choice((Decimal("96.5"), Decimal(92), Decimal("88.6"), Decimal(85), Decimal(90), Decimal("98.2")))
    report = forms.blank_report(FORM, year)
    values: dict[str, object] = {
        "cover.project_name": topic.name,
        "cover.project_unit": topic.unit,
        "cover.supervising_department": topic.department,
        "cover.evaluation_type": EvaluationType.EX_POST,
        "cover.report_date": day,
        "basic_info.project_leader": people[0].name,
        "basic_info.phone": dice.choice(("0778-5550199", "0778-5550146、13900000000", "18900000000")),
        "basic_info.address": f"{place}{dice.choice(('东兰路', '桃源路', '文体路'))}{dice.randint(2, 90)}号",
        "basic_info.postcode": code,
        "basic_info.period_start": Month(year, 1),
        "basic_info.period_end": Month(year, 12),
        "basic_info.planned_funds": funds,
        "basic_info.received_funds": funds,
        "basic_info.actual_expenditure": dice.choice((spent, None)),
        "expenditures": rows,
        "performance.expected": f"1.数量指标：完成{topic.things}{target}{topic.measure}。\n2.质量指标：验收合格率不低于95%。\n"
        f"3.时效指标：{year}年12月31日前全部完成。\n4.满意度指标：{topic.people}满意度不低于90%。",
        "performance.actual": f"1.数量指标：完成{topic.things}{done}{topic.measure}，比{year - 1}年增加{dice.randint(2, 19)}{topic.measure}。\n"
        f"2.质量指标：验收合格率{dice.choice(('98.2', '100', '96.8'))}%。\n3.{survey}",
        "performance.score": score,
        "performance.grade": scheme(FORM.grade_scheme).grade_of(score),
        "evaluators": people,
        "signatures.preparer_date": held,
        "signatures.leader_date": day,
        "narrative.basis_document": f"河池市财政局《关于开展{year}年度项目支出绩效自评工作的通知》（河财绩〔{year + 1}〕{dice.randint(1, 30)}号）",
        "narrative.evaluation_date": held,
    }
    for path, value in values.items():
        report = put(report, path, value)
    for key, text in _sections(dice, topic, year, report, held).items():
        report = put(report, f"narrative.{key}", Section(linked=False, text=text))
    for key in FORM.linked:
        if dice.random() < 0.3 and getattr(report.narrative, key).linked:
            report = narrative.set_linked(report, FORM, key, False)
    return _own_money_sentence(dice, report, year) if dice.random() < 0.5 else report


def _own_money_sentence(dice: random.Random, report: Report, year: int) -> Report:
    """经费来源和使用情况 in an official's own words."""
    planned, spent = totals.total_of(report.basic_info.planned_funds), totals.expenditure_of(report)
    left = totals.balance(report)
    if planned is None or spent is None or left is None:
        return report
    p, x, r = show_plain(planned), show_plain(spent), show_plain(left)
    yuan = f"{int(spent * 10000):,}"
    rate = totals.show_percent(spent * 100 / planned)
    text = dice.choice(
        (
            f"{year}年市财政下达本项目资金{p}万元（河财预〔{year}〕12号），截至{year}年12月31日已使用{x}万元，资金结余{r}万元。",
            f"本项目计划安排资金{p}万元，资金到位率100%。全年支出{yuan}元，预算执行率{rate}，较{year - 1}年提高2.3个百分点；"
            f"结余{r}万元按规定交回财政。{year - 1}年安排资金3.2万元，已于当年使用完毕。",
            f"{year}年1月批复预算{p}万元，3月资金全部到位，其中首批到位{show_plain(planned / 4)}万元。年末累计支出{x}万元，"
            f"用于{report.expenditures[0].item}{show_plain(Decimal(str(report.expenditures[0].actual)))}万元。",
        )
    )
    return put(report, "narrative.funding_and_use", Section(linked=False, text=text))


def _sections(dice: random.Random, topic: Topic, year: int, report: Report, held: date) -> dict[str, str]:
    rate = totals.execution_rate(report)
    shown = totals.show_percent(rate) if rate is not None else "100%"
    meetings = dice.randint(3, 11)
    ordinal = dice.choice(("第五届", "第六届", "第十一届"))
    training = dice.choice(
        (
            f"举办第一期培训班{dice.randint(20, 60)}人、第二期培训班{dice.randint(20, 60)}人。",
            f"全年培训{meetings}期，共{dice.randint(90, 300)}人次参加。",
        )
    )
    event = dice.choice(
        (
            f"在{ordinal}“{topic.event}”期间开展现场宣传{dice.randint(2, 9)}场。",
            f"根据《关于举办{ordinal}{topic.event}的通知》（桂办函〔{year}〕{dice.randint(3, 80)}号），组织参加了{ordinal}{topic.event}。",
            f"举办{topic.event}{dice.randint(1, 3)}次，印发资料{dice.randint(500, 900)}份。",
        )
    )
    return {
        "project_background": dice.choice(
            (
                f"{year - 2}年的普查表明，我市{topic.things}的基础还比较薄弱。{year - 1}年8月16日，自治区印发《关于加强有关工作的意见》（桂政办发〔{year - 1}〕{dice.randint(10, 90)}号），要求各市加大投入。为此，我单位申报了本项目。",
                f"根据《中华人民共和国预算法》和河池市人民政府《关于做好民生实事的通知》（河政发〔{year}〕{dice.randint(2, 40)}号），经{topic.department}同意，由我单位实施本项目，解决{topic.people}反映较多的问题。",
            )
        ),
        "implementation": f"项目于{year}年{dice.randint(1, 3)}月启动，{dice.randint(10, 12)}月完成，由业务科实施、财务科配合。\n（1）制定方案。明确任务、时限和责任人。\n（2）分步实施。{year}年上半年完成三分之一，下半年全部完成。\n（3）{training}",
        "responsibilities": f"组长负责审定自评方案，副组长负责复核数据，成员负责收集资料和起草报告。\n{print_day(held)}，评价工作小组召开会议开展绩效自评，核对凭证{dice.randint(30, 200)}份，实地查看{dice.randint(3, 20)}处。",
        "process": dice.choice(
            (
                f"1.组织管理\n全年召开调度会{meetings}次，{year}年7月开展中期检查，发现问题{meetings + 2}项，均已整改。\n2.资金管理\n资金实行专账核算，预算执行率{shown}，未发现挤占、挪用。",
                f"一是健全制度，印发项目管理办法。二是按季度检查，截至{year}年9月底完成任务的70%以上。三是规范采购，合同金额1.26万元的服务经询价确定。{event}",
            )
        ),
        "outputs": f"1.数量方面\n截至{year}年12月31日，{topic.things}任务全部完成，其中{dice.randint(3, 19)}{topic.measure}提前完成。\n2.质量方面\n经验收，质量符合要求，验收等级为合格。\n3.宣传方面\n{event}",
        "experience_problems_advice": dice.choice(
            (
                f"（一）经验总结\n先摸底、后实施，任务与实际需要相符，这一做法可以推广。\n（二）存在问题\n1.个别任务完成时间偏紧，主要原因是{year}年6月雨水较多。\n2.后续管护力量不足。\n（三）意见和建议\n1.{year + 1}年提前安排计划，6月底前完成主要任务。\n2.建议财政部门于{year + 1}年3月底前下达资金，落实管护经费2万元。",
                "（一）主要经验\n1.分级负责\n把任务落实到人，进度按月公布。\n2.公开透明\n结果向群众公布，接受监督。\n（二）存在的问题及原因\n资料整理不够及时，主要是人手少。\n（三）下一步工作建议\n1.加强培训，力争两年内轮训一遍。\n2.继续申报项目，扩大覆盖面。",
            )
        ),
        "other_matters": dice.choice(("", "得分依据见评分表，评分表由我单位留存备查。", "本项目不涉及政府债务。")),
    }


def clean_reports(count: int) -> list[Report]:
    """The first `count` clean reports."""
    return [replace(clean_report(seed)) for seed in range(count)]
