"""Turn one report into the next: the only ways in which a report's values change.

A path is the JSON path below `report` (`basic_info.phone`, `expenditures[2].actual`, `narrative.opening.text`).
Old value in, new value out; untouched parts are shared. A path that does not exist is a programming error: KeyError.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from selfeval_gui.report.model import Evaluator, Expenditure, Report
from selfeval_gui.report.patterns import late

ROW_TYPES: dict[str, type[Expenditure] | type[Evaluator]] = {
    "expenditures": Expenditure,
    "evaluators": Evaluator,
}
"""The two tables of the form and what one row is."""

_STEP = late(r"(?:^|\.)([a-z_]+)|\[(\d+)\]")
Row = Expenditure | Evaluator


@cache
def steps(path: str) -> tuple[str | int, ...]:
    """`expenditures[2].actual` → ("expenditures", 2, "actual"). KeyError when it is no path."""
    found: list[str | int] = []
    end = 0
    for match in _STEP.finditer(path):
        if match.start() != end:
            raise KeyError(path)
        found.append(match[1] if match[1] else int(match[2]))
        end = match.end()
    if not found or end != len(path):
        raise KeyError(path)
    return tuple(found)


@cache
def around(path: str) -> tuple[str, ...]:
    """The parts of the report that a path leads through, the path itself first: `a[2].b`, `a[2]`, `a`."""
    found = [path]
    while (cut := max(path.rfind("."), path.rfind("["))) > 0:
        path = path[:cut]
        found.append(path)
    return tuple(found)


def get(report: Report, path: str) -> Any:
    """The value at `path`: a blank's value, a row, a whole part."""
    value: Any = report
    for step in steps(path):
        if isinstance(step, int):
            if not isinstance(value, tuple) or step >= len(value):
                raise KeyError(path)
            value = value[step]
        else:
            if not is_dataclass(value) or not hasattr(value, step):
                raise KeyError(path)
            value = getattr(value, step)
    return value


def put(report: Report, path: str, value: Any) -> Report:
    """The report with `value` at `path`; the same object when nothing changes."""
    if same_value(get(report, path), value):
        return report
    changed: Report = _put(report, steps(path), value)
    return changed


def _put(node: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    head, rest = path[0], path[1:]
    if isinstance(head, int):
        return (*node[:head], _put(node[head], rest, value), *node[head + 1 :])
    return replace(node, **{head: _put(getattr(node, head), rest, value)})


def insert_rows(report: Report, table: str, at: int, rows: tuple[Row, ...]) -> Report:
    """The report with `rows` put before row `at` of `expenditures` or `evaluators`."""
    return _with_rows(report, table, lambda old: (*old[:at], *rows, *old[at:]))


def insert_row(report: Report, table: str, at: int) -> Report:
    """The report with one empty row before row `at`."""
    return insert_rows(report, table, at, (ROW_TYPES[table](),))


def remove_rows(report: Report, table: str, at: int, count: int = 1) -> Report:
    """The report without `count` rows from row `at`."""
    return _with_rows(report, table, lambda old: (*old[:at], *old[at + count :]))


def move_row(report: Report, table: str, at: int, to: int) -> Report:
    """The report with row `at` standing at place `to`."""

    def moved(old: tuple[Row, ...]) -> tuple[Row, ...]:
        rest = (*old[:at], *old[at + 1 :])
        return (*rest[:to], old[at], *rest[to:])

    return _with_rows(report, table, moved)


def _with_rows(report: Report, table: str, change: Callable[[tuple[Row, ...]], tuple[Row, ...]]) -> Report:
    if table not in ROW_TYPES:
        raise KeyError(table)
    rows: dict[str, Any] = {table: change(getattr(report, table))}
    return replace(report, **rows)


def leaf_paths(report: Report) -> Iterator[str]:
    """Every path that holds a single value, in the form's order, rows included; sections give `.linked` and `.text`."""
    yield from _leaves(report, "")


def _leaves(node: Any, path: str) -> Iterator[str]:
    if isinstance(node, tuple):
        for index, row in enumerate(node):
            yield from _leaves(row, f"{path}[{index}]")
    elif is_dataclass(node) and type(node).__module__ == Report.__module__:
        for f in fields(node):
            yield from _leaves(getattr(node, f.name), f"{path}.{f.name}" if path else f.name)
    else:
        yield path


def changed_paths(old: Report, new: Report) -> set[str]:
    """The leaf paths whose values differ; a table whose length changed is named as a whole (`expenditures`)."""
    found: set[str] = set()
    _compare(old, new, "", found)
    return found


def _compare(old: Any, new: Any, path: str, found: set[str]) -> None:
    if old is new:
        return
    if isinstance(old, tuple) and isinstance(new, tuple):
        if len(old) != len(new):
            found.add(path)
            return
        for index, (a, b) in enumerate(zip(old, new, strict=True)):
            if a is not b:
                _compare(a, b, f"{path}[{index}]", found)
    elif is_dataclass(old) and type(old) is type(new) and type(old).__module__ == Report.__module__:
        for name in _names(old.__class__):
            a, b = getattr(old, name), getattr(new, name)
            if a is not b:  # a keystroke leaves nearly all as it is
                _compare(a, b, f"{path}.{name}" if path else name, found)
    elif not same_value(old, new):
        found.add(path)


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def same_value(old: Any, new: Any) -> bool:
    """Equal, and written alike: 1.0 and 1 are two values, because amounts are kept as entered."""
    if type(old) is not type(new) or old != new:
        return False
    return not isinstance(old, Decimal) or old.as_tuple() == new.as_tuple()
