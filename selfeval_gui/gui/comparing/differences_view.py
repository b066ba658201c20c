"""Two states of a report side by side: the list of the blanks that differ, and below it the chosen one's two texts.

What the other text does not have is underlined and tinted. It shows; what happens with either state is decided
elsewhere.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QSplitter,
    QTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.style import tones
from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.report.differences import KIND_WORDS, Difference, Kind
from selfeval_gui.report.passages import Passage, passages

EMPTY = "（空）"
_SHOWN = 60
_LEAD = 12
"""Letters shown before the first one that differs, when a long text is cut for the list."""


class DifferencesView(QWidget):
    """`old` and `new` name the two states."""

    def __init__(self, old: str, new: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Sequence[Difference] = ()
        line = self.fontMetrics().height()
        self.count = QuietLabel("", self)
        self.count.setObjectName("differences.count")
        self.list = self._make_list(old, new)
        self._texts = QWidget(self)
        row = QHBoxLayout(self._texts)
        row.setContentsMargins(0, line // 3, 0, 0)
        row.setSpacing(line // 2)
        self.old_text, self.new_text = (self._text(row, name, words) for name, words in (("old", old), ("new", new)))
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(1)
        halves.addWidget(self.list)
        halves.addWidget(self._texts)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(line // 3)
        column.addWidget(self.count)
        column.addWidget(halves, 1)

    def show_differences(self, found: Sequence[Difference], same: str = "两份内容完全相同。") -> None:
        """Fill the list; `same` is said when there is nothing in it."""
        self._found = found
        self.count.setText(f"共有 {len(found)} 处不同。选中一处，下面显示全文。" if found else same)
        self.list.clear()
        for one in found:
            old, new = _shown(one)
            name = one.name if one.kind is Kind.CHANGED else f"{one.name}（{KIND_WORDS[one.kind]}）"
            item = QTreeWidgetItem([name, old, new])
            item.setToolTip(0, name)
            self.list.addTopLevelItem(item)
        self.list.setVisible(bool(found))
        self._texts.setVisible(bool(found))
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)

    def _make_list(self, old: str, new: str) -> QTreeWidget:
        made = QTreeWidget(self)
        made.setObjectName("differences.list")
        made.setAccessibleName("不同之处")
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setAlternatingRowColors(True)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setHeaderLabels(["栏目", old, new])
        head = made.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        made.setColumnWidth(0, self.fontMetrics().horizontalAdvance("中") * 11)
        made.currentItemChanged.connect(self._show)
        return made

    def _text(self, row: QHBoxLayout, name: str, words: str) -> QPlainTextEdit:
        half = QVBoxLayout()
        label = QuietLabel(words, self)
        text = QPlainTextEdit(self)
        text.setObjectName(f"differences.{name}")
        text.setAccessibleName(words)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        label.setBuddy(text)
        half.addWidget(label)
        half.addWidget(text)
        row.addLayout(half, 1)
        return text

    def _show(self, item: QTreeWidgetItem | None, _before: object = None) -> None:
        if item is None:
            return
        one = self._found[self.list.indexOfTopLevelItem(item)]
        gone, come = passages(one.old, one.new)
        for edit, text, marked in ((self.old_text, one.old, gone), (self.new_text, one.new, come)):
            edit.setPlainText(text or EMPTY)
            _mark(edit, text, marked)


def _mark(edit: QPlainTextEdit, text: str, marked: Sequence[Passage]) -> None:
    palette = QGuiApplication.palette()
    look = QTextCharFormat()
    look.setFontUnderline(True)
    base, accent = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Accent)
    look.setBackground(tones.blend(base, accent, 0.25))
    selections = []
    for passage in marked:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(edit.document())
        # Qt counts in UTF-16: a rare character is two.
        cursor.setPosition(_utf16(text[: passage.start]))
        cursor.setPosition(_utf16(text[: passage.end]), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor, selection.format = cursor, look  # type: ignore[attr-defined, unused-ignore]
        selections.append(selection)
    edit.setExtraSelections(selections)
    if marked:
        cursor = QTextCursor(edit.document())
        cursor.setPosition(_utf16(text[: marked[0].start]))
        edit.setTextCursor(cursor)
        edit.ensureCursorVisible()


def _utf16(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text)


def _shown(one: Difference) -> tuple[str, str]:
    """Both texts on a line each, from a little before the first difference when they are long."""
    gone, come = passages(one.old, one.new)
    # Up to the first difference both texts are the same.
    first = min((passage.start for passage in (*gone[:1], *come[:1])), default=0)
    return _short(one.old, first), _short(one.new, first)


def _short(text: str, first: int) -> str:
    line = text.replace("\n", " ")
    if len(line) <= _SHOWN:
        return line or EMPTY
    start = max(0, first - _LEAD)
    start = min(start, len(line) - _SHOWN) if start else 0
    end = start + _SHOWN
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")
