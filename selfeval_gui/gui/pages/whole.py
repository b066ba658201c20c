"""A window in which every editor is found by its name, also on a tab that waits to be built.

Only looking up by name is its business; what the tabs are is `pages`'.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from selfeval_gui.gui.pages import Pages


class WholeWindow(QMainWindow):
    """Builds the tabs that wait as soon as somebody looks for a child: tests and assistive scripts go by names."""

    pages: "Pages"

    if not TYPE_CHECKING:  # the signature is Qt's own, generic in the class that is looked for

        def findChild(self, *arguments: Any, **named: Any) -> Any:
            """As Qt's, over all tabs."""
            while self.pages.complete():
                pass
            return super().findChild(*arguments, **named)
