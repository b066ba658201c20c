"""The status bar: what the current field wants, whether all is saved, how many pages there are."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QSizePolicy

NOTICE_MS = 8000


class ElidedLabel(QLabel):
    """One line that ends in … where there is no room, with the whole text as its tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        self.setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 8, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, room = QPainter(self), self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class Status:
    """Fills a window's status bar."""

    def __init__(self, window: QMainWindow) -> None:
        self._bar = window.statusBar()
        self._bar.setSizeGripEnabled(False)
        line = window.fontMetrics().height()
        self.help, self.saved, self.pages, self.check = ElidedLabel(), QLabel(), QLabel(), QLabel()
        self.selection = QLabel()
        named = (
            (self.help, "help"),
            (self.saved, "saved"),
            (self.pages, "pages"),
            (self.check, "check"),
            (self.selection, "selection"),
        )
        for label, name in named:
            label.setObjectName(f"status.{name}")
            label.setContentsMargins(line // 2, line // 5, line // 2, line // 5)
        self.selection.hide()
        self._bar.addWidget(self.help, 1)
        self._bar.addPermanentWidget(self.selection)
        self._bar.addPermanentWidget(self.check)
        self._bar.addPermanentWidget(self.pages)
        self._bar.addPermanentWidget(self.saved)

    def notice(self, sentence: str) -> None:
        """Say something for a few seconds."""
        self._bar.showMessage(sentence, NOTICE_MS)

    def show_field(self, label: str, text: str) -> None:
        self._bar.clearMessage()
        self.help.say(f"{label}：{text}" if label else "")

    def show_selection(self, text: str) -> None:
        """Sum, average and number of the cells that are selected in a table."""
        self.selection.setText(text)
        self.selection.setVisible(bool(text))

    def show_saved(self, text: str) -> None:
        self.saved.setText(text)

    def show_check(self, text: str) -> None:
        self.check.setText(text)

    def show_pages(self, count: int) -> None:
        self.pages.setText(f"共 {count} 页")
