"""Keep what a newer program wrote: unknown keys stay with the object, or the row, that they came with.

Pure functions on dicts and on `Unknown`. It must not interpret what it keeps.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from selfeval_gui.report.patterns import late
from selfeval_gui.report.text import clean
from selfeval_gui.storage.file import Extra, RowExtras
from selfeval_gui.storage.strict_json import Number

_SURROGATES = late("[\ud800-\udfff]")


def extras_of(raw: Mapping[str, Any], known: Iterable[str]) -> tuple[Extra, ...]:
    """The keys of `raw` that are not known, with the places where they stand."""
    names = set(known)
    if raw.keys() <= names:
        return ()
    found, before = [], ""
    for key, value in raw.items():
        if key not in names:
            found.append(Extra(_sound(key), before, sound(value)))
        before = _sound(key)
    return tuple(found)


def put_back(known: dict[str, Any], extras: Sequence[Extra]) -> dict[str, Any]:
    """`known` with the unknown keys where they stood; at the end when their place is gone."""
    if not extras:
        return known
    waiting: dict[str, list[Extra]] = {}
    for extra in extras:
        waiting.setdefault(extra.after, []).append(extra)
    result: dict[str, Any] = {}

    def follow(key: str) -> None:
        line = [key]
        while line:
            for extra in waiting.pop(line.pop(0), ()):
                result[extra.key] = extra.value
                line.append(extra.key)

    follow("")
    for key, value in known.items():
        result[key] = value
        follow(key)
    for rest in list(waiting.values()):
        for extra in rest:
            result.setdefault(extra.key, extra.value)
    return result


def match_rows(rows: Sequence[Any], kept: Sequence[RowExtras]) -> dict[int, tuple[Extra, ...]]:
    """Which row today each row's unknown keys belong to: the same row wherever it moved, else the likest.

    The keys of a row that was removed go with it.
    """
    found: dict[int, tuple[Extra, ...]] = {}
    left: list[RowExtras] = []
    for entry in kept:
        same = [i for i, row in enumerate(rows) if i not in found and row == entry.row]
        if same:
            found[min(same, key=lambda i: abs(i - entry.index))] = entry.extras
        else:
            left.append(entry)
    for entry in left:
        free = [i for i in range(len(rows)) if i not in found]
        likest = max(free, key=lambda i: (_likeness(rows[i], entry.row), -abs(i - entry.index)), default=None)
        if likest is not None and (likest == entry.index or _likeness(rows[likest], entry.row) > 0):
            found[likest] = entry.extras
    return found


def sound(value: Any) -> Any:
    """JSON without halves of characters, which could not be written again; all else as it is."""
    if isinstance(value, Number):
        return value
    if isinstance(value, str):
        return _sound(value)
    if isinstance(value, dict):
        return {_sound(key): sound(item) for key, item in value.items()}
    if isinstance(value, list):
        return [sound(item) for item in value]
    return value


def cleaned(value: Any) -> Any:
    """JSON with every text through the door for texts."""
    if isinstance(value, str) and not isinstance(value, Number):
        return clean(value)
    if isinstance(value, dict):
        return {clean(key): cleaned(item) for key, item in value.items()}
    return [cleaned(item) for item in value] if isinstance(value, list | tuple) else value


def plain(value: Any) -> Any:
    """JSON as this program makes it: whole numbers as int. Other numbers stay as they were written."""
    if isinstance(value, Number):
        return int(value) if value.removeprefix("-").isdigit() and len(value) < 19 and value != "-0" else value
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def _sound(text: str) -> str:
    return _SURROGATES.sub("", text)


def _likeness(row: Any, other: Any) -> int:
    """How many filled blanks of the two rows are equal."""
    return sum(bool(getattr(row, f.name)) and getattr(row, f.name) == getattr(other, f.name) for f in fields(row))
