"""Commands over many files: parallel, told in the files' order, a bad one named, the last line a sum."""

import json
import zipfile
from pathlib import Path

import openpyxl
import pypdf
import pytest

from selfeval_gui.cli import main
from tests.batch.test_pool import save

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "报告"
    found.mkdir()
    for seed in range(3):
        save(found, seed)
    (found / "坏.zxzp.json").write_bytes(b"{")
    return found


def test_check_goes_through_a_folder_in_order(folder: Path, capsys: Captured) -> None:
    assert main(["check", str(folder)]) == 3
    said = capsys.readouterr().err
    assert [said.index(f"{seed:03d}.zxzp.json") for seed in range(3)] == sorted(
        said.index(f"{seed:03d}.zxzp.json") for seed in range(3)
    )
    assert "坏.zxzp.json" in said
    assert "共检查 3 份报告，0 份有错误" in said
    assert "有 1 个文件没有检查" in said
    (folder / "坏.zxzp.json").unlink()
    assert main(["check", str(folder), "--json", "--jobs", "2"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [Path(entry["file"]).name for entry in found] == [f"{seed:03d}.zxzp.json" for seed in range(3)]


def test_export_of_a_folder_writes_the_formats_wanted(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "新" / "out"  # is made
    assert main(["export", str(folder), "--to", str(out), "--formats", "pdf,xlsx", "--bundled-fonts"]) == 3
    assert sorted(path.name for path in out.iterdir()) == [f"{s:03d}{e}" for s in range(3) for e in (".pdf", ".xlsx")]
    said = capsys.readouterr().err
    assert "[4/4] 没有导出" in said
    assert main(["export", str(folder), "--to", str(out), "--formats", "doc"]) == 2
    back = tmp_path / "back"
    back.mkdir()
    assert main(["import", str(out), "--to", str(back)]) == 0
    assert len(list(back.iterdir())) == 6
    assert "已导入" in capsys.readouterr().err
    assert main(["import", str(out / "000.pdf"), str(out / "001.pdf")]) == 2


def test_summary_of_a_folder(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "汇总表.xlsx"
    assert main(["summary", str(folder), "-o", str(target)]) == 3
    assert "已汇总 3 份报告" in capsys.readouterr().err
    book = openpyxl.load_workbook(target)
    assert book["汇总"]["A8"].value == "合计（3 个项目）"
    assert book["未能汇总"]["A2"].value == "坏.zxzp.json"
    assert main(["summary", str(folder), "-o", str(target)]) == 3
    assert "已存在" in capsys.readouterr().err
    empty = tmp_path / "空"
    empty.mkdir()
    assert main(["summary", str(empty), "-o", str(tmp_path / "b.xlsx")]) == 3
    assert "没有可以处理的文件" in capsys.readouterr().err


def test_handover_as_one_pdf_and_as_a_zip(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    pdf, packed = tmp_path / "汇编.pdf", tmp_path / "上报.zip"
    words = ["handover", str(folder), "--pdf", str(pdf), "--zip", str(packed), "--continuous", "--bundled-fonts"]
    assert main(words) == 3
    said = capsys.readouterr().err
    assert "已合并 3 份报告" in said
    assert "已打包 3 份报告" in said
    assert "有 1 个文件没有放入" in said
    assert len([entry for entry in pypdf.PdfReader(pdf).outline if not isinstance(entry, list)]) == 3
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None
    assert main(["handover", str(folder)]) == 2


def test_a_folder_counts_each_report_once(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    (folder / "坏.zxzp.json").unlink()
    (folder / "002.zxzp.json").rename(folder / "002.json")
    (folder / "places.json").write_text("{}", encoding="utf-8")  # not a report
    old = folder / "以前的版本" / "id"
    old.mkdir(parents=True)
    (old / "000001.zxzp.json").write_bytes((folder / "000.zxzp.json").read_bytes())
    assert main(["check", str(folder)]) == 0
    assert "共检查 3 份报告" in capsys.readouterr().err


def test_one_record_is_for_one_report(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    assert main(["check", str(folder), "--record", str(tmp_path / "记录.pdf")]) == 2
    assert "一次只能为一个报告文件生成" in capsys.readouterr().err
    assert not (tmp_path / "记录.pdf").exists()


@pytest.mark.parametrize("words", [["check"], ["summary", "-o", "a.xlsx"], ["export", "--pdf", "a.pdf"]])
def test_a_name_that_is_too_long_ends_in_a_sentence(words: list[str], capsys: Captured) -> None:
    assert main([words[0], "长" * 300, *words[1:]]) == 3
    said = capsys.readouterr().err
    assert "太长" in said
    assert "没有料到" not in said


def test_a_report_that_was_handed_in_twice_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / "坏.zxzp.json").unlink()
    (folder / "又一份.zxzp.json").write_bytes((folder / "000.zxzp.json").read_bytes())
    target = tmp_path / "汇总表.xlsx"
    assert main(["summary", str(folder), "-o", str(target)]) == 0
    rows = [
        row for row in openpyxl.load_workbook(target)["问题"].iter_rows(2, values_only=True) if "重复计算" in row[5]
    ]
    assert [(row[2], row[6]) for row in rows] == [("警告", "000.zxzp.json"), ("警告", "又一份.zxzp.json")]
    assert all("“000.zxzp.json”、“又一份.zxzp.json”" in str(row[5]) for row in rows)
