"""The lock file beside an open document: who has it open, on which machine. It warns; it never guards the content.

What guards the content is the comparison before every save. Nothing here raises for what a disk may answer. It must
not ask anybody anything: what stands in the way is told as a state.
"""

import contextlib
import os
import sys
import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from selfeval_gui.storage import disk, holder
from selfeval_gui.storage.holder import LONGEST, Holder

_TRIES = 5
_PAUSE = 0.03
"""Seconds to wait for a record that is only half there: somebody may be writing it."""
_NAME_BYTES = 200


class LockState(Enum):
    """What a lock file says."""

    FREE = "free"
    OURS = "ours"
    HERE = "here"
    """A living process of this machine has it."""
    STALE = "stale"
    """A process of this machine had it, and is no more."""
    ELSEWHERE = "elsewhere"
    """Another machine has it, or had it: that cannot be told from here."""
    UNREADABLE = "unreadable"
    CLOSED = "closed"
    """No lock can be set: the folder cannot be written, or is not there."""


class Lock(NamedTuple):
    """A state, and who has it, where that is known."""

    state: LockState
    holder: Holder | None = None


class _Record(NamedTuple):
    lock: Lock
    data: bytes


def place_of(document: Path) -> Path:
    """The lock file of a document; links are followed, so that all names of a file share one."""
    real = Path(os.path.realpath(document))
    name = real.name
    if len(name.encode("utf-8", "surrogateescape")) > _NAME_BYTES:
        name = f"{name[:40]}-{disk.digest_of(name.encode('utf-8', 'surrogateescape'))[:12]}"
    return real.with_name(f".~{name}.lock")


def look(document: Path, me: Holder, sleep: Callable[[float], None] = time.sleep) -> Lock:
    """Who has a document. Changes nothing."""
    return _look(place_of(document), me, sleep).lock


def take(document: Path, me: Holder, *, by_force: bool = False, sleep: Callable[[float], None] = time.sleep) -> Lock:
    """Set the lock; `OURS` when that went through, otherwise what stands in the way.

    A stale lock is taken over without a word, somebody else's only `by_force`, that is when the user wants it.
    """
    place = place_of(document)
    for _ in range(_TRIES):
        try:
            descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        except FileExistsError:
            found = _look(place, me, sleep)
            if found.lock.state is LockState.FREE:
                continue
            if found.lock.state is LockState.STALE or (by_force and found.lock.state is not LockState.OURS):
                if _take_over(place, found.data, me):
                    return Lock(LockState.OURS, me)
                by_force = False  # it has changed hands under our eyes: somebody else was faster
                continue
            return found.lock
        except (OSError, ValueError):
            return Lock(LockState.CLOSED)
        try:
            written = _fill(descriptor, holder.write(me))
        finally:
            os.close(descriptor)
        if not written:
            with contextlib.suppress(OSError):
                place.unlink()
            return Lock(LockState.CLOSED)
        _hide(place)
        return Lock(LockState.OURS, me)
    return _look(place, me, sleep).lock


def release(document: Path, me: Holder) -> None:
    """Take our own lock away; anybody else's stays. One that cannot be removed is stale as soon as we end."""
    place = place_of(document)
    found = _look(place, me, lambda _: None)
    if found.lock.state is LockState.OURS:
        with contextlib.suppress(OSError):
            place.unlink()


def _look(place: Path, me: Holder, sleep: Callable[[float], None]) -> _Record:
    data = b""
    for attempt in range(_TRIES):
        if attempt:
            sleep(_PAUSE)
        try:
            data = disk.read(place, LONGEST)
        except FileNotFoundError:
            return _Record(Lock(LockState.FREE), b"")
        except (OSError, ValueError):
            continue
        who = holder.read(data)
        if who is not None:
            return _Record(Lock(_state(who, me), who), data)
    return _Record(Lock(LockState.UNREADABLE), data)


def _state(who: Holder, me: Holder) -> LockState:
    if who.same_process(me):
        return LockState.OURS
    if not who.same_machine(me):
        return LockState.ELSEWHERE
    return LockState.HERE if holder.is_running(who) else LockState.STALE


def _take_over(place: Path, seen: bytes, me: Holder) -> bool:
    """Write our record over the one that was seen; False when it is another one by now, or cannot be written.

    In place, and under the system's own lock: of two that find the same stale lock, one gets it.
    """
    try:
        descriptor = os.open(place, os.O_RDWR | getattr(os, "O_BINARY", 0))
    except OSError:
        return False
    try:
        if not _alone(descriptor) or os.read(descriptor, LONGEST + 1) != seen:
            return False
        return _fill(descriptor, holder.write(me)) and _still(place, descriptor)
    except OSError:
        return False
    finally:
        os.close(descriptor)


def _fill(descriptor: int, data: bytes) -> bool:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        if os.write(descriptor, data) != len(data):
            return False
        os.ftruncate(descriptor, len(data))
    except OSError:
        return False
    return True


def _alone(descriptor: int) -> bool:
    """Whether we hold the system's lock; shares that know no such lock do without."""
    if sys.platform == "win32":
        import msvcrt

        try:
            os.lseek(descriptor, 1 << 20, os.SEEK_SET)  # behind the content, which stays readable
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _still(place: Path, descriptor: int) -> bool:
    """Whether the open file is still the one of that name: its owner may have removed it meanwhile."""
    if sys.platform == "win32":
        return True
    return os.path.samestat(place.stat(), os.fstat(descriptor))


def _hide(place: Path) -> None:
    """Out of the user's sight; a name with a dot does that everywhere else."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetFileAttributesW(str(place), 2)
