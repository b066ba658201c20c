"""The columns of the items' table whose headings nobody knows, by what stands in them.

A column whose heading is known keeps its meaning. Names of economic items, amounts, and sums that agree with 合计 or
with part 一 tell the others; what is found so must be looked at by a person. A column that stays unknown is listed
alone, its table is not lost for it. Reads nothing into a report.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache

from selfeval_gui.importing.draft import read_amount, total
from selfeval_gui.importing.expenditures import Header, known_columns, plain_name
from selfeval_gui.importing.labels import key, vocabulary
from selfeval_gui.importing.ledger import Line, Slot
from selfeval_gui.importing.reading import columns
from selfeval_gui.report import totals
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.items import item_lists
from selfeval_gui.report.model import Report
from selfeval_gui.report.money import amount

_LONGEST_HEAD = 24
_ROWS = 60
_ENOUGH = 0.5
_SPENDING = re.compile(r"(?:费|费用|支出|补助|补贴|购置|工资|经费|建设|奖金)$")
_NO_AMOUNTS = re.compile(r"[率比差余%％]|增减|超支|节约|备注|说明|上年|数量|单价|进度|序号|次数|人数")
_ROOTS = {
    "planned": re.compile("预算|计划|批复|安排|下达|指标数|核定|申请|拟"),
    "actual": re.compile("实际|决算|执行|支付|列支|开支|发生|完成|使用|报账|已支|实支|支出"),
}
_UNITS = ("万元", "元")


@frozen
class _Grid:
    """The rows below a heading row: column → cell of each, and those of 合计."""

    rows: tuple[dict[int, Slot], ...]
    sums: dict[int, Slot]


def header_of(
    lines: list[Line], at: int, end: int, ends: Callable[[Line], bool], report: Report, expected: bool
) -> Header | None:
    """The heading row of the items' table, though one or all of its headings are unknown; None when it is none.

    `expected`: the heading of part 二 stands above, so that names which are no economic items are taken for items.
    """
    known = known_columns(lines[at])
    if known.width < 2 or not _heads(known.slots) or {"item", "planned", "actual"} <= known.places.keys():
        return None
    grid = _grid(lines, at, end, ends, known)
    if not grid.rows:
        return None
    places = dict(known.places)
    if "item" not in places:
        found = _items_column(grid, known, expected)
        if found is None:
            return None
        places["item"] = found
    elif not places.keys() & {"planned", "actual"} and not (expected or _spends(grid, places["item"])):
        return None
    if _sources(grid, places["item"]):
        return None
    places |= _amounts(grid, known, places, report)
    if not places.keys() & {"planned", "actual"}:
        return None
    guessed = frozenset(places.keys() - known.places.keys())
    return replace(known, places=places, guessed=guessed) if guessed else None


def _heads(cells: tuple[Slot, ...]) -> bool:
    """Whether the cells may be headings: words, no figures, no labels of another part."""
    words = vocabulary()
    filled = [cell.text for cell in cells if cell.text]
    others = [words.labels.whole(text) for text in filled if words.items.whole(text) is None]
    if any(label is not None and label.path not in ("planned", "basic_info.actual_expenditure") for label in others):
        return False
    return len(filled) >= 2 and all(
        len(text) <= _LONGEST_HEAD and not re.search(r"\d[\d,.]*\s*(?:万?元)?$|[。；：:]", text) for text in filled
    )


def _grid(lines: list[Line], at: int, end: int, ends: Callable[[Line], bool], header: Header) -> _Grid:
    rows: list[dict[int, Slot]] = []
    for line in lines[at + 1 : min(end, at + 1 + _ROWS)]:
        if line.loose != lines[at].loose or ends(line):
            break
        cells = columns(line, header.width)
        if len(cells) == header.width:
            by_column = {head.column: cell for head, cell in zip(header.slots, cells, strict=True)}
        elif line.loose:
            break
        else:
            by_column = {cell.column: cell for cell in cells}
        if any(key(cell.text) in vocabulary().item_totals for cell in cells):
            if rows:
                return _Grid(tuple(rows), by_column)
        elif line.filled:
            rows.append(by_column)
    return _Grid(tuple(rows), {})


def _items_column(grid: _Grid, header: Header, expected: bool) -> int | None:
    """The column that names items: by the catalogue; below the heading of part 二, or before sums, the first words."""
    free = [cell.column for cell in header.slots if cell.column not in header.places.values()]
    if any("指标" in cell.text for cell in header.slots):
        return None
    for column in free:
        if _spends(grid, column):
            return column
    if not (_adds_up(grid) or (expected and {"planned", "actual"} & header.places.keys())):
        return None
    return next((column for column in free if _worded(grid, column)), None)


def _adds_up(grid: _Grid) -> bool:
    """Whether 合计 below a column of amounts is the sum of its rows."""
    sums = [(_sum(grid, column), _written(grid, column)) for column in grid.sums if _figures(grid, column)]
    return any(computed is not None and computed == written for computed, written in sums)


def _worded(grid: _Grid, column: int) -> bool:
    texts = _texts(grid, column)
    return len(texts) == len(grid.rows) and not any(isinstance(read_amount(text, "元"), Decimal) for text in texts)


def _spends(grid: _Grid, column: int) -> bool:
    names = [key(plain_name(text)) for text in _texts(grid, column)]
    said = [name for name in names if name in _catalogue() or _SPENDING.search(name)]
    return len(said) >= 2 and len(said) >= _ENOUGH * len(grid.rows)


def _sources(grid: _Grid, column: int) -> bool:
    """Whether the rows are sources of funds: that is part 一's table."""
    found = [vocabulary().sources.whole(text) for text in _texts(grid, column)]
    return any(label is not None and label.path not in ("source.other", "source.total") for label in found)


def _amounts(grid: _Grid, header: Header, places: dict[str, int], report: Report) -> dict[str, int]:
    """The columns of planned and actual that no known heading names, as far as they can be told."""
    free = {
        cell.column: key(cell.text)
        for cell in header.slots
        if cell.column not in places.values() and not _NO_AMOUNTS.search(cell.text) and _figures(grid, cell.column)
    }
    wanted = {
        "planned": totals.total_of(report.basic_info.planned_funds),
        "actual": amount(report.basic_info.actual_expenditure),
    }
    found: dict[str, int] = {}
    for part, other in (("planned", "actual"), ("actual", "planned")):
        if part in places:
            continue
        ranks = {column: _rank(grid, column, head, part, other, wanted[part]) for column, head in free.items()}
        best = max(ranks.values(), default=0)
        if best > 0:
            found[part] = [column for column, rank in ranks.items() if rank == best][-1]
            free.pop(found[part])
    if not found and not {"planned", "actual"} & places.keys() and len(free) == 2:
        return dict(zip(("planned", "actual"), sorted(free), strict=True))
    return found


def _rank(grid: _Grid, column: int, head: str, part: str, other: str, wanted: Decimal | None) -> int:
    """How much speaks for the column: its sum is part 一's amount, a word in its heading; 0 when nothing does."""
    own, foreign = (_ROOTS[name].search(head) is not None for name in (part, other))
    said = 2 if own and not foreign else 1 if own and part == "planned" else -2 if foreign and not own else 0
    sums = wanted is not None and any(_sum(grid, column, unit) == wanted for unit in _UNITS)
    return said + sums if said >= 0 else 0


def _figures(grid: _Grid, column: int) -> bool:
    """Whether the column holds amounts, most rows one, and is no numbering."""
    texts = _texts(grid, column)
    values = [read_amount(text, "元") for text in texts]
    if len(texts) < max(1, _ENOUGH * len(grid.rows)) or not all(isinstance(value, Decimal) for value in values):
        return False
    return len(texts) < 2 or [text.strip() for text in texts] != [str(n) for n in range(1, len(texts) + 1)]


def _texts(grid: _Grid, column: int) -> list[str]:
    return [row[column].text for row in grid.rows if column in row and row[column].text]


def _sum(grid: _Grid, column: int, unit: str = "万元") -> Decimal | None:
    return total([read_amount(text, unit) for text in _texts(grid, column)])


def _written(grid: _Grid, column: int) -> Decimal | None:
    cell = grid.sums.get(column)
    return amount(read_amount(cell.text, "万元")) if cell is not None and cell.text else None


@cache
def _catalogue() -> frozenset[str]:
    return frozenset(key(name) for each in item_lists() for name in (*(i.name for i in each.items), *each.synonyms))
