"""The count of lines beside an editor is what stands on paper."""

import pytest

from selfeval_gui.printing import layout as layouts
from selfeval_gui.printing import produce
from selfeval_gui.printing.fit import Fit, Fits, natural_room
from selfeval_gui.report.catalogue import BLANKS
from selfeval_gui.report.edit import put
from selfeval_gui.report.kinds import FLAG
from selfeval_gui.report.model import Report
from tests.printing import reports
from tests.printing.reports import FORM

LAYOUT = layouts.load(FORM.id)


def fitted(report: Report, path: str) -> Fit:
    return Fits(produce.composer(FORM.id).pages(report), LAYOUT).of(path)


def test_short_values_fit_into_their_blank() -> None:
    for path in (
        "cover.project_name",
        "cover.project_unit",
        "basic_info.address",
        "expenditures[0].item",
        "evaluators[1].title",
    ):
        assert fitted(reports.filled(), path) == Fit(1, 1, 1), path


def test_a_long_name_needs_more_lines_than_its_blank_has() -> None:
    report = reports.long_names()
    name = fitted(report, "cover.project_name")
    assert (name.lines, name.fits) == (3, False)
    assert not fitted(report, "basic_info.address").fits


def test_a_long_text_has_the_lines_of_one_page() -> None:
    room = natural_room(LAYOUT, "performance.actual")
    assert room == 28
    for lines, pages, fits in ((27, 1, True), (28, 1, True), (29, 2, False)):
        text = "\n".join(["达标。"] * lines)
        found = fitted(
            put(reports.filled(performance__expected="一。"), "performance.actual", text), "performance.actual"
        )
        assert found == Fit(lines, pages, room)
        assert found.fits is fits


def test_the_narrative_may_run_on() -> None:
    found = fitted(reports.filled(), "narrative.process.text")
    assert found.room is None
    assert found.fits
    assert found.lines > 10


def test_an_empty_blank_uses_nothing() -> None:
    assert fitted(reports.empty(), "performance.expected") == Fit(0, 0, 28)


@pytest.mark.parametrize("path", [blank.path for blank in BLANKS if blank.kind is not FLAG])
def test_every_blank_of_the_form_has_a_natural_size(path: str) -> None:
    room = natural_room(LAYOUT, path)
    printed_in_sentences = path.startswith(("narrative.", "signatures.", "fiscal_year")) or path in (
        "basic_info.period_start",
        "basic_info.period_end",
        "evaluators[].role",
    )
    assert (room is None) == printed_in_sentences
