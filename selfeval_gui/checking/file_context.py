"""What a report file says beside its report, as the rules ask for it: the one way from a file to a `Context`.

Pure: today, last year's report and the office's additions are given by the doors. How files are kept is not known
here; anything with these attributes will do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from selfeval_gui.checking.last_year import last_year_from
from selfeval_gui.checking.office import Office
from selfeval_gui.checking.rulebook import Context, Paper
from selfeval_gui.checking.words import Words
from selfeval_gui.report.model import Report


class Reason(Protocol):
    """An explanation (情况说明) as the file keeps it."""

    @property
    def rule(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def reason(self) -> str: ...


class Review(Protocol):
    """Where the report came from, and what of it nobody has looked at."""

    @property
    def source(self) -> Mapping[str, Any] | None: ...
    @property
    def unreviewed(self) -> Mapping[str, Mapping[str, Any]]: ...


class KeptReport(Protocol):
    """A report with what its file keeps beside it."""

    @property
    def report(self) -> Report: ...
    @property
    def review(self) -> Review: ...
    @property
    def explanations(self) -> Sequence[Reason]: ...


def context_of(
    file: KeptReport,
    today: date,
    *,
    last_year: Report | None = None,
    office: Office | None = None,
    paper: Paper | None = None,
) -> Context:
    """The context of a file; `last_year` instead of what the file itself remembers of last year.

    `paper` is what the door has seen of the composed pages; without it the rules of family F are silent.
    """
    review, office = file.review, office or Office()
    marks = frozenset(review.unreviewed)
    # A report that was written here has no marks and never had any; an imported one without marks was looked at.
    known = bool(marks) or is_imported(review)
    return Context(
        today=today,
        last_year=last_year or last_year_kept(review),
        explanations=frozenset((entry.rule, entry.field) for entry in file.explanations),
        switched_off=frozenset(entry.rule for entry in office.switched_off),
        switched_on=frozenset(office.switched_on),
        unreviewed=marks if known else None,
        paper=paper or Paper(),
        words=_words(office),
    )


def is_imported(review: Review) -> bool:
    """Whether the report was made from another file."""
    return bool(review.source) and "imported" in (review.source or {})


def last_year_kept(review: Review) -> Report | None:
    """Last year's report as far as a file remembers it; None for one that was not made from last year's.

    From what the import, or whoever chose a file to compare with, wrote down (`last_year`); in files of earlier
    versions from the values that the marks keep and those that the import left out (`cleared`).
    """
    source = review.source or {}
    kept, cleared = source.get("last_year"), source.get("cleared")
    values: dict[str, Any] = {}
    if isinstance(kept, Mapping):
        values |= kept
    elif isinstance(cleared, Mapping):
        marks = review.unreviewed.items()
        values |= {path: mark["previous"] for path, mark in marks if "previous" in mark and "[" not in path}
        values |= cleared
    else:
        return None
    report, year = last_year_from(values), source.get("year")
    if report is not None and isinstance(year, int) and not isinstance(year, bool):
        report = replace(report, fiscal_year=year)
    return report


@lru_cache(maxsize=4)
def _words(office: Office) -> Words:
    if not office.words:
        return Words.shipped()
    return Words.shipped().extended({"own": [{"wrong": word.wrong, "right": word.right} for word in office.words]})
