"""Compares two states of a report in a dialog of its own. It shows, and decides nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from selfeval_gui.gui.comparing.differences_view import DifferencesView
from selfeval_gui.report.differences import Difference


class DifferencesDialog(QDialog):
    """`old` and `new` name the two states; `title` says what is compared."""

    def __init__(
        self, found: Sequence[Difference], old: str, new: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("differences")
        self.setWindowTitle("比较")
        line = self.fontMetrics().height()
        heading = QLabel(title, self)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        view = DifferencesView(old, new, self)
        self.list, self.old_text, self.new_text = view.list, view.old_text, view.new_text
        buttons = QDialogButtonBox(self)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setObjectName("button.close")
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(line // 2)
        column.addWidget(heading)
        column.addWidget(view, 1)
        column.addWidget(buttons)
        available = (parent or self).screen().availableGeometry().size()
        self.resize(QSize(line * 46, line * 30).boundedTo(available * 0.9))
        view.show_differences(found)
