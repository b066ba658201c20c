"""Looks after files without ever waiting for them: one thread a file, and after two seconds nobody listens any more.

A share that does not answer holds up nothing: its thread is left alone. Network paths are not even asked.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer

from selfeval_gui.gui.background import hold_garbage_for
from selfeval_gui.gui.known.reports import About, about

PATIENCE_S = 2.0
_EVERY_MS = 40
_LARGEST = 8 << 20
GONE, DAMAGED, SILENT, REMOTE = "找不到文件", "读不出来", "没有响应", "网络位置，打开时再连接"


class Seen(NamedTuple):
    """What became of a file: `problem` is one of the words above, or "" with `what` it is about."""

    path: Path
    problem: str
    what: About | None = None


def is_remote(path: Path) -> bool:
    """Whether a path names another computer by itself (\\\\server\\share)."""
    text = str(path)
    return text.startswith(("\\\\", "//")) or "/gvfs/" in text


def look_at(path: Path) -> Seen:
    """Read a report file. Runs in a thread of its own; must not touch Qt."""
    from selfeval_gui import storage

    try:
        file = storage.load_bytes(storage.read_bytes(path, _LARGEST)).file
    except storage.FileRefused:
        return Seen(path, DAMAGED if path.exists() else GONE)
    except OSError:
        return Seen(path, GONE)
    return Seen(path, "", about(file))


class Looking(QObject):
    """`told` hears of every path once: when it was read, or that it did not answer."""

    def __init__(
        self, told: Callable[[Seen], None], parent: QObject | None = None, look: Callable[[Path], Seen] = look_at
    ) -> None:
        super().__init__(parent)
        self._told, self._look = told, look
        self._answers: deque[Seen] = deque()  # appending and taking are safe between threads
        self._waiting: set[Path] = set()
        self._until = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._hear)

    @property
    def busy(self) -> bool:
        return bool(self._waiting)

    def start(self, paths: Iterable[Path]) -> None:
        """Begin to look; network paths are told at once, unasked."""
        for path in paths:
            if is_remote(path):
                self._told(Seen(path, REMOTE))
            elif path not in self._waiting:
                self._waiting.add(path)
        if not self._waiting or self._timer.isActive():
            return
        self._release = hold_garbage_for(self)
        self._until = time.monotonic() + PATIENCE_S
        for path in self._waiting:
            # A daemon: a share that never answers must not keep the program from ending.
            threading.Thread(target=self._run, args=(path,), daemon=True).start()
        self._timer.start()

    def _run(self, path: Path) -> None:
        self._answers.append(self._look(path))

    def _hear(self) -> None:
        while self._answers:
            seen = self._answers.popleft()
            if seen.path in self._waiting:
                self._waiting.discard(seen.path)
                self._told(seen)
        if self._waiting and time.monotonic() < self._until:
            return
        self._timer.stop()
        self._release()
        silent, self._waiting = self._waiting, set()
        for path in silent:
            self._told(Seen(path, SILENT))
