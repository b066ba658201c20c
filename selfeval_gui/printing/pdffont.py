"""Embeds one face in one PDF as a single subset whose text copies out exactly.

reportlab's own TrueType fonts become a new font for every 256 characters; this is one CIDFontType2 font with
Identity-H codes. A character has a code of its own even where two characters share a glyph, so that each copies
out as what was typed. It must not choose faces or place text.
"""

import hashlib
import struct
import zlib
from collections.abc import Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc

from selfeval_gui.printing.face import Face
from selfeval_gui.printing.subsetting import subset

_SYMBOLIC: Final = 4  # font descriptor flag: the codes are the font's own
_QUICK_LEVEL: Final = 2
_BLOCK: Final = 100  # most entries of one bfchar section

_TO_UNICODE: Final = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{entries}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class _QuickFilter(pdfdoc.PDFStreamFilterZCompress):  # type: ignore[misc]
    """Outlines are most of the file: packed twice as fast, the whole file grows by a twentieth."""

    def encode(self, text: bytes) -> bytes:
        return zlib.compress(text, _QUICK_LEVEL)


_QUICKLY: Final = _QuickFilter()


class _Use:
    """What one document has used of the face so far. Code n shows `gids[n]` and means `characters[n]`."""

    def __init__(self, internal_name: str) -> None:
        self.internal_name = internal_name
        self.codes: dict[str, bytes] = {}
        self.gids = [0]
        self.characters = [""]


class PdfFont:
    """One face, for any number of documents; `document` is the `_doc` of a reportlab canvas.

    Nothing is registered with reportlab: write `internal_name` and the codes of `encode` into the page yourself.
    The font itself is written when the document is saved.
    """

    def __init__(self, face: Face) -> None:
        self.face = face
        self._uses: WeakKeyDictionary[Any, _Use] = WeakKeyDictionary()

    def internal_name(self, document: Any) -> str:
        """The name to write before Tf, such as `/F2`."""
        return "/" + self._use(document).internal_name

    def encode(self, document: Any, text: str) -> bytes:
        """The codes of a text for Tj or TJ, two bytes a character; what the face lacks shows its empty box."""
        use = self._use(document)
        codes = use.codes
        try:
            return b"".join([codes[character] for character in text])
        except KeyError:
            for character in text:
                if character not in codes:
                    codes[character] = struct.pack(">H", len(use.gids))
                    use.gids.append(self.face.gid(ord(character)))
                    use.characters.append(character)
            return b"".join([codes[character] for character in text])

    def _use(self, document: Any) -> _Use:
        use = self._uses.get(document)
        if use is None:
            number = len(document.fontMapping) + 1
            use = self._uses[document] = _Use(f"F{number}")
            # The key only keeps the place: reportlab counts these entries to number its own fonts.
            document.fontMapping[f"{self.face.post_script_name} {number}"] = "/" + use.internal_name
            document.delayedFonts.append(self)
        return use

    def addObjects(self, document: Any) -> None:  # noqa: N802 - reportlab calls it so
        """Write the font into the document. reportlab calls this once, when the document is saved."""
        use = self._uses.pop(document)
        program, held = subset(self.face, use.gids)
        name = f"{_tag(self.face, use.gids)}+{self.face.post_script_name}"
        internal = use.internal_name

        def refer(part: str, value: Any) -> Any:
            return document.Reference(value, f"{internal}.{part}")

        descendant = pdfdoc.PDFDictionary({
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": f"/{name}",
            "CIDSystemInfo": pdfdoc.PDFDictionary({
                "Registry": pdfdoc.PDFString("Adobe"),
                "Ordering": pdfdoc.PDFString("Identity"),
                "Supplement": 0,
            }),
            "CIDToGIDMap": "/Identity",
            "DW": 1000,
            "W": _widths(self.face, held),
            "FontDescriptor": refer("descriptor", self._descriptor(document, name, program, len(held), refer)),
        })  # fmt: skip
        to_unicode = _stream(document, _to_unicode(use.characters).encode("ascii"))
        font = pdfdoc.PDFDictionary({
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": f"/{name}",
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([refer("descendant", descendant)]),
            "ToUnicode": refer("unicode", to_unicode),
        })  # fmt: skip
        document.idToObject[pdfdoc.BasicFonts].dict[internal] = refer("font", font)

    def _descriptor(self, document: Any, name: str, program: bytes, count: int, refer: Any) -> Any:
        face = self.face
        file = _stream(document, program)
        file.filters = [_QUICKLY for _ in file.filters]
        file.dictionary["Length1"] = len(program)
        return pdfdoc.PDFDictionary({
            "Type": "/FontDescriptor",
            "FontName": f"/{name}",
            "Flags": _SYMBOLIC,
            "FontBBox": pdfdoc.PDFArray([_thousandths(value) for value in face.bbox]),
            "ItalicAngle": 0,
            "Ascent": _thousandths(face.ascent),
            "Descent": _thousandths(face.descent),
            "CapHeight": _thousandths(face.cap_height),
            "StemV": 50 + int((face.weight / 65) ** 2),  # the usual guess from the weight
            "FontFile2": refer("program", file),
            "CIDSet": refer("cidset", _stream(document, _all_bits(count))),
        })  # fmt: skip


def _thousandths(em: float) -> int:
    return round(em * 1000)


def _tag(face: Face, gids: Sequence[int]) -> str:
    """Six capital letters that differ from subset to subset (ISO 32000-1, 9.6.4)."""
    digest = hashlib.sha256(face.post_script_name.encode() + struct.pack(f">{len(gids)}H", *gids)).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _all_bits(count: int) -> bytes:
    """A CIDSet that says that glyphs 0 to `count` - 1 are all there; the first glyph is the highest bit."""
    return ((1 << count) - 1 << (-count & 7)).to_bytes((count + 7) // 8, "big")


def _widths(face: Face, gids: Sequence[int]) -> Any:
    """The /W array: runs of widths that differ from the default of 1000."""
    entries: list[Any] = []
    run: list[int] = []
    for code, gid in enumerate(gids):
        width = _thousandths(face.advance(gid))
        if width == 1000:
            run = []
        else:
            if not run:
                entries += [code, run]
            run.append(width)
    return pdfdoc.PDFArray([pdfdoc.PDFArray(entry) if isinstance(entry, list) else entry for entry in entries])


def _to_unicode(characters: Sequence[str]) -> str:
    """The CMap from codes to characters; beyond the basic plane as a pair of surrogates."""
    entries = [
        f"<{code:04X}> <{character.encode('utf-16-be', 'replace').hex().upper()}>"
        for code, character in enumerate(characters)
        if code
    ]
    blocks = []
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        blocks.append("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]))
    return _TO_UNICODE.format(entries="\n".join(blocks))


def _stream(document: Any, content: bytes) -> Any:
    filters = [pdfdoc.PDFZCompress] if document.compression else []
    return pdfdoc.PDFStream(content=content, filters=filters)
