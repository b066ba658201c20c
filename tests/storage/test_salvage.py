"""Whole copies of a damaged file: found by its id, or by its path when the id is gone; broken ones are passed over."""

from dataclasses import replace
from pathlib import Path

import pytest

from selfeval_gui import storage
from selfeval_gui.storage import holder, salvage
from selfeval_gui.storage.recovery import Copy, Slots, State
from tests.storage.test_save import file_named

STAMP = "2026-03-02T04:05:06Z"
GONE = replace(holder.this_process(STAMP), pid=2**22 + 1)


def body(name: str) -> bytes:
    return storage.encode(replace(file_named(name), id="r-1"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A report whose middle is gone, with an earlier version and two recovery copies, the newer one of nonsense."""
    path = tmp_path / "报告.zxzp.json"
    storage.keep(tmp_path / "backups", "r-1", body("早先"))
    for content in (body("留底"), b"{"):
        Slots.begin(tmp_path / "recovery", GONE).write(
            Copy(State.SAVED, "r-1", str(path), "", STAMP, (), content)
        )  # fmt: skip
    path.write_bytes(body("坏的")[:-40])
    return path


def names(path: Path) -> list[tuple[str, bool]]:
    found = salvage.copies_of(path, path.parent / "recovery", path.parent / "backups", GONE)
    return [(one.content.file.report.cover.project_name, one.from_backup) for one in found]


def test_copies_come_before_versions_and_nonsense_is_passed_over(path: Path) -> None:
    assert names(path) == [("留底", False), ("早先", True)]


def test_a_file_that_lost_its_id_is_known_by_its_path(path: Path) -> None:
    for content in (b"", bytes(100), b"{" + b" " * 300_000 + b'"id": "r-1"'):
        path.write_bytes(content)
        assert names(path) == [("留底", False), ("早先", True)]


def test_a_file_that_was_moved_is_known_by_its_id(path: Path) -> None:
    moved = path.rename(path.with_name("改名.zxzp.json"))
    assert names(moved) == [("留底", False), ("早先", True)]
    moved.write_bytes(b"")
    assert names(moved) == []


def test_a_version_that_is_damaged_too_is_passed_over(path: Path) -> None:
    (version,) = storage.history(path.parent / "backups", "r-1")
    version.path.write_bytes(b"{")
    assert names(path) == [("留底", False)]


def test_only_files_of_ours_count_as_damaged(path: Path, tmp_path: Path) -> None:
    assert salvage.is_damaged(path)
    assert not salvage.is_damaged(tmp_path / "没有.zxzp.json")
    path.write_bytes(b"PK\x03\x04" + bytes(100))
    assert not salvage.is_damaged(path)
