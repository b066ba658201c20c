"""A table of the report as a Qt model: shows the rows, turns edits into changes of the document.

Never resets while rows come and go, so that an open cell editor lives on. Must not know the view.
"""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.sentences import PROBLEMS, too_long
from selfeval_gui.gui.importing.review_marks import previous_text
from selfeval_gui.gui.style import tones
from selfeval_gui.gui.style.severities import LOOKS, colour
from selfeval_gui.report import edit, kinds
from selfeval_gui.report.catalogue import ROW_LIMIT, Blank, blank
from selfeval_gui.report.edit import Row
from selfeval_gui.report.marks import ROW_BLANK
from selfeval_gui.report.model import Report
from selfeval_gui.report.money_words import other_ways
from selfeval_gui.report.text import Unparsed

COLUMNS = {
    "expenditures": ("item", "planned", "actual"),
    "evaluators": ("name", "title", "unit", "role"),
}
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RowsModel(QAbstractTableModel):
    """`table` is `expenditures` or `evaluators`."""

    def __init__(self, document: Document, table: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.unit_break = ""
        """What stands before the unit in a column\'s name: a line break where the column is narrow."""
        self.document, self.table = document, table
        self.columns = COLUMNS[table]
        self.blanks: tuple[Blank, ...] = tuple(blank(f"{table}[].{name}") for name in self.columns)
        self._rows = self.rows
        self._decimals: dict[int, int] = {}
        self._findings: dict[str, list[tuple[str, str]]] = {}
        document.changed.connect(self._changed)
        self._marks = document.unreviewed
        document.state_changed.connect(self._marks_changed)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The document's rows."""
        found: tuple[Row, ...] = getattr(self.document.report, self.table)
        return found

    def path(self, row: int, column: int) -> str:
        return f"{self.table}[{row}].{self.columns[column]}"

    def label(self, column: int) -> str:
        return self.document.form.label(self.blanks[column].path)

    def text(self, row: int, column: int) -> str:
        """What the cell shows."""
        return self.blanks[column].kind.show(self.value(row, column))

    def value(self, row: int, column: int) -> Any:
        return getattr(self._rows[row], self.columns[column])

    def is_amount(self, column: int) -> bool:
        return self.blanks[column].kind is kinds.MONEY

    def decimals(self, column: int) -> int:
        """The most decimals that an amount of the column shows: decimal points stand below each other."""
        if column not in self._decimals:
            texts = (self.text(row, column) for row in range(len(self._rows)) if not self.problem(row, column))
            self._decimals[column] = max((len(text.partition(".")[2]) for text in texts), default=0)
        return self._decimals[column]

    def is_empty(self, row: int) -> bool:
        return not any(self.text(row, column) for column in range(len(self.columns)))

    def first_empty_row(self) -> int:
        """The first row with nothing in it, or else the last one."""
        count = len(self._rows)
        return next((row for row in range(count) if self.is_empty(row)), max(0, count - 1))

    # What Qt asks.

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        shown = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return shown if self.document.is_final else shown | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return self._row_header(section, role)
        if role == Qt.ItemDataRole.DisplayRole:
            unit = self.blanks[section].unit
            return self.label(section) + (f"{self.unit_break}（{unit}）" if unit else "")
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.document.form.help(self.blanks[section].path)
        return None

    def _row_header(self, row: int, role: int) -> Any:
        """The row's number, with a sign when nobody has looked at the row yet."""
        mark = self.mark(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"● {row + 1}" if mark else str(row + 1)
        if role == Qt.ItemDataRole.ForegroundRole and mark:
            return tones.warning(QGuiApplication.palette())
        if role == Qt.ItemDataRole.ToolTipRole and mark:
            return f"{mark}\n按 Ctrl+K 标为“已核对”。"
        return None

    def mark(self, row: int) -> str:
        """The sentence about a row that nobody has looked at; "" for others."""
        return previous_text(self.document, f"{self.table}[{row}].{ROW_BLANK[self.table]}")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            across = Qt.AlignmentFlag.AlignRight if self.is_amount(column) else Qt.AlignmentFlag.AlignLeft
            return across | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = self.problem(row, column) or "；".join(sentence for _, sentence in self.findings_at(row, column))
            problem = f"，{said}" if said else ""
            problem += "，未核对" if column == 0 and self.mark(row) else ""
            return f"第{row + 1}行 {self.label(column)}：{self.text(row, column) or '空'}{problem}"
        if role == Qt.ItemDataRole.ToolTipRole:
            found = "\n".join(f"{LOOKS[kind].sign} {sentence}" for kind, sentence in self.findings_at(row, column))
            words = self.problem(row, column) or found or self.mark(row)
            return self._told(row, column) + (words or self.document.form.help(self.blanks[column].path))
        if role == Qt.ItemDataRole.ForegroundRole and (sign := self.sign(row, column)):
            severity = next((kind for kind, look in LOOKS.items() if look.sign == sign), "warning")
            return colour(severity, QGuiApplication.palette())
        return None

    def show_findings(self, by_cell: dict[str, list[tuple[str, str]]]) -> None:
        """What the check says of cells: their path → (severity, sentence), the gravest first."""
        before, self._findings = self._findings, by_cell
        for path in before.keys() | by_cell.keys():
            if before.get(path) != by_cell.get(path) and (place := self._place(path)) is not None:
                self.dataChanged.emit(self.index(*place), self.index(*place))

    def findings_at(self, row: int, column: int) -> list[tuple[str, str]]:
        """What the check says of a cell."""
        return self._findings.get(self.path(row, column), []) if self._findings else []

    def sign(self, row: int, column: int) -> str:
        """The sign before a cell's text: not everything is told by colour; "" when all is well."""
        if self.problem(row, column):
            return "！"
        found = self.findings_at(row, column)
        return LOOKS[found[0][0]].sign if found else ""

    def _place(self, path: str) -> tuple[int, int] | None:
        steps = edit.steps(path)
        if len(steps) == 3 and isinstance(steps[1], int) and steps[1] < len(self._rows) and steps[2] in self.columns:
            return steps[1], self.columns.index(str(steps[2]))
        return None

    def _told(self, row: int, column: int) -> str:
        """An amount in 元 and in capital characters, above the help."""
        value = self.value(row, column)
        return f"{other_ways(value)}\n\n" if self.is_amount(column) and isinstance(value, Decimal) else ""

    def problem(self, row: int, column: int) -> str:
        """Why the cell's text is no value; "" when it is one."""
        value = self.value(row, column)
        if isinstance(value, Unparsed):
            return PROBLEMS[self.blanks[column].kind.name].format(text=value.text)
        return ""

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, column, text = index.row(), index.column(), str(value)
        if self.refuse_too_long([(column, text)]):
            return False
        what = f"修改第{row + 1}行“{self.label(column)}”"
        self.document.put(self.path(row, column), self.blanks[column].kind.read(text), what)
        return True

    # Changes of several cells or rows: one undo step each.

    def refuse_too_long(self, cells: list[tuple[int, str]]) -> bool:
        """Say so and return True when a text (with its column) is longer than its blank may be."""
        for column, text in cells:
            if len(text) > self.blanks[column].limit:
                self.document.notice.emit(too_long(self.label(column), len(text), self.blanks[column].limit))
                return True
        return False

    def put_cells(self, cells: dict[tuple[int, int], str], what: str, grow_to: int = 0) -> bool:
        """Set the texts of cells (row, column), after adding empty rows up to `grow_to`."""
        if grow_to > ROW_LIMIT:
            self.document.notice.emit(f"表格最多 {ROW_LIMIT} 行，这次需要 {grow_to} 行，未粘贴。原内容没有改动。")
            return False
        if self.refuse_too_long([(column, text) for (_, column), text in cells.items()]):
            return False
        report = self.document.report
        missing = max(0, grow_to - len(self.rows))
        if missing:
            new = tuple(edit.ROW_TYPES[self.table]() for _ in range(missing))
            report = edit.insert_rows(report, self.table, len(self.rows), new)
        for (row, column), text in cells.items():
            report = edit.put(report, self.path(row, column), self.blanks[column].kind.read(text))
        self.document.apply(report, what)
        return not self.document.is_final  # which refuses, and says so

    def insert(self, at: int) -> bool:
        """A new empty row before row `at`."""
        if len(self.rows) >= ROW_LIMIT:
            self.document.notice.emit(f"表格最多 {ROW_LIMIT} 行。")
            return False
        last = at >= len(self.rows)
        self.document.apply(
            edit.insert_row(self.document.report, self.table, at), "添加行" if last else f"插入第{at + 1}行"
        )
        return not self.document.is_final

    def remove(self, rows: list[int]) -> None:
        """Take out rows, wherever they stand."""
        report = self.document.report
        for row in sorted(rows, reverse=True):
            report = edit.remove_rows(report, self.table, row)
        self.document.apply(report, f"删除第{rows[0] + 1}行" if len(rows) == 1 else f"删除 {len(rows)} 行")

    def move(self, row: int, count: int, by: int) -> bool:
        """Move `count` rows from `row` up (-1) or down (1); False when there is no such place."""
        if not (row + by >= 0 and row + by + count <= len(self.rows)):
            return False
        report = self.document.report
        # The row that stands in the way goes to the other side.
        if by < 0:
            report = edit.move_row(report, self.table, row - 1, row + count - 1)
        else:
            report = edit.move_row(report, self.table, row + count, row)
        which = f"第{row + 1}行" if count == 1 else f" {count} 行"
        self.document.apply(report, f"{'上' if by < 0 else '下'}移{which}")
        return not self.document.is_final

    def _marks_changed(self) -> None:
        """The signs at the rows are others."""
        if self.document.unreviewed is not self._marks:
            self._marks = self.document.unreviewed
            if self._rows:
                self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._rows) - 1)

    def _changed(self, _old: Report, _new: Report) -> None:
        """Tell the view what differs from the rows it knows: a middle stretch changed, came or went."""
        before, after = self._rows, self.rows
        if before is after:
            return
        decimals, self._decimals = self._decimals, {}
        start = 0
        while start < min(len(before), len(after)) and _alike(before[start], after[start]):
            start += 1
        tail = 0
        while tail < min(len(before), len(after)) - start and _alike(before[-1 - tail], after[-1 - tail]):
            tail += 1
        gone, come = len(before) - start - tail, len(after) - start - tail
        both = min(gone, come)
        if gone > both:
            self.beginRemoveRows(_ROOT, start + both, start + gone - 1)
            self._rows = before[: start + both] + before[start + gone :]
            self.endRemoveRows()
        elif come > both:
            self.beginInsertRows(_ROOT, start + both, start + come - 1)
            self._rows = before[: start + both] + after[start + both : start + come] + before[start + both :]
            self.endInsertRows()
        self._rows = after
        if both:
            last = self.index(start + both - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(start, 0), last)
        if after and any(self.decimals(column) != known for column, known in decimals.items()):
            self.dataChanged.emit(self.index(0, 0), self.index(len(after) - 1, len(self.columns) - 1))


def _alike(a: Row, b: Row) -> bool:
    return a is b or (a == b and all(edit.same_value(getattr(a, n), getattr(b, n)) for n in a.__match_args__))
