"""Small drawn signs in the palette's colours, sharp at every scale: calendar, arrow, states of a section."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPen, QPixmap

from selfeval_gui.gui.style import tones

SIZE = 16


def calendar_icon() -> QIcon:
    """A calendar leaf."""

    def draw(painter: QPainter) -> None:
        painter.drawRoundedRect(QRectF(2, 3.2, 12, 10.8), 1.6, 1.6)
        painter.drawLine(QPointF(2, 6.6), QPointF(14, 6.6))
        for x in (5.2, 10.8):
            painter.drawLine(QPointF(x, 1.6), QPointF(x, 4.4))
        for x in (5.0, 8.0, 11.0):
            painter.drawPoint(QPointF(x, 9.2))
            painter.drawPoint(QPointF(x, 11.6))

    return _icon(draw)


def arrow_icon() -> QIcon:
    """An arrow pointing down: there is a list."""

    def draw(painter: QPainter) -> None:
        painter.drawPolyline([QPointF(4.5, 6.5), QPointF(8, 10), QPointF(11.5, 6.5)])

    return _icon(draw)


def restore_icon() -> QIcon:
    """An arrow that turns back: what the program computes, instead of what was written."""

    def draw(painter: QPainter) -> None:
        painter.drawArc(QRectF(3, 3.5, 9.5, 9.5), -100 * 16, 260 * 16)
        painter.drawPolyline([QPointF(2.2, 6.2), QPointF(4.3, 3.4), QPointF(7.2, 5.2)])

    return _icon(draw)


def link_icon() -> QIcon:
    """Two rings of a chain: follows the tables."""

    def draw(painter: QPainter) -> None:
        painter.translate(8, 8)
        painter.rotate(-45)
        painter.drawRoundedRect(QRectF(-7, -2.4, 7.6, 4.8), 2.4, 2.4)
        painter.drawRoundedRect(QRectF(-0.6, -2.4, 7.6, 4.8), 2.4, 2.4)

    return _icon(draw)


def tick_icon() -> QIcon:
    """A tick: there is text."""

    def draw(painter: QPainter) -> None:
        painter.drawPolyline([QPointF(3.5, 8.5), QPointF(6.8, 11.8), QPointF(12.5, 4.8)])

    return _icon(draw)


def ring_icon() -> QIcon:
    """An empty ring: nothing yet."""
    return _icon(lambda painter: painter.drawEllipse(QPointF(8, 8), 4.2, 4.2))


def spot_icon() -> QIcon:
    """A filled spot in the warning colour: nobody has looked at it yet."""

    def draw(painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tones.warning(QGuiApplication.palette()))
        painter.drawEllipse(QPointF(8, 8), 4.2, 4.2)

    return _icon(draw)


class _Sign(QIconEngine):
    """Draws a sign on a field of 16 × 16 in the text colour of the moment: a new scheme needs no new icons."""

    def __init__(self, draw: Callable[[QPainter], None]) -> None:
        super().__init__()
        self._draw = draw

    def clone(self) -> QIconEngine:
        return _Sign(self._draw)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        group = QPalette.ColorGroup.Disabled if mode == QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        colour = QGuiApplication.palette().color(group, QPalette.ColorRole.Text)
        colour.setAlphaF(0.72)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        painter.scale(rect.width() / SIZE, rect.height() / SIZE)
        painter.setPen(QPen(colour, 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        self._draw(painter)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, picture.rect(), mode, state)
        painter.end()
        return picture


def _icon(draw: Callable[[QPainter], None]) -> QIcon:
    return QIcon(_Sign(draw))
