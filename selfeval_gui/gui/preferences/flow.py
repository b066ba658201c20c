"""设置 in the window, and what the settings do from the start: the grades' scheme, proposals from earlier reports.

The dialog and the proposals are loaded after the first paint.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from selfeval_gui.gui.known.flow import KnownFlow
    from selfeval_gui.gui.window import MainWindow


LATER_MS = 150


class SettingsFlow:
    """What the settings mean for a window."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.known: KnownFlow | None = None
        window.document.prefer_scheme(window.settings.text_of("grades/scheme"))
        window.first_painted.connect(self._later)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the window's action does."""
        return {"settings": self.show}

    def show(self) -> None:
        """The dialog."""
        from selfeval_gui.gui.editors import commit_pending
        from selfeval_gui.gui.preferences.dialog import SettingsDialog

        commit_pending()
        dialog = SettingsDialog(self._window)
        dialog.exec()
        dialog.deleteLater()

    def _later(self) -> None:
        # The form and the pages come first.
        QTimer.singleShot(LATER_MS, self._window, self._start)

    def _start(self) -> None:
        from selfeval_gui.gui.known.flow import KnownFlow

        self.known = KnownFlow(self._window)
