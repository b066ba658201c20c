"""Prints how much of each file of the corpus is read right (`import_corpus.py [SEEDS] [--all-formats]`).

With `--all-formats`, LibreOffice makes .doc, .odt, .rtf, .xls and .ods of the files where it is installed.
"""

import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from selfeval_gui.importing import ImportRefused, propose, take  # noqa: E402 - the path comes first
from selfeval_gui.report.edit import get  # noqa: E402
from selfeval_gui.report.form import load  # noqa: E402
from selfeval_gui.report.text import Unparsed  # noqa: E402
from tests.importing import corpus  # noqa: E402

FORM = load("hechi-2018")


class Score(NamedTuple):
    """Fields with a truth, those read right, and amounts that came out as another number."""

    fields: int
    right: int
    amounts_wrong: int


def scored(data: bytes, name: str, truth: dict[str, Any]) -> Score:
    """The score of one file."""
    try:
        report = propose(data, name, FORM).report
    except ImportRefused:
        return Score(len(truth), 0, 0)
    right = silent = 0
    for path, want in truth.items():
        try:
            got = get(report, path)
        except KeyError:
            got = None
        fine = got == want or (got in (None, "") and want in (None, ""))
        right += fine
        is_amount = path.startswith(("basic_info.planned", "basic_info.received", "basic_info.actual")) or (
            path.startswith("expenditures") and not path.endswith("item")
        )
        silent += is_amount and not fine and got is not None and not isinstance(got, Unparsed)
    return Score(len(truth), right, silent)


def main(words: list[str]) -> None:
    seeds = int(next((word for word in words if word.isdigit()), "3"))
    totals: dict[str, list[Score]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as name:
        for seed in range(1, seeds + 1):
            for style in range(corpus.STYLES):
                blocks, truth = corpus.draw(seed, style)
                files = {kind: write(blocks) for kind, write in corpus.FORMATS.items()}
                if "--all-formats" in words:
                    for kind, source in corpus.CONVERTED.items():
                        made = corpus.converted(files[source], source, kind, Path(name))
                        files |= {kind: made} if made is not None else {}
                for kind, data in files.items():
                    score = scored(data, f"a.{kind}", truth)
                    totals[kind].append(score)
                    print(f"{kind:5} seed {seed} style {style:2}: {score.right}/{score.fields}, {score.amounts_wrong}")
    for kind, scores in totals.items():
        fields, right = sum(s.fields for s in scores), sum(s.right for s in scores)
        wrong = sum(s.amounts_wrong for s in scores)
        print(f"{kind:5} {len(scores)} files: {right / fields:.2%} right, {wrong} amounts silently wrong")
    data = corpus.FORMATS["docx"](corpus.draw(1, 0)[0])
    begun = time.perf_counter()
    take(data, "a.docx", FORM)
    print(f"one .docx in a process of its own: {time.perf_counter() - begun:.2f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
