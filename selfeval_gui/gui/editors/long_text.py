"""The editor of a long text, and how many characters it has."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFocusEvent, QTextCursor
from PySide6.QtWidgets import QScrollArea, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.binding import Binding
from selfeval_gui.gui.editors.plain import PlainText
from selfeval_gui.gui.editors.quiet import QuietLabel
from selfeval_gui.gui.editors.spans import utf16_length

if TYPE_CHECKING:
    from selfeval_gui.printing.fit import Fit


class LongTextEditor(PlainText):
    """Paragraphs for one blank; plain text only."""

    def __init__(
        self, document: Document, path: str, parent: QWidget | None = None, min_lines: int = 4, max_lines: int = 40
    ) -> None:
        super().__init__(parent, min_lines, max_lines)
        self.binding = self._bind(document, path)
        self.text_edited.connect(self._edited)
        self.composed.connect(self.binding.composition_ended)
        self.cursorPositionChanged.connect(self._keep_visible)
        self.binding.start()

    def settle(self) -> None:
        """Finish what is being typed here (see `commit_pending`)."""
        self.binding.settle()

    def value_shown(self, value: Any, problem: str) -> None:
        """Nothing to add: any text is a value."""

    def go_to(self, start: int) -> None:
        """Put the cursor before character `start` of the text."""
        cursor = self.textCursor()
        cursor.setPosition(utf16_length(self.toPlainText()[: max(0, start)]))
        self.setTextCursor(cursor)
        self._keep_visible()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.binding.entered()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.binding.settle()
        super().focusOutEvent(event)

    def _bind(self, document: Document, path: str) -> Binding:
        return Binding(document, path, self)

    def _edited(self) -> None:
        if not self.preedit:
            self.binding.edited()

    def _keep_visible(self) -> None:
        """Scroll the page, not only the field, to the line that is being written."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is None or not self.hasFocus():
            return
        content, line = area.widget(), self.cursorRect(QTextCursor(self.textCursor()))
        place = QRect(self.viewport().mapTo(content, line.topLeft()), line.size())
        margin = 2 * line.height()
        area.ensureVisible(place.left(), place.center().y(), 0, margin)

    def cursor_place(self) -> QPoint:
        """Where the cursor stands, in the field."""
        return self.cursorRect().center()


class CountLabel(QuietLabel):
    """已写 n 字，第 m 行／共 k 行: characters without white space, and lines as they are printed."""

    def __init__(self, editor: PlainText, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._editor = editor
        self._printed = ""
        self.path = editor.objectName()
        editor.textChanged.connect(self._count)
        self._count()

    def _count(self) -> None:
        count = sum(not char.isspace() for char in self._editor.toPlainText())
        self.setText(f"已写 {count} 字{self._printed}")

    def show_fit(self, fit: "Fit") -> None:
        """Say how much of its place on paper the text uses."""
        if not fit.lines:
            self._printed = ""
        elif fit.room is None:
            self._printed = f"，印成 {fit.lines} 行"
        elif fit.fits:
            self._printed = f"，第 {fit.lines} 行／共 {fit.room} 行"
        else:
            over = fit.lines - fit.room
            self._printed = f"，共 {fit.lines} 行，比一页的 {fit.room} 行多 {over} 行，将印成 {fit.pages} 页"
        self._count()
