"""The tab 封面与基本概况: cover, basic information, funds."""

from decimal import Decimal
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import (
    AmountEditor,
    ChoiceEditor,
    DateEditor,
    LineEditor,
    MonthEditor,
    YearEditor,
)
from selfeval_gui.gui.editors.sourced import SourcedFigure, follow
from selfeval_gui.gui.pages.layout import Page, em, gap
from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.gui.tab_names import TAB_NAMES
from selfeval_gui.report import derivations, totals
from selfeval_gui.report.model import SOURCES, Funds
from selfeval_gui.report.money import show_plain

NAME = "tab.cover_basic"
TITLE = TAB_NAMES[NAME]
PARTS = {"planned_funds": "计划安排资金", "received_funds": "实际到位资金"}
ROWS = ("total", *SOURCES)
TOTAL_WORD = "合计"
FUNDS_WIDTH = 22
"""Characters that the two columns of funds need beside their labels."""
FIGURES = {
    "arrival_rate": derivations.arrival_rate,
    "execution_rate": derivations.execution_rate,
    "balance": derivations.balance,
}


def build(document: Document, parent: QWidget) -> Page:
    """The page of the first tab."""
    page = Page(NAME, TITLE, parent)
    _cover(document, page)
    last = _basic(document, page)
    page.postpone(lambda: _funds(document, page, last))
    return page


def _funds(document: Document, page: Page, after: QWidget) -> None:
    card = page.add_card("资金", "单位：万元。可直接输入 8000元、1.5万元，离开时自动换算。")
    card.add(FundsGrid(document, card, after))


def _cover(document: Document, page: Page) -> None:
    card = page.add_card("封面")
    grid = card.add_grid()
    grid.setMinimumWidth(em(grid) * FUNDS_WIDTH)  # the page does not get wider when the funds come to it
    for path, span in (
        ("cover.project_name", 2),
        ("cover.project_unit", 2),
        ("cover.supervising_department", 2),
    ):
        grid.add(document, path, LineEditor(document, path, grid), span)
    path = "cover.evaluation_type"
    grid.add(document, path, ChoiceEditor(document, path, grid), 2)
    for path in ("cover.evaluation_method", "cover.evaluation_body"):
        grid.add(document, path, LineEditor(document, path, grid))
    grid.add(document, "cover.report_date", DateEditor(document, "cover.report_date", grid))
    grid.add(document, "fiscal_year", YearEditor(document, "fiscal_year", grid))
    for path in ("cover.annex_label", "cover.form_issuer"):
        grid.add(document, path, LineEditor(document, path, grid))
    seal = LineEditor(document, "cover.seal_unit", grid)
    seal.setPlaceholderText("一般留空，由公章显示单位名称")
    grid.add(document, "cover.seal_unit", seal, 2)


def _basic(document: Document, page: Page) -> QWidget:
    """The last of its editors."""
    grid = page.add_card("基本概况").add_grid()
    for name in ("project_leader", "phone"):
        grid.add(document, f"basic_info.{name}", LineEditor(document, f"basic_info.{name}", grid))
    for name in ("address", "postcode"):
        grid.add(document, f"basic_info.{name}", LineEditor(document, f"basic_info.{name}", grid))
    begun, ended = (MonthEditor(document, f"basic_info.{name}", grid) for name in ("period_start", "period_end"))
    grid.add(document, "basic_info.period_start", begun)
    grid.add(document, "basic_info.period_end", ended)
    return ended


class FundsGrid(QWidget):
    """Planned and received funds by source, as on the form; the actual expenditure; what follows from them.

    Tab comes to it from `after`.
    """

    def __init__(self, document: Document, parent: QWidget, after: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self.editors: dict[str, AmountEditor] = {}
        self.notes = {part: QuietLabel("", self) for part in PARTS}
        self.figures = {name: SourcedFigure(self) for name in FIGURES}
        self.rates = QWidget(self)
        self.rates.setObjectName("basic_info.rates")
        beside = QGridLayout(self.rates)  # three in a line would hold the form wider than a small screen
        beside.setContentsMargins(0, gap(self, 3), 0, 0)
        beside.setHorizontalSpacing(gap(self, 7))
        beside.setVerticalSpacing(gap(self, 2))
        for at, (name, figure) in enumerate(self.figures.items()):
            figure.setObjectName(f"basic_info.figure.{name}")
            figure.followed.connect(partial(follow, self))
            beside.addWidget(figure, at // 2, at % 2)
        beside.setColumnStretch(2, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(gap(self, 6))
        grid.setVerticalSpacing(gap(self, 3))
        for column, (part, word) in enumerate(PARTS.items(), 1):
            grid.addWidget(QuietLabel(word, self), 0, column)
            grid.setColumnStretch(column, 1)
            self.notes[part].setWordWrap(True)
            grid.addWidget(self.notes[part], 2 * len(ROWS) + 1, column)
        # Every other row is free for what the check says of the amount above it.
        for row, name in zip(range(1, 2 * len(ROWS), 2), ROWS, strict=True):
            word = document.form.source_words.get(name, TOTAL_WORD)
            label = QuietLabel(word if name == "total" else f"其中：{word}" if row == 3 else word, self)
            grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, part in enumerate(PARTS, 1):
                editor = self._amount(f"basic_info.{part}.{name}")
                grid.addWidget(editor, row, column)
                if column == 1:
                    label.setBuddy(editor)
        spent = self._amount("basic_info.actual_expenditure")
        label = QuietLabel("实际支出", self)
        label.setBuddy(spent)
        row = 2 * len(ROWS) + 2
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(spent, row, 1)
        grid.addWidget(self.rates, row + 2, 0, 1, 3)
        self.setMaximumWidth(em(self) * 56)
        self._keep_form_order(after)
        for path in (*(f"basic_info.{part}" for part in PARTS), "basic_info.actual_expenditure", "expenditures"):
            document.watch(path).changed.connect(self._refresh)
        self._refresh()

    def _amount(self, path: str) -> AmountEditor:
        editor = AmountEditor(self._document, path, self)
        self.editors[path] = editor
        return editor

    def _keep_form_order(self, after: QWidget) -> None:
        """Tab goes down the planned column first, then down the received one, as people read the figures off."""
        order: list[QWidget] = [after, *(self.editors[f"basic_info.{part}.{name}"] for part in PARTS for name in ROWS)]
        order.append(self.editors["basic_info.actual_expenditure"])
        order += self.figures.values()
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _refresh(self) -> None:
        report = self._document.report
        for part in PARTS:
            funds: Funds = getattr(report.basic_info, part)
            computed = totals.sum_of_sources(funds)
            self.editors[f"basic_info.{part}.total"].show_computed(computed)
            differs = isinstance(funds.total, Decimal) and computed is not None and computed != funds.total
            note = f"四项来源相加为 {show_plain(computed)}，与合计不一致" if computed is not None and differs else ""
            self.notes[part].say(note, alarming=True)
            self.notes[part].setVisible(differs)
        self.editors["basic_info.actual_expenditure"].show_computed(totals.actual_sum(report.expenditures))
        for name, derive in FIGURES.items():
            self.figures[name].show_derivation(derive(report))
