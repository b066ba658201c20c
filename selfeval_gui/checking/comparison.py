"""This year against last year, figure by figure: what each was, is, and by how much it changed. Pure; judges no text.

A change is big when it is one that a reviewer asks about; the limits are those of the budget year (thresholds.json).
"""

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from selfeval_gui.checking.words import Thresholds, thresholds_for
from selfeval_gui.report import totals
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import SOURCES, Expenditure, Report
from selfeval_gui.report.money import amount, show_plain
from selfeval_gui.report.text import squeeze

FUNDS, ITEMS, RESULT = "资金", "支出明细（实际支出数）", "得分与等次"
_PARTS = (("planned_funds", "计划安排资金"), ("received_funds", "实际到位资金"))


class Line(NamedTuple):
    """One figure. `field` is the blank to go to, "" when this year has none; `change` is now − before.

    `now` and `before` are as people read them, "" when there is none; `percent` is the change in % of last year's.
    """

    group: str
    name: str
    field: str
    before: str
    now: str
    change: str
    percent: str
    big: bool


def compare(report: Report, last: Report, form: Form) -> tuple[Line, ...]:
    """The figures of both years in the form's order; those that neither year has are left out."""
    limits = thresholds_for(report.fiscal_year if isinstance(report.fiscal_year, int) else None)
    lines = (*_funds(report, last, form, limits), *_items(report, last, limits), *_result(report, last, limits))
    return tuple(line for line in lines if line.before or line.now)


def _funds(report: Report, last: Report, form: Form, limits: Thresholds) -> Iterator[Line]:
    for part, name in _PARTS:
        now, before = getattr(report.basic_info, part), getattr(last.basic_info, part)
        path = f"basic_info.{part}"
        yield _money(FUNDS, name, f"{path}.total", totals.total_of(now), totals.total_of(before), limits)
        for source in SOURCES:
            word = f"其中：{form.source_words[source]}"
            values = amount(getattr(now, source)), amount(getattr(before, source))
            # A source is left blank when it gives nothing, so it counts once the part is filled in at all.
            yield _money(FUNDS, word, f"{path}.{source}", *values, limits, filled=totals.total_of(now) is not None)
    spent = "basic_info.actual_expenditure"
    yield _money(FUNDS, "实际支出", spent, totals.expenditure_of(report), totals.expenditure_of(last), limits)
    yield _money(FUNDS, "结余", spent, totals.balance(report), totals.balance(last), limits)
    rates: tuple[tuple[str, str, Callable[[Report], Decimal | None]], ...] = (
        ("资金到位率", "basic_info.received_funds.total", totals.arrival_rate),
        ("预算执行率", spent, totals.execution_rate),
    )
    for name, field, rate in rates:
        yield _points(FUNDS, name, field, rate(report), rate(last), limits.rate_change, "个百分点", totals.show_percent)


def _items(report: Report, last: Report, limits: Thresholds) -> Iterator[Line]:
    """Items that have one name are one item, however often they stand."""
    now, before = _by_name(report.expenditures), _by_name(last.expenditures)
    where = {squeeze(row.item): index for index, row in reversed(list(enumerate(report.expenditures)))}
    for key, (name, value) in now.items():
        old = before.get(key, ("", None))[1]
        yield _money(ITEMS, name, f"expenditures[{where[key]}].actual", value, old, limits)
    for key, (name, value) in before.items():
        if key not in now:
            yield _money(ITEMS, name, "", None, value, limits)


def _by_name(rows: tuple[Expenditure, ...]) -> dict[str, tuple[str, Decimal | None]]:
    found: dict[str, tuple[str, Decimal | None]] = {}
    for row in rows:
        if row.item.strip():
            name, known = found.get(squeeze(row.item), (row.item, None))
            found[squeeze(row.item)] = name, totals.add((known, row.actual))
    return found


def _result(report: Report, last: Report, limits: Thresholds) -> Iterator[Line]:
    now, before = report.performance, last.performance
    score, old = (value if isinstance(value, Decimal) else None for value in (now.score, before.score))
    yield _points(RESULT, "综合得分", "performance.score", score, old, limits.score_change, "分", show_plain)
    differs = bool(now.grade and before.grade) and now.grade != before.grade
    yield Line(RESULT, "自评等次", "performance.grade", before.grade, now.grade, "不同" if differs else "", "", differs)


def _money(
    group: str,
    name: str,
    field: str,
    now: Decimal | None,
    before: Decimal | None,
    limits: Thresholds,
    *,
    filled: bool = False,
) -> Line:
    """An amount in 万元; one that only one year has counts as a change from or to nothing.

    Unless this year's blank (`field`) is still to be filled in, which is no change yet; `filled`: it is not.
    """
    if now is None and before is None:
        return Line(group, name, field, "", "", "", "", big=False)
    if now is None and before is not None and field and not filled:
        return Line(group, name, field, show_plain(before), "", "", "", big=False)
    change = (now or Decimal(0)) - (before or Decimal(0))
    percent = totals.percent(change, before)
    worth_asking = abs(change) >= limits.item_deviation_amount
    big = worth_asking and (percent is None or abs(percent) > limits.item_deviation)
    return Line(
        group,
        name,
        field,
        "" if before is None else show_plain(before),
        "" if now is None else show_plain(now),
        _signed(change, show_plain),
        "" if percent is None else _signed(percent.quantize(Decimal("0.01"), ROUND_HALF_UP), totals.show_percent),
        big,
    )


def _points(
    group: str,
    name: str,
    field: str,
    now: Decimal | None,
    before: Decimal | None,
    limit: Decimal,
    unit: str,
    show: Callable[[Decimal], str],
) -> Line:
    """A rate or a score: the change counts in points, not in per cent of last year's."""
    was, is_ = ("" if value is None else show(value) for value in (before, now))
    if now is None or before is None:
        return Line(group, name, field, was, is_, "", "", big=False)
    change = (now - before).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = f"{_signed(change, lambda value: show_plain(value.normalize()))}{unit}" if change else "0"
    return Line(group, name, field, was, is_, text, "", abs(change) >= limit)


def _signed(value: Decimal, show: Callable[[Decimal], str]) -> str:
    return f"+{show(value)}" if value > 0 else f"−{show(-value)}" if value < 0 else "0"
