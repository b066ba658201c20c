"""文件 → 最近打开的文件. It asks no disk: whether a file still exists is found out when it is opened."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from selfeval_gui.gui.window import MainWindow


class RecentMenu(QMenu):
    """The files that a window has used lately."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__("最近打开的文件(&R)", window)
        self._window, self._settings = window, window.settings
        self.aboutToShow.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """List the files as they are known now."""
        self.clear()
        for number, path in enumerate(self._settings.recent(), 1):
            name = path.name.replace("&", "&&")
            action = self.addAction(f"&{number % 10}  {name}　　{path.parent}")
            action.triggered.connect(lambda _checked=False, chosen=path: self._window.files.open(chosen))
        if not self.isEmpty():
            self.addSeparator()
            self.addAction("清空列表(&C)").triggered.connect(self._clear)
        self.menuAction().setVisible(not self.isEmpty())

    def _clear(self) -> None:
        """Here and on the home page; the files stay."""
        from selfeval_gui.gui.known.reports import KnownReports

        self._settings.clear_recent()
        KnownReports(self._window.places.data).forget_all()
