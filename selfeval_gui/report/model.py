"""What a report is: a tree of frozen dataclasses, one attribute for every blank of the form.

Attribute names are the field paths of the file format; nothing here reads, writes, computes or draws.
`Decimal` amounts are in 万元; None and "" are empty blanks.
"""

from dataclasses import field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum

from selfeval_gui.report.dates import Day, MonthBlank
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.money import Money
from selfeval_gui.report.text import Unparsed

Score = Decimal | Unparsed | None
"""综合得分, 0–100 points."""
Year = int | Unparsed | None
Value = str | bool | int | Decimal | date | MonthBlank
"""What one blank can hold."""


class EvaluationType(StrEnum):
    """评价类型 of the cover: before, during or after the project; NONE when no box is ticked."""

    NONE = ""
    EX_ANTE = "ex_ante"
    INTERIM = "interim"
    EX_POST = "ex_post"


class Role(StrEnum):
    """An evaluator's part in the working group (正文二、1.工作组成员)."""

    NONE = ""
    LEADER = "leader"
    DEPUTY = "deputy"
    MEMBER = "member"


@frozen
class Cover:
    """封面."""

    annex_label: str = ""
    project_name: str = ""
    project_unit: str = ""
    seal_unit: str = ""
    supervising_department: str = ""
    evaluation_type: EvaluationType = EvaluationType.NONE
    evaluation_method: str = ""
    evaluation_body: str = ""
    report_date: Day = None
    form_issuer: str = ""


@frozen
class Funds:
    """资金 by source, in 万元: 合计, 中央财政, 自治区财政, 市县财政, 其它. `total` is what was written, not a sum."""

    total: Money = None
    central: Money = None
    region: Money = None
    city_county: Money = None
    other: Money = None


@frozen
class BasicInfo:
    """一、项目基本概况."""

    project_leader: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""
    period_start: MonthBlank = None
    period_end: MonthBlank = None
    planned_funds: Funds = field(default_factory=Funds)
    received_funds: Funds = field(default_factory=Funds)
    actual_expenditure: Money = None


@frozen
class Expenditure:
    """One row of 二、项目支出明细: an economic item with its planned and actual amount in 万元."""

    item: str = ""
    planned: Money = None
    actual: Money = None


@frozen
class Performance:
    """三、项目绩效情况."""

    expected: str = ""
    actual: str = ""
    score: Score = None
    grade: str = ""


@frozen
class Evaluator:
    """One row of 四、评价人员."""

    name: str = ""
    title: str = ""
    unit: str = ""
    role: Role = Role.NONE


@frozen
class Signatures:
    """The dates of the three signature blocks; the signatures themselves are written by hand."""

    preparer_date: Day = None
    leader_date: Day = None
    agency_date: Day = None


@frozen
class Section:
    """One section of the narrative.

    While `linked`, what is printed follows the fields and `text` is only kept for the day the link is cut;
    otherwise `text` is the section's paragraphs.
    """

    linked: bool = False
    text: str = ""


@frozen
class Narrative:
    """自评报告正文: addressee, what feeds the opening, and the sections in the order of the official outline."""

    addressee: str = ""
    basis_document: str = ""
    evaluation_date: Day = None
    opening: Section = Section()
    project_background: Section = Section()
    implementation: Section = Section()
    funding_and_use: Section = Section()
    performance_goal: Section = Section()
    working_group: Section = Section()
    responsibilities: Section = Section()
    inputs: Section = Section()
    process: Section = Section()
    outputs: Section = Section()
    effects: Section = Section()
    conclusion: Section = Section()
    experience_problems_advice: Section = Section()
    other_matters: Section = Section()


@frozen
class Report:
    """The whole 项目支出绩效自评报告 of one project and year."""

    fiscal_year: Year = None
    cover: Cover = Cover()
    basic_info: BasicInfo = BasicInfo()
    expenditures: tuple[Expenditure, ...] = ()
    performance: Performance = Performance()
    evaluators: tuple[Evaluator, ...] = ()
    signatures: Signatures = Signatures()
    narrative: Narrative = Narrative()


SECTION_KEYS: tuple[str, ...] = tuple(f.name for f in fields(Narrative) if f.type is Section)
"""The narrative's section keys in printing order."""
SOURCES: tuple[str, ...] = ("central", "region", "city_county", "other")
"""The four sources of funds, in the form's row order."""
