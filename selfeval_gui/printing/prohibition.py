"""What a Chinese line may begin and end with, and how strongly two neighbouring characters hold together.

For the line breaker, and for any check that wants to know the same lists.  It reads characters only: it must
not know widths, fonts or lines, and must not decide where a line ends.

Sources: GB/T 15834-2011 section 5.1 (marks at the start and end of a line, dashes and ellipses kept whole)
and the W3C note "Requirements for Chinese Text Layout"; keeping numbers and years whole is GB/T 9704-2012.
"""

import unicodedata
from enum import IntEnum
from typing import Final

CLOSING_MARKS: Final = frozenset("，。、；：？！）》〉」』】〕”’］｝〗〙〛．﹂﹄")
"""Full-width marks whose ink stands at the left: the blank at the right can be taken away."""

CENTRED_MARKS: Final = frozenset("？")
"""Closing marks that some typefaces (FandolFang, FandolKai) centre: only a quarter em can be taken away."""

OPENING_MARKS: Final = frozenset("（《〈「『【〔“‘［｛〖〘〚﹁﹃")
"""Full-width marks whose ink stands in the right half: the left half can be taken away."""

_DASHES: Final = "—…―⋯"
_RUN_PUNCTUATION: Final = ",.:;?!%/-'"  # joins what stands on both sides of it; never starts a line
_OTHER_NO_START: Final = ")]}％‰‱℃℉°′″～〜·•・‥–－／∶々〻ー﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞㎡㎥㎏㎎㎞㎝㎜½¼¾²³"
_OTHER_NO_END: Final = "([{￥¥＄$£￡№§﹙﹛﹝"
SPACES: Final = " \u3000\t"
"""Spaces that vanish at a line's end."""

_JOINERS: Final = "\u00a0\u200d\u2060\ufeff\u202f"
_UNITS: Final = "年月日号时元届"  # read in one breath with the number before them
_HAN_NUMERALS: Final = frozenset("〇零一二三四五六七八九十")

NO_START: Final = CLOSING_MARKS | frozenset(_DASHES + _RUN_PUNCTUATION + _OTHER_NO_START)
"""No line begins with one of these, as long as there is any other way."""

NO_END: Final = OPENING_MARKS | frozenset(_OTHER_NO_END)
"""No line ends with one of these, as long as there is any other way."""


class Hold(IntEnum):
    """How two neighbours hold together: a line is broken at the weakest hold that can be had."""

    ALWAYS = 0  # one character to the reader (base and combining mark), or a space and what it follows
    MARKS = 1  # a break would put a forbidden mark at a line's start or end, or tear a dash
    RUN = 2  # inside digits or a Latin word
    SEAM = 3  # number and unit, parts of a web address: broken before anything above
    FREE = 4


class Kind(IntEnum):
    """Classes of characters, as far as breaking is concerned."""

    HAN = 0  # and everything else that can be parted from its neighbours
    OPENING = 1
    CLOSING = 2
    NO_START = 3
    NO_END = 4
    DASH = 5
    DIGIT = 6
    LATIN = 7
    RUN_PUNCTUATION = 8
    SPACE = 9
    JOINER = 10
    COMBINING = 11
    UNIT = 12
    MYRIAD = 13
    ORDINAL = 14


class _Kinds(dict[str, Kind]):
    """Kind of each character met so far; filled on demand because Unicode is too large to list."""

    def __missing__(self, character: str) -> Kind:
        kind = self[character] = _classify(character)
        return kind


def _classify(character: str) -> Kind:
    category = unicodedata.category(character)
    code = ord(character)
    if category in ("Mn", "Mc", "Me", "Cf") or 0x1F3FB <= code <= 0x1F3FF:  # the last: skin tones
        return Kind.COMBINING
    if category == "Nd":
        return Kind.DIGIT
    if code < 0x2E80 and (category[0] == "L" or code < 0x7F):
        return Kind.LATIN
    if 0xFF21 <= code <= 0xFF5A and category[0] == "L":
        return Kind.LATIN
    return Kind.HAN


KINDS: Final = _Kinds()
"""Kind of any single character, by indexing."""

for _characters, _kind in (
    (CLOSING_MARKS, Kind.CLOSING),
    (OPENING_MARKS, Kind.OPENING),
    (_DASHES, Kind.DASH),
    (_RUN_PUNCTUATION, Kind.RUN_PUNCTUATION),
    (_OTHER_NO_START, Kind.NO_START),
    (_OTHER_NO_END, Kind.NO_END),
    (SPACES, Kind.SPACE),
    (_JOINERS, Kind.JOINER),
    (_UNITS, Kind.UNIT),
    ("万亿", Kind.MYRIAD),
    ("第", Kind.ORDINAL),
):
    KINDS.update(dict.fromkeys(_characters, _kind))

_NO_START_KINDS: Final = (Kind.CLOSING, Kind.NO_START, Kind.DASH, Kind.RUN_PUNCTUATION)
_NO_END_KINDS: Final = (Kind.OPENING, Kind.NO_END)
_RUN_KINDS: Final = (Kind.DIGIT, Kind.LATIN, Kind.RUN_PUNCTUATION)
_ASK: Final = -1  # table entry: the pair alone does not tell


def _hold_of_pair(a: Kind, b: Kind) -> int:
    if b in (Kind.COMBINING, Kind.JOINER, Kind.SPACE) or a is Kind.JOINER:
        return Hold.ALWAYS
    if a is Kind.SPACE:
        return _ASK
    if a in _NO_END_KINDS or b in _NO_START_KINDS:
        return Hold.MARKS
    if a is Kind.RUN_PUNCTUATION and b in (Kind.LATIN, Kind.DIGIT):
        return _ASK
    if a in _RUN_KINDS and b in _RUN_KINDS:
        return Hold.RUN
    if (a, b) in ((Kind.DIGIT, Kind.UNIT), (Kind.DIGIT, Kind.MYRIAD), (Kind.ORDINAL, Kind.DIGIT)):
        return Hold.SEAM
    if (a, b) in ((Kind.MYRIAD, Kind.UNIT), (Kind.CLOSING, Kind.DIGIT)):
        return _ASK
    return Hold.FREE


def _is_rigid_pair(a: Kind, b: Kind) -> bool:
    """True where justification must not open a gap: inside runs, dashes, between a figure and its sign."""
    return (
        b in (Kind.COMBINING, Kind.JOINER)
        or a is Kind.JOINER
        or (a in _RUN_KINDS and b in _RUN_KINDS)
        or (a is Kind.DASH and b is Kind.DASH)
        or (a is Kind.DIGIT and b is Kind.NO_START)
        or (a is Kind.NO_END and b in _RUN_KINDS)
    )


_SIZE: Final = len(Kind)
_HOLDS: Final = tuple(_hold_of_pair(a, b) for a in Kind for b in Kind)
_RIGID: Final = tuple(_is_rigid_pair(a, b) for a in Kind for b in Kind)


def holds(text: str) -> tuple[list[int], list[bool]]:
    """Say of every place in `text` how strongly it holds, and whether it is rigid.

    Both lists have len(text) + 1 entries; entry i is about the place before character i.  The ends of the
    text are `Hold.FREE` and rigid.  Rigid places are not opened by justification while there are others.
    """
    if not text:
        return [Hold.FREE], [True]
    kinds: list[Kind] = [KINDS[character] for character in text]
    if '"' in text:
        _pair_straight_quotes(text, kinds)
    strengths: list[int] = [Hold.FREE]
    rigid = [True]
    before = kinds[0]
    for at in range(1, len(kinds)):
        kind = kinds[at]
        pair = before * _SIZE + kind
        hold = _HOLDS[pair]
        strengths.append(hold if hold != _ASK else _hold_in_context(text, kinds, at))
        rigid.append(_RIGID[pair])
        if kind is not Kind.COMBINING:  # a mark with its combining signs is still that mark
            before = kind
    strengths.append(Hold.FREE)
    rigid.append(True)
    if "〇" in text:
        _keep_han_years(text, strengths)
    return strengths, rigid


def _hold_in_context(text: str, kinds: list[Kind], at: int) -> Hold:
    """Decide the pairs that need the character before them: `text[at - 1]`, `text[at]` and what precedes."""
    a, b = kinds[at - 1], kinds[at]
    if a is Kind.SPACE:
        last = at - 1
        while last >= 0 and kinds[last] in (Kind.SPACE, Kind.COMBINING):
            last -= 1
        if last < 0:  # a break here would leave a line of nothing but its indent
            return Hold.SEAM
        return Hold.MARKS if b in _NO_START_KINDS or kinds[last] in _NO_END_KINDS else Hold.FREE
    after_digit = at >= 2 and kinds[at - 2] is Kind.DIGIT
    mark = text[at - 1]
    if a is Kind.MYRIAD:  # 0.8万元: rather before the unit than inside it
        return Hold.RUN if after_digit else Hold.FREE
    if a is Kind.CLOSING:  # 〔2016〕39号, full-width 10：30 and 3．14
        return Hold.SEAM if mark == "〕" or (after_digit and mark in "：．") else Hold.FREE
    if b is Kind.DIGIT:
        return Hold.RUN if after_digit and mark in ",.:" else Hold.SEAM
    return Hold.FREE if mark in ",;" else Hold.SEAM


def _pair_straight_quotes(text: str, kinds: list[Kind]) -> None:
    """Straight quotes do not say which half they are: they open and close in turn."""
    opens = True
    for at, character in enumerate(text):
        if character == '"':
            kinds[at] = Kind.NO_END if opens else Kind.NO_START
            opens = not opens


def _keep_han_years(text: str, strengths: list[int]) -> None:
    """Numbers written digit by digit, as in 二〇一八年: the 〇 tells them from ordinary words."""
    zero = text.find("〇")
    while zero >= 0:
        first = last = zero
        while first > 0 and zero - first < 4 and text[first - 1] in _HAN_NUMERALS:
            first -= 1
        while last + 1 < len(text) and last - zero < 4 and text[last + 1] in _HAN_NUMERALS:
            last += 1
        for at in range(first + 1, last + 1):
            strengths[at] = min(strengths[at], Hold.RUN)
        if last + 1 < len(text) and text[last + 1] in _UNITS:
            strengths[last + 1] = min(strengths[last + 1], Hold.SEAM)
        zero = text.find("〇", zero + 1)
