"""合规检查 in the window: F5 and the panel below, F8 to the next finding, the counts in the status bar."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.labels import label_of
from selfeval_gui.gui.live_check import LiveCheck
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.status import Status

if TYPE_CHECKING:
    from selfeval_gui.checking import Finding
    from selfeval_gui.gui.findings_panel import FindingsPanel

_SHARE = 0.3
"""Of the window's height, for the panel."""


class CheckFlow:
    """Ties the live check to what shows it. `reveal` leads to a blank and a character of its text."""

    def __init__(
        self,
        window: QWidget,
        document: Document,
        places: Places,
        status: Status,
        reveal: Callable[[str, int], object],
    ) -> None:
        self._document, self._status, self._reveal = document, status, reveal
        self.live = LiveCheck(document, lambda: places.now().astimezone().date(), window)
        self.live.found.connect(self._show)
        self._storeys: QSplitter | None = None
        self.panel: FindingsPanel | None = None

    def below(self, storeys: QSplitter) -> None:
        """Where the panel comes when it is first asked for."""
        self._storeys = storeys

    def now(self) -> None:
        """Check, and show what was found."""
        commit_pending()
        self.live.ask()
        panel = self._shown()
        panel.mark_first()
        panel.list.setFocus()

    def step(self, by: int) -> None:
        """Go to the next (+1) or the previous (-1) finding."""
        commit_pending()
        if self.panel is None:
            self.live.ask()
        self._shown().step(by)

    def _shown(self) -> "FindingsPanel":
        if self.panel is None:
            from selfeval_gui.gui.findings_panel import FindingsPanel

            self.panel = FindingsPanel(self.live, lambda path: label_of(self._document.form, path), self._storeys)
            self.panel.located.connect(self._reveal)
            if self._storeys is not None:
                height = self._storeys.height()
                self._storeys.addWidget(self.panel)
                self._storeys.setSizes([round(height * (1 - _SHARE)), round(height * _SHARE)])
        self.panel.show()
        return self.panel

    def _show(self, findings: "tuple[Finding, ...]") -> None:
        from selfeval_gui.gui.findings_panel import summary

        self._status.show_check(summary(findings) or "检查：没有问题")
