"""The tab 绩效目标与完成情况."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import AmountEditor, GradeEditor
from selfeval_gui.gui.editors.long_text import CountLabel, LongTextEditor
from selfeval_gui.gui.editors.renumber import RenumberButton
from selfeval_gui.gui.pages.layout import Page, gap, labelled
from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.gui.tab_names import TAB_NAMES
from selfeval_gui.report import grades

NAME = "tab.performance"
TITLE = TAB_NAMES[NAME]


def build(document: Document, parent: QWidget) -> Page:
    """The page with goal and result side by side, score and grade."""
    page = Page(NAME, TITLE, parent)
    card = page.add_card(TITLE, "左右对照，分条填写；正文中的“项目绩效目标”“成效”自动取用。")
    pair = QWidget(card)
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap(pair, 8))
    for path in ("performance.expected", "performance.actual"):
        row.addLayout(_text(document, path, pair), 1)
    card.add(pair)
    page.add_card("得分与等次").add(ScoreRow(document, page))
    return page


def _text(document: Document, path: str, parent: QWidget) -> QVBoxLayout:
    editor = LongTextEditor(document, path, parent, min_lines=12, max_lines=40)
    column = QVBoxLayout()
    column.setSpacing(gap(parent, 2))
    column.addWidget(labelled(document, path, editor, parent))
    column.addWidget(editor)
    count = CountLabel(editor, parent)
    count.setWordWrap(True)
    column.addWidget(count)
    column.addWidget(RenumberButton(editor, parent), 0, Qt.AlignmentFlag.AlignLeft)
    column.addStretch(1)
    return column


class ScoreRow(QWidget):
    """Score and grade, with the grade that the score stands for."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self.score = AmountEditor(document, "performance.score", self)
        self.grade = GradeEditor(document, "performance.grade", self)
        self.proposal = QuietLabel("", self)
        self.proposal.setObjectName("performance.grade.proposal")
        self.take = QPushButton("采用", self)
        self.take.setObjectName("performance.grade.take")
        self.take.setAutoDefault(False)
        self.take.clicked.connect(self._take)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap(self, 8))
        for editor in (self.score, self.grade):
            cell = QVBoxLayout()
            cell.setSpacing(gap(self, 2))
            label: QLabel = labelled(document, editor.objectName(), editor, self)
            cell.addWidget(label)
            cell.addWidget(editor)
            cell.addStretch(1)  # a line of the check below one of them moves neither
            row.addLayout(cell, 1)
        hint = QVBoxLayout()
        hint.setSpacing(gap(self, 2))
        hint.addWidget(QLabel(" ", self))  # as high as the labels beside it
        line = QHBoxLayout()
        line.setSpacing(gap(self, 4))
        line.addWidget(self.proposal)
        line.addWidget(self.take)
        line.addStretch(1)
        hint.addLayout(line)
        hint.addStretch(1)
        row.addLayout(hint, 1)
        document.watch("performance").changed.connect(self._refresh)
        self._refresh()

    @property
    def proposed(self) -> str:
        """The grade for the score, in the scheme of the grade that is filled in; "" without a score of 0–100."""
        performance = self._document.report.performance
        if not isinstance(performance.score, Decimal):
            return ""
        scheme = grades.scheme_for(performance.grade, self._document.grade_scheme)
        return scheme.grade_of(performance.score)

    def _refresh(self) -> None:
        proposed = self.proposed
        differs = bool(proposed) and proposed != self._document.report.performance.grade
        self.proposal.say(f"按得分为：{proposed}" if proposed else "")
        self.take.setVisible(differs)
        self.take.setAccessibleName(f"采用建议的等次：{proposed}")

    def _take(self) -> None:
        self._document.put("performance.grade", self.proposed)
