"""What is done with each file, and what is made of all of them: exports, imports, the summary, what is handed over."""

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest

from selfeval_gui import storage
from selfeval_gui.batch import handover, works
from selfeval_gui.batch.task import Action, Outcome, Task, files_below
from selfeval_gui.exporting.excel.summary_book import Entry, Failure, summary_bytes
from selfeval_gui.exporting.excel.summary_row import Row, row_of
from selfeval_gui.printing import merged, produce
from selfeval_gui.report import form as forms
from selfeval_gui.report.edit import put
from tests.batch.test_pool import TODAY, save
from tests.checking.clean_reports import clean_report

FORM = forms.load(forms.DEFAULT_FORM)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for seed in range(4):
        save(tmp_path, seed)
    return tmp_path


def task(action: Action, source: Path, **more: Any) -> Task:
    return Task(action, str(source), TODAY, **more)


def test_an_export_writes_every_format_or_says_why_not(folder: Path) -> None:
    source = folder / "000.zxzp.json"
    targets = {kind: str(folder / f"a.{kind}") for kind in ("pdf", "xlsx")}
    outcome = works.done(task(Action.EXPORT, source, targets=targets))
    assert outcome.done
    assert outcome.value["files"] == list(targets.values())
    assert Path(targets["pdf"]).read_bytes().startswith(b"%PDF")
    again = works.done(task(Action.EXPORT, source, targets=targets))
    assert not again.done
    assert "已存在" in again.sentence
    assert works.done(task(Action.EXPORT, source, targets=targets, force=True)).done


def test_an_import_of_the_workbook_gives_the_report_back(folder: Path) -> None:
    source, xlsx, back = folder / "001.zxzp.json", folder / "b.xlsx", folder / "back.zxzp.json"
    assert works.done(task(Action.EXPORT, source, targets={"xlsx": str(xlsx)})).done
    outcome = works.done(task(Action.IMPORT, xlsx, targets={"json": str(back)}))
    assert outcome.done
    assert "0 项需核对" in outcome.sentence
    assert storage.load(back).file == storage.load(source).file
    (folder / "x.txt").write_bytes(b"\x00\x01")
    refused = works.done(task(Action.IMPORT, folder / "x.txt", targets={"json": str(folder / "c.zxzp.json")}))
    assert not refused.done
    assert not (folder / "c.zxzp.json").exists()


# --- the summary


def rows(count: int) -> list[Entry]:
    files = [storage.new_file(clean_report(seed), FORM.id, file_id="x", now="") for seed in range(count)]
    return [Entry(f"{at}.zxzp.json", row_of(file, ())) for at, file in enumerate(files)]


def test_a_row_says_what_the_report_says() -> None:
    report = clean_report(1)
    row = row_of(storage.new_file(report, FORM.id, file_id="x", now=""), ())
    assert (row.unit, row.project) == (report.cover.project_unit, report.cover.project_name)
    assert (row.score, row.grade, row.state) == (report.performance.score, report.performance.grade, "草稿")
    assert Row.of(row.to_json()) == row


def test_the_summary_adds_up_and_can_be_filtered() -> None:
    entries = rows(12)
    failures = [Failure("坏.zxzp.json", "=打不开")]
    data = summary_bytes(entries, failures, date(2026, 3, 20))
    assert data == summary_bytes(entries, failures, date(2026, 3, 20))
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    assert book.sheetnames == ["汇总", "执行率", "问题", "未能汇总"]
    sheet = book["汇总"]
    assert sheet.auto_filter.ref == "A4:AB16"
    total = sheet["G17"].value
    assert Decimal(str(total)) == sum((entry.row.planned[0] or 0 for entry in entries), Decimal(0))
    formulas = openpyxl.load_workbook(io.BytesIO(data))["汇总"]
    assert formulas["G17"].value == "=SUBTOTAL(109,G5:G16)"
    assert formulas["T5"].value.startswith("=IF(AND(ISNUMBER(Q5)")
    assert book["未能汇总"]["B2"].value == "=打不开"
    rates = book["执行率"]
    assert sum(rates.cell(at, 2).value for at in range(3, 9)) == 12
    shown = [rates.cell(at, 6).value for at in range(3, 15)]
    assert shown == sorted(shown)
    assert len(openpyxl.load_workbook(io.BytesIO(data))["执行率"]._charts) == 2


def test_the_problems_are_listed_with_their_places(folder: Path) -> None:
    path = folder / "004.zxzp.json"
    spoilt = put(clean_report(3), "basic_info.planned_funds.total", Decimal(1))
    path.write_bytes(storage.encode(storage.new_file(spoilt, FORM.id, file_id="x", now="")))
    outcome = works.done(task(Action.SUMMARY, path))
    row = Row.of(outcome.value["row"])
    assert row.counts[0] >= 1
    book = openpyxl.load_workbook(io.BytesIO(summary_bytes([Entry("a", row)], [], date(2026, 3, 20))))
    assert "B1" in {book["问题"].cell(at, 4).value for at in range(2, 8)}


def test_an_empty_summary_is_no_error() -> None:
    book = openpyxl.load_workbook(io.BytesIO(summary_bytes([], [], date(2026, 3, 20))))
    assert book["汇总"]["A1"].value == "项目支出绩效自评汇总表"


# --- handed over


def numbers(data: bytes) -> list[str]:
    """The printed page numbers, "" where none is."""
    found = []
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        lines = [line.strip() for line in page.extract_text().splitlines()]
        marks = [line.strip("— ") for line in lines if line.startswith("—") and line.endswith("—")]
        found.append(marks[-1] if marks else "")
    return found


def bound(*seeds: int) -> list[merged.Bound]:
    return [merged.Bound(clean_report(seed), FORM.id, f"第{seed}份") for seed in seeds]


@pytest.mark.parametrize("count_on", [False, True])
def test_one_pdf_of_several_reports_has_a_bookmark_each_and_its_numbers(count_on: bool) -> None:
    data = merged.pdf(bound(1, 2, 3), produce.bundled_fonts(), "汇编", count_on=count_on)
    single = [len(produce.composer(FORM.id).pages(clean_report(seed))) for seed in (1, 2, 3)]
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert len(reader.pages) == sum(single)
    tops = [entry for entry in reader.outline if not isinstance(entry, list)]
    assert [str(entry.title) for entry in tops] == ["第1份", "第2份", "第3份"]
    starts = [reader.get_destination_page_number(entry) for entry in tops]
    assert starts == [0, single[0], single[0] + single[1]]
    found = numbers(data)
    if count_on:
        assert [number for number in found if number] == [
            str(at) for at in range(1, len(found) + 1) if at - 1 not in starts
        ]
    else:
        expected = [str(at) if at > 1 else "" for count in single for at in range(1, count + 1)]
        assert found == expected
    assert data == merged.pdf(bound(1, 2, 3), produce.bundled_fonts(), "汇编", count_on=count_on)


def test_printed_on_both_sides_every_report_has_its_own_sheets() -> None:
    pages = list(merged.pages(bound(1, 2, 3), produce.bundled_fonts(), count_on=True, double_sided=True))
    starts = [at for at, page in enumerate(pages) if page.bookmark and page.bookmark[0][0] == 0]
    assert len(starts) == 3
    assert all(at % 2 == 0 for at in starts)
    for at, page in enumerate(pages):
        assert page.number in (None, at + 1)


def test_a_file_that_cannot_be_read_is_left_out_and_named(folder: Path) -> None:
    bad = folder / "坏.zxzp.json"
    bad.write_bytes(b"{")
    seen: list[int] = []
    files = files_below(folder)
    data, left = handover.merged(
        files, task(Action.HANDOVER, folder, draft="no"), count_on=False, double_sided=False, step=seen.append
    )
    assert data is not None
    assert [path for path, _ in left] == [bad]
    assert seen == list(range(5))
    nothing, left = handover.merged(
        [bad], task(Action.HANDOVER, folder), count_on=False, double_sided=False, step=seen.append
    )
    assert nothing is None
    assert len(left) == 1


def test_the_zip_holds_everything_of_each_report(folder: Path) -> None:
    (folder / "坏.zxzp.json").write_bytes(b"{")
    files, target, heard = files_below(folder), folder / "上报.zip", []

    def done(index: int, outcome: Outcome) -> None:
        heard.append((index, outcome.done))

    outcome = handover.zipped(files, target, task(Action.HANDOVER, folder), done=done)
    assert outcome == (True, "")
    assert sorted(heard) == [(0, True), (1, True), (2, True), (3, True), (4, False)]
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        assert len(names) == 4 * len(handover.kinds()) + 2
        assert {"pdf", "xlsx", "json", "record"} <= set(handover.kinds())
        data = archive.read("002-001/001.zxzp.json")
        assert storage.decode(data) == storage.load(folder / "001.zxzp.json").file
        assert archive.read("001-000/000-审核记录.pdf").startswith(b"%PDF")
        listed = archive.read(handover.LIST).decode("utf-8-sig")
        assert f"{hashlib.sha256(data).hexdigest()}  002-001/001.zxzp.json" in listed
        assert "未放入：坏.zxzp.json" in listed
        book = openpyxl.load_workbook(io.BytesIO(archive.read(handover.SUMMARY)))
        assert book["汇总"]["A9"].value.startswith("合计（4 个项目）")
    first = target.read_bytes()
    refused = handover.zipped(files[:1], target, task(Action.HANDOVER, folder))
    assert "已存在" in refused.sentence
    again = handover.zipped(files, target, replace(task(Action.HANDOVER, folder), force=True))
    assert again.written
    assert [path.name for path in folder.iterdir() if path.name.endswith(".part")] == []
    assert target.read_bytes() == first


def test_a_zip_without_any_report_is_not_written(folder: Path) -> None:
    bad = folder / "坏.zxzp.json"
    bad.write_bytes(b"{")
    assert "没有一个文件可以放入" in handover.zipped([bad], folder / "a.zip", task(Action.HANDOVER, folder)).sentence
    nowhere = folder / "没有" / "a.zip"
    refused = handover.zipped([folder / "000.zxzp.json"], nowhere, task(Action.HANDOVER, folder))
    assert not refused.written
    assert "没有" in refused.sentence
    assert not (folder / "a.zip").exists()
