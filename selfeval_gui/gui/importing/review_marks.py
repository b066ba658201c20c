"""未核对 in the window: how many on each tab, a mark beside each field with the old value, and 已核对.

Marks are in the file; only a person's act here takes them away, and undo brings them back.
"""

import weakref
from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QLabel, QTabWidget, QToolButton, QWidget

from selfeval_gui.gui.document import Document
from selfeval_gui.gui.editors import commit_pending
from selfeval_gui.gui.style import tones
from selfeval_gui.gui.tab_counts import TabCounts
from selfeval_gui.gui.tab_names import tab_of
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.marks import Marks, mark_of

Role = QPalette.ColorRole
SIGN = "● 未核对"
_SHOWN = 600


def previous_text(document: Document, path: str) -> str:
    """The sentence about a mark: what stood there before. "" when the blank has none."""
    mark = document.unreviewed.get(path)
    if mark is None:
        return ""
    old = mark.get("previous")
    if not isinstance(old, str) or not old:
        return "未核对。"
    kind = blank(path).kind
    shown = kind.show(kind.read(old))
    return f"未核对。原内容：{shown if len(shown) <= _SHOWN else shown[:_SHOWN] + '……'}"


class Badge(QToolButton):
    """The mark beside a field's label; pressing it says that the field was looked at."""

    def __init__(self, label: QLabel, path: str, reviewed: Callable[[str], object]) -> None:
        super().__init__(label)
        self.path = path
        self.setObjectName(f"mark.{path}")
        self.setText(SIGN)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+K is the keyboard's way; Tab goes from field to field
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        font = self.font()
        font.setBold(False)
        font.setPointSizeF(font.pointSizeF() * 0.88)
        self.setFont(font)
        self._label = label
        self._tint()
        label.installEventFilter(self)
        self.clicked.connect(lambda: reviewed(self.path))
        self.place()

    def tell(self, sentence: str, label: str) -> None:
        """Say what stood there."""
        self.setToolTip(f"{sentence}\n点击或按 Ctrl+K 标为“已核对”。")
        self.setAccessibleName(f"“{label}”未核对，按下标为已核对")
        self.setAccessibleDescription(sentence)

    def place(self) -> None:
        """Right behind the label's words."""
        size = self.sizeHint()
        words = self._label.fontMetrics().horizontalAdvance(self._label.text())
        x = min(words + self._label.fontMetrics().height() // 3, max(0, self._label.width() - size.width()))
        height = min(size.height(), max(self._label.height(), 1))
        self.setGeometry(x, (self._label.height() - height) // 2, size.width(), height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self.place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A style sheet that is laid on anew puts the old palette back, and is heard of as a change of it.
        if event.type() in (QEvent.Type.ApplicationPaletteChange, QEvent.Type.PaletteChange):
            self._tint()

    def _tint(self) -> None:
        tone, roles = tones.warning(QGuiApplication.palette()), (Role.ButtonText, Role.WindowText)
        if any(self.palette().color(role) != tone for role in roles):
            palette = QPalette()
            for role in roles:
                palette.setColor(role, tone)
            self.setPalette(palette)


class ReviewMarks(QObject):
    """Keeps the marks of a window's tabs up to date. `reveal` leads to a blank."""

    def __init__(self, document: Document, tabs: QTabWidget, reveal: Callable[[str], object]) -> None:
        super().__init__(tabs)
        self._document, self._tabs, self._reveal = document, tabs, reveal
        self.counts = TabCounts(tabs)
        self._told = False
        self._badges: weakref.WeakValueDictionary[str, Badge] = weakref.WeakValueDictionary()
        self._shown: tuple[Marks, QWidget] | None = None
        document.state_changed.connect(self.refresh)
        document.changed.connect(self.refresh)
        tabs.currentChanged.connect(self.refresh)

    def refresh(self, *_: object) -> None:
        """Show the marks as they are. Pages that are built later are looked at when they come to the front."""
        marks = self._document.unreviewed
        if self._tabs.count() == 0:
            return
        page = self._tabs.currentWidget()
        if self._shown is not None and self._shown[0] is marks and self._shown[1] is page:
            return
        if not marks and not self._badges and not self._told:
            return
        self._shown = marks, page
        self._told = True
        self.counts.tell(unreviewed=Counter(tab_of(path) for path in marks))
        self._show_badges(page)

    def _show_badges(self, page: QWidget) -> None:
        marks = self._document.unreviewed
        for path, badge in list(self._badges.items()):
            badge.setVisible(path in marks)
        for label in page.findChildren(QLabel):
            path = _path_of(label)
            if path not in marks:
                continue
            if path not in self._badges:
                self._badges[path] = Badge(label, path, lambda p: self.mark_reviewed([p]))
            badge = self._badges[path]
            badge.tell(previous_text(self._document, path), self._document.form.label(path))
            badge.place()
            badge.show()

    def page_built(self) -> None:
        """There are new editors."""
        self._shown = None
        QTimer.singleShot(0, self, self.refresh)

    def handlers(self, field: Callable[[], str]) -> dict[str, Callable[[], object]]:
        """What the window's actions do; `field` is the path of the blank that is being edited."""
        return {
            "reviewed": lambda: self.field_reviewed(field()),
            "tab_reviewed": self.tab_reviewed,
            "next_mark": lambda: self.step(field(), 1),
            "previous_mark": lambda: self.step(field(), -1),
        }

    def mark_reviewed(self, paths: list[str]) -> bool:
        """已核对; whether there was a mark."""
        commit_pending()
        what = f"核对“{self._document.form.label(paths[0])}”" if len(paths) == 1 else f"核对 {len(paths)} 处"
        if not self._document.mark_reviewed(paths, what):
            self._document.notice.emit("这里没有“未核对”的标记。")
            return False
        left = len(self._document.unreviewed)
        self._document.notice.emit(f"已核对，还有 {left} 处未核对。" if left else "全部核对完毕。")
        return True

    def field_reviewed(self, path: str) -> bool:
        """已核对 for the blank that is being edited, or its row."""
        return bool(path) and self.mark_reviewed([mark_of(path)])

    def tab_reviewed(self) -> bool:
        """已核对 for everything on the tab in front."""
        name = self._tabs.currentWidget().objectName()
        return self.mark_reviewed([path for path in self._document.unreviewed if tab_of(path) == name])

    def step(self, path: str, by: int) -> bool:
        """Go to the next (+1) or previous (-1) mark, seen from `path`; whether there is one."""
        marks = _in_order(self._document)
        if not marks:
            self._document.notice.emit("没有未核对的内容。")
            return False
        here = mark_of(path) if path else ""
        at = marks.index(here) + by if here in marks else (0 if by > 0 else -1)
        target = marks[at % len(marks)]
        self._reveal(target)
        self._document.notice.emit(previous_text(self._document, target).replace("\n", " ⏎ "))
        return True


def _path_of(label: QLabel) -> str:
    """The path of the field that a label names; "" when it names none."""
    buddy: QWidget | None = label.buddy()  # the stubs say that there always is one
    return "" if buddy is None else buddy.objectName()


def _in_order(document: Document) -> list[str]:
    """The marks in the form's order."""
    from selfeval_gui.report.edit import leaf_paths

    marks = document.unreviewed
    return [path for path in leaf_paths(document.report) if path in marks]
