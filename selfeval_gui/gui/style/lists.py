"""Lists of several columns to choose a row from: as high as is good to read, with room around the words."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QWidget,
)

Index = QModelIndex | QPersistentModelIndex


class RoomyRows(QStyledItemDelegate):
    """Draws the style's row, its text a little away from the edges."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        height = option.fontMetrics.height()  # type: ignore[attr-defined] # missing in the stubs
        return QSize(hint.width() + height, round(height * 1.7))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = QStyleOptionViewItem(option)
        self.initStyleOption(view, index)
        text, view.text = view.text, ""  # type: ignore[attr-defined]
        widget: QWidget = view.widget  # type: ignore[attr-defined]
        style = widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, view, painter, widget)
        selected = view.state & QStyle.StateFlag.State_Selected  # type: ignore[attr-defined]
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        metrics = view.fontMetrics  # type: ignore[attr-defined]
        pad = metrics.height() // 3
        place = view.rect.adjusted(pad, 0, -pad, 0)  # type: ignore[attr-defined]
        painter.save()
        painter.setFont(view.font)  # type: ignore[attr-defined]
        painter.setPen(view.palette.color(role))  # type: ignore[attr-defined]
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.restore()


def plain_list(name: str, spoken: str, headings: Sequence[str], parent: QWidget) -> QTreeWidget:
    """An empty list of rows; `name` is its object's, `spoken` its accessible name."""
    made = QTreeWidget(parent)
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setAlternatingRowColors(True)
    made.setAllColumnsShowFocus(True)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setItemDelegate(RoomyRows(made))
    made.setHeaderLabels(list(headings))
    made.header().setStretchLastSection(False)
    return made
