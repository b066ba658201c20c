"""The one place that unexpected errors reach: saves the work, says so, and the program goes on.

The log and the details to copy hold types, files and line numbers, never the message of an error and never what
people wrote: a message may quote a field.
"""

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

import PySide6
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from selfeval_gui import __version__

_log = logging.getLogger("selfeval_gui.crash")
_qt_log = logging.getLogger("selfeval_gui.qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
LOG_BYTES = 500_000
SENTENCE = "程序遇到了意外错误，可以继续使用。"
SAVED = "您的内容没有丢失：已经留底，位置：\n{place}\n您的文件没有被改动。建议现在保存一次，然后重新打开本程序。"
NOT_SAVED = "当前内容仍在窗口中，您的文件没有被改动。请立即用“另存为”保存到别处，然后重新打开本程序。"


def without_content(error: BaseException) -> str:
    """Types and places of an error and of what caused it; no messages, no values."""
    import platform

    lines = [
        f"selfeval-gui {__version__}, Python {sys.version.split()[0]}, PySide6 {PySide6.__version__}",
        platform.platform(),
    ]
    seen: BaseException | None = error
    while seen is not None and len(lines) < 60:
        lines.append(type(seen).__qualname__)
        for frame in traceback.extract_tb(seen.__traceback__):
            lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines)


class _BoundedLog(logging.FileHandler):
    """A file that, once it is long, becomes the older one of two.

    logging.handlers has the like, and brings sockets and pickles with it: 6 ms of every start.
    """

    def __init__(self, place: Path) -> None:
        super().__init__(place, encoding="utf-8")
        self._place = place

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        if self.stream is not None and self.stream.tell() > LOG_BYTES:
            self.close()  # the next record opens a new one
            self._place.replace(self._place.with_suffix(".1.log"))


def write_log(folder: Path) -> None:
    """Keep a log of at most twice `LOG_BYTES` in `folder`; without one when it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _BoundedLog(folder / "selfeval-gui.log")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    # A windowed start has no stderr; logging must not try to report its own failures there.
    logging.raiseExceptions = sys.stderr is not None


def trace_hard_crashes(folder: Path) -> None:
    """Where the code stood when the process itself is brought down (a fault in a library): files and lines, no values.

    Kept open for the life of the process, in `folder`; begun anew when it is long.
    """
    import faulthandler

    place = folder / "hard-crashes.log"
    try:
        long = place.exists() and place.stat().st_size > LOG_BYTES
        stream = place.open("w" if long else "a", encoding="utf-8")
    except OSError:
        return
    _open_for_good.append(stream)
    faulthandler.enable(stream)


_open_for_good: list[TextIO] = []


def log_qt_messages() -> None:
    """Route what Qt says of itself to the log."""

    def handle(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)

    qInstallMessageHandler(handle)


class CrashKeeper(QObject):
    """Catches unexpected errors for the life of the application.

    `rescue` writes the current work somewhere safe and returns the place; `show` tells the user (sentence, what about
    their work, details to copy).
    """

    _elsewhere = Signal(object)  # an error of another thread, to be handled in the window's

    def __init__(
        self, rescue: Callable[[], Path | None], show: Callable[[str, str, str], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._rescue, self._show = rescue, show
        self._told: set[str] = set()
        self._telling = False
        self._elsewhere.connect(self.handle)

    def install(self) -> None:
        """Take over from Python's own hooks, which write to a stderr that may not exist."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def handle(self, error: BaseException) -> None:
        """Save, log, tell. An error that repeats itself (while painting, say) is told once."""
        details = without_content(error)
        known = details in self._told
        self._told.add(details)
        if known or self._telling:
            _log.error("again or during another: %s", type(error).__qualname__)
            return
        _log.critical("%s", details)
        place = self._save()
        self._telling = True
        try:
            self._show(SENTENCE, SAVED.format(place=place) if place else NOT_SAVED, details)
        finally:
            self._telling = False

    def _save(self) -> Path | None:
        try:
            return self._rescue()
        except Exception as failure:  # noqa: BLE001 - whatever it is, the first error still has to be told
            _log.critical("rescue failed: %s", without_content(failure))
            return None

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, (KeyboardInterrupt, SystemExit)):
            sys.__excepthook__(kind, error, trace)
            return
        self.handle(error)

    def _thread_hook(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
            self._elsewhere.emit(told.exc_value)
