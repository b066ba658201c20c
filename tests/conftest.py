"""What holds for every test: no display, no folder of the user's, no clock, and no unexpected log record."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the first QApplication

# Derandomised: the same examples everywhere, so that no run fails by chance; `make soak` looks further.
settings.register_profile("tests", derandomize=True, deadline=None, max_examples=100)
slow = [HealthCheck.too_slow]
settings.register_profile("soak", deadline=None, max_examples=20_000, suppress_health_check=slow)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "tests"))


class _Warnings(logging.Handler):
    """Keeps the records of level WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning or worse, unless it is marked `expects_log` and looks at it itself."""
    handler = _Warnings()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if handler.records and request.node.get_closest_marker("expects_log") is None:
        said = "\n".join(f"{r.name}: {r.levelname}: {r.getMessage()}" for r in handler.records)
        pytest.fail(f"unexpected log records:\n{said}", pytrace=False)


@pytest.fixture(autouse=True, scope="session")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the program's own files (`selfeval_gui.folders`) away from those of whoever runs the tests."""
    home = tmp_path_factory.mktemp("selfeval-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SELFEVAL_HOME", str(home))
        yield home
