"""Lines that leave undo to the window, take plain text only and know what the input method is composing.

They know nothing of reports. Their context menus are ours, in Chinese and without the widgets' own undo.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from selfeval_gui.gui.editors.spans import changed_span, utf16_length
from selfeval_gui.gui.style import tones
from selfeval_gui.report.text import clean_line

if TYPE_CHECKING:
    from selfeval_gui.gui.editors.plain_text import PlainText
    from selfeval_gui.gui.editors.proposing import Proposer


def is_window_key(event: QKeyEvent) -> bool:
    """A key that the window answers, not the editor: undo, redo (in any of the ways they are typed), 已核对."""
    if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
        return True
    shift = Qt.KeyboardModifier.ShiftModifier
    control = Qt.KeyboardModifier.ControlModifier
    modifiers, key = event.modifiers(), event.key()
    return (modifiers == control and key in (Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_K)) or (
        modifiers == control | shift and key in (Qt.Key.Key_Z, Qt.Key.Key_K)
    )


def clipboard_text(data: QMimeData | None) -> str:
    """The text of a clipboard or drop; made from the HTML when there is nothing else. None is an empty clipboard."""
    if data is None:
        return ""
    if data.hasText():
        return data.text()
    if not data.hasHtml():
        return ""
    from PySide6.QtGui import QTextDocumentFragment

    return QTextDocumentFragment.fromHtml(data.html()).toPlainText()


def editing_menu(widget: "PlainLine | PlainText", selected: bool) -> QMenu:
    """Cut, copy, paste, select all: the context menu of either."""
    menu = QMenu(widget)
    writable = not widget.isReadOnly()
    can_paste = bool(clipboard_text(QGuiApplication.clipboard().mimeData()))
    for text, keys, slot, enabled in (
        ("剪切(&T)", QKeySequence.StandardKey.Cut, widget.cut, writable and selected),
        ("复制(&C)", QKeySequence.StandardKey.Copy, widget.copy, selected),
        ("粘贴(&P)", QKeySequence.StandardKey.Paste, widget.paste, writable and can_paste),
        ("全选(&A)", QKeySequence.StandardKey.SelectAll, widget.selectAll, bool(widget.shown())),
    ):
        action = menu.addAction(text)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(slot)
        action.setEnabled(enabled)
    return menu


class PlainLine(QLineEdit):
    """A line of text, with an optional note painted at its right end (a unit, a meaning, a warning)."""

    composed = Signal()
    """The input method has ended a composition, with or without a commit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preedit = ""
        self.proposer: Proposer | None = None
        self._note = ""
        self._alarming = False
        self._pad = 0
        self.pad(self.fontMetrics().height() // 6)

    def shown(self) -> str:
        return self.text()

    def show_text(self, text: str) -> None:
        _, _, end = changed_span(self.text(), text)
        self.setText(text)
        self.setCursorPosition(utf16_length(text[:end]) if self.hasFocus() else 0)

    def pad(self, width: int) -> None:
        """Keep the text so far from the frame."""
        self._pad = width
        self.setTextMargins(width, 0, width, 0)

    def set_note(self, note: str, alarming: bool = False) -> None:
        """Paint `note` at the right end; `alarming` in the warning colour, with a line under the field."""
        if (note, alarming) == (self._note, self._alarming):
            return
        self._note, self._alarming = note, alarming
        metrics = self.fontMetrics()
        room = metrics.horizontalAdvance(note) + metrics.averageCharWidth() if note else 0
        self.setTextMargins(self._pad, 0, self._pad + room, 0)
        self.update()

    @property
    def note(self) -> str:
        return self._note

    def paste(self) -> None:
        """Plain text of one line, or nothing."""
        text = clean_line(clipboard_text(QGuiApplication.clipboard().mimeData()))
        if text and not self.isReadOnly():
            self.insert(text)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and is_window_key(event):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_window_key(event):
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif self.proposer is None or not self.proposer.key(event):
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        was, self.preedit = self.preedit, event.preeditString()
        if self.preedit and self.proposer is not None:
            self.proposer.hide()
        super().inputMethodEvent(event)
        if was and not self.preedit:
            self.composed.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = editing_menu(self, self.hasSelectedText())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._note:
            return
        painter = QPainter(self)
        buttons = [b.x() for b in self.findChildren(QToolButton) if b.isVisible()]
        gap = self.fontMetrics().averageCharWidth()
        right = min(buttons) if buttons else self.width() - gap
        colour: QColor = (tones.warning if self._alarming else tones.quiet)(self.palette())
        painter.setPen(colour)
        place = QRect(0, 0, right, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._note)
        if self._alarming:
            painter.fillRect(2, self.height() - 3, self.width() - 4, 2, colour)
