"""Find and replace over a whole report: every blank, every cell, every generated sentence. Pure.

A place is found in the text that its blank shows; what replaces it goes through the blank's own kind, so that a date
stays a date. Generated sentences are found, and never replaced: their source is.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import get, leaf_paths, put
from selfeval_gui.report.form import Form
from selfeval_gui.report.kinds import EVALUATION_TYPE, FLAG, ROLE
from selfeval_gui.report.live import Live, at, follow
from selfeval_gui.report.model import SECTION_KEYS, Report
from selfeval_gui.report.narrative import linked_text
from selfeval_gui.report.text import Unparsed

_CHOSEN = (FLAG.name, EVALUATION_TYPE.name, ROLE.name)
_SECTION = "narrative.{}.text"


class Place(NamedTuple):
    """Characters `start` to `end` of what the blank at `path` shows; `fixed` when they cannot be replaced there."""

    path: str
    start: int
    end: int
    fixed: bool = False


class Replaced(NamedTuple):
    """The report after a replacement: how many places were replaced, and how many had to stay as they are."""

    report: Report
    done: int
    left: int


def find(report: Report, form: Form, wanted: str, *, exact: bool = False, live: Live = ()) -> tuple[Place, ...]:
    """Where `wanted` stands, in the form's order, not overlapping. Unless `exact`, a and A, 1 and １ are the same."""
    needle = wanted if exact else _folded(wanted)
    if not needle:
        return ()
    return tuple(place for path, text, fixed in _texts(report, form)
                 for place in _places(path, text, fixed, needle, exact, live))  # fmt: skip


def replace_at(report: Report, places: Sequence[Place], new: str) -> Replaced:
    """Put `new` into the places. A place stays when it is fixed, when the blank would become too long, or when it
    would hold no value any more (no date, no amount)."""
    done = left = 0
    for path in dict.fromkeys(place.path for place in places):
        here = [place for place in places if place.path == path]
        free = [place for place in here if not place.fixed]
        left += len(here) - len(free)
        described = blank(path)
        old = get(report, path)
        text = described.kind.show(old)
        for place in reversed(free):
            text = text[: place.start] + new + text[place.end :]
        value = described.kind.read(text)
        spoilt = isinstance(value, Unparsed) and not isinstance(old, Unparsed)
        if not free or spoilt or len(text) > max(described.limit, len(described.kind.show(old))):
            left += len(free)
            continue
        report = put(report, path, value)
        done += len(free)
    return Replaced(report, done, left)


def keeps_live(old: Report, new: Report, live: Live) -> bool:
    """Whether every live value is still one after a change of texts."""
    return len(follow(old, new, live)) == len(live)


def excerpt(text: str, place: Place, around: int = 14) -> tuple[str, str, str]:
    """What stands before, in and behind a place, short enough for a line."""
    before, after = text[: place.start], text[place.end :]
    head = before[-around:].replace("\n", " ")
    tail = after[:around].replace("\n", " ")
    return (
        ("…" if len(before) > around else "") + head,
        text[place.start : place.end],
        tail + ("…" if len(after) > around else ""),
    )


def shown(report: Report, form: Form, path: str) -> str:
    """The text in which places of a blank are counted."""
    key = path.removeprefix("narrative.").removesuffix(".text")
    if path == _SECTION.format(key) and key in SECTION_KEYS and _is_generated(report, form, key):
        return linked_text(report, form, key)
    return blank(path).kind.show(get(report, path))


def _texts(report: Report, form: Form) -> Iterator[tuple[str, str, bool]]:
    """Path, text shown, and whether it is generated; in the form's order."""
    for path in leaf_paths(report):
        if blank(path).kind.name not in _CHOSEN:
            key = path.removeprefix("narrative.").removesuffix(".text")
            fixed = path == _SECTION.format(key) and _is_generated(report, form, key)
            yield path, shown(report, form, path), fixed


def _is_generated(report: Report, form: Form, key: str) -> bool:
    return key in form.sentences and bool(get(report, f"narrative.{key}").linked)


def _places(path: str, text: str, fixed: bool, needle: str, exact: bool, live: Live) -> Iterator[Place]:
    hay = text if exact else _folded(text)
    held = at(live, path)
    found = hay.find(needle)
    while found >= 0:
        end = found + len(needle)
        inside = any(one.start < end and found < one.end for one in held)
        yield Place(path, found, end, fixed or inside)
        found = hay.find(needle, end)


def _folded(text: str) -> str:
    """Without the differences of case and width; as many characters as before."""
    return text if text.isascii() and text.islower() else "".join(map(_fold, text))


def _fold(char: str) -> str:
    if "一" <= char <= "鿿":
        return char
    folded = unicodedata.normalize("NFKC", char).casefold()
    return folded if len(folded) == 1 else char
