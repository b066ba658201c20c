"""Fixtures that several tests of the window share."""

from tests.gui.showing import show_report

__all__ = ["show_report"]
