"""Next year's draft: what carries over, what is cleared, which years and ordinals go up, and what is marked."""

import random
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from selfeval_gui import resources, storage
from selfeval_gui.importing import live_figures, propose
from selfeval_gui.importing.rollover import cleared, last_year, rollover
from selfeval_gui.report import edit, live, marks, totals
from selfeval_gui.report.dates import Month
from selfeval_gui.report.form import blank_report, load
from selfeval_gui.report.model import Evaluator, Expenditure, Funds, Report, Section

FORM = load("hechi-2018")
SAMPLE = storage.load(resources.path("sample", "sample.zxzp.json")).file.report
LAST_YEAR = propose(resources.path("sample", "last_year.txt").read_bytes(), "去年.txt", FORM).report


@pytest.mark.parametrize("old", [SAMPLE, LAST_YEAR], ids=["own", "foreign"])
def test_a_year_on(old: Report) -> None:
    last = last_year(old)
    assert last is not None
    new, unreviewed = rollover(old, FORM, last + 1)
    assert new.fiscal_year == last + 1
    assert (new.cover.project_name, new.cover.project_unit) == (old.cover.project_name, old.cover.project_unit)
    assert new.basic_info.phone == old.basic_info.phone
    start = old.basic_info.period_start
    assert isinstance(start, Month)
    assert new.basic_info.period_start == Month(start.year + 1, start.month)
    # What belongs to the year is gone, without exception.
    assert new.basic_info.planned_funds == new.basic_info.received_funds == Funds()
    assert new.basic_info.actual_expenditure is None
    assert (totals.planned_sum(new.expenditures), totals.actual_sum(new.expenditures)) == (None, None)
    assert (new.performance.actual, new.performance.score, new.performance.grade) == ("", None, "")
    assert (new.cover.report_date, new.narrative.evaluation_date) == (None, None)
    assert not any(getattr(new.signatures, name) for name in new.signatures.__match_args__)
    # Items and people stay, in their order.
    assert [row.item for row in new.expenditures if row.item] == [row.item for row in old.expenditures if row.item]
    people = [(p.name, p.title, p.unit, p.role) for p in old.evaluators if p.name]
    assert [(p.name, p.title, p.unit, p.role) for p in new.evaluators if p.name] == people
    for key in FORM.linked:
        assert edit.get(new, f"narrative.{key}").linked
    for path, mark in unreviewed.items():
        assert mark["previous"], path
        assert edit.get(new, path) not in (None, "")
        assert marks.mark_of(path) == path
    assert "performance.expected" in unreviewed
    assert "narrative.implementation.text" in unreviewed
    assert f"evaluators[{len(people) - 1}].name" in unreviewed
    assert "cover.form_issuer" not in unreviewed  # the form's own word
    gone = cleared(old, new)
    assert gone["performance.score"] == format(old.performance.score, "f")
    assert gone["performance.actual"] == old.performance.actual


def shifted(text: str, year: int = 2026) -> str:
    report = replace(
        blank_report(FORM, 2025),
        basic_info=replace(SAMPLE.basic_info, period_start=Month(2025, 1), period_end=Month(2025, 12)),
    )
    report = edit.put(report, "narrative.implementation.text", text)
    new, _ = rollover(report, FORM, year)
    return new.narrative.implementation.text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2025年1月启动，2025 年12月完成。", "2026年1月启动，2026 年12月完成。"),
        ("2025年度比2024年度多，2027年再评。", "2026年度比2024年度多，2027年再评。"),
        ("二〇二五年三月", "二〇二六年三月"),
        ("二○二五年", "二○二六年"),
        ("截至2025-12-31，自2025.3.1起", "截至2026-12-31，自2026.3.1起"),
        ("2025—2026年", "2026—2026年"),
        ("支出2025元、2025.5万元、编号120251", "支出2025元、2025.5万元、编号120251"),
        ("《关于2025年预算的通知》（河财预〔2025〕11号）", "《关于2025年预算的通知》（河财预〔2025〕11号）"),
        ("河财预（2025）11号、[2025]3号，2025年执行", "河财预（2025）11号、[2025]3号，2026年执行"),
        ("第五届节日，第 9 届不变，第九十九届", "第六届节日，第 9 届不变，第一百届"),
        (
            "第9届、第12届、第十届、第十九届、第二十届、第一百零九届",
            "第10届、第13届、第十一届、第二十届、第二十一届、第一百一十届",
        ),
        ("“第二届节水周”、《第二届文集》、第二期", "“第三届节水周”、《第二届文集》、第二期"),
        ("2025年2月29日", "2025年2月29日"),
    ],
)
def test_years_and_ordinals_in_texts(old: str, new: str) -> None:
    assert shifted(old) == new


def test_several_years_on() -> None:
    assert shifted("2025年第二届", 2028) == "2028年第五届"


def test_the_old_text_stands_beside_the_new() -> None:
    report = edit.put(SAMPLE, "narrative.process", Section(False, "2025年第二届活动"))
    report = replace(report, fiscal_year=2025)
    new, unreviewed = rollover(report, FORM, 2026)
    assert new.narrative.process.text == "2026年第三届活动"
    assert unreviewed["narrative.process.text"] == {"previous": "2025年第二届活动"}


def test_a_free_text_in_a_linked_place_is_kept_behind_the_link() -> None:
    report = edit.put(SAMPLE, "narrative.inputs", Section(False, "资金全部到位。"))
    new, unreviewed = rollover(report, FORM, 2030)
    assert new.narrative.inputs == Section(True, "资金全部到位。")
    assert unreviewed["narrative.inputs.text"] == {"previous": "资金全部到位。"}
    again, still = rollover(edit.put(SAMPLE, "narrative.inputs", Section(True, "")), FORM, 2030)
    assert again.narrative.inputs.linked
    assert "narrative.inputs.text" not in still


def test_empty_rows_do_not_come_along() -> None:
    rows = (Expenditure(), Expenditure("办公费", Decimal(1)), Expenditure(planned=Decimal(2)), Expenditure("印刷费"))
    people = tuple(Evaluator(name) for name in "甲乙丙丁戊己")
    new, unreviewed = rollover(replace(SAMPLE, expenditures=rows, evaluators=people), FORM, 2030)
    assert [row.item for row in new.expenditures] == ["办公费", "印刷费", "", "", "", "", ""]
    assert [person.name for person in new.evaluators] == list("甲乙丙丁戊己")
    assert {path for path in unreviewed if path.startswith("exp")} == {"expenditures[0].item", "expenditures[1].item"}


def test_a_report_without_a_year() -> None:
    info = replace(SAMPLE.basic_info, period_start=None, period_end=None)
    report = replace(SAMPLE, fiscal_year=None, basic_info=info)
    assert last_year(report) is None
    new, _ = rollover(edit.put(report, "narrative.process", Section(False, "2025年、第二届")), FORM, 2026)
    assert (new.fiscal_year, new.narrative.process.text) == (2026, "2025年、第三届")


def test_the_draft_can_be_kept_in_a_file() -> None:
    new, unreviewed = rollover(SAMPLE, FORM, 2030)
    source = {"year": 2025, "cleared": cleared(SAMPLE, new)}
    file = storage.new_file(new, FORM.id, file_id="a", now="2026-01-01T00:00:00Z")
    file = replace(file, review=storage.Review(source, unreviewed, ()))
    assert storage.decode(storage.encode(file)) == file


def test_marks_follow_their_rows() -> None:
    """Random moves, insertions and removals: a mark stays with the row that it was put on."""
    rng = random.Random(7)
    for _ in range(200):
        report = replace(SAMPLE, evaluators=tuple(Evaluator(f"{n}") for n in range(rng.randint(1, 8))))
        marked = {
            f"evaluators[{n}].name": {"previous": f"{n}"} for n in range(len(report.evaluators)) if rng.random() < 0.6
        }
        marked["cover.project_name"] = {"previous": "x"}
        for _ in range(6):
            count = len(report.evaluators)
            act = rng.choice(("insert", "remove", "move", "edit", "other"))
            new = report
            if act == "insert":
                new = edit.insert_row(report, "evaluators", rng.randint(0, count))
            elif act == "remove" and count:
                new = edit.remove_rows(report, "evaluators", rng.randrange(count), rng.randint(1, 2))
            elif act == "move" and count > 1:
                new = edit.move_row(report, "evaluators", rng.randrange(count), rng.randrange(count))
            elif act == "edit" and count:
                new = edit.put(report, f"evaluators[{rng.randrange(count)}].title", f"{rng.random()}")
            else:
                new = edit.put(report, "cover.project_name", f"{rng.random()}")
            marked = marks.follow(report, new, marked)
            report = new
        assert marked.pop("cover.project_name")
        for path, mark in marked.items():
            assert edit.get(report, path) == mark["previous"]


PROCESS = "narrative.process.text"


def with_figures(text: str) -> tuple[Report, live.Live]:
    """The sample with a text in which every 【name】 of a figure is that figure, following the tables."""
    report: Report = edit.put(SAMPLE, "narrative.process", Section(False, ""))
    values: live.Live = ()
    for part in re.split(r"【(\w+)】", text):
        at = len(edit.get(report, PROCESS))
        if part in live.WORDS:
            report, values = live.insert(report, FORM, values, PROCESS, at, at, part)
        else:
            report = edit.put(report, PROCESS, edit.get(report, PROCESS) + part)
    return report, values


@pytest.mark.parametrize(
    "text",
    [
        "【fiscal_year】度到位率【arrival_rate】，支出【spent】。",
        "2025年到位率【arrival_rate】，比2024年高；2025年支出【spent】，第3届，【period】，【spent】。",
        "【score】【grade】【score】",
        "《2025年办法》规定，2025年【planned】，〔2025〕3号",
        "二〇二五年【unit】的【project】",
    ],
)
def test_figures_that_follow_the_tables_still_do_next_year(text: str) -> None:
    old, values = with_figures(text)
    names = re.findall(r"【(\w+)】", text)
    assert [one.name for one in values] == names
    new, unreviewed = rollover(old, FORM, 2026)
    kept = live_figures.carried(old, new, values, 2026)
    assert [one.name for one in kept] == names
    shown, kept = live.refresh(new, FORM, kept)
    assert live.sound(shown, kept) == kept
    assert "【实际支出】" in edit.get(shown, PROCESS) or "spent" not in names
    assert "2025年度" not in edit.get(shown, PROCESS)
    assert unreviewed[PROCESS]["previous"] == edit.get(old, PROCESS)
    # They follow this year's tables from here on.
    full, kept = live.refresh(edit.put(shown, "basic_info.actual_expenditure", Decimal("7.5")), FORM, kept)
    assert ("7.5万元" in edit.get(full, PROCESS)) == ("spent" in names)


def test_a_figure_in_a_text_that_was_not_taken_over_is_gone() -> None:
    old, values = with_figures("支出【spent】。")
    new, _ = rollover(old, FORM, 2026)
    assert live_figures.carried(old, edit.put(new, PROCESS, ""), values, 2026) == ()
    assert live_figures.carried(old, edit.put(new, PROCESS, "另写。"), values, 2026) == ()
    longer = edit.put(new, PROCESS, "经核对，" + edit.get(new, PROCESS))
    assert [one.start for one in live_figures.carried(old, longer, values, 2026)] == [6]
    assert live_figures.copied(old, old, values) == values
