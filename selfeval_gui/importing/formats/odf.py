"""OpenDocument text (.odt .ott) → blocks, and the door to spreadsheets (.ods), which `odf_sheets` reads.

Deleted text of tracked changes and hidden text are left out. Linked files are never followed.
"""

from xml.etree.ElementTree import Element

from selfeval_gui.importing.blocks import Block, Cell, Paragraph, Row, Table
from selfeval_gui.importing.formats import odf_sheets, symbols, xml_guard
from selfeval_gui.importing.formats.content import Content, damaged, refusing, too_complex
from selfeval_gui.importing.formats.grid import SPAN_LIMIT, Place, paragraphs
from selfeval_gui.importing.formats.numbering import Counters
from selfeval_gui.importing.formats.odf_styles import DRAW, OFFICE, OUTLINE, TABLE, TEXT, OdfStyles
from selfeval_gui.importing.formats.zip_guard import Archive, part_names
from selfeval_gui.importing.proposal import ImportRefused, Unplaced

KIND = "OpenDocument 文件"
WAY_OUT = "请用 WPS 或 LibreOffice 打开它，另存为 .docx 或 .xlsx 后再导入。"
_HOLDERS = {
    TEXT + name for name in ("section", "index-body", "table-of-content", "index-title", "numbered-paragraph")
} | {TABLE + name for name in ("table-header-rows", "table-row-group", "table-rows")}
_SKIPPED = {TEXT + "tracked-changes", OFFICE + "annotation", TEXT + "ruby-text", OFFICE + "forms", TEXT + "hidden-text"}
_ROW_LIMIT, _CELL_LIMIT = 5000, 100_000
_BLANKS = 200
_KINDS = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.spreadsheet")


def recognises(data: bytes) -> bool:
    """Whether this is a zip that says it is an OpenDocument text or spreadsheet."""
    return "content.xml" in part_names(data) and any(kind in data[:4096] for kind in _KINDS)


def read(data: bytes) -> Content:
    """The document's or the visible sheets' blocks. Raises `ImportRefused` for damaged, encrypted, hostile files."""
    with refusing(KIND, WAY_OUT):
        archive = Archive(data, KIND, WAY_OUT)
        if "META-INF/manifest.xml" in archive:
            manifest = xml_guard.parse(archive.read("META-INF/manifest.xml"), KIND, WAY_OUT)
            if any(element.tag.endswith("}encryption-data") for element in manifest.iter()):
                raise ImportRefused("这是加密的 OpenDocument 文件，请先取消密码，另存后再导入。")
        root = xml_guard.parse(archive.read("content.xml"), KIND, WAY_OUT)
        styles = OdfStyles()
        if "styles.xml" in archive:
            styles.add(xml_guard.parse(archive.read("styles.xml"), KIND, WAY_OUT))
        styles.add(root)
        body = root.find(OFFICE + "body")
        if body is not None and (text := body.find(OFFICE + "text")) is not None:
            return _Text(styles).read(text)
        if body is not None and (book := body.find(OFFICE + "spreadsheet")) is not None:
            return odf_sheets.read(book, styles)
        raise damaged(KIND, WAY_OUT)


class _Text:
    def __init__(self, styles: OdfStyles) -> None:
        self._styles = styles
        self._counters = Counters()
        self._notes: list[Unplaced] = []
        self._cells = 0

    def read(self, body: Element) -> Content:
        return Content(tuple(self._blocks(body, Place())), tuple(self._notes))

    def _blocks(self, parent: Element, place: Place, series: str = "", depth: int = -1) -> list[Block]:
        """The blocks below `parent`. Inside of lists: the style's name, and how deep (from 0)."""
        blocks: list[Block] = []
        for child in parent:
            if child.tag in (TEXT + "p", TEXT + "h"):
                blocks.extend(self._paragraph(child, place, in_list=depth >= 0))
            elif child.tag == TEXT + "list":
                blocks.extend(self._list(child, place, series, depth + 1))
            elif child.tag == TABLE + "table":
                blocks.append(self._table(child, place))
            elif child.tag in _HOLDERS:
                blocks.extend(self._blocks(child, place, series, depth))
            elif child.tag == DRAW + "frame":
                blocks.extend(self._frame(child, place))
        return blocks

    def _list(self, element: Element, place: Place, series: str, depth: int) -> list[Block]:
        series = element.get(TEXT + "style-name") or series
        continues = TEXT + "continue-numbering" in element.attrib or TEXT + "continue-list" in element.attrib
        if depth == 0 and not continues:
            self._counters.restart(series)
        blocks: list[Block] = []
        for item in element:
            if item.tag == TEXT + "list-header":
                blocks.extend(self._blocks(item, place, series, depth))
            elif item.tag == TEXT + "list-item":
                blocks.extend(self._item(item, place, series, depth))
        return blocks

    def _item(self, item: Element, place: Place, series: str, depth: int) -> list[Block]:
        """Only the first paragraph of an item has the item's number."""
        blocks: list[Block] = []
        first = next((child for child in item if child.tag in (TEXT + "p", TEXT + "h")), None)
        start = item.get(TEXT + "start-value", "")
        for child in item:
            if child is first:
                restart = (f"{id(item)}", int(start)) if start.isdecimal() and len(start) < 6 else None
                levels = self._styles.lists.get(series, {})
                shown = depth in levels and _has_text(child)
                number = self._counters.next(series, depth, levels, restart) if shown else ""
                blocks.extend(self._paragraph(child, place, number, in_list=True))
            elif child.tag == TEXT + "list":
                blocks.extend(self._list(child, place, series, depth + 1))
            elif child.tag in (TEXT + "p", TEXT + "h"):
                blocks.extend(self._paragraph(child, place, in_list=True))
        return blocks

    def _paragraph(self, element: Element, place: Place, number: str = "", *, in_list: bool = False) -> list[Block]:
        frames: list[Element] = []
        parts: list[str] = []
        hidden = element.get(TEXT + "style-name", "") in self._styles.hidden
        if not hidden:
            self._collect(element, parts, frames, place)
        text = symbols.plain("".join(parts))
        raw = element.get(TEXT + "outline-level", "") if element.tag == TEXT + "h" else ""
        level = int(raw) if raw.isdecimal() and len(raw) == 1 and raw != "0" else None
        if level and not number and not in_list and text.strip():
            levels = self._styles.lists.get(OUTLINE, {})
            described = levels.get(level - 1)
            if described is not None and described.form != "none":
                number = self._counters.next(OUTLINE, level - 1, levels)
        where = place.paragraph(shown=bool(text.strip()))
        blocks = paragraphs(text, where, number, level)
        for frame in frames:
            blocks.extend(self._frame(frame, place))
        return blocks

    def _collect(self, element: Element, parts: list[str], frames: list[Element], place: Place) -> None:
        parts.append(_collapsed(element.text, parts))
        for child in element:
            tag = child.tag
            if tag == TEXT + "s":
                count = child.get(TEXT + "c", "1")
                parts.append(" " * min(_BLANKS, int(count) if count.isdecimal() and len(count) < 6 else 1))
            elif tag == TEXT + "tab":
                parts.append("\t")
            elif tag == TEXT + "line-break":
                parts.append("\n")
            elif tag == DRAW + "frame" or tag == DRAW + "custom-shape":
                frames.append(child)
            elif tag == TEXT + "note":
                self._note(child, place)
            elif tag in _SKIPPED or child.get(TEXT + "style-name", "") in self._styles.hidden:
                pass
            else:
                self._collect(child, parts, frames, place)
            parts.append(_collapsed(child.tail, parts))

    def _note(self, note: Element, place: Place) -> None:
        body = note.find(TEXT + "note-body")
        text = "" if body is None else "".join(body.itertext()).strip()
        name = "尾注" if note.get(TEXT + "note-class") == "endnote" else "脚注"
        if text:
            self._notes.append(Unplaced(text, f"{place.paragraph(shown=False)}的{name}"))

    def _frame(self, frame: Element, place: Place) -> list[Block]:
        where = place.paragraph(shown=False)
        box = frame if frame.tag == DRAW + "custom-shape" else frame.find(DRAW + "text-box")
        if box is not None:
            return self._blocks(box, place)
        what = "1张图片" if frame.find(DRAW + "image") is not None else "1个嵌入的对象"
        self._notes.append(Unplaced(f"{where}附近有{what}，没有读入", where))
        return []

    def _table(self, table: Element, place: Place) -> Table:
        where = place.table()
        rows: list[Row] = []
        for row in _rows(table):
            repeated = row.get(TABLE + "number-rows-repeated", "1")
            line = f"{where}第{len(rows) + 1}行"
            made = Row(tuple(self._row(row, line)))
            times = int(repeated) if repeated.isdecimal() and len(repeated) < 5 else 1
            rows.extend([made] * times)
            self._cells += len(made.cells) * times
            if len(rows) > _ROW_LIMIT or self._cells > _CELL_LIMIT:
                raise too_complex(KIND)
        return Table(tuple(rows), where)

    def _row(self, row: Element, where: str) -> list[Cell]:
        cells: list[Cell] = []
        column = 0
        for element in row:
            if element.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                continue
            repeated = _count(element, "number-columns-repeated")
            for _ in range(repeated):
                if column > SPAN_LIMIT:
                    raise too_complex(KIND)
                blocks = self._blocks(element, Place(cell=f"{where}第{len(cells) + 1}格"))
                if element.tag == TABLE + "table-cell":
                    blocks = blocks or [Paragraph("", f"{where}第{len(cells) + 1}格")]
                    span, height = _count(element, "number-columns-spanned"), _count(element, "number-rows-spanned")
                    cells.append(Cell(tuple(blocks), column, span, height))
                else:
                    self._covered(blocks, where)
                column += 1
        return cells

    def _covered(self, blocks: list[Block], where: str) -> None:
        text = "\n".join(block.text for block in blocks if isinstance(block, Paragraph)).strip()
        if text:
            self._notes.append(Unplaced(f"合并单元格遮住的文字：{text}", where))


def _rows(table: Element) -> list[Element]:
    found: list[Element] = []
    for child in table:
        if child.tag == TABLE + "table-row":
            found.append(child)
        elif child.tag in _HOLDERS:
            found.extend(_rows(child))
    return found


def _count(element: Element, name: str) -> int:
    raw = element.get(TABLE + name, "1")
    return max(1, min(SPAN_LIMIT, int(raw))) if raw.isdecimal() and len(raw) < 9 else 1


def _has_text(element: Element) -> bool:
    return bool("".join(element.itertext()).strip())


def _collapsed(text: str | None, before: list[str]) -> str:
    """White space as OpenDocument counts it: a run is one blank, none at the beginning; more is written as text:s."""
    if not text:
        return ""
    words = " ".join(text.replace("\t", " ").replace("\n", " ").replace("\r", " ").split(" "))
    while "  " in words:
        words = words.replace("  ", " ")
    if words.startswith(" ") and (not "".join(before[-3:]) or "".join(before[-3:]).endswith((" ", "\t", "\n"))):
        words = words[1:]
    return words
