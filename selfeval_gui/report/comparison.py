"""Two reports side by side, ready to be shown or printed: line by line, texts by sentence, amounts with what they rose.

Pure; `differences` finds what differs, this says it.
"""

from decimal import Decimal
from typing import NamedTuple

from selfeval_gui.report import totals
from selfeval_gui.report.differences import KIND_WORDS, Difference, Kind, differences, part_of
from selfeval_gui.report.edit import get
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Report
from selfeval_gui.report.money import show_plain
from selfeval_gui.report.text_changes import SentenceChange, text_changes


class Line(NamedTuple):
    """One difference: part of the form, blank, what happened, both texts with their units.

    `change` is how much an amount rose or fell (＋1.5，＋12.5%), "" for anything else. `sentences` are those of a long
    text that differ; none when only blanks and line ends do. `path` as in `Difference`.
    """

    part: str
    name: str
    what: str
    old: str
    new: str
    change: str
    sentences: tuple[SentenceChange, ...]
    path: str
    is_text: bool


class Comparison(NamedTuple):
    """All lines in the form's order; `rates` are computed figures of both reports: name, old, new."""

    lines: tuple[Line, ...]
    rates: tuple[tuple[str, str, str], ...]

    @property
    def counts(self) -> str:
        """修改 3 处，新增 1 处；"" for two equal reports."""
        number = {word: sum(1 for line in self.lines if line.what == word) for word in KIND_WORDS.values()}
        return "，".join(f"{word} {count} 处" for word, count in number.items() if count)


def compare(old: Report, new: Report, form: Form) -> Comparison:
    """Everything that differs between two reports of one form."""
    lines = tuple(_line(one, old, new) for one in differences(old, new, form))
    return Comparison(lines, tuple(_rates(old, new)))


def _line(one: Difference, old: Report, new: Report) -> Line:
    return Line(
        part_of(one.path),
        one.name,
        KIND_WORDS[one.kind],
        one.old,
        one.new,
        _rise(one, old, new),
        text_changes(one.old, one.new) if one.is_text else (),
        one.path,
        one.is_text,
    )


def _rise(one: Difference, old: Report, new: Report) -> str:
    if one.kind is not Kind.CHANGED or not one.old_path:
        return ""
    before, after = get(old, one.old_path), get(new, one.path)
    if not isinstance(before, Decimal) or not isinstance(after, Decimal) or before == after:
        return ""
    by = after - before
    said = f"{'＋' if by > 0 else '－'}{show_plain(abs(by))}"
    share = totals.percent(abs(by), before)
    return said if share is None else f"{said}，{said[0]}{totals.show_percent(share)}"


def _rates(old: Report, new: Report) -> list[tuple[str, str, str]]:
    """Rates and sums that follow from the amounts, where they differ."""
    figures = (("资金到位率", totals.arrival_rate), ("预算执行率", totals.execution_rate))
    found = []
    for name, rate in figures:
        values = ["" if (value := rate(report)) is None else totals.show_percent(value) for report in (old, new)]
        if values[0] != values[1]:
            found.append((name, values[0], values[1]))
    return found
