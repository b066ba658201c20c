"""Kinds of blank: how a typed text becomes a value and a value becomes the text of an editor.

One kind serves every blank of its sort, in the window, the file and the importer alike. No labels, no places here.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from selfeval_gui.report.dates import read_year, show_date
from selfeval_gui.report.model import EvaluationType, Role, Score
from selfeval_gui.report.money import read_money, show_money
from selfeval_gui.report.text import Unparsed, clean_line, clean_lines, squeeze, tidy_name
from selfeval_gui.report.typed_dates import type_day, type_month


class Kind(NamedTuple):
    """`read` turns text into a value and never fails (what it cannot read is `Unparsed`); `show` is its inverse."""

    name: str
    read: Callable[[str], Any]
    show: Callable[[Any], str]
    empty: Any = ""


EVALUATION_TYPE_WORDS = {
    EvaluationType.EX_ANTE: "事前评价",
    EvaluationType.INTERIM: "事中评价",
    EvaluationType.EX_POST: "事后评价",
}
ROLE_WORDS = {Role.NONE: "", Role.LEADER: "组长", Role.DEPUTY: "副组长", Role.MEMBER: "成员"}


def read_evaluation_type(text: str) -> EvaluationType:
    """The type named by its code, by 事前评价 or by 事前; NONE for anything else."""
    plain = squeeze(text)
    for kind, word in EVALUATION_TYPE_WORDS.items():
        if plain in (kind.value, word, word[:2]):
            return kind
    return EvaluationType.NONE


def read_role(text: str) -> Role:
    """The role named by its code or by 组长, 副组长, 成员; NONE for anything else."""
    plain = squeeze(text)
    for role, word in ROLE_WORDS.items():
        if plain and plain in (role.value, word):
            return role
    return Role.NONE


def read_score(text: str) -> Score:
    """Read points, with or without 分; the range is judged by the check, not here."""
    plain = squeeze(text).removesuffix("分")
    if not plain:
        return None
    value = read_money(plain)
    if isinstance(value, Decimal) and plain[-1].isdigit() and plain[0].isdigit():
        return value
    return Unparsed(text)


def _show_year(value: int | Unparsed | None) -> str:
    return "" if value is None else str(value)


TEXT = Kind("text", clean_line, str)
NAME = Kind("name", tidy_name, str)
LINES = Kind("lines", clean_lines, str)
MONEY = Kind("money", read_money, show_money, None)
DAY = Kind("day", type_day, show_date, None)
MONTH = Kind("month", type_month, show_date, None)
YEAR = Kind("year", read_year, _show_year, None)
SCORE = Kind("score", read_score, show_money, None)
GRADE = Kind("grade", lambda text: clean_line(text).removesuffix("等级").removesuffix("等次"), str)
EVALUATION_TYPE = Kind(
    "evaluation_type", read_evaluation_type, lambda v: EVALUATION_TYPE_WORDS.get(v, ""), EvaluationType.NONE
)
ROLE = Kind("role", read_role, lambda v: ROLE_WORDS[v], Role.NONE)
FLAG = Kind("flag", lambda text: text == "true", lambda v: "true" if v else "false", False)
