"""Reports as offices write them: nothing false is said of them, and what contradicts in them is found."""

import pytest

from selfeval_gui.checking import check
from selfeval_gui.checking.findings import ERROR, HINT
from selfeval_gui.report.edit import get, put
from tests.checking.narratives import TOLD, Told
from tests.checking.plain_report import FORM

PLANTS = [(told, *plant) for told in TOLD for plant in told.plants]


def findings(told: Told) -> set[tuple[str, str, str]]:
    return {(one.rule, one.field, one.message) for one in check(told.report(), FORM)}


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.name)
def test_what_agrees_is_left_alone(told: Told) -> None:
    said = check(told.report(), FORM)
    assert [one for one in said if one.severity is ERROR] == []
    assert {one.rule for one in said if one.severity is not HINT} == set(told.asks.split())


def test_there_are_many_of_them() -> None:
    assert len(TOLD) >= 10
    assert all(len(told.plants) >= 6 for told in TOLD)
    assert len({rule for told in TOLD for *_, rules in told.plants for rule in rules.split()}) >= 18


@pytest.mark.parametrize(
    ("told", "field", "before", "after", "rules"),
    PLANTS,
    ids=[f"{told.name[:2]}-{rules}-{place}" for place, (told, *_, rules) in enumerate(PLANTS)],
)
def test_a_contradiction_is_found(told: Told, field: str, before: str, after: object, rules: str) -> None:
    report = told.report()
    if before:
        text: str = get(report, field)
        assert text.count(before) == 1, "a plant has one place"
        after = text.replace(before, str(after))
    known = findings(told)
    fresh = {one.rule for one in check(put(report, field, after), FORM)
             if (one.rule, one.field, one.message) not in known}  # fmt: skip
    assert set(rules.split()) <= fresh
