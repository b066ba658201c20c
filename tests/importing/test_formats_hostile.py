"""Hostile and damaged files: whatever comes in, only blocks or `ImportRefused` come out, soon and in little memory."""

import random
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from selfeval_gui.importing import ImportRefused
from selfeval_gui.importing.formats import doc, docx, html, odf, office_xml, own_pdf, rtf, sniff, xls, xlsx
from selfeval_gui.importing.formats.content import Content
from selfeval_gui.importing.formats.zip_guard import PART_LIMIT
from selfeval_gui.printing.archive import ArchivalCanvas, Attachment, DocumentInfo
from tests.importing import officefiles as of
from tests.importing.officefiles import NAMESPACES, lists, numbered, p, r, tbl, tc, tr

FIXTURES = Path(__file__).parent / "fixtures"
Reader = Callable[[bytes], Content]
ROUNDS = 2000


def refusal(read: Callable[[bytes], object], data: bytes) -> str:
    """The sentence with which a reader refuses the file; the test fails when it does not."""
    with pytest.raises(ImportRefused) as caught:
        read(data)
    assert caught.value.sentence.endswith("。")
    return caught.value.sentence


def outcome(read: Callable[[bytes], object], data: bytes) -> str:
    """What becomes of a file: "" when it is read, else the sentence of its refusal. Anything else fails the test."""
    try:
        read(data)
    except ImportRefused as refused:
        return refused.sentence
    return ""


def document(content: str) -> str:
    return f"<w:document {NAMESPACES}><w:body>{content}</w:body></w:document>"


def with_document(content: str | bytes) -> bytes:
    return of.zipped({"word/document.xml": content})


# Zip.


def test_a_part_that_swells_is_refused_in_little_memory() -> None:
    data = with_document(b"<x>" + b" " * (100 << 20) + b"</x>")
    assert len(data) < 1 << 20
    tracemalloc.start()
    assert "过大" in refusal(docx.read, data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * PART_LIMIT


def test_a_size_that_the_directory_lies_about_does_not_count() -> None:
    data = bytearray(with_document(document(p("文")) + " " * (PART_LIMIT + 1)))
    for signature, at_size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(signature)
        data[at + at_size : at + at_size + 4] = struct.pack("<I", 1000)
    assert refusal(docx.read, bytes(data))


def test_parts_of_one_name_are_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", document(p("甲")))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("word/document.xml", document(p("乙")))
    assert "已损坏" in refusal(docx.read, out.getvalue())


def test_parts_that_share_their_bytes_are_refused() -> None:
    data = bytearray(of.zipped({"word/document.xml": document(p("文")), "word/styles.xml": "<x/>"}))
    second = data.rfind(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    assert "已损坏" in refusal(docx.read, bytes(data))


def test_too_many_parts_are_refused() -> None:
    parts: dict[str, str | bytes] = {f"word/{at}.xml": b"" for at in range(2001)}
    assert "过大" in refusal(docx.read, of.zipped(parts))


def test_an_encrypted_zip_is_refused_with_advice() -> None:
    data = bytearray(with_document(document(p("文"))))
    for signature, at_flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + at_flags] |= 1
    assert "取消密码" in refusal(docx.read, bytes(data))


def test_names_that_lead_out_of_the_folder_are_only_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    data = of.zipped({"word/document.xml": document(p("文")), "../../out.xml": "x", "/etc/x.xml": "x"})
    assert docx.read(data).blocks
    assert list(tmp_path.iterdir()) == []


# XML.

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
DOCTYPES = {
    "entities": LAUGHS + document(p("&b;")),
    "outer file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + document(p("&a;")),
    "plain": "<!DOCTYPE x>" + document(p("文")),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", DOCTYPES)
def test_every_doctype_is_refused(name: str, encoding: str) -> None:
    markup = f'<?xml version="1.0" encoding="{encoding}"?>{DOCTYPES[name]}'
    assert "DOCTYPE" in refusal(docx.read, with_document(markup.encode(encoding)))


def test_every_part_of_a_workbook_is_guarded() -> None:
    out = BytesIO()
    openpyxl.Workbook().save(out)
    with zipfile.ZipFile(BytesIO(out.getvalue())) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        content = parts[name]
        assert isinstance(content, bytes)
        assert "DOCTYPE" in refusal(xlsx.read, of.zipped({**parts, name: b"<!DOCTYPE x>" + content}))


def test_deep_nesting_is_refused() -> None:
    assert "结构异常" in refusal(docx.read, with_document(document("<w:ins>" * 5000 + "</w:ins>" * 5000)))
    tables = p("底")
    for _ in range(70):
        tables = tbl(tr(tc(tables, "")))
    assert "结构异常" in refusal(docx.read, of.docx(tables))


def test_the_deepest_nesting_that_is_taken_can_be_read() -> None:
    tables = p("底")
    for _ in range(60):
        tables = f"<w:tbl><w:tr><w:tc>{tables}</w:tc></w:tr></w:tbl>"
    assert docx.read(of.docx(tables)).blocks
    assert docx.read(of.docx("<w:p>" + "<w:ins>" * 190 + r("底") + "</w:ins>" * 190 + "</w:p>")).blocks


def test_too_many_elements_are_refused() -> None:
    assert "结构异常" in refusal(docx.read, with_document(document("<w:p/>" * 1_000_001)))


# Spans.


def test_huge_spans_are_cut_to_what_a_table_can_have() -> None:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="20000000"/></w:tcPr>{p("甲")}</w:tc>'
    table = tbl(tr(wide, tc("乙"), properties='<w:gridBefore w:val="99999999999"/>'))
    assert of.shown(docx.read(of.docx(table)).blocks) == [[[("甲", 0, 63, 1), ("乙", 63, 1, 1)]]]


def test_huge_spans_of_a_page_cost_nothing() -> None:
    page = b"<html><table><tr><td colspan=99999999 rowspan=99999999>a<td>b</table>"
    assert of.shown(html.read(page).blocks) == [[[("a", 0, 63, 1000), ("b", 63, 1, 1)]]]


def test_huge_repeats_of_an_open_document_cost_nothing() -> None:
    with zipfile.ZipFile(FIXTURES / "sheet.ods") as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    content = parts["content.xml"]
    assert isinstance(content, bytes)
    repeats = b'table:number-columns-repeated="99999999" office:value-type="string"'
    swollen = content.replace(b'office:value-type="string"', repeats)
    assert swollen != content
    tracemalloc.start()
    sentence = outcome(odf.read, of.zipped({**parts, "content.xml": swollen}))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not sentence or "过大" in sentence
    assert most < 200 << 20


def test_numbers_that_are_no_numbers_are_shown_as_written() -> None:
    row = "".join(f"<c><v>{text}</v></c>" for text in ("NaN", "1E999999999", "-inf", "1" * 5000, "甲"))
    sheet = f"<sheetData><row>{row}</row></sheetData>"
    out = BytesIO()
    openpyxl.Workbook().save(out)
    with zipfile.ZipFile(BytesIO(out.getvalue())) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{space}">{sheet}</worksheet>'
    [table] = of.shown(xlsx.read(of.zipped(parts)).blocks)
    assert isinstance(table, list)
    assert [cell[0] for cell in table[0]] == ["NaN", "1E999999999", "-inf", "1" * 5000, "甲"]


# Other depths.


def test_deep_groups_of_rtf_are_refused() -> None:
    assert "结构异常" in refusal(rtf.read, b"{\\rtf1" + b"{" * 100_000)


def test_deep_tables_of_rtf_are_refused() -> None:
    assert "结构异常" in refusal(rtf.read, b"{\\rtf1\\pard\\intbl\\itap99 a\\nestcell}")


def test_deep_pages_are_refused() -> None:
    assert "结构异常" in refusal(html.read, b"<html>" + b"<div>" * 100_000)
    assert "结构异常" in refusal(html.read, b"<html>" + b"<table><tr><td>" * 50)


def test_text_that_is_written_as_half_a_character_becomes_a_mark() -> None:
    assert of.texts(rtf.read(rb"{\rtf1\uc0 a\u-10174 b\par}").blocks) == ["a\ufffdb"]


# Truncation and mutation.


def small_docx() -> bytes:
    body = (
        p("总述", properties=numbered(1))
        + p(r("隐", "<w:vanish/>"), r("留"))
        + tbl(
            tr(tc("甲", merge="restart"), tc("乙", span=2)),
            tr(tc(merge="continue"), tc("丙"), tc(tbl(tr(tc("丁"))), "")),
        )
    )
    return of.docx(body, numbering=lists([("chineseCounting", "%1、")]), styles='<w:style w:styleId="a"/>')


def small_xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("邮编", 47500), ("合计", "=1+1"), ("甲", 0.5)):
        sheet.append(row)
    sheet.merge_cells("A4:B4")
    sheet["B1"].number_format = "000000"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def small_pdf() -> bytes:
    attachment = Attachment(own_pdf.NAME, b'{"a": 1}', "application/json", "x")
    canvas = ArchivalCanvas(DocumentInfo("题"), (595, 842), attachment)
    canvas.showPage()
    return canvas.finish()


PAGE = (
    "<html><meta charset=utf-8><p style='x'>甲<table border=1><tr><td rowspan=2>乙<td colspan=2>丙</tr><tr><td>丁"
    "<table><td>戊</table></table><ol><li>己</ol><input type=checkbox checked><!-- x --></html>"
).encode()
RTF = (
    rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset2 Wingdings;}}\f0\uc1 \'cf\'ee\u30446?\par"
    rb"{\listtext a}b{\v c}{\*\x d}\par\trowd\clvmgf\cellx500\cellx900\pard\intbl e\cell\itap2 f\nestcell"
    rb"{\*\nesttableprops\trowd\cellx700\nestrow}\itap1\cell\row\pard{\f1\'fe}"
    rb"{\shp{\*\shpinst{\shptxt g\par}}}{\pict\bin3 xxx}\par}"
)
WORD_XML = (
    '<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
    "<w:p><w:r><w:t>甲</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:wordDocument>"
).encode()
VICTIMS: dict[str, tuple[Callable[[bytes], object], Callable[[], bytes]]] = {
    "docx": (docx.read, small_docx),
    "xlsx": (xlsx.read, small_xlsx),
    "odt": (odf.read, (FIXTURES / "features.odt").read_bytes),
    "ods": (odf.read, (FIXTURES / "sheet.ods").read_bytes),
    "doc": (doc.read, (FIXTURES / "features.doc").read_bytes),
    "xls": (xls.read, (FIXTURES / "sheet.xls").read_bytes),
    "rtf": (rtf.read, lambda: RTF),
    "html": (html.read, lambda: PAGE),
    "office xml": (office_xml.read, lambda: WORD_XML),
    "pdf": (own_pdf.attachment, small_pdf),
}


def mutated(data: bytes, rng: random.Random, kinds: int = 6) -> bytes:
    """One to six changes: bits, bytes, numbers (these three mostly keep places), cuts, copies, insertions."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(max(1, len(changed)))
        kind = rng.randrange(kinds)
        if kind == 0 and changed:
            changed[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            changed[at : at + 1] = bytes([rng.choice(b"\x00\xff\x7f<>&\"'{}\\0129")])
        elif kind == 2:
            changed[at : at + 4] = struct.pack("<I", rng.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, rng.getrandbits(32))))
        elif kind == 3:
            del changed[at : at + rng.randint(1, 40)]
        elif kind == 4:
            changed[at:at] = changed[at : at + rng.randint(1, 60)]
        else:
            changed[at:at] = rng.randbytes(rng.randint(1, 8))
    return bytes(changed)


def mutated_inside(data: bytes, rng: random.Random) -> bytes:
    """A zip with one part mutated, so that the readers behind the guard are reached."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        chosen = rng.choice(names)
        for name in names:
            content = old.read(name)
            new.writestr(name, mutated(content, rng) if name == chosen else content)
    return out.getvalue()


@pytest.mark.parametrize("name", VICTIMS)
def test_mutations_end_in_content_or_refusal(name: str) -> None:
    read, make = VICTIMS[name]
    data = make()
    read(data)
    rng = random.Random(f"{name} 2024")
    refused = 0
    for turn in range(ROUNDS):
        inside = data.startswith(b"PK") and turn % 4
        # Sectors of old containers are found by place: what moves them hides all else.
        kinds = 3 if data.startswith(b"\xd0\xcf") and turn % 4 else 6
        victim = mutated_inside(data, rng) if inside else mutated(data, rng, kinds)
        sentence = outcome(read, victim)
        assert not sentence or sentence.endswith("。")
        refused += bool(sentence)
    assert refused < ROUNDS


@pytest.mark.parametrize("name", VICTIMS)
def test_torn_files_end_in_content_or_refusal(name: str) -> None:
    read, make = VICTIMS[name]
    data = make()
    for at in range(0, len(data), max(1, len(data) // 60)):
        sentence = outcome(read, data[:at])
        assert not sentence or sentence.endswith("。")


def test_noise_ends_in_content_or_refusal() -> None:
    rng = random.Random(2024)
    beginnings = [
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf1",
        b"%PDF-1.7",
        b"<html>",
        b"<?xml ",
        b"",
    ]
    for _ in range(ROUNDS):
        data = rng.choice(beginnings) + rng.randbytes(rng.randint(0, 2000))
        sentence = outcome(lambda noise: sniff.read(noise, "x"), data)
        assert not sentence or sentence.endswith("。")


def test_a_swollen_stream_of_our_own_pdf_is_refused() -> None:
    packed = zlib.compress(b" " * (100 << 20))
    pdf = small_pdf()
    at = pdf.find(b"/EmbeddedFile")
    start = pdf.find(b"stream", at)
    begin = pdf.find(b"\n", start) + 1
    end = pdf.find(b"endstream", begin)
    tracemalloc.start()
    assert "已损坏" in refusal(own_pdf.attachment, pdf[:begin] + packed + b"\n" + pdf[end:])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 60 << 20
