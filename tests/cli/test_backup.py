"""`selfeval backup` and `selfeval restore`."""

import shutil
from pathlib import Path

import pytest

from selfeval_gui import folders, storage
from selfeval_gui.cli import main

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report with one earlier version, on a machine of its own."""
    monkeypatch.setenv(folders.HOME_VARIABLE, str(tmp_path / "home"))
    path = tmp_path / "样例.zxzp.json"
    assert main(["sample", "-o", str(path)]) == 0
    loaded = storage.load(path)
    kept = folders.data() / "backups"
    assert storage.save(loaded.file, path, expected_digest=loaded.digest, backups=kept).ok
    return path


def test_backup_and_restore(report: Path, tmp_path: Path, capsys: Captured) -> None:
    stick = tmp_path / "备份.zip"
    assert main(["backup", "-o", str(stick)]) == 0
    assert "已备份 1 份报告、1 个以前的版本" in capsys.readouterr().err
    shutil.rmtree(tmp_path / "home")
    whole = report.read_bytes()
    report.unlink()
    assert main(["restore", str(stick), "--to", str(tmp_path / "取回"), "--history"]) == 0
    assert "共恢复 1 份报告、1 个以前的版本" in capsys.readouterr().err
    assert (tmp_path / "取回" / report.name).read_bytes() == whole
    assert len(list((folders.data() / "backups").rglob("*.zxzp.json"))) == 1
    assert main(["restore", str(stick), "--to", str(tmp_path / "取回")]) == 0
    assert "已有相同的文件" in capsys.readouterr().err


def test_reports_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv(folders.HOME_VARIABLE, str(tmp_path / "home"))
    stick = tmp_path / "备份.zip"
    assert main(["backup", "-o", str(stick)]) == 3
    assert "没有找到可以备份的报告" in capsys.readouterr().err
    assert not stick.exists()
    path = tmp_path / "新.zxzp.json"
    assert main(["new", "-o", str(path)]) == 0
    assert main(["backup", str(path), "-o", str(stick)]) == 0
    assert main(["backup", str(path), "-o", str(stick)]) == 3
    assert "--force" in capsys.readouterr().err
    assert main(["backup", str(path), str(tmp_path / "没有.json"), "-o", str(stick), "--force"]) == 1
    assert "没有备份：" in capsys.readouterr().err


def test_a_damaged_backup_is_refused(report: Path, tmp_path: Path, capsys: Captured) -> None:
    stick = tmp_path / "备份.zip"
    assert main(["backup", "-o", str(stick)]) == 0
    stick.write_bytes(stick.read_bytes()[:300])
    assert main(["restore", str(stick), "--to", str(tmp_path / "取回")]) == 3
    assert "损坏" in capsys.readouterr().err
    assert not (tmp_path / "取回").exists()
    stick.write_bytes(b"")
    (tmp_path / "文件").write_bytes(b"")
    assert main(["backup", "-o", str(stick), "--force"]) == 0
    assert main(["restore", str(stick), "--to", str(tmp_path / "文件")]) == 3
    assert "换一个文件夹" in capsys.readouterr().err
