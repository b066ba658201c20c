"""More faults: those that only a context shows (last year, the office's words, paper), and hints."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

from selfeval_gui import storage
from selfeval_gui.checking import Context
from selfeval_gui.exporting import on_paper
from selfeval_gui.printing import produce
from selfeval_gui.report.edit import get, put
from selfeval_gui.report.model import SECTION_KEYS, EvaluationType, Report, Section
from tests.checking.clean_reports import FORM
from tests.checking.faults import OUTPUTS, append, cover_day, fault, year_of

CAPPED = Context(switched_on=frozenset({"C8"}))
OFFICE = Context(words=Context().words.extended({"own": [{"wrong": "抓手", "right": "措施"}]}))


def last_years(clean: Report, _faulty: Report) -> Context:
    """The clean report of a year ago, under another name."""
    cover = replace(clean.cover, project_name="旧年度山塘清淤整治")
    return Context(last_year=replace(clean, cover=cover, fiscal_year=year_of(clean) - 1))


def on_pages(clean: Report, faulty: Report) -> Context:
    """The faulty report on paper, the clean one having been printed."""
    printed = storage.note_print(storage.new_file(clean, FORM.id, file_id="1", now=""), date(2026, 3, 12), "print")
    paper, _ = on_paper.paper_of(replace(printed, report=faulty), produce.bundled_fonts)
    return Context(paper=paper)


@fault("A10")
def agency_block_dated(report: Report, dice: random.Random) -> Report:
    return put(report, "signatures.agency_date", cover_day(report))


@fault("E9")
def another_unit_seals(report: Report, dice: random.Random) -> Report:
    return put(report, "cover.seal_unit", "河池市会展服务中心")


@fault("A2")
def no_type_chosen(report: Report, dice: random.Random) -> Report:
    return put(report, "cover.evaluation_type", EvaluationType.NONE)


@fault("B8")
def little_was_spent(report: Report, dice: random.Random) -> Report:
    return spent(report, Decimal(dice.choice(("0.5", "0.7", "0.85"))))


def spent(report: Report, share: Decimal) -> Report:
    """Every item so much cheaper."""
    for index, row in enumerate(report.expenditures):
        if isinstance(row.actual, Decimal):
            report = put(report, f"expenditures[{index}].actual", (row.actual * share).quantize(Decimal("0.01")))
    total = sum((row.actual for row in report.expenditures if isinstance(row.actual, Decimal)), Decimal(0))
    return put(report, "basic_info.actual_expenditure", total)


@fault("B10")
def spent_to_the_last_digit_as_planned(report: Report, dice: random.Random) -> Report:
    for index, row in enumerate(report.expenditures):
        report = put(report, f"expenditures[{index}].actual", row.planned)
    return report


@fault("C2")
def grade_with_a_word_too_many(report: Report, dice: random.Random) -> Report:
    return put(report, "performance.grade", report.performance.grade + dice.choice(("等级", "等次", "级")))


@fault("C6")
def high_score_from_nowhere(report: Report, dice: random.Random) -> Report | None:
    for key in SECTION_KEYS:
        section: Section = getattr(report.narrative, key)
        text = section.text
        for word in Context().words.score_sheet.findall(text):
            text = text.replace(word, "有关材料")
        if text != section.text:
            report = put(report, f"narrative.{key}", replace(section, text=text))
    score = report.performance.score
    return report if isinstance(score, Decimal) and score >= 90 else None


@fault("C8", context=lambda _clean, _faulty: CAPPED)
def score_above_the_cap(report: Report, dice: random.Random) -> Report:
    return spent(put(report, "performance.score", Decimal(95)), Decimal(dice.choice(("0.45", "0.6", "0.75"))))


@fault("D9")
def date_with_blanks(report: Report, dice: random.Random) -> Report:
    day = cover_day(report)
    return append(report, OUTPUTS, f"\n{day.year - 1} 年 0{dice.randint(1, 9)} 月{dice.randint(10, 28)}日通过验收。")


@fault("E7")
def group_of_three_names(report: Report, dice: random.Random) -> Report:
    text = "自评工作小组负责实施，考评工作组负责复核，绩效评价领导小组负责审定，有关科室配合。"
    return put(report, "narrative.responsibilities.text", text)


@fault("E8")
def opening_of_another_project(report: Report, dice: random.Random) -> Report:
    text = "根据通知要求，我单位组织开展了乡村山塘清淤整治项目支出绩效自评，现将有关情况报告如下："
    return put(report, "narrative.opening", Section(linked=False, text=text))


@fault("E14")
def phrase_of_another_time(report: Report, dice: random.Random) -> Report:
    return append(report, OUTPUTS, f"\n{dice.choice(('公共财政预算', '市扶贫办', '市国土资源局'))}给予了支持。")


@fault("E15")
def document_without_number(report: Report, dice: random.Random) -> Report:
    return append(report, "narrative.project_background.text", "\n根据《关于加强项目建设工作的意见》立项。")


@fault("E19", context=lambda _clean, _faulty: OFFICE)
def word_that_the_office_avoids(report: Report, dice: random.Random) -> Report:
    return append(report, OUTPUTS, "\n以宣传为抓手，全面推进各项工作。")


@fault("E1", context=last_years)
def paragraph_of_last_year(report: Report, dice: random.Random) -> Report:
    return put(report, "fiscal_year", year_of(report))


@fault("E2", context=last_years)
def name_of_last_year(report: Report, dice: random.Random) -> Report:
    return append(report, OUTPUTS, "\n旧年度山塘清淤整治取得了明显成效。")


@fault("E4", context=lambda clean, _faulty: Context(
    last_year=replace(append(clean, OUTPUTS, "\n第五届稻田捕鱼文化节如期举办。"), fiscal_year=year_of(clean) - 1)
))  # fmt: skip
def event_that_did_not_count_on(report: Report, dice: random.Random) -> Report:
    return append(report, OUTPUTS, "\n组织参加第五届稻田捕鱼文化节。")


@fault("F2", context=on_pages, seeds=4)
def character_of_no_font(report: Report, dice: random.Random) -> Report:
    return put(report, "basic_info.address", str(get(report, "basic_info.address")) + "\U0003134f")


@fault("F3", context=on_pages, seeds=4)
def name_that_the_cover_cannot_hold(report: Report, dice: random.Random) -> Report:
    return put(report, "cover.seal_unit", report.cover.project_unit * dice.randint(4, 6))


@fault("F4", context=on_pages, seeds=4)
def changed_after_printing(report: Report, dice: random.Random) -> Report:
    return put(report, "basic_info.phone", f"0778-55501{dice.randint(10, 99)}")
