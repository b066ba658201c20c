"""Previous versions: what is kept, in which order, what goes, what never goes, and where a report's file was."""

import errno
import os
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from selfeval_gui import storage
from selfeval_gui.storage import backups, disk, thinning
from selfeval_gui.storage.backups import Version
from tests.storage.test_save import file_named, names

START = datetime(2026, 1, 1, 8, tzinfo=UTC)


class Dated(NamedTuple):
    """A version as `thinning` sees it."""

    number: int
    stamp: str
    final: bool = False


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def dated(*moments: datetime) -> list[Dated]:
    return [Dated(number, stamp(moment)) for number, moment in enumerate(moments, 1)]


def left(versions: list[Dated], now: datetime) -> list[int]:
    gone = set(thinning.dispensable(versions, stamp(now)))
    return [version.number for place, version in enumerate(versions) if place not in gone]


def numbered(file: storage.ReportFile, at: datetime, name: str) -> storage.ReportFile:
    report = replace(file.report, cover=replace(file.report.cover, project_name=name))
    return replace(file, report=report, modified=stamp(at))


# --- thinning


def test_everything_of_two_days_is_kept() -> None:
    every_ten_minutes = [START + timedelta(minutes=10 * n) for n in range(288)]
    assert len(left(dated(*every_ten_minutes), START + timedelta(days=2))) == 288


def test_then_one_a_day_then_one_a_week_and_always_twenty() -> None:
    hourly = [START + timedelta(hours=n) for n in range(24 * 200)]
    now = hourly[-1]
    kept = [hourly[number - 1] for number in left(dated(*hourly), now)]
    ages = [(now - moment).days for moment in kept]
    assert sum(age < 2 for age in ages) == 48
    assert [moment.date() for moment in kept if 2 < (now - moment).days < 30] == sorted(
        {moment.date() for moment in kept if 2 < (now - moment).days < 30}
    )
    assert sum(2 < age < 30 for age in ages) == 27
    weeks = [moment.isocalendar()[:2] for moment in kept if (now - moment).days > 31]
    assert weeks == sorted(set(weeks))
    assert 7 <= len(weeks) <= 9
    assert max(ages) <= 84
    # What stays of a day is the last of it.
    assert all(moment.hour == 23 for moment in kept if 3 < (now - moment).days < 29)
    assert left(dated(*hourly[:50]), now + timedelta(days=400)) == list(range(31, 51))


def test_thinning_every_time_is_no_worse_than_thinning_once() -> None:
    """What is kept of a day must not depend on how often it was looked at."""
    moments = [START + timedelta(hours=3 * n) for n in range(8 * 60)]
    often: list[Dated] = []
    for version in dated(*moments):
        often.append(version)
        keep = set(left(often, moments[version.number - 1]))
        often = [v for v in often if v.number in keep]
    assert [v.number for v in often] == left(dated(*moments), moments[-1])


@pytest.mark.parametrize("wrong", [datetime(1980, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)])
@pytest.mark.parametrize("at", [0, 12, 39])
def test_a_version_with_a_wrong_date_costs_no_other(wrong: datetime, at: int) -> None:
    moments = [START + timedelta(minutes=n) for n in range(40)]
    moments[at] = wrong
    assert len(left(dated(*moments), START + timedelta(hours=1))) == 40


@pytest.mark.parametrize("now", [datetime(1980, 1, 1, tzinfo=UTC), START - timedelta(days=3650)])
def test_a_clock_that_was_set_back_removes_nothing(now: datetime) -> None:
    assert len(left(dated(*[START + timedelta(hours=n) for n in range(24 * 60)]), now)) == 24 * 60


def test_versions_without_a_date_are_kept_as_if_new() -> None:
    assert len(left([Dated(n, "") for n in range(1, 61)], START)) == 60
    assert len(left([Dated(n, "no date") for n in range(1, 61)], START)) == 60


def test_final_copies_stay() -> None:
    versions = dated(*[START + timedelta(minutes=n) for n in range(60)])
    versions[3] = versions[3]._replace(final=True)
    assert left(versions, START + timedelta(days=400)) == [4, *range(41, 61)]


def test_the_cap_takes_the_oldest_of_the_largest_report() -> None:
    listed = [thinning.Weighed("a", n, 10, n == 9) for n in range(10)] + [
        thinning.Weighed("b", n, 10, n == 2) for n in range(3)
    ]
    gone = thinning.beyond_cap(listed, 60)
    assert [(listed[place].report, listed[place].order) for place in gone] == [("a", n) for n in range(7)]
    assert thinning.beyond_cap(listed, 130) == []
    nothing_else = thinning.beyond_cap(listed, 0)
    assert {(listed[p].report, listed[p].order) for p in range(13) if p not in nothing_else} == {("a", 9), ("b", 2)}


# --- on disk


def saved_times(folder: Path, times: int, every: timedelta = timedelta(minutes=1)) -> tuple[Path, Path]:
    path, kept = folder / "a.json", folder / "backups"
    digest = None
    for n in range(times):
        file = numbered(file_named("x"), START + n * every, f"第{n}版")
        outcome = storage.save(file, path, expected_digest=digest, backups=kept)
        assert isinstance(outcome, storage.Saved)
        assert outcome.notes == ()
        digest = outcome.digest
    return path, kept


def project(version: Version) -> str:
    return storage.load(version.path).file.report.cover.project_name


def test_the_history_is_newest_first_and_says_when(tmp_path: Path) -> None:
    _, kept = saved_times(tmp_path, 5)
    found = storage.history(kept, "1")
    assert [project(version) for version in found] == ["第3版", "第2版", "第1版", "第0版"]
    assert [version.number for version in found] == [4, 3, 2, 1]
    assert found[0].stamp == stamp(START + timedelta(minutes=3))
    assert found[0].size == found[0].path.stat().st_size
    assert storage.history(kept, "nobody") == ()
    assert storage.history(tmp_path / "nowhere", "1") == ()


def test_the_number_decides_the_order_not_the_date(tmp_path: Path) -> None:
    path, kept, digest = tmp_path / "a.json", tmp_path / "backups", None
    for n, year in enumerate((2026, 1980, 2036, 2016, 2026)):
        file = numbered(file_named("x"), datetime(year, 1, 1, tzinfo=UTC), f"第{n}版")
        outcome = storage.save(file, path, expected_digest=digest, backups=kept)
        assert isinstance(outcome, storage.Saved)
        digest = outcome.digest
    assert [project(v) for v in storage.history(kept, "1")] == ["第3版", "第2版", "第1版", "第0版"]


def test_saving_thins_old_versions_out(tmp_path: Path) -> None:
    _, kept = saved_times(tmp_path, 60, timedelta(days=10))
    found = storage.history(kept, "1")
    assert [version.number for version in found] == list(range(59, 39, -1))


def test_the_last_good_version_survives_thinning_and_cap(tmp_path: Path) -> None:
    _, kept = saved_times(tmp_path, 40)
    found = storage.history(kept, "1")
    for version in found[:30]:
        version.path.write_bytes(b"\0" * version.size)
    backups.thin(kept, "1", stamp(START + timedelta(days=900)), cap=0)
    assert found[30] in storage.history(kept, "1")
    assert project(found[30]) == "第8版"


def test_the_cap_holds_over_all_reports(tmp_path: Path) -> None:
    kept = tmp_path / "backups"
    for report in "abc":
        for n in range(20):
            storage.keep(kept, report, f"{report}{n}".encode() * 500)
    backups.thin(kept, "a", "", cap=20_000)
    sizes = [sum(v.size for v in storage.history(kept, report)) for report in "abc"]
    assert sum(sizes) <= 20_000
    assert min(sizes) > 5_000
    assert storage.history(kept, "a")[0].number == 20


def test_a_final_copy_is_frozen_and_never_thinned(tmp_path: Path) -> None:
    kept = tmp_path / "backups"
    file = replace(numbered(file_named("x"), START, "定稿"), state="final")
    outcome = storage.freeze(file, kept)
    assert isinstance(outcome, storage.Saved)
    saved_times(tmp_path, 60, timedelta(days=10))
    backups.thin(kept, "1", stamp(START + timedelta(days=9000)), cap=0)
    frozen = [version for version in storage.history(kept, "1") if version.final]
    assert [version.path for version in frozen] == [outcome.path]
    assert storage.load(outcome.path).file == file


def test_freezing_what_is_kept_already_makes_a_final_copy_and_only_one(tmp_path: Path) -> None:
    file = file_named("x")
    storage.keep(tmp_path, file.id, storage.encode(file))
    assert storage.freeze(file, tmp_path).ok
    assert storage.freeze(file, tmp_path).ok
    assert [version.final for version in storage.history(tmp_path, file.id)] == [True, False]


def test_a_copy_that_lies_is_not_called_frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(b ^ 1 for b in bytes(data))))
    assert isinstance(storage.freeze(file_named("x"), tmp_path), storage.NotVerified)


@pytest.mark.parametrize(("error", "kind"), [("ENOSPC", storage.DiskFull), ("EACCES", storage.NoPermission)])
def test_freezing_that_fails_says_why(
    error: str, kind: type[storage.Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = getattr(errno, error)

    def fail(*_: Any) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "write", fail)
    assert type(storage.freeze(file_named("x"), tmp_path)) is kind
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_backups_are_for_their_owner_only(tmp_path: Path) -> None:
    if os.name == "nt":
        pytest.skip("permissions of POSIX")
    _, kept = saved_times(tmp_path, 3)
    assert (kept / "1").stat().st_mode & 0o077 == 0


def test_the_places_of_a_report_are_remembered(tmp_path: Path) -> None:
    _, kept = saved_times(tmp_path, 2)
    file = file_named("x")
    assert storage.save(file, tmp_path / "乙.json", expected_digest=None, backups=kept).ok
    (report,) = backups.reports_kept(kept)
    assert report.places == (tmp_path / "乙.json", tmp_path / "a.json")
    assert len(report.versions) == 1


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"places": 3}', b"\xff\xfe", b"[" * 90_000])
def test_a_damaged_list_of_places_is_none(content: bytes, tmp_path: Path) -> None:
    path, kept = saved_times(tmp_path, 2)
    (kept / "1" / "places.json").write_bytes(content)
    assert backups.places_of(kept / "1") == ()
    assert storage.newest_good(kept, path) is None


def test_a_damaged_file_finds_its_newest_good_version(tmp_path: Path) -> None:
    path, kept = saved_times(tmp_path, 4)
    path.write_bytes(b"\0" * 500)
    newest = storage.newest_good(kept, path)
    assert newest is not None
    assert project(newest) == "第2版"
    newest.path.write_bytes(newest.path.read_bytes().replace("第2版".encode(), "第9版".encode()))
    second = storage.newest_good(kept, path)
    assert second is not None
    assert project(second) == "第1版"


def test_left_over_temporary_files_are_cleared_a_day_later(tmp_path: Path) -> None:
    path, kept = saved_times(tmp_path, 2)
    stale, fresh = tmp_path / ".selfeval-0123abcd.tmp", tmp_path / ".selfeval-0123abce.tmp"
    foreign = tmp_path / ".selfeval-mine.tmp"
    for one in (stale, fresh, foreign):
        one.write_bytes(b"x")
    yesterday = path.stat().st_mtime - 2 * 86_400
    os.utime(stale, (yesterday, yesterday))
    os.utime(foreign, (yesterday, yesterday))
    digest = disk.digest_of(path.read_bytes())
    assert storage.save(file_named("x"), path, expected_digest=digest, backups=kept).ok
    assert names(tmp_path) == [fresh.name, foreign.name, "a.json", "backups"]


# --- a second name


def locked(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    real = os.replace

    def refuse(source: Any, target: Any) -> None:
        if Path(target) == path:
            error = PermissionError(13, "denied")
            error.__dict__["winerror"] = 32  # an attribute that exists on Windows only
            raise error
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)


def test_a_file_that_stays_locked_is_saved_under_a_second_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = saved_times(tmp_path, 1)
    old = path.read_bytes()
    locked(monkeypatch, path)
    digest = disk.digest_of(old)
    outcome = storage.save_somehow(file_named("新"), path, expected_digest=digest, sleep=disk.at_once)
    assert isinstance(outcome, storage.Saved)
    assert outcome.path == tmp_path / "a(2).json"
    assert outcome.instead_of == path
    assert "a(2).json" in outcome.sentence
    assert "原有文件没有改动" in outcome.sentence
    assert path.read_bytes() == old
    assert storage.load(outcome.path).file == file_named("新")


def test_when_the_folder_is_locked_too_the_shelter_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _ = saved_times(tmp_path, 1)
    real = os.replace

    def refuse(source: Any, target: Any) -> None:
        if Path(target).parent == tmp_path:
            error = PermissionError(13, "denied")
            error.__dict__["winerror"] = 33
            raise error
        real(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    digest = disk.digest_of(path.read_bytes())
    file, shelter = file_named("新"), tmp_path / "own" / "saved"
    outcome = storage.save_somehow(file, path, expected_digest=digest, shelter=shelter, sleep=disk.at_once)
    assert isinstance(outcome, storage.Saved)
    assert outcome.path == shelter / "a(2).json"
    assert str(shelter) in outcome.sentence
    none = storage.save_somehow(file, path, expected_digest=digest, sleep=disk.at_once)
    assert isinstance(none, storage.InUse)


def test_no_other_failure_makes_a_second_file(tmp_path: Path) -> None:
    path, _ = saved_times(tmp_path, 1)
    outcome = storage.save_somehow(file_named("新"), path, expected_digest="0" * 64, shelter=tmp_path / "own")
    assert isinstance(outcome, storage.ChangedOnDisk)
    assert names(tmp_path) == ["a.json", "backups"]


def test_a_name_with_no_room_for_a_number_is_cut(tmp_path: Path) -> None:
    path = tmp_path / ("项" * 79 + ".zxzp.json")
    path.write_bytes(b"x")
    free = storage.free_name(path)
    assert len(os.fsencode(free.name)) <= 255
    free.write_bytes(b"x")
    rng = random.Random(1)
    for _ in range(200):
        name = "".join(rng.choice("项a目𬱖-") for _ in range(rng.randint(1, 60))) + ".zxzp.json"
        assert len(os.fsencode(storage.free_name(tmp_path / name).name)) <= 255


def test_what_crashes_left_among_the_versions_is_cleared_at_a_start(tmp_path: Path) -> None:
    _, kept = saved_times(tmp_path, 2)
    left_over = kept / "1" / ".selfeval-0123abcd.tmp"
    left_over.write_bytes(b"x")
    backups.sweep(kept)
    assert left_over.exists()  # somebody may be writing it right now
    os.utime(left_over, (1, 1))
    backups.sweep(kept)
    assert not left_over.exists()
    assert len(storage.history(kept, "1")) == 1
    backups.sweep(tmp_path / "nowhere")
