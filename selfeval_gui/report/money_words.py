"""An amount in 万元 said in other ways: in 元 with thousands commas, and in capital characters (大写金额).

Source of the capital form: 正确填写票据和结算凭证的基本规定. Exact decimals; nothing is rounded.
"""

from decimal import Decimal

from selfeval_gui.report.money_characters import in_characters

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_CAPITALS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


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
    words = f"{in_characters(yuan).translate(_CAPITALS)}元" if yuan or not rest else ""
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
