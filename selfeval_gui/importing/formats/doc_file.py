"""Word 97–2003 binary files: streams, text by way of the piece table, properties of text and paragraphs.

Source: [MS-DOC]. Text is read only through the piece table: stale text lies between the pieces of a file that was saved
fast. Knows nothing of tables or blocks.
"""

import bisect
import struct
from collections.abc import Iterator
from io import BytesIO

import olefile  # type: ignore[import-untyped]

from selfeval_gui.importing.formats.content import damaged, too_complex
from selfeval_gui.importing.proposal import ImportRefused
from selfeval_gui.report.frozen import frozen

KIND = "Word 97–2003 文件(.doc)"
WAY_OUT = "请在 Word 或 WPS 中打开它，另存为 .docx 后再导入。"
CHARACTER_LIMIT = 2_000_000
_STREAM_LIMIT = 30 << 20
_RUN_LIMIT = 500_000
_PAGE = 512

_WORD_97 = 0xA5EC
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
# Offsets in the file information block.
_COUNTS, STYLE_SHEET, _CHPX, _PAPX, _CLX, LISTS, LIST_OVERRIDES = 0x4C, 0xA2, 0xFA, 0x102, 0x1A2, 0x2E2, 0x2EA
_STORIES = 8

# Single property modifiers ([MS-DOC] 2.6).
_DELETED, _VANISH, _SYMBOL, _PICTURE, _FORM_DATA = 0x0800, 0x083C, 0x6A09, 0x6A03, 0x0806
_HUGE_PAPX = (0x6645, 0x6646)
_DEF_TABLE, _CHANGE_TABS = 0xD608, 0xC615
_OPERAND = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_SET = (0x01, 0x81)
"""Word writes 0x81 ("the opposite of the style") where 0x01 would do."""


def u16(data: bytes, at: int) -> int:
    """Little-endian; raises struct.error behind the end, as `u32` does."""
    return int(struct.unpack_from("<H", data, at)[0])


def u32(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


@frozen
class Look:
    """What the properties of a run say that changes the text. `picture`: offset in the Data stream, or None."""

    deleted: bool = False
    hidden: bool = False
    symbol: tuple[int, int] | None = None
    """(font number, character code) of a symbol that stands for the run's character."""
    picture: int | None = None
    form_field: bool = False


Properties = dict[int, bytes]
"""Modifier → operand of a paragraph; 0 → the style's number in two bytes."""


class WordFile:
    """An opened file: `codes` are the UTF-16 code units of all stories, `places` their offsets in the main stream."""

    def __init__(self, data: bytes) -> None:
        self._open(data)
        self.codes: list[int] = []
        self.places: list[int] = []
        counts = struct.unpack_from(f"<{_STORIES}I", self.stream, _COUNTS)
        self.stories: tuple[int, ...] = counts
        """Lengths: main text, footnotes, headers, macros, comments, endnotes, text boxes, boxes in headers."""
        self._read_pieces()
        self._paragraphs = self._runs(_PAPX, 13)
        self._characters = self._runs(_CHPX, 1)
        self._paragraph_starts = [run[0] for run in self._paragraphs]
        self._character_starts = [run[0] for run in self._characters]
        self._looks: dict[int, Look] = {}
        self._properties: dict[int, Properties] = {}

    def _open(self, data: bytes) -> None:
        with olefile.OleFileIO(BytesIO(data)) as container:
            if container.exists("EncryptedPackage"):
                raise ImportRefused(encrypted(KIND))
            if not container.exists("WordDocument"):
                raise ImportRefused(f"这不是 Word 文件，可能是旧版 Microsoft Works 的文档。{WAY_OUT}")
            self.stream = _stream(container, "WordDocument")
            if u16(self.stream, 0) != _WORD_97:
                raise ImportRefused(f"这是 Word 6.0/95 或更早版本的文件，无法直接读取。{WAY_OUT}")
            flags = u16(self.stream, 0x0A)
            if flags & _ENCRYPTED:
                raise ImportRefused(encrypted(KIND))
            self._table = _stream(container, "1Table" if flags & _SECOND_TABLE else "0Table")
            self.data = _stream(container, "Data") if container.exists("Data") else b""

    def part(self, at: int) -> tuple[int, bytes]:
        """Offset and bytes of a part of the table stream, by its place in the information block; empty when absent."""
        start, length = u32(self.stream, at), u32(self.stream, at + 4)
        return start, self._table[start : start + length] if start + length <= len(self._table) else b""

    def after(self, start: int) -> bytes:
        """The table stream from an offset on."""
        return self._table[start:]

    def _read_pieces(self) -> None:
        _, clx = self.part(_CLX)
        at = 0
        while at + 3 <= len(clx) and clx[at] == 1:
            at += 3 + u16(clx, at + 1)
        if at + 5 > len(clx) or clx[at] != 2:
            raise damaged(KIND, WAY_OUT)
        pieces = clx[at + 5 : at + 5 + u32(clx, at + 1)]
        count = (len(pieces) - 4) // 12
        if count < 1:
            raise damaged(KIND, WAY_OUT)
        bounds = struct.unpack_from(f"<{count + 1}I", pieces, 0)
        if bounds[-1] > CHARACTER_LIMIT:
            raise too_complex(KIND)
        for index in range(count):
            start, end = bounds[index], bounds[index + 1]
            if end < start or start != len(self.codes):
                raise damaged(KIND, WAY_OUT)
            position = u32(pieces, 4 * (count + 1) + 8 * index + 2)
            self._add_piece(position, end - start)

    def _add_piece(self, position: int, length: int) -> None:
        narrow = bool(position & 0x4000_0000)
        position &= 0x3FFF_FFFF
        start, step = (position // 2, 1) if narrow else (position, 2)
        raw = self.stream[start : start + length * step]
        if len(raw) < length * step:
            raise damaged(KIND, WAY_OUT)
        if narrow:
            self.codes.extend(ord(char) for char in raw.decode("cp1252", "replace"))
        else:
            self.codes.extend(struct.unpack(f"<{length}H", raw))
        self.places.extend(range(start, start + length * step, step))

    def _runs(self, at: int, entry: int) -> list[tuple[int, int, bytes]]:
        """(start, end, properties) by offsets in the main stream; `entry` is the size of a page's index entry."""
        _, plc = self.part(at)
        count = max(0, (len(plc) - 4) // 8)
        runs: list[tuple[int, int, bytes]] = []
        for index in range(count):
            number = u32(plc, 4 * (count + 1) + 4 * index) & 0x3F_FFFF
            page = self.stream[number * _PAGE : (number + 1) * _PAGE]
            if len(page) == _PAGE:
                runs.extend(_page_runs(page, entry))
            if len(runs) > _RUN_LIMIT:
                raise too_complex(KIND)
        return sorted(runs, key=lambda run: run[0])

    def properties(self, cp: int) -> Properties:
        """Of the paragraph that ends at character `cp`."""
        place = self.places[cp]
        index = bisect.bisect_right(self._paragraph_starts, place) - 1
        if index < 0 or place >= self._paragraphs[index][1]:
            return {}
        if index not in self._properties:
            raw = self._paragraphs[index][2]
            found: Properties = {0: raw[:2]}
            self._collect(raw[2:], found, follow=True)
            self._properties[index] = found
        return self._properties[index]

    def _collect(self, raw: bytes, found: Properties, follow: bool) -> None:
        for operation, operand in modifiers(raw):
            if operation in _HUGE_PAPX and follow:
                start = u32(operand, 0) if len(operand) == 4 else len(self.data)
                if start + 2 <= len(self.data):
                    self._collect(self.data[start + 2 : start + 2 + u16(self.data, start)], found, follow=False)
            else:
                found[operation] = operand

    def look(self, cp: int) -> Look:
        """Of character `cp`."""
        place = self.places[cp]
        index = bisect.bisect_right(self._character_starts, place) - 1
        if index < 0 or place >= self._characters[index][1]:
            return Look()
        if index not in self._looks:
            self._looks[index] = _look(self._characters[index][2])
        return self._looks[index]


def encrypted(kind: str) -> str:
    """The sentence for a file with a password."""
    return f"这是加密的{kind}，请先在 Word 或 WPS 中取消密码，另存后再导入。"


def _stream(container: olefile.OleFileIO, name: str) -> bytes:
    if container.get_size(name) > _STREAM_LIMIT:
        raise too_complex(KIND)
    data: bytes = container.openstream(name).read()
    return data


def _page_runs(page: bytes, entry: int) -> Iterator[tuple[int, int, bytes]]:
    count = page[_PAGE - 1]
    if 4 * (count + 1) + count * entry >= _PAGE:
        return
    for index in range(count):
        start, end = u32(page, 4 * index), u32(page, 4 * index + 4)
        offset = page[4 * (count + 1) + index * entry] * 2
        raw = b""
        if offset and entry == 1:
            raw = page[offset + 1 : offset + 1 + page[offset]]
        elif offset and page[offset]:
            raw = page[offset + 1 : offset + 2 * page[offset]]
        elif offset and offset + 1 < _PAGE:
            raw = page[offset + 2 : offset + 2 + 2 * page[offset + 1]]
        yield start, end, raw


def modifiers(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """The modifiers of a group with their operands; variable ones keep their length byte(s). Stops at damage."""
    at = 0
    while at + 2 <= len(raw):
        operation = u16(raw, at)
        at += 2
        size = _operand_size(operation, raw, at)
        if size is None:
            return
        yield operation, raw[at : at + size]
        at += size


def _operand_size(operation: int, raw: bytes, at: int) -> int | None:
    kind = operation >> 13
    if kind != 6:
        return _OPERAND[kind]
    if operation == _DEF_TABLE:  # a length of two bytes, that counts itself but one
        return 2 + max(0, u16(raw, at) - 1) if at + 2 <= len(raw) else None
    if at >= len(raw):
        return None
    if operation == _CHANGE_TABS and raw[at] == 0xFF:
        deleted = raw[at + 1] if at + 1 < len(raw) else 0
        behind = at + 2 + 4 * deleted
        return 3 + 4 * deleted + 3 * raw[behind] if behind < len(raw) else None
    return raw[at] + 1


def _look(raw: bytes) -> Look:
    deleted = hidden = form_field = False
    symbol: tuple[int, int] | None = None
    picture: int | None = None
    for operation, operand in modifiers(raw):
        if operation == _DELETED:
            deleted = operand[:1] != b"" and operand[0] in _SET
        elif operation == _VANISH:
            hidden = operand[:1] != b"" and operand[0] in _SET
        elif operation == _FORM_DATA:
            form_field = operand[:1] == b"\x01"
        elif operation == _SYMBOL and len(operand) == 4:
            symbol = (u16(operand, 0), u16(operand, 2))
        elif operation == _PICTURE and len(operand) == 4:
            picture = u32(operand, 0)
    return Look(deleted, hidden, symbol, picture, form_field)
