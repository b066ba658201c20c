"""The form above, and panes below it that are asked for: findings, help. Keeps the form large enough to write in.

It must not know what is in the panes, nor why they are shown.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

_LINES = 15
"""What the form keeps of its height, in lines of text, with more than one pane below it."""


class Storeys(QSplitter):
    """On a small screen the pane that is asked for takes the place of the one that is there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setObjectName("storeys")
        self.setHandleWidth(1)

    def show_pane(self, pane: QWidget, share: float = 0.0) -> None:
        """Bring a pane into sight, the first time with `share` of the height (0: as high as it likes to be)."""
        first = self.indexOf(pane) < 0
        if first:
            self.addWidget(pane)
            self.setCollapsible(self.indexOf(pane), False)
        others = [one for one in self.panes() if one is not pane and not one.isHidden()]
        wanted = max(round(self.height() * share), pane.minimumHeight())
        left = self.height() - wanted - sum(max(other.height(), other.minimumHeight()) for other in others)
        if others and left < _LINES * self.fontMetrics().lineSpacing():
            for other in others:
                other.hide()
            others = []
        pane.show()
        if first and share:
            below = [one.height() if one in others else wanted * (one is pane) for one in self.panes()]
            self.setSizes([self.height() - sum(below), *below])

    def panes(self) -> list[QWidget]:
        """All that came below the form so far, hidden or not."""
        return [self.widget(at) for at in range(1, self.count())]
