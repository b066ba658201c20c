"""Spreadsheets: cells as the sheet shows them, in .xlsx, .xls, .ods and SpreadsheetML."""

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from selfeval_gui.importing.blocks import Paragraph, Table
from selfeval_gui.importing.formats import odf, office_xml, xls, xlsx
from selfeval_gui.importing.formats.content import Content
from selfeval_gui.importing.formats.number_formats import shown as number
from selfeval_gui.importing.formats.sheets import ROWS, Sheet, address, content
from tests.importing.officefiles import shown, zipped

FIXTURES = Path(__file__).parent / "fixtures"

NUMBERS = [
    (47500, "000000", "047500"),
    (7654321.0, "General", "7654321"),
    (0.1 + 0.2, "General", "0.3"),
    (1e20, "General", "100000000000000000000"),
    (0.985, "0.0%", "98.5%"),
    (1, "0%", "100%"),
    (1234.5, "#,##0.00", "1,234.50"),
    (12345678, "#,##0", "12,345,678"),
    (999, "#,##0", "999"),
    (0.5, "#.0", "0.5"),
    (1.005, "0.00", "1.01"),
    (5, "#,##0.##", "5"),
    (5, '0.00"万元"', "5.00万元"),
    (5, 'General"万元"', "5万元"),
    (12000, '0!.0,"万元"', "1.2万元"),
    (12345, '[>=10000]0!.0,"万";0', "1.2万"),
    (-3, "0;-0;;@", "-3"),
    (0, "0;-0;;@", ""),
    (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
    (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
    (5, "[$￥-804]#,##0.00", "￥5.00"),
    (0.5, "# ?/?", "0.5"),
    (5, "0.00E+00", "5"),
    (5, "G/通用格式", "5"),
    (43000, 'yyyy"年"m"月"d"日"', "2017年9月22日"),
    (43000, 'm"月"d"日"', "2017年9月22日"),
    (43000, 'yyyy"年"m"月"', "2017年9月"),
    (43000.5, "yyyy/m/d h:mm", "2017年9月22日 12:00"),
    (43000, "[$-804]aaaa", "2017年9月22日"),
    (59, "yyyy/m/d", "1900年2月28日"),
    (61, "yyyy/m/d", "1900年3月1日"),
]


@pytest.mark.parametrize(("value", "code", "expected"), NUMBERS)
def test_numbers_are_shown_in_their_format(value: float, code: str, expected: str) -> None:
    assert number(value, code) == expected


def test_days_since_1904() -> None:
    assert number(43000 - 1462, "yyyy/m/d", since_1904=True) == "2017年9月22日"


def test_cells_have_names() -> None:
    assert [address(2, 1), address(0, 25), address(9, 26), address(0, 701), address(0, 702)] == [
        "B3", "Z1", "AA10", "ZZ1", "AAA1",
    ]  # fmt: skip


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def book_with(*rows: tuple[object, ...]) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "封面"
    for row in rows:
        sheet.append(list(row))
    return book, sheet


def test_a_sheet_is_a_table_with_merged_cells() -> None:
    book, sheet = book_with(("内容", "支出数", None), (None, "计划", "实际"), ("办公费", 5, 4.5))
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    found = xlsx.read(saved(book))
    assert shown(found.blocks) == [
        [
            [("内容", 0, 1, 2), ("支出数", 1, 2, 1)],
            [("计划", 1, 1, 1), ("实际", 2, 1, 1)],
            [("办公费", 0, 1, 1), ("5", 1, 1, 1), ("4.5", 2, 1, 1)],
        ]
    ]
    table = found.blocks[0]
    assert isinstance(table, Table)
    cell = table.rows[2].cells[1].blocks[0]
    assert isinstance(cell, Paragraph)
    assert (table.where, cell.where) == ("工作表“封面”", "工作表“封面”B3")


def test_titles_and_texts_over_the_whole_width_are_paragraphs() -> None:
    book, sheet = book_with(("标题", None), ("一、概况", None), ("项目", "植树"), ("结语\n落款", None))
    for row in (1, 2, 4):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
    assert shown(xlsx.read(saved(book)).blocks) == [
        "标题",
        "一、概况",
        [[("项目", 0, 1, 1), ("植树", 1, 1, 1)]],
        "结语",
        "落款",
    ]


def test_a_sheet_of_one_column_is_text() -> None:
    book, _ = book_with(("一、概况",), ("正文",))
    assert shown(xlsx.read(saved(book)).blocks) == ["一、概况", "正文"]


def test_an_empty_value_beside_a_label_is_a_cell() -> None:
    book, _ = book_with(("主管部门", None), ("项目", "植树"))
    table = [[("主管部门", 0, 1, 1), ("", 1, 1, 1)], [("项目", 0, 1, 1), ("植树", 1, 1, 1)]]
    assert shown(xlsx.read(saved(book)).blocks) == [table]


def test_text_that_looks_like_a_formula_stays_text() -> None:
    book, sheet = book_with(("=1+1", "+5", "-x", "@y"))
    sheet["A1"].data_type = "s"
    assert shown(xlsx.read(saved(book)).blocks)[0] == [
        [("=1+1", 0, 1, 1), ("+5", 1, 1, 1), ("-x", 2, 1, 1), ("@y", 3, 1, 1)]
    ]


def test_a_formula_without_result_is_named_and_never_imported() -> None:
    book, _ = book_with(("合计", "=SUM(A1:A2)", "5"))
    found = xlsx.read(saved(book))
    assert shown(found.blocks) == [[[("合计", 0, 1, 1), ("", 1, 1, 1), ("5", 2, 1, 1)]]]
    assert [(note.text, note.where) for note in found.notes] == [
        ("公式没有计算结果，没有读入：=SUM(A1:A2)", "工作表“封面”B1")
    ]


def test_what_is_hidden_is_named() -> None:
    book, sheet = book_with(("甲", "乙", "丙"), ("丁", "戊", "己"))
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    hidden = book.create_sheet("底稿")
    hidden["A1"] = "秘"
    hidden.sheet_state = "veryHidden"
    found = xlsx.read(saved(book))
    assert shown(found.blocks) == [[[("甲", 0, 1, 1), ("乙", 1, 1, 1)]]]
    assert [note.text for note in found.notes] == [
        "工作表“底稿”是隐藏的，没有读入",
        *(f"隐藏的单元格：{text}" for text in "丙丁戊己"),
    ]  # fmt: skip


def test_text_under_a_merged_cell_is_named() -> None:
    sheet = Sheet("表", {(0, 0): "上", (1, 0): "遮"}, [(0, 0, 2, 1)])
    found = content([sheet], [])
    assert [note.text for note in found.notes] == ["合并单元格遮住的文字：遮"]


def test_cells_far_away_cost_nothing_and_are_named() -> None:
    book, sheet = book_with(("甲", "乙"))
    sheet.cell(1_048_576, 16_384, "远")
    found = xlsx.read(saved(book))
    assert shown(found.blocks) == [[[("甲", 0, 1, 1), ("乙", 1, 1, 1)]]]
    assert [note.where for note in found.notes] == ["工作表“封面”"]
    assert f"第{ROWS}行以下" in found.notes[0].text


SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_sheet(markup: str) -> bytes:
    """A workbook whose only sheet is this markup."""
    book, _ = book_with(("x",))
    with zipfile.ZipFile(BytesIO(saved(book))) as old:
        parts: dict[str, str | bytes] = {name: old.read(name) for name in old.namelist()}
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{SPACE}">{markup}</worksheet>'
    return zipped(parts)


def test_a_merge_over_the_whole_sheet_costs_nothing() -> None:
    row = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row></sheetData>'
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert shown(xlsx.read(with_sheet(row + merge)).blocks) == ["甲"]


def test_rich_text_is_read_without_its_reading_aid() -> None:
    runs = '<r><t>潇</t></r><r><t xml:space="preserve"> 湘_x000D_</t></r><rPh sb="0" eb="1"><t>xiao</t></rPh>'
    row = f'<sheetData><row><c t="inlineStr"><is>{runs}</is></c></row></sheetData>'
    assert shown(xlsx.read(with_sheet(row)).blocks) == ["潇 湘", ""]


def test_cells_without_addresses_follow_each_other() -> None:
    row = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row></sheetData>"
    assert shown(xlsx.read(with_sheet(row)).blocks) == [
        [[("1", 0, 1, 1), ("2", 1, 1, 1)], [("3", 0, 1, 1), ("4", 1, 1, 1)]]
    ]


READERS: dict[str, Callable[[bytes], Content]] = {"sheet.xls": xls.read, "sheet.ods": odf.read}


@pytest.mark.parametrize("file", READERS)
def test_other_formats_show_the_same(file: str) -> None:
    """The fixtures are the workbook that is built here, saved in other formats."""
    book, sheet = book_with(
        ("支出绩效自评报告",), ("邮编", 47500, "电话", "0778-0000"), ("得分", 0.985, "日期", date(2022, 3, 5)),
        ("金额", 1234.5, "差额", 7654321.0),
    )  # fmt: skip
    sheet.merge_cells("A1:D1")
    for cell, code in (("B2", "000000"), ("B3", "0.0%"), ("D3", "m/d/yy"), ("B4", "#,##0.00")):
        sheet[cell].number_format = code
    book.create_sheet("底稿").sheet_state = "hidden"
    expected = xlsx.read(saved(book))
    assert "2022年3月5日" in str(shown(expected.blocks))
    assert READERS[file]((FIXTURES / file).read_bytes()) == expected


def test_spreadsheetml_of_excel_2003() -> None:
    page = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
    xmlns:x="urn:schemas-microsoft-com:office:excel">
    <ss:Styles><ss:Style ss:ID="p"><ss:NumberFormat ss:Format="000000"/></ss:Style></ss:Styles>
    <ss:Worksheet ss:Name="封面"><ss:Table>
    <ss:Row><ss:Cell ss:MergeAcross="2"><ss:Data ss:Type="String">标题</ss:Data></ss:Cell></ss:Row>
    <ss:Row ss:Index="3"><ss:Cell><ss:Data ss:Type="String">邮编</ss:Data></ss:Cell>
    <ss:Cell ss:StyleID="p"><ss:Data ss:Type="Number">47500</ss:Data></ss:Cell>
    <ss:Cell><ss:Data ss:Type="DateTime">2022-03-05T00:00:00.000</ss:Data></ss:Cell></ss:Row></ss:Table></ss:Worksheet>
    <ss:Worksheet ss:Name="底稿"><ss:Table/><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>
    </ss:Worksheet></ss:Workbook>""".encode()
    assert office_xml.recognises(page)
    found = office_xml.read(page)
    assert shown(found.blocks) == ["标题", [[("邮编", 0, 1, 1), ("047500", 1, 1, 1), ("2022年3月5日", 2, 1, 1)]]]
    assert [note.text for note in found.notes] == ["工作表“底稿”是隐藏的，没有读入"]
