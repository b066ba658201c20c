"""The dialog that shows what an import has recognised, before anything is taken over."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.editors import tones
from selfeval_gui.report.form import Form

if TYPE_CHECKING:
    from selfeval_gui.importing import Proposal, Recognised

COLUMNS = ("栏目", "内容", "出处", "核对")
SURE, CHECK = "✔ 确定", "！请核对"
_SHOWN = 200
"""Characters of a long text that a cell shows; the whole is its tool tip."""


class ImportReview(QDialog):
    """Accepted means: take it over."""

    def __init__(self, proposal: "Proposal", form: Form, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import.review")
        self.setWindowTitle(f"导入上年文件 - {name}")
        line = self.fontMetrics().height()
        layout = QVBoxLayout(self)
        layout.setSpacing(line // 2)
        layout.addWidget(self._summary(proposal))
        for warning in proposal.warnings:
            layout.addWidget(self._wrapped(f"！{warning}", alarming=True))
        tabs = QTabWidget(self)
        tabs.addTab(self._recognised(proposal, form), f"已识别（{len(proposal.recognised)}）")
        tabs.addTab(self._unplaced(proposal), f"未放入表中的文字（{len(proposal.unplaced)}）")
        layout.addWidget(tabs, 1)
        layout.addWidget(self._buttons())
        available = (parent or self).screen().availableGeometry().size()
        self.resize(QSize(line * 52, line * 34).boundedTo(available * 0.9))

    def _summary(self, proposal: "Proposal") -> QLabel:
        to_check = sum(entry.certainty == "check" for entry in proposal.recognised)
        text = f"识别出 {len(proposal.recognised)} 处内容"
        text += f"，其中 {to_check} 处请核对" if to_check else ""
        text += f"；有 {len(proposal.unplaced)} 段文字没有对应的栏目，采用后仍会保留。" if proposal.unplaced else "。"
        return self._wrapped(text)

    def _wrapped(self, text: str, alarming: bool = False) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if alarming:
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.WindowText, tones.warning(palette))
            label.setPalette(palette)
        return label

    def _recognised(self, proposal: "Proposal", form: Form) -> QTableWidget:
        table = QTableWidget(len(proposal.recognised), len(COLUMNS), self)
        table.setObjectName("import.recognised")
        table.setHorizontalHeaderLabels(list(COLUMNS))
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        for row, entry in enumerate(proposal.recognised):
            for column, text in enumerate(_cells(entry, form)):
                item = QTableWidgetItem(text[:_SHOWN].replace("\n", " ⏎ "))
                item.setToolTip(text if len(text) < 2000 else f"{text[:2000]}……")
                if entry.certainty == "check" and column == len(COLUMNS) - 1:
                    item.setForeground(tones.warning(self.palette()))
                table.setItem(row, column, item)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        em = self.fontMetrics().horizontalAdvance("中")
        for column, width in ((0, 12), (2, 11), (3, 6)):
            head.resizeSection(column, em * width)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        return table

    def _unplaced(self, proposal: "Proposal") -> QPlainTextEdit:
        text = "\n\n".join(f"【{piece.where}】\n{piece.text}" for piece in proposal.unplaced)
        box = QPlainTextEdit(text or "没有。文件里的文字都有了去处。", self)
        box.setObjectName("import.unplaced")
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        return box

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        take = box.addButton("采用", QDialogButtonBox.ButtonRole.AcceptRole)
        take.setObjectName("button.accept")
        take.setDefault(True)
        leave = box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        leave.setObjectName("button.cancel")
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box


def _cells(entry: "Recognised", form: Form) -> tuple[str, ...]:
    return (
        label_of(form, entry.path),
        entry.text,
        entry.where,
        SURE if entry.certainty == "sure" else CHECK,
    )


def label_of(form: Form, path: str) -> str:
    """The form's name of a blank; cells of a table with the number of their row."""
    try:
        label = form.label(path)
    except KeyError:  # a whole part or row
        return path
    if "]" in path:
        row = int(path[path.index("[") + 1 : path.index("]")])
        return f"{label}（第 {row + 1} 行）"
    return label
