"""`selfeval recover`: what recovery copies hold, and one of them in a file."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from selfeval_gui import resources, storage
from selfeval_gui.cli import main
from selfeval_gui.storage import holder, recovery
from selfeval_gui.storage.recovery import Copy, Slots, State

Captured = pytest.CaptureFixture[str]
STAMP = "2026-03-02T04:00:00Z"
GONE = replace(holder.this_process(STAMP), pid=2**22 + 1)
BODY = resources.path("sample", "sample.zxzp.json").read_bytes()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SELFEVAL_HOME", str(tmp_path))
    root = tmp_path / "data" / "recovery"
    for state, path, body in (
        (State.SAVED, "/文档/一.zxzp.json", BODY),
        (State.UNSAVED, "", BODY),
        (State.DISCARDED, "/文档/二.zxzp.json", b"{"),
    ):
        Slots.begin(root, GONE).write(Copy(state, "id", path, "", STAMP, ("cover.project_name",), body))
    return tmp_path


def test_the_list_is_of_unsaved_work_and_all_of_everything(home: Path, capsys: Captured) -> None:
    assert main(["recover"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("2　")
    assert "未保存　改动 1 处　（从未保存过）" in line
    assert main(["recover", "--all"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("　")[0] for line in lines] == ["3", "2", "1"]
    assert "已选“不保存”" in lines[0]
    assert "/文档/二.zxzp.json" in lines[0]
    assert "已保存　改动 1 处　/文档/一.zxzp.json" in lines[2]


def test_the_list_for_programs(home: Path, capsys: Captured) -> None:
    listed = []
    for words in (["recover", "--json"], ["recover", "--json", "--all"]):
        assert main(words) == 0
        found = json.loads(capsys.readouterr().out)
        listed.append([(one["number"], one["state"], one["path"]) for one in found])
    unsaved = (2, "unsaved", None)
    assert listed[0] == [unsaved]
    assert listed[1] == [(3, "discarded", "/文档/二.zxzp.json"), unsaved, (1, "saved", "/文档/一.zxzp.json")]


def test_work_that_is_decided_about_is_not_called_unsaved(home: Path, capsys: Captured) -> None:
    for session in recovery.sessions(home / "data" / "recovery", GONE):
        recovery.mark(session.folder, State.IGNORED)
    assert main(["recover"]) == 0
    assert "没有未保存的内容。另有 3 份处理过的留底" in capsys.readouterr().err


def test_copies_beside_a_document_are_found_when_it_is_named(home: Path, capsys: Captured) -> None:
    document = home / "U盘" / "报告.zxzp.json"
    document.parent.mkdir()
    copies = recovery.Copies(GONE)
    (home / "file").write_bytes(b"no folder")
    roots = [home / "file" / "recovery", document.parent / recovery.SPARE]
    copies.write(Copy(State.UNSAVED, "id", str(document), "", STAMP, (), BODY), roots)
    assert main(["recover"]) == 0
    assert str(document) not in capsys.readouterr().out
    assert main(["recover", "--beside", str(document)]) == 0
    assert str(document) in capsys.readouterr().out


def test_a_copy_is_written_as_it_is_and_stays(home: Path, capsys: Captured) -> None:
    target = home / "恢复.zxzp.json"
    assert main(["recover", "2", "-o", str(target)]) == 0
    assert target.read_bytes() == BODY
    assert storage.load(target)
    assert main(["recover", "2", "-o", str(target)]) == 3
    assert "已存在" in capsys.readouterr().err
    found = recovery.sessions(home / "data" / "recovery", GONE)
    assert [one.copy.state for one in found] == [State.DISCARDED, State.UNSAVED, State.SAVED]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["9", "-o", "x.json"], 3, "没有编号为 9"),
        (["3", "-o", "x.json"], 3, "打不开"),
        (["2"], 2, "写到哪里"),
        (["-o", "x.json"], 2, "哪一份"),
        (["甲", "-o", "x.json"], 2, "不是序号"),
    ],
)
def test_what_cannot_be_done_is_told(words: list[str], status: int, said: str, home: Path, capsys: Captured) -> None:
    assert main(["recover", *words]) == status
    assert said in capsys.readouterr().err


def test_nothing_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setenv("SELFEVAL_HOME", str(tmp_path))
    assert main(["recover"]) == 0
    assert "没有未保存的内容" in capsys.readouterr().err
