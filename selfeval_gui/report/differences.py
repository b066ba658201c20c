"""What two reports of one document differ in, blank by blank, as texts that people can compare. Pure; draws nothing.

Rows of a table are told apart by their content: a row put in between is one difference, not one in every row below it.
"""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, NamedTuple

from selfeval_gui.report import kinds
from selfeval_gui.report.catalogue import BLANKS, blank, pattern
from selfeval_gui.report.edit import ROW_TYPES, changed_paths, get, leaf_paths, same_value
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Report

TABLE_NAMES = {"expenditures": "项目支出明细", "evaluators": "评价人员"}
LINKED, OWN = "随表格自动生成", "自行撰写"


class Difference(NamedTuple):
    """One blank, or one whole row that is only on one side (its other text is ""). `label` is for people."""

    path: str
    label: str
    old: str
    new: str


def differences(old: Report, new: Report, form: Form) -> tuple[Difference, ...]:
    """What changed from `old` to `new`, in the form's order."""
    changed = changed_paths(old, new)
    if not changed:
        return ()
    found: list[Difference] = []
    done: set[str] = set()
    for path in leaf_paths(new):
        table = path.partition("[")[0]
        if table in ROW_TYPES:
            if table not in done:
                found += _rows(table, getattr(old, table), getattr(new, table), form)
                done.add(table)
        elif path in changed:
            found.append(Difference(path, _label(form, path), show(path, get(old, path)), show(path, get(new, path))))
    # A table that is empty now has no leaves.
    for table in ROW_TYPES:
        if table not in done and getattr(old, table):
            found += _rows(table, getattr(old, table), getattr(new, table), form)
    return tuple(found)


def names_of(paths: Iterable[str], form: Form) -> list[str]:
    """What people call the blanks that `changed_paths` tells, in the form's order; a table is one name."""
    names: dict[str, None] = {}
    for path in sorted(paths, key=lambda path: (_order(path), path)):
        table = path.partition("[")[0]
        names[TABLE_NAMES[table] if table in TABLE_NAMES else _label(form, path)] = None
    return list(names)


def _order(path: str) -> int:
    wanted = pattern(path)
    return next((at for at, known in enumerate(BLANKS) if known.path.startswith(wanted)), len(BLANKS))


def show(path: str, value: Any) -> str:
    """A value as its editor shows it."""
    kind = blank(path).kind
    if kind is kinds.FLAG:
        return LINKED if value else OWN
    return kind.show(value)


def _rows(table: str, old: tuple[Any, ...], new: tuple[Any, ...], form: Form) -> list[Difference]:
    from difflib import SequenceMatcher

    found: list[Difference] = []
    matcher = SequenceMatcher(None, [_text(table, row) for row in old], [_text(table, row) for row in new], False)
    for _, low, high, start, end in matcher.get_opcodes():
        pairs = min(high - low, end - start)
        for step in range(pairs):
            found += _cells(table, old[low + step], new[start + step], start + step, form)
        for at in range(start + pairs, end):
            label = f"{TABLE_NAMES[table]}第 {at + 1} 行（增加）"
            found.append(Difference(f"{table}[{at}]", label, "", _text(table, new[at])))
        for at in range(low + pairs, high):
            label = f"{TABLE_NAMES[table]}原第 {at + 1} 行（删去）"
            found.append(Difference(table, label, _text(table, old[at]), ""))
    return found


def _cells(table: str, old: Any, new: Any, at: int, form: Form) -> list[Difference]:
    found = []
    for f in fields(new):
        before, after = getattr(old, f.name), getattr(new, f.name)
        if not same_value(before, after):
            path = f"{table}[{at}].{f.name}"
            label = f"{form.label(path)}（第 {at + 1} 行）"
            found.append(Difference(path, label, show(path, before), show(path, after)))
    return found


def _text(table: str, row: Any) -> str:
    """A row on one line; never "", which means that there is none."""
    texts = [text for f in fields(row) if (text := show(f"{table}[0].{f.name}", getattr(row, f.name)))]
    return "　".join(texts) or "（空行）"


def _label(form: Form, path: str) -> str:
    try:
        return form.label(path)
    except KeyError:
        return path
