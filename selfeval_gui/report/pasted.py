"""Text from Word, WPS or a web page, put right for a report: what is kept, and what was changed. Pure.

Changes no word: only the width of digits and marks, and blanks that a layout needed and a text does not.
"""

import re
from typing import NamedTuple

from selfeval_gui.report.text import clean

_CJK = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_FULL_DIGITS = re.compile("[０-９Ａ-Ｚａ-ｚ％．]+")
_HALF_MARKS = re.compile(rf"(?<=[{_CJK}”》）]) ?([,;:?!]) ?(?=[{_CJK}“《（]|$)", re.MULTILINE)
_HALF_BRACKETS = re.compile(rf"\((?=[^()\n]{{0,40}}[{_CJK}])([^()\n]{{1,60}})\)")
_LIST_GAP = re.compile(r"^((?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．])+)[ \u3000]+", re.MULTILINE)
_INNER_GAP = re.compile(rf"(?<=[{_CJK}]) +(?=[{_CJK}])")
_HIDDEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060]")
_MARKS = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_SHIFT = ord("０") - ord("0")


class Change(NamedTuple):
    """One stretch that was put right: where it stands in the new text, and its length."""

    start: int
    length: int


class Tidied(NamedTuple):
    """The text put right; `digits` and `marks` count the stretches of each kind, `changes` say where they are."""

    text: str
    digits: int
    marks: int
    changes: tuple[Change, ...]


def paragraphs(text: str) -> str:
    """A clipboard's text as paragraphs: no controls, tabs as a blank, no blank lines at the ends or in rows, no
    indents that stand for the first line's two characters."""
    lines = [line.rstrip(" \u3000") for line in _HIDDEN.sub("", clean(text)).replace("\u00a0", " ").split("\n")]
    single = len(lines) == 1
    kept = [line.replace("\t", " ") for line in lines if single or line.strip()]
    shown = "\n".join(line if single else line.lstrip(" \u3000") for line in kept)
    return _LIST_GAP.sub(r"\1", shown)


def tidied(text: str) -> Tidied:
    """Full-width digits and letters in half width, half-width marks between Chinese in full width, no blanks between
    Chinese characters that only a layout wanted. 全角数字: GB/T 15835; 标点: GB/T 15834."""
    found: list[tuple[int, int, str, bool]] = []
    for match in _FULL_DIGITS.finditer(text):
        if match[0] != "．":
            found.append((*match.span(), "".join(_narrow(char) for char in match[0]), True))
    for match in _HALF_MARKS.finditer(text):
        found.append((*match.span(), _MARKS[match[1]], False))
    for match in _HALF_BRACKETS.finditer(text):
        found.append((match.start(), match.start() + 1, "（", False))
        found.append((match.end() - 1, match.end(), "）", False))
    for match in _INNER_GAP.finditer(text):
        # Two names side by side are kept apart; a word of one blank inside was set wide.
        if len(match[0]) == 1:
            found.append((*match.span(), "", False))
    parts, changes, at, length = [], [], 0, 0
    digits = marks = 0
    for start, end, new, is_digits in sorted(found):
        if start < at:
            continue
        parts += [text[at:start], new]
        length += start - at
        changes.append(Change(length, len(new)))
        length += len(new)
        at = end
        digits += is_digits
        marks += not is_digits
    parts.append(text[at:])
    return Tidied("".join(parts), digits, marks, tuple(changes))


def _narrow(char: str) -> str:
    return chr(ord(char) - _SHIFT)
