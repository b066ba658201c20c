"""Runs work on many files beside the window: a thread that waits for working processes, and a timer that tells of it.

The thread touches no Qt: it puts events into a queue, and the window's own thread takes them out.
"""

import queue
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from selfeval_gui.batch.task import Outcome
from selfeval_gui.gui.background import hold_garbage_for

_EVERY_MS = 50
Work = Callable[["Reporter"], Any]


class Reporter:
    """What the work says while it goes on, and whether it shall stop. Safe from any thread."""

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[tuple[str, int, Any]] = queue.SimpleQueue()
        self._stop = threading.Event()

    def began(self, number: int) -> None:
        self._events.put(("began", number, None))

    def done(self, number: int, outcome: Outcome) -> None:
        self._events.put(("done", number, outcome))

    def stopped(self) -> bool:
        return self._stop.is_set()

    def stop(self) -> None:
        self._stop.set()

    def ended(self, result: Any, error: BaseException | None) -> None:
        self._events.put(("ended", 0, (result, error)))

    def events(self) -> list[tuple[str, int, Any]]:
        """Everything said since it was asked last."""
        found = []
        while True:
            try:
                found.append(self._events.get_nowait())
            except queue.Empty:
                return found


class Runner(QObject):
    """One piece of work at a time."""

    began = Signal(int)
    done = Signal(int, object)
    ended = Signal(object)
    """The work's result; None when it has failed in a way that nobody foresaw."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reporter: Reporter | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_running(self) -> bool:
        return self._reporter is not None

    def start(self, work: Work) -> None:
        """Begin; `work` gets a reporter and must not touch widgets."""
        reporter = self._reporter = Reporter()
        self._release = hold_garbage_for(self)
        threading.Thread(target=_run, args=(work, reporter), daemon=True).start()
        self._timer.start()

    def stop(self) -> None:
        """Begin nothing new; what was begun is waited for, and `ended` comes."""
        if self._reporter is not None:
            self._reporter.stop()

    def _look(self) -> None:
        reporter = self._reporter
        if reporter is None:
            return
        for what, number, value in reporter.events():
            if what == "began":
                self.began.emit(number)
            elif what == "done":
                self.done.emit(number, value)
            else:
                self._end(*value)

    def _end(self, result: Any, error: BaseException | None) -> None:
        self._timer.stop()
        self._reporter = None
        self._release()
        self.ended.emit(result)
        if error is not None:
            raise error  # the one place for what is unforeseen is told, as of any slot


def _run(work: Work, reporter: Reporter) -> None:
    try:
        reporter.ended(work(reporter), None)
    except Exception as error:  # noqa: BLE001 - raised again in the window's thread
        reporter.ended(None, error)
