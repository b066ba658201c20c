"""Checks of what is put on paper: the fonts are whole, and the same report gives the same PDF, byte for byte."""

import hashlib
from pathlib import Path

from selfeval_gui import importing, resources, storage
from selfeval_gui.printing import coverage, face, fonts, produce
from selfeval_gui.report import form as forms
from selfeval_gui.selftest.machine import Machine
from selfeval_gui.selftest.results import Verdict, noted, passed, wrong

BUILD = "build.json"
"""Beside the data of an installed program: what the machine that packed it found. A checkout has none."""
_SAMPLE = ("sample", "sample.zxzp.json")
_SIGNS = "，。、；：？！“”‘’（）〔〕《》—…·％０１２３４５６７８９■□"
_RARE = "䶮㛃"


def bundled_fonts(machine: Machine) -> Verdict:
    """The program's own fonts can be read, and show signs and rare characters in every style."""
    del machine
    try:
        book = produce.bundled_fonts()
        rows = book.report()
        lacking = [row.label for row in rows for char in _SIGNS + _RARE if not book.resolve(row.style, char)[1]]
    except (fonts.FontsMissing, resources.ResourceMissing) as missing:
        return wrong(str(missing))
    if lacking:
        return wrong("随程序提供的字体缺字，请重新安装本程序。", *dict.fromkeys(lacking))
    return passed(f"随程序提供的 {len(rows)} 种字体完好。", *(f"{row.label}：{row.face}" for row in rows))


def installed_fonts(machine: Machine) -> Verdict:
    """Which of the official typefaces this machine has, and whether they can be used."""
    try:
        book = produce.font_book(machine.fonts())
        rows = book.report()
        pages = produce.composer(_sample().form, book).pages(_sample().report)
        produce.pdf_of_pages(pages, _sample().report, _sample().form, book)
    except face.FaceError as damaged:
        return noted("本机有的字体已损坏。请在“帮助 → 字体情况”里改为只用随程序提供的字体。", str(damaged))
    except (fonts.FontsMissing, resources.ResourceMissing) as missing:
        return wrong(str(missing))
    own = [row for row in rows if row.bundled]
    facts = [f"{row.label}：{row.face}（{'随程序提供' if row.bundled else row.path.name}）" for row in rows]
    if not own:
        return passed("公文用的字体本机都有，版面用本机的。", *facts)
    return passed(f"{len(rows)} 种字体中有 {len(own)} 种本机没有，用随程序提供的代替。", *facts)


def same_pdf(machine: Machine) -> Verdict:
    """The sample gives the same PDF twice, the one that was made when the program was packed, with the report in it."""
    del machine
    return judged(sample_pdf(), sample_pdf(), packed().get("sample_pdf_sha256"))


def judged(first: bytes, second: bytes, expected: str | None) -> Verdict:
    """Two exports of the sample, and the digest that they should have."""
    digest = hashlib.sha256(first).hexdigest()
    facts = (f"样例 PDF：{len(first)} 字节，SHA-256 {digest}",)
    if first != second:
        return wrong("同一份报告两次导出的 PDF 不同。", *facts)
    try:
        back = importing.take(first, "样例.pdf", forms.load(forms.DEFAULT_FORM)).own
    except importing.ImportRefused:
        back = None
    if back is None or back != _sample():
        return wrong("导出的 PDF 里附带的报告数据读不回来。", *facts)
    if expected is not None and expected != digest:
        return wrong("导出的 PDF 与打包时的不同，程序可能不完整。", *facts, f"打包时：{expected}")
    return passed("导出 PDF 正常，逐字节一致，附带的数据能读回。", *facts)


def all_characters(machine: Machine) -> Verdict:
    """No character of the sample is without a glyph: what a font lacks would be drawn as nothing."""
    del machine
    book = produce.bundled_fonts()
    pages = produce.composer(_sample().form, book).pages(_sample().report)
    lacking = [f"{lack.path or '表样'}：{''.join(lack.characters)}" for lack in coverage.missing(pages, book)]
    if lacking:
        return wrong("样例中有的字显示不出来。", *lacking)
    return passed(f"样例 {len(pages)} 页的字全部能显示。")


def sample_pdf() -> bytes:
    """The sample as PDF, with the program's own fonts and the report in it: the same on every machine."""
    file = _sample()
    return produce.pdf_bytes(file.report, file.form, data=storage.encode(file))


def packed() -> dict[str, str]:
    """What the machine that packed the program wrote down; nothing in a checkout."""
    place = Path(resources.root(), BUILD)
    return dict(resources.read_json(BUILD)) if place.is_file() else {}


def _sample() -> storage.ReportFile:
    return storage.load(resources.path(*_SAMPLE)).file
