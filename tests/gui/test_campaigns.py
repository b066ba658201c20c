"""U7 and U8: random hands. No character of a composition is lost, doubled or moved; undo is exact, byte by byte."""

import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from selfeval_gui import resources, storage
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.editors.spans import characters
from selfeval_gui.gui.window import MainWindow
from selfeval_gui.report import edit, narrative
from selfeval_gui.report.catalogue import BLANKS
from selfeval_gui.report.find import find, replace_at
from selfeval_gui.report.live import WORDS, insert
from selfeval_gui.report.marks import Marks
from selfeval_gui.report.model import SECTION_KEYS
from tests.gui.driving import in_focus
from tests.gui.opened import Clock, commit, compose
from tests.gui.showing import ShowReport

LINE, TEXT = "basic_info.address", "narrative.process.text"
WORDS_TYPED = ("绩效", "供水", "韦𬱖", "项目", "䶮", "资金", "2025")
PINYIN = ("j", "ji'x", "gong's", "xiang mu", "zi")


class Hand:
    """Types into one field of a window with an input method, and keeps its own account of what must stand there."""

    def __init__(self, window: MainWindow, path: str, seed: int) -> None:
        self.window, self.path = window, path
        self.chance = random.Random(seed)
        self.window.document.put(path, "")
        self.window.document.undo_stack.clear()
        self.window.reveal(path)
        self.text, self.at, self.preedit = "", 0, ""
        self.earlier = {""}

    @property
    def editor(self) -> Any:
        widget = self.window.findChild(QWidget, self.path)
        assert isinstance(widget, QLineEdit | QPlainTextEdit)
        return widget

    def act(self) -> None:
        chosen = self.chance.choice(
            (
                "compose",
                "compose",
                "commit",
                "commit",
                "give_up",
                "save",
                "preview",
                "elsewhere",
                "turn",
                "undo",
                "rows",
            )
        )
        getattr(self, chosen)()
        shown = self.editor.shown()
        assert shown == self.text, (chosen, shown, self.text)
        assert self.window.document.text_at(self.path) == self.text.strip(" \u3000"), chosen
        self.earlier.add(self.text)

    def compose(self) -> None:
        self.preedit = self.chance.choice(PINYIN)
        compose(self.editor, self.preedit)

    def commit(self) -> None:
        word = self.chance.choice(WORDS_TYPED)
        if not self.preedit:
            compose(self.editor, "x")
        commit(self.editor, word)
        self._typed(word)

    def give_up(self) -> None:
        if self.preedit:
            compose(self.editor, "")
            self.preedit = ""

    def save(self) -> None:
        """What every save, check and print does first."""
        commit_pending()
        self._taken()

    def preview(self) -> None:
        self.window.composing.pages()
        QApplication.processEvents()

    def elsewhere(self) -> None:
        """A sum, a rate or a generated sentence is computed anew."""
        self.window.document.put("performance.score", Decimal(self.chance.randint(1, 99)))

    def rows(self) -> None:
        document = self.window.document
        if len(document.report.expenditures) > 3:
            document.apply(edit.remove_rows(document.report, "expenditures", 1), "删除行")
        else:
            document.apply(edit.insert_row(document.report, "expenditures", 1), "插入行")

    def turn(self) -> None:
        """To another tab and back."""
        self.window.reveal("expenditures[0].item")
        self._taken()
        self.window.reveal(self.path)
        self._look()

    def undo(self) -> None:
        if not self.window.actions_by_name["undo"].isEnabled():
            return
        self.window.actions_by_name["undo"].trigger()
        self._taken()
        now = self.editor.shown()
        assert now in self.earlier, (now, self.text)
        self.text, self.preedit = now, ""
        self._look()

    def _typed(self, word: str) -> None:
        self.text = self.text[: self.at] + word + self.text[self.at :]
        self.at += len(word)
        self.preedit = ""

    def _taken(self) -> None:
        if self.preedit:
            self._typed(self.preedit)
            if isinstance(self.editor, QLineEdit):
                self.text = self.text.strip(" \u3000")
            self._look()
        self.earlier.add(self.text)

    def _look(self) -> None:
        """Where the cursor is, after it was put somewhere by the program."""
        editor = self.editor
        place = editor.cursorPosition() if isinstance(editor, QLineEdit) else editor.textCursor().position()
        self.at = characters(editor.shown(), place)


def hands(show_report: ShowReport, sequences: int, acts: int) -> None:
    window = show_report()
    for seed in range(sequences):
        hand = Hand(window, LINE if seed % 2 else TEXT, seed)
        for _ in range(acts):
            hand.act()
        commit_pending()
        window.document.undo_stack.clear()
    assert in_focus() is hand.editor


def test_no_composition_is_lost_doubled_or_moved(show_report: ShowReport) -> None:
    hands(show_report, 24, 14)


@pytest.mark.soak
def test_no_composition_is_lost_in_a_thousand_sequences(show_report: ShowReport) -> None:
    hands(show_report, 1000, 20)


# --- histories


def bytes_of(document: Document) -> bytes:
    return storage.encode(document.file)


class Acts:
    """Everything that changes a report: typing, rows, replacing, links, figures, marks, import, undo and redo."""

    def __init__(self, document: Document, clock: Clock, seed: int) -> None:
        self.document, self.clock, self.chance = document, clock, random.Random(seed)
        self.names = [name for name in dir(self) if name.startswith("do_")]

    def act(self) -> None:
        getattr(self, self.chance.choice(self.names))()
        if self.chance.random() < 0.4:
            self.clock.now += 2

    def do_type(self) -> None:
        blank = self.chance.choice([b for b in BLANKS if "[]" not in b.path and not b.path.endswith(".linked")])
        words = ("", "供水", "12.50", "8000元", "2025年3月", "x\ny", "事后评价", "韦𬱖", "1.甲\n1.乙", "0.10")
        self.document.put(blank.path, blank.kind.read(self.chance.choice(words)))

    def do_cell(self) -> None:
        rows = len(self.document.report.expenditures)
        if rows:
            path = f"expenditures[{self.chance.randrange(rows)}].{self.chance.choice(('planned', 'actual'))}"
            self.document.put(path, self.chance.choice((None, Decimal("1.0"), Decimal("1.00"), Decimal(3))))

    def do_rows(self) -> None:
        table = self.chance.choice(("expenditures", "evaluators"))
        report = self.document.report
        count = len(getattr(report, table))
        at = self.chance.randrange(count + 1)
        acts = [edit.insert_row(report, table, at)]
        if count > 1:
            acts += [edit.remove_rows(report, table, at % count), edit.move_row(report, table, at % count, 0)]
        self.document.apply(self.chance.choice(acts), "行")

    def do_replace(self) -> None:
        document, old = self.document, self.chance.choice(("供水", "1", "中心", "。"))
        places = find(document.report, document.form, old, live=document.live)
        document.apply(replace_at(document.report, places, self.chance.choice(("", "2", "站"))).report, "全部替换")

    def do_link(self) -> None:
        document, key = self.document, self.chance.choice(SECTION_KEYS)
        linked = not edit.get(document.report, f"narrative.{key}").linked
        if key in document.form.sentences:
            document.apply(narrative.set_linked(document.report, document.form, key, linked), "链接")

    def do_figure(self) -> None:
        document, field = self.document, self.chance.choice((TEXT, "performance.actual"))
        text = document.text_at(field)
        if len(text) < 4000:
            at = self.chance.randrange(len(text) + 1)
            name = self.chance.choice(sorted(WORDS))
            document.put_live(*insert(document.report, document.form, document.live, field, at, at, name), "插入")

    def do_mark(self) -> None:
        file = self.document.file
        marks: Marks = {path: {"previous": "旧"} for path in ("basic_info.phone", "evaluators[1].name", TEXT)}
        if file.review.unreviewed and self.chance.random() < 0.7:
            self.document.mark_reviewed([self.chance.choice(sorted(file.review.unreviewed))], "核对")
        else:
            self.document.apply_file(replace(file, review=replace(file.review, unreviewed=marks)), "标记")

    def do_import(self) -> None:
        other = storage.load(resources.path("sample", "sample.zxzp.json")).file
        self.document.apply_file(replace(self.document.file, report=other.report), "导入")

    def do_undo(self) -> None:
        self.document.undo_stack.undo()

    def do_redo(self) -> None:
        self.document.undo_stack.redo()


def histories(seeds: range, longest: int) -> None:
    file = storage.load(resources.path("sample", "sample.zxzp.json")).file
    for seed in seeds:
        clock = Clock()
        document = Document(file, clock=clock)
        start = bytes_of(document)
        acts = Acts(document, clock, seed)
        for _ in range(acts.chance.randint(1, longest)):
            acts.act()
        for one in document.live:
            assert document.text_at(one.field)[one.start : one.end] == one.text
        end, index = bytes_of(document), document.undo_stack.index()
        document.undo_stack.setIndex(0)
        if document.undo_stack.count() < document.undo_stack.undoLimit():
            assert bytes_of(document) == start, seed
        document.undo_stack.setIndex(index)
        assert bytes_of(document) == end, seed
        document.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # ten thousand of them are 2 GB


def test_any_history_can_be_undone_and_done_again_byte_by_byte(qapp: QApplication) -> None:
    histories(range(40), 60)


@pytest.mark.soak
def test_ten_thousand_histories(qapp: QApplication) -> None:
    histories(range(10_000), 200)


def test_undo_inside_every_editor_is_the_windows(show_report: ShowReport) -> None:
    """Ctrl+Z in each field takes back what was typed there, and nothing but that."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    window = show_report()
    start = bytes_of(window.document)
    for blank in BLANKS:
        if blank.path.endswith(".linked"):
            continue
        window.reveal(blank.path.replace("[]", "[0]"))
        editor = in_focus()
        if not isinstance(editor, QLineEdit | QPlainTextEdit) or editor.isReadOnly():
            continue
        QTest.keyClick(editor, Qt.Key.Key_End)
        QTest.keyClicks(editor, "x")
        assert bytes_of(window.document) != start, blank.path
        QTest.keyClick(in_focus(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert bytes_of(window.document) == start, blank.path
        assert window.document.undo_stack.index() == 0
