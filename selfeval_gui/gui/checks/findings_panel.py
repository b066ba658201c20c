"""The panel of the check: the list of findings, their passages side by side, and what can be done about them.

It decides nothing itself: checking, explaining and repairing are the live check's.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.checks.findings_list import Entry, FindingsList
from selfeval_gui.gui.checks.live_check import LiveCheck
from selfeval_gui.gui.checks.passages_view import PassagesView
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.style.room import open_at
from selfeval_gui.gui.style.severities import LOOKS

if TYPE_CHECKING:
    from selfeval_gui.checking import Finding

GROUPINGS = ("按级别", "按页签")


class FindingsPanel(QWidget):
    """The list with its buttons."""

    located = Signal(str, int)
    """The path of the blank that a finding speaks of, and the character in its text."""
    record_wanted = Signal()
    final_wanted = Signal()

    def __init__(
        self, check: LiveCheck, document: Document, label_of: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("findings")
        self._check, self._document = check, document
        self._visited: Entry | None = None
        self._built = False
        self.title = QLabel(self)
        self.title.setObjectName("findings.title")
        self.grouping = QComboBox(self)
        self.grouping.setObjectName("findings.grouping")
        self.grouping.setAccessibleName("排列方式")
        self.grouping.addItems(list(GROUPINGS))
        self.grouping.activated.connect(lambda _at: self._show())
        self.list = FindingsList(label_of, self)
        self.passages = PassagesView(document, label_of, self)
        self.locate = self._button("findings.locate", "定位(&L)", "光标到有问题的地方（Enter）", self._locate)
        self.fix = self._button("findings.fix", "自动更正(&R)", "按建议改正这一处，可撤销", self._fix)
        self.fix_all = self._button(
            "findings.fix_all", "全部安全更正(&A)", "改正所有不改变意思的问题，一步撤销", self._fix_all
        )
        self.explain = self._button("findings.explain", "情况说明(&X)…", "写明原因，这条警告不再提示", self._explain)
        self.record = self._button("findings.record", "审核记录(&J)…", "打印或存档检查结果", self.record_wanted.emit)
        self.final = self._button("findings.final", "定稿(&G)…", "没有问题后定稿，内容不再改动", self.final_wanted.emit)
        self.close_button = self._button("findings.close", "收起", "收起检查结果（再按 F5 重新检查）", self.hide)
        self._lay_out()
        self.list.chosen.connect(lambda entry, other: self._go(entry, other=other))
        self.list.itemSelectionChanged.connect(self._show_possible)
        self.passages.wanted.connect(self.located)
        check.found.connect(self._show)
        document.state_changed.connect(self._show_possible)
        self._show()
        self._built = True

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
        head.addWidget(self.grouping)
        for button in (
            self.locate,
            self.fix,
            self.explain,
            self.fix_all,
            self.record,
            self.final,
            self.close_button,
        ):
            head.addWidget(button)
        self.halves = QSplitter(Qt.Orientation.Horizontal, self)
        self.halves.setObjectName("findings.halves")
        self.halves.setChildrenCollapsible(False)
        self.halves.addWidget(self.list)
        self.halves.addWidget(self.passages)
        self.halves.setStretchFactor(0, 3)
        self.halves.setStretchFactor(1, 2)
        self.halves.setSizes([line * 36, line * 24])
        column = QVBoxLayout(self)
        column.setContentsMargins(line // 2, line // 3, line // 2, line // 3)
        column.setSpacing(line // 3)
        column.addLayout(head)
        column.addWidget(self.halves, 1)
        # Not the width that the row of buttons would like to have: in large type that is more than a small screen.
        self.setMinimumSize(line * 24, line * 6)
        self._head = head

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widths = [item.minimumSizeHint().width() + self._head.spacing() for item in self._in_head()]
        missing = sum(widths) + self.fontMetrics().height() - self.contentsRect().width()
        for button in (self.record, self.final):  # the menu has them, too
            button.setVisible(missing <= 0)
            missing -= button.minimumSizeHint().width() + self._head.spacing()

    def _in_head(self) -> Iterator[QWidget]:
        """What stands above the list, seen or not."""
        for at in range(self._head.count()):
            widget = self._head.itemAt(at).widget()
            if widget is not None:
                yield widget

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._built:
            QTimer.singleShot(0, self, self._show)  # rows and passages are painted in colours of their own

    # --- what is shown

    def _show(self, *_: object) -> None:
        entries = [Entry(one) for one in self._check.findings]
        entries += [Entry(one, reason or "（未写明）") for one, reason in self._check.explained]
        self.list.show_entries(entries, by_tab=self.grouping.currentIndex() == 1)
        visited = self._visited
        now = self.list.current()
        same = now is not None and visited is not None and now.finding.mark == visited.finding.mark
        self._visited = now if same else None
        self.title.setText(summary(self._check.findings) or "检查完毕，没有发现问题。")
        self._show_possible()

    def _show_possible(self) -> None:
        entry = self.list.current()
        one = entry.finding if entry is not None else None
        final = self._document.is_final
        self.locate.setEnabled(one is not None)
        self.fix.setEnabled(one is not None and one.fix is not None and not final)
        self.fix.setToolTip(one.fix.label if one is not None and one.fix is not None else "这一处没有现成的改法")
        fixes = (entry.finding.fix for entry in self.list.open_entries)
        self.fix_all.setEnabled(not final and any(fix is not None and fix.safe for fix in fixes))
        self.explain.setEnabled(one is not None and one.severity.value != "error" and not final)
        self.final.setText("取消定稿(&G)…" if final else "定稿(&G)…")
        self.passages.show_finding(one)

    # --- what is done

    def step(self, by: int) -> None:
        """Go to the next (+1) or the previous (-1) finding and to its place."""
        entries = self.list.open_entries
        if not entries:
            self._document.notice.emit("没有发现问题。")
            return
        here = self.list.current()
        at = next((i for i, entry in enumerate(entries) if entry is here), None)
        if at is None or here is None:
            to = 0 if by > 0 else -1
        else:
            to = (at + by) % len(entries) if here is self._visited else at
        self.list.mark(entries[to])
        self._go(entries[to])

    def mark_first(self) -> None:
        """Mark the first finding, unless one is marked."""
        entries = self.list.open_entries
        if entries and self.list.current() is None:
            self.list.mark(entries[0])

    def _locate(self) -> None:
        entry = self.list.current()
        if entry is not None:
            self._go(entry)

    def _go(self, entry: Entry, *, other: bool = False) -> None:
        one = entry.finding
        self._visited = entry
        elsewhere = [place for place in one.passages if (place.field, place.start) != _place(one)]
        if other and elsewhere:
            self.located.emit(elsewhere[0].field, elsewhere[0].start)
        else:
            self.located.emit(*_place(one))

    def _fix(self) -> None:
        entry = self.list.current()
        if entry is not None:
            self._check.repair(entry.finding)
            self._check.ask()

    def _fix_all(self) -> None:
        self._check.repair_all()
        self._check.ask()

    def _explain(self) -> None:
        entry = self.list.current()
        if entry is None:
            return
        one, before = entry.finding, self._check.reason_for(entry.finding)
        dialog = QInputDialog(self)
        dialog.setObjectName("findings.reason")
        dialog.setWindowTitle("情况说明")
        back = "删去文字即撤回说明。" if before else ""
        dialog.setLabelText(f"{one.message}\n\n请写明原因（随报告保存，内容改变后会再次提示）。{back}")
        dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
        dialog.setTextValue(before)
        dialog.setOkButtonText("确定")
        dialog.setCancelButtonText("取消")
        line = self.fontMetrics().height()
        open_at(dialog, line * 30, line * 14)
        if dialog.exec() and (dialog.textValue().strip() or before):
            self._check.explain(one, dialog.textValue().strip())
            self._check.ask()
        dialog.deleteLater()


def _place(finding: "Finding") -> tuple[str, int]:
    """The blank of a finding, and the character to go to."""
    return finding.field, next((place.start for place in finding.passages if place.field == finding.field), 0)


def summary(findings: "tuple[Finding, ...]") -> str:
    """`错误 2，警告 3，提示 1`; "" when there is nothing."""
    counts = [(look.word, sum(one.severity.value == kind for one in findings)) for kind, look in LOOKS.items()]
    return "，".join(f"{word} {count}" for word, count in counts if count)
