"""The dialog that asks which of several reports in a file is to be imported."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QVBoxLayout, QWidget

from selfeval_gui.gui.style.room import open_at


class ImportChoice(QDialog):
    """Accepted means: `chosen` (from 0)."""

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import.choice")
        self.setWindowTitle("选择要导入的报告")
        line = self.fontMetrics().height()
        label = QLabel(f"这个文件里有 {len(titles)} 份自评报告。请选择要导入的一份(&R)：", self)
        self._list = QListWidget(self)
        self._list.setObjectName("import.reports")
        self._list.addItems(list(titles))
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(lambda _item: self.accept())
        label.setBuddy(self._list)
        box = QDialogButtonBox(self)
        take = box.addButton("导入这一份", QDialogButtonBox.ButtonRole.AcceptRole)
        take.setObjectName("button.accept")
        take.setDefault(True)
        leave = box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        leave.setObjectName("button.cancel")
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(line // 2)
        for widget in (label, self._list, box):
            layout.addWidget(widget)
        open_at(self, line * 30, line * 14)

    @property
    def chosen(self) -> int:
        """The row that is selected."""
        return max(0, self._list.currentRow())
