"""What the style sheet of a Word 97–2003 file says about paragraphs ([MS-DOC] 2.9.271, 2.9.258): lists, above all."""

import struct

from selfeval_gui.importing.formats.doc_file import STYLE_SHEET, Properties, WordFile, modifiers, u16

_PARAGRAPH_STYLE = 1
_NO_STYLE = 0xFFF
_CHAIN = 12
_STYLE_LIMIT = 4096


class DocStyles:
    """The paragraph styles of one document. A damaged style sheet says nothing: the text is right without it."""

    def __init__(self, file: WordFile) -> None:
        self._styles: list[tuple[int, Properties]] = []
        try:
            self._read(file)
        except (struct.error, IndexError):
            self._styles = []

    def operand(self, style: int, operation: int) -> bytes:
        """The operand of a modifier in a style or what it is based on, empty when none says it."""
        for _ in range(_CHAIN):
            if style >= len(self._styles):
                break
            based_on, properties = self._styles[style]
            if operation in properties:
                return properties[operation]
            style = based_on
        return b""

    def _read(self, file: WordFile) -> None:
        _, sheet = file.part(STYLE_SHEET)
        if len(sheet) < 6:
            return
        at = 2 + u16(sheet, 0)
        count, fixed = u16(sheet, 2), u16(sheet, 4)
        for _ in range(min(count, _STYLE_LIMIT)):
            size = u16(sheet, at)
            self._styles.append(_style(sheet[at + 2 : at + 2 + size], fixed) if size else (_NO_STYLE, {}))
            at += 2 + size + size % 2


def _style(raw: bytes, fixed: int) -> tuple[int, Properties]:
    """What a style is based on, and its paragraph properties. `fixed`: bytes before the name."""
    kind, based_on = u16(raw, 2) & 0xF, u16(raw, 2) >> 4
    if kind != _PARAGRAPH_STYLE:
        return based_on, {}
    at = fixed + 2 + 2 * u16(raw, fixed) + 2
    at += at % 2
    size = u16(raw, at)
    return based_on, dict(modifiers(raw[at + 4 : at + 2 + size]))
