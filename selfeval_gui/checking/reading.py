"""Reads a Chinese text as a second reader does: sentences, clauses, citations, dates, amounts, rates, ordinals.

Pure and linear in the text's length; every thing found carries its offsets in the text. It must not judge.
"""

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise

from selfeval_gui.report.dates import FIRST_YEAR, LAST_YEAR, Month, read_day, read_month
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.patterns import late

_PLAIN = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_SENTENCE_END = late("[。；;！!？?\n]")
_CLAUSE_END = late("[。；;！!？?\n，,（）()：:]")
_CITATION = late(r"《[^《》\n]{0,200}(?:《[^《》\n]{0,100}》[^《》\n]{0,100})?》|[〔\[]\d{4}[〕\]]")
_NUMBERED = late(r"[〔\[【](\d{4})[〕\]】]\s?第?\d*号?")
_CHINESE = "〇○零一二三四五六七八九十"
_DATE = late(
    r"(?<![\d.])(?P<y>\d{3,5})[ \u3000]{0,3}年度?"
    r"(?:[ \u3000]{0,3}(?P<m>\d{1,2})[ \u3000]{0,3}月(?!份?以)(?:份)?"
    r"(?:[ \u3000]{0,3}(?P<d>\d{1,2})[ \u3000]{0,3}[日号])?)?"
    r"|(?<![\d.])(?P<m2>\d{1,2})[ \u3000]{0,3}月(?:[ \u3000]{0,3}(?P<d2>\d{1,2})[ \u3000]{0,3}[日号])?"
    rf"|(?P<c>[〇○零一二三四五六七八九]{{4}}年(?:[{_CHINESE}]{{1,3}}月(?:[{_CHINESE}]{{1,3}}日)?)?)"
    r"|(?<![\d.\-/])(?P<y3>(?:19|20)\d{2})(?P<sep>[-/.])(?P<m3>\d{1,2})(?P=sep)(?P<d3>\d{1,2})(?![\d.\-/])"
)
_AMOUNT = late(
    r"(?P<about>约|近|逾|超过?)?(?<![\d.])(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?"
    r"(?P<more>余|多)?[ \u3000]?(?P<unit>亿元|万元|元)"
)
_PERCENT = late(
    r"(?<![\d.])(?P<number>\d+(?:\.\d+)?)[ \u3000]?%"
    rf"|百分之(?P<whole>[{_CHINESE}百]{{1,5}})(?:点(?P<part>[〇○零一二三四五六七八九]{{1,4}}))?"
)
_ORDINAL = late(rf"第(?P<number>[{_CHINESE}百]{{1,4}}|\d{{1,3}})(?P<unit>[届次期批])")
QUOTES = frozenset('“”"‘’「」 \u3000')
"""What does not count in the name of an event."""
_FACTOR = {"亿元": Decimal(10000), "万元": Decimal(1), "元": Decimal("0.0001")}
_DIGIT = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}


@frozen
class Span:
    """A stretch of a text, end excluded."""

    start: int
    end: int


@frozen
class DateInText(Span):
    """A date as written. `year` may be taken over from an earlier date of the same paragraph; then `own_year` is False.

    `possible` is False for the 30th of February, a 13th month or a year of three digits.
    """

    year: int | None
    month: int | None
    day: int | None
    own_year: bool
    possible: bool

    @property
    def first_day(self) -> date | None:
        """The first day that is meant; None without a year, or when there is no such day."""
        if not self.possible or self.year is None:
            return None
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date | None:
        """The last day that is meant."""
        first = self.first_day
        if first is None or self.day is not None:
            return first
        month = self.month or 12
        return date(first.year, month, monthrange(first.year, month)[1])


@frozen
class AmountInText(Span):
    """An amount with its unit; `value` in 万元, `step` half a unit of its last decimal (0 for whole numbers)."""

    value: Decimal
    step: Decimal
    about: bool


@frozen
class PercentInText(Span):
    """A rate; `step` is half a unit of its last digit, `decimals` how many it has."""

    value: Decimal
    step: Decimal
    decimals: int


@frozen
class OrdinalInText(Span):
    """第n届 with the event that follows it, without quotation marks, at most 16 characters."""

    number: int
    unit: str
    event: str


class Reading:
    """One text, read once; everything is computed when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = text.translate(_PLAIN)

    def __len__(self) -> int:
        return len(self.text)

    def words(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """The paragraphs that are not empty, without outer blanks."""
        found, at = [], 0
        for line in self.text.split("\n"):
            if stripped := line.strip(" \u3000\t"):
                start = at + line.index(stripped[0])
                found.append(Span(start, start + len(stripped)))
            at += len(line) + 1
        return tuple(found)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The stretches between 。；！？ and line ends, that are not empty."""
        cuts = [0, *(end + 1 for end in self._sentence_ends), len(self.text) + 1]
        return tuple(Span(a, b - 1) for a, b in pairwise(cuts) if b - 1 > a)

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [match.start() for match in _SENTENCE_END.finditer(self.text)]

    @cached_property
    def _clause_ends(self) -> list[int]:
        return [match.start() for match in _CLAUSE_END.finditer(self.text)]

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.text)]

    def _around(self, ends: list[int], at: int, reach: int) -> Span:
        index = bisect_right(ends, at - 1)
        start = ends[index - 1] + 1 if index else 0
        end = ends[index] if index < len(ends) else len(self.text)
        # Text without any punctuation would otherwise be searched anew for each thing in it, as a whole.
        return Span(max(start, at - reach), min(end, at + reach))

    def sentence(self, at: int) -> Span:
        """The sentence at an offset, at most 400 characters to either side."""
        return self._around(self._sentence_ends, at, 400)

    def clause(self, at: int) -> Span:
        """The clause at an offset, between commas, brackets and colons; at most 100 characters to either side."""
        return self._around(self._clause_ends, at, 100)

    def paragraph(self, at: int) -> Span:
        """The line at an offset, at most 1000 characters to either side."""
        return self._around(self._line_ends, at, 1000)

    @cached_property
    def citations(self) -> tuple[Span, ...]:
        """《…》 and 〔yyyy〕: what stands in them was said by others."""
        return tuple(Span(*match.span()) for match in _CITATION.finditer(self.text))

    def is_cited(self, at: int) -> bool:
        """Whether an offset lies within a citation."""
        index = bisect_right(self._citation_starts, at) - 1
        return index >= 0 and at < self.citations[index].end

    @cached_property
    def _citation_starts(self) -> list[int]:
        return [span.start for span in self.citations]

    @cached_property
    def document_numbers(self) -> tuple[tuple[Span, int], ...]:
        """〔yyyy〕n号 with its year."""
        return tuple((Span(*m.span()), int(m[1])) for m in _NUMBERED.finditer(self.plain))

    @cached_property
    def dates(self) -> tuple[DateInText, ...]:
        """Every date, month with or without year, and year, in order."""
        return tuple(self._read_dates())

    def dates_within(self, span: Span) -> tuple[DateInText, ...]:
        """The dates that begin in a span."""
        starts = self._date_starts
        return self.dates[bisect_left(starts, span.start) : bisect_left(starts, span.end)]

    @cached_property
    def _date_starts(self) -> list[int]:
        return [day.start for day in self.dates]

    def _read_dates(self) -> Iterator[DateInText]:
        year: int | None = None
        line = -1
        for match in _DATE.finditer(self.plain):
            here = bisect_right(self._line_ends, match.start())
            if here != line:
                year, line = None, here
            item = _date_of(match, year)
            if item is not None:
                # 较2024年 … 、《…2024年…》: a cited year is not the year of what follows.
                if item.own_year and item.possible and not self.is_cited(item.start):
                    year = item.year
                yield item

    @cached_property
    def amounts(self) -> tuple[AmountInText, ...]:
        """Every amount with 元, 万元 or 亿元, in 万元."""
        found = []
        for match in _AMOUNT.finditer(self.plain):
            factor = _FACTOR[match["unit"]]
            fraction = match["fraction"] or ""
            value = Decimal(match["digits"].replace(",", "") + fraction) * factor
            step = Decimal(5).scaleb(-len(fraction)) * factor if fraction else Decimal(0)
            start = match.start("digits")
            about = bool(match["about"] or match["more"])
            found.append(AmountInText(start, match.end(), value, step, about))
        return tuple(found)

    @cached_property
    def percents(self) -> tuple[PercentInText, ...]:
        """Every rate with %, or written out: 百分之九十五点六."""
        found = []
        for match in _PERCENT.finditer(self.plain):
            number = match["number"] or _written_out(match["whole"], match["part"] or "")
            if number is None:
                continue
            decimals = len(number.partition(".")[2])
            step = Decimal(5).scaleb(-decimals - 1)
            found.append(PercentInText(match.start(), match.end(), Decimal(number), step, decimals))
        return tuple(found)

    @cached_property
    def ordinals(self) -> tuple[OrdinalInText, ...]:
        """Every 第n届, 第n次, 第n期, 第n批 with what follows."""
        found = []
        for match in _ORDINAL.finditer(self.plain):
            number = chinese_number(match["number"])
            if number is not None:
                tail = re.split("[，。；、\n《》]", self.plain[match.end() : match.end() + 24], maxsplit=1)[0]
                event = "".join(char for char in tail if char not in QUOTES)[:16]
                found.append(OrdinalInText(match.start(), match.end(), number, match["unit"], event))
        return tuple(found)


def _written_out(whole: str, part: str) -> str | None:
    """九十五, 六 → 95.6."""
    number = chinese_number(whole)
    if number is None:
        return None
    return f"{number}.{''.join(str(_DIGIT[char]) for char in part)}" if part else f"{number}"


def _date_of(match: re.Match[str], inherited: int | None) -> DateInText | None:
    start, end = match.span()
    if written := match["c"]:
        day = read_day(written)
        month = read_month(written)
        if isinstance(day, date):
            return DateInText(start, end, day.year, day.month, day.day, own_year=True, possible=True)
        if isinstance(month, Month):
            return DateInText(start, end, month.year, month.month, None, own_year=True, possible=True)
        return None
    if match["y3"]:
        return _checked(start, end, int(match["y3"]), int(match["m3"]), int(match["d3"]), own_year=True)
    if match["m2"]:
        day_number = int(match["d2"]) if match["d2"] else None
        month_number = int(match["m2"])
        if day_number is None and not 1 <= month_number <= 12:
            return None  # 18月 without a year is a length of time badly written, not a date
        return _checked(start, end, inherited, month_number, day_number, own_year=False)
    year, month_text = match["y"], match["m"]
    if len(year) != 4 or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        if month_text is None:
            return None
        return DateInText(start, end, int(year), int(month_text), None, own_year=True, possible=False)
    return _checked(
        start, end, int(year), int(month_text) if month_text else None, int(match["d"]) if match["d"] else None,
        own_year=True,
    )  # fmt: skip


def _checked(
    start: int, end: int, year: int | None, month: int | None, day: int | None, *, own_year: bool
) -> DateInText:
    # Without a year, the 29th of February is given the benefit of the doubt.
    possible = (month is None or 1 <= month <= 12) and (
        day is None or month is None or not 1 <= month <= 12 or 1 <= day <= monthrange(year or 2000, month)[1]
    )
    return DateInText(start, end, year, month, day, own_year=own_year, possible=possible)


def chinese_number(text: str) -> int | None:
    """三 → 3, 十二 → 12, 二十 → 20, 一百零五 → 105, 12 → 12; None for what is none. Up to 999."""
    if text.isascii() and text.isdigit():
        return int(text)
    total, current = 0, 0
    for char in text:
        if char in _DIGIT:
            current = current * 10 + _DIGIT[char]
        elif char in "十百":
            total += (current or 1) * (10 if char == "十" else 100)
            current = 0
        else:
            return None
    return total + current


def to_chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 23 → 二十三; 1–99."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else "零一二三四五六七八九"[tens] + "十"
    return head + ("零一二三四五六七八九"[ones] if ones or not tens else "")


@lru_cache(maxsize=256)
def read(text: str) -> Reading:
    """The reading of a text; remembered, because between two keystrokes most texts stay the same."""
    return Reading(text)
