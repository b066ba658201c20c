"""Whole files, mutated, through the whole import: a proposal or one sentence, never anything else."""

import random
import sys
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest

from selfeval_gui import resources, storage
from selfeval_gui.exporting.excel.report_book import xlsx_bytes
from selfeval_gui.importing import propose, take
from selfeval_gui.report.form import load
from tests.importing import corpus
from tests.importing.test_formats_hostile import mutated, mutated_inside, outcome

FORM = load("hechi-2018")
SECONDS = 10.0
MEMORY = 500_000_000
"""What one file may cost."""
FIXTURES = Path(__file__).parent / "fixtures"
BASES: dict[str, Callable[[], bytes]] = {
    "json": lambda: resources.path("sample", "sample.zxzp.json").read_bytes(),
    "xlsx": lambda: corpus.FORMATS["xlsx"](corpus.draw(1, 0)[0]),
    "own xlsx": lambda: xlsx_bytes(storage.load(resources.path("sample", "sample.zxzp.json")).file),
    "docx": lambda: corpus.FORMATS["docx"](corpus.draw(1, 1)[0]),
    "doc": (FIXTURES / "silkworm_2022.doc").read_bytes,
}
ROUNDS = {"json": 2000, "xlsx": 60, "own xlsx": 40, "docx": 120, "doc": 120}
"""Here the whole way is gone; the readers alone are put to 2,000 mutations each beside the other hostile files."""


def victim(name: str, data: bytes, turn: int, rng: random.Random) -> bytes:
    inside = zipfile.is_zipfile(BytesIO(data)) and turn % 4
    kinds = 3 if name == "doc" and turn % 4 else 6
    return mutated_inside(data, rng) if inside else mutated(data, rng, kinds)


class Cost(NamedTuple):
    """What a campaign has cost: files refused, seconds of the slowest, bytes of memory at the highest point."""

    refused: int
    slowest: float
    memory: int


def campaign(name: str, rounds: int, read: Callable[[bytes], object]) -> Cost:
    """Put mutated files to `read`; anything but success or one sentence fails the test."""
    data = BASES[name]()
    rng = random.Random(f"import {name}")
    refused, slowest = 0, 0.0
    for turn in range(rounds):
        changed = victim(name, data, turn, rng)
        start = time.perf_counter()
        sentence = outcome(read, changed)
        slowest = max(slowest, time.perf_counter() - start)
        assert not sentence or sentence.endswith("。")
        assert "\n" not in sentence
        refused += bool(sentence)
    return Cost(refused, slowest, peak())


def peak() -> int:
    """Bytes that this process, or any process that it has waited for, had at its highest point; 0 where unknown."""
    if sys.platform == "win32":
        return 0
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return unit * max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def in_this_process(data: bytes) -> object:
    return propose(data, "去年", FORM)


def through_the_door(data: bytes) -> object:
    """As the window and the command line read a file: in a process of its own, with its limits."""
    return take(data, "去年", FORM)


@pytest.mark.parametrize("name", BASES)
def test_mutated_files_end_in_a_proposal_or_a_sentence(name: str) -> None:
    cost = campaign(name, ROUNDS[name], in_this_process)
    assert 0 < cost.refused <= ROUNDS[name]
    assert cost.slowest < SECONDS


@pytest.mark.parametrize("name", ["xlsx", "docx", "doc"])
def test_mutated_files_through_the_door(name: str) -> None:
    assert campaign(name, 4, through_the_door).slowest < SECONDS + 5  # and a machine that is at other work


@pytest.mark.soak
@pytest.mark.parametrize("name", BASES)
def test_many_mutated_files(name: str) -> None:
    rounds = 100_000 if name in ("json", "xlsx", "docx") else 20_000
    tell(name, rounds, campaign(name, rounds, in_this_process))


@pytest.mark.soak
@pytest.mark.parametrize("name", BASES)
def test_many_mutated_files_through_the_door(name: str) -> None:
    tell(f"{name}, child process", 1000, campaign(name, 1000, through_the_door))


def tell(name: str, rounds: int, cost: Cost) -> None:
    memory = f"{cost.memory / 1e6:.0f} MB"
    print(f"\n{name}: {rounds} files, {cost.refused} refused, slowest {cost.slowest:.2f} s, peak {memory}")
    assert cost.slowest <= SECONDS + 2
    assert cost.memory <= MEMORY
