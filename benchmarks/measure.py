"""Times things against each other in one run: interleaved rounds, medians, ratios. No absolute time is a goal."""

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured: seconds of every round, by the clock and of the processor (processes that ended included)."""

    name: str
    seconds: tuple[float, ...]
    worked: tuple[float, ...] = ()

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def median_worked(self) -> float:
        return statistics.median(self.worked)

    @property
    def best(self) -> float:
        return min(self.seconds)

    def percentile(self, share: float) -> float:
        """The value below which `share` of the rounds lie."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _worked() -> float:
    """Seconds of the processor for this process and those of its children that have ended."""
    both = [resource.getrusage(which) for which in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def interleaved(actions: dict[str, Callable[[], object]], rounds: int) -> dict[str, Figure]:
    """Every action once a round, so that a noisy minute hits all of them alike."""
    taken: dict[str, list[float]] = {name: [] for name in actions}
    worked: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            start, begun = time.perf_counter(), _worked()
            action()
            taken[name].append(time.perf_counter() - start)
            worked[name].append(_worked() - begun)
    return {name: Figure(name, tuple(taken[name]), tuple(worked[name])) for name in actions}


def process(command: Sequence[str], env: dict[str, str] | None = None) -> Callable[[], None]:
    """A whole process as an action; it must succeed. Byte code is kept, as on every user's machine."""
    given = {name: value for name, value in (env or os.environ).items() if name != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        subprocess.run(command, check=True, capture_output=True, env=given)

    return run


def milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms" if seconds >= 0.01 else f"{1000 * seconds:.2f} ms"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first row is the head."""
    head, *body = rows
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in body])
