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


def runtime(system: str) -> dict[str, Any]:
    """The interpreter of a system ("windows", "linux-amd64", "linux-arm64")."""
    return described()["runtime"][system.partition("-")[0]]  # type: ignore[no-any-return]


def locked(system: str = "") -> dict[str, tuple[str, frozenset[str]]]:
    """What is pinned: name → version and the SHA-256 of all files of the release.

    It is what the lock says, but for what bundle.toml says of that `system` alone.
    """
    found: dict[str, tuple[str, frozenset[str]]] = {}
    entries = re.split(r"(?m)^(?=[a-z0-9])", LOCK.read_text(encoding="utf-8"))
    for entry in entries:
        pin = re.match(r"([a-z0-9-]+)==([^\s;]+)", entry)
        if pin:
            found[pin[1]] = (pin[2], frozenset(re.findall(r"sha256:([0-9a-f]{64})", entry)))
    for package, other in described()["instead"].get(system, {}).items():
        found[package] = (other["version"], frozenset({other["sha256"]}))
    return found


def epoch() -> int:
    """The time that every packed file gets, in seconds."""
    return int(described()["program"]["epoch"])


def name() -> str:
    """The program's file name."""
    return str(described()["program"]["name"])
