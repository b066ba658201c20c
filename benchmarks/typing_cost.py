"""A keystroke in the real window: until the letter stands in the field, and until the page shows it.

Measured as a user gets it: from the moment the key is delivered to the end of the painting of the field and of the
page, with nothing forced in between; the copy for recovery, the check and the findings run when they want to. Against
it stands a plain painting of all that the preview shows. Times are those of the window's thread at work (CPU time), so
that other programs of the machine do not count; the time on the clock is told for the letter.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from benchmarks.measure import Figure, milliseconds, table
from selfeval_gui import resources, storage

KEYS = 120
WARM = 20
FIELDS = ("performance.actual", "narrative.process.text", "basic_info.phone")


def _window(folder: Path) -> Any:
    from selfeval_gui.gui import app
    from selfeval_gui.gui.places import Places
    from selfeval_gui.gui.safekeeping.safety import Safety
    from selfeval_gui.gui.window import MainWindow

    application = QApplication.instance() or app._application("")
    places = Places(
        config=folder / "config",
        data=folder / "data",
        documents=folder,
        now=lambda: datetime.now(UTC),
        new_id=lambda: "0" * 8,
    )
    window = MainWindow(places)
    window.resize(1366, 728)
    window.safety = Safety(window)
    window.safety.begin(application)
    window.show()
    return window


class _Painted(QObject):
    """Notes when a widget was painted last, on the clock and in CPU time of this thread."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.clock, self.cpu = 0.0, 0.0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Paint:
            return False
        watched.removeEventFilter(self)
        QCoreApplication.sendEvent(watched, event)  # paints; what follows is said when it has ended
        watched.installEventFilter(self)
        self.clock, self.cpu = time.perf_counter(), time.thread_time()
        return True


def _until(done: Callable[[], bool]) -> None:
    """Let events come, asleep in between, until `done`; TimeoutError after ten seconds."""
    end = time.perf_counter() + 10
    while not done():
        if time.perf_counter() > end:
            raise TimeoutError("the page was not painted")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


def typing(folder: Path) -> str:
    """p95 of key to echo and key to page, against a plain repaint of the page."""
    window = _window(folder)
    file = folder / "sample.zxzp.json"
    file.write_bytes(resources.path("sample", "sample.zxzp.json").read_bytes())
    window.files.show(storage.load(file))
    window.composing.start()
    view = window.preview.view
    page = _Painted(view.viewport())
    QTest.qWait(1500)
    rows = [["字段", "字母出现", "其中最长", "字母出现（处理器）", "版面出现（处理器）", "版面重绘（处理器）", "比值"]]
    for path in FIELDS:
        window.reveal(path)
        QTest.qWait(500)
        editor = QApplication.focusWidget()
        field = _Painted(editor.viewport() if isinstance(editor, QAbstractScrollArea) else editor)
        taken: list[list[float]] = [[], [], [], []]
        for index in range(KEYS + WARM):
            field.clock = page.clock = 0.0
            clock, cpu = time.perf_counter(), time.thread_time()
            QTest.keyClick(editor, "1")
            _until(lambda: field.clock > 0 and page.clock > 0)  # noqa: B023
            figures = field.clock - clock, field.cpu - cpu, page.cpu - cpu
            cpu = time.thread_time()
            view.viewport().repaint()
            for one, value in zip(taken, (*figures, time.thread_time() - cpu), strict=True):
                one.append(value)
            QTest.qWait(20)  # a quick typist; saving, checking and the rest come to their turn
            if index % 10 == 9:
                window.document.undo_stack.undo()
                QTest.qWait(20)
        echo, echo_cpu, shown, plain = (Figure(path, tuple(times[WARM:])) for times in taken)
        p95 = [figure.percentile(0.95) for figure in (echo, echo_cpu, shown, plain)]
        cells = [p95[0], max(echo.seconds), *p95[1:]]
        label = window.document.form.label(path)
        rows.append([label, *map(milliseconds, cells), f"{p95[2] / p95[3]:.2f}"])
    window.document.undo_stack.setClean()
    window.close()
    return (
        "从按键送达到字段、版面绘制结束，不强制任何重绘；自动留底、检查同时进行。除“其中最长”外都是 p95。\n"
        "“处理器”是窗口线程实际工作的时间，机器上别的程序不算在内；比值是“版面出现”比“版面重绘”。\n\n" + table(rows)
    )
