"""What the pages lie on: the desk behind them, the white sheet and its shadow. Knows nothing of what is printed."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette


def paint_desk(painter: QPainter, rect: QRectF, colours: QPalette) -> None:
    """Fill the place between the sheets, light or dark like the window."""
    dark = colours.color(QPalette.ColorRole.Base).lightness() < 128
    _fill(painter, rect, QColor("#15181c") if dark else QColor("#dfe4ea"))


def paint_sheet(painter: QPainter, rect: QRectF) -> None:
    """Draw an empty sheet and its shadow."""
    for step, strength in ((3, 10), (2, 16), (1, 26)):
        _fill(painter, rect.adjusted(-step + 1, -step + 2, step, step + 1), QColor(0, 0, 0, strength))
    _fill(painter, rect, QColor(255, 255, 255))


def _fill(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """`fillRect`, which takes 2 ms the first time: its bindings look at gradients first."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(rect)
