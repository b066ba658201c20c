"""The table view: moves like a spreadsheet, and copies, pastes, clears and fills blocks of cells."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QRect, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import tones
from selfeval_gui.gui.editors.plain import clipboard_text, is_window_key
from selfeval_gui.gui.tables.clipboard import format_block, parse_block, without_empty_edges
from selfeval_gui.gui.tables.delegate import CellDelegate
from selfeval_gui.gui.tables.model import RowsModel

CONTROL = Qt.KeyboardModifier.ControlModifier
SHARES = {"expenditures": (46, 27, 27), "evaluators": (19, 24, 37, 20)}
"""Widths of the columns, in hundredths of the view."""


class RowsView(QTableView):
    """Shows `expenditures` or `evaluators`; the object name is the table's path."""

    def __init__(self, document: Document, table: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RowsModel(document, table, self)
        self.setModel(self.rows)
        self.cells = CellDelegate(self.rows, self)
        self.cells.entered.connect(self.next_row)
        self.setItemDelegate(self.cells)
        self._first_column: int | None = None
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
        index = self.rows.index(row, max(0, min(column, self.rows.columnCount() - 1)))
        self.setCurrentIndex(index)
        self.scrollTo(index)

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

    def move_row(self, by: int) -> None:
        """Move the current row up (-1) or down (1)."""
        self.settle()
        index = self.currentIndex()
        if index.isValid() and self.rows.move(index.row(), index.row() + by):
            self.go_to(index.row() + by, index.column())
            self.setFocus()

    def next_row(self) -> None:
        """Down, and back to the column in which the row was begun."""
        index = self.currentIndex()
        column = index.column() if self._first_column is None else self._first_column
        self._first_column = None
        if index.row() + 1 == self.rows.rowCount() and not self.rows.is_empty(index.row()):
            self.rows.insert(self.rows.rowCount())
        self.go_to(index.row() + 1, column)
        self.setFocus()

    def copy(self) -> None:
        """The selected cells as tab-separated text."""
        block = self._selected_block()
        texts = [[self.rows.text(row, column) for column in columns] for row, columns in block]
        if texts:
            QGuiApplication.clipboard().setText(format_block(texts))

    def clear_cells(self) -> None:
        """Empty the selected cells."""
        self.rows.put_cells(
            {(row, column): "" for row, columns in self._selected_block() for column in columns}, "清除单元格"
        )

    def paste(self) -> None:
        """The clipboard's block from the current cell on; rows are added as needed, all in one undo step.

        A single cell fills the whole selection. A block that is too wide is refused, never cut.
        """
        self.settle()
        block = without_empty_edges(parse_block(clipboard_text(QGuiApplication.clipboard().mimeData())))
        selected = self._selected_block()
        if not block or not selected:
            return
        if len(block) == len(block[0]) == 1:
            cells = {(row, column): block[0][0] for row, columns in selected for column in columns}
            self.rows.put_cells(cells, "粘贴")
            return
        top, left = selected[0][0], selected[0][1][0]
        room = self.rows.columnCount() - left
        if len(block[0]) > room:
            self.rows.document.notice.emit(
                f"剪贴板内容有 {len(block[0])} 列，从所选单元格起只有 {room} 列，未粘贴。原内容没有改动。"
            )
            return
        cells = {(top + i, left + j): text for i, row in enumerate(block) for j, text in enumerate(row)}
        if self.rows.put_cells(cells, f"粘贴 {len(block)} 行", grow_to=top + len(block)):
            end = self.rows.index(top + len(block) - 1, left + len(block[0]) - 1)
            self.go_to(top, left)
            self._select(self.rows.index(top, left), end)

    def fill_down(self) -> None:
        """The first selected row's cells into the rows below it."""
        block = self._selected_block()
        if len(block) > 1:
            first = block[0][0]
            cells = {(row, column): self.rows.text(first, column) for row, columns in block[1:] for column in columns}
            self.rows.put_cells(cells, "向下填充")

    # What Qt calls.

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and is_window_key(event):
            event.ignore()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
            return
        if is_window_key(event):
            event.ignore()
            return
        key, control = event.key(), event.modifiers() == CONTROL
        if control and key == Qt.Key.Key_Insert:  # before Copy, for which it is the second key
            self.insert_row()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.clear_cells()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif control and key == Qt.Key.Key_D:
            self.fill_down()
        elif control and key == Qt.Key.Key_Delete:
            self.remove_rows()
        elif control and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_row(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_cells()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next_row()
        elif key == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self.edit(self.currentIndex())
        elif event.text() == "+" and not control and self.rows.is_amount(self.currentIndex().column()):
            self.add_row()
        else:
            if not event.text().strip():
                self._first_column = None  # an arrow: whoever moves about is not filling in a row
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._first_column = None
        super().mousePressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes right, after the last filled row on to a new one; past an empty last row it leaves the table."""
        index = self.currentIndex()
        if not index.isValid():
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
        super().closeEditor(editor, hints.NoHint)
        if hint in (hints.EditNextItem, hints.EditPreviousItem):
            self.focusNextPrevChild(hint == hints.EditNextItem)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.rows.document.break_merge()
        if not self.currentIndex().isValid() and self.rows.rowCount():
            self.setCurrentIndex(self.rows.index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shares = SHARES[self.rows.table]
        width = self.viewport().width()
        for column, share in enumerate(shares[:-1]):
            self.setColumnWidth(column, width * share // 100)
        self.setColumnWidth(len(shares) - 1, width - sum(width * share // 100 for share in shares[:-1]))

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

    def _selected_block(self) -> list[tuple[int, list[int]]]:
        """(row, columns) of the selected cells; the current cell when nothing is selected."""
        indexes = self.selectionModel().selectedIndexes() or [self.currentIndex()]
        cells: dict[int, list[int]] = {}
        for index in indexes:
            if index.isValid():
                cells.setdefault(index.row(), []).append(index.column())
        return [(row, sorted(cells[row])) for row in sorted(cells)]

    def _selected_rows(self) -> list[int]:
        return [row for row, _ in self._selected_block()]

    def _select(self, first: QModelIndex, last: QModelIndex) -> None:
        from PySide6.QtCore import QItemSelection

        self.selectionModel().select(QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect)
