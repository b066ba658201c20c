"""The command line, for machines without a display: import, export, check whole folders.

It must not import Qt, and nothing heavy before a command needs it: `selfeval --version` answers at once.
"""

from selfeval_gui.cli.entry import main

__all__ = ["main"]
