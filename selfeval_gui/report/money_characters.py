"""Amounts written in characters: 壹拾贰万元整, 十二万元, 一千二百元伍角, 十二点五万元.

Read only where one amount can be meant; everything else stays as it was typed. Bare 十二 or 五千 are not read (元 or
万元?), nor is colloquial 一万五 (15 000 or 10 005?). Called when the figures of `money` are not there.
"""

from decimal import Decimal

from selfeval_gui.report.patterns import late

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_OTHERS = str.maketrans(
    "〇壹贰貳叁參叄弎两肆伍陆陸柒捌玖拾佰仟萬億圆圓正", "零一二二三三三三二四五六六七八九十百千万亿元元整"
)
_WRITTEN = late("(?:人民币|[¥￥])?(?P<whole>[零一二三四五六七八九十百千万亿]+)(?P<rest>.*)")
_FRACTION = late("点(?P<digits>[零一二三四五六七八九]{1,6})(?P<unit>[万亿]?元|[万亿])整?")
_CENTS = late("元(?:(?P<tenths>[一二三四五六七八九])角)?(?P<zero>零?)(?:(?P<cents>[一二三四五六七八九])分)?整?")
_NEEDLESS = late("零+(?=[一二三四五六七八九][十百千])|一(?=十)")
_LONGEST = 40
_YUAN = Decimal("0.0001")
_FACTOR = {"元": _YUAN, "万": Decimal(1), "万元": Decimal(1), "亿": Decimal(10_000), "亿元": Decimal(10_000)}


def read_characters(squeezed: str) -> Decimal | None:
    """The amount in 万元 that the characters say, or None when they say none or more than one."""
    match = _WRITTEN.fullmatch(squeezed.translate(_OTHERS)) if len(squeezed) <= _LONGEST else None
    if match is None:
        return None
    whole, rest = match["whole"], match["rest"]
    number = _number(whole)
    if number is None:
        return None
    if not rest or rest == "整":
        return number * _YUAN if whole[-1] in "万亿" else None
    if said := _FRACTION.fullmatch(rest):
        digits = "".join(str(_DIGITS.index(char)) for char in said["digits"])
        return Decimal(f"{number}.{digits}") * _FACTOR[said["unit"]]
    if said := _CENTS.fullmatch(rest):
        cents = 10 * _DIGITS.index(said["tenths"] or "零") + _DIGITS.index(said["cents"] or "零")
        return (number + Decimal(cents) / 100) * _YUAN
    return None


def in_characters(number: int) -> str:
    """A whole number below 10^16 as it is read out: 120500 → 一十二万零五百."""
    for size, word in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if low and low < size // 10 else ""
            return in_characters(high) + word + gap + (in_characters(low) if low else "")
    words, skipped = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words += ("零" if skipped and words else "") + _DIGITS[digit] + _PLACES[place]
        skipped = not digit
    return words or _DIGITS[0]


def _number(words: str) -> int | None:
    """The whole number that is read out so; None for 一万五, 二零二五 and what else is no usual way to say it."""
    total, section, digit = 0, 0, 0
    for at, char in enumerate(words):
        if char in _DIGITS:
            digit = _DIGITS.index(char)
        elif char in "十百千":
            if char == "十" and not digit and (at == 0 or words[at - 1] in "零百千万亿"):
                digit = 1  # 十二, 一百十二
            section += digit * 10 ** ("十百千".index(char) + 1)
            digit = 0
        else:
            total = total + (section + digit) * 10**4 if char == "万" else (total + section + digit) * 10**8
            section = digit = 0
    number = total + section + digit
    return number if _NEEDLESS.sub("", words) == _NEEDLESS.sub("", in_characters(number)) else None
