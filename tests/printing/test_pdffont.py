"""Text in a PDF is embedded as one subset a face and copies out exactly, in three independent readers."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from selfeval_gui import resources
from selfeval_gui.printing.face import Face
from selfeval_gui.printing.pdffont import PdfFont
from tests.printing.fontmaking import tiny_font, write

EXACT = "䶮㛃𬱖“”——……·①㎡<b>&计划安排资金80.00万元"


def face(style: str = "song") -> Face:
    return Face(resources.path("fonts", f"{style}.ttf"))


def pdf_of(texts: list[tuple[PdfFont, str]], compress: int = 1) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=compress)
    for line, (font, text) in enumerate(texts):
        codes = font.encode(canvas._doc, text).hex()
        name = font.internal_name(canvas._doc)
        canvas._code.append(f"BT {name} 12 Tf 1 0 0 1 40 {800 - 20 * line} Tm <{codes}> Tj ET")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def font_objects(pdf: bytes) -> list[Any]:
    page: Any = PdfReader(BytesIO(pdf)).pages[0]
    fonts = page["/Resources"]["/Font"]
    return [font.get_object() for font in fonts.values() if font.get_object()["/Subtype"] == "/Type0"]


@pytest.mark.parametrize("compress", [0, 1])
def test_two_readers_get_the_text_back(compress: int) -> None:
    pdf = pdf_of([(PdfFont(face()), EXACT), (PdfFont(face("hei")), EXACT)], compress)
    assert PdfReader(BytesIO(pdf)).pages[0].extract_text().splitlines() == [EXACT, EXACT]
    page = pypdfium2.PdfDocument(pdf)[0]
    assert page.get_textpage().get_text_range().splitlines() == [EXACT, EXACT]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_poppler_gets_the_text_back(tmp_path: Path) -> None:
    path = write(tmp_path / "text.pdf", pdf_of([(PdfFont(face()), EXACT)]))
    run = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    assert run.stdout.decode().strip() == EXACT
    assert run.stderr == b""


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_no_fault(tmp_path: Path) -> None:
    path = write(tmp_path / "text.pdf", pdf_of([(PdfFont(face(style)), EXACT) for style in ("song", "hei")]))
    run = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=False)
    assert (run.returncode, run.stderr) == (0, b"")


def test_characters_that_share_a_glyph_copy_out_as_what_was_typed() -> None:
    one = face()
    assert one.gid(ord("—")) == one.gid(ord("―"))
    pdf = pdf_of([(PdfFont(one), "一—一―一")])
    assert PdfReader(BytesIO(pdf)).pages[0].extract_text() == "一—一―一"


def test_one_subset_holds_all_that_one_face_draws() -> None:
    """More characters than the 256 of a simple font, in one font object, none twice."""
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 20902))).encode("gb2312", "ignore").decode("gb2312")[:700]
    song = PdfFont(face())
    pdf = pdf_of([(song, text[:350]), (song, text[300:])])
    (font,) = font_objects(pdf)
    descendant = font["/DescendantFonts"][0]
    program = TTFont(BytesIO(descendant["/FontDescriptor"]["/FontFile2"].get_data()))
    assert font["/Encoding"] == "/Identity-H"
    assert descendant["/Subtype"] == "/CIDFontType2"
    assert program["maxp"].numGlyphs == 701
    assert PdfReader(BytesIO(pdf)).pages[0].extract_text().replace("\n", "") == text[:350] + text[300:]


def test_widths_and_cidset_say_what_the_embedded_font_holds(tmp_path: Path) -> None:
    made = tiny_font({"A": 600, "国": 1000, "B": 555, "Ä": 610}, composite="Ä")
    pdf = pdf_of([(PdfFont(Face(write(tmp_path / "tiny.ttf", made))), "国BÄ")])
    descendant = font_objects(pdf)[0]["/DescendantFonts"][0]
    descriptor = descendant["/FontDescriptor"]
    program = TTFont(BytesIO(descriptor["/FontFile2"].get_data()))
    widths = dict.fromkeys(range(program["maxp"].numGlyphs), descendant["/DW"])
    array = descendant["/W"]
    for first, run in zip(array[0::2], array[1::2], strict=True):
        widths.update(enumerate(run, first))
    assert widths == {0: 500, 1: 1000, 2: 555, 3: 610, 4: 600}  # 4 is A, a part of Ä
    assert [program["hmtx"][program.getGlyphName(cid)][0] for cid in widths] == list(widths.values())
    bits = "".join(f"{byte:08b}" for byte in descriptor["/CIDSet"].get_data())
    assert bits == "11111000"
    assert descriptor["/FontName"] == descendant["/BaseFont"]
    assert descriptor["/FontName"][7] == "+"


def test_the_same_text_gives_the_same_bytes_and_other_text_another_tag() -> None:
    song = PdfFont(face())
    first, again = pdf_of([(song, EXACT)]), pdf_of([(song, EXACT)])
    assert first == again == pdf_of([(PdfFont(face()), EXACT)])
    other = pdf_of([(song, EXACT[::-1])])
    assert font_objects(first)[0]["/BaseFont"] != font_objects(other)[0]["/BaseFont"]


def test_what_the_face_lacks_keeps_its_text() -> None:
    pdf = pdf_of([(PdfFont(face()), "甲𡶤乙\ud800")])
    assert PdfReader(BytesIO(pdf)).pages[0].extract_text().startswith("甲𡶤乙")


def test_glyphs_are_drawn_where_the_font_has_them() -> None:
    """The picture of the character, not just its code: ■ covers 0.1 to 0.9 em across and -0.02 to 0.78 em up."""
    document = pypdfium2.PdfDocument(pdf_of([(PdfFont(face()), "国■")]))
    image = document[0].render(scale=10).to_pil().convert("L")
    em, left, baseline = 120, 400 + 120, image.height - 8000

    def dark(x: float, y: float) -> bool:
        return bool(image.getpixel((left + round(x * em), baseline - round(y * em))) == 0)

    assert all(dark(x, y) for x in (0.13, 0.5, 0.87) for y in (0.0, 0.4, 0.75))
    assert not any(dark(x, y) for x, y in ((0.05, 0.4), (0.95, 0.4), (0.5, 0.82), (0.5, -0.06)))
