"""设置: few and plain. What a new report begins with, folders, grades, what is remembered, ways to other choices.

Nothing takes effect before 确定, except what is removed from the remembered entries: that says so.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from selfeval_gui.gui.checks.on_paper import OFFICIAL_SETTING
from selfeval_gui.gui.editors.plain import PlainLine
from selfeval_gui.gui.known import defaults
from selfeval_gui.gui.known.entries import KINDS, KnownEntries
from selfeval_gui.gui.style.push import push_button
from selfeval_gui.gui.style.quiet import QuietLabel
from selfeval_gui.report import grades

if TYPE_CHECKING:
    from selfeval_gui.gui.window import MainWindow

START_FOLDER, GRADES, HINTS = "folder/start", "grades/scheme", "home/hints"
_ENTRY = Qt.ItemDataRole.UserRole


class SettingsDialog(QDialog):
    """The pages as tabs; `others` are the actions that open further dialogs."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._settings, self._places = window, window.settings, window.places
        self.setObjectName("settings")
        self.setWindowTitle("设置")
        self.entries = KnownEntries(self._places.data)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("settings.tabs")
        self.tabs.setAccessibleName("设置的类别")
        self.fields: dict[str, PlainLine] = {}
        for title, page in (
            ("本单位", self._unit_page()),
            ("文件夹", self._folder_page()),
            ("等次与检查", self._grade_page()),
            ("记住的内容", self._entries_page()),
            ("字体与提示", self._look_page()),
        ):
            self.tabs.addTab(page, title)
        box = QDialogButtonBox(self)
        accept = box.addButton("确定", QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setObjectName("button.accept")
        accept.setDefault(True)
        leave = box.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
        leave.setObjectName("button.cancel")
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.tabs, 1)
        column.addWidget(box)
        line = self.fontMetrics().height()
        available = window.screen().availableGeometry().size()
        self.resize(QSize(line * 34, line * 24).boundedTo(available * 0.9))

    def accept(self) -> None:
        """Keep what was chosen."""
        texts = {path: field.text().strip() for path, field in self.fields.items()}
        if texts != {path: defaults.read(self._places.data).get(path, "") for path in defaults.PATHS}:
            defaults.write(self._places.data, texts)
        self._settings.put(START_FOLDER, self.folder.text().strip())
        chosen = self.schemes.checkedButton()
        if chosen is not None:
            scheme = chosen.objectName().rpartition(".")[2]
            self._settings.put(GRADES, scheme)
            self._window.document.prefer_scheme(scheme)
        if self.entries.remembers != self.remembers.isChecked():
            self.entries.remembers = self.remembers.isChecked()
            self.entries.keep()
        if self.hints.isChecked():
            self._settings.put(HINTS, "shown")
        if self.official.isChecked() != self._window.check.paper.wants_official:
            self._settings.put(OFFICIAL_SETTING, "yes" if self.official.isChecked() else "no")
            self._window.check.live.start()
        super().accept()

    # --- pages

    def _unit_page(self) -> QWidget:
        page, column = self._page("新建空白报告、导入上年文件时，这些内容自动填入空着的栏目。")
        form = QFormLayout()
        form.setVerticalSpacing(self.fontMetrics().height() // 2)
        known = defaults.read(self._places.data)
        for path in defaults.PATHS:
            field = PlainLine(page)
            field.setObjectName(f"settings.{path}")
            field.setText(known.get(path, ""))
            label = self._window.document.form.label(path)
            field.setAccessibleName(label)
            form.addRow(label, field)
            self.fields[path] = field
        column.addLayout(form)
        take = self._button("取自当前报告(&T)", "settings.unit.take", self._take_from_report, page)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(take)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def _folder_page(self) -> QWidget:
        page, column = self._page("打开、保存、导出时先显示这个文件夹；留空时用上次用过的文件夹。")
        self.folder = PlainLine(page)
        self.folder.setObjectName("settings.folder")
        self.folder.setAccessibleName("常用文件夹")
        self.folder.setText(self._settings.text_of(START_FOLDER))
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(self._button("选择(&C)…", "settings.folder.choose", self._choose_folder, page))
        column.addLayout(row)
        column.addSpacing(self.fontMetrics().height())
        for words, folder in (("备份放在：", self._places.backups), ("程序的数据放在：", self._places.data)):
            line = QLabel(f"{words}\n{folder}", page)
            line.setTextFormat(Qt.TextFormat.PlainText)
            line.setWordWrap(True)
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(line)
        column.addStretch(1)
        return page

    def _grade_page(self) -> QWidget:
        page, column = self._page("没有填写等次时，按这一种由得分建议等次。已填写的等次不变。")
        self.schemes = QButtonGroup(page)
        preset = self._settings.text_of(GRADES) or self._window.document.form.grade_scheme
        for scheme in grades.schemes():
            bands = "、".join(f"{name}（{lower} 分起）" if lower else name for name, lower in scheme.bands)
            button = QRadioButton(bands, page)
            button.setObjectName(f"settings.grades.{scheme.id}")
            button.setChecked(scheme.id == preset)
            self.schemes.addButton(button)
            column.addWidget(button)
        column.addSpacing(self.fontMetrics().height())
        column.addWidget(self._note("不适用的检查项可以关闭，关闭时写明原因；也可以添加本单位的用词。", page))
        column.addWidget(self._way("本单位用词与检查项(&W)…", "office", page), 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return page

    def _entries_page(self) -> QWidget:
        page, column = self._page("填写单位、姓名、职务、地址时，程序会提示以前填过的内容。只保存在这台电脑上。")
        self.remembers = QCheckBox("记住新填写的内容(&R)", page)
        self.remembers.setObjectName("settings.entries.remember")
        self.remembers.setChecked(self.entries.remembers)
        column.addWidget(self.remembers)
        self.list = QListWidget(page)
        self.list.setObjectName("settings.entries")
        self.list.setAccessibleName("记住的内容")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(self._note("移除的内容立即生效，不影响任何报告。", page), 1)
        row.addWidget(self._button("移除所选(&D)", "settings.entries.remove", self._forget, page))
        row.addWidget(self._button("全部移除(&L)", "settings.entries.clear", self._forget_all, page))
        column.addLayout(row)
        self._list_entries()
        return page

    def _look_page(self) -> QWidget:
        page, column = self._page("表样优先用本机安装的官方字体，也可以只用随程序提供的字体。")
        column.addWidget(self._way("字体情况(&F)…", "fonts", page), 0, Qt.AlignmentFlag.AlignLeft)
        self.official = QCheckBox("本机没有安装官方字体时，检查给出警告(&O)", page)
        self.official.setObjectName("settings.official_fonts")
        self.official.setChecked(self._window.check.paper.wants_official)
        column.addWidget(self.official)
        column.addSpacing(self.fontMetrics().height())
        self.hints = QCheckBox("在起始页重新显示三条提示(&H)", page)
        self.hints.setObjectName("settings.hints")
        self.hints.setEnabled(self._settings.text_of(HINTS) == "away")
        column.addWidget(self.hints)
        column.addWidget(self._note("浅色、深色、大字在“视图”菜单里。", page))
        column.addStretch(1)
        return page

    # --- what the buttons do

    def _take_from_report(self) -> None:
        for path, text in defaults.of_report(self._window.document.report).items():
            self.fields[path].setText(text)

    def _choose_folder(self) -> None:
        start = self.folder.text().strip() or str(self._settings.last_folder(self._places.documents))
        dialog = QFileDialog(self, "选择文件夹", start)
        dialog.setObjectName("dialog.folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        if dialog.exec():
            self.folder.setText(str(Path(dialog.selectedFiles()[0])))
        dialog.deleteLater()

    def _list_entries(self) -> None:
        self.list.clear()
        for person in self.entries.people:
            told = " ".join(part for part in (person.unit, person.title, person.phone) if part)
            self._add("people", person.name, f"人员：{person.name}　{told}".rstrip("　"))
        for kind, word in KINDS.items():
            for text in self.entries.texts[kind]:
                self._add(kind, text, f"{word}：{text}")

    def _add(self, kind: str, text: str, shown: str) -> None:
        item = QListWidgetItem(shown, self.list)
        item.setData(_ENTRY, (kind, text))

    def _forget(self) -> None:
        for item in self.list.selectedItems():
            self.entries.forget(*item.data(_ENTRY))
        self._list_entries()

    def _forget_all(self) -> None:
        self.entries.forget_all()
        self._list_entries()

    # --- pieces

    def _page(self, words: str) -> tuple[QWidget, QVBoxLayout]:
        page = QWidget(self)
        column = QVBoxLayout(page)
        line = self.fontMetrics().height()
        column.setContentsMargins(line, line, line, line)
        column.setSpacing(line // 2)
        column.addWidget(self._note(words, page))
        return page, column

    def _note(self, words: str, parent: QWidget) -> QuietLabel:
        note = QuietLabel(words, parent)
        note.setWordWrap(True)
        return note

    def _button(self, text: str, name: str, act: Callable[[], None], parent: QWidget) -> QPushButton:
        return push_button(parent, name, text, act)

    def _way(self, text: str, action: str, parent: QWidget) -> QPushButton:
        """A button that does what an action of the menu does."""
        return self._button(text, f"settings.{action}", self._window.actions_by_name[action].trigger, parent)
