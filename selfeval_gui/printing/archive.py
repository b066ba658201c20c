"""What makes a reportlab document an archival PDF: no base font, metadata in XMP, a colour profile, attached data.

PDF/A-1b without an attachment, PDF/A-3b with one (ISO 19005-1 and -3). Knows nothing of pages or reports.
"""

import hashlib
from io import BytesIO
from typing import Any

from selfeval_gui import resources
from selfeval_gui.printing import pillow_later  # noqa: F401 - before reportlab
from selfeval_gui.report.frozen import frozen

# isort: split
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

PRODUCER = "selfeval_gui"


@frozen
class Attachment:
    """A file inside the PDF: its name (ASCII), its bytes, its media type and what it is, for the reader's list."""

    name: str
    data: bytes
    media_type: str
    description: str


@frozen
class DocumentInfo:
    """What the PDF says of itself; no time, so that the same report gives the same file."""

    title: str
    author: str = ""
    subject: str = ""
    keywords: str = ""
    creator: str = "项目支出绩效自评"


class _ClosedStream(pdfdoc.PDFStream):  # type: ignore[misc]
    """A stream whose `endstream` stands on a line of its own (ISO 19005-1, 6.1.7)."""

    def format(self, document: Any) -> bytes:
        written: bytes = super().format(document)
        return written.removesuffix(b"endstream\n") + b"\nendstream\n"


class _PlainStream(_ClosedStream):
    """A stream that is never compressed: metadata must be readable without a PDF reader."""

    def format(self, document: Any) -> bytes:
        dictionary = pdfdoc.PDFDictionary({**self.dictionary.dict, "Length": len(self.content)})
        head: bytes = pdfdoc.format(dictionary, document)
        return head + b"\nstream\n" + bytes(self.content) + b"\nendstream\n"


class _Document(pdfdoc.PDFDocument):  # type: ignore[misc]
    """reportlab makes the pages' streams only while it writes: every one passes here."""

    def Reference(self, obj: Any, name: str | None = None) -> Any:  # noqa: N802 - reportlab's name
        if type(obj) is pdfdoc.PDFStream:
            obj.__class__ = _ClosedStream
            # ASCII85 would make the file a quarter larger, for mail gateways of the last century.
            obj.filters = [each for each in obj.filters if each is not pdfdoc.PDFBase85Encode]
        return super().Reference(obj, name)


class _Catalog(pdfdoc.PDFCatalog):  # type: ignore[misc]
    """The root, with the entries of an archival file."""

    __NoDefault__ = (*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents", "AF")


class _Info(pdfdoc.PDFObject):  # type: ignore[misc]
    """The information dictionary, word for word what the XMP metadata says."""

    __RefOnly__ = 1
    invariant = 1

    def __init__(self, info: DocumentInfo) -> None:
        self._info = info

    def digest(self, md5object: Any) -> None:
        md5object.update(repr(self._info).encode())

    def format(self, document: Any) -> bytes:
        entries = {"Title": self._info.title, "Author": self._info.author, "Subject": self._info.subject}
        entries |= {"Keywords": self._info.keywords, "Creator": self._info.creator, "Producer": PRODUCER}
        words = {key: pdfdoc.PDFString(text) for key, text in entries.items() if text}
        written: bytes = pdfdoc.format(pdfdoc.PDFDictionary(words), document)
        return written


class ArchivalCanvas(Canvas):  # type: ignore[misc]
    """A canvas for glyphs of embedded fonts only; the same calls give the same bytes."""

    def __init__(self, info: DocumentInfo, size: tuple[float, float], attachment: Attachment | None = None) -> None:
        self._buffer = BytesIO()
        super().__init__(self._buffer, pagesize=size, pageCompression=1, invariant=1)
        document = self._doc
        document.__class__ = _Document
        document.Catalog.__class__ = _Catalog
        document.info = _Info(info)
        document._pdfVersion = (1, 7) if attachment else (1, 4)
        catalog = document.Catalog
        catalog.Lang = pdfdoc.PDFString("zh-CN")
        catalog.PageMode = pdfdoc.PDFName("UseOutlines")
        # Viewers print in the form's true size unless told otherwise.
        catalog.ViewerPreferences = pdfdoc.PDFDictionary({"PrintScaling": pdfdoc.PDFName("None")})
        catalog.Metadata = _metadata(info, part=3 if attachment else 1)
        catalog.OutputIntents = pdfdoc.PDFArray([document.Reference(_output_intent(document))])
        if attachment is not None:
            document.signature.update(attachment.data)
            file = document.Reference(_file_specification(document, attachment))
            names = pdfdoc.PDFArray([pdfdoc.PDFString(attachment.name), file])
            tree = pdfdoc.PDFDictionary({"EmbeddedFiles": pdfdoc.PDFDictionary({"Names": names})})
            catalog.Names = tree
            catalog.AF = pdfdoc.PDFArray([file])

    def _make_preamble(self) -> None:
        """Nothing: reportlab would name Helvetica on every page, which is not embedded."""
        self._preamble = ""

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """End a page; its content goes into the file's identifier, so that two files differ when two reports do."""
        self._doc.signature.update("\n".join(self._code).encode())
        super().showPage()

    def finish(self) -> bytes:
        """The whole file."""
        self.save()
        return self._buffer.getvalue()


def _escaped(text: str) -> str:
    """For XML. `xml.sax.saxutils` has the same, and loads a network client with it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _metadata(info: DocumentInfo, part: int) -> Any:
    def alternative(name: str, text: str) -> str:
        return (
            f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{_escaped(text)}</rdf:li></rdf:Alt></{name}>'
            if text
            else ""
        )

    author = (
        f"<dc:creator><rdf:Seq><rdf:li>{_escaped(info.author)}</rdf:li></rdf:Seq></dc:creator>" if info.author else ""
    )
    described = alternative("dc:title", info.title) + author + alternative("dc:description", info.subject)
    keywords = f"<pdf:Keywords>{_escaped(info.keywords)}</pdf:Keywords>" if info.keywords else ""
    spaces = {
        "dc": ("http://purl.org/dc/elements/1.1/", f"<dc:format>application/pdf</dc:format>{described}"),
        "xmp": ("http://ns.adobe.com/xap/1.0/", f"<xmp:CreatorTool>{_escaped(info.creator)}</xmp:CreatorTool>"),
        "pdf": ("http://ns.adobe.com/pdf/1.3/", f"{keywords}<pdf:Producer>{PRODUCER}</pdf:Producer>"),
        "pdfaid": (
            "http://www.aiim.org/pdfa/ns/id/",
            f"<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>",
        ),
    }
    descriptions = "".join(
        f'<rdf:Description rdf:about="" xmlns:{prefix}="{uri}">{content}</rdf:Description>\n'
        for prefix, (uri, content) in spaces.items()
    )
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        f'{descriptions}</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    )
    kind = pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("Metadata"), "Subtype": pdfdoc.PDFName("XML")})
    return _PlainStream(kind, packet.encode("utf-8"))


def _output_intent(document: Any) -> Any:
    profile = resources.path("icc", "srgb-v2.icc").read_bytes()
    stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary({"N": 3}), profile, filters=[pdfdoc.PDFZCompress])
    words = {"OutputConditionIdentifier": "sRGB", "Info": "sRGB IEC61966-2.1"}
    entries = {key: pdfdoc.PDFString(text) for key, text in words.items()}
    entries |= {"Type": pdfdoc.PDFName("OutputIntent"), "S": pdfdoc.PDFName("GTS_PDFA1")}
    return pdfdoc.PDFDictionary({**entries, "DestOutputProfile": document.Reference(stream)})


def _file_specification(document: Any, attachment: Attachment) -> Any:
    digest = hashlib.md5(attachment.data, usedforsecurity=False).hexdigest()
    parameters = pdfdoc.PDFDictionary({"Size": len(attachment.data), "CheckSum": f"<{digest}>"})
    kind = {
        "Type": pdfdoc.PDFName("EmbeddedFile"),
        "Subtype": "/" + attachment.media_type.replace("/", "#2F"),  # PDFName leaves the slash as it is
        "Params": parameters,
    }
    stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary(kind), attachment.data, filters=[pdfdoc.PDFZCompress])
    file = document.Reference(stream)
    return pdfdoc.PDFDictionary({
        "Type": pdfdoc.PDFName("Filespec"),
        "F": pdfdoc.PDFString(attachment.name),
        "UF": pdfdoc.PDFString(attachment.name),
        "Desc": pdfdoc.PDFString(attachment.description),
        "AFRelationship": pdfdoc.PDFName("Data"),
        "EF": pdfdoc.PDFDictionary({"F": file, "UF": file}),
    })  # fmt: skip
