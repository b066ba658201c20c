"""Web pages → blocks: what Word, Excel and office systems save as .htm, .mht, or under the names .doc and .xls.

Scripts, styles, comments, hidden and deleted text are left out. Nothing is fetched: pictures are only named.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

from selfeval_gui.importing.blocks import Block, Cell, Paragraph, Row, Table
from selfeval_gui.importing.formats import symbols
from selfeval_gui.importing.formats.content import Content, damaged, refusing, too_complex
from selfeval_gui.importing.formats.grid import SPAN_LIMIT, Place, paragraphs
from selfeval_gui.importing.proposal import ImportRefused, Unplaced
from selfeval_gui.importing.text_reader import decode

KIND = "网页文件"
WAY_OUT = "请在 Word、Excel 或 WPS 中打开它，另存为 .docx 或 .xlsx 后再导入。"
_SIZE_LIMIT = 16 << 20
_DEPTH_LIMIT, _ELEMENT_LIMIT, _CELL_LIMIT = 200, 500_000, 100_000
_TABLE_DEPTH = 16
_ROW_SPAN_LIMIT = 1000
_MARGIN = rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff|[\s\x00])*"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})", re.IGNORECASE)
_UNSEEN = {
    "script",
    "style",
    "head",
    "title",
    "del",
    "template",
    "noscript",
    "select",
    "textarea",
    "object",
    "svg",
    "rt",
}
_BLOCK = {
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "center", "pre", "blockquote", "ul", "ol", "dl", "dt", "dd",
    "body", "form", "section", "article", "header", "footer", "address", "hr", "caption",
}  # fmt: skip
_VOID = {
    "br", "img", "input", "hr", "meta", "link", "col", "area", "embed", "source", "wbr", "base", "param", "track",
    "v:imagedata",
}  # fmt: skip
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre"}
_SPACE = re.compile("[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden")


def recognises(data: bytes) -> bool:
    """Whether this is a web page, or one saved as a single file (MHT)."""
    start = re.sub(_MARGIN, b"", data[:8192]).replace(b"\x00", b"").lower()
    if _is_mht(start):
        return True
    return start.startswith(b"<") and any(mark in start for mark in (b"<html", b"<!doctype html", b"<table", b"<body"))


def read(data: bytes) -> Content:
    """The page's blocks. Raises `ImportRefused` for damaged and hostile files."""
    with refusing(KIND, WAY_OUT):
        if len(data) > _SIZE_LIMIT:
            raise too_complex(KIND)
        if _is_mht(data[:8192].lstrip(b"\xef\xbb\xbf \t\r\n").lower()):
            return _read_mht(data)
        return read_page(_text(data))


def read_page(text: str) -> Content:
    """The blocks of a page whose text is already decoded."""
    page = _Page()
    page.feed(text)
    page.close()
    return page.content()


def _is_mht(start: bytes) -> bool:
    return (
        start.startswith((b"mime-version:", b"from:", b"date:", b"content-type: multipart")) and b"multipart/" in start
    )


def _read_mht(data: bytes) -> Content:
    message = message_from_bytes(data, policy=policy.default)
    blocks: list[Block] = []
    notes: list[Unplaced] = []
    pages = 0
    pictures = 0
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            raw = part.get_payload(decode=True)
            if isinstance(raw, bytes) and b"<frameset" not in raw.lower():
                pages += 1
                found = read_page(_text(raw, part.get_content_charset()))
                blocks.extend(found.blocks)
                notes.extend(found.notes)
        pictures += part.get_content_maintype() == "image"
    if not pages:
        raise damaged(KIND, WAY_OUT)
    if pictures and not notes:
        notes.append(Unplaced(f"文件里有{pictures}张图片，没有读入", "文件末尾"))
    return Content(tuple(blocks), tuple(notes))


def _text(data: bytes, charset: str | None = None) -> str:
    """Decode by BOM, what the page says of itself, or its looks. A wrong statement does not count."""
    said = _CHARSET.search(data[:4096])
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        for name in (charset, said[1].decode("ascii") if said else None):
            if name is None:
                continue
            encoding = "gb18030" if name.lower() in ("gb2312", "gbk", "gb_2312-80", "x-gbk") else name
            try:
                return data.decode(encoding)
            except (LookupError, UnicodeDecodeError):
                continue
    try:
        return decode(data)
    except ImportRefused:
        if said is None:
            raise
        # One broken character in a page is no reason to refuse it.
        return data.decode("utf-8" if b"utf" in said[1].lower() else "gb18030", "replace")


@dataclass
class _OpenCell:
    column: int
    span: int
    height: int
    blocks: list[Block] = field(default_factory=list)


@dataclass
class _OpenTable:
    where: str
    rows: list[list[_OpenCell]] = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)
    """Grid column → rows below the current one that a cell reaches down into."""
    cell: _OpenCell | None = None
    depth: int = 0
    """How many elements were open when it began."""

    @property
    def place(self) -> str:
        return f"{self.where}第{len(self.rows)}行第{len(self.rows[-1]) if self.rows else 1}格"


class _Page(HTMLParser):
    """Builds blocks while it is fed. Tags that are not closed are closed by what follows, as browsers do."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._place = Place()
        self._blocks: list[Block] = []
        self._notes: list[Unplaced] = []
        self._tables: list[_OpenTable] = []
        self._open: list[tuple[str, bool, bool]] = []
        """(tag, its content is not shown, its content is a list number)."""
        self._parts: list[str] = []
        self._number: list[str] = []
        self._heading: int | None = None
        self._elements = 0
        self._cells = 0
        self._unseen = 0
        self._numbering = 0
        self._lists: list[int | None] = []
        """The next number of each open list, None for lists with bullets."""

    def content(self) -> Content:
        self._end_paragraph(only_with_text=True)
        while self._tables:
            self._end_table()
        return Content(tuple(self._blocks), tuple(self._notes))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self._elements += 1
        if self._elements > _ELEMENT_LIMIT:
            raise too_complex(KIND)
        if tag == "body":
            # A head that was never closed ends here.
            while self._open and self._open[-1][0] in ("head", "title"):
                self._pop()
        style = attributes.get("style", "").lower()
        if tag in _VOID:
            if not self._unseen:
                self._void(tag, attributes)
            return
        if not self._unseen:
            self._begin(tag, attributes)
        unseen = tag in _UNSEEN or "hidden" in attributes or bool(_HIDDEN.search(style))
        number = "mso-list:ignore" in re.sub(r"\s", "", style)
        self._open.append((tag, unseen, number))
        self._unseen += unseen
        self._numbering += number
        if len(self._open) > _DEPTH_LIMIT:
            raise too_complex(KIND)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        floor = self._tables[-1].depth if self._tables and tag != "table" else 0
        at = next((i for i in range(len(self._open) - 1, floor - 1, -1) if self._open[i][0] == tag), None)
        if at is None:
            return
        while len(self._open) > at:
            self._pop()
        if self._unseen:
            return
        if tag in _BLOCK:
            # Empty lines come from paragraphs, not from what holds them.
            self._end_paragraph(only_with_text=tag not in _PARAGRAPHS)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "table":
            self._end_table()

    def handle_data(self, data: str) -> None:
        if self._unseen or not data:
            return
        (self._number if self._numbering else self._parts).append(_SPACE.sub(" ", data))

    def _pop(self) -> None:
        tag, unseen, number = self._open.pop()
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        self._unseen -= unseen
        self._numbering -= number

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table":
            self._end_paragraph(only_with_text=True)
            self._begin_table()
        elif tag == "tr" and self._tables:
            self._end_cell()
            self._begin_row()
        elif tag in ("td", "th") and self._tables:
            self._end_cell()
            self._begin_cell(attributes)
        elif tag in _BLOCK:
            self._end_paragraph(only_with_text=True)
            self._heading = int(tag[1]) if re.fullmatch("h[1-6]", tag) else None
            if tag in ("ol", "ul"):
                self._lists.append(_count(attributes.get("start", "1"), 999) if tag == "ol" else None)
            elif tag == "li" and self._lists and (number := self._lists[-1]) is not None:
                self._number = [f"{number}."]
                self._lists[-1] = number + 1

    def _void(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "br":
            self._parts.append("\n")
        elif tag == "hr":
            self._end_paragraph(only_with_text=True)
        elif tag in ("img", "v:imagedata"):
            where = self._where(shown=False)
            self._notes.append(Unplaced(f"{where}附近有1张图片，没有读入", where))
        elif tag == "input":
            kind = attributes.get("type", "text").lower()
            if kind in ("checkbox", "radio"):
                self._parts.append(symbols.TICKED if "checked" in attributes else symbols.EMPTY)
            elif kind == "text":
                self._parts.append(attributes.get("value", ""))

    def _where(self, *, shown: bool) -> str:
        return self._tables[-1].place if self._tables else self._place.paragraph(shown)

    def _end_paragraph(self, only_with_text: bool = False) -> None:
        text = re.sub(r" ?\n ?", "\n", "".join(self._parts)).strip(" \n").replace("\u00a0", " ")
        number = "".join(self._number).replace("\u00a0", " ").strip()
        if len(number) == 1 and not number.isalnum():
            number = ""  # a bullet
        if text:
            self._number = []
        self._parts = []
        if not text and only_with_text:
            return
        if not text and self._tables:
            return
        where = self._where(shown=bool(text.strip()))
        self._target().extend(paragraphs(symbols.plain(text), where, number, self._heading))
        self._heading = None

    def _target(self) -> list[Block]:
        """Where blocks go: the open cell, or for text between cells the last one, or outside of tables."""
        if not self._tables:
            return self._blocks
        table = self._tables[-1]
        if table.cell is not None:
            return table.cell.blocks
        if table.rows and table.rows[-1]:
            return table.rows[-1][-1].blocks
        return self._tables[-2].cell.blocks if len(self._tables) > 1 and self._tables[-2].cell else self._blocks

    def _begin_table(self) -> None:
        if len(self._tables) >= _TABLE_DEPTH:
            raise too_complex(KIND)
        if self._tables:
            outer = self._tables[-1]
            inner = sum(isinstance(block, Table) for block in self._target()) + 1
            where = f"{outer.place}内的表{inner}"
        else:
            where = self._place.table()
        self._tables.append(_OpenTable(where, depth=len(self._open)))

    def _begin_row(self) -> None:
        table = self._tables[-1]
        table.rows.append([])
        table.taken = {column: rows - 1 for column, rows in table.taken.items() if rows > 0}

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        table = self._tables[-1]
        if not table.rows:
            self._begin_row()
        self._cells += 1
        if self._cells > _CELL_LIMIT:
            raise too_complex(KIND)
        row = table.rows[-1]
        column = row[-1].column + row[-1].span if row else 0
        while table.taken.get(column, -1) >= 0 and column in table.taken:
            column += 1
        span = _count(attributes.get("colspan", "1"), SPAN_LIMIT)
        height = _count(attributes.get("rowspan", "1"), _ROW_SPAN_LIMIT)
        table.cell = _OpenCell(column, span, height)
        row.append(table.cell)

    def _end_cell(self) -> None:
        table = self._tables[-1] if self._tables else None
        if table is None or table.cell is None:
            return
        self._end_paragraph()
        cell = table.cell
        cell.blocks = cell.blocks or [Paragraph("", table.place)]
        if cell.height > 1:
            # Counted down at each row; the rows below begin with height - 1.
            table.taken.update({cell.column + at: cell.height - 1 for at in range(cell.span)})
        table.cell = None

    def _end_table(self) -> None:
        if not self._tables:
            return
        self._end_cell()
        self._end_paragraph(only_with_text=True)
        table = self._tables.pop()
        if any(table.rows):
            self._target().append(Table(tuple(_rows(table.rows)), table.where))


def _rows(rows: Iterable[list[_OpenCell]]) -> Iterable[Row]:
    for row in rows:
        yield Row(tuple(Cell(tuple(cell.blocks), cell.column, cell.span, cell.height) for cell in row))


def _count(raw: str, most: int) -> int:
    raw = raw.strip()
    return max(1, min(most, int(raw))) if raw.isdecimal() and len(raw) < 9 else 1
