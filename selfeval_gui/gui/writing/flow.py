"""Find and replace over the whole report, figures of the tables in the text, and levels in order: what the menu does.

Loaded when one of them is first used. The functions on reports are `report.find`, `report.live` and `report.levels`.
"""

import weakref
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMenu, QPlainTextEdit, QToolBar, QWidget

from selfeval_gui.gui.actions import name_extensions
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.editors.long_text import LongTextEditor
from selfeval_gui.gui.editors.spans import utf16_length
from selfeval_gui.gui.labels import label_of
from selfeval_gui.gui.writing.find_bar import FindBar
from selfeval_gui.report.find import Place, excerpt, find, replace_at, shown

FIXED = "这一处随表格自动生成，请改表格里的内容。"
NO_TEXT = "请先把光标放进一段可以撰写的文字里。"


class WritingFlow:
    """`reveal` leads to a blank and a character of its text."""

    def __init__(self, window: QMainWindow, document: Document, reveal: Callable[[str, int], object]) -> None:
        self._window, self._document, self._reveal = window, document, reveal
        self._bar: FindBar | None = None
        self._holder: QToolBar | None = None
        self._places: tuple[Place, ...] = ()
        self._at = -1
        self._from: Callable[[], QWidget | None] = lambda: None
        self.menu: QMenu | None = None

    # --- find

    def find(self) -> None:
        """Ctrl+F."""
        self._ask(replacing=False)

    def replace(self) -> None:
        """Ctrl+H."""
        self._ask(replacing=True)

    def step(self, by: int) -> None:
        """Go to the next (+1) or the previous (-1) place, from the first or last one when there is no more."""
        if self._bar is None or not self._bar.words.text():
            self.find()
            return
        focus = QApplication.focusWidget()
        in_bar = focus is not None and self._bar.isAncestorOf(focus)
        commit_pending()
        self._look()
        if not self._places:
            return
        if self._at < 0:
            self._at = 0 if by > 0 else len(self._places) - 1
        else:
            self._at = (self._at + by) % len(self._places)
        self._go()
        if in_bar and focus is not None:  # Enter, Enter, Enter
            focus.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def _ask(self, replacing: bool) -> None:
        focus = QApplication.focusWidget()
        words = _selected(focus)
        commit_pending()
        bar = self._shown()
        if focus is not None and not bar.isAncestorOf(focus):
            self._from = weakref.ref(focus)  # where Esc leads back to
        if self._holder is not None:
            self._holder.show()
        bar.ask(words, replacing)
        self._look()
        self._tell()

    def _shown(self) -> FindBar:
        if self._bar is None:
            self._bar = FindBar(self._window)
            self._holder = QToolBar("查找和替换", self._window)
            self._holder.setObjectName("find.holder")
            self._holder.setMovable(False)
            self._holder.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
            self._holder.addWidget(self._bar)
            self._window.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self._holder)
            name_extensions(self._window)
            self._bar.wanted.connect(self._look_anew)
            self._bar.step.connect(self.step)
            self._bar.replace_one.connect(self._replace_one)
            self._bar.replace_all.connect(self._replace_all)
            self._bar.left.connect(self._leave)
            self._document.changed.connect(self._changed)
        return self._bar

    def _look(self) -> None:
        """Where the words are now; the current place stays the current one."""
        if self._bar is None:
            return
        here = self._places[self._at] if 0 <= self._at < len(self._places) else None
        document, bar = self._document, self._bar
        words, exact = bar.words.text(), bar.exact.isChecked()
        self._places = find(document.report, document.form, words, exact=exact, live=document.live)
        self._at = self._places.index(here) if here in self._places else -1

    def _look_anew(self) -> None:
        self._at = -1
        self._look()
        self._tell()

    def _changed(self, *_: object) -> None:
        if self._holder is not None and self._holder.isVisible():
            self._look()
            self._tell()

    def _tell(self) -> None:
        if self._bar is None:
            return
        place = ""
        if 0 <= self._at < len(self._places):
            here = self._places[self._at]
            text = shown(self._document.report, self._document.form, here.path)
            before, found, after = excerpt(text, here)
            place = f"{label_of(self._document.form, here.path)}：{before}【{found}】{after}"
            if here.fixed:
                place += "（随表格自动生成）"
        self._bar.show_count(len(self._places), self._at, place)

    def _go(self) -> None:
        here = self._places[self._at]
        self._reveal(here.path, here.start)
        _mark(QApplication.focusWidget(), here)
        self._tell()

    def _leave(self) -> None:
        if self._holder is not None:
            self._holder.hide()
        if 0 <= self._at < len(self._places):
            self._go()
        elif (back := self._from()) is not None:
            back.setFocus()

    # --- replace

    def _replace_one(self) -> None:
        """Replace the current place, and go to the next."""
        if self._bar is None:
            return
        commit_pending()
        self._look()
        if not self._places:
            self._tell()
            return
        if self._at < 0:
            self.step(1)
            return
        here, focus = self._places[self._at], QApplication.focusWidget()
        words, new = self._bar.words.text(), self._bar.instead.text()
        done_nothing = False
        if here.fixed:
            self._document.notice.emit(FIXED)
        else:
            done = replace_at(self._document.report, [here], new)
            done_nothing = bool(done.left)
            if done.left:
                self._document.notice.emit(
                    f"“{label_of(self._document.form, here.path)}”这一处不能这样替换，没有改动。"
                )
            self._document.break_merge()
            self._document.apply(done.report, f"替换“{_short(words)}”为“{_short(new)}”")
            self._document.break_merge()
        self._look()
        behind = here.end if here.fixed or done_nothing else here.start + len(new)
        self._at = self._first_behind(here.path, behind)
        if self._at < 0:
            self._tell()
            return
        self._go()
        if focus is not None and self._bar.isAncestorOf(focus):
            focus.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def _first_behind(self, path: str, start: int) -> int:
        """The first place behind a character of a blank, or the first of all; -1 when there is none."""
        from selfeval_gui.report.edit import leaf_paths

        order = {leaf: number for number, leaf in enumerate(leaf_paths(self._document.report))}
        here = (order.get(path, -1), start)
        behind = (n for n, place in enumerate(self._places) if (order[place.path], place.start) >= here)
        return next(behind, 0 if self._places else -1)

    def _replace_all(self) -> None:
        """Replace all places as one undo step, and say how many, and how many had to stay."""
        if self._bar is None:
            return
        commit_pending()
        self._look()
        words, new = self._bar.words.text(), self._bar.instead.text()
        done = replace_at(self._document.report, self._places, new)
        if done.done:
            what = f"全部替换“{_short(words)}”为“{_short(new)}”（{done.done} 处）"
            self._document.break_merge()
            self._document.apply(done.report, what)
            self._document.break_merge()
        said = f"已替换 {done.done} 处，按 Ctrl+Z 可一步撤销。" if done.done else "没有可以替换的地方。"
        if done.left:
            said += f"另有 {done.left} 处未替换：由表格自动生成，或替换后不是有效的金额、日期，或超过字数。"
        self._at = -1
        self._look()
        self._tell()
        self._bar.place.say(said)
        self._document.notice.emit(said)

    # --- figures and levels

    def insert_value(self) -> None:
        """The menu of figures, at the cursor of the text that is being written."""
        editor = _long_text(QApplication.focusWidget())
        if editor is None or editor.isReadOnly():
            self._document.notice.emit(NO_TEXT)
            return
        from selfeval_gui.gui.editors import live_marks

        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(editor)
        self.menu.setObjectName("live.menu")
        self.menu.setAccessibleName("插入表格数据")
        live_marks.fill(self.menu, self._document, editor.insert_value)
        self.menu.popup(editor.viewport().mapToGlobal(editor.cursorRect().bottomLeft()))

    def renumber(self) -> None:
        """Put the typed levels of the text that is being written in order."""
        editor = _long_text(QApplication.focusWidget())
        if editor is None or editor.isReadOnly():
            self._document.notice.emit(NO_TEXT)
            return
        from selfeval_gui.gui.editors.renumber import renumber

        editor.settle()
        self._document.notice.emit("序号已重新编排，可撤销。" if renumber(editor) else "序号是连续的，没有改动。")


def _long_text(widget: QWidget | None) -> LongTextEditor | None:
    return widget if isinstance(widget, LongTextEditor) else None


def _selected(widget: QWidget | None) -> str:
    """What is marked in a field, when it is short enough to be looked for."""
    text = ""
    if isinstance(widget, QLineEdit):
        text = widget.selectedText()
    elif isinstance(widget, QPlainTextEdit):
        text = widget.textCursor().selectedText()
    return text if "\u2029" not in text and len(text) <= 60 else ""


def _mark(widget: QWidget | None, place: Place) -> None:
    """Select the place in the field that has the keyboard; a cell of a table is marked by being the current one."""
    if isinstance(widget, QPlainTextEdit):
        text, cursor = widget.toPlainText(), widget.textCursor()
        cursor.setPosition(utf16_length(text[: place.start]))
        cursor.setPosition(utf16_length(text[: place.end]), cursor.MoveMode.KeepAnchor)
        widget.setTextCursor(cursor)
    elif isinstance(widget, QLineEdit):
        text = widget.text()
        start = utf16_length(text[: place.start])
        widget.setSelection(start, utf16_length(text[: place.end]) - start)


def _short(words: str) -> str:
    return words if len(words) <= 12 else words[:12] + "…"
