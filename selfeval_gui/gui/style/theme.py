"""How the window looks: three palettes of our own on Qt's Fusion style, one accent, spacing from the type size.

Text has at least 4.5 : 1 against what it stands on, in all. No pixel sizes, and no widget is known here by name.
"""

import sys

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from selfeval_gui import resources

_NAME = "theme"
Role, Group = QPalette.ColorRole, QPalette.ColorGroup

LIGHT: dict[QPalette.ColorRole, str] = {
    Role.Window: "#f3f5f8",
    Role.WindowText: "#1d2430",
    Role.Base: "#ffffff",
    Role.AlternateBase: "#f6f8fb",
    Role.Text: "#1d2430",
    Role.PlaceholderText: "#6b7482",
    Role.Button: "#ffffff",
    Role.ButtonText: "#1d2430",
    Role.BrightText: "#ffffff",
    Role.Highlight: "#1f5fa8",
    Role.HighlightedText: "#ffffff",
    Role.Link: "#1f5fa8",
    Role.LinkVisited: "#5b4a8a",
    Role.ToolTipBase: "#fffdf2",
    Role.ToolTipText: "#1d2430",
    Role.Light: "#ffffff",
    Role.Midlight: "#e9edf2",
    Role.Mid: "#c3cad4",
    Role.Dark: "#9aa4b2",
    Role.Shadow: "#5f6977",
    Role.Accent: "#1f5fa8",
}
DARK: dict[QPalette.ColorRole, str] = {
    Role.Window: "#23272e",
    Role.WindowText: "#e6e9ee",
    Role.Base: "#1b1e24",
    Role.AlternateBase: "#20242b",
    Role.Text: "#e6e9ee",
    Role.PlaceholderText: "#929cab",
    Role.Button: "#2d323b",
    Role.ButtonText: "#e6e9ee",
    Role.BrightText: "#ffffff",
    Role.Highlight: "#2f6fb8",
    Role.HighlightedText: "#ffffff",
    Role.Link: "#86b7f0",
    Role.LinkVisited: "#b9a7e6",
    Role.ToolTipBase: "#343a44",
    Role.ToolTipText: "#e6e9ee",
    Role.Light: "#3d444f",
    Role.Midlight: "#343a44",
    Role.Mid: "#4b535f",
    Role.Dark: "#15181c",
    Role.Shadow: "#0c0e11",
    Role.Accent: "#86b7f0",
}
CONTRAST: dict[QPalette.ColorRole, str] = {
    Role.Window: "#000000",
    Role.WindowText: "#ffffff",
    Role.Base: "#000000",
    Role.AlternateBase: "#101010",
    Role.Text: "#ffffff",
    Role.PlaceholderText: "#d0d0d0",
    Role.Button: "#000000",
    Role.ButtonText: "#ffffff",
    Role.BrightText: "#ffffff",
    Role.Highlight: "#ffe45c",
    Role.HighlightedText: "#000000",
    Role.Link: "#8fd0ff",
    Role.LinkVisited: "#e0b8ff",
    Role.ToolTipBase: "#000000",
    Role.ToolTipText: "#ffffff",
    Role.Light: "#ffffff",
    Role.Midlight: "#c0c0c0",
    Role.Mid: "#a0a0a0",
    Role.Dark: "#ffffff",
    Role.Shadow: "#ffffff",
    Role.Accent: "#ffe45c",
}
"""高对比度: white on black, yellow where something is chosen; every frame is drawn in full."""
SCHEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
_FADED = {"light": "#8b94a1", "dark": "#737d8b", "contrast": "#8f8f8f"}

_SHEET = """
QToolBar {{ border: 0; border-bottom: 1px solid {line}; padding: {small}px {gap}px; spacing: {small}px;
    background: {window}; }}
QToolBar QToolButton {{ padding: {small}px {gap}px; border: 1px solid transparent; border-radius: {round}px; }}
QToolBar QToolButton#qt_toolbar_ext_button {{ padding: 0; }}
QToolBar QToolButton:hover {{ background: {hover}; }}
QToolBar QToolButton:pressed, QToolBar QToolButton:checked {{ background: {pressed}; }}
QToolBar QToolButton:focus {{ border-color: {accent}; }}
QToolBar::separator {{ background: {line}; width: 1px; margin: {small}px {small}px; }}
QMenuBar {{ background: {window}; padding: 1px {small}px; }}
QMenuBar::item {{ padding: {small}px {gap}px; border-radius: {round}px; background: transparent; }}
QMenuBar::item:selected {{ background: {pressed}; }}
QStatusBar {{ border-top: 1px solid {line}; background: {window}; }}
QStatusBar::item {{ border: 0; }}
QSplitter::handle {{ background: {line}; }}
QTabWidget::pane {{ border: 0; border-top: 1px solid {line}; }}
QTabWidget > QTabBar {{ background: {window}; }}
QTabBar::tab {{ padding: {tab}px {pad}px {tab}px {pad}px; border: 0; border-bottom: {bar}px solid transparent;
    background: {window}; color: {quiet}; }}
QTabBar::tab:hover {{ color: {text}; background: {hover}; }}
QTabBar::tab:selected {{ color: {accent}; border-bottom-color: {accent}; }}
QPlainTextEdit {{ border: 1px solid {frame}; border-radius: {small}px; padding: 1px; }}
QPlainTextEdit:focus {{ border: 2px solid {accent}; padding: 0; }}
#preview {{ border: {bar}px solid transparent; }}
#preview:focus {{ border: {bar}px solid {accent}; }}
QTabBar::tab:focus {{ background: {pressed}; }}
QToolTip {{ border: 1px solid {line}; padding: {small}px; color: {tip_text}; background: {tip}; }}
QScrollBar:vertical {{ background: transparent; width: {scroll}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {scroll}px; margin: 0; }}
QScrollBar::handle {{ background: {handle}; border-radius: {round}px; margin: {edge}px; }}
QScrollBar::handle:vertical {{ min-height: {long}px; }}
QScrollBar::handle:horizontal {{ min-width: {long}px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {handle_hot}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QHeaderView::section {{ background: {window}; border: 0; border-right: 1px solid {line};
    border-bottom: 1px solid {line}; padding: {small}px {gap}px; }}
"""


_FRAMES = """
QLineEdit, QComboBox, QSpinBox {{ border: 1px solid {frame}; border-radius: {small}px; padding: {edge}px; }}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus {{ border: 1px solid {accent}; }}
QComboBox::drop-down {{ border: 0; width: {scroll}px; padding-right: {edge}px; }}
QComboBox::down-arrow {{ image: url({drop}); width: {box}px; height: {box}px; }}
QComboBox QLineEdit, QSpinBox QLineEdit, QAbstractItemView QLineEdit {{ border: 0; padding: 0; }}
QRadioButton::indicator, QCheckBox::indicator {{ border: 1px solid {frame}; width: {box}px; height: {box}px; }}
QRadioButton::indicator {{ border-radius: {half}px; }}
QRadioButton::indicator:checked {{ background: {accent}; }}
QCheckBox::indicator:checked {{ background: {accent}; image: url({tick}); }}
QCheckBox::indicator:checked:disabled {{ background: {frame}; }}
QRadioButton:focus, QCheckBox:focus {{ color: {accent}; }}
"""
"""On dark ground every field has a frame: Fusion's own is darker than what it lies on."""
_CONTRAST = """
QPushButton, QAbstractItemView {{ border: 1px solid {text}; border-radius: {small}px; padding: {edge}px; }}
QPushButton:focus, QAbstractItemView:focus, QLineEdit:focus, QComboBox:focus {{ border: 2px solid {accent}; }}
"""


def palette(dark: bool, scheme: str = "") -> QPalette:
    """The light or the dark palette, or that of a scheme by name, complete for all states."""
    name = scheme or ("dark" if dark else "light")
    made = QPalette()
    for role, colour in SCHEMES[name].items():
        made.setColor(role, QColor(colour))
    faded = QColor(_FADED[name])
    for role in (Role.WindowText, Role.Text, Role.ButtonText, Role.HighlightedText, Role.PlaceholderText):
        made.setColor(Group.Disabled, role, faded)
    made.setColor(Group.Disabled, Role.Base, made.color(Role.Window))
    made.setColor(Group.Disabled, Role.Highlight, made.color(Role.Mid))
    return made


def style_sheet(colours: QPalette, line_height: float) -> str:
    """The few rules that a palette cannot say; lengths follow the height of a line of text in px."""

    def name(role: QPalette.ColorRole) -> str:
        return colours.color(role).name()

    base, text, window = colours.color(Role.Base), colours.color(Role.Text), colours.color(Role.Window)
    accent = colours.color(Role.Accent)
    unit = line_height / 16
    black = base.lightness() == 0
    frames = (_FRAMES if base.lightness() < 128 else "") + (_CONTRAST if black else "")
    return (_SHEET + frames).format(
        frame=(text if black else blend(window, text, 0.45)).name(),
        tick=resources.path("icons", "tick.svg").as_posix(),
        drop=resources.path("icons", "drop.svg").as_posix(),
        box=round(11 * unit),
        half=round(11 * unit) // 2 + 1,
        line=blend(window, text, 0.16).name(),
        window=window.name(),
        hover=blend(window, accent, 0.08).name(),
        pressed=blend(window, accent, 0.18).name(),
        accent=accent.name(),
        text=text.name(),
        quiet=blend(text, base, 0.25).name(),
        tip=name(Role.ToolTipBase),
        tip_text=name(Role.ToolTipText),
        small=round(3 * unit),
        gap=round(7 * unit),
        pad=round(12 * unit),
        tab=round(7 * unit),
        bar=max(2, round(2 * unit)),
        round=round(4 * unit),
        scroll=round(13 * unit),
        edge=max(2, round(2.5 * unit)),
        long=round(32 * unit),
        handle=blend(window, text, 0.38).name(),
        handle_hot=blend(window, text, 0.6).name(),
    )


def spacing(metrics: QFontMetricsF | float) -> int:
    """The usual gap between things, in px: half a line."""
    height = metrics if isinstance(metrics, float) else metrics.height()
    return max(4, round(height / 2))


class Theme(QObject):
    """Keeps the application in the scheme that was chosen; "system" follows the system, high contrast included."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.setObjectName(_NAME)
        self._application = application
        self._chosen = "system"
        self._font: QFont | None = None
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self.apply)
        self.apply()

    def choose(self, scheme: str, font: QFont | None = None) -> None:
        """system, light, dark or contrast; lengths follow `font`, or the application's."""
        self._chosen, self._font = scheme, font
        self.apply()

    @property
    def scheme(self) -> str:
        """What is shown: light, dark or contrast."""
        if self._chosen != "system":
            return self._chosen
        if wants_contrast():
            return "contrast"
        return "dark" if self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"

    def apply(self, *_: object) -> None:
        """Colours and lengths anew: the scheme or the type has changed."""
        colours = palette(False, self.scheme)
        self._application.setPalette(colours)
        height = QFontMetricsF(self._font or self._application.font()).height()
        sheet = style_sheet(colours, height)
        if sheet != self._application.styleSheet():
            self._application.setStyleSheet(sheet)


def of(application: QApplication) -> Theme:
    """The application's theme, made when there is none yet."""
    found = application.findChild(Theme, _NAME)
    return found if isinstance(found, Theme) else Theme(application)


def wants_contrast() -> bool:
    """Whether Windows is set to high contrast; Qt tells of it only from 6.10 on. Elsewhere it is chosen in the menu."""
    if sys.platform == "win32":
        import ctypes

        class HighContrast(ctypes.Structure):
            _fields_ = (("size", ctypes.c_uint), ("flags", ctypes.c_uint), ("scheme", ctypes.c_wchar_p))

        answer = HighContrast(ctypes.sizeof(HighContrast), 0, None)
        asked = ctypes.windll.user32.SystemParametersInfoW(0x42, answer.size, ctypes.byref(answer), 0)
        return bool(asked and answer.flags & 1)
    return False


def blend(a: QColor, b: QColor, part: float) -> QColor:
    return QColor(
        round(a.red() + (b.red() - a.red()) * part),
        round(a.green() + (b.green() - a.green()) * part),
        round(a.blue() + (b.blue() - a.blue()) * part),
    )
