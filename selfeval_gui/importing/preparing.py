"""Lines made ready for the recogniser: the unit of a table apart from what it stands beside, spread letters together.

Works on texts and slots alone. It must not drop a character that says something.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from selfeval_gui.importing.blocks import Block, Paragraph, Table
from selfeval_gui.importing.labels import vocabulary
from selfeval_gui.importing.ledger import Line, Slot, Span

_UNIT = re.compile(
    r"(?:[（(【]|^|(?<=[\s_＿　）)]))\s*(?:金\s*额|货\s*币|资\s*金)?\s*单\s*位\s*[：:]\s*(?:人\s*民\s*币)?\s*"
    r"(?:亿\s*元|万\s*元|千\s*元|元)\s*[）)】]?(?=\s|$)"
)
_LONGEST = 80
"""A line with the unit of a table is a caption, not a sentence."""
_LETTER = r"[\u3400-\u9fff\U00020000-\U0003ffff\dA-Za-z（）()、：:，。；％%./\-—□■☑√《》“”〔〕]"
_SPREAD = re.compile(rf"(?<={_LETTER}) (?={_LETTER})")
_TOUCHING = re.compile(rf"(?<={_LETTER})(?={_LETTER})")
_FEWEST = 4


def units_apart(lines: list[Line]) -> list[Line]:
    """The lines, a remark such as 单位：元 that stands in a line with something else on one of its own before it."""
    result: list[Line] = []
    for line in lines:
        units: list[Slot] = []
        slots = tuple(_without_unit(slot, units) for slot in line.slots) if len(line.text) <= _LONGEST else line.slots
        if units and any(slot.text for slot in slots):
            result.extend(Line((unit,), loose=True) for unit in units)
            result.append(Line(slots, line.loose))
        else:
            result.append(line)
    return result


def _without_unit(slot: Slot, units: list[Slot]) -> Slot:
    spans: list[Span] = []
    for span in slot.spans:
        match = _UNIT.search(span.text)
        if match is None or _is_label(span.text):
            spans.append(span)
            continue
        units.append(Slot((span.part(*match.span()),), 0))
        before, behind = span.part(0, match.start()), span.part(match.end())
        spans.extend(part for part in (before, behind) if part.text.strip())
    return replace(slot, spans=tuple(spans))


def _is_label(text: str) -> bool:
    """Whether the unit is a label's own, which counts for that label only."""
    words = vocabulary()
    groups = (words.labels, words.sources, words.items, words.fund_columns, words.parts, words.amounts)
    return any(group.whole(text) is not None for group in groups)


def together(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, letters that a scanner spread by single blanks (项 目 名 称   某 某) put together again."""
    return [_block(block) for block in blocks]


def _block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=_paragraph(block.text))
    rows = (
        replace(row, cells=tuple(replace(cell, blocks=tuple(map(_block, cell.blocks))) for cell in row.cells))
        for row in block.rows
    )
    return Table(tuple(rows), block.where)


def _paragraph(text: str) -> str:
    """The text without single blanks, when nearly all of its letters stand apart; wide gaps stay."""
    spread = len(_SPREAD.findall(text))
    if spread < _FEWEST or spread < 3 * len(_TOUCHING.findall(text)):
        return text
    return _SPREAD.sub("", text)
