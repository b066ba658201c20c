"""The document: one history, merged typing, exact undo."""

import gc
import subprocess
import sys
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from selfeval_gui.gui.document import MERGE_SECONDS, UNDO_STEPS, UNTITLED, Document, _Command
from selfeval_gui.report import edit
from selfeval_gui.report.model import Report
from selfeval_gui.storage import Review
from tests.gui.opened import Clock, Sheet, blank_document, sample_document

PHONE = "basic_info.phone"
pytestmark = pytest.mark.usefixtures("qapp")

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Saved:
    path: Path
    digest: str
    file: Sheet


def heard(document: Document) -> list[tuple[Report, Report]]:
    changes: list[tuple[Report, Report]] = []
    document.changed.connect(lambda old, new: changes.append((old, new)))
    return changes


def dirty(document: Document) -> bool:
    return document.is_dirty  # a function, so that the type checker does not take it for constant


def test_a_change_is_told_once_with_old_and_new() -> None:
    document = blank_document()
    before, changes = document.report, heard(document)
    document.put(PHONE, "0778-5550101")
    assert changes == [(before, document.report)]
    assert document.report.basic_info.phone == "0778-5550101"
    assert document.file.report is document.report


def test_nothing_happens_when_nothing_changes() -> None:
    document = sample_document()
    changes = heard(document)
    document.put(PHONE, document.report.basic_info.phone)
    document.apply(replace(document.report), "同样的报告")
    assert not changes
    assert document.undo_stack.count() == 0
    assert not dirty(document)


def test_the_undo_step_is_named_after_the_field() -> None:
    document = blank_document()
    document.put(PHONE, "1")
    assert document.undo_stack.undoText() == "修改“联系电话”"
    document.apply(edit.insert_row(document.report, "expenditures", 0), "插入行")
    assert document.undo_stack.undoText() == "插入行"


def test_typing_in_one_field_is_one_step_until_a_pause() -> None:
    clock = Clock()
    document = blank_document(clock)
    for text in ("0", "07", "077", "0778"):
        document.put(PHONE, text)
        clock.now += MERGE_SECONDS * 0.9
    assert document.undo_stack.count() == 1
    clock.now += MERGE_SECONDS
    document.put(PHONE, "0778-")
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert document.report.basic_info.phone == "0778"
    document.undo_stack.undo()
    assert document.report.basic_info.phone == ""


def test_another_field_or_a_break_ends_the_step() -> None:
    document = blank_document()
    document.put(PHONE, "1")
    document.put("basic_info.address", "a")
    document.put(PHONE, "12")
    document.break_merge()
    document.put(PHONE, "123")
    assert document.undo_stack.count() == 4


def test_what_was_typed_and_taken_back_is_no_step() -> None:
    document = blank_document()
    document.put(PHONE, "1")
    assert dirty(document)
    document.put(PHONE, "")
    assert document.undo_stack.count() == 0
    assert not dirty(document)


def test_undo_brings_back_the_very_digits() -> None:
    document = blank_document()
    path = "basic_info.actual_expenditure"
    document.put(path, Decimal("1.50"))
    document.break_merge()
    document.put(path, Decimal("1.5"))
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert str(document.report.basic_info.actual_expenditure) == "1.50"


def test_changes_made_while_telling_are_told_in_order() -> None:
    document = blank_document()

    def follow(_old: Report, new: Report) -> None:
        if new.basic_info.phone == "1":
            document.put("basic_info.address", "a")

    document.changed.connect(follow)
    changes = heard(document)
    document.put(PHONE, "1")
    assert [(new.basic_info.phone, new.basic_info.address) for _, new in changes] == [("1", ""), ("1", "a")]


def test_several_steps_at_once_are_told_once() -> None:
    document = blank_document()
    start = document.report
    for text in ("1", "2", "3"):
        document.break_merge()
        document.put(PHONE, text)
    changes = heard(document)
    document.undo_stack.setIndex(0)
    assert [new for _, new in changes] == [start]


def test_saving_marks_what_was_saved_and_no_more() -> None:
    document = blank_document()
    told: list[bool] = []
    document.state_changed.connect(lambda: told.append(document.is_dirty))
    document.put(PHONE, "1")
    saved = Saved(Path("甲.zxzp.json"), "digest", document.file)
    document.put(PHONE, "12")
    document.mark_saved(saved)  # the save ran while somebody typed on
    assert dirty(document)
    assert document.report.basic_info.phone == "12"
    document.mark_saved(replace(saved, file=document.file))
    assert not dirty(document)
    assert (document.title, document.digest) == ("甲.zxzp.json", "digest")
    assert told[-1] is False
    document.put(PHONE, "123")
    assert document.undo_stack.count() == 2  # a saved step takes nothing in any more


def test_another_file_ends_the_history() -> None:
    document = blank_document()
    document.put(PHONE, "1")
    other = sample_document().file
    changes = heard(document)
    document.replace_file(other, Path("乙.json"), "d")
    assert document.report is other.report
    assert len(changes) == 1
    assert not document.undo_stack.canUndo()
    assert not dirty(document)
    document.replace_file(replace(other), None, None, unsaved=True)
    assert dirty(document)
    assert document.title == UNTITLED


def test_review_marks_come_and_go_with_their_step() -> None:
    document = blank_document()
    told: list[object] = []
    document.state_changed.connect(lambda: told.append(document.file.review))
    new = edit.put(document.report, PHONE, "1")
    marked = Review(unreviewed={PHONE: {"previous": "2"}})
    document.apply_file(replace(document.file, report=new, review=marked), "导入上年")
    assert (document.file.review, told[-1]) == (marked, marked)
    document.undo_stack.undo()
    assert document.file.review == Review()
    assert document.report.basic_info.phone == ""


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from(["basic_info.phone", "cover.project_name"]), st.text(max_size=3)),
        st.tuples(st.just("insert"), st.integers(0, 7), st.just("")),
        st.tuples(st.just("remove"), st.integers(0, 6), st.just("")),
        st.tuples(st.just("undo"), st.just(0), st.just("")),
        st.tuples(st.just("redo"), st.just(0), st.just("")),
        st.tuples(st.just("pause"), st.just(0), st.just("")),
    ),
    max_size=40,
)


@given(ACTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undo_all_is_the_start_and_redo_all_the_end(qtbot: QtBot, acts: list[tuple[str, object, str]]) -> None:
    clock = Clock()
    document = blank_document(clock)
    start = document.report
    changes = heard(document)
    for act, where, text in acts:
        if act == "put":
            document.put(str(where), text)
        elif act == "insert" and isinstance(where, int):
            document.apply(edit.insert_row(document.report, "expenditures", where), "插入行")
        elif act == "remove" and isinstance(where, int):
            document.apply(edit.remove_rows(document.report, "expenditures", where), "删除行")
        elif act == "undo":
            document.undo_stack.undo()
        elif act == "redo":
            document.undo_stack.redo()
        else:
            clock.now += 2
    end, index = document.report, document.undo_stack.index()
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert not edit.changed_paths(start, document.report)
    document.undo_stack.setIndex(index)
    assert not edit.changed_paths(end, document.report)
    for (_, before), (old, _) in pairwise(changes):
        assert before is old  # no change is missing in what was told


def test_typing_leaves_no_steps_behind_that_nobody_can_undo() -> None:
    """What was merged into a step must go: two whole reports a key add up in a day."""

    def steps() -> int:
        gc.collect()
        return sum(isinstance(each, _Command) for each in gc.get_objects())

    document, others = blank_document(), steps()
    for number in range(300):
        document.put("cover.project_name", "甲" * (number % 7 + 1))
    assert document.undo_stack.count() == 1
    assert steps() - others == 1
    for number in range(300):
        document.put(("cover.project_name", "basic_info.phone")[number % 2], str(number))
    assert document.undo_stack.count() == UNDO_STEPS
    assert steps() - others == UNDO_STEPS


LOST_DOCUMENTS = """
import gc
from PySide6.QtWidgets import QApplication
from tests.gui.opened import blank_document
application = QApplication([])
for number in range(300):
    document = blank_document()
    for step in range(number % 20):
        document.put(("cover.project_name", "basic_info.phone")[step % 2], str(step))
        if step % 3 == 2:
            document.undo_stack.undo()
    ring = [document]
    ring.append(ring)
    del document, ring
    if number % 10 == 0:
        gc.collect()
gc.collect()
"""


def test_a_document_that_nobody_holds_goes_in_peace() -> None:
    """Python's collector and Qt would both delete the steps of a history. In a process of its own: that is a crash."""
    subprocess.run([sys.executable, "-c", LOST_DOCUMENTS], check=True, cwd=ROOT, timeout=120)
