"""The report as a value: editing, totals, grades, items, the form's data, the narrative."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from selfeval_gui import resources
from selfeval_gui.report import form as forms
from selfeval_gui.report import grades, items, totals
from selfeval_gui.report.catalogue import BLANKS, blank
from selfeval_gui.report.dates import Month
from selfeval_gui.report.edit import (
    around,
    changed_paths,
    get,
    insert_row,
    leaf_paths,
    move_row,
    put,
    remove_rows,
    steps,
)
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import SECTION_KEYS, Evaluator, Expenditure, Funds, Report, Role, Section
from selfeval_gui.report.narrative import linked_text, paragraphs, project_title, section_text, set_linked
from selfeval_gui.report.text import Unparsed


@pytest.fixture
def form() -> Form:
    return forms.load(forms.DEFAULT_FORM)


@pytest.fixture
def report(form: Form) -> Report:
    made = forms.blank_report(form, 2025)
    for path, value in {
        "cover.project_name": "石漠化苗圃",
        "cover.project_unit": "河池市苗圃站",
        "basic_info.period_start": Month(2025, 1),
        "basic_info.period_end": Month(2025, 12),
        "basic_info.planned_funds": Funds(None, None, Decimal(30), Decimal("12.5"), None),
        "basic_info.received_funds": Funds(Decimal(40), None, Decimal("27.5"), Decimal("12.5"), None),
        "expenditures": (
            Expenditure("办公费", Decimal("1.5"), Decimal("1.4")),
            Expenditure("印刷费", None, Unparsed("约2")),
        ),
        "performance.expected": "1.育苗20万株。\n2.成活率不低于90%。",
        "performance.score": Decimal(95),
        "performance.grade": "优秀",
        "narrative.evaluation_date": date(2026, 3, 5),
    }.items():
        made = put(made, path, value)
    return made


def test_every_leaf_of_a_report_is_in_the_catalogue_and_the_other_way_round(report: Report) -> None:
    leaves = {blank(path).path for path in leaf_paths(report) if path not in ("expenditures", "evaluators")}
    assert leaves == {entry.path for entry in BLANKS}


def test_put_changes_one_value_and_shares_the_rest(report: Report) -> None:
    changed = put(report, "expenditures[1].actual", Decimal(2))
    assert get(changed, "expenditures[1].actual") == Decimal(2)
    assert changed.cover is report.cover
    assert changed_paths(report, changed) == {"expenditures[1].actual"}
    assert put(changed, "expenditures[1].actual", Decimal(2)) is changed


def test_one_and_one_point_zero_are_written_differently(report: Report) -> None:
    one = put(report, "performance.score", Decimal(1))
    assert put(one, "performance.score", Decimal("1.0")) is not one


@pytest.mark.parametrize(
    "path", ["", "nothing", "cover.nothing", "expenditures[9].item", "cover..phone", "cover[0]", "a b"]
)
def test_a_path_that_is_none_is_refused(report: Report, path: str) -> None:
    with pytest.raises(KeyError):
        get(report, path)


def test_steps_of_a_path() -> None:
    assert steps("expenditures[2].actual") == ("expenditures", 2, "actual")


def test_rows_come_go_and_move(report: Report) -> None:
    longer = insert_row(report, "expenditures", 1)
    assert [row.item for row in longer.expenditures] == ["办公费", "", "印刷费"]
    assert changed_paths(report, longer) == {"expenditures"}
    moved = move_row(longer, "expenditures", 0, 2)
    assert [row.item for row in moved.expenditures] == ["", "印刷费", "办公费"]
    assert move_row(moved, "expenditures", 2, 0) == longer
    assert remove_rows(longer, "expenditures", 0, 2).expenditures == report.expenditures[1:]
    with pytest.raises(KeyError):
        insert_row(report, "cover", 0)


def test_totals_follow_the_sources_until_one_is_written(report: Report) -> None:
    assert totals.total_of(report.basic_info.planned_funds) == Decimal("42.5")
    assert totals.total_of(report.basic_info.received_funds) == Decimal(40)
    assert totals.total_of(Funds()) is None
    assert totals.total_of(Funds(total=Unparsed("?"), region=Decimal(1))) is None


def test_sums_leave_out_what_is_no_number(report: Report) -> None:
    assert totals.planned_sum(report.expenditures) == Decimal("1.5")
    assert totals.actual_sum(report.expenditures) == Decimal("1.4")
    assert totals.expenditure_of(report) == Decimal("1.4")
    assert totals.balance(report) == Decimal("38.6")


def test_sums_are_exact_with_many_small_amounts() -> None:
    rows = [Expenditure(planned=Decimal("0.000001")) for _ in range(500)] + [
        Expenditure(planned=Decimal("123456789012"))
    ]
    assert totals.planned_sum(rows) == Decimal("123456789012.0005")


def test_rates(report: Report) -> None:
    rate = totals.arrival_rate(report)
    assert rate is not None
    assert totals.show_percent(rate) == "94.12%"
    assert totals.show_percent(Decimal(100)) == "100%"
    assert totals.show_percent(Decimal("66.665")) == "66.67%"
    assert totals.percent(Decimal(1), Decimal(0)) is None


@pytest.mark.parametrize(
    ("score", "grade"),
    [("100", "优秀"), ("90", "优秀"), ("89.99", "良好"), ("80", "良好"), ("60", "合格"), ("59.9", "不合格")],
)
def test_grade_bands_include_their_lower_bound(score: str, grade: str) -> None:
    assert grades.schemes()[0].grade_of(Decimal(score)) == grade


def test_a_score_out_of_range_has_no_grade_and_a_grade_names_its_scheme() -> None:
    assert grades.schemes()[0].grade_of(Decimal(101)) == ""
    assert grades.scheme_for("良", "excellent-good-qualified").id == "you-liang-zhong-cha"
    assert grades.scheme_for("?", "excellent-good-qualified").id == "excellent-good-qualified"


def test_items_of_the_year() -> None:
    names = items.items_for(2025).names()
    assert {"办公费", "委托业务费", "因公出国（境）费用", "办公设备购置"} <= set(names)
    assert len(names) == len(set(names))
    assert items.items_for(None) is items.items_for(2030)
    assert items.items_for(1999).since == 2018
    assert items.items_for(2025).synonyms["业务委托费"] == ("委托业务费",)


def test_every_form_loads_and_a_slip_in_its_data_is_told(form: Form, monkeypatch: pytest.MonkeyPatch) -> None:
    assert forms.DEFAULT_FORM in forms.form_ids()
    with pytest.raises(KeyError):
        forms.load("no-such-form")
    raw = resources.read_json("forms", form.id, "form.json")
    broken = {**raw, "fields": {k: v for k, v in raw["fields"].items() if k != "basic_info.phone"}}
    monkeypatch.setattr(resources, "read_json", lambda *_: broken)
    with pytest.raises(ValueError, match="phone"):
        forms.load.__wrapped__(form.id)


def test_a_blank_report_has_the_forms_presets_and_links(form: Form) -> None:
    blank_one = forms.blank_report(form, 2025)
    assert blank_one.cover.annex_label == "附件2"
    assert len(blank_one.expenditures) == 7
    assert blank_one.narrative.opening.linked
    assert not blank_one.narrative.outputs.linked
    assert blank_one.narrative.responsibilities.text.startswith("（1）")


def test_the_project_word_is_not_doubled(report: Report) -> None:
    assert project_title(report) == "石漠化苗圃项目"
    assert project_title(put(report, "cover.project_name", "石漠化治理项目")) == "石漠化治理项目"
    assert project_title(Report()) == ""


def test_linked_sentences_follow_the_fields(report: Report, form: Form) -> None:
    assert section_text(report, form, "inputs") == (
        "2025年度，石漠化苗圃项目计划安排资金42.5万元，实际到位资金40万元，资金到位率94.12%。"
    )
    assert section_text(report, form, "conclusion") == "石漠化苗圃项目支出绩效自评综合得分95分，自评等次为优秀。"
    assert "2026年3月5日，河池市苗圃站组织开展" in section_text(report, form, "opening")
    more = put(report, "basic_info.planned_funds.central", Decimal("7.5"))
    assert "计划安排资金50万元" in section_text(more, form, "inputs")


def test_a_sentence_leaves_out_what_is_missing(report: Report, form: Form) -> None:
    bare = put(report, "basic_info.received_funds", Funds())
    assert section_text(bare, form, "inputs") == "2025年度，石漠化苗圃项目计划安排资金42.5万元。"
    assert linked_text(Report(), form, "inputs") == ""
    assert linked_text(Report(), form, "effects") == ""
    for key in form.linked:
        text = linked_text(put(Report(), "cover.project_name", "甲"), form, key)
        assert not any(bad in text for bad in ("，。", "。。", "{", "["))


def test_goal_and_results_are_said_once(report: Report, form: Form) -> None:
    assert section_text(report, form, "performance_goal") == report.performance.expected


def test_the_working_group_by_role(report: Report, form: Form) -> None:
    people = (
        Evaluator("石㛃", "站长", "河池市苗圃站", Role.LEADER),
        Evaluator("覃明远", "副站长", "河池市苗圃站", Role.DEPUTY),
        Evaluator("韦𬱖", "技术员", "河池市苗圃站"),
        Evaluator("莫小山", "会计", "", Role.MEMBER),
        Evaluator(),
    )
    lines = section_text(replace(report, evaluators=people), form, "working_group").split("\n")
    assert lines[1:] == [
        "组　长：石　㛃　河池市苗圃站站长",
        "副组长：覃明远　河池市苗圃站副站长",
        "成　员：韦　𬱖　河池市苗圃站技术员",
        "　　　　莫小山　会计",
    ]


def test_cutting_a_link_keeps_the_words_and_restoring_it_keeps_the_writers(report: Report, form: Form) -> None:
    cut = set_linked(report, form, "inputs", False)
    assert cut.narrative.inputs == Section(False, section_text(report, form, "inputs"))
    own = put(cut, "narrative.inputs.text", "自己的话。")
    assert section_text(own, form, "inputs") == "自己的话。"
    restored = set_linked(own, form, "inputs", True)
    assert section_text(restored, form, "inputs") == section_text(report, form, "inputs")
    assert restored.narrative.inputs.text == "自己的话。"


def test_paragraphs_run_in_the_order_of_the_outline(report: Report, form: Form) -> None:
    found = list(paragraphs(put(report, "narrative.process", Section(False, "　一是甲。\n\n二是乙。 ")), form))
    headings = [entry.text for entry in found if entry.level]
    assert headings[0] == "一、项目基本概况"
    assert "五、其他需要说明的情况" not in headings
    own = [entry for entry in found if entry.path == "narrative.process" and not entry.level]
    assert [(entry.text, entry.offset) for entry in own] == [("一是甲。", 1), ("二是乙。", 7)]
    keys = list(dict.fromkeys(entry.path.removeprefix("narrative.") for entry in found if entry.path))
    assert keys == [key for key in SECTION_KEYS if key != "other_matters"]


@pytest.mark.parametrize(
    "bands", [[], [["优", "90"], ["良", "60"]], [["优", "60"], ["良", "90"], ["差", "0"]], [["优", "0"], ["良", "0"]]]
)
def test_a_scheme_whose_bands_leave_a_score_without_a_grade_is_refused(bands: list[list[str]]) -> None:
    with pytest.raises(ValueError, match="must fall to 0"):
        grades._scheme({"id": "x", "name": "甲", "from": 2020, "bands": bands})


def test_a_path_lies_in_the_parts_around_it() -> None:
    assert around("expenditures[2].actual") == ("expenditures[2].actual", "expenditures[2]", "expenditures")
    assert around("basic_info.planned_funds.total")[1:] == ("basic_info.planned_funds", "basic_info")
    assert around("fiscal_year") == ("fiscal_year",)
