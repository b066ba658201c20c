"""The kernel itself fails, or kills the process, at each system call of saving, recovery copies, backing up, restoring.

No help from Python: strace replaces the answer of the system, or ends the process at that call. Whatever happens, files
are old or new and whole, what was acknowledged is there, and nothing of anybody else's is touched.
"""

import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from selfeval_gui import storage
from selfeval_gui.storage import archive, backups, disk, holder, recovery
from tests.storage.test_every_call import FIRST, NEW, OLD, prepared
from tests.storage.traced import COPIES, SESSION, STAMP

ERRORS = tuple(f"error={error}" for error in ("ENOSPC", "EIO", "EACCES"))
KILL = "signal=KILL"
CALLS = ("openat", "write", "fsync", "rename", "unlink", "mkdir", "read")
OF_PYTHON = ("openat", "read")
"""Calls that starting Python makes, too: of these only those on the job's own files are meant."""
NOT_MADE = {
    *(("keep", call) for call in ("read", "rename", "unlink")),  # slots are written in place
    *((job, call) for job in ("save", "pack", "unpack") for call in ("unlink", "mkdir")),  # or not always
}
ME = holder.this_process(STAMP)
KILLED = -9
DONE, FAILED = 0, 3


def tracing_works() -> bool:
    if sys.platform != "linux" or shutil.which("strace") is None:
        return False
    command = ["strace", "-qq", "-o", "/dev/null", "true"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


TRACED = pytest.mark.skipif(not tracing_works(), reason="strace is not here, or not allowed")


class End(NamedTuple):
    """How a job ended: its status, and the last copy that it called kept."""

    status: int
    kept: int


def scene(folder: Path) -> Path:
    """A report that was saved twice, and a packed copy of all; returns its folder."""
    place = prepared(folder)
    (folder / "new").write_bytes(NEW)
    (folder / "new.digest").write_text(disk.digest_of(OLD), encoding="ascii")
    (folder / "文档").mkdir()
    (folder / "文档" / place.path.name).write_bytes(b"mine")
    packed = archive.pack(
        folder / "备份.zip", reports=[place.path], data=place.data, config=folder / "config", made=STAMP
    )  # fmt: skip
    assert packed.outcome.ok
    return folder


def roots_of(folder: Path) -> list[Path]:
    return [folder / "data" / "recovery", folder / recovery.SPARE]


def run(job: str, folder: Path, inject: str) -> End:
    call = inject.partition(":")[0]
    watched: list[str] = []
    if call in OF_PYTHON:
        own = [folder, *(path for path in folder.rglob("*") if not path.name.startswith("new"))]
        own += [root / SESSION / name for root in roots_of(folder) for name in (*recovery.SLOTS, recovery.OWNER)]
        watched = [word for path in (*own, *roots_of(folder)) for word in ("-P", str(path))]
    command = ["strace", "-f", "-qq", "-o", "/dev/null", *watched, "-e", f"inject={inject}"]
    ended = subprocess.run(
        [*command, sys.executable, "-m", "tests.storage.traced", job, str(folder)],
        check=False, capture_output=True, encoding="utf-8", cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert "Traceback" not in ended.stderr
    numbers = ended.stdout.split()
    return End(ended.returncode, int(numbers[-1]) if numbers else 0)


def judge(job: str, folder: Path, end: End) -> None:
    """What must hold whatever the system did."""
    now = (folder / "报告.zxzp.json").read_bytes()
    assert now in ((OLD, NEW) if job == "save" else (OLD,))
    if job == "save" and end.status == DONE:
        assert now == NEW
    versions = [version.path.read_bytes() for version in storage.history(folder / "data" / "backups", "r-1")]
    assert FIRST in versions
    assert all(backups.is_sound(version) for version in versions)
    archive.check(archive.open_archive(folder / "备份.zip"))
    made = folder / "新备份.zip"
    if made.exists():
        archive.check(archive.open_archive(made))
    assert made.exists() or job != "pack" or end.status != DONE
    assert (folder / "文档" / "报告.zxzp.json").read_bytes() == b"mine"
    if job == "unpack":
        brought = folder / "文档" / "报告(2).zxzp.json"
        assert not brought.exists() or brought.read_bytes() == OLD
        assert brought.exists() or end.status != DONE
        for version in (folder / "other").rglob("*.json"):
            assert backups.is_sound(version.read_bytes())
    if job == "keep":
        found = recovery.sessions(roots_of(folder), ME)
        bodies = [one.copy.body for one in found]
        numbers = [int(body.partition(b":")[0]) for body in bodies]
        assert all(
            body == f"{number}:".encode() * (3000 * number) for number, body in zip(numbers, bodies, strict=True)
        )
        # The last acknowledged copy, or one that was being written when the end came.
        assert (numbers or [0])[0] in range(end.kept, COPIES + 1)
        assert len(numbers) <= 1


def campaign(job: str, calls: tuple[str, ...], whens: range, folder: Path) -> Counter[int]:
    """How the jobs ended, by status."""
    ends: Counter[int] = Counter()
    base = scene(folder / "base")
    for call in calls:
        for what in (*ERRORS, KILL):
            for when in whens:
                trial = folder / "trial"
                shutil.copytree(base, trial)
                end = run(job, trial, f"{call}:{what}:when={when}")
                assert end.status in (DONE, FAILED, KILLED)
                judge(job, trial, end)
                ends[end.status] += 1
                shutil.rmtree(trial)
    return ends


SHORT_FORM = {
    "keep": ("fsync:error=EIO:when=1", "write:error=ENOSPC:when=3+", "fsync:signal=KILL:when=7"),
    "pack": ("write:error=ENOSPC:when=1+", "rename:signal=KILL:when=1"),
    "unpack": ("fsync:signal=KILL:when=2",),
}


@TRACED
@pytest.mark.parametrize("job", SHORT_FORM)
def test_a_few_refusals_and_an_end(job: str, tmp_path: Path) -> None:
    for number, inject in enumerate(SHORT_FORM[job]):
        folder = scene(tmp_path / str(number))
        end = run(job, folder, inject)
        judge(job, folder, end)
        assert end.status == (KILLED if "KILL" in inject else FAILED if "+" in inject else DONE)


@TRACED
@pytest.mark.soak
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("job", ["save", "keep", "pack", "unpack"])
def test_the_system_itself_fails_or_kills(job: str, call: str, tmp_path: Path) -> None:
    ends = campaign(job, (call,), range(1, 7), tmp_path)
    print(f"\n{job}, {call}: {dict(ends)}")
    assert ends[KILLED] + ends[FAILED] > 0 or (job, call) in NOT_MADE


@TRACED
@pytest.mark.soak
def test_strace_can_make_each_job_fail(tmp_path: Path) -> None:
    """The campaign above must be able to hit, and must not hit what it does not mean."""
    for number, job in enumerate(("save", "keep", "pack", "unpack")):
        assert run(job, scene(tmp_path / f"calm{number}"), "fsync:error=EIO:when=99+").status == DONE
        assert run(job, scene(tmp_path / f"hit{number}"), "fsync:error=EIO:when=1+").status == FAILED
