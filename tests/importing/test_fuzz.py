"""Whole files, mutated, through the whole import: a proposal or one sentence, never anything else."""

import random
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from selfeval_gui import resources, storage
from selfeval_gui.exporting.excel.report_book import xlsx_bytes
from selfeval_gui.importing import propose
from selfeval_gui.report.form import load
from tests.importing import corpus
from tests.importing.test_formats_hostile import mutated, mutated_inside, outcome

FORM = load("hechi-2018")
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


def campaign(name: str, rounds: int) -> int:
    """How many of the mutated files were refused."""
    data = BASES[name]()
    rng = random.Random(f"import {name}")
    refused = 0
    for turn in range(rounds):
        inside = zipfile.is_zipfile(BytesIO(data)) and turn % 4
        kinds = 3 if name == "doc" and turn % 4 else 6
        victim = mutated_inside(data, rng) if inside else mutated(data, rng, kinds)
        sentence = outcome(lambda data: propose(data, "去年", FORM), victim)
        assert not sentence or sentence.endswith("。")
        refused += bool(sentence)
    return refused


@pytest.mark.parametrize("name", BASES)
def test_mutated_files_end_in_a_proposal_or_a_sentence(name: str) -> None:
    assert 0 < campaign(name, ROUNDS[name]) <= ROUNDS[name]


@pytest.mark.soak
@pytest.mark.parametrize("name", BASES)
def test_many_mutated_files(name: str) -> None:
    assert campaign(name, 100_000 if name == "json" else 20_000)
