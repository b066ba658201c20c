"""Fixtures that several tests of the window share."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication

from tests.gui.driving import Answers
from tests.gui.showing import show_report

__all__ = ["show_report"]


@pytest.fixture(autouse=True)
def empty_clipboard() -> Iterator[None]:
    """What Python has put on the clipboard must not outlive Python: the process would end in a crash."""
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def no_answers_left() -> Iterator[None]:
    """A dialog is answered by the test that asks for it."""
    yield
    Answers.end()
