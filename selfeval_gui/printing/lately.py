"""Remembers what was made lately: a second making of the same thing costs a look-up.

Two generations, so that memory stays flat over thousands of documents and a long document is kept whole. Knows
nothing of what it keeps.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Made = TypeVar("_Made")


class Lately(Generic[_Key, _Made]):
    """Things by what they were made from; those not asked for since `most` newer ones were made are forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._now: dict[_Key, _Made] = {}
        self._before: dict[_Key, _Made] = {}

    def start(self) -> None:
        """A new document, or a new version of one, begins."""
        if len(self._now) > self._most:
            self._before, self._now = self._now, {}

    def get(self, key: _Key, make: Callable[[], _Made]) -> _Made:
        """What belongs to `key`, made now when it is not known."""
        found = self._now.get(key)
        if found is None:
            found = self._before.get(key)
            found = self._now[key] = make() if found is None else found
        return found
