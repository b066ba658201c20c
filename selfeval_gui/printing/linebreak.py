"""Breaks a Chinese paragraph into lines and places every character of a line.

First-fit, with a choice at every line end: the next words are pushed out (and the line stretched) or pushed
in (and the full-width marks of the line squeezed), whichever distorts the line less.  A line depends on
nothing behind it, so typing never moves the lines before the cursor.

It must not know fonts, points or pages: widths come from a function and all lengths are em of the type size.
Which marks may stand where is in `prohibition`.  Titles are broken by sense in `titles`.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from math import inf
from operator import add, not_
from typing import Final, NamedTuple

from selfeval_gui.printing.prohibition import CENTRED_MARKS, KINDS, SPACES, Hold, Kind, holds

Advance = Callable[[str], float]
"""Width of one character in em."""

_TOUCH: Final = 1e-9  # em; sums of widths are not exact
_FULL: Final = 0.9  # em; a mark narrower than this comes from a proportional font and has no blank half
_HANGING: Final = frozenset("，。、．")

# Ugliness 1 is a line squeezed as far as it goes, or gaps opened by this many em each.
_UGLY_GAP: Final = 0.06
_WIDE_STRETCH: Final = 0.25  # of the line's width; any other way is better
_LOOSE: Final = 1000.0
_GAPING: Final = 1.5  # em a place; rather than open a line so far, an address is broken at one of its seams
_ORPHAN: Final = 0.5  # for leaving one or two characters to the last line


class Line(NamedTuple):
    """One set line.  Lines tile the paragraph: a line's `end` is the next line's `start`.

    `text` is `paragraph[start:end]` without the spaces at its end, which no reader sees.  `xs` holds the x of
    every character of `text` in em from the left edge of the column, indent included; the first one is
    negative when an opening mark at the line's start is set half wide.  `width` is where the line ends; a
    closing mark set half wide ends in its middle.  `justified` says that the line was brought to the width of
    its column, a hanging mark not counted.
    """

    text: str
    start: int
    end: int
    xs: tuple[float, ...]
    width: float
    last: bool
    justified: bool


class _Cut(NamedTuple):
    start: int
    content: int  # where the text of the line ends, its trailing spaces left out
    end: int


class _Measured(NamedTuple):
    """A paragraph with its widths; all lists have len(text) + 1 entries, entry i is about the place before i.

    contents: where a line that ends here has its last visible character.  kerns: what adjoining marks lose
    (negative).  rooms: what can still be squeezed out.  positions: sum of advances and kerns before the
    place.  room_sums, gap_sums: running sums of the rooms and of the places that can be opened.
    """

    text: str
    contents: list[int]
    advances: list[float]
    holds: list[int]
    rigid: list[bool]
    kerns: list[float]
    rooms: list[float]
    left_blanks: list[float]
    right_blanks: list[float]
    positions: list[float]
    room_sums: list[float]
    gap_sums: list[int]

    def natural(self, start: int, end: int) -> float:
        """Width of text[start:end] set alone, adjoining marks already drawn together."""
        return self.positions[end] - self.positions[start] - self.kerns[start] if end > start else 0.0

    def room(self, start: int, end: int) -> float:
        """What can be squeezed out between the characters of text[start:end]."""
        return self.room_sums[end] - self.room_sums[start + 1] if end > start else 0.0

    def content_end(self, start: int, end: int) -> int:
        """Place where text[start:end] ends when the spaces at its end are left out."""
        return max(start, self.contents[end])


class _Spacing(NamedTuple):
    """The first half of `_Measured`: what widths need, without where a line may end."""

    advances: list[float]
    kerns: list[float]
    rooms: list[float]
    left_blanks: list[float]
    right_blanks: list[float]
    positions: list[float]


def _space(text: str, advance: Advance) -> _Spacing:
    size = len(text)
    table: dict[str, tuple[float, float, float]] = {}  # character: advance, blank at its left, at its right
    for character in set(text):
        wide = advance(character)
        kind = KINDS[character]
        blank = min(0.5, wide - 0.5) if wide >= _FULL else 0.0
        table[character] = (
            wide,
            blank if kind is Kind.OPENING else 0.0,
            (blank / 2 if character in CENTRED_MARKS else blank) if kind is Kind.CLOSING else 0.0,
        )
    rows = [table[character] for character in text]
    advances = [row[0] for row in rows]
    left_blanks = [row[1] for row in rows]
    right_blanks = [row[2] for row in rows]
    kerns = [0.0] * (size + 1)
    rooms = [0.0] * (size + 1)
    before = 0.0  # blank at the right of the character before
    before_is_mark = False
    for at, (_, left, right) in enumerate(rows):
        if before or left:
            blank = before + left
            if before_is_mark and (left or right):  # two marks side by side: half an em between them goes
                kerns[at] = -min(0.5, blank)
            rooms[at] = blank + kerns[at]
        before = right
        before_is_mark = left > 0 or right > 0
    rooms[0] = 0.0
    positions = [0.0, *accumulate(map(add, advances, kerns))]
    return _Spacing(advances, kerns, rooms, left_blanks, right_blanks, positions)


def _measure(text: str, advance: Advance) -> _Measured:
    strengths, rigid = holds(text)
    space = _space(text, advance)
    contents = [0]
    for at, character in enumerate(text, 1):
        contents.append(contents[-1] if character in SPACES else at)
    return _Measured(
        text=text,
        contents=contents,
        advances=space.advances,
        holds=strengths,
        rigid=rigid,
        kerns=space.kerns,
        rooms=space.rooms,
        left_blanks=space.left_blanks,
        right_blanks=space.right_blanks,
        positions=space.positions,
        room_sums=[0.0, *accumulate(space.rooms)],
        gap_sums=[0, *accumulate(map(not_, rigid))],
    )


def natural_width(text: str, advance: Advance) -> float:
    """Width in em of `text` set in one line, adjoining full-width marks drawn together."""
    return _space(text, advance).positions[-1] if text else 0.0


def natural_widths(text: str, advance: Advance) -> Callable[[int, int], float]:
    """The function that gives the `natural_width` of text[start:end], measured once for all of them."""
    space = _space(text, advance)
    return lambda start, end: space.positions[end] - space.positions[start] - space.kerns[start]


def break_paragraph(
    text: str,
    advance: Advance,
    width: float,
    *,
    indent: float = 0.0,
    justify: bool = True,
    hang: float = 0.0,
) -> tuple[Line, ...]:
    """Break one paragraph (no newline in it) into lines of `width` em; the first one starts at `indent`.

    With `justify`, every line but the last is brought to exactly `width`.  `hang` is how much of a comma or
    full stop may stand beyond the right edge, after its blank half has been taken away.  An empty paragraph
    is one empty line.  A character wider than the column stands alone in its line and sticks out.

    Raises ValueError when the text holds a newline, or the column has no room beside the indent.
    """
    measured = _prepare(text, advance, width, indent)
    return tuple(
        _set_line(measured, cut, width, indent if cut.start == 0 else 0.0, justify, hang)
        for cut in _cuts(measured, width, indent, hang)
    )


def count_lines(text: str, advance: Advance, width: float, *, indent: float = 0.0, hang: float = 0.0) -> int:
    """Number of lines that `text` fills; newlines part its paragraphs, each with the same indent."""
    return sum(
        sum(1 for _ in _cuts(_prepare(paragraph, advance, width, indent), width, indent, hang))
        for paragraph in text.split("\n")
    )


def _prepare(text: str, advance: Advance, width: float, indent: float) -> _Measured:
    if "\n" in text:
        raise ValueError("a paragraph holds no newline")
    if width <= 0 or indent >= width:
        raise ValueError(f"no room for text: width {width} em, indent {indent} em")
    measured = _measure(text, advance)
    _open_overlong(measured, width, 0, len(text), Hold.FREE)
    return measured


def _open_overlong(measured: _Measured, width: float, first: int, last: int, hold: int) -> None:
    """Allow breaks inside what is longer than a line: at its seams, else inside its runs, else anywhere."""
    strengths = measured.holds
    start = first
    while start < last:
        end = start + 1
        while end < last and strengths[end] < hold:
            end += 1
        if hold > Hold.MARKS and _least_width(measured, start, end, width) > width + _TOUCH:
            _open_overlong(measured, width, start, end, hold - 1)
            for at in range(start + 1, end):
                if strengths[at] == hold - 1:
                    strengths[at] = hold
        start = end


def _least_width(measured: _Measured, start: int, end: int, enough: float) -> float:
    """The width of text[start:end] squeezed as far as it goes; not squeezed when it is below `enough` anyway."""
    natural = measured.natural(start, end)
    if natural <= enough:
        return natural
    content = measured.content_end(start, end)
    squeezed = measured.natural(start, content) - measured.room(start, content)
    return squeezed - sum(_edge_rooms(measured, start, content, flush=True, hang=0.0))


def _cuts(measured: _Measured, width: float, indent: float, hang: float) -> Iterator[_Cut]:
    size = len(measured.text)
    if size == 0:
        yield _Cut(0, 0, 0)
    start = 0
    while start < size:
        end = _line_end(measured, start, width - indent if start == 0 else width, _flush(start, indent), hang)
        yield _Cut(start, measured.content_end(start, end), end)
        start = end


def _flush(start: int, indent: float) -> bool:
    """An opening mark at a line's start may lose its blank half, but never stands inside the first indent."""
    return start > 0 or indent == 0.0


def _edge_rooms(measured: _Measured, start: int, content: int, flush: bool, hang: float) -> tuple[float, ...]:
    """What can be gained at the right edge, at the left edge, and by hanging, in em."""
    if content == start:
        return 0.0, 0.0, 0.0
    return (
        measured.right_blanks[content - 1],
        measured.left_blanks[start] if flush else 0.0,
        hang if measured.text[content - 1] in _HANGING else 0.0,
    )


def _line_end(measured: _Measured, start: int, available: float, flush: bool, hang: float) -> int:
    """Where the line that begins at `start` ends best."""
    size = len(measured.text)
    strengths = measured.holds
    target = measured.positions[start] + measured.kerns[start] + available + _TOUCH
    fit = bisect_right(measured.positions, target, start + 1) - 1
    best = fit
    while best > start and strengths[best] < Hold.FREE:
        best -= 1
    if best == size:
        return size
    least = _ugliness(measured, start, best, available, flush, hang) if best > start else inf
    furthest = fit  # the last place, of whatever hold, that can be reached by squeezing
    for end in range(fit + 1, size + 1):
        content = measured.content_end(start, end)
        over = measured.natural(start, content) - available - measured.room(start, content)
        if over - sum(_edge_rooms(measured, start, content, flush, hang)) > _TOUCH:
            break
        furthest = end
        if strengths[end] >= Hold.FREE:
            ugliness = _ugliness(measured, start, end, available, flush, hang)
            if ugliness < least:
                best, least = end, ugliness
    if best == start:
        return _forced_end(measured, start, furthest)
    if least >= _LOOSE:
        best = _seam_after(measured, start, best, furthest, available)
    return best


def _seam_after(measured: _Measured, start: int, best: int, furthest: int, available: float) -> int:
    """Last place up to `furthest` between a number and its unit, else `best`; addresses stay whole while they can."""
    content = measured.content_end(start, best)
    opened = (available - measured.natural(start, content)) / max(1, _gaps(measured, start, content))
    for gaping in (False, True) if opened > _GAPING else (False,):
        for end in range(furthest, best, -1):
            if measured.holds[end] == Hold.SEAM and (gaping or not measured.rigid[end]):
                return end
    return best


def _forced_end(measured: _Measured, start: int, furthest: int) -> int:
    """No good break within reach: break at the weakest hold there is, as late as possible."""
    strengths = measured.holds
    for hold in (Hold.SEAM, Hold.RUN, Hold.MARKS):
        end = furthest
        while end > start and strengths[end] < hold:
            end -= 1
        if end > start:
            return end
    end = start + 1
    while strengths[end] == Hold.ALWAYS:
        end += 1
    return end


def _ugliness(measured: _Measured, start: int, end: int, available: float, flush: bool, hang: float) -> float:
    content = measured.content_end(start, end)
    over = measured.natural(start, content) - available
    ugly = _ORPHAN if 0 < len(measured.text) - end <= 2 else 0.0
    if over > 0:
        over -= sum(_edge_rooms(measured, start, content, flush, hang))
        room = measured.room(start, content)
        return ugly + (over / room) ** 2 if over > _TOUCH and room > 0 else ugly
    if end == len(measured.text):
        return ugly
    if -over > _WIDE_STRETCH * available:
        ugly += _LOOSE
    gaps = max(1, _gaps(measured, start, content))
    return ugly + (-over / gaps / _UGLY_GAP) ** 2


def _gaps(measured: _Measured, start: int, content: int) -> int:
    return measured.gap_sums[content] - measured.gap_sums[start + 1] if content > start else 0


def _set_line(measured: _Measured, cut: _Cut, width: float, indent: float, justify: bool, hang: float) -> Line:
    start, content, end = cut
    last = end == len(measured.text)
    over = measured.natural(start, content) - (width - indent)
    right = left = hung = squeeze = stretch = 0.0
    rigid = measured.rigid[start:content]
    if over > _TOUCH:
        edges = _edge_rooms(measured, start, content, _flush(start, indent), hang)
        right = min(over, edges[0])
        left = min(over - right, edges[1])
        hung = min(over - right - left, edges[2])
        room = measured.room(start, content)
        squeeze = min(1.0, (over - right - left - hung) / room) if room > 0 else 0.0
    elif justify and not last:
        gaps = _gaps(measured, start, content)
        if gaps == 0 and content - start > 1:  # one word alone: open it rather than leave a ragged line
            rigid = [hold == Hold.ALWAYS for hold in measured.holds[start:content]]
            gaps = rigid[1:].count(False)
        stretch = -over / gaps if gaps else 0.0
    x = indent - left
    xs: list[float] = []
    kerns, rooms, advances = measured.kerns, measured.rooms, measured.advances
    for at in range(start, content):
        if at > start:
            x += kerns[at] - squeeze * rooms[at]
            if not rigid[at - start]:
                x += stretch
        xs.append(x)
        x += advances[at]
    reached = x - right
    justified = justify and not last and abs(reached - hung - width) < 1e-6
    return Line(measured.text[start:content], start, end, tuple(xs), reached, last, justified)


def spread(text: str, advance: Advance, width_chars: float = 3.0) -> tuple[float, ...] | None:
    """Places for the characters of a short Chinese name spread to `width_chars` em, or None to leave it.

    A two-character name takes the width of three, as in official tables of people.  Places instead of spaces,
    so that the name can be searched for and copied as it was written.
    """
    if any(KINDS[character] not in _NAME_KINDS or ord(character) < 0x2E80 for character in text):
        return None
    strengths, _ = holds(text)
    places = [0.0, *accumulate(advance(character) for character in text)]
    gaps = sum(hold > Hold.ALWAYS for hold in strengths[1:-1])
    missing = width_chars - places[-1]
    if gaps == 0 or missing <= _TOUCH:
        return None
    opened = accumulate(missing / gaps if hold > Hold.ALWAYS else 0.0 for hold in strengths[1:-1])
    return tuple(map(sum, zip(places, [0.0, *opened], strict=False)))


_NAME_KINDS: Final = (Kind.HAN, Kind.UNIT, Kind.MYRIAD, Kind.ORDINAL, Kind.COMBINING)
