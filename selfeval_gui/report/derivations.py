"""Where a computed figure comes from: its value, the sum in words, and the blanks that it is made of.

Reports are never changed here; the figures themselves are `totals`.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from selfeval_gui.report import totals
from selfeval_gui.report.model import SOURCES, Expenditure, Funds, Report
from selfeval_gui.report.money import Money, amount, show_plain

NO_VALUE = "—"


class Derivation(NamedTuple):
    """A figure: `shown` with its unit or —, `formula` with the figures put in, and where the first of them stands."""

    name: str
    shown: str
    formula: str
    path: str

    @property
    def why(self) -> str:
        """What it is and how it came about, for a tool tip."""
        return f"{self.name} {self.shown}\n{self.formula}"


def funds_total(funds: Funds, path: str) -> Derivation:
    """合计 by the four sources."""
    parts = [_plain(getattr(funds, source)) for source in SOURCES if amount(getattr(funds, source)) is not None]
    total = totals.sum_of_sources(funds)
    formula = f"＝ {' ＋ '.join(parts)}（各来源相加）" if parts else "各来源都还没有填写。"
    return Derivation("合计", _with_unit(total), formula, f"{path}.central")


def rows_total(report: Report, column: str) -> Derivation:
    """支出合计 of `planned` or `actual`."""
    pick: Callable[[Expenditure], Money] = lambda row: getattr(row, column)  # noqa: E731 - short
    filled = [row for row in report.expenditures if amount(pick(row)) is not None]
    total = totals.add(pick(row) for row in filled)
    unread = sum(not isinstance(pick(row), Decimal | None) for row in report.expenditures)
    formula = f"＝ 表中 {len(filled)} 行相加" if filled else "还没有一行填写了金额"
    formula += f"；另有 {unread} 行没有看懂，没有计入。" if unread else "。"
    name = "计划支出数合计" if column == "planned" else "实际支出数合计"
    return Derivation(name, _with_unit(total), formula, "expenditures")


def arrival_rate(report: Report) -> Derivation:
    """资金到位率."""
    info = report.basic_info
    return _rate(
        "资金到位率",
        totals.arrival_rate(report),
        ("实际到位资金", totals.total_of(info.received_funds)),
        ("计划安排资金", totals.total_of(info.planned_funds)),
        "basic_info.received_funds.total",
    )


def execution_rate(report: Report) -> Derivation:
    """预算执行率."""
    planned = totals.total_of(report.basic_info.planned_funds)
    return _rate(
        "预算执行率",
        totals.execution_rate(report),
        ("实际支出", totals.expenditure_of(report)),
        ("计划安排资金", planned),
        "basic_info.actual_expenditure",
    )


def balance(report: Report) -> Derivation:
    """结余."""
    received, spent = totals.total_of(report.basic_info.received_funds), totals.expenditure_of(report)
    formula = f"＝ 实际到位资金 {_plain(received)} － 实际支出 {_plain(spent)}"
    return Derivation("结余", _with_unit(totals.balance(report)), formula, "basic_info.actual_expenditure")


def _rate(
    name: str, value: Decimal | None, part: tuple[str, Decimal | None], whole: tuple[str, Decimal | None], path: str
) -> Derivation:
    shown = NO_VALUE if value is None else totals.show_percent(value)
    formula = f"＝ {part[0]} {_plain(part[1])} ÷ {whole[0]} {_plain(whole[1])}"
    if value is not None and totals.percent(part[1], whole[1]) != value.quantize(Decimal("0.01")):
        formula += "（四舍五入到两位小数）"
    return Derivation(name, shown, formula, path)


def _plain(value: Money) -> str:
    number = amount(value)
    return "（未填）" if number is None else show_plain(number)


def _with_unit(value: Decimal | None) -> str:
    return NO_VALUE if value is None else f"{show_plain(value)} 万元"
