"""The preview with its row of zoom buttons."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from selfeval_gui.gui.preview.composing import Composing
from selfeval_gui.gui.preview.glyphs import GlyphBook
from selfeval_gui.gui.preview.view import PreviewView


class PreviewPane(QWidget):
    """Title, zoom buttons (the window's own actions) and the sheets."""

    def __init__(self, composing: Composing, actions: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview.pane")
        self._composing = composing
        self.view = PreviewView(self)
        self._percent = QLabel(self)
        self._percent.setObjectName("preview.zoom")
        self._percent.setAccessibleName("预览缩放")
        self._percent.setMinimumWidth(self.fontMetrics().horizontalAdvance("000 %"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar(actions))
        layout.addWidget(self.view, 1)
        self.view.zoomed.connect(self._show_zoom)
        composing.composed.connect(self._show)

    def _bar(self, actions: list[QAction]) -> QHBoxLayout:
        line = self.fontMetrics().height()
        bar = QHBoxLayout()
        bar.setContentsMargins(line, line // 4, line // 2, line // 4)
        bar.setSpacing(line // 8)
        title = QLabel("官方表样", self)
        title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(title)
        bar.addWidget(self._percent)
        for action in actions:
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            button.setIconSize(QSize(line, line))
            button.setAccessibleName(action.iconText())
            bar.addWidget(button)
        return bar

    def _show(self, pages: object) -> None:
        if not self.view.pages:
            self.view.set_glyphs(GlyphBook(self._composing.fonts))
        self.view.set_pages(pages)  # type: ignore[arg-type]

    def _show_zoom(self, zoom: float) -> None:
        self._percent.setText(f"{round(zoom * 100)}%")
