"""Figures of the tables inside written text: 到位率, 支出 and their like, which follow the tables by themselves.

The text always holds the figure as it is printed, and beside the text stands where it is. So printing, checking and a
program that knows nothing of this all read plain text that is right; only a change of the tables, or of the text, has
work to do here. Pure; a `LiveValue` never names a text of a table's row.
"""

from collections.abc import Iterable
from dataclasses import replace

from selfeval_gui.report.edit import get, put
from selfeval_gui.report.form import Form
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.model import Report
from selfeval_gui.report.narrative import values_in_sentences

WORDS = {
    "planned": ("计划安排资金", "万元"),
    "received": ("实际到位资金", "万元"),
    "spent": ("实际支出", "万元"),
    "balance": ("结余资金", "万元"),
    "arrival_rate": ("资金到位率", ""),
    "execution_rate": ("预算执行率", ""),
    "score": ("综合得分", "分"),
    "grade": ("自评等次", ""),
    "period": ("项目起止时间", ""),
    "fiscal_year": ("评价年度", "年"),
    "project": ("项目名称", ""),
    "unit": ("项目单位", ""),
}
"""What can be put into a text: name in the file → what it is called, and the unit that is written behind it."""


@frozen
class LiveValue:
    """One figure in a text: `name` of WORDS, standing as `text` at character `start` of the blank `field`."""

    field: str
    name: str
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


Live = tuple[LiveValue, ...]


def figures(report: Report, form: Form) -> dict[str, str]:
    """Every value as it is printed, unit included; what the tables do not have yet is asked for: 【资金到位率】."""
    values = values_in_sentences(report, form)
    return {
        name: f"{values[name]}{unit}" if values.get(name) else f"【{word}】" for name, (word, unit) in WORDS.items()
    }


def insert(report: Report, form: Form, live: Live, field: str, start: int, end: int, name: str) -> tuple[Report, Live]:
    """Put a value in the place of the characters `start` to `end` of a text. KeyError for a name that is none."""
    figure = figures(report, form)[name]
    old = _text(report, field)
    new = put(report, field, old[:start] + figure + old[end:])
    delta = len(figure) - (end - start)
    kept = [
        replace(one, start=one.start + delta) if one.field == field and one.start >= end else one
        for one in live
        if one.field != field or one.end <= start or one.start >= end
    ]
    return new, _sorted([*kept, LiveValue(field, name, start, figure)])


def follow(old: Report, new: Report, live: Live) -> Live:
    """The values after somebody edited texts: moved with them, and gone where their own characters were touched."""
    found: list[LiveValue] = []
    for one in live:
        before, after = _text(old, one.field), _text(new, one.field)
        if before == after or one.end <= _common(before, after):
            found.append(one)
        elif one.start >= len(before) - _common(before[::-1], after[::-1]):
            found.append(replace(one, start=one.start + len(after) - len(before)))
        elif before.count(one.text) == after.count(one.text):
            # Edits before and behind it at once (a replacement everywhere): it is still the n-th of its kind.
            start = -1
            for _ in range(before.count(one.text, 0, one.end)):
                start = after.index(one.text, start + 1)
            if start >= 0:
                found.append(replace(one, start=start))
    kept = _apart(found)
    return live if kept == live else kept


def refresh(report: Report, form: Form, live: Live) -> tuple[Report, Live]:
    """The report with today's figures in its texts; the same objects when all of them are right."""
    if not live:
        return report, live
    now = figures(report, form)
    moved: list[LiveValue] = []
    for field in dict.fromkeys(one.field for one in live):
        text, shift = _text(report, field), 0
        for one in _sorted(o for o in live if o.field == field):
            start, figure = one.start + shift, now[one.name]
            text = text[:start] + figure + text[start + len(one.text) :]
            shift += len(figure) - len(one.text)
            moved.append(replace(one, start=start, text=figure))
        report = put(report, field, text)
    kept = _sorted(moved)
    return report, live if kept == live else kept


def sound(report: Report, live: Iterable[LiveValue]) -> Live:
    """The values that stand where they say they do; one whose text was moved by another program is found again when it
    stands in its blank only once, and is plain text otherwise."""
    found: list[LiveValue] = []
    for one in live:
        try:
            text = _text(report, one.field)
        except KeyError:
            continue
        if one.name not in WORDS or not one.text:
            continue
        if text[one.start : one.end] == one.text:
            found.append(one)
        elif text.count(one.text) == 1:
            found.append(replace(one, start=text.index(one.text)))
    return _apart(found)


def at(live: Live, field: str) -> Live:
    """The values in one text, in their order."""
    return tuple(one for one in live if one.field == field)


def _text(report: Report, field: str) -> str:
    text = get(report, field)
    if not isinstance(text, str):
        raise KeyError(field)
    return text


def _common(a: str, b: str) -> int:
    """How many characters the two begin with alike."""
    shortest = min(len(a), len(b))
    return next((i for i in range(shortest) if a[i] != b[i]), shortest)


def _sorted(live: Iterable[LiveValue]) -> Live:
    return tuple(sorted(live, key=lambda one: (one.field, one.start)))


def _apart(live: Iterable[LiveValue]) -> Live:
    """Without those that overlap one before them."""
    found: list[LiveValue] = []
    for one in _sorted(live):
        if not found or found[-1].field != one.field or found[-1].end <= one.start:
            found.append(one)
    return tuple(found)
