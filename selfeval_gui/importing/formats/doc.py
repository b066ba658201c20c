"""Word 97–2003 binary files (.doc, and .wps of WPS Writer) → blocks.

Source: [MS-DOC]. Deleted and hidden text, field codes, comments, headers are left out; what stands in text boxes and
notes is named. The container's and the text's structure is `doc_file`'s business.
"""

import struct

from selfeval_gui.importing.formats import symbols
from selfeval_gui.importing.formats.content import Content, refusing, too_complex
from selfeval_gui.importing.formats.doc_file import KIND, WAY_OUT, Look, Properties, WordFile, u16, u32
from selfeval_gui.importing.formats.doc_lists import DocLists
from selfeval_gui.importing.formats.grid import Merge, paragraphs
from selfeval_gui.importing.formats.nesting import Nesting
from selfeval_gui.importing.formats.ole import root_names
from selfeval_gui.importing.proposal import Unplaced

_IN_TABLE, _ROW_END, _DEPTH, _NESTED_CELL, _NESTED_ROW = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_DEF_TABLE, _VERTICAL = 0xD608, 0xD62B
_CELL_MARK, _PARAGRAPH_MARK = 0x07, 0x0D
_CODE, _RESULT, _FIELD_END = 0x13, 0x14, 0x15
_OBJECT, _DRAWING = 0x01, 0x08
_SIGNS = {0x09: "\t", 0x0B: "\n", 0x1E: "-", 0xA0: "\u00a0"}
_DEEPEST = 16
_VERTICAL_MERGE: dict[int, Merge] = {1: "continue", 3: "restart"}
_TEXT_BOXES, _FOOTNOTES, _ENDNOTES = 6, 1, 5
_HIGHEST_HEADING = 9


def recognises(data: bytes) -> bool:
    """Whether this is an OLE2 container with a Word document in it."""
    return "WordDocument" in root_names(data)


def read(data: bytes) -> Content:
    """The document's blocks. Raises `ImportRefused` for damaged and encrypted files and those of Word 6/95."""
    with refusing(KIND, WAY_OUT):
        return _Reader(WordFile(data)).read()


class _Reader:
    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._lists = DocLists(file)
        self._units: list[int] = []
        self._codes: list[bool] = []
        self._pictures = 0
        self._notes: list[Unplaced] = []
        self._nesting = Nesting(self._notes)

    def read(self) -> Content:
        length = min(self._file.stories[0], len(self._file.codes))
        for cp in range(length):
            self._character(cp)
        if self._units:
            self._end_paragraph({})
        blocks = self._nesting.finish()
        for story, name in ((_TEXT_BOXES, "文本框"), (_FOOTNOTES, "脚注"), (_ENDNOTES, "尾注")):
            if text := self._story(story):
                self._notes.append(Unplaced(text, name))
        return Content(blocks, tuple(self._notes))

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
            self._nesting.open_to(depth)
            if deleted:
                self._nesting.drop_row()
            else:
                self._nesting.end_row(*_merges(properties, self._nesting.cells))
            self._units = []
            return
        self._nesting.open_to(depth)
        self._end_paragraph(properties)
        if depth and cell_end:
            self._nesting.end_cell()

    def _end_paragraph(self, properties: Properties) -> None:
        text = struct.pack(f"<{len(self._units)}H", *self._units).decode("utf-16-le", "replace")
        text = symbols.plain(text)
        self._units = []
        number = self._lists.number(properties) if text.strip() else ""
        where = self._nesting.where(shown=bool(text.strip()))
        style = u16(properties[0], 0) if len(properties.get(0, b"")) == 2 else 0
        heading = style if 0 < style <= _HIGHEST_HEADING else None
        self._nesting.add(paragraphs(text, where, number, heading))
        if self._pictures:
            self._notes.append(Unplaced(f"{where}附近有{self._pictures}张图片或图形，没有读入", where))
            self._pictures = 0

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


def _merges(properties: Properties, count: int) -> tuple[list[int], list[Merge], list[bool]]:
    """Edges in twips, vertical merges, and which cells go on from the one before them, of a row with `count` cells."""
    vertical: list[Merge] = [""] * count
    horizontal = [False] * count
    operand = properties.get(_DEF_TABLE, b"")
    if len(operand) < 3:
        return [], vertical, horizontal
    defined = operand[2]
    edges: list[int] = []
    if 3 + 2 * (defined + 1) <= len(operand):
        edges = list(struct.unpack_from(f"<{defined + 1}h", operand, 3))
    for index in range(min(defined, count)):
        at = 3 + 2 * (defined + 1) + 20 * index
        if at + 2 <= len(operand):
            flags = u16(operand, at)
            horizontal[index] = flags & 3 == 1
            vertical[index] = _VERTICAL_MERGE.get(flags >> 5 & 3, "")
    change = properties.get(_VERTICAL, b"")
    if len(change) >= 3 and change[1] < count:
        vertical[change[1]] = _VERTICAL_MERGE.get(change[2] & 3, "")
    return edges, vertical, horizontal


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
