"""The Qt that is installed survives ordinary work.

PySide6 6.12.0 aborts CPython 3.11 after hundreds of emitted signals or thousands of calls. A Qt that
does so would lose people's reports, so it has to fail here first. Each probe runs in a process of its own: an
abort then is a failed test, not the end of the test run.
"""

import subprocess
import sys
import textwrap

import pytest

EMIT = """
    from PySide6.QtCore import QCoreApplication, QObject, Signal

    class Sender(QObject):
        number = Signal(int)
        thing = Signal(object, str)

    application = QCoreApplication([])
    sender, numbers, things = Sender(), [], []
    sender.number.connect(numbers.append)
    sender.thing.connect(lambda value, text: things.append((value, text)))
    for i in range(5000):
        sender.number.emit(i)
        sender.thing.emit({"i": i}, "字")
    assert numbers == list(range(5000))
    assert things == [({"i": i}, "字") for i in range(5000)]
    print("survived")
"""

MAKE_SIGNALS = """
    from PySide6.QtCore import QCoreApplication, QObject, Signal

    application = QCoreApplication([])
    heard = []
    for i in range(300):
        kind = type(f"Sender{i}", (QObject,), {"said": Signal(str)})
        sender = kind()
        sender.said.connect(heard.append)
        for _ in range(10):
            sender.said.emit(str(i))
    assert len(heard) == 3000
    print("survived")
"""

CALL = """
    from PySide6.QtCore import QPointF, QRectF, QTimer
    from PySide6.QtGui import QUndoCommand, QUndoStack
    from PySide6.QtWidgets import QApplication, QLineEdit

    application = QApplication([])
    edit, stack, heard = QLineEdit(), QUndoStack(), []
    edit.textChanged.connect(heard.append)
    for i in range(5000):
        edit.setText(f"第{i}次")
        assert edit.text() == f"第{i}次"
        assert QRectF(0, 0, i + 1, 1).contains(QPointF(i, 0.5))
        stack.push(QUndoCommand(str(i)))
        if i % 500 == 0:
            application.processEvents()
    assert len(heard) == stack.count() == 5000
    fired = []
    QTimer.singleShot(0, lambda: fired.append(1))
    QTimer.singleShot(0, application.quit)
    application.exec()
    assert fired == [1]
    print("survived")
"""


@pytest.mark.parametrize("probe", [EMIT, MAKE_SIGNALS, CALL], ids=["emit", "make signals", "call"])
def test_qt_survives(probe: str) -> None:
    command = [sys.executable, "-X", "faulthandler", "-X", "utf8", "-c", textwrap.dedent(probe)]
    ended = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert (ended.returncode, ended.stdout.strip()) == (0, "survived"), ended.stderr
