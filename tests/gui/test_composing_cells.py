"""U7: whatever happens while an input method composes in a cell, no character is lost, doubled or moved."""

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from selfeval_gui import storage
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.tables.view import RowsView
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report import edit
from selfeval_gui.report.model import Expenditure
from tests.gui.driving import in_focus
from tests.gui.opened import commit, compose

WORDS = ("办公费", "差旅", "维修（护）费", "韦", "水", "\U0002c2f6", "䶮县", "A4纸")
SPELT = ("b", "ban'gong", "cha lv", "wei", "shui", "x")


class Day:
    """A person who writes names into one column, and everything that may happen meanwhile."""

    def __init__(self, window: MainWindow, view: RowsView, chance: random.Random, folder: Path) -> None:
        self.window, self.view, self.chance = window, view, chance
        self.document = window.document
        self.file = folder / "kept.zxzp.json"
        self.row = 3
        self.made = 0
        rows = tuple(self.new_row() for _ in range(8))
        self.document.apply(replace(self.document.report, expenditures=rows), "填表")
        self.wanted = ""

    def new_row(self) -> Expenditure:
        """A row that can be told from the others: which of equal rows has gone nobody could say."""
        self.made += 1
        return Expenditure(actual=Decimal(self.made))

    def editor(self) -> QLineEdit:
        found = self.view.cells.editor
        assert isinstance(found, QLineEdit)
        return found

    def open(self) -> None:
        self.window.reveal(f"expenditures[{self.row}].item")
        self.document.put(f"expenditures[{self.row}].item", "")
        self.wanted = ""

    def happen(self) -> None:
        """One thing that is no typing."""
        document, report = self.document, self.document.report
        match self.chance.randrange(8):
            case 0:  # autosave: the file as it is now
                self.file.write_bytes(storage.encode(document.file))
            case 1:
                self.window.composing.pages()
            case 2:
                document.put("expenditures[0].planned", Decimal(self.chance.randrange(5)))
            case 3:  # a row above comes or goes
                if self.chance.random() < 0.5 or self.row < 2:
                    document.apply(edit.insert_rows(report, "expenditures", 0, (self.new_row(),)), "插入行")
                    self.row += 1
                else:
                    document.apply(edit.remove_rows(report, "expenditures", 0), "删除行")
                    self.row -= 1
            case 4:  # a row below
                at = len(report.expenditures)
                document.apply(edit.insert_rows(report, "expenditures", at, (self.new_row(),)), "添加行")
            case 5:
                self.window.check.live.ask()
            case 6:
                document.put("cover.project_name", self.chance.choice(WORDS))
            case 7:  # undo and redo of something else
                document.put("cover.project_unit", f"第{self.chance.random()}站")
                document.undo_stack.undo()
                document.undo_stack.redo()

    def write(self) -> None:
        """A word through the input method, with interruptions; it may be settled from outside or given up."""
        target = self.view.cells.editor or self.view
        for spelt in self.chance.sample(SPELT, self.chance.randrange(1, 4)):
            compose(self.view.cells.editor or target, spelt)
            if self.chance.random() < 0.6:
                self.happen()
        end = self.chance.random()
        word = self.chance.choice(WORDS)
        if end < 0.65:
            commit(self.editor(), word)
            self.wanted += word
        elif end < 0.8:  # given up
            compose(self.editor(), "")
        else:  # saved, checked, another tab: what is spelt becomes text
            compose(self.editor(), word)
            self.wanted += word
            if end < 0.9:
                commit_pending()
            else:
                self.window._turn_tab(1)
                self.window.reveal(f"expenditures[{self.row}].item")
            self.again()
        if self.chance.random() < 0.2:
            self.happen()

    def again(self) -> None:
        """Open the cell once more and go on at its end."""
        self.window.reveal(f"expenditures[{self.row}].item")
        QTest.keyClick(in_focus(), Qt.Key.Key_F2)
        self.editor().end(False)

    def value(self) -> str:
        return self.document.report.expenditures[self.row].item


def _settle(window: MainWindow) -> None:
    commit_pending()
    window.document.undo_stack.setClean()


def write_for_days(qtbot: QtBot, folder: Path, sequences: int, seed: int) -> None:
    folder.mkdir(exist_ok=True)
    window = MainWindow(Places(folder / "config", folder / "data", folder))
    qtbot.addWidget(window, before_close_func=_settle)
    window.resize(1200, 700)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    view = window.findChild(RowsView, "expenditures")
    assert view is not None
    chance = random.Random(seed)
    day = Day(window, view, chance, folder)
    for number in range(sequences):
        if number % 8 == 0:
            if day.view.cells.editor is not None:
                QTest.keyClick(day.editor(), Qt.Key.Key_Return)
            if len(window.document.report.expenditures) > 40:
                rows = window.document.report.expenditures
                window.document.apply(edit.remove_rows(window.document.report, "expenditures", 8, len(rows) - 8), "删")
                day.row = min(day.row, 6)
            day.open()
        day.write()
        if day.view.cells.editor is not None and not day.editor().preedit:  # type: ignore[attr-defined] # a CellLine
            assert day.editor().text() == day.wanted, (seed, number)
        assert day.value() == day.wanted, (seed, number)


def test_what_is_composed_in_a_cell_is_neither_lost_nor_moved(qtbot: QtBot, tmp_path: Path) -> None:
    write_for_days(qtbot, tmp_path, 120, seed=1)


@pytest.mark.soak
def test_a_thousand_sequences(qtbot: QtBot, tmp_path: Path) -> None:
    for seed in range(10):
        write_for_days(qtbot, tmp_path / str(seed), 100, seed)
