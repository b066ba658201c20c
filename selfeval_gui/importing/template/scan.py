"""Where paragraphs, cells and texts stand in the bytes of a document.xml, so that values can be put between them.

Only positions; nothing is changed here, and nothing is known of labels. Text boxes and alternative content are left
alone.
"""

from dataclasses import dataclass, field

from selfeval_gui.importing.formats.xml_guard import guarded_parser

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALONE = {
    "http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    _W + "txbxContent",
    _W + "del",
    _W + "moveFrom",
}


@dataclass(slots=True)
class Text:
    """The content of one `w:t`: bytes from `start` to `end`, characters from `at` in its paragraph's text."""

    start: int
    end: int
    at: int
    text: str


@dataclass(slots=True)
class Box:
    """A tick box that is a content control or a symbol: its bytes, and its place in the paragraph's text."""

    start: int
    end: int
    at: int
    kind: str


@dataclass(slots=True)
class Paragraph:
    """A paragraph: `body_end` is where a run can be added at its end; `closed` when it is written as one empty tag."""

    start: int
    cell: "Cell | None"
    end: int = 0
    body_end: int = 0
    closed: bool = False
    properties: tuple[int, int] | None = None
    mark: tuple[int, int] | None = None
    run: tuple[int, int] | None = None
    texts: list[Text] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    alone: bool = False

    @property
    def text(self) -> str:
        return "".join(text.text for text in self.texts)


@dataclass(slots=True)
class Cell:
    row: "Row"
    paragraphs: list[Paragraph] = field(default_factory=list)
    covered: bool = False
    nested: bool = False

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(slots=True)
class Row:
    start: int
    table: int
    end: int = 0
    cells: list[Cell] = field(default_factory=list)


class Scan:
    """All paragraphs and rows of a document, in their order."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.paragraphs: list[Paragraph] = []
        self.rows: list[Row] = []
        self.tables = 0
        self._alone = 0
        self._open: list[Paragraph] = []
        self._cells: list[Cell] = []
        self._rows: list[Row] = []
        self._tables: list[int] = []
        self._starts: list[tuple[str, int]] = []
        self._text: Text | None = None
        self._parser = guarded_parser("Word 模板")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.Parse(data, True)

    def bytes(self, place: tuple[int, int] | None) -> bytes:
        return b"" if place is None else self.data[place[0] : place[1]]

    @property
    def _at(self) -> int:
        return self._parser.CurrentByteIndex

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        at = self._at
        self._starts.append((tag, at))
        if tag in _ALONE:
            self._alone += 1
        if self._alone:
            for paragraph in self._open:
                paragraph.alone = True
            return
        name = tag.removeprefix(_W)
        if name == "tbl":
            self._tables.append(self.tables)
            self.tables += 1
            for cell in self._cells[-1:]:
                cell.nested = True
        elif name == "tr" and self._tables:
            self._rows.append(Row(at, self._tables[-1]))
            self.rows.append(self._rows[-1])
        elif name == "tc" and self._rows:
            self._cells.append(Cell(self._rows[-1]))
            self._rows[-1].cells.append(self._cells[-1])
        elif name == "vMerge" and self._cells and attributes.get(_W + "val") != "restart":
            self._cells[-1].covered = True
        elif name == "p":
            paragraph = Paragraph(at, self._cells[-1] if self._cells else None)
            self._open.append(paragraph)
            self.paragraphs.append(paragraph)
            if paragraph.cell is not None:
                paragraph.cell.paragraphs.append(paragraph)
        elif name == "t" and self._open:
            end = _end_of_tag(self.data, at)
            length = len(self._open[-1].text)
            self._text = Text(end, end, length, "") if self.data[end - 2 : end] != b"/>" else None

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.text += text

    def _end(self, tag: str) -> None:
        at = self._at
        _, start = self._starts.pop()
        if tag in _ALONE:
            self._alone -= 1
        if self._alone:
            return
        name = tag.removeprefix(_W)
        after = _end_of_tag(self.data, at)
        if name == "t" and self._text is not None and self._open:
            self._text.end = at
            self._open[-1].texts.append(self._text)
            self._text = None
        elif name == "p" and self._open:
            paragraph = self._open.pop()
            paragraph.closed, paragraph.body_end, paragraph.end = at == start, at, after
        elif name == "rPr" and self._open:
            parent = self._starts[-1][0].removeprefix(_W)
            if parent == "pPr":
                self._open[-1].mark = (start, after)
            elif parent == "r":
                self._open[-1].run = (start, after)
        elif name == "pPr" and self._open:
            self._open[-1].properties = (start, after)
        elif name == "tc" and self._cells:
            self._cells.pop()
        elif name == "tr" and self._rows:
            self._rows.pop().end = after
        elif name == "tbl" and self._tables:
            self._tables.pop()
        elif name in ("sym", "sdt") and self._open:
            self._box(name, start, after)

    def _box(self, name: str, start: int, end: int) -> None:
        """A tick box; a content control's own glyph is one of the paragraph's texts."""
        raw = self.data[start:end]
        if name == "sdt" and b"checkbox" in raw:
            inside = [text for text in self._open[-1].texts if start <= text.start < end]
            if inside:
                self._open[-1].boxes.append(Box(start, end, inside[0].at, "control"))


def _end_of_tag(data: bytes, at: int) -> int:
    """The place behind the tag that begins at `at`; a > in an attribute does not end it."""
    quote = 0
    for place in range(at, len(data)):
        char = data[place]
        if quote:
            quote = 0 if char == quote else quote
        elif char in b"\"'":
            quote = char
        elif char == 0x3E:
            return place + 1
    return len(data)
