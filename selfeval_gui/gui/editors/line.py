"""Editors of one line that are bound to a blank: text, amounts, scores, months and years."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.binding import Binding
from selfeval_gui.gui.editors.marks import restore_icon
from selfeval_gui.gui.editors.plain import PlainLine
from selfeval_gui.gui.editors.sentences import EXAMPLES, NOTES
from selfeval_gui.report import kinds
from selfeval_gui.report.money import show_plain
from selfeval_gui.report.money_words import in_yuan
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
        if not problem and value is not None and (self._unit or self.binding.blank.kind in (kinds.DAY, kinds.MONTH)):
            meant = self.binding.blank.kind.show(value)
            if squeeze(self.text()).removesuffix(self._unit) != meant:
                return f"＝{meant} {self._unit}".rstrip()
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
        self._computed: Decimal | None = None
        self._restore: QAction | None = None
        super().__init__(document, path, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)

    def show_computed(self, computed: Decimal | None) -> None:
        """What the blank counts as when it is empty; a figure that stands in it is marked as written over that."""
        self.setPlaceholderText("" if computed is None else f"自动合计 {show_plain(computed)}")
        self._computed = computed
        value = self.binding.value()
        over = computed is not None and isinstance(value, Decimal) and value != computed
        if over and self._restore is None:
            self._restore = QAction("恢复自动合计", self)
            self._restore.setObjectName(f"{self.objectName()}.restore")
            self._restore.setIcon(restore_icon())
            self._restore.triggered.connect(self.restore)
            self.addAction(self._restore, self.ActionPosition.TrailingPosition)
        if self._restore is not None:
            self._restore.setVisible(over)
            if computed is not None:
                self._restore.setToolTip(f"手工填写的数；自动合计是 {show_plain(computed)} 万元，点这里恢复（Alt+↓）")
        self.binding.mark_again()

    def restore(self) -> None:
        """Empty the blank, so that it follows the sum again."""
        if self._restore is not None and self._restore.isVisible():
            self.binding.document.break_merge()
            self.binding.document.put(self.binding.path, None, "恢复自动合计")
            self.binding.document.break_merge()

    def _meaning(self, value: Any, problem: str) -> str:
        meant = super()._meaning(value, problem)
        over = self._computed is not None and isinstance(value, Decimal) and value != self._computed
        if over and not problem:
            return f"手填 {meant}"
        if self.hasFocus() and meant == "万元" and isinstance(value, Decimal):
            return f"万元 ＝ {in_yuan(value)}"  # while it is typed, and not all over the form
        return meant

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.binding.mark_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt_down = event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() == Qt.Key.Key_Down
        if alt_down and self._restore is not None:
            self.restore()
        else:
            super().keyPressEvent(event)


class MonthEditor(LineEditor):
    """A month of a year; may be empty. 202512 becomes 2025年12月 when it is left."""


class YearEditor(LineEditor):
    """A budget year; may be empty."""
