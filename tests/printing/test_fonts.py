"""Every character finds the right face: style, then Song, then any; rare ones too; installed fonts when asked."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from selfeval_gui import resources
from selfeval_gui.printing.fonts import FontBook, FontsMissing
from tests.printing.fontmaking import collection, tiny_font, write

STYLES = ("song", "xiaobiaosong", "hei", "fangsong", "kai")
RARE = "䶮㛃𬱖"
SIGNS = "“”‘’—…·～※℃㎡①⑩⑳⑴⒇ⅠⅫ㈠□■☐☑☒○●◎★×÷±≥≤≠≈√￥¥〇、。《》〈〉「」【】〔〕（）％‰→←"


@pytest.fixture
def folder() -> Path:
    return resources.path("fonts")


@pytest.fixture
def book(folder: Path) -> FontBook:
    return FontBook(folder)


def gb2312(first: int, last: int) -> str:
    """The characters of some rows of GB 2312; the rows' unused ends are left out."""
    pairs = (bytes((0xA0 + row, 0xA0 + cell)) for row in range(first, last + 1) for cell in range(1, 95))
    return b"".join(pairs).decode("gb2312", "ignore")


def faces(book: FontBook, style: str, text: str) -> set[str]:
    return {book.resolve(style, c)[0].path.stem for c in text}


@pytest.mark.parametrize("style", STYLES)
def test_every_hanzi_of_gb2312_is_in_the_style_itself(book: FontBook, style: str) -> None:
    hanzi = gb2312(16, 87)
    assert len(hanzi) == 6763
    assert all(book.resolve(style, c)[1] for c in hanzi)
    assert faces(book, style, hanzi) == {style}
    assert {book.advance(style, c) for c in hanzi} == {1.0}


def test_no_sign_or_rare_character_is_missing(book: FontBook) -> None:
    ascii_text = "".join(map(chr, range(0x20, 0x7F)))
    assert book.missing([gb2312(1, 9), SIGNS, RARE, ascii_text, "\u00a0\u200b\ufeff\u2003\n\t"]) == []
    assert faces(book, "song", SIGNS + RARE + ascii_text) == {"song"}
    assert faces(book, "hei", SIGNS + RARE + ascii_text) == {"hei"}


@pytest.mark.parametrize("style", STYLES)
def test_chinese_signs_are_one_em_wide_in_every_style(book: FontBook, style: str) -> None:
    assert {c: book.advance(style, c) for c in "“”‘’—…·～※℃㎡①⑳⑴□■☑×÷±≥≤￥、。（）《》"} == dict.fromkeys(
        "“”‘’—…·～※℃㎡①⑳⑴□■☑×÷±≥≤￥、。（）《》", 1.0
    )
    assert all(0 < book.advance(style, c) < 1 for c in "0123456789ax.,%-")
    assert {book.advance(style, c) for c in "\u200b\ufeff"} == {0.0}


def test_what_a_style_lacks_comes_from_song(book: FontBook) -> None:
    assert faces(book, "fangsong", "绩效，“—") == {"fangsong"}
    assert faces(book, "fangsong", RARE + "80%㎡①") == {"song"}
    assert faces(book, "xiaobiaosong", "計峯") == {"song"}


def test_runs_are_the_longest_pieces_of_one_face(book: FontBook) -> None:
    runs = [(face.path.stem, text) for face, text in book.runs("fangsong", "支出80.00万元，䶮𬱖")]
    assert runs == [("fangsong", "支出"), ("song", "80.00"), ("fangsong", "万元，"), ("song", "䶮𬱖")]
    assert book.runs("song", "") == []


def test_characters_that_no_font_has_are_named_once_and_in_order(book: FontBook) -> None:
    assert book.missing("甲𡶤乙\u0378丙𡶤\n") == ["𡶤", "\u0378"]
    assert book.missing(["甲𡶤", "𡶤\ue000"]) == ["𡶤", "\ue000"]
    face, gid = book.resolve("kai", "𡶤")
    assert (face.path.stem, gid) == ("kai", 0)
    assert book.advance("kai", "𡶤") > 0


def test_the_report_names_face_file_and_fallback(book: FontBook, folder: Path) -> None:
    rows = {row.style: row for row in book.report()}
    assert tuple(rows) == STYLES
    assert rows["fangsong"].label == "仿宋"
    assert rows["fangsong"].face == "自评仿宋"
    assert rows["fangsong"].path == folder / "fangsong.ttf"
    assert rows["fangsong"].bundled
    assert rows["fangsong"].fallback[0] == "宋体"


def test_an_unknown_style_is_an_error(book: FontBook) -> None:
    with pytest.raises(KeyError):
        book.advance("lishu", "一")


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A font folder as untidy as a real one."""
    place = tmp_path / "Fonts"
    write(place / "broken.ttf", b"\0\1\0\0" + bytes(50))
    write(place / "notes.txt", b"no font")
    write(place / "empty.ttc", b"")
    write(place / "SIMFANG.TTF", tiny_font({"一": 1000, "“": 500, "计": 900}, "FangSong", "仿宋"))
    write(
        place / "sub" / "simsun.ttc",
        collection([tiny_font({"一": 990, "𡶤": 980}, "SimSun", "宋体"), tiny_font({"一": 970}, "NSimSun", "新宋体")]),
    )
    write(place / "FZ方正小标宋简体.ttf", tiny_font({"一": 950}, "FZXiaoBiaoSong-B05S", "方正小标宋简体"))
    write(place / "simkai.ttf", tiny_font({"一": 930}, "KaiTi", "楷体", fs_type=2))
    return place


def test_installed_fonts_go_first_when_asked_for(folder: Path, installed: Path) -> None:
    book = FontBook(folder, [installed], prefer_installed=True)
    assert book.advance("fangsong", "计") == 0.9
    assert book.advance("song", "一") == 0.99
    assert book.advance("xiaobiaosong", "一") == 0.95  # found by a hint in its file name
    assert book.advance("kai", "一") == 1.0  # its maker forbids embedding
    assert faces(book, "fangsong", "“") == {"fangsong"}  # the installed one is not one em wide
    rows = {row.style: row for row in book.report()}
    assert (rows["fangsong"].path.name, rows["fangsong"].bundled) == ("SIMFANG.TTF", False)
    assert rows["hei"].bundled


def test_installed_fonts_otherwise_only_fill_gaps(folder: Path, installed: Path) -> None:
    book = FontBook(folder, [installed, installed / "nowhere"])
    assert all(row.bundled for row in book.report())
    assert book.advance("fangsong", "计") == 1.0
    assert book.resolve("fangsong", "𡶤")[0].path.name == "simsun.ttc"
    assert book.missing("𡶤") == []


def test_damaged_bundled_fonts_are_named_to_the_user(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="重新安装"):
        FontBook(tmp_path).report()
    shutil.copy(folder / "chains.json", tmp_path)
    write(tmp_path / "song.ttf", b"\0\1\0\0")
    with pytest.raises(FontsMissing, match=r"song\.ttf"):
        FontBook(tmp_path).advance("song", "一")


def test_the_listing_matches_the_fonts_and_their_licences(folder: Path) -> None:
    listing = json.loads((folder / "fonts.json").read_text(encoding="utf-8"))["styles"]
    assert tuple(listing) == STYLES
    for entry in listing.values():
        assert hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
        assert len((folder / entry["licence"]).read_text(encoding="utf-8")) > 4000
