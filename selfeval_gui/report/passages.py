"""Which stretches of two texts differ, to be marked where both are shown. Pure; it knows no report."""

from difflib import SequenceMatcher
from typing import NamedTuple

MOST_COMPARED = 2000
"""Characters on one side up to which two texts are compared letter by letter: the time grows with the square."""


class Passage(NamedTuple):
    """A stretch of a text that the other one does not have: characters `start` to `end`."""

    start: int
    end: int


def passages(before: str, after: str) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """Which stretches of the two texts the other one does not have."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if max(len(old), len(new)) > MOST_COMPARED or not (old and new):
        return _one(head, len(old)), _one(head, len(new))
    gone: list[Passage] = []
    come: list[Passage] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            gone += _one(head + a, b - a)
            come += _one(head + c, d - c)
    return tuple(gone), tuple(come)


def _one(start: int, length: int) -> tuple[Passage, ...]:
    return (Passage(start, start + length),) if length else ()
