"""Tries out whether the reading process is really held to its limits: a process of its own goes against each.

`tried_out` is for the self-test; `main` is the other side, started by it alone. It reads no foreign file.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable

from selfeval_gui import children
from selfeval_gui.importing import worker

ACCEPTED, MEMORY, FILES, PROGRAMS = "系统接受", "内存", "写文件", "启动程序"
_SECONDS = 20.0


def tried_out() -> dict[str, bool] | None:
    """Whether each limit holds here; None when no process could be started. Limits that a system has not are left out.

    Windows keeps the process from starting programs and does not keep it from writing; elsewhere it is the reverse.
    """
    try:
        ended = subprocess.run(
            children.command(children.LIMITS),
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            timeout=_SECONDS,
        )
        found = json.loads(ended.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None
    return {str(name): bool(held) for name, held in found.items()} if isinstance(found, dict) else None


def main() -> int:
    """Take on the limits of a reader, go against them, and write how it went to standard output."""
    out = worker.own_output()
    held = {ACCEPTED: worker.limit(), MEMORY: _refused(_take_memory)}
    if sys.platform == "win32":
        held[PROGRAMS] = _refused(_start_program)
    else:
        held[FILES] = _refused(_write_file)
    os.write(out, json.dumps(held).encode("ascii"))
    return 0


def _refused(action: Callable[[], object]) -> bool:
    try:
        action()
    except (OSError, MemoryError):
        return True
    return False


def _take_memory() -> None:
    bytearray(worker.MEMORY_LIMIT + (64 << 20))


def _write_file() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"x")


def _start_program() -> None:
    no_console = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    subprocess.run([sys.executable, children.LIMITS, "-"], check=False, creationflags=no_console)
