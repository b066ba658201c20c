"""Bring the plain dicts of an older schema to today's, one numbered step each.

A step takes and returns plain dicts and uses none of today's dataclasses. A step that was released is never edited.
"""

from collections.abc import Callable
from typing import Any

from selfeval_gui.storage.file import MAJOR

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: dict[int, tuple[str, Step]] = {}
"""From which major version, with a Chinese sentence of what the step changes: `{1: ("…", to_2)}` leads from 1 to 2."""


def needed(major: int) -> list[str]:
    """The sentences of the steps from `major` to today's schema."""
    return [STEPS[number][0] for number in range(major, MAJOR)]


def migrate(content: dict[str, Any], major: int) -> dict[str, Any]:
    """`content` of schema `major` in today's schema; content of a newer one as it is."""
    for number in range(major, MAJOR):
        content = STEPS[number][1](content)
    return content
