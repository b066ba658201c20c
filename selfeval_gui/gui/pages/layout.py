"""How the pages are laid out: cards with titles, fields with labels above them, distances from the font's size.

No field is named here. No pixel sizes: everything follows the font, and with it the screen's scale.
"""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.style import tones
from selfeval_gui.gui.style.quiet import QuietLabel

_ROLE = QPalette.ColorRole


def em(widget: QWidget) -> int:
    """The width of a Chinese character in the widget's font, in device-independent pixels."""
    return max(8, widget.fontMetrics().horizontalAdvance("中"))


def gap(widget: QWidget, eighths: int) -> int:
    """A distance of so many eighths of an em and a half: 4, 6, 8 are small, medium and large."""
    return round(widget.fontMetrics().height() * eighths / 8)


class Card(QWidget):
    """A titled group of fields on a sheet of its own."""

    def __init__(self, title: str, parent: QWidget | None = None, note: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._layout = QVBoxLayout(self)
        margin = gap(self, 8)
        self._layout.setContentsMargins(margin, gap(self, 6), margin, margin)
        self._layout.setSpacing(gap(self, 5))
        self.title = QLabel(title, self)
        font = self.title.font()
        font.setBold(True)
        font.setPointSizeF(font.pointSizeF() * 1.1)
        self.title.setFont(font)
        self._layout.addWidget(self.title)
        if note:
            hint = QuietLabel(note, self)
            hint.setWordWrap(True)
            self._layout.addWidget(hint)
        # Not Maximum: it would hold a card of wrapped texts to the height that it has in one line.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def add(self, widget: QWidget) -> None:
        """One more widget below the others."""
        self._layout.addWidget(widget)

    def add_grid(self) -> "FieldGrid":
        """A grid of labelled fields below the others."""
        grid = FieldGrid(self)
        self._layout.addWidget(grid)
        return grid

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tones.line(self.palette()), 1))
        painter.setBrush(tones.sheet(self.palette()))
        radius = self.fontMetrics().height() / 3
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class FieldGrid(QWidget):
    """Fields with their labels above them, in `columns` equal columns."""

    def __init__(self, parent: QWidget | None = None, columns: int = 2) -> None:
        super().__init__(parent)
        self._columns = columns
        self._row = self._column = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(gap(self, 8))
        self._grid.setVerticalSpacing(gap(self, 5))
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
            self._grid.setColumnMinimumWidth(column, 1)

    def add(self, document: Document, path: str, editor: QWidget, span: int = 1, label: str = "") -> QLabel:
        """Put an editor into the next place, `span` columns wide; `label` instead of the form's."""
        cell = QWidget(self)
        layout = QVBoxLayout(cell)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap(self, 2))
        name = labelled(document, path, editor, cell, label)
        layout.addWidget(name)
        layout.addWidget(editor)
        layout.addStretch(1)
        if self._column + span > self._columns:
            self.next_row()
        self._grid.addWidget(cell, self._row, self._column, 1, span)
        self._column += span
        return name

    def add_widget(self, widget: QWidget) -> None:
        """Put a widget over the whole width."""
        self.next_row()
        self._grid.addWidget(widget, self._row, 0, 1, self._columns)
        self._column = self._columns

    def next_row(self) -> None:
        """Go on in a new row."""
        if self._column:
            self._row += 1
            self._column = 0


def labelled(document: Document, path: str, editor: QWidget, parent: QWidget, text: str = "") -> QLabel:
    """The label of an editor: buddy, with the form's name of the blank and its help."""
    label = QuietLabel(text or document.form.label(path), parent)
    label.setBuddy(editor)
    label.setToolTip(document.form.help(path))
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


class Page(QScrollArea):
    """A tab's page: cards below each other, scrolling up and down only. What is `postponed` waits for `complete`."""

    def __init__(self, object_name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        viewport = QWidget(self)  # our own: asking Qt for the one it made costs 10 ms, the first time
        self.setViewport(viewport)
        content = QWidget(self)
        content.setMaximumWidth(em(self) * 80)
        self._column = QVBoxLayout(content)
        margin = gap(self, 6)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(gap(self, 6))
        self._column.addStretch(1)
        self._postponed: Callable[[], None] | None = None
        self.setWidget(content)
        # The cards lie on the window's colour, not on the white of lists.
        viewport.setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def add(self, widget: QWidget) -> None:
        """One more card below the others."""
        self._column.insertWidget(self._column.count() - 1, widget)

    def postpone(self, build: Callable[[], None]) -> None:
        """Build the last cards with `complete`: they lie below what a start shows."""
        self._postponed = build

    def complete(self) -> bool:
        """Build what was postponed; False when nothing was."""
        build, self._postponed = self._postponed, None
        if build is None:
            return False
        first = self._column.count() - 1
        build()
        if self.isVisible():
            # Qt would show them with the next round of events; a field that is asked for takes the cursor at once.
            for index in range(first, self._column.count() - 1):
                self._column.itemAt(index).widget().show()
        return True

    def reaches_below(self, height: int) -> bool:
        """Whether the cards that are there fill so many pixels."""
        return self.widget().sizeHint().height() >= height

    def add_card(self, title: str, note: str = "") -> Card:
        card = Card(title, self.widget(), note)
        self.add(card)
        return card

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self.widget().minimumSizeHint().width() + bar, em(self) * 5)
