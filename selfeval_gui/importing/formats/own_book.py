"""Our own workbook, whatever its format: the report rides in a hidden sheet, and what somebody changed is not lost.

Knows no file format: the readers of .xlsx and .xls hand over names and cells. Cells are found by their names,
which are field paths and follow when rows are inserted. A cell that still holds what was written says nothing;
another one is read as if typed into the form, and marked 未核对 with the value before it. Text beside the form is
unplaced. Where the sheet is damaged or gone, the named cells are all that is read.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from selfeval_gui import resources, storage
from selfeval_gui.importing.changed_after import listed, named, with_changes
from selfeval_gui.importing.formats.sheets import address
from selfeval_gui.importing.proposal import OwnFile, Proposal, Recognised, Unplaced
from selfeval_gui.report import form as forms
from selfeval_gui.report import kinds
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.dates import Month
from selfeval_gui.report.differences import Difference, differences
from selfeval_gui.report.edit import ROW_TYPES, get, leaf_paths, put
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.kinds import EVALUATION_TYPE_WORDS
from selfeval_gui.report.model import SECTION_KEYS, EvaluationType, Report, Section

SHEET = "selfeval_data"
"""The hidden sheet, as exporting names it."""
VERSION = "1"
_DAMAGED = "这个 Excel 文件附带的报告数据已被改动，不能直接使用，已改按各单元格里现在的内容读入，请逐项核对。"
_CHANGED = "这个 Excel 文件导出后有 {count} 项被改过（{names}），已按表格里现在的内容读入，并标为“未核对”。"
_LOST = "“{names}”所在的单元格已被删除，保留导出时的内容，请核对。"
_FIELDS = ("cover.project_unit", "basic_info.project_leader", "performance.score")
TELLING = (SHEET, *_FIELDS)
"""Names that no other workbook has: of the sheet, and of cells when the sheet is gone."""
_MOST_LOOSE = 300
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$([A-Z]{1,3})\$(\d{1,7})(?::\$([A-Z]{1,3})\$(\d{1,7}))?")
_EPOCH = date(1899, 12, 30)
_TICKED = re.compile(r"(事[前中后])评价\s*[■☑√✓☒]|[■☑√✓☒]\s*(事[前中后])评价")


Cells = dict[tuple[int, int], tuple[str, str, str]]
"""By row and column from 0: kind ("n" for a number, "s"), raw value, formula ("" for none)."""


@frozen
class Book:
    """What a workbook holds: all sheets by name, and what defined names refer to (封面!$B$3).

    `formulas` is False where the format's reader cannot tell a formula from its result.
    """

    sheets: dict[str, Cells]
    names: dict[str, str]
    formulas: bool = True


def is_own(names: Iterable[str]) -> bool:
    """Whether a workbook with these names of sheets and cells is ours."""
    given = set(names)
    return SHEET in given or given.issuperset(_FIELDS)


def content(book: Book) -> OwnFile | Proposal:
    """The report file with the changes of the visible cells; a proposal from those cells when its data is of no use."""
    return _Reader(book).read()


@frozen
class _Block:
    """A named block of cells: sheet, first row and column from 0, number of rows."""

    sheet: str
    row: int
    column: int
    rows: int
    columns: int


@dataclass
class _Reader:
    book: Book
    sheets: dict[str, Cells] = field(default_factory=dict)
    blocks: dict[str, _Block] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)

    def read(self) -> OwnFile | Proposal:
        text = self._load()
        try:
            carried = None if text is None else storage.load_bytes(text.encode("utf-8"))
        except storage.FileRefused:
            carried = None
        if text is None or carried is None:
            return self._from_cells()
        if carried.read_only:
            return OwnFile(text.encode("utf-8"))
        old = carried.file
        new = self._as_shown(old.report)
        loose, form = self._loose(), forms.load(old.form)
        found = differences(old.report, new, form)
        if not (found or self.lost or loose):
            return OwnFile(text.encode("utf-8"))
        return with_changes(old, new, found, tuple(loose), self._notes(form, found))

    def _as_shown(self, report: Report) -> Report:
        report = self._scalars(report)
        for table in ROW_TYPES:
            report = self._table(report, table)
        return report

    def _from_cells(self) -> Proposal:
        """What the named cells hold, without anything to compare them with."""
        self.words |= _form_words()
        self.written = dict.fromkeys(self.blocks, _digest(""))
        report = self._as_shown(Report())
        loose = tuple(Unplaced(piece.text, piece.where) for piece in self._loose())
        return Proposal(report, tuple(self._found(report)), loose, (_DAMAGED,))

    def _found(self, report: Report) -> Iterator[Recognised]:
        for path in leaf_paths(report):
            text = "" if path.endswith(".linked") else blank(path).kind.show(get(report, path))
            if text:
                name = re.sub(r"\[\d+\]", "", path).removesuffix(".text")
                block = self.blocks[name]
                yield Recognised(path, text, f"工作表“{block.sheet}”{address(block.row, block.column)}", "check")

    # --- opening

    def _load(self) -> str | None:
        """Reads everything; the report's JSON, or None when it is not what was written."""
        self.sheets = {name: cells for name, cells in self.book.sheets.items() if name != SHEET}
        chunks: list[str] = []
        version = seal = ""
        cells = self.book.sheets.get(SHEET, {})
        for row in sorted({row for row, _ in cells}):
            key, given, value = (cells.get((row, column), ("", "", ""))[1] for column in range(3))
            if key == "json":
                chunks.append(given)
            elif key == "cell":
                self.written[given] = value
            elif key == "words":
                self.words.update(given.split())
            elif key == "version":
                version = given
            elif key == "sha256":
                seal = given
        for name, reference in self.book.names.items():
            if _is_field(name) and (block := _block(reference)):
                self.blocks[name] = block
        if not self.book.formulas:
            self._know_formulas()
        text = "".join(chunks)
        return text if version == VERSION and hashlib.sha256(text.encode("utf-8")).hexdigest() == seal else None

    def _know_formulas(self) -> None:
        """Where one was written there still is one, and no figure beside the form is anybody's: all were results."""
        for name, block in self.blocks.items():
            if self.written.get(name) == _digest("=") and (cells := self.sheets.get(block.sheet)):
                kind, raw, _ = cells.get((block.row, block.column), ("n", "", ""))
                cells[block.row, block.column] = (kind, raw, "=")
        taken = self._taken()
        for sheet, cells in self.sheets.items():
            for (row, column), (kind, raw, formula) in cells.items():
                if kind == "n" and (sheet, row, column) not in taken:
                    cells[row, column] = (kind, raw, formula or "=")

    def _texts(self, block: _Block) -> list[str]:
        """What the cells of a block's first column hold, in one notation, "=" for formulas."""
        cells = self.sheets.get(block.sheet, {})
        return [
            _canonical(cells.get((row, block.column), ("s", "", "")))
            for row in range(block.row, block.row + block.rows)
        ]

    # --- single blanks

    def _scalars(self, report: Report) -> Report:
        for name, seal in self.written.items():
            if name.partition(".")[0] in ROW_TYPES:
                continue
            block = self.blocks.get(name)
            if block is None or block.sheet not in self.sheets:
                self.lost.append(name)
                continue
            texts = [text for text in self._texts(block) if text]
            if _digest("\n".join(texts)) != seal:
                report = self._changed(report, name, block, texts)
        return report

    def _changed(self, report: Report, name: str, block: _Block, texts: list[str]) -> Report:
        """The report with what a cell holds now."""
        if isinstance(get(report, name), Section):
            text = kinds.LINES.read("\n".join(line.lstrip(" \u3000") for line in texts))
            return put(report, name, Section(linked=False, text=text))
        return put(report, name, self._value(name, "\n".join(texts), block))

    def _value(self, path: str, text: str, block: _Block) -> Any:
        kind = blank(path).kind
        if text == "=":  # somebody's formula: what it gave
            kind_of_cell, raw, _ = self.sheets[block.sheet][block.row, block.column]
            text = _canonical((kind_of_cell, raw, ""))
        if kind is kinds.EVALUATION_TYPE:
            return _evaluation_type(text)
        if kind in (kinds.DAY, kinds.MONTH) and (day := _day_of(text)) is not None:
            return day if kind is kinds.DAY else Month(day.year, day.month)
        return kind.read(text)

    # --- tables

    def _table(self, report: Report, table: str) -> Report:
        """The report with the rows as they stand now, when a cell of theirs is another one."""
        names = [name for name in self.written if name.startswith(f"{table}.")]
        blocks = {name: self.blocks[name] for name in names if name in self.blocks}
        if len(blocks) < len(names) or any(block.sheet not in self.sheets for block in blocks.values()):
            self.lost += [f"{table}[].{name.partition('.')[2]}" for name in names if name not in blocks]
            return report
        columns = {name.partition(".")[2]: self._texts(block) for name, block in blocks.items()}
        if all(_digest("\n".join(columns[key]).rstrip("\n")) == self.written[f"{table}.{key}"] for key in columns):
            return report
        old = getattr(report, table)
        empty = ROW_TYPES[table]()
        rows: list[Any] = []
        for at in range(max(map(len, columns.values()))):
            texts = {key: cells[at] if at < len(cells) else "" for key, cells in columns.items()}
            rows.append(self._row(table, old[at] if at < len(old) else empty, old, texts, blocks, at))
        while rows and rows[-1] == empty and len(rows) > len(old):
            rows.pop()
        changed: dict[str, Any] = {table: tuple(rows)}
        return replace(report, **changed)

    def _row(
        self, table: str, same: Any, old: tuple[Any, ...], texts: dict[str, str], blocks: dict[str, _Block], at: int
    ) -> Any:
        """A row as its cells say: the very row of the report that says the same, with its amounts as entered."""
        for known in (same, *old):
            if all(_shown(table, known, key) == text for key, text in texts.items()):
                return known
        values = {}
        for key, text in texts.items():
            block = blocks[f"{table}.{key}"]
            at_cell = replace(block, row=block.row + at, rows=1)
            kept = _shown(table, same, key) == text
            values[key] = getattr(same, key) if kept else self._value(f"{table}[].{key}", text, at_cell)
        return ROW_TYPES[table](**values)

    # --- what else there is

    def _loose(self) -> list[storage.Unplaced]:
        """Texts and figures in cells that are no blank and that this program has not written."""
        taken = self._taken()
        found = []
        for sheet, cells in self.sheets.items():
            for (row, column), cell in sorted(cells.items()):
                text = _canonical(cell)
                known = (sheet, row, column) in taken or text == "=" or _digest(text) in self.words
                if text.strip() and not known:
                    found.append(storage.Unplaced(text, f"工作表“{sheet}”{address(row, column)}"))
        return found[:_MOST_LOOSE]

    def _taken(self) -> set[tuple[str, int, int]]:
        """The cells of all blanks: sheet, row, column."""
        return {
            (block.sheet, row, column)
            for block in self.blocks.values()
            for row in range(block.row, block.row + min(block.rows, 5000))
            for column in range(block.column, block.column + min(block.columns, 50))
        }

    def _notes(self, form: forms.Form, found: tuple[Difference, ...]) -> tuple[str, ...]:
        notes = []
        if found:
            notes.append(_CHANGED.format(count=len(found), names=named(found)))
        if self.lost:
            notes.append(_LOST.format(names=listed(form.label(path) for path in self.lost)))
        return tuple(notes)


def _is_field(name: str) -> bool:
    head, _, rest = name.partition(".")
    try:
        return bool(blank(f"{head}[].{rest}" if head in ROW_TYPES else name))
    except KeyError:
        return name.startswith("narrative.") and name.removeprefix("narrative.") in SECTION_KEYS


def _form_words() -> set[str]:
    """What the forms themselves say, as it stands in cells."""
    words: set[str] = set()

    def walk(node: Any) -> None:
        if isinstance(node, str):
            words.add(_digest(node))
        elif isinstance(node, dict | list):
            for inner in node.values() if isinstance(node, dict) else node:
                walk(inner)

    for form_id in forms.form_ids():
        for name in ("form.json", "layout.json"):
            walk(resources.read_json("forms", form_id, name))
    return words


def _block(reference: str) -> _Block | None:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    sheet = (match[1] or match[2]).replace("''", "'")
    row, column = int(match[4]) - 1, _number(match[3])
    last_row, last_column = int(match[6] or match[4]) - 1, _number(match[5] or match[3])
    return _Block(sheet, row, column, min(last_row - row + 1, 5000), last_column - column + 1)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _canonical(cell: tuple[str, str, str]) -> str:
    """A cell's content as the exporter noted it: numbers in 15 digits, "=" for a formula."""
    kind, raw, formula = cell
    if formula:
        return "="
    if kind == "n" and raw:
        try:
            return f"{Decimal(f'{float(raw):.15g}').normalize():f}"
        except (ValueError, InvalidOperation):
            return raw
    return raw


def _shown(table: str, row: Any, key: str) -> str:
    """What the exporter writes for a cell of a row, in that notation."""
    value = getattr(row, key)
    if isinstance(value, Decimal):
        return _canonical(("n", str(value), ""))
    return blank(f"{table}[].{key}").kind.show(value)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def _evaluation_type(text: str) -> EvaluationType:
    ticked = {match[1] or match[2] for match in _TICKED.finditer(text)}
    if len(ticked) == 1:
        word = ticked.pop()
        return next(kind for kind, words in EVALUATION_TYPE_WORDS.items() if words.startswith(word))
    return kinds.read_evaluation_type(text)


def _day_of(text: str) -> date | None:
    """The day of a serial number."""
    if not re.fullmatch(r"\d{4,5}", text):
        return None
    day = _EPOCH + timedelta(days=int(text))
    return day if date(1949, 1, 1) <= day <= date(2100, 12, 31) and not 1949 <= int(text) <= 2100 else None
