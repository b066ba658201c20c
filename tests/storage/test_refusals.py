"""Whatever a file holds: it is opened, or refused with one Chinese sentence that says what to do."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval_gui import resources, storage
from tests.storage.test_codec import with_value

SAMPLE = resources.path("sample", "sample.zxzp.json").read_bytes()


def refusal(data: bytes) -> str:
    with pytest.raises(storage.FileRefused) as caught:
        storage.load_bytes(data)
    assert str(caught.value) == caught.value.sentence
    return caught.value.sentence


def is_whole(sentence: str) -> bool:
    return sentence.endswith("。") and bool(re.search("文件没有改动|请", sentence))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "是空的"),
        (b" \n\t", "是空的"),
        (b"\0" * 4096, "空字节"),
        (SAMPLE[: len(SAMPLE) // 2], "不完整或已损坏"),
        (b"hello", "不完整或已损坏（第 1 行）"),
        (b'{"a": 1,\n"b": }', "第 2 行"),
        (b'{"a": "x\ty"}', "不完整或已损坏"),
        (b"[1, 2]", "不是项目支出绩效自评报告"),
        (b"{}", "不是项目支出绩效自评报告"),
        (b"null", "不是项目支出绩效自评报告"),
        (b'{"format": "other"}', "不是项目支出绩效自评报告"),
        (b'{"a": 1,\n\n"a": 2}', "两个“a”，无法判断以哪个为准（第 3 行）"),
        (b'{"a": {"b": 1,\n"\\u0062": 2}}', "（第 2 行）"),
        (b'{"a":\nNaN}', "（NaN）（第 2 行）"),
        (b'{"a": -Infinity}', "（-Infinity）（第 1 行）"),
        (b'{"a":\n' + b"9" * 5000 + b"}", "过长的数字（第 2 行）"),
        (b"[" * 33 + b"]" * 33, "层次过多（第 1 行）"),
        (b"\n" + b"[" * 100_000, "层次过多（第 2 行）"),
        (b'{"a":' * 100_000, "层次过多（第 1 行）"),
        (b"[" + b"1," * 600_000 + b"1]", "数据项过多"),
        (b"{" + b" " * 20_000_000 + b"}", "太大"),
        (b"\xff\xff\x81", "编码无法识别"),
        (b"%PDF-1.7 ...", "这是PDF 文件"),
        (b"PK\x03\x04...", "这是Word、Excel 或压缩文件"),
        (b"\xd0\xcf\x11\xe0...", "这是旧版 Word、Excel 或 WPS 文件"),
        (b"\x89PNG....", "这是图片"),
    ],
)
def test_what_is_no_report_is_refused(data: bytes, says: str) -> None:
    sentence = refusal(data)
    assert says in sentence
    assert is_whole(sentence)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("schema",), None, "（schema）"),
        (("schema",), "1", "（schema）"),
        (("schema",), 1.0, "（schema）"),
        (("schema",), True, "（schema）"),
        (("schema",), 0, "版本 0 不存在"),
        (("schema",), -1, "（schema）"),
        (("schema",), 10**9, "（schema）"),
        (("schema_minor",), "x", "（schema_minor）"),
        (("form",), "other-2030", "表样“other-2030”"),
        (("form",), 3, "（form）"),
        (("state",), "open", "（state）"),
        (("id",), [], "（id）"),
        (("report",), None, "（report）"),
        (("report", "cover"), [], "“cover”"),
        (("report", "cover", "project_name"), {}, "“项目名称”（cover.project_name）"),
        (("report", "cover", "project_name"), ["x"], "“项目名称”"),
        (("report", "cover", "project_name"), {"unparsed": "x"}, "“项目名称”"),
        (("report", "cover", "evaluation_type"), "later", "“评价类型”（cover.evaluation_type）的选项无法识别"),
        (("report", "evaluators", 0, "role"), "captain", "“组内分工”（evaluators[0].role）"),
        (("report", "expenditures"), {}, "“项目支出明细”（expenditures）应当是一个列表"),
        (("report", "expenditures", 1), "x", "“expenditures[1]”"),
        (("report", "expenditures", 1, "planned"), True, "“计划支出数”（expenditures[1].planned）"),
        (("report", "expenditures", 1, "planned"), {"unparsed": 3}, "“计划支出数”"),
        (("report", "narrative", "opening"), "text", "“开头段”（narrative.opening）"),
        (("report", "narrative", "opening", "linked"), 1, "（narrative.opening.linked）"),
        (("review",), [], "（review）"),
        (("review", "source"), "x", "（review.source）"),
        (("review", "unreviewed"), {"a": "x"}, "（review.unreviewed）"),
        (("review", "unplaced"), ["x"], "（unplaced[0]）"),
        (("review", "unplaced"), [{"text": 3}], "text"),
        (("explanations",), "x", "（explanations）"),
    ],
)
def test_a_report_that_is_not_as_it_must_be_is_refused_by_name(path: tuple[Any, ...], value: Any, says: str) -> None:
    sentence = refusal(with_value(path, value))
    assert says in sentence
    assert is_whole(sentence)


def test_a_newer_major_version_opens_for_reading_only(tmp_path: Path) -> None:
    raw = json.loads(SAMPLE)
    raw["schema"] = 2
    raw["report"]["cover"]["evaluation_type"] = "after_all"
    raw["report"]["evaluators"] = {"people": []}
    path = tmp_path / "新.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    loaded = storage.load(path)
    assert loaded.read_only
    assert loaded.file.report.cover.project_name == "山区缺水村屯应急供水保障"
    assert loaded.file.report.evaluators == ()
    assert "只读" in loaded.notes[0]
    assert any("评价类型" in note for note in loaded.notes)
    outcome = storage.save(loaded.file, tmp_path / "b.json", expected_digest=None)
    assert not outcome.ok
    assert "升级" in outcome.sentence
    assert [entry.name for entry in tmp_path.iterdir()] == ["新.json"]
    with pytest.raises(storage.FileRefused, match="结构版本 2"):
        storage.decode(path.read_bytes())


def test_a_newer_major_version_without_a_report_is_refused() -> None:
    assert "report" in refusal(b'{"format": "selfeval-report", "schema": 2, "content": {}}')


@pytest.mark.parametrize("name", ["没有.json", "a/b/c.json", "folder", "x" * 300, "nul\0.json"])
def test_what_cannot_be_opened_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(storage.FileRefused) as caught:
        storage.load(tmp_path / name)
    assert is_whole(caught.value.sentence)


def test_a_refusal_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "坏.json"
    path.write_bytes(b"{")
    with pytest.raises(storage.FileRefused, match=r"打不开“坏\.json”："):
        storage.load(path)


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    import os

    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(storage.FileRefused, match="不是文件"):
        storage.load(tmp_path / "pipe.json")


def test_a_big_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    with path.open("wb") as stream:
        stream.truncate(10**12)  # sparse: reading it would fill the memory
    with pytest.raises(storage.FileRefused, match="太大"):
        storage.load(path)


@given(st.integers(0, len(SAMPLE) - 1), st.binary(min_size=0, max_size=3), st.integers(0, 3))
def test_a_damaged_file_opens_or_is_refused(at: int, inserted: bytes, dropped: int) -> None:
    damaged = SAMPLE[:at] + inserted + SAMPLE[at + dropped :]
    try:
        file = storage.read(damaged).file
    except storage.FileRefused:
        assert is_whole(refusal(damaged))
    else:
        assert storage.decode(storage.encode(file)).report == file.report


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=1))
def test_a_change_of_meaning_never_stays_silent(where: int, byte: bytes) -> None:
    """Of a file with a hash: a byte that changes the report is noticed, or refused."""
    data = storage.encode(storage.decode(SAMPLE))
    at = where % len(data)
    damaged = data[:at] + byte + data[at + 1 :]
    try:
        content = storage.read(damaged)
    except storage.FileRefused:
        return
    if content.file != storage.decode(data):
        assert content.notes


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    assert is_whole(refusal(data))
