"""`selfeval export --docx`: what is written beside the other formats, with and without data."""

import zipfile
from pathlib import Path

import pytest

from selfeval_gui import importing, storage
from selfeval_gui.cli import main
from selfeval_gui.report import form as forms
from tests.importing import blanks


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "样例.zxzp.json"
    assert main(["sample", "-o", str(path)]) == 0
    return path


def test_a_word_file_is_written_beside_the_pdf_and_comes_back(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf, docx = tmp_path / "a.pdf", tmp_path / "a.docx"
    assert main(["export", str(sample), "--pdf", str(pdf), "--docx", str(docx), "--bundled-fonts"]) == 0
    assert pdf.read_bytes().startswith(b"%PDF")
    taken = importing.take_file(docx, forms.load(forms.DEFAULT_FORM))
    assert taken.own == storage.load(sample).file
    assert f"已导出：{docx}" in capsys.readouterr().err


def test_the_data_can_be_left_out_and_a_draft_is_marked(sample: Path, tmp_path: Path) -> None:
    docx = tmp_path / "a.docx"
    assert main(["export", str(sample), "--docx", str(docx), "--no-data", "--draft", "--bundled-fonts"]) == 0
    with zipfile.ZipFile(docx) as archive:
        names = archive.namelist()
        assert "草稿" in archive.read("word/header_default.xml").decode("utf-8")
    assert not [name for name in names if name.startswith("customXml")]
    assert main(["export", str(sample), "--docx", str(docx)]) == 3


def test_a_blank_form_is_filled_and_what_found_no_place_is_said(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank, docx = tmp_path / "空白.docx", tmp_path / "填好.docx"
    blank.write_bytes(blanks.official(blanks.nothing))
    assert main(["export", str(sample), "--template", str(blank), "--docx", str(docx)]) == 0
    said = capsys.readouterr().err
    assert "已填入 4" in said
    assert "“立项背景”没有地方填：" in said
    assert f"已导出：{docx}" in said
    report = storage.load(sample).file.report
    found = importing.take_file(docx, forms.load(forms.DEFAULT_FORM)).proposal.report
    assert found.basic_info == report.basic_info
    assert found.expenditures == tuple(row for row in report.expenditures if row.item)


def test_a_template_needs_a_word_file_and_has_to_be_a_form(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank = tmp_path / "空白.docx"
    blank.write_bytes(blanks.official(blanks.nothing))
    assert main(["export", str(sample), "--template", str(blank), "--pdf", str(tmp_path / "a.pdf")]) == 2
    assert "--template 要和 --docx 一起写" in capsys.readouterr().err
    out = tmp_path / "out.docx"
    assert main(["export", str(sample), "--template", str(sample), "--docx", str(out)]) == 3
    assert "不是 .docx 格式的 Word 文件，不能用作模板" in capsys.readouterr().err
    assert main(["export", str(sample), "--template", str(tmp_path / "none.docx"), "--docx", str(out)]) == 3
    assert not out.exists()
