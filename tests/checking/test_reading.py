"""What the second reader takes out of a text, with its offsets; and what it must not take for something else."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval_gui.checking import Context, check, rules
from selfeval_gui.checking.reading import Reading, Span, chinese_number, read, to_chinese
from selfeval_gui.checking.registry import _rank
from selfeval_gui.checking.subject import Subject
from selfeval_gui.checking.words import postcodes
from selfeval_gui.report.edit import put
from tests.checking.plain_report import FORM, OUTPUTS, plain


def dates(text: str) -> list[tuple[str, date | None]]:
    reading = read(text)
    return [(reading.words(day), day.first_day) for day in reading.dates]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2018年10月30日", [("2018年10月30日", date(2018, 10, 30))]),
        ("２０１８年 1 月 05 日", [("２０１８年 1 月 05 日", date(2018, 1, 5))]),
        ("2018年1月启动，12月完成", [("2018年1月", date(2018, 1, 1)), ("12月", date(2018, 12, 1))]),
        ("二〇一八年十月三十日", [("二〇一八年十月三十日", date(2018, 10, 30))]),
        ("2018-10-30与2018.1.5", [("2018-10-30", date(2018, 10, 30)), ("2018.1.5", date(2018, 1, 5))]),
        ("2018年度", [("2018年度", date(2018, 1, 1))]),
        ("历时18个月、共190年、15月", []),
        ("2018年2月30日", [("2018年2月30日", None)]),
        ("桂办发〔2016〕39号、0778-5550136", []),
    ],
)
def test_dates(text: str, found: list[tuple[str, date | None]]) -> None:
    assert dates(text) == found


def test_amounts_are_in_ten_thousand_yuan() -> None:
    reading = read("拨款5万元、8,000元、约1.2亿元、3元多")
    assert [item.value for item in reading.amounts] == [Decimal(5), Decimal("0.8"), Decimal(12000), Decimal("0.0003")]
    assert [item.about for item in reading.amounts] == [False, False, True, False]


def test_rates_are_no_percentage_points() -> None:
    assert [rate.value for rate in read("提高4.4个百分点，达到94.4％").percents] == [Decimal("94.4")]


def test_citations_and_clauses() -> None:
    reading = read("根据《关于2016年工作的通知》（桂办发〔2016〕39号），完成任务；已验收。")
    assert reading.is_cited(6)
    assert not reading.is_cited(len(reading) - 3)
    assert reading.words(reading.clause(len(reading) - 3)) == "已验收"
    assert [reading.words(span) for span in reading.sentences][-1] == "已验收"
    assert [year for _, year in reading.document_numbers] == [2016]


def test_ordinals_carry_their_event() -> None:
    (first, second) = read("第五届“政务开放日”活动、第12期培训班").ordinals
    assert (first.number, first.unit, first.event) == (5, "届", "政务开放日活动")
    assert (second.number, second.unit, second.event) == (12, "期", "培训班")


@given(st.integers(min_value=1, max_value=99))
def test_chinese_numbers_round_trip(number: int) -> None:
    assert chinese_number(to_chinese(number)) == number


ALPHABET = "根据《》（）“”〔〕年月日届第一二三0123456789.,，。；\n 　%％万元组长成员：满意度截至止XX×自评将比"


@given(st.text(alphabet=ALPHABET, max_size=120))
def test_any_text_can_be_checked_and_every_offset_holds(text: str) -> None:
    report = put(plain(), "narrative.outputs.text", text)
    report = put(report, "narrative.working_group.text", text)
    report = put(report, "narrative.working_group.linked", False)
    for finding in check(report, FORM, Context(last_year=plain({"fiscal_year": 2023}))):
        for place in finding.passages:
            if place.field == "narrative.outputs.text":
                assert text[place.start : place.end] == place.text


@given(st.text(alphabet=ALPHABET, max_size=200))
def test_spans_lie_within_the_text(text: str) -> None:
    reading = Reading(text)
    for spans in (reading.dates, reading.amounts, reading.percents, reading.ordinals, reading.citations):
        ends = [0]
        for span in spans:
            assert ends[-1] <= span.start < span.end <= len(text)
            ends.append(span.end)
    for at in range(len(text)):
        sentence, clause = reading.sentence(at), reading.clause(at)
        assert sentence.start <= clause.start <= at <= clause.end <= sentence.end


def test_every_rule_states_its_demand() -> None:
    known = rules()
    assert len({rule.id for rule in known}) == len(known)
    assert all(len(rule.demand) > 30 for rule in known)
    wanted = [*(f"A{i}" for i in range(1, 11)), *(f"B{i}" for i in range(1, 18) if i != 3)]
    wanted += [*(f"C{i}" for i in range(1, 9)), *(f"D{i}" for i in range(1, 10)), "F2", "F3", "F4"]
    wanted += [f"E{i}" for i in (1, 2, 3, 4, 5, 6, 7, 8, 9, "12a", "12b", "12c", 13, 14, 15, 16, 17, 18, 20)]
    assert set(wanted) <= {rule.id for rule in known}


def test_a_table_as_a_whole_stands_where_its_rows_do() -> None:
    places = [_rank(path) for path in ("basic_info.phone", "expenditures", "performance.grade", "evaluators")]
    assert places == sorted(set(places))


def test_a_finding_about_a_blank_shows_all_of_it() -> None:
    (one,) = (each for each in check(plain({"basic_info.phone": "12"}), FORM) if each.field == "basic_info.phone")
    assert [(each.text, each.start, each.end) for each in one.passages] == [("12", 0, 2)]


def test_counties_with_longer_names_come_first() -> None:
    lengths = [len(name) for name, _ in postcodes()]
    assert lengths == sorted(lengths, reverse=True)
    assert len(set(lengths)) > 1


@pytest.mark.parametrize(("length", "shown"), [(30, "甲" * 30), (31, f"{'甲' * 20}…{'甲' * 9}")])
def test_long_words_are_shortened_in_the_middle(length: int, shown: str) -> None:
    subject = Subject(put(plain(), OUTPUTS, "甲" * length), FORM, Context())
    text = next(each for each in subject.texts if each.field == OUTPUTS)
    assert subject.quote(text, Span(0, length)) == shown
