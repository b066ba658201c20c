"""The preview over the whole window, and back: what was shown is shown again. Files and pages are not its business."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QToolBar, QWidget

from selfeval_gui.gui.preview import PreviewPane
from selfeval_gui.gui.preview.view import Fit


class FullPreview(QObject):
    """Hides everything of a window but its preview while `action` is checked; `others` share the centre with it."""

    def __init__(
        self, window: QMainWindow, pane: PreviewPane, others: Callable[[], list[QWidget]], action: QAction
    ) -> None:
        super().__init__(window)
        self._window, self._pane, self._others, self._action = window, pane, others, action
        self._hidden: list[QWidget] = []
        self._focus: QWidget | None = None
        self._pane_hidden = False
        self._zoom: tuple[Fit, float] = (Fit.WIDTH, 1.0)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window, self.leave)
        self._escape.setEnabled(False)

    @property
    def on(self) -> bool:
        return self._escape.isEnabled()

    def toggle(self) -> None:
        if self.on:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Give the window to the preview, a whole page in sight."""
        if self.on:
            return
        view = self._pane.view
        self._focus = QApplication.focusWidget()
        self._pane_hidden = self._pane.isHidden()
        self._zoom = (view.fit, view.zoom)
        bars = self._window.findChildren(QToolBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        around = [*self._others(), *bars, self._window.menuBar(), self._window.statusBar()]
        self._hidden = [widget for widget in around if not widget.isHidden()]
        self._pane.set_alone(True)
        self._pane.show()
        for widget in self._hidden:
            widget.hide()
        self._escape.setEnabled(True)
        self._action.setChecked(True)
        page = view.page_in_sight()
        view.framing = False
        view.set_fit(Fit.PAGE)
        view.go_to_page(page)
        view.setFocus()
        QTimer.singleShot(0, self, lambda: self._sized(page))

    def _sized(self, page: int) -> None:
        """The pane has its new size now: the page from its top again."""
        if self.on:
            self._pane.view.go_to_page(page)

    def leave(self) -> None:
        """Show what was there before."""
        if not self.on:
            return
        view = self._pane.view
        page = view.page_in_sight()
        self._escape.setEnabled(False)
        self._action.setChecked(False)
        view.framing = True
        for widget in self._hidden:
            widget.show()
        self._pane.set_alone(False)
        self._pane.setVisible(not self._pane_hidden)
        fit, zoom = self._zoom
        if fit is Fit.NONE:
            view.set_zoom(zoom)
        else:
            view.set_fit(fit)
        view.go_to_page(page)
        if self._focus is not None and self._focus.isVisible():
            self._focus.setFocus()
