"""First letters of the pinyin of Chinese characters (办公费 → bgf), for finding words by typing few keys.

GB/T 2312 orders the 3755 characters of its first level by pinyin, so the code says the letter; no dictionary is kept.
Characters of the second level are ordered by radical: only some that stand in names here are listed.
"""

from bisect import bisect_right
from functools import lru_cache

_STARTS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
"""The first code of each letter in level 1 of GB/T 2312."""
_END = 0xD7F9
_CODES = [code for code, _ in _STARTS]
_BEYOND = "c岑婵偲 g仡 h昊 l璐俪 q覃琪倩 r睿 s晟畲 t婷 w玮薇炜佤 x璇萱曦昕鑫撷 y闫瑜玥烨煜钰懿嫣媛妍彧"
_OTHERS = {char: group[0] for group in _BEYOND.split() for char in group[1:]}


@lru_cache(maxsize=4096)
def initials(text: str) -> str:
    """The letters of the characters that have one; ASCII letters and digits stay, in lower case; others are dropped."""
    return "".join(map(_letter, text))


def fit(text: str, wanted: str) -> int | None:
    """How well a text fits what was typed (both in lower case, without spaces), 0 best; None when it does not."""
    if text.startswith(wanted):
        return 0
    if wanted in text:
        return 1
    if wanted.isascii():
        letters = initials(text)
        return 2 if letters.startswith(wanted) else 3 if wanted in letters else None
    return None


def _letter(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isalnum() else ""
    if char in _OTHERS:
        return _OTHERS[char]
    try:
        raw = char.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    code = int.from_bytes(raw, "big")
    if not _STARTS[0][0] <= code <= _END:
        return ""
    return _STARTS[bisect_right(_CODES, code) - 1][1]
