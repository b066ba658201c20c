"""Automatic list numbers, which are not in a document's text: 一、（二）3. as the word processor would show them.

Formats have the names of ECMA-376, 17.18.59 (ST_NumberFormat). Knows no file format.
"""

import re
from dataclasses import dataclass, field

from selfeval_gui.report.frozen import frozen

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_COUNTING = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
    "koreanCounting", "japaneseDigitalTenThousand",
}  # fmt: skip
_FIRST_OF = {"decimalEnclosedCircle": 0x2460, "decimalEnclosedCircleChinese": 0x2460, "decimalEnclosedParen": 0x2474,
             "decimalEnclosedFullstop": 0x2488}  # fmt: skip
_ENCLOSED = 20
_LIMIT = 100_000


def spelled(number: int, form: str) -> str:
    """`number` (from 0) in a format; an unknown format counts in plain digits, a bullet gives nothing."""
    if form in ("bullet", "none"):
        return ""
    if not 0 < number < _LIMIT:
        return str(number)
    if form in _COUNTING:
        return counted(number)
    if form in _FIRST_OF and number <= _ENCLOSED:
        return chr(_FIRST_OF[form] + number - 1)
    if form == "ideographDigital":
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if form in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return counted(number, _LEGAL, ("", "拾", "佰", "仟"))
    if form == "ideographTraditional" and number <= len(_STEMS):
        return _STEMS[number - 1]
    if form == "ideographZodiac" and number <= len(_BRANCHES):
        return _BRANCHES[number - 1]
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 9)
        return letter if form == "lowerLetter" else letter.upper()
    if form == "decimalZero":
        return f"{number:02}"
    if form == "decimalFullWidth":
        return str(number).translate({ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)})
    return str(number)


def counted(number: int, digits: str = "零一二三四五六七八九", units: tuple[str, ...] = ("", "十", "百", "千")) -> str:
    """A number below 100,000 as it is read out: 十二, 一百零五. With the legal digits 壹拾贰."""
    if number >= 10_000:
        rest = number % 10_000
        tail = ("" if rest >= 1000 else digits[0]) + counted(rest, digits, units) if rest else ""
        return counted(number // 10_000, digits, units) + "万" + tail
    text = ""
    for place, char in enumerate(str(number)):
        power = len(str(number)) - 1 - place
        if char != "0":
            text += digits[int(char)] + units[power]
        elif text and not text.endswith(digits[0]):
            text += digits[0]
    text = text.rstrip(digits[0])
    return text[1:] if text.startswith("一十") else text


def _roman(number: int) -> str:
    if number >= 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


@frozen
class Level:
    """One level of a list: its format, its text with `%1` … `%9` for the levels' numbers, its first number."""

    form: str = "decimal"
    template: str = ""
    start: int = 1
    legal: bool = False
    """Numbers of higher levels are shown in plain digits."""


@dataclass
class Counters:
    """The running numbers of all lists of a document."""

    _running: dict[str, dict[int, int]] = field(default_factory=dict)
    _restarted: set[tuple[str, int]] = field(default_factory=set)

    def restart(self, series: str) -> None:
        """Let a series begin anew."""
        self._running.pop(series, None)

    def next(self, series: str, level: int, levels: dict[int, Level], restart: tuple[str, int] | None = None) -> str:
        """The number of the next paragraph of a level (from 0) of `series`.

        `levels` describes the list. `restart` is (name, number): the first paragraph that comes with this name
        starts the level again at the number.
        """
        running = self._running.setdefault(series, {})
        own = levels.get(level, Level())
        if restart is not None and (restart[0], level) not in self._restarted:
            self._restarted.add((restart[0], level))
            running[level] = restart[1]
        else:
            running[level] = running[level] + 1 if level in running else own.start
        for deeper in [other for other in running if other > level]:
            del running[deeper]

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            described = levels.get(at, Level())
            value = running.setdefault(at, described.start) if at <= level else described.start
            form = "decimal" if own.legal and described.form not in ("bullet", "none") else described.form
            return spelled(value, form)

        return "" if own.form == "bullet" else re.sub(r"%([1-9])", number, own.template)
