"""Every system call of saving, backing up, freezing and packing fails in turn, once and for ever, in every way.

Whatever fails: the old file or the new one is whole, the outcome says which, what was typed is still in memory, every
earlier version is whole, and a temporary file that could not be removed is named.
"""

import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from selfeval_gui import storage
from selfeval_gui.storage import archive, backups, disk, restore
from selfeval_gui.storage.outcomes import FileRefused
from tests.storage.oslog import CALLS, ERRORS, SHORT, Seam
from tests.storage.test_save import file_named

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the matrix is that of POSIX")

FIRST, OLD, NEW = (storage.encode(replace(file_named(name), id="r-1")) for name in ("初", "旧", "新"))
FILE = replace(file_named("新"), id="r-1")
INTERRUPTIBLE = ("open", "read", "write", "fsync", "close", "replace")
MODES = ("once", "for ever", "everything from there")


class Place(NamedTuple):
    """A machine's folders, with a report that was saved twice."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "报告.zxzp.json"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def kept(self) -> Path:
        return self.data / "backups"

    @property
    def stick(self) -> Path:
        return self.folder / "备份.zip"


def prepared(folder: Path) -> Place:
    place = Place(folder)
    folder.mkdir()
    (folder / "config").mkdir()
    place.path.write_bytes(OLD)
    storage.keep(place.kept, "r-1", FIRST)
    return place


def save(place: Place) -> storage.Outcome:
    return storage.save(FILE, place.path, expected_digest=disk.digest_of(OLD), backups=place.kept, sleep=disk.at_once)


def freeze(place: Place) -> storage.Outcome:
    return storage.freeze(replace(FILE, state="final"), place.kept)


def pack(place: Place) -> storage.Outcome:
    return archive.pack(
        place.stick, reports=[place.path], data=place.data, config=place.folder / "config", made="2026-03-02T04:05:06Z"
    ).outcome


JOBS: dict[str, Callable[[Place], storage.Outcome]] = {"save": save, "freeze": freeze, "pack": pack}


def judge(job: str, place: Place, outcome: storage.Outcome) -> None:
    """What must hold whatever has happened."""
    now = place.path.read_bytes()
    if job == "save":
        assert now in (OLD, NEW)
        if outcome.ok:
            assert now == NEW
        elif not isinstance(outcome, storage.NotVerified):
            assert now == OLD
    else:
        assert now == OLD
    if not outcome.ok:
        assert outcome.sentence.endswith("。")
        assert not re.search(r"Errno|Traceback|[A-Z]{5,}", outcome.sentence.replace(str(place.folder), ""))
    versions = storage.history(place.kept, "r-1")
    contents = [version.path.read_bytes() for version in versions]
    assert all(backups.is_sound(content) for content in contents)
    assert FIRST in contents
    if job == "save" and isinstance(outcome, storage.Saved):
        assert OLD in contents or any("备份" in note for note in outcome.notes)
    if job == "freeze" and outcome.ok:
        assert versions[0].final
    if job == "pack":
        if outcome.ok:
            archive.check(archive.open_archive(place.stick))
        elif not isinstance(outcome, storage.NotVerified):
            assert not place.stick.exists()
    left = [p for p in place.folder.rglob(".selfeval-*.tmp") if p.parent == place.folder]
    assert left == ([outcome.leftover] if outcome.leftover else [])


def campaign(job: str, folder: Path, errors: tuple[str, ...], step: int = 1) -> int:
    """The number of failures made."""
    with pytest.MonkeyPatch.context() as patch:
        calm = prepared(folder / "calm")
        seam = Seam(patch, calm.folder)
        assert JOBS[job](calm).ok
    made = 0
    for at in range(1, seam.count + 1):
        for index, error in enumerate(errors):
            for mode in MODES:
                if (at + index + MODES.index(mode)) % step:
                    continue
                place = prepared(folder / "trial")
                kind = seam.calls[at - 1]

                def fail(
                    number: int, call: str, at: int = at, mode: str = mode, kind: str = kind, error: str = error
                ) -> str | None:
                    hit = number == at if mode == "once" else number >= at and (call == kind or mode == MODES[2])
                    return error if hit else None

                with pytest.MonkeyPatch.context() as patch:
                    Seam(patch, place.folder, fail)
                    outcome = JOBS[job](place)
                judge(job, place, outcome)
                if error == SHORT or (error == "EINTR" and mode == "once" and kind in INTERRUPTIBLE):
                    assert outcome.ok
                shutil.rmtree(place.folder)
                made += 1
    return made


@pytest.mark.parametrize("job", JOBS)
def test_every_call_fails_in_turn(job: str, quick: Path) -> None:
    assert campaign(job, quick, (*ERRORS, SHORT), step=7) > 50


@pytest.mark.soak
@pytest.mark.parametrize("job", JOBS)
def test_every_call_fails_in_turn_in_every_way(job: str, quick: Path) -> None:
    made = campaign(job, quick, (*ERRORS, SHORT))
    print(f"\n{job}: {made} failures made")
    assert made > 400


def restoring(quick: Path, errors: tuple[str, ...], step: int) -> int:
    """Restore over a folder with a report of the same name, with every call failing; the number of failures made."""
    place = prepared(quick / "old")
    assert pack(place).ok
    whole = {part.place[-1]: data for name in (archive.REPORTS, archive.VERSIONS)
             for part, data in archive.open_archive(place.stick).contents(name)}  # fmt: skip

    def attempt(folder: Path, fail: Callable[[int, str], str | None]) -> tuple[int, bool]:
        target = folder / "文档"
        target.mkdir(parents=True)
        (target / place.path.name).write_bytes(b"mine")
        with pytest.MonkeyPatch.context() as patch:
            seam = Seam(patch, folder, fail)
            try:
                found = restore.restore(
                    archive.open_archive(place.stick), target, data=folder / "data", config=folder / "config"
                )
                done = not found.failed
            except (OSError, FileRefused):
                done = False
        assert (target / place.path.name).read_bytes() == b"mine"
        for path in folder.rglob("*.zxzp.json"):
            assert path.read_bytes() == (
                b"mine" if path == target / place.path.name else whole[path.name.replace("(2)", "")]
            )
        assert not done or (target / "报告(2).zxzp.json").exists()
        shutil.rmtree(folder)
        return seam.count, done

    count, done = attempt(quick / "calm", lambda _number, _call: None)
    assert done
    made = 0
    for at in range(1, count + 1):
        for index, error in enumerate(errors):
            for last in (at, 10**9):
                if (at + index + (last > at)) % step:
                    continue

                def fail(number: int, _call: str, at: int = at, last: int = last, error: str = error) -> str | None:
                    return error if at <= number <= last else None

                attempt(quick / "trial", fail)
                made += 1
    return made


def test_restoring_overwrites_nothing_whatever_fails(quick: Path) -> None:
    assert restoring(quick, ERRORS, step=11) > 30


@pytest.mark.soak
def test_restoring_overwrites_nothing_whatever_fails_in_every_way(quick: Path) -> None:
    made = restoring(quick, (*ERRORS, SHORT), step=1)
    print(f"\nrestore: {made} failures made")
    assert made > 400


def test_the_seam_sees_the_calls_that_matter(tmp_path: Path) -> None:
    """A matrix over calls that are never made would prove nothing."""
    with pytest.MonkeyPatch.context() as patch:
        place = prepared(tmp_path / "x")
        seam = Seam(patch, place.folder)
        assert save(place).ok
    assert {"open", "write", "fsync", "close", "replace", "read", "mkdir", "listdir", "scandir", "stat"} <= set(
        seam.calls
    )
    assert set(seam.calls) <= set(CALLS)
    assert seam.calls.count("fsync") >= 4  # the version, its folder, the file, its folder


def test_a_report_that_was_refused_is_still_in_memory(tmp_path: Path) -> None:
    place = prepared(tmp_path / "x")
    before = replace(FILE)
    with pytest.MonkeyPatch.context() as patch:
        Seam(patch, place.folder, lambda _number, call: "ENOSPC" if call == "write" else None)
        outcome = save(place)
    assert isinstance(outcome, storage.DiskFull)
    assert before == FILE
    assert save(place).ok


def test_damage_is_refused_by_the_judge(tmp_path: Path) -> None:
    """The judge of this campaign can say no."""
    place = prepared(tmp_path / "x")
    outcome = save(place)
    place.path.write_bytes(NEW[:-5])
    with pytest.raises(AssertionError):
        judge("save", place, outcome)
    place.path.write_bytes(NEW)
    storage.history(place.kept, "r-1")[0].path.write_bytes(b"")
    with pytest.raises(AssertionError):
        judge("save", place, outcome)
    with pytest.raises(FileRefused):
        archive.open_archive(place.path)
