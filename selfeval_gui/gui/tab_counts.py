"""The words on the tabs: the page's title with how many errors, warnings and unreviewed blanks are on it.

Where five titles do not fit beside each other they are said shorter, all of them alike: a strip that has to be scrolled
hides a page. The whole title is then in the tool tip, and always in what a screen reader says.
"""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTabWidget

from selfeval_gui.gui.tab_names import SHORTER, TAB_NAMES

_KINDS = (("errors", "{} 个错误"), ("warnings", "{} 个警告"), ("unreviewed", "有 {} 处未核对"))


class TabCounts(QObject):
    """Put together what the check and the review marks say of each tab; both tell their own counts."""

    def __init__(self, tabs: QTabWidget) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._counts: dict[str, Mapping[str, int]] = {}
        tabs.installEventFilter(self)

    def tell(self, **counts: Mapping[str, int]) -> None:
        """`unreviewed`, `errors`, `warnings`: how many there are, by the tabs' object names."""
        self._counts |= counts
        self.show()

    def show(self) -> None:
        """Write the words anew: there are other tabs, other counts, or another width."""
        for texts in self._ways():
            self._write(texts)
            if self._tabs.tabBar().sizeHint().width() <= self._tabs.width():
                break

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.show()
        return super().eventFilter(watched, event)

    def _ways(self) -> Iterator[list[str]]:
        """The words for all tabs, the longest first; at last with the gravest sign alone."""
        for titles in (tuple(TAB_NAMES.values()), *SHORTER):
            yield [title + self._signs(name) for title, name in zip(titles, TAB_NAMES, strict=True)]
        yield [title + self._signs(name, 1) for title, name in zip(SHORTER[-1], TAB_NAMES, strict=True)]

    def _signs(self, name: str, most: int = 2) -> str:
        errors, warnings, unreviewed = (self._counts.get(kind, {}).get(name, 0) for kind, _ in _KINDS)
        # Of errors and warnings the graver only: five tabs have to stand beside each other.
        signs = [
            f" ✖{errors}" if errors else f" ▲{warnings}" if warnings else "",
            f" ({unreviewed})" * bool(unreviewed),
        ]
        return "".join([sign for sign in signs if sign][:most])

    def _write(self, texts: list[str]) -> None:
        # A page that is not built yet has no object name, but its place.
        for at, (name, title) in enumerate(list(TAB_NAMES.items())[: self._tabs.count()]):
            told = [words.format(n) for kind, words in _KINDS if (n := self._counts.get(kind, {}).get(name, 0))]
            if self._tabs.tabText(at) != texts[at]:
                self._tabs.setTabText(at, texts[at])
            whole = texts[at].startswith(title)
            self._tabs.setTabToolTip(at, "，".join([*([] if whole else [title]), *told]))
            spoken = "，".join([title, *told])
            if self._tabs.tabBar().accessibleTabName(at) != spoken:
                self._tabs.tabBar().setAccessibleTabName(at, spoken)
