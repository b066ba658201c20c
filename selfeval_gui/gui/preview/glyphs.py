"""Glyphs for Qt from the very faces that pages are composed with: no font matching, no substitution by the system."""

import struct
from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QPainterPath, QRawFont

from selfeval_gui.printing.face import Face, FaceError
from selfeval_gui.printing.marks import Page, Run, Watermark
from selfeval_gui.printing.subsetting import subset

Piece = tuple[Face, list[int], int, int]
"""A stretch of a run in one face: face, glyph numbers, first and last + 1 character."""
_KEPT_SIZES = 64
_KEPT_TEXTS = 20_000
_KEPT_OUTLINES = 2_000
_UNHINTED = QFont.HintingPreference.PreferNoHinting
"""Places are exact; hints would move glyphs off them."""


class Faces(Protocol):
    """What drawing needs of `printing.fonts.FontBook`."""

    def resolve(self, style: str, char: str) -> tuple[Face, int]: ...


class GlyphBook:
    """Remembers raw fonts by face and size, and glyph numbers by style and text."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._loaded: dict[Face, QRawFont] = {}
        self._sized: dict[tuple[Face, float], QRawFont] = {}
        self._outlines: dict[tuple[Face, float, int], QPainterPath] = {}
        self._named: dict[Face, QRawFont | None] = {}
        self._named_sized: dict[tuple[Face, float], QRawFont] = {}
        self._texts: dict[tuple[str, str], tuple[Piece, ...]] = {}

    def font(self, face: Face, pixels: float) -> QRawFont:
        """The face at a size in px of the painter's coordinates."""
        key = (face, round(pixels, 3))
        found = self._sized.get(key)
        if found is None:
            if len(self._sized) > _KEPT_SIZES:  # zooming makes new sizes all the time
                self._sized.clear()
            found = QRawFont(self._load(face))
            found.setPixelSize(key[1])
            self._sized[key] = found
        return found

    def named_font(self, face: Face, pixels: float) -> QRawFont | None:
        """The face at a size as a font that Qt knows by name; None when it cannot be got so.

        Only such a font is put into a PDF as a font: text stays text there. Others are drawn as outlines.
        """
        if face not in self._named:
            self._named[face] = self._name(face)
        named = self._named[face]
        if named is None:
            return None
        key = (face, round(pixels, 3))
        if key not in self._named_sized:
            sized = self._named_sized[key] = QRawFont(named)
            sized.setPixelSize(key[1])
        return self._named_sized[key]

    def _name(self, face: Face) -> QRawFont | None:
        from PySide6.QtGui import QFontDatabase

        added = QFontDatabase.addApplicationFont(str(face.path))
        try:
            return self._found_by_name(face, QFontDatabase.applicationFontFamilies(added))
        finally:
            QFontDatabase.removeApplicationFont(added)  # the window goes on with the fonts that it had

    def _found_by_name(self, face: Face, families: list[str]) -> QRawFont | None:
        """The face among the fonts of these names; a table of its file tells it from namesakes and neighbours."""
        from PySide6.QtGui import QFontDatabase

        wanted = bytes(self._load(face).fontTable("head").data())
        for family in families:
            for style in QFontDatabase.styles(family):
                font = QFontDatabase.font(family, style, 16)
                font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
                found = QRawFont.fromFont(font)
                if wanted and bytes(found.fontTable("head").data()) == wanted:
                    return found
        return None

    def outline(self, face: Face, pixels: float, number: int) -> QPainterPath:
        """The shape of one glyph at a size in px, its origin at 0, 0."""
        key = (face, round(pixels, 3), number)
        found = self._outlines.get(key)
        if found is None:
            if len(self._outlines) > _KEPT_OUTLINES:
                self._outlines.clear()
            found = self._outlines[key] = self.font(face, pixels).pathForGlyph(number)
        return found

    def pieces(self, style: str, text: str) -> tuple[Piece, ...]:
        """The glyphs of one line of text, by face."""
        key = (style, text)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) > _KEPT_TEXTS:
                self._texts.clear()
            found = self._texts[key] = self._find(style, text)
        return found

    def _find(self, style: str, text: str) -> tuple[Piece, ...]:
        pieces: list[Piece] = []
        for index, char in enumerate(text):
            face, gid = self._faces.resolve(style, char)
            if pieces and pieces[-1][0] is face:
                last = pieces[-1]
                last[1].append(gid)
                pieces[-1] = (face, last[1], last[2], index + 1)
            else:
                pieces.append((face, [gid], index, index + 1))
        return tuple(pieces)

    def _load(self, face: Face) -> QRawFont:
        found = self._loaded.get(face)
        if found is None:
            if face.index:
                data = single_face(face.path.read_bytes(), face.index)
                found = QRawFont(QByteArray(data), 16.0, _UNHINTED)
            else:
                found = QRawFont(str(face.path), 16.0, _UNHINTED)
            self._loaded[face] = found
        return found


class FirstGlyphs(GlyphBook):
    """The same for a few pages that are known beforehand, with every face cut down to what they show.

    Qt reads the whole of a font file, 4 ms for one of ours and more for many an installed one; the pages that a start
    waits for hold a hundred glyphs. When anything else is asked for, it becomes an ordinary book.
    """

    def __init__(self, faces: Faces, pages: Iterable[Page]) -> None:
        super().__init__(faces)
        self._cut: dict[Face, dict[int, int]] = {}
        shown = {(m.style, m.text) for page in pages for m in page.marks if isinstance(m, Run | Watermark)}
        for style, text in sorted(shown):
            for face, numbers, _, _ in super()._find(style, text):
                known = self._cut.setdefault(face, {0: 0})  # the glyph for what is missing comes first
                for number in numbers:
                    known.setdefault(number, len(known))
        for face in tuple(self._cut):
            try:
                data, _ = subset(face, tuple(self._cut[face]))
            except FaceError:  # damaged: Qt makes of the whole what it can
                del self._cut[face]
            else:
                self._loaded[face] = QRawFont(QByteArray(data), 16.0, _UNHINTED)

    def _find(self, style: str, text: str) -> tuple[Piece, ...]:
        pieces = super()._find(style, text)
        if any(face in self._cut and not self._cut[face].keys() >= set(numbers) for face, numbers, _, _ in pieces):
            self._cut.clear()
            self._loaded.clear()
            self._sized.clear()
            self._outlines.clear()
            self._texts.clear()
        return tuple(
            (face, [self._cut[face][number] for number in numbers] if face in self._cut else numbers, first, end)
            for face, numbers, first, end in pieces
        )


def single_face(collection: bytes, index: int) -> bytes:
    """One face of a .ttc as a font file of its own: Qt opens only the first face of a collection.

    ValueError when there is no such face.
    """
    if collection[:4] != b"ttcf":
        return collection
    (count,) = struct.unpack_from(">I", collection, 8)
    if not 0 <= index < count:
        raise ValueError(f"face {index} of {count}")
    (start,) = struct.unpack_from(">I", collection, 12 + 4 * index)
    kind, tables = struct.unpack_from(">4sH", collection, start)
    entries = [struct.unpack_from(">4sIII", collection, start + 12 + 16 * number) for number in range(tables)]
    head = bytearray(collection[start : start + 12])
    place = 12 + 16 * tables
    body = bytearray()
    for tag, checksum, offset, length in entries:
        head += struct.pack(">4sIII", tag, checksum, place + len(body), length)
        body += collection[offset : offset + length]
        body += bytes(-len(body) % 4)
    del kind
    return bytes(head + body)
