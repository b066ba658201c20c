"""Part 四: the evaluators' table, and the dates of the signature blocks below it."""

import re
from collections.abc import Callable

from selfeval_gui.importing.draft import Draft
from selfeval_gui.importing.labels import Label, key, vocabulary
from selfeval_gui.importing.ledger import Line, Slot
from selfeval_gui.importing.reading import columns, day_in, segments
from selfeval_gui.report import kinds
from selfeval_gui.report.model import Evaluator
from selfeval_gui.report.text import join_lines, squeeze

_NAME = re.compile(r"[^\d，。；：:、（）()]{1,20}")
_SHORT_NAME = re.compile(r"\S\s*\S(?:\s*\S){0,2}")
_FIELDS = ("name", "title", "unit", "role")


def header_of(line: Line) -> tuple[dict[str, int], tuple[Slot, ...]] | None:
    """Columns of the people's table by their headings, with the heading cells; None when the line is no such row."""
    cells = columns(line)
    if line.loose and len(cells) < 3:
        cells = next((found for count in (4, 3, 5) if len(found := columns(line, count)) == count), cells)
    places: dict[str, int] = {}
    for at, cell in enumerate(cells):
        label = vocabulary().people.whole(cell.text) if cell.text else None
        if label is not None:
            places.setdefault(label.path, at)
    if "name" not in places or not {"title", "unit"} & places.keys():
        return None
    return places, cells


class People:
    """Reads the rows below the heading."""

    def __init__(self, draft: Draft, ends: Callable[[Line], bool]) -> None:
        self.draft = draft
        self.words = vocabulary()
        self.ends = ends
        self.tall: list[tuple[Slot, int]] = []

    def read(self, lines: list[Line], index: int, end: int, header: tuple[dict[str, int], tuple[Slot, ...]]) -> int:
        """Read from the heading row at `index`; return the index of the first line behind the people."""
        places, heads = header
        self.draft.labels.update(f"people.{name}" for name in places)
        for slot in heads:
            if self.words.people.whole(slot.text) is not None:
                slot.use()
        at = index + 1
        while at < end:
            line = lines[at]
            if self.ends(line) or (line.loose and len(line.text) > 60):
                break
            if line.filled:
                for group in _side_by_side(heads):
                    self._row(self._complete(line, heads), group, len(heads))
            at += 1
        return at

    def _complete(self, line: Line, heads: tuple[Slot, ...]) -> Line:
        """The row with the cells that reach down into it from above: 成员 beside several names."""
        tall = [slot for slot, rows in self.tall if rows > 0]
        self.tall = [(slot, rows - 1) for slot, rows in self.tall if rows > 1]
        self.tall.extend((slot, slot.rows - 1) for slot in line.slots if slot.rows > 1)
        if line.loose or not tall or len(line.slots) >= len(heads):
            return line
        slots = [*line.slots, *(slot for slot in tall if slot.column not in {own.column for own in line.slots})]
        return Line(tuple(sorted(slots, key=lambda slot: slot.column)), loose=False)

    def _row(self, line: Line, places: dict[str, int], width: int) -> None:
        cells = columns(line, width)
        if line.loose and len(cells) != width:
            cells = columns(line, width - 1 if "sign" in places else width)
        if len(line.filled) == 1 and (key(line.text) in self.words.nobody or squeeze(line.text) in self.words.nobody):
            line.filled[0].use()
            return
        row = {name: cells[at] for name, at in places.items() if at < len(cells)}
        name = row.get("name")
        if name is None or not name.text or not _NAME.fullmatch(name.text):
            return
        alone = not any(row[part].text for part in ("title", "unit") if part in row)
        if alone and (key(name.text) in self.words.nobody or not _SHORT_NAME.fullmatch(name.text)):
            return
        values = {part: kinds.TEXT.read(join_lines(row[part].text)) for part in _FIELDS if part in row}
        person = Evaluator(
            kinds.NAME.read(join_lines(name.text)),
            values.get("title", ""),
            values.get("unit", ""),
            kinds.read_role(values.get("role", "")),
        )
        evidence: dict[str, Slot] = {part: row[part] for part in ("name", "title", "unit") if part in row}
        if person.role:
            evidence["role"] = row["role"]
        self.draft.add_person(person, evidence)
        number = row.get("number")
        if number is not None and re.fullmatch(r"\d*[.．、]?", squeeze(number.text)):
            number.use()
        sign = row.get("sign")
        if sign is not None and squeeze(sign.text) == squeeze(name.text):
            sign.use()


def _side_by_side(heads: tuple[Slot, ...]) -> list[dict[str, int]]:
    """The columns of each person in a row: a table may have two people side by side."""
    words = vocabulary().people
    labels = [words.whole(slot.text) if slot.text else None for slot in heads]
    paths = [label.path if label is not None else "" for label in labels]
    starts = [at for at, path in enumerate(paths) if path == "name"]
    # What stands before each name, such as its number in the list, is its own.
    lead = starts[0] if all(paths[at - starts[0] : at] == paths[: starts[0]] for at in starts) else 0
    cuts = [0, *(at - lead for at in starts[1:])]
    groups: list[dict[str, int]] = []
    for begin, end in zip(cuts, [*cuts[1:], len(paths)], strict=True):
        group: dict[str, int] = {}
        for at in range(begin, end):
            if paths[at]:
                group.setdefault(paths[at], at)
        groups.append(group)
    return groups


def signs(line: Line) -> bool:
    """Whether the line begins with the label of a signature block."""
    return bool(line.filled) and vocabulary().signatures.at(line.filled[0].head) is not None


class Signatures:
    """Reads the signature blocks: each date belongs to the label before it, or above it in a row of several."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.words = vocabulary().signatures

    def read(self, lines: list[Line], index: int, end: int) -> int:
        """Read from the label at `index` on; return the index of the first line that is neither label nor date."""
        waiting: list[str] = []
        at = index
        while at < end:
            line = lines[at]
            if line.filled:
                parts = [part for slot in line.filled for part in segments(slot, self.words)]
                labelled = [(part, self.words.at(part.head)) for part in parts]
                if any(label is not None for _, label in labelled):
                    waiting = self._labels(labelled, waiting)
                elif waiting and self._dates(parts, waiting):
                    waiting = []
                elif not waiting or not self._skippable(line):
                    return at
            at += 1
        return at

    def _labels(self, parts: list[tuple[Slot, Label | None]], waiting: list[str]) -> list[str]:
        waiting = list(waiting)
        for part, label in parts:
            if label is None:
                if waiting and self._date(waiting[-1], part):
                    waiting.pop()
                continue
            self.draft.labels.add(label.path)
            part.use_head(label.end)
            rest = part.behind(label.end)
            if not self._date(label.path, rest):
                waiting.append(label.path)
        return waiting

    def _dates(self, parts: list[Slot], waiting: list[str]) -> bool:
        dated = [part for part in parts if day_in(part.text) is not None]
        if not dated:
            return False
        if len(dated) == len(waiting):
            pairs = list(zip(waiting, dated, strict=True))
        elif len(dated) == 1:
            pairs = [(waiting[-1], dated[0])]
        else:
            self.draft.warn("签字栏的日期看不出属于谁，列入了未识别的内容。")
            return True
        for path, part in pairs:
            self._date(path, part)
        return True

    def _date(self, path: str, slot: Slot) -> bool:
        """Put the date that stands in the slot, beside whatever else stands there."""
        for span in slot.spans:
            found = day_in(span.text)
            if found is not None:
                day, start, end = found
                part = Slot((span.part(start, end),), slot.column)
                self.draft.value(path, day, part)
                return True
        return False

    @staticmethod
    def _skippable(line: Line) -> bool:
        """Between a label and its date: 年 月 日 cut up, a word such as （盖章）, a typed name."""
        return len(squeeze(line.text)) <= 8 and not line.loose
