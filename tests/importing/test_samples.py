"""Whole reports: the invented samples against their truth, nothing lost; drawn variants; a real one if there is one."""

import importlib.util
import json
import os
import random
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from selfeval_gui import resources
from selfeval_gui.importing import ImportRefused, Proposal, propose
from selfeval_gui.importing.text_reader import decode
from selfeval_gui.report import totals
from selfeval_gui.report.dates import print_period
from selfeval_gui.report.edit import get, leaf_paths
from selfeval_gui.report.form import load
from selfeval_gui.report.kinds import EVALUATION_TYPE_WORDS
from selfeval_gui.report.model import SECTION_KEYS, SOURCES, Funds, Report
from selfeval_gui.report.text import Unparsed, squeeze

HERE = Path(__file__).resolve().parent
SAMPLES = sorted((HERE.parent / "samples").glob("*.txt"))
FORM = load("hechi-2018")
REAL = os.environ.get("SELFEVAL_REAL_SAMPLE")


def neighbour(name: str) -> ModuleType:
    """A module that stands beside this one; the tests are no package."""
    spec = importlib.util.spec_from_file_location(f"importing_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


account = neighbour("account")
variants = neighbour("variants")


def number(value: object) -> str | None:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else None


def found(report: Report) -> dict[str, Any]:
    """A report in the words of the samples' truth."""
    cover, info, done = report.cover, report.basic_info, report.performance

    def sources(funds: Funds) -> dict[str, str | None]:
        return {name: number(getattr(funds, name)) for name in SOURCES}

    def day(path: str) -> str | None:
        value = get(report, path)
        return None if value is None else str(value)

    return {
        "project_name": cover.project_name,
        "unit": cover.project_unit,
        "department": cover.supervising_department,
        "evaluation_type": EVALUATION_TYPE_WORDS.get(cover.evaluation_type, ""),
        "evaluation_method": cover.evaluation_method,
        "evaluation_body": cover.evaluation_body,
        "seal_unit": cover.seal_unit,
        "cover_date": day("cover.report_date"),
        "report_date": day("cover.report_date"),
        "issuer": cover.form_issuer,
        "leader": info.project_leader,
        "phone": info.phone,
        "address": info.address,
        "postcode": info.postcode,
        "period": {"start": day("basic_info.period_start"), "end": day("basic_info.period_end")},
        "planned_total": number(info.planned_funds.total),
        "planned_by_source": sources(info.planned_funds),
        "actual_total": number(info.received_funds.total),
        "actual_by_source": sources(info.received_funds),
        "spent_total": number(info.actual_expenditure),
        "expenditures": [
            {"item": row.item, "planned": number(row.planned), "actual": number(row.actual)}
            for row in report.expenditures
        ],
        "expenditure_total": {
            "planned": number(totals.planned_sum(report.expenditures)),
            "actual": number(totals.actual_sum(report.expenditures)),
        },
        "target_text": done.expected,
        "actual_text": done.actual,
        "score": number(done.score),
        "grade": done.grade,
        "evaluators": [{"name": p.name, "title": p.title, "unit": p.unit} for p in report.evaluators],
        "sign_dates": {
            "filler": day("signatures.preparer_date"),
            "group_leader": day("signatures.leader_date"),
            "agency": day("signatures.agency_date"),
        },
    }


def expected(sample: Path) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(sample.with_suffix(".expected.json").read_text(encoding="utf-8"))
    raw["period"].pop("as_written", None)
    return raw


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_samples_are_read_whole(sample: Path) -> None:
    truth = expected(sample)
    proposal = propose(sample.read_bytes(), sample.name, FORM)
    got = found(proposal.report)
    assert got == {name: truth[name] for name in got}
    narrative = truth["narrative"]
    assert proposal.report.narrative.addressee == narrative["addressee"]
    for name in SECTION_KEYS:
        assert get(proposal.report, f"narrative.{name}").text == narrative.get(name, ""), name
    assert [entry.text for entry in proposal.unplaced] == truth["unplaced"]
    assert proposal.warnings == ()


@pytest.mark.parametrize(
    "sample", [*SAMPLES, resources.path("sample", "last_year.txt")], ids=lambda sample: sample.stem
)
def test_nothing_of_a_sample_is_lost(sample: Path) -> None:
    data = sample.read_bytes()
    assert account.missing(decode(data), propose(data, sample.name, FORM), FORM) == []


def test_the_account_notices_a_loss() -> None:
    sample = SAMPLES[0]
    text = decode(sample.read_bytes())
    proposal = propose(sample.read_bytes(), sample.name, FORM)
    assert account.missing(text + "\n这一句不在任何栏目里。\n", proposal, FORM) == ["这一句不在任何栏目里。"]


def test_the_sample_of_last_year_leaves_nothing_over() -> None:
    proposal = propose(resources.path("sample", "last_year.txt").read_bytes(), "去年.txt", FORM)
    assert (proposal.unplaced, proposal.warnings) == ((), ())
    assert get(proposal.report, "narrative.effects").linked
    assert get(proposal.report, "narrative.effects").text == proposal.report.performance.actual


def _by_line(pattern: str, replacement: str) -> Callable[[str], str]:
    return lambda text: re.sub(f"(?m){pattern}", replacement, text)


CHANGES: dict[str, Callable[[str], str]] = {
    "TABs as blanks": lambda text: text.replace("\t", "    "),
    "TABs as wide blanks": lambda text: text.replace("\t", "　　"),
    "TABs lost": lambda text: text.replace("\t", ""),
    "TABs doubled": lambda text: text.replace("\t", "\t\t"),
    "TABs on both sides": _by_line(r"^(\t[^\n]*)$", r"\1\t"),
    "cell marks of Word": _by_line(r"^\t(.*)$", "\\1\u0007"),
    "no empty lines": lambda text: re.sub(r"\n(?:[ ]*\n)+", "\n", text),
    "line ends doubled": lambda text: text.replace("\n", "\n\n"),
    "carriage returns doubled": lambda text: text.replace("\n", "\r\r\n"),
    "half-width punctuation": lambda text: text.replace("：", ":").replace("（", "(").replace("）", ")"),
    "compatibility form": lambda text: unicodedata.normalize("NFKC", text),
    "blanks behind": lambda text: text.replace("\n", "  \n"),
    "indented": _by_line(r"^(?=\S)", "　　"),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "headings spaced": _by_line(r"^([一二三四]、|（[一二三四五]）)", r"\1 "),
    "no sign-off": lambda text: "\n".join(text.rstrip().split("\n")[:-2]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_happens_to_a_text_on_its_way(change: str) -> None:
    text = resources.path("sample", "last_year.txt").read_text(encoding="utf-8")
    plain = propose(text.encode(), "去年.txt", FORM).report
    changed = CHANGES[change](text)
    proposal = propose(changed.encode(), "去年.txt", FORM)
    for path in leaf_paths(plain):
        assert squeeze(str(get(proposal.report, path))) == squeeze(str(get(plain, path))), path
    assert proposal.unplaced == ()
    assert account.missing(changed, proposal, FORM) == []


def differences(proposal: Proposal, truth: dict[str, Any]) -> dict[str, tuple[object, object]]:
    wrong: dict[str, tuple[object, object]] = {}
    for path, want in truth.items():
        try:
            got = get(proposal.report, path)
        except KeyError:
            got = None
        if got != want and not (got in (None, "") and want in (None, "")):
            wrong[path] = (want, got)
    return wrong


@pytest.mark.parametrize("layout", variants.LAYOUTS)
def test_variants_are_read_whole(layout: str) -> None:
    count: Counter[str] = Counter()
    for seed in range(6):
        variant = variants.draw(seed, layout)
        proposal = propose(variant.data, "去年.txt", FORM)
        assert differences(proposal, variant.truth) == {}, variant.settings
        assert account.missing(decode(variant.data), proposal, FORM) == [], variant.settings
        count.update(entry.certainty for entry in proposal.recognised)
    assert count["sure"] > count["check"]


DAMAGED = ("1,00.00", "约5", "5（含结转）", "5+3", "12.3.4", "3.5.", "5/6", "一两万", "-3")


@pytest.mark.parametrize("layout", variants.LAYOUTS)
def test_damaged_amounts_become_questions(layout: str) -> None:
    """Some amounts of each report are written so that they cannot be read: no other number may come out of them."""

    class Damaged(variants.Drawing):  # type: ignore[misc, name-defined]
        def money(self, value: Decimal | None, here: bool = True) -> str:
            text: str = super().money(value, here)
            return self.rng.choice(DAMAGED) if value is not None and self.rng.random() < 0.15 else text

    questions = 0
    for seed in range(4):
        variant = variants.render(Damaged(random.Random(seed), layout))
        proposal = propose(variant.data, "去年.txt", FORM)
        for path, (want, got) in differences(proposal, variant.truth).items():
            assert isinstance(want, Decimal), path
            assert isinstance(got, Unparsed), path
            questions += 1
    assert questions > 0


def mutilated(rng: random.Random, text: str) -> str:
    """Lines lost, doubled, cut, swapped, or with something behind them."""
    lines = text.split("\n")
    for _ in range(rng.randint(1, 12)):
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        match rng.randrange(5):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[other])
            case 2:
                lines[at] = lines[at][: rng.randrange(len(lines[at]) + 1)]
            case 3:
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                lines[at] += rng.choice(("\t", '"', "：", "|", ",", "（", "□", "\t\t另一格的文字", "　备注"))
    return "\n".join(lines)


@pytest.mark.parametrize("layout", variants.LAYOUTS)
def test_nothing_of_a_mutilated_text_is_lost(layout: str) -> None:
    rng = random.Random(7)
    for seed in range(8):
        text = mutilated(rng, decode(variants.draw(seed, layout).data))
        try:
            proposal = propose(text.encode(), "去年.txt", FORM)
        except ImportRefused:
            continue  # two halves of a report may look like two reports
        assert account.missing(text, proposal, FORM) == []


@pytest.mark.soak
@pytest.mark.parametrize("layout", variants.LAYOUTS)
def test_many_variants_are_read_whole(layout: str) -> None:
    for seed in range(1000, 1400):
        variant = variants.draw(seed, layout)
        proposal = propose(variant.data, "去年.txt", FORM)
        assert differences(proposal, variant.truth) == {}, (seed, variant.settings)


@pytest.mark.skipif(not REAL, reason="SELFEVAL_REAL_SAMPLE names no folder with real reports")
def test_a_real_report_is_read_whole() -> None:
    for sample in sorted(Path(str(REAL)).glob("*.txt")):
        truth = expected(sample)
        proposal = propose(sample.read_bytes(), sample.name, FORM)
        got = found(proposal.report)
        assert got == {name: truth[name] for name in got}
        assert proposal.unplaced == ()
        assert account.missing(decode(sample.read_bytes()), proposal, FORM) == []
        assert print_period(proposal.report.basic_info.period_start, proposal.report.basic_info.period_end)
        printed = _narrative(proposal.report)
        texts = "\n".join(_texts(truth["narrative"]["sections"]))
        assert sorted(_plain(texts)) == sorted(_plain(printed))


def _texts(sections: list[dict[str, Any]]) -> list[str]:
    found: list[str] = []
    for section in sections:
        found += [section["marker"] + section["heading"], section["text"], *_texts(section.get("sub", []))]
    return found


def _narrative(report: Report) -> str:
    lines: list[str] = []
    for entry in FORM.outline:
        text = get(report, f"narrative.{entry.section}").text if entry.section else ""
        if entry.section == "opening" or (entry.optional and not text):
            continue
        lines += [entry.number + entry.heading, text]
    return "\n".join(lines)


def _plain(text: str) -> list[str]:
    """Lines without blanks; the number of a heading on a line of its own may be spaced."""
    return [line.replace(" ", "") for line in text.split("\n") if line.strip()]
