"""Amounts of money in 万元 (ten thousand yuan), exactly as entered, never a float.

Source: form parts 一 and 二; unit 万元 by the form's labels. At most six decimals: 0.000001 万元 is one 分.
"""

import re
from decimal import Decimal

from selfeval_gui.report.patterns import late
from selfeval_gui.report.text import Unparsed, squeeze

Money = Decimal | Unparsed | None
"""An amount in 万元; `Unparsed` what is no amount; None an empty blank, which is not the same as zero."""

MAX_DECIMALS = 6
MAX_DIGITS = 12
_FACTOR = {
    "亿元": Decimal(10000),
    "亿": Decimal(10000),
    "万元": Decimal(1),
    "万": Decimal(1),
    "元": Decimal("0.0001"),
}
_GRAMMAR = late(
    r"(?:人民币|RMB|[¥￥])?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?(?P<unit>亿元|亿|万元|万|元)?整?",
    re.IGNORECASE | re.ASCII,
)
_EMPTY = {"", "-", "--", "—", "——", "―", "/", "无", "万元", "元"}


def read_money(text: str, unit: str = "万元") -> Money:
    """Read an amount as people write it: `0.8`, `0.8万元`, `8,000元`, `１２０．５０`, `￥5`, `壹拾贰万元整`, `—`.

    `unit` is what a bare figure means. Dashes, 无 and a lone unit are an empty blank. A wrong thousands comma, more
    than six decimals, a sign or any further word make it `Unparsed`: a question to the writer, never a guess.
    """
    squeezed = squeeze(text)
    if squeezed in _EMPTY:
        return None
    match = _GRAMMAR.fullmatch(squeezed)
    if match is None or not squeezed.isprintable():
        from selfeval_gui.report.money_characters import read_characters  # few people write amounts so

        said = read_characters(squeezed)
        return Unparsed(text) if said is None else _exact(_without_trailing_zeros(said), text)
    digits = match["digits"].replace(",", "")
    if len(digits.lstrip("0")) > MAX_DIGITS or len(match["fraction"] or "") > 2 * MAX_DECIMALS:
        return Unparsed(text)
    value = Decimal(digits + (match["fraction"] or "")) * _FACTOR[match["unit"] or unit]
    if (match["unit"] or unit) != "万元":
        value = _without_trailing_zeros(value)
    return _exact(value, text)


def _exact(value: Decimal, text: str) -> Money:
    """The amount, unless it has parts of a 分."""
    return Unparsed(text) if _decimals(value) > MAX_DECIMALS else value


def amount(value: Money) -> Decimal | None:
    """The number in a blank, or None when it holds none."""
    return value if isinstance(value, Decimal) else None


def show_money(value: Money) -> str:
    """The text that an editor shows for a value: plain digits as entered, an `Unparsed` text as typed."""
    if value is None:
        return ""
    return value.text if isinstance(value, Unparsed) else format(value, "f")


def show_plain(value: Decimal) -> str:
    """`value` without needless zeros and without an exponent: 1.0 → 1, 5E+1 → 50."""
    return format(_without_trailing_zeros(value), "f")


def decimals_needed(values: list[Decimal]) -> int:
    """How many decimals a column of amounts needs so that every one is printed exactly, in one format."""
    return max((_decimals(_without_trailing_zeros(value)) for value in values), default=0)


def show_fixed(value: Decimal, decimals: int) -> str:
    """`value` with exactly `decimals` decimals (which must be enough for it), without an exponent."""
    return f"{value:.{decimals}f}"


def _without_trailing_zeros(value: Decimal) -> Decimal:
    normal = value.normalize()
    return normal.quantize(Decimal(1)) if normal == normal.to_integral_value() else normal


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
