"""kill −9 on the whole program while somebody types and saves: nothing is damaged, and two seconds are lost at most."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

import selfeval_gui
from selfeval_gui import resources, storage
from selfeval_gui.report import edit
from selfeval_gui.storage import locks, recovery
from selfeval_gui.storage.locks import LockState
from tests.gui.watched import ME

ROOT = Path(selfeval_gui.__file__).parent.parent
FIELD = "narrative.process.text"
LOSS = 2.0
"""Seconds of typing that may be lost."""
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of POSIX")


class Loss(NamedTuple):
    """What one kill has cost: seconds of typing, and what had been done by then."""

    seconds: float
    words: int
    saves: int


def kill_one(folder: Path, seed: int, longest: float) -> Loss:
    """Start the program, let it be typed in for a random while, kill it, and hold the disk against what was typed."""
    folder.mkdir()
    path = folder / "报告.zxzp.json"
    sample = storage.load(resources.path("sample", "sample.zxzp.json")).file
    assert storage.save(sample, path, expected_digest=None).ok
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "SELFEVAL_HOME": str(folder / "home"), "PYTHONUTF8": "1"
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.gui.typist", str(path), str(seed)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as program:
        assert program.stdout is not None
        first = program.stdout.readline()
        assert first.startswith("typed 1 "), first or (program.stderr and program.stderr.read())
        time.sleep(random.Random(seed).uniform(0, longest))
        killed = time.monotonic()
        program.send_signal(signal.SIGKILL)
        said = [line.split() for line in (first + program.stdout.read()).splitlines()]
    typed = {int(number): float(at) for what, number, at in said if what == "typed"}
    saved = [int(number) for what, number, _ in said if what == "saved"]
    in_file = words_in(path.read_bytes())
    assert in_file >= max(saved, default=0)
    kept = in_file
    sessions = recovery.sessions(folder / "home" / "data" / "recovery", ME)
    for session in sessions:
        assert not session.live
        assert session.copy.path == str(path)
        kept = max(kept, words_in(session.copy.body))
    assert locks.look(path, ME).state is LockState.STALE
    lost = [at for number, at in typed.items() if number > kept]
    return Loss(killed - min(lost) if lost else 0.0, len(typed), len(saved))


def words_in(data: bytes) -> int:
    """The last of the typed words in a report; those before it must be there too, in their order."""
    text: str = edit.get(storage.load_bytes(data).file.report, FIELD)
    numbers = [int(number) for number in re.findall(r"w(\d+)\.", text)]
    assert numbers == list(range(1, len(numbers) + 1))
    return len(numbers)


def test_one_kill(tmp_path: Path) -> None:
    """How much is lost is measured by the long campaign: a machine that does other things may be slow."""
    loss = kill_one(tmp_path / "1", 1, 1.5)
    assert loss.words > 0
    assert loss.seconds < 5 * LOSS


@pytest.mark.soak
def test_a_hundred_kills(tmp_path: Path) -> None:
    losses = [kill_one(tmp_path / str(seed), seed, 5.0) for seed in range(100, 200)]
    seconds = sorted(loss.seconds for loss in losses)
    words, saves = sum(loss.words for loss in losses), sum(loss.saves for loss in losses)
    print(f"100 kills, {words} words, {saves} saves; lost: median {seconds[50]:.2f} s, longest {seconds[-1]:.2f} s")
    assert seconds[-1] <= LOSS
