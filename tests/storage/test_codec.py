"""A report file and its bytes mean the same, for ever."""

import json
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from selfeval_gui import resources, storage
from selfeval_gui.report import edit
from selfeval_gui.report.model import Cover, Expenditure, Narrative, Report, Role
from selfeval_gui.report.text import Unparsed
from selfeval_gui.storage import migrations
from selfeval_gui.storage.file import ReportFile
from tests.storage.reports import files

GOLDEN = Path(__file__).parent / "golden"
NOW = "2026-01-01T00:00:00Z"


def file_of(report: Report) -> ReportFile:
    return storage.new_file(report, "hechi-2018", file_id="1", now=NOW)


def with_value(path: tuple[str | int, ...], value: Any) -> bytes:
    """The sample with one value of its JSON exchanged."""
    content = json.loads(resources.path("sample", "sample.zxzp.json").read_text(encoding="utf-8"))
    node = content
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return json.dumps(content, ensure_ascii=False).encode()


@given(files)
@settings(max_examples=200)
def test_what_is_encoded_decodes_to_the_same(file: ReportFile) -> None:
    data = storage.encode(file)
    back = storage.decode(data)
    assert back == file
    assert edit.changed_paths(file.report, back.report) == set()  # 1.0 and 1 are two values
    assert storage.encode(back) == data
    assert storage.read(data).notes == ()


@given(files)
def test_the_bytes_are_plain_json_in_utf8(file: ReportFile) -> None:
    data = storage.encode(file)
    content = json.loads(data.decode("utf-8"))
    assert data.endswith(b"}\n")
    assert b"\r" not in data
    assert list(content) == [
        "format", "schema", "form", "app", "id", "created", "modified", "state", "report", "review", "explanations",
        *(["printed"] if file.printed else []),
        "sha256",
    ]  # fmt: skip
    assert content["report"] == storage.report_object(file.report)


def test_keys_stand_in_the_form_s_order() -> None:
    report = storage.report_object(Report(expenditures=(Expenditure(),)))
    assert list(report) == [f.name for f in fields(Report)]
    assert list(report["cover"]) == [f.name for f in fields(Cover)]
    assert list(report["narrative"]) == [f.name for f in fields(Narrative)]
    assert list(report["expenditures"][0]) == ["item", "planned", "actual"]


@pytest.mark.parametrize("path", sorted(GOLDEN.iterdir()), ids=lambda path: path.name)
def test_a_file_of_every_version_opens_for_ever(path: Path) -> None:
    loaded = storage.load(path)
    assert (loaded.read_only, loaded.notes) == (False, ())
    report = loaded.file.report
    assert report.basic_info.project_leader == "韦𬱖"
    assert report.basic_info.address == "金城江区渡口巷𠮷字3号"
    assert report.basic_info.period_end == Unparsed("二〇二三年底")
    assert str(report.basic_info.planned_funds.total) == "120.50"
    assert report.basic_info.received_funds.other == Decimal("0.10")
    assert report.narrative.evaluation_date == Unparsed("2024-02-30")
    assert report.cover.report_date == date(2024, 2, 29)
    assert [row.role for row in report.evaluators] == [Role.LEADER, Role.DEPUTY, Role.MEMBER, Role.NONE]
    assert report.narrative.opening.linked
    assert not report.narrative.process.linked
    assert loaded.file.state == "final"
    assert loaded.file.review.source == {"name": "去年的报告.docx", "sha256": "ab" * 32, "pages": 12}
    assert loaded.file.review.unreviewed["cover.project_name"] == {"previous": "古渡口修缮（第二期）"}
    assert loaded.file.review.unplaced[1].text == "制\t表\t人"
    assert loaded.file.explanations[0].reason == "尾款跨年支付。"


def test_today_s_schema_is_one_that_was_released() -> None:
    """Whoever changes it has a golden file to add, and a step for older files to write."""
    versions = {storage.decode(path.read_bytes()).schema for path in GOLDEN.iterdir()}
    assert storage.decode(storage.encode(file_of(Report()))).schema == (1, 0)
    assert (1, 0) in versions


@pytest.mark.parametrize("path", sorted(GOLDEN.iterdir()), ids=lambda path: path.name)
def test_open_and_save_is_a_fixed_point(path: Path) -> None:
    first = storage.encode(storage.decode(path.read_bytes()))
    assert storage.encode(storage.decode(first)) == first
    own = {"app", "schema", "schema_minor", "sha256"}  # of the program that saves
    old, new = json.loads(path.read_bytes()), json.loads(first)
    assert {k: v for k, v in old.items() if k not in own} == {k: v for k, v in new.items() if k not in own}


def test_the_golden_file_leaves_no_blank_empty_that_could_be_filled() -> None:
    text = (GOLDEN / "schema-1.zxzp.json").read_text(encoding="utf-8")
    report = json.loads(text)["report"]
    assert all(report["cover"].values())
    assert all(
        section["text"] for section in report["narrative"].values() if isinstance(section, dict) and "text" in section
    )


def test_the_sample_opens_without_a_note() -> None:
    loaded = storage.load(resources.path("sample", "sample.zxzp.json"))
    assert loaded.notes == ()
    assert loaded.file.report.performance.score == Decimal("96.5")


@pytest.mark.parametrize(
    ("path", "raw", "value"),
    [
        ("basic_info.actual_expenditure", "8,000元", Decimal("0.8")),
        ("basic_info.actual_expenditure", 0.8, Decimal("0.8")),
        ("basic_info.actual_expenditure", "", None),
        ("basic_info.actual_expenditure", "约八千", Unparsed("约八千")),
        ("basic_info.actual_expenditure", 1e30, Unparsed("1e+30")),
        ("cover.report_date", "2026/3/12", date(2026, 3, 12)),
        ("cover.report_date", "2026-02-30", Unparsed("2026-02-30")),
        ("fiscal_year", "2025年", 2025),
        ("basic_info.postcode", 547000, "547000"),
        ("basic_info.phone", None, ""),
        ("basic_info.project_leader", "韦 𬱖", "韦𬱖"),
        ("cover.evaluation_type", "事中评价", "interim"),
        ("evaluators[0].role", "副组长", Role.DEPUTY),
    ],
)
def test_a_file_made_by_hand_is_understood(path: str, raw: Any, value: Any) -> None:
    read = storage.decode(with_value(("report", *edit.steps(path)), raw))
    assert edit.get(read.report, path) == value


def test_an_unreadable_amount_that_looks_like_one_stays_unreadable() -> None:
    # An importer may have met "1.005" under the unit 元: it must not come back as 1.005 万元.
    report = edit.put(Report(), "basic_info.actual_expenditure", Unparsed("1.005"))
    assert storage.decode(storage.encode(file_of(report))).report == report


def test_what_is_missing_is_empty() -> None:
    data = b'{"format": "selfeval-report", "schema": 1, "report": {"cover": {"project_name": "x"}}}'
    file = storage.decode(data)
    assert file.report == edit.put(Report(), "cover.project_name", "x")
    assert file.form == "hechi-2018"
    assert file.id == storage.decode(data).id != ""


def test_dangerous_characters_are_cleaned_and_counted() -> None:
    raw = json.loads(resources.path("sample", "sample.zxzp.json").read_text(encoding="utf-8"))
    raw["report"]["cover"]["project_name"] = "水\ud800利\u0000工\u202e程"
    content = storage.read(json.dumps(raw).encode())
    assert content.file.report.cover.project_name == "水利工程"
    assert content.notes == ("有 1 处文字含有不可见的字符或多余的空白，已经清理。",)


def test_unclean_texts_of_a_report_are_cleaned_when_written() -> None:
    report = edit.put(Report(), "performance.actual", "a\ud800\r\nb\u0000")
    assert storage.decode(storage.encode(file_of(report))).report.performance.actual == "a\nb"


def test_a_hand_edit_is_told_and_a_new_layout_is_not() -> None:
    data = storage.encode(file_of(edit.put(Report(), "cover.project_name", "甲")))
    assert storage.read(json.dumps(json.loads(data)).encode()).notes == ()
    assert storage.read(data.replace("甲".encode(), "乙".encode())).notes == ("文件曾被其他程序修改，请核对内容。",)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_other_encodings_are_read(encoding: str) -> None:
    file = storage.load(resources.path("sample", "sample.zxzp.json")).file
    data = storage.encode(file)
    content = storage.read(data.decode("utf-8").encode(encoding))
    assert content.file == file
    assert len(content.notes) == (encoding != "utf-8-sig")


def test_long_texts_are_told_and_very_long_ones_are_refused() -> None:
    content = storage.read(with_value(("report", "basic_info", "address"), "长" * 201))
    assert content.notes == ("“地址”（basic_info.address） 的内容超过了长度限制，请删减。",)
    with pytest.raises(storage.FileRefused, match=r"“地址”（basic_info\.address）的内容过长（20001 字）"):
        storage.read(with_value(("report", "basic_info", "address"), "长" * 20_001))


def test_many_rows_are_told_and_very_many_are_refused() -> None:
    content = storage.read(with_value(("report", "expenditures"), [{"item": "x"}] * 501))
    assert len(content.file.report.expenditures) == 501
    assert content.notes == ("“项目支出明细”（expenditures） 的内容超过了长度限制，请删减。",)
    with pytest.raises(storage.FileRefused, match="条数过多"):
        storage.read(with_value(("report", "expenditures"), [{}] * 5001))


def test_the_state_and_review_survive_a_replace() -> None:
    file = replace(file_of(Report()), state="final", schema=(1, 7))
    assert storage.decode(storage.encode(file)).schema == (1, 7)


def test_steps_from_an_older_schema_are_named_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = {1: ("一到二。", lambda raw: {**raw, "two": True}), 2: ("二到三。", lambda raw: {**raw, "three": True})}
    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(migrations, "MAJOR", 3)
    assert migrations.needed(1) == ["一到二。", "二到三。"]
    assert migrations.needed(2) == ["二到三。"]
    assert migrations.needed(3) == []
    assert migrations.migrate({}, 1) == {"two": True, "three": True}
    assert migrations.migrate({}, 4) == {}
