"""The folders and the clock that the window works with, handed to it as one parameter by whoever starts it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    from uuid import uuid4  # asks for the machine's name when it is imported

    return str(uuid4())


class Places(NamedTuple):
    """`config` holds the settings, `data` backups and recovered work, `documents` is where file dialogs open first."""

    config: Path
    data: Path
    documents: Path
    now: Callable[[], datetime] = _now
    new_id: Callable[[], str] = _new_id
    fonts: Callable[[], tuple[Path, ...]] = tuple
    """The folders of installed fonts; none, so that what is tested looks the same everywhere."""

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def recovery(self) -> Path:
        return self.data / "recovery"

    def stamp(self) -> str:
        """The time now as files keep it: ISO 8601, UTC, whole seconds."""
        return self.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def clock_time(self) -> str:
        """The time now as people read it, 10:32."""
        local = self.now().astimezone()
        return f"{local.hour}:{local.minute:02d}"


def of_this_machine() -> Places:
    """The real ones."""
    from selfeval_gui import folders

    return Places(folders.config(), folders.data(), folders.documents(), fonts=folders.fonts)
