"""What follows from the amounts: sums, rates, balance. Never stored, always computed, always exact.

Sources: form parts 一 and 二; rates as the field defines them (资金到位率 = received ÷ planned,
预算执行率 = spent ÷ planned or ÷ received, 结余 = received − spent).
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

from selfeval_gui.report.model import SOURCES, Expenditure, Funds, Report
from selfeval_gui.report.money import Money, amount

_EXACT = Context(prec=60)
ZERO = Decimal(0)


def add(values: Iterable[Money]) -> Decimal | None:
    """The exact sum of the amounts there are; empty and unreadable ones count nothing; None when there is none."""
    total: Decimal | None = None
    for value in values:
        number = amount(value)
        if number is not None:
            total = number if total is None else _EXACT.add(total, number)
    return total


def sum_of_sources(funds: Funds) -> Decimal | None:
    """中央财政 + 自治区财政 + 市县财政 + 其它."""
    return add(getattr(funds, source) for source in SOURCES)


def total_of(funds: Funds) -> Decimal | None:
    """The total as written; when that blank is empty, the sum of the sources."""
    return sum_of_sources(funds) if funds.total is None else amount(funds.total)


def planned_sum(rows: Iterable[Expenditure]) -> Decimal | None:
    """支出合计, 计划支出数."""
    return add(row.planned for row in rows)


def actual_sum(rows: Iterable[Expenditure]) -> Decimal | None:
    """支出合计, 实际支出数."""
    return add(row.actual for row in rows)


def expenditure_of(report: Report) -> Decimal | None:
    """实际支出 as written in part 一; when that blank is empty, the sum of part 二."""
    written = report.basic_info.actual_expenditure
    return actual_sum(report.expenditures) if written is None else amount(written)


def percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """part ÷ whole × 100, unrounded to 20 digits; None without both or with whole = 0."""
    if part is None or whole is None or whole == 0:
        return None
    return Context(prec=20).divide(part * 100, whole)


def arrival_rate(report: Report) -> Decimal | None:
    """资金到位率 in %: received ÷ planned funds."""
    return percent(total_of(report.basic_info.received_funds), total_of(report.basic_info.planned_funds))


def execution_rate(report: Report) -> Decimal | None:
    """预算执行率 in %: spent ÷ planned funds (self-evaluation table, B ÷ A)."""
    return percent(expenditure_of(report), total_of(report.basic_info.planned_funds))


def balance(report: Report) -> Decimal | None:
    """结余 in 万元: received − spent; None without both."""
    received, spent = total_of(report.basic_info.received_funds), expenditure_of(report)
    return None if received is None or spent is None else _EXACT.subtract(received, spent)


def show_percent(value: Decimal) -> str:
    """At most two decimals, rounded half up, no needless zeros: 100%, 96.5%, 33.33%."""
    rounded = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return f"{rounded.normalize():f}%"
