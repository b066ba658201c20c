"""Our own Word file: the report's data rides in it as a custom XML part, with a fingerprint of the document's text.

Only bytes are handed out; decoding them is storage's business, with storage's checks. A part that is not as this
program writes it is not there: the document's text is read instead, as for any Word file.
"""

import binascii
import re
from base64 import b64decode
from xml.etree.ElementTree import Element

from selfeval_gui.importing.formats import xml_guard
from selfeval_gui.importing.formats.word_text import W
from selfeval_gui.importing.formats.zip_guard import Archive
from selfeval_gui.report.text import fingerprint

SPACE = "urn:selfeval-gui:report"
"""Namespace of the part, as exporting gives it."""
SIZE_LIMIT = 4 << 20
_PART = re.compile(r"customXml/item\d{1,4}\.xml")
_MOST_PARTS = 50
_ROOT = f"{{{SPACE}}}report"


class Carried:
    """What rides in a Word file. `data` is the report's file, None without; `edited`: the text is another by now."""

    def __init__(self, archive: Archive, document: Element, kind: str, way_out: str) -> None:
        self.data: bytes | None = None
        self.edited = False
        parts = [name for name in archive.names if _PART.fullmatch(name)][:_MOST_PARTS]
        roots = [xml_guard.parse(archive.read(name), kind, way_out) for name in parts]
        ours = [root for root in roots if root.tag == _ROOT]
        if len(ours) != 1:
            return
        text = "".join(ours[0].text or "")
        if len(text) > SIZE_LIMIT * 4 // 3 + 4:
            return
        try:
            self.data = b64decode("".join(text.split()), validate=True) or None
        except (binascii.Error, ValueError):
            return
        self.edited = fingerprint(shown(document)) != ours[0].get("text")


def shown(document: Element) -> str:
    """All text of the document in its order, as the fingerprint was taken: deletions that are tracked are not text."""
    return "".join(element.text or "" for element in document.iter(W + "t"))
