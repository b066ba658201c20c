"""Makes tiny fonts with known content for the font tests."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

Characters = Mapping[str, int]
"""Character → advance width in units of 1,000 per em."""


def box(pen: Any, size: int) -> None:
    pen.moveTo((0, 0))
    pen.lineTo((0, size))
    pen.lineTo((size, size))
    pen.lineTo((size, 0))
    pen.closePath()


def tiny_font(
    characters: Characters, family: str = "Tiny", chinese: str = "小字体", fs_type: int = 0, composite: str = ""
) -> bytes:
    """A TrueType font with a square a character, of the size of its width; `composite` is drawn from the first."""
    names = [".notdef", *(f"g{ord(c):X}" for c in characters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"g{ord(c):X}" for c in characters})
    glyphs = {}
    for name, width in zip(names, [500, *characters.values()], strict=True):
        pen = TTGlyphPen(None)
        box(pen, width)
        glyphs[name] = pen.glyph()
    if composite:
        pen = TTGlyphPen(glyphs)
        pen.addComponent(names[1], (0.5, 0, 0, 0.5, 100, 100))
        pen.addComponent(names[0], (1, 0, 0, 1, 0, 0))
        glyphs[f"g{ord(composite):X}"] = pen.glyph()
    builder.setupGlyf(glyphs)
    metrics = dict(zip(names, ((w, 0) for w in [500, *characters.values()]), strict=True))
    _finish(builder, metrics, family, chinese, fs_type)
    return saved(builder.font)


def tiny_cff_font(family: str = "Tiny CFF") -> bytes:
    """An OpenType font with CFF outlines."""
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({ord("A"): "A"})
    charstrings = {}
    for name in (".notdef", "A"):
        pen = T2CharStringPen(500, None)
        box(pen, 500)
        charstrings[name] = pen.getCharString()
    builder.setupCFF("TinyCFF", {}, charstrings, {})
    _finish(builder, {".notdef": (500, 0), "A": (500, 0)}, family, "小字体", 0)
    return saved(builder.font)


def _finish(builder: FontBuilder, metrics: dict[str, tuple[int, int]], family: str, chinese: str, fs_type: int) -> None:
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({
        "familyName": {"en": family, "zh": chinese},
        "styleName": "Regular",
        "psName": family.replace(" ", ""),
    })  # fmt: skip
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, sCapHeight=700, usWeightClass=600, fsType=fs_type)
    builder.setupPost()


def collection(fonts: Sequence[bytes]) -> bytes:
    """A .ttc of some fonts."""
    made = TTCollection()
    made.fonts = [TTFont(BytesIO(font)) for font in fonts]
    return saved(made)


def with_damaged_outlines(font: bytes) -> bytes:
    """The same font with glyphs that lie outside its file: it opens, and fails when it is put into a PDF."""
    damaged = bytearray(font)
    for record in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16):
        if font[record : record + 4] == b"loca":
            start = int.from_bytes(font[record + 8 : record + 12], "big")
            length = int.from_bytes(font[record + 12 : record + 16], "big")
            damaged[start + 2 : start + length] = b"\xff" * (length - 2)
    return bytes(damaged)


def saved(font: Any) -> bytes:
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path
