"""What an office adds to the check for all its reports: words it does not use, and checks it has switched off.

Plain data, read and written as JSON; where the file lies is the doors' business.
"""

import json
from functools import cache
from typing import Any

from selfeval_gui import resources
from selfeval_gui.checking.findings import Severity
from selfeval_gui.checking.registry import rules
from selfeval_gui.report.frozen import frozen

FILE_NAME = "office.json"
FORMAT = "selfeval-office"
MOST_WORDS, MOST_CHARACTERS = 2000, 60
SIZE_LIMIT = 1_000_000
"""Bytes of the file: more is none of ours."""


@frozen
class OwnWord:
    """A word that the office does not use; `right` is what it uses instead, "" when it is only to be avoided."""

    wrong: str
    right: str = ""


@frozen
class SwitchedOff:
    """A check that the office does not want, and why."""

    rule: str
    reason: str


@frozen
class Office:
    """Everything that an office has added. Rules that give errors are never switched off."""

    words: tuple[OwnWord, ...] = ()
    switched_off: tuple[SwitchedOff, ...] = ()
    switched_on: tuple[str, ...] = ()
    """Ids of checks that are off by default: rules of some places."""

    @staticmethod
    def read(data: bytes) -> "Office":
        """From the bytes of its file. ValueError with a sentence when they are none of it."""
        try:
            raw = json.loads(data)
            if raw["format"] != FORMAT:
                raise ValueError("不是本单位用词的文件。")
            words = tuple(OwnWord(_word(e["wrong"]), _word(e.get("right", ""))) for e in raw.get("words", []))
            off = tuple(SwitchedOff(_word(e["rule"]), _word(e["reason"])) for e in raw.get("switched_off", []))
            on = tuple(_word(entry) for entry in raw.get("switched_on", []))
        except (KeyError, TypeError, AttributeError, RecursionError, UnicodeDecodeError, json.JSONDecodeError):
            raise ValueError("文件内容不完整，或被其他程序改坏了。") from None
        known = {entry.id for entry in can_be_switched_off()}
        return Office(
            tuple(word for word in words if word.wrong and word.wrong != word.right)[:MOST_WORDS],
            tuple(entry for entry in off if entry.rule in known and entry.reason),
            tuple(rule.id for rule in rules() if not rule.on and rule.id in on),
        )

    def write(self) -> bytes:
        """The bytes of its file."""
        raw: dict[str, Any] = {
            "format": FORMAT,
            "words": [{"wrong": word.wrong, "right": word.right} for word in self.words],
            "switched_off": [{"rule": entry.rule, "reason": entry.reason} for entry in self.switched_off],
            "switched_on": list(self.switched_on),
        }
        return (json.dumps(raw, ensure_ascii=False, indent=2) + "\n").encode()


@frozen
class Switchable:
    """A check by its id, with its name."""

    id: str
    name: str


@cache
def _words_of_rules(kind: str) -> dict[str, str]:
    return {str(id_): str(text) for id_, text in resources.read_json("checking", "rule_names.json")[kind].items()}


def name_of_rule(id_: str) -> str:
    """What a check is called where people read of it."""
    return _words_of_rules("names").get(id_, id_)


def why_of_rule(id_: str) -> str:
    """Why this is checked, a sentence or two."""
    return _words_of_rules("why").get(id_, "")


def can_be_switched_off() -> tuple[Switchable, ...]:
    """The checks that never give an error."""
    found = (rule.id for rule in rules() if rule.severity is not Severity.ERROR and rule.on)
    return tuple(Switchable(id_, name_of_rule(id_)) for id_ in found)


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is wanted")
    return value.strip()[: MOST_CHARACTERS * 4]
