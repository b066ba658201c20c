"""The table view: moves like a spreadsheet, and copies, pastes, clears and fills blocks of cells."""

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.plain import is_window_key
from selfeval_gui.gui.style import tones
from selfeval_gui.gui.tables.cell_actions import CellActions
from selfeval_gui.gui.tables.delegate import CellDelegate
from selfeval_gui.gui.tables.model import RowsModel
from selfeval_gui.gui.tables.summary import summary
from selfeval_gui.report import kinds

CONTROL = Qt.KeyboardModifier.ControlModifier
SHARES = {"expenditures": (46, 27, 27), "evaluators": (19, 24, 37, 20)}
"""Widths of the columns, in hundredths of the view."""


_PLUS = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_MINUS = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)
_EDGES: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class RowsView(QTableView):
    """Shows `expenditures` or `evaluators`; the object name is the table's path."""

    summary = Signal(str)
    """Sum, average and number of the selected amounts, or an empty text."""

    def __init__(self, document: Document, table: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._going = False
        self.rows = RowsModel(document, table, self)
        self.setModel(self.rows)
        self.cells = CellDelegate(self.rows, self)
        self.cells.entered.connect(self.next_row)
        self.setItemDelegate(self.cells)
        self.acts = CellActions(self)
        self.cells.block_pasted.connect(self.acts.paste, Qt.ConnectionType.QueuedConnection)  # the cell closes first
        self._first_column: int | None = None
        self._closing = False
        self.setObjectName(table)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        row_height = round(self.fontMetrics().height() * 1.9)
        header = self.verticalHeader()
        header.setDefaultSectionSize(row_height)
        header.setMinimumSectionSize(row_height)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        across = self.horizontalHeader()
        across.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setHighlightSections(False)
        across.setFixedHeight(row_height)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        self.selectionModel().selectionChanged.connect(self._tell_summary)
        self.rows.dataChanged.connect(self._tell_summary)
        self.rows.rowsInserted.connect(self._fit)
        self.rows.rowsRemoved.connect(self._fit)
        self._fit()

    # What the page and the window call.

    def settle(self) -> None:
        """Commit and close an open cell editor (see `commit_pending`)."""
        self.cells.finish()

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one; a row or column that is not there becomes the nearest."""
        row = max(0, min(row, self.rows.rowCount() - 1))
        self._make_current(row, max(0, min(column, self.rows.columnCount() - 1)))
        self.scrollTo(self.currentIndex())

    def add_row(self) -> None:
        """A new row at the end, ready to be filled in."""
        self.settle()
        if self.rows.insert(self.rows.rowCount()):
            self.go_to(self.rows.rowCount() - 1, 0)
            self.setFocus()

    def insert_row(self) -> None:
        """A new row above the current one."""
        self.settle()
        at = max(0, self.currentIndex().row())
        if self.rows.insert(at):
            self.go_to(at, 0)
            self.setFocus()

    def remove_rows(self) -> None:
        """Take out the rows of the selection."""
        self.settle()
        chosen = self._selected_rows()
        if chosen:
            column = self.currentIndex().column()
            self.rows.remove(chosen)
            if self.rows.rowCount():
                self.go_to(chosen[0], column)
            self.setFocus()

    def move_up(self) -> None:
        self.move_rows(-1)

    def move_down(self) -> None:
        self.move_rows(1)

    def move_rows(self, by: int) -> None:
        """Move the selected rows up (-1) or down (1); they stay selected."""
        self.settle()
        block, index = self.selected_block(), self.currentIndex()
        if not block or not self.rows.move(block[0][0], len(block), by):
            return
        self._make_current(index.row() + by, index.column())
        self.select_block(block[0][0] + by, block[0][1][0], block[-1][0] + by, block[0][1][-1])
        self.setFocus()

    def previous_row(self) -> None:
        """Up, in the same column."""
        self._first_column = None
        self.go_to(self.currentIndex().row() - 1, self.currentIndex().column())

    def next_row(self) -> None:
        """Down, and back to the column in which the row was begun."""
        index = self.currentIndex()
        column = index.column() if self._first_column is None else self._first_column
        self._first_column = None
        if index.row() + 1 == self.rows.rowCount() and not self.rows.is_empty(index.row()):
            self.rows.insert(self.rows.rowCount())
        self.go_to(index.row() + 1, column)
        self.setFocus()

    # What Qt calls.

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if is_window_key(event):
                event.ignore()
                return True
            if _is_row_key(event):  # else the pages would be zoomed
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        if is_window_key(event):
            event.ignore()
            return
        act = self._act_of(event)
        if act is not None:
            act()
        elif event.text() == "+" and self.rows.is_amount(self.currentIndex().column()):
            self.add_row()
        else:
            if not event.text().strip():
                self._first_column = None  # an arrow: whoever moves about is not filling in a row
            super().keyPressEvent(event)

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here, as in a spreadsheet; None for keys that Qt answers."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        acts = self.acts
        if modifiers == CONTROL and key == Qt.Key.Key_Insert:  # before Copy, for which it is the second key
            return self.insert_row
        if modifiers == CONTROL and key == Qt.Key.Key_Delete:
            return self.remove_rows
        for standard, act in (
            (QKeySequence.StandardKey.Copy, acts.copy),
            (QKeySequence.StandardKey.Cut, acts.cut),
            (QKeySequence.StandardKey.Paste, acts.paste),
        ):
            if event.matches(standard):
                return act
        if modifiers == CONTROL and key == Qt.Key.Key_D:
            return acts.fill_down
        if not modifiers and key == Qt.Key.Key_F4:
            return self.open_list
        if _is_row_key(event):
            return self.remove_rows if key in _MINUS else self.insert_row
        if modifiers == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return self.move_up if key == Qt.Key.Key_Up else self.move_down
        if modifiers & CONTROL and key in _EDGES:
            return lambda: self._to_edge(_EDGES[key], extend=bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        if not modifiers and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return acts.clear
        if not modifiers and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.next_row
        if modifiers == Qt.KeyboardModifier.ShiftModifier and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self.previous_row
        return None

    def open_list(self) -> None:
        """Open the cell with everything that can be chosen for it."""
        self.edit(self.currentIndex())
        proposer = getattr(self.cells.editor, "proposer", None)
        if proposer is not None:
            proposer.show_all()

    def _to_edge(self, step: tuple[int, int], *, extend: bool) -> None:
        """To the first or last row or column, taking the selection along."""
        index, down, right = self.currentIndex(), *step
        row = index.row() if not down else 0 if down < 0 else self.rows.rowCount() - 1
        column = index.column() if not right else 0 if right < 0 else self.rows.columnCount() - 1
        self._first_column = None
        block = self.selected_block()
        if not extend or not block:
            self.go_to(row, column)
            return
        rows = [block[0][0], block[-1][0], row]
        columns = [block[0][1][0], block[0][1][-1], column]
        self.select_block(min(rows), min(columns), max(rows), max(columns))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        else:
            place = event.globalPos()
        self.settle()
        self.acts.show_menu(place)

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """A cell that the program makes current is selected alone, whatever keys are held down (Ctrl+Shift+＋)."""
        if self._going:
            return QItemSelectionModel.SelectionFlag.ClearAndSelect
        return super().selectionCommand(index, event)

    def _make_current(self, row: int, column: int) -> None:
        self._going = True
        self.setCurrentIndex(self.rows.index(row, column))
        self._going = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._first_column = None
        super().mousePressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Words for a cell that only has a list (组内分工) are looked up in it; elsewhere they open the cell."""
        index = self.currentIndex()
        if not index.isValid() or self.rows.blanks[index.column()].kind is not kinds.ROLE:
            super().inputMethodEvent(event)
        elif event.commitString():
            if kinds.read_role(event.commitString()):
                self.rows.setData(index, event.commitString())
            else:
                self.rows.document.notice.emit("“组内分工”只能选组长、副组长、成员，按 F2 打开列表。原内容没有改动。")

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes right, after the last filled row on to a new one; past an empty last row it leaves the table."""
        index = self.currentIndex()
        if not index.isValid() or self._closing:
            return super().focusNextPrevChild(forward)
        editing = self.cells.editor is not None
        self.settle()
        columns = self.rows.columnCount()
        place = index.row() * columns + index.column() + (1 if forward else -1)
        if place < 0 or (place >= self.rows.rowCount() * columns and self.rows.is_empty(index.row())):
            return super().focusNextPrevChild(forward)
        if self._first_column is None and forward:
            self._first_column = index.column()
        if place >= self.rows.rowCount() * columns and not self.rows.insert(self.rows.rowCount()):
            return super().focusNextPrevChild(forward)
        if place % columns == 0 and forward:
            self._first_column = None
        self.go_to(place // columns, place % columns)
        if editing:
            self.setFocus()
        return True

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Tab in an editor ends the edit and goes on like Tab in the table."""
        hints = QAbstractItemDelegate.EndEditHint
        # In a window that is not in front, an editor that goes hands the focus on as if Tab were pressed.
        self._closing = True
        super().closeEditor(editor, hints.NoHint)
        self._closing = False
        if hint in (hints.EditNextItem, hints.EditPreviousItem):
            self.focusNextPrevChild(hint == hints.EditNextItem)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.rows.document.break_merge()
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self._make_current(0, 0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.summary.emit("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shares = SHARES[self.rows.table]
        width = self.viewport().width()
        for column, share in enumerate(shares[:-1]):
            self.setColumnWidth(column, width * share // 100)
        self.setColumnWidth(len(shares) - 1, width - sum(width * share // 100 for share in shares[:-1]))
        self._fit_heads()

    def _fit_heads(self) -> None:
        """The names of narrow columns stand in two lines."""
        across, metrics = self.horizontalHeader(), self.fontMetrics()
        heads = (self.rows.headerData(n, Qt.Orientation.Horizontal) for n in range(self.rows.columnCount()))
        names = [str(head or "").replace("\n", "") for head in heads]
        room = metrics.averageCharWidth() * 3
        narrow = any(metrics.horizontalAdvance(name) + room > self.columnWidth(n) for n, name in enumerate(names))
        height = self.verticalHeader().defaultSectionSize() + (metrics.lineSpacing() if narrow else 0)
        if across.height() != height:
            self.rows.unit_break = "\n" if narrow else ""
            across.setFixedHeight(height)
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.rows.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(tones.quiet(self.palette()))
            place = QRect(self.viewport().rect())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "还没有内容。点“添加行”，或从 Excel、WPS 粘贴。")

    def _fit(self) -> None:
        """As high as its rows, so that the page scrolls as one."""
        rows = max(3, self.rows.rowCount())
        head = self.horizontalHeader().height()
        self.setFixedHeight(head + rows * self.verticalHeader().defaultSectionSize() + 2 * self.frameWidth())

    def selected_block(self) -> list[tuple[int, list[int]]]:
        """(row, columns) of the selected cells; the current cell when nothing is selected."""
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        cells: dict[int, list[int]] = {}
        for index in indexes:
            if index.isValid():
                cells.setdefault(index.row(), []).append(index.column())
        return [(row, sorted(cells[row])) for row in sorted(cells)]

    def _selected_rows(self) -> list[int]:
        return [row for row, _ in self.selected_block()]

    def select_block(self, top: int, left: int, bottom: int, right: int) -> None:
        """Select the cells of a rectangle; the current cell stays where it is."""
        block = QItemSelection(self.rows.index(top, left), self.rows.index(bottom, right))
        self.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _tell_summary(self) -> None:
        self.summary.emit(self.summary_text())

    def summary_text(self) -> str:
        """Sum, average and number of the selected amounts; "" for fewer than two cells or without any amount."""
        chosen = self.selectionModel().selectedIndexes()
        found = [self.rows.value(i.row(), i.column()) for i in chosen if self.rows.is_amount(i.column())]
        return summary(found) if len(chosen) > 1 else ""


def _is_row_key(event: QKeyEvent) -> bool:
    """Ctrl+Shift+＋ and Ctrl+Shift+－, with which spreadsheets insert and delete."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return modifiers == CONTROL | Qt.KeyboardModifier.ShiftModifier and event.key() in (*_PLUS, *_MINUS)
