"""What differs between two reports, on paper and as a workbook: a line a difference, texts by sentence.

Pure but for drawing: reports in, bytes out.
"""

from typing import Any, NamedTuple

from selfeval_gui.printing.record_pages import Record, RecordTable
from selfeval_gui.report.comparison import Comparison, Line
from selfeval_gui.report.text_changes import Piece

TITLE = "自评报告对比表"
SAME = "两份报告内容相同。"
_HEAD = ("部分", "栏目", "变化", "原来", "现在", "增减")
_SHARES = (0.12, 0.18, 0.08, 0.24, 0.24, 0.14)
_TEXT_HEAD, _TEXT_SHARES = ("变化", "原来", "现在"), (0.08, 0.46, 0.46)
_REMOVED, _ADDED = "B42318", "1F5FA8"


class Sides(NamedTuple):
    """What the two reports are called: file names, or 本报告."""

    old: str
    new: str


def record_of(comparison: Comparison, sides: Sides, project: str = "") -> Record:
    """The comparison as words and tables."""
    facts = [("原来", sides.old), ("现在", sides.new), ("变化", comparison.counts or "没有不同")]
    facts += [(name, f"{old or '—'} → {new or '—'}") for name, old, new in comparison.rates]
    short = tuple(_cells(line) for line in comparison.lines if not line.is_text)
    tables = [RecordTable("一、栏目和表格", _HEAD, _SHARES, short, SAME if not comparison.lines else "没有不同。")]
    texts = [line for line in comparison.lines if line.is_text]
    tables += [
        RecordTable(f"二、文字（{at}）{line.name}", _TEXT_HEAD, _TEXT_SHARES, _sentences(line))
        for at, line in enumerate(texts, 1)
    ]
    return Record(TITLE, tuple(facts), tuple(tables), foot=project)


def pdf(record: Record, form_id: str, fonts: Any = None) -> bytes:
    """The comparison as an archival PDF. `fonts` is a `FontBook`, by default the program's own."""
    from selfeval_gui.printing import archive, draw, produce, record_pages

    book = fonts or produce.bundled_fonts()
    return draw.pdf(record_pages.pages(record, book, form_id), book, archive.DocumentInfo(record.title))


def xlsx(comparison: Comparison, sides: Sides) -> bytes:
    """The comparison as a workbook: in sentences, what went is struck out and what came is underlined."""
    from selfeval_gui.exporting.excel.book import BOX, TEXT, Book, Look, Page, Place, lines_of

    book = Book(TITLE)
    sheet = book.sheet("对比")
    widths = (32.0, 42.0, 14.0, 76.0, 76.0, 42.0)
    sheet.columns(widths)
    sheet.put(Place(1, 1, 1, 6), TITLE, Look("xiaobiaosong", 18, "center"))
    sheet.height(1, 32)
    said = f"原来：{sides.old}　　现在：{sides.new}　　{comparison.counts or SAME}"
    sheet.put(Place(2, 1, 1, 6), said, Look("song", 10.5))
    head, cell = Look("hei", 10.5, "center", border=BOX, fill="EEF2F7"), Look("song", 10.5, upright="top", border=BOX)
    for column, word in enumerate(_HEAD, 1):
        sheet.put(Place(3, column), word, head)
    row = 4
    for line in comparison.lines:
        for texts, pieces in _rows(line):
            for column, text in enumerate(texts, 1):
                sheet.put(Place(row, column), text, cell, TEXT)
            if pieces:
                sheet.marked(Place(row, 4), [_part(p, _REMOVED) for p in pieces if p.kind != "added"], cell)
                sheet.marked(Place(row, 5), [_part(p, _ADDED) for p in pieces if p.kind != "removed"], cell)
            tallest = max(lines_of(text, width, 10.5) for text, width in zip(texts, widths, strict=True))
            sheet.height(row, min(400, 15 * tallest + 4))
            row += 1
    for name, old, new in comparison.rates:
        for column, text in enumerate(("计算所得", name, "修改", old, new, ""), 1):
            sheet.put(Place(row, column), text, cell, TEXT)
        row += 1
    sheet.raw.auto_filter.ref = f"A3:F{max(row - 1, 3)}"
    sheet.raw.freeze_panes = "A4"
    sheet.set_up(Page(True, 12, 12, 18, 16, f"A1:F{max(row - 1, 3)}", "1:3"))
    return book.to_bytes()


def _part(piece: Piece, colour: str) -> tuple[str, str]:
    return piece.text, "" if piece.kind == "same" else colour


def _cells(line: Line) -> tuple[str, ...]:
    return (line.part, line.name, line.what, line.old, line.new, line.change)


def _sentences(line: Line) -> tuple[tuple[str, ...], ...]:
    """A row a sentence; texts that differ by blanks and line ends only are told as such."""
    if not line.sentences:
        return (("修改", "只有空格、分段不同", "只有空格、分段不同"),)
    return tuple((_word(one.old, one.new), one.old, one.new) for one in line.sentences)


def _rows(line: Line) -> list[tuple[tuple[str, ...], tuple[Piece, ...]]]:
    if not line.is_text:
        return [(_cells(line), ())]
    if not line.sentences:
        return [((line.part, line.name, "修改", "只有空格、分段不同", "只有空格、分段不同", ""), ())]
    return [
        ((line.part, line.name, _word(one.old, one.new), one.old, one.new, ""), one.pieces) for one in line.sentences
    ]


def _word(old: str, new: str) -> str:
    return "修改" if old and new else "新增" if new else "删除"
