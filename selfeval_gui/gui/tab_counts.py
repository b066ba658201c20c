"""The words on the tabs: the page's title with how many errors, warnings and unreviewed blanks are on it."""

from collections.abc import Mapping

from PySide6.QtWidgets import QTabWidget

from selfeval_gui.gui.tab_names import TAB_NAMES


class TabCounts:
    """Put together what the check and the review marks say of each tab; both tell their own counts."""

    def __init__(self, tabs: QTabWidget) -> None:
        self._tabs = tabs
        self._counts: dict[str, Mapping[str, int]] = {}

    def tell(self, **counts: Mapping[str, int]) -> None:
        """`unreviewed`, `errors`, `warnings`: how many there are, by the tabs' object names."""
        self._counts |= counts
        self.show()

    def show(self) -> None:
        """Write the words anew: there are other tabs, or other counts."""
        # A page that is not built yet has no object name, but its place.
        for at, name in enumerate(list(TAB_NAMES)[: self._tabs.count()]):
            errors, warnings, unreviewed = (
                self._counts.get(kind, {}).get(name, 0) for kind in ("errors", "warnings", "unreviewed")
            )
            # The graver of the two only: five tabs have to stand beside each other.
            sign = f" ✖{errors}" if errors else f" ▲{warnings}" if warnings else ""
            text = TAB_NAMES[name] + sign + (f" ({unreviewed})" if unreviewed else "")
            if self._tabs.tabText(at) != text:
                self._tabs.setTabText(at, text)
            told = ((errors, "{} 个错误"), (warnings, "{} 个警告"), (unreviewed, "有 {} 处未核对"))
            self._tabs.setTabToolTip(at, "，".join(words.format(count) for count, words in told if count))
