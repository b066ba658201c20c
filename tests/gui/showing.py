"""A window on a report, shown and composed, for tests of what is on its pages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfeval_gui import resources, storage
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report.model import Report

ShowReport = Callable[..., MainWindow]
ShowFile = Callable[[], MainWindow]
NOON = datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC)
"""When tests of the window happen: noon in Hechi."""


@pytest.fixture
def show_report(qtbot: QtBot, tmp_path: Path) -> ShowReport:
    """Opens a window on the sample, or on a report, unsaved; `fonts` are folders of installed fonts."""

    def show(report: Report | None = None, fonts: Callable[[], tuple[Path, ...]] = tuple) -> MainWindow:
        window = MainWindow(Places(tmp_path / "config", tmp_path / "data", tmp_path, fonts=fonts))
        file = storage.load(resources.path("sample", "sample.zxzp.json")).file
        window.document.replace_file(file if report is None else replace(file, report=report), None, None)
        show_active(qtbot, window)
        window.composing.pages()
        return window

    return show


@pytest.fixture
def show_file(qtbot: QtBot, tmp_path: Path) -> ShowFile:
    """Opens a window on a copy of the sample's file, 样例.zxzp.json in the test's folder."""

    def show() -> MainWindow:
        window = MainWindow(Places(tmp_path / "config", tmp_path / "data", tmp_path))
        show_active(qtbot, window)
        file = tmp_path / "样例.zxzp.json"
        file.write_bytes(resources.path("sample", "sample.zxzp.json").read_bytes())
        window.files.show(storage.load(file))
        return window

    return show


def show_active(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """Show the window on the smallest screen that counts, in front; at the end it is closed without a question."""
    qtbot.addWidget(window, before_close_func=lambda w: w.document.undo_stack.setClean())
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    return window


def click_on_paper(window: MainWindow, page: int, x: float, y: float) -> None:
    """A real click on the preview where a place on paper (mm) is shown, after scrolling there."""
    view = window.preview.view
    view.go_to_page(page)
    below = view.place_of(page, x, y).y() - view.viewport().height() / 2
    bar = view.verticalScrollBar()
    bar.setValue(round(bar.value() + below))
    point = view.place_of(page, x, y).toPoint()
    assert view.viewport().rect().contains(point)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
