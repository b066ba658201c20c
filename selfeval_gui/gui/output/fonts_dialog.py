"""字体情况: which typeface each style of the form uses here, and the choice to use only the program's own."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.preferences.settings import Settings
from selfeval_gui.gui.preview import Composing
from selfeval_gui.gui.style.quiet import QuietLabel

COLUMNS = ("用途", "字体", "来源", "文件", "缺字时依次用")
SETTING = "fonts/bundled"
BUNDLED, INSTALLED = "随程序提供", "本机已安装"


class FontsDialog(QDialog):
    """The table, and the switch; the switch holds at once and is remembered."""

    def __init__(self, composing: Composing, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fonts_dialog")
        self.setWindowTitle("字体情况")
        self._composing, self._settings = composing, settings
        self.table = QTableWidget(0, len(COLUMNS), self)
        self.table.setObjectName("fonts.table")
        self.table.setAccessibleName("表样的字体")
        self.table.setHorizontalHeaderLabels(list(COLUMNS))
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        head = self.table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(True)
        self.own = QCheckBox("只用随程序提供的字体，在任何电脑上排版都相同(&B)", self)
        self.own.setObjectName("fonts.bundled")
        self.own.setChecked(composing.bundled_only)
        self.own.toggled.connect(self._choose)
        note = QuietLabel("不勾选时，本机装有方正小标宋、仿宋_GB2312、楷体_GB2312、宋体、黑体的，优先用本机的。", self)
        note.setWordWrap(True)
        note.setIndent(round(self.fontMetrics().height() * 1.6))
        buttons = QDialogButtonBox(self)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setObjectName("button.close")
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        line = self.fontMetrics().height()
        column = QVBoxLayout(self)
        column.setSpacing(line // 2)
        column.addWidget(self.table, 1)
        column.addWidget(self.own)
        column.addWidget(note)
        column.addWidget(buttons)
        self._fill()
        available = (parent or self).screen().availableGeometry().size()
        self.resize(QSize(line * 50, line * 19).boundedTo(available * 0.9))

    def _choose(self, bundled_only: bool) -> None:
        self._composing.use_fonts(bundled_only=bundled_only)
        self._settings.put(SETTING, "yes" if bundled_only else "no")
        self._fill()

    def _fill(self) -> None:
        rows = self._composing.fonts.report()
        self.table.setRowCount(len(rows))
        for place, row in enumerate(rows):
            origin = BUNDLED if row.bundled else INSTALLED
            for column, text in enumerate((row.label, row.face, origin, row.path.name, "、".join(row.fallback))):
                item = QTableWidgetItem(text)
                item.setToolTip(str(row.path) if column == COLUMNS.index("文件") else text)
                self.table.setItem(place, column, item)
        if self.table.currentRow() < 0:
            self.table.setCurrentCell(0, 0)
