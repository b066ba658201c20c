"""What of the disk's refusals counts as a failure, and what is only a system's way of saying that it cannot."""

import errno
import os
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from selfeval_gui import storage
from selfeval_gui.report.catalogue import blank
from selfeval_gui.storage import disk, outcomes, values

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders are synced on POSIX only")


def failing(real: Callable[..., int], number: int) -> Callable[..., int]:
    def fail(*_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("call", ["open", "fsync"])
@pytest.mark.parametrize(("number", "counts"), [(errno.EINVAL, False), (errno.EACCES, False), (errno.EIO, True)])
def test_a_folder_that_cannot_be_synced_is_no_failure_but_an_error_of_the_disk_is(
    call: str, number: int, counts: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, call, failing(getattr(os, call), number))
    if counts:
        with pytest.raises(OSError, match=os.strerror(number)):
            disk.sync_folder(tmp_path)
    else:
        disk.sync_folder(tmp_path)


def test_a_folder_is_really_synced_and_closed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    sync = os.fsync

    def note(descriptor: int) -> None:
        synced.append(os.path.realpath(f"/proc/self/fd/{descriptor}"))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    handles = Path("/proc/self/fd")
    before = len(list(handles.iterdir())) if handles.exists() else 0
    disk.sync_folder(tmp_path)
    assert len(synced) == 1
    if handles.exists():
        assert synced == [os.path.realpath(tmp_path)]
        assert len(list(handles.iterdir())) == before


@pytest.mark.parametrize("limit", [0, 3, 4, 5])
def test_a_file_is_read_one_byte_beyond_the_limit(limit: int, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345678")
    assert disk.read(path, limit) == b"12345678"[: limit + 1]
    assert disk.read(path) == b"12345678"


def test_only_temporary_files_a_day_older_than_the_newest_go(tmp_path: Path) -> None:
    day = 24 * 3600
    old, young = f".selfeval-{'0' * 8}.tmp", f".selfeval-{'1' * 8}.tmp"
    ages = {old: day + 10, young: day - 10, "old.txt": 9 * day, "newest.txt": 0}
    for name, age in ages.items():
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (10**9 - age, 10**9 - age))
    disk.sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(ages) - {old}


@pytest.mark.parametrize(
    ("number", "windows", "said"),
    [
        (errno.ENOENT, None, "找不到文件"),
        (errno.ENOTDIR, None, "找不到文件"),
        (errno.EBUSY, None, "正被其他程序占用"),
        (errno.EACCES, 32, "正被其他程序占用"),  # as Windows says it
        (errno.EACCES, 33, "正被其他程序占用"),
        (errno.EACCES, 5, "没有读取"),
        (errno.EPERM, None, "没有读取"),
        (errno.ENAMETOOLONG, None, "太长"),
        (errno.EIO, None, f"错误代码 {errno.EIO}"),
        (errno.EINVAL, 1117, "错误代码 1117"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_its_reason(
    number: int, windows: int | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> int:
        error = OSError(number, os.strerror(number))
        if windows is not None:
            error.winerror = windows  # type: ignore[attr-defined]
        raise error

    path = tmp_path / "报告.zxzp.json"
    path.write_bytes(b"{}")
    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(storage.FileRefused) as refused:
        storage.load(path)
    assert said in refused.value.sentence
    assert refused.value.sentence.endswith("。")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EIO, "读写磁盘时出错"),
        (errno.EISDIR, "是一个文件夹"),
        (errno.ENAMETOOLONG, "太长"),
        (errno.ENOTBLK, f"错误代码 {errno.ENOTBLK}"),
    ],
)
def test_a_save_that_fails_is_told_by_its_reason(number: int, said: str, tmp_path: Path) -> None:
    outcome = outcomes.of_error(OSError(number, os.strerror(number)), tmp_path / "报告.zxzp.json")
    assert not outcome.ok
    assert said in outcome.sentence
    assert "没有保存" in outcome.sentence


def test_a_key_in_a_sentence_is_printable() -> None:
    with pytest.raises(storage.FileRefused) as refused:
        storage.load_bytes('{"甲\\u0007\\u202e乙": 1, "甲\\u0007\\u202e乙": 2}'.encode())
    assert "“甲乙”" in refused.value.sentence


def test_amounts_beyond_all_sense_are_kept_as_text() -> None:
    kind = blank("basic_info.actual_expenditure").kind
    assert values.to_json(kind, Decimal("1E+30000")) == {values.UNPARSED: "1E+30000"}
    assert values.to_json(kind, Decimal("12.50")) == "12.50"
