"""kill −9 at any moment of keeping recovery copies and saving: nothing that was acknowledged is missing or damaged."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import selfeval_gui
from selfeval_gui import storage
from selfeval_gui.storage import holder, recovery

ROOT = Path(selfeval_gui.__file__).parent.parent
ME = holder.this_process("2026-01-01T00:00:00Z")

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the worker is forked")


@pytest.fixture
def victims() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.storage.killed"]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    yield process
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    process.wait(10)
    process.stdout.close()


class Tally(NamedTuple):
    """The last drafts that a killed worker had acknowledged, and how many acknowledgements there were."""

    recovered: int
    saved: int
    copies: int = 0
    saves: int = 0


def kill_one(victims: "subprocess.Popen[str]", folder: Path, seed: int) -> Tally:
    """Let a worker work for a random while, kill it, and hold its folder against what it had said."""
    assert victims.stdin is not None
    assert victims.stdout is not None
    folder.mkdir()
    victims.stdin.write(f"{folder} {seed}\n")
    victims.stdin.flush()
    chance = random.Random(seed)
    said = [victims.stdout.readline().strip() for _ in range(1 + chance.randrange(12))]
    time.sleep(chance.uniform(0, 0.004))  # somewhere in the next copy or save
    pid = int(said[0].removeprefix("pid "))
    os.kill(pid, signal.SIGKILL)
    while said[-1] != "dead":
        said.append(victims.stdout.readline().strip())
    assert not any(line.startswith("failed") for line in said), said
    done = {word: [int(s.split()[1]) for s in said if s.startswith(word)] for word in ("recovered", "saved")}
    last = Tally(
        max(done["recovered"], default=0), max(done["saved"], default=0), len(done["recovered"]), len(done["saved"])
    )
    check(folder, last)
    return last


def check(folder: Path, last: Tally) -> None:
    copies = recovery.sessions(folder / "recovery", ME)
    assert len(copies) == (1 if last.recovered else len(copies))
    for session in copies:
        assert not session.live
        assert last.recovered <= number_in(session.copy.body) <= last.recovered + 1
    path = folder / "报告.zxzp.json"
    assert path.exists() or not last.saved
    if path.exists():
        assert last.saved <= number_in(path.read_bytes()) <= max(last.recovered, last.saved)
    for backup in (folder / "backups").rglob("*.zxzp.json"):
        assert number_in(backup.read_bytes())


def number_in(data: bytes) -> int:
    """Which draft a file is; both of its ends must say the same."""
    report = storage.load_bytes(data).file.report
    numbers = {int(n) for n in re.findall("第([0-9]+)稿", report.cover.project_name + report.narrative.process.text)}
    assert len(numbers) == 1
    return numbers.pop()


def test_twenty_five_kills(victims: "subprocess.Popen[str]", tmp_path: Path) -> None:
    tallies = [kill_one(victims, tmp_path / str(seed), seed) for seed in range(25)]
    assert sum(tally.copies for tally in tallies) > 25  # there was something to lose
    assert sum(tally.saves for tally in tallies) > 5


def test_the_check_finds_a_copy_that_is_behind(victims: "subprocess.Popen[str]", tmp_path: Path) -> None:
    """The same check fails when an acknowledged copy is damaged."""
    tally = next(t for seed in range(100, 150) if (t := kill_one(victims, tmp_path / str(seed), seed)).recovered > 1)
    folder = max(tmp_path.iterdir(), key=lambda entry: int(entry.name))
    (session,) = recovery.sessions(folder / "recovery", ME)
    newest = next(s for s in recovery.SLOTS if f'"sequence": {session.copy.sequence},' in str(
        (session.folder / s).read_bytes()[:200]))  # fmt: skip
    damaged = bytearray((session.folder / newest).read_bytes())
    damaged[700] ^= 1
    (session.folder / newest).write_bytes(bytes(damaged))
    if number_in(session.copy.body) > tally.recovered:  # the kill came between writing and saying
        tally = Tally(tally.recovered + 1, tally.saved)
    with pytest.raises(AssertionError):
        check(folder, tally)


@pytest.mark.soak
def test_a_thousand_kills(victims: "subprocess.Popen[str]", tmp_path: Path) -> None:
    copies = saves = 0
    for seed in range(1000, 2000):
        tally = kill_one(victims, tmp_path / str(seed), seed)
        copies, saves = copies + tally.copies, saves + tally.saves
        shutil.rmtree(tmp_path / str(seed))
    assert copies > 3000
    assert saves > 800
    print(f"1000 kills, {copies} copies and {saves} saves acknowledged, none missing")
