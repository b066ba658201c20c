"""Editors of one line that are bound to a blank: text, amounts, scores, months and years."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.binding import Binding
from selfeval_gui.gui.editors.plain import PlainLine
from selfeval_gui.gui.editors.sentences import EXAMPLES, NOTES
from selfeval_gui.report.text import squeeze

if TYPE_CHECKING:
    from selfeval_gui.printing.fit import Fit


class LineEditor(PlainLine):
    """A line of text for one blank. Shows the blank's unit, and what a typed figure means when that differs."""

    def __init__(self, document: Document, path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.binding = Binding(document, path, self)
        self._unit = self.binding.blank.unit
        self._printed = ""
        self.setPlaceholderText(EXAMPLES.get(self.binding.blank.kind.name, ""))
        self.textEdited.connect(self._edited)
        self.composed.connect(self.binding.composition_ended)
        self.editingFinished.connect(self.binding.settle)
        self.binding.start()

    def settle(self) -> None:
        """Finish what is being typed here (see `commit_pending`)."""
        self.binding.settle()

    def value_shown(self, value: Any, problem: str) -> None:
        # While somebody types, an unfinished figure is no mistake yet.
        if problem and not self.hasFocus():
            self.set_note(NOTES[self.binding.blank.kind.name], alarming=True)
        else:
            self.set_note(self._meaning(value, problem))

    def _meaning(self, value: Any, problem: str) -> str:
        if not problem and value is not None and self._unit:
            meant = self.binding.blank.kind.show(value)
            if squeeze(self.text()).removesuffix(self._unit) != meant:
                return f"＝{meant} {self._unit}"
        return self._unit or self._printed

    def show_fit(self, fit: "Fit") -> None:
        """Say that the text is longer than its blank on paper."""
        printed = "" if fit.fits else f"表上印成 {fit.lines} 行"
        if printed != self._printed:
            self._printed = printed
            self.binding.mark_again()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.binding.entered()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.binding.settle()
        super().focusOutEvent(event)

    def _edited(self) -> None:
        if not self.preedit:
            self.binding.edited()


class AmountEditor(LineEditor):
    """An amount in 万元 or a score, right-aligned with its unit behind it; 8000元 becomes 0.8 when it is left."""

    def __init__(self, document: Document, path: str, parent: QWidget | None = None) -> None:
        super().__init__(document, path, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)


class MonthEditor(LineEditor):
    """A month of a year; may be empty. 202512 becomes 2025年12月 when it is left."""


class YearEditor(LineEditor):
    """A budget year; may be empty."""
