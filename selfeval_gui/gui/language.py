"""Qt's own words in Chinese: standard buttons, file dialogs, context menus, with our words where Qt's are unusual.

What this program says itself stands in Chinese where it is said, not here.
"""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

_WORDS = {
    "Discard": "不保存",
    "&Discard": "不保存(&N)",
    "Don't Save": "不保存",
    "Close without Saving": "不保存",
    "Undo": "撤销",
    "&Undo": "撤销(&U)",
    "Redo": "重做",
    "&Redo": "重做(&R)",
    "Folder": "文件夹",
    "File Folder": "文件夹",
    "File": "文件",
    "Drive": "磁盘",
    "Shortcut": "快捷方式",
    "Alias": "替身",
    "Unknown": "未知",
    "Size": "大小",
    "Step up": "加",
    "Step down": "减",
}


class _OurWords(QTranslator):
    """Answers for the words above and leaves everything else to Qt's own translation."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str:
        # None would be the honest answer for "not mine"; the stub knows only str.
        return _WORDS.get(source)  # type: ignore[return-value]


def install(application: QCoreApplication, parent: QObject | None = None) -> bool:
    """Make Qt speak Chinese, whatever the system's language; False when Qt's translation is not there."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    qt = QTranslator(parent or application)
    found = qt.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    if found:
        application.installTranslator(qt)
    application.installTranslator(_OurWords(parent or application))
    return found
