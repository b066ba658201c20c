"""The program's icons: line drawings of our own, in the colour of the palette's text, sharp at every scale."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from selfeval_gui import resources

_INK = b"#000000"


class _LineIcon(QIconEngine):
    """Draws an SVG in the palette's text colour of the moment: a change to dark needs no new icons."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._drawn: dict[str, QSvgRenderer] = {}

    def clone(self) -> QIconEngine:
        return _LineIcon(self._name)

    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, state: QIcon.State) -> None:
        del state
        group = QPalette.ColorGroup.Disabled if mode == QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        colour = QGuiApplication.palette().color(group, QPalette.ColorRole.ButtonText).name()
        renderer = self._drawn.get(colour)
        if renderer is None:
            drawing = resources.path("icons", f"{self._name}.svg").read_bytes()  # many an icon is never shown
            coloured = drawing.replace(_INK, colour.encode())
            renderer = self._drawn[colour] = QSvgRenderer(QByteArray(coloured))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(rect))  # type: ignore[call-overload]

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, picture.rect(), mode, state)
        painter.end()
        return picture


def icon(name: str) -> QIcon:
    """The icon `name` of `resources/icons`, for actions and buttons."""
    return QIcon(_LineIcon(name))


def app_icon() -> QIcon:
    """The program's own icon, in its own colours."""
    return QIcon(str(resources.path("icons", "app.svg")))
