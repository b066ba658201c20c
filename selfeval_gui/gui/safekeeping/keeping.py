"""Keeps the recovery copy of the open report: half a second after the last change, at the latest two behind typing.

Reports are turned into bytes in the window's thread (a millisecond) and written in one of its own, which touches
nothing but these bytes. It must not touch the user's file and must not ask anything.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.places import Places
from selfeval_gui.report.edit import changed_paths
from selfeval_gui.report.model import Report
from selfeval_gui.storage import encode
from selfeval_gui.storage.holder import Holder
from selfeval_gui.storage.recovery import Copies, Copy, State

QUIET_MS = 500
"""A pause of typing after which the copy is written."""
LONGEST_MS = 1000
"""While typing goes on it is written so long after the first change, which leaves a second for a slow machine."""
PATIENCE = 2.0
"""Seconds that closing and errors wait for the disk; the end of a Windows session waits `HURRY`."""
HURRY = 0.4


class _Session:
    """One document in this window. Its folder is made by the writer, when there is something to write."""

    def __init__(self, me: Holder) -> None:
        self.copies = Copies(me)


class _Job(NamedTuple):
    session: _Session
    copy: Copy
    number: int


class _Writer(QObject):
    """The thread. Of several copies of one session that wait, only the newest is written."""

    done = Signal(int, str)
    """A job's number, and the name of what went wrong or ""."""

    def __init__(self, roots: Callable[[str], Sequence[Path]]) -> None:
        super().__init__()
        self._roots = roots
        self._waiting: dict[_Session, _Job] = {}
        self._busy = self._ended = False
        self.failure = ""
        """Of the last copy that was written."""
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._run, daemon=True, name="recovery copies")
        self._thread.start()

    def put(self, job: _Job) -> None:
        with self._news:
            self._waiting.pop(job.session, None)
            self._waiting[job.session] = job
            self._news.notify_all()

    def wait(self, seconds: float) -> bool:
        """Until all is written; False when the time was over before."""
        with self._news:
            return self._news.wait_for(lambda: not self._waiting and not self._busy, seconds)

    def end(self, seconds: float) -> None:
        """Write what waits, and end the thread."""
        with self._news:
            self._ended = True
            self._news.notify_all()
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._ended)
                if not self._waiting:
                    return
                job = self._waiting.pop(next(iter(self._waiting)))
                self._busy = True
            try:
                failure = self._write(job)
            except Exception as error:  # noqa: BLE001 - the thread has to live on; it is told like any other failure
                failure = type(error).__name__
            with self._news:
                self._busy, self.failure = False, failure
                self._news.notify_all()
            with suppress(RuntimeError):  # the window is gone: it did not want to wait any longer
                self.done.emit(job.number, failure)

    def _write(self, job: _Job) -> str:
        try:
            job.session.copies.write(job.copy, self._roots(job.copy.path))
        except OSError as error:
            return error.strerror or type(error).__name__
        return ""


class Keeping(QObject):
    """Follows a document. `places` say where the copies go, the spare folders too, and what time it is."""

    changed = Signal()
    """`state` is new."""

    def __init__(self, document: Document, places: Places, me: Holder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._stamp, self._me = document, places.stamp, me
        self._writer = _Writer(places.recovery_roots)
        self._writer.done.connect(self._written)
        self._session = _Session(self._me)
        self._number = 0  # of the last job
        self._put: Any = None  # the file that was last given to the writer
        self._marked_unsaved = False  # the newest copy says that there is unsaved work
        self.base: Report = document.report
        """What the copy's changes are counted against: the report as it is in the user's file."""
        self.state: bool | None = None
        """Whether the unsaved work has a copy; None while there is neither work nor copy, False after a failure."""
        self.failure = ""
        self._told_spare: Path | None = None
        self._quiet, self._latest = QTimer(self), QTimer(self)
        for timer, interval in ((self._quiet, QUIET_MS), (self._latest, LONGEST_MS)):
            timer.setSingleShot(True)
            timer.setInterval(interval)
            timer.timeout.connect(self.keep)
        document.leaving.connect(self.settle)
        document.undo_stack.indexChanged.connect(self._look)
        document.state_changed.connect(self._look)
        self._look()

    @property
    def folder(self) -> Path | None:
        """Where the copies of the open report are, once there are any."""
        return self._session.copies.folder

    @property
    def spare(self) -> Path | None:
        """Where the copies are when the program's own folder takes none: on another disk, or in another folder."""
        copies = self._session.copies
        return copies.folder.parent if self.state and copies.is_spare and copies.folder is not None else None

    def keep(self) -> None:
        """Write the copy now, without waiting for the disk."""
        self._quiet.stop()
        self._latest.stop()
        if self._document.is_dirty and self._document.file is not self._put:
            self._give(State.UNSAVED)

    def keep_at_once(self, seconds: float = PATIENCE) -> bool:
        """Write the copy and wait for the disk; whether all unsaved work has a copy now."""
        self.keep()
        return self._writer.wait(seconds) and not self._writer.failure

    def settle(self, *, decided: bool = True) -> None:
        """The document is left. Unsaved work stays as what the user did not want, or, not `decided`, as unsaved."""
        self._quiet.stop()
        self._latest.stop()
        if self._document.is_dirty:
            self._give(State.DISCARDED if decided else State.UNSAVED)
        self._session = _Session(self._me)
        self._put, self._marked_unsaved, self.failure = None, False, ""
        self._tell(None)

    def end(self, *, decided: bool = True, seconds: float = PATIENCE) -> None:
        """The window is closed: settle, wait for the disk, and stop following."""
        self.settle(decided=decided)
        self._document.undo_stack.indexChanged.disconnect(self._look)
        self._document.state_changed.disconnect(self._look)
        self._document.leaving.disconnect(self.settle)
        self._writer.end(seconds)

    def _look(self, *_: object) -> None:
        document = self._document
        if document.is_dirty:
            if document.file is not self._put and not self._quiet.isActive() and not self._latest.isActive():
                self._latest.start()
            if document.file is not self._put:
                self._quiet.start()
            return
        self._quiet.stop()
        self._latest.stop()
        self.base = document.report
        if self._marked_unsaved:
            self._give(State.SAVED)
        self.failure = ""
        self._tell(None)

    def _give(self, state: State) -> None:
        document = self._document
        file, origin = document.file, document.recovered
        path = document.path or (origin.path if origin else None)
        digest = document.digest or (origin.digest if origin else "")
        changed = tuple(sorted(changed_paths(self.base, file.report)))
        copy = Copy(state, file.id, str(path or ""), digest, self._stamp(), changed, encode(file))
        self._number += 1
        self._put, self._marked_unsaved = file, state is State.UNSAVED
        self._writer.put(_Job(self._session, copy, self._number))

    def _written(self, number: int, failure: str) -> None:
        if number != self._number or not self._marked_unsaved:
            return
        self.failure = failure
        if failure:
            self._put = None  # to be tried again
            self._latest.start()
        self._tell(not failure)

    def _tell(self, state: bool | None) -> None:
        before = self.state, self._told_spare
        self.state = state
        self._told_spare = self.spare
        if (state, self._told_spare) != before:
            self.changed.emit()
