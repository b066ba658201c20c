"""Every blank of the form once: path, kind, unit and limit. Labels and help texts come from the form's data.

What is true of a blank by itself stands here; where it stands on paper, in a tab or in a spreadsheet stands in that
adapter, keyed by the same path. In a row's path the index is left out: `expenditures[].item`.
"""

from functools import cache
from typing import NamedTuple

from selfeval_gui.report import kinds
from selfeval_gui.report.kinds import Kind
from selfeval_gui.report.model import SECTION_KEYS
from selfeval_gui.report.patterns import late

LINE_LIMIT = 200
"""Characters that a blank of one line holds; longer text is refused with a count, never cut."""
TEXT_LIMIT = 20_000
"""Characters that a long text holds."""
ROW_LIMIT = 500
"""Rows that a table holds."""


class Blank(NamedTuple):
    """One blank: `unit` is printed behind the value (万元, 分), `limit` counts characters."""

    path: str
    kind: Kind
    unit: str = ""
    limit: int = LINE_LIMIT


def _funds(part: str) -> list[Blank]:
    names = ("total", "central", "region", "city_county", "other")
    return [Blank(f"basic_info.{part}.{name}", kinds.MONEY, "万元", 40) for name in names]


BLANKS: tuple[Blank, ...] = (
    Blank("fiscal_year", kinds.YEAR, "年", 20),
    Blank("cover.annex_label", kinds.TEXT),
    Blank("cover.project_name", kinds.TEXT),
    Blank("cover.project_unit", kinds.TEXT),
    Blank("cover.seal_unit", kinds.TEXT),
    Blank("cover.supervising_department", kinds.TEXT),
    Blank("cover.evaluation_type", kinds.EVALUATION_TYPE),
    Blank("cover.evaluation_method", kinds.TEXT),
    Blank("cover.evaluation_body", kinds.TEXT),
    Blank("cover.report_date", kinds.DAY, limit=40),
    Blank("cover.form_issuer", kinds.TEXT),
    Blank("basic_info.project_leader", kinds.NAME),
    Blank("basic_info.phone", kinds.TEXT),
    Blank("basic_info.address", kinds.TEXT),
    Blank("basic_info.postcode", kinds.TEXT),
    Blank("basic_info.period_start", kinds.MONTH, limit=40),
    Blank("basic_info.period_end", kinds.MONTH, limit=40),
    *_funds("planned_funds"),
    *_funds("received_funds"),
    Blank("basic_info.actual_expenditure", kinds.MONEY, "万元", 40),
    Blank("expenditures[].item", kinds.TEXT),
    Blank("expenditures[].planned", kinds.MONEY, "万元", 40),
    Blank("expenditures[].actual", kinds.MONEY, "万元", 40),
    Blank("performance.expected", kinds.LINES, limit=TEXT_LIMIT),
    Blank("performance.actual", kinds.LINES, limit=TEXT_LIMIT),
    Blank("performance.score", kinds.SCORE, "分", 40),
    Blank("performance.grade", kinds.GRADE, limit=40),
    Blank("evaluators[].name", kinds.NAME),
    Blank("evaluators[].title", kinds.TEXT),
    Blank("evaluators[].unit", kinds.TEXT),
    Blank("evaluators[].role", kinds.ROLE),
    Blank("signatures.preparer_date", kinds.DAY, limit=40),
    Blank("signatures.leader_date", kinds.DAY, limit=40),
    Blank("signatures.agency_date", kinds.DAY, limit=40),
    Blank("narrative.addressee", kinds.TEXT),
    Blank("narrative.basis_document", kinds.TEXT, limit=1000),
    Blank("narrative.evaluation_date", kinds.DAY, limit=40),
    *(Blank(f"narrative.{key}.text", kinds.LINES, limit=TEXT_LIMIT) for key in SECTION_KEYS),
    *(Blank(f"narrative.{key}.linked", kinds.FLAG) for key in SECTION_KEYS),
)
_BY_PATH = {blank.path: blank for blank in BLANKS}
_INDEX = late(r"\[\d+\]")


@cache
def pattern(path: str) -> str:
    """The path without row numbers: `expenditures[2].item` → `expenditures[].item`."""
    return _INDEX.sub("[]", path)


def blank(path: str) -> Blank:
    """The blank at `path`, in a row or not. KeyError when there is none."""
    return _BY_PATH[pattern(path)]
