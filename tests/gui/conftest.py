"""Fixtures that several tests of the window share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from selfeval_gui.gui.places import Places
from selfeval_gui.gui.style import theme
from tests.gui.driving import Answers
from tests.gui.showing import NOON, show_file, show_report
from tests.gui.watched import open_window

__all__ = ["open_window", "show_file", "show_report"]


@pytest.fixture(autouse=True)
def empty_clipboard() -> Iterator[None]:
    """What Python has put on the clipboard must not outlive Python: the process would end in a crash."""
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A machine of the test's own: at noon, always the same, with reports numbered from one."""
    numbers = iter(range(1, 1000))
    documents = tmp_path / "文档"
    documents.mkdir()
    return Places(
        tmp_path / "config",
        tmp_path / "data",
        documents,
        now=lambda: NOON,
        new_id=lambda: f"00000000-0000-4000-8000-{next(numbers):012d}",
    )


@pytest.fixture
def answers(qapp: QApplication) -> Iterator[Answers]:
    """What the dialogs of a test are answered; every answer that was laid out must have been asked for."""
    made = Answers()
    yield made
    assert made.all_asked


@pytest.fixture
def own_looks(qapp: QApplication) -> Iterator[None]:
    """For a test that chooses colours or sizes: the next one finds the program as it was."""
    font, palette, sheet = qapp.font(), qapp.palette(), qapp.styleSheet()
    theme.of(qapp)  # a style sheet hands fonts on in its own way
    yield
    theme.of(qapp).deleteLater()
    qapp.setFont(font)
    qapp.setPalette(palette)
    qapp.setStyleSheet(sheet)


@pytest.fixture(autouse=True)
def no_answers_left() -> Iterator[None]:
    """A dialog is answered by the test that asks for it."""
    yield
    Answers.end()
