"""Characters of the symbol fonts that office programs use as tick boxes, told in Unicode.

Only the boxes matter to a report; other symbols become a mark that can be seen.
"""

TICKED = "■"
EMPTY = "□"
UNKNOWN = "〓"
"""The printers' sign for a character that is not there."""

_TICKED = {
    "wingdings": {0x52, 0x6E, 0xA7, 0xFB, 0xFC, 0xFD, 0xFE, 0x78, 0xFA},
    "wingdings 2": {0x4F, 0x50, 0x51, 0x52, 0x53, 0x54, 0x56, 0xA2},
    "webdings": {0x61, 0x67, 0x72},
}
_EMPTY = {
    "wingdings": {0x6F, 0x70, 0x71, 0x72, 0xA8},
    "wingdings 2": {0x2A, 0x30, 0x35, 0xA3},
    "webdings": {0x63},
}
_DOTS = {0xB7, 0x6C, 0x9F, 0x77, 0x76, 0xD8}
_PRIVATE = 0xF000


def is_symbol_font(font: str) -> bool:
    """Whether a font's letters are pictures, so that its text must go through `symbol`."""
    return font.casefold() in _TICKED


def symbol(code: int, font: str) -> str:
    """The sign that `code` (with or without Word's 0xF000) shows in `font`."""
    low = code - _PRIVATE if _PRIVATE <= code <= _PRIVATE + 0xFF else code
    name = font.casefold()
    if name not in _TICKED and code >= _PRIVATE:
        # The font is not known (old .doc files): the boxes of Wingdings and Wingdings 2 do not collide where it counts.
        name = "wingdings" if low in _TICKED["wingdings"] | _EMPTY["wingdings"] else "wingdings 2"
    if low in _TICKED.get(name, ()):
        return TICKED
    if low in _EMPTY.get(name, ()):
        return EMPTY
    return "•" if low in _DOTS else UNKNOWN


def plain(text: str, font: str = "") -> str:
    """`text` with the characters of symbol fonts replaced; all others stay as written."""
    if is_symbol_font(font):
        return "".join(char if char.isspace() else symbol(ord(char), font) for char in text)
    if not any(_PRIVATE <= ord(char) <= _PRIVATE + 0xFF for char in text):
        return text
    return "".join(symbol(ord(char), font) if _PRIVATE <= ord(char) <= _PRIVATE + 0xFF else char for char in text)
