"""The two tables of the form: model, cell editors, view, and the panel with buttons and sums."""

from selfeval_gui.gui.tables.panel import TablePanel

__all__ = ["TablePanel"]
