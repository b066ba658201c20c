"""The pieces of a file that have no place in the form: to be copied, or put into a blank."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

_TIP = 2000


class UnplacedPanel(QWidget):
    """A list of pieces (with `text` and `where`) and what can be done with the one that is selected."""

    asked = Signal(int)
    """The piece of this number is to be put into a blank."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces: Sequence[Any] = ()
        self.title = QLabel(self)
        self.list = QListWidget(self)
        self.list.setObjectName("import.unplaced")
        self.list.setAccessibleName("未识别的内容")
        self.list.setWordWrap(True)
        self.list.setAlternatingRowColors(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.title.setBuddy(self.list)
        self.place = self._button("place", "放入栏目(&F)…", "把这段文字放入报告的一个栏目")
        self.copy = self._button("copy", "复制(&C)", "把这段文字复制到剪贴板")
        self.place.clicked.connect(lambda: self.asked.emit(self.list.currentRow()))
        self.copy.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.addWidget(self.place)
        row.addWidget(self.copy)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.list.currentRowChanged.connect(self._enable)
        self.show_pieces(())

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(f"button.{name}")
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    def show_pieces(self, pieces: Sequence[Any]) -> None:
        at = self.list.currentRow()
        self._pieces = pieces
        self.title.setText(f"未识别的内容（{len(pieces)} 段，采用后仍会保留）" if pieces else "没有未识别的内容")
        self.list.clear()
        for piece in pieces:
            item = QListWidgetItem(f"【{piece.where}】{piece.text}" if piece.where else piece.text, self.list)
            item.setToolTip(piece.text[:_TIP])
        if pieces:
            self.list.setCurrentRow(max(0, min(at, len(pieces) - 1)))
        self._enable()

    def _enable(self, *_: object) -> None:
        one = 0 <= self.list.currentRow() < len(self._pieces)
        self.place.setEnabled(one)
        self.copy.setEnabled(one)

    def _copy(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self._pieces):
            QApplication.clipboard().setText(self._pieces[at].text)
