"""One window for one file: a second start hands its file to the window that has it, which comes to the front.

By files in the program's own folder, one folder a window: no sockets, and so nothing that a firewall asks about. Only
the user's own windows are reached. It must not open files itself.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from selfeval_gui.storage import holder, locks
from selfeval_gui.storage.locks import LockState

PATIENCE = 4.0
"""Seconds that a window has to answer; it may be busy."""
_REQUEST = ".open"


def root(data: Path) -> Path:
    """The folder of all windows' letter boxes."""
    return data / "windows"


def box_of(data: Path, pid: int) -> Path:
    """The letter box of one window's process."""
    return root(data) / str(pid)


def hand_over(data: Path, path: Path, stamp: str) -> bool:
    """Before a window is made: whether another window of this user has the file, and has come to the front."""
    me = holder.this_process(stamp)
    lock = locks.look(path, me)
    who = lock.holder
    if lock.state is not LockState.HERE or who is None or who.user != me.user:
        return False
    return ask(data, who.pid, path)


def ask(data: Path, pid: int, path: Path, patience: float = PATIENCE) -> bool:
    """Ask a window to show the file that it has; True when it did."""
    box = box_of(data, pid)
    name = os.urandom(6).hex()
    letter, draft = box / f"{name}{_REQUEST}", box / f"{name}.tmp"
    _allow_to_the_front(pid)
    try:
        draft.write_bytes(json.dumps({"path": str(path)}).encode("ascii"))
        draft.rename(letter)
    except OSError:
        return False  # no such window any more, or an older one
    end = time.monotonic() + patience
    while letter.exists():
        if time.monotonic() > end:
            with suppress(OSError):
                letter.unlink()
                return False
            return True  # taken at the last moment
        time.sleep(0.01)
    return True


def letters(box: Path) -> list[tuple[Path, Path]]:
    """What has come: (letter, the file that it asks for)."""
    found = []
    for letter in sorted(box.glob(f"*{_REQUEST}")):
        with suppress(OSError, ValueError, TypeError, KeyError):
            found.append((letter, Path(json.loads(letter.read_bytes())["path"])))
    return found


def tidy(data: Path, is_alive: Callable[[int], bool]) -> None:
    """Remove the letter boxes of windows that are no more."""
    for box in root(data).glob("*"):
        if box.name.isdigit() and not is_alive(int(box.name)):
            remove(box)


def remove(box: Path) -> None:
    """Remove a letter box with what lies in it."""
    with suppress(OSError):
        for letter in box.iterdir():
            letter.unlink()
        box.rmdir()


def _allow_to_the_front(pid: int) -> None:
    """Windows lets a program come to the front only when the one in front allows it."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(pid)
