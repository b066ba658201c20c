"""How errors, warnings and hints are told everywhere in the window: a word, a sign and a colour. Loads no rules."""

from typing import NamedTuple

from PySide6.QtGui import QColor, QPalette

from selfeval_gui.gui.style import tones


class Look(NamedTuple):
    """`meaning` is what the user has to do about it."""

    word: str
    sign: str
    meaning: str


LOOKS = {
    "error": Look("错误", "✖", "须改正后才能定稿"),
    "warning": Look("警告", "▲", "请改正，或写情况说明"),
    "hint": Look("提示", "○", "供参考"),
}
ORDER = {name: rank for rank, name in enumerate(LOOKS)}


def colour(severity: str, palette: QPalette) -> QColor:
    """At least 4.5 : 1 against the base colour."""
    if severity == "error":
        return tones.error(palette)
    return tones.warning(palette) if severity == "warning" else tones.quiet(palette)
