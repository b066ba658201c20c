"""从备份恢复: what a backup file holds, and the folder that its reports go to. Accepted means: restore to `folder`."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.gui.times import spoken

if TYPE_CHECKING:
    from selfeval_gui.storage.archive import Archive

NOTE = "已有的文件一个也不覆盖：同名而内容不同的，恢复的一份名字后面加 (2)。以前的版本放回“版本历史”。"


class RestoreDialog(QDialog):
    """`folder` is where the reports go."""

    def __init__(self, archive: "Archive", folder: Path, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("restore")
        self.setWindowTitle("从备份恢复")
        from selfeval_gui.storage.archive import REPORTS, VERSIONS

        line = self.fontMetrics().height()
        reports = archive.of(REPORTS)
        versions = sum(part.is_report for part in archive.of(VERSIONS))
        when = spoken(archive.made, now) or "以前"
        heading = QLabel(f"{when} 做的备份，核对无误：{len(reports)} 份报告、{versions} 个以前的版本。", self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        self.list = QTreeWidget(self)
        self.list.setObjectName("restore.list")
        self.list.setAccessibleName("备份里的报告")
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAlternatingRowColors(True)
        self.list.setHeaderLabels(["报告", "原来的位置"])
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for part in reports:
            item = QTreeWidgetItem([part.place[-1], str(Path(part.origin).parent) if part.origin else ""])
            item.setToolTip(0, part.place[-1])
            item.setToolTip(1, part.origin)
            self.list.addTopLevelItem(item)
        self.place = QLineEdit(str(folder), self)
        self.place.setObjectName("restore.folder")
        self.place.setAccessibleName("恢复到的文件夹")
        label = QLabel("恢复到文件夹(&T)：", self)
        label.setBuddy(self.place)
        browse = QPushButton("浏览(&B)…", self)
        browse.setObjectName("button.browse")
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.place, 1)
        row.addWidget(browse)
        note = QuietLabel(NOTE, self)
        note.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        self.go = buttons.addButton("恢复(&R)", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setObjectName("button.restore")
        self.go.setDefault(True)
        cancel = buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("button.cancel")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.place.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        column = QVBoxLayout(self)
        column.setSpacing(line // 2)
        column.addWidget(heading)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addWidget(note)
        column.addWidget(buttons)
        available = (parent or self).screen().availableGeometry().size()
        self.resize(QSize(line * 40, line * 22).boundedTo(available * 0.9))
        self.go.setFocus()

    @property
    def folder(self) -> Path:
        """The folder that was chosen."""
        return Path(self.place.text().strip())

    def _browse(self) -> None:
        dialog = QFileDialog(self, "恢复到文件夹", str(self.folder.parent))
        dialog.setObjectName("dialog.folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        if dialog.exec() and dialog.selectedFiles():
            self.place.setText(str(Path(dialog.selectedFiles()[0])))
        dialog.deleteLater()
