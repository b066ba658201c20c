"""The list of what an import would take over: by tab, each blank with its present and its new value, ticked or not.

Shows a plan and tells what the user wants changed; it changes nothing itself.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from selfeval_gui.gui.editors.sentences import too_long
from selfeval_gui.gui.style import tones
from selfeval_gui.gui.tab_names import TAB_NAMES, tab_of
from selfeval_gui.importing.plan import Entry, Plan
from selfeval_gui.report import kinds
from selfeval_gui.report.catalogue import blank

HEADINGS = ("采用　项目", "现值", "识别值", "来源", "把握")
NAME, NOW, NEW, WHERE, CERTAINTY = range(5)
WORDS = {"sure": "✔ 确定", "check": "！请核对", "missing": "○ 未找到"}
_PATH = Qt.ItemDataRole.UserRole
_SHOWN, _TIP = 120, 2000
Index = QModelIndex | QPersistentModelIndex


class ImportTree(QTreeWidget):
    """`label_of` names a blank."""

    ticked = Signal(object, bool)
    """A set of paths, and whether they are wanted."""
    written = Signal(str, object)
    """A path and the value that was written by hand."""
    refused = Signal(str)

    def __init__(self, label_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import.recognised")
        self.setAccessibleName("识别出的内容")
        self._label_of = label_of
        self._filling = False
        self._items: dict[str, QTreeWidgetItem] = {}
        self.setColumnCount(len(HEADINGS))
        self.setHeaderLabels(list(HEADINGS))
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(_Cells(self))
        head = self.header()
        head.setStretchLastSection(False)
        em = self.fontMetrics().horizontalAdvance("中")
        for column, width in ((NAME, 17), (WHERE, 9), (CERTAINTY, 6)):
            self.setColumnWidth(column, em * width)
        for column in (NOW, NEW):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._item_changed)
        self.itemDoubleClicked.connect(self._edit)

    def show_plan(self, plan: Plan) -> None:
        """Fill the list anew, or only what differs when the blanks are the same."""
        self._filling = True
        try:
            if list(self._items) != [entry.path for entry in plan.entries]:
                self._build(plan)
            for entry in plan.entries:
                self._fill(self._items[entry.path], entry, blank(entry.path).kind.show(plan.current(entry.path)))
            self._count()
        finally:
            self._filling = False

    def _build(self, plan: Plan) -> None:
        self.clear()
        self._items = {}
        groups: dict[str, QTreeWidgetItem] = {}
        for entry in plan.entries:
            tab = tab_of(entry.path)
            if tab not in groups:
                group = groups[tab] = QTreeWidgetItem(self)
                # Not Qt's own tristate: it gives up at rows without a box.
                group.setFlags(group.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                font = group.font(NAME)
                font.setBold(True)
                group.setFont(NAME, font)
                group.setText(NAME, TAB_NAMES[tab])
            self._items[entry.path] = QTreeWidgetItem(groups[tab])
        # Group by group, as they stand on the screen.
        self._items = {entry.path: self._items[entry.path] for entry in plan.entries}
        self.expandAll()
        if plan.entries:
            self.setCurrentItem(self._items[plan.entries[0].path])

    def _fill(self, item: QTreeWidgetItem, entry: Entry, now: str) -> None:
        found = entry.certainty != "missing" or entry.edited
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if found:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if blank(entry.path).kind is not kinds.LINES:
            flags |= Qt.ItemFlag.ItemIsEditable
        item.setFlags(flags)
        item.setData(NAME, _PATH, entry.path)
        if found:
            item.setCheckState(NAME, Qt.CheckState.Checked if entry.ticked else Qt.CheckState.Unchecked)
        certainty = "手工填写" if entry.edited else WORDS[entry.certainty]
        for column, text in enumerate((self._label_of(entry.path), now, entry.shown, entry.where, certainty)):
            item.setText(column, text.replace("\n", " ⏎ ")[:_SHOWN])
            item.setToolTip(column, text if len(text) < _TIP else f"{text[:_TIP]}……")
        item.setToolTip(CERTAINTY, f"原文：{entry.text[:_TIP]}" if entry.text else certainty)
        palette = self.palette()
        if entry.certainty == "check" and not entry.edited:
            item.setForeground(CERTAINTY, tones.warning(palette))
        elif not found:
            for column in range(len(HEADINGS)):
                item.setForeground(column, tones.quiet(palette))
        else:
            item.setData(CERTAINTY, Qt.ItemDataRole.ForegroundRole, None)

    def _count(self) -> None:
        for at in range(self.topLevelItemCount()):
            group = self.topLevelItem(at)
            if group is None:
                continue
            children = [group.child(row) for row in range(group.childCount())]
            ticked = sum(child.checkState(NAME) == Qt.CheckState.Checked for child in children)
            found = sum(child.data(NAME, Qt.ItemDataRole.CheckStateRole) is not None for child in children)
            some = Qt.CheckState.PartiallyChecked if ticked else Qt.CheckState.Unchecked
            group.setCheckState(NAME, Qt.CheckState.Checked if found and ticked == found else some)
            group.setText(NEW, f"采用 {ticked} 项，共识别 {found} 项")
            group.setForeground(NEW, tones.quiet(self.palette()))

    def _item_changed(self, item: QTreeWidgetItem, column: int) -> None:
        if self._filling:
            return
        path = item.data(NAME, _PATH)
        if path is None:
            children = {str(item.child(row).data(NAME, _PATH)) for row in range(item.childCount())}
            self.ticked.emit(children, item.checkState(NAME) == Qt.CheckState.Checked)
        elif column == NEW:
            self._take_text(path, item.text(NEW))
        elif column == NAME:
            chosen = {path}
            if item.isSelected():
                chosen |= {str(other.data(NAME, _PATH)) for other in self.selectedItems() if other.data(NAME, _PATH)}
            self.ticked.emit(chosen, item.checkState(NAME) == Qt.CheckState.Checked)

    def _take_text(self, path: str, text: str) -> None:
        described = blank(path)
        if len(text) > described.limit:
            self.refused.emit(too_long(self._label_of(path), len(text), described.limit))
        else:
            self.written.emit(path, described.kind.read(text))

    def _edit(self, item: QTreeWidgetItem, column: int) -> None:
        if column != NAME and item.flags() & Qt.ItemFlag.ItemIsEditable and item.data(NAME, _PATH):
            self.editItem(item, NEW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() == Qt.Key.Key_F2 and item is not None:
            self._edit(item, NEW)
        elif event.key() == Qt.Key.Key_Space and item is not None:
            # Whatever column has the focus; the style's own way asks for the first one.
            if item.data(NAME, Qt.ItemDataRole.CheckStateRole) is not None:
                on = item.checkState(NAME) != Qt.CheckState.Checked
                item.setCheckState(NAME, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        else:
            super().keyPressEvent(event)


class _Cells(QStyledItemDelegate):
    """Only the new value can be written; Enter in it does not close the dialog."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor: QWidget = super().createEditor(parent, option, index)
        editor.setObjectName("import.value")
        return editor

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        enter = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, self.EndEditHint.NoHint)
            return True
        return super().eventFilter(editor, event)
