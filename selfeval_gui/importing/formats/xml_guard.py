"""XML of foreign files: elements built from expat's events, within limits.

A DOCTYPE is refused by the parser's own handler (searching the bytes would miss it in UTF-16), and with it every entity
but the five of XML. Nothing outside of the bytes is ever fetched.
"""

import xml.etree.ElementTree as ET
from typing import NoReturn
from xml.parsers import expat

from selfeval_gui.importing.formats.content import damaged, too_complex
from selfeval_gui.importing.proposal import ImportRefused

DEPTH_LIMIT = 200
ELEMENT_LIMIT = 1_000_000
TEXT_LIMIT = 8_000_000
"""Characters of text in one part; a report has some ten thousand."""
_STRICT = "http://purl.oclc.org/ooxml/"
_SAME = {
    _STRICT + "wordprocessingml/main": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    _STRICT + "spreadsheetml/main": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    _STRICT + "officeDocument/relationships": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    _STRICT + "officeDocument/math": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
"""The namespaces of ISO 29500 Strict, read as those of Transitional."""


class _Builder:
    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._tree = ET.TreeBuilder()
        self._depth = 0
        self._elements = 0
        self._characters = 0
        self._names: dict[str, str] = {}

    def name(self, raw: str) -> str:
        known = self._names.get(raw)
        if known is None:
            space, separator, local = raw.rpartition("}")
            known = f"{{{_SAME.get(space, space)}}}{local}" if separator else raw
            self._names[raw] = known
        return known

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEPTH_LIMIT or self._elements > ELEMENT_LIMIT:
            raise too_complex(self._kind)
        self._tree.start(self.name(tag), {self.name(key): value for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._tree.end(self.name(tag))

    def text(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > TEXT_LIMIT:
            raise too_complex(self._kind)
        self._tree.data(text)

    def root(self) -> ET.Element:
        return self._tree.close()


def guarded_parser(kind: str) -> expat.XMLParserType:
    """A parser of events, names as `namespace}local`, that refuses a DOCTYPE and all that comes with one.

    For who needs places in the bytes; what it reads has gone through `parse` before, which has the limits.
    """

    def refuse(*_: object) -> NoReturn:
        raise ImportRefused(
            f"这个{kind}里有不允许的外部定义（DOCTYPE），为安全起见不读取。请用原软件打开，另存后再导入。"
        )

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    return parser


def parse(data: bytes, kind: str, way_out: str) -> ET.Element:
    """The root element, names as `{namespace}local`. Raises `ImportRefused` for damage, a DOCTYPE, a limit."""
    builder = _Builder(kind)
    parser = guarded_parser(kind)
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    try:
        parser.Parse(data, True)
        return builder.root()
    except (expat.ExpatError, ValueError, LookupError, AssertionError) as damage:
        if isinstance(damage, ImportRefused):
            raise
        raise damaged(kind, way_out) from damage
