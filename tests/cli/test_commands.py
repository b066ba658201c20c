"""Every command, run in this process: what it writes, what it says, and its exit status."""

import errno
import io
import json
import os
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from selfeval_gui import resources, storage
from selfeval_gui.cli import main
from selfeval_gui.report.dates import year_reported_on
from selfeval_gui.report.edit import put
from selfeval_gui.report.form import load
from selfeval_gui.report.live import insert
from selfeval_gui.report.model import Section
from tests.printing.fontmaking import collection, tiny_font, with_damaged_outlines, write

LAST_YEAR = resources.path("sample", "last_year.txt")
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def sample(tmp_path: Path, capsys: Captured) -> Path:
    path = tmp_path / "样例.zxzp.json"
    assert main(["sample", "-o", str(path)]) == 0
    capsys.readouterr()
    return path


def newer(sample: Path, path: Path) -> Path:
    content = json.loads(sample.read_bytes())
    path.write_text(json.dumps(content | {"schema": 2}), encoding="utf-8")
    return path


# --- new, sample


def test_sample_writes_the_sample(sample: Path) -> None:
    loaded = storage.load(sample)
    assert loaded.notes == ()
    assert loaded.file == storage.load(resources.path("sample", "sample.zxzp.json")).file


def test_new_writes_a_blank_report(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "新.zxzp.json"
    assert main(["new", "-o", str(path), "--year", "2024"]) == 0
    assert capsys.readouterr() == ("", f"已保存：{path}\n")
    file = storage.load(path).file
    assert file.report.fiscal_year == 2024
    assert file.report.cover.form_issuer == "河池市财政局"
    assert len(file.report.expenditures) == 7
    assert file.created == file.modified != ""
    other = tmp_path / "b.json"
    assert main(["new", "-o", str(other)]) == 0
    assert storage.load(other).file.id != file.id


@pytest.mark.parametrize(("month", "year"), [(1, 2025), (6, 2025), (7, 2026), (12, 2026)])
def test_the_year_reported_on(month: int, year: int) -> None:
    assert year_reported_on(2026, month) == year


@pytest.mark.parametrize("command", ["new", "sample"])
def test_an_existing_file_is_not_overwritten_without_force(command: str, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"mine")
    assert main([command, "-o", str(path)]) == 3
    assert capsys.readouterr().err == f"错误：“{path}”已存在，没有覆盖。请换一个文件名，或加上 --force 覆盖它。\n"
    assert path.read_bytes() == b"mine"
    assert main([command, "-o", str(path), "--force"]) == 0
    assert storage.load(path).notes == ()


def test_a_missing_folder_is_told(tmp_path: Path, capsys: Captured) -> None:
    assert main(["new", "-o", str(tmp_path / "没有" / "a.json")]) == 3
    assert "找不到文件夹" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("number", "says"), [(errno.ENOSPC, "磁盘空间不足"), (errno.EACCES, "没有写入"), (errno.EROFS, "只读")]
)
def test_what_the_disk_refuses_is_told(
    number: int, says: str, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> int:
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "write", refuse)
    assert main(["new", "-o", str(tmp_path / "a.json")]) == 3
    monkeypatch.undo()
    assert says in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


# --- validate


def test_validate_tells_what_the_file_is(sample: Path, capsys: Captured) -> None:
    assert main(["validate", str(sample)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.splitlines() == [
        f"可以打开：{sample}",
        "结构版本：1.0（本程序的版本：1.0）",
        "表样：河池市项目支出绩效自评报告（hechi-2018）",
        "状态：草稿",
        "升级：不需要",
    ]


def test_validate_as_json(sample: Path, capsys: Captured, tmp_path: Path) -> None:
    assert main(["validate", str(sample), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "readable": True, "read_only": False, "schema": "1.0", "form": "hechi-2018", "state": "draft",
        "migrations": [], "notes": [],
    }  # fmt: skip
    assert main(["validate", str(newer(sample, tmp_path / "n.json")), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["read_only"], told["schema"]) == (True, "2.0")
    assert "更新的版本" in told["notes"][0]


def test_validate_refuses_what_is_no_report(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'{"a": 1,\n "a": 2}')
    assert main(["validate", str(path)]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert "（第 2 行）" in said.err
    assert main(["validate", str(path), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["readable"] is False
    assert main(["validate", str(tmp_path / "没有.json")]) == 3


# --- import


def test_import_makes_a_report_file(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.zxzp.json"
    assert main(["import", str(LAST_YEAR), "-o", str(path)]) == 0
    said = capsys.readouterr()
    assert "  项目名称：山区缺水村屯应急供水保障" in said.out.splitlines()
    assert f"已保存：{path}" in said.err
    loaded = storage.load(path)
    assert loaded.notes == ()
    assert loaded.file.report.cover.project_name == "山区缺水村屯应急供水保障"
    assert loaded.file.review.source == {"file": "last_year.txt", "imported": loaded.file.created}


def test_import_as_json_prints_one_object(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.zxzp.json"
    assert main(["import", str(LAST_YEAR), "--json"]) == 0
    alone = json.loads(capsys.readouterr().out)
    assert main(["import", str(LAST_YEAR), "--json", "-o", str(path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == alone
    assert list(told) == ["report", "recognised", "unplaced", "warnings"]
    assert told["report"] == json.loads(path.read_bytes())["report"]
    assert "cover.project_name" in told["recognised"]
    assert all(set(piece) == {"text", "where"} for piece in told["unplaced"])
    assert told["report"]["basic_info"]["actual_expenditure"] == "108.47"


def test_what_is_not_placed_is_listed_and_kept(tmp_path: Path, capsys: Captured) -> None:
    source, path = tmp_path / "a.txt", tmp_path / "a.json"
    text = LAST_YEAR.read_text(encoding="utf-8").replace("联系电话", "车辆牌照：桂M00000\n联系电话", 1)
    source.write_text(text, encoding="utf-8")
    assert main(["import", str(source), "-o", str(path)]) == 0
    unplaced = storage.load(path).file.review.unplaced
    out = capsys.readouterr().out
    assert ("没有放入报告的内容" in out) == bool(unplaced)
    assert all(piece.text.split("\n")[0][:20] in out for piece in unplaced)


def test_import_takes_the_program_s_own_file(sample: Path, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "b.json"
    assert main(["import", str(sample), "-o", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["report"] == json.loads(sample.read_bytes())["report"]
    assert told["unplaced"] == told["warnings"] == []
    assert "narrative.process.text" in told["recognised"]
    assert path.read_bytes() == sample.read_bytes()


def test_an_exported_pdf_gives_the_report_back(sample: Path, tmp_path: Path) -> None:
    pdf, path = tmp_path / "a.pdf", tmp_path / "b.json"
    assert main(["export", str(sample), "--pdf", str(pdf)]) == 0
    assert main(["import", str(pdf), "-o", str(path)]) == 0
    assert path.read_bytes() == sample.read_bytes()
    assert main(["export", str(sample), "--pdf", str(pdf), "--force", "--no-data"]) == 0
    assert main(["import", str(pdf), "-o", str(path), "--force"]) == 3


def test_import_of_a_newer_file_writes_nothing(sample: Path, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "b.json"
    assert main(["import", str(newer(sample, tmp_path / "n.json")), "-o", str(path)]) == 3
    assert "升级" in capsys.readouterr().err
    assert not path.exists()


def test_one_of_two_reports_in_a_file(tmp_path: Path, capsys: Captured) -> None:
    text = LAST_YEAR.read_text(encoding="utf-8")
    both, path = tmp_path / "两份.txt", tmp_path / "新.zxzp.json"
    both.write_text(text + "\n" + text.replace("卢思齐", "石㛃"), encoding="utf-8")
    assert main(["import", str(both), "-o", str(path)]) == 3
    assert "--report 2  第 2 份：" in capsys.readouterr().err
    assert main(["import", str(both), "--report", "2", "-o", str(path)]) == 0
    assert storage.load(path).file.report.basic_info.project_leader == "石㛃"
    assert main(["import", str(both), "--report", "0", "-o", str(path)]) == 2
    assert main(["import", str(both), "--report", "3", "-o", str(path), "--force"]) == 3


@pytest.mark.parametrize("own", [True, False], ids=["own", "foreign"])
def test_rollover_makes_next_years_draft(own: bool, sample: Path, tmp_path: Path, capsys: Captured) -> None:
    source, path = sample if own else LAST_YEAR, tmp_path / "明年.zxzp.json"
    last = storage.load(sample).file.report.fiscal_year if own else 2024
    assert isinstance(last, int)
    assert main(["rollover", str(source), "-o", str(path)]) == 0
    file = storage.load(path).file
    assert (file.report.fiscal_year, file.state, file.explanations) == (last + 1, "draft", ())
    assert file.id != storage.load(sample).file.id
    assert file.report.performance.score is None
    assert file.review.source is not None
    assert (file.review.source["file"], file.review.source["year"]) == (source.name, last)
    assert file.review.unreviewed["basic_info.phone"]["previous"] == file.report.basic_info.phone
    assert "未核对" in capsys.readouterr().err
    assert main(["rollover", str(source), "--year", str(last), "-o", str(path), "--force"]) == 0
    assert "没有更晚" in capsys.readouterr().err
    assert main(["validate", str(path)]) == 0


def test_rollover_takes_the_figures_along_that_follow_the_tables(sample: Path, tmp_path: Path) -> None:
    file, path = storage.load(sample).file, tmp_path / "明年.zxzp.json"
    report = put(file.report, "narrative.process", Section(False, "支出，专账核算。"))
    report, live = insert(report, load(file.form), (), "narrative.process.text", 2, 2, "spent")
    sample.write_bytes(storage.encode(replace(file, report=report, live=live)))
    assert main(["rollover", str(sample), "-o", str(path)]) == 0
    new = storage.load(path).file
    assert [one.text for one in new.live] == ["【实际支出】"]
    assert new.report.narrative.process.text == "支出【实际支出】，专账核算。"


def test_rollover_of_a_report_without_a_year_asks_for_one(tmp_path: Path, capsys: Captured) -> None:
    path, new = tmp_path / "a.txt", tmp_path / "b.json"
    path.write_text("项目负责人\t石㛃\n邮编\t547000\n综合得分\t95\n自评等次\t优秀\n地址\t某路\n", encoding="utf-8")
    assert main(["rollover", str(path), "-o", str(new)]) == 2
    assert "--year" in capsys.readouterr().err
    assert main(["rollover", str(path), "-o", str(new), "--year", "2026"]) == 0
    assert storage.load(new).file.report.basic_info.project_leader == "石㛃"


def test_import_needs_to_know_where_to(capsys: Captured) -> None:
    assert main(["import", str(LAST_YEAR)]) == 2
    assert "缺少 -o" in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"", b"{", b"\x00\x01\x02\xff" * 9, b"%PDF-1.4 x", b"PK\x03\x04 x", b"\x89PNG x"])
def test_what_cannot_be_imported_is_told(data: bytes, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(data)
    assert main(["import", str(path), "-o", str(tmp_path / "b.json")]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch("错误：.*。\n", said.err)
    assert not (tmp_path / "b.json").exists()


# --- export


def test_export_makes_a_pdf_that_carries_its_data(sample: Path, tmp_path: Path, capsys: Captured) -> None:
    pdf = tmp_path / "a.pdf"
    assert main(["export", str(sample), "--pdf", str(pdf)]) == 0
    assert capsys.readouterr() == ("", f"已导出：{pdf}\n")
    reader = pypdf.PdfReader(pdf)
    assert "山区缺水村屯应急供水保障" in (reader.metadata.title or "" if reader.metadata else "")
    assert reader.attachments["report.zxzp.json"] == [sample.read_bytes()]
    assert main(["export", str(sample), "--pdf", str(pdf), "--no-data", "--force"]) == 0
    assert not pypdf.PdfReader(pdf).attachments


def test_export_does_not_overwrite(sample: Path, tmp_path: Path, capsys: Captured) -> None:
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"mine")
    assert main(["export", str(sample), "--pdf", str(pdf)]) == 3
    assert "已存在" in capsys.readouterr().err
    assert pdf.read_bytes() == b"mine"


def test_export_of_many_goes_on_after_a_bad_one(sample: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "again").mkdir()
    twin = tmp_path / "again" / sample.name
    twin.write_bytes(sample.read_bytes())
    bad = tmp_path / "坏.json"
    bad.write_bytes(b"[]")
    assert main(["export", str(sample), str(bad), str(twin), "--to", str(tmp_path / "out")]) == 3
    lines = capsys.readouterr().err.splitlines()
    assert [line[:5] for line in lines] == ["[1/3]", "[2/3]", "[3/3]", "错误：有 "]
    assert sorted(entry.name for entry in (tmp_path / "out").iterdir()) == ["样例(2).pdf", "样例.pdf"]
    assert main(["export", str(sample), "--to", str(tmp_path / "out"), "--force"]) == 0


def test_export_refuses_what_it_cannot_print_whole(sample: Path, tmp_path: Path, capsys: Captured) -> None:
    pdf = tmp_path / "a.pdf"
    assert main(["export", str(newer(sample, tmp_path / "n.json")), "--pdf", str(pdf)]) == 3
    assert "不能导出" in capsys.readouterr().err
    assert main(["export", str(LAST_YEAR), "--pdf", str(pdf)]) == 3
    assert main(["export", str(tmp_path / "没有.json"), "--pdf", str(pdf)]) == 3
    assert main(["export", str(sample), "--to", str(sample / "没有")]) == 3
    assert main(["export", str(sample), "--to", str(tmp_path / ("长" * 300))]) == 3
    assert main(["export", str(sample), "--pdf", str(tmp_path / f"{'长' * 300}.pdf")]) == 3
    assert "没有料到" not in capsys.readouterr().err
    assert not pdf.exists()


def test_hints_about_a_file_are_told(sample: Path, tmp_path: Path, capsys: Captured) -> None:
    sample.write_bytes(sample.read_bytes().replace("水利局".encode(), "水务局".encode()))
    assert main(["export", str(sample), "--pdf", str(tmp_path / "a.pdf")]) == 0
    assert "文件曾被其他程序修改" in capsys.readouterr().err


def test_an_exported_report_prints_its_texts(tmp_path: Path) -> None:
    file = storage.load(resources.path("sample", "sample.zxzp.json")).file
    report = put(file.report, "cover.project_name", "<b>&amp;水</b>")
    path, pdf = tmp_path / "a.json", tmp_path / "a.pdf"
    assert storage.save(storage.new_file(report, file.form, file_id="1", now=""), path, expected_digest=None).ok
    assert main(["export", str(path), "--pdf", str(pdf)]) == 0
    assert "<b>&amp;水</b>" in pypdf.PdfReader(pdf).pages[0].extract_text()


def test_the_draft_mark_is_printed_when_asked_for(sample: Path, tmp_path: Path) -> None:
    marked, plain = tmp_path / "a.pdf", tmp_path / "b.pdf"
    assert main(["export", str(sample), "--pdf", str(marked), "--draft"]) == 0
    assert main(["export", str(sample), "--pdf", str(plain), "--final"]) == 0
    assert all("草稿" in page.extract_text() for page in pypdf.PdfReader(marked).pages)
    assert not any("草稿" in page.extract_text() for page in pypdf.PdfReader(plain).pages)


def test_characters_that_cannot_be_printed_are_named_with_their_field(tmp_path: Path, capsys: Captured) -> None:
    file = storage.load(resources.path("sample", "sample.zxzp.json")).file
    report = put(
        put(file.report, "expenditures[1].item", "甲\U000f0000乙"), "performance.actual", "丙\U000f0001\U000f0000"
    )
    path, pdf = tmp_path / "a.json", tmp_path / "a.pdf"
    assert storage.save(storage.new_file(report, file.form, file_id="1", now=""), path, expected_digest=None).ok
    assert main(["export", str(path), "--pdf", str(pdf)]) == 0
    hints = [line for line in capsys.readouterr().err.splitlines() if line.startswith("提示")]
    assert [re.findall("“(.*?)”", line) for line in hints] == [
        ["支出内容（第 2 行）", "\U000f0000"],
        ["实际", "\U000f0001\U000f0000"],
    ]
    assert pdf.read_bytes().startswith(b"%PDF")


# --- fonts


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This user's folder of fonts, with a 仿宋 and a 宋体 of few characters in it."""
    for variable in ("HOME", "LOCALAPPDATA", "USERPROFILE", "WINDIR"):
        monkeypatch.setenv(variable, str(tmp_path / "user"))
    folder = tmp_path / "user" / ("Microsoft/Windows/Fonts" if sys.platform == "win32" else ".local/share/fonts")
    write(folder / "SIMFANG.TTF", tiny_font({"单": 1000, "位": 900}, "FangSong", "仿宋"))
    write(folder / "simsun.ttc", collection([tiny_font({"一": 1000}, "SimSun", "宋体")]))
    return folder


def test_fonts_shows_what_is_installed(installed: Path, capsys: Captured) -> None:
    assert main(["fonts"]) == 0
    row = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("仿宋"))
    assert row.startswith("仿宋：仿宋（本机已安装，SIMFANG.TTF）；缺字时依次用：")
    assert main(["fonts", "--json"]) == 0
    rows = {row["style"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["fangsong"]["file"] == str(installed / "SIMFANG.TTF")
    assert (rows["fangsong"]["bundled"], rows["song"]["bundled"]) == (False, False)
    assert main(["fonts", "--bundled-fonts"]) == 0
    assert "本机已安装" not in capsys.readouterr().out


def test_installed_fonts_are_used_unless_told_otherwise(installed: Path, sample: Path, tmp_path: Path) -> None:
    usual, same = tmp_path / "a.pdf", tmp_path / "b.pdf"
    assert main(["export", str(sample), "--pdf", str(usual)]) == 0
    assert main(["export", str(sample), "--pdf", str(same), "--bundled-fonts"]) == 0
    assert len(usual.read_bytes()) != len(same.read_bytes())
    pages = pypdf.PdfReader(usual).pages
    assert "项目单位" in "".join(page.extract_text() for page in pages)
    for name in ("SIMFANG.TTF", "simsun.ttc"):
        (installed / name).unlink()
    again = tmp_path / "c.pdf"
    assert main(["export", str(sample), "--pdf", str(again), "--bundled-fonts"]) == 0
    assert again.read_bytes() == same.read_bytes()


def test_fonts_lists_every_style(capsys: Captured) -> None:
    assert main(["fonts"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("：")[0] for line in lines] == ["宋体", "小标宋", "黑体", "仿宋", "楷体"]
    assert main(["fonts", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert all(Path(row["file"]).is_file() for row in rows)


def test_a_damaged_installed_font_ends_in_a_sentence(
    installed: Path, sample: Path, tmp_path: Path, capsys: Captured
) -> None:
    write(installed / "SIMFANG.TTF", with_damaged_outlines(tiny_font({"单": 1000, "位": 900}, "FangSong", "仿宋")))
    pdf = tmp_path / "a.pdf"
    assert main(["export", str(sample), "--pdf", str(pdf)]) == 3
    assert "字体文件已损坏：SIMFANG.TTF。请加上 --bundled-fonts 再试" in capsys.readouterr().err
    assert main(["export", str(sample), "--pdf", str(pdf), "--bundled-fonts"]) == 0


# --- wrong use, and what goes wrong at large


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["bogus"], "没有“bogus”，可以写 import、"),
        (["import"], "缺少 文件"),
        (["new"], "缺少 -o/--output"),
        (["new", "-o"], "-o/--output：后面要写一个值"),
        (["new", "-o", "x.json", "--year", "20250"], "不是年份"),
        (["new", "-o", "x.json", "--bogus"], "不认识的参数：--bogus"),
        (["new", "-o", "x.json", "--forc"], "不认识的参数：--forc"),
        (["new", "-o", "x.json", "--force=3"], "后面不能带值“3”"),
        (["export", "a"], "--pdf、--docx、--xlsx 和 --to"),
        (["export", "a", "--pdf", "b.pdf", "--to", "c"], "--pdf、--docx、--xlsx 和 --to"),
        (["export", "a", "b", "--pdf", "c.pdf"], "--to 文件夹"),
        (["export", "--pdf", "c.pdf"], "缺少 文件"),
        (["export", "a", "--pdf", "c.pdf", "--draft", "--final"], "不能与 --draft 同时使用"),
        (["--debug"], "缺少 命令"),
        (["export", "a", "--pdf", "c"], "文件名“c”要以 .pdf 结尾"),
        (["export", "a", "--xlsx", "a.json"], "要以 .xlsx 结尾"),
        (["summary", "a", "-o", "b.pdf"], "要以 .xlsx 结尾"),
        (["handover", "a", "--zip", "b.pdf"], "要以 .zip 结尾"),
        (["backup", "-o", "b.json"], "要以 .zip 结尾"),
        (["new", "-o", "x"], "文件名“x”要以 .json 结尾"),
    ],
)
def test_wrong_use_is_explained(words: list[str], says: str, capsys: Captured) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert says in said.err
    assert said.err.splitlines()[-1].startswith("错误：")


def test_no_command_shows_the_help(capsys: Captured) -> None:
    assert main([]) == 2
    assert "用法：selfeval" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--help"], ["import", "-h"], ["--version"]])
def test_help_and_version_are_results(words: list[str], capsys: Captured) -> None:
    assert main(words) == 0
    said = capsys.readouterr()
    assert said.out
    assert said.err == ""


def break_something(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def broken(_: Any) -> str:
        raise error

    monkeypatch.setattr(os.path, "realpath", broken)


def test_the_unforeseen_is_one_sentence(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    break_something(monkeypatch, ZeroDivisionError("secret"))
    assert main(["new", "-o", str(tmp_path / "a.json")]) == 3
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "没有料到的错误（ZeroDivisionError）" in said
    assert "secret" not in said
    for words in (["--debug", "new"], ["new", "--debug"]):
        assert main([*words, "-o", str(tmp_path / "a.json")]) == 3
        assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_ends_with_130(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    break_something(monkeypatch, KeyboardInterrupt())
    assert main(["new", "-o", str(tmp_path / "a.json")]) == 130
    assert capsys.readouterr().err == "已中断。\n"


def test_missing_streams_are_borne(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["new", "-o", str(tmp_path / "a.json")]) == 0
    assert main(["fonts"]) == 0
    assert main(["--help"]) == 0
    assert main(["bogus"]) == 2


class _Pipe(io.StringIO):
    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def write(self, text: str) -> int:  # noqa: ARG002
        raise self.error


def test_a_reader_that_goes_away_is_borne(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr(sys, "stdout", _Pipe(BrokenPipeError(errno.EPIPE, "broken")))
    assert main(["fonts"]) == 3
    assert capsys.readouterr().err == ""


def test_a_full_disk_behind_standard_output_is_told(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    monkeypatch.setattr(sys, "stdout", _Pipe(OSError(errno.ENOSPC, "full")))
    assert main(["fonts"]) == 3
    assert "写不到标准输出" in capsys.readouterr().err


def test_a_name_does_not_steer_the_terminal(tmp_path: Path, capsys: Captured) -> None:
    assert main(["validate", str(tmp_path / "\x1b[31m\x9b.json")]) == 3
    said = capsys.readouterr().err
    assert "\x1b" not in said
    assert "\x9b" not in said


ALLOWED = {
    "selfeval", "import", "rollover", "report", "check", "export", "new", "sample", "validate",  # names of commands
    "fonts", "help", "version", "debug", "output", "force", "json", "pdf", "to", "no", "data", "year",  # of options
    "draft", "final", "bundled", "last", "record", "xlsx", "docx", "template", "finalize", "reason", "undo", "selftest",
    "backup", "restore", "history", "zip", "recover", "all", "beside", "official",
    "summary", "handover", "compare", "formats", "jobs", "continuous", "double", "sided",
    "PDF", "JSON", "Word", "Excel", "zxzp", "hechi", "ttf", "song", "xiaobiaosong", "hei", "fangsong", "kai", "txt",
}  # fmt: skip


def test_nothing_is_said_in_english(sample: Path, tmp_path: Path, capsys: Captured) -> None:
    commands = ["import", "rollover", "check", "finalize", "export", "new", "sample", "validate", "selftest", "fonts"]
    commands += ["backup", "restore", "summary", "handover", "compare"]
    commands += ["recover"]
    alone = ("fonts", "selftest")  # that need no more words
    runs = [
        [], ["--help"], ["--version"], ["bogus"], ["import", "x"], ["export", "x"], ["new", "-o"], ["new", "--oops"],
        *([command, "--help"] for command in commands), *([command] for command in commands if command not in alone),
        ["fonts"], ["selftest", "-o"], ["validate", str(sample)],
        ["validate", str(LAST_YEAR)], ["sample", "-o", str(sample)],
        ["import", str(LAST_YEAR), "-o", str(tmp_path / "1.json")], ["export", str(sample), "--pdf", str(sample)],
        ["export", str(tmp_path / "2.json"), "--to", str(tmp_path)], ["new", "-o", str(tmp_path / "3" / "4.json")],
        ["new", "--year", "1", "-o", "5"],
    ]  # fmt: skip
    for words in runs:
        main(words)
    said = capsys.readouterr()
    text = (said.out + said.err).replace(str(tmp_path), "").replace("bogus", "").replace("oops", "")
    text = text.replace(str(LAST_YEAR), "").replace("last_year.txt", "")
    assert set(re.findall("[A-Za-z]{2,}", text)) <= ALLOWED
