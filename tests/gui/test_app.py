"""Starting the program: arguments, no display, missing libraries, first paint, and what is imported for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import selfeval_gui
from selfeval_gui import resources
from selfeval_gui.gui import display
from selfeval_gui.gui.app import main

FIRST_PAINT = "--quit-after-first-paint"
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has machines without a display")


def start(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, with its folders below `home`."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    variables = {**kept, "SELFEVAL_HOME": str(home), "PYTHONUTF8": "1", **environment}
    command = [sys.executable, "-m", "selfeval_gui", *arguments]
    root = Path(selfeval_gui.__file__).parent.parent
    return subprocess.run(
        command, check=False, capture_output=True, encoding="utf-8", env=variables, cwd=root, timeout=60
    )


def test_shows_the_window_and_ends(tmp_path: Path) -> None:
    ended = start(FIRST_PAINT, "--platform", "offscreen", home=tmp_path)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_shows_a_report(tmp_path: Path) -> None:
    sample = resources.path("sample", "sample.zxzp.json")
    ended = start(str(sample), FIRST_PAINT, home=tmp_path, QT_QPA_PLATFORM="offscreen")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    ended = start(str(tmp_path / "没有.zxzp.json"), FIRST_PAINT, home=tmp_path, QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 3
    assert ended.stdout == ""
    assert "没有.zxzp.json" in ended.stderr
    assert "Traceback" not in ended.stderr


@LINUX
def test_without_a_display_there_is_one_sentence(tmp_path: Path) -> None:
    ended = start(home=tmp_path)
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == f"{display.NO_DISPLAY}\n"


@LINUX
def test_a_display_that_does_not_answer_is_no_abort(tmp_path: Path) -> None:
    ended = start(home=tmp_path, DISPLAY=":987")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr.count("\n") == 1
    # On a machine without X libraries it is they who are missed first.
    assert "DISPLAY=:987" in ended.stderr or "apt-get install" in ended.stderr


@LINUX
def test_a_wayland_socket_that_is_not_there_is_told(tmp_path: Path) -> None:
    told = display.obstacle("", {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)})
    assert "WAYLAND_DISPLAY=wayland-7" in told
    (tmp_path / "wayland-7").touch()
    assert display.obstacle("", {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}) == ""


@LINUX
def test_a_platform_that_needs_no_display_is_enough() -> None:
    assert display.obstacle("offscreen", {}) == ""
    assert display.obstacle("", {"QT_QPA_PLATFORM": "xcb;offscreen"}) == ""
    assert display.obstacle("xcb", {}) == display.NO_DISPLAY


def test_a_missing_library_is_named_with_its_package() -> None:
    told = display.missing_library("libxcb-icccm.so.4: cannot open shared object file: No such file or directory")
    assert "libxcb-icccm.so.4" in told
    assert "libxcb-icccm4" in told.replace("libxcb-icccm.so.4", "")


def test_version_and_help_need_no_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"selfeval-gui {selfeval_gui.__version__}\n"
    assert main(["--help"]) == 0
    assert FIRST_PAINT in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [["--nonsense"], ["一.json", "二.json"], ["--platform"], ["--"]])
def test_wrong_use_is_explained(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(wrong) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "用法" in captured.err


def test_a_windowed_start_has_no_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["--version"]) == 0
    assert main(["--nonsense"]) == 2


def test_the_window_opens_without_readers_and_writers(tmp_path: Path) -> None:
    probe = (
        "import sys; from selfeval_gui.gui.app import main; status = main(sys.argv[1:]);"
        "heavy = {'reportlab', 'openpyxl', 'docx', 'fontTools', 'PIL', 'selfeval_gui.importing',"
        " 'selfeval_gui.exporting', 'selfeval_gui.cli', 'selfeval_gui.printing.draw', 'PySide6.QtPrintSupport'};"
        "print(status, sorted(heavy & set(sys.modules)))"
    )
    variables = {**os.environ, "SELFEVAL_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", probe, FIRST_PAINT]
    ended = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", env=variables, timeout=60)
    assert (ended.stdout, ended.stderr) == ("0 []\n", "")


def test_a_name_may_begin_with_a_dash(tmp_path: Path) -> None:
    ended = start(FIRST_PAINT, "--", "-没有.json", home=tmp_path, QT_QPA_PLATFORM="offscreen")
    assert ended.returncode == 3
    assert "-没有.json" in ended.stderr
