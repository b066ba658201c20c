"""The few things that storage asks of the disk, each done to the end or failing with OSError.

Interrupted calls are repeated, short writes are continued, locks of other programs on Windows are waited for.
It knows bytes and paths only.
"""

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from selfeval_gui.report.patterns import late
from selfeval_gui.storage.outcomes import BUSY_ON_WINDOWS

T = TypeVar("T")
Sleep = Callable[[float], None]

WAITS = (0.010, 0.025, 0.050, 0.100, 0.200, 0.400, 0.800, 0.800)
"""Seconds between attempts while a scanner or a sync client holds a file; 2.4 s in all."""
_INTERRUPTS = 100
_CHUNK = 1 << 20
_STALE = 86_400.0
_TEMPORARY = late(r"\.selfeval-[0-9a-f]{8}\.tmp")
_NO_TRANSLATION = getattr(os, "O_BINARY", 0)
# A folder that cannot be opened or synced as such (network drives, odd file systems) is no fault of the file.
_FOLDER_SYNC_OPTIONAL = {
    errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EBADF, errno.ENOSYS, errno.ENOENT, errno.EROFS,
    errno.EISDIR,
}  # fmt: skip


def read(path: Path, limit: int | None = None) -> bytes:
    """The content of a regular file; at most `limit` + 1 bytes, so that a longer one is seen to be longer."""
    descriptor = _again(lambda: os.open(path, os.O_RDONLY | _NO_TRANSLATION | getattr(os, "O_NONBLOCK", 0)))
    try:
        if not stat.S_ISREG(_again(lambda: os.fstat(descriptor)).st_mode):
            raise IsADirectoryError(errno.EISDIR, "not a regular file", str(path))
        parts: list[bytes] = []
        left = None if limit is None else limit + 1
        while left is None or left > 0:
            wanted = _CHUNK if left is None else min(_CHUNK, left)
            part = _again(lambda size=wanted: os.read(descriptor, size))  # type: ignore[misc]
            if not part:
                break
            parts.append(part)
            left = None if left is None else left - len(part)
        return b"".join(parts)
    finally:
        _again(lambda: os.close(descriptor))


def real(path: Path) -> Path:
    """The file behind links; the path as it is where the system cannot tell (long paths, some network drives)."""
    try:
        return Path(os.path.realpath(path))
    except OSError:
        return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps the dots


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def write_beside(target: Path, data: bytes, remember: Callable[[Path], None]) -> Path:
    """A new file in the target's folder with `data`, synced, with the target's permissions.

    `remember` is told its path as soon as it exists. The name is short: it fits wherever the target's fits.
    """
    descriptor, path = _create(target.parent)
    remember(path)
    try:
        _keep_permissions(target, descriptor)
        view = memoryview(data)
        while view:
            written = _again(lambda rest=view: os.write(descriptor, rest))  # type: ignore[misc]
            if written <= 0:
                raise OSError(errno.EIO, "nothing written", str(path))
            view = view[written:]
        _again(lambda: os.fsync(descriptor))
    except BaseException:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            os.close(descriptor)
        raise
    _again(lambda: os.close(descriptor))
    return path


def replace(source: Path, target: Path, sleep: Sleep) -> None:
    """One replacing rename: never a delete first. Waits for locks on Windows."""
    patiently(lambda: source.replace(target), sleep)


def remove(path: Path, sleep: Sleep) -> bool:
    """Remove our own temporary file; False when that is not possible."""
    try:
        patiently(path.unlink, sleep)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def sweep(folder: Path) -> None:
    """Remove temporary files of ours that a crash has left: those a day older than the newest file of the folder.

    The folder's own dates are compared, not this machine's clock: another machine may be writing right now.
    """
    dated = []
    for entry in os.scandir(folder):
        with contextlib.suppress(OSError):
            dated.append((entry.stat(follow_symlinks=False).st_mtime, entry.name))
    newest = max(dated, default=(0.0, ""))[0]
    for moment, name in dated:
        if _TEMPORARY.fullmatch(name) and newest - moment > _STALE:
            remove(folder / name, at_once)


def at_once(seconds: float) -> None:
    """A `Sleep` for where waiting for locks is not worth it."""


def sync_folder(folder: Path) -> None:
    """Make a rename last, where the system has a way to (not on Windows)."""
    if os.name == "nt":
        return
    try:
        descriptor = _again(lambda: os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)))
    except OSError as error:
        if error.errno in _FOLDER_SYNC_OPTIONAL:
            return
        raise
    try:
        _again(lambda: os.fsync(descriptor))
    except OSError as error:
        if error.errno not in _FOLDER_SYNC_OPTIONAL:
            raise
    finally:
        _again(lambda: os.close(descriptor))


def patiently(action: Callable[[], T], sleep: Sleep) -> T:
    """Do `action`; while it fails with a Windows lock (5, 32, 33), wait a little and do it again."""
    for wait in WAITS:
        try:
            return _again(action)
        except OSError as error:
            if getattr(error, "winerror", None) not in BUSY_ON_WINDOWS:
                raise
        sleep(wait)
    return _again(action)


def _create(folder: Path) -> tuple[int, Path]:
    for _ in range(20):
        path = folder / f".selfeval-{os.urandom(4).hex()}.tmp"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_TRANSLATION
        try:
            return _again(lambda: os.open(path, flags, 0o666)), path  # noqa: B023 – called at once
        except FileExistsError:
            continue
    raise OSError(errno.EEXIST, "no free name", str(folder))


def _keep_permissions(target: Path, descriptor: int) -> None:
    try:
        old = target.stat()
    except OSError:
        return  # a new file: the folder's rules hold
    if os.name == "nt":
        return
    try:
        os.fchmod(descriptor, stat.S_IMODE(old.st_mode))
        new = os.fstat(descriptor)
        if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
            os.fchown(descriptor, old.st_uid, old.st_gid)
    except OSError:
        pass  # sticks and shares without permissions: the content is what counts


def _again(action: Callable[[], T]) -> T:
    for _ in range(_INTERRUPTS):
        try:
            return action()
        except InterruptedError:
            continue
    return action()
