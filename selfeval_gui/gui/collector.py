"""Collects garbage in the window's thread only: Python would do it in whichever thread asks for memory.

A QObject that dies in another thread than its own takes the program with it. Needed as soon as a thread runs beside the
window for good.
"""

import gc

from PySide6.QtCore import QObject, QTimer

from selfeval_gui.gui.background import hold_garbage_for

_EVERY_MS = 1000


class Collector(QObject):
    """Switches Python's own collecting off until `stop`, and does the same by a timer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._release = hold_garbage_for(self)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        self._release()

    @staticmethod
    def _look() -> None:
        """By Python's own measure: the oldest generation that is due, and all younger ones with it."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return
