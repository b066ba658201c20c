"""Who holds something: a process of this program, told apart from all others on this and on other machines.

Written into lock files and into the folders of recovery copies. It must not decide what to do about a holder.
"""

import hashlib
import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, fields
from functools import cache
from pathlib import Path
from typing import Any

from selfeval_gui import __version__
from selfeval_gui.report.frozen import frozen

LONGEST = 4096
"""Bytes of a holder's record; more is not ours."""


@frozen
class Holder:
    """A process. `machine` is its computer's name, `mark` tells computers of the same name apart.

    `started` tells processes apart that have got the same number one after the other; "" where the system does not say.
    `since` is the time of taking hold, ISO in UTC, for display only: clocks of two machines may differ by years.
    """

    user: str
    machine: str
    mark: str
    pid: int
    started: str
    since: str
    app: str = f"selfeval-gui {__version__}"

    def same_machine(self, other: "Holder") -> bool:
        """Whether both run on one computer, as far as can be told."""
        return self.machine == other.machine and (self.mark == other.mark or not self.mark or not other.mark)

    def same_process(self, other: "Holder") -> bool:
        return self.same_machine(other) and (self.pid, self.started) == (other.pid, other.started)


def this_process(since: str) -> Holder:
    """The process that asks. `since`: the time now."""
    pid = os.getpid()
    return Holder(_user(), _machine(), _mark(), pid, _started(pid) or "", since)


def write(holder: Holder) -> bytes:
    """The record of a holder."""
    return json.dumps(asdict(holder), ensure_ascii=False, sort_keys=True).encode("utf-8", "replace") + b"\n"


def read(data: bytes) -> Holder | None:
    """The holder of a record; None when it is none, or damaged."""
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if len(data) > LONGEST or not isinstance(raw, dict):
        return None
    given: dict[str, Any] = {f.name: raw.get(f.name) for f in fields(Holder)}
    if any(type(value) is not (int if name == "pid" else str) for name, value in given.items()):
        return None
    return Holder(**given)


def is_running(holder: Holder) -> bool:
    """Whether the process lives. Only meaningful on its own machine; in doubt it does."""
    started = _started(holder.pid)
    if started is None:
        return False
    return not started or not holder.started or started == holder.started


def _started(pid: int) -> str | None:
    """A mark of when a process was started; None when there is none of this number, "" when the system hides it."""
    if pid <= 0:
        return None
    if sys.platform == "win32":
        return _started_on_windows(pid)
    if Path("/proc/self/stat").exists():
        try:
            line = Path(f"/proc/{pid}/stat").read_bytes()
        except OSError:
            return None
        # The name stands in brackets and may hold anything; behind it come the state and 18 numbers before the start.
        words = line[line.rfind(b")") + 2 :].split()
        if len(words) < 20 or words[0] in (b"Z", b"X"):
            return None
        return f"{_boot()}.{words[19].decode('ascii')}"
    return _answers(pid)


def _answers(pid: int) -> str | None:
    """For systems that tell no more than whether there is a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except OSError:
        pass  # there is one, of somebody else
    return ""


def _started_on_windows(pid: int) -> str | None:
    import ctypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined, unused-ignore]
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if not handle:
        # 5: it is there, but not ours to look at.
        return "" if ctypes.get_last_error() == 5 else None  # type: ignore[attr-defined, unused-ignore]
    handle = ctypes.c_void_p(handle)
    try:
        status = ctypes.c_ulong()
        if kernel.GetExitCodeProcess(handle, ctypes.byref(status)) and status.value != 259:  # STILL_ACTIVE
            return None
        times = (ctypes.c_ulonglong * 4)()
        size = ctypes.sizeof(ctypes.c_ulonglong)
        places = [ctypes.byref(times, index * size) for index in range(4)]
        return str(times[0]) if kernel.GetProcessTimes(handle, *places) else ""
    finally:
        kernel.CloseHandle(handle)


@cache
def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _user() -> str:
    for name in ("USERNAME", "LOGNAME", "USER"):
        if value := os.environ.get(name):
            return value
    if sys.platform != "win32":
        import pwd

        with suppress(KeyError):
            return pwd.getpwuid(os.getuid()).pw_name
    return ""


def _machine() -> str:
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename


@cache
def _mark() -> str:
    """A short hash of the system's own mark of this installation, which itself is nobody's business on a share."""
    told = ""
    if sys.platform == "win32":
        import winreg

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            told = str(winreg.QueryValueEx(key, "MachineGuid")[0])
    else:
        with suppress(OSError, ValueError):
            told = Path("/etc/machine-id").read_text(encoding="ascii").strip()
    return hashlib.sha256(f"selfeval {told}".encode()).hexdigest()[:16] if told else ""
