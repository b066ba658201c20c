"""The composed pages of ordinary, empty and overfull reports keep the form."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest

from selfeval_gui import resources
from selfeval_gui.printing import layout as layouts
from selfeval_gui.printing import produce
from selfeval_gui.printing.compose import Composer
from selfeval_gui.printing.marks import MM_PER_PT, Page, Rule, Run, TickBox, Watermark
from selfeval_gui.printing.prohibition import NO_END, NO_START
from selfeval_gui.report.catalogue import BLANKS, pattern
from selfeval_gui.report.edit import put
from selfeval_gui.report.kinds import FLAG
from selfeval_gui.report.model import EvaluationType, Funds, Report, Section
from selfeval_gui.report.narrative import paragraphs, section_text
from selfeval_gui.report.text import Unparsed
from tests.printing import reports
from tests.printing.reports import FORM

LAYOUT = layouts.load(FORM.id)
PAGE = LAYOUT.page
Made = tuple[Report, tuple[Page, ...]]


@pytest.fixture(params=reports.ALL)
def made(request: pytest.FixtureRequest) -> Made:
    report = reports.ALL[request.param]()
    return report, produce.composer(FORM.id).pages(report)


def pages_of(report: Report) -> tuple[Page, ...]:
    return produce.composer(FORM.id).pages(report)


def part(pages: tuple[Page, ...], name: str) -> list[Page]:
    return [page for page in pages if page.part == name]


def right_edge(run: Run) -> float:
    last = run.text[-1]
    wide = produce.bundled_fonts().advance(run.style, last) * run.size * MM_PER_PT
    return run.xs[-1] + (wide / 2 if last in "，。、；：！？）》〉」』】〕”’" else wide)


def test_the_parts_follow_each_other(made: Made) -> None:
    _, pages = made
    parts = [page.part for page in pages]
    assert parts == sorted(parts, key=["cover", "form", "narrative"].index)
    assert parts.count("cover") == 1


def test_nothing_is_printed_outside_the_text_area(made: Made) -> None:
    _, pages = made
    for page in pages:
        for run in page.runs():
            assert run.xs[0] >= PAGE.left - run.size * MM_PER_PT / 2 - 0.01, run.text
            assert right_edge(run) <= PAGE.width - PAGE.right + 0.3, run.text
            assert PAGE.top < run.y < PAGE.text_bottom + 12, run.text


def test_no_two_lines_of_text_overlap(made: Made) -> None:
    _, pages = made
    for page in pages:
        runs = sorted(page.runs(), key=lambda run: run.y)
        for index, above in enumerate(runs):
            for below in runs[index + 1 :]:
                if below.y - above.y > 12:
                    break
                apart = below.y - above.y >= 0.9 * max(above.size, below.size) * MM_PER_PT
                aside = right_edge(above) <= below.xs[0] + 0.3 or right_edge(below) <= above.xs[0] + 0.3
                assert apart or aside, (above.text, below.text)


def test_a_circle_for_the_seal_stays_free(made: Made) -> None:
    _, pages = made
    seal, day = LAYOUT.cover.seal, LAYOUT.cover.date
    centre = (seal.baseline + day.baseline) / 2 - 2
    middle = PAGE.left + PAGE.text_width / 2
    for mark in pages[0].marks:
        if isinstance(mark, Run) and mark.y not in (seal.baseline, day.baseline):
            top, bottom = mark.y - 0.88 * mark.size * MM_PER_PT, mark.y + 0.12 * mark.size * MM_PER_PT
            distance = max(top - centre, centre - bottom)
            beside = right_edge(mark) < middle - seal.circle / 2 or mark.xs[0] > middle + seal.circle / 2
            assert beside or distance >= seal.circle / 2 - 0.5, mark.text


def test_unit_and_date_are_never_alone_and_have_room_for_the_seal(made: Made) -> None:
    report, pages = made
    last = pages[-1]
    if not report.cover.project_unit:
        return
    signed = [run for run in last.runs() if run.path in ("cover.project_unit", "cover.report_date") and run.size == 16]
    assert [run.path for run in signed] in ([*["cover.project_unit"] * lines, "cover.report_date"] for lines in (1, 2))
    text = [run for run in last.runs() if run.y < signed[0].y and run.size == 16]
    assert len(text) >= min(2, sum(1 for entry in paragraphs(report, FORM) if not entry.level))
    pitch = LAYOUT.narrative.pitch * MM_PER_PT
    assert signed[0].y - text[-1].y == pytest.approx(3 * pitch)
    date = signed[-1]
    assert PAGE.width - PAGE.right - right_edge(date) >= 4 * PAGE.text_width / 28 - 0.1
    centres = [(run.xs[0] + right_edge(run)) / 2 for run in signed]
    assert centres == pytest.approx([centres[0]] * len(centres), abs=0.1)


def test_the_narrative_stands_on_a_grid_of_22_lines_of_28_characters(made: Made) -> None:
    _, pages = made
    pitch, unit = LAYOUT.narrative.pitch * MM_PER_PT, PAGE.text_width / 28
    for page in part(pages, "narrative"):
        body = sorted({run.y for run in page.runs() if run.size == 16})
        assert len(body) <= 22
        for above, below in pairwise(body):
            assert (below - above) / pitch == pytest.approx(round((below - above) / pitch), abs=1e-6)
        for run in page.runs():
            if run.size == 16 and len(run.text) > 1:
                assert run.xs[-1] - run.xs[0] <= 28 * unit


def test_no_heading_is_the_last_line_of_a_page(made: Made) -> None:
    report, pages = made
    headings = {entry.text for entry in paragraphs(report, FORM) if entry.level}
    for page, following in pairwise(part(pages, "narrative")):
        if following.runs():
            lines = sorted((run for run in page.runs() if run.size == 16), key=lambda run: run.y)
            assert lines[-1].text not in headings or page is part(pages, "narrative")[-1]


@pytest.mark.parametrize("lines", range(10, 32))
def test_a_heading_goes_with_a_last_text_that_goes_with_the_sign_off(lines: int) -> None:
    advice = Section(False, "\n".join(f"{number}.已办结。" for number in range(lines)))
    report = replace(
        reports.one_liners().narrative, experience_problems_advice=advice, other_matters=Section(False, "没有。")
    )
    pages = part(pages_of(replace(reports.one_liners(), narrative=report)), "narrative")
    for page in pages:
        last = max((run for run in page.runs() if run.style != "song"), key=lambda run: run.y)
        assert not last.text.startswith("五、")


def test_every_border_is_closed(made: Made) -> None:
    _, pages = made
    for page in part(pages, "form"):
        rules = [mark for mark in page.marks if isinstance(mark, Rule)]
        levels = [rule for rule in rules if rule.y1 == rule.y2]
        uprights = [rule for rule in rules if rule.x1 == rule.x2]
        assert levels
        assert uprights
        for rule in uprights:
            for y in (rule.y1, rule.y2):
                assert any(abs(level.y1 - y) < 0.01 and level.x1 <= rule.x1 <= level.x2 for level in levels)
        for level in levels:
            for x in (level.x1, level.x2):
                assert any(
                    abs(rule.x1 - x) < 0.01 and rule.y1 - 0.01 <= level.y1 <= rule.y2 + 0.01 for rule in uprights
                )
        assert all(rule.width == 0.5 for rule in rules)


def test_table_heads_are_repeated_on_every_page_of_a_table() -> None:
    def count(pages: tuple[Page, ...], word: str) -> int:
        return sum(1 for page in pages if any(run.text == word for run in page.runs()))

    rows = pages_of(reports.many_rows())
    with_items = [page for page in rows if any(pattern(area.path) == "expenditures[].item" for area in page.areas)]
    assert len(with_items) == 3
    assert count(rows, "计划支出数") == 3
    assert count(rows, "二、项目支出明细") == 1
    assert count(rows, "职称/职务") == 2
    goal = pages_of(reports.long_goal())
    with_goal = [
        page for page in goal if page.part == "form" and any(r.path == "performance.expected" for r in page.runs())
    ]
    assert len(with_goal) >= 4
    assert count(goal, "实  际") == len(with_goal)


def test_signature_blocks_are_whole_and_high_enough(made: Made) -> None:
    _, pages = made
    for block in LAYOUT.form.parts[-1].blocks:  # type: ignore[union-attr]
        areas = [area for page in pages for area in page.areas if area.path == block.field]
        assert len(areas) == 1
        assert areas[0].height >= 25


def test_every_evaluator_and_item_is_printed_once_in_a_row_of_its_own() -> None:
    report = reports.many_rows()
    pages = part(pages_of(report), "form")
    for index, row in enumerate(report.expenditures):
        runs = [run for page in pages for run in page.runs() if run.path == f"expenditures[{index}].item"]
        assert [run.text for run in runs] == [row.item]
    heights = [area.height for page in pages for area in page.areas if pattern(area.path) == "evaluators[].name"]
    assert len(heights) == 20
    assert min(heights) >= 12


def test_everything_written_is_on_paper_in_order(made: Made) -> None:
    report, pages = made

    def on_paper(name: str, path: str) -> str:
        return "".join(run.text for page in part(pages, name) for run in page.runs() if run.path == path)

    def bare(text: str) -> str:
        return re.sub(r"\s", "", text)

    for path, text in (
        ("performance.expected", report.performance.expected),
        ("performance.actual", report.performance.actual),
    ):
        assert bare(on_paper("form", path)) == bare(text)
    body = bare("".join(run.text for page in part(pages, "narrative") for run in page.runs() if run.size == 16))
    expected = "".join(entry.text for entry in paragraphs(report, FORM))
    assert bare(report.narrative.addressee + expected) in body


def test_no_line_of_the_narrative_begins_or_ends_with_a_forbidden_mark(made: Made) -> None:
    _, pages = made
    for page in part(pages, "narrative"):
        for run in page.runs():
            if len(run.text) > 3 and run.size == 16:
                assert run.text[0] not in NO_START
                assert run.text[-1] not in NO_END


def test_page_numbers_stand_outside_and_the_cover_has_none(made: Made) -> None:
    _, pages = made
    assert pages[0].number is None
    assert [page.number for page in pages[1:]] == list(range(2, len(pages) + 1))
    for page in pages[1:]:
        number = next(run for run in page.runs() if run.text == f"— {page.number} —")
        assert number.size == 14
        assert (number.xs[0] > PAGE.width / 2) == bool(page.number and page.number % 2)
        assert number.y > PAGE.text_bottom + 7


def test_every_blank_has_its_place_on_paper() -> None:
    """Listed with their reason: what the form does not print, and what only feeds a sentence."""
    not_printed = {
        "fiscal_year": "part of no official cell",
        "basic_info.period_end": "printed in the cell of period_start",
        "evaluators[].role": "printed in the working group's list",
        "narrative.basis_document": "printed in the opening paragraph",
        "narrative.evaluation_date": "printed in the opening paragraph",
        "narrative.performance_goal.text": "shows performance.expected while linked",
        "narrative.effects.text": "shows performance.actual while linked",
        "narrative.other_matters.text": "printed only when there is text",
    }
    found = {pattern(area.path) for page in pages_of(reports.filled()) for area in page.areas}
    wanted = {entry.path for entry in BLANKS if entry.kind is not FLAG} - set(not_printed)
    missing = {path for path in wanted if path not in found}
    assert missing - {f"narrative.{key}.text" for key in FORM.linked} == set()
    cut = reports.filled()
    for key in (*FORM.linked, "other_matters"):
        cut = put(cut, f"narrative.{key}", Section(False, "自行撰写。"))
    found = {pattern(area.path) for page in pages_of(cut) for area in page.areas}
    assert {f"narrative.{key}.text" for key in (*FORM.linked, "other_matters")} <= found


def test_a_run_says_where_in_its_field_it_stands(made: Made) -> None:
    report, pages = made
    checked = 0
    for run in [
        run for page in pages for run in page.runs() if run.path.startswith(("performance.e", "performance.a"))
    ]:
        value = report.performance.expected if run.path.endswith("expected") else report.performance.actual
        assert value[run.start : run.start + len(run.text)] == run.text
        checked += 1
    for run in [run for page in part(pages, "narrative") for run in page.runs() if run.path.endswith(".text")]:
        text = section_text(report, FORM, run.path.split(".")[1])
        if run.style == "fangsong" and not run.text[0].isdigit():
            assert text[run.start : run.start + len(run.text)] == run.text
            checked += 1
    assert checked or not report.cover.project_name


def test_amounts_of_a_table_have_one_format_and_align() -> None:
    pages = part(pages_of(reports.filled()), "form")
    runs = [run for page in pages for run in page.runs() if run.path.startswith("expenditures") and "万元" in run.text]
    assert {run.text.removesuffix("万元").split(".")[1] for run in runs} <= {f"{n:02d}" for n in range(100)}
    for name in ("planned", "actual"):
        edges = {round(right_edge(run), 2) for run in runs if run.path.endswith(name)}
        assert len(edges) == 1


def test_what_is_no_number_is_not_printed() -> None:
    report = put(reports.filled(), "expenditures[0].actual", Unparsed("约二十"))
    report = put(report, "basic_info.planned_funds", Funds(total=Unparsed("五万")))
    text = "".join(page.text() for page in pages_of(report))
    assert "约二十" not in text
    assert "五万" not in text


@pytest.mark.parametrize("chosen", list(EvaluationType))
def test_exactly_the_chosen_box_is_ticked(chosen: EvaluationType) -> None:
    page = pages_of(put(reports.filled(), "cover.evaluation_type", chosen))[0]
    boxes = [mark for mark in page.marks if isinstance(mark, TickBox)]
    assert [box.ticked for box in boxes] == [kind is chosen for kind in list(EvaluationType)[1:]]


def test_a_draft_says_so_across_every_page() -> None:
    for page in produce.composer(FORM.id).pages(reports.filled(), draft=True):
        assert [mark.text for mark in page.marks if isinstance(mark, Watermark)] == ["草稿"]


def edits(seed: int) -> list[Callable[[Report], Report]]:
    random = Random(seed)
    texts = [reports.text(n, random.randint(1, 900)) for n in range(3)]
    return [
        lambda r: put(r, "cover.project_name", texts[0][:20].replace("\n", "")),
        lambda r: put(r, "performance.actual", texts[1]),
        lambda r: put(r, "narrative.process.text", texts[2]),
        lambda r: put(r, "basic_info.planned_funds.other", Decimal(random.randint(0, 99))),
        lambda r: replace(r, expenditures=r.expenditures[1:] * random.randint(1, 20)),
        lambda r: replace(r, evaluators=r.evaluators * random.randint(1, 9)),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_a_composer_that_remembers_gives_the_same_pages_as_a_new_one(seed: int) -> None:
    composer, report = produce.composer(FORM.id), reports.filled()
    for change in edits(seed):
        composer.pages(report)
        report = change(report)
        assert composer.pages(report) == produce.composer(FORM.id).pages(report)


def test_the_layout_file_is_checked_when_it_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = resources.read_json("forms", FORM.id, "layout.json")
    for broken, said in (
        ({**raw, "rule": "thin"}, "rule"),
        ({**raw, "colour": 1}, "colour"),
        ({"about": ""}, "missing"),
    ):
        monkeypatch.setattr(resources, "read_json", lambda *_, broken=broken: broken)
        with pytest.raises(ValueError, match=said):
            layouts.load.__wrapped__(FORM.id)


class _Asked:
    """The program's fonts, counting how often they are asked."""

    def __init__(self) -> None:
        self.times = 0

    def advance(self, style: str, char: str) -> float:
        self.times += 1
        return produce.bundled_fonts().advance(style, char)


def test_a_second_composer_of_the_same_fonts_finds_texts_set() -> None:
    fonts, other = _Asked(), _Asked()
    first = Composer(FORM, LAYOUT, fonts).pages(reports.filled())
    asked, fonts.times = fonts.times, 0
    assert Composer(FORM, LAYOUT, fonts).pages(reports.filled()) == first
    assert fonts.times < asked / 20
    assert Composer(FORM, LAYOUT, other).pages(reports.filled()) == first
    assert other.times == asked  # other fonts, other lines
