"""One file with everything in it, for a USB stick: the reports themselves, their earlier versions, the settings.

A plain zip that any computer opens, with a list of hashes in it; every part is read back before it is called done.
It must not leave anything out silently: what could not be read is named.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from selfeval_gui import __version__
from selfeval_gui.report.patterns import late
from selfeval_gui.storage import backups, disk, strict_json
from selfeval_gui.storage.codec import HASH, seal, seal_of
from selfeval_gui.storage.load import read_bytes
from selfeval_gui.storage.outcomes import Failed, FileRefused, NotVerified, Outcome, Saved
from selfeval_gui.storage.save import write_atomically
from selfeval_gui.storage.strict_json import SIZE_LIMIT, Number

FORMAT, MAJOR = "selfeval-archive", 1
SUFFIX = ".zip"
REPORTS, VERSIONS, SETTINGS, DATA = "报告", "以前的版本", "设置", "数据"
LIST, README = "清单.json", "说明.txt"
ARCHIVE_LIMIT, WHOLE_LIMIT, PART_LIMIT, MOST_PARTS = 500_000_000, 1_000_000_000, SIZE_LIMIT, 50_000
"""Bytes of an archive, of all parts unpacked, of one part; and parts."""
_SMALL = 1_000_000
"""Bytes of a file of settings; larger ones are not settings."""
_FORBIDDEN = late(r'[\\:*?"<>|\x00-\x1f]')
_DATE = (1980, 1, 1, 0, 0, 0)
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, OSError, EOFError, KeyError,
    ValueError,
)  # fmt: skip
"""What the zip reader raises for damage, found by mutation."""
_WORDS = """这是“项目支出绩效自评”程序的备份文件。

{reports} 文件夹里是各份报告，可以直接取出来用本程序打开。
{versions} 文件夹里是每份报告以前保存的内容。
要恢复，请在程序里选“文件 → 备份与恢复 → 从备份恢复……”，或运行：selfeval restore 本文件 --to 文件夹
"""


class Part(NamedTuple):
    """One file of an archive: its name there, bytes, SHA-256, and where it came from ("" when that does not matter)."""

    name: str
    size: int
    digest: str
    origin: str = ""

    @property
    def place(self) -> tuple[str, ...]:
        """The steps of its name: folder and file."""
        return PurePosixPath(self.name).parts

    @property
    def is_report(self) -> bool:
        """Whether it is a report or an earlier version of one, and not what is noted about them."""
        return self.place[0] in (REPORTS, VERSIONS) and self.place[-1] != backups.PLACES


class Archive(NamedTuple):
    """What is in an archive. `made`: ISO time in UTC. `data`: the zip's bytes."""

    path: Path
    made: str
    parts: tuple[Part, ...]
    data: bytes

    def of(self, folder: str) -> tuple[Part, ...]:
        """The parts in one of the archive's folders."""
        return tuple(part for part in self.parts if part.place[0] == folder)

    def contents(self, folder: str) -> Iterator[tuple[Part, bytes]]:
        """These parts with what is in them. Raises `FileRefused` when it is not what was put in."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as opened:
            for part in self.of(folder):
                yield part, _content(opened, part)


class Packed(NamedTuple):
    """How making an archive ended, what is in it, and sentences about what is not."""

    outcome: Outcome
    reports: int
    versions: int
    missing: tuple[str, ...]


def pack(
    target: Path, *, reports: Iterable[Path], data: Path, config: Path, made: str, overwrite: bool = False
) -> Packed:
    """Write everything to `target`: the report files given, those that `data`/backups knows of, versions, settings.

    `made` is the time now (ISO, UTC). Read back part by part before it is called saved.
    """
    files, missing = _collect(reports, data, config)
    if not any(name.startswith((f"{REPORTS}/", f"{VERSIONS}/")) for name, _, _ in files):
        return Packed(Failed(target, "没有找到可以备份的报告，没有写备份文件。请先保存一份报告。"), 0, 0, missing)
    parts = [Part(name, len(content), disk.digest_of(content), origin) for name, content, origin in files]
    listed = {
        "format": FORMAT,
        "version": MAJOR,
        "app": __version__,
        "made": made,
        "parts": [{"name": p.name, "size": p.size, "sha256": p.digest, "origin": p.origin} for p in parts],
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        words = _WORDS.format(reports=REPORTS, versions=VERSIONS).replace("\n", "\r\n")
        _put(opened, README, b"\xef\xbb\xbf" + words.encode())
        _put(opened, LIST, seal(listed))
        for name, content, _ in files:
            _put(opened, name, content)
    packed = stream.getvalue()
    outcome = write_atomically(target, packed, overwrite=overwrite)
    if isinstance(outcome, Saved):
        try:
            check(open_archive(target))
        except FileRefused as refused:
            outcome = NotVerified(
                target, f"备份已写入，但读回核对没有通过，不能当作备份。请换一个磁盘再备份。{refused.sentence}"
            )
    counted = [part.place[0] for part in parts if part.is_report]
    return Packed(outcome, counted.count(REPORTS), counted.count(VERSIONS), missing)


def open_archive(path: Path) -> Archive:
    """The archive at `path`, its list checked; the parts are checked when they are read. Raises `FileRefused`."""
    data = read_bytes(path, ARCHIVE_LIMIT)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            infos = opened.infolist()
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > WHOLE_LIMIT:
                raise FileRefused(f"“{path.name}”里的内容过多，不是本程序的备份。文件没有改动。")
            names = [info.filename for info in infos]
            if LIST not in names:
                raise FileRefused(f"“{path.name}”不是本程序的备份（里面没有“{LIST}”）。请选择“备份全部”做出的文件。")
            raw = strict_json.parse(_limited(opened, LIST)).value
    except FileRefused:
        raise
    except _DAMAGE:
        raise FileRefused(f"“{path.name}”不是压缩文件，或者已经损坏，没有恢复。请用另一份备份。") from None
    made, parts = _listed(raw, path)
    if lacking := {part.name for part in parts} - set(names):
        raise FileRefused(f"备份“{path.name}”缺少“{sorted(lacking)[0]}”，可能没有拷贝完整。请用另一份备份。")
    return Archive(path, made, parts, data)


def check(archive: Archive) -> None:
    """Read every part. Raises `FileRefused` for the first that is not what was put in."""
    with zipfile.ZipFile(io.BytesIO(archive.data)) as opened:
        for part in archive.parts:
            _content(opened, part)


def _collect(reports: Iterable[Path], data: Path, config: Path) -> tuple[list[tuple[str, bytes, str]], tuple[str, ...]]:
    """Name in the archive, content and origin of every file; sentences about what could not be read."""
    files: list[tuple[str, bytes, str]] = []
    missing: list[str] = []
    taken: set[str] = set()
    kept = backups.reports_kept(data / "backups")
    known = [*reports, *(place for report in kept for place in report.places)]
    for path in dict.fromkeys(known):
        try:
            content = read_bytes(path)
        except FileRefused as refused:
            missing.append(refused.sentence)
            continue
        name = _free(path.name, taken)
        files.append((f"{REPORTS}/{name}", content, str(path)))
    for report in kept:
        own = [version.path for version in report.versions] + [data / "backups" / report.name / backups.PLACES]
        for path in own:
            _add(files, missing, f"{VERSIONS}/{report.name}/{path.name}", path, needed=path.name != backups.PLACES)
    # On Windows both are one folder.
    for where, folder in {data: DATA, config: SETTINGS}.items():
        for path in _small_files(where):
            _add(files, missing, f"{folder}/{path.name}", path, needed=True)
    return files, tuple(missing)


def _add(files: list[tuple[str, bytes, str]], missing: list[str], name: str, path: Path, *, needed: bool) -> None:
    try:
        files.append((name, read_bytes(path), ""))
    except FileRefused as refused:
        if needed:
            missing.append(refused.sentence)


def _small_files(folder: Path) -> list[Path]:
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return []
    return [path for path in found if _is_small_file(path)]


def _is_small_file(path: Path) -> bool:
    try:
        return path.is_file() and not path.name.startswith(".") and path.stat().st_size <= _SMALL
    except OSError:
        return False


def _free(name: str, taken: set[str]) -> str:
    """A name that no other report has, with no letter that other systems do not take."""
    name = _FORBIDDEN.sub("_", name)
    dot = name.find(".", 1)
    stem, suffix = (name[:dot], name[dot:]) if dot > 0 else (name, "")
    number, candidate = 1, name
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{stem}({number}){suffix}"
    taken.add(candidate.casefold())
    return candidate


def _put(opened: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _DATE)  # the same content gives the same file
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    opened.writestr(info, content)


def _limited(opened: zipfile.ZipFile, name: str, limit: int = PART_LIMIT) -> bytes:
    # The size that stands in the zip may lie: no more than the limit is ever unpacked.
    with opened.open(name) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise FileRefused(f"备份里的“{name}”太大，没有恢复。")
    return content


def _content(opened: zipfile.ZipFile, part: Part) -> bytes:
    try:
        content = _limited(opened, part.name)
    except FileRefused:
        raise
    except _DAMAGE as damage:
        raise FileRefused(f"备份里的“{part.name}”读不出来（{type(damage).__name__}）。请用另一份备份。") from None
    if disk.digest_of(content) != part.digest:
        raise FileRefused(f"备份里的“{part.name}”与备份时不一致，可能已经损坏。请用另一份备份。")
    return content


def _listed(raw: object, path: Path) -> tuple[str, tuple[Part, ...]]:
    if not isinstance(raw, dict) or raw.get("format") != FORMAT or not isinstance(raw.get("version"), Number):
        raise FileRefused(f"“{path.name}”不是本程序的备份。请选择“备份全部”做出的文件。")
    if int(raw["version"]) > MAJOR:
        raise FileRefused(f"备份“{path.name}”由更新版本的程序做出，请升级本程序后再恢复。文件没有改动。")
    rows, made = raw.get("parts"), raw.get("made")
    if raw.get(HASH) != seal_of(raw) or not isinstance(rows, list) or type(made) is not str:
        raise FileRefused(f"备份“{path.name}”的清单已经损坏，没有恢复。请用另一份备份。")
    parts = tuple(_part(row) for row in rows)
    if any(part is None for part in parts) or len({part.name for part in parts if part}) != len(parts):
        raise FileRefused(f"备份“{path.name}”的清单里有本程序不会写出的文件名，没有恢复。请用另一份备份。")
    return made, tuple(part for part in parts if part)


def _part(row: object) -> Part | None:
    """A row of the list; None when it is not as we write it, or its name would lead out of a folder."""
    if not isinstance(row, dict):
        return None
    size = row.get("size")
    name, digest, origin = texts = [row.get(key, 0) for key in ("name", "sha256", "origin")]
    # A `Number` is a str, too.
    if any(type(text) is not str for text in texts) or not isinstance(size, Number):
        return None
    steps = name.split("/")
    deep = {REPORTS: 2, VERSIONS: 3, SETTINGS: 2, DATA: 2}.get(steps[0])
    safe = all(step not in ("", ".", "..") and not _FORBIDDEN.search(step) for step in steps)
    return Part(name, int(size), digest, origin) if safe and len(steps) == deep and size.isdigit() else None
