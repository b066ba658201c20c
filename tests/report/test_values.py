"""Amounts, dates and texts as people write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval_gui.report.dates import Month, print_day, print_period, read_day, read_month, read_period, read_year
from selfeval_gui.report.kinds import GRADE, read_evaluation_type, read_role, read_score
from selfeval_gui.report.model import EvaluationType, Role
from selfeval_gui.report.money import decimals_needed, read_money, show_fixed, show_money, show_plain
from selfeval_gui.report.text import Unparsed, clean, clean_line, clean_lines, squeeze, tidy_name


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.8", "0.8"),
        ("0.8万元", "0.8"),
        ("1.0", "1.0"),
        ("8000元", "0.8"),
        ("8,000元", "0.8"),
        ("￥12,345.67元", "1.234567"),
        ("１２０．５０", "120.50"),
        ("1,234.5", "1234.5"),
        ("2亿元", "20000"),
        ("３ 万 元", "3"),
        ("5万元整", "5"),
        ("0", "0"),
        ("0.000001", "0.000001"),
    ],
)
def test_an_amount_is_kept_exactly_as_written(written: str, value: str) -> None:
    read = read_money(written)
    assert isinstance(read, Decimal)
    assert read.as_tuple() == Decimal(value).as_tuple()


@pytest.mark.parametrize("written", ["", " ", "—", "-", "无", "/", "万元", "　"])
def test_a_dash_or_a_lone_unit_is_an_empty_blank(written: str) -> None:
    assert read_money(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "1,00.00",
        "约5",
        "-5",
        "5左右",
        "1e5",
        "NaN",
        "Infinity",
        "٣",
        "0.0000001",
        "1_000",
        "5.5.5",
        "1" * 13,
        "5 6万元8",
    ],
)
def test_what_is_no_amount_is_kept_and_is_no_number(written: str) -> None:
    assert read_money(written) == Unparsed(written)


def test_a_bare_figure_takes_the_unit_of_its_table() -> None:
    assert read_money("50000", unit="元") == Decimal(5)
    assert read_money("5万元", unit="元") == Decimal(5)


@given(st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=6))
def test_an_amount_shown_reads_back_alike(value: Decimal) -> None:
    read = read_money(show_money(value))
    assert isinstance(read, Decimal)
    assert read.as_tuple() == value.as_tuple()


def test_amounts_print_without_exponent_and_in_one_format() -> None:
    assert show_plain(Decimal("5E+1")) == "50"
    assert show_plain(Decimal("1.50")) == "1.5"
    column = [Decimal("0.8"), Decimal("1.50"), Decimal("10")]
    assert [show_fixed(value, decimals_needed(column)) for value in column] == ["0.8", "1.5", "10.0"]


@pytest.mark.parametrize(
    "written",
    [
        "2018年10月30日",
        "2018年 10月30 日",
        "2018-10-30",
        "2018/10/30",
        "2018.10.30",
        "20181030",
        "２０１８年１０月３０日",
        "二〇一八年十月三十日",
        "二○一八年十月三十日",
        "二零一八年十月三十日",
    ],
)
def test_a_date_in_any_spelling(written: str) -> None:
    assert read_day(written) == date(2018, 10, 30)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("二〇二三年三月五日", date(2023, 3, 5)),
        ("二〇二三年十二月二十一日", date(2023, 12, 21)),
        ("2023.3.5", date(2023, 3, 5)),
    ],
)
def test_chinese_numerals_of_every_shape(written: str, day: date) -> None:
    assert read_day(written) == day


@pytest.mark.parametrize("written", ["", "年月日", "    年   月   日", "—"])
def test_a_date_line_without_digits_is_empty(written: str) -> None:
    assert read_day(written) is None


@pytest.mark.parametrize("written", ["2018年2月30日", "202年1月11日", "2018年13月1日", "去年底", "18.10.30"])
def test_an_impossible_date_is_kept_as_written(written: str) -> None:
    assert read_day(written) == Unparsed(written)


@given(st.dates(date(1949, 1, 1), date(2100, 12, 31)))
def test_a_printed_date_reads_back(day: date) -> None:
    assert read_day(print_day(day)) == day


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2018年1月至12月", Month(2018, 1), Month(2018, 12)),
        ("2018.1-2018.12", Month(2018, 1), Month(2018, 12)),
        ("2018年1月1日至2018年12月31日", Month(2018, 1), Month(2018, 12)),
        ("2018年11月—2019年6月", Month(2018, 11), Month(2019, 6)),
        ("2018-01至2018-12", Month(2018, 1), Month(2018, 12)),
        ("2018年度", Month(2018, 1), Month(2018, 12)),
        ("2022年1月 至 2022年12月", Month(2022, 1), Month(2022, 12)),
    ],
)
def test_a_period_in_any_spelling(written: str, start: Month, end: Month) -> None:
    assert read_period(written) == (start, end)


def test_a_period_that_is_none_is_kept() -> None:
    assert read_period("长期") == (Unparsed("长期"), Unparsed("长期"))
    assert read_period("") == (None, None)


def test_a_period_prints_both_years_only_when_they_differ() -> None:
    assert print_period(Month(2018, 1), Month(2018, 12)) == "2018年1月至12月"
    assert print_period(Month(2018, 7), Month(2019, 6)) == "2018年7月至2019年6月"
    assert print_period(Month(2018, 7), Month(2018, 7)) == "2018年7月"
    assert print_period(Month(2018, 7), None) == "2018年7月至"
    assert print_period(None, Unparsed("?")) == ""


def test_months_and_years() -> None:
    assert read_month("2018年12月") == read_month("201812") == read_month("2018.12") == Month(2018, 12)
    assert read_month("12月") == Unparsed("12月")
    assert Month(2024, 2).last_day == date(2024, 2, 29)
    assert read_year("2018年度") == 2018
    assert read_year("18") == Unparsed("18")


def test_text_loses_what_is_unsafe_and_nothing_else() -> None:
    assert clean("a\x00b\u202ec\ud800d\ufeffe\r\nf\u2028g") == "abcde\nf\ng"
    assert clean("㎡①％：𬱖䶮㛃") == "㎡①％：𬱖䶮㛃"
    assert clean_line(" 甲\n乙\t丙　") == "甲 乙 丙"
    assert clean_lines("\n　甲\n\n乙\n") == "　甲\n\n乙"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    clean(text).encode("utf-8")


def test_names_lose_their_padding() -> None:
    assert tidy_name("韦 𬱖") == "韦𬱖"
    assert tidy_name("覃　　䶮 ") == "覃䶮"
    assert tidy_name("买买提·阿不都") == "买买提·阿不都"
    assert tidy_name("John Smith") == "John Smith"
    assert squeeze("单　 位：") == "单位:"


def test_choices_are_read_by_word_and_by_code() -> None:
    assert read_evaluation_type("事 后评价") is EvaluationType.EX_POST
    assert read_evaluation_type("interim") is EvaluationType.INTERIM
    assert read_evaluation_type("别的") is EvaluationType.NONE
    assert read_role("副组长") is Role.DEPUTY
    assert read_role("") is Role.NONE


def test_scores_and_grades() -> None:
    assert read_score("100分") == Decimal(100)
    assert read_score("96.5 分") == Decimal("96.5")
    assert read_score("") is None
    assert read_score("满分") == Unparsed("满分")
    assert GRADE.read("优秀等级") == "优秀"
