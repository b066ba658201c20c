"""Draws composed pages as a PDF on reportlab's bare canvas: the only door from marks to PDF.

Glyphs stand where compose put them, to a thousandth of an em. Same pages and same words give the same bytes.
No layout here, and no markup: text is drawn as glyphs, so nothing that anybody types is ever interpreted.
"""

from collections.abc import Iterable, Sequence
from math import cos, radians, sin
from typing import Any

from selfeval_gui.printing.archive import ArchivalCanvas, Attachment, DocumentInfo
from selfeval_gui.printing.fonts import FontBook
from selfeval_gui.printing.marks import MM_PER_PT, Page, Rule, Run, TickBox, Watermark
from selfeval_gui.printing.pdffont import PdfFont

_PT_PER_MM = 1 / MM_PER_PT
_Glyph = tuple[str, str, float]
"""The name of its font in this document, its code in hexadecimal digits, its width in em."""


class _Pen:
    """Writes the content of one document's pages."""

    def __init__(self, canvas: Any, fonts: FontBook) -> None:
        self._canvas = canvas
        self._fonts = fonts
        self._pdf_fonts: dict[int, PdfFont] = {}
        self._glyphs: dict[str, dict[str, _Glyph]] = {}

    def draw(self, page: Page) -> None:
        code: list[str] = []
        height = page.height
        for mark in page.marks:
            if isinstance(mark, Watermark):
                code.append(self._watermark(mark, height))
        code.append(self._rules([mark for mark in page.marks if isinstance(mark, Rule)], height))
        for mark in page.marks:
            if isinstance(mark, Run) and mark.text:
                code.append(self._run(mark, height))
            elif isinstance(mark, TickBox):
                code.append(self._tick_box(mark, height))
        self._canvas._code.extend(code)

    def _glyph(self, style: str, character: str) -> _Glyph:
        """How this document shows a character in a style: found once, then looked up."""
        face, gid = self._fonts.resolve(style, character)
        font = self._pdf_fonts.get(id(face))
        if font is None:
            font = self._pdf_fonts[id(face)] = PdfFont(face)
        document = self._canvas._doc
        code = font.encode(document, character).hex()
        width = round(face.advance(gid) * 1000) / 1000  # as the PDF's table of widths says it
        found = self._glyphs[style][character] = (font.internal_name(document), code, width)
        return found

    def _run(self, mark: Run, height: float) -> str:
        y = (height - mark.y) * _PT_PER_MM
        return f"BT {self._pieces(mark.style, mark.text, [x * _PT_PER_MM for x in mark.xs], y, mark.size)} 0 Tc ET"

    def _pieces(self, style: str, text: str, xs: Sequence[float], y: float, size: float) -> str:
        """The text in stretches of one typeface each."""
        known = self._glyphs.setdefault(style, {})
        glyphs = [known.get(character) or self._glyph(style, character) for character in text]
        if len({glyph[0] for glyph in glyphs}) == 1:
            return self._piece(glyphs, xs, y, size)
        pieces = []
        begun = 0
        for at in range(1, len(glyphs) + 1):
            if at == len(glyphs) or glyphs[at][0] != glyphs[begun][0]:
                pieces.append(self._piece(glyphs[begun:at], xs[begun:at], y, size))
                begun = at
        return " ".join(pieces)

    @staticmethod
    def _piece(glyphs: Sequence[_Glyph], xs: Sequence[float], y: float, size: float) -> str:
        """One stretch of one typeface: the commonest gap as character spacing, the others as adjustments."""
        widths = [glyph[2] * size for glyph in glyphs]
        gaps = [round(b - a - width, 3) for a, b, width in zip(xs, xs[1:], widths, strict=False)]
        kinds = set(gaps)
        spacing = max(kinds, key=gaps.count) if len(kinds) > 1 else gaps[0] if gaps else 0.0
        parts: list[str] = []
        codes: list[str] = []
        pen = xs[0]
        step = 1000 / size
        for glyph, width, x in zip(glyphs, widths, xs, strict=True):
            off = (pen - x) * step
            if not -1.5 < off < 1.5:  # rounded, more than one
                parts.append(f"<{''.join(codes)}>{round(off)}")
                codes = []
                pen -= round(off) / step
            codes.append(glyph[1])
            pen += width + spacing
        last = "".join(codes)
        shown = f"[{''.join(parts)}<{last}>] TJ" if parts else f"<{last}> Tj"
        return f"{glyphs[0][0]} {size:g} Tf {spacing:g} Tc 1 0 0 1 {xs[0]:.3f} {y:.3f} Tm {shown}"

    @staticmethod
    def _rules(rules: list[Rule], height: float) -> str:
        code: list[str] = []
        width = None
        for rule in rules:
            if rule.width != width:
                width = rule.width
                code.append(f"{width:g} w 2 J")
            x1, y1 = rule.x1 * _PT_PER_MM, (height - rule.y1) * _PT_PER_MM
            x2, y2 = rule.x2 * _PT_PER_MM, (height - rule.y2) * _PT_PER_MM
            code.append(f"{x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S")
        return " ".join(code)

    @staticmethod
    def _tick_box(mark: TickBox, height: float) -> str:
        size = mark.size * _PT_PER_MM
        x, y = mark.x * _PT_PER_MM, (height - mark.y - mark.size) * _PT_PER_MM
        return f"0.75 w {x:.3f} {y:.3f} {size:.3f} {size:.3f} re {'B' if mark.ticked else 'S'}"

    def _watermark(self, mark: Watermark, height: float) -> str:
        widths = [self._fonts.advance(mark.style, character) * mark.size for character in mark.text]
        turn_cos, turn_sin = cos(radians(mark.angle)), sin(radians(mark.angle))
        x, y = mark.x * _PT_PER_MM, (height - mark.y) * _PT_PER_MM
        left, base = -sum(widths) / 2, -0.38 * mark.size
        xs = [left + sum(widths[:index]) for index in range(len(widths))]
        pieces = self._pieces(mark.style, mark.text, xs, base, mark.size)
        matrix = f"{turn_cos:.5f} {turn_sin:.5f} {-turn_sin:.5f} {turn_cos:.5f} {x:.3f} {y:.3f} cm"
        return f"q {mark.grey:g} g {matrix} BT {pieces} 0 Tc ET Q"


def pdf(pages: Iterable[Page], fonts: FontBook, info: DocumentInfo, attachment: Attachment | None = None) -> bytes:
    """The pages as an archival PDF, every face embedded as one subset. Pages may be composed while they are drawn."""
    canvas = ArchivalCanvas(info, (595.28, 841.89), attachment)  # A4, until the first page says its size
    pen = _Pen(canvas, fonts)
    depth = -1
    for page in pages:
        canvas.setPageSize((page.width * _PT_PER_MM, page.height * _PT_PER_MM))
        pen.draw(page)
        depth = _bookmarks(canvas, page, depth)
        canvas.showPage()
    return canvas.finish()


def _bookmarks(canvas: Any, page: Page, depth: int) -> int:
    """Add the page's outline entries below the last one, whose level is `depth`; a level is never skipped (PDF)."""
    for level, title, y in page.bookmark:
        depth = min(level, depth + 1)
        key = f"{title}-{canvas.getPageNumber()}-{y:.2f}"
        canvas.bookmarkHorizontalAbsolute(key, (page.height - y) * _PT_PER_MM + 10)
        canvas.addOutlineEntry(title, key, level=depth, closed=depth > 0)
    return depth
