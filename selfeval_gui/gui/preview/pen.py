"""Draws the marks of a page with a QPainter: on the screen, into a picture, on a printer alike.

The page's top left corner is the painter's origin; `scale` is px for a mm. Nothing here knows widgets.
"""

from math import hypot

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGlyphRun, QPainter, QPainterPath, QPen, QRawFont

from selfeval_gui.gui.preview.damage import Box
from selfeval_gui.gui.preview.glyphs import GlyphBook, Piece
from selfeval_gui.printing.face import Face
from selfeval_gui.printing.marks import MM_PER_PT, Page, Rule, Run, TickBox, Watermark

INK = QColor(0, 0, 0)
_PIXELS = (1, 2, 3)
"""`QInternal.Widget`, `Pixmap` and `Image`, which have no names in Python."""
_TICK_LINE = 0.75  # pt
_LARGEST_GLYPH = 64.0
"""px on the device. WORKAROUND: above it Qt 6.9's raster engine draws nothing of a glyph run that has a raw font."""


def draw_page(painter: QPainter, page: Page, glyphs: GlyphBook, scale: float, seen: Box | None = None) -> None:
    """Draw the marks of a page, or of the part of it that is `seen`: lines of text out of sight cost nothing."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setPen(INK)
    rules: dict[float, list[QLineF]] = {}
    for mark in page.marks:
        if isinstance(mark, Run):
            if seen is None or seen.meets(mark):
                _draw_run(painter, mark, glyphs, scale)
        elif isinstance(mark, Rule):
            line = QLineF(mark.x1 * scale, mark.y1 * scale, mark.x2 * scale, mark.y2 * scale)
            rules.setdefault(mark.width, []).append(line)
        elif isinstance(mark, TickBox):
            _draw_box(painter, mark, scale)
        else:
            _draw_watermark(painter, mark, glyphs, scale)
    for width, lines in rules.items():
        painter.setPen(_pen(painter, width, scale))
        painter.drawLines(lines)
    painter.restore()


def _draw_run(painter: QPainter, mark: Run, glyphs: GlyphBook, scale: float) -> None:
    pixels = mark.size * MM_PER_PT * scale
    y = mark.y * scale
    for piece in glyphs.pieces(mark.style, mark.text):
        _draw_piece(painter, piece, [QPointF(x * scale, y) for x in mark.xs[piece[2] : piece[3]]], glyphs, pixels)


def _draw_piece(painter: QPainter, piece: Piece, places: list[QPointF], glyphs: GlyphBook, pixels: float) -> None:
    face, numbers = piece[0], piece[1]
    turned = painter.deviceTransform()
    on_device = pixels * hypot(turned.m11(), turned.m12())
    font = None
    if painter.device().devType() not in _PIXELS:
        font = _font_on_paper(painter, glyphs, face, pixels)
    elif on_device <= _LARGEST_GLYPH:
        font = glyphs.font(face, pixels)
    if font is None:
        shape = QPainterPath()
        shape.setFillRule(Qt.FillRule.WindingFill)
        for number, place in zip(numbers, places, strict=True):
            shape.addPath(glyphs.outline(face, pixels, number).translated(place))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(shape, painter.pen().color())
        painter.restore()
        return
    run = QGlyphRun()
    run.setRawFont(font)
    run.setGlyphIndexes(numbers)
    run.setPositions(places)
    painter.drawGlyphRun(QPointF(), run)


def _font_on_paper(painter: QPainter, glyphs: GlyphBook, face: Face, pixels: float) -> QRawFont | None:
    """The font that stays a font where Qt prints by way of a PDF (files, CUPS).

    None for the printers of Windows: they get outlines, which every driver draws alike.
    """
    from PySide6.QtGui import QPaintEngine

    is_pdf = painter.paintEngine().type() == QPaintEngine.Type.Pdf
    return glyphs.named_font(face, pixels) if is_pdf else None


def _draw_box(painter: QPainter, mark: TickBox, scale: float) -> None:
    painter.save()
    pen = _pen(painter, _TICK_LINE, scale)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(INK if mark.ticked else Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(mark.x * scale, mark.y * scale, mark.size * scale, mark.size * scale))
    painter.restore()


def _draw_watermark(painter: QPainter, mark: Watermark, glyphs: GlyphBook, scale: float) -> None:
    """Pale and behind the text: drawn with a colour that lets the text through."""
    pixels = mark.size * MM_PER_PT * scale
    pieces = glyphs.pieces(mark.style, mark.text)
    widths = [
        width.x()
        for face, numbers, _, _ in pieces
        for width in glyphs.font(face, pixels).advancesForGlyphIndexes(numbers)
    ]
    painter.save()
    painter.setPen(QColor(0, 0, 0, round(255 * (1 - mark.grey))))
    painter.translate(mark.x * scale, mark.y * scale)
    painter.rotate(-mark.angle)
    lefts = [-sum(widths) / 2 + sum(widths[:index]) for index in range(len(widths))]
    for piece in pieces:
        _draw_piece(painter, piece, [QPointF(x, 0.38 * pixels) for x in lefts[piece[2] : piece[3]]], glyphs, pixels)
    painter.restore()


def _pen(painter: QPainter, width: float, scale: float) -> QPen:
    """A pen of `width` pt that never gets thinner than a dot of the device, however small the zoom."""
    dot = 1 / painter.device().devicePixelRatioF()
    pen = QPen(INK, max(width * MM_PER_PT * scale, dot))
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    return pen
