"""The five tabs, and the way from a field's path to its editor.

One module a tab, loaded with the tab. `build` makes them; the window puts them into its tab widget in that order.
"""

import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QLineEdit, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import LineEditor
from selfeval_gui.gui.editors.spans import utf16_length
from selfeval_gui.gui.pages.layout import Page
from selfeval_gui.gui.tab_names import TAB_NAMES
from selfeval_gui.report.catalogue import blank

if TYPE_CHECKING:
    from selfeval_gui.gui.tables.view import RowsView
    from selfeval_gui.printing.fit import Fits

_ROW = re.compile(r"(expenditures|evaluators)(?:\[(\d+)\])?(?:\.(\w+))?")


class Tab(NamedTuple):
    """A page for the tab widget."""

    object_name: str
    title: str
    widget: QWidget


class Deferred(QWidget):
    """Keeps the place of a page that is built when it is first looked at, or when there is nothing else to do."""

    def __init__(self, build: Callable[[QWidget], QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._build: Callable[[QWidget], QWidget] | None = build
        self._page: Page | None = None
        self.built: Callable[[QWidget], None] | None = None
        QVBoxLayout(self).setContentsMargins(0, 0, 0, 0)

    def begin(self) -> bool:
        """Build as much of the page as can be in sight, if that is not done yet."""
        if self._build is None:
            return False
        build, self._build = self._build, None
        page = build(self)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(page)
        if isinstance(page, Page):
            self._page = page
            if not page.reaches_below(self.screen().availableGeometry().height()):  # no window is higher than that
                page.complete()
        if self.built is not None:
            self.built(page)
        return True

    def complete(self) -> bool:
        """Build what there is to be built; False when there is nothing any more."""
        if self.begin():
            return True
        if self._page is None or not self._page.complete():
            return False
        if self.built is not None:
            self.built(self._page)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        self.begin()
        super().showEvent(event)


class Pages(list[Tab]):
    """The tabs in the form's order."""

    def complete(self) -> bool:
        """Build one page, or the rest of one, that waits to be built; False when none does."""
        return any(tab.widget.complete() for tab in self if isinstance(tab.widget, Deferred))

    def begin_page(self, index: int) -> None:
        """Build what can be in sight of the page at `index`, if it waits to be built."""
        widget = self[index].widget
        if isinstance(widget, Deferred):
            widget.begin()

    def complete_when_idle(self, owner: QWidget) -> None:
        """Build the pages that wait, one by one, when there is nothing else to be done."""
        timer = QTimer(owner)

        def next_one() -> None:
            if not self.complete():
                timer.stop()
                timer.deleteLater()

        timer.timeout.connect(next_one)
        timer.start()

    def reveal(self, path: str, start: int = 0) -> bool:
        """Show the tab of a field, focus its editor, and put the cursor at character `start` of a long text.

        Parts lead to their first field, rows and cells to their place in the table. False when no tab has it.
        """
        for tab in self:
            editor = editor_of(tab.widget, path)
            if editor is not None:
                _bring_forward(tab.widget)
                _focus(editor, path, start)
                return True
        return self.complete() and self.reveal(path, start)

    def show_fits(self, fits: "Fits") -> None:
        """Tell the editors in sight how much of their place on paper they use."""
        from selfeval_gui.gui.editors.long_text import CountLabel  # the first tab has no long text

        for tab in self:
            if tab.widget.isVisible():
                for label in tab.widget.findChildren(CountLabel):
                    label.show_fit(fits.of(label.path))
                for line in tab.widget.findChildren(LineEditor):
                    line.show_fit(fits.of(line.objectName()))


def build(
    document: Document,
    parent: QWidget,
    built: Callable[[QWidget], None] = lambda _page: None,
    *,
    deferred: bool = False,
) -> Pages:
    """The pages of a document, made for its official form; `built` is told of each.

    `deferred` leaves a page for later: see `Pages.complete_when_idle`. A start shows one tab, and five cost the time
    of a second glance.
    """
    tabs = Pages()
    for name, title in TAB_NAMES.items():
        if deferred:
            holder = Deferred(partial(_page, name, document), parent)
            holder.setObjectName(name)  # what looks for its tab finds it, built or not
            holder.built = built
            tabs.append(Tab(name, title, holder))
        else:
            page = _page(name, document, parent)
            if isinstance(page, Page):
                page.complete()
            built(page)
            tabs.append(Tab(name, title, page))
    return tabs


def _page(name: str, document: Document, parent: QWidget) -> QWidget:
    """The page of that name; its module is loaded now, and not at the start."""
    match name:
        case "tab.cover_basic":
            from selfeval_gui.gui.pages import cover_basic

            return cover_basic.build(document, parent)
        case "tab.expenditures":
            from selfeval_gui.gui.pages import expenditures

            return expenditures.build(document, parent)
        case "tab.performance":
            from selfeval_gui.gui.pages import performance

            return performance.build(document, parent)
        case "tab.evaluators":
            from selfeval_gui.gui.pages import evaluators

            return evaluators.build(document, parent)
        case "tab.narrative":
            from selfeval_gui.gui.pages import narrative

            return narrative.build(document, parent)
    raise KeyError(name)


def tables_in(page: QWidget) -> "list[RowsView]":
    """The tables of a page."""
    if f"{__package__.rpartition('.')[0]}.tables.view" not in sys.modules:
        return []  # no table was made yet, and a look for one makes Python objects of all that is on the page
    return [table for area in page.findChildren(QAbstractScrollArea) if (table := table_in(area)) is not None]


def table_in(widget: QWidget | None) -> "RowsView | None":
    """The widget, if it is a table of the form."""
    if not hasattr(widget, "rows"):
        return None  # what a table is need not be known as long as there is none
    from selfeval_gui.gui.tables.view import RowsView

    return widget if isinstance(widget, RowsView) else None


def field_of(widget: QWidget | None) -> str:
    """The path of the field that a widget edits or is a part of; "" when it is none."""
    while widget is not None:
        if (table := table_in(widget)) is not None:
            index = table.currentIndex()
            return table.rows.path(index.row(), index.column()) if index.isValid() else ""
        name = widget.objectName()
        if _is_path(name):
            return name
        widget = widget.parentWidget()
    return ""


def _is_path(name: str) -> bool:
    try:
        blank(name)
    except KeyError:
        return False
    return True


def _candidates(path: str) -> Iterator[str]:
    """Object names that a path may mean, the best first."""
    if match := _ROW.fullmatch(path):
        yield match[1]
        return
    yield path
    if path.endswith(".linked"):
        yield f"{path.removesuffix('.linked')}.text"
    yield f"{path}.text"


def editor_of(page: QWidget, path: str) -> QWidget | None:
    """The widget on a page that shows a field, a part or a table; None when the page has none."""
    for name in _candidates(path):
        found = page.findChild(QWidget, name)
        if found is not None:
            return found
    inside = f"{path}."
    fields = (w for w in page.findChildren(QWidget) if w.objectName().startswith(inside))
    return next((w for w in fields if hasattr(w, "binding") or table_in(w)), None)


def _bring_forward(page: QWidget) -> None:
    parent = page.parentWidget()
    while parent is not None and not isinstance(parent, QTabWidget):
        parent = parent.parentWidget()
    if parent is not None:
        parent.setCurrentWidget(page)


def _focus(editor: QWidget, path: str, start: int) -> None:
    from selfeval_gui.gui.editors.long_text import LongTextEditor

    editor.setFocus()
    if (table := table_in(editor)) is not None:
        match = _ROW.fullmatch(path)
        columns = table.rows.columns
        name = match[3] if match else None
        # The form's empty rows lead to the first row that can still be filled in.
        row = int(match[2]) if match and match[2] else table.rows.first_empty_row()
        table.go_to(row, columns.index(name) if name in columns else 0)
    elif isinstance(editor, LongTextEditor):
        editor.go_to(start)
    elif isinstance(editor, QLineEdit):
        editor.setCursorPosition(utf16_length(editor.text()[: start or None]))
    _scroll_to(editor)
    # A tab that was never shown finds its heights only now: once more when it has them.
    QTimer.singleShot(0, editor, lambda: _scroll_to(editor) if editor.hasFocus() else None)


def _scroll_to(editor: QWidget) -> None:
    from selfeval_gui.gui.editors.long_text import LongTextEditor

    area = editor.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is None:
        return
    place = editor.mapTo(area.widget(), editor.rect().topLeft())
    if (table := table_in(editor)) is not None:
        row = table.visualRect(table.currentIndex())
        place = table.viewport().mapTo(area.widget(), row.topLeft())
    elif isinstance(editor, LongTextEditor):
        place = editor.mapTo(area.widget(), editor.cursor_place())
    margin = editor.fontMetrics().height() * 3
    said = area.widget().findChild(QWidget, f"finding.{editor.objectName()}")
    if said is not None and said.isVisible() and isinstance(editor, QLineEdit | QComboBox):
        # What the check says of a field is read together with it.
        area.ensureVisible(0, said.mapTo(area.widget(), said.rect().bottomLeft()).y(), 0, 4)
    area.ensureVisible(0, place.y(), 0, margin)
