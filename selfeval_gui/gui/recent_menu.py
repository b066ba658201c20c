"""文件 → 最近打开的文件. It asks no disk: whether a file still exists is found out when it is opened."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from selfeval_gui.gui.settings import Settings


class RecentMenu(QMenu):
    """The files used lately; `open_file` opens one."""

    def __init__(self, settings: Settings, open_file: Callable[[Path], object], parent: QWidget) -> None:
        super().__init__("最近打开的文件(&R)", parent)
        self._settings, self._open = settings, open_file
        self.aboutToShow.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """List the files as they are known now."""
        self.clear()
        for number, path in enumerate(self._settings.recent(), 1):
            name = path.name.replace("&", "&&")
            action = self.addAction(f"&{number % 10}  {name}　　{path.parent}")
            action.triggered.connect(lambda _checked=False, chosen=path: self._open(chosen))
        if not self.isEmpty():
            self.addSeparator()
            self.addAction("清空列表(&C)").triggered.connect(lambda _checked=False: self._settings.clear_recent())
        self.menuAction().setVisible(not self.isEmpty())
