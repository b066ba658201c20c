"""Writes a report's blanks into cells: each with its value, its number format, and the field's name on its place.

Names are field paths, so that the cell of a blank is found again wherever somebody moves it. What was written is kept
in the book's record, by which an import tells what was changed afterwards.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from selfeval_gui.exporting.excel import book
from selfeval_gui.exporting.excel.book import Formula, Look, Place, Sheet
from selfeval_gui.report import kinds
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.dates import Month
from selfeval_gui.report.edit import get
from selfeval_gui.report.kinds import EVALUATION_TYPE_WORDS
from selfeval_gui.report.model import EvaluationType, Report
from selfeval_gui.report.money import decimals_needed, show_money
from selfeval_gui.report.text import Unparsed, clean

CHOSEN, FREE = "■", "□"
_FORMATS = {
    kinds.TEXT: book.TEXT,
    kinds.NAME: book.TEXT,
    kinds.LINES: book.TEXT,
    kinds.GRADE: book.TEXT,
    kinds.DAY: book.DAY,
    kinds.MONTH: book.MONTH,
}


def tick_line(chosen: EvaluationType) -> str:
    """事前评价□　事中评价□　事后评价■."""
    return "　".join(f"{word}{CHOSEN if kind is chosen else FREE}" for kind, word in EVALUATION_TYPE_WORDS.items())


def canonical(value: Any) -> str:
    """What an importer reads from a cell with this value, in one notation: a number in at most 15 digits, or a text."""
    if value is None:
        return ""
    if isinstance(value, Formula):
        return "="
    if isinstance(value, date):
        return str((value - date(1899, 12, 30)).days)
    if isinstance(value, Decimal | int):
        return f"{Decimal(f'{float(value):.15g}').normalize():f}"
    return str(value)


def digest(text: str) -> str:
    """A short fingerprint of what a cell holds."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


class Fields:
    """Puts the blanks of one report on sheets. `record` is field name → digest; `words` what else was written."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.record: dict[str, str] = {}
        self.words: set[str] = set()

    def say(self, sheet: Sheet, place: Place, value: Any, look: Look, number: str = "General") -> None:
        """Something that is no blank: a label, a sum, a heading."""
        if value is not None and value != "":
            self.words.add(digest(canonical(value)))
        sheet.put(place, value, look, number)

    def put(self, sheet: Sheet, place: Place, path: str, look: Look, *, decimals: int = 0, suffix: str = "") -> None:
        """One blank, under its name."""
        value = self.cell_value(path)
        sheet.put(place, value, look, self.format_of(path, decimals, suffix))
        self.named(sheet, place, path, canonical(value))

    def named(self, sheet: Sheet, place: Place, name: str, written: str) -> None:
        """A place that holds the blank or table `name`; `written` is what stands in it."""
        sheet.name(name, place)
        self.record[name] = digest(written)

    def computed(self, sheet: Sheet, place: Place, path: str, formula: Formula, look: Look, decimals: int) -> None:
        """A blank that is empty, so that the form computes it: with the formula in its place."""
        sheet.put(place, formula, look, self.format_of(path, decimals, ""))
        self.named(sheet, place, path, canonical(formula))

    def cell_value(self, path: str) -> Any:
        """What stands in a blank's cell."""
        value = get(self.report, path)
        kind = blank(path).kind
        if value is None:
            return None
        if isinstance(value, Unparsed):
            return clean(value.text)
        if isinstance(value, Month):
            return value.first_day
        if isinstance(value, Decimal | date | int):
            return value
        if kind is kinds.EVALUATION_TYPE:
            return tick_line(value)
        return clean(kind.show(value))

    def format_of(self, path: str, decimals: int, suffix: str) -> str:
        """The number format of a blank's cell."""
        kind = blank(path).kind
        if kind in (kinds.MONEY, kinds.SCORE):
            return book.decimal_format(decimals, suffix)
        if suffix:
            return f'@"{suffix}"'
        return _FORMATS.get(kind, "General")


def decimals_of(values: Sequence[object]) -> int:
    """The decimals that a column of amounts is shown with: as many as the one with most needs, as entered."""
    amounts = [value for value in values if isinstance(value, Decimal)]
    written = [max(0, -int(value.as_tuple().exponent)) for value in amounts]
    return min(6, max([decimals_needed(amounts), *written], default=0))


def exact(value: Decimal | None) -> Any:
    """A computed value for a cell: as a number where a spreadsheet keeps all its digits, as a text otherwise."""
    if value is None:
        return ""
    return value if len(value.normalize().as_tuple().digits) <= 15 else show_money(value)
