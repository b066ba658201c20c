"""A crash after every call of saving, thinning, freezing and packing: whatever the disk then holds, nothing is lost.

The states are made by a model (`crashes`), not by pulling a plug; two ways of saving that are known to lose files
show that it finds what it is for.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from selfeval_gui import storage
from selfeval_gui.storage import archive, backups, disk
from selfeval_gui.storage.outcomes import FileRefused
from tests.storage.crashes import Disk, Recorder
from tests.storage.test_every_call import FILE, FIRST, NEW, OLD, Place, freeze, pack, prepared, save

Verdict = Callable[[Disk, bool], str]
"""What is wrong with a disk, "" for nothing; whether the work had been called done."""


def crash_everywhere(
    folder: Path, work: Callable[[Place], object], verdict: Callable[[Place, Disk, bool], str]
) -> tuple[int, list[str]]:
    """How many states there are, and what is wrong with them."""
    place = prepared(folder / "x")
    seen: set[tuple[tuple[str, bytes], ...]] = set()
    faults: list[str] = []

    def look(recorder: Recorder, done: bool = False) -> None:
        for state in recorder.states():
            key = tuple(sorted(state.items()))
            if key not in seen or done:
                seen.add(key)
                if fault := verdict(place, state, done):
                    faults.append(fault)

    with pytest.MonkeyPatch.context() as patch:
        recorder = Recorder(patch, place.folder, look)
        work(place)
    look(recorder, done=True)
    shutil.rmtree(place.folder)
    return len(seen), faults


def whole_file_and_versions(place: Place, state: Disk, done: bool) -> str:
    """The report is the old or the new one, the new one when it was called saved, and every version is whole."""
    now = state.get(str(place.path))
    if now not in (OLD, NEW):
        return f"the report is {'gone' if now is None else 'damaged'}"
    kept = [data for name, data in state.items() if name.startswith(str(place.kept)) and name.endswith(".zxzp.json")]
    if not all(backups.is_sound(data) for data in kept):
        return "a version is damaged"
    if FIRST not in kept:
        return "a version is gone"
    if now == NEW and OLD not in kept:
        return "the old content is nowhere"
    return "the saved report is not there" if done and now != NEW else ""


def test_a_crash_in_a_save_leaves_old_or_new(quick: Path) -> None:
    states, faults = crash_everywhere(quick, save, whole_file_and_versions)
    assert faults == []
    assert states > 10


def test_a_crash_while_freezing_loses_nothing(quick: Path) -> None:
    def verdict(place: Place, state: Disk, done: bool) -> str:
        frozen = [data for name, data in state.items() if name.endswith("-final.zxzp.json")]
        fault = whole_file_and_versions(place, state, done=False)
        return fault or ("the final copy is not there" if done and not frozen else "")

    states, faults = crash_everywhere(quick, freeze, verdict)
    assert faults == []
    assert states > 5


def test_a_crash_while_thinning_loses_nothing_that_stays(quick: Path) -> None:
    many = [storage.encode(replace(FILE, modified=f"2026-01-{day:02d}T00:00:00Z")) for day in range(1, 29)]

    def work(place: Place) -> None:
        backups.thin(place.kept, "r-1", "2027-01-01T00:00:00Z")

    def prepared_verdict(place: Place, state: Disk, done: bool) -> str:
        kept = {data for name, data in state.items() if name.startswith(str(place.kept))}
        return "" if set(many[-20:]) <= kept else "a version that stays is gone"

    def fill(place: Place) -> None:
        for data in many:
            storage.keep(place.kept, "r-1", data)
        with pytest.MonkeyPatch.context() as patch:
            recorder = Recorder(patch, place.folder, lambda _: None)
            work(place)
        states = list(recorder.states())
        assert len(states) > 5
        assert [fault for state in states if (fault := prepared_verdict(place, state, True))] == []

    fill(prepared(quick / "y"))


def test_a_crash_while_packing_leaves_the_old_archive_or_the_new_one(quick: Path) -> None:
    place = prepared(quick / "y")
    assert pack(place).ok
    before = place.stick.read_bytes()
    assert storage.save(FILE, place.path, expected_digest=disk.digest_of(OLD), backups=place.kept).ok
    states: set[bytes] = set()
    with pytest.MonkeyPatch.context() as patch:

        def look(recorder: Recorder) -> None:
            states.update(state[str(place.stick)] for state in recorder.states())

        Recorder(patch, place.folder, look)
        made = archive.pack(
            place.stick,
            reports=[],
            data=place.data,
            config=place.folder / "config",
            made="2026-03-02T04:05:06Z",
            overwrite=True,
        )
    assert made.outcome.ok
    assert states == {before, place.stick.read_bytes()}


def test_a_full_file_of_each_state_opens(quick: Path) -> None:
    """The verdict above compares bytes; here the program itself opens what is left."""
    opened = 0

    def verdict(place: Place, state: Disk, done: bool) -> str:
        nonlocal opened
        try:
            storage.load_bytes(state[str(place.path)])
        except (FileRefused, KeyError):
            return "does not open"
        opened += 1
        return ""

    _, faults = crash_everywhere(quick, save, verdict)
    assert faults == []
    assert opened > 10


# --- the model must find what it is for


def in_place(place: Place) -> None:
    descriptor = os.open(place.path, os.O_WRONLY | os.O_TRUNC)
    os.write(descriptor, NEW)
    os.fsync(descriptor)
    os.close(descriptor)


def without_sync(place: Place) -> None:
    temporary = place.folder / "x.tmp"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    os.write(descriptor, NEW)
    os.close(descriptor)
    os.replace(temporary, place.path)  # noqa: PTH105 - what is watched is os


def delete_then_rename(place: Place) -> None:
    temporary = place.folder / "x.tmp"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    os.write(descriptor, NEW)
    os.fsync(descriptor)
    os.close(descriptor)
    os.unlink(place.path)  # noqa: PTH108
    os.replace(temporary, place.path)  # noqa: PTH105


@pytest.mark.parametrize("work", [in_place, without_sync, delete_then_rename])
def test_ways_of_saving_that_lose_files_are_found_out(work: Callable[[Place], None], quick: Path) -> None:
    _, faults = crash_everywhere(quick, work, whole_file_and_versions)
    assert any(fault.startswith("the report is") for fault in faults)


def test_a_save_that_does_not_sync_the_folder_is_found_out(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "sync_folder", lambda _folder: None)
    _, faults = crash_everywhere(quick, save, whole_file_and_versions)
    assert "the saved report is not there" in faults
