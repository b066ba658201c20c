"""Zip containers of office files, read within our own limits.

Sizes in the directory are not trusted: bytes are counted while they are unpacked. Nothing is written to disk, names are
never used as paths.
"""

import zipfile
from functools import lru_cache
from io import BytesIO

from selfeval_gui.importing.formats.content import damaged, too_complex
from selfeval_gui.importing.proposal import ImportRefused

FILE_LIMIT = 30 << 20
PART_LIMIT = 16 << 20
TOTAL_LIMIT = 64 << 20
ENTRY_LIMIT = 2000
RATIO_LIMIT = 200
"""A part may unpack to this many times its packed size, once it is larger than `RATIO_FROM`."""
RATIO_FROM = 1 << 20
_CHUNK = 1 << 16
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1


@lru_cache(maxsize=2)
def part_names(data: bytes) -> frozenset[str]:
    """The names in a zip's directory, to tell what it is; empty when it is none, or has no whole directory."""
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return frozenset()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist()[:ENTRY_LIMIT])
    except Exception:  # noqa: BLE001 - zipfile lets struct.error and others out; all mean that nothing can be told
        return frozenset()


class Archive:
    """The parts of one container, by name. `kind` names the format in refusals (Word 文件)."""

    def __init__(self, data: bytes, kind: str, way_out: str) -> None:
        self._kind = kind
        self._way_out = way_out
        self._unpacked = 0
        if len(data) > FILE_LIMIT:
            raise too_complex(kind)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
            entries = self._zip.infolist()
        except Exception as damage:
            # zipfile lets struct.error, UnicodeDecodeError and others out for broken directories.
            raise damaged(kind, way_out) from damage
        self._check(entries)
        self._entries = {entry.filename: entry for entry in entries}

    def _check(self, entries: list[zipfile.ZipInfo]) -> None:
        if len(entries) > ENTRY_LIMIT:
            raise too_complex(self._kind)
        names = {entry.filename.replace("\\", "/").casefold() for entry in entries}
        if len(names) != len(entries):
            raise damaged(self._kind, self._way_out)
        end = 0
        for entry in sorted(entries, key=lambda entry: entry.header_offset):
            if entry.flag_bits & _ENCRYPTED:
                raise ImportRefused(f"这是加密的{self._kind}，请先取消密码，另存后再导入。")
            if entry.header_offset < end:
                raise damaged(self._kind, self._way_out)
            end = entry.header_offset + _LOCAL_HEADER + max(0, entry.compress_size)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """The part's bytes. Raises `ImportRefused` when it is missing, damaged, or passes a limit."""
        entry = self._entries.get(name)
        if entry is None or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(self._kind, self._way_out)
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    self._unpacked += len(chunk)
                    self._weigh(size, entry.compress_size)
                    chunks.append(chunk)
        except ImportRefused:
            raise
        except Exception as damage:
            # BadZipFile, zlib.error, EOFError, RuntimeError, struct.error …: all mean the same.
            raise damaged(self._kind, self._way_out) from damage
        return b"".join(chunks)

    def _weigh(self, size: int, packed: int) -> None:
        swollen = size > RATIO_FROM and size > RATIO_LIMIT * max(1, packed)
        if size > PART_LIMIT or self._unpacked > TOTAL_LIMIT or swollen:
            raise too_complex(self._kind)
