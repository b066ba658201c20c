"""Part 三: expected and actual performance side by side. Score and grade are labels with values, read elsewhere."""

from collections.abc import Callable

from selfeval_gui.importing.draft import Draft
from selfeval_gui.importing.labels import key, vocabulary
from selfeval_gui.importing.ledger import Line, Slot
from selfeval_gui.importing.proposal import Certainty
from selfeval_gui.report import kinds

Places = tuple[int, int, int]
_FEWEST_HEADS = 3
_ROW = ("performance.row", "performance.goal")
_PATHS = ("performance.expected", "performance.actual")


def header_of(line: Line) -> Places | None:
    """Places of expected and actual in a heading row, and its length; None when it is none."""
    if line.loose:
        return None
    places: dict[str, int] = {}
    for at, slot in enumerate(line.slots):
        label = vocabulary().labels.whole(slot.text) if slot.text else None
        if label is not None and label.path in _PATHS:
            places.setdefault(label.path, at)
        elif slot.text and (label is None or label.path not in _ROW) and len(slot.text) > 20:
            return None
    if len(places) != 2:
        return None
    between = line.slots[places[_PATHS[0]] + 1 : places[_PATHS[1]]]
    return None if any(slot.text for slot in between) else (places[_PATHS[0]], places[_PATHS[1]], len(line.slots))


def read(draft: Draft, lines: list[Line], index: int, end: int, places: Places, ends: Callable[[Line], bool]) -> int:
    """Read the rows below the heading at `index`; return the index of the first line behind them."""
    words = vocabulary()
    draft.labels.update(_PATHS)
    for slot in lines[index].slots:
        label = words.labels.whole(slot.text)
        if label is not None or key(slot.text) in words.form_words:
            slot.use()
    rows: list[tuple[str, Slot, Slot]] = []
    at = index + 1
    while at < end and not lines[at].loose and not ends(lines[at]) and header_of(lines[at]) is None:
        slots = lines[at].slots
        first = words.labels.at(lines[at].filled[0].text) if lines[at].filled else None
        if first is not None and first.separator != "gap" and first.path not in (*_ROW, *_PATHS):
            break
        if indicators_of(lines[at]) is not None:
            break
        taken = _taken(lines[index].slots, slots, places)
        heads = [slot for slot in slots[: slots.index(taken[0]) if taken[0] in slots else None] if slot.text]
        names: list[str] = []
        for slot in heads:
            if words.labels.whole(slot.text) is not None or key(slot.text) in words.form_words:
                slot.use()
            else:
                names.append(slot.text.replace("\n", ""))
        name = "　".join(names)
        if any(slot.text for slot in taken):
            rows.append((name, taken[0], taken[1]))
            if name:
                for slot in heads:
                    slot.use()
        at += 1
    _join(draft, _PATHS[0], [(name, expected) for name, expected, _ in rows if expected.text])
    _join(draft, _PATHS[1], [(name, actual) for name, _, actual in rows if actual.text])
    return at


def _taken(heads: tuple[Slot, ...], slots: tuple[Slot, ...], places: Places) -> list[Slot]:
    """The cells below expected and actual: by grid column when the row is drawn otherwise than its heading."""
    columns = [heads[place].column for place in places[:2]]
    if len(slots) != places[2] and (columns[0] > 0 or len(slots) < places[2]):
        below = {slot.column: slot for slot in slots}
        if all(column in below for column in columns):
            return [below[column] for column in columns]
    shift = max(0, len(slots) - places[2])
    return [slots[p + shift] if p + shift < len(slots) else Slot((), p) for p in places[:2]]


def indicators_of(line: Line) -> int | None:
    """The grid column of 得分 in the heading row of a table of indicators, -1 without one; None when it is no such row.

    The form has no place for indicators: they stay unplaced.
    """
    words = vocabulary()
    plain = [(key(slot.text), slot.column) for slot in line.filled]
    heads = [name for name, _ in plain if name in words.indicator_heads]
    if len(heads) < _FEWEST_HEADS or not any(name.endswith(("级指标", "指标名称", "指标内容")) for name in heads):
        return None
    return next((column for name, column in plain if name in ("得分", "自评得分", "实际得分", "评价得分")), -1)


def skip_indicators(
    draft: Draft, lines: list[Line], index: int, end: int, column: int, ends: Callable[[Line], bool]
) -> int:
    """Pass over the table of indicators at `index`; its last row may have the score. Returns the index behind it."""
    words = vocabulary()
    at = index + 1
    while at < end and not lines[at].loose:
        filled = lines[at].filled
        if filled and key(filled[0].text) in (*words.item_totals, "总分", "总得分"):
            score = next((slot for slot in filled if slot.column == column), None)
            if score is not None and not draft.has("performance.score"):
                draft.value("performance.score", kinds.read_score(score.text), score, "check")
        elif ends(lines[at]):
            break
        at += 1
    return at


def _join(draft: Draft, path: str, parts: list[tuple[str, Slot]]) -> None:
    """One text of all rows; a row's own heading goes before its text when there are several."""
    if not parts:
        return
    texts = [f"{name}：{slot.text}" if name else slot.text for name, slot in parts]
    whole = Slot(tuple(span for _, slot in parts for span in slot.spans), parts[0][1].column)
    certain: Certainty = "sure" if len(parts) == 1 and not parts[0][0] else "check"
    draft.value(path, "\n".join(texts), whole, certain, text="\n".join(texts))
