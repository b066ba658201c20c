"""Blocks that were copied in Excel, WPS, Word or a browser: the cells of their HTML, and what their headings say.

Rows of texts in, rows of texts out. It must not know where the cells will be put, and it decides no value.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selfeval_gui.importing.blocks import Block, Paragraph, Table
from selfeval_gui.importing.draft import read_amount
from selfeval_gui.importing.formats import html
from selfeval_gui.importing.formats.content import refusing
from selfeval_gui.importing.labels import key, unit_line, vocabulary
from selfeval_gui.importing.proposal import ImportRefused
from selfeval_gui.report.money import Money

Rows = list[list[str]]
LOOK = 6
"""Rows in which a heading row is looked for: a table's title and its unit stand above it."""
_WIDE = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_WRAPPED = re.compile(f"(?<=[{_WIDE}])[ \t]*\r?\n[ \t]*(?=[{_WIDE}])")
_PREFACE = re.compile(r"\AVersion:[\d.]+\s[^<]*", re.IGNORECASE)
_WIDEST = 100


class Heading(NamedTuple):
    """A heading row: where it stands, which column holds what, the units of its amounts, and the words it used."""

    row: int
    places: dict[str, int]
    units: dict[str, str]
    others: tuple[str, ...]
    """Headings of columns that the form does not have."""


def cells_of(text: str) -> Rows | None:
    """The cells of all tables of an HTML clipboard, one below the other; None when it holds no table.

    A merged cell's text stands in its first place, the other places are empty. Rows that are hidden are left out.
    """
    # A line break of the source between two Chinese characters is no space.
    text = _WRAPPED.sub("", _PREFACE.sub("", text))
    try:
        with refusing(html.KIND, html.WAY_OUT):  # whatever a damaged clipboard does to the parser
            blocks = html.read_page(text).blocks
    except ImportRefused:
        return None
    rows = [row for table in blocks if isinstance(table, Table) for row in _grid(table)]
    return rows or None


def heading_of(rows: Sequence[Sequence[str]], table: str) -> Heading | None:
    """The heading row among the first rows of a block for `expenditures` or `evaluators`, or None."""
    for at, row in enumerate(rows[:LOOK]):
        found = _heading(at, row, table)
        if found is not None:
            above = [unit for line in rows[:at] for cell in line if (unit := unit_line(cell))]
            if above:
                found.units.update({name: above[-1] for name in ("planned", "actual") if not found.units.get(name)})
            return found
    return None


def unit_of(rows: Sequence[Sequence[str]]) -> str:
    """The unit that a line such as 单位：元 within a block without headings gives; "" when there is none."""
    return next((unit for row in rows for cell in row if (unit := unit_line(cell))), "")


def is_total(text: str) -> bool:
    """Whether an item's name says that its row is a sum: 合计, 总计, 小计."""
    return key(text) in vocabulary().item_totals or key(text) == "小计"


def amount_in(text: str, unit: str) -> Money:
    """An amount in 万元 whose bare figure is in `unit` (亿元, 万元, 千元, 元)."""
    return read_amount(text, unit or "万元")


def _heading(at: int, row: Sequence[str], table: str) -> Heading | None:
    words = vocabulary().items if table == "expenditures" else vocabulary().people
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    others: list[str] = []
    for column, cell in enumerate(row):
        label = words.whole(" ".join(cell.split("\n"))) if cell.strip() else None
        if label is not None and label.path not in places:
            places[label.path] = column
            units[label.path] = label.unit
        elif cell.strip():
            others.append(cell.strip())
    first = "item" if table == "expenditures" else "name"
    known = places.keys() - {"number", "sign"}
    if len(known) < 2 or (first not in known and table == "evaluators"):
        return None
    if any(re.fullmatch(r"[\d.,]+", cell.strip()) for cell in row):
        return None  # a row of figures is no heading
    return Heading(at, {name: places[name] for name in known}, units, tuple(others))


def _grid(table: Table) -> Iterator[list[str]]:
    reaching: dict[int, int] = {}
    for row in table.rows:
        line: dict[int, str] = {}
        for cell in row.cells:
            line[cell.column] = _text(cell.blocks)
            for column in range(cell.column, min(cell.column + cell.col_span, _WIDEST)):
                line.setdefault(column, "")
                if cell.row_span > 1:
                    reaching[column] = cell.row_span
        covered = {column for column, rows in reaching.items() if rows > 0}
        reaching = {column: rows - 1 for column, rows in reaching.items() if rows > 1}
        if line or covered:
            width = min(max([*line, *covered]) + 1, _WIDEST)
            yield [line.get(column, "") for column in range(width)]


def _text(blocks: Sequence[Block]) -> str:
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            parts.append(block.number + block.text)
        else:
            parts.extend(cell for row in _grid(block) for cell in row)
    return "\n".join(part for part in parts if part).strip()
