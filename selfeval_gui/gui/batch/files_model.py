"""The list of files with their states, as Qt's tables want it. Nothing is done here."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from selfeval_gui.batch.task import Outcome
from selfeval_gui.gui.style import tones

HEADS = ("文件", "状态", "结果")
FILE, STATE, RESULT = range(3)
_Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class State(StrEnum):
    """Where a file stands; the words are the user's."""

    WAITING = "等待"
    WORKING = "处理中"
    DONE = "完成"
    FAILED = "失败"
    STOPPED = "未处理"


class Row(NamedTuple):
    """A file, and what came of it."""

    path: Path
    state: State = State.WAITING
    outcome: Outcome | None = None


class FilesModel(QAbstractTableModel):
    """The rows in their order; a file stands in it once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def add(self, paths: Iterable[Path]) -> int:
        """Add the files that are not there yet; how many they were."""
        known = {row.path for row in self.rows}
        new = [path for path in dict.fromkeys(paths) if path not in known]
        if new:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self.rows += [Row(path) for path in new]
            self.endInsertRows()
        return len(new)

    def remove(self, numbers: Iterable[int]) -> None:
        """Take rows away."""
        for number in sorted(set(numbers), reverse=True):
            self.beginRemoveRows(QModelIndex(), number, number)
            del self.rows[number]
            self.endRemoveRows()

    def set_state(self, number: int, state: State, outcome: Outcome | None = None) -> None:
        """A row's state, and with DONE and FAILED what came of it."""
        self.rows[number] = self.rows[number]._replace(state=state, outcome=outcome)
        self.dataChanged.emit(self.index(number, 0), self.index(number, len(HEADS) - 1))

    def numbers_in(self, *states: State) -> list[int]:
        """The rows in these states."""
        return [number for number, row in enumerate(self.rows) if row.state in states]

    # --- what Qt asks

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role == Role.DisplayRole:
            return HEADS[section] if orientation is Qt.Orientation.Horizontal else str(section + 1)
        return None

    def data(self, index: _Index, role: int = Role.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Role.DisplayRole, Role.ToolTipRole):
            if index.column() == FILE:
                return row.path.name if role == Role.DisplayRole else str(row.path)
            if index.column() == STATE:
                return str(row.state) if role == Role.DisplayRole else None
            return _result(row, whole=role == Role.ToolTipRole)
        if role == Role.ForegroundRole and row.state is State.FAILED and index.column() != FILE:
            return tones.error(QGuiApplication.palette())
        return None


def _result(row: Row, *, whole: bool) -> str:
    if row.outcome is None:
        return ""
    notes = row.outcome.notes
    if whole:
        return "\n".join([row.outcome.sentence, *notes])
    return row.outcome.sentence + (f"（另有 {len(notes)} 条提示）" if notes else "")
