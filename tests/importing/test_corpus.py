"""The form as offices draw it, in Word, Excel and as a page: every field right, no text lost."""

import importlib.util
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from selfeval_gui.importing import Proposal, propose
from selfeval_gui.report.edit import get
from selfeval_gui.report.form import load
from selfeval_gui.report.text import Unparsed
from tests.importing import account, corpus

FORM = load("hechi-2018")


def wrong(proposal: Proposal, truth: dict[str, Any]) -> dict[str, tuple[object, object]]:
    """Blanks that are not what they should be: what was written, and what was read."""
    found = {}
    for path, want in truth.items():
        try:
            got = get(proposal.report, path)
        except KeyError:
            got = None
        if got != want and not (got in (None, "") and want in (None, "")):
            found[path] = (want, got)
    return found


@pytest.mark.parametrize("style", range(corpus.STYLES))
@pytest.mark.parametrize("file_format", corpus.FORMATS)
def test_every_field_of_the_corpus(file_format: str, style: int) -> None:
    blocks, truth = corpus.draw(1, style)
    proposal = propose(corpus.FORMATS[file_format](blocks), f"去年.{file_format}", FORM)
    assert wrong(proposal, truth) == {}
    assert account.missing(corpus.texts_of(blocks), proposal, FORM) == []


def test_no_amount_is_silently_wrong() -> None:
    for seed in range(2, 8):
        for style in range(corpus.STYLES):
            blocks, truth = corpus.draw(seed, style)
            proposal = propose(corpus.FORMATS["docx"](blocks), "去年.docx", FORM)
            for path, (want, got) in wrong(proposal, truth).items():
                assert not isinstance(want, Decimal) or got is None or isinstance(got, Unparsed), (seed, style, path)


def test_the_benchmark_scores_what_is_tested_here() -> None:
    place = Path(__file__).resolve().parents[2] / "benchmarks" / "import_corpus.py"
    spec = importlib.util.spec_from_file_location("import_corpus", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    blocks, truth = corpus.draw(1, 0)
    score = module.scored(corpus.FORMATS["docx"](blocks), "a.docx", truth)
    assert (score.right, score.amounts_wrong) == (score.fields, 0)
