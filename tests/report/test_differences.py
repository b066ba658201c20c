"""What differs between two reports: nothing is left out, rows find each other, texts are compared by sentence."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from selfeval_gui.report import form as forms
from selfeval_gui.report.differences import KEPT, LINKED, OWN, Kind, differences, match_rows, part_of
from selfeval_gui.report.edit import changed_paths, move_row, put
from selfeval_gui.report.model import Evaluator, Expenditure, Report, Role, Section
from selfeval_gui.report.text import Unparsed
from selfeval_gui.report.text_changes import Piece, sentences, text_changes
from tests.printing.reports import filled
from tests.storage.reports import reports

FORM = forms.load(forms.DEFAULT_FORM)


def told(old: Report, new: Report) -> list[tuple[str, str, str, str]]:
    return [(one.kind.value, one.path, one.old, one.new) for one in differences(old, new, FORM)]


def test_a_blank_that_differs_is_named_with_both_texts() -> None:
    old = filled()
    new = put(put(old, "basic_info.phone", "0778-5550101"), "performance.score", Decimal("88.5"))
    assert told(old, new) == [
        ("changed", "basic_info.phone", "0778-5550100", "0778-5550101"),
        ("changed", "performance.score", "95", "88.5"),
    ]
    first, second = differences(old, new, FORM)
    assert (first.name, part_of(first.path)) == ("联系电话", "项目基本概况")
    assert not second.is_text


def test_how_an_amount_was_written_is_a_difference_and_so_is_what_is_no_amount() -> None:
    old = put(filled(), "basic_info.actual_expenditure", Decimal("1.0"))
    assert told(old, put(old, "basic_info.actual_expenditure", Decimal("1"))) == [
        ("changed", "basic_info.actual_expenditure", "1.0", "1")
    ]
    unread = put(old, "basic_info.actual_expenditure", Unparsed("1.0"))
    assert told(old, unread)[0][3] == "1.0（未能识别）"


def test_rows_find_each_other_by_content_then_name_then_the_other_cells() -> None:
    old = (
        Expenditure("办公费", Decimal(1), Decimal(1)),
        Expenditure("印刷费", Decimal(2), Decimal(2)),
        Expenditure("差旅费", Decimal(3), Decimal(3)),
        Expenditure(),
        Expenditure("会议费", Decimal(4), Decimal(4)),
    )
    new = (
        Expenditure("印刷费", Decimal(2), Decimal("1.5")),
        Expenditure("办公费", Decimal(1), Decimal(1)),
        Expenditure("业务委托费", Decimal(9), Decimal(9)),
        Expenditure("会务费", Decimal(4), Decimal(4)),
    )
    assert match_rows("expenditures", old, new) == [(1, 0), (0, 1), (2, None), (None, 2), (4, 3)]


def test_rows_that_came_went_moved_and_changed() -> None:
    old = put(
        filled(),
        "evaluators",
        (Evaluator("石㛃", "站长"), Evaluator("韦𬱖", "工程师"), Evaluator("蒙砚", "会计", "财务科", Role.MEMBER)),
    )
    now = Evaluator("罗墨", "科长"), Evaluator("韦𬱖", "高级工程师"), Evaluator("石㛃", "站长")
    new = put(old, "evaluators", now)
    assert told(old, new) == [
        ("added", "evaluators[0]", "", "罗墨　科长"),
        ("changed", "evaluators[1].title", "工程师", "高级工程师"),
        ("moved", "evaluators[2]", "第 1 行", "第 3 行"),
        ("removed", "evaluators[2]", "蒙砚　会计　财务科　成员", ""),
    ]
    changed = next(one for one in differences(old, new, FORM) if one.kind is Kind.CHANGED)
    assert (changed.name, changed.old_path) == ("韦𬱖：职称/职务", "evaluators[1].title")


def test_a_long_table_with_one_row_moved_names_one_row() -> None:
    old = put(filled(), "expenditures", tuple(Expenditure(f"科目{i}", Decimal(i), None) for i in range(40)))
    found = differences(old, move_row(old, "expenditures", 30, 2), FORM)
    assert [(one.kind, one.row, one.old, one.new) for one in found] == [(Kind.MOVED, "科目30", "第 31 行", "第 3 行")]


def test_empty_rows_do_not_count() -> None:
    old = filled()
    assert told(old, replace(old, expenditures=(*old.expenditures, Expenditure()))) == []


def test_a_linked_section_differs_by_its_fields_only_until_the_link_is_cut() -> None:
    old = put(filled(), "narrative.effects", Section(linked=True))
    new = put(old, "performance.actual", "另一种成效。")
    assert [path for _, path, *_ in told(old, new)] == ["performance.actual"]
    cut = put(old, "narrative.effects", Section(False, "自己写的成效。"))
    assert told(old, cut) == [
        ("changed", "narrative.effects.linked", LINKED, OWN),
        ("changed", "narrative.effects.text", old.performance.actual, "自己写的成效。"),
    ]
    kept = put(old, "narrative.effects", Section(True, "从前写的。"))
    assert KEPT in differences(old, kept, FORM)[0].label


@settings(max_examples=40, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(reports, reports)
def test_nothing_that_differs_is_left_out(old: Report, new: Report) -> None:
    found = differences(old, new, FORM)
    named = {one.path for one in found}
    for path in changed_paths(old, new):
        if path in ("expenditures", "evaluators") or path.startswith(("expenditures[", "evaluators[")):
            continue
        # A text that is only kept while the section is linked shows where both are linked, or where it is printed.
        assert path in named or path.replace(".text", ".linked") in named, path
    full = [[row for row in getattr(report, "evaluators") if row != Evaluator()] for report in (old, new)]  # noqa: B009
    rows = [one for one in found if one.path.startswith("evaluators")]
    assert bool(rows) == (full[0] != full[1])
    assert differences(old, old, FORM) == ()


# --- texts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("一。二！", ["一。", "二！"]),
        ("（1）甲；（2）乙。\n\n　　丙", ["（1）甲；", "（2）乙。", "丙"]),
        ("他说：“好。”乙。", ["他说：“好。”", "乙。"]),
        ("", []),
    ],
)
def test_sentences_end_where_people_end_them(text: str, found: list[str]) -> None:
    assert sentences(text) == found


def test_texts_are_compared_by_sentence_and_figures_stay_whole() -> None:
    old = "本年投入5.8万元。完成培训3期。群众满意度95%。"
    new = "本年投入6.8万元。群众满意度95%。下一步加强宣传。"
    assert [(one.old, one.new) for one in text_changes(old, new)] == [
        ("本年投入5.8万元。", "本年投入6.8万元。"),
        ("完成培训3期。", ""),
        ("", "下一步加强宣传。"),
    ]
    assert text_changes(old, new)[0].pieces == (
        Piece("same", "本年投入"),
        Piece("removed", "5.8"),
        Piece("added", "6.8"),
        Piece("same", "万元。"),
    )
    assert text_changes("一。\n二。", "一。二。") == ()


@settings(max_examples=40, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(reports, reports)
def test_the_pieces_of_a_sentence_give_both_sentences_again(old: Report, new: Report) -> None:
    for change in text_changes(old.performance.expected * 3, new.performance.expected):
        assert "".join(piece.text for piece in change.pieces if piece.kind != "added") == change.old
        assert "".join(piece.text for piece in change.pieces if piece.kind != "removed") == change.new
