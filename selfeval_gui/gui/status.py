"""The status bar: what the current field wants, whether all is saved, how many pages there are."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QSizePolicy

if TYPE_CHECKING:
    from selfeval_gui.gui.document import Document
    from selfeval_gui.gui.safekeeping.keeping import Keeping

NOTICE_MS = 8000


class ElidedLabel(QLabel):
    """One line that ends in … where there is no room, with the whole text as its tool tip; `whole` or nothing."""

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, text: str) -> None:
        self.setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 8, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, room = QPainter(self), self.contentsRect()
        if room.width() < 3 * self.fontMetrics().averageCharWidth():
            return  # dots alone say nothing
        if self._whole and room.width() < self.fontMetrics().horizontalAdvance(self.text()):
            return
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


class Status:
    """Fills a window's status bar."""

    def __init__(self, window: QMainWindow) -> None:
        self._bar = window.statusBar()
        self._bar.setSizeGripEnabled(False)
        self._line = window.fontMetrics().height()
        self._of_a_report = True
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
            self._pad(label)
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
        self.selection.setVisible(self._of_a_report and bool(text))

    def show_report(self, shown: bool) -> None:
        """Whether anything is to be said of a report: none is in sight on the home page."""
        self._of_a_report = shown
        if not shown:
            self._bar.clearMessage()
        self.selection.setVisible(shown and bool(self.selection.text()))
        for label in (self.help, self.check, self.pages, self.saved):
            label.setVisible(shown)
            self._pad(label)  # Qt forgets it of a label that another scheme was chosen for before it was ever shown

    def _pad(self, label: QLabel) -> None:
        label.setContentsMargins(self._line // 2, self._line // 5, self._line // 2, self._line // 5)

    def show_saved(self, text: str, tip: str = "") -> None:
        self.saved.setText(text)
        self.saved.setToolTip(tip)

    def show_check(self, text: str) -> None:
        self.check.setText(text)

    def show_pages(self, count: int) -> None:
        self.pages.setText(f"共 {count} 页")


def saved_words(document: "Document", saved_at: str, keeping: "Keeping | None") -> str:
    """Whether all is saved, and whether what is not has at least a recovery copy."""
    if document.is_dirty:
        if keeping is None or keeping.state is None:
            return "● 有未保存修改"
        if not keeping.state:
            return "● 有未保存修改（自动留底失败，请尽快保存）"
        return "● 有未保存修改（已留底在别处）" if keeping.spare else "● 有未保存修改（已自动留底）"
    if document.path is None:
        return "尚未保存"
    if document.read_only:
        return "只读文件"
    return f"已保存 {saved_at}".strip()


def kept_elsewhere(keeping: "Keeping | None") -> str:
    """Where the recovery copy is when it is not in the program's own folder; "" when there is nothing to tell."""
    if keeping is None or keeping.spare is None:
        return ""
    return f"程序自己的文件夹写不进去（磁盘可能满了），未保存的内容改为留底在“{keeping.spare}”，下次启动照样找得到。"
