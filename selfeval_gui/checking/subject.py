"""The report as the rules look at it: its texts by what they are about, its amounts, its dates, and its labels.

Computed once a check. It must not judge; that is the rules' part.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from selfeval_gui.checking.findings import Passage
from selfeval_gui.checking.reading import Reading, Span, read
from selfeval_gui.checking.rulebook import Context
from selfeval_gui.checking.words import Thresholds, Words, thresholds_for
from selfeval_gui.report import catalogue, totals
from selfeval_gui.report.dates import Month
from selfeval_gui.report.edit import get
from selfeval_gui.report.form import Form
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.model import SECTION_KEYS, EvaluationType, Report, Section
from selfeval_gui.report.text import squeeze

MIRRORED = {"performance_goal": "performance.expected", "effects": "performance.actual"}
"""Sections that repeat a blank of the form's part 三."""


@frozen
class Text:
    """A text that somebody wrote: `role` is the narrative section it is about (`basis` for the basis document).

    Generated sections are no texts: their fields are read instead. `mirror`: the narrative's own version of a
    blank of part 三.
    """

    field: str
    role: str
    reading: Reading
    mirror: bool = False

    @property
    def text(self) -> str:
        return self.reading.text

    def passage(self, span: Span) -> Passage:
        """A stretch of this text."""
        return Passage(self.field, self.reading.text[span.start : span.end], span.start, span.end)


class Subject:
    """One report under one form with its context. Amounts in 万元, rates in %; None what is not known."""

    def __init__(self, report: Report, form: Form, context: Context) -> None:
        self.report, self.form, self.context = report, form, context
        info = report.basic_info
        self.words: Words = context.words
        self.start = info.period_start if isinstance(info.period_start, Month) else None
        self.end = info.period_end if isinstance(info.period_end, Month) else None
        self.day = report.cover.report_date if isinstance(report.cover.report_date, date) else None
        self.is_ex_post = report.cover.evaluation_type is EvaluationType.EX_POST
        written_year = report.fiscal_year if isinstance(report.fiscal_year, int) else None
        self.year: int | None = written_year or (self.end.year if self.end else None)
        self.planned: Decimal | None = totals.total_of(info.planned_funds)
        self.received: Decimal | None = totals.total_of(info.received_funds)
        self.spent: Decimal | None = totals.expenditure_of(report)
        self.limits: Thresholds = thresholds_for(self.year)

    @cached_property
    def years(self) -> range:
        """The years that the report is about: those of the project, at least the budget year."""
        first = min(year for year in (self.start.year if self.start else None, self.year) if year is not None)
        return range(first, (self.year or first) + 1)

    def is_generated(self, key: str) -> bool:
        """Whether a section's text follows the fields."""
        section: Section = getattr(self.report.narrative, key)
        return section.linked and key in self.form.sentences

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """All written texts that are not empty, in the form's order."""
        return tuple(text for text in self._texts() if text.text.strip())

    def _texts(self) -> Iterator[Text]:
        performance = self.report.performance
        yield Text("performance.expected", "performance_goal", read(performance.expected))
        yield Text("performance.actual", "effects", read(performance.actual))
        basis = self.report.narrative.basis_document
        # An opening of one's own that names the document is read instead of the blank that fed it.
        if self.is_generated("opening") or squeeze(basis) not in squeeze(self.report.narrative.opening.text):
            yield Text("narrative.basis_document", "basis", read(basis))
        for key in SECTION_KEYS:
            if self.is_generated(key):
                continue
            own: str = getattr(self.report.narrative, key).text
            if key in MIRRORED and squeeze(own) == squeeze(get(self.report, MIRRORED[key])):
                continue
            yield Text(f"narrative.{key}.text", key, read(own), mirror=key in MIRRORED)

    @cached_property
    def whole(self) -> str:
        """All written texts, to ask quickly whether a word occurs at all."""
        return "\n".join(text.text for text in self.texts)

    def of(self, *roles: str) -> tuple[Text, ...]:
        """The texts about these sections."""
        return tuple(text for text in self.texts if text.role in roles)

    def label(self, path: str) -> str:
        """The form's name of a blank or section."""
        return self.form.label(path)

    def blank(self, path: str) -> Passage:
        """A whole blank as its editor shows it."""
        value: Any = get(self.report, path)
        shown = catalogue.blank(path).kind.show(value)
        return Passage(path, shown, 0, len(shown))

    def quote(self, text: Text, span: Span, width: int = 30) -> str:
        """The words of a span for a message, shortened in the middle when they are many."""
        words = text.reading.words(span).strip().replace("\n", "")
        return words if len(words) <= width else f"{words[: width - 10]}…{words[-9:]}"

    def sentence_has(self, text: Text, at: int, pattern: re.Pattern[str]) -> bool:
        """Whether the sentence at an offset holds the pattern; asked once a sentence, however much stands in it."""
        sentence = text.reading.sentence(at)
        key = (text.field, sentence.start, pattern.pattern)
        if key not in self._asked:
            self._asked[key] = bool(pattern.search(text.text, sentence.start, sentence.end))
        return self._asked[key]

    @cached_property
    def _asked(self) -> dict[tuple[str, int, str], bool]:
        return {}

    def is_future(self, text: Text, at: int) -> bool:
        """Whether the sentence at an offset speaks of plans, or stands among the advice at the end."""
        return self.sentence_has(text, at, self.words.future) or 0 <= self._advice_from(text) <= at

    def ends_a_term(self, text: Text, at: int) -> bool:
        """Whether the clause at an offset speaks of a term (质保期至…, 合同…到期): its end may lie ahead."""
        clause = text.reading.clause(at)
        return bool(self.words.term.search(text.text, clause.start, clause.end))

    def is_compared(self, text: Text, at: int) -> bool:
        """Whether the sentence at an offset compares with another time."""
        return self.sentence_has(text, at, self.words.comparison)

    def _advice_from(self, text: Text) -> int:
        """Where the advice begins in chapter four; -1 elsewhere or without such a heading."""
        if text.role != "experience_problems_advice":
            return -1
        found = self._advice.get(text.field)
        if found is None:
            found = next(
                (
                    line.start
                    for line in text.reading.paragraphs
                    if line.end - line.start <= 30
                    and self.words.chapter_four["意见和建议"].search(text.reading.words(line))
                ),
                -1,
            )
            self._advice[text.field] = found
        return found

    @cached_property
    def _advice(self) -> dict[str, int]:
        return {}
