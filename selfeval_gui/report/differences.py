"""What differs between two reports: blanks with their old and new text, and rows of tables matched with each other.

Last year's and this year's, a draft and the final, a file and its backup. Pure; how it is shown is the callers'.
What differs inside of a text stands in `text_changes`.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from enum import StrEnum
from typing import Any, NamedTuple

from selfeval_gui.report import kinds
from selfeval_gui.report.catalogue import BLANKS, blank
from selfeval_gui.report.edit import ROW_TYPES, Row, get, leaf_paths, same_value
from selfeval_gui.report.form import Form
from selfeval_gui.report.marks import ROW_BLANK
from selfeval_gui.report.model import SECTION_KEYS, Narrative, Report
from selfeval_gui.report.narrative import section_text
from selfeval_gui.report.text import Unparsed, squeeze


class Kind(StrEnum):
    """What happened to a blank or a row. A row that was `MOVED` says nothing of its values."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


KIND_WORDS = {Kind.CHANGED: "修改", Kind.ADDED: "新增", Kind.REMOVED: "删除", Kind.MOVED: "移动"}
LINKED, OWN = "随表格自动生成", "自行撰写"
KEPT = "联动期间保留的文字"
UNREADABLE = "（未能识别）"

PARTS: tuple[tuple[str, str], ...] = (
    ("fiscal_year", "封面"),
    ("cover", "封面"),
    ("basic_info", "项目基本概况"),
    ("expenditures", "项目支出明细"),
    ("performance", "项目绩效情况"),
    ("evaluators", "评价人员"),
    ("signatures", "签字日期"),
    ("narrative", "自评报告正文"),
)
"""The beginning of a path → the part of the form that it belongs to, in the form's order."""


_ALONE = {entry.path for entry in BLANKS if "." not in entry.path}


class Difference(NamedTuple):
    """One thing that differs. `old` and `new` are texts as editors show them, "" for nothing there.

    `path` is a field path in the new report, for what was removed in the old one; a row as a whole is
    `expenditures[2]`. `old_path` is its place in the old report ("" when it had none). `row` names the row of a
    table (办公费, or 第 2 行), "" elsewhere. `is_text`: a long text, to be compared by its sentences.
    """

    kind: Kind
    path: str
    label: str
    old: str
    new: str
    old_path: str
    row: str = ""
    is_text: bool = False

    @property
    def name(self) -> str:
        """The blank's label, behind the name of its row."""
        if self.path.endswith("]"):  # the row as a whole
            return self.row
        return f"{self.row}：{self.label}" if self.row else self.label


def differences(old: Report, new: Report, form: Form) -> tuple[Difference, ...]:
    """Everything that differs, in the form's order; () when both reports say the same.

    Rows with nothing in them do not count. A section that both reports link to the same fields differs only by those
    fields, so that it is not named; where a link was cut or restored, the texts that are printed are compared.
    """
    return tuple(_found(old, new, form))


def part_of(path: str) -> str:
    """The name of the form's part in which a path lies (Chinese)."""
    head = path.partition(".")[0].partition("[")[0]
    return dict(PARTS)[head]


def shown(path: str, value: Any) -> str:
    """The text of a value for comparing; what could not be read as a value says so."""
    text = blank(path).kind.show(value)
    return f"{text}{UNREADABLE}" if isinstance(value, Unparsed) else text


def match_rows(table: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> list[tuple[int | None, int | None]]:
    """Which rows are the same row: pairs of indexes, in the order of the new table, removed ones where they stood.

    Equal rows first, then rows of the same name, then renamed ones: those that agree in all other cells.
    """
    mate: dict[int, int] = {}
    free = {at for at, row in enumerate(old) if not _is_empty(row)}
    open_ = [at for at, row in enumerate(new) if not _is_empty(row)]
    for alike in (_whole, _named(table), _but_named(table)):
        known: dict[Any, list[int]] = {}
        for at in sorted(free):
            known.setdefault(alike(old[at]), []).append(at)
        for at in open_:
            key = alike(new[at])
            if at not in mate and key is not None and known.get(key):
                mate[at] = known[key].pop(0)
        free -= set(mate.values())
    pairs: list[tuple[int | None, int | None]] = [(mate.get(at), at) for at in open_]
    for gone in sorted(free):
        before = [at for at, (mine, _) in enumerate(pairs) if mine is not None and mine < gone]
        pairs.insert(before[-1] + 1 if before else 0, (gone, None))
    return pairs


def _found(old: Report, new: Report, form: Form) -> Iterator[Difference]:
    for part in fields(Report):
        if part.name in ROW_TYPES:
            yield from _rows(part.name, old, new, form)
        elif part.name in _ALONE:
            yield from _blank(part.name, part.name, old, new, form)
        elif part.name != "narrative":
            for path in leaf_paths(new):
                if path.startswith(f"{part.name}."):
                    yield from _blank(path, path, old, new, form)
        else:
            for entry in fields(Narrative):
                if entry.name in SECTION_KEYS:
                    yield from _section(f"narrative.{entry.name}", old, new, form)
                else:
                    yield from _blank(f"narrative.{entry.name}", f"narrative.{entry.name}", old, new, form)


def _blank(path: str, old_path: str, old: Report, new: Report, form: Form, row: str = "") -> Iterator[Difference]:
    before, after = get(old, old_path), get(new, path)
    if not same_value(before, after):
        texts = shown(path, before), shown(path, after)
        yield Difference(Kind.CHANGED, path, form.label(path), *texts, old_path, row, blank(path).kind is kinds.LINES)


def _section(path: str, old: Report, new: Report, form: Form) -> Iterator[Difference]:
    before, after = get(old, path), get(new, path)
    key, label, place = path.rpartition(".")[2], form.label(path), f"{path}.text"
    if before.linked != after.linked:
        first, second = (LINKED, OWN) if before.linked else (OWN, LINKED)
        yield Difference(Kind.CHANGED, f"{path}.linked", label, first, second, f"{path}.linked")
        printed = section_text(old, form, key), section_text(new, form, key)
        if printed[0] != printed[1]:
            yield Difference(Kind.CHANGED, place, label, *printed, place, is_text=True)
    elif before.text != after.text:
        kept = f"{label}（{KEPT}）" if after.linked else label
        yield Difference(Kind.CHANGED, place, kept, before.text, after.text, place, is_text=True)


def _rows(table: str, old: Report, new: Report, form: Form) -> Iterator[Difference]:
    before, after = getattr(old, table), getattr(new, table)
    pairs = match_rows(table, before, after)
    moved = _out_of_order([(mine, at) for mine, at in pairs if mine is not None and at is not None])
    label = form.label(f"{table}[].{ROW_BLANK[table]}")
    for mine, at in pairs:
        if at is None and mine is not None:
            place = f"{table}[{mine}]"
            yield Difference(
                Kind.REMOVED, place, label, _row_text(before[mine]), "", place, _row_name(table, mine, old)
            )
        elif at is not None and mine is None:
            place = f"{table}[{at}]"
            yield Difference(Kind.ADDED, place, label, "", _row_text(after[at]), "", _row_name(table, at, new))
        elif at is not None and mine is not None:
            name, place, old_place = _row_name(table, at, new), f"{table}[{at}]", f"{table}[{mine}]"
            if at in moved:
                order = f"第 {mine + 1} 行", f"第 {at + 1} 行"
                yield Difference(Kind.MOVED, place, label, *order, old_place, name)
            for cell in fields(after[at]):
                yield from _blank(f"{place}.{cell.name}", f"{old_place}.{cell.name}", old, new, form, name)


def _out_of_order(pairs: list[tuple[int, int]]) -> set[int]:
    """The new rows that must move for the old order: all but a longest run of rows that kept their order."""
    best: list[tuple[int, int]] = []  # for each pair: length of the longest kept run that ends here, the one before it
    for index, (mine, _) in enumerate(pairs):
        before = [(best[i][0], -i) for i in range(index) if pairs[i][0] < mine]
        length, at = max(before, default=(0, 1))
        best.append((length + 1, -at))
    kept: set[int] = set()
    at = max(range(len(best)), key=lambda i: best[i][0], default=-1)
    while at >= 0:
        kept.add(pairs[at][1])
        at = best[at][1]
    return {new for _, new in pairs} - kept


def _row_name(table: str, at: int, report: Report) -> str:
    name: str = get(report, f"{table}[{at}].{ROW_BLANK[table]}")
    return name or f"第 {at + 1} 行"


def _row_text(row: Row) -> str:
    """The cells of a row that came or went."""
    table = next(name for name, kind in ROW_TYPES.items() if isinstance(row, kind))
    cells = [shown(f"{table}[].{cell.name}", getattr(row, cell.name)) for cell in fields(row)]
    return "　".join(cell for cell in cells if cell)


def _is_empty(row: Row) -> bool:
    return row == type(row)()


def _whole(row: Row) -> Any:
    return row


def _named(table: str) -> Callable[[Row], Any]:
    return lambda row: squeeze(getattr(row, ROW_BLANK[table])) or None


def _but_named(table: str) -> Callable[[Row], Any]:
    """Everything but the name: a row in which only that was changed."""
    name = ROW_BLANK[table]

    def rest(row: Row) -> Any:
        emptied: dict[str, Any] = {name: ""}
        bare = replace(row, **emptied)
        return None if _is_empty(bare) else bare

    return rest
