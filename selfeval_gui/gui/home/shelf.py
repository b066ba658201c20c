"""The reports on the home page: pinned ones, drafts, final ones. A model for a list; it opens no file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from selfeval_gui.gui.home.looking import Seen
from selfeval_gui.gui.known.reports import About
from selfeval_gui.report.frozen import frozen

ENTRY = Qt.ItemDataRole.UserRole
PINNED, DRAFT, FINAL, OTHER = "已固定", "进行中", "已定稿", "其他文件"
_GROUPS = (PINNED, DRAFT, FINAL, OTHER)
_STATES = {"draft": "草稿", "final": "定稿"}
_ROOT = QModelIndex()


@frozen
class Entry:
    """A report file in the list; `group` is the heading that it stands below, `first` that it is the first there."""

    path: Path
    what: About
    pinned: bool = False
    problem: str = ""
    group: str = OTHER
    first: bool = False

    @property
    def title(self) -> str:
        return self.what.project or self.path.name.split(".")[0]

    @property
    def state(self) -> str:
        return _STATES.get(self.what.state, "")

    @property
    def year(self) -> str:
        return f"{self.what.year} 年度" if self.what.year else ""

    @property
    def place(self) -> str:
        """Unit, file and folder in one line."""
        parts = [self.what.unit, self.path.name, str(self.path.parent)]
        return " · ".join(part for part in parts if part)

    def when(self, now: datetime) -> str:
        """When it was saved last, as people say it."""
        try:
            saved = datetime.fromisoformat(self.what.modified).astimezone(now.tzinfo)
        except ValueError:
            return ""
        days = (now.date() - saved.date()).days
        if days == 0:
            return f"今天 {saved.hour}:{saved.minute:02d}"
        if days == 1:
            return f"昨天 {saved.hour}:{saved.minute:02d}"
        year = "" if saved.year == now.year else f"{saved.year}年"
        return f"{year}{saved.month}月{saved.day}日"


class Shelf(QAbstractListModel):
    """The entries, in groups; within a group as they were used lately."""

    def __init__(self, now: datetime, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.entries: list[Entry] = []

    def fill(self, paths: Sequence[Path], pinned: Sequence[Path], known: dict[Path, About]) -> None:
        """Show these files; `known` says what they are about, as far as it is known."""
        problems = {entry.path: entry.problem for entry in self.entries}
        every = list(dict.fromkeys([*pinned, *paths]))
        found = [Entry(path, known.get(path, About()), path in pinned, problems.get(path, "")) for path in every]
        self._show(found)

    def see(self, seen: Seen) -> None:
        """What became of a file."""
        self._show([_after(entry, seen) if entry.path == seen.path else entry for entry in self.entries])

    def row_of(self, path: Path) -> int:
        return next((row for row, entry in enumerate(self.entries) if entry.path == path), -1)

    def _show(self, found: list[Entry]) -> None:
        grouped = [replace(entry, group=_group(entry)) for entry in found]
        grouped.sort(key=lambda entry: _GROUPS.index(entry.group))  # keeps the order within a group
        headed = [
            replace(entry, first=not row or grouped[row - 1].group != entry.group) for row, entry in enumerate(grouped)
        ]
        if [entry.path for entry in headed] == [entry.path for entry in self.entries]:
            self.entries = headed
            if headed:
                self.dataChanged.emit(self.index(0), self.index(len(headed) - 1))
            return
        self.beginResetModel()
        self.entries = headed
        self.endResetModel()

    # What Qt asks.

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (entry.group, entry.title, entry.year, entry.state, entry.what.unit, entry.problem, entry.path.name)
            return "，".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{entry.path}\n{entry.problem}".strip()
        return entry if role == ENTRY else None

    def when(self, entry: Entry) -> str:
        return entry.when(self._now)


def _after(entry: Entry, seen: Seen) -> Entry:
    return replace(entry, problem=seen.problem, what=seen.what or entry.what)


def _group(entry: Entry) -> str:
    if entry.pinned:
        return PINNED
    return {"draft": DRAFT, "final": FINAL}.get(entry.what.state, OTHER)
