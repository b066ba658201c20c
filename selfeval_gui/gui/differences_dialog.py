"""Two states of a report side by side: the list of the blanks that differ, and the chosen one's texts in full.

It shows; what happens with either state is decided elsewhere.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.editors.quiet import QuietLabel
from selfeval_gui.gui.lists import plain_list
from selfeval_gui.report.differences import Difference

EMPTY = "（空）"
_SHOWN = 60


class DifferencesDialog(QDialog):
    """`old` and `new` name the two states; `title` says what is compared."""

    def __init__(
        self, found: Sequence[Difference], old: str, new: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("differences")
        self.setWindowTitle("比较")
        self._found = found
        line = self.fontMetrics().height()
        heading = QLabel(title, self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        count = f"共有 {len(found)} 处不同。选中一处，下面显示全文。" if found else "两份内容完全相同。"
        self.list = self._make_list(old, new)
        texts = QWidget(self)
        row = QHBoxLayout(texts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(line // 2)
        self.old_text, self.new_text = (self._text(row, name, words) for name, words in (("old", old), ("new", new)))
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(texts)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 2)
        buttons = QDialogButtonBox(self)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setObjectName("button.close")
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(line // 2)
        column.addWidget(heading)
        column.addWidget(QuietLabel(count, self))
        column.addWidget(halves, 1)
        column.addWidget(buttons)
        texts.setVisible(bool(found))
        available = (parent or self).screen().availableGeometry().size()
        self.resize(QSize(line * 46, line * 30).boundedTo(available * 0.9))
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)

    def _make_list(self, old: str, new: str) -> QTreeWidget:
        made = plain_list("differences.list", "不同之处", ("项目", old, new), self)
        head = made.header()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        made.setColumnWidth(0, self.fontMetrics().horizontalAdvance("中") * 15)
        for one in self._found:
            item = QTreeWidgetItem([one.label, *(_short(text) for text in (one.old, one.new))])
            item.setToolTip(0, one.label)
            made.addTopLevelItem(item)
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
        if item is not None:
            one = self._found[self.list.indexOfTopLevelItem(item)]
            self.old_text.setPlainText(one.old or EMPTY)
            self.new_text.setPlainText(one.new or EMPTY)


def _short(text: str) -> str:
    line = " ".join(text.split("\n"))
    return (line[:_SHOWN] + "…" if len(line) > _SHOWN else line) or EMPTY
