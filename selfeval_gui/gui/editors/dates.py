"""The date editor: a line that may be empty, with a small calendar to pick from."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QPushButton, QToolButton, QVBoxLayout, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.line import LineEditor
from selfeval_gui.gui.editors.marks import calendar_icon

CHINESE = QLocale(QLocale.Language.Chinese, QLocale.Country.China)


class DateEditor(LineEditor):
    """A date; may be empty. 20181030 becomes 2018年10月30日 when it is left. Alt+Down or F4 opens the calendar."""

    def __init__(self, document: Document, path: str, parent: QWidget | None = None) -> None:
        super().__init__(document, path, parent)
        self._pick = QAction("打开日历", self)
        self._pick.setToolTip("打开日历（Alt+↓）")
        self._pick.setIcon(calendar_icon(self.palette()))
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
        self.binding.settle()
        self._calendar = CalendarPopup(self)
        self._calendar.show()
        return self._calendar

    def take_day(self, day: date | None) -> None:
        """What was picked in the calendar; None empties the blank."""
        self.binding.document.break_merge()
        self.binding.document.put(self.binding.path, day)
        self.setFocus()


class CalendarPopup(QFrame):
    """A month to pick a day from; closes when one is picked, on Escape and on a click elsewhere."""

    def __init__(self, editor: DateEditor) -> None:
        super().__init__(editor, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._editor = editor
        self.calendar = QCalendarWidget(self)
        self.calendar.setLocale(CHINESE)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setGridVisible(False)
        for name, said in (("prevmonth", "上个月"), ("nextmonth", "下个月")):  # Qt leaves them without a name
            button = self.calendar.findChild(QToolButton, f"qt_calendar_{name}")
            if isinstance(button, QToolButton):
                button.setToolTip(said)
                button.setAccessibleName(said)
        self.calendar.setAccessibleName(f"{editor.binding.label}的日历")
        value = editor.binding.value()
        if isinstance(value, date):
            self.calendar.setSelectedDate(QDate(value.year, value.month, value.day))
        self.calendar.clicked.connect(self._picked)
        self.calendar.activated.connect(self._picked)
        clear = QPushButton("留空", self)
        clear.clicked.connect(self._cleared)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.calendar)
        layout.addWidget(clear)
        self.adjustSize()
        self.move(self._place(editor))
        self.calendar.setFocus()

    def _place(self, editor: QWidget) -> QPoint:
        """Below the field, or above it when the screen ends there."""
        below = editor.mapToGlobal(QPoint(0, editor.height()))
        screen = editor.screen().availableGeometry()
        x = max(screen.left(), min(below.x(), screen.right() - self.width()))
        if below.y() + self.height() > screen.bottom():
            return QPoint(x, max(screen.top(), below.y() - editor.height() - self.height()))
        return QPoint(x, below.y())

    def _picked(self, day: QDate) -> None:
        self._editor.take_day(date(day.year(), day.month(), day.day()))
        self.close()

    def _cleared(self) -> None:
        self._editor.take_day(None)
        self.close()
