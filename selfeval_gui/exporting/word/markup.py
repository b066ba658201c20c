"""Paragraphs, runs and tables of WordprocessingML as text: the few constructs that the form needs, in schema order.

Lengths come in mm, type sizes and line pitches in pt; Word wants twips (1/20 pt) and half points. Knows no report.
Source: ECMA-376 part 1, 17.3 and 17.4 (the order of elements is Word's own demand).
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from selfeval_gui.printing.marks import MM_PER_PT

TICKED, UNTICKED = "■", "□"
SEPARATOR = 1.0
"""Height in pt of the paragraph that Word wants between two tables."""
_NO_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAKS = re.compile("([\t\n])")


def twips(mm: float) -> int:
    return round(mm / MM_PER_PT * 20)


def points(pt: float) -> int:
    """pt in twips."""
    return round(pt * 20)


def plain(text: str) -> str:
    """`text` without the characters that XML does not know (U+FFFE, U+FFFF)."""
    return _NO_XML.sub("", text)


def fonts(name: str) -> str:
    """One typeface for every script: quotation marks and digits must not fall into a Latin one."""
    quoted = quoteattr(name)
    return f'<w:rFonts w:ascii={quoted} w:hAnsi={quoted} w:eastAsia={quoted} w:cs={quoted} w:hint="eastAsia"/>'


def run(text: str, *, font: str = "", size: float = 0.0, spacing: float | None = None, raised: float = 0.0) -> str:
    """A run; TAB and LF become Word's own marks. In pt: `size`, `spacing` that is added to each character, and how
    much the text is `raised` in its line.
    """
    if not text:
        return ""
    properties = fonts(font) if font else '<w:rFonts w:hint="eastAsia"/>'
    if spacing is not None:
        properties += f'<w:spacing w:val="{points(spacing)}"/>'
    if raised:
        properties += f'<w:position w:val="{round(raised * 2)}"/>'
    if size:
        properties += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    return f"<w:r><w:rPr>{properties}</w:rPr>{_content(text)}</w:r>"


def _content(text: str) -> str:
    marks = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    return "".join(
        marks.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in _BREAKS.split(plain(text))
        if piece
    )


def tick_box(number: int, ticked: bool, name: str, font: str) -> str:
    """A box that a click turns; `number` must be different for each, `name` is what assistive programs read."""
    mark = TICKED if ticked else UNTICKED
    state = f"w14:font={quoteattr(font)}"
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val={quoteattr(plain(name))}/><w:id w:val="{number}"/>'
        f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/>'
        f'<w14:checkedState w14:val="25A0" {state}/><w14:uncheckedState w14:val="25A1" {state}/></w14:checkbox>'
        f"</w:sdtPr><w:sdtContent>{run(mark, font=font)}</w:sdtContent></w:sdt>"
    )


def page_number() -> str:
    """The field of the current page's number."""

    def piece(inner: str) -> str:
        return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{inner}</w:r>'

    def mark(kind: str) -> str:
        return piece(f'<w:fldChar w:fldCharType="{kind}"/>')

    code = piece('<w:instrText xml:space="preserve"> PAGE </w:instrText>')
    return mark("begin") + code + mark("separate") + piece("<w:t>2</w:t>") + mark("end")


class Paragraph(NamedTuple):
    """Properties of a paragraph that differ from its style's; None where they do not.

    `before`, `after`, `left`, `right` in mm; `line` is an exact pitch in pt; `first` is the first line's indent in
    pt, `first_characters` the same in characters, which Word follows when the type size is changed; `spacing` is added
    to every character, pt; `borders` are (side, rule in pt); `tabs` are (kind, mm); `section` are the properties
    of the section that ends with it.
    """

    style: str = ""
    keep_next: bool = False
    page_break: bool = False
    borders: tuple[tuple[str, float], ...] = ()
    tabs: tuple[tuple[str, float], ...] = ()
    before: float | None = None
    after: float | None = None
    line: float | None = None
    left: float | None = None
    right: float | None = None
    first: float | None = None
    first_characters: float | None = None
    align: str = ""
    section: str = ""

    def xml(self, *content: str) -> str:
        properties = self.properties()
        opened = f"<w:pPr>{properties}</w:pPr>" if properties else ""
        return f"<w:p>{opened}{''.join(content)}</w:p>"

    def properties(self) -> str:
        made = [f'<w:pStyle w:val="{self.style}"/>'] if self.style else []
        made += ["<w:keepNext/>"] if self.keep_next else []
        made += ["<w:pageBreakBefore/>"] if self.page_break else []
        made += [_borders("pBdr", self.borders)] if self.borders else []
        if self.tabs:
            stops = "".join(f'<w:tab w:val="{kind}" w:pos="{twips(at)}"/>' for kind, at in self.tabs)
            made.append(f"<w:tabs>{stops}</w:tabs>")
        made.append(self._spacing())
        made.append(self._indent())
        made += [f'<w:jc w:val="{self.align}"/>'] if self.align else []
        made += [self.section] if self.section else []
        return "".join(made)

    def _spacing(self) -> str:
        given = [] if self.before is None else [f'w:before="{twips(self.before)}"']
        given += [] if self.after is None else [f'w:after="{twips(self.after)}"']
        given += [] if self.line is None else [f'w:line="{points(self.line)}" w:lineRule="exact"']
        return f"<w:spacing {' '.join(given)}/>" if given else ""

    def _indent(self) -> str:
        given = [] if self.left is None else [f'w:left="{twips(self.left)}"']
        given += [] if self.right is None else [f'w:right="{twips(self.right)}"']
        if self.first_characters is not None:
            given.append(f'w:firstLineChars="{round(self.first_characters * 100)}"')
        given += [] if self.first is None else [f'w:firstLine="{points(self.first)}"']
        return f"<w:ind {' '.join(given)}/>" if given else ""


def separator() -> str:
    """The lowest paragraph there is, between two tables."""
    return Paragraph(style="Separator", keep_next=True).xml()


class Cell(NamedTuple):
    """A cell of `width` mm over `span` grid columns. `borders` are (side, rule in pt), 0 for none; `margins` in mm."""

    content: str
    width: float
    span: int = 1
    borders: tuple[tuple[str, float], ...] = ()
    margins: tuple[tuple[str, float], ...] = ()
    align: str = "center"

    def xml(self) -> str:
        made = [f'<w:tcW w:w="{twips(self.width)}" w:type="dxa"/>']
        made += [f'<w:gridSpan w:val="{self.span}"/>'] if self.span > 1 else []
        made += [_borders("tcBorders", self.borders)] if self.borders else []
        made += [_margins("tcMar", self.margins)] if self.margins else []
        made.append(f'<w:vAlign w:val="{self.align}"/>')
        return f"<w:tc><w:tcPr>{''.join(made)}</w:tcPr>{self.content}</w:tc>"


def row(cells: Iterable[Cell], height: float, *, head: bool = False, whole: bool = True) -> str:
    """A row at least `height` mm high; `head` repeats it on every page, `whole` keeps it on one."""
    made = "<w:cantSplit/>" if whole else ""
    made += f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>'
    made += "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr>{made}</w:trPr>{''.join(cell.xml() for cell in cells)}</w:tr>"


def table(rows: Sequence[str], columns: Sequence[float], *, rule: float, left: float = 0.0) -> str:
    """A table of these columns (mm) with rules of `rule` pt, 0 for none, `left` mm from the text's edge."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(sum(columns))}" w:type="dxa"/>'
        f'<w:tblInd w:w="{twips(left)}" w:type="dxa"/>'
        f"{_borders('tblBorders', [(side, rule) for side in sides])}"
        f'<w:tblLayout w:type="fixed"/>{_margins("tblCellMar", [("left", 0.0), ("right", 0.0)])}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _borders(name: str, borders: Iterable[tuple[str, float]]) -> str:
    def side(place: str, rule: float) -> str:
        if not rule:
            return f'<w:{place} w:val="nil"/>'
        return f'<w:{place} w:val="single" w:sz="{round(rule * 8)}" w:space="0" w:color="000000"/>'

    return f"<w:{name}>{''.join(side(place, rule) for place, rule in borders)}</w:{name}>"


def _margins(name: str, margins: Iterable[tuple[str, float]]) -> str:
    sides = "".join(f'<w:{side} w:w="{twips(width)}" w:type="dxa"/>' for side, width in margins)
    return f"<w:{name}>{sides}</w:{name}>"


def around(size: float) -> float:
    """The exact line pitch in pt with which ink of `size` pt stands in the middle of its line.

    Word processors put a line's baseline at four fifths of an exact pitch; the middle of a full-width character is
    0.38 em above it.
    """
    return size * 0.38 / 0.3


def raised_to_middle(size: float, pitch: float) -> float:
    """How far ink of `size` pt is raised to stand in the middle of an exact line of `pitch`, both in pt.

    LibreOffice raises by two fifths more than it is told: five sixths of the way leave both programs a hair off.
    """
    return (pitch * 0.3 - size * 0.38) * 5 / 6
