"""The check's data: word lists, limits by year, postcodes of the region. An office can add words of its own.

Reads packaged data only. What the words are used for stands in the rules.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from selfeval_gui import resources
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.patterns import late

EXTENDABLE = (
    "slips", "slip_patterns", "dated", "placeholders", "future", "comparison", "origin", "term", "survey", "problems",
    "score_sheet", "reasons", "posts", "group_words", "own",
)  # fmt: skip
"""The lists of words.json that an office can lengthen."""


@frozen
class Slip:
    """A frequent slip. With `pattern` it is looked for by pattern in texts that hold `wrong`, else literally.

    `unless`: longer strings in which `wrong` is no slip.
    """

    wrong: str
    right: str
    unless: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None


@frozen
class DatedPhrase:
    """A phrase that is out of use after `until`; silent beside one of `silent_with`."""

    word: str
    instead: str
    until: date
    unless: tuple[str, ...] = ()
    silent_with: tuple[str, ...] = ()


class Words:
    """All word lists, compiled once. Treat as read-only."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self._raw = raw
        self.slips = (
            *(Slip(e["wrong"], e["right"], tuple(e.get("unless", ()))) for e in raw["slips"]),
            *(Slip(e["holds"], e["right"], (), late(e["find"])) for e in raw["slip_patterns"]),
        )
        self.own = tuple(
            # A word within the one that is used instead of it is no use of it: 项目 within 项目支出.
            Slip(e["wrong"], e["right"], (e["right"],) if e["wrong"] in e["right"] else ())
            for e in raw.get("own", ())
        )
        self.dated = tuple(
            DatedPhrase(
                e["word"],
                e["instead"],
                date.fromisoformat(e["until"]),
                tuple(e.get("unless", ())),
                tuple(e.get("silent_with", ())),
            )
            for e in raw["dated"]
        )
        self.placeholder = late("|".join(f"(?:{pattern})" for pattern in raw["placeholders"]))
        self.future = late("|".join(raw["future"]))
        self.comparison = _any_of(raw["comparison"])
        self.origin = _any_of(raw["origin"])
        self.term = _any_of(raw["term"])
        self.survey = _any_of(raw["survey"])
        self.problems = _any_of(raw["problems"])
        self.score_sheet = _any_of(raw["score_sheet"])
        self.reasons = _any_of(raw["reasons"])
        self.post = _any_of(raw["posts"])
        self.group = late(f"[项目预算绩效自评考价核领导专班]{{0,12}}(?:{'|'.join(map(re.escape, raw['group_words']))})")
        self.chapter_four = {name: _any_of(words) for name, words in raw["chapter_four"].items()}
        self.surnames = frozenset(raw["surnames"])

    @staticmethod
    @cache
    def shipped() -> "Words":
        """The lists that ship with the program."""
        return Words(resources.read_json("checking", "words.json"))

    def extended(self, extra: Mapping[str, Any]) -> "Words":
        """These lists with an office's own words, in the form of words.json; `{"slips": {"错": "对"}}` also goes.

        ValueError for a list that does not exist or cannot be lengthened, or an entry that is not as it must be.
        """
        raw = dict(self._raw)
        for name, entries in extra.items():
            if name not in EXTENDABLE:
                raise ValueError(f"no list of words: {name}")
            if name == "slips" and isinstance(entries, Mapping):
                entries = [{"wrong": wrong, "right": right} for wrong, right in entries.items()]  # noqa: PLW2901
            raw[name] = [*raw.get(name, ()), *entries]
        try:
            return Words(raw)
        except (KeyError, TypeError, re.error) as damage:
            raise ValueError(f"words: {damage}") from damage


def _any_of(words: list[str]) -> re.Pattern[str]:
    """Longest first, so that 副主任 is not read as 主任."""
    return late("|".join(map(re.escape, sorted(words, key=lambda word: -len(word)))))


@frozen
class Thresholds:
    """The limits in force for a budget year. Money in 万元, rates in %, spans in days."""

    since: int
    section_minimum: int
    section_minimums: dict[str, int]
    execution_warning: Decimal
    execution_hint: Decimal
    item_deviation: Decimal
    item_deviation_amount: Decimal
    unit_doubt: Decimal
    signature_days: int
    late_days: int
    repeated_paragraph: int
    event_characters: int
    rate_change: Decimal
    score_change: Decimal
    score_caps: tuple[tuple[Decimal, Decimal], ...]


@cache
def thresholds_for(year: int | None) -> Thresholds:
    """The limits for `year`; the newest when no year is known, the oldest for years before it."""
    lists = sorted(resources.read_json("checking", "thresholds.json")["lists"], key=lambda entry: -int(entry["from"]))
    raw = lists[0] if year is None else next((e for e in lists if int(e["from"]) <= year), lists[-1])
    return Thresholds(
        since=int(raw["from"]),
        section_minimum=int(raw["section_minimum"]),
        section_minimums={key: int(value) for key, value in raw["section_minimums"].items()},
        execution_warning=Decimal(raw["execution_warning"]),
        execution_hint=Decimal(raw["execution_hint"]),
        item_deviation=Decimal(raw["item_deviation"]),
        item_deviation_amount=Decimal(raw["item_deviation_amount"]),
        unit_doubt=Decimal(raw["unit_doubt"]),
        signature_days=int(raw["signature_days"]),
        late_days=int(raw["late_days"]),
        repeated_paragraph=int(raw["repeated_paragraph"]),
        event_characters=int(raw["event_characters"]),
        rate_change=Decimal(raw["rate_change"]),
        score_change=Decimal(raw["score_change"]),
        score_caps=tuple((Decimal(rate), Decimal(cap)) for rate, cap in raw["score_caps"]),
    )


@cache
def postcodes() -> tuple[tuple[str, str], ...]:
    """(county as written in addresses, its postcode), longer names first."""
    counties = resources.read_json("checking", "postcodes.json")["counties"]
    pairs = [(str(name), str(county["postcode"])) for county in counties for name in county["names"]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def postcode_region() -> tuple[str, ...]:
    """The first two digits of the postcodes of Guangxi."""
    return tuple(resources.read_json("checking", "postcodes.json")["region"])


@cache
def area_code() -> str:
    """The telephone area code of Hechi."""
    return str(resources.read_json("checking", "postcodes.json")["area_code"])
