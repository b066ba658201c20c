"""Sheets of an OpenDocument spreadsheet → blocks. What a cell shows stands in the file as text; days are told anew.

Repeated empty rows and columns (there are a million) cost nothing.
"""

from datetime import date
from xml.etree.ElementTree import Element

from selfeval_gui.importing.formats import sheets
from selfeval_gui.importing.formats.content import Content
from selfeval_gui.importing.formats.odf_styles import DRAW, OFFICE, TABLE, TEXT, OdfStyles
from selfeval_gui.importing.proposal import Unplaced

_GROUPS = {TABLE + name for name in ("table-header-rows", "table-row-group", "table-rows")}
_UNSEEN = ("collapse", "filter")
_REPEATED_TEXTS = 1000


def read(book: Element, styles: OdfStyles) -> Content:
    """The visible sheets of an `office:spreadsheet`."""
    found: list[sheets.Sheet] = []
    hidden: list[str] = []
    notes: list[Unplaced] = []
    for table in book.findall(TABLE + "table"):
        name = table.get(TABLE + "name", "")
        if table.get(TABLE + "style-name", "") in styles.hidden_tables:
            hidden.append(name)
            continue
        found.append(_sheet(table, name))
        pictures = sum(1 for _ in table.iter(DRAW + "image"))
        if pictures:
            notes.append(Unplaced(f"工作表“{name}”有{pictures}张图片，没有读入", f"工作表“{name}”"))
    return sheets.content(found, hidden, notes)


def _sheet(table: Element, name: str) -> sheets.Sheet:
    sheet = sheets.Sheet(name)
    at_row = 0
    for row in _rows(table):
        times = _number(row.get(TABLE + "number-rows-repeated", "1"))
        if row.get(TABLE + "visibility") in _UNSEEN:
            sheet.hidden_rows.update(range(at_row, min(at_row + times, sheets.ROWS)))
        _row(sheet, row, at_row, times)
        at_row += times
    return sheet


def _row(sheet: sheets.Sheet, row: Element, at_row: int, rows: int) -> None:
    at_column = 0
    for cell in row:
        if cell.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
            continue
        columns = _number(cell.get(TABLE + "number-columns-repeated", "1"))
        text = _text(cell)
        if text.strip():
            for at in range(min(rows, _REPEATED_TEXTS)):
                for column in range(min(columns, _REPEATED_TEXTS)):
                    sheet.put(at_row + at, at_column + column, text)
        elif cell.get(TABLE + "formula") and cell.get(OFFICE + "value-type") is None:
            sheet.formulas.append((at_row, at_column, cell.get(TABLE + "formula", "").removeprefix("of:")))
        width = _number(cell.get(TABLE + "number-columns-spanned", "1"))
        height = _number(cell.get(TABLE + "number-rows-spanned", "1"))
        if width > 1 or height > 1:
            sheet.merges.append((at_row, at_column, height, width))
        at_column += columns


def _text(cell: Element) -> str:
    if cell.get(OFFICE + "value-type") == "date":
        day = cell.get(OFFICE + "date-value", "")[:10]
        try:
            told = date.fromisoformat(day)
        except ValueError:
            return day
        return f"{told.year}年{told.month}月{told.day}日"
    return "\n".join(_line(paragraph) for paragraph in cell.findall(TEXT + "p"))


def _line(element: Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == TEXT + "s":
            parts.append(" " * min(200, _number(child.get(TEXT + "c", "1"))))
        elif child.tag == TEXT + "tab":
            parts.append("\t")
        elif child.tag == TEXT + "line-break":
            parts.append("\n")
        else:
            parts.append(_line(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _rows(table: Element) -> list[Element]:
    found: list[Element] = []
    for child in table:
        if child.tag == TABLE + "table-row":
            found.append(child)
        elif child.tag in _GROUPS:
            found.extend(_rows(child))
    return found


def _number(raw: str) -> int:
    return max(1, int(raw)) if raw.isdecimal() and len(raw) < 9 else 1
