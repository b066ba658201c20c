"""When the home page is shown and what its cards and entries do. The window's own page waits behind it.

It never touches a network path by itself, and never waits for a disk.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget

from selfeval_gui.gui.home.looking import Looking, Seen
from selfeval_gui.gui.home.page import HomePage
from selfeval_gui.gui.home.shelf import Shelf
from selfeval_gui.gui.known.reports import About, KnownReports

if TYPE_CHECKING:
    from selfeval_gui.gui.window import MainWindow

HINTS = "home/hints"
SHOWN = 40
"""Reports in the list, beside the pinned ones."""
FIRST_FIELD = "cover.project_name"
WITHOUT_REPORT = {
    *(
        "new",
        "open",
        "recover",
        "import",
        "import_clipboard",
        "sample",
        "quit",
        "back_up",
        "restore",
        "backups",
        "settings",
    ),
    *("fonts", "shortcuts", "selftest", "about", "office", "large_type"),
    *("scheme_system", "scheme_light", "scheme_dark", "scheme_contrast"),
}
"""The actions that mean something while no report is in sight."""


class HomeFlow:
    """The home page of a window."""

    def __init__(self, window: "MainWindow", centre: QStackedWidget) -> None:
        self._window, self._centre = window, centre
        self._settings = window.settings
        self._known = KnownReports(window.places.data)
        self._found: dict[Path, About] = {}
        self._were: list[QAction] = []
        self._page: HomePage | None = None
        self._shelf: Shelf | None = None
        self._looking: Looking | None = None

    @property
    def page(self) -> HomePage | None:
        """The page while it is shown."""
        return self._page

    def show(self) -> None:
        """Show the page instead of the report."""
        if self._page is not None:
            return
        window = self._window
        self._shelf = Shelf(window.places.now().astimezone(), window)
        self._fill()
        hints = self._settings.text_of(HINTS) != "away"
        self._page = HomePage(self._shelf, hints=hints, back=self._open_report(), parent=window)
        self._page.begun.connect(self._begin)
        self._page.chosen.connect(self._open)
        self._page.pin.connect(self._pin)
        self._page.forget.connect(self._forget)
        self._page.hints_sent_away.connect(self._send_hints_away)
        self._centre.addWidget(self._page)
        self._centre.setCurrentWidget(self._page)
        self._were = [action for action in window.findChildren(QAction) if self._pauses(action)]
        for action in self._were:
            action.setEnabled(False)
        window.status.show_report(False)
        window.document.state_changed.connect(self.leave)
        window.setWindowTitle("起始页 - 项目支出绩效自评")
        self._page.begin()
        self._looking = Looking(self._seen, window)
        # After the first paint, and after the collector is at work again.
        QTimer.singleShot(0, self._page, self._look)

    def renew(self) -> None:
        """Make the page anew if it is shown: its distances follow the size of the type."""
        were = self._were
        if self._put_away():
            self.show()
            self._were += were

    def _put_away(self) -> bool:
        page, self._page = self._page, None
        if page is None:
            return False
        self._window.document.state_changed.disconnect(self.leave)
        self._centre.removeWidget(page)
        page.deleteLater()
        return True

    def leave(self) -> None:
        """Back to the report."""
        if not self._put_away():
            return
        self._window.status.show_report(True)
        for action in self._were:
            action.setEnabled(True)
        self._were = []
        self._window.document.state_changed.emit()  # title and actions as they are now
        self._window.history.show()
        self._window.reveal(self._window.current_field or FIRST_FIELD)

    def _pauses(self, action: QAction) -> bool:
        kind, _, name = action.objectName().partition(".")
        return kind == "action" and name not in WITHOUT_REPORT and action.isEnabled()

    def _open_report(self) -> str:
        """The name of the report behind the page; "" when there is none worth going back to."""
        document = self._window.document
        untouched = document.path is None and not document.is_dirty and not document.undo_stack.count()
        if untouched and not document.report.cover.project_name:
            return ""
        return document.report.cover.project_name or document.title

    def _fill(self) -> None:
        if self._shelf is not None:
            known = {**self._known.all(), **self._found}
            paths = list(dict.fromkeys([*self._settings.recent(), *known]))[:SHOWN]
            self._shelf.fill(paths, self._settings.pinned(), known)

    def _look(self) -> None:
        if self._page is not None and self._shelf is not None and self._looking is not None:
            self._looking.start([entry.path for entry in self._shelf.entries])

    def _seen(self, seen: Seen) -> None:
        if seen.what is not None:
            self._found[seen.path] = seen.what
        if self._page is not None and self._shelf is not None:
            current = self._page.current
            self._shelf.see(seen)
            if self._page.current is None:
                self._page.mark(current.path if current is not None else None)

    def _begin(self, what: str) -> None:
        window = self._window
        if what == "back":
            self.leave()
        elif what == "blank":
            window.files.new()
        else:
            window.actions_by_name[what].trigger()

    def _open(self, path: Path) -> None:
        self._window.files.open(path)  # loaded now, and not for the first paint

    def _pin(self, path: Path, pinned: bool) -> None:
        self._settings.pin(path, pinned)
        self._fill()
        if self._page is not None:
            self._page.mark(path)

    def _forget(self, path: Path) -> None:
        """Off the list; the file stays where it is."""
        row = self._shelf.row_of(path) if self._shelf is not None else 0
        self._settings.pin(path, False)
        self._settings.remove_recent(path)
        self._known.forget(path)
        self._fill()
        if self._page is not None and self._shelf is not None and self._shelf.entries:
            self._page.mark(self._shelf.entries[min(row, len(self._shelf.entries) - 1)].path)

    def _send_hints_away(self) -> None:
        self._settings.put(HINTS, "away")
        if self._page is not None:
            self._page.hints.hide()
            self._page.begin()
