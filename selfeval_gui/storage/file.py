"""A report with what the file keeps around it: identity, review marks, reasons, and what a newer program wrote.

Values only; reading and writing them is the codec's and `load`'s and `save`'s.
"""

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.live import Live
from selfeval_gui.report.model import Report

MAJOR, MINOR = 1, 0
"""The schema that this program writes."""
State = Literal["draft", "final"]


@frozen
class Unplaced:
    """A piece of an imported file that has no place in the form, and where it stood."""

    text: str
    where: str = ""


@frozen
class Review:
    """What is left to look at after an import or a rollover.

    `source`: where the report came from, as JSON. `unreviewed`: field path → {"previous": …}.
    """

    source: dict[str, Any] | None = None
    unreviewed: dict[str, dict[str, Any]] = field(default_factory=dict)
    unplaced: tuple[Unplaced, ...] = ()


@frozen
class Explanation:
    """情况说明: the reason why a finding stands, by rule id and field path."""

    rule: str
    field: str
    reason: str


PrintedHow = Literal["print", "pdf", "final"]


@frozen
class Printed:
    """The last final copy: the code of its content (see `printed`), the ISO date, and how it came about.

    `how`: handed to a printer, exported as PDF, or made final (定稿). Texts as the file has them.
    """

    code: str
    day: str
    how: str


class Extra(NamedTuple):
    """A key that this program does not know: `after` is the key that it stood behind, "" at the beginning."""

    key: str
    after: str
    value: Any


@frozen
class RowExtras:
    """The unknown keys of one row, with the row as it was, so that they follow it when rows move."""

    index: int
    row: Any
    extras: tuple[Extra, ...]


@frozen
class Unknown:
    """Everything of a newer minor version: by the path of its object ("" is the file), and by row of a table."""

    at: Mapping[str, tuple[Extra, ...]] = field(default_factory=dict)
    rows: Mapping[str, tuple[RowExtras, ...]] = field(default_factory=dict)


@frozen
class ReportFile:
    """The content of one report file. `created` and `modified` are ISO times in UTC ending in Z; `id` a UUID."""

    report: Report
    form: str
    id: str
    created: str
    modified: str
    state: State = "draft"
    review: Review = field(default_factory=Review)
    explanations: tuple[Explanation, ...] = ()
    live: Live = ()
    """Figures of the tables inside written texts; the texts hold them too, so that nobody has to know of this."""
    printed: Printed | None = None
    unknown: Unknown = field(default_factory=Unknown)
    schema: tuple[int, int] = (MAJOR, MINOR)


class Loaded(NamedTuple):
    """An opened file. `digest` is the SHA-256 of the bytes on disk, `notes` are sentences for the user.

    `read_only`: a newer program made it; it is shown as far as it is understood, and never written.
    """

    file: ReportFile
    path: Path
    digest: str
    read_only: bool
    notes: tuple[str, ...]


def new_file(report: Report, form_id: str, *, file_id: str, now: str) -> ReportFile:
    """A file that was never saved."""
    return ReportFile(report, form_id, file_id, now, now)
