"""The temporary folder of a zip: the owner's alone, gone at the end, and cleared when a program was ended in it."""

import os
import sys
from pathlib import Path

import pytest

from selfeval_gui.batch import workshop

NOW = 1_800_000_000.0


def left_behind(temporary: Path, name: str, age: float) -> Path:
    folder = temporary / f"{workshop.PREFIX}{name}"
    folder.mkdir()
    (folder / "0.pdf").write_bytes(b"%PDF")
    os.utime(folder, (NOW - age, NOW - age))
    return folder


def test_old_folders_go_and_young_ones_stay(tmp_path: Path) -> None:
    old, young = left_behind(tmp_path, "old", 2 * workshop.DAY), left_behind(tmp_path, "young", 60)
    other = tmp_path / "selfeval-else"
    other.mkdir()
    os.utime(other, (0, 0))
    assert workshop.clear(tmp_path, NOW) == 1
    assert (old.exists(), young.exists(), other.exists()) == (False, True, True)


@pytest.mark.skipif(sys.platform == "win32", reason="links and owners of POSIX")
def test_links_and_what_others_own_are_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (tmp_path / f"{workshop.PREFIX}link").symlink_to(target)
    if os.geteuid() == 0:
        folder = left_behind(tmp_path, "theirs", 2 * workshop.DAY)
        os.chown(folder, 12345, 12345)
    assert workshop.clear(tmp_path, NOW * 2) == 0
    assert target.exists()


def test_a_folder_is_the_owner_s_alone_and_gone_at_the_end() -> None:
    with workshop.opened() as folder:
        assert folder.is_dir()
        if sys.platform != "win32":
            assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()
