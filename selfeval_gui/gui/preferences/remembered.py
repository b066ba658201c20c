"""How the window was left: its size, the shares of its halves, the tab in front. Kept in the settings."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selfeval_gui.gui.window import MainWindow


def restore(window: "MainWindow", *, at_home: bool = False) -> None:
    """Make the window as it was left, or as it looks the first time; `at_home` begins with the home page."""
    settings, actions = window.settings, window.actions_by_name
    window.resize(window.screen().availableGeometry().size() * 0.92)
    if (geometry := settings.bytes_of("window/geometry")) is not None:
        window.restoreGeometry(geometry)
    if (state := settings.bytes_of("window/splitter")) is not None:
        window.splitter.restoreState(state)
    else:
        width = window.width()
        window.splitter.setSizes([round(width * 0.56), round(width * 0.44)])
    shown = settings.text_of("window/preview", "shown") == "shown"
    actions["preview"].setChecked(shown)
    window.preview.setVisible(shown)
    thumbnails = settings.text_of("preview/thumbnails") == "shown"
    actions["thumbnails"].setChecked(thumbnails)
    window.preview.show_thumbnails(thumbnails)
    name = settings.text_of("window/tab")
    at = next((i for i, tab in enumerate(window.pages) if tab.object_name == name), 0)
    window.tabs.setCurrentIndex(at)
    if not at_home:
        # Shown without the tab in front, the window would be laid out and painted twice.
        window.pages.begin_page(at)


def keep(window: "MainWindow") -> None:
    """Write down how the window looks."""
    settings, actions = window.settings, window.actions_by_name
    strip = actions["thumbnails"].isChecked()
    settings.put("preview/thumbnails", "shown" if strip else "hidden")
    settings.put("window/geometry", window.saveGeometry())
    settings.put("window/splitter", window.splitter.saveState())
    settings.put("window/preview", "shown" if actions["preview"].isChecked() else "hidden")
    settings.put("window/tab", window.pages[window.tabs.currentIndex()].object_name)
    settings.sync()
