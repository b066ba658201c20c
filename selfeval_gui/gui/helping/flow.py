"""The menu 帮助: the pane with what a blank wants (F1), the list of all keys, the typefaces, 自检, 关于.

The pane follows the cursor while it is open. Its widgets are loaded when they are first asked for.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from selfeval_gui.gui.labels import label_of
from selfeval_gui.gui.style.storeys import Storeys

if TYPE_CHECKING:
    from selfeval_gui.gui.helping.help_pane import HelpPane
    from selfeval_gui.gui.window import MainWindow


NAME = "项目支出绩效自评"
ABOUT = """填写、检查、打印项目支出绩效自评报告。不联网，不上传任何内容。

本程序采用 MIT 许可。界面使用 Qt 和 PySide6（LGPL-3.0），以独立的文件随附，可以自行替换；\
各组成部分的许可全文在程序文件夹的 licenses 里。"""


class HelpFlow:
    """What the menu 帮助 does."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._storeys: Storeys | None = None
        self.pane: HelpPane | None = None

    def below(self, storeys: Storeys) -> None:
        """Where the pane comes when it is first asked for."""
        self._storeys = storeys

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the window's actions do."""
        return {
            "field_help": self.toggle,
            "shortcuts": self.show_keys,
            "fonts": self.show_fonts,
            "selftest": self.selftest,
            "about": self.show_about,
        }

    def toggle(self) -> None:
        """Show the pane, or put it away."""
        if self.pane is None:
            from selfeval_gui.gui.helping.help_pane import HelpPane

            self.pane = HelpPane(self._window)
            self.pane.hide()
        if not self.pane.isHidden():
            self.pane.hide()
        elif self._storeys is not None:
            self._storeys.show_pane(self.pane)
        self.follow(self._window.current_field)

    def follow(self, path: str) -> None:
        """Show the help of this blank, if the pane is open."""
        if self.pane is None or self.pane.isHidden():
            return
        from selfeval_gui.report.guidance import guidance

        form = self._window.document.form
        if path:
            self.pane.show_help(label_of(form, path), guidance(form, path))
        else:
            self.pane.show_nothing()

    def show_keys(self) -> None:
        """The list of all keys."""
        from selfeval_gui.gui.helping.shortcuts_dialog import ShortcutsDialog

        dialog = ShortcutsDialog(self._window)
        dialog.exec()
        dialog.deleteLater()

    def show_fonts(self) -> None:
        """Which typeface each style of the form uses."""
        from selfeval_gui.gui.output.fonts_dialog import FontsDialog

        dialog = FontsDialog(self._window.composing, self._window.settings, self._window)
        dialog.exec()
        dialog.deleteLater()

    def selftest(self) -> None:
        """Whether everything works on this machine."""
        from selfeval_gui.gui.editors import commit_pending
        from selfeval_gui.gui.helping.selftest_flow import ask_selftest

        commit_pending()
        ask_selftest(self._window, self._window.places)

    def show_about(self) -> None:
        """Name, version, licences."""
        from selfeval_gui import __version__
        from selfeval_gui.gui import messages

        messages.tell(self._window, f"{NAME}　{__version__}", detail=ABOUT, title="关于")
