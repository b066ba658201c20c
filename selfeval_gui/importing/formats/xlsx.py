"""Excel files of 2007 and later (.xlsx .xlsm .xltx) → blocks.

Only cells that are in the file are looked at, so that a sheet's claimed size costs nothing. Numbers are shown in their
format. Macros, links to other files, and comments are never looked at.
"""

import posixpath
import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from selfeval_gui.importing.formats import number_formats, sheets, xml_guard
from selfeval_gui.importing.formats.content import Content, damaged, refusing, too_complex
from selfeval_gui.importing.formats.docx import main_part
from selfeval_gui.importing.formats.zip_guard import Archive, part_names
from selfeval_gui.importing.proposal import Unplaced

KIND = "Excel 文件(.xlsx)"
WAY_OUT = "请在 Excel 或 WPS 表格中打开它，另存为 .xlsx 后再导入。"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_SHEET_LIMIT = 100
_ON = ("1", "true")


def recognises(data: bytes) -> bool:
    """Whether this is a zip with a workbook in it."""
    names = part_names(data)
    return any(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names)


def read(data: bytes) -> Content:
    """The visible sheets' blocks. Raises `ImportRefused` for damaged, encrypted, or hostile files."""
    with refusing(KIND, WAY_OUT):
        return Workbook(data).read()


@dataclass
class Workbook:
    """The parts of a workbook, as far as readers need them; `open` first."""

    data: bytes
    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    since_1904: bool = False

    def open(self) -> tuple[Element, list[tuple[str, bool, str, str]]]:
        """The workbook's root, and its sheets: name, whether it is shown, kind, part."""
        self.archive = Archive(self.data, KIND, WAY_OUT)
        main = main_part(self.archive, "xl/workbook.xml")
        root = self.parse(main)
        if root.tag != _S + "workbook":
            raise damaged(KIND, WAY_OUT)
        parts = self._relations(main)
        for kind, part in parts.values():
            if kind == "sharedStrings" and part in self.archive:
                self.strings = [_string(entry) for entry in self.parse(part).findall(_S + "si")]
            elif kind == "styles" and part in self.archive:
                self.formats = _formats(self.parse(part))
        settings = root.find(_S + "workbookPr")
        self.since_1904 = settings is not None and settings.get("date1904") in _ON
        listed = root.findall(f"{_S}sheets/{_S}sheet")
        if len(listed) > _SHEET_LIMIT:
            raise too_complex(KIND)
        return root, [
            (
                entry.get("name", ""),
                entry.get("state", "visible") == "visible",
                *parts.get(entry.get(_R + "id", ""), ("", "")),
            )
            for entry in listed
        ]

    def read(self) -> Content:
        """The visible sheets' blocks."""
        found: list[sheets.Sheet] = []
        hidden: list[str] = []
        notes: list[Unplaced] = []
        for name, is_shown, kind, part in self.open()[1]:
            if not is_shown:
                hidden.append(name)
            elif kind == "worksheet":
                found.append(self._sheet(name, part, notes))
            else:
                notes.append(Unplaced("这一页是图表，没有读入", f"工作表“{name}”"))
        return sheets.content(found, hidden, notes)

    def parse(self, part: str) -> Element:
        return xml_guard.parse(self.archive.read(part), KIND, WAY_OUT)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id → (kind, part) of the parts that a part refers to inside of the package."""
        folder, name = posixpath.split(part)
        path = f"{folder}/_rels/{name}.rels"
        found: dict[str, tuple[str, str]] = {}
        for relation in self.parse(path).iter(_P + "Relationship") if path in self.archive else ():
            if relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rpartition("/")[2]
                target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))
                found[relation.get("Id", "")] = (kind, target.lstrip("/"))
        return found

    def _sheet(self, name: str, part: str, notes: list[Unplaced]) -> sheets.Sheet:
        root = self.parse(part)
        sheet = sheets.Sheet(name)
        at_row = -1
        for row in root.iterfind(f"{_S}sheetData/{_S}row"):
            number = row.get("r", "")
            at_row = int(number) - 1 if number.isdecimal() and 0 < len(number) < 8 else at_row + 1
            if row.get("hidden") in _ON:
                sheet.hidden_rows.add(at_row)
            at_column = -1
            for cell in row.iterfind(_S + "c"):
                reference = _REFERENCE.fullmatch(cell.get("r", ""))
                at_column = _column(reference[1]) if reference else at_column + 1
                self._cell(sheet, at_row, at_column, cell)
        for columns in root.iterfind(f"{_S}cols/{_S}col"):
            if columns.get("hidden") in _ON:
                first, last = columns.get("min", ""), columns.get("max", "")
                if first.isdecimal() and last.isdecimal():
                    sheet.hidden_columns.update(range(int(first) - 1, min(int(last), sheets.COLUMNS)))
        for merge in root.iterfind(f"{_S}mergeCells/{_S}mergeCell"):
            corners = [_REFERENCE.fullmatch(corner) for corner in merge.get("ref", "").split(":")]
            if len(corners) == 2 and corners[0] and corners[1]:
                top, left = int(corners[0][2]) - 1, _column(corners[0][1])
                bottom, right = int(corners[1][2]), _column(corners[1][1]) + 1
                sheet.merges.append((top, left, bottom - top, right - left))
        if root.find(_S + "drawing") is not None:
            self._drawing(name, part, notes)
        return sheet

    def raw_cells(self, part: str) -> dict[tuple[int, int], tuple[str, str, str]]:
        """Every cell with something in it, by row and column from 0: kind ("n", "s"), raw value, formula."""
        found: dict[tuple[int, int], tuple[str, str, str]] = {}
        for cell in self.parse(part).iterfind(f"{_S}sheetData/{_S}row/{_S}c"):
            reference = _REFERENCE.fullmatch(cell.get("r", ""))
            kind, raw = cell.get("t", "n"), cell.findtext(_S + "v") or ""
            formula = cell.find(_S + "f")
            if kind == "inlineStr":
                inline = cell.find(_S + "is")
                raw = "" if inline is None else _string(inline)
            elif kind == "s":
                raw = self.strings[int(raw)]
            elif kind != "n":
                raw = _unescaped(raw)
            if reference and (raw or formula is not None):
                place = int(reference[2]) - 1, _column(reference[1])
                found[place] = ("n" if kind == "n" else "s", raw, "" if formula is None else f"={formula.text or ''}")
        return found

    def _cell(self, sheet: sheets.Sheet, row: int, column: int, cell: Element) -> None:
        kind = cell.get("t", "n")
        raw = cell.findtext(_S + "v")
        if kind == "inlineStr":
            inline = cell.find(_S + "is")
            sheet.put(row, column, "" if inline is None else _string(inline))
        elif raw is None or raw == "":
            formula = cell.find(_S + "f")
            if formula is not None and (raw is None or kind != "str"):
                sheet.formulas.append((row, column, "=" + (formula.text or "")))
        elif kind == "s":
            index = int(raw) if raw.isdecimal() and len(raw) < 9 else -1
            if not 0 <= index < len(self.strings):
                raise damaged(KIND, WAY_OUT)
            sheet.put(row, column, self.strings[index])
        elif kind == "n":
            style = cell.get("s", "0")
            index = int(style) if style.isdecimal() and len(style) < 9 else 0
            code = self.formats[index] if index < len(self.formats) else number_formats.GENERAL
            sheet.put(row, column, number_formats.shown(raw, code, since_1904=self.since_1904))
        elif kind == "b":
            sheet.put(row, column, "TRUE" if raw in _ON else "FALSE")
        else:  # str: a formula's text; e: an error such as #REF!; d: a date as text
            sheet.put(row, column, _unescaped(raw))

    def _drawing(self, name: str, part: str, notes: list[Unplaced]) -> None:
        where = f"工作表“{name}”"
        for kind, drawing in self._relations(part).values():
            if kind != "drawing" or drawing not in self.archive:
                continue
            root = self.parse(drawing)
            pictures = sum(1 for _ in root.iter(_DRAWING + "pic"))
            if pictures:
                notes.append(Unplaced(f"{where}有{pictures}张图片，没有读入", where))
            for shape in root.iter(_DRAWING + "txBody"):
                text = "\n".join("".join(t.text or "" for t in p.iter(_A + "t")) for p in shape.iter(_A + "p")).strip()
                if text:
                    notes.append(Unplaced(text, f"{where}的文本框"))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _string(entry: Element) -> str:
    """The text of a string with or without formatted runs; the reading aid (rPh) is none of it."""
    plain = [child for child in entry if child.tag == _S + "t"]
    runs = [child for run in entry if run.tag == _S + "r" for child in run if child.tag == _S + "t"]
    return _unescaped("".join(child.text or "" for child in [*plain, *runs]))


def _unescaped(text: str) -> str:
    """Excel writes control characters as _x000D_."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _formats(root: Element) -> list[str]:
    """The number format of each cell style."""
    own = {entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in root.iter(_S + "numFmt")}
    codes: list[str] = []
    for style in root.iterfind(f"{_S}cellXfs/{_S}xf"):
        number = style.get("numFmtId", "0")
        standard = number_formats.BUILT_IN.get(int(number), "") if number.isdecimal() and len(number) < 6 else ""
        codes.append(own.get(number) or standard or number_formats.GENERAL)
    return codes
