"""What differs between two reports, as words, PDF and workbook."""

import io
import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdf
import pytest
from openpyxl.cell.rich_text import CellRichText

from selfeval_gui import storage
from selfeval_gui.cli import main
from selfeval_gui.exporting import comparison
from selfeval_gui.report import form as forms
from selfeval_gui.report.comparison import compare
from selfeval_gui.report.edit import put
from selfeval_gui.report.model import Report, Section
from tests.printing.reports import filled

FORM = forms.load(forms.DEFAULT_FORM)
SIDES = comparison.Sides("上年.json", "本年.json")


def pair() -> tuple[Report, Report]:
    old = put(filled(), "narrative.process", Section(False, "本年投入5.8万元。完成培训3期。"))
    new = put(old, "narrative.process", Section(False, "本年投入6.8万元。完成培训3期。群众满意。"))
    new = put(new, "basic_info.received_funds.total", Decimal(27))
    new = put(new, "basic_info.phone", "=1+1")
    return old, put(new, "expenditures", new.expenditures[:1])


def test_amounts_say_how_much_they_rose_and_rates_follow() -> None:
    found = compare(*pair(), FORM)
    lines = {line.path: line for line in found.lines}
    assert lines["basic_info.received_funds.total"].change == "－3，－10%"
    assert lines["expenditures[1]"].what == "删除"
    assert [(one.old, one.new) for one in lines["narrative.process.text"].sentences] == [
        ("本年投入5.8万元。", "本年投入6.8万元。"),
        ("", "群众满意。"),
    ]
    assert ("资金到位率", "100%", "90%") in found.rates
    assert found.counts == "修改 3 处，删除 1 处"


def test_the_pdf_says_all_of_it() -> None:
    found = compare(*pair(), FORM)
    record = comparison.record_of(found, SIDES, "油茶低产林改造")
    data = comparison.pdf(record, FORM.id)
    assert data == comparison.pdf(record, FORM.id)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).replace("\n", "")
    for word in ("自评报告对比表", "上年.json", "联系电话", "=1+1", "本年投入6.8万元。", "群众满意。", "劳务费"):
        assert word in text
    nothing = comparison.record_of(compare(filled(), filled(), FORM), SIDES)
    assert nothing.tables[0].empty == comparison.SAME


def test_the_workbook_shows_what_came_and_went_in_a_sentence() -> None:
    found = compare(*pair(), FORM)
    data = comparison.xlsx(found, SIDES)
    assert data == comparison.xlsx(found, SIDES)
    sheet = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)["对比"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    phone = next(row for row in rows if row[1] == "联系电话")
    assert phone[4] == "=1+1"
    assert sheet.cell(4, 5).data_type == "s"
    rich = [value for row in rows for value in row if isinstance(value, CellRichText)]
    assert {str(value) for value in rich} == {"本年投入5.8万元。", "本年投入6.8万元。", "群众满意。"}
    marked = [block for value in rich for block in value if not isinstance(block, str) and block.font.u == "single"]
    assert [str(block.text) for block in marked] == ["6.8", "群众满意。"]


def test_the_command_lists_writes_and_gives_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = []
    for name, report in zip(("a", "b"), pair(), strict=True):
        paths.append(tmp_path / f"{name}.zxzp.json")
        paths[-1].write_bytes(storage.encode(storage.new_file(report, FORM.id, file_id="x", now="")))
    words = ["compare", *map(str, paths)]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "修改  项目基本概况·实际到位资金合计：30 → 27（－3，－10%）" in said
    assert "  － 本年投入5.8万元。\n  ＋ 本年投入6.8万元。" in said
    assert main([*words, "--json"]) == 0
    assert {entry["field"] for entry in json.loads(capsys.readouterr().out)} >= {"expenditures[1]"}
    for suffix in ("pdf", "xlsx"):
        assert main([*words, "-o", str(tmp_path / f"c.{suffix}")]) == 0
        assert (tmp_path / f"c.{suffix}").stat().st_size > 1000
    assert main([*words, "-o", str(tmp_path / "c.doc")]) == 2
    assert main([*words, "-o", str(tmp_path / "c.pdf")]) == 3
    assert main(["compare", str(paths[0]), str(paths[0])]) == 0
    assert "两份报告内容相同" in capsys.readouterr().out
