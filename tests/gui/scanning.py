"""Reads everything that live widgets say and are called: for the scans of language (U6) and of names (U12)."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QFileDialog,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

ALLOWED = (
    "PDF", "Excel", "Word", "WPS", "JSON", "ISO", "DPI", "MB", "KB", "kB", "GB", "Windows", "Linux", "UOS", "Kylin",
    "Ctrl", "Alt", "Shift", "Tab", "Esc", "Enter", "Del", "Delete", "Insert", "Ins", "Home", "End", "PgUp", "PgDn",
    "PgDown", "Backspace", "Space", "Return", "F\\d+", "Qt", "PySide6", "LGPL", "GPL", "MIT", "OFL", "licenses",
    "GB", "sha256", "Noto", "Fandol", "Serif", "Sans", "SC", "FandolFang", "FandolKai", "ID", "IP",
    "OK", "zip", "DOCX", "XLSX", "CSV", "TXT", "PostScript", "USB", "mm", "pt", "Python",
)  # fmt: skip
"""Names of programs, formats and keys: Chinese readers know them so, and nobody translates them."""
_ALLOWED = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(ALLOWED)})(?![A-Za-z])")
_FILE = re.compile(r"[\w./\\:*~-]*\.[A-Za-z0-9*.]{1,12}\b|/[\w./-]+|\*\.\w+")
_ENGLISH = re.compile(r"[A-Za-z]{2,}")
INPUTS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractButton, QAbstractItemView, QAbstractSpinBox)


class Said(NamedTuple):
    """One text, and who says it."""

    who: str
    text: str


def english(text: str) -> str:
    """The English that stands in a text, without file names and what is allowed; "" when there is none."""
    plain = re.sub(r"&(?=\w)", "", text)
    return " ".join(_ENGLISH.findall(_ALLOWED.sub(" ", _FILE.sub(" ", re.sub(r"<[^<>]+>", " ", plain)))))


def everything_said(top: QWidget) -> Iterator[Said]:
    """Every text of a window or dialog: captions, tips, names, menus, lists. What people wrote is left out."""
    in_files = isinstance(top, QFileDialog)
    for widget in (top, *top.findChildren(QWidget)):
        who = f"{type(widget).__name__} {widget.objectName()!r}"
        for text in _texts(widget, in_files):
            if text:
                yield Said(who, text)
    for action in top.findChildren(QAction):
        for text in (action.text(), action.toolTip(), action.statusTip()):
            yield Said(f"action {action.objectName()}", text)


def _texts(widget: QWidget, in_files: bool) -> Iterator[str]:
    yield from (widget.toolTip(), widget.statusTip(), widget.accessibleName(), widget.accessibleDescription())
    if widget.isWindow():
        yield widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QMenu | QGroupBox):
        yield widget.title()
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(n) for n in range(widget.count()))
    elif isinstance(widget, QComboBox) and not in_files:
        yield from (widget.itemText(n) for n in range(min(widget.count(), 60)))
    elif isinstance(widget, QHeaderView):
        model: Any = widget.model()
        if model is not None and widget.orientation() == Qt.Orientation.Horizontal:
            yield from (str(model.headerData(n, widget.orientation()) or "") for n in range(widget.count()))
    if isinstance(widget, QMessageBox):
        yield from (widget.text(), widget.informativeText(), widget.detailedText())


def nameless(top: QWidget) -> Iterator[str]:
    """Every input of a window or dialog that a screen reader could not name, or whose kind it could not tell."""
    if isinstance(top, QFileDialog):
        return  # Qt's, or the system's
    for widget in top.findChildren(QWidget):
        if not isinstance(widget, INPUTS) or _is_inner(widget):
            continue
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus and not isinstance(widget, QAbstractButton):
            continue
        told: Any = QAccessible.queryAccessibleInterface(widget)
        who = f"{type(widget).__name__} {widget.objectName()!r} in {_path(widget)}"
        if told is None:
            yield f"{who}: not in the tree"
        elif not _name(top, widget):
            yield f"{who}: no name"
        elif told.role() in (QAccessible.Role.NoRole, QAccessible.Role.Client):
            yield f"{who}: no role"


def _name(top: QWidget, widget: QWidget) -> str:
    if isinstance(widget, QComboBox) and not widget.accessibleName():  # Qt would say what is chosen
        buddies = (label for label in top.findChildren(QLabel) if label.buddy() is widget)
        return next((label.text() for label in buddies), "")
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def _is_inner(widget: QWidget) -> bool:
    """A part that Qt makes inside of an input, which speaks for it."""
    parent = widget.parentWidget()
    return (
        isinstance(widget, QHeaderView | QScrollBar)
        or isinstance(parent, QComboBox | QAbstractSpinBox | QTabBar | QAbstractItemView)
        or (parent is not None and isinstance(parent.parentWidget(), QComboBox))
        or (isinstance(parent, QFileDialog) and widget.objectName() == "")
        or type(widget).__name__ in ("QTableCornerButton",)
    )


def _path(widget: QWidget) -> str:
    names: list[str] = []
    parent = widget.parentWidget()
    while parent is not None and len(names) < 4:
        names.append(parent.objectName() or type(parent).__name__)
        parent = parent.parentWidget()
    return " < ".join(names)
