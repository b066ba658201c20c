"""The columns of the people's table whose headings nobody knows, by what stands in them.

Names of persons, posts and units are told by their form. A known heading keeps its meaning; what is found so must be
looked at by a person. Reads nothing into a report.
"""

import re
from collections.abc import Callable

from selfeval_gui.importing.labels import key, vocabulary
from selfeval_gui.importing.ledger import Line, Slot
from selfeval_gui.importing.people import Header, header_of
from selfeval_gui.importing.reading import columns
from selfeval_gui.report.text import squeeze

_ROWS = 40
_MOST = 0.6
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]{2,4}|[\u3400-\u9fff]{2,8}[·•・‧][\u3400-\u9fff]{2,8}")
_ROLE = re.compile("副?组长|(?:组员|成员|联络员)")
_POST = re.compile(
    r".*(?:长|主任|书记|科员|职员|会计|出纳|师|员|干部|经理|教授|委员|主席|顾问|助理|主管|研究员|调研员|负责人|职务)"
)
_UNIT = re.compile(
    r".*(?:局|委|办|办公室|中心|所|院|校|学|园|政府|公司|站|队|馆|处|厅|部|会|科|股|室|社|场|厂|银行|街道|镇|乡)"
)


def completed(lines: list[Line], at: int, end: int, ends: Callable[[Line], bool], expected: bool) -> Header | None:
    """The heading row of the people's table with the columns that only their content tells; None when it is none.

    `expected`: the heading of part 四 stands above.
    """
    line = lines[at]
    known = header_of(line)
    cells = known.slots if known is not None else columns(line)
    labels = [vocabulary().people.whole(cell.text) if cell.text else None for cell in cells]
    texts = [cell.text for cell in cells]
    heads = [text for text in texts if text]
    if known is not None and {"name", "title", "unit"} <= known.places.keys():
        return known
    if len(heads) < 2 or any(len(text) > 14 or re.search(r"[\d：:。]", text) for text in heads):
        return known
    if any(label is None and vocabulary().labels.at(text) for label, text in zip(labels, texts, strict=True)):
        return known
    named = {label.path for label in labels if label is not None}
    if known is None and not (expected or named & {"name", "title"}):
        return None
    rows = _rows(lines, at, end, ends, len(cells))
    places: dict[str, int] = {}
    for column, label in enumerate(labels):
        if label is not None:
            places.setdefault(label.path, column)
    for part, fits in (("role", _ROLE), ("unit", _UNIT), ("title", _POST), ("name", _NAME)):
        if part in places:
            continue
        free = [column for column in range(len(cells)) if column not in places.values() and cells[column].text]
        found = [column for column in free if _fits(rows, column, fits)]
        if found:
            places[part] = found[0]
    if "name" not in places or not {"title", "unit"} & places.keys():
        return known
    return Header(places, cells, frozenset(places.keys() - named))


def _rows(lines: list[Line], at: int, end: int, ends: Callable[[Line], bool], width: int) -> list[tuple[Slot, ...]]:
    rows: list[tuple[Slot, ...]] = []
    for line in lines[at + 1 : min(end, at + 1 + _ROWS)]:
        if ends(line) or line.loose != lines[at].loose:
            break
        cells = columns(line, width)
        if len(line.filled) > 1 and len(cells) == width:
            rows.append(cells)
    return rows


def _fits(rows: list[tuple[Slot, ...]], place: int, kind: re.Pattern[str]) -> bool:
    texts = [squeeze(row[place].text) for row in rows if row[place].text]
    words = vocabulary()
    said = [t for t in texts if kind.fullmatch(t) and key(t) not in words.nobody and words.labels.whole(t) is None]
    return bool(said) and len(said) >= _MOST * len(rows)
