"""Saving: what is told as saved is on disk; what is not leaves the old file as it was."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from selfeval_gui import resources, storage
from selfeval_gui.report import edit
from selfeval_gui.report.model import Report
from selfeval_gui.storage import disk
from selfeval_gui.storage.backups import versions
from selfeval_gui.storage.file import ReportFile

posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions and links of POSIX")
not_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")


def file_named(name: str) -> ReportFile:
    report = edit.put(Report(), "cover.project_name", name)
    return storage.new_file(report, "hechi-2018", file_id="1", now="2026-01-01T00:00:00Z")


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_saved_file_is_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "报告 𬱖.zxzp.json"
    file = file_named("甲")
    outcome = storage.save(file, path, expected_digest=None)
    assert isinstance(outcome, storage.Saved)
    assert outcome.ok
    assert (outcome.path, outcome.file, outcome.notes) == (path, file, ())
    assert outcome.sentence == f"已保存：{path}"
    assert path.read_bytes() == storage.encode(file)
    loaded = storage.load(path)
    assert (loaded.file, loaded.digest) == (file, outcome.digest)
    assert names(tmp_path) == [path.name]


def test_saving_again_needs_the_digest_of_what_was_loaded(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    first = storage.save(file_named("甲"), path, expected_digest=None)
    assert isinstance(first, storage.Saved)
    second = storage.save(file_named("乙"), path, expected_digest=first.digest)
    assert isinstance(second, storage.Saved)
    assert storage.load(path).file.report.cover.project_name == "乙"
    assert isinstance(storage.save(file_named("丙"), path, expected_digest=first.digest), storage.ChangedOnDisk)
    assert path.read_bytes() == storage.encode(file_named("乙"))
    assert names(tmp_path) == ["a.json"]


def test_a_new_file_does_not_overwrite(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"mine")
    outcome = storage.save(file_named("甲"), path, expected_digest=None)
    assert isinstance(outcome, storage.AlreadyThere)
    assert "已存在" in outcome.sentence
    assert path.read_bytes() == b"mine"
    assert storage.save(file_named("甲"), path, expected_digest=None, overwrite=True).ok
    assert names(tmp_path) == ["a.json"]


def test_a_file_that_was_moved_away_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    outcome = storage.save(file_named("甲"), path, expected_digest="0" * 64)
    assert isinstance(outcome, storage.ChangedOnDisk)
    assert "移走或删除" in outcome.sentence
    assert names(tmp_path) == []


def test_a_change_between_writing_and_replacing_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    first = storage.save(file_named("甲"), path, expected_digest=None)
    assert isinstance(first, storage.Saved)
    sync = os.fsync

    def other_pc_saves(descriptor: int) -> None:
        sync(descriptor)
        path.write_bytes(b"theirs")

    monkeypatch.setattr(os, "fsync", other_pc_saves)
    assert isinstance(storage.save(file_named("乙"), path, expected_digest=first.digest), storage.ChangedOnDisk)
    assert path.read_bytes() == b"theirs"
    assert names(tmp_path) == ["a.json"]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    outcome = storage.save(file_named("甲"), tmp_path / "没有" / "a.json", expected_digest=None)
    assert isinstance(outcome, storage.FolderMissing)
    assert str(tmp_path / "没有") in outcome.sentence
    assert names(tmp_path) == []


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()
    outcome = storage.save(file_named("甲"), tmp_path / "a.json", expected_digest=None, overwrite=True)
    assert isinstance(outcome, storage.Failed)
    assert "文件夹" in outcome.sentence


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    outcome = storage.save(file_named("甲"), tmp_path / ("长" * 100 + ".json"), expected_digest=None)
    assert isinstance(outcome, storage.Failed)
    assert "太长" in outcome.sentence
    assert names(tmp_path) == []


def test_the_longest_name_works(tmp_path: Path) -> None:
    assert storage.save(file_named("甲"), tmp_path / ("长" * 83 + ".json"), expected_digest=None).ok


@posix
@not_root
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    outcome = storage.save(file_named("甲"), tmp_path / "a.json", expected_digest=None)
    tmp_path.chmod(0o700)
    assert isinstance(outcome, storage.NoPermission)


@posix
def test_a_read_only_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere
    outcome = storage.save(file_named("甲"), path, expected_digest=None, overwrite=True)
    assert isinstance(outcome, storage.NoPermission)
    assert "只读文件" in outcome.sentence
    assert path.read_bytes() == b"old"


@posix
def test_permissions_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"")
    for mode in (0o640, 0o600, 0o664):
        path.chmod(mode)
        assert storage.save(file_named("甲"), path, expected_digest=None, overwrite=True).ok
        assert path.stat().st_mode & 0o777 == mode


@posix
def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real" / "a.json"
    real.parent.mkdir()
    real.write_bytes(b"old")
    link = tmp_path / "link.json"
    link.symlink_to(real)
    outcome = storage.save(file_named("甲"), link, expected_digest=None, overwrite=True)
    assert isinstance(outcome, storage.Saved)
    assert outcome.path == link
    assert link.is_symlink()
    assert real.read_bytes() == storage.encode(file_named("甲"))
    assert names(real.parent) == ["a.json"]


@posix
def test_a_link_to_nowhere_makes_the_file_there(tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "a.json")
    assert storage.save(file_named("甲"), link, expected_digest=None).ok
    assert (tmp_path / "a.json").is_file()


def test_the_previous_version_is_kept(tmp_path: Path) -> None:
    path, backups = tmp_path / "a.json", tmp_path / "backups"
    digest = None
    for name in ("甲", "乙", "乙", "丙"):
        outcome = storage.save(file_named(name), path, expected_digest=digest, backups=backups)
        assert isinstance(outcome, storage.Saved)
        digest = outcome.digest
    kept = [json.loads(entry.path.read_bytes())["report"]["cover"]["project_name"] for entry in versions(backups / "1")]
    assert kept == ["甲", "乙"]


def test_a_backup_that_fails_does_not_stop_the_save(tmp_path: Path) -> None:
    path, backups = tmp_path / "a.json", tmp_path / "backups"
    path.write_bytes(b"old")
    backups.write_bytes(b"a file where the folder should be")
    outcome = storage.save(file_named("甲"), path, expected_digest=None, overwrite=True, backups=backups)
    assert isinstance(outcome, storage.Saved)
    assert "备份" in outcome.notes[0]


def test_a_strange_id_does_not_lead_out_of_the_backup_folder(tmp_path: Path) -> None:
    path, backups = tmp_path / "a.json", tmp_path / "deep" / "backups"
    path.write_bytes(b"old")
    file = storage.new_file(Report(), "hechi-2018", file_id="../../x", now="2026-01-01T00:00:00Z")
    assert storage.save(file, path, expected_digest=None, overwrite=True, backups=backups).ok
    assert names(tmp_path) == ["a.json", "deep"]
    assert len(names(backups)) == 1


def test_what_cannot_be_read_back_is_not_saved(tmp_path: Path) -> None:
    file = file_named("长" * 30_000)  # beyond what a file may hold
    outcome = storage.save(file, tmp_path / "a.json", expected_digest=None)
    assert isinstance(outcome, storage.NotVerified)
    assert "过长" in outcome.sentence
    assert names(tmp_path) == []


def test_an_outcome_shows_no_content_in_a_log(tmp_path: Path) -> None:
    assert "秘密项目" not in repr(storage.save(file_named("秘密项目"), tmp_path / "a.json", expected_digest=None))


@pytest.mark.parametrize(
    ("name", "free"),
    [("a.zxzp.json", "a(2).zxzp.json"), ("a.pdf", "a(2).pdf"), ("报告", "报告(2)"), (".x", ".x(2)")],
)
def test_a_free_name_keeps_the_suffix(name: str, free: str, tmp_path: Path) -> None:
    assert storage.free_name(tmp_path / name) == tmp_path / free
    (tmp_path / free).write_bytes(b"")
    assert storage.free_name(tmp_path / name).name == free.replace("2", "3")


def windows_error(code: int) -> PermissionError:
    error = PermissionError(13, "denied")
    error.__dict__["winerror"] = code  # an attribute that exists on Windows only
    return error


def failing(times: int, code: int, real: Callable[..., Any]) -> Callable[..., Any]:
    left = [times]

    def action(*arguments: Any, **named: Any) -> Any:
        if left[0]:
            left[0] -= 1
            raise windows_error(code)
        return real(*arguments, **named)

    return action


@pytest.mark.parametrize("code", [5, 32, 33])
@pytest.mark.parametrize("times", range(len(disk.WAITS) + 2))
def test_a_windows_lock_is_waited_for(code: int, times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    waits: list[float] = []
    monkeypatch.setattr(os, "replace", failing(times, code, os.replace))
    outcome = storage.save(file_named("甲"), path, expected_digest=None, overwrite=True, sleep=waits.append)
    assert waits == list(disk.WAITS[:times])
    assert sum(waits) <= 3
    assert names(tmp_path) == ["a.json"]
    if times <= len(disk.WAITS):
        assert isinstance(outcome, storage.Saved)
    else:
        assert isinstance(outcome, storage.InUse)
        assert "占用" in outcome.sentence
        assert path.read_bytes() == b"old"


def test_other_windows_errors_are_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    waits: list[float] = []
    monkeypatch.setattr(os, "replace", failing(1, 1224, os.replace))
    assert isinstance(
        storage.save(file_named("甲"), path, expected_digest=None, sleep=waits.append), storage.NoPermission
    )
    assert waits == []


def test_a_lock_on_reading_is_waited_for_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    waits: list[float] = []
    real, left = os.open, [3]

    def scanner_first(name: Any, flags: int, mode: int = 0o777) -> int:
        if Path(name) == path and left[0]:
            left[0] -= 1
            raise windows_error(32)
        return real(name, flags, mode)

    monkeypatch.setattr(os, "open", scanner_first)
    assert storage.save(file_named("甲"), path, expected_digest=None, sleep=waits.append).ok
    assert waits == list(disk.WAITS[:3])


def test_controlled_folder_access_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_found(*_: Any, **__: Any) -> int:
        raise FileNotFoundError(2, "not found")

    monkeypatch.setattr(os, "open", not_found)
    outcome = storage.save(file_named("甲"), tmp_path / "a.json", expected_digest=None)
    assert isinstance(outcome, storage.NoPermission)
    assert "受控文件夹访问" in outcome.sentence


@pytest.mark.parametrize("how", ["dropped", "cut", "flipped"])
@pytest.mark.parametrize("at", [0, 100, -1])
def test_a_write_that_lies_is_noticed(how: str, at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A drive that reports success and keeps something else."""
    real = os.write

    def lying(descriptor: int, data: Any) -> int:
        kept = bytearray(data)
        if how == "dropped":
            kept = bytearray()
        elif how == "cut":
            del kept[at:]
        else:
            kept[at] ^= 4
        real(descriptor, bytes(kept))
        return len(data)

    monkeypatch.setattr(os, "write", lying)
    outcome = storage.save(file_named("甲"), tmp_path / "a.json", expected_digest=None)
    assert isinstance(outcome, storage.NotVerified)
    assert "不一致" in outcome.sentence


def test_any_bytes_are_written_atomically(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    data = os.urandom(3_000_000)
    outcome = storage.write_atomically(path, data)
    assert isinstance(outcome, storage.Saved)
    assert outcome.file is None
    assert path.read_bytes() == data
    assert isinstance(storage.write_atomically(path, b""), storage.AlreadyThere)
    assert storage.write_atomically(path, b"", overwrite=True).ok
    assert path.read_bytes() == b""


def test_the_sample_is_saved_whole(tmp_path: Path) -> None:
    file = storage.load(resources.path("sample", "sample.zxzp.json")).file
    assert storage.save(file, tmp_path / "a.json", expected_digest=None).ok
    assert storage.load(tmp_path / "a.json").file == file


def test_a_file_is_saved_where_the_system_cannot_resolve_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(path: object, **_: object) -> str:
        raise OSError(22, "more data", str(path), 234)

    monkeypatch.setattr(os.path, "realpath", refuses)
    place = tmp_path / "报告.zxzp.json"
    assert storage.write_atomically(place, b"content").ok
    assert place.read_bytes() == b"content"
