"""The typed levels of a text: 一、（一）1.（1） put in order. Pure; knows no widget and judges nothing else.

Source: GB/T 9704-2012, 7.3.3. A level begins anew under every heading of a higher one, and with a 1 that follows
plain text; a paragraph without a number belongs to what stands above it.
"""

import re
from typing import NamedTuple

_DIGITS = "零一二三四五六七八九"
_MARK = re.compile(
    r"^(?P<lead>[ \u3000]*)(?:(?P<one>[一二三四五六七八九十]{1,3})[、.．]"
    r"|[（(](?P<two>[一二三四五六七八九十]{1,3})[）)][、.．]?"
    r"|(?P<three>[1-9]\d?)(?P<gap>[ \u3000]?)[.．、](?P<digit>(?=\d))?"
    r"|[（(](?P<four>[1-9]\d?)[）)][、.．]?)[ \u3000]*"
)
_GROUPS = ("one", "two", "three", "four")


class Renumbered(NamedTuple):
    """A text with its levels in order, and how many numbers had to be changed."""

    text: str
    changes: int


def renumbered(text: str) -> Renumbered:
    """The text with every level counted 1, 2, 3 … and written in the standard's way; all else stays as it is."""
    last = [0, 0, 0, 0]
    plain = [True, True, True, True]  # whether plain text stands between the level's last number and here
    lines, changes = [], 0
    for line in text.split("\n"):
        found = _read(line, last)
        if found is None:
            if line.strip():
                plain = [True] * 4
            lines.append(line)
            continue
        level, number, end, lead = found
        last[level] = 1 if number == 1 and plain[level] else last[level] + 1
        for deeper in range(level + 1, 4):
            last[deeper] = 0
        plain[level:] = [False] + [True] * (3 - level)
        proper = lead + _mark(level, last[level])
        changes += line[:end] != proper
        lines.append(proper + line[end:])
    return Renumbered("\n".join(lines), changes)


def _read(line: str, last: list[int]) -> tuple[int, int, int, str] | None:
    """Level 0–3, number, where the words begin, and the blanks before the mark; None for a plain paragraph."""
    match = _MARK.match(line)
    if match is None:
        return None
    level = next(i for i, name in enumerate(_GROUPS) if match[name])
    number = _number(match[_GROUPS[level]])
    if match["digit"] is not None and number != last[2] + 1:
        return None  # 1.5万元 is an amount; 2.2026年… behind 1. is a heading
    return level, number, match.end(), match["lead"]


def _number(text: str) -> int:
    """3, 三, 十二 and 二十一 as numbers up to 99."""
    if text.isdigit() and text.isascii():
        return int(text)
    tens, _, ones = text.rpartition("十") if "十" in text else ("", "", text)
    head = (_DIGITS.index(tens[-1]) if tens else 1) if "十" in text else 0
    return head * 10 + (_DIGITS.index(ones[-1]) if ones else 0)


def _mark(level: int, number: int) -> str:
    chinese = _chinese(number)
    return (f"{chinese}、", f"（{chinese}）", f"{number}.", f"（{number}）")[level]


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
