"""Text files and pasted text → blocks: decoding, and rebuilding the tables from TABs.

Two layouts of tables are read. An *extractor* writes each cell as TAB + text on a line of its own, an empty line
ends the row, and a further paragraph of a cell has no TAB. A *paste* from Word or Excel has a row per line, cells
separated by TABs (or `|`). What the text means is none of this module's business, except that a line which is a label
of the form never continues a cell.
"""

import codecs
import re
from dataclasses import dataclass, field

from selfeval_gui.importing.blocks import Block, Cell, Paragraph, Row, Table
from selfeval_gui.importing.labels import speaks
from selfeval_gui.importing.proposal import ImportRefused
from selfeval_gui.importing.text_repair import goes_on, repaired

_LINE_END = re.compile("\r*\n|[\r\u0085\u2028\u2029\x0c\x0b]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x06\x08\x0e-\x1a\x1c-\x1f]")
_PIPES = re.compile(r"^\s*[|│┃](.*)[|│┃]\s*$")
_RULE = re.compile(r"^[\s|│┃+\-=:─━┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛═╔╦╗╠╬╣╚╩╝]+$")
_NARRATIVE = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|.{2,30}[局厅委府部][：:]\s*$)"
)
_SENTENCE = re.compile("[。；;]$")
_NUMERALS = "一二三四五六七八九十"
UNKNOWN_ENCODING = "无法识别这个文件的文字编码。请用记事本打开它，另存为编码为“UTF-8”的文本文件(.txt)后再导入。"


def decode(data: bytes) -> str:
    """The text in `data`: by BOM, else strict UTF-8, else UTF-16 by its looks, else strict GB18030.

    Raises `ImportRefused` when it is none of them or holds control characters as only binary files do.
    """
    text = _decode(data)
    if len(_CONTROL.findall(text)) > len(text) // 200:
        raise ImportRefused(UNKNOWN_ENCODING)
    return text


def _decode(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data[len(bom) :].decode(encoding)
            except UnicodeDecodeError as damage:
                raise ImportRefused(UNKNOWN_ENCODING) from damage
    candidates = ["utf-8", "gb18030"]
    sixteen = _utf16_by_looks(data)
    if sixteen:
        candidates = [sixteen]
    for encoding in candidates:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ImportRefused(UNKNOWN_ENCODING)


def _utf16_by_looks(data: bytes) -> str:
    """UTF-16 without a BOM has a zero byte in each ASCII character, always on the same side. "" when it is not that."""
    if len(data) % 2 or b"\x00" not in data:
        return ""
    low, high = data[0::2].count(0), data[1::2].count(0)
    if high > 4 * low:
        return "utf-16-le"
    return "utf-16-be" if low > 4 * high else ""


def read_text(data: bytes) -> tuple[Block, ...]:
    """The blocks of a text file. Raises `ImportRefused` when its encoding cannot be told."""
    return blocks_of(decode(data))


def blocks_of(text: str) -> tuple[Block, ...]:
    """Rebuild paragraphs and tables from a text. No character but TABs, line ends and drawn table lines is lost."""
    text = text.replace("\x07", "\t").replace("\ufeff", "")
    lines = repaired(_LINE_END.split(text))
    return _Builder(lines).build()


@dataclass
class _CellText:
    paragraphs: list[str] = field(default_factory=list)

    @property
    def last(self) -> str:
        return self.paragraphs[-1].strip() if self.paragraphs else ""


class _Builder:
    """Walks over the lines once and keeps the table that is being built."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.extractor = _is_extractor(lines)
        self.blocks: list[Block] = []
        self.rows: list[list[_CellText]] = []
        self.row: list[_CellText] = []
        self.tables = 0

    def build(self) -> tuple[Block, ...]:
        blanks = 0
        for index, line in enumerate(self.lines):
            if not line.strip() and "\t" not in line:
                blanks += 1
                self.end_row()
                continue
            cells = self.cells_of(line)
            if cells is None and _RULE.match(line) and len(line.strip()) > 2:
                pass
            elif cells is None:
                if not self.continues(index, line, blanks):
                    self.end_table()
                    self.blocks.append(Paragraph(line, f"第{index + 1}行"))
            elif self.extractor and line.startswith("\t") and len(cells) == 1:
                self.row.append(_CellText([cells[0]]))
            elif not self.completes(cells):
                self.end_row()
                self.rows.append([_CellText(cell.split("\n")) for cell in cells])
            blanks = 0
        self.end_table()
        return tuple(self.blocks)

    def cells_of(self, line: str) -> list[str] | None:
        """The cells of a row's line; None when the line is a paragraph. A cell of an extractor is one alone."""
        if self.extractor and line.startswith("\t") and "\t" not in line[1:].rstrip():
            return [line[1:]]
        if "\t" in line:
            return line.split("\t")
        if (piped := _PIPES.match(line)) and not _RULE.match(line):
            return [cell.strip() for cell in re.split("[|│┃]", piped[1])]
        return None

    def continues(self, index: int, line: str, blanks: int) -> bool:
        """Whether a line without TAB is a further paragraph of the cell before it; it is added there if so.

        It is, when it stands between two lines of a table, right behind a cell of some length, and neither it nor the
        lines up to the next cell speak as labels, headings or an addressee do.
        """
        cell = self.row[-1] if self.row else self.rows[-1][-1] if self.rows else None
        if cell is None or blanks > 1 or speaks(cell.last) or speaks(line) or self.ends_here(index):
            return False
        if not goes_on(cell.last, line):
            return False
        cell.paragraphs.append(line)
        if not self.row and self.extractor:
            # The empty line before the paragraph did not end the row: the next cell may belong to it.
            self.row = self.rows.pop()
        return True

    def ends_here(self, index: int) -> bool:
        """Whether no further cell follows, or not before the narrative begins."""
        for line in self.lines[index:]:
            if "\t" in line or _PIPES.match(line):
                return False
            if _NARRATIVE.match(line) and not speaks(line):
                return True
        return True

    def completes(self, cells: list[str]) -> bool:
        """A cell of several paragraphs breaks a pasted row in two; put the second half where it belongs if so."""
        if len(self.rows) < 2 or not cells or self.row:
            return False
        last, width = self.rows[-1], len(self.rows[-2])
        if len(last) >= width or len(last) + len(cells) - 1 != width or not _SENTENCE.search(last[-1].last):
            return False
        if not cells[0].strip() or speaks(cells[0]) or speaks(last[-1].last):
            return False
        last[-1].paragraphs.append(cells[0])
        last.extend(_CellText(cell.split("\n")) for cell in cells[1:])
        return True

    def end_row(self) -> None:
        if self.row:
            self.rows.append(self.row)
            self.row = []

    def end_table(self) -> None:
        self.end_row()
        if not self.rows:
            return
        self.tables += 1
        where = "表" + (_NUMERALS[self.tables - 1] if self.tables <= len(_NUMERALS) else str(self.tables))
        rows = tuple(
            Row(
                tuple(
                    Cell(tuple(Paragraph(text, where) for text in cell.paragraphs), column)
                    for column, cell in enumerate(row)
                )
            )
            for row in self.rows
        )
        self.blocks.append(Table(rows, where))
        self.rows = []


def _is_extractor(lines: list[str]) -> bool:
    """Whether cells stand on lines of their own: more lines hold one leading TAB than hold TABs inside."""
    alone = sum(line.startswith("\t") and "\t" not in line[1:].rstrip() for line in lines)
    inside = sum("\t" in line[1:].rstrip() for line in lines)
    return alone > inside
