"""Faults of composed pages are found on pages made wrong by hand, and on no page that the layout makes."""

import pytest

from selfeval_gui.printing import layout, produce
from selfeval_gui.printing.marks import MM_PER_PT, Mark, Page, Run
from selfeval_gui.printing.page_faults import faults
from selfeval_gui.report.edit import put
from tests.printing import reports

LAYOUT = layout.load(reports.FORM.id)
PAGES = produce.composer(reports.FORM.id).pages(reports.filled())
LAST = len(PAGES) - 1
UNIT, DATE = "cover.project_unit", "cover.report_date"
PITCH = LAYOUT.narrative.pitch * MM_PER_PT


def fields(pages: list[Page]) -> list[str]:
    return [field for field, _ in faults(pages, LAYOUT)]


def signed(page: Page) -> list[Run]:
    return [run for run in page.runs() if run.path in (UNIT, DATE) and run.size == LAYOUT.narrative.size]


def with_marks(index: int, *marks: Mark) -> list[Page]:
    """The plain report with the marks of one page exchanged."""
    return [page if at != index else page._replace(marks=marks) for at, page in enumerate(PAGES)]


@pytest.mark.parametrize("name", reports.ALL)
@pytest.mark.parametrize("draft", [False, True])
def test_the_layout_makes_none(name: str, draft: bool) -> None:
    pages = produce.composer(reports.FORM.id).pages(reports.ALL[name](), draft=draft)
    assert faults(pages, LAYOUT) == ()


def test_a_sign_off_alone_on_its_page() -> None:
    page = PAGES[LAST]
    number = next(run for run in page.runs() if run.text.startswith("—"))
    found = faults(with_marks(LAST, *signed(page), number), LAYOUT)
    assert found == ((DATE, "落款单独成页，请调整正文的长短。"),)


def test_one_line_above_the_sign_off_is_enough() -> None:
    page = PAGES[LAST]
    own = signed(page)
    line = next(run for run in page.runs() if run.size == own[0].size and run.y <= own[0].y - 3 * PITCH + 0.01)
    assert faults(with_marks(LAST, line, *own), LAYOUT) == ()


def test_unit_and_date_on_two_pages() -> None:
    page = PAGES[LAST]
    unit, day = signed(page)
    rest = [mark for mark in page.marks if mark != day]
    pages = [*with_marks(LAST, *rest), page._replace(marks=(day,))]
    assert faults(pages, LAYOUT) == ((DATE, "落款的单位和日期分在两页，请调整正文的长短。"),)
    assert unit.y < day.y


@pytest.mark.parametrize(("lines", "found"), [(3, []), (2.7, []), (1, [DATE])])
def test_text_in_the_place_of_the_seal_on_the_last_page(lines: float, found: list[str]) -> None:
    page = PAGES[LAST]
    own = signed(page)
    line = own[0]._replace(
        y=own[0].y - lines * PITCH, path="narrative.process.text", text="全年验收合格" * 4,
        xs=tuple(LAYOUT.page.left + i * 5.5 for i in range(24)),
    )  # fmt: skip
    assert fields(with_marks(LAST, line, *own)) == found


def test_text_in_the_place_of_the_seal_on_the_cover() -> None:
    seal = LAYOUT.cover.seal
    middle = LAYOUT.page.left + LAYOUT.page.text_width / 2
    line = Run(seal.baseline - 14, "部门", "fangsong", 16, (middle - 6, middle), "cover.evaluation_body")
    found = faults(with_marks(0, *PAGES[0].marks, line), LAYOUT)
    assert [said for _, said in found] == ["封面盖章的位置被文字占用，请缩短这一栏。"]
    beside = line._replace(xs=(LAYOUT.page.left, LAYOUT.page.left + 6))
    assert fields(with_marks(0, *PAGES[0].marks, beside)) == []


def test_a_signature_block_on_two_pages() -> None:
    index = next(i for i, page in enumerate(PAGES) if any(a.path == "signatures.leader_date" for a in page.areas))
    page = PAGES[index]
    area = next(area for area in page.areas if area.path == "signatures.leader_date")
    pages = list(PAGES)
    pages[index + 1] = pages[index + 1]._replace(areas=(*pages[index + 1].areas, area._replace(y=40, height=10)))
    assert fields(pages) == ["signatures.leader_date"]
    lost = tuple(mark for mark in page.marks if not (isinstance(mark, Run) and mark.text.startswith("评价组组长")))
    assert len(lost) == len(page.marks) - 1
    assert fields(with_marks(index, *lost)) == ["signatures.leader_date"]


def test_text_over_the_edge_and_lines_over_each_other() -> None:
    run = next(run for run in PAGES[LAST].runs() if run.path.endswith("advice.text"))
    wide = run._replace(xs=tuple(x + 8 for x in run.xs))
    assert fields(with_marks(LAST, wide)) == [run.path]
    low = run._replace(y=LAYOUT.page.text_bottom + 4)
    assert fields(with_marks(LAST, low)) == [run.path]
    near, far = run._replace(y=run.y + 2), run._replace(y=run.y + PITCH)
    assert fields(with_marks(LAST, run, near)) == [run.path]
    assert fields(with_marks(LAST, run, far)) == []


@pytest.mark.parametrize(
    ("field", "characters"),
    [("cover.project_name", 400), ("cover.project_unit", 200), ("cover.seal_unit", 80), ("basic_info.address", 500)],
)
def test_what_the_form_cannot_hold_is_found_on_real_pages(field: str, characters: int) -> None:
    report = put(reports.filled(), field, "河池市林业" * (characters // 5))
    found = faults(produce.composer(reports.FORM.id).pages(report), LAYOUT)
    assert {path for path, _ in found} == {field}
    assert len(found) <= 3
