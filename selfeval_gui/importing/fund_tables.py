"""Part 一's funds drawn as a table of their own: one row or one column per source, or all sources in one cell.

Finds the headings and says which cell is whose; the amounts are put into the draft by `basics`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from selfeval_gui.importing.labels import key, vocabulary
from selfeval_gui.importing.ledger import Line, Slot, Span
from selfeval_gui.importing.reading import columns

MONEY = "basic_info.actual_expenditure"
_ROWS = {"planned", "received", MONEY}
_LOOK_AHEAD = 3
_FEWEST_SOURCES = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading row: column → what stands below it, the units that the headings give, and the cells that they take."""

    places: dict[int, str]
    units: dict[str, str]
    cells: tuple[Slot, ...]


def by_source(lines: list[Line], index: int, end: int) -> Heading | None:
    """`资金来源 | 计划安排资金 | 实际到位资金`: the heading of a table with one row per source, or None.

    Its places are planned, received and the expenditure.
    """
    cells = columns(lines[index])
    if lines[index].loose and len(cells) < 3:
        return None
    heading = _heading(cells, _amount_column)
    if heading is None:
        return None
    paths = set(heading.places.values())
    if len(paths) != len(heading.places) or not ({"planned", "received"} <= paths or {"planned", MONEY} <= paths):
        return None
    between = [cell for cell in cells if min(heading.places) <= cell.column <= max(heading.places)]
    if not all(cell.text for cell in between):
        return None
    return heading if _sources_below(lines[index + 1 : end], len(cells)) else None


def by_kind(line: Line) -> Heading | None:
    """`资金 | 合计 | 中央财政 | 自治区财政`: the heading of a table with one column per source, or None.

    Its places are the names of the sources, and `total`.
    """
    cells = columns(line)
    heading = _heading(cells, _source_column)
    if heading is None or len(heading.places) < _FEWEST_SOURCES:
        return None
    return heading if len(set(heading.places.values())) == len(heading.places) else None


def row_kind(cells: tuple[Slot, ...], places: dict[int, str]) -> tuple[Slot, str, str] | None:
    """The label cell of a row below `by_kind`'s heading, with its path and unit; None when it is no such row."""
    words = vocabulary()
    for cell in cells:
        if not cell.text or cell.column in places:
            continue
        label = words.labels.whole(cell.text) or words.fund_columns.whole(cell.text)
        if label is not None and label.path in _ROWS:
            return cell, label.path, label.unit
    return None


def sources_in(value: Slot) -> list[tuple[str, Slot, str]]:
    """Name, amount, unit of each source in a cell of lines like `中央财政：9万元`; empty unless all are so."""
    words = vocabulary().sources
    found: list[tuple[str, Slot, str]] = []
    heads: list[Span] = []
    for span in value.spans:
        for match in re.finditer(r"[^\n；;，、]+", span.text):
            part = span.part(*match.span())
            label = words.at(part.text)
            if label is not None and label.separator != "end":
                heads.append(part.part(0, label.end))
                found.append((label.path.removeprefix("source."), Slot((part.part(label.end),), 0), label.unit))
            elif not found and re.match(r"\s*[\d￥¥]", part.text):
                found.append(("total", Slot((part,), 0), ""))
            elif part.text.strip():
                return []
    if len(found) < 2:
        return []
    for head in heads:
        head.use()
    return found


def _heading(cells: tuple[Slot, ...], read: Callable[[str], tuple[str, str] | None]) -> Heading | None:
    words = vocabulary()
    places: dict[int, str] = {}
    units: dict[str, str] = {}
    used: list[Slot] = []
    unit = ""
    for cell in cells:
        if not cell.text:
            continue
        found = read(cell.text)
        amounts = words.amounts.whole(cell.text)
        if found is not None:
            used.append(cell)
            if found[0] != "plain":
                places[cell.column] = found[0]
                units[found[0]] = found[1]
        elif amounts is not None or key(cell.text) in words.form_words or _bracketed(cell.text) in words.form_words:
            used.append(cell)
            unit = unit or _unit_of(cell.text)
        else:
            return None
    return Heading(places, {name: own or unit for name, own in units.items()}, tuple(used)) if places else None


def _bracketed(text: str) -> str:
    """The words of a cell without its number (二、) and its brackets."""
    return key(re.sub(r"^\s*[一二三四五六]、|[（(].*?[）)]", "", text))


def _unit_of(text: str) -> str:
    match = re.search(r"[（(][^（()）]*?(亿元|万元|千元|元)[）)]", text)
    return match[1] if match else ""


def _amount_column(text: str) -> tuple[str, str] | None:
    """What a heading cell names, with its unit; None when it is none of these headings."""
    words = vocabulary()
    label = words.labels.whole(text)
    if label is None or label.path not in _ROWS:
        label = words.fund_columns.whole(text)
    return None if label is None else (label.path, label.unit)


def _source_column(text: str) -> tuple[str, str] | None:
    label = vocabulary().sources.whole(text)
    return None if label is None else (label.path.removeprefix("source."), label.unit)


def _sources_below(lines: list[Line], width: int) -> bool:
    """Whether one of the next rows names a source, once."""
    words = vocabulary().sources
    for line in [line for line in lines if line.filled][:_LOOK_AHEAD]:
        named = [cell for cell in columns(line, width) if cell.text and words.whole(cell.text) is not None]
        if named:
            return len(named) == 1
    return False
