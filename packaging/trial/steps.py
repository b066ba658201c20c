"""What the steps of a trial share: how one fails. It must not know what is tried out."""

import time
from collections.abc import Callable


class Failed(Exception):
    """A step did not end as it has to."""


def demand(holds: bool, what: str) -> None:
    if not holds:
        raise Failed(what)


def wait_for(what: str, holds: Callable[[], bool], seconds: float = 60) -> None:
    """Look again and again until something holds; `what` is said when it never does."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise Failed(f"{what}：等了 {seconds:.0f} 秒")
        time.sleep(0.3)
