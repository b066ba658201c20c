"""`selfeval finalize`: refused with findings, possible with a reason, a frozen copy, and the way back."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest

from selfeval_gui import resources, storage
from selfeval_gui.cli import main
from selfeval_gui.report.edit import put

SAMPLE = resources.path("sample", "sample.zxzp.json")
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SELFEVAL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    path = tmp_path / "报告.zxzp.json"
    path.write_bytes(SAMPLE.read_bytes())
    return path


@pytest.fixture
def wrong(clean: Path) -> Path:
    file = storage.decode(clean.read_bytes())
    report = put(file.report, "basic_info.planned_funds.total", Decimal(130))
    clean.write_bytes(storage.encode(replace(file, report=report)))
    return clean


def state(path: Path) -> str:
    return storage.load(path).file.state


def test_a_clean_report_becomes_final_and_a_copy_is_frozen(clean: Path, home: Path, capsys: Captured) -> None:
    assert main(["finalize", str(clean)]) == 0
    assert state(clean) == "final"
    copies = [storage.decode(path.read_bytes()) for path in (home / "data" / "backups").rglob("*.zxzp.json")]
    assert "final" in {copy.state for copy in copies}
    assert main(["finalize", str(clean)]) == 0
    assert "已经定稿" in capsys.readouterr().err


def test_open_findings_refuse_it_and_are_named(wrong: Path, capsys: Captured) -> None:
    before = wrong.read_bytes()
    assert main(["finalize", str(wrong)]) == 1
    assert wrong.read_bytes() == before
    said = capsys.readouterr()
    assert "B1" in said.out
    assert "没有定稿" in said.err


def test_a_reason_is_kept_and_paper_has_no_draft_mark(wrong: Path, tmp_path: Path) -> None:
    assert main(["finalize", str(wrong), "--reason", "经财政局同意"]) == 0
    file = storage.load(wrong).file
    assert [(entry.rule, entry.reason) for entry in file.explanations] == [("F1", "经财政局同意")]
    target = tmp_path / "a.pdf"
    assert main(["export", str(wrong), "--pdf", str(target)]) == 0
    assert "草稿" not in "".join(page.extract_text() for page in pypdf.PdfReader(target).pages).replace("\n", "")


def test_it_can_be_taken_back(wrong: Path) -> None:
    assert main(["finalize", str(wrong), "--reason", "经财政局同意"]) == 0
    assert main(["finalize", str(wrong), "--undo"]) == 0
    file = storage.load(wrong).file
    assert (file.state, file.explanations) == ("draft", ())
