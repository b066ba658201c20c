"""版本历史: the list of earlier versions, and how the chosen one differs from the present content.

Accepted means: restore `chosen`. It reads nothing and changes nothing itself.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.comparing.differences_view import DifferencesView
from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.gui.times import spoken

if TYPE_CHECKING:
    from selfeval_gui.report.differences import Difference
    from selfeval_gui.storage import ReportFile

HEADING = "每次保存之前的内容都留在这里。选一个版本，右边列出它与现在的不同。"
SAFE = "恢复之前会先备份现在的内容；恢复之后还能按 Ctrl+Z 撤销，不保存就不会改动您的文件。"
SAME, DAMAGED, FINAL, ON_DISK = "与现在相同", "读不出来", "定稿", "已保存的文件"
OTHER_MARKS = "填的内容相同"
"""Every blank is the same, and yet restoring changes something: what was checked, explained or final."""
NOTHING_TO_SEE = "这个版本与现在的内容完全相同。"
MARKS_TO_SEE = "填的内容与现在完全相同，只是核对标记、情况说明或定稿状态不同。"
NOTHING_TO_RESTORE = "这个版本与现在完全相同，不需要恢复。"
UNREADABLE = "这个版本读不出来，不能恢复。"


class Entry(NamedTuple):
    """One row: an earlier version, or the file as it is on disk now. `file` is None for what cannot be read."""

    stamp: str
    mark: str
    file: "ReportFile | None"
    found: "Sequence[Difference]" = ()
    why: str = ""
    same: bool = False
    """Restoring it would change nothing."""


class HistoryDialog(QDialog):
    """`entries`, the newest first."""

    def __init__(self, entries: Sequence[Entry], now: datetime, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history")
        self.setWindowTitle("版本历史")
        self._entries = entries
        line = self.fontMetrics().height()
        heading = QLabel(f"“{title}”的以前版本。{HEADING}", self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        self.list = self._make_list(now)
        self.view = DifferencesView("那个版本", "现在", self)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(1)
        halves.addWidget(self.list)
        halves.addWidget(self.view)
        halves.setStretchFactor(1, 1)
        self.list.setMinimumWidth(line * 10)
        beside = self.view.layout()
        if beside is not None:
            beside.setContentsMargins(line // 2, 0, 0, 0)
        note = QuietLabel(SAFE, self)
        note.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        self.restore = buttons.addButton("恢复到这个版本(&R)", QDialogButtonBox.ButtonRole.AcceptRole)
        self.restore.setObjectName("button.restore")
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setObjectName("button.close")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(line // 2)
        column.addWidget(heading)
        column.addWidget(halves, 1)
        column.addWidget(note)
        column.addWidget(buttons)
        available = (parent or self).screen().availableGeometry().size()
        self.resize(QSize(line * 58, line * 34).boundedTo(available * 0.9))
        halves.setSizes([self.width() // 3, self.width() * 2 // 3])
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self.list.setFocus()

    @property
    def chosen(self) -> Entry | None:
        """The row that is selected."""
        row = self.list.currentIndex().row()
        return self._entries[row] if row >= 0 else None

    def _make_list(self, now: datetime) -> QTreeWidget:
        made = QTreeWidget(self)
        made.setObjectName("history.list")
        made.setAccessibleName("以前的版本")
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setAlternatingRowColors(True)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setHeaderLabels(["保存时间", "与现在相比"])
        head = made.header()
        head.setStretchLastSection(True)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for entry in self._entries:
            time = spoken(entry.stamp, now) or "时间不明"
            item = QTreeWidgetItem([time, _words(entry)])
            item.setToolTip(0, f"{time}　{entry.mark}".strip())
            item.setToolTip(1, entry.why or _words(entry))
            made.addTopLevelItem(item)
        made.currentItemChanged.connect(self._show)
        return made

    def _show(self, *_: object) -> None:
        entry = self.chosen
        self.restore.setEnabled(entry is not None and entry.file is not None and not entry.same)
        if entry is not None:
            why_not = UNREADABLE if entry.file is None else NOTHING_TO_RESTORE if entry.same else ""
            self.restore.setToolTip(why_not)
            equal = NOTHING_TO_SEE if entry.same else MARKS_TO_SEE
            self.view.show_differences(entry.found, equal if entry.file is not None else entry.why)


def _words(entry: Entry) -> str:
    equal = SAME if entry.same else OTHER_MARKS
    told = DAMAGED if entry.file is None else f"{len(entry.found)} 处不同" if entry.found else equal
    return f"{told}（{entry.mark}）" if entry.mark else told
