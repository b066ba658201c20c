"""What is done with a block of selected cells: copy, cut, paste, clear, fill down; and the menu that offers it.

Each is one undo step. What is selected and where the cursor stands is the view's matter.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from selfeval_gui.gui.copying import put_on_clipboard
from selfeval_gui.gui.editors.plain import clipboard_text
from selfeval_gui.gui.tables.clipboard import format_block, format_html

if TYPE_CHECKING:
    from selfeval_gui.gui.tables.pasting import Pasted
    from selfeval_gui.gui.tables.view import RowsView


class CellActions(QObject):
    """The acts of one view."""

    pasted = Signal(int, object)
    """First row and sentences about a paste that need to be read."""

    def __init__(self, view: "RowsView") -> None:
        super().__init__(view)
        self._view, self._rows = view, view.rows

    def copy(self) -> None:
        """The selected cells, as tab-separated text and as an HTML table."""
        block = self._view.selected_block()
        texts = [[self._rows.text(row, column) for column in columns] for row, columns in block]
        if not texts:
            return
        figures = {at for at, column in enumerate(block[0][1]) if self._rows.is_amount(column)}
        put_on_clipboard(format_block(texts), format_html(texts, figures))

    def cut(self) -> None:
        self.copy()
        self.clear("剪切")

    def clear(self, what: str = "清除单元格") -> None:
        """Empty the selected cells."""
        cells = {(row, column): "" for row, columns in self._view.selected_block() for column in columns}
        self._rows.put_cells(cells, what)

    def fill_down(self) -> None:
        """The first selected row's cells into the rows below it; one row alone gets the row above it."""
        block = self._view.selected_block()
        if not block:
            return
        alone = len(block) == 1
        first = block[0][0] - alone
        if first < 0:
            return
        rows = block if alone else block[1:]
        cells = {(row, column): self._rows.text(first, column) for row, columns in rows for column in columns}
        self._rows.put_cells(cells, "向下填充")

    def paste(self) -> None:
        """The clipboard's block from the current cell on; rows are added as needed, all in one undo step.

        A single cell fills the whole selection. A block that is too wide is refused, never cut.
        """
        from selfeval_gui.gui.tables import pasting

        view, rows = self._view, self._rows
        view.settle()
        data: QMimeData | None = QGuiApplication.clipboard().mimeData()  # the stubs know no empty clipboard
        selected = view.selected_block()
        html = data.html() if data is not None and data.hasHtml() else ""
        block = pasting.read_block(html, clipboard_text(data))
        if not block or not selected:
            return
        top, left = selected[0][0], selected[0][1][0]
        if len(block) == len(block[0]) == 1:
            cells = {(row, column): block[0][0] for row, columns in selected for column in columns}
            height = selected[-1][0] - top + 1
            found = pasting.Pasted({(row - top, column): text for (row, column), text in cells.items()}, height)
        else:
            try:
                found = pasting.understand(block, rows.table, rows.blanks, left)
            except pasting.DoesNotFit as too_wide:
                rows.document.notice.emit(str(too_wide))
                return
        self._put(found, top)

    def _put(self, found: "Pasted", top: int) -> None:
        from selfeval_gui.gui.tables import pasting

        view, rows = self._view, self._rows
        cells = {(top + row, column): text for (row, column), text in found.cells.items()}
        if not found.rows or not rows.put_cells(cells, f"粘贴 {found.rows} 行", grow_to=top + found.rows):
            return
        notes = found.notes + pasting.unread([(rows.blanks[column], text) for (_, column), text in cells.items()])
        view.go_to(top, found.columns[0])
        view.select_block(top, found.columns[0], top + found.rows - 1, found.columns[-1])
        rows.document.notice.emit(f"已粘贴 {found.rows} 行，按 Ctrl+Z 可撤销。")
        self.pasted.emit(top, notes)

    def show_menu(self, where: QPoint) -> None:
        """The context menu, at a place of the screen."""
        view = self._view
        menu = QMenu(view)
        menu.setObjectName(f"{view.objectName()}.menu")
        filled = bool(clipboard_text(QGuiApplication.clipboard().mimeData()))
        block = view.selected_block()
        for entry in (
            ("cut", "剪切(&T)", "Ctrl+X", self.cut, bool(block)),
            ("copy", "复制(&C)", "Ctrl+C", self.copy, bool(block)),
            ("paste", "粘贴(&P)", "Ctrl+V", self.paste, filled and bool(block)),
            None,
            ("fill", "向下填充(&D)", "Ctrl+D", self.fill_down, bool(block)),
            ("clear", "清除内容(&N)", "Del", self.clear, bool(block)),
            None,
            ("insert", "插入行(&I)", "Ctrl+Shift+=", view.insert_row, True),
            ("remove", "删除行(&R)", "Ctrl+Shift+-", view.remove_rows, bool(block)),
            ("up", "上移(&U)", "Alt+Up", view.move_up, bool(block)),
            ("down", "下移(&O)", "Alt+Down", view.move_down, bool(block)),
        ):
            if entry is None:
                menu.addSeparator()
                continue
            name, text, keys, act, possible = entry
            action = menu.addAction(text)
            action.setObjectName(f"{view.objectName()}.menu.{name}")
            action.setShortcut(keys)
            action.setEnabled(possible)
            action.triggered.connect(lambda _checked=False, do=act: do())
        menu.exec(where)
        menu.deleteLater()
