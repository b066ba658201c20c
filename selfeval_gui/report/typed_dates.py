"""Dates and months as people type or paste them into a blank, in more ways than documents have: 25.1.31, 1月31号, 元月.

Used where the writer sees at once what was understood. Foreign files are read by the stricter `dates`.
"""

import re
import unicodedata
from datetime import date

from selfeval_gui.report.dates import Day, Month, MonthBlank, read_day, read_month
from selfeval_gui.report.patterns import late
from selfeval_gui.report.text import Unparsed

_WEEKDAY = late(r"\s*[（(]?\s*(?:星期|礼拜|周)[一二三四五六日天]\s*[）)]?\s*$")
_TIME = late(r"(?<=[\d日])(?:\s+|T)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$", re.ASCII)
_BETWEEN = late(r"(?<=\d)\s*[-、,，。·・_\\—–―‐−~|.／/\s]\s*(?=\d)", re.ASCII)
_SHORT_DAY = late(r"(\d{2})(?:年|-)(\d{1,2})(?:月|-)(\d{1,2})日?", re.ASCII)
_SHORT_MONTH = late(r"(\d{2})年(\d{1,2})月?份?", re.ASCII)
_MONTH_ALONE = late(r"(\d{1,2})月份?", re.ASCII)
_SPACED = late(r"\d\s+\d", re.ASCII)
_WORDS = str.maketrans({"号": "日", "廿": "二十", "卅": "三十"})


def type_day(text: str) -> Day:
    """A date as typed: whatever `read_day` reads, 1月31号, 2025，1，31, 2025 1 31, 25.1.31, weekdays, times.

    A year of two digits is one of 1950–2049.
    """
    found = read_day(text)
    if not isinstance(found, Unparsed):
        return found
    plain = _plain(text)
    if short := _SHORT_DAY.fullmatch(plain):
        plain = f"{_century(short[1])}-{short[2]}-{short[3]}"
    again = read_day(plain)
    return again if isinstance(again, date) else Unparsed(text)


def type_month(text: str, year: int | None = None) -> MonthBlank:
    """A month as typed: whatever `read_month` reads, 25年12月, a whole date, and in `year` also 12月 alone."""
    spaced = _SPACED.search(text) is not None  # 2025 1 2 is no 202512
    found = Unparsed(text) if spaced else read_month(text)
    if not isinstance(found, Unparsed):
        return found
    plain = _plain(text)
    if short := _SHORT_MONTH.fullmatch(plain):
        plain = f"{_century(short[1])}-{short[2]}"
    elif year is not None and (alone := _MONTH_ALONE.fullmatch(_numbered(plain, year))):
        plain = f"{year}-{alone[1]}"
    again = read_month(plain)
    if isinstance(again, Month):
        return again
    day = type_day(text)
    return Month(day.year, day.month) if isinstance(day, date) else Unparsed(text)


def _plain(text: str) -> str:
    """The text in one width and with one separator, without weekday, time and closing dot."""
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("公元").strip()
    plain = _TIME.sub("", _WEEKDAY.sub("", plain))
    plain = plain.replace("元月", "一月").translate(_WORDS)
    plain = _BETWEEN.sub("-", plain)
    return re.sub(r"\s+", "", plain).rstrip(".。、,")


def _numbered(plain: str, year: int) -> str:
    """十二月 as 12月."""
    month = read_month(f"{year}年{plain}")
    return f"{month.month}月" if isinstance(month, Month) and plain.endswith(("月", "月份")) else plain


def _century(year: str) -> str:
    return f"20{year}" if int(year) < 50 else f"19{year}"
