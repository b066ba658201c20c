"""Above a table, after a paste: what was left out or converted, and which cells were not understood.

It stays until it is sent away, the paste is undone, or all is put right. It must not change any cell.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.gui.tables.view import RowsView


class PasteReport(QWidget):
    """One line of text, with the way to the next cell that needs a look."""

    def __init__(self, view: RowsView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._notes: tuple[str, ...] = ()
        self._step = 0
        name = f"{view.objectName()}.paste"
        self.setObjectName(name)
        self.text = QuietLabel("", self)
        self.text.setWordWrap(True)
        self.text.setObjectName(f"{name}.text")
        self.following = self._button("下一处(&J)", f"{name}.next", self.go_on)
        self.away = self._button("知道了(&G)", f"{name}.close", self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.fontMetrics().height() // 2)
        row.addWidget(self.text, 1)
        row.addWidget(self.following)
        row.addWidget(self.away)
        self.hide()
        view.acts.pasted.connect(self._pasted)
        view.rows.document.undo_stack.indexChanged.connect(self._refresh)

    def unread(self) -> list[tuple[int, int]]:
        """(row, column) of the cells whose text is no value."""
        rows = self._view.rows
        cells = ((row, column) for row in range(rows.rowCount()) for column in range(rows.columnCount()))
        return [cell for cell in cells if rows.problem(*cell)]

    def go_on(self) -> None:
        """To the next cell that was not understood."""
        cells = self.unread()
        if cells:
            index = self._view.currentIndex()
            here = (index.row(), index.column())
            self._view.go_to(*next((cell for cell in cells if cell > here), cells[0]))
            self._view.setFocus()

    def leave(self) -> None:
        self._notes, self._step = (), 0
        self.hide()
        self._view.setFocus()

    def _button(self, text: str, name: str, act: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _pasted(self, _top: int, notes: Sequence[str]) -> None:
        self._notes = tuple(notes)
        self._step = self._view.rows.document.undo_stack.index()
        self._refresh(self._step)

    def _refresh(self, index: int) -> None:
        if not self._step:
            return
        if index < self._step:  # the paste is undone
            self._notes, self._step = (), 0
            self.hide()
            return
        cells = self.unread()
        words = list(self._notes)
        if cells:
            rows = self._view.rows
            first = rows.text(*cells[0])
            where = f"第{cells[0][0] + 1}行“{rows.label(cells[0][1])}”：{first[:20]}"
            words.append(f"有 {len(cells)} 格没有看懂，前面标了“！”（{where}）。")
        self.text.say(" ".join(words), alarming=bool(cells))
        self.following.setVisible(bool(cells))
        self.setVisible(bool(words))
