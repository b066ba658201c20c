"""Tries out on the user's own machine whatever this program depends on there, and reports it for those who help.

One short function a check; `run` calls them all. It must not touch the user's reports nor anything outside the folder
that it is given, and its report must not hold what people wrote. It knows no Qt: the window adds checks of its own.
"""

from selfeval_gui.selftest.machine import Machine
from selfeval_gui.selftest.results import Result, Status, as_json, as_text, failed
from selfeval_gui.selftest.run import CHECKS, run

__all__ = ["CHECKS", "Machine", "Result", "Status", "as_json", "as_text", "failed", "run"]
