"""The dialog that asks for a blank of the form, by a part of its name."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.style.room import open_at
from selfeval_gui.gui.tab_names import TAB_NAMES, tab_of

_PATH = Qt.ItemDataRole.UserRole
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class FieldChoice(QDialog):
    """Accepted means: `chosen`."""

    def __init__(self, paths: list[str], label_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("field.choice")
        self.setWindowTitle("放入栏目")
        line = self.fontMetrics().height()
        self._filter = QLineEdit(self)
        self._filter.setObjectName("field.filter")
        self._filter.setPlaceholderText("输入栏目名称的一部分，如“背景”")
        self._filter.setAccessibleName("查找栏目")
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self._narrow)
        self._filter.installEventFilter(self)
        self._list = QListWidget(self)
        self._list.setObjectName("field.list")
        self._list.setAccessibleName("栏目")
        for path in paths:
            item = QListWidgetItem(f"{label_of(path)}　（{TAB_NAMES[tab_of(path)]}）", self._list)
            item.setData(_PATH, path)
        self._list.itemActivated.connect(lambda _item: self.accept())
        box = QDialogButtonBox(self)
        self._take = box.addButton("放入", QDialogButtonBox.ButtonRole.AcceptRole)
        self._take.setObjectName("button.accept")
        self._take.setDefault(True)
        leave = box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        leave.setObjectName("button.cancel")
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(line // 2)
        for widget in (self._filter, self._list, box):
            layout.addWidget(widget)
        self._narrow("")
        open_at(self, line * 26, line * 22)

    @property
    def chosen(self) -> str:
        """The path of the blank that is selected; "" when none is."""
        chosen = [item for item in self._list.selectedItems() if not item.isHidden()]
        return str(chosen[0].data(_PATH)) if chosen else ""

    def _narrow(self, text: str) -> None:
        wanted = text.replace(" ", "")
        first = None
        for row in range(self._list.count()):
            item = self._list.item(row)
            hidden = wanted not in item.text()
            item.setHidden(hidden)
            first = item if first is None and not hidden else first
        if first is not None:
            self._list.setCurrentItem(first)
        self._take.setEnabled(first is not None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The arrows move in the list while the name is being typed.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _MOVES:
            QApplication.sendEvent(self._list, event)
            return True
        return super().eventFilter(watched, event)
