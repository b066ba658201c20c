"""How large a dialog opens: as it would like, and never larger than the screen, so that its buttons are in sight.

It must not know what is in the dialog.
"""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog

_PART = 0.9
"""Of the screen without the task bar: the rest is for the title bar and the frame."""


def open_at(dialog: QDialog, width: int, height: int) -> None:
    """Give a dialog its first size, in pixels, on the screen of its window."""
    screen = (dialog.parentWidget() or dialog).screen()
    dialog.resize(QSize(width, height).boundedTo(screen.availableGeometry().size() * _PART))
