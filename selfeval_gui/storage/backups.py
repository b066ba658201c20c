"""Previous versions of a report, kept before a save replaces them: one folder a report, numbered.

A backup that fails never stops a save. A version is written as carefully as the report itself, never changed, and
removed only as `thinning` allows: the last one that reads back stays, and so do the copies made at 定稿.
"""

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from selfeval_gui.report.patterns import late
from selfeval_gui.storage import disk
from selfeval_gui.storage.codec import encode
from selfeval_gui.storage.decode import read
from selfeval_gui.storage.disk import at_once
from selfeval_gui.storage.file import ReportFile
from selfeval_gui.storage.outcomes import FileRefused, NotVerified, Outcome, is_folder, of_error, saved
from selfeval_gui.storage.strict_json import SIZE_LIMIT
from selfeval_gui.storage.thinning import CAP, Weighed, beyond_cap, dispensable

_NAME = late(r"(\d{6,})-([0-9a-f]{12})(?:-(\d{8}T\d{6}Z))?(-final)?\.zxzp\.json")
_MODIFIED = late(r'"modified": ?"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z"')
_SAFE_ID = late(r"[0-9A-Za-z-]{1,64}")
PLACES = "places.json"
_MOST_PLACES = 10
_HEAD = 4096
"""Bytes among which the time of the last change stands."""


class Version(NamedTuple):
    """One previous version. `stamp` is when it was saved (ISO, UTC; "" when unknown), `size` its bytes."""

    number: int
    path: Path
    digest: str
    stamp: str
    final: bool
    size: int


class Kept(NamedTuple):
    """A report that has previous versions: its folder's name, where its file was saved (newest first), versions."""

    name: str
    places: tuple[Path, ...]
    versions: tuple[Version, ...]


def keeper(folder: Path, file: ReportFile, path: Path) -> Callable[[bytes | None], tuple[str, ...]]:
    """What to call with the old content before `file` replaces it at `path`; it returns notes for the user."""

    def keep_old(old: bytes | None) -> tuple[str, ...]:
        with contextlib.suppress(OSError):  # where a file was is a convenience, not a backup
            _remember_place(own_folder(folder, file.id), path)
        if old is None:
            return ()
        try:
            keep(folder, file.id, old)
        except OSError:
            return (f"上一版没有备份成功，请检查“{folder}”所在的磁盘。",)
        with contextlib.suppress(OSError):  # too many versions are no fault of this save
            thin(folder, file.id, file.modified)
        return ()

    return keep_old


def keep(folder: Path, file_id: str, data: bytes, *, final: bool = False) -> Path:
    """Put `data` into the report's backup folder, unless it is its newest version already. Raises OSError."""
    own = own_folder(folder, file_id)
    own.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = disk.digest_of(data)[:12]
    kept = versions(own)
    if kept and kept[-1].digest == digest and kept[-1].final >= final:
        return kept[-1].path
    number = kept[-1].number + 1 if kept else 1
    when = _MODIFIED.search(data[:_HEAD].decode("latin-1"))
    stamp = f"-{''.join(when.groups()[:3])}T{''.join(when.groups()[3:])}Z" if when else ""
    target = own / f"{number:06d}-{digest}{stamp}{'-final' if final else ''}.zxzp.json"
    made: list[Path] = []
    try:
        disk.replace(disk.write_beside(target, data, made.append), target, at_once)
        made.clear()
        disk.sync_folder(own)
    except OSError:
        for path in made:
            disk.remove(path, at_once)
        raise
    return target


def freeze(file: ReportFile, folder: Path) -> Outcome:
    """Keep a copy of a final report in its backup folder, never to be thinned out; written, read back and compared.

    `Saved` with the copy's path, or what went wrong; nothing else changes.
    """
    data = encode(file)
    try:
        path = keep(folder, file.id, data, final=True)
        found = disk.read(path)
    except OSError as error:
        return of_error(error, own_folder(folder, file.id))
    if found != data:
        return NotVerified(
            path, f"定稿副本写入后读回的内容不一致，“{folder}”所在的磁盘可能有故障。请另存一份到别的磁盘。"
        )
    return saved(path, disk.digest_of(data), file)


def thin(folder: Path, file_id: str, now: str, cap: int = CAP) -> list[Path]:
    """Remove the versions that need not be kept at the time `now` (ISO, UTC); the paths removed. Raises OSError."""
    own = own_folder(folder, file_id)
    kept = versions(own)
    gone = dispensable(kept, now)
    if gone:  # only now is it worth reading
        good = _last_good(kept)
        gone = [place for place in gone if place != good]
    removed = [path for place in gone if disk.remove(path := kept[place].path, at_once)]
    with contextlib.suppress(OSError):
        disk.sweep(own)  # what a crash in the middle of a backup has left
    return removed + _keep_below(folder, cap)


def sweep(folder: Path) -> None:
    """Remove what crashes in the middle of backups have left, in the folders of all reports. Never raises."""
    for own in _own_folders(folder):
        with contextlib.suppress(OSError):
            disk.sweep(own)


def versions(own: Path) -> tuple[Version, ...]:
    """The versions in a report's backup folder, oldest first; none when there is no such folder. Raises OSError."""
    found = []
    try:
        entries = list(own.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return ()
    for path in entries:
        if match := _NAME.fullmatch(path.name):
            with contextlib.suppress(FileNotFoundError):  # another window has just thinned it out
                size = path.stat().st_size
                found.append(Version(int(match[1]), path, match[2], _iso(match[3]), bool(match[4]), size))
    return tuple(sorted(found, key=lambda version: (version.number, version.path.name)))


def history(folder: Path, file_id: str) -> tuple[Version, ...]:
    """The previous versions of a report, the newest first. What cannot be read is not there."""
    try:
        return versions(own_folder(folder, file_id))[::-1]
    except OSError:
        return ()


def reports_kept(folder: Path) -> tuple[Kept, ...]:
    """Every report that has left something in the backup folder, by the name of its own folder."""
    return tuple(Kept(own.name, places_of(own), versions_or_none(own)) for own in _own_folders(folder))


def newest_good(folder: Path, path: Path) -> Version | None:
    """The newest version that reads back, of the report that was last saved at `path`; None when there is none."""
    for own in _own_folders(folder):
        if path in places_of(own)[:1]:
            kept = versions_or_none(own)
            place = _last_good(kept)
            if place >= 0:
                return kept[place]
    return None


def is_sound(data: bytes) -> bool:
    """Whether the bytes are a report that reads back as it was written."""
    try:
        return not read(data).altered
    except FileRefused:
        return False


def own_folder(folder: Path, file_id: str) -> Path:
    """The folder of one report's versions. The id comes from a file: it must not lead out of `folder`."""
    return folder / (file_id if _SAFE_ID.fullmatch(file_id) else disk.digest_of(file_id.encode())[:32])


def places_of(own: Path) -> tuple[Path, ...]:
    """Where the report of a backup folder was saved, the last place first."""
    try:
        told = json.loads(disk.read(own / PLACES, limit=100_000))
    except (OSError, ValueError, RecursionError):
        return ()
    listed = told.get("places") if isinstance(told, dict) else None
    return tuple(Path(name) for name in listed if isinstance(name, str)) if isinstance(listed, list) else ()


def versions_or_none(own: Path) -> tuple[Version, ...]:
    """Like `versions`; none when the folder cannot be read."""
    try:
        return versions(own)
    except OSError:
        return ()


def _remember_place(own: Path, path: Path) -> None:
    known = places_of(own)
    if known[:1] == (path,):
        return
    own.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = [str(path), *(str(place) for place in known if place != path)][:_MOST_PLACES]
    made: list[Path] = []
    text = json.dumps({"places": names}, ensure_ascii=True, indent=2)
    try:
        disk.replace(disk.write_beside(own / PLACES, text.encode(), made.append), own / PLACES, at_once)
    except OSError:
        for left in made:
            disk.remove(left, at_once)
        raise


def _last_good(kept: tuple[Version, ...]) -> int:
    for place in reversed(range(len(kept))):
        with contextlib.suppress(OSError):
            if kept[place].size <= SIZE_LIMIT and is_sound(disk.read(kept[place].path)):
                return place
    return -1


def _keep_below(folder: Path, cap: int) -> list[Path]:
    listed: list[tuple[Path, Weighed]] = []
    for own in _own_folders(folder):
        kept = versions_or_none(own)
        for place, version in enumerate(kept):
            stays = version.final or place == len(kept) - 1
            listed.append((version.path, Weighed(own.name, place, version.size, stays)))
    if sum(weighed.size for _, weighed in listed) <= cap:
        return []
    # Only now is it worth reading: the last good version may not be the last one.
    good = {}
    for own in _own_folders(folder):
        kept = versions_or_none(own)
        good[own.name] = _last_good(kept)
    weighed = [entry._replace(stays=entry.stays or good[entry.report] == entry.order) for _, entry in listed]
    return [listed[place][0] for place in beyond_cap(weighed, cap) if disk.remove(listed[place][0], at_once)]


def _own_folders(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    yield from (entry for entry in entries if _SAFE_ID.fullmatch(entry.name) and is_folder(entry))


def _iso(compact: str | None) -> str:
    if compact is None:
        return ""
    day, _, time = compact.partition("T")
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T{time[:2]}:{time[2:4]}:{time[4:6]}Z"
