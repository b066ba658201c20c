"""The PDF: what is in it, what is not, and that it says exactly what was typed."""

import re
import shutil
import subprocess
from collections import Counter
from io import BytesIO
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from selfeval_gui.printing import archive, draw, produce
from selfeval_gui.printing.marks import Page, Run
from selfeval_gui.report.edit import put
from selfeval_gui.report.model import Section
from selfeval_gui.report.text import clean_lines
from tests.printing import reports
from tests.printing.reports import FORM

INFO = archive.DocumentInfo("标题", "单位", "主题")


def page_of(*texts: str) -> Page:
    """One page with one line for each text, without any layout."""
    runs = []
    for index, text in enumerate(texts):
        xs = tuple(10.0 + 4 * place for place in range(len(text)))
        runs.append(Run(10.0 + 5 * index, text, "fangsong", 10.5, xs))
    return Page("cover", None, 2000.0, 297.0, tuple(runs), ())


def extracted(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


@pytest.fixture(scope="module")
def plain_pdf() -> bytes:
    return produce.pdf_bytes(reports.filled(), FORM.id)


def test_the_same_report_gives_the_same_bytes(plain_pdf: bytes) -> None:
    assert produce.pdf_bytes(reports.filled(), FORM.id) == plain_pdf


def test_another_report_gives_other_bytes_and_another_identifier(plain_pdf: bytes) -> None:
    other = produce.pdf_bytes(put(reports.filled(), "basic_info.phone", "0778-5550199"), FORM.id)
    identifiers = [re.search(rb"/ID\s*\[<(\w+)>", data) for data in (plain_pdf, other)]
    assert identifiers[0]
    assert identifiers[1]
    assert identifiers[0][1] != identifiers[1][1]


def test_every_font_is_embedded_and_mapped_to_unicode(plain_pdf: bytes) -> None:
    reader = PdfReader(BytesIO(plain_pdf))
    objects = walk(reader.trailer, set())
    fonts = [entry for entry in objects if str(entry.get("/Type")) == "/Font"]
    assert {str(entry["/Subtype"]) for entry in fonts} == {"/Type0", "/CIDFontType2"}
    descriptors = [entry for entry in objects if str(entry.get("/Type")) == "/FontDescriptor"]
    assert len(descriptors) == 5
    assert all("/FontFile2" in entry for entry in descriptors)
    assert all("/ToUnicode" in entry for entry in fonts if str(entry["/Subtype"]) == "/Type0")


def test_each_page_of_the_pdf_says_what_the_composed_page_says(plain_pdf: bytes) -> None:
    pages = produce.composer(FORM.id).pages(reports.filled())
    for page, text in zip(pages, extracted(plain_pdf), strict=True):
        assert Counter(re.sub(r"\s", "", text)) == Counter(re.sub(r"\s", "", page.text()))


@pytest.mark.parametrize(
    "text",
    [
        "<b>&amp; <img src='x'> ]]> \\(( ))",
        "䶮㛃𬱖𠮷",
        "“引”‘用’——……·①㎡",
        "Tj ET BT /F1 12 Tf",
        "%PDF-1.4 endstream endobj",
    ],
)
def test_hostile_and_rare_text_is_printed_as_it_was_typed(text: str) -> None:
    report = put(reports.filled(), "narrative.process", Section(False, text))
    assert re.sub(r"\s", "", text) in re.sub(r"\s", "", "".join(extracted(produce.pdf_bytes(report, FORM.id))))


def strings(seed: int, count: int) -> list[str]:
    """Texts of characters that people may type or paste, the whole range of ideographs included."""
    random = Random(seed)
    pools = [(0x20, 0x7E), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2A6DF), (0xFF01, 0xFF5E), (0x3000, 0x303F)]
    special = "<b>&amp;()\\[]{}%#/“”‘’—…·㎡℃①　𬱖䶮㛃😀"
    texts = []
    for _ in range(count):
        characters = []
        for _ in range(random.randint(1, 24)):
            if random.random() < 0.2:
                characters.append(random.choice(special))
            else:
                characters.append(chr(random.randint(*random.choice(pools))))
        texts.append(clean_lines("".join(characters)).strip() or "空")
    return texts


def test_ten_thousand_strings_come_out_of_the_pdf_as_they_went_in() -> None:
    fonts = produce.bundled_fonts()
    texts = strings(1, 10_000)
    missing = set(fonts.missing("".join(texts)))
    known = ["".join(c for c in text if c not in missing and not c.isspace()) for text in texts]
    for start in range(0, len(known), 2000):
        pages = [page_of(*known[index : index + 50]) for index in range(start, start + 2000, 50)]
        reader = PdfReader(BytesIO(draw.pdf(pages, fonts, INFO)))
        for page, pdf_page in zip(pages, reader.pages, strict=True):
            found = re.sub(r"\s", "", pdf_page.extract_text())
            assert found == "".join(run.text for run in page.runs())


def test_the_document_says_what_it_is(plain_pdf: bytes) -> None:
    reader = PdfReader(BytesIO(plain_pdf))
    assert reader.metadata
    assert reader.metadata.title == "油茶低产林改造项目支出绩效自评报告"
    assert reader.metadata.author == "河池市林业技术推广站"
    assert reader.metadata.subject == "2025年度项目支出绩效自评报告"
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"  # type: ignore[index]
    assert "pdfaid:part>1<" in root["/Metadata"].get_data().decode()  # type: ignore[index]
    titles = [str(entry["/Title"]) for entry in reader.outline if not isinstance(entry, list)]
    assert titles == ["封面", "自评表", "自评报告正文"]


def walk(node: object, seen: set[int]) -> list[DictionaryObject]:
    if isinstance(node, IndirectObject):
        if node.idnum in seen:
            return []
        seen.add(node.idnum)
        node = node.get_object()
    if isinstance(node, dict):
        found = [node] if isinstance(node, DictionaryObject) else []
        return found + [entry for value in node.values() for entry in walk(value, seen)]
    if isinstance(node, list):
        return [entry for value in node for entry in walk(value, seen)]
    return []


def test_nothing_in_the_pdf_can_act() -> None:
    for data in (
        produce.pdf_bytes(reports.filled(), FORM.id),
        produce.pdf_bytes(reports.filled(), FORM.id, data=b"{}"),
    ):
        reader = PdfReader(BytesIO(data))
        objects = walk(reader.trailer, set())
        keys = {key for entry in objects for key in entry}
        assert not keys & {"/URI", "/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/GoToR", "/SubmitForm"}
        assert ("/EmbeddedFiles" in keys) == (b"EmbeddedFile" in data)
    assert "/EmbeddedFiles" in keys


def test_the_attached_data_comes_out_byte_for_byte() -> None:
    data = '{"报告": "𬱖"}'.encode()
    reader = PdfReader(BytesIO(produce.pdf_bytes(reports.filled(), FORM.id, data=data)))
    assert reader.attachments == {produce.DATA_NAME: [data]}
    assert "pdfaid:part>3<" in reader.trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@pytest.mark.parametrize("data", [None, b"{}"])
def test_qpdf_finds_nothing_wrong(tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(produce.pdf_bytes(reports.filled(), FORM.id, data=data, draft=True))
    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


_JARS = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")
_JAVA = Path("/usr/share/java")


def preflight(file: Path) -> str:
    """What PDFBox's validator of PDF/A-1b says of a file."""
    path = ":".join(str(_JAVA / f"{jar}.jar") for jar in _JARS)
    command = ["java", "-cp", path, "org.apache.pdfbox.preflight.Validator_A1b", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.mark.skipif(
    shutil.which("java") is None or not all((_JAVA / f"{jar}.jar").exists() for jar in _JARS),
    reason="PDFBox preflight is not installed (libpdfbox2-java libactivation-java libjaxb-api-java)",
)
def test_preflight_calls_it_pdf_a_1b_and_objects_only_to_the_attachment(tmp_path: Path) -> None:
    plain, attached = tmp_path / "plain.pdf", tmp_path / "attached.pdf"
    plain.write_bytes(produce.pdf_bytes(reports.filled(), FORM.id))
    attached.write_bytes(produce.pdf_bytes(reports.filled(), FORM.id, data=b"{}"))
    assert "is a valid PDF/A-1b file" in preflight(plain)
    objections = re.findall(r"^[\d.]+ : .*$", preflight(attached), re.MULTILINE)
    # The rules of part 1 forbid what part 3 is for: an embedded file and part number 3. Nothing else is found.
    assert len(objections) == 3
    assert all("EmbeddedFile" in line or "part must be 1" in line for line in objections)
