"""撤销 and 重做 of a window: one history for everything, and what its next step is called, in menu and tool tip."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from shiboken6 import isValid

from selfeval_gui.gui.actions import Actions
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending

_SHOWN = 28


class History(QObject):
    """Ties the document's undo stack to the window's actions."""

    def __init__(self, document: Document, actions: Actions) -> None:
        super().__init__(document)
        self._stack, self._actions = document.undo_stack, actions
        stack = self._stack
        for signal in (stack.canUndoChanged, stack.canRedoChanged, stack.undoTextChanged, stack.redoTextChanged):
            signal.connect(self.show)
        self.show()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the two actions do."""
        return {"undo": self.undo, "redo": self.redo}

    def undo(self) -> None:
        """Take the last step back; what is being typed is finished first, so that it is a step too."""
        commit_pending()
        self._stack.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        commit_pending()
        self._stack.redo()

    def show(self, *_: object) -> None:
        """Name the steps: 撤销 修改“项目名称”."""
        if not isValid(self._stack):
            return  # a stack that dies with its window forgets its steps one by one, and tells
        for name, word, key, possible, step in (
            ("undo", "撤销", "U", self._stack.canUndo(), self._stack.undoText()),
            ("redo", "重做", "R", self._stack.canRedo(), self._stack.redoText()),
        ):
            action = self._actions[name]
            shown = step if len(step) <= _SHOWN else step[:_SHOWN] + "…"
            action.setEnabled(possible)
            action.setText(f"{word}(&{key}) {shown}".rstrip().replace("&", "&&").replace(f"(&&{key})", f"(&{key})", 1))
            action.setToolTip(f"{word} {step}".strip() + f"（{action.shortcut().toString()}）")
