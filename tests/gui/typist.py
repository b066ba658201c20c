"""The real program with somebody who types and saves without end, to be killed: `python -m tests.gui.typist FILE SEED`.

Says on standard output what was done, with the time of CLOCK_MONOTONIC: `typed N TIME` after every word, `saved N TIME`
when the window says that word N is saved.
"""

import os
import random
import sys
import time

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from selfeval_gui.gui import app
from selfeval_gui.gui.window import MainWindow

FIELD = "narrative.process.text"
CONTROL = Qt.KeyboardModifier.ControlModifier


class Typist(QObject):
    """Types numbered words, by keys and by input method, with pauses as people make them, and saves now and then."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        super().__init__(window)
        self._window, self._chance = window, random.Random(seed)
        self._number = 0
        self._saving = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._type)
        self._timer.start(0)

    def _type(self) -> None:
        self._timer.start(self._chance.choice((5, 20, 40, 40, 60, 700)))
        if self._saving or self._window.document.path is None:
            return
        if self._number == 0:
            self._window.activateWindow()
            self._window.reveal(FIELD)
        widget = QApplication.focusWidget()
        if widget is None:
            return
        self._number += 1
        word = f"w{self._number}."
        if self._chance.random() < 0.3:
            event = QInputMethodEvent()
            event.setCommitString(word)
            QApplication.sendEvent(widget, event)
        else:
            QTest.keyClicks(widget, word)
        _say(f"typed {self._number}")
        if self._chance.random() < 0.04:
            self._save()

    def _save(self) -> None:
        self._saving, number = True, self._number
        QTest.keyClick(self._window, Qt.Key.Key_S, CONTROL)
        self._saving = False
        if not self._window.document.is_dirty:
            _say(f"saved {number}")


def _say(what: str) -> None:
    os.write(1, f"{what} {time.monotonic()}\n".encode())


def main() -> None:
    file, seed = sys.argv[1], int(sys.argv[2])
    watch = app._watch

    def watch_and_type(window: MainWindow, application: QApplication) -> None:
        watch(window, application)
        Typist(window, seed)

    app._watch = watch_and_type
    sys.exit(app.main([file]))


if __name__ == "__main__":
    main()
