"""Windows that are watched over as in the program: with recovery copies, locks and the letter box for other windows."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfeval_gui import storage
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.safekeeping.keeping import Keeping
from selfeval_gui.gui.safekeeping.safety import Safety
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report.model import Report
from selfeval_gui.storage import holder, recovery
from selfeval_gui.storage.recovery import Copy, Session
from tests.gui.showing import show_active

Open = Callable[[], MainWindow]
STAMP = "2026-03-02T04:00:00Z"
ME = holder.this_process(STAMP)


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, places: Places) -> Iterator[Open]:
    """Opens a window as the program does, on a blank report; all are closed at the end."""
    made: list[MainWindow] = []

    def open_one() -> MainWindow:
        window = show_active(qtbot, MainWindow(places))
        made.append(window)
        window.safety = Safety(window)
        window.safety.begin(qapp)
        return window

    yield open_one
    for window in made:
        window.document.undo_stack.setClean()
        window.close()


def keeping_of(window: MainWindow) -> Keeping:
    assert window.safety is not None
    assert window.safety.keeping is not None
    return window.safety.keeping


def sessions(places: Places) -> list[Session]:
    return recovery.sessions(places.recovery, ME)


def report_in(copy: Copy) -> Report:
    return storage.load_bytes(copy.body).file.report
