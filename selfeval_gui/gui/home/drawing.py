"""How an entry of the home page's list and a card to begin with are drawn. Everything follows the font and palette."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from selfeval_gui.gui.home.looking import REMOTE
from selfeval_gui.gui.home.shelf import ENTRY, Entry, Shelf
from selfeval_gui.gui.style import tones

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def bold(font: QFont, factor: float = 1.0) -> QFont:
    made = QFont(font)
    made.setBold(True)
    made.setPointSizeF(font.pointSizeF() * factor)
    return made


class EntryDelegate(QStyledItemDelegate):
    """Two lines an entry, with its group's heading above the first one."""

    def __init__(self, shelf: Shelf, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(ENTRY)
        line: int = option.fontMetrics.height()  # type: ignore[attr-defined] # missing in the stubs
        return QSize(line * 12, round(line * 3.1) + (round(line * 1.9) if entry.first else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY)
        metrics: QFontMetrics = option.fontMetrics  # type: ignore[attr-defined]
        palette: QPalette = option.palette  # type: ignore[attr-defined]
        rect: QRect = option.rect  # type: ignore[attr-defined]
        font: QFont = option.font  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        line = metrics.height()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.first:
            head = QRect(rect.left() + line // 2, rect.top(), rect.width() - line, round(line * 1.9))
            painter.setPen(tones.quiet(palette))
            painter.setFont(font)
            painter.drawText(head.adjusted(0, 0, 0, -line // 4), Qt.AlignmentFlag.AlignBottom, entry.group)
            rect = rect.adjusted(0, head.height(), 0, 0)
        box = QRectF(rect).adjusted(line / 3, 2, -line / 3, -2)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            accent = palette.color(QPalette.ColorRole.Accent)
            tint = tones.blend(tones.sheet(palette), accent, 0.16 if selected else 0.07)
            focused = selected and bool(state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(accent, 1.5) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(tint)
            painter.drawRoundedRect(box, line / 4, line / 4)
        self._texts(painter, box.toRect().adjusted(line // 2, line // 3, -line // 2, -line // 3), font, palette, entry)
        painter.restore()

    def _texts(self, painter: QPainter, place: QRect, font: QFont, palette: QPalette, entry: Entry) -> None:
        half = place.height() // 2
        upper = QRect(place.left(), place.top(), place.width(), half)
        lower = QRect(place.left(), place.top() + half, place.width(), half)
        strong = bold(font)
        quiet = tones.quiet(palette)
        right = "　".join(part for part in (entry.year, entry.state) if part)
        low = entry.problem or self._shelf.when(entry)
        for row, left_text, right_text, left_font, colour, alarm in (
            (upper, entry.title, right, strong, palette.color(QPalette.ColorRole.Text), False),
            (lower, entry.place, low, font, quiet, entry.problem not in ("", REMOTE)),
        ):
            metrics = QFontMetrics(font)
            taken = metrics.horizontalAdvance(right_text) + metrics.height() if right_text else 0
            painter.setFont(left_font)
            painter.setPen(colour)
            room = row.adjusted(0, 0, -taken, 0)
            elide = Qt.TextElideMode.ElideRight
            painter.drawText(room, _LEFT, QFontMetrics(left_font).elidedText(left_text, elide, room.width()))
            painter.setFont(font)
            painter.setPen(tones.warning(palette) if alarm else quiet)
            painter.drawText(row, _RIGHT, right_text)


class StartCard(QAbstractButton):
    """A large button: icon, what it does, and a line about it."""

    def __init__(self, text: str, note: str, picture: QIcon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setIcon(picture)
        self.note = note
        self.setAccessibleDescription(note)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        texts = (self.note, self.text().replace("&", ""))
        widest = max(QFontMetrics(bold(self.font(), 1.1)).horizontalAdvance(text) for text in texts)
        return QSize(widest + line * 4, round(line * 3.4))

    def minimumSizeHint(self) -> QSize:
        wanted = self.sizeHint()
        return QSize(min(wanted.width(), self.fontMetrics().height() * 14), wanted.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, line = self.palette(), self.fontMetrics().height()
        accent, ground = palette.color(QPalette.ColorRole.Accent), tones.sheet(palette)
        part = 0.18 if self.isDown() else 0.09 if self.underMouse() else 0.0
        edge = accent if self.hasFocus() or self.underMouse() else tones.line(palette)
        painter.setPen(QPen(edge, 1.5 if self.hasFocus() else 1))
        painter.setBrush(tones.blend(ground, accent, part))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), line / 3, line / 3)
        size = round(line * 1.4)
        self.icon().paint(painter, QRect(line, (self.height() - size) // 2, size, size))
        place = self.rect().adjusted(line * 3, line // 2, -line // 2, -line // 2)
        half = place.height() // 2
        flags = Qt.TextFlag.TextShowMnemonic.value | _LEFT.value
        painter.setFont(bold(self.font(), 1.1))
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawText(QRect(place.left(), place.top(), place.width(), half), flags, self.text())
        painter.setFont(self.font())
        painter.setPen(tones.quiet(palette))
        note = self.fontMetrics().elidedText(self.note, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(QRect(place.left(), place.top() + half, place.width(), half), _LEFT, note)
