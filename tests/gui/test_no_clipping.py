"""U10 and U15: no text is cut, whatever the screen's scale, the size of the type and the length of the names."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.gui import clipping

SCRIPT = Path(clipping.__file__)
SCREENS = {
    "1": ("1366", "768"),
    "1.25": ("1092", "614"),
    "1.5": ("1280", "720"),
    "1.75": ("1097", "617"),
    "2": ("1440", "900"),
}
"""Scale → the room that a usual screen of that scale has, in the window's own pixels."""


def faults(scale: str, *sizes: str) -> list[str]:
    told = {**os.environ, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, str(SCRIPT), *SCREENS[scale], *sizes]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=True, timeout=600)
    return done.stdout.splitlines()


@pytest.mark.parametrize(("scale", "size"), [("1.25", "13.5"), ("1", "16")])
def test_nothing_is_cut_on_a_small_screen_in_large_type(scale: str, size: str) -> None:
    assert faults(scale, size) == []


@pytest.mark.soak
@pytest.mark.parametrize("scale", SCREENS)
def test_nothing_is_cut_at_any_scale_in_any_size(scale: str) -> None:
    sizes = [str(size) for size in range(9, 17)]
    if scale in ("1.25", "1.75"):
        sizes = [size for size in sizes if float(size) <= 13]  # 大字 at most: larger type needs a larger screen
    assert faults(scale, *sizes) == []


def test_the_search_finds_what_is_cut(qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    label, button = QLabel("一段放不下的文字"), QPushButton("放不下的按钮")
    label.setFixedWidth(20)
    button.setFixedHeight(4)
    for widget in (label, button):
        column.addWidget(widget)
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()
    found = list(clipping.faults(window))
    assert len(found) == 2
    assert "wide, needs" in found[0]
