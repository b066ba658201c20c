"""Reads what pages need of a TrueType font file: widths, glyph numbers, names, raw glyphs.

A face is memory-mapped and read in bulk, so that opening one costs less than a millisecond and no memory. It
must not draw, subset or choose fonts, and it never writes. Nothing but `FaceError` leaves it, whatever is in
the file.
"""

import mmap
import struct
import sys
from array import array
from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import Final

_unpack = struct.unpack_from

_DAMAGED: Final = (struct.error, IndexError, KeyError, OverflowError, ValueError)
_NAME_FAMILY: Final = 1
_NAME_FULL: Final = 4
_NAME_POST_SCRIPT: Final = 6
_NAME_TYPOGRAPHIC_FAMILY: Final = 16
_MAX_FACES: Final = 256  # in one collection; more is damage

# OS/2 fsType, OpenType 1.9: level of embedding in the low four bits, then two prohibitions.
_LEVELS: Final = 0x000E
_RESTRICTED: Final = 0x0002
_NO_SUBSETTING: Final = 0x0100
_BITMAP_ONLY: Final = 0x0200


class FaceError(ValueError):
    """A file that is no usable TrueType font: not a font at all, damaged, or with CFF outlines."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"字体文件{reason}：{path.name}")
        self.path = path
        self.reason = reason


class Face:
    """One face of a .ttf or .ttc file. All lengths are in em.

    Raises `FaceError` when opened on anything but an intact font with TrueType outlines and a Unicode character
    map, and when a damaged glyph is asked for.
    """

    def __init__(self, path: Path, index: int = 0) -> None:
        self.path = path
        self.index = index
        self._data = _mapped(path)
        try:
            self._tables = _table_directory(self._data, path, index)
            self._read_metrics()
            self._read_character_map()
        except FaceError:
            raise
        except _DAMAGED as damage:
            raise FaceError(path, "已损坏") from damage

    def __repr__(self) -> str:
        return f"Face({self.path.name!r}, {self.index})"

    # --- metrics

    units_per_em: int
    num_glyphs: int
    ascent: float
    descent: float
    """Below the baseline: negative."""
    cap_height: float
    bbox: tuple[float, float, float, float]
    weight: int
    """100 to 900; 400 is regular."""

    def _read_metrics(self) -> None:
        data = self._data
        head = self._required("head", 54)
        self.units_per_em = _unpack(">H", data, head + 18)[0]
        if not 16 <= self.units_per_em <= 16384:
            raise FaceError(self.path, "已损坏")
        em = self.units_per_em
        x0, y0, x1, y1 = (value / em for value in _unpack(">4h", data, head + 36))
        self.bbox = (x0, y0, x1, y1)
        self.num_glyphs = _unpack(">H", data, self._required("maxp", 6) + 4)[0]
        hhea = self._required("hhea", 36)
        ascent, descent = _unpack(">2h", data, hhea + 4)
        self._full_metrics: int = _unpack(">H", data, hhea + 34)[0]
        self._read_style(ascent, descent, em)
        # Glyphs beyond `_full_metrics` have the last one's width and 2 bytes instead of 4 in hmtx.
        count = self._full_metrics
        if not 0 < count <= self.num_glyphs:
            raise FaceError(self.path, "已损坏")
        hmtx = self._required("hmtx", 4 * count + 2 * (self.num_glyphs - count))
        self._widths = self._numbers("H", hmtx, 4 * count)[0::2]
        self._read_locations(_unpack(">h", data, head + 50)[0])

    def _read_style(self, ascent: int, descent: int, em: int) -> None:
        self.weight, self.fs_type, cap_height = 400, 0, ascent
        if "OS/2" in self._tables:  # old fonts may have none
            os2 = self._required("OS/2", 72)
            version, _, self.weight, _, self.fs_type = _unpack(">5H", self._data, os2)
            ascent, descent = _unpack(">2h", self._data, os2 + 68)
            cap_height = ascent
            if version >= 2:
                cap_height = _unpack(">h", self._data, self._required("OS/2", 90) + 88)[0]
        self.ascent, self.descent, self.cap_height = ascent / em, descent / em, cap_height / em

    def _read_locations(self, long_format: int) -> None:
        count = self.num_glyphs + 1
        if long_format:
            self._locations = self._numbers("I", self._required("loca", 4 * count), 4 * count)
        else:
            halves = self._numbers("H", self._required("loca", 2 * count), 2 * count)
            self._locations = array("I", (2 * half for half in halves))
        self._glyphs_start = self._required("glyf", 0)
        self._glyphs_length = self._tables["glyf"][1]

    def advance(self, gid: int) -> float:
        """The width of a glyph in em; of glyph 0 when there is no such glyph."""
        if not 0 <= gid < self.num_glyphs:
            gid = 0
        return self._widths[min(gid, self._full_metrics - 1)] / self.units_per_em

    @property
    def embeddable(self) -> bool:
        """Whether the font's maker allows a subset of it inside a document (OS/2 fsType)."""
        restricted = self.fs_type & _LEVELS == _RESTRICTED  # with another bit, the freer one counts
        return not restricted and not self.fs_type & (_NO_SUBSETTING | _BITMAP_ONLY)

    # --- characters

    def _read_character_map(self) -> None:
        """Choose the fullest Unicode character map and keep its ranges."""
        self._known: dict[int, int] = {}
        start = self._required("cmap", 4)
        best = (0, 0)
        for record in range(_unpack(">H", self._data, start + 2)[0]):
            platform, encoding, offset = _unpack(">HHI", self._data, start + 4 + 8 * record)
            unicode = platform == 0 or (platform == 3 and encoding in (1, 10))
            kind = _unpack(">H", self._data, start + offset)[0]
            if unicode and kind in (4, 12):
                best = max(best, (kind, start + offset))
        self._map_format, at = best
        if self._map_format == 12:
            length = 12 * _unpack(">I", self._data, at + 12)[0]
            groups = self._numbers("I", at + 16, length)
            self._firsts, self._lasts, self._first_gids = groups[0::3], groups[1::3], groups[2::3]
        elif self._map_format == 4:
            length = _unpack(">H", self._data, at + 6)[0]
            self._lasts = self._numbers("H", at + 14, length)
            self._firsts = self._numbers("H", at + 16 + length, length)
            self._deltas = self._numbers("H", at + 16 + 2 * length, length)
            self._range_offsets_at = at + 16 + 3 * length
            self._range_offsets = self._numbers("H", self._range_offsets_at, length)
        else:
            raise FaceError(self.path, "没有统一码字符表")

    def gid(self, codepoint: int) -> int:
        """The number of the glyph that shows a character; 0 when the font has none."""
        gid = self._known.get(codepoint)
        if gid is None:
            gid = self._look_up(codepoint)
            if gid >= self.num_glyphs:
                gid = 0
            self._known[codepoint] = gid
        return gid

    def _look_up(self, codepoint: int) -> int:
        at = bisect_right(self._firsts, codepoint) - 1
        if at < 0 or codepoint > self._lasts[at]:
            return 0
        beyond = codepoint - self._firsts[at]
        if self._map_format == 12:
            return int(self._first_gids[at]) + beyond
        offset = self._range_offsets[at]
        if offset == 0:
            return int(codepoint + self._deltas[at]) & 0xFFFF
        place = self._range_offsets_at + 2 * at + offset + 2 * beyond
        if place + 2 > len(self._data):
            return 0
        gid = _unpack(">H", self._data, place)[0]
        return int(gid + self._deltas[at]) & 0xFFFF if gid else 0

    # --- names

    @cached_property
    def family_names(self) -> tuple[str, ...]:
        """Family and full names in every language of the file, such as ("宋体", "SimSun")."""
        wanted = (_NAME_FAMILY, _NAME_FULL, _NAME_TYPOGRAPHIC_FAMILY)
        names = _names(self._data, self._tables)
        return tuple(dict.fromkeys(text for name, text in names if name in wanted))

    @cached_property
    def post_script_name(self) -> str:
        """A name fit for a PDF: printable ASCII without delimiters."""
        for name, text in _names(self._data, self._tables):
            if name == _NAME_POST_SCRIPT:
                clean = "".join(c for c in text if "!" <= c <= "~" and c not in "[](){}<>/%#")
                if clean:
                    return clean[:63]
        return f"Font{self.index}"

    # --- raw parts, for subsetting

    def glyph(self, gid: int) -> bytes:
        """The outline of a glyph as it lies in the file; empty for a blank. Raises `FaceError` when damaged."""
        if not 0 <= gid < self.num_glyphs:
            raise FaceError(self.path, "已损坏")
        begin, end = self._locations[gid], self._locations[gid + 1]
        if not begin <= end <= self._glyphs_length:
            raise FaceError(self.path, "已损坏")
        return self._data[self._glyphs_start + begin : self._glyphs_start + end]

    def metrics(self, gid: int) -> bytes:
        """The four bytes of a glyph in hmtx: advance width and left side bearing, in font units."""
        start, full = self._tables["hmtx"][0], self._full_metrics
        if gid < full:
            return self._data[start + 4 * gid : start + 4 * gid + 4]
        bearing = start + 4 * full + 2 * (gid - full)
        width = start + 4 * (full - 1)
        return self._data[width : width + 2] + self._data[bearing : bearing + 2]

    def table(self, tag: str) -> bytes:
        """A whole table; empty when the font has none of that name."""
        offset, length = self._tables.get(tag, (0, 0))
        return self._data[offset : offset + length]

    def _required(self, tag: str, length: int) -> int:
        """Where a table starts that must be at least so long."""
        offset, found = self._tables[tag]
        if found < length:
            raise FaceError(self.path, "已损坏")
        return offset

    def _numbers(self, kind: str, offset: int, length: int) -> "array[int]":
        """`length` bytes of the file as unsigned numbers: H of 2 bytes, I of 4."""
        if offset + length > len(self._data):
            raise FaceError(self.path, "已损坏")
        numbers = array(kind, self._data[offset : offset + length])
        if sys.byteorder == "little":
            numbers.byteswap()
        return numbers


def faces_in(path: Path) -> tuple[tuple[str, ...], ...]:
    """Family names of every face of a file, without reading anything else of it. Raises `FaceError`."""
    data = _mapped(path)
    wanted = (_NAME_FAMILY, _NAME_FULL, _NAME_TYPOGRAPHIC_FAMILY)
    try:
        count = _unpack(">I", data, 8)[0] if data[:4] == b"ttcf" else 1
        if count > _MAX_FACES:
            raise FaceError(path, "已损坏")
        return tuple(
            tuple(dict.fromkeys(text for name, text in _names(data, tables) if name in wanted))
            for tables in (_table_directory(data, path, index) for index in range(count))
        )
    except FaceError:
        raise
    except _DAMAGED as damage:
        raise FaceError(path, "已损坏") from damage


def _mapped(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as missing:
        raise FaceError(path, "不存在") from missing
    except (OSError, ValueError) as failure:  # ValueError: an empty file
        raise FaceError(path, "无法读取") from failure


def _table_directory(data: mmap.mmap, path: Path, index: int) -> dict[str, tuple[int, int]]:
    """Tag → (offset, length), every one inside the file."""
    start = 0
    if data[:4] == b"ttcf":
        if not 0 <= index < min(_unpack(">I", data, 8)[0], _MAX_FACES):
            raise FaceError(path, "没有所要的字形")
        start = _unpack(">I", data, 12 + 4 * index)[0]
    elif index:
        raise FaceError(path, "没有所要的字形")
    kind = data[start : start + 4]
    if kind == b"OTTO":
        raise FaceError(path, "不是 TrueType 轮廓")
    if kind not in (b"\0\1\0\0", b"true"):
        raise FaceError(path, "不是字体")
    tables = {}
    for record in range(start + 12, start + 12 + 16 * _unpack(">H", data, start + 4)[0], 16):
        tag, _, offset, length = _unpack(">4sIII", data, record)
        if offset + length > len(data):
            raise FaceError(path, "不完整")
        tables[tag.decode("latin-1")] = (offset, length)
    return tables


def _names(data: mmap.mmap, tables: dict[str, tuple[int, int]]) -> list[tuple[int, str]]:
    """(name ID, text) of every readable record of the name table."""
    if "name" not in tables:
        return []
    start, length = tables["name"]
    found = []
    try:
        count, strings = _unpack(">HH", data, start + 2)
        for record in range(count):
            platform, encoding, _, name, size, offset = _unpack(">6H", data, start + 6 + 12 * record)
            at = start + strings + offset
            raw = data[at : min(at + size, start + length)]
            text = raw.decode(_name_codec(platform, encoding), "replace").strip("\0 ")
            if text:
                found.append((name, text))
    except struct.error:
        return found  # a damaged name hides a font, it does not spoil it
    return found


def _name_codec(platform: int, encoding: int) -> str:
    if platform == 1:
        return "gb18030" if encoding == 25 else "mac_roman"
    if platform == 3 and encoding == 3:
        return "gb18030"
    return "utf-16-be"
