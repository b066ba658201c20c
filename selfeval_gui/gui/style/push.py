"""A button that does one thing. Enter does not press it: Enter belongs to what is being filled in beside it."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget


def push_button(parent: QWidget, name: str, text: str, act: Callable[[], object]) -> QPushButton:
    """A button with `name` as its object name; a click calls `act` without arguments."""
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: act())
    return button
