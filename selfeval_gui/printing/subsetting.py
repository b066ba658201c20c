"""Cuts a small TrueType font out of a face: the glyphs asked for, in the order asked for, and no more.

It must not know PDF, characters or styles: glyph numbers in, bytes of a font file out.
"""

import struct
import sys
from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from selfeval_gui.printing.face import Face, FaceError

_unpack = struct.unpack_from

# Flags of a component of a composite glyph (OpenType, glyf table).
_WORD_ARGUMENTS: Final = 0x0001
_SCALE: Final = 0x0008
_MORE_COMPONENTS: Final = 0x0020
_TWO_SCALES: Final = 0x0040
_MATRIX: Final = 0x0080

_COPIED: Final = ("cvt ", "fpgm", "prep")  # the programs that the outlines' hints call
_LARGEST: Final = 0xFFFF  # glyphs of a font


def subset(face: Face, gids: Sequence[int]) -> tuple[bytes, tuple[int, ...]]:
    """A font whose glyph n is `gids[n]`, and the glyphs it holds: `gids`, then the parts that composites need.

    `gids[0]` must be 0, the glyph for what is missing. A glyph may be asked for twice. The same face and
    numbers give the same bytes. Raises `FaceError` when an outline is damaged.
    """
    held = list(gids)
    place = {gid: index for index, gid in reversed(list(enumerate(held)))}
    outlines: list[bytes] = []
    while len(outlines) < len(held):
        outline = face.glyph(held[len(outlines)])
        if len(outline) > 10 and outline[0] & 0x80:  # a negative number of contours: a composite
            outline = _renumbered(face, outline, held, place)
        outlines.append(outline + bytes(-len(outline) & 3))
    count = len(held)
    head, hhea, maxp = face.table("head"), face.table("hhea"), face.table("maxp")
    tables = {tag: data for tag in _COPIED if (data := face.table(tag))}
    tables |= {
        "head": head[:8] + bytes(4) + head[12:50] + b"\0\1" + head[52:54],  # checksum off, long locations
        "hhea": hhea[:34] + struct.pack(">H", count),
        "maxp": maxp[:4] + struct.pack(">H", count) + maxp[6:],
        "hmtx": b"".join(map(face.metrics, held)),
        "loca": struct.pack(f">{count + 1}I", 0, *accumulate(map(len, outlines))),
        "glyf": b"".join(outlines),
    }
    return _font_file(tables), tuple(held)


def _renumbered(face: Face, outline: bytes, held: list[int], place: dict[int, int]) -> bytes:
    """A composite with the new numbers of its parts; parts not held yet are added to `held` and `place`."""
    changed = bytearray(outline)
    at = 10
    more = True
    try:
        while more:
            flags, part = _unpack(">HH", changed, at)
            if part not in place:
                if len(held) > _LARGEST:
                    raise FaceError(face.path, "已损坏")
                place[part] = len(held)
                held.append(part)
            struct.pack_into(">H", changed, at + 2, place[part])
            at += 8 if flags & _WORD_ARGUMENTS else 6
            at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0
            more = bool(flags & _MORE_COMPONENTS)
    except struct.error as damage:
        raise FaceError(face.path, "已损坏") from damage
    return bytes(changed)


def _numbers(data: bytes) -> "array[int]":
    numbers = array("I", data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _font_file(tables: dict[str, bytes]) -> bytes:
    """Tables in a TrueType file, with the directory and its checksums."""
    count = len(tables)
    power = count.bit_length() - 1
    directory = [struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))]
    body = []
    offset = 12 + 16 * count
    for tag in sorted(tables):
        data = tables[tag]
        padded = data + bytes(-len(data) & 3)
        checksum = sum(_numbers(padded)) & 0xFFFFFFFF
        directory.append(struct.pack(">4sIII", tag.encode("latin-1"), checksum, offset, len(data)))
        body.append(padded)
        offset += len(padded)
    return b"".join(directory + body)
