"""The Word file: what stands in it, in what form, and that it comes back."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfeval_gui import importing, resources, storage
from selfeval_gui.exporting.word import docx_bytes
from selfeval_gui.exporting.word.markup import twips
from selfeval_gui.importing import intake
from selfeval_gui.importing.proposal import OwnFile
from selfeval_gui.printing import layout as layouts
from selfeval_gui.printing.printed import printed
from selfeval_gui.report import form as forms
from selfeval_gui.report.edit import ROW_TYPES, get, leaf_paths, put
from selfeval_gui.report.model import SECTION_KEYS, Report, Section
from selfeval_gui.report.narrative import section_text
from selfeval_gui.storage import ReportFile
from tests.checking.clean_reports import clean_report
from tests.printing import reports
from tests.storage.reports import files

FORM = forms.load(forms.DEFAULT_FORM)
LAYOUT = layouts.load(FORM.id)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNPRINTED = ("fiscal_year", "narrative.basis_document", "narrative.evaluation_date")
ROWS = {"expenditures": ("item", "planned", "actual"), "evaluators": ("name", "title", "unit")}


def sample() -> ReportFile:
    return storage.load_bytes(resources.path("sample", "sample.zxzp.json").read_bytes()).file


def parts(document: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(document)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


def xml(content: str) -> Element:
    return fromstring(content)  # noqa: S314 - our own


def rewritten(document: bytes, old: str, new: str) -> bytes:
    """The document as somebody leaves it who has put `new` for `old` in its text."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts(document).items():
            assert name != "word/document.xml" or old in content
            archive.writestr(name, content.replace(old, new) if name == "word/document.xml" else content)
    return out.getvalue()


def shown(report: Report) -> dict[str, object]:
    """Everything that the report prints."""
    said: dict[str, object] = {}
    for path in leaf_paths(Report()):
        if (not path.startswith("narrative.") or path == "narrative.addressee") and path not in UNPRINTED:
            said[path] = printed(report, path)
    for key in SECTION_KEYS:
        lines = section_text(report, FORM, key).split("\n")
        said[key] = [line.strip(" \u3000") for line in lines if line.strip()]
    for table, names in ROWS.items():
        rows = [[printed(report, f"{table}[{at}].{name}") for name in names] for at in range(len(get(report, table)))]
        said[table] = [row for row in rows if any(row)]
    return said


def test_the_same_report_gives_the_same_bytes_and_another_one_others() -> None:
    file = sample()
    data = storage.encode(file)
    first = docx_bytes(file.report, file.form, data=data)
    assert docx_bytes(file.report, file.form, data=data) == first
    assert docx_bytes(put(file.report, "basic_info.phone", "0778-5550137"), file.form, data=data) != first


@pytest.mark.parametrize("name", reports.ALL)
def test_all_that_is_printed_comes_back_from_the_text(name: str) -> None:
    report = reports.ALL[name]()
    found = intake.propose(docx_bytes(report, FORM.id), "报告.docx", FORM)
    assert shown(found.report) == shown(report)
    assert (found.unplaced, found.warnings) == ((), ())


@pytest.mark.parametrize("seed", range(0, 240, 20))
def test_ordinary_reports_come_back_from_the_text(seed: int) -> None:
    come_back(seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(240))
def test_many_ordinary_reports_come_back_from_the_text(seed: int) -> None:
    come_back(seed)


def come_back(seed: int) -> None:
    report = clean_report(seed)
    found = intake.propose(docx_bytes(report, FORM.id), "报告.docx", FORM)
    assert shown(found.report) == shown(report)
    assert (found.unplaced, found.warnings) == ((), ())


@given(files)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_report_file_comes_back_whole_from_its_data(file: ReportFile) -> None:
    whole(file)


@pytest.mark.soak
@given(files)
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_very_many_report_files_come_back_whole_from_their_data(file: ReportFile) -> None:
    whole(file)


def whole(file: ReportFile) -> None:
    data = storage.encode(file)
    document = docx_bytes(file.report, file.form, data=data)
    assert intake.read(document, "报告.docx", FORM) == data
    for content in parts(document).values():
        xml(content)


def test_a_file_that_word_has_saved_anew_still_has_its_data() -> None:
    file = sample()
    data = storage.encode(file)
    document = docx_bytes(file.report, file.form, data=data)
    # Word cuts runs where it checked the spelling, and writes its own white space.
    content = parts(document)["word/document.xml"]
    saved = re.sub(
        r"<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)<w:t([^>]*)>([^<]{2})([^<]+)</w:t></w:r>",
        r"<w:r>\1<w:t\2>\3</w:t></w:r><w:proofErr w:type='spellEnd'/><w:r>\1<w:t\2>\4</w:t></w:r>",
        content,
    )
    assert saved != content
    assert intake.read(rewritten(document, content, saved), "报告.docx", FORM) == data


def test_what_somebody_wrote_in_word_counts_and_is_marked_and_the_rest_stays() -> None:
    file = sample()
    data = storage.encode(file)
    document = rewritten(docx_bytes(file.report, file.form, data=data), "0778-5550136", "0778-5550199")
    found = intake.read(document, "报告.docx", FORM)
    assert isinstance(found, OwnFile)
    new = storage.load_bytes(found.data).file
    assert new.report == put(file.report, "basic_info.phone", "0778-5550199")
    assert new.id == file.id
    assert new.review.unreviewed["basic_info.phone"] == {"previous": "0778-5550136"}
    assert found.changed == ("basic_info.phone",)
    assert found.notes[0].startswith("这份 Word 文件导出后有 1 项被改过（联系电话）")
    taken = importing.take(document, "报告.docx", FORM)
    assert taken.own == new
    assert [entry.certainty for entry in taken.proposal.recognised if entry.path == "basic_info.phone"] == ["check"]


def test_a_sentence_added_in_word_is_in_its_section_and_a_cut_link_stays_cut() -> None:
    file = sample()
    text = "新增的一句。"
    paragraph = section_text(file.report, FORM, "process").split("\n")[-1]
    document = docx_bytes(file.report, file.form, data=storage.encode(file))
    found = intake.read(rewritten(document, paragraph[-8:], paragraph[-8:] + text), "报告.docx", FORM)
    assert isinstance(found, OwnFile)
    new = storage.load_bytes(found.data).file
    assert new.report.narrative.process.text.endswith(text)
    same = replace(new.report.narrative, process=file.report.narrative.process)
    assert replace(new.report, narrative=same) == file.report


def test_data_that_is_not_ours_is_not_used() -> None:
    file = sample()
    document = docx_bytes(file.report, file.form, data=b"{}")
    found = intake.propose(rewritten(document, "0778-5550136", "0778-5550199"), "报告.docx", FORM)
    assert found.report.basic_info.phone == "0778-5550199"
    without = docx_bytes(file.report, file.form)
    assert not [name for name in parts(without) if name.startswith("customXml")]
    assert shown(intake.propose(without, "报告.docx", FORM).report) == shown(file.report)


def test_text_that_looks_like_markup_stays_text() -> None:
    odd = '<w:p>&amp;"]]>\ufffe'
    report = reports.filled(basic_info__address=odd, narrative__process=Section(False, f"内容{odd}完。"))
    found = intake.propose(docx_bytes(report, FORM.id), "报告.docx", FORM).report
    assert found.basic_info.address == odd.replace("\ufffe", "")
    assert found.narrative.process.text == f"内容{odd}完。".replace("\ufffe", "")


def test_paper_margins_and_page_numbers_are_the_layouts() -> None:
    content = parts(docx_bytes(sample().report, FORM.id))
    body = xml(content["word/document.xml"])
    page = LAYOUT.page
    cover, rest = body.iter(W + "sectPr")
    margins = rest.find(W + "pgMar")
    assert margins is not None
    wanted = {"top": page.top, "bottom": page.bottom, "left": page.left, "right": page.right}
    assert {side: margins.get(W + side) for side in wanted} == {side: str(twips(mm)) for side, mm in wanted.items()}
    assert [ref.get(W + "type") for ref in rest.findall(W + "footerReference")] == ["default", "even"]
    assert cover.findall(W + "footerReference") == []
    assert "<w:evenAndOddHeaders/>" in content["word/settings.xml"]
    assert 'w:val="right"' in content["word/footer_default.xml"]
    assert 'w:val="left"' in content["word/footer_even.xml"]
    assert "PAGE" in content["word/footer_even.xml"]


def test_tables_have_their_columns_spans_heads_and_headings() -> None:
    body = xml(parts(docx_bytes(reports.many_rows(), FORM.id))["word/document.xml"])
    tables = list(body.iter(W + "tbl"))
    columns = [[round(int(c.get(W + "w", "0")) / 56.69) for c in t.iter(W + "gridCol")] for t in tables]
    assert [36, 42, 36, 42] in columns
    assert [72, 42, 42] in columns
    assert [30, 63, 63] in columns
    assert [28, 40, 56, 32] in columns
    for grid in tables:
        width = len(list(grid.iter(W + "gridCol")))
        for row in grid.iter(W + "tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(W + "tc")]
            assert sum(1 if span is None else int(span.get(W + "val", "1")) for span in spans) == width
    heads = [row for grid in tables for row in grid.iter(W + "tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
    assert ["".join(text.text or "" for text in row.iter(W + "t")) for row in heads] == [
        "支出内容（按经济科目）计划支出数实际支出数",
        "预  期（或调整后）实  际",
        "姓名职称/职务单  位签字",
    ]
    # A table that is to repeat its head begins with it.
    assert all(row is grid.find(W + "tr") for grid in tables for row in grid.iter(W + "tr") if row in heads)


def test_headings_make_a_table_of_contents() -> None:
    content = parts(docx_bytes(sample().report, FORM.id))
    body = xml(content["word/document.xml"])
    styles = xml(content["word/styles.xml"])
    outline = {
        style.get(W + "styleId", ""): int(level.get(W + "val", "")) + 1
        for style in styles.iter(W + "style")
        if (level := style.find(f"{W}pPr/{W}outlineLvl")) is not None
    }
    said = [
        (outline[style.get(W + "val", "")], "".join(text.text or "" for text in paragraph.iter(W + "t")))
        for paragraph in body.iter(W + "p")
        if (style := paragraph.find(f"{W}pPr/{W}pStyle")) is not None and style.get(W + "val") in outline
    ]
    assert said[:4] == [(1, getattr(part, "heading", "")) for part in LAYOUT.form.parts[:4]]
    assert said[4:7] == [(1, "一、项目基本概况"), (2, "（一）项目概况"), (3, "1.立项背景")]
    for rank in (1, 2, 3):
        assert f'w:styleId="Heading{rank}"><w:name w:val="heading {rank}"/>' in content["word/styles.xml"]


def test_typefaces_have_their_official_names_and_no_other_is_named() -> None:
    content = parts(docx_bytes(sample().report, FORM.id))
    named = set(re.findall(r'w:(?:ascii|eastAsia|hAnsi|cs)="([^"]+)"', content["word/styles.xml"]))
    assert named - {"zh-CN"} == {"仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"}
    assert 'w:altName w:val="FangSong_GB2312,仿宋,FangSong"' in content["word/fontTable.xml"]


def test_boxes_can_be_ticked_and_the_draft_mark_stands_behind_every_page() -> None:
    report = sample().report
    content = parts(docx_bytes(report, FORM.id))
    assert re.findall(r'w14:checked w14:val="(\d)"', content["word/document.xml"]) == ["0", "0", "1"]
    assert not [name for name in content if "header" in name]
    draft = parts(docx_bytes(report, FORM.id, draft=True))
    marks = [text for name, text in draft.items() if "header" in name]
    assert len(marks) == 2
    assert all('string="草稿"' in text for text in marks)
    assert draft["word/document.xml"].count("w:headerReference") == 4


ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs autoSpaceDE autoSpaceDN "
    "adjustRightInd snapToGrid spacing ind jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b i color spacing w kern position sz szCs highlight u lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar",
    "tcPr": "tcW gridSpan vMerge tcBorders shd tcMar vAlign",
    "sectPr": "headerReference footerReference type pgSz pgMar cols titlePg docGrid",
    "settings": "zoom evenAndOddHeaders defaultTabStop characterSpacingControl compat themeFontLang",
    "style": "name basedOn next qFormat pPr rPr",
    "tblBorders": "top left bottom right insideH insideV",
    "tcBorders": "top left bottom right",
    "tcMar": "top left bottom right",
}
"""The order that the schema asks for (ECMA-376 part 1): Word refuses files with another."""


@pytest.mark.parametrize("name", ["plain", "long-names", "many-rows", "empty"])
def test_elements_stand_in_the_order_of_the_schema(name: str) -> None:
    for content in parts(docx_bytes(reports.ALL[name](), FORM.id, data=b"{}", draft=True)).values():
        for element in xml(content).iter():
            order = ORDER.get(element.tag.removeprefix(W))
            if order is not None and element.tag.startswith(W):
                places = [order.split().index(child.tag.removeprefix(W)) for child in element]
                assert places == sorted(places), element.tag


@pytest.mark.parametrize("table", ROW_TYPES)
def test_a_row_that_was_taken_out_in_word_is_gone_and_the_others_keep_their_values(table: str) -> None:
    file = sample()
    document = docx_bytes(file.report, file.form, data=storage.encode(file))
    content = parts(document)["word/document.xml"]
    said = {"expenditures": ">邮电费<", "evaluators": ">副主任<"}[table]
    row = next(row for row in re.findall("<w:tr>.*?</w:tr>", content) if said in row)
    found = intake.read(rewritten(document, row, ""), "报告.docx", FORM)
    assert isinstance(found, OwnFile)
    rows = get(storage.load_bytes(found.data).file.report, table)
    old = [entry for entry in get(file.report, table) if getattr(entry, ROWS[table][0])]
    assert list(rows) == [old[0], *old[2:]]


@given(st.text("，。张李1234abc （）“”", max_size=120), st.integers(0, 3))
@settings(max_examples=15, deadline=None)
def test_the_estimate_of_lines_never_stops_a_file(text: str, times: int) -> None:
    report = reports.filled(narrative__process=Section(False, text), performance__expected=text * times)
    docx_bytes(report, FORM.id)
