"""What watches over the work once the window is painted: recovery copies, other windows, the end of a session.

Put together here and nowhere else, so that the window's start waits for none of it.
"""

import os
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from selfeval_gui.gui.collector import Collector
from selfeval_gui.gui.safekeeping import handover
from selfeval_gui.gui.safekeeping.keeping import HURRY, Keeping
from selfeval_gui.storage import backups, holder

if TYPE_CHECKING:
    from selfeval_gui.gui.window import MainWindow

SESSION_END_MS = 60_000
"""So long after the session began to end nothing is asked; then another program has stopped the end."""


class Safety(QObject):
    """The watch over one window; nothing happens before `begin`."""

    _found = Signal(object)

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.keeping: Keeping | None = None
        self._collector: Collector | None = None
        self._box: Path | None = None
        self._watcher: QFileSystemWatcher | None = None
        self._ending = QTimer(self)
        self._ending.setSingleShot(True)
        self._ending.setInterval(SESSION_END_MS)
        self._ending.timeout.connect(lambda: self._ask_again(True))
        self._flow = window.files.recovery
        self._found.connect(self._flow.offer)

    def begin(self, application: QApplication) -> None:
        """Keep recovery copies, answer other windows, look for work that was left behind."""
        window = self._window
        self._collector = Collector(self)
        self.keeping = Keeping(window.document, window.places, window.files.locks.me, parent=self)
        self._flow.keeping = self.keeping
        self.keeping.changed.connect(window.show_state)
        application.commitDataRequest.connect(self.session_ends)
        window.closed.connect(self.end)
        self._open_box()
        self._flow.know_roots()
        threading.Thread(target=self._look, daemon=True, name="unfinished work").start()

    def rescue(self) -> Path | None:
        """For an unexpected error: put all work on disk now. The folder of the copies, None when it did not work."""
        if self.keeping is None or not self.keeping.keep_at_once():
            return None
        return self.keeping.folder or self._window.places.recovery

    def session_ends(self) -> None:
        """The system ends the session: write at once, ask nothing, hold nothing up.

        Without the signal's argument, for which Qt's bindings have no safe form.
        """
        if self.keeping is not None:
            self.keeping.keep_at_once(HURRY)
        self._ask_again(False)
        self._ending.start()

    def end(self) -> None:
        """The window was closed."""
        if self.keeping is not None:
            unasked = self._window.files.unasked
            self.keeping.end(decided=not unasked, seconds=HURRY if unasked else 2.0)
            self.keeping = self._flow.keeping = None
        if self._collector is not None:
            self._collector.stop()
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        if self._box is not None:
            handover.remove(self._box)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.commitDataRequest.disconnect(self.session_ends)
        self._window.closed.disconnect(self.end)

    def _ask_again(self, asked: bool) -> None:
        self._window.files.unasked = not asked

    def _look(self) -> None:
        works = self._flow.unfinished()
        data = self._window.places.data
        me = self._window.files.locks.me
        handover.tidy(data, lambda pid: pid == me.pid or holder.is_running(replace(me, pid=pid, started="")))
        backups.sweep(self._window.places.backups)
        _clear_pieces()
        with suppress(RuntimeError):  # the window was closed meanwhile
            self._found.emit(works)

    # --- other windows' letters

    def _open_box(self) -> None:
        box = handover.box_of(self._window.places.data, self._window.files.locks.me.pid)
        try:
            box.mkdir(parents=True, exist_ok=True)
        except OSError:
            return  # then a second window says who has the file
        self._box = box
        self._watcher = QFileSystemWatcher([str(box)], self)
        self._watcher.directoryChanged.connect(self._read_letters)

    def _read_letters(self) -> None:
        if self._box is None:
            return
        for letter, path in handover.letters(self._box):
            mine = self._window.document.path
            if mine is not None and (path == mine or os.path.realpath(path) == os.path.realpath(mine)):
                with suppress(OSError):
                    letter.unlink()
                _to_the_front(self._window)


def _clear_pieces() -> None:
    import tempfile
    import time

    from selfeval_gui.batch import workshop

    workshop.clear(Path(tempfile.gettempdir()), time.time())


def _to_the_front(window: "MainWindow") -> None:
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()
