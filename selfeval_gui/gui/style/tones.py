"""The few colours of the editors that a palette has no role for, made from the palette, light or dark. No widgets."""

from PySide6.QtGui import QColor, QPalette


def is_dark(palette: QPalette) -> bool:
    return palette.color(QPalette.ColorRole.Base).lightness() < 128


def blend(a: QColor, b: QColor, part: float) -> QColor:
    """`part` of `b` in `a`, 0–1."""
    return QColor(
        round(a.red() + (b.red() - a.red()) * part),
        round(a.green() + (b.green() - a.green()) * part),
        round(a.blue() + (b.blue() - a.blue()) * part),
    )


def warning(palette: QPalette) -> QColor:
    """Text that needs a look; at least 4.5 : 1 against the base colour."""
    return QColor("#ffb861") if is_dark(palette) else QColor("#9a4f00")


def error(palette: QPalette) -> QColor:
    """Text that must be mended; at least 4.5 : 1 against the base colour."""
    return QColor("#ff9b8e") if is_dark(palette) else QColor("#b3261e")


def quiet(palette: QPalette) -> QColor:
    """Labels and notes that step back behind what is filled in; at least 4.5 : 1."""
    return blend(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base), 0.32)


def sheet(palette: QPalette) -> QColor:
    """What fields lie on: white in light, and in dark a tone in which the darker fields can be told apart."""
    window = palette.color(QPalette.ColorRole.Window)
    if is_dark(palette):
        return blend(window, palette.color(QPalette.ColorRole.Text), 0.08)
    return palette.color(QPalette.ColorRole.Base)


def line(palette: QPalette) -> QColor:
    """Hairlines around cards and tables."""
    return blend(palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text), 0.18)


def on_paper(palette: QPalette) -> QColor:
    """The colour that marks a place on white paper: that of what is chosen, unless it is too light to be seen there."""
    chosen = palette.color(QPalette.ColorRole.Highlight)
    return chosen if chosen.lightness() < 150 else QColor("#1f5fa8")
