"""Levels, pasted text, find and replace: pure functions on texts and reports."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval_gui import resources, storage
from selfeval_gui.report.catalogue import BLANKS, pattern
from selfeval_gui.report.edit import get, put
from selfeval_gui.report.find import excerpt, find, replace_at, shown
from selfeval_gui.report.form import DEFAULT_FORM, load
from selfeval_gui.report.levels import renumbered
from selfeval_gui.report.live import insert
from selfeval_gui.report.model import Evaluator, Report
from selfeval_gui.report.pasted import paragraphs, tidied

FORM = load(DEFAULT_FORM)
SAMPLE = storage.load(resources.path("sample", "sample.zxzp.json")).file.report


@pytest.mark.parametrize(
    ("typed", "proper", "changes"),
    [
        ("（一）甲\n（三）乙\n（三）丙", "（一）甲\n（二）乙\n（三）丙", 1),
        ("1.甲\n1.乙\n3、丙", "1.甲\n2.乙\n3.丙", 2),
        ("（一）甲\n1.子\n2.子\n（二）乙\n3.子", "（一）甲\n1.子\n2.子\n（二）乙\n1.子", 1),
        ("（1）甲\n(2)乙\n（4）丙", "（1）甲\n（2）乙\n（3）丙", 2),
        ("做法：\n1.甲\n2.乙\n问题：\n1.丙\n2.丁", "做法：\n1.甲\n2.乙\n问题：\n1.丙\n2.丁", 0),
        ("1.甲\n说明\n2.乙", "1.甲\n说明\n2.乙", 0),
        ("1.5万元已支付\n2025年完成", "1.5万元已支付\n2025年完成", 0),
        ("1.甲\n2.2026年继续", "1.甲\n2.2026年继续", 0),
        ("二、甲\n十一、乙", "一、甲\n二、乙", 2),
        ("\u3000\u3000（二）甲", "\u3000\u3000（一）甲", 1),
        ("（2018年）甲", "（2018年）甲", 0),
        ("", "", 0),
    ],
)
def test_levels_are_counted_anew(typed: str, proper: str, changes: int) -> None:
    assert renumbered(typed) == (proper, changes)


@given(
    st.lists(
        st.tuples(st.sampled_from(["一、", "（三）", "2.", "（5）", "", "1."]), st.sampled_from("甲乙")), max_size=12
    )
)
def test_numbering_twice_is_numbering_once_and_no_word_is_touched(lines: list[tuple[str, str]]) -> None:
    text = "\n".join(mark + word for mark, word in lines)
    once = renumbered(text).text
    assert renumbered(once) == (once, 0)
    assert [line[-1:] for line in once.split("\n")] == [line[-1:] for line in text.split("\n")]


def test_pasted_text_is_paragraphs_and_nothing_else() -> None:
    word = "\u3000\u30001.\t\u7532\u00a0\u4e59\r\n\r\n\u200b  第二段\u000b第三段\ufffc\n\n"
    assert paragraphs(word) == "1.甲 乙\n第二段\n第三段"
    assert paragraphs(" 半句 ") == " 半句"


@pytest.mark.parametrize(
    ("raw", "proper", "digits", "marks"),
    [
        ("支出１２．５万元，完成９８％。", "支出12.5万元，完成98%。", 2, 0),
        ("甲,乙;丙:丁", "甲，乙；丙：丁", 0, 3),
        ("甲(乙)丙", "甲（乙）丙", 0, 2),
        ("合计 12,500.5 元, at 10:30", "合计 12,500.5 元, at 10:30", 0, 0),
        ("绩 效 目 标", "绩效目标", 0, 3),
        ("《甲》（乙）“丙”、12.5%", "《甲》（乙）“丙”、12.5%", 0, 0),
        ("", "", 0, 0),
    ],
)
def test_widths_are_put_right_and_counted(raw: str, proper: str, digits: int, marks: int) -> None:
    done = tidied(raw)
    assert (done.text, done.digits, done.marks) == (proper, digits, marks)
    assert tidied(done.text).text == done.text
    assert all(0 <= change.start <= len(done.text) - change.length for change in done.changes)


def test_find_looks_everywhere_in_the_forms_order() -> None:
    for entry in BLANKS:
        if entry.kind.name in ("text", "name", "lines"):
            path = entry.path.replace("[]", "[1]")
            if path.endswith(".text"):
                report = put(SAMPLE, path.replace(".text", ".linked"), False)
            else:
                report = SAMPLE
            report = put(report, path, "前面唯独此处后面")
            assert [(p.path, p.start, p.end) for p in find(report, FORM, "唯独此处") if not p.fixed] == [(path, 2, 6)]


def test_amounts_dates_and_cells_are_found_as_they_are_shown() -> None:
    report = replace(SAMPLE, evaluators=(Evaluator("罗晓枫"),))
    report = put(report, "cover.report_date", date(2031, 7, 9))
    report = put(report, "basic_info.planned_funds.other", Decimal("31.0907"))
    assert [p.path for p in find(report, FORM, "2031年7月9日")] == ["cover.report_date"]
    assert "basic_info.planned_funds.other" in [p.path for p in find(report, FORM, "31.0907")]
    assert [p.path for p in find(report, FORM, "晓枫") if not p.fixed] == ["evaluators[0].name"]


def test_width_and_case_make_no_difference_unless_they_are_asked_for() -> None:
    report = put(SAMPLE, "narrative.process.text", "ＫＰＩ达到１２项")
    assert len(find(report, FORM, "kpi达到12")) == 1
    assert find(report, FORM, "kpi达到12", exact=True) == ()
    assert len(find(report, FORM, "ＫＰＩ", exact=True)) == 1


def test_replacing_everywhere_leaves_what_must_stay() -> None:
    report = put(
        put(SAMPLE, "cover.report_date", date(2026, 3, 12)), "narrative.process.text", "2026年3月开展，3月完成。"
    )
    report = put(report, "narrative.process.linked", False)
    places = [p for p in find(report, FORM, "3月") if p.path in ("cover.report_date", "narrative.process.text")]
    done = replace_at(report, places, "某月")
    assert get(done.report, "narrative.process.text") == "2026年某月开展，某月完成。"
    assert done.report.cover.report_date == date(2026, 3, 12)
    assert (done.done, done.left) == (2, 1)
    moved = replace_at(report, places, "4月")
    assert moved.report.cover.report_date == date(2026, 4, 12)


def test_generated_sentences_and_live_values_are_found_and_not_replaced() -> None:
    report = put(SAMPLE, "narrative.process.linked", False)
    report = put(report, "narrative.process.text", "到位率")
    report, values = insert(report, FORM, (), "narrative.process.text", 3, 3, "arrival_rate")
    places = find(report, FORM, "100%", live=values)
    mine = [p for p in places if p.path == "narrative.process.text"]
    assert [p.fixed for p in mine] == [True]
    generated = [p for p in places if p.path == "narrative.inputs.text"]
    assert [p.fixed for p in generated] == [True]
    text = shown(report, FORM, "narrative.inputs.text")
    assert text[generated[0].start : generated[0].end] == "100%"
    assert replace_at(report, places, "x").report == replace_at(report, [p for p in places if not p.fixed], "x").report


def test_replacing_never_makes_a_blank_too_long() -> None:
    report = put(SAMPLE, "cover.project_name", "甲" * 150)
    places = [p for p in find(report, FORM, "甲") if p.path == "cover.project_name"]
    done = replace_at(report, places, "乙丙")
    assert (done.done, done.left) == (0, 150)
    assert done.report == report


def test_an_excerpt_fits_into_a_line() -> None:
    place = find(put(Report(), "performance.expected", "头" * 30 + "找\n我" + "尾" * 30), FORM, "找\n我")[0]
    before, here, after = excerpt("头" * 30 + "找\n我" + "尾" * 30, place)
    assert (before, here, after) == ("…" + "头" * 14, "找\n我", "尾" * 14 + "…")
    assert pattern(place.path) == "performance.expected"
