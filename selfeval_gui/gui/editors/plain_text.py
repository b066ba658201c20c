"""Paragraphs that leave undo to the window, take plain text only and know what the input method is composing.

They know nothing of reports. A module of its own: the first tab has lines only, and does not wait for it.
"""

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QWidget

from selfeval_gui.gui.editors.plain import clipboard_text, editing_menu, is_window_key
from selfeval_gui.gui.editors.spans import changed_span, utf16_length
from selfeval_gui.report.text import clean


class PlainText(QPlainTextEdit):
    """Paragraphs of text that grow with their content between `min_lines` and `max_lines`; Tab leaves the field."""

    composed = Signal()
    text_edited = Signal()
    """A person changed the text; never sent for `show_text`."""

    def __init__(self, parent: QWidget | None = None, min_lines: int = 4, max_lines: int = 40) -> None:
        super().__init__(parent)
        self.preedit = ""
        self._showing = False
        self._lines = (min_lines, max_lines)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def shown(self) -> str:
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        start, old_end, new_end = changed_span(self.toPlainText(), text)
        self._showing = True
        try:
            cursor = QTextCursor(self.document())
            old = self.toPlainText()
            cursor.setPosition(utf16_length(old[:start]))
            cursor.setPosition(utf16_length(old[:old_end]), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(text[start:new_end])
        finally:
            self._showing = False

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = clean(clipboard_text(source)).replace("\t", " ")
        if text:
            self.textCursor().insertText(text)
            self.ensureCursorVisible()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and is_window_key(event):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_window_key(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        was, self.preedit = self.preedit, event.preeditString()
        super().inputMethodEvent(event)
        if was and not self.preedit:
            self.composed.emit()

    def fill_menu(self, menu: QMenu) -> None:
        """Add to the context menu what a text of this sort has besides."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = editing_menu(self, self.textCursor().hasSelection())
        self.fill_menu(menu)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _text_changed(self) -> None:
        if not self._showing:
            self.text_edited.emit()

    def _fit(self) -> None:
        """As high as the text, within bounds, so that a page of several texts scrolls as one."""
        layout, block, height = self.document().documentLayout(), self.document().firstBlock(), 0.0
        spacing = self.fontMetrics().lineSpacing()
        least, most = (lines * spacing for lines in self._lines)
        while block.isValid() and height < most:
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        margins = round(2 * self.document().documentMargin()) + 2 * self.frameWidth() + 2
        wanted = round(min(max(height, least), most)) + margins
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if height >= most else policy.ScrollBarAlwaysOff)
        if self.height() != wanted or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)
