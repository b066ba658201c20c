"""What shows that a report is final: fields that cannot be written in, and a bar that says so, with the way back.

The document itself refuses changes of a final report; this only spares people the try.
"""

import weakref

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QMainWindow,
    QPushButton,
    QRadioButton,
    QTabWidget,
    QToolBar,
    QWidget,
)

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors.plain import PlainLine
from selfeval_gui.gui.editors.plain_text import PlainText

SAID = "本报告已定稿，不能修改。"
_SWITCHES = (QPushButton, QRadioButton, QComboBox)


class FinalLock:
    """Follows the document's state. `way_back` is the action 定稿 / 取消定稿."""

    def __init__(self, window: QMainWindow, document: Document, tabs: QTabWidget, way_back: QAction) -> None:
        self._window, self._document, self._tabs, self._way_back = window, document, tabs, way_back
        self._disabled: weakref.WeakSet[QWidget] = weakref.WeakSet()
        self._bar: QToolBar | None = None
        self._locked = False
        document.state_changed.connect(self._follow)
        document.refused.connect(self._put_back)
        if document.is_final:
            self._follow()

    def page_built(self) -> None:
        """There are new editors."""
        if self._locked:
            QTimer.singleShot(0, self._tabs, self._lock)

    def _follow(self) -> None:
        final = self._document.is_final
        if final == self._locked:
            return
        self._locked = final
        self._way_back.setText("取消定稿(&G)…" if final else "定稿(&G)…")
        self._way_back.setIconText("取消定稿…" if final else "定稿")
        self._lock()
        if final and self._bar is None:
            self._bar = self._made_bar()
        if self._bar is not None:
            self._bar.setVisible(final)

    def _lock(self) -> None:
        for editor in self._editors():
            if isinstance(editor, PlainLine | PlainText):
                editor.setReadOnly(self._locked)
                pull = getattr(getattr(editor, "binding", None), "pull", None)
                if callable(pull):
                    pull()  # a section that follows the tables stays as it is
        if not self._locked:
            for widget in list(self._disabled):
                widget.setEnabled(True)
            self._disabled.clear()
            return
        for at in range(self._tabs.count()):
            for widget in self._tabs.widget(at).findChildren(QWidget):
                if widget.isEnabled() and _is_switch(widget):
                    widget.setEnabled(False)
                    self._disabled.add(widget)

    def _put_back(self) -> None:
        """Something was written that the document did not take: show the report again."""
        for editor in self._editors():
            pull = getattr(getattr(editor, "binding", None), "pull", None)
            if callable(pull):
                pull()

    def _editors(self) -> list[QWidget]:
        pages = [self._tabs.widget(at) for at in range(self._tabs.count())]
        return [widget for page in pages for widget in page.findChildren(QWidget) if hasattr(widget, "binding")]

    def _made_bar(self) -> QToolBar:
        bar = QToolBar("定稿", self._window)
        bar.setObjectName("final.bar")
        bar.setMovable(False)
        label = QLabel(f"✔ {SAID}", bar)
        label.setObjectName("final.said")
        line = label.fontMetrics().height()
        label.setContentsMargins(line, line // 4, line, line // 4)
        bar.addWidget(label)
        bar.addAction(self._way_back)
        self._window.addToolBarBreak()
        self._window.addToolBar(bar)
        return bar


def _is_switch(widget: QWidget) -> bool:
    """A button, a list, or the button inside a field: calendar, arrow."""
    return isinstance(widget, _SWITCHES) or (
        isinstance(widget, QAbstractButton) and isinstance(widget.parent(), PlainLine)
    )
