"""Dates and months as people write them on forms, and as the form prints them (2018年10月30日).

GB/T 9704: Arabic digits, full year, no leading zero. No clock is read here.
"""

import re
from datetime import date
from functools import total_ordering

from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.patterns import late
from selfeval_gui.report.text import Unparsed, squeeze


@total_ordering
@frozen
class Month:
    """A month of a year; `month` is 1–12."""

    year: int
    month: int

    def __lt__(self, other: object) -> bool:
        return (self.year, self.month) < (other.year, other.month) if isinstance(other, Month) else NotImplemented

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        from calendar import monthrange  # brings locale with it, which no start needs

        return date(self.year, self.month, monthrange(self.year, self.month)[1])


Day = date | Unparsed | None
"""A date; `Unparsed` what is no date; None an empty blank."""
MonthBlank = Month | Unparsed | None
"""A month; `Unparsed` what is no month; None an empty blank."""

FIRST_YEAR, LAST_YEAR = 1949, 2100
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = late("([〇○零一二三四五六七八九]{4})年")
_CHINESE_SMALL = late("([一二三])?十([一二三四五六七八九])?(?=[月日])|([一二三四五六七八九])(?=[月日])")
_SEPARATED_DAY = late(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?", re.ASCII)
_COMPACT_DAY = late(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SEPARATED_MONTH = late(r"(\d{4})(?:年|[-/.])(\d{1,2})月?份?", re.ASCII)
_COMPACT_MONTH = late(r"(\d{4})(\d{2})", re.ASCII)
_NO_DATE = late("年?月?日?|[-/—]*|无")
_YEAR_ONLY = late(r"(\d{4})年?(?:全年)?度?", re.ASCII)


def _arabic(text: str) -> str:
    """`text` squeezed, with the Chinese numerals of a date (二〇一八年十月三十日) as Arabic digits."""
    text = squeeze(text)
    text = _CHINESE_YEAR.sub(lambda match: match[1].translate(_CHINESE_DIGITS) + "年", text)

    def small(match: re.Match[str]) -> str:
        if match[3]:
            return match[3].translate(_CHINESE_DIGITS)
        tens, ones = (
            (match[1] or "一").translate(_CHINESE_DIGITS),
            (match[2] or "零").translate(_CHINESE_DIGITS),
        )
        return str(int(tens) * 10 + int(ones))

    return _CHINESE_SMALL.sub(small, text)


def read_day(text: str) -> Day:
    """Read a date: 2018年10月30日, 2018-10-30, 2018/10/30, 2018.10.30, 20181030, 二〇一八年十月三十日.

    `年 月 日` without digits is an empty blank.
    """
    plain = _arabic(text)
    if _NO_DATE.fullmatch(plain):
        return None
    match = _SEPARATED_DAY.fullmatch(plain) or _COMPACT_DAY.fullmatch(plain)
    if match:
        year, month, day = map(int, match.groups())
        if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= Month(year, month).last_day.day:
            return date(year, month, day)
    return Unparsed(text)


def read_month(text: str) -> MonthBlank:
    """Read a month of a year: 2018年12月, 2018-12, 2018.12, 2018/12, 201812, 二〇一八年十二月."""
    plain = _arabic(text)
    if _NO_DATE.fullmatch(plain):
        return None
    match = _SEPARATED_MONTH.fullmatch(plain) or _COMPACT_MONTH.fullmatch(plain)
    if match:
        year, month = map(int, match.groups())
        if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12:
            return Month(year, month)
    return Unparsed(text)


def read_period(text: str) -> tuple[MonthBlank, MonthBlank]:
    """Read 项目起止时间: `2018年1月至12月`, `2018.1-2018.12`, `2018年1月1日至2018年12月31日`, `2018年度`.

    Returns start and end; both `Unparsed` with the whole text when it is no period, both None when it is empty.
    """
    plain = _arabic(text)
    if not plain:
        return None, None
    if match := _YEAR_ONLY.fullmatch(plain):
        year = int(match[1])
        if FIRST_YEAR <= year <= LAST_YEAR:
            return Month(year, 1), Month(year, 12)
    for separator in ("至", "到", "—", "–", "~", "-"):
        for cut in (m.start() for m in re.finditer(re.escape(separator), plain)):
            start = _month_of(plain[:cut])
            rest = plain[cut:].lstrip(separator)
            end = _month_of(rest)
            if end is None and start is not None and (short := re.fullmatch(r"(\d{1,2})月?(?:\d{1,2}日)?", rest)):
                end = _month_of(f"{start.year}年{short[1]}月")
            if start is not None and end is not None:
                return start, end
    return Unparsed(text), Unparsed(text)


def _month_of(text: str) -> Month | None:
    """The month in a squeezed text that is a month or a whole date."""
    day = read_day(text)
    if isinstance(day, date):
        return Month(day.year, day.month)
    month = read_month(text)
    return month if isinstance(month, Month) else None


def read_year(text: str) -> int | Unparsed | None:
    """Read a budget year: 2018, 2018年, 2018年度."""
    plain = _arabic(text)
    if not plain or plain == "年":
        return None
    match = _YEAR_ONLY.fullmatch(plain)
    if match and FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return int(match[1])
    return Unparsed(text)


def print_day(value: date) -> str:
    """2018年10月30日, without leading zeros."""
    return f"{value.year}年{value.month}月{value.day}日"


def print_month(value: Month) -> str:
    return f"{value.year}年{value.month}月"


def print_period(start: MonthBlank, end: MonthBlank) -> str:
    """`2018年1月至12月`; both years when they differ; one month when start is end; the one that is there."""
    first = start if isinstance(start, Month) else None
    last = end if isinstance(end, Month) else None
    if first is None or last is None:
        if first is not None:
            return f"{print_month(first)}至"
        return f"至{print_month(last)}" if last is not None else ""
    if first == last:
        return print_month(first)
    if first.year == last.year:
        return f"{print_month(first)}至{last.month}月"
    return f"{print_month(first)}至{print_month(last)}"


def show_date(value: date | Month | Unparsed | None) -> str:
    """The text that an editor shows: as printed, or as typed when it is no date."""
    if isinstance(value, Unparsed):
        return value.text
    if isinstance(value, Month):
        return print_month(value)
    return print_day(value) if value is not None else ""


def year_reported_on(year: int, month: int) -> int:
    """The year that a report made in this month is about: reports are handed in during the first half of the next."""
    return year - 1 if month <= 6 else year
