"""比较两份报告: two files, or a file and the open report; what differs, texts by sentence; as PDF and Excel.

It reads and shows; neither report is changed. What differs is found by `report.comparison`.
"""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
)

from selfeval_gui.gui import messages
from selfeval_gui.gui.background import Abandoned, wait_for
from selfeval_gui.gui.comparing.comparison_tree import LinesTree, SentenceView
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.files import file_names
from selfeval_gui.gui.files.flow import ALL_FILES, choose_file, choose_target
from selfeval_gui.gui.files.written import offer
from selfeval_gui.gui.importing.flow import IMPORTABLE
from selfeval_gui.gui.style.push import push_button
from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.gui.style.room import open_at
from selfeval_gui.report import form as forms
from selfeval_gui.report.comparison import Comparison, compare
from selfeval_gui.report.model import Report

if TYPE_CHECKING:
    from selfeval_gui.gui.window import MainWindow

OPEN = "当前打开的报告"
NOTHING_YET = "选好“原来”和“现在”两份报告，下面列出不同之处。上年的文件可以是 Word、Excel、PDF。"
SAME = "两份报告内容相同。"


class Side(NamedTuple):
    """One of the two reports; `path` is None for the open one."""

    name: str
    report: Report
    path: Path | None = None


class TwoReportsDialog(QDialog):
    """`field` is the place in the open report that the user wants to see when it closes, or ""."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self.setObjectName("two_reports")
        self.setWindowTitle("比较两份报告")
        self._window = window
        self._form = window.document.form
        self._sides: dict[str, Side | None] = {"old": None, "new": Side(OPEN, window.document.report)}
        self._found: Comparison | None = None
        self.field = ""
        line = self.fontMetrics().height()
        self.count = QuietLabel(NOTHING_YET, self)
        self.count.setObjectName("two_reports.count")
        self.count.setWordWrap(True)
        self.tree = LinesTree(self)
        self.tree.chosen.connect(self._show_line)
        self.tree.wanted.connect(self._reveal)
        self.text = SentenceView(self)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(1)
        halves.addWidget(self.tree)
        halves.addWidget(self.text)
        halves.setStretchFactor(0, 3)
        halves.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setSpacing(line // 2)
        column.addLayout(self._choosers())
        column.addWidget(self.count)
        column.addWidget(halves, 1)
        column.addWidget(self._buttons())
        open_at(self, line * 50, line * 34)
        self._show()

    @staticmethod
    def show_for(window: "MainWindow") -> None:
        """Run the dialog; afterwards the field that was asked for has the cursor."""
        commit_pending()
        dialog = TwoReportsDialog(window)
        dialog.exec()
        field = dialog.field
        dialog.deleteLater()
        if field:
            window.activateWindow()
            window.reveal(field)

    # --- building

    def _choosers(self) -> QGridLayout:
        grid = QGridLayout()
        self._shown: dict[str, QLineEdit] = {}
        for row, (key, words) in enumerate((("old", "原来(&O)"), ("new", "现在(&N)"))):
            label = QLabel(words, self)
            shown = QLineEdit(self)
            shown.setObjectName(f"two_reports.{key}")
            shown.setAccessibleName(words[:2])
            shown.setReadOnly(True)
            shown.setPlaceholderText("还没有选择")
            label.setBuddy(shown)
            self._shown[key] = shown
            grid.addWidget(label, row, 0)
            grid.addWidget(shown, row, 1)
            grid.addWidget(self._button(f"{key}.choose", "选择文件…", partial(self._choose, key)), row, 2)
            grid.addWidget(self._button(f"{key}.open", "用当前报告", partial(self._use_open, key)), row, 3)
        grid.setColumnStretch(1, 1)
        return grid

    def _button(self, name: str, text: str, act: Callable[[], object]) -> QPushButton:
        return push_button(self, f"button.{name}", text, act)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        action = QDialogButtonBox.ButtonRole.ActionRole
        self._outputs = []
        for name, text, act in (
            ("swap", "对调(&S)", self._swap),
            ("pdf", "导出 PDF(&P)…", lambda: self._export("pdf")),
            ("xlsx", "导出 Excel(&L)…", lambda: self._export("xlsx")),
        ):
            button = self._button(name, text, act)
            box.addButton(button, action)
            if name != "swap":
                self._outputs.append(button)
        leave = box.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        leave.setObjectName("button.close")
        leave.setDefault(True)
        box.rejected.connect(self.reject)
        return box

    # --- choosing

    def _use_open(self, key: str) -> None:
        self._sides[key] = Side(OPEN, self._window.document.report)
        self._show()

    def _swap(self) -> None:
        self._sides["old"], self._sides["new"] = self._sides["new"], self._sides["old"]
        self._show()

    def _choose(self, key: str) -> None:
        settings, places = self._window.settings, self._window.places
        chosen = choose_file(self, "选择要比较的报告", settings.last_folder(places.documents), [IMPORTABLE, ALL_FILES])
        if chosen is not None and (report := self._read(chosen)) is not None:
            self._sides[key] = Side(chosen.name, report, chosen)
            settings.put("folder", str(chosen.parent))
            self._show()

    def _read(self, path: Path) -> Report | None:
        """The report in a file; None after the user was told why not, or gave up waiting."""
        from selfeval_gui import importing

        given_up = threading.Event()
        form = forms.load(self._form.id)
        try:
            taken = wait_for(
                self,
                f"正在读取“{path.name}”……",
                lambda: importing.take_file(path, form, cancelled=given_up.is_set),
            )
        except importing.ImportRefused as refusal:
            messages.warn(self, refusal.sentence)
        except Abandoned:
            given_up.set()
        else:
            return taken.proposal.report
        return None

    # --- showing

    def _show(self) -> None:
        for key, side in self._sides.items():
            self._shown[key].setText("" if side is None else side.name)
            self._shown[key].setToolTip("" if side is None or side.path is None else str(side.path))
        old, new = self._sides["old"], self._sides["new"]
        self._found = None if old is None or new is None else compare(old.report, new.report, self._form)
        self.text.show_line(None, None)
        self.tree.fill(self._found.lines if self._found else ())  # chooses the first one, which the text then shows
        for button in self._outputs:
            button.setEnabled(self._found is not None)
        if self._found is None:
            self.count.setText(NOTHING_YET)
        elif not self._found.lines:
            self.count.setText(SAME)
        else:
            rates = "　".join(f"{name} {old or '—'} → {new or '—'}" for name, old, new in self._found.rates)
            self.count.setText(f"{self._found.counts}。{rates}")

    def _show_line(self, line: int, sentence: int) -> None:
        if self._found is not None:
            chosen = self._found.lines[line]
            self.text.show_line(chosen, chosen.sentences[sentence] if sentence >= 0 else None)

    def _reveal(self, line: int) -> None:
        """Go to the field in the open report, when that is the one of now."""
        new = self._sides["new"]
        if self._found is None or new is None or new.path is not None:
            return
        found = self._found.lines[line]
        if found.what != "删除":
            self.field = _blank_of(found.path)
            self.accept()

    # --- writing

    def _export(self, kind: str) -> None:
        from selfeval_gui import storage
        from selfeval_gui.exporting import comparison

        old, new, found = self._sides["old"], self._sides["new"], self._found
        if old is None or new is None or found is None:
            return
        title, name_filter = (
            ("导出 PDF", "PDF 文件 (*.pdf)") if kind == "pdf" else ("导出 Excel", "Excel 文件 (*.xlsx)")
        )
        folder = self._window.settings.last_folder(self._window.places.documents)
        start = folder / f"{file_names.proposed(new.report)}-对比表.{kind}"
        chosen = choose_target(self, title, start, name_filter, f".{kind}")
        if chosen is None:
            return
        sides, form_id, fonts = comparison.Sides(old.name, new.name), self._form.id, self._window.composing.fonts

        def make() -> bytes:
            if kind == "xlsx":
                return comparison.xlsx(found, sides)
            record = comparison.record_of(found, sides, new.report.cover.project_name)
            return comparison.pdf(record, form_id, fonts)

        try:
            data = wait_for(self, "正在生成对比表……", make)
        except Abandoned:
            return
        outcome = storage.write_atomically(chosen, data, overwrite=True)  # the dialog has asked
        if outcome.ok:
            offer(self, chosen, "对比表")
        else:
            messages.warn(self, outcome.sentence)


def _blank_of(path: str) -> str:
    """A blank to put the cursor into: the first one of a row."""
    if path.endswith("]"):
        return f"{path}.{'item' if path.startswith('expenditures') else 'name'}"
    return path
