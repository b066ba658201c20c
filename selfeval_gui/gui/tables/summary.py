"""What a status line says of selected amounts. Pure; no Qt."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

from selfeval_gui.report import totals
from selfeval_gui.report.money import Money, amount, show_plain


def summary(values: Sequence[Money]) -> str:
    """Exact sum, average (to six decimals, half up) and number of the amounts; "" when there is none."""
    numbers = [number for value in values if (number := amount(value)) is not None]
    total = totals.add(numbers)
    if total is None:
        return ""
    average = Context(prec=40).divide(total, Decimal(len(numbers)))
    average = average.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP)
    return f"求和 {show_plain(total)}　平均 {show_plain(average)}　计数 {len(numbers)}"
