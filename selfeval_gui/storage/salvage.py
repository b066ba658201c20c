"""Whole copies of a report whose file is damaged: first the recovery copies, the newest before the older, then backups.

It must not touch the damaged file: that is evidence, and may be mended by others.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from selfeval_gui.storage import backups, disk, recovery
from selfeval_gui.storage.decode import Content
from selfeval_gui.storage.holder import Holder
from selfeval_gui.storage.load import is_other_format, load_bytes
from selfeval_gui.storage.outcomes import FileRefused

_ID = re.compile(rb'"id":\s*"([0-9A-Za-z-]{1,64})"')
_LOOKED_AT = 200_000
"""Bytes at the beginning of a damaged file in which its id is looked for."""


class Found(NamedTuple):
    """A whole copy. `from_backup`: an earlier version, otherwise the recovery copy of `time` (ISO, UTC)."""

    content: Content
    time: str
    from_backup: bool


def is_damaged(path: Path) -> bool:
    """Whether a file that was refused is there, can be read, and is of no other format."""
    try:
        return not is_other_format(disk.read(path, 64))
    except (OSError, ValueError):
        return False


def copies_of(path: Path, recovered: Path | Iterable[Path], kept: Path, me: Holder) -> Iterator[Found]:
    """What can be opened instead of the file at `path`; `recovered`, `kept`: the folders of recovery and backups."""
    sessions = recovery.sessions(recovered, me)
    ids = [one.copy.document for one in recovery.for_path(sessions, path)]
    ids += [one.name for one in backups.reports_kept(kept) if path in one.places]
    if (told := _id_in(path)) is not None:
        ids.insert(0, told)
    for session in sessions:
        if session.copy.document in ids and (content := _content(session.copy.body)) is not None:
            yield Found(content, session.copy.time, from_backup=False)
    for name in dict.fromkeys(ids):
        for version in backups.history(kept, name):
            try:
                data = disk.read(version.path)
            except OSError:
                continue
            if (content := _content(data)) is not None:
                yield Found(content, content.file.modified, from_backup=True)


def _content(data: bytes) -> Content | None:
    try:
        return load_bytes(data)
    except FileRefused:
        return None


def _id_in(path: Path) -> str | None:
    try:
        data = disk.read(path)
    except (OSError, ValueError):
        return None
    match = _ID.search(data[:_LOOKED_AT])
    return match[1].decode("ascii") if match else None
