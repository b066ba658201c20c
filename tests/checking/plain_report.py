"""One plain report without a fault or a hint, and cases: what a rule says when some blanks are changed."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from selfeval_gui.checking import Context, Finding, check
from selfeval_gui.report import form as forms
from selfeval_gui.report.dates import Month
from selfeval_gui.report.edit import put
from selfeval_gui.report.model import Evaluator, Expenditure, Funds, Report, Role, Section

FORM = forms.load(forms.DEFAULT_FORM)
UNIT = "河池市蜂业技术推广站"
PEOPLE = (
    Evaluator("韦春禾", "站长", UNIT, Role.LEADER),
    Evaluator("莫砚", "副站长", UNIT, Role.DEPUTY),
    Evaluator("罗以宁", "财务科科长", UNIT, Role.MEMBER),
)
EXPECTED = "1.建设示范蜂场12个。\n2.蜂农满意度不低于90%。"
ACTUAL = "1.建设示范蜂场13个。\n2.发放问卷100份，收回有效问卷96份，其中满意的90份，蜂农满意度93.8%。"
VALUES: dict[str, Any] = {
    "cover.project_name": "中蜂养殖示范",
    "cover.project_unit": UNIT,
    "cover.supervising_department": "河池市农业农村局",
    "cover.report_date": date(2025, 3, 20),
    "basic_info.project_leader": "韦春禾",
    "basic_info.phone": "0778-5550188",
    "basic_info.address": "金城江区东兰路8号",
    "basic_info.postcode": "547000",
    "basic_info.period_start": Month(2024, 1),
    "basic_info.period_end": Month(2024, 12),
    "basic_info.planned_funds": Funds(Decimal(20), None, Decimal(12), Decimal(8), None),
    "basic_info.received_funds": Funds(Decimal(20), None, Decimal(12), Decimal(8), None),
    "basic_info.actual_expenditure": Decimal("19.2"),
    "expenditures": (
        Expenditure("专用材料费", Decimal(12), Decimal("11.6")),
        Expenditure("培训费", Decimal(5), Decimal("4.6")),
        Expenditure("差旅费", Decimal(3), Decimal(3)),
    ),
    "performance.expected": EXPECTED,
    "performance.actual": ACTUAL,
    "performance.score": Decimal(95),
    "performance.grade": "优秀",
    "evaluators": PEOPLE,
    "signatures.preparer_date": date(2025, 3, 18),
    "signatures.leader_date": date(2025, 3, 20),
    "narrative.basis_document": "河池市财政局《关于开展2024年度项目支出绩效自评工作的通知》（河财绩〔2025〕3号）",
    "narrative.evaluation_date": date(2025, 3, 10),
    "narrative.project_background.text": "我市山区蜜源植物丰富，蜂农分散、技术不一，需要建设示范蜂场带动。",
    "narrative.implementation.text": "2024年2月选定场址，4月至10月分批建成蜂场并开展技术指导。",
    "narrative.process.text": "项目由生产科实施，财务科负责资金核算，每季度检查一次进度。",
    "narrative.outputs.text": "建设示范蜂场13个，举办培训4场，编印技术手册800册，验收全部合格。",
    "narrative.experience_problems_advice.text": "（一）经验总结\n先培训后建场，是有效的做法。\n（二）存在问题\n"
    "个别蜂场交通不便。\n（三）意见和建议\n下一步加强巡回指导。评分表留存备查。",
}
PROCESS = "narrative.process.text"
OUTPUTS = "narrative.outputs.text"
ADVICE = "narrative.experience_problems_advice.text"
BACKGROUND = "narrative.project_background.text"
DUTIES = "narrative.responsibilities.text"
FUNDING = "narrative.funding_and_use"
OPENING = "narrative.opening"
GROUP = "narrative.working_group"
CONCLUSION = "narrative.conclusion"


def plain(changes: dict[str, Any] | None = None) -> Report:
    """The plain report with some blanks changed. A text ending in … is put behind the plain one."""
    report = forms.blank_report(FORM, 2024)
    for path, value in (VALUES | (changes or {})).items():
        if isinstance(value, str) and value.startswith("…"):
            base: str = VALUES.get(path, "")
            report = put(report, path, base + value[1:])
        else:
            report = put(report, path, value)
    return report


def own(text: str) -> Section:
    """A section whose link is cut."""
    return Section(linked=False, text=text)


@dataclass(frozen=True)
class Case:
    """`says`: severity of the rule's findings, "" for silence."""

    rule: str
    says: str
    changes: dict[str, Any] = field(default_factory=dict)
    context: Context = field(default_factory=Context)

    def __str__(self) -> str:
        return f"{self.rule}-{self.says or 'silent'}-{'-'.join(map(str, self.changes.values()))[:40]}"


def findings(case: Case) -> list[Finding]:
    return [one for one in check(plain(case.changes), FORM, case.context) if one.rule == case.rule]
