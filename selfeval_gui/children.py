"""The processes that the program starts of itself: what each has to do, and how it is started.

A frozen program has no other executable than the two doors, so both ask here first. Nothing is loaded before it is
known to be needed.
"""

import importlib
import sys

READER = "--read-foreign-file"
"""Reads one foreign file (`importing.worker`)."""
LIMITS = "--try-reader-limits"
"""Tries out whether a reader is held to its limits (`importing.limits`)."""
WORKER = "--work-on-reports"
"""Works on many reports (`batch.worker`)."""
_MODULES = {
    READER: "selfeval_gui.importing.worker",
    LIMITS: "selfeval_gui.importing.limits",
    WORKER: "selfeval_gui.batch.worker",
}
_START = "import sys; sys.path[:0] = sys.argv[1:]; from {} import main; sys.exit(main())"


def command(role: str) -> list[str]:
    """The words that start this program once more, as a child with that role."""
    if getattr(sys, "frozen", False):
        return [sys.executable, role]
    from pathlib import Path

    return [sys.executable, "-P", "-c", _START.format(_MODULES[role]), str(Path(__file__).resolve().parents[1])]


def ended(words: list[str]) -> int | None:
    """Do the child's work when `words` are its role and nothing else, and give the exit status; else None."""
    if len(words) != 1 or words[0] not in _MODULES:
        return None
    return int(importlib.import_module(_MODULES[words[0]]).main())
