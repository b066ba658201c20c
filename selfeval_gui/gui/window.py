"""The main window: tabs at the left, the official pages at the right, and the wiring between them.

What actions do with files stands in the flows; what a tab shows in pages; what a page shows in preview.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QTabWidget, QWidget

from selfeval_gui.gui import pages, tools
from selfeval_gui.gui.actions import EXPORTS, Actions
from selfeval_gui.gui.checks.flow import CheckFlow
from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.files.blank_file import blank_file
from selfeval_gui.gui.files.recent_menu import RecentMenu
from selfeval_gui.gui.helping.flow import HelpFlow
from selfeval_gui.gui.history import History
from selfeval_gui.gui.importing.review_marks import ReviewMarks
from selfeval_gui.gui.labels import label_of
from selfeval_gui.gui.pages.whole import WholeWindow
from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preferences import remembered
from selfeval_gui.gui.preferences.flow import SettingsFlow
from selfeval_gui.gui.preferences.looks import Looks
from selfeval_gui.gui.preferences.settings import Settings
from selfeval_gui.gui.preview import Composing, PreviewPane
from selfeval_gui.gui.preview.view import Fit
from selfeval_gui.gui.status import Status, kept_elsewhere, saved_words
from selfeval_gui.gui.style.storeys import Storeys
from selfeval_gui.gui.tab_names import tab_of

if TYPE_CHECKING:
    from selfeval_gui.gui.files.flow import FileFlow
    from selfeval_gui.gui.home.flow import HomeFlow
    from selfeval_gui.gui.importing.flow import ImportFlow
    from selfeval_gui.gui.output.export_flow import ExportFlow
    from selfeval_gui.gui.preview.full import FullPreview
    from selfeval_gui.gui.safekeeping.safety import Safety
    from selfeval_gui.gui.writing.flow import WritingFlow
    from selfeval_gui.storage import Loaded

OWN_SUFFIXES = (".json", ".zxzp")
NAME = "项目支出绩效自评"


class MainWindow(WholeWindow):
    """One open report: `opened`, or a blank one. With `deferred`, tabs out of sight are built after the first paint."""

    first_painted = Signal()
    """The window is seen for the first time; once."""
    closed = Signal()

    def __init__(
        self, places: Places, opened: "Loaded | None" = None, *, deferred: bool = False, at_home: bool = False
    ) -> None:
        super().__init__()
        self._deferred = deferred
        self._painted = False
        self.setObjectName("window")
        self.setAcceptDrops(True)
        self.places = places
        self.settings = Settings(places.config)
        self.looks = Looks(self.settings)
        known = (opened.file, opened.path, opened.digest, opened.read_only) if opened else (blank_file(places),)
        self.document = Document(*known, parent=self)
        own_fonts = self.settings.text_of("fonts/bundled") == "yes"
        self.composing = Composing(self.document, self, installed=places.fonts, bundled_only=own_fonts)
        self._full: FullPreview | None = None
        self.safety: Safety | None = None  # set when the window is painted
        self._saved_at = ""
        self._field = ""
        self.actions_by_name = Actions(self)
        self.history = History(self.document, self.actions_by_name)
        self.status = Status(self)
        self.check = CheckFlow(self, self.document, places, self.status, self.reveal)
        self.help = HelpFlow(self)
        self.preferences = SettingsFlow(self)
        self._build()
        self._connect()
        remembered.restore(self, at_home=at_home)
        self.show_state()

    # --- flows, loaded when they are first used

    @cached_property
    def files(self) -> "FileFlow":
        """New, open, save."""
        from selfeval_gui.gui.files.flow import FileFlow

        return FileFlow(self, self.document, self.settings, self.places, self._note_save, self.status)

    @cached_property
    def home(self) -> "HomeFlow":
        """The page to begin with."""
        from selfeval_gui.gui.home.flow import HomeFlow

        return HomeFlow(self, self.centre)

    @cached_property
    def imports(self) -> "ImportFlow":
        """From other formats."""
        from selfeval_gui.gui.importing.flow import ImportFlow

        return ImportFlow(self, self.document, self.files, self.settings, self.places)

    @cached_property
    def writing(self) -> "WritingFlow":
        """Find and replace, figures in the text, levels in order."""
        from selfeval_gui.gui.writing.flow import WritingFlow

        return WritingFlow(self, self.document, self.reveal)

    @cached_property
    def exports(self) -> "ExportFlow":
        """To PDF, Word and Excel."""
        from selfeval_gui.gui.output.export_flow import ExportFlow

        errors = self.check.errors_on_paper
        return ExportFlow(self, self.document, self.composing, self.settings, self.places, self.reveal, errors)

    # --- building

    def _build(self) -> None:
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setDrawBase(False)
        self.marks = ReviewMarks(self.document, self.tabs, self.reveal)
        self.check.beside(self.tabs, self.marks.counts)
        self._fill_tabs()
        self.preview = PreviewPane(self.composing, self.actions_by_name, self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("splitter")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.tabs)
        self.splitter.addWidget(self.preview)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.storeys = Storeys(self)
        self.storeys.addWidget(self.splitter)
        self.centre = QStackedWidget(self)
        self.centre.addWidget(self.storeys)
        self.setCentralWidget(self.centre)
        self.check.below(self.storeys)
        self.help.below(self.storeys)
        self.recent = RecentMenu(self)
        self.actions_by_name.build_menus(self, self.recent)
        self.toolbar = self.actions_by_name.build_toolbar(self)

    def _fill_tabs(self) -> None:
        self.pages = pages.build(self.document, self.tabs, self._watch_tables, deferred=self._deferred)
        for tab in self.pages:
            self.tabs.addTab(tab.widget, tab.title)
        if self._painted:
            self.pages.complete_when_idle(self.tabs)

    def _watch_tables(self, page: QWidget) -> None:
        for view in pages.tables_in(page):
            view.selectionModel().currentChanged.connect(self._cell_changed)
            view.summary.connect(self.status.show_selection)
        self.marks.page_built()
        self.check.page_built()

    def _connect(self) -> None:
        view = self.preview.view

        def later(flow: str, act: str) -> Callable[[], object]:
            def do() -> object:
                return getattr(getattr(self, flow), act)()

            return do

        self.actions_by_name.connect(
            {
                "home": later("home", "show"),
                "new": later("files", "new"),
                "open": later("files", "ask_open"),
                "save": later("files", "save"),
                "save_as": later("files", "save_as"),
                "history": later("files", "show_history"),
                "back_up": later("files", "back_up_all"),
                "restore": later("files", "restore_all"),
                "import": later("imports", "ask_import"),
                "import_clipboard": later("imports", "import_clipboard"),
                **{name: later("exports", name) for name in EXPORTS},
                "print": self._print,
                "recover": later("files", "show_recovered"),
                "sample": later("files", "open_sample"),
                "quit": self.close,
                **self.history.handlers(),
                **self.looks.handlers(self),
                **self.help.handlers(),
                **self.preferences.handlers(),
                "preview": self._toggle_preview,
                "thumbnails": self._toggle_thumbnails,
                "full_preview": self._toggle_full,
                "zoom_in": view.zoom_in,
                "zoom_out": view.zoom_out,
                "fit_width": lambda: view.set_fit(Fit.WIDTH),
                "fit_page": lambda: view.set_fit(Fit.PAGE),
                "next_tab": lambda: self._turn_tab(1),
                "previous_tab": lambda: self._turn_tab(-1),
                **self.check.handlers(),
                **tools.handlers(self),
                "backups": later("files", "open_backups"),
                "unplaced": later("imports", "show_unplaced"),
                **{name: later("writing", name) for name in ("find", "replace", "insert_value", "renumber")},
                "find_next": lambda: self.writing.step(1),
                "find_previous": lambda: self.writing.step(-1),
                **self.marks.handlers(lambda: self._field),
            }
        )
        self.document.state_changed.connect(self.show_state)
        self.document.form_changed.connect(self.rebuild_tabs)
        self.document.notice.connect(self.status.notice)
        self.composing.composed.connect(self._show_composed)
        self.tabs.currentChanged.connect(self._tab_changed)
        view.label_of = lambda path: label_of(self.document.form, path)
        view.activated.connect(self.reveal)
        view.zoomed.connect(self._show_fit)
        self._show_fit()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    def rebuild_tabs(self) -> None:
        """Make the pages anew, for another form or another size; the cursor comes back to its field."""
        commit_pending()
        at, field, focus = self.tabs.currentIndex(), self._field, QApplication.focusWidget()
        had_focus = focus is not None and self.tabs.isAncestorOf(focus)
        for tab in self.pages:
            tab.widget.deleteLater()
        self.tabs.clear()
        self._fill_tabs()
        self.tabs.setCurrentIndex(at)
        if had_focus and field:
            self.reveal(field)

    # --- fields

    def reveal(self, path: str, start: int = 0) -> bool:
        """Show the tab of a field and put the cursor there."""
        if self._full is not None:
            self._full.leave()
        return bool(self.pages.reveal(path, start))

    @property
    def current_field(self) -> str:
        """The path of the field that is being edited, or that was last."""
        return self._field

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        path = pages.field_of(new) if new is not None and self.isAncestorOf(new) else ""
        if path:
            self._set_field(path)

    def _cell_changed(self, index: QModelIndex) -> None:
        view = next((v for v in pages.tables_in(self) if v.rows is index.model()), None)
        focus = QApplication.focusWidget()
        if view is not None and focus is not None and (view is focus or view.isAncestorOf(focus)):
            self._set_field(view.rows.path(index.row(), index.column()))

    def _set_field(self, path: str) -> None:
        self._field = path
        self.preview.view.set_current(path)
        form = self.document.form
        self.status.show_field(label_of(form, path), form.help(path))
        self.help.follow(path)

    # --- state

    def _note_save(self, notes: Sequence[str]) -> None:
        self._saved_at = self.places.clock_time()
        if notes:
            self.status.notice(" ".join(notes))
        self.show_state()

    def show_state(self) -> None:
        """Title and status bar: which file this is, and whether all is saved."""
        document = self.document
        self.setWindowTitle(f"{document.title}{'（定稿）' if document.is_final else ''}[*] - {NAME}")
        self.setWindowModified(document.is_dirty)
        if document.path is None:
            self._saved_at = ""
        keeping = self.safety.keeping if self.safety is not None else None
        self.status.show_saved(saved_words(document, self._saved_at, keeping), kept_elsewhere(keeping))

    def _print(self) -> bool:
        from selfeval_gui.gui.output.print_flow import PrintFlow  # Qt's printing is loaded when it is first used

        in_sight = self.preview.view.page_in_sight
        errors = self.check.errors_on_paper
        flow = PrintFlow(self, self.document, self.composing, in_sight, self.settings, self.places, errors)
        return flow.ask_print()

    def _show_composed(self) -> None:
        self.status.show_pages(len(self.composing.pages()))
        self._show_fits()

    def _tab_changed(self, index: int) -> None:
        self._show_fits()
        if index >= 0:  # -1 when the last tab goes
            name = self.tabs.widget(index).objectName()
            self.preview.view.show_any(lambda path: tab_of(path) == name)

    def _show_fits(self) -> None:
        fits = self.composing.fits
        if fits is not None:
            self.pages.show_fits(fits)

    # --- view

    def _toggle_preview(self) -> None:
        self.preview.setVisible(self.actions_by_name["preview"].isChecked())

    def _toggle_thumbnails(self) -> None:
        self.preview.show_thumbnails(self.actions_by_name["thumbnails"].isChecked())

    def _toggle_full(self) -> None:
        if self._full is None:
            from selfeval_gui.gui.preview.full import FullPreview

            action = self.actions_by_name["full_preview"]
            self._full = FullPreview(self, self.preview, lambda: [self.tabs, *self.storeys.panes()], action)
        self._full.toggle()

    def _show_fit(self, *_: object) -> None:
        fit = self.preview.view.fit
        self.actions_by_name["fit_width"].setChecked(fit is Fit.WIDTH)
        self.actions_by_name["fit_page"].setChecked(fit is Fit.PAGE)

    def _turn_tab(self, by: int) -> None:
        commit_pending()
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % self.tabs.count())
        page, focus = self.tabs.currentWidget(), QApplication.focusWidget()
        if focus is None or not page.isAncestorOf(focus):  # else Qt has found the field that was left here
            page.focusNextChild()

    def open_first(self) -> None:
        """Show the window: as it was left, or over the whole of a small screen the first time."""
        small = self.screen().availableGeometry().width() < 1500
        if small and self.settings.bytes_of("window/geometry") is None:
            self.showMaximized()
        else:
            self.show()

    # --- events

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._begin_idle_work)  # when all that is in sight is painted

    def _begin_idle_work(self) -> None:
        self.first_painted.emit()
        self.composing.start()
        self.pages.complete_when_idle(self.tabs)
        self.check.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.files.may_leave():
            if self._full is not None:
                self._full.leave()
            remembered.keep(self)
            event.accept()
            self.files.close()
            self.closed.emit()
        else:
            event.ignore()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.take_file(path))  # asked in the drop, it freezes the file manager

    def take_file(self, path: Path) -> bool:
        """Open a report file, or import any other."""
        if path.suffix.lower() in OWN_SUFFIXES:
            return self.files.open(path)
        return self.imports.import_file(path)


def _dropped(event: QDropEvent) -> Path | None:
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    return Path(urls[0].toLocalFile()) if len(urls) == 1 else None
