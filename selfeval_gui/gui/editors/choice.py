"""Editors that choose from a few words: the type of evaluation and the grade."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QRadioButton, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.binding import Binding
from selfeval_gui.gui.editors.plain import PlainLine
from selfeval_gui.report import grades, kinds


class ChoiceEditor(QWidget):
    """评价类型 as three buttons, or none of them."""

    def __init__(self, document: Document, path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preedit = ""
        self._text = ""
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.fontMetrics().height())
        label = document.form.label(path)
        for kind, word in kinds.EVALUATION_TYPE_WORDS.items():
            button = QRadioButton(word, self)
            button.setObjectName(f"{path}.{kind.value}")
            button.setAccessibleName(f"{label}：{word}")
            self._group.addButton(button)
            self.buttons[word] = button
            layout.addWidget(button)
        layout.addStretch(1)
        self.setFocusProxy(next(iter(self.buttons.values())))
        self.binding = Binding(document, path, self)
        self.binding.start()
        self._group.buttonToggled.connect(self._toggled)

    def settle(self) -> None:
        """Nothing is ever unfinished here."""

    def shown(self) -> str:
        return self._text

    def show_text(self, text: str) -> None:
        self._text = text
        self._group.setExclusive(False)
        for word, button in self.buttons.items():
            button.setChecked(word == text)
        self._group.setExclusive(True)
        self.setFocusProxy(self.buttons.get(text) or next(iter(self.buttons.values())))

    def value_shown(self, value: Any, problem: str) -> None:
        """The buttons say it all."""

    def _toggled(self, button: QRadioButton, checked: bool) -> None:
        if checked and button.text() != self._text:
            self._text = button.text()
            self.binding.edited()
            self.binding.document.break_merge()


class GradeEditor(QComboBox):
    """自评等次: the scheme's names, or any other word."""

    def __init__(self, document: Document, path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self._line = PlainLine(self)
        self.setLineEdit(self._line)
        self._line.pad(self.fontMetrics().height() // 4)  # as far from the frame as in a field beside it
        # No completer: it would finish 优 to 优秀 by itself, and the two are grades of different schemes.
        self.setCompleter(None)  # type: ignore[arg-type] # the stubs forget None
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for name in grades.scheme(document.grade_scheme).names:
            self.addItem(name)
        self.binding = Binding(document, path, self)
        self._line.setAccessibleName(self.binding.label)
        self._line.textEdited.connect(self._edited)
        self._line.composed.connect(self.binding.composition_ended)
        self._line.editingFinished.connect(self.binding.settle)
        self.textActivated.connect(self._edited)
        self.binding.start()

    @property
    def preedit(self) -> str:
        return self._line.preedit

    def settle(self) -> None:
        """Finish what is being typed here (see `commit_pending`)."""
        self.binding.settle()

    def shown(self) -> str:
        return self._line.text()

    def show_text(self, text: str) -> None:
        self.setCurrentIndex(self.findText(text, Qt.MatchFlag.MatchExactly))
        self._line.show_text(text)

    def value_shown(self, value: Any, problem: str) -> None:
        """Any word is a value; whether it fits the score is the check's matter."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.binding.entered()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.binding.settle()
        super().focusOutEvent(event)

    def _edited(self) -> None:
        if not self._line.preedit:
            self.binding.edited()
