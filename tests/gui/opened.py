"""Reports to open in tests of the window: the blank form and the filled-in sample, as a document."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from selfeval_gui import resources
from selfeval_gui.gui.document import Document
from selfeval_gui.report import form
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import ROW_TYPES, insert_rows, put
from selfeval_gui.report.model import Report
from selfeval_gui.storage import Review

Show = Callable[..., QWidget]


@dataclass(frozen=True)
class Sheet:
    """What a document asks of a report file."""

    report: Report
    form: str = form.DEFAULT_FORM
    review: Review = field(default_factory=Review)
    explanations: tuple[Any, ...] = ()
    live: tuple[Any, ...] = ()
    state: str = "draft"
    printed: Any = None


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def blank_document(clock: Callable[[], float] | None = None) -> Document:
    """A new report of 2025."""
    return _document(form.blank_report(form.load(form.DEFAULT_FORM), 2025), clock)


def sample_document(clock: Callable[[], float] | None = None) -> Document:
    """The sample report that ships with the program."""
    raw = resources.read_json("sample", "sample.zxzp.json")["report"]
    report = Report()
    for table, kind in ROW_TYPES.items():
        report = insert_rows(report, table, 0, tuple(kind() for _ in raw[table]))
    for path, value in _leaves(raw, ""):
        report = put(report, path, value if isinstance(value, bool) else blank(path).kind.read(value))
    return _document(report, clock)


def _document(report: Report, clock: Callable[[], float] | None) -> Document:
    return Document(Sheet(report), clock=clock or Clock())


def _leaves(node: Any, path: str) -> list[tuple[str, Any]]:
    if isinstance(node, dict):
        return [leaf for key, value in node.items() for leaf in _leaves(value, f"{path}.{key}" if path else key)]
    if isinstance(node, list):
        return [leaf for i, value in enumerate(node) for leaf in _leaves(value, f"{path}[{i}]")]
    return [(path, node if isinstance(node, bool) else "" if node is None else str(node))]


def in_window(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    """The widgets in an active window, the first one focused; keep the window, or Python throws it away."""
    window = QWidget()
    layout = QVBoxLayout(window)
    for widget in widgets:
        layout.addWidget(widget)
    window.resize(700, 600)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    widgets[0].setFocus()
    return window


def focused() -> QWidget:
    """The widget with the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def compose(widget: QWidget, preedit: str) -> None:
    """The input method shows `preedit` in the widget, to be taken or given up later."""
    QApplication.sendEvent(widget, QInputMethodEvent(preedit, []))


def commit(widget: QWidget, text: str) -> None:
    """The input method ends its composition with `text`."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def type_in(widget: QWidget, text: str) -> None:
    """Key by key as far as a keyboard has the keys, the rest through the input method."""
    for char in text:
        if char.isascii():
            QTest.keyClicks(widget, char)
        else:
            compose(widget, "pinyin")
            commit(widget, char)
