"""Part 二: the table of economic items, up to 支出合计.

Columns are found by their headings; those with unknown headings are told by `item_columns`.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from selfeval_gui.importing.draft import Draft, read_amount, total
from selfeval_gui.importing.labels import Label, key, unit_line, vocabulary
from selfeval_gui.importing.ledger import Line, Slot
from selfeval_gui.importing.reading import columns
from selfeval_gui.report import totals
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.model import Expenditure
from selfeval_gui.report.money import Money, amount
from selfeval_gui.report.text import clean_line, join_lines

_NUMBER = re.compile(r"\s*(?:[（(]\s*\d{1,2}\s*[）)]|\d{1,2}\s*[.．、)）](?!\d)|[①-⑳])\s*")
_GROUP = re.compile(r"\s*[一二三四五六七八九十]+\s*、")
_CODE = re.compile(r"\s*\d{3,7}[\s\-—_.．、]*(?=[\u3400-\u9fff])")
_AMOUNTS = ("planned", "actual")


@frozen
class Header:
    """Column of each heading, and the units that headings give; `guessed` are those told by their content alone."""

    places: dict[str, int]
    units: dict[str, str]
    width: int
    slots: tuple[Slot, ...]
    labels: tuple[tuple[Slot, Label], ...]
    guessed: frozenset[str] = frozenset()


def header_of(line: Line) -> Header | None:
    """The heading row of the items' table, or None."""
    header = known_columns(line)
    places, cells = header.places, header.slots
    if {"item", "planned"} <= places.keys() or {"item", "actual"} <= places.keys():
        return header
    if not {"planned", "actual"} <= places.keys() or len(cells) < 3 or line.loose:
        return None
    first = next((cell.column for cell in cells if cell.column not in places.values()), None)
    if first is None or min(places.values()) <= first or cells[0].text:
        return None
    return replace(header, places={**places, "item": first})


def known_columns(line: Line) -> Header:
    """The headings of the items' table that are known, as many or few as there are."""
    cells = columns(line)
    if line.loose and len(cells) < 2:
        cells = columns(line, 3)
    words = vocabulary()
    places: dict[str, int] = {}
    units: dict[str, str] = {}
    labels: list[tuple[Slot, Label]] = []
    for cell in cells:
        label = words.items.whole(" ".join(cell.text.split("\n")))
        tall = label is not None and label.path == "item" and labels and labels[-1][0].rows > 1
        if label is not None and (label.path not in places or tall):
            places[label.path] = cell.column
            units[label.path] = label.unit
            labels.append((cell, label))
    return Header(places, units, len(cells), cells, tuple(labels))


class Expenditures:
    """Reads the rows below the heading."""

    def __init__(self, draft: Draft, ends: Callable[[Line], bool]) -> None:
        self.draft = draft
        self.words = vocabulary()
        self.ends = ends

    def read(self, lines: list[Line], index: int, end: int, header: Header) -> int:
        """Read from the heading row at `index`; return the index of the first line that is not part of the table."""
        self.draft.labels.update(f"items.{name}" for name in header.places)
        for slot, _ in header.labels:
            slot.use()
        rows: list[dict[str, Slot]] = []
        sums: dict[str, Slot] | None = None
        below = False  # 合计 stands above the items in some tables
        at = index + 1
        while at < end and not (sums is not None and below):
            line = lines[at]
            if self.ends(line):
                break
            cells = self._cells(line, header)
            if cells is None:
                if line.loose and not rows and len(line.text) > 30:
                    break
                if self._skip(line):
                    at += 1
                    continue
                self.draft.warn("支出明细表里有一行的列数与表头不同，列入了未识别的内容。")
                at += 1
                continue
            name = self._name(cells, line)
            if key(name) in self.words.item_totals:
                sums, below = cells, bool(rows) or not any(cells[part].text for part in _AMOUNTS)
            elif not self._aside(name, cells, line):
                rows.append(cells)
            at += 1
        self._put(rows, sums, header)
        return at

    def _cells(self, line: Line, header: Header) -> dict[str, Slot] | None:
        cells = columns(line, header.width)
        if len(cells) > header.width and not any(cell.text for cell in cells[header.width :]):
            cells = cells[: header.width]
        if line.loose and len(cells) != header.width:
            return None
        if len(cells) > header.width:
            return None
        if len(cells) == header.width:
            by_place = {head.column: cell for head, cell in zip(header.slots, cells, strict=True)}
        else:
            by_place = {cell.column: cell for cell in cells}
        found = {name: by_place.get(place, Slot((), place)) for name, place in header.places.items()}
        for name in _AMOUNTS:
            found.setdefault(name, Slot((), -1))
        return found

    def _skip(self, line: Line) -> bool:
        """A unit line, a second row of headings, an empty row."""
        unit = unit_line(line.text)
        if unit:
            self.draft.table_unit = unit
        words = all(key(slot.text) in self.words.form_words for slot in line.filled)
        if unit or words:
            for slot in line.slots:
                slot.use()
        return bool(unit) or words

    def _aside(self, name: str, cells: dict[str, Slot], line: Line) -> bool:
        """Rows that are no items: empty, headings, remarks, subtotals, headings of groups."""
        plain = key(name)
        amounts = any(cells[part].text for part in _AMOUNTS)
        if not amounts and (self._skip(line) or plain in self.words.nobody or not plain or name in self.words.nobody):
            if plain in self.words.nobody or name in self.words.nobody:
                cells["item"].use()
            return True
        label = self.words.items.whole(name) if name else None
        if label is not None and not any(amount(read_amount(cells[p].text, "万元")) for p in _AMOUNTS):
            for slot in line.filled:
                if self.words.items.whole(slot.text) is not None:
                    slot.use()
            return True
        if any(plain.endswith(word) or plain.startswith(word) for word in self.words.item_subtotals):
            return True
        return not amounts and _GROUP.match(name) is not None

    def _name(self, cells: dict[str, Slot], line: Line) -> str:
        """What stands in the column of the items, or 合计 in that of their codes, or across several columns."""
        name = plain_name(cells["item"].text)
        for slot in line.filled if not name else ():
            if key(slot.text) in self.words.item_totals:
                slot.use()
                return slot.text
        return name

    def _put(self, rows: list[dict[str, Slot]], sums: dict[str, Slot] | None, header: Header) -> None:
        units = {name: header.units.get(name, "") or self.draft.table_unit for name in _AMOUNTS}
        rows = _without_parents(rows)
        units, settled = self._settle(rows, units)
        for cells in rows:
            name = clean_line(join_lines(plain_name(cells["item"].text)))
            if not name:
                self.draft.warn("支出明细表里有一行有金额而没有支出内容，请补上。")
            row = Expenditure(name, *(read_amount(cells[part].text, units[part] or "万元") for part in _AMOUNTS))
            converted = any(units[part] not in ("", "万元") for part in _AMOUNTS)
            evidence = {part: cells[part] for part in ("item", *_AMOUNTS)}
            if code := _CODE.match(cells["item"].head):
                evidence["item"] = cells["item"].behind(code.end())
            self.draft.add_item(
                row, evidence, "check" if converted or not settled or not name or header.guessed else "sure"
            )
            if "number" in cells and re.fullmatch(r"\s*\d{0,2}[.．、]?\s*", cells["number"].text):
                cells["number"].use()
        if sums is not None:
            self._compare(sums, units)

    def _settle(self, rows: list[dict[str, Slot]], units: dict[str, str]) -> tuple[dict[str, str], bool]:
        """The units of amounts in a table without any, and whether they are beyond doubt.

        The unit of part 一, else 万元, else 元: the first with which the rows add up to part 一's amounts.
        """
        bare = any(cells[part].text.strip()[-1:].isdigit() for cells in rows for part in _AMOUNTS)
        if any(units.values()) or not bare:
            return units, True
        info, other = self.draft.report.basic_info, self.draft.unit or "万元"
        for unit in dict.fromkeys((other, "万元", "元")):
            for part, wanted in (
                ("actual", amount(info.actual_expenditure)),
                ("planned", totals.total_of(info.planned_funds)),
            ):
                got = total([read_amount(cells[part].text, unit) for cells in rows])
                if got is not None and got == wanted:
                    return dict.fromkeys(_AMOUNTS, unit), unit == "万元"
        if other != "万元":
            self.draft.warn(f"支出明细表没有写金额单位，按上表的“{other}”换算，请核对。")
        return dict.fromkeys(_AMOUNTS, other), False

    def _compare(self, sums: dict[str, Slot], units: dict[str, str]) -> None:
        """支出合计 is computed, not kept: it is used up when it agrees with the rows, otherwise said and left."""
        sums["item"].use()
        rows = self.draft.report.expenditures
        names = {"planned": "计划支出数", "actual": "实际支出数"}
        for part, name in names.items():
            written: Money = read_amount(sums[part].text, units[part] or "万元")
            computed = total([getattr(row, part) for row in rows])
            if written is None or (isinstance(written, Decimal) and written == (computed or Decimal(0))):
                sums[part].use()
            else:
                self.draft.warn(f"支出合计的{name}与各行之和不一致，请核对。")


def _without_parents(rows: list[dict[str, Slot]]) -> list[dict[str, Slot]]:
    """The rows without those whose code is the beginning of the next one's: 302 is the sum of 30201 and 30211."""
    codes = [_code(cells) for cells in rows]
    return [
        cells
        for cells, code, following in zip(rows, codes, [*codes, ""][1:], strict=True)
        if not code or len(following) <= len(code) or not following.startswith(code)
    ]


def _code(cells: dict[str, Slot]) -> str:
    """The code of the economic item (30201) that stands before its name or in a column of its own; "" without one."""
    number = cells.get("number")
    written = number.text if number is not None and number.text else cells["item"].head
    match = re.match(r"\s*(\d{3,7})(?!\d)", written)
    return match[1] if match else ""


def plain_name(text: str) -> str:
    """An item's name without its number in the list or its code."""
    if code := _CODE.match(text):
        return text[code.end() :].strip()
    return _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text.strip()
