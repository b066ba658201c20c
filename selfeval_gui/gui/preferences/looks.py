"""外观 as people choose it: light, dark or high contrast, large type, and the size of the form. Remembered.

How colours are made is `theme`'s matter; here it is decided which, and how large. Another size builds the tabs anew,
because every distance on them follows the type.
"""

import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication, QToolBar, QToolButton, QWidget

from selfeval_gui.gui.preferences.settings import Settings
from selfeval_gui.gui.style import theme, typeface

if TYPE_CHECKING:
    from selfeval_gui.gui.window import MainWindow

SCHEMES = ("system", "light", "dark", "contrast")
LARGE = 1.35
"""大字 against the usual size."""
SMALLEST, LARGEST, STEP = 70, 200, 10
"""The form's size in percent, apart from 大字 and from the page's own zoom."""
AROUND = ("QMenuBar", "QMenu", "QToolBar", "QToolButton", "QStatusBar", "QTabBar", "PreviewPane", "QTipLabel")
"""Classes of what stands around the form, whose size is the window's."""
_SCHEME, _LARGE, _ZOOM = "looks/scheme", "looks/large", "looks/zoom"


class Looks:
    """The looks of one window; what is chosen for colours and 大字 holds for the whole program."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._window: weakref.ref[MainWindow] | None = None
        self._around: QFont | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication) and (self.large or self.zoom != 100 or self.scheme != "system"):
            self._dress_all(application)

    # --- what is chosen

    @property
    def scheme(self) -> str:
        chosen = self._settings.text_of(_SCHEME, "system")
        return chosen if chosen in SCHEMES else "system"

    @property
    def large(self) -> bool:
        return self._settings.text_of(_LARGE) == "yes"

    @property
    def zoom(self) -> int:
        """Of the form, in percent."""
        text = self._settings.text_of(_ZOOM, "100")
        return min(LARGEST, max(SMALLEST, int(text))) if text.isdigit() else 100

    # --- what is done

    def handlers(self, window: "MainWindow") -> dict[str, Callable[[], object]]:
        """What the window's actions do, and their ticks."""
        self._window = weakref.ref(window)
        self.settle(window)
        self._tick()
        return {
            "form_larger": lambda: self._zoom(self.zoom + STEP),
            "form_smaller": lambda: self._zoom(self.zoom - STEP),
            "form_normal": lambda: self._zoom(100),
            "large_type": self._toggle_large,
            **{f"scheme_{name}": self._chooser(name) for name in SCHEMES},
        }

    def _chooser(self, name: str) -> Callable[[], None]:
        def choose() -> None:
            self._settings.put(_SCHEME, name)
            with _waiting():
                self._apply_all()

        return choose

    def _toggle_large(self) -> None:
        self._settings.put(_LARGE, "" if self.large else "yes")
        self._rebuild()

    def _zoom(self, percent: int) -> None:
        percent = min(LARGEST, max(SMALLEST, percent))
        if percent == self.zoom:
            return
        self._settings.put(_ZOOM, str(percent))
        self._rebuild()
        window = self._window() if self._window else None
        if window is not None:
            window.document.notice.emit(f"表单大小 {percent}%（Ctrl+Shift+0 恢复）。")

    def _apply_all(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            self._dress_all(application)
        self._tick()

    def _dress_all(self, application: QApplication) -> None:
        """The program's type is the form's; what stands around the form gets its own by class. (A style sheet keeps a
        parent's type from its children, so that the form alone could not be made larger.)"""
        around = QFont(application.font())
        around.setPointSizeF(typeface.usual_points(application) * (LARGE if self.large else 1))
        form = QFont(around)
        form.setPointSizeF(around.pointSizeF() * self.zoom / 100)
        if form != application.font() or self._around != around:
            self._around = around
            application.setFont(form)
            for name in AROUND:
                application.setFont(around, name)  # type: ignore[arg-type] # the stubs say bytes, the call takes str
        theme.of(application).choose(self.scheme, around)

    def settle(self, window: "MainWindow") -> None:
        """Give the rows of buttons and notes around the form their type and size."""
        if self._around is None:
            return
        parts: list[QWidget] = [
            window.menuBar(),
            window.tabs.tabBar(),
            window.statusBar(),
            window.preview,
            window.toolbar,
        ]
        for part in parts:
            for widget in (part, *part.findChildren(QWidget)):
                widget.setFont(self._around)
        height = QFontMetrics(self._around).height()
        for bar in window.findChildren(QToolBar):
            bar.setIconSize(QSize(round(height * 1.15), round(height * 1.15)))
        for button in window.preview.findChildren(QToolButton):
            button.setIconSize(QSize(height, height))

    def _rebuild(self) -> None:
        window = self._window() if self._window else None
        with _waiting():
            self._apply_all()
            if window is not None:
                self.settle(window)
                window.rebuild_tabs()
                if "home" in vars(window):  # it was shown before
                    window.home.renew()

    def _tick(self) -> None:
        window = self._window() if self._window else None
        if window is not None:
            window.actions_by_name["large_type"].setChecked(self.large)
            for name in SCHEMES:
                window.actions_by_name[f"scheme_{name}"].setChecked(name == self.scheme)


@contextmanager
def _waiting() -> Iterator[None]:
    """Every widget is measured and dressed anew: a quarter of a second here, a whole one on the slowest machines."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()
