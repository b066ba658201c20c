"""The date editor: a line that may be empty, with a small calendar to pick from."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.line import LineEditor
from selfeval_gui.gui.editors.marks import calendar_icon

if TYPE_CHECKING:
    from selfeval_gui.gui.editors.calendar import CalendarPopup


class DateEditor(LineEditor):
    """A date; may be empty. 20181030 becomes 2018年10月30日 when it is left. Alt+Down or F4 opens the calendar."""

    def __init__(self, document: Document, path: str, parent: QWidget | None = None) -> None:
        super().__init__(document, path, parent)
        self._pick = QAction("打开日历", self)
        self._pick.setToolTip("打开日历（Alt+↓）")
        self._pick.setIcon(calendar_icon())
        self._pick.triggered.connect(self.open_calendar)
        self.addAction(self._pick, self.ActionPosition.TrailingPosition)
        self._calendar: CalendarPopup | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt_down = event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() == Qt.Key.Key_Down
        if alt_down or event.key() == Qt.Key.Key_F4:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> "CalendarPopup":
        """Show the calendar under the field, on the date that is filled in."""
        from selfeval_gui.gui.editors.calendar import CalendarPopup

        self.binding.settle()
        self._calendar = CalendarPopup(self)
        self._calendar.show()
        return self._calendar

    def take_day(self, day: date | None) -> None:
        """What was picked in the calendar; None empties the blank."""
        self.binding.document.break_merge()
        self.binding.document.put(self.binding.path, day)
        self.setFocus()
