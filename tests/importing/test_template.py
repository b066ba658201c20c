"""A bureau's blank form, filled in: every value in its place, and nothing else touched."""

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from selfeval_gui import resources, storage
from selfeval_gui.importing import ImportRefused, template
from selfeval_gui.importing.formats import docx
from selfeval_gui.importing.template.filling import fill
from selfeval_gui.report import form as forms
from selfeval_gui.report.edit import put
from selfeval_gui.report.model import EvaluationType, Report
from selfeval_gui.report.text import squeeze
from tests.importing import blanks, officefiles
from tests.printing import reports

FORM = forms.load(forms.DEFAULT_FORM)


def sample() -> storage.ReportFile:
    return storage.load_bytes(resources.path("sample", "sample.zxzp.json").read_bytes()).file


def shown(document: bytes) -> Any:
    """Everything that the document shows, cell by cell, without white space."""

    def squeezed(value: Any) -> Any:
        if isinstance(value, str):
            return squeeze(value).replace("_", "")
        return [squeezed(each) for each in value] if isinstance(value, list | tuple) else value

    return squeezed(officefiles.shown(docx.read(document).blocks))


def differing(one: Iterable[Any], other: Iterable[Any]) -> list[tuple[Any, Any]]:
    return [(a, b) for a, b in zip(one, other, strict=True) if a != b]


@pytest.mark.parametrize("name", blanks.DRAWN)
def test_every_value_is_in_its_cell(name: str) -> None:
    draw, amounts = blanks.DRAWN[name]
    report = sample().report
    made = fill(draw(blanks.nothing), report, FORM)
    wanted = draw(blanks.values_of(report, FORM, **amounts))  # type: ignore[arg-type]
    assert differing(shown(made.document), shown(wanted)) == []
    assert made.doubtful == ()
    allowed = ("narrative.", "signatures.agency_date", "cover.evaluation_", "cover.report_date")
    assert [field for field, _ in made.left if not field.startswith(allowed)] == []


@pytest.mark.parametrize("kind", [EvaluationType.EX_ANTE, EvaluationType.INTERIM, EvaluationType.EX_POST])
def test_the_chosen_box_is_ticked_and_no_other(kind: EvaluationType) -> None:
    for name in ("official", "controls"):
        draw, _ = blanks.DRAWN[name]
        made = fill(draw(blanks.nothing), put(sample().report, "cover.evaluation_type", kind), FORM)
        assert "cover.evaluation_type" in made.written


def test_what_found_no_place_is_named_with_its_value() -> None:
    report = sample().report
    made = fill(blanks.official(blanks.nothing), report, FORM)
    left = dict(made.left)
    assert left["narrative.process"] == report.narrative.process.text
    assert not [field for field in left if field.startswith("basic_info")]
    assert template.name_of(FORM, "narrative.process") == "过程"
    assert template.name_of(FORM, "expenditures[2]") == "支出明细（第 3 行）"


def test_a_form_with_fewer_rows_gets_more_like_its_last() -> None:
    report = reports.many_rows(items=25, people=9)
    made = fill(blanks.underscores(blanks.nothing), report, FORM)
    assert {f"expenditures[{index}]" for index in range(1, 25)} <= set(made.written)
    assert {f"evaluators[{index}]" for index in range(9)} <= set(made.written)


def test_the_layout_is_not_touched() -> None:
    """The other parts, and all properties of tables, rows and cells, are byte for byte the form's."""
    blank = blanks.official(blanks.nothing)
    made = fill(blank, sample().report, FORM)
    with zipfile.ZipFile(BytesIO(blank)) as before, zipfile.ZipFile(BytesIO(made.document)) as after:
        assert before.namelist() == after.namelist()
        for name in before.namelist():
            if name != "word/document.xml":
                assert before.read(name) == after.read(name)
        old, new = before.read("word/document.xml").decode(), after.read("word/document.xml").decode()
    for tag in ("tblPr", "tblGrid", "trPr", "tcPr", "sectPr"):
        pattern = f"<w:{tag}[ />].*?(?:</w:{tag}>|/>)"
        assert re.findall(pattern, old) == re.findall(pattern, new)[: len(re.findall(pattern, old))]
    assert re.findall("<w:tr>", old) == re.findall("<w:tr>", new)


def test_a_value_takes_the_type_of_its_cell() -> None:
    fonts = '<w:rFonts w:eastAsia="黑体"/><w:sz w:val="28"/>'
    form = blanks.official(blanks.nothing)
    with zipfile.ZipFile(BytesIO(form)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    old = '项目负责人</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val="1"/></w:tcPr><w:p>'
    text = parts["word/document.xml"].decode()
    assert old in text
    parts["word/document.xml"] = text.replace(old, f"{old}<w:pPr><w:rPr>{fonts}</w:rPr></w:pPr>").encode()
    made = fill(officefiles.zipped(parts), sample().report, FORM)
    with zipfile.ZipFile(BytesIO(made.document)) as archive:
        new = archive.read("word/document.xml").decode()
    leader = sample().report.basic_info.project_leader
    assert f'<w:r><w:rPr>{fonts}</w:rPr><w:t xml:space="preserve">{leader}</w:t></w:r>' in new


def test_what_is_no_blank_form_is_refused() -> None:
    report = sample().report
    with pytest.raises(ImportRefused, match="没有找到足够的表格栏目"):
        fill(officefiles.docx(officefiles.p("会议通知：") + officefiles.p()), report, FORM)
    with pytest.raises(ImportRefused, match="宏"):
        fill(officefiles.docx(officefiles.p("x"), more={"word/vbaProject.bin": "x"}), report, FORM)
    with pytest.raises(ImportRefused, match="损坏"):
        fill(officefiles.docx(officefiles.p("x"))[:-40], report, FORM)
    odd = officefiles.docx(officefiles.p("x")).replace(b"x", b"x")
    with pytest.raises(ImportRefused):
        fill(odd, report, FORM)


def test_hostile_forms_are_refused_in_the_process_of_their_own(tmp_path: Path) -> None:
    file = sample()
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (80 << 20))
    entity = tmp_path / "entity.docx"
    with zipfile.ZipFile(entity, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    text = tmp_path / "notes.docx"
    text.write_text("项目名称：", encoding="utf-8")
    for path in (bomb, entity, text):
        with pytest.raises(ImportRefused):
            template.fill_file(path, file, FORM)


def test_a_form_is_filled_in_a_process_of_its_own(tmp_path: Path) -> None:
    blank = tmp_path / "空白.docx"
    blank.write_bytes(blanks.official(blanks.nothing))
    file = sample()
    made = template.fill_file(blank, file, FORM)
    assert made == fill(blank.read_bytes(), file.report, FORM)
    assert isinstance(made.document, bytes)


def test_the_same_form_and_report_give_the_same_bytes() -> None:
    report: Report = sample().report
    blank = blanks.with_narrative(blanks.nothing)
    assert fill(blank, report, FORM).document == fill(blank, report, FORM).document
