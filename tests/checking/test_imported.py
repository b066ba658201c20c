"""An old report as a text file, imported and checked: sound ones are silent, and each contradiction is found in place.

The contradictions are of the kinds that real reports held; the report is invented.
"""

from datetime import date

import pytest

from selfeval_gui import checking, importing, resources
from selfeval_gui.report.model import Report
from tests.checking.clean_reports import FORM

TODAY = date(2026, 1, 10)
TEXT = resources.path("sample", "last_year.txt").read_text(encoding="utf-8")
PLANTED = {
    "the self-evaluation a year after the report": ("2025年3月6日组织开展", "2026年3月6日组织开展", "D5", "error"),
    "the group's work a year after the report": ("2025年3月6日至10日，评价组", "2026年3月6日，评价组", "D5", "error"),
    "figures of a day after the report": ("截至2024年12月31日", "截至2025年12月31日", "D3", "error"),
    "money spent by a month after the report": (
        "全年实际支出108.47万元",
        "2025年12月止实际支出108.47万元",
        "D3",
        "warning",
    ),
    "ex post, before the project's end": ("2024年1月至12月\n", "2024年1月至2025年12月\n", "D6", "error"),
    "two ordinals of one event": (
        "在第二届“节水进山村”宣传周期间开展",
        "按照第一届“节水进山村”宣传周的通知，在第二届“节水进山村”宣传周期间开展",
        "E3",
        "warning",
    ),
    "satisfaction without a survey": (
        "2024年12月在52个受助村屯入户发放问卷360份，收回348份，有效问卷345份，其中选择“满意”和“基本满意”的318份，满意度92.2%",
        "群众满意度99.99%",
        "E12b",
        "warning",
    ),
    "full score beside problems": ("2.调度会次数偏少", "2.调度机制不健全、信息渠道不畅", "C5", "warning"),
    "no supervising department": ("主管部门       河池市水利局", "主管部门       ", "A1", "warning"),
    "an item that is none": ("\t委托业务费", "\t业务委托费", "B11", "warning"),
    "two posts of one person": (
        "蓝砚秋   河池市山区应急供水中心主任",
        "蓝砚秋   河池市山区应急供水中心负责人",
        "E5",
        "warning",
    ),
    "another order of names": (
        "成  员：莫知远   河池市山区应急供水中心财务科科长\n\n        罗  诚   河池市山区应急供水中心调度科科长",
        "成  员：罗  诚   河池市山区应急供水中心调度科科长\n\n        莫知远   河池市山区应急供水中心财务科科长",
        "E5",
        "hint",
    ),
    "slips": ("制定自评方案", "布署自评方案", "E16", "hint"),
}
SILENT = {"B1", "B2", "B4", "B14", "B15", "B16", "C4", "D7", "E13", "E9", "A5", "E6"}
"""Sums, rates, texts said twice, quotes, citations: all of it agrees, whatever else is wrong."""


def imported(text: str) -> Report:
    return importing.propose(text.encode(), "旧报告.txt", FORM).report


def found(report: Report) -> list[checking.Finding]:
    return list(checking.check(report, FORM, checking.Context(today=TODAY)))


def planted(*names: str) -> str:
    text = TEXT
    for name in names:
        old, new, _, _ = PLANTED[name]
        assert old in text, name
        text = text.replace(old, new)
        if "score" in name:
            text = text.replace("95.2分", "100分")
    return text


def test_a_sound_old_report_has_no_error_and_no_warning() -> None:
    assert [one for one in found(imported(TEXT)) if one.severity is not checking.HINT] == []


@pytest.mark.parametrize("name", PLANTED)
def test_each_contradiction_is_found(name: str) -> None:
    _, _, rule, severity = PLANTED[name]
    said = {(one.rule, one.severity.value) for one in found(imported(planted(name)))}
    assert (rule, severity) in said


def test_all_of_them_together_are_found_and_what_agrees_stays_silent() -> None:
    findings = found(imported(planted(*PLANTED)))
    assert {rule for _, _, rule, _ in PLANTED.values()} <= {one.rule for one in findings}
    assert sum(one.rule == "D5" for one in findings) == 2
    assert {one.rule for one in findings} & SILENT == set()
