"""Label beside value: the cover's lines, part 一 with its funds by source, score and grade.

The tables of items and people are not read here.
"""

from dataclasses import dataclass, field

from selfeval_gui.importing.draft import Draft
from selfeval_gui.importing.labels import Label, key, speaks, unit_line, vocabulary
from selfeval_gui.importing.ledger import Line, Slot
from selfeval_gui.importing.proposal import Certainty
from selfeval_gui.importing.reading import Entry, choice_slot, columns, entries, is_day, is_day_blank, ticked
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.dates import Month, read_period
from selfeval_gui.report.model import EvaluationType
from selfeval_gui.report.text import Unparsed, clean_line, squeeze, tidy_name

_PARTS = {"planned": "basic_info.planned_funds", "received": "basic_info.received_funds"}
_MONEY = "basic_info.actual_expenditure"
_LONG = ("performance.expected", "performance.actual")


@dataclass
class Funds:
    """Which of planned and received the next source belongs to.

    `columns`: where the label of each stands in a row that has both; `matrix`: column → path of a table with one
    row per source and one column for each.
    """

    part: str = ""
    units: dict[str, str] = field(default_factory=dict)
    columns: dict[int, str] = field(default_factory=dict)
    matrix: dict[int, str] = field(default_factory=dict)


class Basics:
    """Reads lines of labels and values into a draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.words = vocabulary()
        self.funds = Funds()

    def read(self, lines: list[Line], index: int, end: int, form_part: str) -> int:
        """Read the line at `index` and return the index of the next one; the same index when it has no label."""
        line = lines[index]
        if self.funds.matrix and self._matrix_row(line):
            return index + 1
        if line.loose and self._loose_matrix_header(line):
            return index + 1
        found = entries(line, self.words.labels)
        funded = any(entry.label.path in _PARTS for entry in found)
        found = [entry for entry in found if self._known(entry, form_part, funded)]
        if not found:
            return index
        self.draft.labels.update(entry.label.path for entry in found)
        following = lines[index + 1] if index + 1 < end else None
        if self._matrix_header(found):
            for slot in line.filled:
                if key(slot.text) in self.words.form_words:
                    slot.use()
            return index + 1
        if following is not None and self._header_row(line, following, found):
            return index + 2
        if len(found) == 1 and not found[0].values and line.loose:
            return self._stacked(lines, index, end, found[0])
        if line.loose and len(found) == 1 and found[0].label.path in _LONG:
            return self._long(lines, index, end, found[0])
        self._pairs(line, found)
        return index + 1

    def _known(self, entry: Entry, form_part: str, funded: bool) -> bool:
        """Short labels count only where they can stand; a signature's label is read elsewhere."""
        path = entry.label.path
        if path.startswith("signatures.") or path == "performance.row":
            return False
        if path.startswith("source."):
            return funded or bool(self.funds.part or self.funds.columns)
        if path.startswith("performance."):
            return form_part not in ("cover", "basic") or entry.label.separator in ("colon", "end")
        return True

    def _matrix_header(self, found: list[Entry]) -> bool:
        """`资金来源 | 计划安排资金 | 实际到位资金`: labels side by side, amounts below."""
        wanted = [entry for entry in found if entry.label.path in (*_PARTS, _MONEY)]
        paths = {entry.label.path for entry in wanted}
        # Empty cells may fill the row up behind the last one.
        if not {"planned", "received"} <= paths or any(entry.values for entry in wanted[:-1]):
            return False
        if any(value.text for value in wanted[-1].values):
            return False
        if len(wanted) > 2 and _MONEY in paths and len(paths) != len(wanted):
            return False
        self.funds.matrix = {entry.slot.column: entry.label.path for entry in wanted}
        self.funds.units.update({entry.label.path: entry.label.unit for entry in wanted})
        self.funds.part = "planned"
        for entry in wanted:
            entry.use_label()
        return True

    def _loose_matrix_header(self, line: Line) -> bool:
        """The same heading in columns of blanks."""
        cells = columns(line)
        labels = [(cell, self.words.labels.whole(cell.text)) for cell in cells]
        found = [Entry(label, cell, ()) for cell, label in labels if label is not None]
        words = sum(key(cell.text) in self.words.form_words for cell in cells)
        if len(cells) < 3 or len(found) + words < len(cells) or not self._matrix_header(found):
            return False
        for cell in cells:
            if key(cell.text) in self.words.form_words:
                cell.use()
        return True

    def _matrix_row(self, line: Line) -> bool:
        cells = columns(line, len(self.funds.matrix) + 1)
        label = next((self.words.sources.whole(cell.text) for cell in cells if cell.text), None)
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
            unit = label.unit or self.funds.units.get(path, "")
            if path == _MONEY:
                if name == "total":
                    self.draft.money(_MONEY, cell, unit)
            else:
                self.draft.money(f"{_PARTS[path]}.{name}", cell, unit)
        return True

    def _header_row(self, line: Line, following: Line, found: list[Entry]) -> bool:
        """A row of nothing but labels with their values in the row below."""
        if line.loose or len(found) < 2 or any(entry.values for entry in found):
            return False
        if len(following.slots) != len(line.slots) or any(speaks(slot.text) for slot in following.filled):
            return False
        below = {slot.column: slot for slot in following.slots}
        for entry in found:
            entry.use_label()
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
        self.draft.text(entry.label.path, Slot(tuple(spans), 0))
        return at

    def _other(self, text: str) -> bool:
        if self.words.parts.whole(text) is not None or self.words.signatures.at(text) is not None:
            return True
        label = self.words.labels.at(text)
        return label is not None and label.path in (*_LONG, "performance.score", "performance.grade")

    def _pairs(self, line: Line, found: list[Entry]) -> None:
        paths = [entry.label.path for entry in found]
        if "planned" in paths and "received" in paths:
            self.funds.columns = {e.slot.column: e.label.path for e in found if e.label.path in _PARTS}
        elif any(path in _PARTS for path in paths):
            self.funds.columns = {}
        for at, entry in enumerate(found):
            entry.use_label()
            self._note_part(entry.label)
            if entry.label.path.startswith("source."):
                order = paths[:at].count(entry.label.path)
                self._source(entry, order, paths.count(entry.label.path), line)
            elif entry.value is not None and entry.value.text:
                self._put(entry.label, self._whole_value(entry))

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
            parts = [list(_PARTS)[order]]
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
            draft.money(f"{_PARTS[path]}.total", value, label.unit, certainty)
        elif path == _MONEY:
            draft.money(path, value, label.unit, certainty)
        elif path.startswith("source."):
            self._source(Entry(label, Slot((), -1), (value,)), 0, 1, Line((value,), loose=True))
        elif path == "period":
            self._period(value)
        elif path == "cover.evaluation_type":
            self._type(value)
        elif path in self.words.choices:
            self._choice(path, value)
        elif path == "performance.grade":
            draft.value(path, tidy_name(blank(path).kind.read(tidy_name(value.text))), value)
        elif path == "cover.form_issuer":
            draft.value(path, clean_line(value.text).removesuffix("（制）"), value)
        else:
            draft.text(path, value, certainty)

    def _period(self, value: Slot) -> None:
        text = value.text
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
