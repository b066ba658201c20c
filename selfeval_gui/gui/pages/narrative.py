"""The tab 自评报告正文: an outline with the state of every section at the left, the sections at the right."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import DateEditor, LineEditor
from selfeval_gui.gui.editors.marks import link_icon, ring_icon, spot_icon, tick_icon
from selfeval_gui.gui.editors.section import EMPTY, LINKED, UNREVIEWED, WRITTEN, SectionEditor
from selfeval_gui.gui.pages.layout import Card, Page, em, gap
from selfeval_gui.gui.tab_names import TAB_NAMES
from selfeval_gui.report.form import OutlineEntry

NAME = "tab.narrative"
TITLE = TAB_NAMES[NAME]
OPENING = "开头段"
_LEVEL = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


def build(document: Document, parent: QWidget) -> "NarrativePage":
    """The page of the narrative."""
    return NarrativePage(document, parent)


class _Indented(QStyledItemDelegate):
    """Draws an entry as far to the right as its level asks, every line of it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, self._moved(option, index), index)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return super().sizeHint(self._moved(option, index), index)

    def _moved(self, option: QStyleOptionViewItem, index: _Index) -> QStyleOptionViewItem:
        moved = QStyleOptionViewItem(option)
        shift = round(moved.fontMetrics.horizontalAdvance("中") * 0.8 * (index.data(_LEVEL) or 0))  # type: ignore[attr-defined]
        moved.rect = moved.rect.adjusted(shift, 0, 0, 0)  # type: ignore[attr-defined]
        return moved


class NarrativePage(QWidget):
    """Outline and sections. A click in the outline goes to the section; the outline shows where the cursor is."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(NAME)
        self.setAccessibleName(TITLE)
        self._document = document
        self.sections: dict[str, SectionEditor] = {}
        self._items: dict[str, QListWidgetItem] = {}
        self.outline = self._outline()
        self.page = Page("tab.narrative.sections", TITLE, self)
        self._build_sections()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.outline, 3)
        row.addWidget(self.page, 8)
        self.outline.itemActivated.connect(self._go)
        self.outline.itemClicked.connect(self._go)

    def go_to_section(self, key: str) -> None:
        """Show a section's heading at the top and put the cursor into its text."""
        editor = self.sections[key]
        editor.text.setFocus()
        bar = self.page.verticalScrollBar()
        bar.setValue(editor.mapTo(self.page.widget(), editor.rect().topLeft()).y() - gap(self, 6))

    def _outline(self) -> QListWidget:
        outline = QListWidget(self)
        outline.setObjectName("narrative.outline")
        outline.setAccessibleName("正文目录")
        outline.setFrameShape(QFrame.Shape.NoFrame)
        outline.setMinimumWidth(em(self) * 8)
        outline.setMaximumWidth(em(self) * 12)
        outline.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outline.setWordWrap(True)
        outline.setItemDelegate(_Indented(outline))
        outline.setIconSize(QSize(em(self), em(self)))
        outline.setUniformItemSizes(False)
        outline.setSpacing(gap(self, 1))
        return outline

    def _build_sections(self) -> None:
        document = self._document
        grid = self.page.add_card("主送与依据").add_grid()
        for name, span in (("addressee", 1), ("evaluation_date", 1), ("basis_document", 2)):
            path = f"narrative.{name}"
            editor = (DateEditor if name == "evaluation_date" else LineEditor)(document, path, grid)
            grid.add(document, path, editor, span)
        card: Card | None = None
        for entry in document.form.outline:
            title = entry.number + entry.heading
            if card is None or entry.level <= 1:
                card = self.page.add_card(title or OPENING)
                if entry.section:
                    card.title.hide()  # the section's own heading says the same
            elif not entry.section:
                heading = QLabel(title, card)
                heading.setFont(_bold(self.font()))
                card.add(heading)
            if not entry.section:
                self._add_item(title, entry)
                continue
            section = SectionEditor(document, entry.section, title or OPENING, card)
            card.add(section)
            self.sections[entry.section] = section
            self._add_item(title or OPENING, entry)
            section.state_changed.connect(self._restate)
        self._restate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationPaletteChange:
            self._restate()

    def _add_item(self, title: str, entry: OutlineEntry) -> None:
        item = QListWidgetItem(title)
        item.setData(_LEVEL, max(0, entry.level - 1))
        item.setToolTip(title)
        if entry.section:
            item.setData(Qt.ItemDataRole.UserRole, entry.section)
            self._items[entry.section] = item
        else:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        if entry.level <= 1:
            item.setFont(_bold(self.font()))
        self.outline.addItem(item)

    def _restate(self) -> None:
        icons = {
            LINKED: link_icon(),
            WRITTEN: tick_icon(),
            EMPTY: ring_icon(),
            UNREVIEWED: spot_icon(),
        }
        for key, item in self._items.items():
            state = self.sections[key].current_state
            item.setIcon(icons[state])
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text().strip()}，{state}")
            item.setToolTip(f"{item.text().strip()}（{state}）")

    def _go(self, item: QListWidgetItem) -> None:
        key = item.data(Qt.ItemDataRole.UserRole)
        if key:
            self.go_to_section(key)


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold
