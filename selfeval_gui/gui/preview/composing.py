"""Keeps the composed pages of the open report up to date, never inside a keystroke.

The only place of the window that asks `printing` for pages; the preview, the PDF and the printer take them from here.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from selfeval_gui.gui.document import Document

if TYPE_CHECKING:
    from selfeval_gui.printing.compose import Composer
    from selfeval_gui.printing.fit import Fits
    from selfeval_gui.printing.fonts import FontBook
    from selfeval_gui.printing.layout import Layout
    from selfeval_gui.printing.marks import Page

_LONGEST_WAIT_MS = 150
_ONE_FRAME_MS = 16
"""A letter may appear in its field together with the page as long as both take no longer than this."""


class Composing(QObject):
    """Composes after a change, as soon as the events that are waiting have been handled."""

    composed = Signal(object)
    """The pages, a tuple of `printing.marks.Page`."""
    began = Signal(object)
    """The first pages of a document that was just opened; all of them follow as soon as these are painted."""

    def __init__(
        self,
        document: Document,
        parent: QObject | None = None,
        *,
        installed: Callable[[], Sequence[Path]] = tuple,
        bundled_only: bool = False,
    ) -> None:
        """`installed` tells the folders of the machine's fonts; it is asked with the first page, not before."""
        super().__init__(parent)
        self._document = document
        self._installed, self._bundled_only = installed, bundled_only
        self._fonts: FontBook | None = None
        self._composer: Composer | None = None
        self._layout: Layout | None = None
        self._fits: Fits | None = None
        self._fitted: tuple[Page, ...] = ()
        self._form = ""
        self._pages: tuple[Page, ...] = ()
        self._stale = True
        self._took = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.pages)
        document.changed.connect(self._later)

    @property
    def fonts(self) -> "FontBook":
        if self._fonts is None:
            from selfeval_gui.printing.produce import font_book

            self._fonts = font_book(() if self._bundled_only else self._installed())
        return self._fonts

    @property
    def begun(self) -> bool:
        """Whether pages have been composed: what compositions need is loaded."""
        return self._composer is not None

    @property
    def bundled_only(self) -> bool:
        """Whether only the program's own fonts are used, whatever is installed."""
        return self._bundled_only

    def use_fonts(self, *, bundled_only: bool) -> None:
        """Choose the fonts anew, and compose everything again."""
        self._bundled_only = bundled_only
        self._fonts = self._composer = None
        self._later()

    @property
    def fits(self) -> "Fits | None":
        """How the fields of the last composed pages fit into their places; None before the first."""
        if self._fitted is not self._pages and self._layout is not None and self._pages:
            from selfeval_gui.printing.fit import Fits

            self._fits, self._fitted = Fits(self._pages, self._layout, self._fits), self._pages
        return self._fits

    def begin(self) -> None:
        """Compose the pages that are looked at first; `start` goes on with all of them."""
        self.began.emit(self._ready().first_pages(self._document.report))
        self._timer.stop()

    def start(self) -> None:
        """Compose all pages as soon as there is nothing else to do."""
        self._later()

    def pages(self) -> "tuple[Page, ...]":
        """The pages of the report as it is now."""
        self._timer.stop()
        if self._stale:
            began = perf_counter()
            self._pages = self._compose()
            self._stale = False
            self.composed.emit(self._pages)
            self._set_pace((perf_counter() - began) * 1000)
        return self._pages

    def _set_pace(self, took: float) -> None:
        """On a slow machine typing goes on between two composes instead of waiting for each and its painting, ms.

        One that was slow for once (another program was at work) changes nothing.
        """
        usual, self._took = min(took, self._took), took
        self._timer.setInterval(0 if usual < _ONE_FRAME_MS else min(_LONGEST_WAIT_MS, round(2 * usual)))

    def draft_pages(self) -> "tuple[Page, ...]":
        """The same pages with 草稿 printed across each."""
        self.pages()
        return self._compose(draft=True)

    def _later(self, *_: object) -> None:
        self._stale = True
        self._timer.start()

    def _compose(self, *, draft: bool = False) -> "tuple[Page, ...]":
        return self._ready().pages(self._document.report, draft=draft)

    def _ready(self) -> "Composer":
        """The composer of the document's form."""
        form = self._document.form
        if self._composer is None or self._form != form.id:
            from selfeval_gui.printing import layout
            from selfeval_gui.printing.compose import Composer

            self._layout = layout.load(form.id)
            self._composer = Composer(form, self._layout, self.fonts)
            self._form = form.id
        return self._composer
