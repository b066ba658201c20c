"""`selfeval export --docx`: what is written beside the other formats, with and without data."""

import zipfile
from pathlib import Path

import pytest

from selfeval_gui import importing, storage
from selfeval_gui.cli import main
from selfeval_gui.report import form as forms


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
