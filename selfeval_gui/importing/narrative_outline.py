"""The outline of the narrative: which line is a heading, and which section the text below it belongs to.

Headings are matched by their wording; numbers only help. Only short lines are headings.
"""

import re
from dataclasses import dataclass

from selfeval_gui.importing.labels import Heading, key, vocabulary
from selfeval_gui.importing.ledger import Span

_NUMBERS = (
    (1, re.compile(r"\s*(?:第?[一二三四五六七八九十]+(?:、|[.．](?!\d)|部分)|[一二三四五六七八九十]+\s+(?=\S))\s*")),
    (2, re.compile(r"\s*[（(]\s*[一二三四五六七八九十]+\s*[）)][、.．]?\s*")),
    (3, re.compile(r"\s*\d{1,2}\s*(?:[、]|[.．](?!\d))\s*")),
    (4, re.compile(r"\s*(?:[（(]\s*\d{1,2}\s*[）)]|[①-⑳]|\d{1,2}[）)])[、.．]?\s*")),
)
_CHINESE = {char: value for value, char in enumerate("一二三四五六七八九十", 1)}
_RUN_IN = re.compile(r"[：:。.]\s*|\s{2,}|\u3000")
_SHORT = 30


@dataclass(frozen=True, slots=True)
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


def find(span: Span, chapter: Heading | None) -> Found | None:
    """The known heading that the line is, or begins with; sub-headings count only below their own chapter."""
    text = span.text
    number = span.piece.number
    level, start = number_of(text)
    if number and not level:
        level = number_of(number)[0] or 3
    wording = text[start:]
    for top in vocabulary().outline:
        if _is(wording, top) and (level in (0, 1, 3) or top is chapter):
            if not _belongs_below(wording, chapter, level):
                return Found(top, top, len(text), True)
    scope = (chapter,) if chapter is not None else vocabulary().outline
    nodes = [(node, top) for top in scope for node in _below(top)]
    for node, top in nodes:
        if _is(wording, node):
            return Found(node, top, len(text), True)
    if not level:
        return None
    return _run_in(text, start, nodes, chapter) or _by_hint(wording, len(text), nodes, level, chapter)


def _belongs_below(wording: str, chapter: Heading | None, level: int) -> bool:
    """Words such as 评价结论 are both a chapter and a part of one: inside its chapter it is the part."""
    if chapter is None:
        return False
    if level != 1 and any(_is(wording, node) for node in _below(chapter)):
        return True
    # Within 经验总结、存在问题… its own sub-headings 存在问题 and 建议 repeat the words of later chapters.
    return level != 1 and chapter.section == "experience_problems_advice" and not _other_matters(wording)


def _other_matters(wording: str) -> bool:
    return any(_is(wording, top) for top in vocabulary().outline if top.section == "other_matters")


def _is(wording: str, node: Heading) -> bool:
    return len(wording) <= _SHORT and key(wording) in node.words


def _below(node: Heading) -> list[Heading]:
    found: list[Heading] = []
    for child in node.children:
        found.extend((child, *_below(child)))
    return found


def _run_in(text: str, start: int, nodes: list[tuple[Heading, Heading]], chapter: Heading | None) -> Found | None:
    """`（一）投入：2018年…`: a numbered heading with its text behind it on the same line."""
    cut = _RUN_IN.search(text, start)
    if cut is None or cut.start() - start > _SHORT:
        return None
    wording = text[start : cut.start()]
    for node, top in nodes:
        if _is(wording, node):
            return Found(node, top, cut.end(), False)
    for top in vocabulary().outline:
        if number_of(text)[0] == 1 and _is(wording, top) and top is not chapter:
            return Found(top, top, cut.end(), False)
    return None


def _by_hint(
    wording: str, end: int, nodes: list[tuple[Heading, Heading]], level: int, chapter: Heading | None
) -> Found | None:
    """A short numbered line whose wording holds a telling word (立项背景及意义)."""
    plain = key(wording)
    if len(plain) > 20 or re.search(r"[，。；：:,;]", wording.strip()):
        return None
    if level == 1:
        for top in vocabulary().outline:
            if top is not chapter and any(hint in plain for hint in top.hints):
                return Found(top, top, end, False)
        return None
    for node, top in nodes:
        if any(hint in plain for hint in node.hints):
            return Found(node, top, end, False)
    return None
