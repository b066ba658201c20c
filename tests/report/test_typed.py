"""Dates as people type them, amounts in capital characters, and where figures come from."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from selfeval_gui.report import derivations
from selfeval_gui.report.dates import Month
from selfeval_gui.report.edit import put
from selfeval_gui.report.kinds import DAY, MONTH
from selfeval_gui.report.model import Expenditure, Funds, Report
from selfeval_gui.report.money import read_money, show_money
from selfeval_gui.report.money_words import capital, in_yuan, other_ways
from selfeval_gui.report.text import Unparsed
from selfeval_gui.report.typed_dates import type_day, type_month

DIGITS = "〇一二三四五六七八九"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
DAYS = [date(2025, 1, 31), date(2018, 10, 30), date(2026, 12, 9), date(2024, 2, 29), date(2020, 6, 10)]


def spoken(number: int) -> str:
    """1–31 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


def spellings(day: date) -> set[str]:
    """The ways in which one day is typed or pasted."""
    y, m, d = day.year, day.month, day.day
    year = "".join(DIGITS[int(char)] for char in str(y))
    found = {f"{y}{m:02d}{d:02d}"}
    for a, b in ((f"{m}", f"{d}"), (f"{m:02d}", f"{d:02d}")):
        for mark in (
            "-",
            "/",
            ".",
            "．",
            "、",
            "，",
            ",",
            "。",
            "·",
            "_",
            "—",
            "–",
            "\\",
            " ",
            " - ",
            "　",
            "－",
            "／",
        ):
            found |= {f"{y}{mark}{a}{mark}{b}", f"{y % 100:02d}{mark}{a}{mark}{b}"}
        for end in ("日", "号", ""):
            found |= {f"{y}年{a}月{b}{end}", f"{y} 年 {a} 月 {b} {end}", f"{y % 100:02d}年{a}月{b}{end}"}
        written = f"{y}年{a}月{b}日"
        found |= {f"公元{written}", f"{written}。", f"{written} 星期五", f"{written}（周三）", written.translate(WIDE)}
        found |= {
            f"{y}-{a}-{b} 00:00:00",
            f"{y}/{a}/{b} 0:00",
            f"{y}-{a}-{b}T08:30:00",
            f"{y}.{a}.{b}.",
            f" {written} ",
        }
    found |= {f"{year}年{spoken(m)}月{spoken(d)}日", f"{year.replace('〇', '零')}年{spoken(m)}月{spoken(d)}号"}
    if m == 1:
        found.add(f"{y}年元月{d}日")
    return found


def test_five_hundred_spellings_of_days() -> None:
    pairs = [(text, day) for day in DAYS for text in sorted(spellings(day))]
    assert len(pairs) >= 500
    assert [(text, day) for text, day in pairs if DAY.read(text) != day] == []
    assert [text for text, day in pairs if DAY.read(DAY.show(DAY.read(text))) != day] == []


@pytest.mark.parametrize("text", ["", "  ", "年 月 日", "年月日", "-", "——", "无", "/"])
def test_no_day_is_an_empty_blank(text: str) -> None:
    assert type_day(text) is None
    assert type_month(text) is None


@pytest.mark.parametrize(
    "text",
    ["2025-13-1", "2025.2.30", "23.2.29", "1月31日", "31日", "250131", "2025", "2025年底", "去年12月", "1.31", "12/25",
     "2025-1", "2025年1月至2月", "2025-1-31-2", "20250230", "1850-1-1", "2025年1月31日前", "2025-Jan-31", "星期五"],
)  # fmt: skip
def test_what_is_no_day_stays_a_question(text: str) -> None:
    assert type_day(text) == Unparsed(text)


def test_months_as_typed() -> None:
    wanted = Month(2025, 12)
    texts = ["2025年12月", "202512", "2025-12", "2025.12", "2025/12", "2025，12", "2025 12", "2025 12 9"]
    texts += [
        "25年12月",
        "2025年12月份",
        "2025年十二月",
        "二〇二五年十二月",
        "2025年12月31日",
        "2025-12-31",
        "25.12.31",
    ]
    assert [text for text in texts if MONTH.read(text) != wanted] == []
    for text in ("12月", "12 月份", "十二月", "１２月"):
        assert type_month(text, 2025) == wanted
        assert type_month(text) == Unparsed(text)
    assert type_month("元月", 2025) == Month(2025, 1)
    assert type_month("2025 1 2") == Month(2025, 1)
    for text in ("13月", "12", "25.12", "月"):
        assert isinstance(type_month(text, 2025), Unparsed) or text == "月"


VALUES = {
    "0": "零元整", "0.8": "捌仟元整", "0.0001": "壹元整", "0.00001": "壹角", "0.000001": "壹分", "0.000011": "壹角壹分",
    "0.000101": "壹元零壹分", "10.05": "壹拾万零伍佰元整", "10.7": "壹拾万柒仟元整", "100.0001": "壹佰万零壹元整",
    "1005.0012": "壹仟零伍万零壹拾贰元整", "10000": "壹亿元整", "10000.1": "壹亿零壹仟元整", "10001": "壹亿零壹万元整",
    "12.05003": "壹拾贰万零伍佰元叁角", "123456.789012": "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分",
    "100000000": "壹万亿元整",
}  # fmt: skip


@pytest.mark.parametrize(("value", "words"), VALUES.items())
def test_capital_characters(value: str, words: str) -> None:
    assert capital(Decimal(value)) == words


def test_capital_characters_are_read_as_they_are_written() -> None:
    """Every amount that can be written so comes back, whatever way of writing it."""
    for cents in (0, 1, 12, 100, 101, 1_05, 10_000, 10_005_00, 12_050_030, 123_456_789_012, 1_000_000_000_000_00):
        for factor in (1, 3, 7, 10, 11, 101, 1001, 99_999):
            value = Decimal(cents * factor) / 10**6
            words = capital(value)
            if "元" in words and value < 10**9:
                assert read_money(words) == value, words
                plain = words.translate(str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千"))
                assert read_money(f"人民币{plain}") == value, plain


SAID = {
    "十二万元": "12", "十二万": "12", "壹拾贰万元": "12", "拾贰万元正": "12", "貳萬圓": "2", "两万二千元": "2.2",
    "一百十二万元": "112", "一百一十二万": "112", "一百二十万零五百元": "120.05", "一百二十万五百元": "120.05",
    "十二点五万元": "12.5", "零点八万": "0.8", "五千元": "0.5", "人民币三百元整": "0.03", "三亿元": "30000",
    "壹元零叁分": "0.000103", "壹元叁角伍分": "0.000135", "零元": "0", " 十二 万 元 ": "12",
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), SAID.items())
def test_amounts_in_characters(text: str, value: str) -> None:
    read = read_money(text)
    assert isinstance(read, Decimal)
    assert read == Decimal(value)
    assert read_money(show_money(read)) == read


AMBIGUOUS = (
    *("十二", "五千", "一万五", "一万五元", "一百二元", "二零二五元", "一二三元", "百万元", "千元", "万", "十二万五"),
    *("约十二万元", "十二万元左右", "二十几万元", "十二点三四五六七元", "十二万元和三万元", "点五万元", "十二。五万元"),
    "一" * 300 + "元",
)


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_what_may_mean_two_amounts_stays_as_it_was_typed(text: str) -> None:
    assert read_money(text) == Unparsed(text)


def test_what_has_no_capital_form() -> None:
    assert capital(Decimal("0.0000001")) == ""
    assert capital(Decimal(-1)) == ""
    assert other_ways(Decimal("0.0000001")) == "＝ 0.001 元"


def heard(words: str) -> Decimal:
    """The amount in 万元 that capital characters say, read by another way than they are written."""
    number, section, digit, cents = 0, 0, 0, 0
    for char in words.removesuffix("整"):
        if char in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(char)
        elif char in "拾佰仟":
            section += digit * 10 ** ("拾佰仟".index(char) + 1)
            digit = 0
        elif char == "万":
            number += (section + digit) * 10**4
            section = digit = 0
        elif char == "亿":
            number = (number + section + digit) * 10**8
            section = digit = 0
        elif char == "元":
            number += section + digit
            section = digit = 0
        else:
            cents += digit * (10 if char == "角" else 1)
            digit = 0
    return (Decimal(number) + Decimal(cents) / 100) / 10_000


def test_a_hundred_thousand_amounts_are_heard_as_they_were_written() -> None:
    chance = random.Random(7)
    for _ in range(100_000):
        cents = chance.randrange(10 ** chance.randrange(1, 17))
        if chance.random() < 0.4:
            cents -= cents % 10 ** chance.randrange(1, 9)
        value = Decimal(cents).scaleb(-6)
        words = capital(value)
        assert heard(words) == value, (value, words)
        assert "零零" not in words
        assert Decimal(in_yuan(value).removesuffix(" 元").replace(",", "")) == value * 10_000


def test_figures_say_where_they_come_from() -> None:
    report = put(Report(), "basic_info.planned_funds", Funds(region=Decimal(80), city_county=Decimal(40)))
    report = put(report, "basic_info.received_funds.total", Decimal("118.5"))
    report = put(
        report, "expenditures", (Expenditure("甲", Decimal(1), Decimal("100.5")), Expenditure("乙", Unparsed("x")))
    )
    assert derivations.arrival_rate(report) == (
        "资金到位率", "98.75%", "＝ 实际到位资金 118.5 ÷ 计划安排资金 120", "basic_info.received_funds.total",
    )  # fmt: skip
    assert derivations.execution_rate(report).formula == "＝ 实际支出 100.5 ÷ 计划安排资金 120"
    assert derivations.balance(report)[1:3] == ("18 万元", "＝ 实际到位资金 118.5 － 实际支出 100.5")
    assert derivations.funds_total(report.basic_info.planned_funds, "p").formula == "＝ 80 ＋ 40（各来源相加）"
    assert derivations.funds_total(Funds(), "p").formula == "各来源都还没有填写。"
    assert derivations.rows_total(report, "planned").formula == "＝ 表中 1 行相加；另有 1 行没有看懂，没有计入。"
    third = put(report, "basic_info.planned_funds.region", Decimal(260))
    assert derivations.arrival_rate(third)[1:3] == (
        "39.5%", "＝ 实际到位资金 118.5 ÷ 计划安排资金 300",
    )  # fmt: skip
    assert derivations.execution_rate(put(third, "basic_info.actual_expenditure", Decimal(100)))[1:3] == (
        "33.33%", "＝ 实际支出 100 ÷ 计划安排资金 300（四舍五入到两位小数）",
    )  # fmt: skip
    assert derivations.arrival_rate(Report()).formula == "＝ 实际到位资金 （未填） ÷ 计划安排资金 （未填）"
    assert derivations.balance(Report()).shown == "—"


def test_every_day_of_four_years_is_read_back() -> None:
    day = date(2023, 1, 1)
    while day.year < 2027:
        assert type_day(f"{day.year % 100}.{day.month}.{day.day}") == day
        assert type_day(f"{day.year} {day.month} {day.day}") == day
        day += timedelta(1)
