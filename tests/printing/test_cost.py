"""What composing costs, counted in calls of functions instead of seconds: the same on every machine and run."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from selfeval_gui.printing import layout, produce
from selfeval_gui.printing.compose import Composer
from selfeval_gui.printing.linebreak import break_paragraph
from selfeval_gui.report.edit import put
from selfeval_gui.report.model import Report, Section
from tests.printing import reports


def calls(work: Callable[[], object]) -> int:
    """Calls of Python and built-in functions while `work` runs."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


class _Fonts:
    """The program's fonts as another thing each time: what was set with them before is not found."""

    def advance(self, style: str, char: str) -> float:
        return produce.bundled_fonts().advance(style, char)


def fresh() -> Composer:
    """A composer that has not set anything yet, with glyphs that were looked up before."""
    return Composer(reports.FORM, layout.load(reports.FORM.id), _Fonts())


def grown(count: Callable[[int], int], size: int) -> float:
    """How much dearer twice the size is."""
    return count(2 * size) / count(size)


@pytest.mark.parametrize("width", [15.0, 28.0])
def test_a_paragraph_costs_in_proportion_to_its_length(width: float) -> None:
    text = reports.text(5, 16_000).replace("\n", "")
    advance = produce.bundled_fonts().advance

    def count(size: int) -> int:
        return calls(lambda: break_paragraph(text[:size], lambda char: advance("fangsong", char), width))

    count(16_000)  # the glyphs are looked up once
    for size in (1000, 2000, 4000, 8000):
        assert 1.7 < grown(count, size) < 2.2


def narrative_of(characters: int) -> Report:
    return reports.filled(narrative__process=Section(False, reports.text(6, characters)))


def goal_of(characters: int) -> Report:
    return reports.filled(performance__expected=reports.text(7, characters))


def rows_of(rows: int) -> Report:
    return reports.many_rows(items=rows, people=rows)


@pytest.mark.parametrize(("make", "size"), [(narrative_of, 20_000), (goal_of, 20_000), (rows_of, 200)])
def test_a_report_costs_in_proportion_to_its_length(make: Callable[[int], Report], size: int) -> None:
    def count(each: int) -> int:
        report = make(each)
        return calls(lambda: fresh().pages(report))

    count(2 * size)
    base = calls(lambda: fresh().pages(make(1)))  # what does not grow
    assert (count(2 * size) - base) / (count(size) - base) < 2.2


def test_a_keystroke_costs_its_paragraph_and_not_the_report() -> None:
    report = narrative_of(20_000)
    composer = fresh()
    whole = calls(lambda: composer.pages(report))
    text = report.narrative.process.text
    typed = put(report, "narrative.process.text", text.replace("。", "，又。", 1))
    assert calls(lambda: composer.pages(typed)) < whole / 4
    unchanged = calls(lambda: composer.pages(typed))
    assert unchanged < whole / 20
