"""Places of a blank form where something can be written, and what is written there as changes of its bytes.

A place is an empty cell, a stretch of blanks or a line to write on, the end behind a colon, a date to be filled in, the
end of a paragraph of the narrative. Which field it belongs to is found by `filling`.
"""

import re
import unicodedata
from collections.abc import Iterable
from xml.sax.saxutils import escape

from selfeval_gui.importing.labels import speaks
from selfeval_gui.importing.reading import EMPTY_DATE
from selfeval_gui.importing.template.scan import Paragraph, Scan
from selfeval_gui.report.frozen import frozen

Edit = tuple[int, int, bytes]
"""Bytes `start` to `end` are replaced."""
_GAP = re.compile(r"[ \u00a0\u3000_＿]{3,}")
_COLON = re.compile(r"[：:]\s*$")
_NO_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@frozen
class Spot:
    """`start` and `end` are characters of the paragraph's text that are replaced; `kind` tells where it stands.

    Kinds: cell (empty cell), gap (blanks), date, colon (behind the last character), after (a new paragraph behind).
    """

    paragraph: Paragraph
    kind: str
    start: int = 0
    end: int = 0


def spots_of(scan: Scan) -> list[Spot]:
    """Every place of the form where something could be written."""
    found: list[Spot] = []
    last_table = max((place for place, each in enumerate(scan.paragraphs) if each.cell is not None), default=-1)
    for place, paragraph in enumerate(scan.paragraphs):
        cell = paragraph.cell
        if paragraph.alone or (cell is not None and cell.covered):
            continue
        text = paragraph.text
        if cell is not None and not cell.text.strip() and not cell.nested:
            if paragraph is cell.paragraphs[0]:
                found.append(Spot(paragraph, "cell", 0, len(text)))
            continue
        if not text.strip():
            continue
        found.extend(_inside(paragraph, text))
        if cell is None and place > last_table:
            found.append(Spot(paragraph, "after"))
    return found


def _inside(paragraph: Paragraph, text: str) -> Iterable[Spot]:
    dates = [Spot(paragraph, "date", match.start(), match.end()) for match in EMPTY_DATE.finditer(text)]
    yield from dates
    if dates:
        return
    gaps = [match for match in _GAP.finditer(text) if speaks(text[: match.start()]) or match.end() == len(text)]
    gaps += [match for match in _GAP.finditer(text) if match.start() == 0 and match not in gaps]
    boxed = re.search("[□☐■☑]", text) is not None or paragraph.boxes
    if gaps and not boxed:
        yield from (Spot(paragraph, "gap", match.start(), match.end()) for match in gaps)
    elif _COLON.search(text) and len(text) <= 40:
        yield Spot(paragraph, "colon", len(text), len(text))


class Writer:
    """Turns values into changes of the document's bytes."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan

    def edits(self, spot: Spot, lines: list[str]) -> list[Edit]:
        """The changes that put the lines at the spot: the first one there, the others in paragraphs behind."""
        paragraph = spot.paragraph
        first, *others = lines
        if spot.kind == "after":
            return [(paragraph.end, paragraph.end, b"".join(self._body(paragraph, line) for line in lines))]
        made = self._replaced(spot, first)
        if others:
            copies = b"".join(self._paragraph(paragraph, line) for line in others)
            made.append((paragraph.end, paragraph.end, copies))
        return made

    def _replaced(self, spot: Spot, value: str) -> list[Edit]:
        paragraph = spot.paragraph
        if not paragraph.texts or spot.start == spot.end:
            return [self._added(paragraph, value)]
        start, end_of_spot = spot.start, spot.end
        if spot.kind == "gap":
            # Often only a part of the blanks is underlined: the longest one, which is to be written on.
            parts = [(max(start, part.at), min(end_of_spot, part.at + len(part.text))) for part in paragraph.texts]
            start, end_of_spot = max(parts, key=lambda part: part[1] - part[0])
        gap = paragraph.text[start:end_of_spot]
        text = _padded(gap, value) if spot.kind == "gap" else value
        made: list[Edit] = []
        for part in paragraph.texts:
            begin, end = max(start, part.at), min(end_of_spot, part.at + len(part.text))
            if begin < end:
                before, behind = part.text[: begin - part.at], part.text[end - part.at :]
                made.append((part.start, part.end, _escaped(before + ("" if made else text) + behind)))
        return made

    def _added(self, paragraph: Paragraph, value: str) -> Edit:
        run = self._run(paragraph, value)
        if paragraph.closed:
            tag = self._scan.data[paragraph.start : paragraph.end].rstrip(b"/> \t\r\n")
            return (paragraph.start, paragraph.end, tag + b">" + run + b"</w:p>")
        return (paragraph.body_end, paragraph.body_end, run)

    def _run(self, paragraph: Paragraph, value: str) -> bytes:
        style = self._scan.bytes(paragraph.run if paragraph.texts else paragraph.mark)
        style = style or self._scan.bytes(paragraph.mark)
        if b"<w:ins " in style or b"<w:del " in style or b"<w:vanish" in style:
            style = b""
        return b"<w:r>" + style + b'<w:t xml:space="preserve">' + _escaped(value) + b"</w:t></w:r>"

    def _paragraph(self, like: Paragraph, value: str) -> bytes:
        return b"<w:p>" + self._scan.bytes(like.properties) + self._run(like, value) + b"</w:p>"

    @staticmethod
    def _body(_heading: Paragraph, value: str) -> bytes:
        """A paragraph of text below a heading: in the document's own type, with its first line indented."""
        return (
            b'<w:p><w:pPr><w:ind w:firstLineChars="200" w:firstLine="640"/></w:pPr>'
            b'<w:r><w:t xml:space="preserve">' + _escaped(value) + b"</w:t></w:r></w:p>"
        )


def applied(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with all changes made; changes at one place in their order."""
    made, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: (edit[0], edit[1])):
        made += [data[at:start], new]
        at = end
    return b"".join((*made, data[at:]))


def _escaped(text: str) -> bytes:
    pieces = (escape(piece) for piece in _NO_XML.sub("", text).split("\n"))
    return '</w:t><w:br/><w:t xml:space="preserve">'.join(pieces).encode("utf-8")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(gap: str, value: str) -> str:
    """The value in the middle of what remains of the line to write on."""
    char = gap[0]
    left = max(0, _width(gap) - _width(value)) // (2 * _width(char))
    right = max(0, _width(gap) - _width(value) - left * _width(char)) // _width(char)
    return char * left + value + char * right
