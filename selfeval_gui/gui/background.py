"""Waits for slow work (a file on a share, a large import) without freezing the window.

The work runs in a thread of its own and must not touch widgets or the document: values in, a value out.
"""

import gc
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

T = TypeVar("T")
PATIENCE_MS = 300
"""Work shorter than this shows nothing but a busy pointer."""


class Abandoned(Exception):
    """The user did not want to wait any longer; what the thread still finds is thrown away."""


class _Work(QObject):
    finished = Signal()

    def __init__(self, function: Callable[[], object]) -> None:
        super().__init__()
        self._function = function
        self.result: object = None
        self.error: BaseException | None = None
        self.done = False

    def start(self) -> None:
        # A daemon: a share that never answers must not keep the program from ending.
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        try:
            self.result = self._function()
        except Exception as error:  # noqa: BLE001 - raised again in the thread that waits
            self.error = error
        self.done = True
        self.finished.emit()


class _Passing(_Work):
    """Work that nobody waits for."""

    def __init__(self, function: Callable[[], object], then: Callable[[], object]) -> None:
        super().__init__(function)
        self._then = then
        self.finished.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def _end(self) -> None:
        release_garbage()
        _passing.discard(self)
        self._then()


_passing: set[_Passing] = set()
_holding: list[bool] = []
_waited_for: list[_Work] = []


def is_waiting() -> bool:
    """Whether something is in the middle of `wait_for`: no time to put another report into the window."""
    return bool(_waited_for)


def hold_garbage() -> None:
    """Python collects garbage in whichever thread asks for memory, and a QObject must not die in that one."""
    _holding.append(gc.isenabled())
    gc.disable()


def release_garbage() -> None:
    """Collect again when nobody holds it any more."""
    held = _holding.pop()
    if _holding:
        _holding[0] |= held
    elif held:
        gc.enable()


def hold_garbage_for(owner: QObject) -> Callable[[], None]:
    """`hold_garbage` until the function that is returned is called, or until `owner` goes without having called it."""
    hold_garbage()
    held = [True]

    def release() -> None:
        if held:
            held.clear()
            release_garbage()

    owner.destroyed.connect(release)
    return release


def in_passing(function: Callable[[], object], then: Callable[[], object]) -> None:
    """Run `function` in a thread while the window goes on, and `then` in this thread when it has ended, or failed."""
    work = _Passing(function, then)
    _passing.add(work)
    hold_garbage()
    work.start()


def wait_for(parent: QWidget, text: str, function: Callable[[], T], give_up: str = "取消") -> T:
    """The result of `function`, or its exception; `text` says what is being done. Raises `Abandoned` on `give_up`."""
    work = _Work(function)
    loop = QEventLoop()
    work.finished.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    impatient = QTimer(singleShot=True)
    impatient.timeout.connect(loop.quit)
    impatient.start(PATIENCE_MS)
    parent.setCursor(Qt.CursorShape.BusyCursor)
    hold_garbage()
    _waited_for.append(work)
    work.start()
    try:
        # Keys and clicks wait too, so that nothing is changed under the work's feet.
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        if not work.done:
            _wait_visibly(parent, text, work, give_up)
    finally:
        _waited_for.remove(work)
        release_garbage()
        impatient.stop()
        parent.unsetCursor()
    if work.error is not None:
        raise work.error
    return work.result  # type: ignore[return-value]


def _wait_visibly(parent: QWidget, text: str, work: _Work, give_up: str) -> None:
    dialog = QProgressDialog(text, give_up, 0, 0, parent)
    dialog.setObjectName("waiting")
    dialog.setWindowTitle("请稍候")
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.setMinimumDuration(0)
    dialog.setAutoReset(False)
    loop = QEventLoop()
    work.finished.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    dialog.canceled.connect(loop.quit)
    dialog.show()
    if not work.done:
        loop.exec()
    given_up = not work.done
    dialog.canceled.disconnect(loop.quit)
    dialog.close()
    dialog.deleteLater()
    if given_up:
        raise Abandoned(text)
