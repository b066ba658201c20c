"""A report as a workbook: what it holds, that it comes back as it was, and that nothing changed in it is lost."""

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from selfeval_gui import importing, storage
from selfeval_gui.exporting.excel import own_data
from selfeval_gui.exporting.excel.report_book import SHEETS, xlsx_bytes
from selfeval_gui.importing import intake
from selfeval_gui.importing.formats import own_book, own_xlsx
from selfeval_gui.report import form as forms
from selfeval_gui.report.catalogue import BLANKS
from selfeval_gui.report.differences import differences
from selfeval_gui.report.edit import put
from selfeval_gui.report.model import EvaluationType, Evaluator, Expenditure, Report, Section
from selfeval_gui.report.text import Unparsed
from selfeval_gui.storage import ReportFile
from tests.checking.clean_reports import clean_report
from tests.printing import reports as layouts
from tests.storage.reports import files

FORM = forms.load(forms.DEFAULT_FORM)
SOFFICE = shutil.which("soffice")


def file_of(report: Report) -> ReportFile:
    return storage.new_file(report, FORM.id, file_id="5b0c8f0e-8a54-4f8e-9d8f-0d7b6f7f1a11", now="2026-03-05T01:30:00Z")


def taken(data: bytes) -> importing.Taken:
    found = intake.read(data, "报告.xlsx", FORM)
    return importing.Taken(found) if isinstance(found, importing.Proposal) else intake.own(found)


def back(data: bytes) -> ReportFile:
    found = taken(data)
    assert found.proposal.warnings == ()
    assert found.own is not None
    return found.own


def loaded(data: bytes, *, results: bool = False) -> Any:
    return openpyxl.load_workbook(BytesIO(data), data_only=results)


def changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook as somebody has changed and saved it."""
    book = loaded(data)
    change(book)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def cell(book: Any, name: str, row: int = 0) -> Any:
    """The cell of a blank, by its name; of a table's column, row `row`."""
    sheet, reference = next(iter(book.defined_names[name].destinations))
    first = reference.replace("$", "").partition(":")[0]
    return book[sheet][first].offset(row, 0)


# --- the same report again


@pytest.mark.parametrize("name", layouts.ALL)
def test_a_report_comes_back_as_it_was(name: str) -> None:
    file = file_of(layouts.ALL[name]())
    assert back(xlsx_bytes(file)) == file


def test_clean_reports_come_back_as_they_were() -> None:
    for seed in range(20):
        file = file_of(clean_report(seed))
        assert back(xlsx_bytes(file)) == file


@settings(max_examples=16, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(files)
def test_whatever_stands_in_a_file_comes_back(file: ReportFile) -> None:
    assert back(xlsx_bytes(file)) == storage.decode(storage.encode(file))


@pytest.mark.soak
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(files)
def test_many_files_come_back(file: ReportFile) -> None:
    assert back(xlsx_bytes(file)) == storage.decode(storage.encode(file))


@pytest.mark.soak
def test_many_clean_reports_come_back() -> None:
    for seed in range(250):
        file = file_of(clean_report(seed))
        assert back(xlsx_bytes(file)) == file


def test_the_same_report_gives_the_same_bytes() -> None:
    file = file_of(layouts.filled())
    assert xlsx_bytes(file) == xlsx_bytes(file)
    other = put(file.report, "basic_info.phone", "0778-5550101")
    assert xlsx_bytes(replace(file, report=other)) != xlsx_bytes(file)


def test_the_reading_process_takes_it_too() -> None:
    file = file_of(layouts.filled())
    found = importing.take(xlsx_bytes(file), "报告.xlsx", FORM)
    assert found.own == file


# --- what it looks like to Excel


def test_its_sheets_are_the_parts_of_the_form_and_print_on_a4() -> None:
    book = loaded(xlsx_bytes(file_of(layouts.filled())))
    assert tuple(book.sheetnames) == (*SHEETS, own_data.SHEET)
    assert own_data.SHEET == own_book.SHEET
    assert own_data.VERSION == own_book.VERSION
    for name in SHEETS:
        sheet = book[name]
        assert (sheet.sheet_state, sheet.page_setup.paperSize) == ("visible", 9)
        assert sheet.print_area
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert book[own_data.SHEET].sheet_state == "hidden"


def test_every_blank_has_a_cell_of_its_name() -> None:
    report = put(layouts.filled(), "narrative.other_matters", Section(False, "无。"))
    names = set(loaded(xlsx_bytes(file_of(report))).defined_names)
    # Whether a section is linked is no cell: its text is generated or it is not.
    blanks = {
        entry.path.replace("[]", "").removesuffix(".text") for entry in BLANKS if not entry.path.endswith(".linked")
    }
    assert names == blanks
    empty = set(loaded(xlsx_bytes(file_of(layouts.empty()))).defined_names)
    # The opening has no heading, and 五 is printed only with a text: nothing to write into.
    assert blanks - empty <= {"narrative.opening", "narrative.other_matters"}


@pytest.mark.parametrize("lead", ["=1+1", "+86", "-5", "@SUM(A1)", "'x", "_x0041_"])
def test_a_text_stays_a_text_whatever_it_begins_with(lead: str) -> None:
    report = put(layouts.filled(), "cover.project_name", lead)
    report = put(report, "expenditures", (Expenditure(lead, Unparsed(lead), None),))
    report = put(report, "narrative.process", Section(False, lead))
    file = file_of(report)
    data = xlsx_bytes(file)
    assert back(data) == file
    book = loaded(data)
    for found in (
        cell(book, "cover.project_name"),
        cell(book, "expenditures.item"),
        cell(book, "expenditures.planned"),
    ):
        assert found.data_type == "s"
        assert found.value.replace("_x005F", "") == lead


def test_a_text_longer_than_a_cell_is_spread_over_several() -> None:
    text = "\n".join("桑园节水" * 900 for _ in range(12)) + "\n" + "𬱖" * 40_000
    report = put(layouts.filled(), "performance.actual", text)
    report = put(report, "narrative.process", Section(False, text))
    book = loaded(data := xlsx_bytes(file_of(report)))
    lengths = [
        len(found.value.encode("utf-16-le")) // 2
        for sheet in book
        for row in sheet.iter_rows()
        for found in row
        if isinstance(found.value, str)
    ]
    assert max(lengths) <= 32_767
    assert max(size.height or 0 for sheet in book for size in sheet.row_dimensions.values()) <= 409
    shown = [cell(book, "performance.actual").offset(at, 0).value or "" for at in range(400)]
    assert "".join(shown).count("𬱖") == 40_000
    # Longer than a file may hold, so that it comes back through the visible cells.
    assert own_xlsx.recognises(data)


def test_sums_and_rates_are_formulas_with_their_results() -> None:
    report = layouts.filled(basic_info__planned_funds=replace(layouts.filled().basic_info.planned_funds, total=None))
    data = xlsx_bytes(file_of(report))
    formulas, results = loaded(data), loaded(data, results=True)
    total = cell(formulas, "basic_info.planned_funds.total")
    assert total.value.startswith("=IF(COUNT(")
    assert results["基本概况"][total.coordinate].value == 30
    spent = cell(formulas, "basic_info.actual_expenditure")
    assert "支出明细" in spent.value
    assert results["基本概况"][spent.coordinate].value == 29.25
    seen = {str(found.value) for row in results["基本概况"].iter_rows() for found in row}
    assert {"资金到位率", "预算执行率", "结余", "0.975", "0.75", "一致"} <= seen
    assert back(data).report == report


# --- what somebody has changed


def test_a_changed_cell_is_taken_over_and_marked() -> None:
    file = file_of(layouts.filled())

    def change(book: Any) -> None:
        cell(book, "basic_info.phone").value = "0778-5550188"
        cell(book, "basic_info.received_funds.total").value = 28.5
        cell(book, "cover.report_date").value = date(2026, 4, 1)
        cell(book, "cover.evaluation_type").value = "事前评价□　事中评价■　事后评价□"
        cell(book, "narrative.process").value = "　　重写的过程。"

    found = taken(changed(xlsx_bytes(file), change))
    assert found.own is not None
    report = found.own.report
    assert report.basic_info.phone == "0778-5550188"
    assert report.basic_info.received_funds.total == Decimal("28.5")
    assert report.cover.report_date == date(2026, 4, 1)
    assert report.cover.evaluation_type is EvaluationType.INTERIM
    assert report.narrative.process.text.startswith("重写的过程。")
    assert found.own.review.unreviewed["basic_info.phone"] == {"previous": "0778-5550100"}
    assert "narrative.process.text" in found.own.review.unreviewed
    (note,) = found.proposal.warnings
    assert "5 项被改过" in note
    assert {entry.path for entry in found.proposal.recognised if entry.certainty == "check"} >= {"basic_info.phone"}
    assert len(found.own.review.unreviewed) == 5


def test_an_emptied_cell_and_a_formula_of_ones_own_count_as_changes() -> None:
    file = file_of(layouts.filled())
    data = changed(xlsx_bytes(file), lambda book: setattr(cell(book, "basic_info.postcode"), "value", None))
    report = taken(data).own
    assert report is not None
    assert report.report.basic_info.postcode == ""
    assert report.review.unreviewed["basic_info.postcode"] == {"previous": "547000"}


def test_rows_may_be_added_changed_and_removed() -> None:
    file = file_of(layouts.filled())

    def change(book: Any) -> None:
        cell(book, "expenditures.actual", 0).value = 20.1
        cell(book, "expenditures.item", 1).value = None
        cell(book, "expenditures.planned", 1).value = None
        cell(book, "expenditures.actual", 1).value = None
        cell(book, "expenditures.item", 2).value = "租赁费"
        cell(book, "expenditures.actual", 2).value = 3
        cell(book, "evaluators.role", 1).value = "成员"

    found = taken(changed(xlsx_bytes(file), change))
    assert found.own is not None
    rows = [row for row in found.own.report.expenditures if row != Expenditure()]
    first = file.report.expenditures[0]
    assert rows == [Expenditure(first.item, first.planned, Decimal("20.1")), Expenditure("租赁费", None, Decimal(3))]
    assert found.own.report.evaluators[1].role.value == "member"
    assert "删除“劳务费”" in found.proposal.warnings[0]


def test_every_row_removed_is_noticed() -> None:
    file = file_of(layouts.filled(evaluators=(Evaluator("韦𬱖", "工程师"),)))

    def change(book: Any) -> None:
        cell(book, "evaluators.name").value = cell(book, "evaluators.title").value = None

    found = taken(changed(xlsx_bytes(file), change))
    assert found.own is not None
    assert found.own.report.evaluators in ((), (Evaluator(),))
    assert "删除“韦𬱖”" in found.proposal.warnings[0]


def test_a_row_inserted_by_the_spreadsheet_moves_the_names() -> None:
    file = file_of(layouts.filled())

    def change(book: Any) -> None:
        sheet = book["支出明细"]
        for at in range(12, 3, -1):
            for column in (1, 2, 3):
                sheet.cell(at, column).value = sheet.cell(at - 1, column).value
        for column, value in enumerate(("咨询费", 1.5, 1.25), 1):
            sheet.cell(4, column).value = value
        for name in ("item", "planned", "actual"):
            named = book.defined_names[f"expenditures.{name}"]
            named.attr_text = named.attr_text.replace("$9", "$10")

    found = taken(changed(xlsx_bytes(file), change))
    assert found.own is not None
    old = file.report.expenditures
    rows = [row for row in found.own.report.expenditures if row != Expenditure()]
    assert rows == [old[0], Expenditure("咨询费", Decimal("1.5"), Decimal("1.25")), old[1]]
    assert list(found.own.review.unreviewed) == ["expenditures[1].item"]


def test_text_beside_the_form_and_on_further_sheets_is_kept_as_unplaced() -> None:
    file = file_of(layouts.filled())

    def change(book: Any) -> None:
        book["基本概况"]["B40"].value = "请财务科核对"
        book.create_sheet("附注")["A1"].value = "另有说明"

    found = taken(changed(xlsx_bytes(file), change))
    assert [(piece.text, piece.where) for piece in found.proposal.unplaced] == [
        ("请财务科核对", "工作表“基本概况”B40"),
        ("另有说明", "工作表“附注”A1"),
    ]
    assert found.own is not None
    assert found.own.report == file.report


def test_a_field_whose_cell_is_gone_keeps_its_value_and_says_so() -> None:
    file = file_of(layouts.filled())
    found = taken(changed(xlsx_bytes(file), lambda book: book.defined_names.pop("basic_info.phone")))
    assert found.own is not None
    assert found.own.report == file.report
    assert "“联系电话”所在的单元格已被删除" in found.proposal.warnings[0]


def test_without_its_data_or_with_damaged_data_the_visible_cells_are_read() -> None:
    file = file_of(layouts.filled())
    data = xlsx_bytes(file)

    def damage(book: Any) -> None:
        sheet = book[own_data.SHEET]
        sheet["B4"].value = sheet["B4"].value.replace("油茶", "油菜")

    for spoilt in (changed(data, damage), changed(data, lambda book: book.__delitem__(own_data.SHEET))):
        found = taken(spoilt)
        assert found.own is None
        assert ["已被改动" in note for note in found.proposal.warnings] == [True]
        assert {entry.certainty for entry in found.proposal.recognised} == {"check"}
        different = {one.path: (one.old, one.new) for one in differences(file.report, found.proposal.report, FORM)}
        generated = {path for path in different if path.startswith("narrative.")}
        # Formulas have lost their results with openpyxl; generated texts are texts of one's own now.
        assert set(different) - generated <= {"basic_info.actual_expenditure"}
        assert generated == {f"narrative.{key}.linked" for key in FORM.linked}
        if own_data.SHEET in loaded(spoilt).sheetnames:
            assert found.proposal.unplaced == ()


def test_a_hidden_sheet_that_is_no_archive_of_ours_is_no_trap() -> None:
    data = xlsx_bytes(file_of(layouts.filled()))
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if name.endswith("sheet7.xml") else old.read(name))
    with pytest.raises(importing.ImportRefused, match="损坏"):
        taken(made.getvalue())


# --- LibreOffice


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_calculates_the_same_and_saves_the_same_report(tmp_path: Path) -> None:
    report = put(clean_report(3), "basic_info.actual_expenditure", None)
    file = file_of(report)
    data = xlsx_bytes(file)
    # Saved by openpyxl, the workbook has no results: LibreOffice must calculate every one.
    (tmp_path / "a.xlsx").write_bytes(changed(data, lambda _: None))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    assert SOFFICE is not None
    order = [SOFFICE, home, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out")]
    subprocess.run([*order, str(tmp_path / "a.xlsx")], check=True, capture_output=True, timeout=120)
    calculated = (tmp_path / "out" / "a.xlsx").read_bytes()
    ours, theirs = loaded(data, results=True), loaded(calculated, results=True)
    formulas = loaded(data)
    compared = 0
    for name in SHEETS:
        for row in formulas[name].iter_rows():
            for found in row:
                if found.data_type == "f":
                    mine, other = (book[name][found.coordinate].value for book in (ours, theirs))
                    if isinstance(mine, float | int):
                        assert other == pytest.approx(mine, rel=1e-12), found.coordinate
                    else:
                        assert (other or "") == (mine or ""), found.coordinate
                    compared += 1
    assert compared > 20
    assert back(calculated) == file


def test_names_of_somebody_else_do_no_harm() -> None:
    file = file_of(layouts.filled())

    def change(book: Any) -> None:
        from openpyxl.workbook.defined_name import DefinedName

        for name in ("inputs", "expenditures", "cover.nothing", "report"):
            book.defined_names[name] = DefinedName(name, attr_text="'封面'!$A$1")
        book.defined_names["cover.seal_unit"] = DefinedName("cover.seal_unit", attr_text="#REF!")

    found = taken(changed(xlsx_bytes(file), change))
    assert found.own is not None
    assert found.own.report == file.report
    assert "盖章" in found.proposal.warnings[0]
