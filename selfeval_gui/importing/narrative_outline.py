"""The outline of the narrative: which line is a heading, and which section the text below it belongs to.

Headings are matched by their wording; numbers only help. Only short lines are headings.
"""

import re

from selfeval_gui.importing.labels import Heading, key, vocabulary
from selfeval_gui.importing.ledger import Span
from selfeval_gui.report.frozen import frozen

_NUMBERS = (
    (1, re.compile(r"\s*(?:第?[一二三四五六七八九十]+(?:、|[.．](?!\d)|部分)|[一二三四五六七八九十]+\s+(?=\S))\s*")),
    (2, re.compile(r"\s*[（(]\s*[一二三四五六七八九十]+\s*[）)][、.．]?\s*")),
    (3, re.compile(r"\s*\d{1,2}\s*(?:[、]|[.．](?!\d))\s*")),
    (4, re.compile(r"\s*(?:[（(]\s*\d{1,2}\s*[）)]|[①-⑳]|\d{1,2}[）)])[、.．]?\s*")),
)
_CHINESE = {char: value for value, char in enumerate("一二三四五六七八九十", 1)}
_RUN_IN = re.compile(r"[：:。.]\s*|\s{2,}|\u3000")
_SHORT = 30


@frozen
class Found:
    """A heading in the text: its node, its level (1 for a chapter), and the end of the heading in the line."""

    node: Heading
    chapter: Heading
    end: int
    certain: bool


def number_of(text: str) -> tuple[int, int]:
    """Level 1–4 of the number that a line begins with, and where the wording begins; (0, 0) without a number."""
    for level, pattern in _NUMBERS:
        match = pattern.match(text)
        if match:
            return level, match.end()
    return 0, 0


def chapter_number(text: str) -> int:
    """The value of 一、 二、 …; 0 when the line does not begin so."""
    match = re.match(r"\s*([一二三四五六七八九十]{1,2})\s*、", text)
    if not match:
        return 0
    digits = [_CHINESE[char] for char in match[1]]
    return digits[0] if len(digits) == 1 else digits[0] + digits[1]


class Outline:
    """Follows the headings from line to line: which chapter is open, and how its headings are numbered.

    A sub-heading counts below its own chapter only, once, and with the kind of number that its rank has there, so that
    `1.产出情况：…` below （四）成效 is text.
    """

    def __init__(self) -> None:
        self.chapter: Heading | None = None
        self._chapter_level = 0
        self._visited: set[int] = set()
        self._styles: dict[int, int] = {}

    def find(self, span: Span) -> Found | None:
        """The known heading that the line is, or begins with; it becomes the open one."""
        text = span.text
        level, start = number_of(text)
        if span.piece.number and not level:
            level = number_of(span.piece.number)[0] or 3
        found = self._chapter(text, start, level) or self._below(text, start, level)
        if found is None:
            return None
        if found.node is found.chapter:
            self._chapter_level = level or self._chapter_level
            self._styles = {}
        elif level:
            self._styles.setdefault(_depth(found.chapter, found.node), level)
        self.chapter = found.chapter
        self._visited.add(id(found.node))
        return found

    def _chapter(self, text: str, start: int, level: int) -> Found | None:
        if level in (2, 4) or (level == 3 and self._chapter_level not in (0, 3)):
            return None
        if level == 3 and self.chapter is not None and not self._follows(text):
            return None
        for exact in (True, False):
            for top in vocabulary().outline:
                end = _end(text, start, top, exact)
                automatic = level == 3 and self.chapter is None and self._follows(text)
                if not end or (level != 1 and not automatic and (not exact or len(key(text[start:])) < 5)):
                    continue
                if id(top) in self._visited and not (level == 1 and top.section == "experience_problems_advice"):
                    continue
                if level != 1 and self.chapter is not None and _named_below(text[start:], self.chapter):
                    continue
                return Found(top, top, end, exact)
        return None

    @staticmethod
    def _follows(text: str) -> bool:
        """Chapters numbered 1、2、 have 、 behind the number, their parts a point."""
        return re.match(r"\s*\d{1,2}\s*、", text) is not None

    def _below(self, text: str, start: int, level: int) -> Found | None:
        scope = (self.chapter,) if self.chapter is not None else vocabulary().outline
        for exact in (True, False):
            if not exact and not level:
                return None
            for top in scope:
                for node in _below(top):
                    end = _end(text, start, node, exact)
                    if end and id(node) not in self._visited and self._fits(top, node, level):
                        return Found(node, top, end, exact)
        return None

    def _fits(self, top: Heading, node: Heading, level: int) -> bool:
        """Whether the number's level is that of the heading's rank in this chapter."""
        if not level or top is not self.chapter:
            return True
        depth = _depth(top, node)
        if self._styles.get(depth, level) != level:
            return False
        return all(level > used for rank, used in self._styles.items() if rank < depth)


def _end(text: str, start: int, node: Heading, exact: bool) -> int:
    """Where the heading ends in the line, if the line is the node's heading; 0 otherwise.

    Exactly its words; or its words with text behind them (`（一）投入：2018年…`); or a short line with a telling word.
    """
    wording = text[start:]
    if _is(wording, node):
        return len(text) if exact else 0
    if exact:
        return 0
    cut = _RUN_IN.search(text, start)
    if cut is not None and cut.start() > start and _is(text[start : cut.start()], node):
        return cut.end()
    plain = key(wording)
    if len(plain) > 20 or re.search(r"[，。；：:,;]", wording.strip()):
        return 0
    return len(text) if any(hint in plain for hint in node.hints) else 0


def _depth(top: Heading, node: Heading, depth: int = 1) -> int:
    for child in top.children:
        if child is node:
            return depth
        deeper = _depth(child, node, depth + 1)
        if deeper:
            return deeper
    return 0


def _named_below(wording: str, chapter: Heading) -> bool:
    """Words such as 评价结论 are both a chapter and a part of one: inside its chapter it is the part."""
    return any(_is(wording, node) for node in _below(chapter)) or chapter.section == "experience_problems_advice"


def _is(wording: str, node: Heading) -> bool:
    return len(wording) <= _SHORT and key(wording) in node.words


def _below(node: Heading) -> list[Heading]:
    found: list[Heading] = []
    for child in node.children:
        found.extend((child, *_below(child)))
    return found
