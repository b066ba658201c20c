"""Puts what is in an archive back: reports into a folder, earlier versions among the present ones, settings if none.

It never overwrites anything: what is there already and says the same is left, anything else gets a name beside it.
"""

import contextlib
from pathlib import Path
from typing import NamedTuple

from selfeval_gui.storage import disk
from selfeval_gui.storage.archive import DATA, REPORTS, SETTINGS, VERSIONS, Archive, check
from selfeval_gui.storage.outcomes import Outcome, Saved, is_there
from selfeval_gui.storage.save import free_name, write_atomically


class Restored(NamedTuple):
    """The reports' files as they are now (`there`: those that were there already), what else came back, failures."""

    reports: tuple[Path, ...]
    there: tuple[Path, ...]
    versions: int
    settings: int
    failed: tuple[Outcome, ...]


def restore(archive: Archive, folder: Path, *, data: Path | None = None, config: Path | None = None) -> Restored:
    """Put the reports into `folder`; versions and settings back below `data` and `config`, when these are given.

    Without them the versions and settings are laid beside the reports. Everything is read before anything is
    written. Raises `FileRefused` when the archive is damaged, OSError when `folder` cannot be made.
    """
    check(archive)
    folder.mkdir(parents=True, exist_ok=True)
    placed, there, failed = _reports(archive, folder)
    settings = 0
    for name, home, beside in ((SETTINGS, config, folder / SETTINGS), (DATA, data, folder / DATA)):
        settings += _lay(archive, name, beside if home is None else home, failed)
    history = folder / VERSIONS if data is None else data / "backups"
    versions = _lay(archive, VERSIONS, history, failed)
    return Restored(tuple(placed), tuple(there), versions, settings, tuple(failed))


def _reports(archive: Archive, folder: Path) -> tuple[list[Path], list[Path], list[Outcome]]:
    placed: list[Path] = []
    there: list[Path] = []
    failed: list[Outcome] = []
    for part, content in archive.contents(REPORTS):
        target = folder / part.place[1]
        if _holds(target, content):
            there.append(target)
            continue
        outcome = write_atomically(free_name(target) if is_there(target) else target, content)
        if isinstance(outcome, Saved):
            placed.append(outcome.path)
        else:
            failed.append(outcome)
    return placed, there, failed


def _lay(archive: Archive, name: str, home: Path, failed: list[Outcome]) -> int:
    """Write below `home` what is not there yet of one of the archive's folders; how much that was."""
    count = 0
    for part, content in archive.contents(name):
        target = home.joinpath(*part.place[1:])
        if is_there(target):
            continue
        with contextlib.suppress(OSError):  # writing says what is wrong
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        outcome = write_atomically(target, content)
        if outcome.ok:
            count += name != VERSIONS or part.is_report
        else:
            failed.append(outcome)
    return count


def _holds(target: Path, content: bytes) -> bool:
    try:
        return disk.read(target, len(content)) == content
    except OSError:
        return False
