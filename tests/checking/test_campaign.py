"""The whole check at work: silent on clean reports, awake for planted faults, quick, and the same every time."""

import random
import time
from collections import Counter
from datetime import date

import pytest

from selfeval_gui import resources, storage
from selfeval_gui.checking import Context, check, repaired, rules
from selfeval_gui.checking.findings import ERROR, WARNING, Finding
from selfeval_gui.report import form as forms
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import get, put
from selfeval_gui.report.kinds import EVALUATION_TYPE_WORDS
from selfeval_gui.report.model import Report
from tests.checking import faults_in_context  # noqa: F401 - enters its faults
from tests.checking.clean_reports import FORM, clean_report, clean_reports
from tests.checking.faults import FAULTS

CLEAN = clean_reports(40)


def sample() -> Report:
    return storage.decode(resources.path("sample", "sample.zxzp.json").read_bytes()).report


def test_the_shipped_sample_has_no_error_and_no_warning() -> None:
    found = check(sample(), FORM, Context(today=date(2026, 3, 12)))
    assert [one for one in found if one.severity in (ERROR, WARNING)] == []


def test_clean_reports_differ() -> None:
    assert len(set(map(repr, CLEAN))) == len(CLEAN)


def test_clean_reports_raise_no_error_and_hardly_a_warning() -> None:
    found = [one for report in CLEAN for one in check(report, FORM)]
    assert [one for one in found if one.severity is ERROR] == []
    assert sum(one.severity is WARNING for one in found) < len(CLEAN) / 10


def test_planted_faults_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    planted: Counter[str] = Counter()
    missed: list[str] = []
    for fault in FAULTS:
        for seed in range(fault.seeds):
            clean = clean_report(seed)
            report = fault.make(clean, random.Random(seed))
            if report is None:
                continue
            planted[fault.name] += 1
            context = fault.context(clean, report)
            # What is said of the clean report is no discovery, but for what was carried over as it was.
            said = {key(one) for one in check(clean, FORM, fault.context(clean, clean))} if report != clean else set()
            if not fault.rules & {one.rule for one in check(report, FORM, context) if key(one) not in said}:
                missed.append(f"{fault.name} {seed}")
    total = planted.total()
    with capsys.disabled():
        print(f"\n{len(FAULTS)} kinds of faults, {total} planted, {total - len(missed)} found")
    assert [fault.name for fault in FAULTS if not planted[fault.name]] == []
    assert len(FAULTS) >= 25
    assert {rule for fault in FAULTS for rule in fault.rules} >= {rule.id for rule in rules()}
    assert len(missed) <= total * 0.02, missed


def test_every_passage_is_where_it_says(subtests_reports: list[Report]) -> None:
    for report in subtests_reports:
        for finding in check(report, FORM):
            for place in finding.passages:
                assert shown(report, place.field)[place.start : place.end] == place.text, finding


@pytest.fixture
def subtests_reports() -> list[Report]:
    """Clean and faulty reports, so that every family has something to say."""
    made = [fault.make(clean_report(seed), random.Random(seed)) for fault in FAULTS for seed in (1, 6, 8)]
    return [*CLEAN[:5], sample(), forms.blank_report(FORM, 2025), *(report for report in made if report is not None)]


def shown(report: Report, path: str) -> str:
    value = get(report, path)
    if path == "cover.evaluation_type":
        return EVALUATION_TYPE_WORDS.get(value, "")
    return blank(path).kind.show(value)


def test_every_fix_silences_its_finding(subtests_reports: list[Report]) -> None:
    tried = 0
    for report in subtests_reports:
        for finding in check(report, FORM):
            if finding.fix is not None:
                tried += 1
                assert key(finding) not in {key(one) for one in check(finding.fix.apply(report), FORM)}, finding
    assert tried > 30


def key(finding: Finding) -> tuple[str, str, str, int]:
    start = finding.passages[0].start if finding.passages else 0
    return finding.rule, finding.field, finding.message, start


def test_safe_repairs_come_to_an_end_and_change_no_figure(subtests_reports: list[Report]) -> None:
    for report in subtests_reports:
        once, made = repaired(report, FORM)
        assert repaired(once, FORM) == (once, 0)
        assert (made == 0) == (once == report)
        assert once.basic_info == report.basic_info
        assert [row.actual for row in once.expenditures] == [row.actual for row in report.expenditures]


def test_the_same_report_gives_the_same_findings_in_the_forms_order() -> None:
    report = forms.blank_report(FORM, 2025)
    found = check(report, FORM)
    assert found == check(report, FORM)
    fields = [one.field for one in found]
    assert fields.index("cover.project_name") < fields.index("basic_info.phone") < fields.index("performance.score")
    assert fields.index("performance.score") < fields.index("narrative.process.text")


@pytest.mark.soak
def test_the_check_is_quick_and_linear_in_the_text() -> None:
    def seconds(report: Report) -> float:
        check(report, FORM)
        taken = []
        for _ in range(3):
            start = time.perf_counter()
            check(report, FORM)
            taken.append(time.perf_counter() - start)
        return min(taken)

    once = seconds(sample())
    assert once < 0.1  # a promise of the window, with room for a slow machine; about 5 ms on a plain one
    long, longer = (seconds(stretched(sample(), times)) for times in (5, 50))
    assert longer < long * 25


def stretched(report: Report, times: int) -> Report:
    """The report with its longest sections so many times as long, all paragraphs different."""
    for key_ in ("process", "outputs", "implementation"):
        path = f"narrative.{key_}.text"
        text: str = get(report, path)
        report = put(report, path, "\n".join(text.replace("全年", f"第{i}片区全年") for i in range(times)))
    return report
