"""A day without end in one window: edits, saves, exports; memory, handles, threads and folders stay what they were."""

import gc
import os
import random
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from selfeval_gui import resources, storage
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.printing import produce
from tests.gui.watched import Open

FIELDS = (
    "cover.project_name",
    "basic_info.phone",
    "narrative.process.text",
    "expenditures[0].item",
    "evaluators[0].unit",
)
GROWTH = 50_000_000
"""Bytes of memory that a whole day may cost."""
LINUX = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="counts what Linux counts")


class Cost(NamedTuple):
    """What the process holds: bytes of memory, open handles, threads."""

    memory: int
    handles: int
    threads: int


def cost() -> Cost:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    own = Path("/proc/self")
    counts = [len(list((own / what).iterdir())) for what in ("fd", "task")]
    return Cost(pages * os.sysconf("SC_PAGE_SIZE"), *counts)


def field_of(window: MainWindow, path: str) -> QWidget:
    """The editor of a field, with the keyboard; offscreen, popups that close leave nobody with it."""
    for _ in range(100):
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        window.activateWindow()
        window.reveal(path)
        QTest.qWait(1)
        widget = QApplication.focusWidget()
        if widget is not None:
            return widget
    pytest.fail(f"{path} never got it: {QApplication.activeModalWidget()}, {QApplication.activeWindow()}")


def work(window: MainWindow, target: Path, edits: int, per_save: int, seed: int) -> None:
    """Type, delete and undo with the keyboard, one field after the other; save and export now and then."""
    chance, path = random.Random(seed), FIELDS[0]
    for number in range(1, edits + 1):
        if number % 20 == 1:
            path = chance.choice(FIELDS)
            field_of(window, path)
        key = chance.choice((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Backspace))
        QTest.keyClick(QApplication.focusWidget() or field_of(window, path), key)
        if chance.random() < 0.05:
            widget = QApplication.focusWidget() or field_of(window, path)
            QTest.keyClick(widget, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        if number % 5 == 0:
            QApplication.processEvents()
        if number % per_save == 0:
            window.actions_by_name["save"].trigger()
            assert not window.document.is_dirty
            document = window.document
            pages, fonts = window.composing.pages(), window.composing.fonts
            target.write_bytes(produce.pdf_of_pages(pages, document.report, document.form.id, fonts))


def opened(open_window: Open, places: Places) -> MainWindow:
    sample = storage.load(resources.path("sample", "sample.zxzp.json")).file
    path = places.documents / "报告.zxzp.json"
    assert storage.save(sample, path, expected_digest=None).ok
    window = open_window()
    assert window.take_file(path)
    return window


def kept(places: Places) -> int:
    return sum(entry.stat().st_size for entry in places.data.rglob("*") if entry.is_file())


@LINUX
def test_an_hour_costs_nothing_that_stays(open_window: Open, places: Places) -> None:
    window, target = opened(open_window, places), places.documents / "报告.pdf"
    work(window, target, 120, 60, seed=1)
    before = cost()
    work(window, target, 240, 60, seed=2)
    after = cost()
    assert after.handles <= before.handles
    assert after.threads <= before.threads
    assert after.memory - before.memory < GROWTH
    assert kept(places) < 5_000_000


@LINUX
@pytest.mark.soak
def test_twenty_thousand_edits_two_hundred_saves_and_exports(open_window: Open, places: Places) -> None:
    window, target = opened(open_window, places), places.documents / "报告.pdf"
    work(window, target, 1000, 100, seed=1)
    curve = [cost()]
    for part in range(1, 20):
        work(window, target, 1000, 100, seed=1 + part)
        curve.append(cost())
    before, after = curve[0], curve[-1]
    print("\nMB after each thousand edits:", *(f"{each.memory / 1e6:.0f}" for each in curve))
    print(
        f"20000 edits, 200 saves, 200 exports: memory {before.memory / 1e6:.0f} → {after.memory / 1e6:.0f} MB,"
        f" handles {before.handles} → {after.handles}, threads {before.threads} → {after.threads},"
        f" own folder {kept(places) / 1e6:.1f} MB"
    )
    assert after.handles <= before.handles
    assert after.threads <= before.threads
    assert after.memory - before.memory < GROWTH
    assert kept(places) < 200_000_000
