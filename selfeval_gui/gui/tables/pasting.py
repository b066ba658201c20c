"""What a block from the clipboard means for a table: which column goes where, in which unit, and what is left out.

Pure; no Qt. Whatever is left out or changed is said in a sentence: nothing is dropped in silence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from selfeval_gui.gui.tables.clipboard import parse_block, trimmed
from selfeval_gui.report import kinds, totals
from selfeval_gui.report.catalogue import Blank
from selfeval_gui.report.model import Role
from selfeval_gui.report.money import amount, show_plain
from selfeval_gui.report.text import Unparsed, squeeze

Rows = list[list[str]]
_CJK = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef\U00020000-\U0003ffff"
_BROKEN = re.compile(f"(?<=[{_CJK}])[ \t]*\n[ \t]*(?=[{_CJK}])")
_SHOWN = 3
"""How many texts a sentence names before it says 等."""


class DoesNotFit(Exception):
    """The block has more columns than there is room for; `str()` of it is the sentence."""


@dataclass
class Pasted:
    """Cells by (row, column) of the table, rows counted from the first pasted one, and what is to be said of them."""

    cells: dict[tuple[int, int], str]
    rows: int
    notes: list[str] = field(default_factory=list)

    @property
    def columns(self) -> list[int]:
        """The columns that get something."""
        return sorted({column for _, column in self.cells})


def read_block(html: str, text: str) -> Rows:
    """The rows of a clipboard: of its HTML when that holds a table, else of its text; without empty edges."""
    found: Rows | None = None
    if "<t" in html.lower():
        from selfeval_gui.importing import pasted  # the readers are loaded with the first paste

        found = pasted.cells_of(html)
    # Whole columns of a sheet end in a million empty lines.
    rows = found if found is not None else parse_block(text.rstrip("\t\r\n"))
    # A line break between two Chinese characters is where a narrow cell was wrapped.
    return trimmed([[_BROKEN.sub("", cell) for cell in row] for row in rows])


def understand(block: Rows, table: str, blanks: Sequence[Blank], left: int) -> Pasted:
    """Lay a block on a table from column `left` on. Raises `DoesNotFit` when it is too wide and has no headings.

    A row of headings says itself which column is which, and in which unit; sums are computed here and not pasted.
    """
    from selfeval_gui.importing import pasted

    names = [blank.path.rpartition(".")[2] for blank in blanks]
    notes: list[str] = []
    heading = pasted.heading_of(block, table) if max(map(len, block), default=0) > 1 else None
    if heading is not None:
        places = {names.index(name): column for name, column in heading.places.items() if name in names}
        units = {names.index(name): unit for name, unit in heading.units.items() if name in names}
        rows = block[heading.row + 1 :]
        notes.append(_mapped([blanks[column] for column in places], heading.others))
    else:
        places, rows, note = _in_order(block, len(blanks), left)
        units = {}
        notes += [note] if note else []
    rows, aside = _without_sums(rows, places, names, units)
    notes += aside
    cells: dict[tuple[int, int], str] = {}
    converted: set[str] = set()
    for at, row in enumerate(rows):
        for column, place in places.items():
            text = row[place] if place < len(row) else ""
            unit = units.get(column, "")
            if blanks[column].kind is kinds.MONEY and unit not in ("", "万元") and text.strip():
                value = pasted.amount_in(text, unit)
                if isinstance(value, Decimal):
                    text = show_plain(value)
                    converted.add(unit)
            cells[at, column] = text
    if converted:
        notes.append(f"表头单位是“{'、'.join(sorted(converted))}”，已换算成万元。")
    return Pasted(cells, len(rows), notes)


def lost(blank: Blank, text: str) -> bool:
    """Whether reading `text` into the blank leaves nothing of it: a word that is no 组内分工."""
    return blank.kind is kinds.ROLE and bool(squeeze(text)) and kinds.read_role(text) == Role.NONE


def is_problem(blank: Blank, text: str) -> bool:
    """Whether the text is no value of the blank."""
    return lost(blank, text) or isinstance(blank.kind.read(text), Unparsed)


def _mapped(blanks: Sequence[Blank], others: Sequence[str]) -> str:
    note = "按表头对应了各列，表头行没有放入。"
    if others and blanks:
        note += f"没有放入的列：{_some(others)}。"
    return note


def _in_order(block: Rows, columns: int, left: int) -> tuple[dict[int, int], Rows, str]:
    """Columns one by one from `left`; a column of running numbers in front is left out when it is one too many."""
    width, room = max(map(len, block), default=0), columns - left
    first, note = 0, ""
    if width == room + 1 and _runs([row[0] if row else "" for row in block]):
        first, note = 1, "序号列没有放入。"
    if width - first > room:
        raise DoesNotFit(f"剪贴板内容有 {width} 列，从所选单元格起只有 {room} 列，未粘贴。原内容没有改动。")
    return {left + at: first + at for at in range(width - first)}, block, note


def _runs(texts: Sequence[str]) -> bool:
    """Whether the texts are running numbers: 1, 2, 3 …"""
    numbers = [text.strip().rstrip(".、") for text in texts]
    first = numbers[0] if numbers else ""
    if len(numbers) < 2 or not (first.isascii() and first.isdigit() and len(first) < 4):
        return False
    return numbers == [str(int(first) + at) for at in range(len(numbers))]


def _without_sums(
    rows: Rows, places: dict[int, int], names: Sequence[str], units: dict[int, str]
) -> tuple[Rows, list[str]]:
    """The rows that are items, and what is said of the sums among them."""
    from selfeval_gui.importing import pasted

    item = names.index("item") if "item" in names else -1
    if item not in places or len(places) < 2:
        return rows, []
    sums = [at for at, row in enumerate(rows) if places[item] < len(row) and pasted.is_total(row[places[item]])]
    kept = [row for at, row in enumerate(rows) if at not in sums]
    if not sums or not kept:
        return rows, []
    notes = ["合计行没有放入，合计由程序自动算出。"]
    whole = rows[sums[-1]]
    for column, place in places.items():
        if column == item or place >= len(whole):
            continue
        unit = units.get(column, "")
        told = amount(pasted.amount_in(whole[place], unit))
        found = totals.add(pasted.amount_in(row[place], unit) for row in kept if place < len(row))
        if told is not None and found is not None and told != found:
            notes.append(f"原表的合计 {show_plain(told)} 与各行之和 {show_plain(found)} 不一致，请核对。")
    return kept, notes


def unread(pairs: Sequence[tuple[Blank, str]]) -> list[str]:
    """Sentences about texts that a blank could not take."""
    gone = [text for blank, text in pairs if lost(blank, text)]
    return [f"不是组内分工、没有放入的文字：{_some(gone)}。"] if gone else []


def _some(texts: Sequence[str]) -> str:
    different = list(dict.fromkeys(f"“{text}”" for text in texts))
    return "".join(different[:_SHOWN]) + (f"等 {len(different)} 项" if len(different) > _SHOWN else "")
