"""Proposes what earlier reports said, in the fields and cells where it may be wanted; made when a field is entered."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from selfeval_gui.gui.editors import LineEditor
from selfeval_gui.gui.editors.proposing import Proposal, Proposer, Source
from selfeval_gui.gui.known.entries import KnownEntries, Person
from selfeval_gui.gui.pages import table_in

if TYPE_CHECKING:
    from selfeval_gui.gui.tables.view import RowsView
    from selfeval_gui.gui.window import MainWindow

KIND_OF = {
    "cover.project_unit": "unit",
    "cover.supervising_department": "department",
    "basic_info.address": "address",
    "basic_info.postcode": "postcode",
    "basic_info.phone": "phone",
}
LEADER = "basic_info.project_leader"


class KnownFlow(QObject):
    """Follows the focus of one window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._entries: KnownEntries | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._entered)
            self._entered(None, application.focusWidget())

    @property
    def entries(self) -> KnownEntries:
        """What is known; read when it is first asked after a change."""
        if self._entries is None:
            self._entries = KnownEntries(self._window.places.data)
        return self._entries

    def _entered(self, _old: QWidget | None, widget: QWidget | None) -> None:
        if widget is None or not isValid(self._window) or not self._window.isAncestorOf(widget):
            return
        self._entries = None  # another window may have learnt something
        if isinstance(widget, LineEditor):
            self._propose(widget)
        elif (table := table_in(widget)) is not None and table.objectName() == "evaluators":
            self._propose_in(table)

    def _propose(self, line: LineEditor) -> None:
        path = line.objectName()
        if line.proposer is not None or (path != LEADER and path not in KIND_OF):
            return
        proposer = Proposer(line, self._people if path == LEADER else self._texts(KIND_OF[path]))

        def taken(proposal: Proposal) -> None:
            line.binding.edited()
            document = line.binding.document
            if isinstance(proposal.data, Person) and proposal.data.phone and not document.report.basic_info.phone:
                document.put("basic_info.phone", proposal.data.phone, "填入负责人的电话")

        proposer.taken.connect(taken)

    def _propose_in(self, table: "RowsView") -> None:
        sources = table.cells.sources
        if not sources:
            sources["name"] = self._people
            sources["title"] = self._texts("title")
            sources["unit"] = self._texts("unit")
            table.cells.chosen.connect(lambda row, proposal: _fill(table, row, proposal.data))

    def _texts(self, kind: str) -> Source:
        return lambda typed: [Proposal(text) for text in self.entries.matching(kind, typed)]

    def _people(self, typed: str) -> list[Proposal]:
        return [
            Proposal(person.name, " ".join(part for part in (person.unit, person.title) if part), person)
            for person in self.entries.people_matching(typed)
        ]


def _fill(table: "RowsView", row: int, person: object) -> None:
    """Title and unit of somebody who was chosen by name, where nothing stands yet."""
    if not isinstance(person, Person):
        return
    columns = table.rows.columns
    texts = {"title": person.title, "unit": person.unit}
    cells = {
        (row, columns.index(name)): text
        for name, text in texts.items()
        if text and not table.rows.text(row, columns.index(name))
    }
    if cells:
        table.rows.put_cells(cells, f"填入{person.name}的职务和单位")
