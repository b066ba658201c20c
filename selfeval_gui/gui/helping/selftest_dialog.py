"""What the self-test found: a line a check, and the report to save or copy. It checks nothing."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui import selftest
from selfeval_gui.gui import messages
from selfeval_gui.gui.files.flow import choose_target
from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.selftest import Result, Status
from selfeval_gui.selftest.results import conclusion

COLUMNS = ("结果", "项目", "说明")
SIGNS = {Status.PASSED: "✓ ", Status.NOTED: "! ", Status.FAILED: "✗ ", Status.SKIPPED: "– "}
REPORT_NAME = "自检报告.txt"
TEXT = "文本文件 (*.txt)"


class SelftestDialog(QDialog):
    """The failed checks come first; nobody has to look for them."""

    def __init__(
        self, results: Sequence[Result], facts: dict[str, str], folder: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("selftest_dialog")
        self.setWindowTitle("自检")
        self.report = selftest.as_text(results, facts)
        self._folder = folder
        line = self.fontMetrics().height()
        verdict = QLabel(conclusion(results), self)
        verdict.setObjectName("selftest.conclusion")
        verdict.setWordWrap(True)
        font = verdict.font()
        font.setBold(True)
        verdict.setFont(font)
        self.table = self._table(results)
        note = QuietLabel("把自检报告发给维护人员，对方就能了解这台电脑的情况。报告不含任何填报内容。", self)
        note.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        save = buttons.addButton("保存自检报告(&S)…", QDialogButtonBox.ButtonRole.ActionRole)
        copy = buttons.addButton("复制(&C)", QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        for button, name in ((save, "save"), (copy, "copy"), (close, "close")):
            button.setObjectName(f"button.{name}")
        close.setDefault(True)
        save.clicked.connect(self._save)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.report))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(line // 2)
        column.addWidget(verdict)
        column.addWidget(self.table, 1)
        column.addWidget(note)
        column.addWidget(buttons)
        available = (parent or self).screen().availableGeometry().size()
        self.resize(QSize(line * 46, line * 33).boundedTo(available * 0.9))

    def _table(self, results: Sequence[Result]) -> QTableWidget:
        order = list(SIGNS)
        first = [Status.FAILED, Status.NOTED]
        rows = sorted(results, key=lambda result: first.index(result.status) if result.status in first else len(order))
        table = QTableWidget(len(rows), len(COLUMNS), self)
        table.setObjectName("selftest.table")
        table.setAccessibleName("自检结果")
        table.setHorizontalHeaderLabels(list(COLUMNS))
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(True)
        for place, result in enumerate(rows):
            words = (f"{SIGNS[result.status]}{result.status.value}", result.title, result.sentence)
            for column, text in enumerate(words):
                item = QTableWidgetItem(text)
                item.setToolTip("\n".join((result.sentence, *result.facts)))
                table.setItem(place, column, item)
        table.setCurrentCell(0, 0)
        return table

    def _save(self) -> None:
        target = choose_target(self, "保存自检报告", self._folder / REPORT_NAME, TEXT, ".txt")
        if target is None:
            return
        from selfeval_gui import storage

        outcome = storage.write_atomically(target, self.report.encode("utf-8-sig"), overwrite=True)
        if outcome.ok:
            messages.tell(self, f"自检报告已保存：\n{target}", title="自检")
        else:
            messages.warn(self, outcome.sentence, title="自检")
