"""Keeps the composed pages of the open report up to date, never inside a keystroke.

The only place of the window that asks `printing` for pages; the preview, the PDF and the printer take them from here.
"""

from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from selfeval_gui import resources
from selfeval_gui.gui.document import Document

if TYPE_CHECKING:
    from selfeval_gui.printing.compose import Composer
    from selfeval_gui.printing.fit import Fits
    from selfeval_gui.printing.fonts import FontBook
    from selfeval_gui.printing.layout import Layout
    from selfeval_gui.printing.marks import Page

_LONGEST_WAIT_MS = 150


class Composing(QObject):
    """Composes after a change, as soon as the events that are waiting have been handled."""

    composed = Signal(object)
    """The pages, a tuple of `printing.marks.Page`."""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._fonts: FontBook | None = None
        self._composer: Composer | None = None
        self._layout: Layout | None = None
        self._fits: Fits | None = None
        self._form = ""
        self._pages: tuple[Page, ...] = ()
        self._stale = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.pages)
        document.changed.connect(self._later)

    @property
    def fonts(self) -> "FontBook":
        if self._fonts is None:
            from selfeval_gui.printing.fonts import FontBook

            self._fonts = FontBook(resources.path("fonts"))
        return self._fonts

    @property
    def fits(self) -> "Fits | None":
        """How the fields of the last composed pages fit into their places; None before the first."""
        if self._fits is None and self._layout is not None and self._pages:
            from selfeval_gui.printing.fit import Fits

            self._fits = Fits(self._pages, self._layout)
        return self._fits

    def start(self) -> None:
        """Compose as soon as there is nothing else to do."""
        self._later()

    def pages(self) -> "tuple[Page, ...]":
        """The pages of the report as it is now."""
        self._timer.stop()
        if self._stale:
            began = perf_counter()
            self._pages, self._fits = self._compose(), None
            self._stale = False
            # On a slow machine typing goes on between two composes instead of waiting for each.
            took = (perf_counter() - began) * 1000
            self._timer.setInterval(0 if took < 10 else min(_LONGEST_WAIT_MS, round(2 * took)))
            self.composed.emit(self._pages)
        return self._pages

    def _later(self, *_: object) -> None:
        self._stale = True
        self._timer.start()

    def _compose(self) -> "tuple[Page, ...]":
        form = self._document.form
        if self._composer is None or self._form != form.id:
            from selfeval_gui.printing import layout
            from selfeval_gui.printing.compose import Composer

            self._layout = layout.load(form.id)
            self._composer = Composer(form, self._layout, self.fonts)
            self._form = form.id
        return self._composer.pages(self._document.report)
