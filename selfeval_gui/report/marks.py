"""未核对: the marks of fields that nobody has looked at yet, as a report changes. Pure. A mark is `{"previous": …}`.

A mark belongs to a blank; in a table one mark, at the row's first blank, stands for the whole row. Only a person's act
takes a mark away; here they follow their rows, and go when their row goes.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from selfeval_gui.report.catalogue import pattern
from selfeval_gui.report.edit import ROW_TYPES, get, steps
from selfeval_gui.report.model import Report

Marks = dict[str, dict[str, Any]]
ROW_BLANK = {"expenditures": "item", "evaluators": "name"}
"""The blank at which a row's mark stands."""


def follow(old: Report, new: Report, marks: Marks) -> Marks:
    """The marks after a change of the report; the same object when none has to move."""
    if not any(getattr(old, table) is not getattr(new, table) for table in ROW_TYPES):
        return marks
    if not any("[" in path for path in marks):
        return marks
    places = {table: _places(getattr(old, table), getattr(new, table)) for table in ROW_TYPES}
    moved: Marks = {}
    for path, mark in marks.items():
        place = _place(path)
        if place is None:
            moved[path] = mark
            continue
        table, row, rest = place
        to = places[table].get(row)
        if to is not None:
            moved[f"{table}[{to}]{rest}"] = mark
    return marks if moved == marks else moved


def _places(old: tuple[Any, ...], new: tuple[Any, ...]) -> dict[int, int]:
    """Where each row stands now: rows are shared between versions of a report, so that they are told by identity."""
    where = {id(row): at for at, row in enumerate(new)}
    found = {at: where[id(row)] for at, row in enumerate(old) if id(row) in where}
    taken = set(found.values())
    # A row that was edited is a new one at its old place.
    same_length = len(old) == len(new)
    for at in range(len(old)):
        if at not in found and same_length and at not in taken:
            found[at] = at
    return found


def _place(path: str) -> tuple[str, int, str] | None:
    """`evaluators[2].name` → ("evaluators", 2, ".name"); None for a blank in no table."""
    if "[" not in path:
        return None
    try:
        parts = steps(path)
    except KeyError:
        return None
    if len(parts) < 2 or parts[0] not in ROW_TYPES or not isinstance(parts[1], int):
        return None
    return str(parts[0]), parts[1], "".join(f".{part}" for part in parts[2:])


def alive(report: Report, marks: Mapping[str, dict[str, Any]]) -> Marks:
    """The marks whose blank the report has: files may come from elsewhere."""
    found: Marks = {}
    for path, mark in marks.items():
        try:
            get(report, path)
        except KeyError:
            continue
        found[path] = mark
    return found


def mark_of(path: str) -> str:
    """The path at which a blank's mark stands: that of its row for a blank in a table, the text's for a section."""
    place = _place(path)
    if place is not None:
        return f"{place[0]}[{place[1]}].{ROW_BLANK[place[0]]}"
    return f"{path.removesuffix('.linked')}.text" if path.endswith(".linked") else path


def without(marks: Mapping[str, dict[str, Any]], paths: Iterable[str]) -> Marks:
    """The marks that are left when somebody has looked at these blanks."""
    seen = {mark_of(path) for path in paths}
    return {path: mark for path, mark in marks.items() if path not in seen}


def within(marks: Iterable[str], patterns: Iterable[str]) -> list[str]:
    """The marks at blanks of these patterns (`expenditures[].item`), in their order."""
    wanted = set(patterns)
    return [path for path in marks if pattern(path) in wanted]
