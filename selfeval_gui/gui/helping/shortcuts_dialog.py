"""快捷键: every key of the program in one list. The window's keys come from its actions, so that none is forgotten."""

import re

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from selfeval_gui.gui.actions import MENUS, SPECS, menu_of

IN_FIELDS = (
    ("Tab、Shift+Tab", "到下一个、上一个空"),
    ("Alt+↓ 或 F4", "打开日期的日历、等次和科目的列表；在手填的合计中恢复自动合计"),
    ("空格、方向键", "选评价类型"),
    ("F10 或 Alt+字母", "打开菜单、按有下划线字母的按钮"),
    ("Esc", "放弃正在输入的单元格；关闭查找、提示和打印预览"),
)
IN_TABLES = (
    ("方向键、Tab、回车", "在单元格之间移动；回车到下一行"),
    ("F2 或直接输入", "改单元格"),
    ("F4", "打开科目、人员、组内分工的列表"),
    ("Delete", "清空选中的单元格"),
    ("Ctrl+D", "用最上面一格向下填充；只选一行时取上一行"),
    ("Ctrl+Shift+＋、Ctrl+Shift+－", "插入一行、删除选中的行（也可用 Ctrl+Insert、Ctrl+Delete）"),
    ("Alt+↑、Alt+↓", "把选中的行上移、下移"),
    ("Ctrl+方向键", "到第一行、最后一行，第一列、最后一列；加 Shift 一并选中"),
    ("Ctrl+C、Ctrl+X、Ctrl+V", "与 Excel、WPS、Word 互相复制粘贴"),
    ("编码或拼音首字母、回车", "在支出内容、姓名、单位中找到以前的或规定的名称"),
)
ON_PAGES = (("PgUp、PgDn、方向键", "翻看表样"), ("Ctrl+滚轮", "放大、缩小表样"))


class ShortcutsDialog(QDialog):
    """A list in groups; Esc or 关闭 leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle("快捷键")
        self.list = QTreeWidget(self)
        self.list.setObjectName("shortcuts.list")
        self.list.setAccessibleName("快捷键一览")
        self.list.setHeaderLabels(["按键", "作用"])
        self.list.setRootIsDecorated(False)
        self.list.setAlternatingRowColors(True)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        for title, rows in groups():
            group = QTreeWidgetItem([title])
            font = self.font()
            font.setBold(True)
            group.setFont(0, font)
            self.list.addTopLevelItem(group)
            for keys, words in rows:
                group.addChild(QTreeWidgetItem([keys, words]))
            group.setExpanded(True)
            self.list.setFirstColumnSpanned(self.list.indexOfTopLevelItem(group), self.list.rootIndex(), True)
        buttons = QDialogButtonBox(self)
        close = buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole)
        close.setObjectName("button.close")
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        line = self.fontMetrics().height()
        column = QVBoxLayout(self)
        column.setContentsMargins(line, line, line, line)
        column.setSpacing(line // 2)
        column.addWidget(self.list)
        column.addWidget(buttons)
        self.resize(line * 28, min(line * 32, self.screen().availableGeometry().height() - 4 * line))


def groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Title → (keys, what they do): one group a menu, and the keys of fields, tables and pages."""
    found: dict[str, list[tuple[str, str]]] = {_plain(title): [] for title, _names in MENUS}
    for spec in SPECS:
        if spec.keys and (title := menu_of(spec.name)):
            shown = "、".join(QKeySequence(key).toString() for key in spec.keys[:1])
            found[_plain(title)].append((shown, _plain(spec.text)))
    rest = (("填写", IN_FIELDS), ("表格", IN_TABLES), ("官方表样", ON_PAGES))
    menus = [(title, rows) for title, rows in found.items() if rows]
    return [*menus, *((title, list(rows)) for title, rows in rest)]


def _plain(text: str) -> str:
    """Without the mnemonic and the dots."""
    return re.sub(r"\(&.\)|…", "", text)
