"""Word 97–2003 binary files (.doc, and .wps of WPS Writer) → blocks.

Source: [MS-DOC]. Deleted and hidden text, field codes, comments, headers are left out; what stands in text boxes and
notes is named. The container's and the text's structure is `doc_file`'s business.
"""

import struct
from dataclasses import dataclass, field

from selfeval_gui.importing.blocks import Block, Table
from selfeval_gui.importing.formats import symbols
from selfeval_gui.importing.formats.content import Content, refusing, too_complex
from selfeval_gui.importing.formats.doc_file import KIND, SIGNATURE, WAY_OUT, Look, Properties, WordFile, u16, u32
from selfeval_gui.importing.formats.doc_lists import DocLists
from selfeval_gui.importing.formats.grid import Merge, Place, RawCell, grid_columns, merged, paragraphs
from selfeval_gui.importing.proposal import Unplaced

_IN_TABLE, _ROW_END, _DEPTH, _NESTED_CELL, _NESTED_ROW = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_DEF_TABLE, _VERTICAL = 0xD608, 0xD62B
_CELL_MARK, _PARAGRAPH_MARK = 0x07, 0x0D
_CODE, _RESULT, _FIELD_END = 0x13, 0x14, 0x15
_OBJECT, _DRAWING = 0x01, 0x08
_SIGNS = {0x09: "\t", 0x0B: "\n", 0x1E: "-", 0xA0: "\u00a0"}
_DEEPEST = 16
_SAME_LINE = 45
"""Twips (1/20 point): cell edges that are closer than this are one grid line."""
_TEXT_BOXES, _FOOTNOTES, _ENDNOTES = 6, 1, 5
_HIGHEST_HEADING = 9


def recognises(data: bytes) -> bool:
    """Whether this is an OLE2 container with a Word document in it."""
    return data.startswith(SIGNATURE) and "WordDocument".encode("utf-16-le") in data


def read(data: bytes) -> Content:
    """The document's blocks. Raises `ImportRefused` for damaged and encrypted files and those of Word 6/95."""
    with refusing(KIND, WAY_OUT):
        return _Reader(WordFile(data)).read()


@dataclass
class _Row:
    cells: list[list[Block]]
    edges: list[int]
    """Twips; one more than cells, or fewer when the file does not say."""
    vertical: list[int]
    horizontal: list[int]


@dataclass
class _Level:
    """A table that is being read."""

    where: str
    rows: list[_Row] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def cell(self) -> str:
        return f"{self.where}第{len(self.rows) + 1}行第{len(self.cells) + 1}格"


class _Reader:
    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._lists = DocLists(file)
        self._place = Place()
        self._blocks: list[Block] = []
        self._levels: list[_Level] = []
        self._units: list[int] = []
        self._codes: list[bool] = []
        self._pictures = 0
        self._notes: list[Unplaced] = []

    def read(self) -> Content:
        length = min(self._file.stories[0], len(self._file.codes))
        for cp in range(length):
            self._character(cp)
        if self._units:
            self._end_paragraph({}, 0)
        self._close_to(0)
        for story, name in ((_TEXT_BOXES, "文本框"), (_FOOTNOTES, "脚注"), (_ENDNOTES, "尾注")):
            if text := self._story(story):
                self._notes.append(Unplaced(text, name))
        return Content(tuple(self._blocks), tuple(self._notes))

    def _character(self, cp: int) -> None:
        code = self._file.codes[cp]
        if code == _CODE:
            self._codes.append(True)
        elif code == _RESULT:
            if self._codes:
                self._codes[-1] = False
        elif code == _FIELD_END:
            if self._codes:
                self._codes.pop()
        elif code in (_PARAGRAPH_MARK, _CELL_MARK):
            self._mark(cp, code)
        else:
            look = self._file.look(cp)
            if not (look.deleted or look.hidden):
                self._show(code, look)

    def _show(self, code: int, look: Look) -> None:
        if code == _OBJECT and look.form_field:
            # The tick box of a form field stands inside of the field's code.
            self._add(_form_box(self._file.data, look.picture))
        elif any(self._codes):
            return
        elif look.symbol is not None:
            self._add(symbols.symbol(look.symbol[1], ""))
        elif code in (_OBJECT, _DRAWING):
            self._pictures += code == _DRAWING or look.picture is not None
        elif code in _SIGNS:
            self._add(_SIGNS[code])
        elif code >= 0x20 or code == 0x0A:
            self._units.append(code)

    def _add(self, text: str) -> None:
        self._units.extend(struct.unpack(f"<{len(text.encode('utf-16-le')) // 2}H", text.encode("utf-16-le")))

    def _mark(self, cp: int, code: int) -> None:
        """The end of a paragraph, of a cell, or of a row."""
        properties = self._file.properties(cp)
        depth = _depth(properties)
        if depth > _DEEPEST:
            raise too_complex(KIND)
        deleted = self._file.look(cp).deleted
        row_end = _set(properties, _ROW_END) or _set(properties, _NESTED_ROW)
        cell_end = code == _CELL_MARK or _set(properties, _NESTED_CELL)
        # A field whose code has not ended with its paragraph is damaged; it must not swallow the rest.
        self._codes = [code for code in self._codes if not code]
        if deleted and not cell_end and not row_end:
            return
        if depth and row_end:
            self._open_to(depth)
            self._end_row(properties, deleted)
            self._units = []
            return
        self._open_to(depth)
        self._end_paragraph(properties, depth)
        if depth and cell_end:
            level = self._levels[-1]
            level.cells.append(level.blocks)
            level.blocks = []

    def _end_paragraph(self, properties: Properties, depth: int) -> None:
        text = struct.pack(f"<{len(self._units)}H", *self._units).decode("utf-16-le", "replace")
        text = symbols.plain(text)
        self._units = []
        number = self._lists.number(properties) if text.strip() else ""
        where = self._levels[-1].cell if depth else self._place.paragraph(shown=bool(text.strip()))
        style = u16(properties[0], 0) if len(properties.get(0, b"")) == 2 else 0
        heading = style if 0 < style <= _HIGHEST_HEADING else None
        (self._levels[-1].blocks if depth else self._blocks).extend(paragraphs(text, where, number, heading))
        if self._pictures:
            self._notes.append(Unplaced(f"{where}附近有{self._pictures}张图片或图形，没有读入", where))
            self._pictures = 0

    def _open_to(self, depth: int) -> None:
        self._close_to(depth)
        while len(self._levels) < depth:
            if self._levels:
                level = self._levels[-1]
                inner = sum(isinstance(block, Table) for block in level.blocks) + 1
                self._levels.append(_Level(f"{level.cell}内的表{inner}"))
            else:
                self._levels.append(_Level(self._place.table()))

    def _close_to(self, depth: int) -> None:
        while len(self._levels) > depth:
            level = self._levels.pop()
            if level.blocks:
                level.cells.append(level.blocks)
            if level.cells:
                level.rows.append(_Row(level.cells, [], [], []))
            table = _table(level, self._notes)
            (self._levels[-1].blocks if self._levels else self._blocks).append(table)

    def _end_row(self, properties: Properties, deleted: bool) -> None:
        level = self._levels[-1]
        if level.blocks:
            level.cells.append(level.blocks)
        if level.cells and not deleted:
            level.rows.append(_row(level.cells, properties))
        level.cells, level.blocks = [], []

    def _story(self, story: int) -> str:
        """The text of another story, in lines."""
        start = sum(self._file.stories[:story])
        end = min(start + self._file.stories[story], len(self._file.codes))
        codes = [
            0x0A if code in (_PARAGRAPH_MARK, _CELL_MARK) else code
            for cp, code in enumerate(self._file.codes[start:end], start)
            if not (self._file.look(cp).hidden or self._file.look(cp).deleted)
        ]
        shown = [code for code in codes if code >= 0x20 or code == 0x0A]
        text = struct.pack(f"<{len(shown)}H", *shown).decode("utf-16-le", "replace")
        return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _set(properties: Properties, operation: int) -> bool:
    return bool(properties.get(operation, b"\0")[:1].strip(b"\0"))


def _depth(properties: Properties) -> int:
    operand = properties.get(_DEPTH, b"")
    if len(operand) == 4:
        return u32(operand, 0)
    return 1 if _set(properties, _IN_TABLE) else 0


def _row(cells: list[list[Block]], properties: Properties) -> _Row:
    operand = properties.get(_DEF_TABLE, b"")
    row = _Row(cells, [], [0] * len(cells), [0] * len(cells))
    if len(operand) < 3:
        return row
    count = operand[2]
    if 3 + 2 * (count + 1) <= len(operand):
        row.edges = list(struct.unpack_from(f"<{count + 1}h", operand, 3))
    for index in range(min(count, len(cells))):
        at = 3 + 2 * (count + 1) + 20 * index
        if at + 2 <= len(operand):
            flags = u16(operand, at)
            row.horizontal[index], row.vertical[index] = flags & 3, flags >> 5 & 3
    change = properties.get(_VERTICAL, b"")
    if len(change) >= 3 and change[1] < len(cells):
        row.vertical[change[1]] = change[2] & 3
    return row


def _table(level: _Level, notes: list[Unplaced]) -> Table:
    lines = grid_columns((edge for row in level.rows for edge in row.edges), _SAME_LINE)
    rows: list[list[RawCell]] = []
    for row in level.rows:
        raw: list[RawCell] = []
        for index, blocks in enumerate(row.cells):
            left, right = index, index + 1
            if len(row.edges) > len(row.cells):
                left, right = lines[row.edges[index]], lines[row.edges[index + 1]]
            vertical: Merge = ""
            if index < len(row.vertical):
                vertical = {1: "continue", 3: "restart"}.get(row.vertical[index], "")  # type: ignore[assignment]
            if raw and index < len(row.horizontal) and row.horizontal[index] == 1:
                raw[-1].col_span = max(raw[-1].col_span, right - raw[-1].column)
                raw[-1].blocks.extend(block for block in blocks if isinstance(block, Table) or block.text.strip())
            else:
                raw.append(RawCell(blocks, left, max(1, right - left), vertical))
        rows.append(raw)
    return merged(rows, level.where, notes)


def _form_box(data: bytes, at: int | None) -> str:
    """The tick box of a form field from its description in the Data stream ([MS-DOC] 2.9.78), "" for other fields."""
    if at is None or at + 78 > len(data):
        return ""
    header = u16(data, at + 4)
    start = at + header
    if start + 10 > len(data) or data[start : start + 4] != b"\xff\xff\xff\xff":
        return ""
    bits = u16(data, start + 4)
    if bits & 3 != 1:
        return ""
    result = bits >> 2 & 0x1F
    if result == 25:  # as by default: the value behind the field's name
        name = u16(data, start + 10)
        at_default = start + 10 + 2 + 2 * name + 2
        result = u16(data, at_default) if at_default + 2 <= len(data) else 0
    return symbols.TICKED if result == 1 else symbols.EMPTY
