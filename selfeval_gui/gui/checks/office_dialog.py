"""本单位用词与检查项: the words that the office does not use, with its own, and the checks that it switches off.

Shows and collects; what is collected is read and kept by `office_file`, and used by the check.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.style.room import open_at

if TYPE_CHECKING:
    from selfeval_gui.checking import Office

WORDS, CHECKS = "用词(&W)", "停用的检查(&T)"
_ABOUT_WORDS = (
    "正文中出现左边的词，检查时会提示改用右边的词；右边留空的，只提示改写。经济科目也可以写在这里：左边写本单位的叫法，"
    "右边写规范的科目。对这台电脑上的所有报告都有效。"
)
_CAP = "C8"
_CAP_WORDS = "本地规定：预算执行率低的，自评得分有上限（低于80%不超过89分，低于70%不超过79分……）(&L)"
_ABOUT_CHECKS = "勾选不需要的检查，并写明理由；理由会写入审核记录。会发现错误的检查不能停用。"


class OfficeDialog(QDialog):
    """Accepted means: keep `office()`."""

    def __init__(self, office: "Office", parent: QWidget | None = None, problem: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("office")
        self.setWindowTitle("本单位用词与检查项")
        self.words = self._table("office.words", "本单位用词", ("不用的词", "改用"))
        self.checks = self._table("office.checks", "停用的检查", ("检查项", "停用的理由"))
        self.cap = QCheckBox(_CAP_WORDS, self)
        self.cap.setObjectName("office.cap")
        self.cap.setAccessibleName("预算执行率低的，自评得分有上限")
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("office.tabs")
        self.tabs.addTab(self._words_page(), WORDS)
        self.tabs.addTab(self._checks_page(), CHECKS)
        self.note = QLabel(problem, self)
        self.note.setObjectName("office.note")
        self.note.setWordWrap(True)
        self.note.setVisible(bool(problem))
        box = QDialogButtonBox(self)
        keep = box.addButton("保存", QDialogButtonBox.ButtonRole.AcceptRole)
        keep.setObjectName("button.save")
        leave = box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        leave.setObjectName("button.cancel")
        for button in (keep, leave):
            button.setAutoDefault(False)  # Enter ends the writing in a cell
        box.accepted.connect(self._accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.note)
        column.addWidget(box)
        line = self.fontMetrics().height()
        open_at(self, line * 34, line * 28)
        self._fill(office)

    def office(self) -> "Office":
        """What the dialog says now; rows without a word, and checks without a tick, are left out."""
        from selfeval_gui.checking import Office, OwnWord, SwitchedOff

        pairs = [self._texts(self.words, row) for row in range(self.words.rowCount())]
        off = []
        for row in range(self.checks.rowCount()):
            item = self.checks.item(row, 0)
            if item is not None and item.checkState() == Qt.CheckState.Checked:
                off.append(SwitchedOff(str(item.data(Qt.ItemDataRole.UserRole)), self._texts(self.checks, row)[1]))
        words = tuple(OwnWord(wrong, right) for wrong, right in pairs if wrong)
        return Office(words, tuple(off), (_CAP,) if self.cap.isChecked() else ())

    def _table(self, name: str, title: str, heads: tuple[str, str]) -> QTableWidget:
        table = QTableWidget(0, 2, self)
        table.setObjectName(name)
        table.setAccessibleName(title)
        table.setHorizontalHeaderLabels(list(heads))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.9))
        table.setAlternatingRowColors(True)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        return table

    def _words_page(self) -> QWidget:
        page = QWidget(self)
        add, remove = QPushButton("添加一行(&A)", page), QPushButton("删除所选(&D)", page)
        add.setObjectName("office.add")
        remove.setObjectName("office.remove")
        for button in (add, remove):
            button.setAutoDefault(False)
        add.clicked.connect(lambda _checked=False: self._add())
        remove.clicked.connect(lambda _checked=False: self._remove())
        buttons = QHBoxLayout()
        buttons.addWidget(add)
        buttons.addWidget(remove)
        buttons.addStretch(1)
        return self._page(page, _ABOUT_WORDS, self.words, buttons)

    def _checks_page(self) -> QWidget:
        below = QHBoxLayout()
        below.addWidget(self.cap)
        below.addStretch(1)
        return self._page(QWidget(self), _ABOUT_CHECKS, self.checks, below)

    def _page(self, page: QWidget, about: str, table: QTableWidget, below: QHBoxLayout) -> QWidget:
        note = QLabel(about, page)
        note.setWordWrap(True)
        column = QVBoxLayout(page)
        column.addWidget(note)
        column.addWidget(table, 1)
        column.addLayout(below)
        return page

    def _fill(self, office: "Office") -> None:
        from selfeval_gui.checking import can_be_switched_off, why_of_rule

        self.cap.setChecked(_CAP in office.switched_on)
        for word in office.words:
            self._put_word(word.wrong, word.right)
        if not office.words:
            self._put_word("", "")
        reasons = {entry.rule: entry.reason for entry in office.switched_off}
        for row, entry in enumerate(can_be_switched_off()):
            self.checks.insertRow(row)
            item = QTableWidgetItem(entry.name)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if entry.id in reasons else Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, entry.id)
            item.setToolTip(why_of_rule(entry.id))
            self.checks.setItem(row, 0, item)
            self.checks.setItem(row, 1, QTableWidgetItem(reasons.get(entry.id, "")))

    def _put_word(self, wrong: str, right: str) -> int:
        row = self.words.rowCount()
        self.words.insertRow(row)
        for column, text in enumerate((wrong, right)):
            self.words.setItem(row, column, QTableWidgetItem(text))
        return row

    def _add(self) -> None:
        row = self._put_word("", "")
        self.words.setCurrentCell(row, 0)
        self.words.setFocus()
        item = self.words.item(row, 0)
        if item is not None:
            self.words.editItem(item)

    def _remove(self) -> None:
        for row in sorted({index.row() for index in self.words.selectedIndexes()}, reverse=True):
            self.words.removeRow(row)

    @staticmethod
    def _texts(table: QTableWidget, row: int) -> tuple[str, str]:
        first, second = (
            "" if item is None else item.text().strip() for item in (table.item(row, 0), table.item(row, 1))
        )
        return first, second

    def _accept(self) -> None:
        self.setFocus()  # an open cell is finished
        problem = self._problem()
        self.note.setText(problem)
        self.note.setVisible(bool(problem))
        if not problem:
            self.accept()

    def _problem(self) -> str:
        """Why it cannot be kept like this; "" when it can."""
        office = self.office()
        unreasoned = [entry for entry in office.switched_off if not entry.reason]
        if unreasoned:
            self.tabs.setCurrentIndex(1)
            return f"有 {len(unreasoned)} 项停用的检查没有写理由。请写明理由，或取消勾选。"
        words = [word.wrong for word in office.words]
        twice = next((word for word in words if words.count(word) > 1), "")
        if twice:
            self.tabs.setCurrentIndex(0)
            return f"“{twice}”写了两次，请只留一行。"
        same = next((word.wrong for word in office.words if word.wrong == word.right), "")
        return f"“{same}”两边相同，请改写。" if same else ""
