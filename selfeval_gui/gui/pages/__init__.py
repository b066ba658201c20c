"""The five tabs, and the way from a field's path to its editor.

One module a tab. `build` makes them; the window puts them into its tab widget in that order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QScrollArea, QTabWidget, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import CountLabel, LineEditor, LongTextEditor
from selfeval_gui.gui.editors.spans import utf16_length
from selfeval_gui.gui.pages import cover_basic, evaluators, expenditures, narrative, performance
from selfeval_gui.gui.tables.model import COLUMNS
from selfeval_gui.gui.tables.view import RowsView
from selfeval_gui.printing.fit import Fits

_ROW = re.compile(r"(expenditures|evaluators)(?:\[(\d+)\])?(?:\.(\w+))?")


@dataclass(frozen=True, slots=True)
class Tab:
    """A page for the tab widget."""

    object_name: str
    title: str
    widget: QWidget


class Pages(list[Tab]):
    """The tabs in the form's order."""

    def reveal(self, path: str, start: int = 0) -> bool:
        """Show the tab of a field, focus its editor, and put the cursor at character `start` of a long text.

        Parts lead to their first field, rows and cells to their place in the table. False when no tab has it.
        """
        for tab in self:
            editor = _editor(tab.widget, path)
            if editor is not None:
                _bring_forward(tab.widget)
                _focus(editor, path, start)
                return True
        return False

    def show_fits(self, fits: Fits) -> None:
        """Tell the editors in sight how much of their place on paper they use."""
        for tab in self:
            if tab.widget.isVisible():
                for label in tab.widget.findChildren(CountLabel):
                    label.show_fit(fits.of(label.path))
                for line in tab.widget.findChildren(LineEditor):
                    line.show_fit(fits.of(line.objectName()))


def build(document: Document, parent: QWidget) -> Pages:
    """The pages of a document, made for its official form."""
    modules = (cover_basic, expenditures, performance, evaluators, narrative)
    tabs = Pages()
    for module in modules:
        widget = module.build(document, parent)
        tabs.append(Tab(widget.objectName(), module.TITLE, widget))
    return tabs


def _candidates(path: str) -> Iterator[str]:
    """Object names that a path may mean, the best first."""
    if match := _ROW.fullmatch(path):
        yield match[1]
        return
    yield path
    if path.endswith(".linked"):
        yield f"{path.removesuffix('.linked')}.text"
    yield f"{path}.text"


def _editor(page: QWidget, path: str) -> QWidget | None:
    for name in _candidates(path):
        found = page.findChild(QWidget, name)
        if found is not None:
            return found
    inside = f"{path}."
    fields = (w for w in page.findChildren(QWidget) if w.objectName().startswith(inside))
    return next((w for w in fields if hasattr(w, "binding") or isinstance(w, RowsView)), None)


def _bring_forward(page: QWidget) -> None:
    parent = page.parentWidget()
    while parent is not None and not isinstance(parent, QTabWidget):
        parent = parent.parentWidget()
    if parent is not None:
        parent.setCurrentWidget(page)


def _focus(editor: QWidget, path: str, start: int) -> None:
    editor.setFocus()
    if isinstance(editor, RowsView):
        match = _ROW.fullmatch(path)
        columns = COLUMNS[editor.rows.table]
        name = match[3] if match else None
        # The form's empty rows lead to the first row that can still be filled in.
        row = int(match[2]) if match and match[2] else editor.rows.first_empty_row()
        editor.go_to(row, columns.index(name) if name in columns else 0)
    elif isinstance(editor, LongTextEditor):
        editor.go_to(start)
    elif isinstance(editor, QLineEdit):
        editor.setCursorPosition(utf16_length(editor.text()[: start or None]))
    _scroll_to(editor)
    # A tab that was never shown finds its heights only now: once more when it has them.
    QTimer.singleShot(0, editor, lambda: _scroll_to(editor) if editor.hasFocus() else None)


def _scroll_to(editor: QWidget) -> None:
    area = editor.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is None:
        return
    place = editor.mapTo(area.widget(), editor.rect().topLeft())
    if isinstance(editor, RowsView):
        row = editor.visualRect(editor.currentIndex())
        place = editor.viewport().mapTo(area.widget(), row.topLeft())
    elif isinstance(editor, LongTextEditor):
        place = editor.mapTo(area.widget(), editor.cursor_place())
    margin = editor.fontMetrics().height() * 3
    area.ensureVisible(0, place.y(), 0, margin)
