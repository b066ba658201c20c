"""The findings of the check as a list: what, where, and what can be done about it. It decides nothing itself.

Severity is told by a word and a sign as well as by colour.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.live_check import LiveCheck

if TYPE_CHECKING:
    from selfeval_gui.checking import Finding

WORDS = {
    "error": ("✖ 错误", "须改正后才能正式打印"),
    "warning": ("▲ 警告", "请改正或说明原因"),
    "hint": ("○ 提示", "供参考"),
}
_HEADS = ("级别", "问题", "位置")
_AT = Qt.ItemDataRole.UserRole


class FindingsList(QTreeWidget):
    """One row a finding; Enter or a double click goes there."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("findings.list")
        self.setAccessibleName("检查结果")
        self.setHeaderLabels(_HEADS)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(False)
        self.setWordWrap(True)
        self.setAlternatingRowColors(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.itemDoubleClicked.connect(lambda item: self.chosen.emit(item.data(0, _AT)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() >= 0:
            self.chosen.emit(self.current())
            return
        super().keyPressEvent(event)

    def current(self) -> int:
        """Number of the row that is marked, -1 when none is."""
        rows = self.selectedItems()
        return int(rows[0].data(0, _AT)) if rows else -1


class FindingsPanel(QWidget):
    """The list with its buttons."""

    located = Signal(str, int)
    """The path of the blank that a finding speaks of, and the character in its text."""

    def __init__(self, check: LiveCheck, label_of: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self._check, self._label_of = check, label_of
        self._findings: tuple[Finding, ...] = ()
        self._visited = -1
        self.title = QLabel(self)
        self.title.setObjectName("findings.title")
        self.list = FindingsList(self)
        self.locate = self._button("findings.locate", "定位(&L)", "光标到有问题的地方（Enter）", self._locate)
        self.fix = self._button("findings.fix", "自动更正(&R)", "按建议改正这一处，可撤销", self._fix)
        self.fix_all = self._button(
            "findings.fix_all", "全部更正(&A)", "改正所有不改变意思的问题，可撤销", self._fix_all
        )
        self.explain = self._button("findings.explain", "情况说明(&E)…", "写明原因，这条警告不再提示", self._explain)
        self.close_button = self._button("findings.close", "收起", "收起检查结果（再按 F5 重新检查）", self.hide)
        self._lay_out()
        self.list.chosen.connect(self._go)
        self.list.itemSelectionChanged.connect(self._show_possible)
        check.found.connect(self._show)
        self._show(check.findings)

    def _button(self, name: str, text: str, tip: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: do())
        return button

    def _lay_out(self) -> None:
        line = self.fontMetrics().height()
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        for button in (self.locate, self.fix, self.explain, self.fix_all, self.close_button):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(line // 2, line // 3, line // 2, line // 3)
        column.setSpacing(line // 3)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.setMinimumHeight(line * 8)

    # --- what is shown

    def _show(self, findings: "tuple[Finding, ...]") -> None:
        at, kept = self.list.current(), self._marked()
        visited, self._visited = at == self._visited, -1
        order = {"error": 0, "warning": 1, "hint": 2}
        self._findings = tuple(sorted(findings, key=lambda one: order[one.severity.value]))
        self.list.clear()
        for index, one in enumerate(self._findings):
            word, meaning = WORDS[one.severity.value]
            item = QTreeWidgetItem([word, one.message, self._label_of(one.field)])
            item.setData(0, _AT, index)
            item.setToolTip(0, f"{meaning}（规则 {one.rule}）")
            self.list.addTopLevelItem(item)
            if kept and (one.rule, one.field) == (kept.rule, kept.field):
                self.list.setCurrentItem(item)
                self._visited = index if visited else -1
        self.title.setText(summary(self._findings) or "检查完毕，没有发现问题。")
        self.fix_all.setEnabled(any(one.fix is not None and one.fix.safe for one in self._findings))
        self._show_possible()

    def _marked(self) -> "Finding | None":
        at = self.list.current()
        return self._findings[at] if 0 <= at < len(self._findings) else None

    def _show_possible(self) -> None:
        one = self._marked()
        self.locate.setEnabled(one is not None)
        self.fix.setEnabled(one is not None and one.fix is not None)
        self.explain.setEnabled(one is not None and one.severity.value != "error")

    # --- what is done

    def step(self, by: int) -> None:
        """Go to the next (+1) or the previous (-1) finding and to its place."""
        count = self.list.topLevelItemCount()
        if count:
            at = self.list.current()
            if at < 0:
                to = 0 if by > 0 else count - 1
            else:
                to = (at + by) % count if at == self._visited else at
            item = self.list.topLevelItem(to)
            if item is not None:
                self.list.setCurrentItem(item)
            self._go(to)

    def mark_first(self) -> None:
        """Mark the first finding, unless one is marked."""
        first = self.list.topLevelItem(0)
        if first is not None and self.list.current() < 0:
            self.list.setCurrentItem(first)

    def _locate(self) -> None:
        self._go(self.list.current())

    def _go(self, index: int) -> None:
        if 0 <= index < len(self._findings):
            one = self._findings[index]
            self._visited = index
            start = next((place.start for place in one.passages if place.field == one.field), 0)
            self.located.emit(one.field, start)

    def _fix(self) -> None:
        one = self._marked()
        if one is not None:
            self._check.repair(one)
            self._check.ask()

    def _fix_all(self) -> None:
        self._check.repair_all()
        self._check.ask()

    def _explain(self) -> None:
        one = self._marked()
        if one is None:
            return
        dialog = QInputDialog(self)
        dialog.setObjectName("findings.reason")
        dialog.setWindowTitle("情况说明")
        dialog.setLabelText(f"{one.message}\n\n请写明原因（随报告保存，内容改变后会再次提示）：")
        dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
        dialog.setOkButtonText("确定")
        dialog.setCancelButtonText("取消")
        if dialog.exec() and dialog.textValue().strip():
            self._check.explain(one, dialog.textValue().strip())
            self._check.ask()
        dialog.deleteLater()


def summary(findings: "tuple[Finding, ...]") -> str:
    """`错误 2，警告 3，提示 1`; "" when there is nothing."""
    counts = [
        (word.split(" ")[1], sum(one.severity.value == kind for one in findings)) for kind, (word, _) in WORDS.items()
    ]
    return "，".join(f"{word} {count}" for word, count in counts if count)
