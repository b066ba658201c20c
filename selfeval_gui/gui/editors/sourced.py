"""A computed figure in the form: its value, how it came about on hover, and the way to where it comes from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from selfeval_gui.gui.style import tones
from selfeval_gui.report.derivations import Derivation


class SourcedFigure(QLabel):
    """Dotted underneath: there is a source. A double click or Enter leads there, the mouse or F1 says it."""

    followed = Signal(str)
    """The path of the blank that the figure is made of first."""

    def __init__(self, parent: QWidget | None = None, *, named: bool = True) -> None:
        super().__init__(parent)
        self._named = named
        self._path = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_derivation(self, found: Derivation) -> None:
        """Show a figure and keep where it comes from."""
        self._path = found.path
        self.setText(f"{found.name} {found.shown}" if self._named else found.shown.removesuffix(" 万元"))
        self.setToolTip(f"{found.why}\n双击转到来源")
        self.setAccessibleName(f"{found.name} {found.shown}")
        self.setAccessibleDescription(found.formula)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.followed.emit(self._path)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.followed.emit(self._path)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            # Without a mouse there is no hovering.
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), self.toolTip(), self)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        QToolTip.hideText()
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        width = self.fontMetrics().horizontalAdvance(self.text())
        bottom = self.contentsRect().center().y() + self.fontMetrics().height() // 2
        painter.setPen(QPen(tones.quiet(self.palette()), 1, Qt.PenStyle.DotLine))
        painter.drawLine(0, bottom, width, bottom)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(self.palette().ColorRole.Accent), 1.5))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


def follow(widget: QWidget, path: str) -> None:
    """Ask the window that holds `widget` to show a blank."""
    reveal = getattr(widget.window(), "reveal", None)
    if callable(reveal):
        reveal(path)
