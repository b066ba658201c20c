"""Labels that step back behind what is filled in, and can raise their voice. Follow the palette, light or dark."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from selfeval_gui.gui.style import tones


class QuietLabel(QLabel):
    """Text that steps back: labels of fields, notes. Follows the palette."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._alarming = False
        self._tint()

    def say(self, text: str, alarming: bool = False) -> None:
        """Show `text`; `alarming` in the warning colour."""
        self.setText(text)
        self._alarming = alarming
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Our own setPalette is heard here too; it changes nothing the second time.
        if event.type() in (QEvent.Type.ApplicationPaletteChange, QEvent.Type.PaletteChange):
            self._tint()

    def _tint(self) -> None:
        palette = QGuiApplication.palette()  # a parent may hear of a new one after us
        role = QPalette.ColorRole.WindowText
        tone = tones.warning(palette) if self._alarming else tones.quiet(palette)
        if self.palette().color(role) != tone:
            own = QPalette()
            own.setColor(role, tone)
            self.setPalette(own)
