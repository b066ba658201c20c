"""定稿: a draft without open findings, or with a stated reason, becomes a report that is not changed; and back.

The file's state and the reason are kept in the file; the frozen copy beside the backups. Rules and disk are others'.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.checks.live_check import FINAL_REASON, LiveCheck
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.editors.plain_text import PlainText
from selfeval_gui.gui.messages import CANCEL, Choice
from selfeval_gui.gui.places import Places

if TYPE_CHECKING:
    from selfeval_gui.gui.files.flow import FileFlow

TITLE = "定稿"
_MEANS = "定稿后内容不能修改，PDF 和打印件不印“草稿”，并另存一份定稿副本。需要修改时，可以取消定稿。"


class FinalFlow:
    """`show_findings` opens the panel of the check."""

    def __init__(
        self,
        window: QWidget,
        document: Document,
        live: LiveCheck,
        files: "Callable[[], FileFlow]",
        places: Places,
        show_findings: Callable[[], object],
    ) -> None:
        self._window, self._document, self._live = window, document, live
        self._files, self._places, self._show_findings = files, places, show_findings

    def toggle(self) -> bool:
        """Make the draft final, or the final report a draft again; whether it was done."""
        commit_pending()
        return self._take_back() if self._document.is_final else self._finalize()

    def _finalize(self) -> bool:
        found = self._live.ask()
        counts = [sum(one.severity.value == kind for one in found) for kind in ("error", "warning")]
        reason = ""
        if any(counts):
            answer, reason = self._ask_reason(*counts)
            if answer == "show":
                self._show_findings()
            if answer != "final":
                return False
        elif not self._is_wanted():
            return False
        self._put("final", reason, "定稿")
        self._document.note_print(self._live.today(), "final")
        if not self._files().save():
            self._document.notice.emit("已定稿，但还没有保存。请按 Ctrl+S 保存。")
            return True
        self._freeze()
        return True

    def _is_wanted(self) -> bool:
        marks = len(self._document.unreviewed)
        detail = f"{_MEANS}\n\n还有 {marks} 处“未核对”。" if marks else _MEANS
        go = Choice("final", "定稿并保存(&G)", default=True)
        said = "检查没有发现错误，警告都已说明。现在定稿吗？"
        return messages.ask(self._window, said, [go, CANCEL], detail=detail, title=TITLE) == "final"

    def _ask_reason(self, errors: int, warnings: int) -> tuple[str, str]:
        dialog = ReasonDialog(errors, warnings, self._window)
        dialog.exec()
        answer, reason = dialog.answer, dialog.reason.shown().strip()
        dialog.deleteLater()
        return answer, reason

    def _take_back(self) -> bool:
        go = Choice("draft", "取消定稿(&G)", default=True)
        said = "取消定稿后，报告又是草稿，可以修改。"
        detail = "定稿时另存的副本仍然保留。修改后请重新定稿、重新打印。"
        if messages.ask(self._window, said, [go, CANCEL], detail=detail, title="取消定稿") != "draft":
            return False
        self._put("draft", "", "取消定稿")
        return True

    def _put(self, state: str, reason: str, what: str) -> None:
        from selfeval_gui.storage import Explanation

        file = self._document.file
        others = tuple(entry for entry in file.explanations if entry.rule != FINAL_REASON)
        added = (Explanation(FINAL_REASON, "", reason),) if reason else ()
        self._document.apply_file(replace(file, state=state, explanations=others + added), what)

    def _freeze(self) -> None:
        from selfeval_gui import storage

        outcome = storage.freeze(self._document.file, self._places.backups)
        if outcome.ok:
            self._document.notice.emit("已定稿并保存，定稿副本也已另存。")
        else:
            messages.warn(self._window, "报告已定稿并保存，但定稿副本没有存成。", detail=outcome.sentence)


class ReasonDialog(QDialog):
    """Asks for the reason why a report is made final in spite of open findings."""

    def __init__(self, errors: int, warnings: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("final_reason")
        self.setWindowTitle(TITLE)
        self.answer = ""
        """`show`, `final`, or "" when nothing is wanted."""
        line = self.fontMetrics().height()
        parts = [f"{count} 个{word}" for count, word in ((errors, "错误"), (warnings, "没有说明的警告")) if count]
        said = QLabel(f"还有 {'、'.join(parts)}，一般应先处理，再定稿。", self)
        said.setWordWrap(True)
        asked = QLabel("确需现在定稿的，请写明理由（随报告保存，并写入审核记录）：", self)
        asked.setWordWrap(True)
        self.reason = PlainText(self, min_lines=4, max_lines=8)
        self.reason.setObjectName("final.reason")
        self.reason.setAccessibleName("定稿的理由")
        asked.setBuddy(self.reason)
        note = QLabel(_MEANS, self)
        note.setWordWrap(True)
        box = QDialogButtonBox(self)
        show = box.addButton("先看问题(&S)", QDialogButtonBox.ButtonRole.RejectRole)
        show.setObjectName("button.show")
        show.setDefault(True)
        self.go = box.addButton("写明理由并定稿(&G)", QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setObjectName("button.final")
        leave = box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        leave.setObjectName("button.cancel")
        show.clicked.connect(lambda: self._end("show"))
        self.go.clicked.connect(lambda: self._end("final"))
        leave.clicked.connect(lambda: self._end(""))
        column = QVBoxLayout(self)
        column.setSpacing(line // 2)
        for widget in (said, asked, self.reason, note, box):
            column.addWidget(widget)
        self.setMinimumWidth(line * 28)
        self.reason.text_edited.connect(self._enable)
        self._enable()

    def _enable(self) -> None:
        self.go.setEnabled(bool(self.reason.shown().strip()))

    def _end(self, answer: str) -> None:
        self.answer = answer
        self.done(int(bool(answer)))
