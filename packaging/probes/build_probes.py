"""Writes the small files that the self-test imports on a user's machine: one invented report in four formats.

    python packaging/probes/build_probes.py

Needs openpyxl, and LibreOffice for the .doc, which no library writes. The same content gives the same .txt, .docx and
.xlsx byte for byte; LibreOffice puts the time into its file. `expected.json` beside the probes says what has to be
read from each. Unit, people and figures are invented.
"""

import io
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

TARGET = Path(__file__).resolve().parents[2] / "resources" / "probes"
LONG_AGO = (2020, 1, 1, 0, 0, 0)

COVER = (
    "附件2",
    "竹溪水情测报站点维护项目",
    "支出绩效自评报告",
    "项目名称：竹溪水情测报站点维护",
    "项目单位：河池市竹溪水情测报站",
    "主管部门：河池市澄源流域管理处",
    "评价类型：事前评价□ 事中评价□ 事后评价■",
    "评价方式：部门（单位）绩效自评",
    "评价机构：部门（单位）评价组",
    "部门（单位）名称（盖章）：",
    "2025年3月6日",
    "河池市财政局（制）",
)
BASICS = (
    ("项目负责人", "岑知秋", "联系电话", "0778-5550147"),
    ("地址", "金城江区竹溪路9号", "邮编", "547000"),
    ("项目起止时间", "2024年1月至12月"),
    ("计划安排资金（万元）", "36.5", "实际到位资金（万元）", "36.5"),
    ("自治区财政", "20", "自治区财政", "20"),
    ("市县财政", "16.5", "市县财政", "16.5"),
    ("实际支出（万元）", "35.82"),
)
ITEMS = (
    ("支出内容（按经济科目）", "计划支出数", "实际支出数"),
    ("印刷费", "1.5", "1.42"),
    ("差旅费", "6", "5.9"),
    ("维修（护）费", "29", "28.5"),
    ("支出合计", "36.5", "35.82"),
)
GOALS = (
    ("项目绩效目标及实施计划完成情况", "预期（或调整后）", "实际"),
    ("", "维护测报站点24个，设备完好率不低于95%。", "维护测报站点24个，设备完好率97.2%。"),
    ("综合得分", "93.5", ""),
    ("自评等次", "优秀", ""),
)
PEOPLE = (
    ("姓名", "职称/职务", "单位", "签字"),
    ("岑知秋", "站长", "河池市竹溪水情测报站", ""),
    ("覃 䶮", "工程师", "河池市竹溪水情测报站", ""),
)
HEADINGS = ("一、项目基本概况", "二、项目支出明细", "三、项目绩效情况", "四、评价人员")
NARRATIVE = (
    "竹溪水情测报站点维护项目支出绩效自评报告",
    "河池市财政局：",
    "按照要求，我站组织开展了自评，现将自评情况报告如下：",
    "一、项目基本概况",
    "（一）项目概况",
    "1.立项背景",
    "竹溪沿岸测报设备使用年限较长，汛期数据中断较多。",
    "2.项目实施情况",
    "项目于2024年1月启动，12月完成，逐站检修并更换部件。",
    "三、绩效分析及评价结论",
    "（二）过程",
    "项目资金专账核算、专款专用。",
    "四、经验总结、存在问题及意见和建议",
    "汛前集中检修的做法减少了数据中断。",
    "河池市竹溪水情测报站",
    "2025年3月6日",
)
KINDS = ("probe.txt", "probe.docx", "probe.doc", "probe.xlsx")
TABLES = (BASICS, ITEMS, GOALS, PEOPLE)
EXPECTED = {
    "cover.project_name": "竹溪水情测报站点维护",
    "cover.project_unit": "河池市竹溪水情测报站",
    "cover.report_date": "2025年3月6日",
    "basic_info.phone": "0778-5550147",
    "basic_info.planned_funds.total": "36.5",
    "basic_info.received_funds.city_county": "16.5",
    "basic_info.actual_expenditure": "35.82",
    "expenditures[2].item": "维修（护）费",
    "expenditures[2].actual": "28.5",
    "performance.actual": "维护测报站点24个，设备完好率97.2%。",
    "performance.score": "93.5",
    "evaluators[1].name": "覃䶮",
}
EXPECTED_OF_NARRATIVE = {"narrative.project_background.text": "竹溪沿岸测报设备使用年限较长，汛期数据中断较多。"}


def main() -> int:
    """Write the four probes and what they hold."""
    TARGET.mkdir(parents=True, exist_ok=True)
    word = docx()
    written = {"probe.txt": text(), "probe.docx": word, "probe.xlsx": xlsx()}
    if "--without-doc" not in sys.argv:
        written["probe.doc"] = doc(word)
    for name, data in written.items():
        (TARGET / name).write_bytes(data)
    truth = {name: EXPECTED | ({} if name.endswith(".xlsx") else EXPECTED_OF_NARRATIVE) for name in KINDS}
    expected = json.dumps(truth, ensure_ascii=False, indent=2) + "\n"
    (TARGET / "expected.json").write_text(expected, encoding="utf-8", newline="\n")
    return 0


def text() -> bytes:
    """As the text of a Word file is pasted: one cell a line, in the code page of Chinese Windows."""
    lines = list(COVER)
    for heading, rows in zip(HEADINGS, TABLES, strict=True):
        lines += ["", heading, ""]
        lines += ["\t".join(cell for cell in row) for row in rows]
    return "\r\n".join([*lines, "", *NARRATIVE, ""]).encode("gb18030")


def docx() -> bytes:
    """A Word file with the least that Word opens."""
    body = "".join(map(_paragraph, COVER))
    for heading, rows in zip(HEADINGS, TABLES, strict=True):
        body += _paragraph(heading) + _table(rows)
    body += "".join(map(_paragraph, NARRATIVE))
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return _zipped(
        {
            "[Content_Types].xml": f'{head}<Types xmlns="{types}"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
            f'ContentType="{main_type}"/></Types>',
            "_rels/.rels": f'{head}<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'{head}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        }
    )


def doc(word: bytes) -> bytes:
    """The same as Word 97 kept it."""
    office = shutil.which("soffice")
    if office is None:
        sys.exit("LibreOffice is needed for the .doc")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "probe.docx")
        place.write_bytes(word)
        home = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [office, home, "--headless", "--convert-to", "doc:MS Word 97", "--outdir", folder, str(place)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return Path(folder, "probe.doc").read_bytes()


def xlsx() -> bytes:
    """A workbook with the tables below each other, figures as numbers; offices keep no narrative in Excel."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评报告"
    book.properties.creator = "selfeval-gui"
    book.properties.created = book.properties.modified = datetime(*LONG_AGO[:3])  # noqa: DTZ001 - no time of day
    for line in COVER:
        sheet.append([line])
    for heading, rows in zip(HEADINGS, TABLES, strict=True):
        sheet.append([heading])
        for row in rows:
            sheet.append([_figure(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as made:  # openpyxl dates the entries
        parts = {info.filename: made.read(info) for info in made.infolist()}
    core = parts["docProps/core.xml"].decode()
    start, end = core.index("<dcterms:modified"), core.index("</cp:coreProperties>")
    parts["docProps/core.xml"] = (core[:start] + core[end:]).encode()
    return _zipped(parts)


def _figure(cell: str) -> str | float:
    try:
        return cell if cell in ("547000",) else float(cell)
    except ValueError:
        return cell


def _paragraph(line: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'


def _table(rows: "tuple[tuple[str, ...], ...]") -> str:
    wide = max(map(len, rows))
    grid = '<w:gridCol w:w="2200"/>' * wide
    made = ""
    for row in rows:
        cells = ""
        for at, cell in enumerate(row):
            span = wide - len(row) + 1 if at == len(row) - 1 else 1
            cells += f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{_paragraph(cell)}</w:tc>'
        made += f"<w:tr>{cells}</w:tr>"
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"


def _zipped(parts: "dict[str, str] | dict[str, bytes]") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            archive.writestr(info, content)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
