"""Text files and pasted text → blocks: decoding, and rebuilding the tables from TABs.

Two layouts of tables are read. An *extractor* writes each cell as TAB + text on a line of its own, an empty line
ends the row, and a further paragraph of a cell has no TAB. A *paste* from Word or Excel has a row per line, cells
separated by TABs (or `|`). What the text means is none of this module's business, except that a line which is a label
of the form never continues a cell.
"""

import codecs
import csv
import io
import re
from dataclasses import dataclass, field
from itertools import pairwise

from selfeval_gui.importing.blocks import Block, Cell, Paragraph, Row, Table
from selfeval_gui.importing.labels import speaks, vocabulary
from selfeval_gui.importing.narrative_outline import number_of
from selfeval_gui.importing.proposal import ImportRefused

_LINE_END = re.compile("\r\n|[\n\r\u0085\u2028\u2029\x0c\x0b]")
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
_BASIC = ("basic_info.", "period", "planned", "received", "source.")
_LONG, _VERY_LONG = 8, 20
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
    lines = _LINE_END.split(text)
    lines = _from_commas(lines) if _comma_separated(lines) else _join_quoted(lines)
    if not any("\t" in line for line in lines) and _stacked(lines):
        lines = _with_tabs(lines)
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
        if not _goes_on(cell.last, line):
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


def _goes_on(text: str, following: str) -> bool:
    """Whether a cell's text looks like one that has a further paragraph: a sentence, a long text, a list."""
    if _SENTENCE.search(text) or len(text) >= _VERY_LONG:
        return True
    return len(text) >= _LONG and number_of(following)[0] > 0


def _is_extractor(lines: list[str]) -> bool:
    """Whether cells stand on lines of their own: more lines hold one leading TAB than hold TABs inside."""
    alone = sum(line.startswith("\t") and "\t" not in line[1:].rstrip() for line in lines)
    inside = sum("\t" in line[1:].rstrip() for line in lines)
    return alone > inside


def _join_quoted(lines: list[str]) -> list[str]:
    """A spreadsheet quotes cells that hold line breaks; such a row becomes one line again."""
    joined: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if re.search(r'(?:^|\t)"', line):
            row, last = line, index
            while row.count('"') % 2 and last + 1 < min(len(lines), index + 60):
                last += 1
                row += "\n" + lines[last]
            if row.count('"') % 2 == 0:
                cells = re.findall(r'(?:^|\t)(?:"((?:[^"]|"")*)"(?=\t|$)|([^\t]*))', row)
                plain = "\t".join((quoted.replace('""', '"') or bare) for quoted, bare in cells)
                if len(re.sub(r'[\s"]', "", plain)) == len(re.sub(r'[\s"]', "", row)):
                    joined.append(plain)
                    index = last + 1
                    continue
        joined.append(line)
        index += 1
    return joined


def _stacked(lines: list[str]) -> bool:
    """Whether the TABs of an extractor's text were lost: labels alone on a line, their values on the next."""
    found = 0
    for line, following in pairwise(lines):
        label = vocabulary().labels.whole(line)
        if label is not None and label.path.startswith(_BASIC) and not re.search("[：:]", line):
            found += bool(following.strip()) and not speaks(following)
    return found >= 4


def _with_tabs(lines: list[str]) -> list[str]:
    """Give the TABs back to the groups of lines, between empty ones, that begin with a label or stand among such."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    marks = [bool(group) and _is_row(group) for group in groups]
    first = next((i for i, mark in enumerate(marks) if mark), len(groups))
    last = max((i for i, mark in enumerate(marks) if mark), default=-1)
    result: list[str] = []
    before = ""
    for index, group in enumerate(groups):
        inside = first <= index <= last and len(group) <= 6 and not _NARRATIVE.match(group[0])
        inside = inside or (first <= index <= last and speaks(group[0]))
        # A further paragraph of a cell stands behind an empty line, too; the cells behind it are on the next lines.
        further = inside and _goes_on(before, group[0]) and not speaks(group[0]) and not speaks(before)
        result.extend(line if not inside or (further and at == 0) else f"\t{line}" for at, line in enumerate(group))
        result.append("")
        before = group[-1].strip() if inside and group else ""
    return result


def _is_row(group: list[str]) -> bool:
    """A label with its value below it, or the label of a signature block."""
    label = vocabulary().labels.at(group[0])
    if label is not None and label.path.startswith("signatures."):
        return True
    return len(group) > 1 and speaks(group[0]) and not re.search("[：:]", group[0].strip()[-1:])


def _comma_separated(lines: list[str]) -> bool:
    """Whether the rows are those of a .csv file: several begin with a label and a comma."""
    found = 0
    for line in lines:
        head, comma, _ = line.partition(",")
        label = vocabulary().labels.whole(head) if comma and "\t" not in line else None
        found += label is not None and not re.search("[：:]$", head.strip())
    return found >= 4


def _from_commas(lines: list[str]) -> list[str]:
    """The rows of a .csv file as rows of TABs; lines without a comma stay. Text that cannot be split so stays, too."""
    result: list[str] = []
    index = 0
    while index < len(lines):
        row, last = lines[index], index
        if "," in row and '"' in row:
            while row.count('"') % 2 and last + 1 < min(len(lines), index + 60):
                last += 1
                row += "\n" + lines[last]
        if "," in row and row.count('"') % 2 == 0:
            cells = next(csv.reader(io.StringIO(row)), [])
            if not any("\t" in cell for cell in cells):
                result.append("\t".join(cells))
                index = last + 1
                continue
        result.append(lines[index])
        index += 1
    return result
