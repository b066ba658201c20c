"""What differs between two texts, by sentence, and inside of a sentence by the words that came and went. Pure."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_SENTENCE = re.compile("[^。！？；!?\n]*(?:[。！？；!?]+[”’）》】]*|\n|$)")
_TOKEN = re.compile(r"\d[\d,.]*%?|[A-Za-z]+|.", re.DOTALL)
_ALIKE = 0.5
"""Two sentences that have this share of their characters in common are one sentence, changed."""
_AHEAD = 12
"""How many sentences further on the other half of a pair is looked for."""
_LONGEST = 2000
"""Characters up to which two sentences are compared word by word; longer ones are shown whole."""


class Piece(NamedTuple):
    """A stretch of a sentence that both have, that only the old one has, or only the new one."""

    kind: Literal["same", "removed", "added"]
    text: str


class SentenceChange(NamedTuple):
    """A sentence that was changed, added (`old` is "") or removed (`new` is ""). Line ends are not part of it."""

    old: str
    new: str
    pieces: tuple[Piece, ...]


def sentences(text: str) -> list[str]:
    """The sentences of a text with their full stops; paragraphs end sentences; nothing empty, no line ends."""
    return [found for match in _SENTENCE.finditer(text) if (found := match[0].strip(" \u3000\n"))]


def text_changes(old: str, new: str) -> tuple[SentenceChange, ...]:
    """The sentences that differ, in their order; () when only blanks and line ends differ."""
    return tuple(_changes(sentences(old), sentences(new)))


def _changes(old: list[str], new: list[str]) -> Iterator[SentenceChange]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _replaced(old[a:b], new[c:d])


def _replaced(old: list[str], new: list[str]) -> Iterator[SentenceChange]:
    """A stretch of sentences for another: those that are alike are paired, in order."""
    waiting = list(old)
    for sentence in new:
        at = next((i for i, candidate in enumerate(waiting[:_AHEAD]) if _alike(candidate, sentence)), None)
        if at is None:
            yield SentenceChange("", sentence, (Piece("added", sentence),))
            continue
        yield from (_gone(before) for before in waiting[:at])
        yield SentenceChange(waiting[at], sentence, pieces(waiting[at], sentence))
        del waiting[: at + 1]
    yield from (_gone(rest) for rest in waiting)


def _gone(sentence: str) -> SentenceChange:
    return SentenceChange(sentence, "", (Piece("removed", sentence),))


def _alike(old: str, new: str) -> bool:
    if max(len(old), len(new)) > _LONGEST:
        return False
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """What two sentences have in common and what not; numbers and Latin words are never cut."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[Piece] = []

    def put(kind: Literal["same", "removed", "added"], tokens: list[str]) -> None:
        if tokens:
            found.append(Piece(kind, "".join(tokens)))

    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            put("same", before[a:b])
        else:
            put("removed", before[a:b])
            put("added", after[c:d])
    return tuple(found)
