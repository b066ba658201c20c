"""Answers real dialogs with real clicks: waits for the dialog, then presses what a person would press."""

import weakref
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)

_EVERY_MS, _TRIES, _SETTLED = 15, 2000, 12


class Answers(QObject):
    """What will be pressed in the dialogs to come, in their order; `said` are the texts that they showed."""

    _living: ClassVar["weakref.WeakSet[Answers]"] = weakref.WeakSet()

    def __init__(self) -> None:
        super().__init__()
        self._living.add(self)
        self._waiting: list[Callable[[QDialog], None]] = []
        self.said: list[str] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._tries = self._seen = 0
        self._last: QDialog | None = None

    @property
    def all_asked(self) -> bool:
        """Whether every dialog that an answer was meant for has come."""
        return not self._waiting

    @classmethod
    def end(cls) -> None:
        """Answer nothing from now on: what one test left over must not press the buttons of the next."""
        for each in list(cls._living):
            each._timer.stop()
            each._waiting.clear()

    def press(self, key: str) -> "Answers":
        """In the next message box or dialog, click the button `button.<key>`."""
        return self._then(lambda dialog: _click(dialog, f"button.{key}"))

    def escape(self) -> "Answers":
        """Leave the next dialog with Esc."""
        return self._then(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))

    def choose(self, path: Path) -> "Answers":
        """In the next file dialog, type a path and accept."""

        def act(dialog: QDialog) -> None:
            assert isinstance(dialog, QFileDialog)
            line = dialog.findChild(QLineEdit, "fileNameEdit")
            box = dialog.findChild(QDialogButtonBox)
            assert line is not None
            assert box is not None
            line.setText(str(path))
            role = QDialogButtonBox.ButtonRole.AcceptRole
            accept = next(b for b in box.buttons() if box.buttonRole(b) == role)
            QTest.mouseClick(accept, Qt.MouseButton.LeftButton)

        return self._then(act)

    def do(self, act: Callable[[QDialog], None]) -> "Answers":
        """Do something else with the next dialog."""
        return self._then(act)

    def _then(self, act: Callable[[QDialog], None]) -> "Answers":
        self._waiting.append(act)
        self._tries = 0
        self._timer.start()
        return self

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        self._tries += 1
        if not isinstance(dialog, QDialog) or not dialog.isVisible() or dialog.objectName() == "waiting":
            if self._tries > _TRIES:
                self._timer.stop()
            return
        self._seen = self._seen + 1 if dialog is self._last else 0
        self._last = dialog
        if not self._waiting or self._tries > _TRIES:
            # A dialog that nobody expected: refused, so that a wrong test ends. One that is about to close is not it.
            if self._seen > _SETTLED:
                self.said.append(f"unexpected: {text_of(dialog)}")
                dialog.reject()
            return
        if not dialog.isActiveWindow() and self._seen < _SETTLED:  # it is shown a moment before it has the keyboard
            return
        # A file dialog reads its folder in a thread and then sets the name anew.
        if isinstance(dialog, QFileDialog) and self._seen < _SETTLED:
            return
        self._tries = self._seen = 0
        self.said.append(text_of(dialog))
        self._waiting.pop(0)(dialog)


def in_focus() -> QWidget:
    """The widget that has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def write(text: str) -> None:
    """Write as people write Chinese: the input method hands the words to the widget in focus. A cell opens first."""
    widget = in_focus()
    if isinstance(widget, QAbstractItemView):
        QTest.keyClick(widget, Qt.Key.Key_F2)
        widget = in_focus()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def text_of(dialog: QDialog) -> str:
    """Everything that a dialog says."""
    if isinstance(dialog, QMessageBox):
        return f"{dialog.text()}\n{dialog.informativeText()}"
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def _click(dialog: QDialog, name: str) -> None:
    button = dialog.findChild(QAbstractButton, name)
    assert button is not None, f"{name} is not in: {[b.objectName() for b in dialog.findChildren(QAbstractButton)]}"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


class Script(QObject):
    """What will be done in the dialogs to come, step by step, also while one is open over another.

    A step waits for the dialog of its name in front, and for `ready`; it is an event of its own.
    """

    def __init__(self) -> None:
        super().__init__()
        self._steps: list[tuple[str, Callable[[QDialog], bool], Callable[[QDialog], object]]] = []
        self._tries = 0
        self.said: list[str] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def done(self) -> bool:
        """Whether all steps were taken and no dialog is left."""
        return not self._steps and QApplication.activeModalWidget() is None

    def on(
        self, name: str, act: str | Callable[[QDialog], object], ready: Callable[[QDialog], bool] = lambda _: True
    ) -> "Script":
        """In the dialog of this object name, click `button.<act>`, or do it."""
        key = act if isinstance(act, str) else ""
        doing = (lambda dialog: _click(dialog, f"button.{key}")) if isinstance(act, str) else act
        self._steps.append((name, ready, doing))
        self._timer.start()
        return self

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        self._tries += 1
        if not self._steps:
            return
        name, ready, act = self._steps[0]
        if self._tries > _TRIES:
            self.said.append(f"never came: {name}")
            if isinstance(dialog, QDialog):
                dialog.reject()
        front = isinstance(dialog, QDialog) and dialog.isVisible() and dialog.objectName() == name
        if not isinstance(dialog, QDialog) or not front or not ready(dialog):
            self._timer.start()
            return
        self._steps.pop(0)
        self._tries = 0
        self.said.append(text_of(dialog))
        if self._steps:
            # A fresh timer event: the one that is running does not come again before `act` returns.
            QTimer.singleShot(_EVERY_MS, self._look)
        act(dialog)
