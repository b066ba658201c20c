"""自评等次: which grade a score belongs to. The bands are data, dated by year, lower bounds inclusive.

Source: the national rules of 2020 (90/80/60), and the older local names with the same bounds.
"""

from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from selfeval_gui import resources


class GradeScheme(NamedTuple):
    """Grade names with their inclusive lower bounds, highest first."""

    id: str
    name: str
    since: int
    bands: tuple[tuple[str, Decimal], ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.bands)

    def grade_of(self, score: Decimal) -> str:
        """The grade for a score of 0–100; "" outside."""
        if not 0 <= score <= 100:
            return ""
        return next((name for name, lower in self.bands if score >= lower), "")


@cache
def schemes() -> tuple[GradeScheme, ...]:
    """All schemes of the data file, the preset one first. ValueError when the file is not as it must be."""
    found = tuple(_scheme(entry) for entry in resources.read_json("grades.json")["schemes"])
    if not found:
        raise ValueError("grades.json: no scheme")
    return found


def scheme(scheme_id: str) -> GradeScheme:
    """The scheme with this id. KeyError when there is none."""
    for candidate in schemes():
        if candidate.id == scheme_id:
            return candidate
    raise KeyError(scheme_id)


def scheme_for(grade: str, preset: str) -> GradeScheme:
    """The scheme that a written grade belongs to, else the preset one."""
    for candidate in (scheme(preset), *schemes()):
        if grade in candidate.names:
            return candidate
    return scheme(preset)


def _scheme(entry: dict[str, Any]) -> GradeScheme:
    bands = tuple((str(name), Decimal(lower)) for name, lower in entry["bands"])
    bounds = [lower for _, lower in bands]
    if not bands or bounds != sorted(bounds, reverse=True) or len(set(bounds)) != len(bounds) or bounds[-1] != 0:
        raise ValueError(f"grades.json: bands of {entry['id']} must fall to 0")
    return GradeScheme(str(entry["id"]), str(entry["name"]), int(entry["from"]), bands)
