"""The home page itself: cards to begin with at the left, the reports at the right, hints for the first time below.

It says what was asked for and does nothing by itself: files, settings and actions are the flow's matter.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.home.drawing import EntryDelegate, StartCard, bold
from selfeval_gui.gui.home.shelf import ENTRY, Entry, Shelf
from selfeval_gui.gui.style import tones
from selfeval_gui.gui.style.icons import icon
from selfeval_gui.gui.style.push import push_button
from selfeval_gui.gui.style.quiet import QuietLabel

CARDS = (
    ("import", "导入上年文件(&I)", "从上年的 Word、Excel、PDF 或本程序文件开始", "import"),
    ("open", "打开(&O)", "打开已有的自评报告", "open"),
    ("blank", "新建空白(&N)", "从一份空表开始填写", "new"),
    ("sample", "看样例(&M)", "一份填好的报告（虚构单位），可随意试用", "help"),
)
HINTS = (
    "有上年的文件就点“导入上年文件”，Word、Excel 都行，逐项看过再采用。",
    "右边就是要交的表：点表上任何一处，光标就到对应的空。",
    "填完按 F5 检查，再导出 PDF 或打印。所有修改都能按 Ctrl+Z 撤销。",
)
NOTHING_YET = "打开或保存过的报告会列在这里。"


class ReportList(QListView):
    """The list; Enter opens, Delete takes an entry off the list (never a file off the disk)."""

    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(tones.line(self.palette()))
        painter.setBrush(tones.sheet(self.palette()))
        radius = self.fontMetrics().height() / 3
        painter.drawRoundedRect(QRectF(self.viewport().rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.end()
        super().paintEvent(event)
        if not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(tones.quiet(self.palette()))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect(), flags, NOTHING_YET)


class HomePage(QScrollArea):
    """What is shown when the program starts without a file."""

    begun = Signal(str)
    """The key of a card: import, open, blank, sample; or `back`."""
    chosen = Signal(object)
    """The path of a report to open."""
    pin = Signal(object, bool)
    forget = Signal(object)
    hints_sent_away = Signal()

    def __init__(self, shelf: Shelf, *, hints: bool, back: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("home")
        self.setAccessibleName("起始页")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._shelf = shelf
        self.cards: dict[str, StartCard] = {}
        content = QWidget(self)
        line = self.fontMetrics().height()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(line * 2, line, line * 2, line)
        outer.setSpacing(line * 3 // 4)
        title = QLabel("项目支出绩效自评", content)
        title.setFont(bold(self.font(), 1.7))
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(QuietLabel("也可以把文件拖到窗口里。", content), 0, Qt.AlignmentFlag.AlignBottom)
        outer.addLayout(head)
        halves = QHBoxLayout()
        halves.setSpacing(line * 2)
        halves.addLayout(self._left(content, back))
        self.hints = self._hints(content)
        self.hints.setVisible(hints)
        halves.addLayout(self._right(content), 1)
        outer.addLayout(halves, 1)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        shelf.modelReset.connect(self._show_buttons)
        shelf.dataChanged.connect(self._show_buttons)
        self.list.selectionModel().currentChanged.connect(self._show_buttons)
        self._show_buttons()

    @property
    def current(self) -> Entry | None:
        """The entry that is marked."""
        index = self.list.currentIndex()
        return index.data(ENTRY) if index.isValid() else None

    def mark(self, path: Path | None) -> None:
        """Make the entry of a path the current one, or the first."""
        row = max(0, self._shelf.row_of(path) if path is not None else 0)
        if self._shelf.rowCount():
            self.list.setCurrentIndex(self._shelf.index(row))

    def begin(self) -> None:
        """Put the focus where one most likely goes on."""
        if self._shelf.rowCount():
            self.mark(None)
            self.list.setFocus()
        else:
            self.cards["import"].setFocus()

    def _left(self, parent: QWidget, back: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(self.fontMetrics().height() // 2)
        cards = ((("back", "返回当前报告(&B)", back, "undo"),) if back else ()) + CARDS
        for key, text, note, picture in cards:
            card = StartCard(text, note, icon(picture), parent)
            card.setObjectName(f"home.{key}")
            card.clicked.connect(lambda _checked=False, what=key: self.begun.emit(what))
            column.addWidget(card)
            self.cards[key] = card
        column.addStretch(1)
        return column

    def _right(self, parent: QWidget) -> QVBoxLayout:
        line = self.fontMetrics().height()
        column = QVBoxLayout()
        column.setSpacing(line // 2)
        label = QLabel("我的报告(&R)", parent)
        label.setFont(bold(self.font(), 1.1))
        self.list = ReportList(parent)
        self.list.setObjectName("home.reports")
        self.list.setAccessibleName("我的报告")
        self.list.setModel(self._shelf)
        self.list.setItemDelegate(EntryDelegate(self._shelf, self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.setMinimumHeight(line * 7)
        self.list.setMinimumWidth(line * 15)
        self.list.activated.connect(self._open)
        self.list.removed.connect(self._forget)
        self.list.customContextMenuRequested.connect(self._menu)
        label.setBuddy(self.list)
        head = QHBoxLayout()
        head.addWidget(label)
        head.addStretch(1)
        self._pin = self._button("固定(&F)", "home.pin", self._turn_pin)
        self._off = self._button("移出列表(&D)", "home.forget", self._forget)
        self._off.setToolTip("只从这里移除，不删除文件")
        head.addWidget(self._pin)
        head.addWidget(self._off)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.hints)
        return column

    def _hints(self, parent: QWidget) -> QWidget:
        line = self.fontMetrics().height()
        box = QWidget(parent)
        box.setObjectName("home.hints")
        row = QHBoxLayout(box)
        row.setContentsMargins(0, line // 2, 0, 0)
        texts = QVBoxLayout()
        texts.setSpacing(line // 3)
        for number, text in enumerate(HINTS, 1):
            hint = QuietLabel(f"{number}. {text}", box)
            hint.setWordWrap(True)
            texts.addWidget(hint)
        row.addLayout(texts, 1)
        row.addSpacing(line)
        away = self._button("不再显示(&X)", "home.hints.close", self.hints_sent_away.emit)
        row.addWidget(away, 0, Qt.AlignmentFlag.AlignBottom)
        return box

    def _button(self, text: str, name: str, act: Callable[[], object]) -> QPushButton:
        return push_button(self, name, text, act)

    def _show_buttons(self, *_: object) -> None:
        entry = self.current
        for button in (self._pin, self._off):
            button.setVisible(bool(self._shelf.rowCount()))
            button.setEnabled(entry is not None)
        self._pin.setText("取消固定(&F)" if entry is not None and entry.pinned else "固定(&F)")

    def _open(self, index: QModelIndex) -> None:
        self.chosen.emit(index.data(ENTRY).path)

    def _turn_pin(self) -> None:
        if (entry := self.current) is not None:
            self.pin.emit(entry.path, not entry.pinned)
            self.list.setFocus()

    def _forget(self) -> None:
        if (entry := self.current) is not None:
            self.forget.emit(entry.path)
            self.list.setFocus()

    def _menu(self, place: QPoint) -> None:
        entry = self.current
        if entry is None:
            return
        menu = QMenu(self)
        menu.setObjectName("home.menu")
        menu.addAction("打开(&O)").triggered.connect(lambda: self.chosen.emit(entry.path))
        menu.addAction("取消固定(&F)" if entry.pinned else "固定(&F)").triggered.connect(self._turn_pin)
        menu.addAction("移出列表(&D)").triggered.connect(self._forget)
        menu.exec(self.list.viewport().mapToGlobal(place))
        menu.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.begun.emit("back")
        else:
            super().keyPressEvent(event)
