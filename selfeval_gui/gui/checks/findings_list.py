"""The findings as a list in groups, by severity or by tab; what was explained comes last, with its reason.

Shows only. Severity is told by a word and a sign as well as by colour.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from selfeval_gui.gui.style import tones
from selfeval_gui.gui.style.severities import LOOKS, ORDER, colour
from selfeval_gui.gui.tab_names import TAB_NAMES, tab_of

if TYPE_CHECKING:
    from selfeval_gui.checking import Finding

HEADS = ("级别", "问题", "位置")
EXPLAINED = "已说明"
_AT = Qt.ItemDataRole.UserRole


class Entry(NamedTuple):
    """A finding; `reason` is its 情况说明, "" when it has none."""

    finding: "Finding"
    reason: str = ""


class _WholeSentences(QStyledItemDelegate):
    """Makes a row as high as its sentence needs in its column: Qt's own measure takes it for one line."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint, view, text = super().sizeHint(option, index), self.parent(), index.data()
        if not isinstance(view, QTreeWidget) or not text:  # a group's row has nothing here
            return hint
        margin = view.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1
        width = view.columnWidth(index.column()) - 2 * margin
        font = view.fontMetrics()
        room = font.boundingRect(QRect(0, 0, max(width, 1), 1 << 16), Qt.TextFlag.TextWordWrap, text)
        return QSize(hint.width(), max(room.height() + hint.height() - font.height() * (text.count("\n") + 1), 0))


class FindingsList(QTreeWidget):
    """One row a finding; Enter or a double click goes there, Shift+Enter to its other passage."""

    chosen = Signal(object, bool)
    """The entry, and whether its other passage is wanted."""

    def __init__(self, label_of: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("findings.list")
        self.setAccessibleName("检查结果")
        self._label_of = label_of
        self._items: list[tuple[Entry, QTreeWidgetItem]] = []
        self.setHeaderLabels(HEADS)
        self.setUniformRowHeights(False)
        self.setWordWrap(True)
        self.setAlternatingRowColors(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.setItemDelegateForColumn(1, _WholeSentences(self))
        # Rows are as high as their sentences need, also when the column becomes narrower.
        head.sectionResized.connect(lambda *_: self.scheduleDelayedItemsLayout())
        self.itemDoubleClicked.connect(lambda item: self._choose(item, other=False))

    @property
    def open_entries(self) -> list[Entry]:
        """The findings without a reason, in the order in which they are shown."""
        return [entry for entry, _ in self._items if not entry.reason]

    def show_entries(self, entries: Sequence[Entry], *, by_tab: bool) -> None:
        """Fill the list anew; the marked finding stays marked when it is still there."""
        kept, folded = self.current(), self._folded()
        self.clear()
        self._items = []
        for title, members in _groups(entries, by_tab=by_tab):
            group = QTreeWidgetItem(self, [f"{title}（{len(members)}）"])
            group.setFirstColumnSpanned(True)
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = group.font(0)
            font.setBold(True)
            group.setFont(0, font)
            group.setData(0, _AT + 1, title)
            for entry in members:
                self._items.append((entry, self._row(group, entry)))
            group.setExpanded(title not in folded and (title != EXPLAINED or title in self._unfolded))
        same = next((item for entry, item in self._items if kept is not None and _alike(entry, kept)), None)
        if same is not None:
            self.setCurrentItem(same)

    def current(self) -> Entry | None:
        """The finding that is marked; None when none is."""
        rows = self.selectedItems()
        return next((entry for entry, item in self._items if rows and item is rows[0]), None)

    def mark(self, entry: Entry) -> None:
        """Mark a finding and bring it into sight."""
        item = next((item for known, item in self._items if known is entry), None)
        if item is not None:
            item.parent().setExpanded(True)
            self.setCurrentItem(item)
            self.scrollToItem(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._choose(item, other=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return
        super().keyPressEvent(event)

    _unfolded: frozenset[str] = frozenset()

    def _folded(self) -> set[str]:
        """The groups that were closed by hand; those that were opened are remembered too."""
        closed: set[str] = set()
        opened: set[str] = set()
        for at in range(self.topLevelItemCount()):
            group = self.topLevelItem(at)
            if group is not None:
                (opened if group.isExpanded() else closed).add(str(group.data(0, _AT + 1)))
        self._unfolded = frozenset(opened)
        return closed - {EXPLAINED}

    def _choose(self, item: QTreeWidgetItem, *, other: bool) -> None:
        entry = next((entry for entry, known in self._items if known is item), None)
        if entry is not None:
            self.chosen.emit(entry, other)

    def _row(self, group: QTreeWidgetItem, entry: Entry) -> QTreeWidgetItem:
        one, palette = entry.finding, self.palette()
        look = LOOKS[one.severity.value]
        message = f"{one.message}\n情况说明：{entry.reason}" if entry.reason else one.message
        item = QTreeWidgetItem(group, [f"{look.sign} {look.word}", message, self._label_of(one.field)])
        item.setForeground(0, tones.quiet(palette) if entry.reason else colour(one.severity.value, palette))
        item.setToolTip(0, f"{look.meaning}（规则 {one.rule}）")
        if entry.reason:
            for column in (1, 2):
                item.setForeground(column, tones.quiet(palette))
        return item


def _groups(entries: Sequence[Entry], *, by_tab: bool) -> list[tuple[str, list[Entry]]]:
    """The groups that have members; within a tab the gravest first, within a severity in the form's order."""
    ranked = sorted(entries, key=lambda entry: ORDER[entry.finding.severity.value])
    open_ = [entry for entry in ranked if not entry.reason]
    if by_tab:
        groups = [
            (title, [entry for entry in open_ if tab_of(entry.finding.field) == name])
            for name, title in TAB_NAMES.items()
        ]
    else:
        groups = [
            (f"{look.word}：{look.meaning}", [entry for entry in open_ if entry.finding.severity.value == name])
            for name, look in LOOKS.items()
        ]
    groups.append((EXPLAINED, [entry for entry in ranked if entry.reason]))
    return [(title, members) for title, members in groups if members]


def _alike(a: Entry, b: Entry) -> bool:
    return (a.finding.rule, a.finding.field, a.finding.passages[:1]) == (
        b.finding.rule,
        b.finding.field,
        b.finding.passages[:1],
    )
