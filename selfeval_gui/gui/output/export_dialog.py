"""Asks how the PDF or Word file is to be, and names the characters that a PDF cannot show.

What is asked happens in `export_flow`.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.printing.coverage import Missing
from selfeval_gui.report.frozen import frozen

COLUMNS = ("栏目", "缺的字", "")
FORM_WORDS = "表样文字"
_MOST_ROWS = 6


@frozen
class ExportChoice:
    """`data`: the report rides along, so that the PDF can be imported; `draft`: 草稿 across every page."""

    data: bool
    draft: bool


class ExportDialog(QDialog):
    """Accepted means: go on with `choice()`. `place` is the field that the user wants to see instead, or None."""

    def __init__(
        self,
        lacking: Sequence[Missing],
        label_of: Callable[[str], str],
        *,
        data: bool,
        open_errors: int,
        word: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`open_errors`: what the check finds and nobody has made final; 草稿 is printed then. `word`: a Word file."""
        from selfeval_gui.checking import final_print_refusal

        super().__init__(parent)
        self.setObjectName("export_dialog")
        self.setWindowTitle("导出 Word" if word else "导出 PDF")
        self.place: Missing | None = None
        self.data = self._switch("export.data", "附带报告数据（可再次导入）(&D)", data)
        self.draft = self._switch("export.draft", "每页印上“草稿”(&G)", open_errors > 0)
        self.draft.setEnabled(not open_errors)
        line = self.fontMetrics().height()
        column = QVBoxLayout(self)
        column.setSpacing(line // 2)
        for box, note in (
            (self.data, f"收到{' Word 文件' if word else ' PDF '}的人可以用本程序把它导入成一份报告，继续修改。"),
            (self.draft, final_print_refusal(open_errors) or "正式上报的文件不要印。"),
        ):
            column.addWidget(box)
            column.addWidget(self._note(note))
        if lacking:
            column.addSpacing(line // 2)
            column.addWidget(self._warning(lacking))
            column.addWidget(self._table(lacking, label_of))
        column.addSpacing(line // 2)
        column.addWidget(self._buttons())
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("宽") * 38)

    def choice(self) -> ExportChoice:
        return ExportChoice(self.data.isChecked(), self.draft.isChecked())

    def _switch(self, name: str, text: str, on: bool) -> QCheckBox:
        box = QCheckBox(text, self)
        box.setObjectName(name)
        box.setAccessibleName(text.partition("(&")[0])
        box.setChecked(on)
        return box

    def _note(self, text: str) -> QLabel:
        note = QuietLabel(text, self)
        note.setWordWrap(True)
        note.setIndent(round(self.fontMetrics().height() * 1.6))
        return note

    def _warning(self, lacking: Sequence[Missing]) -> QLabel:
        count = len({char for lack in lacking for char in lack.characters})
        warning = QuietLabel("", self)
        warning.setObjectName("export.missing.note")
        warning.setWordWrap(True)
        warning.say(f"！有 {count} 个字没有字体可用，PDF 上显示不出来。可以先改写，也可以照样导出。", alarming=True)
        return warning

    def _table(self, lacking: Sequence[Missing], label_of: Callable[[str], str]) -> QTableWidget:
        table = QTableWidget(len(lacking), len(COLUMNS), self)
        table.setObjectName("export.missing")
        table.setAccessibleName("没有字体可用的字")
        table.setHorizontalHeaderLabels(list(COLUMNS))
        table.verticalHeader().hide()
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its buttons have it
        table.setShowGrid(False)
        row_height = round(self.fontMetrics().height() * 1.8)
        for row, lack in enumerate(lacking):
            table.setRowHeight(row, row_height)
            name = label_of(lack.path) if lack.path else FORM_WORDS
            table.setItem(row, 0, QTableWidgetItem(name))
            characters = QTableWidgetItem("　".join(map(_named, lack.characters)))
            characters.setToolTip(characters.text())
            table.setItem(row, 1, characters)
            if lack.path:
                button = QPushButton("定位", table)
                button.setObjectName(f"export.locate.{row}")
                button.setAccessibleName(f"定位：{name}")
                button.setAutoDefault(False)
                button.clicked.connect(lambda _checked=False, lack=lack: self._locate(lack))
                table.setCellWidget(row, 2, button)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(0, self.fontMetrics().horizontalAdvance("宽") * 13)
        head.resizeSection(2, self.fontMetrics().horizontalAdvance("宽") * 5)
        shown = min(len(lacking), _MOST_ROWS)
        table.setFixedHeight(head.sizeHint().height() + shown * row_height + 2 * table.frameWidth() + 2)
        return table

    def _locate(self, lack: Missing) -> None:
        self.place = lack
        self.reject()

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        go = box.addButton("选择位置并导出(&E)…", QDialogButtonBox.ButtonRole.AcceptRole)
        go.setObjectName("button.export")
        go.setDefault(True)
        leave = box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        leave.setObjectName("button.cancel")
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box


def _named(char: str) -> str:
    """The character with its number: on the screen it may be an empty box as well."""
    return f"{char}（U+{ord(char):04X}）"
