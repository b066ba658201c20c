"""A subset is a font that other readers accept, with the outlines of the original."""

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from selfeval_gui import resources
from selfeval_gui.printing.face import Face
from selfeval_gui.printing.subsetting import subset
from tests.printing.fontmaking import tiny_font, write


def drawn(font: TTFont, gid: int) -> object:
    name = font.getGlyphName(gid)
    pen = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    return pen.value, font["hmtx"][name]


@pytest.mark.parametrize("style", ["song", "kai"])
def test_glyphs_keep_their_outlines_and_widths_in_the_order_asked_for(style: str) -> None:
    path = resources.path("fonts", f"{style}.ttf")
    face = Face(path)
    gids = [0, *(face.gid(ord(c)) for c in "绩效自评报告，—“绩")]
    data, held = subset(face, gids)
    small = TTFont(BytesIO(data), checkChecksums=2)
    with TTFont(path) as whole:
        expected = [drawn(whole, gid) for gid in gids]
    assert held == tuple(gids)
    assert small["maxp"].numGlyphs == len(gids)
    assert [drawn(small, index) for index in range(len(gids))] == expected
    assert len(data) < 12_000


def test_the_parts_of_a_composite_come_along_and_are_renumbered(tmp_path: Path) -> None:
    whole = tiny_font({"A": 600, "B": 800, "Ä": 600}, composite="Ä")
    face = Face(write(tmp_path / "tiny.ttf", whole))
    gids = [0, face.gid(ord("Ä"))]
    data, held = subset(face, gids)
    assert held == (0, 3, 1)
    small, original = TTFont(BytesIO(data), checkChecksums=2), TTFont(BytesIO(whole))
    assert [drawn(small, index) for index in range(3)] == [drawn(original, gid) for gid in held]
