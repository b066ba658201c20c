"""The preview: its bar (page, zoom, how it fits), the strip of small pages, and the sheets."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from selfeval_gui.gui.actions import Actions
from selfeval_gui.gui.preview.composing import Composing
from selfeval_gui.gui.preview.entries import PageEntry, ZoomEntry
from selfeval_gui.gui.preview.glyphs import FirstGlyphs, GlyphBook
from selfeval_gui.gui.preview.view import PreviewView
from selfeval_gui.gui.status import ElidedLabel

if TYPE_CHECKING:
    from selfeval_gui.gui.preview.strip import ThumbnailStrip
    from selfeval_gui.printing.fonts import FontBook
    from selfeval_gui.printing.marks import Page

BEFORE_ZOOM, AFTER_ZOOM = ("zoom_out",), ("zoom_in", "fit_width", "fit_page")
ALONE = ("print", "export_pdf")
"""What the window's toolbar offers and the bar takes over while the preview has the whole window."""


class PreviewPane(QWidget):
    """The sheets with everything that moves them; buttons are the window's own actions."""

    def __init__(self, composing: Composing, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview.pane")
        self._composing, self._actions = composing, actions
        self._fonts: FontBook | None = None
        self._glyphs: GlyphBook | None = None
        self._strip: ThumbnailStrip | None = None
        self._strip_wanted = False
        self._alone: list[QWidget] = []
        self.view = PreviewView(self)
        self.page_entry = PageEntry(self.view, self)
        self.zoom_entry = ZoomEntry(self.view, self)
        self._sheets = QHBoxLayout()
        self._sheets.setSpacing(0)
        self._sheets.addWidget(self.view, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._bar())
        layout.addLayout(self._sheets, 1)
        composing.composed.connect(self._show)
        composing.began.connect(self._show_first)

    def _bar(self) -> QHBoxLayout:
        line = self.fontMetrics().height()
        bar = QHBoxLayout()
        bar.setContentsMargins(line // 2, line // 4, line // 2, line // 4)
        bar.setSpacing(line // 8)
        bar.addWidget(self._button("thumbnails"))
        self._title = ElidedLabel(whole=True)
        self._title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._title.setParent(self)
        self._title.say("官方表样")
        self._title.setMinimumWidth(1)  # the first to make room on a small screen
        self._title.setContentsMargins(line // 4, 0, line, 0)
        bar.addWidget(self._title)
        bar.addWidget(self.page_entry)
        bar.addStretch(1)
        for name in BEFORE_ZOOM:
            bar.addWidget(self._button(name))
        bar.addWidget(self.zoom_entry)
        for name in AFTER_ZOOM:
            bar.addWidget(self._button(name))
        for name in ALONE:
            button = self._button(name, with_text=True)
            button.hide()
            bar.addWidget(button)
            self._alone.append(button)
        self._full = self._button("full_preview")
        bar.addWidget(self._full)
        return bar

    def _button(self, name: str, with_text: bool = False) -> QToolButton:
        action = self._actions[name]
        button = QToolButton(self)
        button.setObjectName(f"preview.{name}")
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        size = self.fontMetrics().height()
        button.setIconSize(QSize(size, size))
        button.setAccessibleName(action.iconText())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if with_text:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def set_alone(self, alone: bool) -> None:
        """Whether the pane has the window for itself: then its bar offers printing and the way back."""
        for button in self._alone:
            button.setVisible(alone)
        style = Qt.ToolButtonStyle
        self._full.setToolButtonStyle(style.ToolButtonTextBesideIcon if alone else style.ToolButtonIconOnly)
        self._actions["full_preview"].setIconText("返回（Esc）" if alone else "打印预览")
        self._title.setVisible(not alone)

    # --- the strip of small pages

    def show_thumbnails(self, shown: bool) -> None:
        """Show or hide the strip; it is made with the first pages."""
        self._strip_wanted = shown
        if shown and self._strip is None and self._glyphs is not None:
            from selfeval_gui.gui.preview.strip import ThumbnailStrip

            self._strip = ThumbnailStrip(self._glyphs, self)
            self._strip.chosen.connect(self.view.go_to_page)
            self.view.turned.connect(self._strip.follow)
            self._sheets.insertWidget(0, self._strip)
            self._strip.set_pages(self.view.pages)
        if self._strip is not None:
            self._strip.setVisible(shown)
            self._strip.follow(self.view.page_in_sight())

    def _show_first(self, pages: "tuple[Page, ...]") -> None:
        """The pages that are looked at first: with glyphs for them alone, unless all are there already."""
        if self._glyphs is None:
            self.view.set_glyphs(FirstGlyphs(self._composing.fonts, pages))
            self.view.set_pages(pages)
        else:
            self._show(pages)

    def _show(self, pages: "tuple[Page, ...]") -> None:
        fonts = self._composing.fonts
        if fonts is not self._fonts:
            self._fonts, self._glyphs = fonts, GlyphBook(fonts)
            self.view.set_glyphs(self._glyphs)
            if self._strip is not None:
                self._strip.set_glyphs(self._glyphs)
        self.view.set_pages(pages)
        if self._strip is not None:
            self._strip.set_pages(self.view.pages)
        elif self._strip_wanted:
            self.show_thumbnails(True)
