"""The list numbers of Word 97–2003 paragraphs, computed from the tables of lists ([MS-DOC] 2.9.131, 2.9.150)."""

import struct

from selfeval_gui.importing.formats.doc_file import LIST_OVERRIDES, LISTS, Properties, WordFile, u16, u32
from selfeval_gui.importing.formats.doc_styles import DocStyles
from selfeval_gui.importing.formats.numbering import Counters, Level

_LIST, _LEVEL = 0x460B, 0x260A
_FORMS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 16: "japaneseLegal", 17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 30: "ideographTraditional", 31: "ideographZodiac",
    33: "taiwaneseCounting", 34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 37: "chineseCounting",
    38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip
"""MSONFC → ST_NumberFormat."""
_LIST_SIZE, _LEVEL_SIZE, _OVERRIDE_SIZE = 28, 28, 16
_LEVELS = 9


class DocLists:
    """The lists of one document. Damaged tables give no numbers: the text is right without them."""

    def __init__(self, file: WordFile) -> None:
        self._levels: dict[int, dict[int, Level]] = {}
        self._overrides: list[tuple[int, dict[int, int], dict[int, Level]]] = []
        self._counters = Counters()
        self._styles = DocStyles(file)
        try:
            self._read_lists(file)
            self._read_overrides(file)
        except (struct.error, IndexError):
            self._overrides = []

    def number(self, properties: Properties) -> str:
        """The number of the next paragraph, "" for none."""
        style = u16(properties[0], 0) if len(properties.get(0, b"")) == 2 else 0
        operand = properties.get(_LIST) or self._styles.operand(style, _LIST)
        index = u16(operand, 0) if len(operand) == 2 else 0
        if not 0 < index <= len(self._overrides):
            return ""
        name, starts, own = self._overrides[index - 1]
        levels = {**self._levels.get(name, {}), **own}
        level = properties.get(_LEVEL) or self._styles.operand(style, _LEVEL) or b"\0"
        at = min(level[0], _LEVELS - 1)
        if at not in levels:
            return ""
        restart = (str(index), starts[at]) if at in starts else None
        return self._counters.next(str(name), at, levels, restart)

    def _read_lists(self, file: WordFile) -> None:
        start, table = file.part(LISTS)
        if len(table) < 2:
            return
        count = u16(table, 0)
        rest = file.after(start + len(table))
        at = 0
        for index in range(count):
            entry = 2 + index * _LIST_SIZE
            name, simple = u32(table, entry), table[entry + 26] & 1
            levels: dict[int, Level] = {}
            for level in range(1 if simple else _LEVELS):
                levels[level], at = _level(rest, at)
            self._levels[name] = levels

    def _read_overrides(self, file: WordFile) -> None:
        start, table = file.part(LIST_OVERRIDES)
        if len(table) < 4:
            return
        count = u32(table, 0)
        at = 4 + count * _OVERRIDE_SIZE
        rest = file.after(start)
        for index in range(count):
            entry = 4 + index * _OVERRIDE_SIZE
            name, changes = u32(rest, entry), rest[entry + 12]
            at += 4
            starts: dict[int, int] = {}
            own: dict[int, Level] = {}
            for _ in range(changes):
                first, flags = u32(rest, at), u32(rest, at + 4)
                at += 8
                level = flags & 0xF
                if flags & 0x20:
                    own[level], at = _level(rest, at)
                    first = own[level].start
                if flags & 0x10:
                    starts[level] = first
            self._overrides.append((name, starts, own))


def _level(raw: bytes, at: int) -> tuple[Level, int]:
    """One level description, and the offset behind it."""
    start, form, flags = u32(raw, at), raw[at + 4], raw[at + 5]
    at_text = at + _LEVEL_SIZE + raw[at + 24] + raw[at + 25]
    length = u16(raw, at_text)
    codes = struct.unpack_from(f"<{length}H", raw, at_text + 2)
    template = "".join(f"%{code + 1}" if code < _LEVELS else chr(code) for code in codes)
    return Level(_FORMS.get(form, "decimal"), template, start, bool(flags & 4)), at_text + 2 + 2 * length
