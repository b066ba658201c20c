"""Next year's draft from last year's report: what carries over, what is cleared, what moves on by a year.

Pure. Nothing that is carried counts as looked at: each such blank gets a mark with the value it had. Amounts, results,
score and grade are never carried.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from selfeval_gui.report import marks as review
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.dates import Month
from selfeval_gui.report.edit import get, leaf_paths, put
from selfeval_gui.report.form import Form, blank_report
from selfeval_gui.report.marks import Marks
from selfeval_gui.report.model import Evaluator, Expenditure, Report, Section
from selfeval_gui.storage.values import to_json

CLEARED = (
    "cover.report_date",
    "basic_info.planned_funds.",
    "basic_info.received_funds.",
    "basic_info.actual_expenditure",
    "performance.actual",
    "performance.score",
    "performance.grade",
    "signatures.",
    "narrative.evaluation_date",
)
"""Beginnings of the paths of what belongs to one year only; planned and actual amounts of the items, too."""
_CLEARED_CELLS = (".planned", ".actual")
_QUOTED = re.compile("《[^《》]*》|〔[^〔〕]*〕|[（(\\[【]\\s*\\d{4}\\s*[）)\\]】]\\s*第?\\s*\\d+\\s*号")
_YEAR = re.compile(
    r"(?<![\d.])(?P<year>\d{4})(?!\s*年\s*2\s*月\s*29\s*日)(?=\s*年|[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\s*[-—–－~～至到]\s*\d{4}\s*年)"
    r"|(?P<chinese>[〇○零一二三四五六七八九]{4})(?=年)"
)
_ORDINAL = re.compile(
    r"(?<=第)(?P<digits>\d{1,3})(?=\s*届)|(?<=第)(?P<chinese>[一二三四五六七八九十百零〇]{1,6})(?=\s*届)"
)
_DIGITS = "〇一二三四五六七八九"


def rollover(report: Report, form: Form, year: int) -> tuple[Report, Marks]:
    """The report of `year` that begins with what last year's says, and the marks of what was carried."""
    rolled, marks = carried(report, form, year)
    return compact(rolled, form, marks)


def last_year(report: Report) -> int | None:
    """The year that a report is about; None when it does not say."""
    if isinstance(report.fiscal_year, int):
        return report.fiscal_year
    end = report.basic_info.period_end
    return end.year if isinstance(end, Month) else None


def is_year_bound(path: str) -> bool:
    """Whether a blank belongs to one year only, so that a rollover leaves it empty."""
    return path.startswith(CLEARED) or (path.startswith("expenditures[") and path.endswith(_CLEARED_CELLS))


def previous(path: str, value: Any) -> dict[str, Any]:
    """The mark of a blank that was carried from this value."""
    return {"previous": to_json(blank(path).kind, value)}


def cleared(old: Report, new: Report) -> dict[str, Any]:
    """The values that `old` has and `new` has not, by path, as JSON: to be shown beside the empty blanks."""
    found = {}
    for path in leaf_paths(old):
        if is_year_bound(path) and get(old, path) not in (None, ""):
            try:
                gone = get(new, path) in (None, "")
            except KeyError:
                continue
            if gone:
                found[path] = to_json(blank(path).kind, get(old, path))
    return found


def remembered(old: Report) -> dict[str, Any]:
    """What of last year's report the check and the comparison want to know for good, by path, as JSON. No people.

    The marks keep some of these values too, but only until somebody has looked.
    """
    return {
        path: to_json(blank(path).kind, get(old, path))
        for path in leaf_paths(old)
        if not path.startswith("evaluators") and not path.endswith(".linked") and get(old, path) not in (None, "")
    }


def carried(report: Report, form: Form, year: int) -> tuple[Report, Marks]:
    """Like `rollover`, with every row of the tables at its old place, empty ones too."""
    last = last_year(report)
    step = 1 if last is None else year - last
    later = text_of_later_year(report, year)
    start = blank_report(form, year)
    new = replace(
        start,
        expenditures=tuple(Expenditure(row.item) for row in report.expenditures),
        evaluators=tuple(Evaluator(row.name, row.title, row.unit, row.role) for row in report.evaluators),
    )
    marks: Marks = {}
    for path in leaf_paths(report):
        value = get(report, path)
        if path == "fiscal_year" or is_year_bound(path) or value in (None, "") or path.endswith(".linked"):
            continue
        if path.startswith("narrative.") and path.endswith(".text"):
            new = _section(report, form, new, path, later(value), marks)
            continue
        if isinstance(value, Month):
            value = Month(value.year + step, value.month)
        elif isinstance(value, str) and type(value) is str:
            value = later(value)
        new = put(new, path, value)
        if review.mark_of(path) == path and form.presets.get(path) != value:
            marks[path] = previous(path, get(report, path))
    return new, marks


def _section(report: Report, form: Form, new: Report, path: str, text: str, marks: Marks) -> Report:
    """A section's text; one that the form makes from the fields is made so again, its own text kept behind the link."""
    key = path.split(".")[1]
    old: Section = get(report, f"narrative.{key}")
    links = key in form.linked
    if not (links and old.linked) and form.presets.get(path) != old.text:
        marks[path] = previous(path, old.text)
    return put(new, f"narrative.{key}", Section(links, text))


def compact(report: Report, form: Form, marks: Marks) -> tuple[Report, Marks]:
    """Without empty rows between full ones, and with at least as many rows as the form shows; marks go with rows."""
    new = report
    for table, empty in (("expenditures", Expenditure()), ("evaluators", Evaluator())):
        rows: list[Any] = [row for row in getattr(report, table) if row != empty]
        rows += [type(empty)() for _ in range(form.minimum_rows[table] - len(rows))]
        values: dict[str, Any] = {table: tuple(rows)}
        new = replace(new, **values)
    return new, review.follow(report, new, marks)


def text_of_later_year(report: Report, year: int) -> Callable[[str], str]:
    """What a rollover of `report` to `year` does to a text: its years and 第…届 move on."""
    last = last_year(report)
    years, step = _years(report, last), 1 if last is None else year - last
    return lambda text: _later(text, years, step)


def _years(report: Report, last: int | None) -> frozenset[int]:
    """The years that a text of the report calls this year."""
    info = report.basic_info
    years = {month.year for month in (info.period_start, info.period_end) if isinstance(month, Month)}
    return frozenset(years | ({last} if last is not None else set()))


def _later(text: str, years: frozenset[int], step: int) -> str:
    """A text some years on: its own years and 第…届 go up, quotes and documents' numbers stay."""
    parts, at = [], 0
    for quoted in _QUOTED.finditer(text):
        parts += [_shift(text[at : quoted.start()], years, step), quoted[0]]
        at = quoted.end()
    parts.append(_shift(text[at:], years, step))
    return "".join(parts)


def _shift(piece: str, years: frozenset[int], step: int) -> str:
    def year(match: re.Match[str]) -> str:
        if match["year"]:
            value = int(match["year"])
            return str(value + step) if value in years else match[0]
        value = int("".join(str(_digit(sign)) for sign in match["chinese"]))
        if value not in years:
            return match[0]
        zero = next((sign for sign in match["chinese"] if sign in "〇○零"), "〇")
        return "".join(zero if sign == "0" else _DIGITS[int(sign)] for sign in str(value + step))

    def ordinal(match: re.Match[str]) -> str:
        if match["digits"]:
            return str(max(1, int(match["digits"]) + step))
        value = _number(match["chinese"])
        return match[0] if value is None else _chinese(max(1, value + step))

    return _ORDINAL.sub(ordinal, _YEAR.sub(year, piece))


def _digit(sign: str) -> int:
    return 0 if sign in "〇○零" else _DIGITS.index(sign)


def _number(text: str) -> int | None:
    """二十一 → 21; up to 999. None when it is no such number."""
    match = re.fullmatch(
        r"(?:([一二三四五六七八九])百)?[零〇]?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?", text
    )
    if match is None or not text.strip("零〇"):
        return None
    hundreds, tens, ten, ones = match.groups()
    return (
        100 * (_digit(hundreds) if hundreds else 0)
        + (10 * (_digit(tens) if tens else 1) if ten else 0)
        + (_digit(ones) if ones else 0)
    )


def _chinese(number: int) -> str:
    """21 → 二十一; up to 999."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")
