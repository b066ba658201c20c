"""Titles broken by sense into balanced lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval_gui.printing.linebreak import natural_width
from selfeval_gui.printing.titles import balance, balance_parts


def advance(character: str) -> float:
    return 0.5 if character < "\u0100" else 1.0


@pytest.mark.parametrize(
    ("text", "width", "drawn"),
    [
        ("", 20, ""),
        ("山地自行车公开赛", 20, "山地自行车公开赛"),  # fits: one line
        ("云岭市城乡居民基本医疗保险市级财政补助资金和城乡医疗救助项目", 16,
         "云岭市城乡居民基本医疗保险市级|财政补助资金和城乡医疗救助项目"),
        ("中小学校舍安全工程改造和教学仪器设备采购项目", 16, "中小学校舍安全工程改造和|教学仪器设备采购项目"),
        ("甲乙丙丁戊己庚辛壬癸子", 6, "甲乙丙丁戊己|庚辛壬癸子"),  # the longer line first
        ("甲乙丙丁戊己庚", 6, "甲乙丙丁|戊己庚"),  # not 6 + 1
        ("“书香云岭”全民阅读活动", 8, "“书香云岭”|全民阅读活动"),
        ("云岭市2025年度项目", 6, "云岭市|2025年度项目"),
    ],
)  # fmt: skip
def test_titles_as_drawn(text: str, width: float, drawn: str) -> None:
    assert "|".join(balance(text, advance, width)) == drawn


@pytest.mark.parametrize(
    ("parts", "width", "drawn"),
    [
        (("甲局", "乙项目", "支出绩效自评报告"), 20, "甲局乙项目支出绩效自评报告"),
        (("云岭市水利局", "小型水库除险加固和山洪灾害防治项目", "支出绩效自评报告"), 20,
         "云岭市水利局|小型水库除险加固和山洪灾害防治项目|支出绩效自评报告"),
        (("云岭市水利局", "小型水库除险加固和山洪灾害防治项目", "支出绩效自评报告"), 28,
         "云岭市水利局小型水库除险加固和山洪灾害防治项目|支出绩效自评报告"),
        (("云岭市全民健身服务中心", "2025年山地户外运动大赛项目", "支出绩效自评报告"), 16,
         "云岭市全民健身服务中心|2025年山地户外运动大赛项目|支出绩效自评报告"),
    ],
)  # fmt: skip
def test_parts_are_kept_together_where_they_can(parts: tuple[str, ...], width: float, drawn: str) -> None:
    assert "|".join(balance_parts(parts, advance, width)) == drawn


def test_a_title_too_long_for_its_lines_is_still_complete() -> None:
    lines = balance("项目" * 30, advance, 10, max_lines=4)
    assert len(lines) > 4
    assert "".join(lines) == "项目" * 30


@given(st.text("云岭市水利局小型库和与的项目（二期）2025年Q“”《》", max_size=50), st.integers(14, 30))
def test_titles_are_complete_and_fit(text: str, width: int) -> None:
    lines = balance(text, advance, width)
    assert "".join(lines) == text
    assert all(natural_width(line, advance) <= width + 1.0 for line in lines)  # squeezed at most at both edges
    if len(lines) in (2, 3, 4) and width * 4 > len(text) * 1.2:
        assert len(lines[-1]) > 1
