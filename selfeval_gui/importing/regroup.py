"""Tables whose row limits were lost: one endless row is cut again where the form's rows begin.

Rows of ordinary length are left alone.
"""

from selfeval_gui.importing.labels import key, vocabulary
from selfeval_gui.importing.ledger import Line, Slot

_LONGEST = 12
"""The form's rows have four cells; foreign ones, and those of tables of indicators, some more."""


def regrouped(lines: list[Line]) -> list[Line]:
    """The lines, over-long rows cut."""
    result: list[Line] = []
    for line in lines:
        result.extend(_cut(line) if len(line.slots) > _LONGEST and not line.loose else [line])
    return result


def _cut(line: Line) -> list[Line]:
    """Cut at part headings and labels; below a heading row, by the number of its cells."""
    words = vocabulary()
    rows: list[list[Slot]] = []
    slots = list(line.slots)
    at = 0
    while at < len(slots):
        if words.parts.whole(slots[at].text) is not None:
            rows.append([slots[at]])
            at += 1
            continue
        width, total = _table_at(slots, at)
        if width:
            rows.append(slots[at : at + width])
            at += width
            while at + width <= len(slots) and not _ends(slots[at : at + width], total):
                if total and key(slots[at].text) in words.item_totals:
                    total = False
                    rows.append(slots[at : at + width])
                    at += width
                    break
                rows.append(slots[at : at + width])
                at += width
            continue
        row = [slots[at]]
        at += 1
        while at < len(slots) and not _begins(row, slots, at):
            row.append(slots[at])
            at += 1
        rows.append(row)
    return [Line(tuple(Slot(s.spans, n) for n, s in enumerate(row)), loose=False) for row in rows]


def _table_at(slots: list[Slot], at: int) -> tuple[int, bool]:
    """Width of a heading row that begins here, and whether it is the items' one."""
    words = vocabulary()
    found = [words.items.whole(slot.text) if slot.text else None for slot in slots[at : at + 4]]
    items = [label.path if label is not None else "" for label in found]
    if items[0] in ("item", "number") and {"item", "planned", "actual"} <= set(items):
        return _width(slots, at, items.index("item")), True
    paths = [label.path if (label := words.labels.whole(s.text)) else "" for s in slots[at : at + 3] if s.text]
    if paths[-2:] == ["performance.expected", "performance.actual"] and len(slots[at : at + 3]) == 3:
        return 3, False
    people = 0
    while at + people < len(slots) and words.people.whole(slots[at + people].text) is not None:
        people += 1
    return (people, False) if people >= 3 else (0, False)


def _width(slots: list[Slot], at: int, place: int) -> int:
    """The number of columns with which 支出合计 stands below the item's heading and something else begins behind it."""
    words = vocabulary()
    for width in range(place + 3, place + 7):
        for row in range(at + width, len(slots) - width + 1, width):
            if key(slots[row + place].text) not in words.item_totals:
                continue
            behind = next((slot.text for slot in slots[row + width : row + width + 2] if slot.text), "")
            if not behind or words.parts.whole(behind) or words.labels.whole(behind):
                return width
    return place + 3


def _ends(row: list[Slot], items: bool) -> bool:
    words = vocabulary()
    first = row[0].text
    if words.parts.whole(first) is not None and key(first)[0] in "一二三四五六":
        return True
    if words.signatures.at(first) is not None or any(words.parts.whole(slot.text) for slot in row[1:]):
        return True
    label = words.labels.whole(first)
    return label is not None and not items and label.path not in ("performance.row", "performance.goal")


def _begins(row: list[Slot], slots: list[Slot], at: int) -> bool:
    """Whether the slot at `at` begins a new row: a heading, a table, or a label that is no second one of a pair."""
    words = vocabulary()
    if words.parts.whole(slots[at].text) is not None or _table_at(slots, at)[0]:
        return True
    label = words.labels.whole(slots[at].text)
    if label is None:
        return words.signatures.at(slots[at].text) is not None
    earlier = [found.path for slot in row if (found := words.labels.whole(slot.text)) is not None]
    pair = earlier == [label.path] or (earlier == ["planned"] and label.path == "received")
    return not pair
