"""The editor of a long text, and how many characters it has."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QScrollArea, QToolTip, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.binding import Binding
from selfeval_gui.gui.editors.plain import clipboard_text
from selfeval_gui.gui.editors.plain_text import PlainText
from selfeval_gui.gui.editors.spans import characters, utf16_length
from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.report.live import Live, at, insert

if TYPE_CHECKING:
    from selfeval_gui.gui.editors.live_marks import FoundSpan
    from selfeval_gui.printing.fit import Fit


class LongTextEditor(PlainText):
    """Paragraphs for one blank; plain text only."""

    def __init__(
        self, document: Document, path: str, parent: QWidget | None = None, min_lines: int = 4, max_lines: int = 40
    ) -> None:
        super().__init__(parent, min_lines, max_lines)
        self.binding = self._bind(document, path)
        self._put_right: list[tuple[int, int]] = []
        self._found: tuple[FoundSpan, ...] = ()
        self._marked: tuple[object, ...] = ((), "", ())
        self.text_edited.connect(self._edited)
        self.composed.connect(self.binding.composition_ended)
        self.cursorPositionChanged.connect(self._keep_visible)
        self.binding.start()
        document.state_changed.connect(self.show_marks)

    def settle(self) -> None:
        """Finish what is being typed here (see `commit_pending`)."""
        self.binding.settle()

    @property
    def live(self) -> Live:
        """The figures of the tables in this text."""
        return at(self.binding.document.live, self.binding.path)

    def insert_value(self, name: str) -> bool:
        """Put a figure that follows the tables at the cursor, in the place of what is selected."""
        document, path = self.binding.document, self.binding.path
        if self.isReadOnly():
            return False
        self.settle()
        cursor, text = self.textCursor(), self.toPlainText()
        start, end = (characters(text, place) for place in (cursor.selectionStart(), cursor.selectionEnd()))
        # What is shown may have an empty line more than what is kept (see `clean_lines`).
        lead = len(text) - len(text.lstrip("\n"))
        kept = document.text_at(path)
        start, end = (min(len(kept), max(0, place - lead)) for place in (start, end))
        if len(kept) + 40 > self.binding.blank.limit:
            return False
        report, live = insert(document.report, document.form, document.live, path, start, end, name)
        document.put_live(report, live, f"在“{self.binding.label}”插入表格数据")
        self.go_to(next(one.end for one in self.live if one.start == start))
        return True

    def show_marks(self) -> None:
        """Mark what follows the tables, and what the last paste has put right."""
        live = self.live
        wanted = live, self.toPlainText() if live or self._put_right else "", self._found
        if wanted == self._marked and not self._put_right:
            return
        self._marked = wanted
        from selfeval_gui.gui.editors import live_marks

        live_marks.show(self, live, self._put_right, self._found)

    def show_found(self, found: "tuple[FoundSpan, ...]") -> None:
        """Mark what the check says of stretches of this text."""
        if found != self._found:
            self._found = found
            self.show_marks()

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

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste paragraphs, and put digits and marks right as a step of its own, so that one undo takes just that."""
        from selfeval_gui.report.pasted import paragraphs, tidied

        text = paragraphs(clipboard_text(source))
        if not text or self.isReadOnly():
            return
        document, label = self.binding.document, self.binding.label
        with self.binding.step(f"粘贴到“{label}”"):
            self.textCursor().insertText(text)
        whole, end = self.toPlainText(), characters(self.toPlainText(), self.textCursor().position())
        start = end - len(text)
        done = tidied(text)
        if whole[max(0, start) : end] != text or done.text == text:
            self.ensureCursorVisible()
            return
        with self.binding.step(f"改正“{label}”中粘贴的数字和标点"):
            cursor = self.textCursor()
            cursor.setPosition(utf16_length(whole[:start]))
            cursor.setPosition(utf16_length(whole[:end]), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(done.text)
        self._put_right = [(start + change.start, change.length) for change in done.changes if change.length]
        self.show_marks()
        self.ensureCursorVisible()
        counts = [f"{n} 处{what}" for n, what in ((done.digits, "全角数字"), (done.marks, "标点和空格")) if n]
        document.notice.emit(f"已粘贴，并改正{'、'.join(counts)}（已标出）。不需要改正的，按 Ctrl+Z 还原。")

    def fill_menu(self, menu: QMenu) -> None:
        """Add the figures of the tables to the context menu."""
        from selfeval_gui.gui.editors import live_marks

        menu.addSeparator()
        more = menu.addMenu(live_marks.MENU_TITLE)
        more.setEnabled(not self.isReadOnly())
        live_marks.fill(more, self.binding.document, self.insert_value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Backspace and Delete take a figure as one piece."""
        key, cursor = event.key(), self.textCursor()
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self.live and not cursor.hasSelection():
            text = self.toPlainText()
            place = characters(text, cursor.position())
            for one in self.live:
                if place == (one.end if key == Qt.Key.Key_Backspace else one.start) and not self.isReadOnly():
                    cursor.setPosition(utf16_length(text[: one.start]))
                    cursor.setPosition(utf16_length(text[: one.end]), QTextCursor.MoveMode.KeepAnchor)
                    self.setTextCursor(cursor)
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and (self.live or self._found):
            from selfeval_gui.gui.editors.live_marks import explain

            place = self.cursorForPosition(self.viewport().mapFromParent(event.pos())).position()
            at_character = characters(self.toPlainText(), place)
            for one in self.live:
                if one.start <= at_character <= one.end:
                    QToolTip.showText(event.globalPos(), explain(one), self)
                    return True
            said = [one.sentence for one in self._found if one.start <= at_character <= one.end]
            if said:
                QToolTip.showText(event.globalPos(), "\n".join(dict.fromkeys(said)), self)
                return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange and (self.live or self._found):
            self._marked = ((), "", ())
            self.show_marks()

    def _bind(self, document: Document, path: str) -> Binding:
        return Binding(document, path, self)

    def _edited(self) -> None:
        self._put_right = []
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
        count = len("".join(self._editor.toPlainText().split()))
        self.setText(f"已写 {count} 字{self._printed}")

    def show_fit(self, fit: "Fit") -> None:
        """Say how much of its place on paper the text uses."""
        printed = _used(fit)
        if printed != self._printed:
            self._printed = printed
            self._count()


def _used(fit: "Fit") -> str:
    if not fit.lines:
        return ""
    if fit.room is None:
        return f"，印成 {fit.lines} 行"
    if fit.fits:
        return f"，第 {fit.lines} 行／共 {fit.room} 行"
    over = fit.lines - fit.room
    return f"，共 {fit.lines} 行，比一页的 {fit.room} 行多 {over} 行，将印成 {fit.pages} 页"
