"""Ties an editor to one blank of the report: pushes what is typed, pulls what changed elsewhere.

Pushes only what a person did; pulls only when the text shown does not already mean the new value, and never while an
input method is composing. Must not know any particular widget.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Protocol, cast

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.sentences import PROBLEMS, too_long
from selfeval_gui.report import kinds
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import get, same_value
from selfeval_gui.report.money_words import other_ways
from selfeval_gui.report.text import Unparsed
from selfeval_gui.report.typed_dates import type_month


class TextWidget(Protocol):
    """What a binding asks of its widget."""

    @property
    def preedit(self) -> str:
        """What the input method is composing."""

    def shown(self) -> str:
        """The text in the widget, without what is being composed."""

    def show_text(self, text: str) -> None:
        """Show a text, the cursor staying where it can; must not count as typing."""

    def value_shown(self, value: Any, problem: str) -> None:
        """The value is now this; `problem` is a sentence when it is none, else ""."""


class Binding(QObject):
    """One editor and its blank."""

    refused = Signal(str)
    """A sentence: what was typed or pasted is too long and was not taken."""

    def __init__(self, document: Document, path: str, widget: TextWidget) -> None:
        self._owner = cast("QWidget", widget)
        super().__init__(self._owner)
        self.document, self.path, self.widget = document, path, widget
        self.blank = blank(path)
        self.label = document.form.label(path)
        self._kept = ""
        self._step: str | None = None
        self._waiting = False
        owner = self._owner
        owner.setObjectName(path)
        owner.setAccessibleName(self.label)
        owner.setToolTip(document.form.help(path))
        document.watch(path).changed.connect(self.pull)
        self.refused.connect(document.notice)

    def start(self) -> None:
        """Show the value for the first time; called by the widget when it is ready."""
        self._show(self.text())

    def value(self) -> Any:
        return get(self.document.report, self.path)

    def text(self) -> str:
        """The text that stands for the value."""
        return self.blank.kind.show(self.value())

    def read(self, text: str) -> Any:
        """What a typed text means here: a month alone (12月) is one of the report's year."""
        value = self.blank.kind.read(text)
        year = self.document.report.fiscal_year
        if self.blank.kind is kinds.MONTH and isinstance(value, Unparsed) and isinstance(year, int):
            return type_month(text, year)
        return value

    def edited(self) -> None:
        """Somebody typed, pasted or chose: push it at once."""
        text = self.widget.shown()
        if text == self._kept:
            return
        if len(text) > max(self.blank.limit, len(self._kept)):
            self.widget.show_text(self._kept)
            self._refuse(too_long(self.label, len(text), self.blank.limit))
            return
        self._kept = text
        self._waiting = False
        self.document.put(self.path, self.read(text), self._step)
        self._mark()

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """What is edited meanwhile is an undo step of its own, named `what`."""
        self.document.break_merge()
        self._step = what
        try:
            yield
        finally:
            self._step = None
            self.document.break_merge()

    def composition_ended(self) -> None:
        """The input method has committed or given up: show what had to wait."""
        self.edited()
        if self._waiting:
            self.pull()

    def pull(self, *_: object) -> None:
        """Show the value, unless the text shown already means it."""
        if self.widget.preedit:
            self._waiting = True
            return
        self._waiting = False
        if not same_value(self.read(self.widget.shown()), self.value()):
            self._show(self.text())
        self._mark()

    def settle(self) -> None:
        """Editing is over: finish a composition, show the value in its proper form, end the undo step."""
        flush_composition(self._owner)
        self.edited()
        text = self.text()
        if self.widget.shown() != text:
            self._show(text)
        self._mark()
        self.document.break_merge()

    def mark_again(self) -> None:
        """Tell the widget its value once more: something that it shows beside the text has changed."""
        self._mark()

    def entered(self) -> None:
        """The widget has got the focus. (It says so itself: an event filter would be asked about every event.)"""
        self.document.break_merge()

    def _show(self, text: str) -> None:
        self._kept = text
        self.widget.show_text(text)
        # A widget may show less than it was given (a no-break space as a space): that is not typing either.
        self._kept = self.widget.shown()
        self._mark()

    def _mark(self) -> None:
        value = self.value()
        problem = ""
        if isinstance(value, Unparsed):
            problem = PROBLEMS[self.blank.kind.name].format(text=value.text)
        self.widget.value_shown(value, problem)
        self._owner.setAccessibleDescription(problem or self.document.form.help(self.path))
        self._owner.setToolTip(problem or self._told(value) + self.document.form.help(self.path))

    def _told(self, value: Any) -> str:
        """What is said of a value above its help: an amount in 元 and in capital characters."""
        if self.blank.kind is not kinds.MONEY or not isinstance(value, Decimal):
            return ""
        return f"{other_ways(value)}\n\n"

    def _refuse(self, sentence: str) -> None:
        self.refused.emit(sentence)
        if self._owner.isVisible():
            QToolTip.showText(self._owner.mapToGlobal(QPoint(0, self._owner.height())), sentence, self._owner)


def flush_composition(widget: QWidget) -> None:
    """Make what the input method is composing in `widget` part of its text; nothing is lost."""
    if not getattr(widget, "preedit", ""):
        return
    method = QGuiApplication.inputMethod()
    method.commit()
    preedit = getattr(widget, "preedit", "")
    if preedit:  # the platform did not do it
        event = QInputMethodEvent()
        event.setCommitString(preedit)
        QApplication.sendEvent(widget, event)
        method.reset()


def commit_pending() -> None:
    """Finish what is being typed: composition, open table cell, focused field.

    Call before save, check, print, undo and close.
    """
    widget = QApplication.focusWidget()
    while widget is not None:
        settle = getattr(widget, "settle", None)
        if callable(settle):
            settle()
        widget = widget.parentWidget()
