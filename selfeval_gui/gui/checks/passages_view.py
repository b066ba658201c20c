"""The passages that a finding speaks of, side by side, its words marked; what would be written instead, and why."""

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QWidget

from selfeval_gui.gui.style import tones
from selfeval_gui.gui.style.quiet import QuietLabel

if TYPE_CHECKING:
    from selfeval_gui.checking import Finding, Passage
    from selfeval_gui.gui.document import Document

MOST = 3
"""Passages side by side; more than these are rare, and are reached one after the other in the text."""
_AROUND = 80
_ENDS = "。！？；\n"


def shown_text(document: "Document", path: str) -> str:
    """The text of a blank as its editor shows it; "" when the report has none of this path."""
    from selfeval_gui.report import narrative
    from selfeval_gui.report.catalogue import blank
    from selfeval_gui.report.edit import get

    try:
        if path.startswith("narrative.") and path.endswith(".text"):
            return narrative.section_text(document.report, document.form, path.split(".")[1])
        value: Any = get(document.report, path)
        return blank(path).kind.show(value)
    except KeyError:
        return ""


class PassagesView(QScrollArea):
    """Shows one finding's passages; `label_of` names a blank."""

    wanted = Signal(str, int)
    """The path of a blank and the character in its text: go there."""

    def __init__(self, document: "Document", label_of: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("findings.passages")
        self.setAccessibleName("有关的文字")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._document, self._label_of = document, label_of
        self.show_finding(None)

    def show_finding(self, finding: "Finding | None") -> None:
        """Show these passages, or nothing."""
        content = QWidget(self)
        content.setAutoFillBackground(False)
        grid = QGridLayout(content)
        line = self.fontMetrics().height()
        grid.setContentsMargins(line // 2, 0, 0, 0)
        grid.setHorizontalSpacing(line // 2)
        passages = _distinct(finding)[:MOST] if finding is not None else []
        for column, passage in enumerate(passages):
            head = QPushButton(self._label_of(passage.field), content)
            head.setObjectName(f"findings.passage.{column}")
            head.setAutoDefault(False)
            head.setToolTip("光标到这里" + ("（Shift+Enter）" if column == 1 else "（Enter）" if column == 0 else ""))
            head.setAccessibleName(f"转到“{self._label_of(passage.field)}”")
            head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            head.clicked.connect(lambda _checked=False, at=passage: self.wanted.emit(at.field, at.start))
            text = QLabel(self._marked(passage), content)
            text.setObjectName(f"findings.passage.{column}.text")
            text.setTextFormat(Qt.TextFormat.RichText)
            text.setWordWrap(True)
            text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(head, 0, column)
            grid.addWidget(text, 1, column)
            grid.setColumnStretch(column, 1)
        for row, (name, said) in enumerate(_advice(finding), 2):
            note = QuietLabel(said, content)
            note.setObjectName(f"findings.{name}")
            note.setWordWrap(True)
            note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(note, row, 0, 1, max(1, len(passages)))
        grid.setRowStretch(4, 1)
        self.setWidget(content)  # the old one goes
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def _marked(self, passage: "Passage") -> str:
        """The sentence of a passage as HTML, its words on a tinted ground and bold: not by colour alone."""
        text, palette = shown_text(self._document, passage.field), self.palette()
        ground = tones.blend(palette.color(QPalette.ColorRole.Base), tones.warning(palette), 0.22).name()
        if not text:
            return "（未填写）"
        if text[passage.start : passage.end] != passage.text:
            return escape(passage.text)  # changed since the check; the next one follows soon
        before, after = _around(text, passage.start, passage.end)
        words = escape(passage.text) or "（未填写）"
        return f"{escape(before)}<b style='background-color:{ground}'>{words}</b>{escape(after)}".replace("\n", "<br>")


def _advice(finding: "Finding | None") -> list[tuple[str, str]]:
    """What the program would write instead, and why this is checked."""
    if finding is None:
        return []
    from selfeval_gui.checking import why_of_rule

    said = [("proposal", f"自动更正：{finding.fix.label}。")] if finding.fix is not None and finding.fix.label else []
    why = why_of_rule(finding.rule)
    return [*said, ("why", f"为什么：{why}")] if why else said


def _distinct(finding: "Finding") -> "list[Passage]":
    return list(dict.fromkeys(finding.passages))


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The rest of the sentence before and behind a passage, shortened where it is long."""
    first = max((text.rfind(sign, 0, start) for sign in _ENDS), default=-1) + 1
    ends = [at for sign in _ENDS if (at := text.find(sign, max(start, end - 1))) >= 0]
    last = min(ends) + 1 if ends else len(text)
    before, after = text[first:start], text[end : max(end, last)].rstrip("\n")
    before = before if len(before) <= _AROUND else f"……{before[-_AROUND:]}"
    return before, after if len(after) <= _AROUND else f"{after[:_AROUND]}……"
