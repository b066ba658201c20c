"""One blank's value ↔ its JSON: amounts and dates as strings, empty ones as null, what is no value as an object.

`{"unparsed": "约12万"}` is what somebody wrote where a value is wanted; a plain string is always read as a value
first. Nothing here knows files or the tree of a report.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from selfeval_gui.report import kinds
from selfeval_gui.report.catalogue import TEXT_LIMIT, Blank
from selfeval_gui.report.dates import Month
from selfeval_gui.report.kinds import Kind
from selfeval_gui.report.model import EvaluationType, Role
from selfeval_gui.report.patterns import late
from selfeval_gui.report.text import Unparsed, clean, clean_line
from selfeval_gui.storage.strict_json import Number

UNPARSED = "unparsed"
_DECIMAL = late(r"-?\d{1,30}(?:\.\d{1,30})?", re.ASCII)
_DAY = late(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = late(r"(\d{4})-(\d{2})", re.ASCII)
_YEAR = late(r"\d{1,9}", re.ASCII)
_EXPONENTS = 60  # beyond, writing a number out would fill the memory


class Unreadable(ValueError):
    """The JSON is no value of this kind; the message says so in Chinese, without naming the blank."""


def hard_limit(blank: Blank) -> int:
    """Characters beyond which a file is refused. What is longer than `blank.limit` is opened, and told."""
    return max(10 * blank.limit, TEXT_LIMIT)


def tidy(kind: Kind, value: Any) -> Any:
    """The value as the file keeps it: texts through the door that every typed text goes through."""
    if isinstance(value, Unparsed):
        return Unparsed(clean(value.text))
    if kind in _TEXT_DOORS:
        return _TEXT_DOORS[kind](value)
    return value


def to_json(kind: Kind, value: Any) -> Any:
    """A blank's value as JSON: str, int, bool, None, or the object of what is no value."""
    value = tidy(kind, value)
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or abs(exponent) > _EXPONENTS:
            return {UNPARSED: str(value)}
        return format(value, "f")
    if isinstance(value, Unparsed):
        return {UNPARSED: value.text}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Month | EvaluationType | Role):
        return str(value)
    return value


def from_json(kind: Kind, raw: Any) -> Any:
    """The value that JSON holds for a blank of this kind. Raises `Unreadable`."""
    if isinstance(raw, dict):
        text = raw.get(UNPARSED)
        if kind not in _EXACT or type(text) is not str:
            raise Unreadable("应当是一个值，文件里却是一组数据")
        return Unparsed(clean(text))
    if kind is kinds.FLAG:
        if not isinstance(raw, bool):
            raise Unreadable("应当是 true 或 false")
        return raw
    if raw is None:
        return kind.empty
    if not isinstance(raw, str):
        raise Unreadable("应当是文字或数字")
    text = str.__str__(raw)
    if kind in _TEXT_DOORS:
        return _TEXT_DOORS[kind](text)
    if kind in _EXACT:
        return _exact(kind, text, isinstance(raw, Number))
    if kind is kinds.EVALUATION_TYPE or kind is kinds.ROLE:
        value = kind.read(text)
        if not value and text.strip():
            raise Unreadable("的选项无法识别")
        return value
    raise AssertionError(f"no codec for kind {kind.name}")


def _exact(kind: Kind, text: str, number: bool) -> Any:
    value = _EXACT[kind](text)
    if value is not None:
        return value
    # Not as this program writes it: what people type is understood in a file made by hand, too.
    if number:
        return Unparsed(text)
    return kind.read(clean(text))


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _month(text: str) -> Month | None:
    match = _MONTH.fullmatch(text)
    return Month(int(match[1]), int(match[2])) if match and 1 <= int(match[2]) <= 12 else None


def _year(text: str) -> int | None:
    return int(text) if _YEAR.fullmatch(text) else None


_TEXT_DOORS: dict[Kind, Callable[[str], str]] = {
    kinds.TEXT: kinds.TEXT.read,
    kinds.NAME: kinds.NAME.read,
    kinds.LINES: kinds.LINES.read,
    kinds.GRADE: clean_line,  # not the kind's own: a grade that is called 优等级 somewhere stays
}
_EXACT: dict[Kind, Callable[[str], Any]] = {
    kinds.MONEY: _decimal,
    kinds.SCORE: _decimal,
    kinds.DAY: _day,
    kinds.MONTH: _month,
    kinds.YEAR: _year,
}
