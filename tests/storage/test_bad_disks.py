"""Disks that lie, that are full, and files that were damaged: told every time, never taken for what they are not."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from selfeval_gui import resources, storage
from selfeval_gui.storage import disk
from selfeval_gui.storage.outcomes import FileRefused
from tests.storage.test_save import file_named

LIES = ("dropped", "cut", "one bit", "zeros", "old content", "two places swapped", "renamed away")


# --- R7: success is reported, and something else is on the disk


def lie(how: str, data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    if how == "dropped":
        return b""
    if how == "cut":
        return data[:at]
    if how == "one bit":
        return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
    if how == "zeros":
        return data[:at] + bytes(len(data) - at)
    other = rng.randrange(len(data))
    low, high = min(at, other), max(at, other)
    swapped = data[:low] + data[high : high + 1] + data[low + 1 : high] + data[low : low + 1] + data[high + 1 :]
    return swapped if swapped != data else data[::-1]


def lies_told(folder: Path, count: int) -> int:
    """How many lies of the disk were noticed."""
    rng = random.Random(count)
    path, noticed = folder / "报告.json", 0
    old = storage.encode(file_named("旧"))
    for turn in range(count):
        how = LIES[turn % len(LIES)]
        path.write_bytes(old)
        with pytest.MonkeyPatch.context() as patch:
            write, move = os.write, os.replace

            def wrong(descriptor: int, data: Any, how: str = how, real: Any = write) -> int:
                real(descriptor, lie(how, bytes(data), rng))
                return len(data)

            def lost(source: Any, target: Any, how: str = how, real: Any = move) -> None:
                real(source, target)
                if how == "old content":
                    Path(target).write_bytes(old)
                else:
                    real(target, f"{target}.elsewhere")

            patch.setattr(*((os, "replace", lost) if how in ("old content", "renamed away") else (os, "write", wrong)))
            outcome = storage.save(file_named("新"), path, expected_digest=disk.digest_of(old), sleep=disk.at_once)
        assert isinstance(outcome, storage.NotVerified), how
        assert "未保存的内容没有丢失" in outcome.sentence
        noticed += 1
    return noticed


def test_every_lie_of_a_disk_is_noticed(quick: Path) -> None:
    assert lies_told(quick, 70) == 70


@pytest.mark.soak
def test_ten_thousand_lies_are_noticed(quick: Path) -> None:
    assert lies_told(quick, 10_000) == 10_000


def test_a_disk_that_does_not_lie_is_believed(quick: Path) -> None:
    assert storage.save(file_named("新"), quick / "报告.json", expected_digest=None).ok


# --- R8: damaged files

SAMPLE = storage.encode(storage.load(resources.path("sample", "sample.zxzp.json")).file)


def damaged(data: bytes, rng: random.Random) -> bytes:
    """One thing that happens to files: bits, bytes, blocks, ends, and mistakes of people and programs."""
    at = rng.randrange(len(data))
    length = rng.choice((1, 2, 7, 64, 512, 4096))
    rest = data[at + length :]
    turn = rng.randrange(10)
    if turn == 0:
        return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
    if turn == 1:
        return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
    if turn == 2:
        return data[:at]
    if turn == 3:
        return data[:at] + rest
    if turn == 4:
        return data[:at] + bytes(len(data[at : at + length])) + rest
    if turn == 5:
        return data[:at] + data[at : at + length] * 2 + rest
    if turn == 6:
        return data[:at] + rng.randbytes(length) + rest
    if turn == 7:
        return (
            data[:at]
            + rng.choice((b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"null", b"1e9", b"NaN"))
            + data[at:]
        )
    if turn == 8:  # a digit becomes another: the damage that nobody would see
        digits = [i for i, byte in enumerate(data) if 48 <= byte <= 57]
        place = rng.choice(digits)
        return data[:place] + bytes([48 + (data[place] - 47) % 10]) + data[place + 1 :]
    lines = data.split(b"\n")
    first, second = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def judge(data: bytes, whole: storage.ReportFile) -> str:
    """What became of a damaged file: refused, told, or the same as before. AssertionError for anything else."""
    try:
        content = storage.load_bytes(data)
    except FileRefused as refused:
        return "refused" if refused.sentence.endswith("。") else pytest.fail(refused.sentence)
    if content.notes:
        return "told"
    assert content.file == replace(whole, unknown=content.file.unknown), "a change of meaning in silence"
    return "same"


def mutations(count: int) -> dict[str, int]:
    rng = random.Random(count)
    whole = storage.load_bytes(SAMPLE).file
    found = {"refused": 0, "told": 0, "same": 0}
    for _ in range(count):
        found[judge(damaged(SAMPLE, rng), whole)] += 1
    return found


def test_two_thousand_damaged_files_are_refused_or_told() -> None:
    found = mutations(2_000)
    assert found["refused"] > 500
    assert found["told"] > 200
    assert found["same"] < 400


@pytest.mark.soak
def test_a_hundred_thousand_damaged_files_are_refused_or_told() -> None:
    found = mutations(100_000)
    print(f"\n{found}")
    assert sum(found.values()) == 100_000


def test_a_silent_change_would_be_found() -> None:
    """The judge can say no: the same file without its hash, and with another name in it."""
    whole = storage.load_bytes(SAMPLE).file
    other = replace(whole, id="00000000-0000-4000-8000-000000000000")
    with pytest.raises(AssertionError, match="in silence"):
        judge(storage.encode(other), whole)


def test_the_newest_good_version_of_a_damaged_file_is_found(quick: Path) -> None:
    rng = random.Random(3)
    path, kept, digest = quick / "报告.zxzp.json", quick / "backups", None
    for name in ("一", "二", "三"):
        outcome = storage.save(file_named(name), path, expected_digest=digest, backups=kept)
        assert isinstance(outcome, storage.Saved)
        digest = outcome.digest
    for _ in range(50):
        path.write_bytes(damaged(storage.encode(file_named("三")), rng))
        newest = storage.newest_good(kept, path)
        assert newest is not None
        assert storage.load(newest.path).file == file_named("二")


# --- R5: a file system that is full for real


@pytest.fixture
def megabyte(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.soak
def test_every_amount_of_room_ends_well(megabyte: Path) -> None:
    """Room for nothing up to room for twice the file, with the versions on the same disk."""
    whole = storage.load_bytes(SAMPLE).file
    old = storage.encode(replace(whole, modified="2026-01-01T00:00:00Z"))
    page = os.sysconf("SC_PAGE_SIZE")
    ended: dict[str, int] = {}
    for pages in range(2 * -(-len(old) // page) + 8):
        path = megabyte / "报告.json"
        path.write_bytes(old)
        filler = megabyte / "filler"
        with filler.open("wb", buffering=0) as stream:
            free = os.statvfs(megabyte).f_bavail * os.statvfs(megabyte).f_bsize
            stream.write(b"x" * max(0, free - pages * page))
        digest = disk.digest_of(old)
        outcome = storage.save(whole, path, expected_digest=digest, backups=megabyte / "backups", sleep=disk.at_once)
        name = type(outcome).__name__ + ("" if not outcome.ok or not outcome.notes else " without backup")  # type: ignore[attr-defined]
        ended[name] = ended.get(name, 0) + 1
        assert path.read_bytes() == (storage.encode(whole) if outcome.ok else old)
        assert isinstance(outcome, storage.Saved | storage.DiskFull)
        for version in storage.history(megabyte / "backups", whole.id):
            assert version.path.read_bytes() == old
            version.path.unlink()
        filler.unlink()
        assert not list(megabyte.rglob("*.tmp"))
    print(f"\n{ended}")
    assert set(ended) == {"DiskFull", "Saved without backup", "Saved"}
