"""The stretches that two texts do not share."""

import pytest

from selfeval_gui.report.passages import MOST_COMPARED, passages


@pytest.mark.parametrize(
    ("before", "after", "gone", "come"),
    [
        ("", "", [], []),
        ("甲乙丙", "甲丙", ["乙"], []),
        ("甲丙", "甲乙丙", [], ["乙"]),
        ("于2018年10月完成", "于2019年11月完成", ["8", "0"], ["9", "1"]),
        ("甲甲", "甲甲甲", [], ["甲"]),
        ("x" * (MOST_COMPARED + 1), "y", ["x" * (MOST_COMPARED + 1)], ["y"]),
    ],
)
def test_the_stretches_that_differ_are_found(before: str, after: str, gone: list[str], come: list[str]) -> None:
    old, new = passages(before, after)
    assert [before[p.start : p.end] for p in old] == gone
    assert [after[p.start : p.end] for p in new] == come
