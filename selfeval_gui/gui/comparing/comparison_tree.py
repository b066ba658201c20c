"""The list of what differs between two reports, sentences below their texts; and the chosen one, word by word.

What went is struck out, what came is underlined: colour is never the only sign.
"""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTextBrowser, QTreeWidget, QTreeWidgetItem, QWidget

from selfeval_gui.gui.style import tones
from selfeval_gui.report.comparison import Line
from selfeval_gui.report.text_changes import Piece, SentenceChange, pieces

HEADS = ("栏目", "变化", "原来", "现在", "增减")
NAME, WHAT, OLD, NEW, CHANGE = range(5)
EMPTY = "（空）"
BLANKS_ONLY = "只有空格、分段不同"
_LINE, _SENTENCE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_SHOWN = 80


class LinesTree(QTreeWidget):
    """One branch a part of the form, one row a difference, one below it a sentence."""

    chosen = Signal(int, int)
    """The line that is current, and its sentence or -1."""
    wanted = Signal(int)
    """A line on which Enter was pressed, or that was clicked twice."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("two_reports.list")
        self.setAccessibleName("不同之处")
        self.setHeaderLabels(HEADS)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        em = self.fontMetrics().horizontalAdvance("中")
        head = self.header()
        head.setStretchLastSection(False)
        for column, width in ((NAME, 16), (WHAT, 4.5), (CHANGE, 10)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(column, round(em * width))
        for column in (OLD, NEW):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.currentItemChanged.connect(self._choose)
        self.itemActivated.connect(self._want)

    def fill(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        self.clear()
        branches: dict[str, QTreeWidgetItem] = {}
        for at, line in enumerate(lines):
            branch = branches.get(line.part)
            if branch is None:
                branch = branches[line.part] = QTreeWidgetItem(self, [line.part])
                font = branch.font(NAME)
                font.setBold(True)
                branch.setFont(NAME, font)
            item = QTreeWidgetItem(branch, [line.name, line.what, _short(line.old), _short(line.new), line.change])
            item.setData(NAME, _LINE, at)
            item.setToolTip(NAME, line.name)
            if line.is_text and not line.sentences:
                item.setText(CHANGE, "仅空格分段")
                item.setToolTip(CHANGE, BLANKS_ONLY)
            for number, one in enumerate(line.sentences):
                what = "修改" if one.old and one.new else "新增" if one.new else "删除"
                below = QTreeWidgetItem(item, [f"第 {number + 1} 处", what, _short(one.old), _short(one.new)])
                below.setData(NAME, _LINE, at)
                below.setData(NAME, _SENTENCE, number)
        self.expandToDepth(0)
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first.child(0))

    def _choose(self, item: QTreeWidgetItem | None, _before: object = None) -> None:
        if item is not None and item.data(NAME, _LINE) is not None:
            sentence = item.data(NAME, _SENTENCE)
            self.chosen.emit(item.data(NAME, _LINE), -1 if sentence is None else sentence)

    def _want(self, item: QTreeWidgetItem) -> None:
        if item.data(NAME, _LINE) is not None:
            self.wanted.emit(item.data(NAME, _LINE))


class SentenceView(QTextBrowser):
    """One difference in full."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("two_reports.text")
        self.setAccessibleName("选中的不同之处")
        self.setOpenLinks(False)
        self.setPlaceholderText("选中一处不同，这里逐字显示：删去的划掉，新加的有下划线。")

    def show_line(self, line: Line | None, sentence: SentenceChange | None) -> None:
        """A line, or one sentence of it; None for nothing."""
        if line is None:
            self.clear()
            return
        shown = (sentence,) if sentence is not None else line.sentences
        if line.is_text:
            body = "".join(f"<p>{_marked(one.pieces)}</p>" for one in shown) or f"<p>{BLANKS_ONLY}</p>"
        else:
            body = f"<p>{_marked(pieces(line.old, line.new))}</p>"
        self.setHtml(f"<p><b>{escape(line.name)}</b></p>{body}")


def _marked(found: Sequence[Piece]) -> str:
    palette = QGuiApplication.palette()
    gone, come = tones.error(palette), palette.color(QPalette.ColorRole.Link)
    parts = []
    for piece in found:
        text = escape(piece.text).replace("\n", "<br>")
        if piece.kind == "removed":
            parts.append(f'<span style="text-decoration:line-through;color:{_name(gone)}">{text}</span>')
        elif piece.kind == "added":
            parts.append(f'<span style="text-decoration:underline;color:{_name(come)}">{text}</span>')
        else:
            parts.append(text)
    return "".join(parts) or EMPTY


def _name(colour: QColor) -> str:
    return colour.name()


def _short(text: str) -> str:
    line = " ".join(text.split("\n"))
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
