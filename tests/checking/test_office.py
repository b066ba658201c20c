"""What an office adds to the check, and what a report file says beside its report."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from selfeval_gui import checking
from selfeval_gui.checking import Office, OwnWord, SwitchedOff
from selfeval_gui.importing import rollover
from selfeval_gui.report.edit import put
from selfeval_gui.report.model import Report
from tests.checking.plain_report import FORM, OUTPUTS, PROCESS, plain

TODAY = date(2026, 12, 31)


@dataclass(frozen=True)
class Reviewed:
    source: dict[str, Any] | None = None
    unreviewed: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Kept:
    report: Report
    review: Reviewed = field(default_factory=Reviewed)
    explanations: tuple[Any, ...] = ()


def rules_found(kept: Kept, office: Office | None = None, last: Report | None = None) -> list[str]:
    context = checking.context_of(kept, TODAY, last_year=last, office=office)
    return [one.rule for one in checking.check(kept.report, FORM, context)]


def more(text: str) -> Report:
    report = plain()
    return put(report, OUTPUTS, f"{report.narrative.outputs.text}\n{text}")


def test_a_word_that_the_office_avoids_is_a_warning_with_its_own_word() -> None:
    office = Office((OwnWord("蜂农", "养蜂户"), OwnWord("大力")))
    report = more("蜂农大力支持。")
    context = checking.context_of(Kept(report), TODAY, office=office)
    own = [one for one in checking.check(report, FORM, context) if one.rule == "E19"]
    assert own
    assert {one.severity.value for one in own} == {"warning"}
    first = next(one for one in own if one.field == OUTPUTS and "养蜂户" in one.message)
    assert first.fix is not None
    assert "养蜂户大力支持" in first.fix.apply(report).narrative.outputs.text
    assert any("不用的词" in one.message and one.fix is None for one in own)


def test_a_word_within_the_one_used_instead_is_right() -> None:
    office = Office((OwnWord("中心", "服务中心"),))
    assert "E19" not in rules_found(Kept(more("服务中心已建成。")), office)
    assert "E19" in rules_found(Kept(more("中心已建成。")), office)


def test_an_own_word_proposes_the_official_item() -> None:
    report = put(plain(), "expenditures[0].item", "蜂具费")
    context = checking.context_of(Kept(report), TODAY, office=Office((OwnWord("蜂具费", "专用材料费"),)))
    item = next(one for one in checking.check(report, FORM, context) if one.rule == "B11")
    assert item.fix is not None
    assert item.fix.apply(report).expenditures[0].item == "专用材料费"


def test_a_switched_off_check_is_silent_and_one_that_gives_errors_cannot_be() -> None:
    report = put(
        put(plain(), "cover.project_name", ""), "performance.expected", "做好示范蜂场建设，提高蜂农收入水平和产品质量。"
    )
    assert {"A1", "E20"} <= set(rules_found(Kept(report)))
    off = Office(switched_off=(SwitchedOff("E20", "上级未下达量化目标"), SwitchedOff("A1", "不想填")))
    again = Office.read(off.write())
    assert again.switched_off == (SwitchedOff("E20", "上级未下达量化目标"),)
    found = rules_found(Kept(report), again)
    assert "E20" not in found
    assert "A1" in found
    assert "A1" not in {entry.id for entry in checking.can_be_switched_off()}


def test_a_rule_of_some_places_can_be_switched_on() -> None:
    report = put(put(plain(), "basic_info.actual_expenditure", Decimal(1)), "performance.score", Decimal(95))
    assert "C8" not in rules_found(Kept(report))
    assert "C8" in rules_found(Kept(report), Office(switched_on=("C8",)))
    assert Office.read(Office(switched_on=("C8", "A1", "Z9")).write()).switched_on == ("C8",)


def test_the_office_file_is_read_as_it_was_written() -> None:
    office = Office((OwnWord("布署", "部署"), OwnWord("𬱖", "")), (SwitchedOff("E14", "沿用原文"),), ("C8",))
    assert Office.read(office.write()) == office
    assert "布署" in office.write().decode()  # for people who open it in an editor


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"format": "selfeval-office", "words": [1]}', b"\xff", b'{"format": "selfeval-report"}'],
)
def test_what_is_no_office_file_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="文件"):
        Office.read(data)


def test_every_rule_has_a_name_and_a_reason() -> None:
    assert [rule.id for rule in checking.rules() if not checking.why_of_rule(rule.id)] == []
    assert [rule.id for rule in checking.rules() if checking.name_of_rule(rule.id) == rule.id] == []


# --- what the file says of last year


def last() -> Report:
    report = put(plain(), "fiscal_year", 2023)
    report = put(report, "cover.project_name", "中蜂规模养殖推广")
    report = put(report, "basic_info.planned_funds.total", Decimal("17.5"))
    return put(report, PROCESS, "项目由生产科实施，财务科负责资金核算，每季度检查一次进度，全年检查4次。")


def drafted(**changes: Any) -> tuple[Report, Reviewed]:
    """This year's report as a rollover begins it, with everything filled in again but one paragraph."""
    old = last()
    new, marks = rollover.rollover(old, FORM, 2024)
    source = {
        "imported": "2025-01-01T00:00:00Z",
        "year": 2023,
        "cleared": rollover.cleared(old, new),
        "last_year": rollover.remembered(old),
    }
    return new, Reviewed(source, marks)


def test_an_imported_report_knows_last_year_by_itself() -> None:
    new, review = drafted()
    assert "E1" in rules_found(Kept(new, review))


def test_paragraphs_that_were_looked_at_are_quiet_but_old_names_and_amounts_are_not() -> None:
    new, review = drafted()
    new = put(new, "cover.project_name", "中蜂品质提升")
    new = put(new, "basic_info.planned_funds.total", Decimal(20))
    new = put(new, PROCESS, f"{new.narrative.process.text}\n中蜂规模养殖推广全年安排资金17.5万元。")
    looked_at = Kept(new, Reviewed(review.source, {}))
    found = rules_found(looked_at)
    assert "E1" not in found
    assert found.count("E2") == 2


def test_a_report_that_was_written_here_has_no_last_year_until_one_is_given() -> None:
    new, _ = drafted()
    assert "E1" not in rules_found(Kept(new))
    assert "E1" in rules_found(Kept(new), last=last())


def test_a_copy_of_the_same_year_is_not_compared_with_itself() -> None:
    old = last()
    marks = {PROCESS: {"previous": old.narrative.process.text}}
    assert "E1" not in rules_found(Kept(old, Reviewed({"imported": "2025-01-01T00:00:00Z"}, marks)))


def test_last_year_keeps_the_rows_of_part_two() -> None:
    kept = checking.last_year_kept(drafted()[1])
    assert kept is not None
    assert kept.fiscal_year == 2023
    assert kept.expenditures == last().expenditures


@pytest.mark.parametrize(("year", "taken"), [(2023, 2023), ("2023", 2024), (True, 2024), (None, 2024)])
def test_last_year_s_year_is_a_number_or_told_by_the_project(year: Any, taken: int) -> None:
    kept = rollover.remembered(plain())
    last = checking.last_year_kept(Reviewed({"last_year": kept, "year": year}))
    assert last is not None
    assert last.fiscal_year == taken
