"""The offer to put the typed levels of a text in order, 一、（一）1.（1）, where something is out of order."""

from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from selfeval_gui.gui.editors.long_text import LongTextEditor
from selfeval_gui.report.levels import renumbered


class RenumberButton(QPushButton):
    """Says how many numbers are out of order in a text, and puts them right as one undo step."""

    def __init__(self, editor: LongTextEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.setObjectName(f"renumber.{editor.objectName()}")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.renumber)
        editor.textChanged.connect(self._refresh)
        self._refresh()

    def renumber(self) -> bool:
        """Put them in order; whether any had to be changed."""
        self._editor.settle()
        return renumber(self._editor)

    def _refresh(self) -> None:
        count = 0 if self._editor.isReadOnly() else renumbered(self._editor.toPlainText()).changes
        self.setVisible(count > 0)
        text = f"序号有 {count} 处不连续，重新编号" if count else "重新编号"
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(f"{self._editor.binding.label}：{text}")


def renumber(editor: LongTextEditor) -> bool:
    """Put the levels of a text in order as one undo step; whether any had to be changed."""
    binding = editor.binding
    old = binding.document.text_at(binding.path)
    done = renumbered(old)
    if editor.isReadOnly() or not done.changes:
        return False
    binding.document.break_merge()
    binding.document.put(binding.path, done.text, f"重排“{binding.label}”的序号")
    binding.document.break_merge()
    return True
