"""Every system call of a save fails in turn: the old file stays, the outcome says so, nothing is left behind."""

import errno
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from selfeval_gui import storage
from tests.storage.test_save import file_named, names

CALLS = ["open", "write", "fsync", "close", "replace", "fstat", "read", "stat", "fchmod", "unlink"]
ERRORS = ["ENOSPC", "EIO", "EACCES", "EROFS", "EBUSY", "EDQUOT", "EPERM"]
NEVER = 10**9
OLD = storage.encode(file_named("旧"))
NEW = storage.encode(file_named("新"))


class Faults:
    """Makes the n-th call of an `os` function fail, once or from then on, and counts the calls."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, call: str, at: int, error: OSError, last: int) -> None:
        self.count = 0
        real = getattr(os, call)

        def action(*arguments: Any, **named: Any) -> Any:
            if call == "stat" and Path(arguments[0]).name != "a.json":
                return real(*arguments, **named)  # of the interpreter and of pytest
            self.count += 1
            if at <= self.count <= last:
                raise error
            return real(*arguments, **named)

        monkeypatch.setattr(os, call, action)


def save(path: Path) -> storage.Outcome:
    loaded = storage.load(path)
    return storage.save(file_named("新"), path, expected_digest=loaded.digest, sleep=lambda _: None)


def prepared(folder: Path) -> Path:
    path = folder / "a.json"
    path.write_bytes(OLD)
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="the matrix is that of POSIX")
@pytest.mark.parametrize("forever", [False, True], ids=["once", "for ever"])
@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("call", CALLS)
def test_every_call_fails_in_turn(call: str, error: str, forever: bool, tmp_path: Path) -> None:
    """Walks through all calls of a save until one save is not hit any more."""
    number = getattr(errno, error)
    for at in range(1, 100):
        folder = tmp_path / str(at)
        folder.mkdir()
        path = prepared(folder)
        digest = storage.load(path).digest
        with pytest.MonkeyPatch.context() as patch:
            faults = Faults(patch, call, at, OSError(number, os.strerror(number)), NEVER if forever else at)
            outcome = storage.save(file_named("新"), path, expected_digest=digest, sleep=lambda _: None)
            hit = faults.count >= at
        now = path.read_bytes()
        assert now in (OLD, NEW)
        assert outcome.sentence.endswith("。") or outcome.ok
        assert not re.search(r"Errno|\[|[A-Z]{5,}", outcome.sentence.replace(str(path), ""))
        if outcome.ok:
            assert now == NEW
        elif not isinstance(outcome, storage.NotVerified):
            # After the rename the new content is there, and only reading it back has failed.
            assert now == OLD
        left = [name for name in names(folder) if name != "a.json"]
        assert left == ([outcome.leftover.name] if outcome.leftover else [])
        if outcome.leftover:
            assert call in ("unlink", "stat")
        if not hit:
            assert outcome.ok
            return
    pytest.fail("no end of calls")


@pytest.mark.parametrize("call", ["open", "write", "fsync", "close", "replace", "read"])
def test_an_interrupted_call_is_repeated(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = prepared(tmp_path)
    digest = storage.load(path).digest
    faults = Faults(monkeypatch, call, 1, InterruptedError(errno.EINTR, "interrupted"), 3)
    assert storage.save(file_named("新"), path, expected_digest=digest).ok
    assert faults.count > 3
    assert path.read_bytes() == NEW


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = prepared(tmp_path)
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, bytes(data[:7])))
    assert save(path).ok
    assert path.read_bytes() == NEW


def test_a_write_that_takes_nothing_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = prepared(tmp_path)
    monkeypatch.setattr(os, "write", lambda *_: 0)
    assert isinstance(save(path), storage.Failed)
    assert names(tmp_path) == ["a.json"]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("ENOSPC", storage.DiskFull), ("EDQUOT", storage.DiskFull), ("EFBIG", storage.DiskFull),
        ("EACCES", storage.NoPermission), ("EPERM", storage.NoPermission), ("EROFS", storage.NoPermission),
        ("EBUSY", storage.InUse), ("EIO", storage.Failed), ("ENODEV", storage.Failed),
    ],
)  # fmt: skip
def test_errors_have_their_names(
    error: str, kind: type[storage.Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = prepared(tmp_path)
    number = getattr(errno, error)
    Faults(monkeypatch, "write", 1, OSError(number, ""), NEVER)
    outcome = save(path)
    assert type(outcome) is kind
    assert "没有改动" in outcome.sentence
    assert outcome.path == path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 KiB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_keeps_the_old_file(small_disk: Path) -> None:
    path = prepared(small_disk)
    page = os.sysconf("SC_PAGE_SIZE")
    outcomes = []
    for free in range(0, 4 * page, page):
        path.write_bytes(OLD)
        filler = small_disk / "filler"
        size = 65536 - (-(-len(OLD) // page)) * page - free
        with filler.open("wb") as stream:
            try:
                stream.write(b"x" * max(0, size))
                stream.flush()
            except OSError:
                size = -1  # the disk is full already
        outcome = save(path)
        outcomes.append(type(outcome))
        assert path.read_bytes() == (NEW if outcome.ok else OLD)
        filler.unlink()
        assert names(small_disk) == ["a.json"]
    assert outcomes[0] is storage.DiskFull
    assert outcomes[-1] is storage.Saved
