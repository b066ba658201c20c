"""The dialog that shows what an import has recognised, before anything is taken over."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.labels import label_of
from selfeval_gui.gui.style import tones
from selfeval_gui.report.dates import FIRST_YEAR, LAST_YEAR
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Report

if TYPE_CHECKING:
    from selfeval_gui.importing.plan import Plan
    from selfeval_gui.importing.proposal import Proposal


class ImportReview(QDialog):
    """Accepted means: take `plan.result()` over. `base` is the open report; `year` the one that is reported on now.

    `own`: the file is one of this program, which can be taken exactly as it is.
    """

    def __init__(
        self,
        proposal: "Proposal",
        form: Form,
        name: str,
        parent: QWidget | None = None,
        *,
        base: Report | None = None,
        year: int = LAST_YEAR,
        own: bool = False,
    ) -> None:
        super().__init__(parent)
        from selfeval_gui.gui.importing.tree import ImportTree
        from selfeval_gui.gui.importing.unplaced_panel import UnplacedPanel
        from selfeval_gui.importing import rollover

        self._proposal, self._form, self._own = proposal, form, own
        self._base = Report() if base is None else base
        self.setObjectName("import.review")
        self.setWindowTitle(f"导入上年文件 - {name}")
        last = rollover.last_year(proposal.report)
        line = self.fontMetrics().height()
        layout = QVBoxLayout(self)
        layout.setSpacing(line // 2)
        self._start = QRadioButton("作为今年的起点(&S)", self)
        self._start.setObjectName("import.start")
        self._start.setToolTip("单位、人员、科目、文字沿用并标为“未核对”，年份和届次加一；金额、结果、得分、日期留空。")
        self._copy = QRadioButton("原样导入（同一年度）(&O)", self)
        self._copy.setObjectName("import.copy")
        self._copy.setToolTip("文件里的内容全部照原样放入。")
        self._year = QSpinBox(self)
        self._year.setObjectName("import.year")
        self._year.setRange(FIRST_YEAR, LAST_YEAR)
        self._year.setSuffix(" 年度")
        self._year.setAccessibleName("今年的评价年度")
        self._year.setValue(min(year, LAST_YEAR) if last is None else last + 1)
        (self._start if last is None or last < year else self._copy).setChecked(True)
        layout.addLayout(self._modes(last))
        for warning in proposal.warnings:
            layout.addWidget(self._wrapped(f"！{warning}", alarming=True))
        self.tree = ImportTree(lambda path: label_of(form, path), self)
        self.unplaced = UnplacedPanel(self)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.tree)
        splitter.addWidget(self.unplaced)
        splitter.setSizes([line * 46, line * 16])
        splitter.setStretchFactor(0, 1)
        layout.addWidget(splitter, 1)
        self._summary = self._wrapped("")
        layout.addWidget(self._summary)
        layout.addWidget(self._buttons())
        self.tree.ticked.connect(lambda paths, on: self._show(self.plan.tick(paths, on)))
        self.tree.written.connect(lambda path, value: self._show(self.plan.write(path, value)))
        self.tree.refused.connect(self._summary.setText)
        self.unplaced.asked.connect(self._place)
        self._start.toggled.connect(self._begin)
        self._year.valueChanged.connect(self._begin)
        self._begin()
        self.tree.setFocus()
        available = (parent or self).screen().availableGeometry().size()
        self.resize(QSize(line * 64, line * 38).boundedTo(available * 0.92))

    def _modes(self, last: int | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._start)
        row.addWidget(self._year)
        row.addSpacing(self.fontMetrics().height())
        row.addWidget(self._copy)
        row.addStretch(1)
        row.addWidget(QLabel(f"文件是 {last} 年度的" if last is not None else "文件没有写明年度", self))
        return row

    def _begin(self, *_: object) -> None:
        """A plan for the chosen mode; what was decided for another one does not fit it."""
        from selfeval_gui.importing.plan import Mode, plan

        start = self._start.isChecked()
        self._year.setEnabled(start)
        mode = Mode.START if start else Mode.COPY
        self._show(plan(self._proposal, self._base, self._form, mode, self._year.value(), own=self._own))

    def _show(self, plan: "Plan") -> None:
        self.plan = plan
        self.tree.show_plan(plan)
        self.unplaced.show_pieces(plan.unplaced)
        self.unplaced.setVisible(bool(plan.unplaced))  # an empty list would only take the values' room
        ticked = [entry for entry in plan.entries if entry.ticked]
        doubtful = sum(entry.certainty == "check" and not entry.edited for entry in ticked)
        text = f"将采用 {len(ticked)} 处内容"
        text += f"，其中 {doubtful} 处识别把握不大" if doubtful else ""
        text += "" if plan.unplaced else "，没有未识别的内容"
        self._summary.setText(f"{text}。空格键勾选，F2 修改识别值。")
        self._accept.setEnabled(bool(ticked))

    def _place(self, index: int) -> None:
        from selfeval_gui.gui.writing.field_choice import FieldChoice

        paths = [entry.path for entry in self.plan.entries if "[" not in entry.path]
        dialog = FieldChoice(paths, lambda path: label_of(self._form, path), self)
        if dialog.exec() == FieldChoice.DialogCode.Accepted and dialog.chosen:
            self._show(self.plan.place(index, dialog.chosen))
        dialog.deleteLater()

    def _wrapped(self, text: str, alarming: bool = False) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if alarming:
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.WindowText, tones.warning(palette))
            label.setPalette(palette)
        return label

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        self._accept = box.addButton("采用", QDialogButtonBox.ButtonRole.AcceptRole)
        self._accept.setObjectName("button.accept")
        self._accept.setDefault(True)
        leave = box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        leave.setObjectName("button.cancel")
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box
