"""Faces are read as an independent reader reads them, and damage never shows as anything but `FaceError`."""

import random
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from selfeval_gui import resources
from selfeval_gui.printing.face import Face, FaceError, faces_in
from selfeval_gui.printing.subsetting import subset
from tests.printing.fontmaking import collection, tiny_cff_font, tiny_font, write

STYLES = ("song", "xiaobiaosong", "hei", "fangsong", "kai")
CHARACTERS = {"A": 600, "一": 1000, "丁": 1000, "é": 550, "𬱖": 1000}


def bundled(style: str) -> Path:
    return resources.path("fonts", f"{style}.ttf")


def use_everything(path: Path, index: int = 0) -> int:
    """Touch all that a face offers; returns how many glyphs were read."""
    face = Face(path, index)
    assert face.post_script_name
    face.family_names  # noqa: B018 - reading it is the test
    for character in (*CHARACTERS, "龘", "\uffff", "\U0010ffff"):
        assert face.advance(face.gid(ord(character))) >= 0
    gids = list(range(min(face.num_glyphs, 50)))
    subset(face, gids)
    return len(gids)


@pytest.mark.parametrize("style", ["hei", "fangsong"])  # character maps of format 12 and 4
def test_an_independent_reader_sees_the_same_glyphs_and_widths(style: str) -> None:
    face = Face(bundled(style))
    with TTFont(bundled(style), lazy=True) as other:
        cmap, metrics = other.getBestCmap(), other["hmtx"]
        expected = {code: (other.getGlyphID(name), metrics[name][0] / 1000) for code, name in cmap.items()}
    seen = {code: (face.gid(code), face.advance(face.gid(code))) for code in range(0x20, 0x323B0) if face.gid(code)}
    assert seen == expected


@pytest.mark.parametrize("style", STYLES)
def test_the_bundled_faces_are_square_upright_and_free_to_embed(style: str) -> None:
    face = Face(bundled(style))
    assert face.units_per_em == 1000
    assert (face.ascent, face.descent) == (0.88, -0.12)
    assert face.embeddable
    assert face.post_script_name.startswith("Selfeval")
    assert any("自评" in name for name in face.family_names)
    assert {face.advance(face.gid(ord(c))) for c in "国，。（）“”‘’—…"} == {1.0}


def test_metrics_and_names_of_a_known_font(tmp_path: Path) -> None:
    face = Face(write(tmp_path / "tiny.ttf", tiny_font(CHARACTERS, "Tiny One", "小字体")))
    assert sorted(face.family_names) == ["Tiny One", "小字体"]
    assert face.post_script_name == "TinyOne"
    assert (face.weight, face.cap_height, face.num_glyphs) == (600, 0.7, 6)
    assert {c: face.advance(face.gid(ord(c))) for c in CHARACTERS} == {c: w / 1000 for c, w in CHARACTERS.items()}
    assert face.gid(ord("龘")) == 0
    assert face.advance(99) == face.advance(0) == 0.5


@pytest.mark.parametrize(
    ("fs_type", "embeddable"),
    [(0, True), (8, True), (4, True), (2, False), (2 | 8, True), (0x100, False), (0x200, False)],
)
def test_the_makers_permission_to_embed_is_read(tmp_path: Path, fs_type: int, embeddable: bool) -> None:
    path = write(tmp_path / "tiny.ttf", tiny_font(CHARACTERS, fs_type=fs_type))
    assert Face(path).embeddable is embeddable


def test_each_face_of_a_collection_is_its_own(tmp_path: Path) -> None:
    fonts = [tiny_font({"A": 400}, "First", "甲"), tiny_font({"B": 700}, "Second", "乙")]
    path = write(tmp_path / "two.ttc", collection(fonts))
    assert [set(names) for names in faces_in(path)] == [{"First", "甲"}, {"Second", "乙"}]
    first, second = Face(path, 0), Face(path, 1)
    assert first.advance(first.gid(ord("A"))) == 0.4
    assert second.advance(second.gid(ord("B"))) == 0.7
    assert (first.gid(ord("B")), second.gid(ord("A"))) == (0, 0)
    with pytest.raises(FaceError):
        Face(path, 2)


def test_what_is_no_truetype_font_is_refused_with_its_name(tmp_path: Path) -> None:
    refused = {
        "cff.otf": tiny_cff_font(),
        "empty.ttf": b"",
        "text.ttf": "这不是字体".encode() * 50,
        "zeros.ttf": bytes(5000),
        "woff.ttf": b"wOF2" + bytes(100),
    }
    for name, data in refused.items():
        with pytest.raises(FaceError, match=name):
            Face(write(tmp_path / name, data))
    with pytest.raises(FaceError, match="不存在"):
        Face(tmp_path / "none.ttf")
    with pytest.raises(FaceError, match="无法读取"):
        Face(tmp_path)
    with pytest.raises(FaceError):
        Face(write(tmp_path / "one.ttf", tiny_font(CHARACTERS)), 1)


def test_a_font_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole = tiny_font(CHARACTERS, composite="丁")
    path = tmp_path / "cut.ttf"
    for length in range(0, len(whole) - 3, 7):
        write(path, whole[:length])
        with pytest.raises(FaceError):
            use_everything(path)


def test_damage_of_any_kind_is_refused_or_harmless(tmp_path: Path) -> None:
    whole = tiny_font(CHARACTERS, composite="丁")
    twice = collection([whole, tiny_font({"B": 700}, "Second")])
    chance = random.Random(8105)
    outcomes: set[bool | str] = set()
    path = tmp_path / "damaged.ttf"
    for index in range(1500):
        data = bytearray(whole if index % 2 else twice)
        at = chance.randrange(len(data))
        if index % 3:
            data[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        else:
            length = chance.randrange(1, 64)
            data[at : at + length] = bytes(len(data[at : at + length]))
        write(path, bytes(data))
        try:
            outcomes.add(use_everything(path) > 0)
        except FaceError:
            outcomes.add("refused")
    assert outcomes == {True, "refused"}


def test_a_damaged_bundled_font_is_refused_too(tmp_path: Path) -> None:
    data = bundled("hei").read_bytes()
    for name, damaged in (("half", data[: len(data) // 2]), ("zeroed", data[:12] + bytes(len(data) - 12))):
        with pytest.raises(FaceError):
            Face(write(tmp_path / f"{name}.ttf", damaged))
