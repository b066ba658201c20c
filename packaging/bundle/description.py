"""Reads bundle.toml and the program's version: what every step of a build needs to know. It must not build."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
CACHE = ROOT / "build" / "cache"
WORK = ROOT / "build" / "packages"
DIST = ROOT / "dist"
LOCK = ROOT / "requirements" / "lock.txt"


class BuildFailed(Exception):
    """A build cannot go on; `str()` of it is the sentence for whoever builds."""


@cache
def described() -> dict[str, Any]:
    """The whole of bundle.toml."""
    return tomllib.loads((PACKAGING / "bundle.toml").read_text(encoding="utf-8"))


@cache
def version() -> str:
    """The program's version, from its one place."""
    source = (ROOT / "selfeval_gui" / "__init__.py").read_text(encoding="utf-8")
    return re.search(r'^__version__ = "([^"]+)"', source, re.MULTILINE)[1]  # type: ignore[index]


def locked() -> dict[str, tuple[str, frozenset[str]]]:
    """What the lock pins: name → version and the SHA-256 of all files of the release."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    entries = re.split(r"(?m)^(?=[a-z0-9])", LOCK.read_text(encoding="utf-8"))
    for entry in entries:
        pin = re.match(r"([a-z0-9-]+)==([^\s;]+)", entry)
        if pin:
            found[pin[1]] = (pin[2], frozenset(re.findall(r"sha256:([0-9a-f]{64})", entry)))
    return found


def epoch() -> int:
    """The time that every packed file gets, in seconds."""
    return int(described()["program"]["epoch"])


def name() -> str:
    """The program's file name."""
    return str(described()["program"]["name"])
