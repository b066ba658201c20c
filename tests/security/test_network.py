"""The program never uses the network: not the window, not the command line, not while reading or writing any format."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from selfeval_gui import resources

ROOT = Path(__file__).resolve().parents[2]
JOBS = """
import sys
from functools import cache
from pathlib import Path

opened = []

def watch(event, arguments):
    if event.startswith(("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostby", "socket.sendto",
                         "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")):
        opened.append((event, str(arguments)))

sys.addaudithook(watch)
from selfeval_gui.cli import main

work, year = Path(sys.argv[1]), sys.argv[2]
report = work / "a.zxzp.json"
assert main(["import", year, "-o", str(report)]) == 0
assert main(["check", str(report)]) in (0, 1)
assert main(["export", str(report), "--pdf", str(work / "a.pdf"), "--final"]) in (0, 1)
assert main(["import", str(work / "a.pdf"), "-o", str(work / "b.zxzp.json")]) == 0
assert main(["backup", str(report), "-o", str(work / "a.zip")]) == 0
assert main(["restore", str(work / "a.zip"), "--to", str(work / "back")]) == 0
from selfeval_gui.gui.app import main as window
assert window([str(report), "--quit-after-first-paint", "--platform", "offscreen"]) == 0
assert not opened, opened
# A probe: the hook is able to see.
import socket
with socket.socket() as probe:
    probe.connect_ex(("127.0.0.1", 9))
assert opened
"""


def command(folder: Path) -> list[str]:
    return [sys.executable, "-c", JOBS, str(folder), str(resources.path("sample", "last_year.txt"))]


def run(words: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    temporary = folder / "temporary"
    temporary.mkdir()
    place = {
        **os.environ,
        "SELFEVAL_HOME": str(folder / "home"),
        "QT_QPA_PLATFORM": "offscreen",
        "TMPDIR": str(temporary),
    }
    return subprocess.run(words, cwd=ROOT, env=place, check=False, capture_output=True, text=True)


@cache
def isolated() -> bool:
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-n", "true"], check=False, capture_output=True).returncode == 0


def test_everything_works_without_any_network(tmp_path: Path) -> None:
    """Where the system can, in a network of its own that has nothing in it, not even a loopback that is up."""
    words = command(tmp_path)
    if isolated():
        lists = "/proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 /proc/net/raw"
        shell = f'"$@"; status=$?; grep -c . {lists} | cut -d: -f2 | sort -u; exit $status'
        words = ["unshare", "-n", "sh", "-c", shell, "sh", *words]
    ended = run(words, tmp_path)
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert not isolated() or ended.stdout.split()[-1:] == ["1"]  # each list of sockets has its heading and no line
    # Nor is anything left where temporary files are made, or beside what was written.
    assert list((tmp_path / "temporary").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.pdf", "a.zip", "a.zxzp.json", "b.zxzp.json", "back", "home", "temporary",
    ]  # fmt: skip


def tracing_works() -> bool:
    if sys.platform != "linux" or shutil.which("strace") is None:
        return False
    return (
        subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=False, capture_output=True).returncode == 0
    )


@pytest.mark.soak
@pytest.mark.skipif(not tracing_works(), reason="strace is not here, or not allowed")
def test_the_system_sees_no_internet_socket(tmp_path: Path) -> None:
    """Qt's own code included: of all calls of all processes, none makes a socket of the internet but the probe's."""
    log = tmp_path / "calls"
    words = ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(log), *command(tmp_path)]
    ended = run(words, tmp_path)
    assert ended.returncode == 0, ended.stderr[-2000:]
    made = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if "AF_INET" in line]
    assert [line for line in made if "socket(" in line][1:] == []
    assert any("connect(" in line and "127.0.0.1" in line for line in made)
