"""How a spreadsheet shows a number: 47500 in the format 000000 is 047500, 0.985 in 0.0% is 98.5%.

Dates are shown in one way (2023年3月5日), whatever the format's order is: no day may be taken for a month. Knows no
file format.
"""

import re
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

GENERAL = "General"
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: '"¥"#,##0', 6: '"¥"#,##0', 7: '"¥"#,##0.00', 8: '"¥"#,##0.00',
    9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "yyyy/m/d", 16: "m/d", 17: "yyyy/m", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: "yyyy/m", 28: "m/d", 29: "m/d", 30: "yyyy/m/d", 31: "yyyy/m/d",
    32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 36: "yyyy/m", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 41: "#,##0", 42: '"¥"#,##0', 43: "#,##0.00", 44: '"¥"#,##0.00', 45: "h:mm:ss", 46: "h:mm:ss",
    47: "h:mm:ss", 49: "@", 50: "yyyy/m", 51: "m/d", 52: "yyyy/m", 53: "m/d", 54: "m/d", 55: "h:mm", 56: "h:mm:ss",
    57: "yyyy/m", 58: "m/d",
}  # fmt: skip
"""Format numbers that a file uses without saying what they are (ECMA-376, 18.8.30, and its Chinese ones)."""
_LONGEST = 255
_LARGEST = Decimal(10) ** 15
_LAST_DAY = 2_958_465  # 9999-12-31
_SECONDS = 86_400
_TOKEN = re.compile(
    r'"([^"]*)"|\\(.)|!(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[([^\]]*)\]|(General)|(.)', re.IGNORECASE | re.DOTALL
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_COMPARE = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}


def shown(raw: str | float, code: str, *, since_1904: bool = False) -> str:
    """The text of a number cell. Numbers are exact to the 15 digits that spreadsheets keep; what is no number stays."""
    try:
        value = Decimal(f"{float(raw):.15g}")
    except (ValueError, OverflowError, InvalidOperation):
        return str(raw)
    if not value.is_finite():
        return str(raw)
    if len(code) > _LONGEST or not code:
        return general(value)
    if _is_date(code):
        return _date(value, code, since_1904) or general(value)
    section, sign = _section(code, value)
    if section.strip() in ("", "@", GENERAL) or re.search(r"E[+-]|/", _plain(section), re.IGNORECASE):
        return general(value) if section.strip() or ";" not in code else ""
    if abs(value) >= _LARGEST:
        return general(value)
    return sign + _filled(section, abs(value))


def general(value: Decimal) -> str:
    """All digits of a number, without exponent, noughts or point at its end."""
    if abs(value) >= _LARGEST * 1_000_000 or (value and abs(value) < Decimal("1E-20")):
        return str(value)
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _plain(code: str) -> str:
    """The code without quoted text, escapes and brackets."""
    return "".join(match[7] or "" for match in _TOKEN.finditer(code))


def _is_date(code: str) -> bool:
    first = code.partition(";")[0]
    if re.search(r"\[(?:h+|m+|s+)\]", first, re.IGNORECASE):
        return True
    return bool(re.search(r"[ymdhs年月日]|aaa", re.sub(r"E[+-]|AM/PM|A/P", "", _plain(first)), re.IGNORECASE))


def _date(value: Decimal, code: str, since_1904: bool) -> str:
    days = value + (1462 if since_1904 else 0)
    if not 0 <= days <= _LAST_DAY:
        return ""
    plain = _plain(code.partition(";")[0]).casefold()
    moment = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(
        seconds=int((days * _SECONDS).to_integral_value(ROUND_HALF_UP))
    )
    if days < 60:  # spreadsheets believe in 29 February 1900
        moment += timedelta(days=1)
    elapsed = re.search(r"\[(?:h+|m+|s+)\]", code, re.IGNORECASE)
    year, day, hour = (
        "y" in plain or "年" in plain,
        "d" in plain or "日" in plain or "aaa" in plain,
        "h" in plain or bool(elapsed),
    )
    month = "m" in re.sub(r"h+[^a-z]*m+|m+[^a-z]*s+", "", plain) or "月" in plain
    date = ""
    if day or (month and not year and not hour):
        date = f"{moment.year}年{moment.month}月{moment.day}日"
    elif year:
        date = f"{moment.year}年" + (f"{moment.month}月" if month else "")
    clock = f"{moment.hour}:{moment.minute:02}" + (f":{moment.second:02}" if "s" in plain else "")
    if hour and not date and days >= 1:
        return ""
    return " ".join(part for part in (date, clock if hour else "") if part)


def _section(code: str, value: Decimal) -> tuple[str, str]:
    """The section of the code for a value, and the sign that has to stand before it."""
    sections = re.findall(r'(?:^|;)((?:"[^"]*"|\\.|!.|[^;"\\!])*)', code) or [code]
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _COMPARE[condition[1]](value, Decimal(condition[2])):
                return section, "-" if value < 0 else ""
        return sections[-1], "-" if value < 0 else ""
    if value < 0:
        return (sections[1], "") if len(sections) > 1 else (sections[0], "-")
    if value == 0 and len(sections) > 2:
        return sections[2], ""
    return sections[0], ""


def _filled(section: str, value: Decimal) -> str:
    """A section with its places filled by the digits of a value that is not negative."""
    whole: list[tuple[str, str]] = []
    places: list[tuple[str, str]] = []
    target = whole
    scale, grouped, commas = 0, False, 0
    for match in _TOKEN.finditer(section):
        literal = match[1] or match[2] or match[3] or match[4]
        char = match[7] or ""
        if match[6]:
            target.append(("literal", general(value)))
        elif literal:
            target.append(("literal", literal))
        elif char and char in "0#?":
            grouped, commas = grouped or commas > 0, 0
            target.append(("digit", char))
        elif char == ".":
            target = places
        elif char == ",":
            commas += any(kind == "digit" for kind, _ in target)
        elif char == "%":
            scale += 2
            target.append(("literal", char))
        elif char:
            target.append(("literal", char))
    if commas:
        scale -= 3 * commas
    decimals = sum(kind == "digit" for kind, _ in places)
    number = value.scaleb(scale).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    before, _, behind = f"{number:f}".partition(".")
    text = _whole(whole, before, grouped)
    fraction = _fraction(places, behind)
    if fraction[:1].isdigit():
        return f"{text}.{fraction}" if text[-1:].isdigit() else f"{text}0.{fraction}"
    return text + fraction


def _whole(tokens: list[tuple[str, str]], digits: str, grouped: bool) -> str:
    digits = digits.lstrip("0")
    out: list[str] = []
    left = sum(kind == "digit" for kind, _ in tokens)
    placed = 0
    for kind, text in reversed(tokens):
        if kind == "literal":
            out.append(text)
            continue
        left -= 1
        wanted = len(digits) - placed if left == 0 else 1
        for _ in range(max(1, wanted)):
            digit = digits[-1 - placed] if placed < len(digits) else ("0" if text == "0" else "")
            if digit:
                out.append(digit)
                placed += 1
                if grouped and placed % 3 == 0:
                    out.append(",")
    shown = "".join(reversed(out))
    return re.sub(r"^(\D*?),(?=\d)", r"\1", shown)


def _fraction(tokens: list[tuple[str, str]], digits: str) -> str:
    out: list[str] = []
    at = 0
    for kind, text in tokens:
        if kind == "literal":
            out.append(text)
            continue
        optional = text == "#" and not digits[at:].strip("0")
        out.append("" if optional else digits[at : at + 1])
        at += 1
    return "".join(out)
