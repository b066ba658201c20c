"""审核记录: everything that was found and explained stands in it, on paper and in the workbook."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pypdf
import pytest

from selfeval_gui import checking, resources, storage
from selfeval_gui.checking import Office, SwitchedOff
from selfeval_gui.exporting import check_record
from selfeval_gui.printing import produce, record_pages
from selfeval_gui.printing.record_pages import Record, RecordTable
from selfeval_gui.report.edit import put

DAY = date(2026, 3, 20)
OFFICE = Office(switched_off=(SwitchedOff("E14", "沿用上级原文"),))
SAMPLE = storage.decode(resources.path("sample", "sample.zxzp.json").read_bytes())


def wrong_file() -> storage.ReportFile:
    report = put(SAMPLE.report, "basic_info.planned_funds.total", Decimal(130))
    report = put(report, "cover.supervising_department", "")
    report = put(report, "expenditures[2].item", '=HYPERLINK("x")')
    given = (
        storage.Explanation("A1", "cover.supervising_department", "由市政府直管"),
        storage.Explanation("F1", "", "经财政局同意先行上报"),
    )
    return replace(SAMPLE, report=report, explanations=given, state="final")


def made(file: storage.ReportFile) -> Record:
    last = put(SAMPLE.report, "fiscal_year", 2024)
    context = checking.context_of(file, DAY, last_year=last, office=OFFICE)
    return check_record.record_of(file, context, DAY, OFFICE)


@pytest.fixture(scope="module")
def record() -> Record:
    return made(wrong_file())


def test_the_record_says_what_was_found_explained_and_decided(record: Record) -> None:
    facts = dict(record.facts)
    assert facts["报告状态"] == "定稿"
    assert facts["定稿理由"] == "经财政局同意先行上报"
    assert facts["检查日期"] == "2026年3月20日"
    assert len(facts["内容校验码"]) == 16
    found, explained, off, compared = record.tables
    assert any("130万元" in row[3] and row[1] == "错误" for row in found.rows)
    assert any(row[2].endswith("（第3行）") for row in found.rows)
    assert [row[3] for row in explained.rows] == ["由市政府直管"]
    assert off.rows == (("过时的提法", "沿用上级原文"),)
    assert ("计划安排资金", "128", "130", "+2", "+1.56%") in compared.rows
    assert [table.heading[:2] for table in record.tables] == ["一、", "二、", "三、", "四、"]


def test_a_clean_report_says_so() -> None:
    context = checking.context_of(SAMPLE, DAY)
    record = check_record.record_of(SAMPLE, context, DAY)
    assert [table.rows for table in record.tables] == [(), ()]
    assert "没有发现问题" in "".join(
        p.extract_text() for p in pypdf.PdfReader(BytesIO(check_record.pdf(record, SAMPLE.form))).pages
    )


def test_the_pdf_holds_every_word_and_is_the_same_every_time(record: Record) -> None:
    data = check_record.pdf(record, SAMPLE.form)
    assert data == check_record.pdf(record, SAMPLE.form)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)
    plain = "".join(text.split())
    for table in record.tables:
        for cell in (table.heading, *(cell for row in table.rows for cell in row)):
            assert "".join(cell.split()) in plain, cell
    assert "审核人（签字）" in plain


def test_the_workbook_holds_every_word_as_text(record: Record) -> None:
    book = openpyxl.load_workbook(BytesIO(check_record.xlsx(record, DAY)))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    values = {str(cell.value) for cell in cells}
    for table in record.tables:
        assert {table.heading, *table.head} <= values
        assert {cell for row in table.rows for cell in row if cell} <= values


def test_tables_go_on_over_pages_with_their_heads_and_no_line_is_lost() -> None:
    long = "很长的情况说明，" * 900
    rows = (*((str(n), f"第{n}条说明") for n in range(60)), ("61", long), ("62", "末条"))
    record = Record(
        "审核记录",
        (("项目名称", "试点"),),
        (RecordTable("一、说明", ("序号", "内容"), (0.2, 0.8), rows),),
        ("审核人：",),
    )
    pages = record_pages.pages(record, produce.bundled_fonts(), SAMPLE.form)
    assert len(pages) > 3
    runs = [run for page in pages for run in page.runs()]
    assert [sum(run.text.count(sign) for run in runs) for sign in "很长的"] == [900] * 3
    assert sum(run.text == "内容" for run in runs) == len(pages)
    for page in pages:
        assert all(0 < run.y < page.height and 0 < run.xs[0] < page.width for run in page.runs() if run.xs)
    last = max(run.y for run in pages[-1].runs())
    assert last < pages[-1].height
    assert "末条" in pages[-1].text()


@pytest.mark.parametrize("count", range(1, 40))
def test_signatures_never_stand_on_a_page_alone(count: int) -> None:
    rows = tuple((str(number), "错误", "栏目", "问题" * 12, "检查项") for number in range(count))
    table = RecordTable(
        "一、检查发现的问题", ("序号", "级别", "栏目", "问题", "检查项"), (0.08, 0.09, 0.2, 0.43, 0.2), rows
    )
    record = Record("审核记录", (("项目名称", "山歌传唱"),), (table,), ("填报人（签字）：", "审核人（签字）："))
    made = record_pages.pages(record, produce.bundled_fonts(), SAMPLE.form)
    last = made[-1].text()
    assert last.count("（签字）") == 2
    assert f"{count - 1}\n" in last
    numbers = [line for page in made for line in page.text().split("\n") if line.isdigit()]
    assert numbers == [str(number) for number in range(count)]
