"""The list of unsaved work that recovery copies hold. What a button does is decided by whoever shows the list."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Signal, SignalInstance
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.style.lists import plain_list
from selfeval_gui.gui.style.quiet import QuietLabel

HEADINGS = ("报告", "时间", "改动", "情况")
AT_START = "上次没有正常退出，下面的内容还没有保存到文件。"
AT_WISH = "没有保存到文件的内容都在这里。"
NOTE = (
    "打开的是副本，原文件不会改动。选“忽略”或“不保存”的内容再保留 30 天，"
    "可随时从“文件 → 备份与恢复 → 恢复未保存的内容”找回。"
)
NOTHING = "没有未保存的内容。"


class Row(NamedTuple):
    """One piece of work, in words. `settled`: the user has decided about it before."""

    document: str
    place: str
    time: str
    changes: str
    state: str
    settled: bool


class RecoveryDialog(QDialog):
    """Signals carry the number of the row that is meant."""

    opened = Signal(int)
    compared = Signal(int)
    ignored = Signal(int)
    removed = Signal(int)

    def __init__(self, rows: Sequence[Row], *, at_start: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recovery")
        self.setWindowTitle("恢复未保存的内容")
        self._at_start = at_start
        line = self.fontMetrics().height()
        self._heading = QLabel(self)
        self._heading.setObjectName("recovery.heading")
        self.list = self._make_list()
        self.all = QCheckBox("也显示已选“不保存”、已忽略、已恢复过的内容(&S)", self)
        self.all.setObjectName("recovery.all")
        self.all.setChecked(not at_start)
        self.all.toggled.connect(lambda _on: self._fill())
        note = QuietLabel(NOTE, self)
        note.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        self._open = self._button(buttons, "open", "打开恢复的副本(&O)", self.opened)
        self._compare = self._button(buttons, "compare", "比较(&D)…", self.compared)
        self._ignore = self._button(buttons, "ignore", "忽略(&I)", self.ignored)
        self._remove = self._button(buttons, "remove", "彻底删除(&R)…", self.removed)
        close = buttons.addButton("以后再说" if at_start else "关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setObjectName("button.close")
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(line // 2)
        column.addWidget(self._heading)
        column.addWidget(self.list, 1)
        column.addWidget(self.all)
        column.addWidget(note)
        column.addWidget(buttons)
        available = (parent or self).screen().availableGeometry().size()
        self.resize(QSize(line * 46, line * 20).boundedTo(available * 0.9))
        self.show_rows(rows)
        self._open.setDefault(True)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these instead; the numbers of the signals are places in `rows`."""
        self._rows = rows
        self._fill()

    def _make_list(self) -> QTreeWidget:
        made = plain_list("recovery.list", "未保存的内容", HEADINGS, self)
        head = made.header()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column, share in ((0, 15), (2, 16)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            made.setColumnWidth(column, self.fontMetrics().horizontalAdvance("中") * share)
        made.currentItemChanged.connect(lambda *_: self._show_buttons())
        made.itemDoubleClicked.connect(lambda *_: self.opened.emit(self.current))
        return made

    def _button(self, box: QDialogButtonBox, key: str, text: str, signal: SignalInstance) -> QPushButton:
        made = box.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
        made.setObjectName(f"button.{key}")
        made.setAutoDefault(False)
        made.clicked.connect(lambda _on=False: signal.emit(self.current))
        return made

    @property
    def current(self) -> int:
        """The number of the chosen row, -1 when there is none."""
        at = self.list.currentIndex().row()
        return self._shown[at] if 0 <= at < len(self._shown) else -1

    def _fill(self) -> None:
        before = self.list.currentIndex().row()
        self.list.clear()
        self._shown = [at for at, row in enumerate(self._rows) if self.all.isChecked() or not row.settled]
        for at in self._shown:
            row = self._rows[at]
            made = QTreeWidgetItem([row.document, row.time, row.changes, row.state])
            made.setToolTip(0, row.place or row.document)
            made.setToolTip(2, row.changes)
            self.list.addTopLevelItem(made)
        item = self.list.topLevelItem(max(0, min(before, len(self._shown) - 1)))
        if item is not None:
            self.list.setCurrentItem(item)
        self._heading.setText((AT_START if self._at_start else AT_WISH) if self._shown else NOTHING)
        self._show_buttons()

    def _show_buttons(self) -> None:
        row = self._rows[self.current] if self.current >= 0 else None
        for button in (self._open, self._compare):
            button.setEnabled(row is not None)
        self._ignore.setEnabled(row is not None and not row.settled)
        self._remove.setEnabled(row is not None and row.settled)
