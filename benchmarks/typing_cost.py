"""A keystroke in the real window: until the letter stands in the field, and until the page shows it."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.measure import Figure, milliseconds, table
from selfeval_gui import resources, storage

KEYS = 120
WARM = 20
FIELDS = ("performance.actual", "narrative.process.text", "basic_info.phone")


def _window(folder: Path) -> Any:
    from PySide6.QtWidgets import QApplication

    from selfeval_gui.gui import app
    from selfeval_gui.gui.places import Places
    from selfeval_gui.gui.window import MainWindow

    if QApplication.instance() is None:
        app._application("")
    places = Places(
        config=folder / "config",
        data=folder / "data",
        documents=folder,
        now=lambda: datetime.now(UTC),
        new_id=lambda: "0" * 8,
    )
    window = MainWindow(places)
    window.resize(1366, 728)
    window.show()
    return window


def typing(folder: Path) -> str:
    """p95 of key to echo and key to page, against a plain repaint of the page."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    window = _window(folder)
    file = folder / "sample.zxzp.json"
    file.write_bytes(resources.path("sample", "sample.zxzp.json").read_bytes())
    window.files.show(storage.load(file))
    window.composing.start()
    view = window.preview.view
    painted: list[float] = []
    view.painted.connect(lambda: painted.append(time.perf_counter()))
    QTest.qWait(500)
    rows = [["字段", "按键到字段显示", "按键到版面显示", "版面重绘一次", "比值（p95）"]]
    for path in FIELDS:
        window.reveal(path)
        QTest.qWait(300)
        editor = QApplication.focusWidget()
        echo, page, plain = [], [], []
        for index in range(KEYS + WARM):
            painted.clear()
            start = time.perf_counter()
            QTest.keyClick(editor, "1")
            editor.repaint()
            echo.append(time.perf_counter() - start)
            while not painted:
                QApplication.processEvents()
            page.append(painted[-1] - start)
            start = time.perf_counter()
            view.viewport().repaint()
            plain.append(time.perf_counter() - start)
            if index % 10 == 9:
                window.document.undo_stack.undo()
                QApplication.processEvents()
        figures = [Figure(path, tuple(times[WARM:])) for times in (echo, page, plain)]
        p95 = [figure.percentile(0.95) for figure in figures]
        label = window.document.form.label(path)
        rows.append([label, *(milliseconds(value) for value in p95), f"{p95[1] / p95[2]:.2f}"])
    window.document.undo_stack.setClean()
    window.close()
    return "三列时间都是 p95。\n\n" + table(rows)
