"""What is marked inside a long text: figures that follow the tables, what a paste has put right, what the check found.

Marks are painted over the text and are no part of it. A figure is told by a dotted line as well as by its colour, what
was found by a wavy one.
"""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtGui import QColor, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QTextEdit

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.spans import utf16_length
from selfeval_gui.gui.style import tones
from selfeval_gui.gui.style.severities import colour
from selfeval_gui.report.live import WORDS, LiveValue, figures

MENU_TITLE = "插入表格数据(&D)"
_SHOWN = 24


class FoundSpan(NamedTuple):
    """What the check says of the characters start–end of a text; `severity` error, warning or hint."""

    start: int
    end: int
    severity: str
    sentence: str


def show(
    editor: QPlainTextEdit,
    live: Iterable[LiveValue],
    changed: Iterable[tuple[int, int]] = (),
    found: Iterable[FoundSpan] = (),
) -> None:
    """Mark the figures of one text, the stretches (start, length) that were put right, and what was found."""
    palette, text = editor.palette(), editor.toPlainText()
    marks = [_mark(editor, text, start, start + length, _put_right(palette)) for start, length in changed]
    marks += [_mark(editor, text, one.start, one.end, _follows(palette)) for one in live]
    marks += [_mark(editor, text, one.start, one.end, _found(one, palette)) for one in found]
    if marks or editor.extraSelections():
        editor.setExtraSelections(marks)


def explain(one: LiveValue) -> str:
    """The sentence about a figure."""
    return f"{WORDS[one.name][0]}：随表格自动更新，改动后变为普通文字。"


def fill(menu: QMenu, document: Document, insert: object) -> None:
    """One entry for every figure, with what it is now; `insert` is called with its name."""
    for number, (name, figure) in enumerate(figures(document.report, document.form).items(), 1):
        word = WORDS[name][0]
        shown = "暂无数据" if figure.startswith("【") else figure
        shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
        key = f"&{number} " if number < 10 else f"&{chr(ord('A') + number - 10)} "
        action = menu.addAction(f"{key}{word}：{shown.replace('&', '&&')}")
        action.setObjectName(f"live.{name}")
        action.triggered.connect(lambda _checked=False, chosen=name: insert(chosen))  # type: ignore[operator]


def _mark(editor: QPlainTextEdit, text: str, start: int, end: int, shape: QTextCharFormat) -> QTextEdit.ExtraSelection:
    cursor = QTextCursor(editor.document())
    cursor.setPosition(utf16_length(text[:start]))
    cursor.setPosition(utf16_length(text[:end]), QTextCursor.MoveMode.KeepAnchor)
    mark = QTextEdit.ExtraSelection()
    mark.cursor, mark.format = cursor, shape  # type: ignore[attr-defined] # the stubs leave them out
    return mark


def _follows(palette: QPalette) -> QTextCharFormat:
    accent = palette.color(QPalette.ColorRole.Accent)
    shape = QTextCharFormat()
    shape.setBackground(_tint(palette, accent))
    shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    shape.setUnderlineColor(accent)
    return shape


def _put_right(palette: QPalette) -> QTextCharFormat:
    shape = QTextCharFormat()
    shape.setBackground(_tint(palette, tones.warning(palette)))
    return shape


def _found(one: FoundSpan, palette: QPalette) -> QTextCharFormat:
    shape = QTextCharFormat()
    shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    shape.setUnderlineColor(colour(one.severity, palette))
    return shape


def _tint(palette: QPalette, colour: QColor) -> QColor:
    return tones.blend(palette.color(QPalette.ColorRole.Base), colour, 0.14)
