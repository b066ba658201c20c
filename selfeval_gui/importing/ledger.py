"""The account of the input's text: every character is used by a field, is a word of the form, or is unplaced.

Blocks become lines of slots here; the recogniser marks what it uses. Nothing here knows a label.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from selfeval_gui.importing.blocks import Block, Cell, Paragraph, Table
from selfeval_gui.importing.proposal import Unplaced
from selfeval_gui.report.frozen import frozen

_EMPTY = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff：:；;，,、。.．_＿|｜（）()\[\]【】〔〕\-—–―…/\\~·*#>+=]*")
_BLANKS = " \t\n\r\u3000\u00a0_＿"


@dataclass(eq=False, slots=True)
class Piece:
    """One paragraph of the input. `line` names the table row it stands in, "" outside of tables."""

    text: str
    where: str
    line: str = ""
    number: str = ""
    used: bytearray = field(init=False)

    def __post_init__(self) -> None:
        self.used = bytearray(len(self.text))


@frozen
class Span:
    """A stretch of a piece."""

    piece: Piece
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.piece.text[self.start : self.end]

    def use(self, start: int = 0, end: int | None = None) -> None:
        """Mark the characters `start` to `end` of this span as used."""
        last = self.end if end is None else min(self.end, self.start + end)
        first = self.start + start
        if last > first:
            self.piece.used[first:last] = b"\x01" * (last - first)

    def part(self, start: int, end: int | None = None) -> "Span":
        return Span(self.piece, self.start + start, self.end if end is None else self.start + end)


@frozen
class Slot:
    """The content of one cell, or a stretch of a line: its paragraphs, its first grid column, the rows it covers."""

    spans: tuple[Span, ...]
    column: int
    rows: int = 1

    @property
    def text(self) -> str:
        """The paragraphs without outer blanks, joined by line breaks; empty ones are left out."""
        parts = (span.text.strip(_BLANKS) for span in self.spans)
        return "\n".join(part for part in parts if part)

    @property
    def where(self) -> str:
        return self.spans[0].piece.where if self.spans else ""

    def use(self) -> None:
        for span in self.spans:
            span.use()

    def behind(self, end: int) -> "Slot":
        """What follows character `end` of the first paragraph."""
        if not self.spans:
            return self
        return Slot((self.spans[0].part(end), *self.spans[1:]), self.column, self.rows)

    @property
    def head(self) -> str:
        """The first paragraph as written."""
        return self.spans[0].text if self.spans else ""

    def use_head(self, end: int) -> None:
        if self.spans:
            self.spans[0].use(0, end)


@frozen
class Line:
    """A table's row, or a paragraph outside of tables (`loose`), as slots in the order of their columns."""

    slots: tuple[Slot, ...]
    loose: bool

    @property
    def filled(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.text)

    @property
    def text(self) -> str:
        return " ".join(slot.text for slot in self.filled)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(span.piece for slot in self.slots for span in slot.spans)


class Ledger:
    """All pieces of one input, in its order."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.pieces: list[Piece] = []
        self.lines: list[Line] = []
        for block in blocks:
            self._take(block)

    def _take(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            if block.text.strip(_BLANKS):
                piece = self._piece(block.text, block.where, "", block.number)
                self.lines.append(Line((Slot((piece,), 0),), loose=True))
            return
        for index, row in enumerate(block.rows, 1):
            where = f"{block.where}第{index}行"
            nested: list[Table] = []
            slots = [self._slot(cell, where, place, nested) for place, cell in enumerate(row.cells, 1)]
            self.lines.append(Line(tuple(slots), loose=False))
            for table in nested:
                self._take(table)

    def _slot(self, cell: Cell, line: str, place: int, nested: list[Table]) -> Slot:
        spans: list[Span] = []
        for block in cell.blocks:
            if isinstance(block, Table):
                nested.append(block)
            else:
                spans.append(self._piece(block.text, f"{line}第{place}格", line, block.number))
        return Slot(tuple(spans), cell.column, cell.row_span)

    def _piece(self, text: str, where: str, line: str, number: str) -> Span:
        piece = Piece(text, where, line, number)
        self.pieces.append(piece)
        return Span(piece, 0, len(text))


def unplaced(pieces: Iterable[Piece]) -> tuple[Unplaced, ...]:
    """What nobody used, in the input's order; the rest of one table row is one entry."""
    found: list[tuple[str, Unplaced]] = []
    for piece in pieces:
        for rest in _rests(piece):
            if found and piece.line and found[-1][0] == piece.line:
                found[-1] = (piece.line, Unplaced(f"{found[-1][1].text}　{rest}", piece.line))
            else:
                found.append((piece.line, Unplaced(rest, piece.where)))
    return tuple(entry for _, entry in found)


def _rests(piece: Piece) -> list[str]:
    """The stretches of a piece that are not used and say something."""
    rests: list[str] = []
    start = 0
    length = len(piece.text)
    while start < length:
        if piece.used[start]:
            start += 1
            continue
        end = piece.used.find(1, start)
        end = length if end < 0 else end
        rest = piece.text[start:end]
        if not _EMPTY.fullmatch(rest):
            rests.append(rest.strip(_BLANKS))
        start = end
    return rests
