"""The temporary folder in which the pieces of a zip are made, and what a program that was ended has left of one.

Only the owner may look into it. It must not touch folders that are not ours, or that may still be in use.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR

PREFIX = "selfeval-pieces-"
DAY = 24 * 3600.0
"""Seconds after which a folder counts as left behind: no zip takes so long."""


@contextmanager
def opened() -> Iterator[Path]:
    """A folder for pieces, gone at the end; what was left behind by others goes first."""
    clear(Path(tempfile.gettempdir()), time.time())
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        yield Path(name)


def clear(temporary: Path, now: float) -> int:
    """Remove this user's old folders of pieces in `temporary`; `now` in seconds since 1970. How many went."""
    gone = 0
    with suppress(OSError):
        for folder in temporary.glob(f"{PREFIX}*"):
            with suppress(OSError):
                about = folder.lstat()
                if S_ISDIR(about.st_mode) and _is_mine(about.st_uid) and now - about.st_mtime > DAY:
                    shutil.rmtree(folder)
                    gone += 1
    return gone


def _is_mine(owner: int) -> bool:
    if sys.platform == "win32":
        return True  # the temporary folder is the user's own
    return owner == os.geteuid()
