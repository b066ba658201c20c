"""The scrolling sheets: draws the pages in sight, zooms, frames the current field, tells which field was clicked."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from selfeval_gui.gui.preview import desk
from selfeval_gui.gui.preview.damage import Box, changed_box, same_sheets
from selfeval_gui.gui.preview.glyphs import GlyphBook
from selfeval_gui.gui.preview.pen import draw_page
from selfeval_gui.gui.preview.places import field_at, frames
from selfeval_gui.gui.style import tones
from selfeval_gui.printing.marks import Page

MM_PER_INCH = 25.4
SMALLEST, LARGEST = 0.5, 4.0
STEPS = (0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0)


class Fit(Enum):
    """How the zoom follows the window."""

    WIDTH = "width"
    PAGE = "page"
    NONE = ""


class PreviewView(QAbstractScrollArea):
    """Shows composed pages one below the other."""

    activated = Signal(str, int)
    """The path of a field that was clicked on paper, and the character of its text."""
    zoomed = Signal(float)
    turned = Signal(int)
    """The index of the page that is in sight now."""
    painted = Signal()
    """Pages were painted: what the user waits for at the start."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAccessibleName("官方表样预览")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # no jumping of a page fitted to width
        sheets = QWidget(self)  # our own: asking Qt for the one it made costs 10 ms, the first time
        sheets.setMouseTracking(True)
        self.setViewport(sheets)
        self.framing = True
        """Whether the current field is framed; off where the sheets are looked at as they will be printed."""
        self.label_of: Callable[[str], str] = lambda _path: ""
        self._glyphs: GlyphBook | None = None
        self._pages: tuple[Page, ...] = ()
        self._tops: list[float] = []
        self._current = ""
        self._frames: list[tuple[int, QRectF]] = []
        self._pressed: tuple[str, int] | None = None
        self._aim: int | None = None
        self._in_view = -1
        self.pages_painted: tuple[int, ...] = ()
        """Indexes of the pages that the last painting touched."""
        self.fit = Fit.WIDTH
        self._zoom = 1.0

    # --- content

    def set_glyphs(self, glyphs: GlyphBook) -> None:
        """The glyphs that pages are drawn with; before the first pages."""
        self._glyphs = glyphs

    def set_pages(self, pages: tuple[Page, ...]) -> None:
        """Show these pages; the place in sight stays. What has changed is on the screen when this returns."""
        old, old_frames = self._pages, self._frames
        self._pages = pages
        self._frames = frames(pages, self._current) if self._current else []
        if not same_sheets(old, pages) or not pages:
            self._arrange()
            return
        changed = self._changed_region(old)
        if self._frames != old_frames and self.framing:
            for page, rect in (*old_frames, *self._frames):
                changed += self._shown(page, rect).adjusted(-3, -3, 3, 3).toAlignedRect()
        # At once: an update would wait for Qt's next frame, 5 ms later, with the letter in the field.
        self.viewport().repaint(changed)

    def _changed_region(self, old: tuple[Page, ...]) -> QRegion:
        """Where the sheets look different from the `old` ones, px."""
        region, view = QRegion(), QRectF(self.viewport().rect())
        for index, (before, page) in enumerate(zip(old, self._pages, strict=True)):
            if before is page or not self.page_rect(index).intersects(view):
                continue
            if (box := changed_box(before, page)) is not None:
                size = QRectF(0, 0, box.right - box.left, box.bottom - box.top).translated(box.left, box.top)
                region += self._shown(index, size).adjusted(-1, -1, 1, 1).toAlignedRect()
        return region

    @property
    def pages(self) -> tuple[Page, ...]:
        return self._pages

    def set_current(self, path: str) -> None:
        """Frame the place of a field and scroll it into sight; "" frames nothing."""
        if path == self._current:
            return
        self._current = path
        self._frames = frames(self._pages, path) if path else []
        if self._frames and not any(self._in_sight(page, rect) for page, rect in self._frames):
            self._scroll_to(*self._frames[0])
        self.viewport().update()

    def show_any(self, wanted: Callable[[str], bool]) -> None:
        """Scroll to the first place of the fields that are `wanted`, unless one of their places is in sight."""
        places = [
            (number, QRectF(area.x, area.y, area.width, area.height))
            for number, page in enumerate(self._pages)
            for area in page.areas
            if area.path and wanted(area.path)
        ]
        if places and not any(self._in_sight(*place) for place in places):
            self._scroll_to(*places[0])

    @property
    def current(self) -> str:
        return self._current

    # --- zoom

    @property
    def zoom(self) -> float:
        """1.0 is the size of the paper."""
        return self._zoom

    def set_fit(self, fit: Fit) -> None:
        self.fit = fit
        self._arrange()

    def set_zoom(self, zoom: float, anchor: QPointF | None = None) -> None:
        """Zoom to a factor; the point of the viewport in `anchor` (its centre, when None) stays where it is."""
        at = anchor or QPointF(self.viewport().rect().center())
        page, x, y = self._on_paper(at)
        self.fit = Fit.NONE
        self._zoom = min(LARGEST, max(SMALLEST, zoom))
        self._arrange()
        if self._pages:
            self.verticalScrollBar().setValue(round(self._tops[page] + y * self._scale - at.y()))
            self.horizontalScrollBar().setValue(round(self._scrolled_left(page) + x * self._scale - at.x()))

    def zoom_in(self) -> None:
        self.set_zoom(next((step for step in STEPS if step > self._zoom + 0.01), LARGEST))

    def zoom_out(self) -> None:
        self.set_zoom(next((step for step in reversed(STEPS) if step < self._zoom - 0.01), SMALLEST))

    # --- geometry, in px of the viewport unless said otherwise

    @property
    def _scale(self) -> float:
        """px for a mm."""
        return self._zoom * self.logicalDpiY() / MM_PER_INCH

    @property
    def _gap(self) -> int:
        return self.fontMetrics().height()

    def _arrange(self) -> None:
        view = self.viewport().size()
        if self._pages:
            unit = self.logicalDpiY() / MM_PER_INCH
            width = max(page.width for page in self._pages) * unit
            height = max(page.height for page in self._pages) * unit
            zoom = self._zoom
            if self.fit is not Fit.NONE:
                zoom = (view.width() - 2 * self._gap) / width
                if self.fit is Fit.PAGE:
                    zoom = min(zoom, (view.height() - 2 * self._gap) / height)
                zoom = min(LARGEST, max(0.2, zoom))
            kept = self._kept_place()
            changed = abs(zoom - self._zoom) > 1e-6
            self._zoom = zoom
            self._stack()
            self._set_ranges(view)
            if changed and kept is not None and self.verticalScrollBar().value():
                page, y = kept
                page = min(page, len(self._pages) - 1)
                self.verticalScrollBar().setValue(round(self._tops[page] + y * self._scale))
            self.zoomed.emit(self._zoom)
            self._tell_page()
        self.viewport().update()

    def _kept_place(self) -> tuple[int, float] | None:
        """The page at the top of the viewport and how far down it (mm) the viewport begins."""
        if not self._tops or len(self._tops) != len(self._pages):
            return None
        top = self.verticalScrollBar().value()
        page = max((i for i, place in enumerate(self._tops) if place <= top + self._gap), default=0)
        return page, (top - self._tops[page]) / self._scale

    def _stack(self) -> None:
        self._tops = []
        y = float(self._gap)
        for page in self._pages:
            self._tops.append(y)
            y += page.height * self._scale + self._gap
        self._height = y

    def _set_ranges(self, view: QSize) -> None:
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setPageStep(view.height())
        vertical.setSingleStep(self._gap * 2)
        vertical.setRange(0, max(0, round(self._height) - view.height()))
        wide = max(page.width for page in self._pages) * self._scale + 2 * self._gap
        horizontal.setPageStep(view.width())
        horizontal.setSingleStep(self._gap * 2)
        horizontal.setRange(0, max(0, round(wide) - view.width()) if self.fit is Fit.NONE else 0)

    def _scrolled_left(self, page: int) -> float:
        """The left edge of a page if nothing were scrolled sideways."""
        wide = max(p.width for p in self._pages) * self._scale + 2 * self._gap
        return (max(wide, self.viewport().width()) - self._pages[page].width * self._scale) / 2

    def page_rect(self, page: int) -> QRectF:
        """The place of a page in the viewport."""
        sheet = self._pages[page]
        left = self._scrolled_left(page) - self.horizontalScrollBar().value()
        top = self._tops[page] - self.verticalScrollBar().value()
        # Whole px: hairlines keep their width from page to page.
        return QRectF(round(left), round(top), sheet.width * self._scale, sheet.height * self._scale)

    def _on_paper(self, point: QPointF) -> tuple[int, float, float]:
        """The page that a point of the viewport lies on or after, and the place on it in mm."""
        if not self._pages:
            return 0, 0.0, 0.0
        page = max((i for i in range(len(self._pages)) if self.page_rect(i).top() <= point.y()), default=0)
        rect = self.page_rect(page)
        return page, (point.x() - rect.left()) / self._scale, (point.y() - rect.top()) / self._scale

    def page_in_sight(self) -> int:
        """The index of the page that was gone to, while it is in sight, or else that lies in the middle of the view."""
        if self._aim is not None and self._aim < len(self._pages):
            return self._aim
        return self._on_paper(QPointF(self.viewport().rect().center()))[0]

    def go_to_page(self, page: int) -> None:
        """Show a page from its top; the first or the last one for an index beyond."""
        if self._pages:
            page = min(max(page, 0), len(self._pages) - 1)
            self.verticalScrollBar().setValue(round(self._tops[page]) - self._gap // 2)
            self._aim = page  # at a small zoom the last pages cannot be scrolled to the middle
            self._tell_page()

    def _tell_page(self) -> None:
        page = self.page_in_sight()
        if page != self._in_view:
            self._in_view = page
            self.turned.emit(page)

    def place_of(self, page: int, x: float, y: float) -> QPointF:
        """The point of the viewport where a place on paper (mm) is shown."""
        rect = self.page_rect(page)
        return QPointF(rect.left() + x * self._scale, rect.top() + y * self._scale)

    def _shown(self, page: int, rect: QRectF) -> QRectF:
        corner = self.place_of(page, rect.left(), rect.top())
        return QRectF(corner.x(), corner.y(), rect.width() * self._scale, rect.height() * self._scale)

    def _in_sight(self, page: int, rect: QRectF) -> bool:
        shown, view = self._shown(page, rect), QRectF(self.viewport().rect())
        middle = shown.center().y()
        return view.top() <= middle <= view.bottom() or (shown.top() <= view.top() and shown.bottom() >= view.bottom())

    def _scroll_to(self, page: int, rect: QRectF) -> None:
        shown = self._shown(page, rect)
        third = self.viewport().height() / 3
        above = third if shown.height() < third else self._gap * 2
        bar = self.verticalScrollBar()
        bar.setValue(round(bar.value() + shown.top() - above))
        if self.horizontalScrollBar().maximum():
            side = self.horizontalScrollBar()
            if shown.left() < 0 or shown.right() > self.viewport().width():
                side.setValue(round(side.value() + shown.left() - self._gap))

    # --- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self._aim = None
        self.viewport().update()
        if self._pages:
            self._tell_page()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        colours = self.palette()
        desk.paint_desk(painter, QRectF(event.rect()), colours)
        if self._glyphs is None or not self._pages:
            return
        seen = QRectF(event.rect())
        painted = []
        for index, page in enumerate(self._pages):
            rect = self.page_rect(index)
            if not rect.adjusted(-8, -8, 8, 8).intersects(seen):
                continue
            desk.paint_sheet(painter, rect)
            painter.save()
            painter.translate(rect.topLeft())
            left, top = (seen.left() - rect.left()) / self._scale, (seen.top() - rect.top()) / self._scale
            box = Box(left, top, left + seen.width() / self._scale, top + seen.height() / self._scale)
            draw_page(painter, page, self._glyphs, self._scale, box)
            painter.restore()
            painted.append(index)
        self.pages_painted = tuple(painted)
        if self.framing:
            self._paint_frames(painter, tones.on_paper(colours))
        painter.end()
        self.painted.emit()

    def _paint_frames(self, painter: QPainter, accent: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wash = QColor(accent)
        wash.setAlpha(26)
        painter.setPen(QPen(accent, 1.6))
        painter.setBrush(wash)
        for page, rect in self._frames:
            painter.drawRoundedRect(self._shown(page, rect).adjusted(-1, -1, 1, 1), 2, 2)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            factor = 1.1 ** (event.angleDelta().y() / 120)
            self.set_zoom(self._zoom * factor, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif self.fit is Fit.PAGE and event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.go_to_page(self.page_in_sight() + (1 if event.key() == Qt.Key.Key_PageDown else -1))
        else:
            super().keyPressEvent(event)  # arrows and page keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._field(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pressed, self._pressed = self._pressed, None
        released = self._field(event.position())
        if pressed and released and pressed[0] == released[0]:
            self.activated.emit(*released)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._field(event.position())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            over = self._field(QPointF(event.pos()))
            label = self.label_of(over[0]) if over else ""
            if label:
                QToolTip.showText(
                    event.globalPos(), f"{label}：点击填写", self.viewport(), QRect(event.pos(), QSize(2, 2))
                )
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def _field(self, point: QPointF) -> tuple[str, int] | None:
        if not self._pages:
            return None
        page, x, y = self._on_paper(point)
        return field_at(self._pages[page], x, y)
