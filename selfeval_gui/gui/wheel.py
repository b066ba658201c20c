"""A turn of the wheel scrolls the page; it never changes a value or a tab. Installed once, on the application."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QComboBox, QScrollBar, QTabBar

_CHANGED_BY_WHEEL = (QComboBox, QAbstractSpinBox, QTabBar, QAbstractSlider)


class WheelGuard(QObject):
    """`application.installEventFilter(WheelGuard(application))`."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel or not isinstance(event, QWheelEvent):
            return False
        if not isinstance(watched, _CHANGED_BY_WHEEL) or isinstance(watched, QScrollBar):
            return False
        if watched.hasFocus() and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        event.ignore()  # so that the page behind gets it
        return True
