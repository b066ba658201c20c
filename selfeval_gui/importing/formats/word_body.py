"""The body of WordprocessingML → blocks: paragraphs with their list numbers, tables with their spans.

Takes elements, not files: .docx, flat XML packages and Word-2003-XML share it. What the page shows counts: deleted rows
and cells are left out, covered cells are merged.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field

from selfeval_gui.importing.blocks import Block, Paragraph, Table
from selfeval_gui.importing.formats.content import Content
from selfeval_gui.importing.formats.grid import SPAN_LIMIT, Merge, Place, RawCell, merged, paragraphs, text_of
from selfeval_gui.importing.formats.word_lists import Lists
from selfeval_gui.importing.formats.word_styles import Styles
from selfeval_gui.importing.formats.word_text import MC, ParagraphText, W, check_box, is_placeholder, on, value
from selfeval_gui.importing.proposal import Unplaced

_HOLDERS = {
    W + name for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent", "sect", "subSection", "txbxContent")
}
"""Elements that are not seen: what is in them stands where they stand."""


@dataclass
class Body:
    """Reads one document's stories; lists run on from one to the next."""

    styles: Styles = field(default_factory=Styles)
    lists: Lists = field(default_factory=Lists)
    footnotes: dict[str, str] = field(default_factory=dict)
    """Text of foot- and endnotes by id, `e` before those of endnotes."""
    notes: list[Unplaced] = field(default_factory=list)

    def read(self, body: ET.Element) -> Content:
        blocks = self._blocks(body, Place())
        return Content(tuple(blocks), tuple(self.notes))

    def plain(self, story: ET.Element) -> str:
        """All text of a story such as a footnote, line by line."""
        return text_of(self._blocks(story, Place())).strip()

    def _blocks(self, parent: ET.Element, place: Place, prompts: bool = False) -> list[Block]:
        """The blocks below `parent`. With `prompts` the text is only a prompt to fill something in, and left out."""
        blocks: list[Block] = []
        carried = ""
        for child in _children(parent):
            if child.tag == W + "p":
                text, gone = self._paragraph(child, place, blocks, prompts, carried)
                carried = text if gone else ""
            elif child.tag == W + "tbl":
                blocks.append(self._table(child, place))
            elif child.tag == W + "sdt":
                blocks.extend(self._control(child, place))
            elif child.tag == W + "altChunk":
                self.notes.append(Unplaced("这里嵌有另一个文档，没有读入", place.paragraph(shown=False)))
        if carried:
            blocks.extend(paragraphs(carried, place.paragraph(shown=True)))
        return blocks

    def _control(self, control: ET.Element, place: Place) -> list[Block]:
        properties = control.find(W + "sdtPr")
        if box := check_box(properties):
            return [Paragraph(box, place.paragraph(shown=True))]
        content = control.find(W + "sdtContent")
        return [] if content is None else self._blocks(content, place, prompts=is_placeholder(properties))

    def _paragraph(
        self, element: ET.Element, place: Place, blocks: list[Block], prompts: bool, carried: str
    ) -> tuple[str, bool]:
        """Add a paragraph; or, when its end is deleted, return its text, which begins the next paragraph, and True."""
        properties = element.find(W + "pPr")
        reader = ParagraphText(self.styles.hidden)
        if not prompts:
            reader.take(element)
        text = carried + reader.text
        mark = properties.find(W + "rPr") if properties is not None else None
        if mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None):
            return text, True
        style = self.styles.of(value(properties, "pStyle"))
        number = self.lists.number(properties, style) if text.strip() or not on(mark, "vanish") else ""
        where = place.paragraph(shown=bool(text.strip()))
        blocks.extend(paragraphs(text, where, number, style.level_with(properties)))
        for box in reader.boxes:
            blocks.extend(self._blocks(box, place))
        if reader.pictures:
            self.notes.append(Unplaced(f"{where}附近有{reader.pictures}张图片，没有读入", where))
        if reader.objects:
            self.notes.append(Unplaced(f"{where}附近有{reader.objects}个嵌入的对象，没有读入", where))
        for name in reader.footnotes:
            if self.footnotes.get(name):
                self.notes.append(Unplaced(self.footnotes[name], f"{where}的{'尾注' if name[0] == 'e' else '脚注'}"))
        return "", False

    def _table(self, table: ET.Element, place: Place) -> Table:
        where = place.table()
        rows: list[list[RawCell]] = []
        for row in _descend(table, W + "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + "del") is not None:
                continue
            rows.append(self._row(row, properties, f"{where}第{len(rows) + 1}行"))
        return merged(rows, where, self.notes)

    def _row(self, row: ET.Element, properties: ET.Element | None, where: str) -> list[RawCell]:
        cells: list[RawCell] = []
        column = _count(value(properties, "gridBefore"), least=0)
        for element in _descend(row, W + "tc"):
            settings = element.find(W + "tcPr")
            if settings is not None and settings.find(W + "cellDel") is not None:
                continue
            span = _count(value(settings, "gridSpan"))
            blocks = self._blocks(element, Place(cell=f"{where}第{len(cells) + 1}格"))
            if cells and _merge(settings, "hMerge") == "continue":
                cells[-1].col_span += span
                cells[-1].blocks.extend(block for block in blocks if text_of([block]).strip())
            else:
                cells.append(RawCell(blocks, column, span, _merge(settings, "vMerge")))
            column += span
        return cells


def _children(parent: ET.Element) -> Iterator[ET.Element]:
    """Children, those of unseen holders and of the first alternative in their place."""
    for child in parent:
        if child.tag in _HOLDERS:
            yield from _children(child)
        elif child.tag == MC + "AlternateContent":
            chosen = child.find(MC + "Choice")
            if chosen is None:
                chosen = child.find(MC + "Fallback")
            if chosen is not None:
                yield from _children(chosen)
        else:
            yield child


def _descend(parent: ET.Element, tag: str) -> Iterator[ET.Element]:
    """Rows of a table or cells of a row, also those inside content controls."""
    for child in _children(parent):
        if child.tag == tag:
            yield child
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _descend(content, tag)


def _count(text: str, least: int = 1) -> int:
    return max(least, min(SPAN_LIMIT, int(text))) if text.isdecimal() and len(text) < 9 else least


def _merge(settings: ET.Element | None, name: str) -> Merge:
    found = settings.find(W + name) if settings is not None else None
    if found is None:
        return ""
    return "restart" if found.get(W + "val") == "restart" else "continue"
