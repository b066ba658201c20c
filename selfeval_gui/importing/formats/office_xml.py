"""Office files in one XML file → blocks: Word-2003-XML, flat packages of Word, and SpreadsheetML of Excel 2003.

Office systems export them under the names .doc and .xls. The first two are brought into the shape that `word_body`
reads.
"""

import re
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement

from selfeval_gui.importing.formats import number_formats, sheets, xml_guard
from selfeval_gui.importing.formats.content import Content, damaged, refusing
from selfeval_gui.importing.formats.word_body import Body
from selfeval_gui.importing.formats.word_lists import Lists
from selfeval_gui.importing.formats.word_styles import Styles
from selfeval_gui.importing.formats.word_text import W
from selfeval_gui.importing.proposal import Unplaced
from selfeval_gui.importing.text_reader import decode

KIND = "XML 格式的 Office 文件"
WAY_OUT = "请在 Word、Excel 或 WPS 中打开它，另存为 .docx 或 .xlsx 后再导入。"
_WORD_2003 = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_AUXILIARY = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_MARKS = (b"office/word/2003/wordml", b"office/2006/xmlPackage", b"com:office:spreadsheet")
_CODED = re.compile(rb"^\s*<\?xml[^>]*encoding=[\"'](gb[a-z0-9_-]*)[\"']", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NAMED = {
    "General Date": "yyyy/m/d", "Short Date": "yyyy/m/d", "Long Date": "yyyy/m/d", "Medium Date": "yyyy/m/d",
    "Fixed": "0.00", "Standard": "#,##0.00", "Currency": "#,##0.00", "Percent": "0.00%", "General Number": "General",
}  # fmt: skip


def recognises(data: bytes) -> bool:
    """Whether this is XML with a namespace of Office at its beginning, and not a web page with such namespaces."""
    start = data[:8192].replace(b"\x00", b"")
    head = start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return head.startswith(b"<?xml") and b"<html" not in head and any(mark in start for mark in _MARKS)


def read(data: bytes) -> Content:
    """The blocks. Raises `ImportRefused` for damaged and hostile files."""
    with refusing(KIND, WAY_OUT):
        if _CODED.match(data[:200]):
            # The XML parser does not know Chinese encodings.
            data = _DECLARATION.sub("", decode(data), count=1).encode("utf-8")
        root = xml_guard.parse(data, KIND, WAY_OUT)
        if root.tag == _PACKAGE + "package":
            return _package(root)
        if root.tag == _WORD_2003 + "wordDocument":
            return _word_2003(root)
        if root.tag == _SS + "Workbook":
            return _Workbook(root).read()
        raise damaged(KIND, WAY_OUT)


def _package(root: Element) -> Content:
    parts = {
        part.get(_PACKAGE + "name", ""): next(iter(data), None)
        for part in root.findall(_PACKAGE + "part")
        if (data := part.find(_PACKAGE + "xmlData")) is not None
    }
    document = parts.get("/word/document.xml")
    body = document.find(W + "body") if document is not None else None
    if body is None:
        raise damaged(KIND, WAY_OUT)
    styles, numbering = parts.get("/word/styles.xml"), parts.get("/word/numbering.xml")
    return Body(
        Styles() if styles is None else Styles.read(styles), Lists() if numbering is None else Lists.read(numbering)
    ).read(body)


def _word_2003(root: Element) -> Content:
    """Nearly today's names in another namespace; list numbers stand beside the text as they were shown."""
    for element in root.iter():
        element.tag = _today(element.tag)
        for key in [key for key in element.attrib if key.startswith((_WORD_2003, _AUXILIARY))]:
            element.attrib[_today(key)] = element.attrib.pop(key)
    body = root.find(W + "body")
    if body is None:
        raise damaged(KIND, WAY_OUT)
    numbers: dict[str, Element] = {}
    for properties in root.iter(W + "pPr"):
        shown = properties.find(f"{W}listPr/{W}t")
        text = shown.get(W + "val", "") if shown is not None else ""
        if re.sub(r"[\W_]", "", text):
            _number_as_list(properties, text, numbers)
    styles = Styles.read(root)
    lists = Element(W + "numbering")
    lists.extend(numbers.values())
    for name in numbers:
        SubElement(SubElement(lists, W + "num", {W + "numId": name}), W + "abstractNumId", {W + "val": name})
    return Body(styles, Lists.read(lists)).read(body)


def _today(name: str) -> str:
    if name == _WORD_2003 + "vmerge":
        return W + "vMerge"
    for space in (_WORD_2003, _AUXILIARY):
        if name.startswith(space):
            return W + name.removeprefix(space).replace("sub-section", "subSection")
    return name


def _number_as_list(properties: Element, text: str, numbers: dict[str, Element]) -> None:
    """Give the paragraph a list of its own whose one number is the text."""
    name = str(len(numbers) + 1)
    abstract = Element(W + "abstractNum", {W + "abstractNumId": name})
    level = SubElement(abstract, W + "lvl", {W + "ilvl": "0"})
    SubElement(level, W + "numFmt", {W + "val": "decimal"})
    SubElement(level, W + "lvlText", {W + "val": text.replace("%", "％")})
    numbers[name] = abstract
    own = SubElement(properties, W + "numPr")
    SubElement(own, W + "ilvl", {W + "val": "0"})
    SubElement(own, W + "numId", {W + "val": name})


class _Workbook:
    def __init__(self, root: Element) -> None:
        self._root = root
        self._formats: dict[str, str] = {}
        for style in root.iter(_SS + "Style"):
            described = style.find(_SS + "NumberFormat")
            if described is not None:
                code = described.get(_SS + "Format", "")
                self._formats[style.get(_SS + "ID", "")] = _NAMED.get(code, code)

    def read(self) -> Content:
        found: list[sheets.Sheet] = []
        hidden: list[str] = []
        notes: list[Unplaced] = []
        for entry in self._root.findall(_SS + "Worksheet"):
            name = entry.get(_SS + "Name", "")
            state = entry.findtext(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible", "")
            table = entry.find(_SS + "Table")
            if state.startswith(("SheetHidden", "SheetVeryHidden")):
                hidden.append(name)
            elif table is not None:
                found.append(self._sheet(table, name))
        return sheets.content(found, hidden, notes)

    def _sheet(self, table: Element, name: str) -> sheets.Sheet:
        sheet = sheets.Sheet(name)
        at_row = -1
        for row in table.findall(_SS + "Row"):
            at_row = _number(row.get(_SS + "Index"), at_row + 2) - 1
            if row.get(_SS + "Hidden") == "1":
                sheet.hidden_rows.add(at_row)
            at_column = -1
            for cell in row.findall(_SS + "Cell"):
                at_column = _number(cell.get(_SS + "Index"), at_column + 2) - 1
                width, height = _number(cell.get(_SS + "MergeAcross"), 0), _number(cell.get(_SS + "MergeDown"), 0)
                if width or height:
                    sheet.merges.append((at_row, at_column, height + 1, width + 1))
                self._cell(sheet, at_row, at_column, cell, row)
                at_column += width
            at_row += _number(row.get(_SS + "Span"), 0)
        return sheet

    def _cell(self, sheet: sheets.Sheet, row: int, column: int, cell: Element, line: Element) -> None:
        data = cell.find(_SS + "Data")
        if data is None:
            if cell.get(_SS + "Formula"):
                sheet.formulas.append((row, column, cell.get(_SS + "Formula", "")))
            return
        text = "".join(data.itertext())
        kind = data.get(_SS + "Type", "String")
        if kind == "Number":
            style = cell.get(_SS + "StyleID") or line.get(_SS + "StyleID") or ""
            text = number_formats.shown(text, self._formats.get(style, number_formats.GENERAL))
        elif kind == "DateTime":
            text = _day(text)
        elif kind == "Boolean":
            text = "TRUE" if text == "1" else "FALSE"
        sheet.put(row, column, text)


def _day(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    day = f"{moment.year}年{moment.month}月{moment.day}日"
    return day if (moment.hour, moment.minute) == (0, 0) else f"{day} {moment.hour}:{moment.minute:02}"


def _number(raw: str | None, otherwise: int) -> int:
    return int(raw) if raw is not None and raw.isdecimal() and len(raw) < 8 else otherwise
