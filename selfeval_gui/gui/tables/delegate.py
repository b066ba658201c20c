"""Cell editors: a line that pushes while it is typed in, with proposals for items; a list for roles."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QComboBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from selfeval_gui.gui.editors.binding import flush_composition
from selfeval_gui.gui.editors.plain import PlainLine, clipboard_text
from selfeval_gui.gui.editors.proposing import Proposal, Proposer, Source
from selfeval_gui.gui.tables.model import RowsModel
from selfeval_gui.report import items, kinds
from selfeval_gui.report.edit import same_value

Index = QModelIndex | QPersistentModelIndex


class CellLine(PlainLine):
    """The line editor of a cell; `original` is what Escape goes back to."""

    block_pasted = Signal()
    """Several cells were pasted into the open cell: they belong into the table."""

    def __init__(self, parent: QWidget, original: str) -> None:
        super().__init__(parent)
        self.original = original
        self.setFrame(False)
        self.pad(self.fontMetrics().height() // 2 - 2)  # where the cell's text stands
        self.setAutoFillBackground(True)

    def paste(self) -> None:
        text = clipboard_text(QGuiApplication.clipboard().mimeData()).strip("\r\n")
        if "\t" in text or "\n" in text:
            self.block_pasted.emit()
        else:
            super().paste()


class CellDelegate(QStyledItemDelegate):
    """Makes the editors of a table's cells and carries their text into the model, at once."""

    entered = Signal()
    """Enter was pressed in an editor: the view goes on to the next row."""
    block_pasted = Signal()
    """A block was pasted while a cell was open: the view pastes it."""
    chosen = Signal(int, object)
    """Row and the `Proposal` with data that was chosen for one of its cells."""

    def __init__(self, model: RowsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.editor: QWidget | None = None
        self.sources: dict[str, Source] = {}
        """By column: what may be meant by a text, from what was filled in earlier."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = index.column()
        name = f"第{index.row() + 1}行 {self._model.label(column)}"
        editor: QWidget
        if self._model.blanks[column].kind is kinds.ROLE:
            editor = self._role_box(parent)
        else:
            editor = self._line(parent, index)
        editor.setAccessibleName(name)
        editor.setToolTip(self._model.document.form.help(self._model.blanks[column].path))
        self._model.document.break_merge()
        self.editor = editor
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell's value, unless the text shown already means it or a composition is open."""
        text, kind = self._model.text(index.row(), index.column()), self._model.blanks[index.column()].kind
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif (
            isinstance(editor, PlainLine)
            and not editor.preedit
            and not same_value(kind.read(editor.text()), self._model.value(index.row(), index.column()))
        ):
            editor.show_text(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, PlainLine) and not editor.preedit and not model.setData(index, editor.text()):
            editor.show_text(self._model.text(index.row(), index.column()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The style's cell, with its text a little away from the lines."""
        view = QStyleOptionViewItem(option)
        self.initStyleOption(view, index)
        text, view.text = view.text, ""  # type: ignore[attr-defined] # missing in the stubs
        widget: QWidget = view.widget  # type: ignore[attr-defined]
        style = widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, view, painter, widget)
        text = self._model.sign(index.row(), index.column()) + text  # not by colour alone
        selected = view.state & QStyle.StateFlag.State_Selected  # type: ignore[attr-defined]
        palette: QPalette = view.palette  # type: ignore[attr-defined]
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        pad = view.fontMetrics.height() // 2  # type: ignore[attr-defined]
        place: QRect = view.rect.adjusted(pad, 0, -pad, 0)  # type: ignore[attr-defined]
        metrics: QFontMetrics = view.fontMetrics  # type: ignore[attr-defined]
        place = self._by_point(place, metrics, text, index)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.save()
        painter.setFont(view.font)  # type: ignore[attr-defined]
        painter.setPen(palette.color(role))
        painter.drawText(place, view.displayAlignment, text)  # type: ignore[attr-defined]
        painter.restore()

    def _by_point(self, place: QRect, metrics: QFontMetrics, text: str, index: Index) -> QRect:
        """An amount's place, ended so far from the right that the decimal points of its column stand in one line."""
        if not self._model.is_amount(index.column()) or self._model.problem(index.row(), index.column()):
            return place
        most = self._model.decimals(index.column())
        missing = metrics.horizontalAdvance("." + "0" * most) if most else 0
        _, point, fraction = text.partition(".")
        missing -= metrics.horizontalAdvance(point + fraction)
        fits = metrics.horizontalAdvance(text) + missing <= place.width()
        return place.adjusted(0, 0, -missing, 0) if fits and missing > 0 else place

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect)  # type: ignore[attr-defined] # missing in the stubs

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self.editor:
            self.editor = None
            self._model.document.break_merge()
        super().destroyEditor(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and isinstance(editor, QWidget):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._key(editor, event):
                return True
        if event.type() == QEvent.Type.FocusOut and isinstance(editor, QWidget):
            flush_composition(editor)
        return super().eventFilter(editor, event)

    def finish(self) -> None:
        """Commit and close the open editor, with what is being composed in it."""
        editor = self.editor
        if editor is not None:
            flush_composition(editor)
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, self.EndEditHint.NoHint)

    def _key(self, editor: QWidget, event: QKeyEvent) -> bool:
        if isinstance(editor, PlainLine) and editor.proposer is not None and editor.proposer.key(event):
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
            self.entered.emit()
            return True
        if event.key() == Qt.Key.Key_Escape:
            if isinstance(editor, CellLine):
                editor.show_text(editor.original)
                self.commitData.emit(editor)
            self.closeEditor.emit(editor, self.EndEditHint.RevertModelCache)
            return True
        return False

    def _line(self, parent: QWidget, index: Index) -> CellLine:
        line = CellLine(parent, self._model.text(index.row(), index.column()))
        line.setObjectName(f"{self._model.path(index.row(), index.column())}.cell")
        commit = self._committer(line)
        line.textEdited.connect(commit)
        line.composed.connect(commit)
        line.block_pasted.connect(self.block_pasted)
        if self._model.is_amount(index.column()):
            line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._propose(line, index, commit)
        return line

    def _propose(self, line: CellLine, index: Index, commit: Callable[[], None]) -> None:
        """Economic items by name, code or initials; what `sources` knows for other columns."""
        column = self._model.columns[index.column()]
        row = QPersistentModelIndex(index)
        if column == "item":
            proposer = Proposer(line, self._items)
            proposer.add_arrow("显示全部经济科目")
        elif column in self.sources:
            proposer = Proposer(line, self.sources[column])
        else:
            return

        def taken(proposal: Proposal) -> None:
            commit()
            if proposal.data is not None and row.isValid():
                self.chosen.emit(row.row(), proposal)

        proposer.taken.connect(taken)

    def _items(self, typed: str) -> list[Proposal]:
        year = self._model.document.report.fiscal_year
        found = items.items_for(year if isinstance(year, int) else None).matching(typed)
        return [Proposal(item.name, item.code) for item in found]

    def _role_box(self, parent: QWidget) -> QComboBox:
        box = QComboBox(parent)
        box.addItems(list(kinds.ROLE_WORDS.values()))
        box.setItemData(0, "不填", Qt.ItemDataRole.AccessibleTextRole)
        box.activated.connect(self._committer(box, close=True))
        QTimer.singleShot(0, box, box.showPopup)
        return box

    def _committer(self, editor: QWidget, close: bool = False) -> Callable[..., None]:
        def commit(*_: Any) -> None:
            self.commitData.emit(editor)
            if close:
                self.closeEditor.emit(editor, self.EndEditHint.NoHint)

        return commit
