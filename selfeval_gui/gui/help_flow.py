"""The help menu: fonts, self-test, about. Each is loaded when it is chosen; none touches the open report."""

from PySide6.QtWidgets import QWidget

from selfeval_gui.gui.places import Places
from selfeval_gui.gui.preview import Composing
from selfeval_gui.gui.settings import Settings


class HelpFlow:
    """What the menu opens."""

    def __init__(self, window: QWidget, composing: Composing, settings: Settings, places: Places) -> None:
        self._window, self._composing = window, composing
        self._settings, self._places = settings, places

    def show_fonts(self) -> None:
        """Which typefaces the form is set in here."""
        from selfeval_gui.gui.fonts_dialog import FontsDialog

        dialog = FontsDialog(self._composing, self._settings, self._window)
        dialog.exec()
        dialog.deleteLater()

    def selftest(self) -> None:
        """Whether everything works on this machine."""
        from selfeval_gui.gui.editors import commit_pending
        from selfeval_gui.gui.selftest_flow import ask_selftest

        commit_pending()
        ask_selftest(self._window, self._places)

    def about(self) -> None:
        """Name, version, licences."""
        from selfeval_gui import __version__
        from selfeval_gui.gui import messages

        messages.tell(self._window, f"{NAME}　{__version__}", detail=ABOUT, title="关于")


NAME = "项目支出绩效自评"
ABOUT = """填写、检查、打印项目支出绩效自评报告。不联网，不上传任何内容。

本程序采用 MIT 许可。界面使用 Qt 和 PySide6（LGPL-3.0），以独立的文件随附，可以自行替换；\
各组成部分的许可全文在程序文件夹的 licenses 里。"""
