"""A workbook in the making: texts that stay texts, exact numbers, formulas with their results, the same bytes again.

Knows openpyxl and no report. Lengths are mm for columns and pt for rows, as spreadsheets and paper have them.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

FONTS = {
    "song": "宋体",
    "xiaobiaosong": "方正小标宋简体",
    "hei": "黑体",
    "fangsong": "仿宋_GB2312",
    "kai": "楷体_GB2312",
}
"""The official typefaces of the form's styles, by the names that Word and Excel know."""
TEXT = "@"
DAY = 'yyyy"年"m"月"d"日"'
MONTH = 'yyyy"年"m"月"'
PERCENT = "0.00%"
CELL_LIMIT = 32_767
"""UTF-16 units that a cell holds."""
ROW_LIMIT = 400.0
"""A row is at most 409 pt high."""
_PX_PER_MM = 96 / 25.4
_DIGIT = 8
"""Pixels of a digit of 宋体 11 pt, the workbook's normal font, in which columns are measured."""
_EPOCH = date(1899, 12, 30)
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_ESCAPED = re.compile("_x(?=[0-9A-Fa-f]{4}_)")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f>[^<]*</f>)<v ?/>')
_THIN = Side(style="thin", color="000000")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
UNDERLINE = Border(bottom=_THIN)
NONE = Border()
GREY = "7F7F7F"


class Look(NamedTuple):
    """How a cell looks: `size` in pt, `border` BOX, UNDERLINE or NONE, `colour` and `fill` as RRGGBB.

    `indent`: whether text keeps a little away from the rule beside it.
    """

    style: str = "fangsong"
    size: float = 12
    across: str = "left"
    upright: str = "center"
    border: Border = NONE
    colour: str = "000000"
    fill: str = ""
    bold: bool = False
    wrap: bool = True
    indent: bool = False


INDENT = 2.8
"""mm that text of a `Look` with `indent` has less of its column."""


class Place(NamedTuple):
    """A cell or a block of merged cells; rows and columns from 1."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def corner(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def fixed(self) -> str:
        """$B$3, or $B$3:$D$9."""
        first = f"${get_column_letter(self.column)}${self.row}"
        if self.rows == self.columns == 1:
            return first
        return f"{first}:${get_column_letter(self.column + self.columns - 1)}${self.row + self.rows - 1}"


class Formula(NamedTuple):
    """A formula (beginning with =) and its result as of now, so that readers which do not calculate show it too."""

    text: str
    result: Decimal | str | None


class Page(NamedTuple):
    """Paper: margins in mm, what is printed (all when empty), rows repeated on every sheet (`1:3`)."""

    landscape: bool = False
    left: float = 28
    right: float = 26
    top: float = 30
    bottom: float = 25
    area: str = ""
    heads: str = ""
    numbered: bool = True
    one: bool = False
    """Shrunk to one sheet of paper."""


class Sheet:
    """One sheet."""

    def __init__(self, book: "Book", raw: Any) -> None:
        self._book, self.raw = book, raw

    @property
    def title(self) -> str:
        return str(self.raw.title)

    def columns(self, widths: Sequence[float], first: int = 1) -> None:
        """Widths in mm, from column `first` on."""
        for at, width in enumerate(widths, first):
            self.raw.column_dimensions[get_column_letter(at)].width = round((width * _PX_PER_MM - 5) / _DIGIT, 2)

    def height(self, row: int, points: float) -> None:
        self.raw.row_dimensions[row].height = round(points, 2)

    def put(self, place: Place, value: Any, look: Look, number: str = "General") -> None:
        """Write a text, a number (Decimal, int), a date, a formula, or nothing; merge the place's cells."""
        if place.rows * place.columns > 1:
            for row in range(place.row, place.row + place.rows):
                for column in range(place.column, place.column + place.columns):
                    self._style(self.raw.cell(row, column), look, number)
            last = f"{get_column_letter(place.column + place.columns - 1)}{place.row + place.rows - 1}"
            self.raw.merge_cells(f"{place.corner}:{last}")
        cell = self.raw.cell(place.row, place.column)
        self._style(cell, look, number)
        if isinstance(value, Formula):
            cell.value = value.text
            self._book.results[self.title, place.corner] = value.result
        elif isinstance(value, str):
            if value:
                cell.value = escaped(value)
                cell.data_type = "s"  # also for what begins with = + - @
                cell.quotePrefix = value[0] in "=+-@'"
        elif isinstance(value, date) and not isinstance(value, datetime):
            cell.value = (value - _EPOCH).days
        elif value is not None:
            cell.value = value

    def marked(self, place: Place, parts: Sequence[tuple[str, str]], look: Look) -> None:
        """A text of which parts stand out: each with its colour, "" for the ordinary one; red ones are struck out."""
        from openpyxl.cell.rich_text import CellRichText, TextBlock
        from openpyxl.cell.text import InlineFont

        blocks = [
            TextBlock(
                InlineFont(
                    rFont=FONTS[look.style],
                    sz=look.size,
                    color=colour or look.colour,
                    strike=colour.startswith("B") or None,
                    u="single" if colour and not colour.startswith("B") else None,
                ),
                escaped(text),
            )
            for text, colour in parts
            if text
        ]
        if blocks:
            cell = self.raw.cell(place.row, place.column)
            cell.value = CellRichText(*blocks)

    def _style(self, cell: Any, look: Look, number: str) -> None:
        known = self._book.known_styles.get((look, number))
        if known is None:
            font, fill, alignment = self._book.styles(look)
            cell.font, cell.alignment, cell.border, cell.number_format = font, alignment, look.border, number
            if fill is not None:
                cell.fill = fill
            self._book.known_styles[look, number] = copy(cell._style)
        else:
            cell._style = copy(known)  # a tenth of the time that setting each part takes

    def name(self, name: str, place: Place) -> None:
        """Give a place the name of a field."""
        reference = f"{quote_sheetname(self.title)}!{place.fixed}"
        self._book.raw.defined_names[name] = DefinedName(name, attr_text=reference)

    def choices(self, place: Place, words: Iterable[str]) -> None:
        """A list to choose from; anything else may be written all the same."""
        listed = '"' + ",".join(words) + '"'
        if len(listed) <= 255:
            rule = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=False)
            rule.add(place.corner)
            self.raw.add_data_validation(rule)

    def set_up(self, page: Page) -> None:
        """A4, so many sheets high as needed and one wide."""
        raw = self.raw
        raw.page_setup.paperSize = raw.PAPERSIZE_A4
        raw.page_setup.orientation = "landscape" if page.landscape else "portrait"
        raw.page_setup.fitToWidth, raw.page_setup.fitToHeight = 1, int(page.one)
        raw.sheet_properties.pageSetUpPr.fitToPage = True
        margins = raw.page_margins
        margins.left, margins.right = page.left / 25.4, page.right / 25.4
        margins.top, margins.bottom = page.top / 25.4, page.bottom / 25.4
        margins.header = margins.footer = 12 / 25.4
        raw.print_options.horizontalCentered = True
        if page.numbered:
            raw.oddFooter.center.text = "— &P —"
        if page.area:
            raw.print_area = page.area
        if page.heads:
            raw.print_title_rows = page.heads


class Book:
    """A workbook. `title` and `author` stand in its properties; no time does."""

    def __init__(self, title: str, author: str = "") -> None:
        self.raw = Workbook()
        self.raw.remove(self.raw.active)
        normal = Font(name=FONTS["song"], size=11, charset=134)
        self.raw._fonts = IndexedList([normal])
        self.raw._named_styles["Normal"].font = normal
        self.raw.properties.title = escaped(title)
        self.raw.properties.creator = escaped(author) or "项目支出绩效自评"
        self.raw.properties.created = datetime(2000, 1, 1)  # noqa: DTZ001 - openpyxl knows no time zones
        self.raw.calculation.fullCalcOnLoad = True
        self.results: dict[tuple[str, str], Decimal | str | None] = {}
        self.known_styles: dict[tuple[Look, str], Any] = {}
        self._styles: dict[Look, tuple[Any, Any, Any]] = {}

    def sheet(self, title: str, *, hidden: bool = False) -> Sheet:
        raw = self.raw.create_sheet(title)
        if hidden:
            raw.sheet_state = "hidden"
        else:
            raw.sheet_view.showGridLines = False
        return Sheet(self, raw)

    def styles(self, look: Look) -> tuple[Any, Any, Any]:
        known = self._styles.get(look)
        if known is None:
            font = Font(name=FONTS[look.style], size=look.size, color=look.colour, bold=look.bold)
            fill = PatternFill("solid", fgColor=look.fill) if look.fill else None
            alignment = Alignment(
                horizontal=look.across, vertical=look.upright, wrap_text=look.wrap, indent=int(look.indent)
            )
            known = self._styles[look] = (font, fill, alignment)
        return known

    def to_bytes(self) -> bytes:
        """The whole file: the same calls give the same bytes."""
        written = BytesIO()
        self.raw.save(written)
        sheets = {f"xl/worksheets/sheet{at}.xml": sheet.title for at, sheet in enumerate(self.raw.worksheets, 1)}
        made = BytesIO()
        with zipfile.ZipFile(written) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                data = old.read(name)
                if name in sheets:
                    data = self._with_results(data, sheets[name])
                elif name == "docProps/core.xml":
                    data = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", data)
                entry = zipfile.ZipInfo(name, _FIXED_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                new.writestr(entry, data)
        return made.getvalue()

    def _with_results(self, data: bytes, title: str) -> bytes:
        """openpyxl writes formulas without results: a reader that does not calculate would show nothing."""
        results = {corner: result for (sheet, corner), result in self.results.items() if sheet == title}

        def filled(match: re.Match[bytes]) -> bytes:
            result = results.get(match[1].decode())
            kind = b"" if isinstance(result, Decimal) else b' t="str"'
            text = "" if result is None else f"{result:f}" if isinstance(result, Decimal) else result
            value = escape(text).encode("ascii", "xmlcharrefreplace")
            return b'<c r="' + match[1] + b'"' + match[2] + kind + b">" + match[3] + b"<v>" + value + b"</v>"

        return _FORMULA.sub(filled, data) if results else data


def escaped(text: str) -> str:
    """Spreadsheets read _x0041_ as A: a text that happens to look like that is told from it."""
    return _ESCAPED.sub("_x005F_x", text)


def decimal_format(decimals: int, suffix: str = "") -> str:
    """0.00 with so many decimals, with `suffix` behind the number."""
    return ("0." + "0" * decimals if decimals else "0") + (f'"{suffix}"' if suffix else "")


def lines_of(text: str, width: float, size: float) -> int:
    """About how many lines a text takes in a column of `width` mm: at least as many as it will."""
    room = max(1.0, (width - 2.5) / (size * 25.4 / 72))
    count = 0
    for paragraph in text.split("\n"):
        units = sum(1.0 if ord(character) > 0x2000 else 0.56 for character in paragraph)
        count += max(1, -int(-units * 1.04 // room))
    return count


def cells_of(text: str) -> list[str]:
    """The text in pieces that a cell holds each, cut at line ends where there are any."""
    pieces: list[str] = []
    rest = text
    while _units(rest) > CELL_LIMIT - 100:
        cut = rest.rfind("\n", 0, CELL_LIMIT // 2)
        cut = cut if cut > 0 else CELL_LIMIT // 2 - 100
        pieces.append(rest[:cut])
        rest = rest[cut:].removeprefix("\n")
    return [*pieces, rest]


def _units(text: str) -> int:
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)
