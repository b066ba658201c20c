"""Word files: what is read, what is left out, and that .docx, .doc, .odt and .rtf of one document say the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from selfeval_gui.importing import ImportRefused
from selfeval_gui.importing.blocks import Paragraph, Table
from selfeval_gui.importing.formats import doc, docx, odf, rtf, sniff
from selfeval_gui.importing.formats.content import Content
from selfeval_gui.importing.formats.doc_file import WordFile
from selfeval_gui.importing.recogniser import recognise
from selfeval_gui.importing.text_reader import read_text
from selfeval_gui.report.form import load
from tests.importing import officefiles as of
from tests.importing.officefiles import NAMESPACES, lists, numbered, p, r, shown, tbl, tc, texts, tr

HERE = Path(__file__).parent
FIXTURES = HERE / "fixtures"
SAMPLES = HERE.parent / "samples"
INSERTED = '<w:ins w:id="1" w:author="a">{}</w:ins>'
DELETED = '<w:del w:id="2" w:author="a"><w:r><w:delText>{}</w:delText></w:r></w:del>'


def field(code: str, result: str) -> str:
    """A field of Word: begin, code, separator, result, end."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return mark.format("begin") + instruction + mark.format("separate") + r(result) + mark.format("end")


def control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def box(checked: str) -> str:
    return control(f'<w14:checkbox><w14:checked w14:val="{checked}"/></w14:checkbox>', r("☒"))


def text_box(text: str) -> str:
    """A text box as Word writes it: the shape, and the same once more for old programs."""
    content = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{content}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


RUNS = {
    "insertion": (INSERTED.format(r("添上")), "添上"),
    "deletion": (DELETED.format("删去"), ""),
    "moved here": (f'<w:moveTo w:id="1">{r("移来")}</w:moveTo>', "移来"),
    "moved away": (f'<w:moveFrom w:id="1">{r("移走")}</w:moveFrom>', ""),
    "smart tag": (f'<w:smartTag w:element="date">{r("今年")}</w:smartTag>', "今年"),
    "link": (f"<w:hyperlink>{r('链接')}</w:hyperlink>", "链接"),
    "simple field": (f'<w:fldSimple w:instr="AUTHOR">{r("结果")}</w:fldSimple>', "结果"),
    "field": (field(" DATE ", "结果"), "结果"),
    "field in a field": (field(f" IF </w:instrText></w:r>{field(' PAGE ', '3')}<w:r><w:instrText>", "结果"), "结果"),
    "content control": (control("", r("填入")), "填入"),
    "prompt of a control": (control("<w:showingPlcHdr/>", r("单击此处输入文字")), ""),
    "hidden": (r("隐藏", "<w:vanish/>"), ""),
    "not hidden": (r("显示", '<w:vanish w:val="0"/>'), "显示"),
    "hidden by its style": (r("隐藏", '<w:rStyle w:val="Ghost"/>'), ""),
    "ticked control": (box("1"), "■"),
    "empty control": (box("0"), "□"),
    "ticked symbol": ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "■"),
    "other ticked symbol": ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "■"),
    "empty symbol": ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "□"),
    "letter of a symbol font": (r("þo", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "■□"),
    "plain boxes": (r("☑□√"), "☑□√"),
    "unknown symbol": ('<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>', "〓"),
    "old form box": (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'
        "</w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar"
        ' w:fldCharType="end"/></w:r>',
        "■",
    ),
    "old form list": (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="良好"/>'
        '<w:listEntry w:val="优秀"/></w:ddList></w:ffData></w:fldChar></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "优秀",
    ),
    "reading aid": (f"<w:ruby><w:rt>{r('xiāo')}</w:rt><w:rubyBase>{r('潇')}</w:rubyBase></w:ruby>", "潇"),
    "TAB and hyphen": ("<w:r><w:tab/><w:noBreakHyphen/><w:softHyphen/></w:r>", "\t-"),
    "comment mark": ('<w:r><w:commentReference w:id="0"/></w:r>', ""),
    "rare characters": (r("𠮷㛃㎡①％"), "𠮷㛃㎡①％"),
}


@pytest.mark.parametrize("name", RUNS)
def test_runs_are_read_as_they_are_seen(name: str) -> None:
    markup, expected = RUNS[name]
    ghost = '<w:style w:type="character" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>'
    content = docx.read(of.docx(p("前", markup, "后"), styles=ghost))
    assert shown(content.blocks) == [f"前{expected}后"]


def test_an_unfinished_field_does_not_swallow_the_rest() -> None:
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
    assert texts(docx.read(of.docx(p("前", broken) + p("后"))).blocks) == ["前", "后"]


def test_a_text_box_comes_once_behind_its_paragraph() -> None:
    content = docx.read(of.docx(p("标题", text_box("附件2")) + p("正文")))
    assert texts(content.blocks) == ["标题", "附件2", "正文"]


def test_line_breaks_make_lines_and_page_breaks_do_not() -> None:
    broken = p(r("甲"), "<w:r><w:br/></w:r>", r("乙"), '<w:r><w:br w:type="page"/></w:r>', r("丙"))
    assert shown(docx.read(of.docx(broken)).blocks) == ["甲", "乙丙"]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    first = p("上半", properties='<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>')
    assert shown(docx.read(of.docx(first + p("下半"))).blocks) == ["上半下半"]


def test_blocks_in_controls_and_insertions_are_read() -> None:
    body = control("", p("控件")) + INSERTED.format(p("插入")) + "<w:customXml>" + p("标记") + "</w:customXml>"
    assert texts(docx.read(of.docx(body)).blocks) == ["控件", "插入", "标记"]


CHINESE = [("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]


def test_list_numbers_are_computed_level_by_level() -> None:
    steps = [(0, "一、"), (1, "（一）"), (2, "1."), (2, "2."), (1, "（二）"), (2, "1."), (0, "二、"), (1, "（一）")]
    body = "".join(p(f"第{at}", properties=numbered(1, level)) for at, (level, _) in enumerate(steps))
    blocks = docx.read(of.docx(body, numbering=lists(CHINESE))).blocks
    assert [block.number for block in blocks if isinstance(block, Paragraph)] == [number for _, number in steps]
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [f"第{at}" for at in range(len(steps))]


def test_levels_show_the_numbers_above_them() -> None:
    body = p("章", properties=numbered(1)) + p("节", properties=numbered(1, 1)) + p("节", properties=numbered(1, 1))
    blocks = docx.read(of.docx(body, numbering=lists([("decimal", "%1."), ("decimal", "%1.%2")]))).blocks
    assert texts(blocks) == ["1.章", "1.1节", "1.2节"]


def test_a_list_can_start_again() -> None:
    again = '<w:num w:numId="9"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    numbering = lists(CHINESE) + again + "</w:lvlOverride></w:num>"
    body = "".join(p("条", properties=numbered(list_id)) for list_id in (1, 1, 9, 9))
    assert texts(docx.read(of.docx(body, numbering=numbering)).blocks) == ["一、条", "二、条", "一、条", "二、条"]


def test_a_style_gives_number_and_heading_level() -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="H"><w:pPr>{numbered(1)}<w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="I"><w:basedOn w:val="H"/></w:style>'
    )
    body = p("概况", properties='<w:pStyle w:val="I"/>') + p("无号", properties='<w:pStyle w:val="H"/>' + numbered(0))
    blocks = docx.read(of.docx(body, numbering=lists(CHINESE), styles=styles)).blocks
    assert blocks == (Paragraph("概况", "第1段", "一、", 1), Paragraph("无号", "第2段", "", 1))


def test_bullets_are_no_numbers() -> None:
    blocks = docx.read(of.docx(p("点", properties=numbered(1)), numbering=lists([("bullet", "\uf0b7")]))).blocks
    assert blocks == (Paragraph("点", "第1段"),)


def test_merged_cells_keep_their_columns_and_rows() -> None:
    table = tbl(
        tr(tc("内容", merge="restart"), tc("支出数", span=2)),
        tr(tc(merge="continue"), tc("计划"), tc("实际")),
        tr(tc("办公费"), tc("5"), tc("4")),
        columns=3,
    )
    assert shown(docx.read(of.docx(table)).blocks) == [
        [
            [("内容", 0, 1, 2), ("支出数", 1, 2, 1)],
            [("计划", 1, 1, 1), ("实际", 2, 1, 1)],
            [("办公费", 0, 1, 1), ("5", 1, 1, 1), ("4", 2, 1, 1)],
        ]
    ]


def test_skipped_grid_columns_shift_a_row() -> None:
    table = tbl(tr(tc("甲"), tc("乙")), tr(tc("丙"), properties='<w:gridBefore w:val="1"/>'), columns=2)
    assert shown(docx.read(of.docx(table)).blocks) == [[[("甲", 0, 1, 1), ("乙", 1, 1, 1)], [("丙", 1, 1, 1)]]]


def test_deleted_rows_and_cells_do_not_count() -> None:
    table = tbl(
        tr(tc("删"), properties='<w:del w:id="1" w:author="a"/>'),
        tr(tc("留"), tc("去", more='<w:cellDel w:id="2" w:author="a"/>')),
        control("", tr(tc("控件里"), control("", tc("的格")))),
    )
    expected = [[("留", 0, 1, 1)], [("控件里", 0, 1, 1), ("的格", 1, 1, 1)]]
    assert shown(docx.read(of.docx(table)).blocks) == [expected]


def test_inner_tables_keep_their_cells_apart() -> None:
    inner = tbl(tr(tc("50"), tc("50")), columns=2)
    blocks = docx.read(of.docx(tbl(tr(tc("金额"), tc(inner, ""))))).blocks
    assert shown(blocks) == [[[("金额", 0, 1, 1), ("50|50\n", 1, 1, 1)]]]


def test_places_are_named_in_words() -> None:
    content = docx.read(
        of.docx(p("甲") + p() + p("乙") + tbl(tr(tc("丙"), tc(tbl(tr(tc("丁"))), ""))) + tbl(tr(tc("戊"))))
    )
    first, _, third, table, last = content.blocks
    assert isinstance(first, Paragraph)
    assert isinstance(third, Paragraph)
    assert isinstance(table, Table)
    assert isinstance(last, Table)
    assert (first.where, third.where, table.where, last.where) == ("第1段", "第2段", "表1", "表2")
    inner = table.rows[0].cells[1].blocks[0]
    assert isinstance(inner, Table)
    assert inner.where == "表1第1行第2格内的表1"
    deep = inner.rows[0].cells[0].blocks[0]
    assert isinstance(deep, Paragraph)
    assert deep.where == "表1第1行第2格内的表1第1行第1格"


def test_what_is_not_read_is_named() -> None:
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    note = '<w:r><w:footnoteReference w:id="3"/></w:r>'
    covered = tbl(tr(tc("上", merge="restart")), tr(tc("被遮住", merge="continue")))
    body = p("图", picture, picture) + p("注", note) + covered + '<w:altChunk r:id="x" xmlns:r="urn:x"/>'
    content = docx.read(of.docx(body, footnotes=f'<w:footnote w:id="3">{p("注释文字")}</w:footnote>'))
    assert [(entry.text, entry.where) for entry in content.notes] == [
        ("第1段附近有2张图片，没有读入", "第1段"),
        ("注释文字", "第2段的脚注"),
        ("合并单元格遮住的文字：被遮住", "表1第2行"),
        ("这里嵌有另一个文档，没有读入", "第2段"),
    ]


def test_strict_files_and_moved_main_parts_are_read() -> None:
    body = f"<w:document {NAMESPACES}><w:body>{p('严格')}</w:body></w:document>"
    strict = body.replace(of.W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"'
        ' Target="/word/document22.xml"/></Relationships>'
    )
    data = of.zipped({"_rels/.rels": relations, "word/document22.xml": strict})
    assert docx.recognises(data)
    assert texts(docx.read(data).blocks) == ["严格"]


def test_links_out_of_the_package_are_not_followed() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="x/officeDocument" Target="file:///etc/passwd" TargetMode="External"/>'
        '<Relationship Id="r2" Type="x/officeDocument" Target="../../etc/passwd"/></Relationships>'
    )
    document = f"<w:document {NAMESPACES}><w:body>{p('本文')}</w:body></w:document>"
    data = of.zipped({"_rels/.rels": relations, "word/document.xml": document})
    assert texts(docx.read(data).blocks) == ["本文"]


FEATURES: dict[str, tuple[Callable[[bytes], Content], str]] = {
    "doc": (doc.read, "features.doc"),
    "odt": (odf.read, "features.odt"),
    "rtf": (rtf.read, "features.rtf"),
}


@pytest.mark.parametrize("name", FEATURES)
def test_other_word_processors_files_say_the_same(name: str) -> None:
    """The fixtures are one Word file with lists, changes, fields, symbols and merged cells, saved in other formats."""
    read, file = FEATURES[name]
    assert shown(read((FIXTURES / file).read_bytes()).blocks) == [
        "一、总述",
        "（一）分述甲",
        "1.细目",
        "（二）分述乙",
        "二、结语",
        "1.条款",
        "1.1子条款",
        "留下的添上的末尾",
        "2022年3月5日填报",
        "事后评价■事前评价□",
        "生僻字𠮷与㛃",
        [
            [("支出内容", 0, 1, 2), ("计划", 1, 2, 1), ("备注", 3, 1, 1)],
            [("年初", 1, 1, 1), ("调整", 2, 1, 1), ("", 3, 1, 1)],
            [("办公费", 0, 1, 1), ("0.8", 1, 1, 1), ("50", 2, 1, 1), ("内甲|50/内乙|51\n", 3, 1, 1)],
        ],
        "文末",
    ]


@pytest.mark.parametrize("file", ["silkworm_2022.doc", "silkworm_2022.odt"])
def test_a_report_is_the_same_in_every_format(file: str) -> None:
    form = load("hechi-2018")
    blocks = read_text((SAMPLES / "silkworm_2022.txt").read_bytes())
    expected = recognise(blocks, form)
    content = sniff.read((FIXTURES / file).read_bytes(), file)
    assert recognise(content.blocks, form).report == expected.report
    written = sniff.read(of.docx_of(blocks), "silkworm_2022.docx")
    assert recognise(written.blocks, form).report == expected.report


def test_a_word_95_file_is_refused_with_advice() -> None:
    data = bytearray((FIXTURES / "features.doc").read_bytes())
    at = data.find(b"\xec\xa5")
    data[at : at + 2] = b"\xdc\xa5"
    with pytest.raises(ImportRefused, match=r"Word 6\.0/95.*另存为 \.docx"):
        doc.read(bytes(data))


def test_an_encrypted_doc_is_refused_with_advice() -> None:
    data = bytearray((FIXTURES / "features.doc").read_bytes())
    at = data.find(b"\xec\xa5")
    data[at + 11] |= 0x01
    with pytest.raises(ImportRefused, match=r"加密.*取消密码"):
        doc.read(bytes(data))


def test_list_numbers_of_a_doc_come_from_its_styles_too() -> None:
    """The fixture has numbered headings; the numbers that stand at the paragraphs themselves are taken away."""
    data = (FIXTURES / "headings.doc").read_bytes()
    expected = ["一、概况", "（一）投入", "正文", "（二）过程", "二、结论"]
    assert shown(doc.read(data).blocks) == expected
    stream = WordFile(data).stream
    at = data.find(stream[:512])
    sprm_list, unused = b"\x0b\x46", b"\x1f\x46"
    assert stream.count(sprm_list) == 4
    bare = data[:at] + stream.replace(sprm_list, unused) + data[at + len(stream) :]
    assert shown(doc.read(bare).blocks) == expected
    assert [block.heading_level for block in doc.read(bare).blocks if isinstance(block, Paragraph)] == [
        1,
        2,
        None,
        2,
        1,
    ]
