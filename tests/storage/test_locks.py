"""Lock files with real processes: who has a document, alive or dead, here or elsewhere, and who gets it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

import selfeval_gui
from selfeval_gui.storage import holder, locks
from selfeval_gui.storage.holder import Holder
from selfeval_gui.storage.locks import LockState

ROOT = Path(selfeval_gui.__file__).parent.parent
ME = holder.this_process("2026-03-02T04:05:06Z")
TAKES = """
import sys
from pathlib import Path
from selfeval_gui.storage import holder, locks
me = holder.this_process("2026-03-02T01:00:00Z")
for line in sys.stdin:
    word, _, path = line.strip().partition(" ")
    if word == "take":
        print(locks.take(Path(path), me).state.value, flush=True)
    elif word == "release":
        locks.release(Path(path), me)
        print("released", flush=True)
"""


class Other:
    """Another process that takes locks when told to."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", TAKES], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def __call__(self, word: str, path: Path) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{word} {path}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def kill(self) -> None:
        self.process.kill()
        self.close()

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture
def other() -> Iterator[Callable[[str, Path], str]]:
    process = Other()
    yield process
    process.close()


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "文档" / "报告 2026.zxzp.json"
    path.parent.mkdir()
    path.write_bytes(b"{}")
    return path


def put(document: Path, who: Holder) -> None:
    locks.place_of(document).write_bytes(holder.write(who))


def names(document: Path) -> list[str]:
    return sorted(path.name for path in document.parent.iterdir())


def test_free_then_ours_then_free_again(document: Path) -> None:
    assert locks.look(document, ME).state is LockState.FREE
    assert locks.take(document, ME) == (LockState.OURS, ME)
    assert locks.look(document, ME) == (LockState.OURS, ME)
    assert locks.take(document, ME).state is LockState.OURS
    locks.release(document, ME)
    assert names(document) == [document.name]


def test_a_living_process_has_it(document: Path, other: Other) -> None:
    assert other("take", document) == "ours"
    found = locks.take(document, ME)
    assert found.state is LockState.HERE
    assert found.holder is not None
    assert found.holder.pid == other.process.pid
    locks.release(document, ME)  # not ours: it stays
    assert locks.look(document, ME).state is LockState.HERE
    other("release", document)
    assert locks.look(document, ME).state is LockState.FREE


def test_a_killed_process_had_it(document: Path) -> None:
    gone = Other()
    gone("take", document)
    gone.kill()
    assert locks.look(document, ME).state is LockState.STALE
    assert locks.take(document, ME).state is LockState.OURS
    assert json.loads(locks.place_of(document).read_bytes())["pid"] == os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="needs the start of a process")
def test_a_number_that_was_given_to_another_process_is_stale(document: Path) -> None:
    put(document, replace(ME, started="0.1"))
    assert locks.look(document, ME).state is LockState.STALE


@pytest.mark.skipif(sys.platform != "linux", reason="needs the start of a process")
def test_a_process_that_ended_but_was_not_waited_for_is_dead(document: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    who = replace(ME, pid=ended.pid, started="")
    while Path(f"/proc/{ended.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z":
        pass
    put(document, who)
    assert locks.look(document, ME).state is LockState.STALE
    ended.wait()


def test_another_machine_has_it_and_only_force_takes_it(document: Path) -> None:
    theirs = replace(ME, machine="财务室-2", user="李四", pid=1, started="")
    put(document, theirs)
    assert locks.take(document, ME) == (LockState.ELSEWHERE, theirs)
    assert locks.take(document, ME, by_force=True).state is LockState.OURS
    assert locks.look(document, theirs).state is LockState.ELSEWHERE


def test_machines_of_one_name_are_told_apart(document: Path) -> None:
    put(document, replace(ME, mark="0123456789abcdef", pid=2**22 + 1))
    assert locks.look(document, replace(ME, mark="fedcba9876543210")).state is LockState.ELSEWHERE
    assert locks.look(document, replace(ME, mark="")).state is LockState.STALE


@pytest.mark.parametrize("record", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"[" * 4000, b'{"pid": true}', b"x" * 5000])
def test_a_damaged_record_is_told_and_can_be_taken(record: bytes, document: Path) -> None:
    locks.place_of(document).write_bytes(record)
    assert locks.look(document, ME, sleep=lambda _: None).state is LockState.UNREADABLE
    assert locks.take(document, ME, sleep=lambda _: None).state is LockState.UNREADABLE
    locks.release(document, ME)
    assert locks.place_of(document).read_bytes() == record
    if len(record) <= holder.LONGEST:
        assert locks.take(document, ME, by_force=True, sleep=lambda _: None).state is LockState.OURS


def test_a_record_that_is_being_written_is_waited_for(document: Path) -> None:
    locks.place_of(document).write_bytes(b"")
    theirs = replace(ME, machine="别处")
    assert locks.look(document, ME, sleep=lambda _: put(document, theirs)).state is LockState.ELSEWHERE


@pytest.mark.parametrize("key", [field for field in asdict(ME) if field != "app"])
def test_every_part_of_a_record_is_needed(key: str) -> None:
    record = json.loads(holder.write(ME))
    assert holder.read(json.dumps(record).encode()) == ME
    assert holder.read(json.dumps({**record, key: None}).encode()) is None


def test_a_folder_that_is_not_there_takes_no_lock(tmp_path: Path) -> None:
    assert locks.take(tmp_path / "没有" / "a.json", ME).state is LockState.CLOSED


def test_a_folder_that_cannot_be_written_takes_no_lock(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def refuse(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(13, "read-only folder", str(path))
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)  # root may write everywhere
    assert locks.take(document, ME).state is LockState.CLOSED
    assert names(document) == [document.name]


def test_a_full_disk_takes_no_lock_and_leaves_none(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "write", full)
    assert locks.take(document, ME).state is LockState.CLOSED
    assert names(document) == [document.name]


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_all_names_of_a_file_share_one_lock(document: Path, tmp_path: Path, other: Other) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(document)
    other("take", document)
    assert locks.look(link, ME).state is LockState.HERE


def test_the_longest_name_has_a_lock_too(tmp_path: Path) -> None:
    one, two = tmp_path / ("长" * 83 + ".json"), tmp_path / ("长" * 82 + "短.json")
    assert locks.take(one, ME).state is LockState.OURS
    assert locks.look(two, ME).state is LockState.FREE


RACE = """
import sys
from pathlib import Path
from selfeval_gui.storage import holder, locks
me = holder.this_process("2026-03-02T01:00:00Z")
print("ready", flush=True)
for line in sys.stdin:
    print(locks.take(Path(line.strip()), me).state.value, flush=True)
"""


@pytest.mark.parametrize("stale", [False, True], ids=["free", "stale"])
def test_of_many_who_want_it_at_once_one_gets_it(stale: bool, document: Path) -> None:
    """Four processes race 40 times, for a free lock and for one that a dead process has left."""
    runners = [
        subprocess.Popen(
            [sys.executable, "-c", RACE], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        for _ in range(4)
    ]
    try:
        for runner in runners:
            assert runner.stdout is not None
            assert runner.stdout.readline() == "ready\n"
        for _ in range(40):
            if stale:
                put(document, replace(ME, pid=2**22 + 1))
            for runner in runners:
                assert runner.stdin is not None
                runner.stdin.write(f"{document}\n")
                runner.stdin.flush()
            said = [runner.stdout.readline().strip() for runner in runners if runner.stdout is not None]
            assert said.count("ours") == 1, said
            locks.place_of(document).unlink()
    finally:
        for runner in runners:
            assert runner.stdin is not None
            assert runner.stdout is not None
            runner.stdin.close()
            runner.wait(10)
            runner.stdout.close()
