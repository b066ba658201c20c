"""How many lines a word processor needs for a paragraph, so that it can be told to need as many as are on paper.

Word processors fill each line as far as it goes: they set no mark half wide to push one more character in, and some of
them put a quarter of a blank between Chinese and Latin whatever the document says. A hair's difference in the spacing
of the characters makes up for it. This estimates; nothing here decides where a line really ends.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from selfeval_gui.printing.prohibition import KINDS, NO_END, NO_START, Kind

STEP = 0.05
"""pt by which spacing is changed: the smallest that Word knows."""
MOST_STEPS = 30
SCRIPT_SPACE = 0.25
"""em between Chinese and Latin letters or digits, as LibreOffice adds it."""
_HANGING = "，。、．："
_TRIALS = ((4, True, 1.0, _HANGING), (2, True, 0.985, _HANGING), (2, True, 1.0, ""), (2, False, 1.0, _HANGING))
"""Weight, whether with space between scripts, part of the column, marks that may stand beyond its edge."""
_ALL = sum(trial[0] for trial in _TRIALS)
_RUN = (Kind.DIGIT, Kind.LATIN, Kind.RUN_PUNCTUATION)


class _Word(NamedTuple):
    """A piece that is not parted: its characters, their widths, and the space between scripts in and behind it, pt."""

    length: int
    width: float
    inside: float
    behind: float
    last: str


class Paragraph:
    """A paragraph measured once: `width` of the column and `indent` of the first line in pt."""

    def __init__(self, text: str, advance: Callable[[str], float], size: float, width: float, indent: float) -> None:
        self._width, self._indent = width, indent
        widths = [advance(char) * size for char in text]
        spaces = [_script_space(a, b) * size for a, b in pairwise(text)] + [0.0]
        self._words = [
            _Word(end - start, sum(widths[start:end]), sum(spaces[start : end - 1]), spaces[end - 1], text[end - 1])
            for start, end in _words(text)
        ]
        self._last = {word.last: advance(word.last) * size for word in self._words}

    def lines(self, spacing: float, *, script_space: bool, room: float = 1.0, hanging: str = _HANGING) -> int:
        """Lines with `spacing` pt added to every character, with or without space between scripts.

        `room` is the part of the column that is used, to try how near to another count a paragraph is; a mark of
        `hanging` may stand beyond the column's edge.
        """
        count, x, column = 1, self._indent, self._width * room
        for word in self._words:
            width = word.width + word.length * spacing + (word.inside if script_space else 0.0)
            beyond = self._last[word.last] + spacing if word.last in hanging else 0.0
            if x + width - beyond > column and x > 0.0:
                count, x = count + 1, 0.0
            x += width + (word.behind if script_space else 0.0)
        return count

    def spacing(self, wanted: int, usual: float) -> float:
        """The spacing nearest to `usual` (pt) with which all programs need `wanted` lines, with a little to spare.

        When there is none, the one with which most trials come out so; `usual` when none does.
        """
        best, met = usual, 0
        for step in range(MOST_STEPS + 1):
            for spacing in (usual - step * STEP, usual + step * STEP):
                count = 0
                for weight, script_space, room, hanging in _TRIALS:
                    if self.lines(spacing, script_space=script_space, room=room, hanging=hanging) == wanted:
                        count += weight
                if count == _ALL:
                    return spacing
                if count > met:
                    best, met = spacing, count
        return best


def _words(text: str) -> Iterator[tuple[int, int]]:
    """The pieces between which a line may end."""
    start = 0
    for at in range(1, len(text)):
        a, b = text[at - 1], text[at]
        joined = (KINDS[a] in _RUN and KINDS[b] in _RUN) or b in NO_START or a in NO_END
        if not joined:
            yield start, at
            start = at
    if text:
        yield start, len(text)


def _script_space(a: str, b: str) -> float:
    if not (a.isalnum() and b.isalnum()):
        return 0.0
    return SCRIPT_SPACE if (ord(a) < 0x2E80) != (ord(b) < 0x2E80) else 0.0
