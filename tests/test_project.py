"""The frame of the project: version, data, folders, locks, guard, the wheel."""

import logging
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import selfeval_gui
from selfeval_gui import folders, resources

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "lock.txt"
DEV_LOCK = ROOT / "requirements" / "dev-lock.txt"

in_checkout = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs git's list of files")


def pins(lock: Path) -> dict[str, str]:
    """Name and version of each line of a lock, for this system."""
    found = re.findall(r"(?m)^([a-z0-9-]+)==([^\s;]+)", lock.read_text(encoding="utf-8"))
    return dict(found)


def run_tool(*arguments: str, cwd: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, check=False, capture_output=True, encoding="utf-8")


def test_version_has_one_source() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["hatch"]["version"]["path"] == "selfeval_gui/__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+", selfeval_gui.__version__)


def test_the_changelog_knows_the_version() -> None:
    assert f"## [{selfeval_gui.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_resources_are_found_in_the_checkout() -> None:
    assert resources.root() == ROOT / "resources"
    assert resources.path() == ROOT / "resources"
    assert resources.path("sample").is_dir()


def test_a_missing_resource_is_named_in_a_sentence() -> None:
    with pytest.raises(resources.ResourceMissing, match=r"缺少：没有这个\.json") as caught:
        resources.read_json("sample", "没有这个.json")
    assert caught.value.place == ROOT / "resources" / "sample" / "没有这个.json"


def test_resources_cannot_be_left() -> None:
    with pytest.raises(ValueError, match="outside"):
        resources.path("..", "pyproject.toml")


def test_our_own_folders_follow_the_override(own_home: Path) -> None:
    home = Path(own_home).resolve()
    assert {folders.data(), folders.config(), folders.logs()} == {
        home / "data",
        home / "config",
        home / "logs",
    }


def test_our_own_folders_are_those_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(folders.HOME_VARIABLE)
    found = [folders.data(), folders.config(), folders.logs()]
    assert len(set(found)) == 3 or sys.platform == "win32"
    for folder in found:
        assert folder.is_absolute()
        assert "selfeval-gui" in folder.parts
        assert "~" not in str(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps this in the registry")
def test_documents_follow_the_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    assert folders.documents() == tmp_path.resolve()
    (tmp_path / "我的文档").mkdir()
    (tmp_path / "settings").mkdir()
    told = '# comment\nXDG_DOCUMENTS_DIR="$HOME/我的文档"\n'
    (tmp_path / "settings" / "user-dirs.dirs").write_text(told, encoding="utf-8")
    assert folders.documents() == tmp_path.resolve() / "我的文档"


def test_the_dev_lock_repeats_the_lock() -> None:
    runtime, dev = pins(LOCK), pins(DEV_LOCK)
    assert runtime.items() <= dev.items()
    assert {"pyside6-essentials", "shiboken6", "reportlab", "openpyxl", "appdirs"} <= runtime.keys()


def test_the_locks_serve_windows_too() -> None:
    # pytest and click need colorama there; a lock made for Linux alone lacks it, and pip refuses.
    assert "colorama==0.4.6 ; sys_platform == 'win32'" in DEV_LOCK.read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", [LOCK, DEV_LOCK], ids=["runtime", "dev"])
def test_locks_have_hashes_and_no_addresses(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    for entry in re.split(r"(?m)^(?=\S)", text)[1:]:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


@in_checkout
def test_the_guard_is_content() -> None:
    ended = run_tool("packaging/guard.py")
    assert ended.stdout == ""
    assert ended.returncode == 0, ended.stderr


def test_the_guard_finds_what_it_is_for(tmp_path: Path) -> None:
    faulty = {
        "packaging/guard.py": (ROOT / "packaging" / "guard.py").read_text(encoding="utf-8"),
        "selfeval_gui/report/utils.py": "x = 1\n",
        "selfeval_gui/report/long.py": "x = 1\n" * 401,
        "docs/place.md": "see /wo" + "rk/main\n",
        "requirements/lock.txt": "--index-url https://example.org\na==1 \\\nb==2 \\\n    --hash=sha256:"
        + "0" * 64
        + "\n",
    }
    for name, text in faulty.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    ended = run_tool("packaging/guard.py", cwd=tmp_path)
    assert ended.returncode == 1
    assert [line.split(": ")[0] for line in ended.stdout.splitlines()] == [
        "docs/place.md:1",
        "requirements/lock.txt:1",
        "requirements/lock.txt:3",
        "selfeval_gui/report/long.py",
        "selfeval_gui/report/utils.py",
    ]


@pytest.mark.expects_log
def test_a_logged_warning_fails_the_test_unless_expected(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("tests.project").warning("expected here")
    assert [record.getMessage() for record in caplog.records] == ["expected here"]


def test_the_wheel_carries_the_data(tmp_path: Path) -> None:
    ended = run_tool("-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path))
    assert ended.returncode == 0, ended.stderr
    (wheel,) = tmp_path.glob("selfeval_gui-*.whl")
    assert wheel.name.startswith(f"selfeval_gui-{selfeval_gui.__version__}-")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        archive.extractall(tmp_path / "installed")
    data = ROOT / "resources"
    shipped = [path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()]
    assert {f"selfeval_gui/_resources/{name}" for name in shipped} <= names
    assert not [name for name in names if name.startswith(("tests/", "packaging/", "resources/"))]

    # The data is found from the installed place, not from the checkout: -I keeps the checkout off the path.
    installed = tmp_path / "installed"
    code = f"import sys; sys.path.insert(0, {str(installed)!r})\n"
    code += "from selfeval_gui import resources; print(resources.root())"
    ended = run_tool("-I", "-S", "-X", "utf8", "-c", code, cwd=tmp_path)
    assert ended.stdout.strip() == str(installed / "selfeval_gui" / "_resources"), ended.stderr
