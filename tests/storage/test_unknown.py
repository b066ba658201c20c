"""What a newer minor version wrote is kept, in its place, whatever is edited."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval_gui import storage
from selfeval_gui.report import edit
from selfeval_gui.report.model import Expenditure, Report
from selfeval_gui.storage import strict_json
from selfeval_gui.storage.codec import seal
from selfeval_gui.storage.file import Explanation, ReportFile, Unplaced
from selfeval_gui.storage.unknown import plain
from tests.storage.reports import files

_values = st.recursive(
    st.none()
    | st.booleans()
    | st.text(max_size=5)
    | st.sampled_from(["1.10", "1e400", "-0", "12"]).map(strict_json.Number),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def objects(node: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all objects whose keys this program knows, the file itself included."""
    if path[-1:] in (("source",), ("unreviewed",)) or (isinstance(node, dict) and node.keys() == {"unparsed"}):
        return []
    if isinstance(node, dict):
        return [path, *(found for key, item in node.items() for found in objects(item, (*path, key)))]
    if isinstance(node, list):
        return [found for index, item in enumerate(node) for found in objects(item, (*path, index))]
    return []


@given(files, st.data())
def test_unknown_keys_are_written_back_byte_for_byte(file: ReportFile, data: st.DataObject) -> None:
    content = strict_json.parse(storage.encode(file)).value
    content = {
        "format": content["format"],
        "schema": content["schema"],
        "schema_minor": strict_json.Number("3"),
    } | content
    for path in data.draw(st.lists(st.sampled_from(objects(content)), max_size=4, unique=True)):
        node = content
        for step in path:
            node = node[step]
        items = list(node.items())
        items.insert(data.draw(st.integers(0, len(items) - (not path))), ("new_key", data.draw(_values)))
        node.clear()
        node.update(items)
    newer = seal(content)
    read = storage.read(newer)
    assert read.file.schema == (1, 3)
    assert read.notes == ("文件由更新的版本保存，其中本程序不认识的内容会原样保留。",)
    assert storage.encode(read.file) == newer


@pytest.mark.soak
@settings(max_examples=10_000)
@given(files, st.data())
def test_unknown_keys_of_ten_thousand_files(file: ReportFile, data: st.DataObject) -> None:
    test_unknown_keys_are_written_back_byte_for_byte.hypothesis.inner_test(file, data)  # type: ignore[attr-defined]


def newer(rows: list[dict[str, Any]]) -> ReportFile:
    content = {"format": "selfeval-report", "schema": 1, "schema_minor": 1, "report": {"expenditures": rows}}
    return storage.decode(json.dumps(content).encode())


def rows_of(file: ReportFile) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(storage.encode(file))["report"]["expenditures"]
    return rows


def test_a_row_s_unknown_keys_move_with_it() -> None:
    file = newer([{"item": "a", "code": "1"}, {"item": "b", "code": "2"}, {"item": "c"}])
    moved = replace(file, report=edit.move_row(file.report, "expenditures", 0, 2))
    assert [(row["item"], row.get("code")) for row in rows_of(moved)] == [("b", "2"), ("c", None), ("a", "1")]


def test_a_row_s_unknown_keys_stay_when_it_is_edited() -> None:
    file = newer([{"item": "a", "code": "1"}, {"item": "b", "code": "2"}])
    report = edit.put(file.report, "expenditures[0].item", "z")
    assert [row.get("code") for row in rows_of(replace(file, report=report))] == ["1", "2"]


def test_a_row_that_is_moved_and_edited_keeps_its_own() -> None:
    file = newer([{"item": "a", "planned": "3", "code": "1"}, {"item": "b", "code": "2"}])
    report = edit.put(edit.move_row(file.report, "expenditures", 0, 1), "expenditures[1].item", "z")
    assert [row.get("code") for row in rows_of(replace(file, report=report))] == ["2", "1"]


def test_a_removed_row_takes_its_unknown_keys_along() -> None:
    file = newer([{"item": "a", "code": "1"}, {"item": "b", "code": "2"}])
    report = edit.remove_rows(file.report, "expenditures", 0)
    assert [row.get("code") for row in rows_of(replace(file, report=report))] == ["2"]
    none = replace(file, report=replace(file.report, expenditures=(Expenditure(item="q"), Expenditure(item="r"))))
    assert {row.get("code") for row in rows_of(none)} == {"1", "2"}


def test_unknown_keys_of_lists_and_parts_are_kept() -> None:
    content = {
        "format": "selfeval-report",
        "schema": 1,
        "schema_minor": 1,
        "later": [1.50, {"deep": "\ud800x"}],
        "report": {"cover": {"colour": "red"}, "narrative": {"opening": {"font": "k"}}},
        "review": {"by": "x", "unplaced": [{"text": "t", "where": "w", "page": 3}]},
        "explanations": [{"rule": "B1", "field": "f", "reason": "r", "when": "now"}],
    }
    file = storage.decode(json.dumps(content).encode())
    assert file.review.unplaced == (Unplaced("t", "w"),)
    assert file.explanations == (Explanation("B1", "f", "r"),)
    written = json.loads(storage.encode(file))
    assert written["later"] == [1.5, {"deep": "x"}]
    assert "1.5" in storage.encode(file).decode()
    assert written["report"]["cover"]["colour"] == "red"
    assert written["report"]["narrative"]["opening"]["font"] == "k"
    assert written["review"]["by"] == "x"
    assert written["review"]["unplaced"][0]["page"] == 3
    assert written["explanations"][0]["when"] == "now"


def test_unknown_keys_that_no_newer_program_wrote_are_told() -> None:
    content = {
        "format": "selfeval-report",
        "schema": 1,
        "report": {"cover": {"project_nmae": "x"}, "evaluators": [{"a": 1}]},
    }
    notes = storage.read(json.dumps(content).encode()).notes
    assert notes == ("文件里有本程序不认识的项目（project_nmae、a），会原样保留，但不会显示。",)


def test_whole_numbers_of_our_own_parts_are_numbers_again() -> None:
    number = strict_json.Number
    assert plain({"a": [number("3"), number("-2"), number("1.5"), number("-0")]}) == {"a": [3, -2, "1.5", "-0"]}


def test_nothing_unknown_costs_nothing() -> None:
    file = storage.new_file(Report(), "hechi-2018", file_id="1", now="2026-01-01T00:00:00Z")
    assert storage.decode(storage.encode(file)).unknown == file.unknown
