"""A month to pick a day from, below a date editor. Loaded when it is first opened."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QFrame, QPushButton, QToolButton, QVBoxLayout, QWidget

from selfeval_gui.gui.editors.dates import DateEditor

CHINESE = QLocale(QLocale.Language.Chinese, QLocale.Country.China)


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
