"""Family E, last year: what was carried over and should have changed. All of it needs last year's report."""

import re
from collections.abc import Iterator

from selfeval_gui.checking.findings import ERROR, WARNING, Finding, found
from selfeval_gui.checking.reading import Span, read, to_chinese
from selfeval_gui.checking.rulebook import rule
from selfeval_gui.checking.subject import Subject, Text
from selfeval_gui.checking.text_rules import replaced
from selfeval_gui.report import totals
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Funds, Report
from selfeval_gui.report.money import Money, amount, show_plain
from selfeval_gui.report.narrative import paragraphs
from selfeval_gui.report.patterns import late
from selfeval_gui.report.text import squeeze

_LEAST = 10
_FIGURE = late(r"\d|[二三四五六七八九十百千万]+(?:个|次|人|户|份|名|项|期|届)")
_NUMBERING = late(
    r"^[ \u3000]*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]{1,3}、)"
)
_CITED = late(r"《[^《》\n]{0,200}》|[〔\[]\d{4}[〕\]]\s?\d*号?")


def _paragraphs_of(report: Report, form: Form) -> frozenset[str]:
    """Last year's paragraphs, table 三 included, without blanks and numbering."""
    lines = [p.text for p in paragraphs(report, form) if not p.level]
    lines += report.performance.expected.split("\n") + report.performance.actual.split("\n")
    return frozenset(squeeze(_NUMBERING.sub("", line)) for line in lines)


def _is_unreviewed(s: Subject, field: str) -> bool:
    marks = s.context.unreviewed
    if marks is None:
        return True
    stem = field.removesuffix(".text")
    return field in marks or stem in marks or any(mark.startswith(f"{stem}.") for mark in marks)


@rule("E1", WARNING, needs=("last_year",))
def carried_over_paragraphs_are_looked_at(s: Subject) -> Iterator[Finding]:
    """A paragraph as last year's with figures, years or names in it, until its field is marked 已核对."""
    last = s.context.last_year
    if last is None:
        return
    old = _paragraphs_of(last, s.form)
    names = [person.name for person in s.report.evaluators if person.name]
    for text in s.texts:
        if not _is_unreviewed(s, text.field):
            continue
        for number, span in enumerate(text.reading.paragraphs, 1):
            line = _NUMBERING.sub("", text.reading.words(span))
            plain = _CITED.sub("", line)
            if len(line) < _LEAST or not (_FIGURE.search(plain) or any(name in plain for name in names)):
                continue
            if squeeze(line) in old:
                message = f"“{s.label(text.field)}”第{number}段与上年完全相同且含数字、年份或人名，请核对。"
                yield found(WARNING, text.field, message, (text.passage(span),))


@rule("E2", ERROR, needs=("last_year",))
def nothing_of_last_year_is_left(s: Subject) -> Iterator[Finding]:
    """Last year's unit or project name (error) and amounts (warning) are not in the text once the blank changed."""
    last = s.context.last_year
    if last is None:
        return
    for name in ("project_name", "project_unit"):
        old, new = getattr(last.cover, name), getattr(s.report.cover, name)
        if len(old) < 4 or not new or squeeze(old) == squeeze(new):
            continue
        for text in s.texts:
            for match in re.finditer(re.escape(old), text.text):
                around = text.text[max(0, match.start() - len(new)) : match.end() + len(new)]
                if old in new and new in around:
                    continue  # 供水保障 within 应急供水保障 is this year's name
                message = f"正文仍有上年的“{old}”，现为“{new}”。"
                place = s.blank(f"cover.{name}")
                yield found(ERROR, text.field, message, (text.passage(Span(*match.span())), place))
    info, before = s.report.basic_info, last.basic_info
    current = {v for f in (info.planned_funds, info.received_funds) for v in map(amount, _values(f)) if v is not None}
    current |= {v for row in s.report.expenditures for v in (amount(row.planned), amount(row.actual)) if v is not None}
    current |= {v for v in (s.spent, s.planned, s.received, totals.balance(s.report)) if v is not None}
    pairs = (
        ("计划安排资金", totals.total_of(before.planned_funds), s.planned, "basic_info.planned_funds.total"),
        ("实际到位资金", totals.total_of(before.received_funds), s.received, "basic_info.received_funds.total"),
        ("实际支出", totals.expenditure_of(last), s.spent, "basic_info.actual_expenditure"),
    )
    said: set[tuple[str, int]] = set()
    for name, was, now, path in pairs:
        if was is None or now is None or was == now or was in current or not was:
            continue
        for text in s.texts:
            for item in text.reading.amounts:
                if item.value != was or s.is_compared(text, item.start) or (text.field, item.start) in said:
                    continue
                said.add((text.field, item.start))
                message = f"正文仍有上年的{name}“{show_plain(was)}万元”，现为“{show_plain(now)}万元”。"
                yield found(WARNING, text.field, message, (text.passage(item), s.blank(path)))


def _values(funds: Funds) -> list[Money]:
    return [funds.total, funds.central, funds.region, funds.city_county, funds.other]


@rule("E4", WARNING, needs=("last_year",))
def yearly_events_count_on(s: Subject) -> Iterator[Finding]:
    """第n届 of an event that was the nth last year is the n+1st this year."""
    last = s.context.last_year
    old_year = last.fiscal_year if last is not None else None
    if last is None or s.year is None or not isinstance(old_year, int) or old_year >= s.year:
        return
    least = s.limits.event_characters
    before = {
        (o.number, o.event[:least]) for line in _texts_of(last, s.form) for o in read(line).ordinals if o.unit == "届"
    }
    for text in s.texts:
        for item in text.reading.ordinals:
            if item.unit != "届" or len(item.event) < least or (item.number, item.event[:least]) not in before:
                continue
            if _tells_the_past(s, text, item.start):
                continue
            proper = to_chinese(item.number + s.year - old_year)
            number = f"第{to_chinese(item.number)}届"
            message = f"“{number}{item.event[:8]}…”：上年为{number}，今年是否应为第{proper}届？"
            fix = replaced(text, item, f"第{proper}届", f"改为“第{proper}届”", safe=False)
            yield found(WARNING, text.field, message, (text.passage(item),), fix)


def _texts_of(report: Report, form: Form) -> list[str]:
    return [p.text for p in paragraphs(report, form)] + [report.performance.expected, report.performance.actual]


def _tells_the_past(s: Subject, text: Text, at: int) -> bool:
    return s.is_compared(text, at) or text.role == "project_background"
