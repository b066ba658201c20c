"""Label beside value: the cover's lines, part 一 with its funds by source, score and grade.

The tables of items and people are not read here.
"""

import re
from dataclasses import dataclass, field

from selfeval_gui.importing import contacts, fund_tables
from selfeval_gui.importing.draft import Draft
from selfeval_gui.importing.labels import Label, speaks, unit_line, vocabulary
from selfeval_gui.importing.ledger import Line, Slot
from selfeval_gui.importing.proposal import Certainty
from selfeval_gui.importing.reading import (
    Entry,
    choice_slot,
    columns,
    entries,
    half_width,
    is_day,
    is_day_blank,
    same,
    ticked,
)
from selfeval_gui.importing.result_sentence import put_score, says_result
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.dates import Month, read_period
from selfeval_gui.report.model import EvaluationType
from selfeval_gui.report.text import Unparsed, clean_line, join_lines, squeeze, tidy_name

_PARTS = {"planned": "basic_info.planned_funds", "received": "basic_info.received_funds"}
_MONEY = fund_tables.MONEY
_GOAL = "performance.goal"
_UNIT, _FILING = "cover.project_unit", "cover.filing_unit"
_NUMBERS = ("basic_info.phone", "basic_info.postcode")
_LONG = ("performance.expected", "performance.actual")


@dataclass
class Funds:
    """Which of planned and received the next source belongs to.

    `columns`: where the label of each stands in a row that has both; `matrix`: column → path of a table with one
    row per source and one column for each; `sources`: column → source of a table with one column per source.
    """

    part: str = ""
    units: dict[str, str] = field(default_factory=dict)
    columns: dict[int, str] = field(default_factory=dict)
    matrix: dict[int, str] = field(default_factory=dict)
    sources: dict[int, str] = field(default_factory=dict)


class Basics:
    """Reads lines of labels and values into a draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.words = vocabulary()
        self.funds = Funds()
        self.filing: list[Slot] = []

    def read(self, lines: list[Line], index: int, end: int, form_part: str) -> int:
        """Read the line at `index` and return the index of the next one; the same index when it has no label."""
        line = lines[index]
        if self.funds.matrix and self._matrix_row(line):
            return index + 1
        if self.funds.sources and self._kind_row(line):
            return index + 1
        if (heads := fund_tables.under_parts(lines, index, end)) is not None:
            self._under_parts(*heads, lines[index + 2])
            return index + 3
        if self._fund_heading(lines, index, end):
            return index + 1
        found = entries(line, self.words.labels)
        funded = any(entry.label.path in _PARTS for entry in found)
        found = [entry for entry in found if self._known(entry, form_part, funded)]
        if not found:
            return index
        self.draft.labels.update(entry.label.path for entry in found)
        following = lines[index + 1] if index + 1 < end else None
        if following is not None and self._header_row(line, following, found):
            return index + 2
        if len(found) == 1 and not found[0].values and line.loose:
            return self._stacked(lines, index, end, found[0])
        if line.loose and len(found) == 1 and found[0].label.path in (*_LONG, _GOAL):
            return self._long(lines, index, end, found[0])
        if not line.loose and len(found) == 1 and found[0].slot.rows > 1 and found[0].label.path in (*_LONG, _GOAL):
            return self._long_rows(lines, index, min(end, index + found[0].slot.rows), found[0])
        self._pairs(line, found)
        return index + 1

    def finish(self) -> None:
        """Who fills in the form is taken for the project's unit where the file does not name that one."""
        for slot in self.filing:
            if not self.draft.has(_UNIT) or same(self.draft.report.cover.project_unit, slot.text):
                self.draft.text(_UNIT, slot)

    def _known(self, entry: Entry, form_part: str, funded: bool) -> bool:
        """Short labels count only where they can stand; a signature's label is read elsewhere."""
        path = entry.label.path
        if path.startswith("signatures.") or path == "performance.row":
            return False
        if path.startswith("source."):
            return funded or bool(self.funds.part or self.funds.columns)
        if path.startswith("performance."):
            at_ease = form_part not in ("cover", "basic") or entry.label.separator in ("colon", "end")
            return at_ease or (entry.value is not None and says_result(path, entry.value.text))
        return True

    def _fund_heading(self, lines: list[Line], index: int, end: int) -> bool:
        """The heading of a table of funds: what stands in its rows is read from now on."""
        funds = self.funds
        if (heading := fund_tables.by_source(lines, index, end)) is not None:
            funds.matrix, funds.part = heading.places, "planned"
        elif (heading := fund_tables.by_kind(lines[index])) is not None:
            funds.sources = heading.places
        else:
            return False
        funds.units.update(heading.units)
        self.draft.labels.update(heading.places.values())
        for cell in heading.cells:
            cell.use()
        return True

    def _under_parts(self, parts: fund_tables.Heading, sources: fund_tables.Heading, below: Line) -> None:
        """The one row of amounts below two rows of headings."""
        self.draft.labels.update(parts.places.values())
        self.funds.units.update({path: unit for path, unit in parts.units.items() if unit})
        for cell in (*parts.cells, *sources.cells):
            cell.use()
        for cell in below.filled:
            if cell.column in sources.places:
                path, name = fund_tables.part_at(parts, cell.column), sources.places[cell.column]
                self._amount(path, name, cell, sources.units.get(name, ""))
            elif path := parts.places.get(cell.column, ""):
                self._amount(path, "total", cell, "")

    def _matrix_row(self, line: Line) -> bool:
        cells = columns(line, len(self.funds.matrix) + 1)
        heads = [cell for cell in cells if cell.text and cell.column not in self.funds.matrix]
        label = next((found for cell in heads if (found := self.words.sources.whole(cell.text)) is not None), None)
        if label is None:
            if any(cell.text for cell in cells):
                self.funds.matrix = {}
                self.funds.part = ""
            return False
        name = label.path.removeprefix("source.")
        for cell in cells:
            path = self.funds.matrix.get(cell.column)
            if path is None or self.words.labels.whole(cell.text) is not None:
                if self.words.sources.whole(cell.text) is not None or not cell.text:
                    cell.use()
                continue
            self._amount(path, name, cell, label.unit)
        return True

    def _kind_row(self, line: Line) -> bool:
        """Below the names of the sources: what was planned, received or spent of each."""
        cells = columns(line, len(self.funds.sources) + 1)
        found = fund_tables.row_kind(cells, self.funds.sources)
        if found is None:
            if any(cell.text for cell in cells):
                self.funds.sources = {}
            return False
        head, path, unit = found
        head.use()
        for cell in cells:
            if (name := self.funds.sources.get(cell.column)) is not None:
                self._amount(path, name, cell, unit or self.funds.units.get(name, ""))
        return True

    def _amount(self, path: str, source: str, cell: Slot, unit: str) -> None:
        """One cell of a table of funds. Of the expenditure only the total has a place."""
        unit = unit or self.funds.units.get(path, "")
        if path in _PARTS:
            self.draft.money(f"{_PARTS[path]}.{source}", cell, unit)
        elif source == "total":
            self.draft.money(path, cell, unit)

    def _header_row(self, line: Line, following: Line, found: list[Entry]) -> bool:
        """A row of nothing but labels with their values in the row below."""
        unknown = [value for entry in found for value in entry.values]
        if line.loose or len(found) < 2 or any(self.words.fund_columns.whole(value.text) is None for value in unknown):
            return False
        if len(following.slots) != len(line.slots) or any(speaks(slot.text) for slot in following.filled):
            return False
        below = {slot.column: slot for slot in following.slots}
        self._note_columns(found)
        for entry in found:
            entry.use_label()
            self._note_part(entry.label)
            value = below.get(entry.slot.column)
            if value is not None and value.text:
                self._put(entry.label, value, check=True)
        return True

    def _stacked(self, lines: list[Line], index: int, end: int, entry: Entry) -> int:
        """A label alone on its line: its value may be the next line, unless that says something itself."""
        entry.use_label()
        path = entry.label.path
        self._note_part(entry.label)
        if index + 1 >= end or not lines[index + 1].loose:
            return index + 1
        value = lines[index + 1].slots[0]
        text = value.text
        dated = is_day(text) or is_day_blank(text)
        if speaks(text) or unit_line(text) or dated != (path == "cover.report_date") or squeeze(text).endswith("(制)"):
            return index + 1
        if self.words.labels.at(text) is not None or self.words.parts.whole(text) is not None:
            return index + 1
        if path in _LONG:
            return self._long(lines, index, end, entry)
        if len(text) > 60:
            return index + 1
        self._put(entry.label, value, check=True)
        return index + 2

    def _long(self, lines: list[Line], index: int, end: int, entry: Entry) -> int:
        """A long text behind its label, with the paragraphs that follow up to the next label."""
        entry.use_label()
        spans = [span for value in entry.values for span in value.spans]
        at = index + 1
        while at < end and lines[at].loose and not speaks(lines[at].text) and not self._other(lines[at].text):
            spans.extend(lines[at].slots[0].spans)
            at += 1
        self._put(entry.label, Slot(tuple(spans), 0))
        return at

    def _long_rows(self, lines: list[Line], index: int, end: int, entry: Entry) -> int:
        """A long text in several rows beside one label, which reaches down beside them."""
        entry.use_label()
        slots = [*entry.values, *(slot for line in lines[index + 1 : end] for slot in line.slots)]
        self._put(entry.label, Slot(tuple(span for slot in slots for span in slot.spans), 0), check=True)
        return end

    def _other(self, text: str) -> bool:
        if self.words.parts.whole(text) is not None or self.words.signatures.at(text) is not None:
            return True
        label = self.words.labels.at(text)
        return label is not None and label.path in (*_LONG, "performance.score", "performance.grade")

    def _pairs(self, line: Line, found: list[Entry]) -> None:
        paths = [entry.label.path for entry in found]
        self._note_columns(found)
        for at, entry in enumerate(found):
            entry.use_label()
            self._note_part(entry.label)
            if entry.label.path.startswith("source."):
                order = paths[:at].count(entry.label.path)
                self._source(entry, order, paths.count(entry.label.path), line)
            elif entry.label.path in _PARTS and self._total_beside(entry):
                pass
            elif entry.value is not None and entry.value.text:
                self._put(entry.label, self._whole_value(entry))

    def _note_columns(self, found: list[Entry]) -> None:
        parts = {entry.slot.column: entry.label.path for entry in found if entry.label.path in _PARTS}
        if parts:
            self.funds.columns = parts if len(set(parts.values())) == len(_PARTS) else {}

    def _total_beside(self, entry: Entry) -> bool:
        """`计划安排资金 | 合计 | 36`: the label reaches down beside its sources, the total first."""
        head = self.words.sources.whole(entry.values[0].text) if len(entry.values) > 1 else None
        if head is None:
            return False
        entry.values[0].use()
        name, unit = head.path.removeprefix("source."), head.unit or entry.label.unit
        self.draft.money(f"{_PARTS[entry.label.path]}.{name}", entry.values[1], unit)
        return True

    def _whole_value(self, entry: Entry) -> Slot:
        """The cell right of the label; options and their boxes may be spread over several cells."""
        first, *more = entry.values
        path = entry.label.path
        options = {word: (word,) for word in self.words.choices.get(path, ())}
        if path == "cover.evaluation_type":
            options = dict(self.words.options)  # type: ignore[arg-type]
        cells = [first, *(value for value in more if options and choice_slot(value, options).spans)]
        return Slot(tuple(span for value in cells for span in value.spans), first.column)

    def _note_part(self, label: Label) -> None:
        if label.path in _PARTS:
            self.funds.part = label.path
            self.funds.units[label.path] = label.unit
        if label.path in (*_PARTS, _MONEY) and label.unit:
            self.draft.unit = self.draft.unit or label.unit

    def _source(self, entry: Entry, order: int, count: int, line: Line) -> None:
        values = [value for value in entry.values if value.text]
        if not values:
            return
        name = entry.label.path.removeprefix("source.")
        both = len(self.funds.columns) > 1
        if count == 2 and (both or line.loose is False):
            # The form has planned on the left; whoever drew them the other way round put the sources so, too.
            left_to_right = [self.funds.columns[at] for at in sorted(self.funds.columns)] if both else list(_PARTS)
            parts = [left_to_right[order]]
        elif both and not line.loose and len(entry.values) > 1 and count == 1:
            parts = list(_PARTS)
            values = list(entry.values)
        elif both and entry.slot.column in self.funds.columns:
            parts = [self.funds.columns[entry.slot.column]]
        elif both and count == 1:
            self.draft.warn("有一项资金来源看不出是计划安排还是实际到位，列入了未识别的内容。")
            return
        else:
            parts = [self.funds.part] if self.funds.part else []
        for part, value in zip(parts, values, strict=False):
            unit = entry.label.unit or self.funds.units.get(part, "")
            self.draft.money(f"{_PARTS[part]}.{name}", value, unit)

    def _put(self, label: Label, value: Slot, check: bool = False) -> None:
        draft, path = self.draft, label.path
        certainty: Certainty = "check" if check else "sure"
        if path in _PARTS:
            split = fund_tables.sources_in(value) or [("total", value, label.unit)]
            for name, amount, unit in split:
                draft.money(f"{_PARTS[path]}.{name}", amount, unit or label.unit, certainty)
        elif path == _MONEY:
            draft.money(path, value, label.unit, certainty)
        elif path.startswith("source."):
            self._source(Entry(label, Slot((), -1), (value,)), 0, 1, Line((value,), loose=True))
        elif path == "leader_and_phone":
            contacts.put(draft, value)
        elif path == _FILING:
            self.filing.append(value)
        elif path == "period":
            self._period(value)
        elif path == "cover.evaluation_type":
            self._type(value)
        elif path in self.words.choices:
            self._choice(path, value)
        elif path == "performance.grade":
            self._grade(value)
        elif path == "performance.score":
            put_score(draft, value, certainty)
        elif path == _GOAL:
            draft.text("performance.expected", value, "check")
        elif path in _NUMBERS:
            draft.value(path, clean_line(half_width(join_lines(value.text))), value, certainty)
        elif path == "cover.form_issuer":
            draft.value(path, clean_line(value.text).removesuffix("（制）"), value)
        else:
            draft.text(path, value, certainty)

    def _grade(self, value: Slot) -> None:
        """The ticked one of the grades; else the word that is written, without a remark in brackets behind it."""
        path, options = "performance.grade", {word: (word,) for word in self.words.grades}
        names, boxes = ticked(value.text, options)
        if not boxes:
            text = tidy_name(value.text)
            bare = re.sub(r"[（(][^（）()]*[）)]$", "", text)
            self.draft.value(path, tidy_name(blank(path).kind.read(bare if bare in self.words.grades else text)), value)
        elif len(names) == 1:
            chosen = choice_slot(value, options)
            self.draft.value(path, blank(path).kind.read(names[0]), chosen, text=value.text)
        elif names:
            self.draft.warn(f"“{self.draft.form.label(path)}”勾选了不止一项，请选择。")
        else:
            choice_slot(value, options).use()

    def _period(self, value: Slot) -> None:
        text = re.sub("[_＿]", "", value.text)
        start, end = read_period(text)
        if isinstance(start, Unparsed):
            plain = squeeze(text).removeprefix("自").removesuffix("止").replace("起至", "至").replace("起-", "-")
            again = read_period(plain)
            if not isinstance(again[0], Unparsed):
                start, end = again
        if isinstance(start, Month) and start == end:
            # One month or day alone is a start without an end only when it is written so.
            self.draft.value("basic_info.period_start", start, value, "check")
            self.draft.value("basic_info.period_end", end, value, "check")
            return
        self.draft.value("basic_info.period_start", start, value)
        self.draft.value("basic_info.period_end", end, value)

    def _type(self, value: Slot) -> None:
        names, boxes = ticked(value.text, self.words.options)
        if len(names) == 1:
            chosen = choice_slot(value, self.words.options)
            self.draft.value("cover.evaluation_type", EvaluationType(names[0]), chosen, text=value.text)
        elif boxes and not names:
            choice_slot(value, self.words.options).use()
        else:
            self.draft.warn("“评价类型”看不出选了哪一项，请选择。")

    def _choice(self, path: str, value: Slot) -> None:
        options = {word: (word,) for word in self.words.choices[path]}
        names, boxes = ticked(value.text, options)
        if not boxes:
            self.draft.text(path, value)
        elif len(names) == 1:
            chosen = choice_slot(value, options)
            self.draft.value(path, blank(path).kind.read(names[0]), chosen, "check", text=value.text)
        elif names:
            self.draft.warn(f"“{self.draft.form.label(path)}”勾选了不止一项，请选择。")
