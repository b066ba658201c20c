"""The window's actions: words, keys and icons, and the menus and the toolbar made of them. Not what they do."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QToolButton

from selfeval_gui.gui.style.icons import icon

Handler = Callable[[], object]


class Spec(NamedTuple):
    """One action; `short` stands under its icon in the toolbar, `tip` in the status bar."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    picture: str = ""
    short: str = ""
    tip: str = ""
    checkable: bool = False


SPECS: tuple[Spec, ...] = (
    Spec("home", "起始页(&H)", ("Alt+Home",), "", "起始页", "我的报告、导入上年、新建、样例"),
    Spec("new", "新建(&N)", ("Ctrl+N",), "new", "新建", "新建一份空白的自评报告"),
    Spec("open", "打开(&O)…", ("Ctrl+O",), "open", "打开", "打开已有的自评报告文件"),
    Spec("save", "保存(&S)", ("Ctrl+S",), "save", "保存", "保存到当前文件"),
    Spec("save_as", "另存为(&A)…", ("Ctrl+Shift+S",), "", "另存为", "以另一个文件名保存"),
    Spec(
        "recover", "恢复未保存的内容(&U)…", (), "", "恢复", "找回没有保存到文件的内容：意外退出、忘记保存、选了“不保存”"
    ),
    Spec(
        "import", "导入上年文件(&I)…", ("Ctrl+I",), "import", "导入上年", "从上年的 Word、Excel、文本或本程序文件导入"
    ),
    Spec("import_clipboard", "从剪贴板导入(&B)…", (), "", "", "导入在 Word、WPS、Excel 中复制的整份上年报告"),
    Spec("export_pdf", "导出 PDF(&E)…", ("Ctrl+E",), "export-pdf", "导出 PDF", "按官方表样生成 PDF 文件"),
    Spec("export_docx", "导出 Word(&W)…", (), "", "", "按官方表样生成 Word 文件，可在 Word、WPS 中修改，可再次导入"),
    Spec(
        "fill_template",
        "填入本单位的 Word 模板(&T)…",
        (),
        "",
        "",
        "把内容填进本单位或财政局的空白 Word 表样，版面不动",
    ),
    Spec("export_xlsx", "导出 Excel(&L)…", (), "", "", "生成 Excel 工作簿，可再次导入"),
    Spec("print", "打印(&P)…", ("Ctrl+P",), "print", "打印", "打印官方表样，可选页码和份数"),
    Spec("check", "合规检查(&C)", ("F5",), "check", "检查", "检查合计、日期、得分、正文与表格是否一致"),
    Spec("next_finding", "下一个问题(&N)", ("F8",), "", "下一个问题"),
    Spec("previous_finding", "上一个问题(&V)", ("Shift+F8",), "", "上一个问题"),
    Spec("compare", "与上年对比(&L)…", (), "", "与上年对比", "逐项比较上年与本年的数，变化大的标出"),
    Spec("record", "审核记录(&J)…", (), "", "审核记录", "把检查结果和情况说明存成 PDF 或 Excel，供签字存档"),
    Spec("office", "本单位用词与检查项(&W)…", (), "", "本单位用词", "本单位不用的词，以及停用的检查"),
    Spec("finalize", "定稿(&G)…", (), "", "定稿", "没有问题后定稿：内容不再改动，另存一份定稿副本"),
    Spec("sample", "打开样例(&M)", (), "", "样例", "打开一份填好的样例（虚构单位），不影响您的文件"),
    Spec("history", "版本历史(&Y)…", (), "", "版本历史", "查看以前保存的版本，与现在比较，恢复其中一个"),
    Spec("back_up", "备份全部(&K)…", (), "", "备份全部", "把所有报告、以前的版本和设置备份成一个文件，可放在U 盘上"),
    Spec("restore", "从备份恢复(&F)…", (), "", "从备份恢复", "从备份文件恢复报告和以前的版本，不覆盖已有的文件"),
    Spec("quit", "退出(&X)", ("Ctrl+Q",), "", "退出"),
    Spec("undo", "撤销(&U)", ("Ctrl+Z", "Alt+Backspace"), "undo", "撤销"),
    Spec("redo", "重做(&R)", ("Ctrl+Y", "Ctrl+Shift+Z"), "redo", "重做"),
    Spec("find", "查找(&F)…", ("Ctrl+F",), "", "查找", "在整份报告中查找，包括表格"),
    Spec("replace", "替换(&H)…", ("Ctrl+H",), "", "替换", "在整份报告中替换，可一步撤销"),
    Spec("find_next", "查找下一处(&T)", ("F3",), "", "查找下一处"),
    Spec("find_previous", "查找上一处(&B)", ("Shift+F3",), "", "查找上一处"),
    Spec(
        "insert_value", "插入表格数据(&D)…", ("Ctrl+L",), "", "插入数据", "在正文中插入到位率、支出等，随表格自动更新"
    ),
    Spec("renumber", "重排序号(&S)", (), "", "重排序号", "把一、（一）1.（1）按顺序重新编号，可撤销"),
    Spec("reviewed", "标为已核对(&K)", ("Ctrl+K",), "", "已核对", "当前栏目已经看过：去掉“未核对”标记"),
    Spec("tab_reviewed", "本页全部标为已核对(&A)", ("Ctrl+Shift+K",), "", "", "去掉这一页的全部“未核对”标记，可撤销"),
    Spec("next_mark", "下一处未核对(&N)", ("F7",), "", "", "转到下一处未核对的栏目"),
    Spec("previous_mark", "上一处未核对(&P)", ("Shift+F7",), "", "", "转到上一处未核对的栏目"),
    Spec("unplaced", "导入时未识别的内容(&I)…", (), "", "", "查看、复制导入时没有放入栏目的文字"),
    Spec("preview", "显示官方表样(&S)", ("F9",), "preview", "表样", "在右侧显示或隐藏官方表样", checkable=True),
    Spec("form_larger", "放大表单(&L)", ("Ctrl++", "Ctrl+="), "", "放大表单", "左侧填写的部分放大，不影响表样"),
    Spec("form_smaller", "缩小表单(&M)", ("Ctrl+-",), "", "缩小表单", "左侧填写的部分缩小，不影响表样"),
    Spec("form_normal", "表单恢复原大(&R)", ("Ctrl+Shift+0",), "", "原大"),
    Spec("large_type", "大字(&D)", (), "", "大字", "整个窗口的字放大，再选一次恢复", checkable=True),
    Spec("scheme_system", "跟随系统(&S)", (), "", "", "浅色、深色、高对比度随操作系统的设置", checkable=True),
    Spec("scheme_light", "浅色(&L)", checkable=True),
    Spec("scheme_dark", "深色(&D)", checkable=True),
    Spec("scheme_contrast", "高对比度(&C)", checkable=True),
    Spec("zoom_in", "放大表样(&I)", ("Ctrl+Alt++", "Ctrl+Alt+="), "zoom-in", "放大"),
    Spec("zoom_out", "缩小表样(&O)", ("Ctrl+Alt+-",), "zoom-out", "缩小"),
    Spec("fit_width", "表样适合宽度(&W)", ("Ctrl+0",), "fit-width", "适合宽度", checkable=True),
    Spec("fit_page", "表样适合整页(&G)", ("Ctrl+9",), "fit-page", "适合整页", checkable=True),
    Spec(
        "thumbnails",
        "显示页面缩略图(&T)",
        ("Ctrl+T",),
        "thumbnails",
        "缩略图",
        "显示或隐藏各页的缩略图",
        checkable=True,
    ),
    Spec(
        "full_preview",
        "打印预览(&V)",
        ("F11", "Shift+F9"),
        "full-preview",
        "打印预览",
        "整个窗口显示官方表样，按 Esc 返回",
        checkable=True,
    ),
    Spec("next_tab", "下一页签(&N)", ("Ctrl+PgDown",), "", "下一页签"),
    Spec("previous_tab", "上一页签(&B)", ("Ctrl+PgUp",), "", "上一页签"),
    Spec("compare_two", "比较两份报告(&C)…", (), "", "", "逐项、逐句列出两份报告的不同，可导出对比表"),
    Spec("batch", "批量处理(&P)…", (), "", "", "许多报告一起检查、导出、导入、汇总、合并、打包"),
    Spec("settings", "设置(&S)…", ("Ctrl+,",), "", "设置", "本单位的内容、文件夹、等次、记住的内容"),
    Spec("backups", "打开备份文件夹(&B)", (), "", "备份", "每次保存前的版本都留在这里"),
    Spec("fonts", "字体情况(&F)…", (), "", "字体", "表样的各种字体用的是哪个字库"),
    Spec("field_help", "填写说明(&H)", ("F1",), "", "填写说明", "光标所在的空怎么填：说明、好的例子、常见错误"),
    Spec("shortcuts", "快捷键(&K)…", (), "", "快捷键", "全部快捷键"),
    Spec("selftest", "自检(&T)…", (), "", "自检", "在这台电脑上试一遍存盘、字体、导出、导入和打印，并写出报告"),
    Spec("about", "关于(&A)", (), "help", "关于"),
)
_LINE = "-"
RECENT = "recent"
LOOKS, EXPORTING, KEPT = "外观(&A)", "导出(&E)", "备份与恢复(&K)"
SUBMENUS: dict[str, tuple[str, ...]] = {
    LOOKS: ("scheme_system", "scheme_light", "scheme_dark", "scheme_contrast"),
    EXPORTING: ("export_pdf", "export_docx", "export_xlsx", _LINE, "fill_template"),
    KEPT: ("history", "recover", _LINE, "back_up", "restore", "backups"),
}
"""Menus inside a menu: the exports, and what is needed once in a while."""
EXPORTS = ("export_pdf", "export_docx", "fill_template", "export_xlsx")
"""What the window writes for others."""
MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "文件(&F)",
        (
            "home",
            "new",
            "open",
            RECENT,
            "sample",
            _LINE,
            "save",
            "save_as",
            KEPT,
            _LINE,
            "import",
            "import_clipboard",
            EXPORTING,
            "full_preview",
            "print",
            _LINE,
            "quit",
        ),
    ),
    (
        "编辑(&E)",
        (
            "undo",
            "redo",
            _LINE,
            "find",
            "replace",
            "find_next",
            "find_previous",
            _LINE,
            "insert_value",
            "renumber",
            _LINE,
            "reviewed",
            "tab_reviewed",
            "next_mark",
            "previous_mark",
            _LINE,
            "unplaced",
        ),
    ),
    (
        "视图(&V)",
        (
            "preview",
            "thumbnails",
            _LINE,
            "zoom_in",
            "zoom_out",
            "fit_width",
            "fit_page",
            _LINE,
            "form_larger",
            "form_smaller",
            "form_normal",
            "large_type",
            LOOKS,
            _LINE,
            "next_tab",
            "previous_tab",
        ),
    ),
    (
        "检查(&C)",
        ("check", "next_finding", "previous_finding", _LINE, "compare", "record", _LINE, "finalize", _LINE, "office"),
    ),
    ("工具(&T)", ("compare_two", "batch", _LINE, "settings")),
    ("帮助(&H)", ("field_help", "shortcuts", _LINE, "fonts", "selftest", "about")),
)
TOOLBAR = (
    "new",
    "open",
    "save",
    _LINE,
    "undo",
    "redo",
    _LINE,
    "import",
    "check",
    "export_pdf",
    "print",
    _LINE,
    "preview",
)


def menu_of(name: str) -> str:
    """The title of the menu that holds an action; "" when none does."""
    inner = next((title for title, names in SUBMENUS.items() if name in names), name)
    return next((title for title, names in MENUS if name in names or inner in names), "")


def name_extensions(window: QMainWindow) -> None:
    """Name the buttons that Qt adds where a bar is too short; it leaves them without a word."""
    # Asked by name and bar: a look through the whole window makes Python objects of all that is in it, 4 ms of a start.
    bars = [window.menuBar(), *window.findChildren(QToolBar, options=Qt.FindChildOption.FindDirectChildrenOnly)]
    for bar in bars:
        for name in ("qt_menubar_ext_button", "qt_toolbar_ext_button"):
            button = bar.findChild(QToolButton, name, Qt.FindChildOption.FindDirectChildrenOnly)
            if button is not None:
                button.setAccessibleName("更多")
                button.setToolTip("更多")
                button.setIcon(icon("more"))  # Qt's own one is black in the dark, too


class Actions:
    """All actions of a window, by name; object names are `action.<name>`."""

    def __init__(self, window: QMainWindow) -> None:
        self._all: dict[str, QAction] = {}
        for spec in SPECS:
            action = QAction(spec.text, window)
            action.setObjectName(f"action.{spec.name}")
            action.setIconText(spec.short)
            action.setCheckable(spec.checkable)
            action.setShortcuts([QKeySequence(key) for key in spec.keys])
            if spec.picture:
                action.setIcon(icon(spec.picture))
                action.setIconVisibleInMenu(False)
            keys = f"（{spec.keys[0]}）" if spec.keys else ""
            action.setToolTip(f"{spec.tip or spec.short}{keys}")
            action.setStatusTip(spec.tip)
            window.addAction(action)
            self._all[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._all[name]

    def connect(self, handlers: dict[str, Handler]) -> None:
        """What each action does; one without a handler is not shown."""
        for name, action in self._all.items():
            handler = handlers.get(name)
            if handler is None:
                action.setVisible(False)
            else:
                # triggered carries a bool that no handler wants
                action.triggered.connect(lambda _checked=False, do=handler: do())

    def build_menus(self, window: QMainWindow, recent: QMenu) -> None:
        for title, names in MENUS:
            menu = window.menuBar().addMenu(title)
            menu.setToolTipsVisible(False)
            for name in names:
                if name == _LINE:
                    menu.addSeparator()
                elif name == RECENT:
                    menu.addMenu(recent)
                elif name in SUBMENUS:
                    inner = menu.addMenu(name)
                    for one in SUBMENUS[name]:
                        inner.addSeparator() if one == _LINE else inner.addAction(self[one])
                else:
                    menu.addAction(self[name])

    def build_toolbar(self, window: QMainWindow) -> QToolBar:
        bar = QToolBar("工具栏", window)
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        size = round(window.fontMetrics().height() * 1.15)
        bar.setIconSize(QSize(size, size))
        for name in TOOLBAR:
            if name == _LINE:
                bar.addSeparator()
            else:
                bar.addAction(self[name])
        window.addToolBar(bar)
        name_extensions(window)
        return bar
