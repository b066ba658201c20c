"""The strip of small pages beside the sheets: shows where one is, and a click or an arrow goes there.

Draws the same marks as the sheets; only the small pages in sight are drawn, and each once until it changes.
"""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QPalette, QPen, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from selfeval_gui.gui.preview.glyphs import GlyphBook
from selfeval_gui.gui.preview.pen import draw_page
from selfeval_gui.printing.marks import Page

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
PARTS = {"cover": "封面", "form": "自评表", "narrative": "正文"}
_FINER = 3
"""Drawn larger and made small: thin rules and small type turn grey instead of black."""
_AFTER_MS = 250
"""The small pages follow when typing pauses: a keystroke pays for the sheet in sight alone."""


class _Pages(QAbstractListModel):
    """The composed pages as a list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.pages: tuple[Page, ...] = ()

    def show_pages(self, pages: tuple[Page, ...]) -> None:
        known = self.pages
        if len(known) != len(pages):
            self.beginResetModel()
            self.pages = pages
            self.endResetModel()
            return
        self.pages = pages
        for row, (before, after) in enumerate(zip(known, pages, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.pages)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"第 {index.row() + 1} 页：{PARTS[self.pages[index.row()].part]}"
        return None


class _Thumbnail(QStyledItemDelegate):
    """Paints one small page with its number; the current one framed and its number on the accent."""

    def __init__(self, strip: "ThumbnailStrip") -> None:
        super().__init__(strip)
        self._strip = strip
        self._drawn: dict[int, tuple[Page, float, QPixmap]] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        line = self._strip.fontMetrics().height()
        page = self._strip.pages[index.row()]
        width = self._strip.sheet_width
        return QSize(width + line, round(width * page.height / page.width + 2.2 * line))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRectF = QRectF(option.rect)  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        colours: QPalette = option.palette  # type: ignore[attr-defined]
        line = self._strip.fontMetrics().height()
        page, width = self._strip.pages[index.row()], self._strip.sheet_width
        sheet = QRectF(round(rect.center().x() - width / 2), rect.top() + line // 2, width, 0)
        sheet.setHeight(round(width * page.height / page.width))
        current = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.drawPixmap(sheet.topLeft(), self._picture(index.row(), page, sheet.size().toSize()))
        accent = colours.color(QPalette.ColorRole.Highlight)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPen(accent, 2.5) if current else QPen(colours.color(QPalette.ColorRole.Mid), 1)
        painter.setPen(frame)
        painter.drawRect(sheet.adjusted(-1, -1, 1, 1))
        place = QRectF(rect.left(), sheet.bottom() + line * 0.25, rect.width(), line * 1.2)
        if current:
            pill = QRectF(0, 0, line * 2, line * 1.15)
            pill.moveCenter(place.center())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawRoundedRect(pill, line * 0.3, line * 0.3)
        role = QPalette.ColorRole.HighlightedText if current else QPalette.ColorRole.WindowText
        painter.setPen(colours.color(role))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))
        painter.restore()

    def _picture(self, row: int, page: Page, size: QSize) -> QPixmap:
        ratio = self._strip.devicePixelRatioF()
        known = self._drawn.get(row)
        if known is not None and known[1] == ratio and known[0] == page:
            return known[2]
        large = QPixmap(size * ratio * _FINER)
        large.fill(Qt.GlobalColor.white)
        painter = QPainter(large)
        draw_page(painter, page, self._strip.glyphs, large.width() / page.width)
        painter.end()
        smooth = Qt.TransformationMode.SmoothTransformation
        picture = large.scaled(size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        picture.setDevicePixelRatio(ratio)
        self._drawn[row] = (page, ratio, picture)
        return picture

    def forget(self) -> None:
        self._drawn.clear()


class ThumbnailStrip(QListView):
    """Small pages, one below the other."""

    chosen = Signal(int)
    """The index of the page that the user wants to see."""

    def __init__(self, glyphs: GlyphBook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.glyphs = glyphs
        self.setObjectName("preview.thumbnails")
        self.setAccessibleName("页面缩略图")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFixedWidth(self.sheet_width + round(2.6 * self.fontMetrics().height()))
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)  # follows light and dark
        self._pages = _Pages(self)
        self._waiting: tuple[Page, ...] = ()
        self._follows = False
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._timer.timeout.connect(self._take)
        self._thumbnails = _Thumbnail(self)
        self.setItemDelegate(self._thumbnails)
        self.setModel(self._pages)
        self.selectionModel().currentChanged.connect(self._choose)

    @property
    def pages(self) -> tuple[Page, ...]:
        return self._pages.pages

    @property
    def sheet_width(self) -> int:
        """The width of a small page in px: six characters of the window's type."""
        return self.fontMetrics().horizontalAdvance("宽") * 6

    def set_pages(self, pages: tuple[Page, ...]) -> None:
        """Show these pages: at once when there are more or fewer than before, else when typing pauses."""
        self._waiting = pages
        if len(pages) != len(self.pages) and self.isVisible():
            self._take()
        else:
            self._timer.start()

    def set_glyphs(self, glyphs: GlyphBook) -> None:
        self.glyphs = glyphs
        self._thumbnails.forget()

    def follow(self, page: int) -> None:
        """Mark the page that the sheets show."""
        self._follows = True
        index = self._pages.index(page)
        if index.isValid() and index != self.currentIndex():
            self.setCurrentIndex(index)
        self._follows = False

    def _take(self) -> None:
        if not self.isVisible():
            return  # taken when it is shown
        self._timer.stop()
        current = self.currentIndex().row()
        self._pages.show_pages(self._waiting)
        self.follow(min(max(current, 0), len(self._waiting) - 1))

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._follows:
            self.chosen.emit(current.row())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
