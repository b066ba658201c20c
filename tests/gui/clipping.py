"""Looks for text that has not the room it needs, in every widget that can be seen (U10).

    QT_SCALE_FACTOR=1.5 python tests/gui/clipping.py WIDTH HEIGHT POINTS …

prints one line a fault, for the sample and for a report with the longest names, on every tab. A scale of the screen
needs a process of its own.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt  # noqa: E402 - the checkout has to be found first
from PySide6.QtWidgets import (  # noqa: E402
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QToolButton,
    QWidget,
)

from selfeval_gui.gui.status import ElidedLabel  # noqa: E402


def faults(top: QWidget) -> Iterator[str]:
    """Every visible widget below `top` whose text is cut."""
    for widget in top.findChildren(QWidget):
        if widget.isVisible() and (fault := _fault(widget)):
            yield f"{type(widget).__name__} {widget.objectName() or _text(widget)[:20]!r}: {fault}"


def _fault(widget: QWidget) -> str:
    metrics = widget.fontMetrics()
    if isinstance(widget, ElidedLabel):
        return "" if widget.height() >= metrics.height() else "too low"
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            if _in_scroll_area(widget):
                return ""
            return "" if widget.height() >= needed else f"{widget.height()} high, needs {needed}"
        said = widget.text().replace("&", "") if widget.buddy() is not None else widget.text()
        needed = max(metrics.horizontalAdvance(line) for line in said.split("\n"))
        if widget.width() < needed:
            return f"{widget.width()} wide, needs {needed}"
        return "" if widget.height() >= metrics.height() * (widget.text().count("\n") + 1) - 2 else "too low"
    if isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly:
        return ""
    if isinstance(widget, QAbstractButton) and widget.text():
        hint = widget.sizeHint() if not isinstance(widget, QToolButton) else widget.minimumSizeHint()
        # A style makes buttons wider than their words; only the words count.
        words = metrics.horizontalAdvance(re.sub("&(?=.)", "", widget.text())) + metrics.averageCharWidth()
        if widget.width() < min(words, hint.width() - 1) or widget.height() < hint.height() - 1:
            return f"{widget.width()}×{widget.height()}, needs {hint.width()}×{hint.height()}"
    if isinstance(widget, QScrollArea) and widget.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        content, room = widget.widget().width(), widget.viewport().width()
        if content > room:
            return f"content {content} wide, in sight {room}"
    if isinstance(widget, QTabBar) and (tabs := widget.parentWidget()) and widget.sizeHint().width() > tabs.width():
        return f"{tabs.width()} wide, needs {widget.sizeHint().width()}"
    if isinstance(widget, QLineEdit | QComboBox) and not isinstance(widget.parentWidget(), QComboBox):
        needed = metrics.height()
        return "" if widget.height() >= needed + 2 else f"{widget.height()} high, needs {needed + 2}"
    if isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
        model = widget.model()
        for section in range(widget.count()):
            said = str(model.headerData(section, widget.orientation()) or "")
            lines = -(
                -metrics.horizontalAdvance(said) // max(1, widget.sectionSize(section) - metrics.averageCharWidth())
            )
            if not widget.isSectionHidden(section) and widget.height() < lines * metrics.lineSpacing():
                return f"column {said}: {widget.sectionSize(section)} wide, {widget.height()} high"
    return _outside(widget)


def _outside(widget: QWidget) -> str:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or _in_scroll_area(widget):
        return ""
    if not isinstance(widget, QLabel | QAbstractButton):
        return ""
    return "" if parent.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry()) else "beyond its parent's edge"


def _in_scroll_area(widget: QWidget) -> bool:
    """Its parent is what is scrolled."""
    parent = widget.parentWidget()
    area = parent.parentWidget() if parent is not None else None
    return isinstance(area, QAbstractScrollArea) or (
        area is not None and isinstance(area.parentWidget(), QAbstractScrollArea)
    )


def _text(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return str(text()) if callable(text) else ""


def measure(width: int, height: int, sizes: list[float]) -> Iterator[str]:
    """All faults of the window at that size of screen, with these sizes of type in points."""
    from selfeval_gui import resources, storage
    from selfeval_gui.gui.app import _application
    from selfeval_gui.gui.places import Places
    from selfeval_gui.gui.style import typeface
    from selfeval_gui.gui.window import MainWindow
    from tests.printing import reports

    application = QApplication.instance() or _application("")
    assert isinstance(application, QApplication)
    sample = storage.load(resources.path("sample", "sample.zxzp.json")).file
    for points in sizes:
        application.setProperty(typeface._USUAL, float(points))
        font = application.font()
        font.setPointSizeF(points)
        application.setFont(font)
        with tempfile.TemporaryDirectory() as home:
            window = MainWindow(Places(Path(home) / "config", Path(home), Path(home)))
            for name in ("sample", "long-names"):
                report = sample.report if name == "sample" else reports.ALL[name]()
                window.document.replace_file(replace(sample, report=report), None, None)
                window.resize(width, height)
                window.show()
                if window.width() > width or window.height() > height:
                    yield f"{points} pt: the window wants {window.width()}×{window.height()}"
                window.composing.pages()
                for at in range(window.tabs.count()):
                    window.tabs.setCurrentIndex(at)
                    for _ in range(3):
                        application.processEvents()
                    for fault in faults(window):
                        yield f"{points} pt, {name}, tab {at + 1}: {fault}"
            window.document.undo_stack.setClean()
            window.close()
            window.deleteLater()
            application.processEvents()


if __name__ == "__main__":
    os.environ.setdefault("SELFEVAL_HOME", tempfile.mkdtemp())
    across, down, *type_sizes = sys.argv[1:]
    for line in dict.fromkeys(measure(int(across), int(down), [float(size) for size in type_sizes])):
        print(line)
