"""Recovery copies: what is in the window, never more than two seconds behind, on this machine's own disk.

A session (one document open in one window) has a folder of its own with two slots, `a` and `b`, written in turn, in
place, and synced: no rename and no delete that a scanner could forbid. At every moment one of the two is whole.
A slot is a line of ASCII with a checksum, and the bytes of a report file. It must not touch the user's files.
"""

import errno
import hashlib
import json
import os
import re
import stat
import sys
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from selfeval_gui.report.frozen import frozen
from selfeval_gui.storage import disk, holder
from selfeval_gui.storage.holder import LONGEST, Holder
from selfeval_gui.storage.strict_json import SIZE_LIMIT

SLOTS = ("a", "b")
OWNER = "owner"
KEEP_DAYS = 30
KEEP_AT_LEAST = 20
"""So many of the newest are kept whatever the clock says: it may be wrong by years."""
KEEP_BYTES = 200_000_000
CHANGED_NAMED = 200
"""So many changed fields are named in a slot."""
SPARE = ".selfeval-recovery"
"""The name of a spare folder of all sessions, beside a document or in the user's documents."""
TEMPORARY = "selfeval-recovery-"
"""The beginning of the name of the one in the machine's temporary folder; the user's name follows."""
_MAGIC = b"selfeval-recovery 1 "
_HEAD_LIMIT = 64_000
_BLOCK = 16_384
_NAME = re.compile(r"(\d{6,})-[0-9a-f]{8}")


class State(StrEnum):
    """What became of the work in a copy."""

    UNSAVED = "unsaved"
    SAVED = "saved"
    """The user's file has the same content."""
    DISCARDED = "discarded"
    """The user chose 不保存."""
    IGNORED = "ignored"
    """The user was shown it and did not want it."""
    RESTORED = "restored"
    """It was opened as a recovered copy, which has a session of its own."""


@frozen
class Copy:
    """One slot's content. `body` is a report file; `path` its file, "" when it has none.

    `base` is the SHA-256 of that file as the work began, `changed` the blanks that differ from it, `time` ISO in UTC.
    """

    state: State
    document: str
    path: str
    base: str
    time: str
    changed: tuple[str, ...] = ()
    body: bytes = field(default=b"", repr=False)
    sequence: int = 0


@frozen
class Session:
    """A folder of recovery copies with its newest whole copy. `number` grows from session to session.

    `stale`: folders of the same session on other disks, with older copies.
    """

    folder: Path
    number: int
    copy: Copy
    owner: Holder | None
    live: bool
    stale: tuple[Path, ...] = ()


class Slots:
    """Writes the copies of one session. Not for two threads at once."""

    def __init__(self, folder: Path, sequence: int = 0, slot: int = 1) -> None:
        self.folder = folder
        self._sequence, self._slot = sequence, slot

    @classmethod
    def begin(cls, root: Path, owner: Holder) -> "Slots":
        """A new session in the folder of all sessions. Raises OSError."""
        root.mkdir(parents=True, exist_ok=True)
        for _ in range(20):
            with suppress(FileExistsError):
                return cls.named(root, _new_name([root]), owner)
        raise OSError(errno.EEXIST, "no free name", str(root))

    @classmethod
    def named(cls, root: Path, name: str, owner: Holder, sequence: int = 0) -> "Slots":
        """The session of this name in a folder of all sessions, which is there. Raises OSError."""
        folder = root / name
        folder.mkdir(mode=0o700)
        try:
            _write_in_place(folder / OWNER, holder.write(owner))
            disk.sync_folder(root)
        except OSError:
            with suppress(OSError):
                remove(folder)
            raise
        return cls(folder, sequence)

    @classmethod
    def resume(cls, folder: Path) -> "Slots":
        """Go on behind the newest whole copy of a session that is there."""
        found = [(copy.sequence, at) for at, name in enumerate(SLOTS) if (copy := _slot(folder / name)) is not None]
        return cls(folder, *max(found, default=(0, 1)))

    def write(self, copy: Copy) -> None:
        """Put a copy on disk, over the older of the two. Raises OSError; then the newer one is still whole."""
        sequence, slot = self._sequence + 1, 1 - self._slot
        place = self.folder / SLOTS[slot]
        new = not place.exists()
        _write_in_place(place, _pack(copy, sequence), block=_BLOCK)
        if new:
            disk.sync_folder(self.folder)
        self._sequence, self._slot = sequence, slot

    def write_after(self, copy: Copy, sequence: int) -> int:
        """Like `write`, newer than `sequence`; the number that the copy has got."""
        self._sequence = max(self._sequence, sequence)
        self.write(copy)
        return self._sequence


class Copies:
    """Writes a session's copies to the first of several folders of all sessions that takes them. Not for two threads.

    A full or broken disk must not end the safety of the work: the session goes on in a spare folder, under its name and
    with its numbers, and comes back as soon as the first folder can be written again. The newest copy counts.
    """

    def __init__(self, owner: Holder) -> None:
        self._owner = owner
        self._name = ""
        self._sequence = 0
        self._slots: dict[Path, Slots] = {}
        self.folder: Path | None = None
        """Where the newest copy is."""
        self.is_spare = False
        """Whether that is not in the first folder."""

    def write(self, copy: Copy, roots: Sequence[Path]) -> None:
        """Put a copy on a disk. Raises what was wrong with the first folder, when no folder takes it."""
        wrong: OSError | None = None
        for at, root in enumerate(roots):
            try:
                slots = self._slots.get(root) or self._begin(root, roots)
                self._sequence = slots.write_after(copy, self._sequence)
            except OSError as error:
                wrong = wrong or error
                self._sequence += 1  # what failed may be on the disk all the same, and is older than what comes next
                known = self._slots.get(root)
                if known is not None and not known.folder.is_dir():
                    del self._slots[root]  # somebody has cleared up: begin anew
                continue
            self.folder, self.is_spare = slots.folder, at > 0
            if not self.is_spare:
                self._clear_spares(root)
            return
        raise wrong or OSError(errno.ENOENT, "no folder")

    def _begin(self, root: Path, roots: Sequence[Path]) -> Slots:
        root.mkdir(mode=0o700, parents=root.name != SPARE, exist_ok=True)
        if not _may_be_read(root):
            raise OSError(errno.EPERM, "somebody else's folder", str(root))
        self._name = self._name or _new_name(roots)
        there = root / self._name  # it may have been away for a while
        slots = Slots.resume(there) if there.is_dir() else Slots.named(root, self._name, self._owner, self._sequence)
        self._slots[root] = slots
        return slots

    def _clear_spares(self, first: Path) -> None:
        """The first folder has the newest copy: nothing need lie about elsewhere."""
        for root in [root for root in self._slots if root != first]:
            with suppress(OSError):
                remove(self._slots[root].folder)
                del self._slots[root]


def is_spare(root: Path) -> bool:
    """Whether a folder of all sessions is a spare one, by its name."""
    return root.name == SPARE or root.name.startswith(TEMPORARY)


def _may_be_read(root: Path) -> bool:
    """Where everybody may write, somebody may have laid a folder or a link for us: a spare one has to be our own."""
    if not is_spare(root):
        return True
    try:
        about = root.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(about.st_mode) and (sys.platform == "win32" or about.st_uid == os.geteuid())


def _new_name(roots: Iterable[Path]) -> str:
    number = max((number for root in roots for number, _ in _folders(root)), default=0) + 1
    return f"{number:06d}-{os.urandom(4).hex()}"


def newest(folder: Path) -> Copy | None:
    """The newest whole copy in a session's folder."""
    copies = [copy for name in SLOTS if (copy := _slot(folder / name)) is not None]
    return max(copies, key=lambda copy: copy.sequence, default=None)


def sessions(roots: Path | Iterable[Path], me: Holder) -> list[Session]:
    """All sessions in these folders that hold a whole copy, the newest first; of one session, its newest copy.

    `live`: a process that lives is still writing it.
    """
    places: dict[str, list[tuple[int, Copy, Path]]] = {}
    numbers: dict[str, int] = {}
    for root in filter(_may_be_read, dict.fromkeys([roots] if isinstance(roots, Path) else roots)):
        for number, folder in _folders(root):
            copy = newest(folder)
            if copy is not None:
                places.setdefault(folder.name, []).append((copy.sequence, copy, folder))
                numbers[folder.name] = number
    found = []
    for name in sorted(places, key=lambda name: (numbers[name], name), reverse=True):
        (_, copy, folder), *older = sorted(places[name], key=lambda place: place[0], reverse=True)
        owner = _owner(folder)
        live = owner is not None and owner.same_machine(me) and holder.is_running(owner)
        found.append(Session(folder, numbers[name], copy, owner, live, tuple(place[2] for place in older)))
    return found


def mark(folder: Path, state: State) -> None:
    """Say what became of a session's work; the content stays. Raises OSError."""
    copy = newest(folder)
    if copy is not None and copy.state is not state:
        changed = {name: getattr(copy, name) for name in ("document", "path", "base", "time", "changed", "body")}
        Slots.resume(folder).write(Copy(state, **changed))


def remove(folder: Path) -> None:
    """Take a session away for good: the user's wish, or its time has come. Raises OSError."""
    for name in (*SLOTS, OWNER):
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()
    if is_spare(folder.parent):
        with suppress(OSError):  # of other sessions
            folder.parent.rmdir()


def remove_session(session: Session) -> None:
    """Take a session away from all disks. Raises OSError."""
    for folder in (*session.stale, session.folder):
        remove(folder)


def sweep(roots: Path | Iterable[Path], me: Holder, now: datetime) -> int:
    """Remove what has been settled for `KEEP_DAYS`; unsaved work stays until somebody has decided. How many went.

    The newest `KEEP_AT_LEAST` stay, whatever their dates.
    """
    settled = [one for one in sessions(roots, me) if not one.live and one.copy.state is not State.UNSAVED]
    room, gone = KEEP_BYTES, 0
    for at, session in enumerate(settled):
        room -= _size(session.folder)
        if at >= KEEP_AT_LEAST and (room < 0 or _age(session.copy.time, now) > timedelta(days=KEEP_DAYS)):
            with suppress(OSError):
                remove_session(session)
                gone += 1
    return gone


def for_path(found: list[Session], path: Path) -> list[Session]:
    """The sessions of a file, the newest first."""
    return [one for one in found if one.copy.path and Path(one.copy.path) == path]


def _age(time: str, now: datetime) -> timedelta:
    """Never negative; a time that is none counts as now."""
    try:
        then = datetime.fromisoformat(time)
    except ValueError:
        return timedelta(0)
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(timedelta(0), now - then)


def _folders(root: Path) -> list[tuple[int, Path]]:
    try:
        names = os.listdir(root)  # noqa: PTH208 – entries that vanish meanwhile do no harm
    except OSError:
        return []
    return [(int(match[1]), root / name) for name in names if (match := _NAME.fullmatch(name))]


def _owner(folder: Path) -> Holder | None:
    try:
        return holder.read(disk.read(folder / OWNER, LONGEST))
    except OSError:
        return None


def _size(folder: Path) -> int:
    total = 0
    for name in SLOTS:
        with suppress(OSError):
            total += (folder / name).stat().st_size
    return total


def _pack(copy: Copy, sequence: int) -> bytes:
    about = {
        "sequence": sequence,
        "state": copy.state.value,
        "document": copy.document,
        "path": copy.path,
        "base": copy.base,
        "time": copy.time,
        "changed": list(copy.changed[:CHANGED_NAMED]),
        "length": len(copy.body),
        "sha256": hashlib.sha256(copy.body).hexdigest(),
    }
    line = json.dumps(about).encode("ascii")
    return b"%b%08x %b\n%b" % (_MAGIC, zlib.crc32(line), line, copy.body)


def _slot(place: Path) -> Copy | None:
    """The content of a slot; None when it is not there, or not whole."""
    try:
        data = disk.read(place, SIZE_LIMIT + _HEAD_LIMIT + _BLOCK)
    except OSError:
        return None
    start = len(_MAGIC) + 9
    end = data.find(b"\n", 0, _HEAD_LIMIT)
    if not data.startswith(_MAGIC) or end < start:
        return None
    line = data[start:end]
    if data[len(_MAGIC) : start] != b"%08x " % zlib.crc32(line):
        return None
    try:
        about: dict[str, Any] = json.loads(line)
        body = data[end + 1 : end + 1 + about["length"]]
        if hashlib.sha256(body).hexdigest() != about["sha256"]:
            return None
        texts: dict[str, Any] = {name: str(about[name]) for name in ("document", "path", "base", "time")}
        changed = tuple(map(str, about["changed"]))
        return Copy(State(about["state"]), **texts, changed=changed, body=body, sequence=int(about["sequence"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _write_in_place(place: Path, data: bytes, block: int = 1) -> None:
    """Write from the beginning and sync. A file never gets shorter, and grows by whole blocks of NULs.

    So a disk that has become full has room for the next copy of the same size.
    """
    descriptor = os.open(place, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        room = os.fstat(descriptor).st_size
        view = memoryview(data if len(data) <= room else data + bytes(-len(data) % block))
        while view:
            written = os.write(descriptor, view)
            if written <= 0:
                raise OSError(errno.EIO, "nothing written", str(place))
            view = view[written:]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
