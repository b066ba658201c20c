"""The report while it is being recognised: values with evidence, conflicts as warnings.

A value that is already there wins over a later, different one; that one's text stays unplaced.
"""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from selfeval_gui.importing.ledger import Slot
from selfeval_gui.importing.proposal import Certainty, Recognised
from selfeval_gui.report import kinds
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import get, put
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Evaluator, Expenditure, Report, Section
from selfeval_gui.report.money import Money, amount, read_money
from selfeval_gui.report.text import Unparsed, join_lines, squeeze

_TWICE = re.compile(r"(?:大写[：:]?)?([^()（）\d]{3,}[元角分整])[（(]?(?:小写[：:]?)?([¥￥]?[\d,.]+(?:元|万元)?)[)）]?")
_UNIT_BEHIND = re.compile(r"[元万亿整]\s*$")


class Draft:
    """Collects the report, the evidence and the warnings."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.report = Report()
        for name in form.linked:
            self.report = put(self.report, f"narrative.{name}", Section(linked=True))
        self.recognised: list[Recognised] = []
        self.warnings: list[str] = []
        self.labels: set[str] = set()
        self.unit = ""
        self.table_unit = ""

    def warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def has(self, path: str) -> bool:
        return any(found.path == path for found in self.recognised)

    def doubt(self, path: str) -> None:
        """A person must look at the value that is there."""
        self.recognised = [
            replace(found, certainty="check") if found.path == path else found for found in self.recognised
        ]

    def text(self, path: str, slot: Slot, certainty: Certainty = "sure") -> bool:
        """Read the slot's text into the blank; False (and the slot stays unplaced) when another value is there."""
        text = slot.text
        if not text:
            return False
        kind = blank(path).kind
        return self.value(path, kind.read(text if kind is kinds.LINES else join_lines(text)), slot, certainty)

    def value(self, path: str, value: Any, slot: Slot, certainty: Certainty = "sure", text: str | None = None) -> bool:
        """Put a value that was read from the slot; the slot is used up when it is taken or says the same again."""
        if value is None or value == "":
            slot.use()
            return False
        if self.has(path):
            old = get(self.report, path)
            if old == value or (isinstance(old, str) and squeeze(old) == squeeze(str(value))):
                slot.use()
                return True
            if isinstance(old, Unparsed) and not isinstance(value, Unparsed):
                self.warn(f"“{self._label(path)}”写了两个不同的内容，请核对。")
                return False
            self.warn(f"“{self._label(path)}”写了两个不同的内容，采用了先出现的一个，另一个列入未识别的内容。")
            self.doubt(path)
            return False
        if isinstance(value, Unparsed):
            certainty = "check"
        self.report = put(self.report, path, value)
        self.recognised.append(Recognised(path, slot.text if text is None else text, slot.where, certainty))
        slot.use()
        return True

    def money(self, path: str, slot: Slot, unit: str, certainty: Certainty = "sure") -> bool:
        """Read an amount whose unit stands in the cell, else in the label, else in the table; 万元 by the form."""
        text = slot.text
        if not text:
            return False
        written = unit or self.table_unit
        value = read_amount(text, written or "万元")
        # Converted, or no unit is written anywhere: a person must look.
        if isinstance(value, Decimal) and (written not in ("", "万元") or not (written or _UNIT_BEHIND.search(text))):
            certainty = "check"
        return self.value(path, value, slot, certainty)

    def add_item(self, row: Expenditure, slots: dict[str, Slot], certainty: Certainty = "sure") -> None:
        at = len(self.report.expenditures)
        self.report = replace(self.report, expenditures=(*self.report.expenditures, row))
        self._evidence(f"expenditures[{at}]", slots, certainty)

    def add_person(self, row: Evaluator, slots: dict[str, Slot], certainty: Certainty = "sure") -> None:
        at = len(self.report.evaluators)
        self.report = replace(self.report, evaluators=(*self.report.evaluators, row))
        self._evidence(f"evaluators[{at}]", slots, certainty)

    def _evidence(self, row: str, slots: dict[str, Slot], certainty: Certainty) -> None:
        for name, slot in slots.items():
            if slot.text:
                value = get(self.report, f"{row}.{name}")
                doubtful = isinstance(value, Unparsed)
                self.recognised.append(
                    Recognised(f"{row}.{name}", slot.text, slot.where, "check" if doubtful else certainty)
                )
            slot.use()

    def _label(self, path: str) -> str:
        return self.form.label(path)


def read_amount(text: str, unit: str) -> Money:
    """Like `read_money`, 千元 as a unit of the label, and an amount in characters with the same in figures behind it.

    What is no amount stays `Unparsed`.
    """
    twice = _TWICE.fullmatch(squeeze(text))
    if twice is not None:
        one, other = read_amount(twice[1], unit), read_amount(twice[2], unit)
        if isinstance(one, Decimal) and one in (other, read_amount(twice[2], "元")):
            return one
    if unit != "千元":
        value = read_money(text, unit)
        if isinstance(value, Unparsed) and unit != "万元" and not _UNIT_BEHIND.search(text):
            # The label's unit would be lost with the label.
            return Unparsed(f"{text}{unit}")
        return value
    value = read_money(text, "元")
    # Only a bare figure is in thousands; one with its own unit is read as written.
    if isinstance(value, Decimal) and not squeeze(text).rstrip("整").endswith(("元", "万", "亿", "角", "分")):
        return value * 1000
    return value


def total(values: list[Money]) -> Decimal | None:
    """The sum of the amounts, None when one of them is unreadable or none is there."""
    numbers = [amount(value) for value in values if value is not None]
    if not numbers or any(number is None for number in numbers):
        return None
    return sum((number for number in numbers if number is not None), Decimal(0))
