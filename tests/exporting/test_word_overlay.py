"""The Word file as LibreOffice shows it lies over our own PDF: as many pages, every label of the form in its place."""

from decimal import Decimal
from pathlib import Path

import pytest

from selfeval_gui import resources, storage
from selfeval_gui.exporting.word import docx_bytes
from selfeval_gui.printing import produce
from selfeval_gui.printing.marks import Page, Run
from selfeval_gui.report.edit import put
from selfeval_gui.report.form import DEFAULT_FORM
from selfeval_gui.report.model import Evaluator, Expenditure, Report
from tests.checking.clean_reports import clean_report, clean_reports
from tests.exporting import office
from tests.printing import reports

pytestmark = pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
TOLERANCE = 5.0
"""mm"""


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> office.Office:
    return office.Office(tmp_path_factory.mktemp("office") / "home")


def sample() -> Report:
    return storage.load_bytes(resources.path("sample", "sample.zxzp.json").read_bytes()).file.report


def off_by(run: Run, lines: list[office.Line]) -> float:
    """How far the run stands from its place, mm: the larger of both directions, for the nearest text that says so."""
    wanted = [(char, x) for char, x in zip(run.text, run.xs, strict=True) if not char.isspace()]
    text = "".join(char for char, _ in wanted)
    found = [1000.0]
    for line in lines:
        marks = [(char, x) for char, x in zip(line.text, line.xs, strict=True) if not char.isspace()]
        said = "".join(char for char, _ in marks)
        at = said.find(text)
        while at >= 0:
            found.append(max(abs(line.y - run.y), abs(marks[at][1] - wanted[0][1])))
            at = said.find(text, at + 1)
    return min(found)


def misplaced(composed: tuple[Page, ...], shown: list[list[office.Line]]) -> list[tuple[int, str, float]]:
    """The form's own words, headings and page numbers that are farther off than the tolerance."""
    labels = [(number, run) for number, page in enumerate(composed) for run in page.runs() if not run.path]
    distances = [(number, run.text, off_by(run, shown[number])) for number, run in labels]
    assert len(distances) > 60
    return [entry for entry in distances if entry[2] > TOLERANCE]


def compare(cases: dict[str, Report], writer: office.Office, folder: Path) -> dict[str, object]:
    """Every case's pages or labels that are not where they are on paper."""
    for name, report in cases.items():
        (folder / f"{name}.docx").write_bytes(docx_bytes(report, DEFAULT_FORM))
    converted = writer.pdfs(sorted(folder.glob("*.docx")))
    wrong: dict[str, object] = {}
    for name, report in cases.items():
        composed = produce.composer(DEFAULT_FORM).pages(report)
        shown = office.pages(converted[name])
        if len(shown) != len(composed):
            wrong[name] = f"{len(shown)} pages, not {len(composed)}"
        elif bad := misplaced(composed, shown):
            wrong[name] = bad
    return wrong


def with_rows(report: Report, items: int, people: int) -> Report:
    """The report with so many rows in both of its lists."""
    report = put(report, "expenditures", tuple(Expenditure(f"费用{n}", Decimal(n), Decimal(n)) for n in range(items)))
    names = "一二三四五六七八九十子丑寅卯"[:people]
    return put(report, "evaluators", tuple(Evaluator(f"韦晓{name}", "科长", "河池市图书馆") for name in names))


def test_pages_and_labels_lie_over_the_pdf(writer: office.Office, tmp_path: Path) -> None:
    cases = {name: reports.ALL[name]() for name in ("empty", "plain", "one-liners", "long-names")}
    # Their pages end with the first line of a paragraph, and their lists are long: LibreOffice once moved that line on.
    ends = {f"rows-{items}": with_rows(clean_report(1), items, 9) for items in (2, 11)}
    assert compare({"sample": sample(), **cases, **ends}, writer, tmp_path) == {}


def test_a_label_in_another_place_is_noticed() -> None:
    composed = produce.composer(DEFAULT_FORM).pages(reports.empty())
    lines = [[office.Line(run.y + 6.0, run.text, run.xs) for run in page.runs()] for page in composed]
    assert "二、项目支出明细" in {text for _, text, _ in misplaced(composed, lines)}
    right = [[office.Line(run.y + 4.0, run.text, run.xs) for run in page.runs()] for page in composed]
    assert misplaced(composed, right) == []


@pytest.mark.soak
def test_ordinary_reports_lie_over_their_pdf(writer: office.Office, tmp_path: Path) -> None:
    cases = {f"clean-{number}": report for number, report in enumerate(clean_reports(40))}
    for seed in (3, 8, 17, 37):
        cases |= {f"rows-{seed}-{n}": with_rows(clean_report(seed), n, n) for n in (8, 12, 14, 20)}
    wrong = compare({"long-goal": reports.long_goal(), **cases}, writer, tmp_path)
    # Where a paragraph ends is estimated: a text of thousands of characters in a narrow cell is a line off somewhere.
    assert set(wrong) <= {"long-goal"}, wrong
