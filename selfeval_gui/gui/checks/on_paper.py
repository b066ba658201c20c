"""The open report on paper, for the live check: the pages that the preview has composed, looked at once each time.

Composes nothing that the window would not compose anyway, and nothing at all before the first page was shown.
"""

from typing import TYPE_CHECKING

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.preferences.settings import Settings
from selfeval_gui.gui.preview.composing import Composing

if TYPE_CHECKING:
    from selfeval_gui.checking import Paper

OFFICIAL_SETTING = "fonts/official"
"""`yes` when the office wants the official typefaces on every machine."""


class PaperInSight:
    """Remembers what it saw on the last pages."""

    def __init__(self, document: Document, composing: Composing, settings: Settings) -> None:
        self._document, self._composing, self._settings = document, composing, settings
        self._seen: tuple[object, bool, Paper] | None = None

    @property
    def wants_official(self) -> bool:
        """Whether the office wants the official typefaces on this machine."""
        return self._settings.text_of(OFFICIAL_SETTING) == "yes"

    def now(self) -> "Paper | None":
        """How the report stands on paper now; without its pages while none has been composed."""
        from selfeval_gui.checking import Paper
        from selfeval_gui.exporting import on_paper

        file = self._document.file
        if not self._composing.begun:
            return on_paper.with_last_copy(Paper(), file)
        official = self.wants_official
        try:
            pages = self._composing.pages()
            if self._seen is None or self._seen[0] is not pages or self._seen[1] != official:
                seen = on_paper.seen_on(pages, self._composing.fonts, file.form, official=official)
                self._seen = (pages, official, seen)
            return on_paper.with_last_copy(self._seen[2], file)
        except on_paper.CANNOT_COMPOSE:
            return on_paper.with_last_copy(Paper(), file)
