"""Excel 97–2003 files (.xls, and .et of WPS Spreadsheets) → blocks, by xlrd.

Numbers are shown in their format, hidden sheets are named and not read.
"""

from io import StringIO

import xlrd  # type: ignore[import-untyped]

from selfeval_gui.importing.formats import number_formats, own_book, sheets
from selfeval_gui.importing.formats.content import Content, damaged, refusing, too_complex
from selfeval_gui.importing.formats.ole import read_stream, root_names
from selfeval_gui.importing.proposal import ImportRefused, OwnFile, Proposal, Unplaced

KIND = "Excel 97–2003 文件(.xls)"
WAY_OUT = "请在 Excel 或 WPS 表格中打开它，另存为 .xlsx 后再导入。"
_SHEET_LIMIT = 100
_CELL_LIMIT = 1_000_000


def recognises(data: bytes) -> bool:
    """Whether this is an OLE2 container with a workbook in it."""
    return bool({"Workbook", "Book"} & root_names(data))


def read(data: bytes) -> Content:
    """The visible sheets' blocks. Raises `ImportRefused` for damaged and encrypted files."""
    with refusing(KIND, WAY_OUT):
        return _read(_open(data))


def own(data: bytes) -> OwnFile | Proposal | None:
    """The report of a workbook of ours that somebody has saved as .xls; None for any other. Raises as `read`."""
    with refusing(KIND, WAY_OUT):
        book = _open(data)
        names = {entry.name: entry.result.text for entry in book.name_obj_list if entry.result is not None}
        if book.nsheets > _SHEET_LIMIT or not own_book.is_own((*book.sheet_names(), *names)):
            return None
        sheets = {name: _raw_cells(book.sheet_by_name(name)) for name in book.sheet_names()}
        return own_book.content(own_book.Book(sheets, names, formulas=False))


def _open(data: bytes) -> xlrd.Book:
    # xlrd walks in circles when the container's chain of sectors does; olefile counts, so it gets the stream out.
    name = next((name for name in ("Workbook", "Book") if name in root_names(data)), "")
    if not name:
        raise damaged(KIND, WAY_OUT)
    stream = read_stream(data, name)
    try:
        return xlrd.open_workbook(
            file_contents=stream, formatting_info=True, on_demand=True, ragged_rows=True, logfile=StringIO()
        )
    except xlrd.XLRDError as refusal:
        if "encrypted" in str(refusal):
            raise ImportRefused("这是加密的 Excel 文件，请先取消密码，另存后再导入。") from refusal
        raise


def _raw_cells(source: xlrd.sheet.Sheet) -> own_book.Cells:
    found: own_book.Cells = {}
    count = 0
    for row in range(source.nrows):
        count += source.row_len(row)
        if count > _CELL_LIMIT:
            raise too_complex(KIND)
        for column in range(source.row_len(row)):
            kind, raw = source.cell_type(row, column), source.cell_value(row, column)
            if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                found[row, column] = ("n", repr(raw), "")
            elif kind == xlrd.XL_CELL_TEXT and raw:
                found[row, column] = ("s", str(raw).replace("\r\n", "\n").replace("\r", "\n"), "")
    return found


def _read(book: xlrd.Book) -> Content:
    if book.nsheets > _SHEET_LIMIT:
        raise too_complex(KIND)
    found: list[sheets.Sheet] = []
    hidden: list[str] = []
    notes: list[Unplaced] = []
    for index in range(book.nsheets):
        name = str(book.sheet_names()[index])
        source = book.sheet_by_index(index)
        if source.visibility:
            hidden.append(name)
        else:
            found.append(_sheet(book, source, name))
        book.unload_sheet(index)
    return sheets.content(found, hidden, notes)


def _sheet(book: xlrd.Book, source: xlrd.sheet.Sheet, name: str) -> sheets.Sheet:
    sheet = sheets.Sheet(name)
    cells = 0
    for row in range(source.nrows):
        length = source.row_len(row)
        cells += length
        if cells > _CELL_LIMIT:
            raise too_complex(KIND)
        for column in range(length):
            sheet.put(row, column, _text(book, source, row, column))
    for top, bottom, left, right in source.merged_cells:
        sheet.merges.append((top, left, bottom - top, right - left))
    sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in source.colinfo_map.items() if info.hidden}
    return sheet


def _text(book: xlrd.Book, source: xlrd.sheet.Sheet, row: int, column: int) -> str:
    kind, raw = source.cell_type(row, column), source.cell_value(row, column)
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        style = book.xf_list[source.cell_xf_index(row, column)]
        described = book.format_map.get(style.format_key)
        code = number_formats.BUILT_IN.get(style.format_key) or (described.format_str if described else "")
        return number_formats.shown(raw, code, since_1904=bool(book.datemode))
    if kind == xlrd.XL_CELL_TEXT:
        return str(raw).replace("\r\n", "\n").replace("\r", "\n")
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if raw else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(raw, "#ERR!"))
    return ""
