"""Stands between storage and the system: counts and records calls of `os`, and makes chosen ones fail or fall short.

Everything that storage does to a disk goes through these functions, `pathlib` included.
"""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CALLS = (
    "open", "read", "write", "fsync", "close", "replace", "unlink", "mkdir", "stat", "fstat", "fchmod", "fchown",
    "listdir", "scandir", "access",
)  # fmt: skip
ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS", "EBUSY", "EDQUOT", "EINTR")
SHORT = "short write"


def error_of(name: str) -> OSError:
    number = getattr(errno, name)
    return OSError(number, os.strerror(number))  # EINTR gives InterruptedError, EACCES PermissionError


class Seam:
    """`fail(number, name)` is asked before each call within `folder`: a name of an error, `SHORT`, or None."""

    def __init__(
        self, patch: pytest.MonkeyPatch, folder: Path, fail: Callable[[int, str], str | None] = lambda _n, _c: None
    ) -> None:
        self.folder, self.fail = str(folder), fail
        self.count = 0
        self.calls: list[str] = []
        self._ours: set[int] = set()
        for name in CALLS:
            patch.setattr(os, name, self._wrapped(name, getattr(os, name)))

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            first = arguments[0]
            on = first in self._ours if isinstance(first, int) else str(os.fspath(first)).startswith(self.folder)
            if not on:
                return real(*arguments, **named)
            self.count += 1
            self.calls.append(name)
            told = self.fail(self.count, name)
            if told == SHORT and name == "write":
                return real(first, bytes(arguments[1][: max(1, len(arguments[1]) // 2)]))
            if told and told != SHORT:
                if name == "access":
                    return False
                if name == "close":  # the system closes it all the same
                    real(*arguments)
                    self._ours.discard(first)
                    if told == "EINTR":  # which Python does not raise here
                        return None
                raise error_of(told)
            found = real(*arguments, **named)
            if name == "open":
                self._ours.add(found)
            elif name == "close":
                self._ours.discard(first)
            return found

        return call
