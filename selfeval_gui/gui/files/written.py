"""After a file was written: say where, and offer to open it or its folder."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from selfeval_gui.gui import messages
from selfeval_gui.gui.messages import CLOSE, Choice


def offer(window: QWidget, path: Path, what: str) -> None:
    """`what` was written to `path`."""
    choices = [Choice("open", "打开文件(&O)", default=True), Choice("folder", "打开所在文件夹(&F)"), CLOSE]
    answer = messages.ask(window, f"{what}已写好：\n{path}", choices, icon=messages.Icon.Information, title="完成")
    if answer in ("open", "folder"):
        place = path if answer == "open" else path.parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(place))):
            messages.warn(window, f"没有能打开它的程序，文件在：\n{path}")
