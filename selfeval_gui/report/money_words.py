"""An amount in 万元 said in other ways: in 元 with thousands commas, and in capital characters (大写金额).

Source of the capital form: 正确填写票据和结算凭证的基本规定. Exact decimals; nothing is rounded.
"""

from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_MYRIAD, _HUNDRED_MILLION = 10**4, 10**8


def in_yuan(value: Decimal) -> str:
    """0.8 (万元) → 8,000 元; a part of a 分 is shown with all its decimals."""
    yuan = value.scaleb(4)
    whole, _, fraction = format(yuan, "f").partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) == 1:
        fraction += "0"
    return f"{int(whole):,}{'.' + fraction if fraction else ''} 元"


def capital(value: Decimal) -> str:
    """0.8 (万元) → 捌仟元整; 12.05003 → 壹拾贰万零伍佰元叁角; "" for what has parts of a 分 or is below zero."""
    cents = value.scaleb(6)
    if cents < 0 or cents != cents.to_integral_value():
        return ""
    yuan, rest = divmod(int(cents), 100)
    tenths, hundredths = divmod(rest, 10)
    words = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{words}整"
    if tenths:
        words += f"{_DIGITS[tenths]}角"
    elif words:
        words += "零"
    return words + (f"{_DIGITS[hundredths]}分" if hundredths else "")


def other_ways(value: Decimal) -> str:
    """Both, in one line for a tool tip."""
    words = capital(value)
    return f"＝ {in_yuan(value)}" + (f"\n大写：{words}" if words else "")


def _whole(number: int) -> str:
    """A whole number in capital characters."""
    for size, word in ((_HUNDRED_MILLION, "亿"), (_MYRIAD, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if low and low < size // 10 else ""
            return _whole(high) + word + gap + (_whole(low) if low else "")
    words, skipped = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if skipped and words else "") + _DIGITS[digit] + _PLACES[place]
            skipped = False
        else:
            skipped = True
    return words or _DIGITS[0]
