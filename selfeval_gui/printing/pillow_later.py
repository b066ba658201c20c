"""Keeps Pillow out of a start: reportlab imports its largest module at once, for pictures, and our pages hold none.

Import this before anything of reportlab. Whoever asks reportlab for a picture all the same gets the real Pillow.
"""

import importlib
import sys
from types import ModuleType
from typing import Any

_NAME = "PIL.Image"


def _spare() -> None:
    if _NAME in sys.modules or "reportlab.lib.utils" in sys.modules:
        return
    stand_in = ModuleType(_NAME)

    def real(attribute: str) -> Any:
        if sys.modules.get(_NAME) is stand_in:  # asked while reportlab is being loaded
            del sys.modules[_NAME]
        return getattr(importlib.import_module(_NAME), attribute)

    vars(stand_in)["__getattr__"] = real
    sys.modules[_NAME] = stand_in
    try:
        importlib.import_module("reportlab.lib.utils")  # the only one that takes Pillow by name
    finally:
        if sys.modules.get(_NAME) is stand_in:
            del sys.modules[_NAME]


_spare()
