"""`selfeval export --xlsx`, and back with `selfeval import`."""

from pathlib import Path

import openpyxl
import pytest

from selfeval_gui import storage
from selfeval_gui.cli import main


@pytest.fixture
def sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "样例.zxzp.json"
    assert main(["sample", "-o", str(path)]) == 0
    capsys.readouterr()
    return path


def test_a_workbook_and_a_pdf_are_written_in_one_go(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf, xlsx = tmp_path / "a.pdf", tmp_path / "a.xlsx"
    assert main(["export", str(sample), "--pdf", str(pdf), "--xlsx", str(xlsx), "--bundled-fonts"]) == 0
    assert capsys.readouterr().err == f"已导出：{pdf}\n已导出：{xlsx}\n"
    assert pdf.read_bytes().startswith(b"%PDF")
    back = tmp_path / "back.zxzp.json"
    assert main(["import", str(xlsx), "-o", str(back)]) == 0
    assert storage.load(back).file == storage.load(sample).file


def test_a_change_in_the_workbook_is_told_when_it_comes_back(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    xlsx, back = tmp_path / "a.xlsx", tmp_path / "back.zxzp.json"
    assert main(["export", str(sample), "--xlsx", str(xlsx)]) == 0
    book = openpyxl.load_workbook(xlsx)
    sheet, place = next(iter(book.defined_names["basic_info.phone"].destinations))
    book[sheet][place.replace("$", "")].value = "0778-5550199"
    book.save(xlsx)
    capsys.readouterr()
    assert main(["import", str(xlsx), "-o", str(back)]) == 0
    said = capsys.readouterr()
    assert "1 项被改过（联系电话）" in said.err
    assert "联系电话：0778-5550199　（请核对）" in said.out
    assert storage.load(back).file.report.basic_info.phone == "0778-5550199"
    assert "basic_info.phone" in storage.load(back).file.review.unreviewed


def test_what_is_there_is_not_written_over_and_two_files_need_a_folder(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    xlsx = tmp_path / "a.xlsx"
    xlsx.write_bytes(b"mine")
    assert main(["export", str(sample), "--xlsx", str(xlsx)]) == 3
    assert xlsx.read_bytes() == b"mine"
    assert "已存在" in capsys.readouterr().err
    assert main(["export", str(sample), str(sample), "--xlsx", str(xlsx)]) == 2
    assert main(["export", str(sample), "--xlsx", str(xlsx), "--to", str(tmp_path)]) == 2
