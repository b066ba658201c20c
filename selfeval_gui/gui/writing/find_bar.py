"""The bar 查找和替换 above the status bar: what is looked for, how often it stands in the report, and where to go.

It only shows and asks; what is found and replaced is `report.find`'s, and `writing_flow` ties the two together.
"""

from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from selfeval_gui.gui.editors.plain import PlainLine
from selfeval_gui.gui.status import ElidedLabel
from selfeval_gui.gui.style.quiet import QuietLabel


class FindBar(QWidget):
    """Two lines: 查找 and 替换为. Enter goes on, Shift+Enter back, Esc leaves."""

    wanted = Signal()
    """The words or the option have changed."""
    step = Signal(int)
    replace_one = Signal()
    replace_all = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find")
        self.setAccessibleName("查找和替换")
        self.words = self._line("find.words", "查找内容")
        self.instead = self._line("find.instead", "替换为")
        self.exact = QCheckBox("区分大小写和全角半角(&W)", self)
        self.exact.setObjectName("find.exact")
        self.count = QuietLabel("", self)
        self.count.setObjectName("find.count")
        self.place = ElidedLabel()
        self.place.setParent(self)
        self.place.setObjectName("find.place")
        self.next = self._button("find.next", "下一处(&N)", "下一处（F3 或回车）")
        self.previous = self._button("find.previous", "上一处(&P)", "上一处（Shift+F3）")
        self.one = self._button("find.replace", "替换(&R)", "替换当前这一处")
        self.all = self._button("find.replace_all", "全部替换(&A)", "替换整份报告中的全部，可一步撤销")
        self.close_button = self._button("find.close", "关闭(&C)", "关闭查找（Esc）")
        self._find_label, self._replace_label = QLabel("查找(&F)", self), QLabel("替换为(&I)", self)
        self._lay_out()
        self.next.clicked.connect(lambda: self.step.emit(1))
        self.previous.clicked.connect(lambda: self.step.emit(-1))
        self.one.clicked.connect(self.replace_one)
        self.all.clicked.connect(self.replace_all)
        self.close_button.clicked.connect(self.left)
        self.words.textChanged.connect(lambda _text: self.wanted.emit())
        self.exact.toggled.connect(lambda _on: self.wanted.emit())
        self.show_count(0, -1, "")

    def ask(self, words: str, replacing: bool) -> None:
        """Come to the front with the words marked; with the second line when something is to be replaced."""
        for widget in (self._replace_label, self.instead, self.one, self.all):
            widget.setVisible(replacing)
        self.show()
        if words and words != self.words.text():
            self.words.setText(words)
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    @property
    def replacing(self) -> bool:
        return not self.instead.isHidden()

    def show_count(self, count: int, at: int, place: str) -> None:
        """`at` of `count` places, 0-based, -1 when none is the current one; `place` says where it is."""
        looked = bool(self.words.text())
        if not looked:
            self.count.say("")
        elif not count:
            self.count.say("没有找到", alarming=True)
        else:
            self.count.say(f"第 {at + 1} 处，共 {count} 处" if at >= 0 else f"共 {count} 处")
        self.place.say(place)
        self.place.setVisible(bool(place))
        for button in (self.next, self.previous, self.one, self.all):
            button.setEnabled(count > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton):
                focus.click()
            elif focus is self.instead:
                self.replace_one.emit()
            else:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.step.emit(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "words"):
            self.words.setMinimumWidth(self.fontMetrics().averageCharWidth() * 16)

    def _line(self, name: str, label: str) -> PlainLine:
        line = PlainLine(self)
        line.setObjectName(name)
        line.setAccessibleName(label)
        line.setMinimumWidth(self.fontMetrics().averageCharWidth() * 16)
        return line

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        gap = self.fontMetrics().height()
        self._find_label.setBuddy(self.words)
        self._replace_label.setBuddy(self.instead)
        first, second, where = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for line in (first, second):
            line.setSpacing(gap // 2)
        for widget in (self.next, self.previous, self.exact):
            first.addWidget(widget)
        first.addSpacing(gap // 2)
        first.addWidget(self.count)
        first.addStretch(1)
        first.addWidget(self.close_button)
        for widget in (self.one, self.all):
            second.addWidget(widget)
        second.addStretch(1)
        where.addWidget(self.place, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(gap // 2, gap // 3, gap // 2, gap // 3)
        grid.setHorizontalSpacing(gap // 2)
        grid.setVerticalSpacing(gap // 4)
        grid.addWidget(self._find_label, 0, 0)
        grid.addWidget(self.words, 0, 1)
        grid.addLayout(first, 0, 2)
        grid.addWidget(self._replace_label, 1, 0)
        grid.addWidget(self.instead, 1, 1)
        grid.addLayout(second, 1, 2)
        grid.addLayout(where, 2, 1, 1, 2)
        grid.setColumnStretch(2, 1)
        order = (
            self.words, self.instead, self.next, self.previous, self.one, self.all, self.exact, self.close_button,
        )  # fmt: skip
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)
