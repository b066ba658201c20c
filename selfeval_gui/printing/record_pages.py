"""Sets a record of words and tables (审核记录) on A4 pages: the same marks as a report's, drawn by the same pen.

It knows texts only; what the record says is the caller's. Tables break between rows, and within a row that is longer
than a page; a table's head stands on each of its pages.
"""

from typing import NamedTuple

from selfeval_gui.printing import layout
from selfeval_gui.printing.fonts import FontBook
from selfeval_gui.printing.grid import Cell, CellLine, Row, Sheet
from selfeval_gui.printing.linebreak import Line
from selfeval_gui.printing.marks import Page
from selfeval_gui.printing.typeset import baseline, em, run, typesetter

_STYLE, _BOLD, _TITLE = "song", "hei", "xiaobiaosong"
_SIZE, _PITCH, _PAD, _SIDE = 10.5, 15.0, 1.2, 1.2
_TITLE_SIZE, _HEADING_SIZE, _NUMBER_SIZE = 22.0, 12.0, 9.0
_TOP, _BOTTOM, _SIDES = 25.0, 22.0, 22.0
"""Margins of a working paper, mm; a record is no official document."""
_GAP = 6.0
_SIGNATURE = 14.0


class RecordTable(NamedTuple):
    """`shares` are the columns' parts of the width, together 1. Without rows, `empty` is said in its place."""

    heading: str
    head: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "无。"


class Record(NamedTuple):
    """`facts` are (label, value); `signatures` are lines to be filled in by pen; `foot` stands below each page."""

    title: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[RecordTable, ...]
    signatures: tuple[str, ...] = ()
    foot: str = ""


def pages(record: Record, fonts: FontBook, form_id: str) -> tuple[Page, ...]:
    """The record on pages of the form's paper."""
    return _RecordPages(record, fonts, layout.load(form_id)).compose()


class _RecordPages:
    def __init__(self, record: Record, fonts: FontBook, paper: layout.Layout) -> None:
        self._record, self._page, self._rule = record, paper.page, paper.rule
        self._setter = typesetter(fonts)
        self._width = paper.page.width - 2 * _SIDES
        self._sheets: list[Sheet] = []

    def compose(self) -> tuple[Page, ...]:
        self._setter.start_document()
        self._break()
        self._title()
        self._rows([self._row(fact, (0.17, 0.83), (_BOLD, _STYLE)) for fact in self._record.facts])
        for table in self._record.tables:
            # What is signed stands on the page of the signatures, in part at least.
            self._table(table, self._signatures_height if table is self._record.tables[-1] else 0.0)
        self._signatures()
        for sheet in self._sheets:
            sheet.finish()
        count = len(self._sheets)
        return tuple(self._made(sheet, number, count) for number, sheet in enumerate(self._sheets, 1))

    @property
    def _sheet(self) -> Sheet:
        return self._sheets[-1]

    @property
    def _left(self) -> float:
        """Height left on the sheet, mm."""
        return self._page.height - _BOTTOM - self._sheet.y + 1e-6

    def _break(self) -> None:
        self._sheets.append(Sheet(_SIDES, _TOP, self._rule))

    def _title(self) -> None:
        line = self._one_line(self._record.title, _TITLE)
        unit = em(_TITLE_SIZE)
        left = _SIDES + (self._width - line.width * unit) / 2
        self._sheet.write(line, left, baseline(_TOP + unit / 2, _TITLE_SIZE), _TITLE, _TITLE_SIZE)
        self._sheet.bookmarks.append((0, self._record.title, _TOP))
        self._sheet.y += unit + _GAP

    @property
    def _signatures_height(self) -> float:
        return _GAP + len(self._record.signatures) * _SIGNATURE if self._record.signatures else 0.0

    def _table(self, table: RecordTable, below: float) -> None:
        head = self._row(table.head, table.shares, (_BOLD,) * len(table.head))
        rows = [self._row(row, table.shares, (_STYLE,) * len(row)) for row in table.rows]
        first = min(rows[0].height, 3 * em(_PITCH)) + head.height if rows else 2 * em(_PITCH)
        if len(rows) == 1:
            first = min(head.height + rows[0].height + below, self._page.height / 2)
        if self._left < _GAP + 2 * em(_HEADING_SIZE) + first:
            self._break()
        else:
            self._sheet.y += _GAP
        self._words(table.heading, _BOLD, _HEADING_SIZE)
        if rows:
            self._rows(rows, head, below)
        else:
            self._words(table.empty, _STYLE, _SIZE)

    def _words(self, text: str, style: str, size: float) -> None:
        """One line of its own; a heading is found in the outline, too."""
        sheet, height = self._sheet, 1.6 * em(size)
        if style == _BOLD:
            sheet.bookmarks.append((1, text, sheet.y))
        sheet.write(self._one_line(text, style), _SIDES, baseline(sheet.y + height / 2, size), style, size)
        sheet.y += height

    def _rows(self, rows: list[Row], head: Row | None = None, below: float = 0.0) -> None:
        """Put rows one below the other; the last one with room for `below` mm under it, if a page has that."""
        if head is not None:
            self._sheet.put(head)
        waiting, moved = list(reversed(rows)), False
        while waiting:
            row = waiting.pop()
            kept = 0.0 if waiting or moved else below
            if row.height + kept <= self._left:
                self._sheet.put(row)
                continue
            fitting = int((self._left - 2 * _PAD) / em(_PITCH))
            whole = self._page.height - _TOP - _BOTTOM - (head.height if head is not None else 0.0)
            if row.height > whole and fitting >= 2:  # too long for any page: it goes on on the next one
                cut = tuple(cell._replace(lines=cell.lines[:fitting]) for cell in row.cells)
                rest = tuple(cell._replace(lines=cell.lines[fitting:]) for cell in row.cells)
                self._sheet.put(Row.of(cut))
                waiting.append(Row.of(rest))
            else:
                moved = not waiting
                waiting.append(row)
            self._break()
            if head is not None:
                self._sheet.put(head)

    def _row(self, texts: tuple[str, ...], shares: tuple[float, ...], styles: tuple[str, ...]) -> Row:
        cells = []
        for text, share, style in zip(texts, shares, styles, strict=True):
            width = share * self._width
            column = (width - 2 * _SIDE) / em(_SIZE)
            lines = [
                CellLine(line)
                for paragraph in text.split("\n")
                for line in self._setter.lines(paragraph, style, column, justify=False)
            ]
            cells.append(Cell(width, tuple(lines), "", style, _SIZE, _PITCH, _SIDE, _PAD, top=True))
        return Row.of(tuple(cells))

    def _signatures(self) -> None:
        """Lines for the pen, never apart from each other."""
        if not self._record.signatures:
            return
        if self._left < self._signatures_height:
            self._break()
        else:
            self._sheet.y += _GAP
        for text in self._record.signatures:
            base = baseline(self._sheet.y + _SIGNATURE / 2, _HEADING_SIZE)
            self._sheet.write(self._one_line(text, _STYLE), _SIDES, base, _STYLE, _HEADING_SIZE)
            self._sheet.y += _SIGNATURE

    def _one_line(self, text: str, style: str) -> Line:
        return self._setter.lines(text, style, 1000.0, justify=False)[0]

    def _made(self, sheet: Sheet, number: int, count: int) -> Page:
        text = f"{self._record.foot}　　第 {number} 页　共 {count} 页".strip("　 ")
        line, unit = self._one_line(text, _STYLE), em(_NUMBER_SIZE)
        base = baseline(self._page.height - _BOTTOM / 2, _NUMBER_SIZE)
        foot = run(line, (self._page.width - line.width * unit) / 2, base, _STYLE, _NUMBER_SIZE, unit)
        marks = (*sheet.marks, foot)
        return Page("record", number, self._page.width, self._page.height, marks, (), tuple(sheet.bookmarks))
