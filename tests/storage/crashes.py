"""What a disk may hold after a crash: every legal state, from the list of calls that were made before it.

The model of a journalling file system at its least kind: what was written to a file and not synced may be there,
missing, zero, or half; a name that was made, replaced or removed in a folder that was not synced may be as before,
in each folder up to any point of its own history. What was synced is there.
"""

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

Disk = dict[str, bytes]
"""Path → content."""


class Inode:
    """A file's content: as it would be with all writes, and as it was when it was last synced."""

    def __init__(self, synced: bytes | None) -> None:
        self.synced = synced
        self.now = synced or b""

    def possible(self) -> list[bytes]:
        """The contents that a crash may leave."""
        if self.now == self.synced:
            return [self.now]
        half = self.now[: len(self.now) // 2]
        found = [self.now, self.synced or b"", b"", b"\0" * len(self.now), half, half.ljust(len(self.now), b"\0")]
        return list(dict.fromkeys(found))


class Step(NamedTuple):
    """A change of names in one folder: the name and what it means from now on (None: it is gone)."""

    name: str
    inode: Inode | None


class Recorder:
    """Follows a piece of work on a folder; after each call, `states` are the disks that a crash could leave."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path, after_call: Callable[["Recorder"], None]) -> None:
        self.folder, self._after = str(folder), after_call
        self.names = {str(p): Inode(p.read_bytes()) for p in folder.rglob("*") if p.is_file()}
        self.durable: dict[str, Inode] = dict(self.names)
        self.pending: dict[str, list[Step]] = {}
        self._open: dict[int, str | Inode] = {}
        for name, follow in (
            ("open", self._opened), ("write", self._written), ("fsync", self._synced), ("close", self._closed),
            ("replace", self._replaced), ("unlink", self._unlinked),
        ):  # fmt: skip
            patch.setattr(os, name, self._wrapped(getattr(os, name), follow))

    def states(self) -> Iterator[Disk]:
        """Every disk that a crash at this moment could leave."""
        folders = sorted(self.pending)
        for cut in itertools.product(*(range(len(self.pending[folder]) + 1) for folder in folders)):
            tree = dict(self.durable)
            for folder, length in zip(folders, cut, strict=True):
                for step in self.pending[folder][:length]:
                    if step.inode is None:
                        tree.pop(step.name, None)
                    else:
                        tree[step.name] = step.inode
            paths = sorted(tree)
            for contents in itertools.product(*(tree[path].possible() for path in paths)):
                yield dict(zip(paths, contents, strict=True))

    def _wrapped(self, real: Callable[..., Any], follow: Callable[..., None]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            first = arguments[0]
            ours = first in self._open if isinstance(first, int) else str(first).startswith(self.folder)
            found = real(*arguments, **named)
            if ours:
                follow(found, *arguments)
                self._after(self)
            return found

        return call

    def _change(self, name: str, inode: Inode | None) -> None:
        self.pending.setdefault(str(Path(name).parent), []).append(Step(name, inode))
        if inode is None:
            self.names.pop(name, None)
        else:
            self.names[name] = inode

    def _opened(self, descriptor: int, path: Any, flags: int, *_: Any) -> None:
        name = str(path)
        if Path(name).is_dir():
            self._open[descriptor] = name
            return
        if flags & os.O_CREAT and name not in self.names:
            self._change(name, Inode(None))
        inode = self.names[name]
        if flags & os.O_TRUNC:
            inode.now = b""
        self._open[descriptor] = inode

    def _written(self, count: int, descriptor: int, data: Any) -> None:
        inode = self._open[descriptor]
        assert isinstance(inode, Inode)
        inode.now += bytes(data[:count])

    def _synced(self, _: None, descriptor: int) -> None:
        what = self._open[descriptor]
        if isinstance(what, Inode):
            what.synced = what.now
            return
        for step in self.pending.pop(what, []):
            if step.inode is None:
                self.durable.pop(step.name, None)
            else:
                self.durable[step.name] = step.inode

    def _closed(self, _: None, descriptor: int) -> None:
        self._open.pop(descriptor, None)

    def _replaced(self, _: None, source: Any, target: Any) -> None:
        inode = self.names[str(source)]
        assert Path(source).parent == Path(target).parent
        # One step of the folder: both names change together or not at all.
        folder = str(Path(target).parent)
        self.pending.setdefault(folder, []).append(Step(str(target), inode))
        self.names[str(target)] = inode
        self._change(str(source), None)

    def _unlinked(self, _: None, path: Any, *_more: Any) -> None:
        self._change(str(path), None)
