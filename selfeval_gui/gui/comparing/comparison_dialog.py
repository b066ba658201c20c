"""与上年对比: value, last year's, change and per cent, big changes marked; where last year's report comes from.

Shows only; comparing is the check's, reading a file the flow's.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.style import tones
from selfeval_gui.gui.style.room import open_at

if TYPE_CHECKING:
    from selfeval_gui.checking import Line
    from selfeval_gui.report.model import Report

HEADS = ("项目", "上年", "本年", "增减", "增减比例", "")
NAME, BEFORE, NOW, CHANGE, PERCENT, BIG = range(6)
BIG_WORD = "▲ 变化大"
NONE = "还没有上年的报告。请选择上年的报告文件，也可以是更早年度的。"
_FIELD = Qt.ItemDataRole.UserRole


class ComparisonTree(QTreeWidget):
    """One row a figure, grouped; Enter or a double click leads to its field."""

    def __init__(self, wanted: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("comparison.list")
        self.setAccessibleName("与上年对比")
        self._wanted = wanted
        self.setHeaderLabels(HEADS)
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in range(BEFORE, BIG + 1):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for column in (BEFORE, NOW, CHANGE, PERCENT):
            self.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.itemDoubleClicked.connect(self._choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._choose(item)
            return
        super().keyPressEvent(event)

    def show_lines(self, lines: "tuple[Line, ...]", *, only_big: bool) -> None:
        """Fill the list anew."""
        self.clear()
        groups: dict[str, QTreeWidgetItem] = {}
        for line in lines:
            if only_big and not line.big:
                continue
            if line.group not in groups:
                group = groups[line.group] = QTreeWidgetItem(self, [line.group])
                group.setFirstColumnSpanned(True)
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = group.font(NAME)
                font.setBold(True)
                group.setFont(NAME, font)
            self._row(groups[line.group], line)
        self.expandAll()
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first.child(0))

    def _row(self, group: QTreeWidgetItem, line: "Line") -> None:
        texts = [line.name, line.before or "—", line.now or "—", line.change, line.percent]
        item = QTreeWidgetItem(group, [*texts, BIG_WORD if line.big else ""])
        item.setData(NAME, _FIELD, line.field)
        for column in (BEFORE, NOW, CHANGE, PERCENT):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if line.big:
            for column in (CHANGE, PERCENT, BIG):
                item.setForeground(column, tones.warning(self.palette()))

    def _choose(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        field = item.data(NAME, _FIELD)
        if field:
            self._wanted(str(field))


class ComparisonDialog(QDialog):
    """`choose` lets the user choose last year's file, and returns whether there is another one now.

    `field` is the blank that the user wants to see, "" when none.
    """

    def __init__(
        self,
        compared: "Callable[[], tuple[Report | None, tuple[Line, ...], str]]",
        choose: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("comparison")
        self.setWindowTitle("与上年对比")
        self._compared, self._choose_file = compared, choose
        self.field = ""
        self.source = QLabel(self)
        self.source.setObjectName("comparison.source")
        self.source.setWordWrap(True)
        self.source.setTextFormat(Qt.TextFormat.PlainText)
        self.choose_button = QPushButton("选择上年文件(&F)…", self)
        self.choose_button.setObjectName("comparison.choose")
        self.choose_button.setAutoDefault(False)
        self.choose_button.clicked.connect(self._choose)
        self.only_big = QCheckBox("只看变化大的(&B)", self)
        self.only_big.setObjectName("comparison.only_big")
        self.only_big.toggled.connect(self._show)
        self.list = ComparisonTree(self._go, self)
        box = QDialogButtonBox(self)
        close = box.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setObjectName("button.close")
        close.setAutoDefault(False)
        box.rejected.connect(self.reject)
        line = self.fontMetrics().height()
        head = QHBoxLayout()
        head.addWidget(self.source, 1)
        head.addWidget(self.choose_button)
        foot = QHBoxLayout()
        foot.addWidget(self.only_big)
        foot.addWidget(box, 1)
        column = QVBoxLayout(self)
        column.setSpacing(line // 2)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        open_at(self, line * 44, line * 32)
        self._show()

    def _show(self, *_: object) -> None:
        last, lines, source = self._compared()
        self.list.show_lines(lines, only_big=self.only_big.isChecked())
        self.list.setEnabled(last is not None)
        self.only_big.setVisible(last is not None)
        big = sum(line.big for line in lines)
        counted = f"有 {big} 项变化大，请核对或在正文中说明。" if big else "没有变化大的项目。"
        self.source.setText(f"{source}\n金额单位：万元。{counted}" if last is not None else NONE)
        if last is None:
            self.choose_button.setFocus()
        else:
            self.list.setFocus()

    def _choose(self) -> None:
        if self._choose_file():
            self._show()

    def _go(self, field: str) -> None:
        self.field = field
        self.accept()
