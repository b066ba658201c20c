"""RTF, web pages, Office XML, our own PDF, and telling files by their content."""

from pathlib import Path

import pytest

from selfeval_gui.importing import ImportRefused, intake
from selfeval_gui.importing.formats import doc, html, odf, office_xml, own_pdf, rtf, sniff
from selfeval_gui.printing.archive import ArchivalCanvas, Attachment, DocumentInfo
from selfeval_gui.printing.produce import DATA_DESCRIPTION, DATA_NAME
from selfeval_gui.report.form import load
from tests.importing import officefiles as of
from tests.importing.officefiles import p, shown, tbl, tc, texts, tr

FIXTURES = Path(__file__).parent / "fixtures"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

RTF_TEXTS = {
    "Chinese bytes": (rb"{\fonttbl{\f0\fcharset134 SimSun;}}\f0 \'cf\'ee\'c4\'bf\par", ["项目"]),
    "raw Chinese bytes": (b"{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0 \xcf\xee\xc4\xbf\\par", ["项目"]),
    "Unicode with fallback": (rb"\uc1\u39033?\u30446?\par", ["项目"]),
    "Unicode with a fallback of two bytes": (rb"\uc2\u39033\'cf\'ee\u30446\'c4\'bf\par", ["项目"]),
    "negative Unicode": (rb"\uc0\u-26503 \u30446 \par", ["项目"]),
    "beyond U+FFFF": (rb"\uc0\u-10174 \u-8265 x\par", ["𠮷x"]),
    "hidden": (rb"a{\v b}c\par", ["ac"]),
    "deleted": (rb"a{\deleted b}c\par", ["ac"]),
    "escapes": (rb"\{\\\}\~\_\par", ["{\\}\u00a0-"]),
    "unknown destination": (rb"a{\*\unheard b}c\par", ["ac"]),
    "header": (rb"{\header b}a\par", ["a"]),
    "field": (rb'{\field{\*\fldinst HYPERLINK "b"}{\fldrslt a}}\par', ["a"]),
    "symbol field": (rb'a{\field{\*\fldinst SYMBOL 254 \\f "Wingdings" \\s 12}{\fldrslt }}\par', ["a■"]),
    "form box": (rb"a{\field{\*\fldinst FORMCHECKBOX{\*\formfield{\fftype1\ffres25\ffdefres0}}}}\par", ["a□"]),
    "ticked form box": (rb"a{\field{\*\fldinst FORMCHECKBOX{\*\formfield{\fftype1\ffres1}}}}\par", ["a■"]),
    "symbol font": (rb"{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset2 Wingdings;}}\f0 a{\f1\'fe}\par", ["a■"]),
    "list number": (rb"{\listtext\uc0\u19968 \u12289 \tab}a\par", ["一、a"]),
    "bullet": (rb"{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset2 Symbol;}}\f0{\listtext\f1\'b7\tab}a\par", ["a"]),
    "text box": (
        rb"a{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt b\par c\par}}{\shprslt b}}\par d\par",
        ["a", "b", "c", "d"],
    ),
    "binary data": (rb"a{\pict\bin4 }}}}}b\par", ["ab"]),
    "no last paragraph mark": (rb"a", ["a"]),
}


@pytest.mark.parametrize("name", RTF_TEXTS)
def test_rtf_text_is_read_as_it_is_seen(name: str) -> None:
    body, expected = RTF_TEXTS[name]
    data = rb"{\rtf1\ansi\ansicpg936" + body + b"}"
    assert rtf.recognises(data)
    assert texts(rtf.read(data).blocks) == expected


def test_rtf_rows_with_merged_cells() -> None:
    first = rb"\trowd\clvmgf\cellx1000\clmgf\cellx2000\clmrg\cellx3000\pard\intbl a\cell b\cell\cell\row"
    second = rb"\trowd\clvmrg\cellx1000\cellx2010\cellx3000\pard\intbl\cell c\par c2\cell d\cell\row\pard e\par"
    assert shown(rtf.read(rb"{\rtf1 " + first + second + b"}").blocks) == [
        [[("a", 0, 1, 2), ("b", 1, 2, 1)], [("c\nc2", 1, 1, 1), ("d", 2, 1, 1)]],
        "e",
    ]


def test_rtf_inner_tables() -> None:
    row = rb"{\*\nesttableprops\trowd\cellx700\cellx900\nestrow}{\nonesttables\par}"
    inner = rb"\pard\intbl\itap2 50\nestcell 51\nestcell" + row
    data = rb"{\rtf1\trowd\cellx500\cellx1000\pard\intbl a\cell" + inner + rb"\pard\intbl\itap1 \cell\row}"
    assert shown(rtf.read(data).blocks) == [[[("a", 0, 1, 1), ("50|51\n", 1, 1, 1)]]]


HTML_PAGES = {
    "paragraphs": ("<p>甲</p><p>乙<br>丙</p>丁", ["甲", "乙", "丙", "丁"]),
    "unclosed paragraphs": ("<p>甲<p>乙", ["甲", "乙"]),
    "entities": ("<p>&lt;a&gt;&amp;&nbsp;&#20013;</p>", ["<a>& 中"]),
    "white space": ("<p>\n  项目\n  单位  </p>", ["项目 单位"]),
    "unseen": ("<p>甲<script>x</script><style>y</style><!-- z --><del>删</del></p>", ["甲"]),
    "hidden": ("<p>甲<span style='display: none'>隐</span></p>", ["甲"]),
    "hidden by Word": ("<p>甲<span style='mso-hide:all'>隐</span></p>", ["甲"]),
    "Word's list number": ("<p><![if !x]><span style='mso-list:Ignore'>一、</span><![endif]>概况</p>", ["一、概况"]),
    "list": ("<ol start=3><li>甲<li>乙</ol><ul><li>丙</ul>", ["3.甲", "4.乙", "丙"]),
    "boxes": ("<p>甲<input type=checkbox checked>乙<input type=checkbox></p>", ["甲■乙□"]),
    "a head that never ends": ("<head><title>题</title><body>甲", ["甲"]),
}  # fmt: skip


@pytest.mark.parametrize("name", HTML_PAGES)
def test_pages_are_read_as_they_are_seen(name: str) -> None:
    markup, expected = HTML_PAGES[name]
    data = f"<html>{markup}</html>".encode()
    assert html.recognises(data)
    assert texts(html.read(data).blocks) == expected


def test_tables_of_pages_keep_spans_and_inner_tables() -> None:
    page = """<table><tr><td rowspan=2>甲<td colspan="2">乙</tr><tr><td>丙<td>丁
    <table><tr><td>50</td><td>51</td></tr></table></tr><tr><td>戊<td>己<td></table>"""
    assert shown(html.read(f"<html>{page}".encode()).blocks) == [
        [
            [("甲", 0, 1, 2), ("乙", 1, 2, 1)],
            [("丙", 1, 1, 1), ("丁\n50|51", 2, 1, 1)],
            [("戊", 0, 1, 1), ("己", 1, 1, 1), ("", 2, 1, 1)],
        ]
    ]


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "utf-8", "utf-16", "utf-8-sig"])
def test_pages_in_every_usual_encoding(encoding: str) -> None:
    page = f'<html><meta charset="{encoding}"><p>项目单位</p></html>'
    assert texts(html.read(page.encode(encoding)).blocks) == ["项目单位"]


def test_a_page_in_one_file_is_read() -> None:
    page = "<html><p>=CF=EE=C4=BF</p><img src=3D'cid:1'></html>"
    mht = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; '
        f'charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{page}\r\n--b\r\n'
        "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n--b--\r\n"
    )
    found = html.read(mht.encode())
    assert texts(found.blocks) == ["项目"]
    assert [note.text for note in found.notes] == ["第1段附近有1张图片，没有读入"]


def test_word_2003_xml_with_the_numbers_it_shows() -> None:
    page = """<?xml version="1.0" encoding="gb2312"?><?mso-application progid="Word.Document"?>
    <w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"
     xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"><w:body><wx:sect>
    <w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="一、"/></w:listPr></w:pPr>
    <w:r><w:t>概况</w:t></w:r></w:p><wx:sub-section><w:tbl><w:tr><w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr>
    <w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr>
    <w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>丙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
    </wx:sub-section></wx:sect></w:body></w:wordDocument>""".encode("gb18030")
    assert office_xml.recognises(page)
    assert shown(office_xml.read(page).blocks) == [
        "一、概况",
        [[("甲", 0, 1, 2), ("乙", 1, 1, 1)], [("丙", 1, 1, 1)]],
    ]


def test_a_flat_package_of_word() -> None:
    body = f"<w:document {of.NAMESPACES}><w:body>{p('平面')}</w:body></w:document>"
    page = (
        '<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{body}</pkg:xmlData></pkg:part></pkg:package>'
    ).encode()
    assert office_xml.recognises(page)
    assert texts(office_xml.read(page).blocks) == ["平面"]


def odt(body: str, styles: str = "", manifest: str = "") -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
        for name, uri in (
            ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        )
    )  # fmt: skip
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    if manifest:
        parts["META-INF/manifest.xml"] = f'<m:manifest xmlns:m="urn:x">{manifest}</m:manifest>'
    return of.zipped({**parts})


def test_odt_spaces_changes_and_hidden_text() -> None:
    hidden = (
        '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:p> 地  <text:s text:c="3"/>址<text:tab/>甲<text:span text:style-name="H">隐</text:span>'
        "<text:line-break/>乙<text:note><text:note-body><text:p>注</text:p></text:note-body></text:note></text:p>"
    )
    content = odf.read(odt(body, hidden))
    assert shown(content.blocks) == ["地    址\t甲", "乙"]
    assert [note.text for note in content.notes] == ["注"]


def test_odt_tables_with_covered_cells() -> None:
    rows = (
        '<table:table-header-rows><table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>甲</text:p>'
        '</table:table-cell><table:table-cell table:number-columns-spanned="2"><text:p>乙</text:p></table:table-cell>'
        "<table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row>"
        '<table:covered-table-cell/><table:table-cell table:number-columns-repeated="2"/></table:table-row>'
    )
    assert shown(odf.read(odt(f"<table:table>{rows}</table:table>")).blocks) == [
        [[("甲", 0, 1, 2), ("乙", 1, 2, 1)], [("", 1, 1, 1), ("", 2, 1, 1)]]
    ]


def test_an_encrypted_odt_is_refused_with_advice() -> None:
    with pytest.raises(ImportRefused, match=r"加密.*取消密码"):
        odf.read(odt("", manifest="<m:encryption-data/>"))


def own_pdf_with(*attachments: Attachment) -> bytes:
    canvas = ArchivalCanvas(DocumentInfo("题"), (595, 842), attachments[0] if attachments else None)
    canvas.showPage()
    return canvas.finish()


def test_our_own_pdf_gives_back_its_data() -> None:
    data = '{"项目": "植树"}'.encode()
    pdf = own_pdf_with(Attachment(DATA_NAME, data, "application/json", DATA_DESCRIPTION))
    assert own_pdf.NAME == DATA_NAME
    assert own_pdf.recognises(pdf)
    assert own_pdf.attachment(pdf) == data
    assert intake.read(pdf, "a.pdf", load("hechi-2018")) == data


def test_other_pdfs_are_refused_with_advice() -> None:
    with pytest.raises(ImportRefused, match=r"没有本程序的报告数据.*扫描件"):
        own_pdf.attachment(own_pdf_with())
    other = own_pdf_with(Attachment("other.json", b"{}", "application/json", "x"))
    with pytest.raises(ImportRefused, match="没有本程序的报告数据"):
        own_pdf.attachment(other)


def test_an_attachment_that_swells_is_refused() -> None:
    pdf = own_pdf_with(Attachment(DATA_NAME, b" " * (own_pdf.SIZE_LIMIT + 1), "application/json", "x"))
    assert len(pdf) < 60_000
    with pytest.raises(ImportRefused, match="已损坏"):
        own_pdf.attachment(pdf)


def ole(name: str) -> bytes:
    """The fixture's container with its main stream under another name."""
    data = bytearray((FIXTURES / "features.doc").read_bytes())
    at = data.find("WordDocument".encode("utf-16-le"))
    data[at : at + 64] = name.encode("utf-16-le").ljust(64, b"\0")
    data[at + 64] = 2 * len(name) + 2
    return bytes(data)


DOCX = of.docx(p("文"))
KNOWN = {
    "docx": (DOCX, "Word 文件(.docx)"),
    "doc": ((FIXTURES / "features.doc").read_bytes(), "Word 97–2003 文件(.doc)"),
    "xls": ((FIXTURES / "sheet.xls").read_bytes(), "Excel 97–2003 文件(.xls)"),
    "ods": ((FIXTURES / "sheet.ods").read_bytes(), "OpenDocument 文件"),
    "rtf": ((FIXTURES / "features.rtf").read_bytes(), "RTF 文件"),
    "html as doc": (b"<html><body>x</body></html>", "网页文件"),
    "text": ("项目名称".encode("gbk"), "文本文件"),
    "text in braces": ("{项目名称}：植树".encode(), "文本文件"),
    "text that begins as a picture does": (b"BMI: 23\n", "文本文件"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_files_are_told_by_their_content(name: str) -> None:
    data, kind = KNOWN[name]
    assert sniff.kind_of(data).name == kind
    assert sniff.read(data, "x.bin").blocks


REFUSED = {
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "图片.*文字识别"),
    "photograph": (b"\xff\xd8\xff\xe0" + bytes(99), "图片"),
    "bitmap": (b"BM\x9a\x00\x00\x00\x00\x00\x00\x00" + bytes(99), "图片"),
    "picture of a telephone": (b"\x00\x00\x00\x18ftypheic" + bytes(99), "图片"),
    "zip": (of.zipped({"a.docx": DOCX}), "压缩包.*解压"),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(99), "压缩包.*解压"),
    "presentation": (of.zipped({"ppt/presentation.xml": "<x/>"}), "演示文稿"),
    "binary workbook": (of.zipped({"xl/workbook.bin": "x"}), r"\.xlsb.*另存为 \.xlsx"),
    "OFD": (of.zipped({"OFD.xml": "<x/>"}), "OFD.*Word"),
    "torn docx": (DOCX[: len(DOCX) // 2], "不完整的 Office 文件.*重新取得"),
    "encrypted office file": (ole("EncryptedPackage"), "加密的 Office 文件.*取消密码"),
    "Works": (ole("CONTENTS"), "Works.*另存为"),
    "broken container": (OLE + bytes(600), "旧版 Office"),
    "Word 2": (b"\xdb\xa5\x2d\x00" + bytes(99), r"Word 2\.0"),
    "shortcut": (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(99), "快捷方式"),
    "program": (b"MZ\x90\x00" + bytes(99), "程序文件"),
    "PDF": (b"%PDF-1.4\n" + bytes(99), "PDF.*Word"),
    "encrypted PDF": (b"%PDF-1.4\n/Encrypt 5 0 R", "加密的 PDF"),
    "empty": (b"\xef\xbb\xbf \r\n", "空文件"),
    "far too big": (bytes(sniff.SIZE_LIMIT + 1), "30 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_named_with_the_way_out(name: str) -> None:
    data, sentence = REFUSED[name]
    with pytest.raises(ImportRefused, match=sentence) as caught:
        intake.read(data, "报告.doc", load("hechi-2018"))
    assert caught.value.sentence.endswith("。")


def test_the_doors_of_doc_know_a_container_without_a_document() -> None:
    with pytest.raises(ImportRefused, match="Works"):
        doc.read(ole("CONTENTS"))


def test_an_embedded_workbook_does_not_make_a_document_a_workbook() -> None:
    inner = of.docx(tbl(tr(tc("表"))), more={"word/embeddings/xl/worksheets/a.xml": "<x/>"})
    assert sniff.kind_of(inner).name == "Word 文件(.docx)"
