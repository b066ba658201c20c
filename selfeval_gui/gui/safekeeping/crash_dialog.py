"""What the user sees of an unexpected error: that it happened, what about their work, and a report that they can read.

The report holds no form content; it is sent nowhere by itself.
"""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.style.quiet import QuietLabel

NOTE = "下面是错误报告，不含您填写的任何内容。可以复制或保存下来，交给维护人员。"
COPIED, NAME = "已复制", "错误报告.txt"


class CrashDialog(QDialog):
    """`sentence` says what happened, `saved` what is safe; `folder` is where the report is proposed to be saved."""

    def __init__(self, sentence: str, saved: str, report: str, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crash")
        self.setWindowTitle("意外错误")
        self._report, self._folder = report, folder
        line = self.fontMetrics().height()
        icon = QLabel(self)
        size = line * 2
        icon.setPixmap(self.style().standardIcon(QStyle.StandardPixmap.SP_MessageBoxCritical).pixmap(size, size))
        words = QLabel(f"{sentence}\n\n{saved}", self)
        words.setObjectName("crash.words")
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = QHBoxLayout()
        head.setSpacing(line)
        head.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(words, 1)
        note = QuietLabel(NOTE, self)
        note.setWordWrap(True)
        text = QPlainTextEdit(report, self)
        text.setObjectName("crash.report")
        text.setAccessibleName("错误报告")
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        buttons = QDialogButtonBox(self)
        self._copy = buttons.addButton("复制报告(&C)", QDialogButtonBox.ButtonRole.ActionRole)
        self._copy.setObjectName("button.copy")
        self._copy.clicked.connect(self._copy_report)
        save = buttons.addButton("保存报告(&S)…", QDialogButtonBox.ButtonRole.ActionRole)
        save.setObjectName("button.save_report")
        save.clicked.connect(self._save_report)
        close = buttons.addButton("继续使用", QDialogButtonBox.ButtonRole.RejectRole)
        close.setObjectName("button.close")
        close.setDefault(True)
        close.setFocus()
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(line // 2)
        column.addLayout(head)
        column.addWidget(note)
        column.addWidget(text, 1)
        column.addWidget(buttons)
        self.resize(QSize(line * 36, line * 24).boundedTo(self.screen().availableGeometry().size() * 0.9))

    def _copy_report(self) -> None:
        QApplication.clipboard().setText(self._report)
        self._copy.setText(COPIED)

    def _save_report(self) -> None:
        from selfeval_gui import storage
        from selfeval_gui.gui import messages
        from selfeval_gui.gui.files.flow import choose_target

        chosen = choose_target(self, "保存错误报告", self._folder / NAME, "文本文件 (*.txt)", ".txt")
        if chosen is None:
            return
        outcome = storage.write_atomically(chosen, self._report.encode("utf-8"), overwrite=True)  # the dialog has asked
        if not outcome.ok:
            messages.warn(self, outcome.sentence)
