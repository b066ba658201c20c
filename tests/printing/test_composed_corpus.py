"""A large body of invented official prose on composed pages, with the fonts that ship: what a reader's eye would find.

Measured on the marks themselves, in mm, with the widths of the real glyphs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest

from selfeval_gui.printing import layout, produce
from selfeval_gui.printing.layout import TextTable
from selfeval_gui.printing.marks import MM_PER_PT, Page, Run
from selfeval_gui.report.edit import get
from selfeval_gui.report.model import Report, Section
from tests.printing import reports
from tests.printing.corpus import paragraphs

NO_START = "，。、；：？！）》〉」』】〕”’％%…—),.:;?!·～"
NO_END = "（《〈「『【〔“‘([{￥№"
CLOSING = "，。、；：？！）》”’】〕…"
TOLERANCE = 0.2 * MM_PER_PT
_NUMBER = re.compile(r"\d[\d,.]*\d[%％]?|\d[%％]")
NARRATIVE, CELL = "narrative.process.text", "performance.actual"
LAYOUT = layout.load(reports.FORM.id)


@dataclass(frozen=True)
class Column:
    """Where the lines of a field begin and end (mm), and what an em of them is."""

    left: float
    right: float
    unit: float


@dataclass(frozen=True)
class SetLine:
    """A printed line with what stands around it in the field's text."""

    run: Run
    column: Column
    first: bool
    last: bool
    text: str


def columns() -> dict[str, Column]:
    page, narrative = LAYOUT.page, LAYOUT.narrative
    (table,) = (part for part in LAYOUT.form.parts if isinstance(part, TextTable))
    right = page.width - page.right - table.text.pad
    width = table.columns[2] - 2 * table.text.pad
    return {
        NARRATIVE: Column(page.left, page.width - page.right, page.text_width / narrative.characters),
        CELL: Column(right - width, right, LAYOUT.form.cell.size * MM_PER_PT),
    }


@pytest.fixture(scope="module")
def report() -> Report:
    return reports.filled(
        narrative__process=Section(False, "\n".join(paragraphs(seed=2026, characters=190_000))),
        performance__actual="\n".join(paragraphs(seed=7, characters=40_000)),
    )


@pytest.fixture(scope="module")
def pages(report: Report) -> tuple[Page, ...]:
    return produce.composer(reports.FORM.id).pages(report)


@pytest.fixture(scope="module")
def lines(report: Report, pages: tuple[Page, ...]) -> list[SetLine]:
    return list(set_lines(report, pages))


def set_lines(report: Report, pages: tuple[Page, ...]) -> Iterator[SetLine]:
    for path, column in columns().items():
        text: str = get(report, path)
        for page in pages:
            if path == CELL and page.part != "form":
                continue  # the narrative repeats it
            for run in page.runs():
                if run.path == path:
                    end = run.start + len(run.text)
                    assert text[run.start : end] == run.text
                    after = text[end:].lstrip(" \u3000")
                    yield SetLine(
                        run, column, run.start == 0 or text[run.start - 1] == "\n", after[:1] in ("", "\n"), text
                    )


def right_edge(line: SetLine) -> float:
    """Where the last character's box ends."""
    book = produce.bundled_fonts()
    return line.run.xs[-1] + book.advance(line.run.style, line.run.text[-1]) * line.column.unit


def test_the_corpus_is_large_and_printed_whole(lines: list[SetLine]) -> None:
    assert len(lines) >= 8000
    for path in columns():
        printed = [line.run.text for line in lines if line.run.path == path]
        text = next(line.text for line in lines if line.run.path == path)
        assert len(printed) > 2000
        assert "".join(printed).replace(" ", "") == re.sub(r"\s", "", text)


def test_no_line_begins_or_ends_with_a_forbidden_mark(lines: list[SetLine]) -> None:
    assert [line.run.text for line in lines if not line.first and line.run.text[0] in NO_START] == []
    assert [line.run.text for line in lines if not line.last and line.run.text[-1] in NO_END] == []


def test_no_number_is_split(lines: list[SetLine]) -> None:
    for path in columns():
        own = [line for line in lines if line.run.path == path]
        starts = {line.run.start for line in own}
        split = [
            number.group()
            for number in _NUMBER.finditer(own[0].text)
            if not starts.isdisjoint(range(number.start() + 1, number.end()))
        ]
        assert split == []


def test_every_full_line_reaches_both_edges(lines: list[SetLine]) -> None:
    """±0.2 pt; a closing mark's blank half may stand outside at the right, an opening mark's at the left."""
    wrong = []
    for line in lines:
        indent = 2 * line.column.unit if line.first else 0.0
        beyond_left = line.column.left + indent - line.run.xs[0]
        blank_left = 0.5 * line.column.unit if line.run.text[0] in NO_END and not line.first else 0.0
        if not -TOLERANCE <= beyond_left <= blank_left + TOLERANCE:
            wrong.append(("left", beyond_left, line.run.text))
        beyond = right_edge(line) - line.column.right
        blank = 0.5 * line.column.unit if line.run.text[-1] in CLOSING else 0.0
        if not line.last and not -TOLERANCE <= beyond <= blank + TOLERANCE:
            wrong.append(("right", beyond, line.run.text))
        if line.last and beyond > blank + TOLERANCE:
            wrong.append(("over", beyond, line.run.text))
    assert wrong == []


def test_characters_never_overlap(lines: list[SetLine]) -> None:
    """A character may be squeezed by half an em where it is blank, and by nothing else."""
    book = produce.bundled_fonts()
    for line in lines:
        text, xs, unit = line.run.text, line.run.xs, line.column.unit
        for index in range(len(text) - 1):
            blank = 0.5 * (text[index] in CLOSING) + 0.5 * (text[index + 1] in NO_END)
            least = (book.advance(line.run.style, text[index]) - blank) * unit
            assert xs[index + 1] - xs[index] >= least - TOLERANCE, text


def test_hardly_a_line_gapes(lines: list[SetLine]) -> None:
    """Places between characters, in em: 1 is the type's own; web addresses in a narrow column are the worst."""
    widest = sorted(
        max((b - a for a, b in pairwise(line.run.xs)), default=0.0) / line.column.unit
        for line in lines
        if not line.last and line.run.path == NARRATIVE
    )
    assert widest[len(widest) // 2] < 1.05
    assert widest[len(widest) * 99 // 100] < 1.4
    assert widest[-1] < 2.5


def test_lines_of_the_narrative_stand_on_its_grid(pages: tuple[Page, ...]) -> None:
    pitch = LAYOUT.narrative.pitch * MM_PER_PT
    for page in pages:
        found = sorted({run.y for run in page.runs() if run.path == NARRATIVE})
        assert len(found) <= LAYOUT.narrative.lines
        for above, below in pairwise(found):
            steps = (below - above) / pitch
            assert abs(steps - round(steps)) * pitch < TOLERANCE
