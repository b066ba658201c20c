"""Proposals below a line while it is typed in: a list of whole texts with a note, found by a function that is given.

The list opens only after the input method has committed, never over its candidates, and it never changes what is
typed until a person chooses. Where proposals come from is not known here.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCompleter

from selfeval_gui.gui.editors.marks import arrow_icon
from selfeval_gui.gui.editors.plain import PlainLine

VISIBLE = 10
_ROOT = QModelIndex()


class Proposal(NamedTuple):
    """`text` is what the line gets, `note` stands behind it in the list, `data` is for whoever proposed it."""

    text: str
    note: str = ""
    data: Any = None


Source = Callable[[str], Sequence[Proposal]]
"""What may be meant by the text typed so far, the likeliest first."""


class _Proposals(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.shown: tuple[Proposal, ...] = ()

    def show(self, proposals: Sequence[Proposal]) -> None:
        self.beginResetModel()
        self.shown = tuple(proposals)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        proposal = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{proposal.text}　{proposal.note}".rstrip("　")
        return proposal.text if role == Qt.ItemDataRole.EditRole else None


class Proposer(QObject):
    """Proposals for one line. `least` characters have to be typed before the list opens."""

    taken = Signal(object)
    """A person chose this `Proposal`; the line shows its text."""

    def __init__(self, line: PlainLine, source: Source, least: int = 1) -> None:
        super().__init__(line)
        self._line, self._source, self._least = line, source, least
        self._typed = ""
        self._model = _Proposals(self)
        completer = QCompleter(self._model, line)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(VISIBLE)
        completer.activated[QModelIndex].connect(self._activated)  # type: ignore[index] # two signals of one name
        completer.popup().setAccessibleName("提示的内容")
        line.textEdited.connect(self._refill)  # heard before the line asks its completer
        line.setCompleter(completer)
        line.proposer = self
        self._completer = completer

    @property
    def is_open(self) -> bool:
        return bool(self._model.shown) and self._completer.popup().isVisible()

    def texts(self) -> list[str]:
        """What is proposed at the moment."""
        return [proposal.text for proposal in self._model.shown]

    def add_arrow(self, name: str) -> QAction:
        """An arrow at the end of the line, and Alt+Down, that show all there is."""
        arrow = QAction(name, self._line)
        arrow.setIcon(arrow_icon())
        arrow.setShortcut("Alt+Down")
        arrow.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        arrow.triggered.connect(self.show_all)
        self._line.addAction(arrow, PlainLine.ActionPosition.TrailingPosition)
        return arrow

    def show_all(self) -> None:
        """Open the list with everything in it."""
        self._typed = ""
        self._fill(self._source(""))
        self._completer.setCompletionPrefix("")
        self._completer.complete()

    def hide(self) -> None:
        """Close the list: the input method needs the place."""
        if self._model.shown:
            self._model.show(())
            self._completer.popup().hide()

    def key(self, event: QKeyEvent) -> bool:
        """F4 shows all. Enter takes the first one for a code or initials, which are no text anybody wants to keep."""
        if event.key() == Qt.Key.Key_F4:
            self.show_all()
            return True
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not enter or not self.is_open or self._completer.popup().currentIndex().isValid():
            return False
        if not (self._typed.isascii() and self._typed.strip()):
            return False
        self._take(self._model.shown[0])
        return True

    def _refill(self, text: str) -> None:
        self._typed = text
        if self._line.preedit or len(text.strip()) < self._least:
            self._fill(())
            return
        found = self._source(text)
        # A text that is already one of them, and the only one, needs no list.
        self._fill(() if [proposal.text for proposal in found] == [text.strip()] else found)

    def _fill(self, proposals: Sequence[Proposal]) -> None:
        self._model.show(proposals)
        metrics = self._line.fontMetrics()
        widest = max((metrics.horizontalAdvance(f"{p.text}　{p.note}") for p in proposals[:50]), default=0)
        self._completer.popup().setMinimumWidth(min(widest + 3 * metrics.height(), 40 * metrics.height()))

    def _activated(self, index: QModelIndex) -> None:
        text = index.data(Qt.ItemDataRole.EditRole)
        row = index.row()
        shown = self._model.shown
        proposal = shown[row] if row < len(shown) and shown[row].text == text else Proposal(text)
        # The line puts the text into itself first.
        QTimer.singleShot(0, self._line, lambda: self._tell(proposal))

    def _take(self, proposal: Proposal) -> None:
        self._completer.popup().hide()
        self._line.setText(proposal.text)
        self._tell(proposal)

    def _tell(self, proposal: Proposal) -> None:
        self._model.show(())
        self.taken.emit(proposal)
