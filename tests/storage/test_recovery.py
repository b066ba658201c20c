"""Recovery copies: the newest acknowledged one is found whatever was interrupted, broken, or dated wrongly."""

import errno
import itertools
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval_gui.storage import holder, recovery
from selfeval_gui.storage.recovery import Copy, Slots, State

NOW = datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC)
ME = holder.this_process("2026-03-02T04:05:06Z")
GONE = replace(ME, pid=2**22 + 1)
SIZES = (1, 400, 16_000, 40_000)


def copy_of(text: str, state: State = State.UNSAVED, time: str = "2026-03-02T04:05:06Z") -> Copy:
    return Copy(state, "id", "/文档/报告.zxzp.json", "0" * 64, time, ("cover.project_name",), text.encode())


def bodies(root: Path) -> list[bytes]:
    return [session.copy.body for session in recovery.sessions(root, ME)]


def test_the_newest_copy_is_found_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    slots = Slots.begin(tmp_path, GONE)
    for number, size in enumerate((*SIZES, *reversed(SIZES)), 1):
        given = copy_of(f"{number}" * size)
        slots.write(given)
        (session,) = recovery.sessions(tmp_path, ME)
        assert session.copy == replace(given, sequence=number)
        assert (session.owner, session.live, session.number) == (GONE, False, 1)


def test_only_two_slots_and_the_owner_are_ever_there(tmp_path: Path) -> None:
    slots = Slots.begin(tmp_path, ME)
    for number in range(9):
        slots.write(copy_of(str(number)))
    assert sorted(path.name for path in slots.folder.iterdir()) == ["a", "b", "owner"]


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_nobody_else_may_look(tmp_path: Path) -> None:
    slots = Slots.begin(tmp_path / "recovery", ME)
    slots.write(copy_of("甲"))
    assert slots.folder.stat().st_mode & 0o077 == 0
    assert all((slots.folder / name).stat().st_mode & 0o077 == 0 for name in ("a", "owner"))


def test_what_became_of_the_work_is_noted_without_touching_it(tmp_path: Path) -> None:
    slots = Slots.begin(tmp_path, GONE)
    slots.write(copy_of("甲"))
    slots.write(copy_of("乙"))
    recovery.mark(slots.folder, State.IGNORED)
    (session,) = recovery.sessions(tmp_path, ME)
    assert (session.copy.state, session.copy.body, session.copy.sequence) == (State.IGNORED, "乙".encode(), 3)


def test_sessions_are_numbered_without_a_clock(tmp_path: Path) -> None:
    for name in ("甲", "乙", "丙"):
        Slots.begin(tmp_path, GONE).write(copy_of(name))
    assert bodies(tmp_path) == ["丙".encode(), "乙".encode(), "甲".encode()]


def test_a_session_of_a_living_process_is_told(tmp_path: Path) -> None:
    Slots.begin(tmp_path, ME).write(copy_of("甲"))
    Slots.begin(tmp_path, replace(ME, started="another start")).write(copy_of("乙"))
    Slots.begin(tmp_path, replace(ME, machine="别的电脑")).write(copy_of("丙"))
    assert [session.live for session in recovery.sessions(tmp_path, ME)] == [False, False, True]


def test_folders_that_are_none_of_ours_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "000001-xyz").mkdir()
    (tmp_path / "000002-01234567").mkdir()
    (tmp_path / "notes.txt").write_bytes(b"mine")
    assert recovery.sessions(tmp_path, ME) == []
    assert recovery.sessions(tmp_path / "none", ME) == []
    assert recovery.sweep(tmp_path, ME, NOW) == 0
    assert len(list(tmp_path.iterdir())) == 3


# --- damage


@pytest.mark.parametrize("turn", [0, 1])
def test_any_damage_to_one_slot_leaves_the_other(turn: int, tmp_path: Path) -> None:
    """Cut short, bits turned, NULs, another file's content: never an exception, never a third content."""
    slots = Slots.begin(tmp_path, GONE)
    for text in ("旧" * 50, "新" * 60):
        slots.write(copy_of(text))
    place = slots.folder / recovery.SLOTS[turn]
    whole, other = place.read_bytes(), "新" * 60 if turn == 0 else "旧" * 50
    mine = "旧" * 50 if turn == 0 else "新" * 60
    chance = random.Random(7)
    for _ in range(400):
        damaged = bytearray(whole)
        kind = chance.randrange(4)
        at = chance.randrange(len(damaged)) if chance.random() < 0.3 else chance.randrange(900)
        if kind == 0:
            del damaged[at:]
        elif kind == 1:
            damaged[at] ^= 1 << chance.randrange(8)
        elif kind == 2:
            damaged[at : at + 512] = bytes(512)
        else:
            damaged[at:at] = chance.randbytes(20)
        place.write_bytes(bytes(damaged))
        (session,) = recovery.sessions(tmp_path, ME)
        assert session.copy.body.decode() in (mine, other)
        if session.copy.body.decode() != other:  # the damage hit nothing but the padding
            assert session.copy == replace(copy_of(mine), sequence=turn + 1)
    place.write_bytes(whole)
    assert bodies(tmp_path) == [("新" * 60).encode()]


@given(data=st.binary(max_size=300))
def test_no_bytes_are_a_slot_by_chance(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("slot")
    (folder / "a").write_bytes(b"selfeval-recovery 1 " + data)
    assert recovery.newest(folder) is None


# --- every call fails in turn; every call is the last


def _goes_through(slots: Slots, copy: Copy, number: int) -> bool:
    try:
        slots.write(copy)
    except OSError as failure:
        return failure.errno != number  # any other error would be ours
    return True


CALLS = ("open", "write", "fsync", "close", "fstat")


@pytest.mark.parametrize("forever", [False, True], ids=["once", "for ever"])
@pytest.mark.parametrize("error", ["ENOSPC", "EIO", "EACCES", "EROFS", "EBUSY", "EDQUOT"])
@pytest.mark.parametrize("call", CALLS)
def test_a_failing_call_leaves_the_copy_before(call: str, error: str, forever: bool, tmp_path: Path) -> None:
    number, real = getattr(errno, error), getattr(os, call)
    for at in itertools.count(1):
        slots = Slots.begin(tmp_path / str(at), GONE)
        slots.write(copy_of("一"))
        slots.write(copy_of("二"))
        count = 0

        def action(*given: Any, first: int = at, **named: Any) -> Any:
            nonlocal count
            count += 1
            if count == first or (forever and count > first):
                if call == "close":
                    real(*given, **named)
                raise OSError(number, os.strerror(number))
            return real(*given, **named)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, call, action)
            told = _goes_through(slots, copy_of("三"), number)
        (body,) = bodies(tmp_path / str(at))
        assert body.decode() == "三" if told else body.decode() in ("二", "三")
        slots.write(copy_of("四"))  # the next one goes through
        assert bodies(tmp_path / str(at)) == ["四".encode()]
        if count < at:
            assert told
            assert at > 1
            return


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slots = Slots.begin(tmp_path, GONE)
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, bytes(data[:1000])))
    slots.write(copy_of("甲" * 5000))
    assert bodies(tmp_path) == [("甲" * 5000).encode()]


class Log:
    """The calls that change the disk, in their order, as a list of what they did."""

    def __init__(self, root: Path) -> None:
        self.root, self.done = root, list[tuple[Any, ...]]()
        self._names: dict[int, str] = {}
        self._real = {name: getattr(os, name) for name in ("open", "write", "fsync", "close", "mkdir")}

    def patch(self, patch: pytest.MonkeyPatch) -> None:
        for name in self._real:
            patch.setattr(os, name, getattr(self, name))

    def open(self, path: Any, flags: int, mode: int = 0o777) -> int:
        descriptor: int = self._real["open"](path, flags, mode)
        name = os.path.relpath(path, self.root)
        self._names[descriptor] = name
        if flags & os.O_CREAT:
            self.done.append(("create", name))
        return descriptor

    def write(self, descriptor: int, data: Any) -> int:
        at = os.lseek(descriptor, 0, os.SEEK_CUR)
        self.done.append(("write", self._names[descriptor], at, bytes(data)))
        return int(self._real["write"](descriptor, data))

    def fsync(self, descriptor: int) -> None:
        self.done.append(("sync", self._names[descriptor]))
        self._real["fsync"](descriptor)

    def close(self, descriptor: int) -> None:
        self._names.pop(descriptor, None)
        self._real["close"](descriptor)

    def mkdir(self, path: Any, mode: int = 0o777, **named: Any) -> None:
        self.done.append(("mkdir", os.path.relpath(path, self.root)))
        self._real["mkdir"](path, mode, **named)


def states_after_a_crash(done: list[tuple[Any, ...]]) -> Iterator[dict[str, bytes]]:
    """Every content of the disk that a power cut after these calls may leave, as path → bytes.

    What was synced is there. Of every unsynced write each of these may be on disk: nothing, all, half, NULs as long as
    it. A name that was not synced with its folder may be there or not.
    """
    synced: dict[str, bytearray] = {}
    named: set[str] = set()
    loose: dict[str, list[tuple[int, bytes]]] = {}
    for call in done:
        if call[0] == "create":
            synced.setdefault(call[1], bytearray())
            loose.setdefault(call[1], [])
        elif call[0] == "write":
            loose[call[1]].append(call[2:])
        elif call[0] == "sync" and call[1] in synced:
            for at, data in loose[call[1]]:
                _lay(synced[call[1]], at, data)
            loose[call[1]] = []
        elif call[0] == "sync":
            named |= {name for name in synced if str(Path(name).parent) == call[1]}
    files = sorted(synced)
    choices: list[list[bytes | None]] = []
    for name in files:
        contents: list[bytes | None] = [] if name in named else [None]
        for how in ("nothing", "all", "half", "nul") if loose[name] else ("all",):
            content = bytearray(synced[name])
            for at, data in loose[name]:
                part = {"nothing": b"", "all": data, "half": data[: len(data) // 2], "nul": bytes(len(data))}[how]
                _lay(content, at, part)
            contents.append(bytes(content))
        choices.append(contents)
    for chosen in itertools.product(*choices):
        yield {name: data for name, data in zip(files, chosen, strict=True) if data is not None}


def _lay(content: bytearray, at: int, data: bytes) -> None:
    if data:
        content.extend(bytes(max(0, at - len(content))))
        content[at : at + len(data)] = data


def test_every_state_after_a_crash_holds_the_last_copy_or_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut after each call of six copies: what was acknowledged is there, or what came right after it."""
    root = tmp_path / "recovery"
    root.mkdir()
    log = Log(root)
    acknowledged: list[int] = []
    texts = ["甲" * 10, "乙" * 7000, "丙", "丁" * 20000, "戊" * 300, "己" * 9000]
    with pytest.MonkeyPatch.context() as patch:
        log.patch(patch)
        slots = Slots.begin(root, GONE)
        for text in texts:
            acknowledged.append(len(log.done))
            slots.write(copy_of(text))
    acknowledged.append(len(log.done))
    count = 0
    for cut in range(len(log.done) + 1):
        number = sum(cut >= end for end in acknowledged[1:])  # so many copies were acknowledged
        allowed = {text.encode() for text in texts[max(0, number - 1) : number + 1]}
        for state in states_after_a_crash(log.done[:cut]):
            count += 1
            place = tmp_path / "after" / str(count)
            for name, data in state.items():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(data)
            found = bodies(place)
            assert len(found) == (1 if number else len(found))
            assert set(found) <= allowed
    assert count > 60


def test_the_model_of_crashes_finds_a_slot_written_over_in_place(tmp_path: Path) -> None:
    """The same check fails for one slot instead of two."""
    done: list[tuple[Any, ...]] = [
        ("create", "x"), ("write", "x", 0, b"old"), ("sync", "x"), ("sync", "."), ("write", "x", 0, b"new"),
    ]  # fmt: skip
    assert {state["x"] for state in states_after_a_crash(done)} == {b"old", b"new", b"nld", b"\0\0\0"}


# --- clocks


@pytest.mark.parametrize("years", [-46, -10, 0, 10])
def test_a_wrong_clock_chooses_no_wrong_copy_and_sweeps_nothing_new(years: int, tmp_path: Path) -> None:
    """Dates are for display: the order is that of the sequence numbers, and the newest 20 always stay."""
    for number in range(12):
        time = (NOW + timedelta(days=365 * years * (number % 2))).strftime("%Y-%m-%dT%H:%M:%SZ")
        slots = Slots.begin(tmp_path, GONE)
        slots.write(copy_of(f"{number}旧", time="2099-01-01T00:00:00Z"))
        slots.write(copy_of(f"{number}新", State.DISCARDED, time))
    assert bodies(tmp_path) == [f"{number}新".encode() for number in reversed(range(12))]
    assert recovery.sweep(tmp_path, ME, NOW + timedelta(days=365 * years)) == 0
    assert len(bodies(tmp_path)) == 12


def test_what_was_settled_long_ago_goes_and_unsaved_work_never(tmp_path: Path) -> None:
    old, unsaved = (NOW - timedelta(days=31)).isoformat(), (NOW - timedelta(days=400)).isoformat()
    for number in range(30):
        state = State.UNSAVED if number % 5 == 0 else State.DISCARDED
        Slots.begin(tmp_path, GONE).write(copy_of(str(number), state, unsaved if state is State.UNSAVED else old))
    Slots.begin(tmp_path, GONE).write(copy_of("young", State.IGNORED, (NOW - timedelta(days=29)).isoformat()))
    assert recovery.sweep(tmp_path, ME, NOW) == 5  # 25 settled ones of which 20 stay
    left = {body.decode() for body in bodies(tmp_path)}
    assert {str(number) for number in range(0, 30, 5)} | {"young"} <= left
    assert len(left) == 26
    assert not left & {"1", "2", "3", "4", "6"}


@pytest.mark.parametrize("time", ["", "昨天", "2026-03-02T04:05:06", "9999-12-31T23:59:59Z"])
def test_a_time_that_is_none_is_not_old(time: str, tmp_path: Path) -> None:
    for number in range(recovery.KEEP_AT_LEAST + 1):
        Slots.begin(tmp_path, GONE).write(copy_of(str(number), State.SAVED, time))
    assert recovery.sweep(tmp_path, ME, NOW) == 0


def test_a_session_of_a_living_process_is_never_swept(tmp_path: Path) -> None:
    Slots.begin(tmp_path, ME).write(copy_of("甲", State.SAVED, "1980-01-01T00:00:00Z"))
    for number in range(recovery.KEEP_AT_LEAST + 1):
        Slots.begin(tmp_path, GONE).write(copy_of(str(number), State.SAVED, "1980-01-01T00:00:00Z"))
    assert recovery.sweep(tmp_path, ME, NOW) == 1
    assert "甲".encode() in bodies(tmp_path)


# --- resources


def test_a_thousand_copies_leave_nothing_open(tmp_path: Path) -> None:
    handles = Path("/proc/self/fd")
    if not handles.exists():
        pytest.skip("no way to count handles")
    slots = Slots.begin(tmp_path, ME)
    slots.write(copy_of("甲"))
    before = len(list(handles.iterdir()))
    for number in range(1000):
        slots.write(copy_of(str(number) * 100))
    assert len(list(handles.iterdir())) == before
    assert sum((slots.folder / name).stat().st_size for name in ("a", "b")) == 2 * 16_384
