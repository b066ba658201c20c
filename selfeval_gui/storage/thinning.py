"""Which previous versions of a report may go: a pure question about numbers, dates and sizes.

The number of a version decides its order, its date only how far apart two versions are: a clock that was set wrong
must not cost a version. It touches no disk and reads no clock.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

ALWAYS_KEPT = 20
"""The newest versions of a report, whatever their age."""
EVERYTHING = timedelta(days=2)
DAILY_DAYS = 30
WEEKLY_DAYS = 12 * 7
_FIRST_YEAR = 2020
"""No version is older than the program: such a date is that of a machine whose clock had lost its battery."""
CAP = 200_000_000
"""Bytes of all versions of all reports together."""


class Dated(Protocol):
    """What is asked of a version; `stamp` is an ISO time in UTC, "" when it is not known."""

    @property
    def number(self) -> int: ...

    @property
    def stamp(self) -> str: ...

    @property
    def final(self) -> bool: ...


class Weighed(NamedTuple):
    """A version by its place for `beyond_cap`: the report, its order in the report, its bytes, whether it must stay."""

    report: str
    order: int
    size: int
    stays: bool


def dispensable(versions: Sequence[Dated], now: str) -> list[int]:
    """The places in `versions` (oldest first) that may be removed at the time `now`.

    Kept: everything of the last two days, the newest `ALWAYS_KEPT`, the last one of each day for 30 days and of each
    week for 12 weeks, and final copies. That the last one which reads back stays is the caller's to see to.
    """
    moments = _moments(versions, now)
    today = _time(now)
    taken: set[tuple[str, int, int]] = set()
    gone: list[int] = []
    for place in reversed(range(len(versions))):
        moment = moments[place]
        age = timedelta() if moment is None or today is None else today - moment
        keep = age <= EVERYTHING or place >= len(versions) - ALWAYS_KEPT
        # Whole days, so that a day goes over to its week as one piece.
        days = 0 if moment is None or today is None else (today.date() - moment.date()).days
        if moment is not None and days <= WEEKLY_DAYS:
            slot = _day(moment) if days <= DAILY_DAYS else _week(moment)
            keep = keep or slot not in taken
            taken.add(slot)
        if not (keep or versions[place].final):
            gone.append(place)
    return gone[::-1]


def beyond_cap(versions: Sequence[Weighed], cap: int = CAP) -> list[int]:
    """The places in `versions` that must go so that the rest fits in `cap`: the oldest of the largest report first."""
    total = sum(version.size for version in versions)
    if total <= cap:
        return []
    weights: dict[str, int] = {}
    queues: dict[str, list[int]] = {}
    for place in sorted(range(len(versions)), key=lambda place: versions[place].order, reverse=True):
        version = versions[place]
        weights[version.report] = weights.get(version.report, 0) + version.size
        if not version.stays:
            queues.setdefault(version.report, []).append(place)  # the oldest last, to be popped first
    gone: list[int] = []
    while total > cap and queues:
        report = max(queues, key=lambda name: (weights[name], name))
        place = queues[report].pop()
        if not queues[report]:
            del queues[report]
        weights[report] -= versions[place].size
        total -= versions[place].size
        gone.append(place)
    return gone


def _moments(versions: Sequence[Dated], now: str) -> list[datetime | None]:
    """When each version was saved, as far as it can be believed.

    A version is never older than one before it, and a date in the future is no date: both are a clock that was wrong.
    None keeps a version as if it were of today.
    """
    today = _time(now)
    latest: datetime | None = None
    found: list[datetime | None] = []
    for version in versions:
        moment = _time(version.stamp)
        if moment is not None and today is not None and moment <= today and (latest is None or moment > latest):
            latest = moment
        found.append(latest)
    return found


def _day(moment: datetime) -> tuple[str, int, int]:
    return "day", moment.year, moment.timetuple().tm_yday


def _week(moment: datetime) -> tuple[str, int, int]:
    year, week, _ = moment.isocalendar()
    return "week", year, week


def _time(stamp: str) -> datetime | None:
    try:
        moment = datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S%z")
    except ValueError:
        return None
    return moment if moment.year >= _FIRST_YEAR else None
