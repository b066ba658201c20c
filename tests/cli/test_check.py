"""`selfeval check`: findings in words and as JSON, exit status, many files, and the draft mark of an export."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest

from selfeval_gui import checking, resources, storage
from selfeval_gui.cli import main
from selfeval_gui.cli.commands.check_command import findings_of
from selfeval_gui.report.edit import put

SAMPLE = resources.path("sample", "sample.zxzp.json")
Captured = pytest.CaptureFixture[str]


def written(path: Path, field: str, value: object, reason: str = "") -> Path:
    """The sample with one value changed, as a file; with a reason for every warning of that field."""
    file = storage.decode(SAMPLE.read_bytes())
    file = replace(file, report=put(file.report, field, value))
    if reason:
        rules = {one.rule for one in findings_of(file, date(2026, 12, 31)) if one.field == field}
        file = replace(file, explanations=tuple(storage.Explanation(rule, field, reason) for rule in sorted(rules)))
    path.write_bytes(storage.encode(file))
    return path


def test_the_sample_is_clean(capsys: Captured) -> None:
    assert main(["check", str(SAMPLE)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "没有发现问题" in said.err


def test_an_error_is_told_with_its_values_and_gives_status_1(tmp_path: Path, capsys: Captured) -> None:
    wrong = written(tmp_path / "a.json", "basic_info.planned_funds.total", Decimal(130))
    assert main(["check", str(wrong)]) == 1
    said = capsys.readouterr()
    line = next(line for line in said.out.splitlines() if " B1 " in line)
    assert line.startswith("错误")
    assert "130" in line
    assert "128" in line
    assert "错误 " in said.err


def test_json_holds_what_the_window_needs(tmp_path: Path, capsys: Captured) -> None:
    wrong = written(tmp_path / "a.json", "performance.grade", "良好")
    assert main(["check", str(wrong), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    entry = next(one for one in found if one["rule"] == "C3")
    assert set(entry) == {"rule", "severity", "field", "message", "passages", "fix"}
    assert (entry["severity"], entry["fix"]) == ("error", True)
    assert all(set(place) == {"field", "text", "start", "end"} for place in entry["passages"])


def test_a_reason_in_the_file_keeps_a_warning_quiet(tmp_path: Path, capsys: Captured) -> None:
    loud = written(tmp_path / "a.json", "cover.supervising_department", "")
    quiet = written(tmp_path / "b.json", "cover.supervising_department", "", reason="由市政府直管")
    assert main(["check", str(loud)]) == 0
    assert "A1" in capsys.readouterr().out
    assert main(["check", str(quiet)]) == 0
    assert "A1" not in capsys.readouterr().out


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path, capsys: Captured) -> None:
    wrong = written(tmp_path / "a.json", "performance.grade", "良好")
    nothing = tmp_path / "没有.json"
    assert main(["check", str(nothing), str(wrong), str(SAMPLE)]) == 3
    said = capsys.readouterr()
    assert str(wrong) in said.out
    assert "没有.json" in said.err
    assert f"{SAMPLE}：没有发现问题" in said.err
    assert main(["check", str(wrong), str(SAMPLE), "--json"]) == 1
    assert [one["file"] for one in json.loads(capsys.readouterr().out)] == [str(wrong), str(SAMPLE)]


@pytest.mark.parametrize(("options", "marked"), [([], True), (["--final"], False)])
def test_an_export_with_errors_is_a_draft_unless_it_is_final(tmp_path: Path, options: list[str], marked: bool) -> None:
    wrong = written(tmp_path / "a.json", "performance.grade", "良好")
    target = tmp_path / "a.pdf"
    assert main(["export", str(wrong), "--pdf", str(target), *options]) == 0
    pages = pypdf.PdfReader(target).pages
    assert all(("草稿" in page.extract_text().replace("\n", "")) is marked for page in pages)


def last_year(path: Path) -> Path:
    """The sample as the report of the year before, with another total."""
    file = storage.decode(SAMPLE.read_bytes())
    report = put(put(file.report, "fiscal_year", 2024), "basic_info.planned_funds.total", Decimal("77.7"))
    path.write_bytes(storage.encode(replace(file, report=report)))
    return path


def test_last_years_report_is_compared_when_it_is_named(tmp_path: Path, capsys: Captured) -> None:
    text = storage.decode(SAMPLE.read_bytes()).report.narrative.process.text
    now = written(tmp_path / "now.json", "narrative.process.text", f"{text}\n另安排资金77.7万元。")
    assert main(["check", str(now)]) == 0
    assert "上年" not in capsys.readouterr().out
    main(["check", str(now), "--last", str(last_year(tmp_path / "last.json"))])
    out = capsys.readouterr().out
    assert " E2 " in out
    assert "77.7万元" in out


def test_last_year_that_cannot_be_read_is_told(tmp_path: Path, capsys: Captured) -> None:
    assert main(["check", str(SAMPLE), "--last", str(tmp_path / "没有.json")]) == 3
    assert "没有.json" in capsys.readouterr().err


def test_the_office_words_are_those_of_the_window(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SELFEVAL_HOME", str(tmp_path))
    office = tmp_path / "data" / checking.OFFICE_FILE
    office.parent.mkdir()
    office.write_bytes(checking.Office((checking.OwnWord("群众", "居民"),)).write())
    assert main(["check", str(SAMPLE)]) == 0
    assert "本单位不用“群众”" in capsys.readouterr().out
    office.write_bytes(b"{}")
    assert main(["check", str(SAMPLE)]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "没有用上本单位用词" in said.err


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx"])
def test_a_record_of_the_check_is_written_for_the_file(tmp_path: Path, capsys: Captured, suffix: str) -> None:
    wrong = written(tmp_path / "a.json", "basic_info.planned_funds.total", Decimal(130))
    target = tmp_path / f"记录{suffix}"
    assert main(["check", str(wrong), "--record", str(target)]) == 1
    assert target.stat().st_size > 2000
    before = target.read_bytes()
    capsys.readouterr()
    assert main(["check", str(wrong), "--record", str(target)]) == 3
    assert "--force" in capsys.readouterr().err
    assert target.read_bytes() == before
    assert main(["check", str(wrong), "--record", str(target), "--force"]) == 1


def test_a_record_is_for_one_file_and_of_two_kinds(tmp_path: Path) -> None:
    assert main(["check", str(SAMPLE), str(SAMPLE), "--record", str(tmp_path / "a.pdf")]) == 2
    assert main(["check", str(SAMPLE), "--record", str(tmp_path / "a.docx")]) == 2


def test_paper_is_checked_too(tmp_path: Path, capsys: Captured) -> None:
    """F2 where the official fonts are asked for, F3 and F4 always; one file or many."""
    file = storage.note_print(storage.decode(SAMPLE.read_bytes()), date(2026, 3, 12), "print")
    changed = tmp_path / "a.zxzp.json"
    report = put(file.report, "cover.seal_unit", file.report.cover.project_unit * 6)
    changed.write_bytes(storage.encode(replace(file, report=report)))
    clean = tmp_path / "b.zxzp.json"
    clean.write_bytes(storage.encode(file))

    def told(*arguments: str) -> list[str]:
        main(["check", *arguments, "--json", "--bundled-fonts"])
        found = json.loads(capsys.readouterr().out)
        flat = [one for each in found for one in each["findings"]] if "file" in found[0] else found
        return sorted(one["rule"] for one in flat if one["rule"].startswith("F"))

    assert told(str(changed)) == ["F3", "F4"]
    assert told(str(changed), str(clean)) == ["F3", "F4"]
    assert set(told(str(changed), "--official-fonts")) == {"F2", "F3", "F4"}
    assert told(str(changed), str(clean), "--official-fonts").count("F2") >= 8
