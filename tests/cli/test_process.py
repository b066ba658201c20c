"""The command line as it is really started: exit status, encodings, pipes, and what is loaded."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from selfeval_gui import __version__, resources

ROOT = Path(__file__).resolve().parents[2]
LAST_YEAR = resources.path("sample", "last_year.txt")


def run(*words: str, cwd: Path = ROOT, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-W", "error", "-m", "selfeval_gui.cli", *words]
    inherited = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        command, cwd=cwd, check=False, capture_output=True, env=inherited | {"PYTHONPATH": str(ROOT)} | environment
    )


def test_the_exit_status_is_that_of_main(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    assert run("new", "-o", str(path)).returncode == 0
    assert run("new", "-o", str(path)).returncode == 3
    assert run("new").returncode == 2


def test_the_version_is_told_without_loading_anything_heavy() -> None:
    code = (
        "import sys; from selfeval_gui.cli import main; status = main(['--version']);"
        "heavy = {'reportlab', 'openpyxl', 'PySide6', 'selfeval_gui.storage', 'selfeval_gui.report'};"
        "heavy &= set(sys.modules);"
        "sys.exit(str(heavy) if heavy else status)"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, encoding="utf-8")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"selfeval {__version__}\n", "")


def test_no_command_loads_qt(tmp_path: Path) -> None:
    code = (
        "import sys; from selfeval_gui.cli import main;"
        f"a, b = {str(tmp_path / 'a.json')!r}, {str(tmp_path / 'a.pdf')!r};"
        "runs = [['sample', '-o', a], ['validate', a], ['export', a, '--pdf', b], ['fonts'],"
        f"['import', {str(LAST_YEAR)!r}, '--json']];"
        "status = [main(words) for words in runs];"
        "qt = [name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))];"
        "sys.exit(any(status) or bool(qt))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "utf-8"])
def test_output_is_utf_8_whatever_the_locale(encoding: str, tmp_path: Path) -> None:
    ended = run("import", str(LAST_YEAR), "--json", PYTHONIOENCODING=encoding, LC_ALL="C", PYTHONUTF8="0")
    assert ended.returncode == 0
    assert json.loads(ended.stdout.decode("utf-8"))["report"]["cover"]["project_name"] == "山区缺水村屯应急供水保障"
    ended = run("validate", "没有.json", PYTHONIOENCODING=encoding, PYTHONUTF8="0", cwd=tmp_path)
    assert "找不到文件" in ended.stderr.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes and devices")
def test_a_closed_pipe_leaves_no_trace() -> None:
    script = f"{sys.executable} -m selfeval_gui.cli import {LAST_YEAR} --json | head -c 5; exit ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", script], cwd=ROOT, check=False, capture_output=True)
    assert ended.stderr == b""
    assert ended.returncode in (0, 3)  # 0 when all fitted into the pipe before it was closed


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
def test_a_full_disk_behind_standard_output(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "selfeval_gui.cli", "fonts"],
            cwd=ROOT,
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert ended.returncode == 3
    assert ended.stderr.decode("utf-8").count("\n") == 1


def test_names_in_chinese_and_blanks_work(tmp_path: Path) -> None:
    folder = tmp_path / "张 三的文件夹"
    folder.mkdir()
    assert run("sample", "-o", "样例 𬱖.zxzp.json", cwd=folder).returncode == 0
    assert run("export", "样例 𬱖.zxzp.json", "--to", ".", cwd=folder).returncode == 0
    assert sorted(entry.name for entry in folder.iterdir()) == ["样例 𬱖.pdf", "样例 𬱖.zxzp.json"]
