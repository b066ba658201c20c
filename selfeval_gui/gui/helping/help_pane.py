"""The pane that F1 opens: how the blank with the cursor is filled in. Shows what it is given, and decides nothing."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.report.guidance import Guidance

HEADS = ("怎么填", "好的例子", "常见错误")
NOTHING = "把光标放进一个空，这里就显示怎么填、好的例子和常见错误。"


class HelpPane(QWidget):
    """Three texts side by side under the blank's name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setAccessibleName("填写说明")
        self._room = 0
        self._title = QLabel(self)
        self._title.setObjectName("help.title")
        self._texts = [self._text(name) for name in ("help.note", "help.example", "help.mistake")]
        self._heads = [QuietLabel(head, self) for head in HEADS]
        self.close_button = QPushButton("收起(&W)", self)
        self.close_button.setObjectName("help.close")
        self.close_button.setToolTip("收起填写说明（F1）")
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.hide)
        self._content = QWidget(self)
        self._content.setObjectName("help.content")
        self._columns = QHBoxLayout(self._content)
        for head, text, share in zip(self._heads, self._texts, (5, 6, 4), strict=True):
            column = QVBoxLayout()
            head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            column.setSpacing(0)
            column.addWidget(head)
            column.addWidget(text, 1)
            self._columns.addLayout(column, share)
        area = QScrollArea(self)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._content)
        area.viewport().setAutoFillBackground(False)
        self._content.setAutoFillBackground(False)
        head_row = QHBoxLayout()
        head_row.addWidget(self._title, 1)
        head_row.addWidget(self.close_button)
        self._layout = QVBoxLayout(self)
        self._layout.addLayout(head_row)
        self._layout.addWidget(area, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fit()

    def show_help(self, label: str, told: Guidance) -> None:
        """The help of the blank `label`."""
        self._title.setText(label)
        for text, words in zip(self._texts, told, strict=True):
            text.setText(words)
        for widget in (*self._texts[1:], *self._heads):
            widget.show()
        # As high as the longest help so far: a pane that jumped with every field would be worse than a tall one.
        needed = self._content.heightForWidth(self._content.width())
        if needed > self._room:
            self.setFixedHeight(self.height() + needed - self._room)
            self._room = needed
        spoken = "".join(f"{head}：{words}。" for head, words in zip(HEADS, told, strict=True))
        self.setAccessibleDescription(f"{label}。{spoken}")

    def show_nothing(self) -> None:
        """No blank has the cursor."""
        self._title.setText("填写说明")
        self._texts[0].setText(NOTHING)
        for widget in (*self._texts[1:], *self._heads):
            widget.hide()
        self.setAccessibleDescription(NOTHING)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_layout"):
            self._fit()

    def _text(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        return label

    def _fit(self) -> None:
        line = self.fontMetrics().height()
        font = self.font()
        font.setBold(True)
        self._title.setFont(font)
        self._layout.setContentsMargins(line * 2 // 3, line // 3, line // 2, line // 3)
        self._layout.setSpacing(line // 4)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(line * 3 // 2)
        self._room = line * 4
        self.setFixedHeight(line * 7)
