"""Where recovery copies go when the disk of their own folder is full or takes nothing, and how they are found there."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from selfeval_gui.storage import holder, recovery
from selfeval_gui.storage.recovery import Copies, Copy, State

STAMP = "2026-03-02T04:05:06Z"
NOW = datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC)
ME = holder.this_process(STAMP)
GONE = replace(ME, pid=2**22 + 1)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="owners and links of POSIX")


def copy_of(text: str, state: State = State.UNSAVED) -> Copy:
    return Copy(state, "id", "/文档/报告.zxzp.json", "0" * 64, STAMP, ("cover.project_name",), text.encode())


def texts(roots: list[Path]) -> list[str]:
    return [session.copy.body.decode() for session in recovery.sessions(roots, ME)]


def spared(copies: Copies) -> bool:
    return copies.is_spare


@pytest.fixture
def roots(tmp_path: Path) -> list[Path]:
    """The folder of all sessions, and two spare ones."""
    made = [tmp_path / "data" / "recovery", tmp_path / "文档" / recovery.SPARE, tmp_path / "selfeval-recovery-1000"]
    (tmp_path / "文档").mkdir()
    return made


def refuse(root: Path) -> None:
    """Let a folder of sessions take nothing any more, not even into files that are there."""
    if root.is_dir():
        root.rename(root.with_name("away"))
    root.parent.mkdir(exist_ok=True)
    root.write_bytes(b"")


def allow(root: Path) -> None:
    root.unlink()
    away = root.with_name("away")
    if away.exists():
        away.rename(root)


def test_a_session_goes_on_in_the_next_folder_and_comes_back(roots: list[Path]) -> None:
    copies = Copies(GONE)
    copies.write(copy_of("一"), roots)
    assert (copies.folder, copies.is_spare) == (next(roots[0].iterdir()), False)
    refuse(roots[0])
    copies.write(copy_of("二"), roots)
    assert spared(copies)
    assert copies.folder is not None
    assert copies.folder.parent == roots[1]
    assert texts(roots) == ["二"]
    allow(roots[0])
    assert texts(roots) == ["二"]  # the older one in the first folder is of the same session
    copies.write(copy_of("三"), roots)
    assert not spared(copies)
    assert texts(roots) == ["三"]
    assert not roots[1].exists()  # nothing stays beside the user's documents


def test_when_the_spare_refuses_too_the_next_is_taken_and_then_it_is_told(roots: list[Path]) -> None:
    copies = Copies(GONE)
    refuse(roots[0])
    refuse(roots[1])
    copies.write(copy_of("一"), roots)
    assert texts(roots) == ["一"]
    assert copies.folder is not None
    assert copies.folder.parent == roots[2]
    for root in roots:
        refuse(root) if root.is_dir() else None
    with pytest.raises(OSError, match=r"data.recovery"):  # what is wrong with the first
        copies.write(copy_of("二"), roots)


def test_a_folder_of_the_user_s_is_not_made_for_copies(roots: list[Path], tmp_path: Path) -> None:
    """The drive of the document is away: its folder must not come to be on another one."""
    away = tmp_path / "U盘" / recovery.SPARE
    refuse(roots[0])
    Copies(GONE).write(copy_of("一"), [roots[0], away, roots[2]])
    assert not away.parent.exists()
    assert texts([roots[0], away, roots[2]]) == ["一"]


def test_what_became_of_the_work_holds_for_all_folders(roots: list[Path]) -> None:
    copies = Copies(GONE)
    copies.write(copy_of("一"), roots)
    refuse(roots[0])
    copies.write(copy_of("二"), roots)
    allow(roots[0])
    (session,) = recovery.sessions(roots, ME)
    assert session.stale == (roots[0] / session.folder.name,)
    recovery.mark(session.folder, State.IGNORED)
    (session,) = recovery.sessions(roots, ME)
    assert (session.copy.state, session.copy.body.decode()) == (State.IGNORED, "二")
    recovery.remove_session(session)
    assert recovery.sessions(roots, ME) == []
    assert not roots[1].exists()


def test_a_copy_that_failed_is_older_than_the_next_even_when_it_lies_there(
    roots: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Syncing failed, and yet the disk of the first folder has the copy."""
    copies = Copies(GONE)
    copies.write(copy_of("一"), roots)
    sync, failed = os.fsync, list[int]()

    def fail_once(descriptor: int) -> None:
        if not failed:
            failed.append(descriptor)
            raise OSError(5, "Input/output error")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fail_once)
    copies.write(copy_of("二"), roots)
    assert spared(copies)
    assert texts(roots) == ["二"]
    assert texts(roots[:1]) == ["二"]  # it does lie there
    monkeypatch.undo()
    copies.write(copy_of("三"), roots)
    assert texts(roots) == ["三"]


def test_a_folder_that_was_cleared_away_is_made_anew(roots: list[Path]) -> None:
    copies = Copies(GONE)
    copies.write(copy_of("一"), roots)
    assert copies.folder is not None
    recovery.remove(copies.folder)
    copies.write(copy_of("二"), roots)
    copies.write(copy_of("三"), roots)
    assert not spared(copies)
    assert texts(roots) == ["三"]


def test_a_full_disk_is_not_filled_with_empty_folders(roots: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    copies = Copies(GONE)
    for _ in range(5):
        with pytest.raises(OSError, match="No space"):
            copies.write(copy_of("一"), roots)
    assert [list(root.iterdir()) for root in roots if root.is_dir()] in ([[], []], [[]])


def test_what_was_settled_long_ago_goes_from_spare_folders_too(roots: list[Path]) -> None:
    refuse(roots[0])
    for number in range(recovery.KEEP_AT_LEAST + 3):
        Copies(GONE).write(copy_of(str(number), State.SAVED), roots)
    allow(roots[0])
    assert recovery.sweep(roots, ME, NOW + timedelta(days=40)) == 3
    assert len(texts(roots)) == recovery.KEEP_AT_LEAST


@POSIX
def test_a_link_in_a_folder_for_all_is_not_followed(roots: list[Path], tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.mkdir()
    refuse(roots[0])
    refuse(roots[1])
    roots[2].symlink_to(trap)
    with pytest.raises(OSError, match=r"recovery"):
        Copies(GONE).write(copy_of("一"), roots)
    assert list(trap.iterdir()) == []
    recovery.Slots.begin(trap, GONE).write(copy_of("别人的"))
    assert texts(roots) == []


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() != 0, reason="only root can make another user's folder")
def test_a_folder_of_another_user_is_not_used(roots: list[Path]) -> None:
    roots[2].mkdir()
    os.chown(roots[2], 12345, 12345)
    refuse(roots[0])
    refuse(roots[1])
    with pytest.raises(OSError, match=r"recovery"):
        Copies(GONE).write(copy_of("一"), roots)
    assert list(roots[2].iterdir()) == []


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB without room for a byte more."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    fill(folder)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path) -> None:
    with (folder / "filler").open("ab", buffering=0) as stream:
        while True:
            try:
                stream.write(b"x" * 4096)
            except OSError:
                return


def test_a_disk_that_is_really_full_sends_the_work_elsewhere(full_disk: Path, roots: list[Path]) -> None:
    places, copies = [full_disk / "recovery", *roots[1:]], Copies(GONE)
    for number in range(5):
        copies.write(copy_of(f"第{number}份"), places)
        assert spared(copies)
        assert texts(places) == [f"第{number}份"]
    (full_disk / "filler").unlink()
    copies.write(copy_of("腾出来了"), places)
    assert not spared(copies)
    assert texts(places) == ["腾出来了"]
    assert not roots[1].exists()


def test_a_session_that_had_room_goes_on_there_when_the_disk_fills_up(full_disk: Path, roots: list[Path]) -> None:
    """Slots are written over in place, so that the work needs no more room; when it grows, it goes elsewhere."""
    (full_disk / "filler").unlink()
    places, copies = [full_disk / "recovery", *roots[1:]], Copies(GONE)
    copies.write(copy_of("一"), places)
    copies.write(copy_of("二"), places)
    fill(full_disk)
    copies.write(copy_of("三"), places)
    assert not spared(copies)
    copies.write(copy_of("长" * 40_000), places)
    assert spared(copies)
    assert texts(places) == ["长" * 40_000]


def test_a_disk_that_takes_nothing_and_says_nothing_is_an_error(
    roots: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = Copies(GONE)
    copies.write(copy_of("一"), roots)
    monkeypatch.setattr(os, "write", lambda _descriptor, _data: 0)
    with pytest.raises(OSError, match="nothing written"):
        copies.write(copy_of("二"), roots)
