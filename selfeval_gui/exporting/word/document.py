"""Report → .docx: the parts of the package and how they hang together.

The same report gives the same bytes. The report's own file may ride along as a custom XML part, with a fingerprint of
the document's text, by which the importer knows whether somebody has edited the document since.
"""

import re
import zipfile
from base64 import b64encode
from html import unescape
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from selfeval_gui.exporting.word.cover import Cover
from selfeval_gui.exporting.word.markup import Paragraph, around, page_number, plain, run, twips
from selfeval_gui.exporting.word.narrative import Narrative
from selfeval_gui.exporting.word.styles import W14, Faces, W, settings, styles
from selfeval_gui.exporting.word.tables import Tables
from selfeval_gui.printing import layout as layouts
from selfeval_gui.printing import produce
from selfeval_gui.printing.fonts import FontBook
from selfeval_gui.printing.layout import Layout
from selfeval_gui.printing.typeset import em, typesetter
from selfeval_gui.report import form as forms
from selfeval_gui.report.model import Report
from selfeval_gui.report.text import fingerprint

DATA_SPACE = "urn:selfeval-gui:report"
"""Namespace of the custom XML part, by which the importer finds the report in its own Word file."""
_DATA_ID = "{6F0C4D5B-27B1-4E7E-9C55-5A1D3C1B7E20}"
_TEXT = re.compile("<w:t(?: [^>]*)?>([^<]*)</w:t>")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{_R}" xmlns:w14="{W14}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w10="urn:schemas-microsoft-com:office:word" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
)


def docx_bytes(
    report: Report,
    form_id: str,
    fonts: FontBook | None = None,
    *,
    data: bytes | None = None,
    draft: bool = False,
) -> bytes:
    """The whole report as a Word file.

    `data` is the report's own file, to ride along; `draft` puts 草稿 behind every page. `fonts` are only measured, to
    break titles and labels where the PDF breaks them: the file names the official typefaces and holds none.
    """
    form, layout, faces = forms.load(form_id), layouts.load(form_id), Faces()
    setter = typesetter(fonts or produce.bundled_fonts())
    package = _Package()
    package.add("word/document.xml", f"{_MAIN}.document.main+xml", "")
    for name, kind, content in (
        ("styles", "styles", styles(layout, faces)),
        ("settings", "settings", settings()),
        ("fontTable", "fontTable", faces.table()),
    ):
        package.relate(f"word/{name}.xml", kind, f"{_MAIN}.{kind}+xml", content)
    sections = _Sections(package, layout, faces, draft)
    body = Cover(report, form, layout, setter, faces).xml(sections.cover())
    body += Tables(report, form, layout, setter).xml()
    body += Narrative(report, form, layout, setter, faces).xml()
    document = f"<w:document {_SPACES}><w:body>{body}{sections.form()}</w:body></w:document>"
    package.contents["word/document.xml"] = document
    if data is not None:
        package.relate_data(data, fingerprint(visible_text(document)))
    package.describe(produce.title_of(report, form_id), report.cover.project_unit)
    return package.bytes()


def visible_text(document: str) -> str:
    """All text of a document.xml in its order."""
    return unescape("".join(_TEXT.findall(document)))


class _Package:
    """The parts of the file with their types and relationships, in the order in which they were added."""

    def __init__(self) -> None:
        self.contents: dict[str, str] = {}
        self._types: list[tuple[str, str]] = []
        self._relations: list[tuple[str, str]] = []
        self._roots = [("word/document.xml", f"{_R}/officeDocument")]

    def add(self, name: str, media_type: str, content: str) -> None:
        self.contents[name] = content
        self._types.append((name, media_type))

    def relate(self, name: str, kind: str, media_type: str, content: str) -> str:
        """Add a part that the document refers to; its id is returned."""
        self.add(name, media_type, content)
        self._relations.append((name.removeprefix("word/"), f"{_R}/{kind}"))
        return f"rId{len(self._relations)}"

    def relate_data(self, data: bytes, text: str) -> None:
        """The report as a custom XML part, unreadable to nobody and in nobody's way."""
        space = quoteattr(DATA_SPACE)
        encoded = b64encode(data).decode("ascii")
        self.contents["customXml/item1.xml"] = (
            f'<report xmlns={space} encoding="base64" text="{text}">{encoded}</report>'
        )
        store = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
        self.add(
            "customXml/itemProps1.xml",
            "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
            f'<ds:datastoreItem xmlns:ds="{store}" ds:itemID="{_DATA_ID}">'
            f"<ds:schemaRefs><ds:schemaRef ds:uri={space}/></ds:schemaRefs></ds:datastoreItem>",
        )
        self.contents["customXml/_rels/item1.xml.rels"] = _relationships([("itemProps1.xml", f"{_R}/customXmlProps")])
        self._relations.append(("../customXml/item1.xml", f"{_R}/customXml"))

    def describe(self, title: str, author: str) -> None:
        """Title and unit in the document's properties; no time, so that the same report gives the same file."""
        core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
        kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
        self.add(
            "docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
            f'<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{escape(plain(title))}</dc:title><dc:creator>{escape(plain(author))}</dc:creator>"
            "<dc:language>zh-CN</dc:language></cp:coreProperties>",
        )
        self._roots.append(("docProps/core.xml", kind))

    def bytes(self) -> bytes:
        contents = {
            "[Content_Types].xml": self._content_types(),
            "_rels/.rels": _relationships(self._roots),
            "word/document.xml": self.contents["word/document.xml"],
            "word/_rels/document.xml.rels": _relationships(self._relations),
            **self.contents,
        }
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in contents.items():
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 0  # the same on every system
                archive.writestr(entry, (_HEAD + content).encode("utf-8"))
        return out.getvalue()

    def _content_types(self) -> str:
        overrides = "".join(
            f'<Override PartName="/{name}" ContentType="{media_type}"/>' for name, media_type in self._types
        )
        return (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        )


def _relationships(targets: list[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{name}"/>'
        for number, (name, kind) in enumerate(targets, 1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


class _Sections:
    """The cover's page, and all that follows with page numbers at the outer edges; 草稿 behind the text of a draft."""

    def __init__(self, package: _Package, layout: Layout, faces: Faces, draft: bool) -> None:
        self._package, self._layout = package, layout
        self._marks = "".join(
            self._refer("header", kind, Paragraph(style="Header").xml(_watermark(layout, faces, number)))
            for number, kind in enumerate(("default", "even"))
            if draft
        )

    def cover(self) -> str:
        return f"<w:sectPr>{self._marks}{self._page(Cover.bottom(self._layout))}</w:sectPr>"

    def form(self) -> str:
        inset = self._layout.page_number.inset
        number = (run("— "), page_number(), run(" —"))
        odd = Paragraph(style="Footer", right=inset, align="right").xml(*number)
        even = Paragraph(style="Footer", left=inset, align="left").xml(*number)
        numbers = self._refer("footer", "default", odd) + self._refer("footer", "even", even)
        return f"<w:sectPr>{self._marks}{numbers}{self._page(self._layout.page.bottom)}</w:sectPr>"

    def _refer(self, place: str, kind: str, content: str) -> str:
        tag = {"header": "hdr", "footer": "ftr"}[place]
        part = f"<w:{tag} {_SPACES}>{content}</w:{tag}>"
        name = self._package.relate(f"word/{place}_{kind}.xml", place, f"{_MAIN}.{place}+xml", part)
        return f'<w:{place}Reference w:type="{kind}" r:id="{name}"/>'

    def _page(self, bottom: float) -> str:
        page, number = self._layout.page, self._layout.page_number
        # The middle of the number stands so far below the text; half of its line is below that.
        footer = page.bottom - number.below - em(around(number.size)) / 2
        return (
            f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"/>'
            f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" w:bottom="{twips(bottom)}" '
            f'w:left="{twips(page.left)}" w:header="{twips(page.top / 2)}" w:footer="{twips(footer)}" w:gutter="0"/>'
        )


def _watermark(layout: Layout, faces: Faces, number: int) -> str:
    """草稿 as Word's own watermarks are: a drawn text behind the page's middle."""
    mark = layout.watermark
    level = round(mark.grey * 255)
    height = mark.size
    width = height * len(mark.text)
    place = "-relative:page;mso-position-"
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width:g}pt;height:{height:g}pt;"
        f"rotation:{360 - mark.angle:g};z-index:-251658752;mso-position-horizontal:center;"
        f"mso-position-horizontal{place}vertical:center;mso-position-vertical-relative:page"
    )
    face = faces.name(mark.style)
    return (
        '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" '
        'path="m,l21600,m,21600l21600,21600e"><v:path textpathok="t" o:connecttype="rect"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2049 + number}" type="#_x0000_t136" '
        f'style="{style}" o:allowincell="f" fillcolor="#{level:02x}{level:02x}{level:02x}" stroked="f">'
        f'<v:textpath style="font-family:&quot;{escape(face)}&quot;;font-size:{mark.size:g}pt" '
        f"string={quoteattr(mark.text)}/></v:shape></w:pict></w:r>"
    )
