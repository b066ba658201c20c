"""The tools that work on whole files: comparing two reports, many reports at once. Loaded when they are first used."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selfeval_gui.gui.actions import Handler
    from selfeval_gui.gui.window import MainWindow


def handlers(window: "MainWindow") -> "dict[str, Handler]":
    """What the actions of these tools do."""

    def compare_two() -> None:
        from selfeval_gui.gui.comparing.two_reports_dialog import TwoReportsDialog

        TwoReportsDialog.show_for(window)

    def batch() -> None:
        from selfeval_gui.gui.batch.dialog import BatchDialog

        BatchDialog.show_for(window)

    return {"compare_two": compare_two, "batch": batch}
