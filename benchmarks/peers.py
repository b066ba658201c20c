"""The same report as a document for the programs that we compare with: comparable text, tables and fonts."""

import json
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from selfeval_gui.printing.printed import printed
from selfeval_gui.report import form as forms
from selfeval_gui.report.model import Report
from selfeval_gui.report.narrative import paragraphs, project_title

_TABLE_FIELDS = ("project_leader", "phone", "address", "postcode", "period_start", "period_end", "actual_expenditure")


def _tables(report: Report) -> list[list[list[str]]]:
    info = [[name, printed(report, f"basic_info.{name}")] for name in _TABLE_FIELDS]
    items = [[row.item, str(row.planned or ""), str(row.actual or "")] for row in report.expenditures]
    goals = [["", "预期", "实际"], ["目标", report.performance.expected, report.performance.actual]]
    people = [[person.name, person.title, person.unit, ""] for person in report.evaluators]
    return [info, items, goals, people]


def _body(report: Report) -> list[tuple[int, str]]:
    return [(entry.level, entry.text) for entry in paragraphs(report, forms.load(forms.DEFAULT_FORM))]


def typst_source(report: Report) -> str:
    """A Typst document with the same cover, tables and narrative."""

    def quoted(text: str) -> str:
        return f"#{json.dumps(text, ensure_ascii=False)}"

    fonts = {0: "自评仿宋", 1: "自评黑体", 2: "自评楷体", 3: "自评仿宋"}
    latin = {0: "Selfeval FangSong", 1: "Selfeval Hei", 2: "Selfeval Kai", 3: "Selfeval FangSong"}
    parts = [
        '#set page(paper:"a4",margin:(top:37mm,bottom:35mm,left:28mm,right:26mm),numbering:"— 1 —")',
        f'#set text(font:("{latin[0]}","{fonts[0]}","Selfeval Song"),size:16pt,lang:"zh",region:"cn")',
        "#set par(justify:true,leading:12pt,first-line-indent:(amount:2em,all:true))",
        f'#v(100pt)#align(center,text(font:"Selfeval XiaoBiaoSong",size:26pt)[{quoted(project_title(report))}])',
        "#pagebreak()",
    ]
    for rows in _tables(report):
        cells = ",".join(f"[{quoted(cell)}]" for row in rows for cell in row)
        parts.append(f"#{{set text(size:12pt);table(columns:{len(rows[0])},stroke:.5pt,{cells})}}")
        parts.append("#pagebreak()")
    parts += [
        f'#text(font:("{latin[level]}","{fonts[level]}","Selfeval Song"))[{quoted(text)}]\n'
        for level, text in _body(report)
    ]
    return "\n".join(parts)


_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/>'
    "</Relationships>"
)


def docx_of(report: Report) -> bytes:
    """A plain Word document with the same cover, tables and narrative."""

    def paragraph(text: str, size: int) -> str:
        return (
            f'<w:p><w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
        )

    def grid(rows: list[list[str]]) -> str:
        border = "".join(
            f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        lines = "".join(
            "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{paragraph(cell, 24)}</w:tc>" for cell in row) + "</w:tr>"
            for row in rows
        )
        return f"<w:tbl><w:tblPr><w:tblBorders>{border}</w:tblBorders></w:tblPr>{lines}</w:tbl><w:p/>"

    body = paragraph(project_title(report), 52) + "".join(map(grid, _tables(report)))
    body += "".join(paragraph(text, 32) for _, text in _body(report))
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>"
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", document)
    return buffer.getvalue()
