"""A table with its buttons and, for amounts, its sums."""

from decimal import Decimal
from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.sourced import SourcedFigure, follow
from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.gui.tables.paste_report import PasteReport
from selfeval_gui.gui.tables.view import RowsView
from selfeval_gui.report import derivations, totals
from selfeval_gui.report.money import show_plain


class TablePanel(QWidget):
    """The view of one table and the buttons that add, remove and move its rows."""

    def __init__(self, document: Document, table: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = RowsView(document, table, self)
        self.view.setAccessibleName(title)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(self.fontMetrics().height() // 2)
        self._layout.addLayout(self._buttons(table))
        self.report = PasteReport(self.view, self)
        self._layout.addWidget(self.report)  # above the table, where it is seen however long the table is
        self._layout.addWidget(self.view)
        if table == "expenditures":
            self.sums = SumsRow(document, self.view, self)
            self._layout.addWidget(self.sums)

    def _buttons(self, table: str) -> QHBoxLayout:
        view = self.view
        row = QHBoxLayout()
        row.setSpacing(self.fontMetrics().height() // 3)
        for name, text, tip, slot in (
            ("add", "添加行", "在末尾添加一行", view.add_row),
            ("insert", "插入行", "在当前行上方插入一行（Ctrl+Shift+＋）", view.insert_row),
            ("remove", "删除行", "删除所选的行（Ctrl+Shift+－），可撤销", view.remove_rows),
            ("up", "上移", "所选的行上移（Alt+↑）", view.move_up),
            ("down", "下移", "所选的行下移（Alt+↓）", view.move_down),
        ):
            button = QPushButton(text, self)
            button.setObjectName(f"{table}.{name}")
            button.setAccessibleName(f"{view.accessibleName()}：{text}")
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        return row


class SumsRow(QWidget):
    """支出合计, how it compares with part 一, and the sum of the selected cells."""

    def __init__(self, document: Document, view: RowsView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._view = document, view
        self.setObjectName("expenditures.sums")
        self.title = QLabel("支出合计（万元）", self)
        self.planned, self.actual = SourcedFigure(self, named=False), SourcedFigure(self, named=False)
        self.planned_note, self.actual_note = QuietLabel("", self), QuietLabel("", self)
        self.planned.setObjectName("expenditures.sums.planned")
        self.actual.setObjectName("expenditures.sums.actual")
        self._lay_out()
        for figure in (self.planned, self.actual):
            figure.followed.connect(partial(follow, self))
        for path in ("basic_info.planned_funds", "basic_info.actual_expenditure", "expenditures"):
            document.watch(path).changed.connect(self._refresh)
        self._refresh()

    def _lay_out(self) -> None:
        bold = self.font()
        bold.setBold(True)
        for label in (self.title, self.planned, self.actual):
            label.setFont(bold)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(self.fontMetrics().height() // 4)
        grid.addWidget(self.title, 0, 0)
        grid.addWidget(QLabel("计划", self), 1, 0)
        grid.addWidget(self.planned, 1, 1)
        grid.addWidget(self.planned_note, 1, 2)
        grid.addWidget(QLabel("实际", self), 2, 0)
        grid.addWidget(self.actual, 2, 1)
        grid.addWidget(self.actual_note, 2, 2)
        grid.setColumnStretch(2, 1)

    def _refresh(self) -> None:
        report = self._document.report
        planned, actual = totals.planned_sum(report.expenditures), totals.actual_sum(report.expenditures)
        self.planned.show_derivation(derivations.rows_total(report, "planned"))
        self.actual.show_derivation(derivations.rows_total(report, "actual"))
        self._compare(self.planned_note, planned, totals.total_of(report.basic_info.planned_funds), "计划安排资金")
        written = report.basic_info.actual_expenditure
        self._compare(
            self.actual_note, actual, written if isinstance(written, Decimal) else None, "基本概况中的实际支出"
        )

    def _compare(self, label: QuietLabel, found: Decimal | None, wanted: Decimal | None, name: str) -> None:
        differs = found is not None and wanted is not None and found != wanted
        text = ""
        if found is not None and wanted is not None:
            gap = show_plain(abs(found - wanted))
            word = "多" if found > wanted else "少"
            text = f"比{name} {show_plain(wanted)} {word} {gap} 万元" if differs else f"与{name}一致"
        label.say(text, alarming=differs)
