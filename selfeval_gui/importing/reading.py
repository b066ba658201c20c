"""How a line is taken apart: labels with their values, columns of loose text, dates and ticks inside a text.

Knows where a value stands beside its label, not which field it is for.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from selfeval_gui.importing.labels import WS, Label, Words, tolerant
from selfeval_gui.importing.ledger import Line, Slot, Span
from selfeval_gui.report.dates import Day, read_day
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.text import squeeze

_SMALL = r"(?:\d\s*\d?|[一二三四五六七八九十]\s*[一二三四五六七八九十]?\s*[一二三四五六七八九]?)"
DATE = re.compile(
    rf"(?:\d\s*\d\s*\d\s*\d|(?:[〇○零一二三四五六七八九]\s*){{4}})\s*"
    rf"(?:年\s*{_SMALL}\s*月\s*{_SMALL}\s*日|[-/.．]\s*\d{{1,2}}\s*[-/.．]\s*\d{{1,2}})"
)
EMPTY_DATE = re.compile(r"(?:\d{2,4})?[\s_＿]*年[\s_＿]*月[\s_＿]*日")
TICKED = "■☑☒√✓✔●◉⊙▣◼√"
UNTICKED = "□☐○◯◻▢"
_BOUNDARY = re.compile(r"[\s_＿]+(?=\S)|[，,；;、。（(｜|]\s*(?=\S)")
_DRAWN = " \t\n\r\u3000\u00a0_＿"
"""Blanks, and the lines that are drawn for a value."""
_UNKNOWN = re.compile(r"[；;]\s*[^\s：:，。；;（）()]{2,8}[：:]")
"""Another label behind a semicolon, which the form does not have: 项目负责人：某某；职务：…"""
_LEAD = re.compile(r"[^：:，。；]{2,14}[：:]\s*")
_ANY_GAP = re.compile(r"[\s\u3000]+")
_GAP = re.compile(r"(?:[ \u00a0]{2,}|[\u3000\t]+)[ \u00a0\u3000\t]*")


def segments(slot: Slot, words: Words) -> list[Slot]:
    """A line such as `项目负责人：某某  联系电话：…` cut before each label; other slots as they are."""
    text = slot.head
    if len(slot.spans) != 1 or len(text) > 300:
        return [slot]
    lead = _LEAD.match(text) if words.at(text) is None else None
    if words.at(text) is None and (lead is None or words.at(text, lead.end()) is None):
        return [slot]
    cuts, ends = [0], []
    if lead is not None:  # 资金情况：计划安排资金5万元，…
        cuts.append(lead.end())
        ends.append(lead.end())
    for boundary in _BOUNDARY.finditer(text):
        at = boundary.end()
        label = words.at(text, at)
        wide = len(boundary[0]) >= 2 or boundary[0] in "\u3000\t"
        if label is None and _UNKNOWN.match(text, boundary.start()) is not None:
            cuts.append(at)
            ends.append(boundary.start())
            continue
        if label is None or (label.separator in ("gap", "end") and not (wide and not boundary[0].strip(_DRAWN))):
            continue
        if label.separator == "money" and not label.path.startswith(("source.", "planned", "received", "basic_info.a")):
            continue
        cuts.append(at)
        ends.append(boundary.start())
    if not ends:
        return [slot]
    span = slot.spans[0]
    ends.append(len(text))
    ends = [_without_close(text, begin, end) for begin, end in zip(cuts, ends, strict=True)]
    return [Slot((span.part(a, b),), slot.column + n) for n, (a, b) in enumerate(zip(cuts, ends, strict=True))]


@frozen
class Entry:
    """A label, the slot it stands in, and what follows it up to the next label, in the order of the row."""

    label: Label
    slot: Slot
    values: tuple[Slot, ...]

    @property
    def value(self) -> Slot | None:
        """The slot right behind the label, which may be empty; None when a label or nothing follows."""
        return self.values[0] if self.values else None

    def use_label(self) -> None:
        if self.label.end > len(self.slot.head):  # the label takes several paragraphs
            self.slot.use()
        elif self.label.remark is None:
            self.slot.use_head(self.label.end)
        else:
            start, end = self.label.remark
            self.slot.use_head(start)
            if self.slot.spans:
                self.slot.spans[0].use(end, self.label.end)


def _without_close(text: str, begin: int, end: int) -> int:
    """Where a segment ends without the marks behind it, and without a bracket that was opened before it."""
    part = text[begin:end].rstrip("。；;，, \u3000")
    unopened = part.endswith(("）", ")")) and not re.search(r"[（(][^（()）]*$", part[:-1])
    return begin + len(part) - unopened


def entries(line: Line, words: Words) -> list[Entry]:
    """The labels of a line with their values; slots before the first label are in none of them."""
    found: list[tuple[Label, Slot, list[Slot]]] = []
    for slot in line.slots:
        for place, part in enumerate(segments(slot, words)):
            label = _in_paragraphs(part, words) or words.at(part.head)
            apart = line.loose or place > 0 or not found or bool(found[-1][2])
            if label is not None and (label.separator != "gap" or apart):
                rest = Slot((), part.column) if label.end > len(part.head) else part.behind(label.end)
                found.append((label, part, [rest] if rest.text else []))
            elif found:
                found[-1][2].append(part)
    return [Entry(label, slot, tuple(values)) for label, slot, values in found]


def _in_paragraphs(slot: Slot, words: Words) -> Label | None:
    """The label that all paragraphs of a cell are together (计划安排资金 over （万元）), or None."""
    if len(slot.spans) < 2 or "\n" not in slot.text:
        return None
    label = words.whole(slot.text)
    return label if label is not None and label.remark is None and label.end > len(slot.head) else None


def columns(line: Line, count: int = 0) -> tuple[Slot, ...]:
    """The cells of a row; a loose line is cut at wide gaps, or at every blank when that gives `count` parts."""
    if not line.loose or len(line.slots) != 1:
        return line.slots
    slot = line.slots[0]
    wide = _joined(_cut(slot, _GAP))
    if count and len(wide) != count:
        narrow = _joined(_cut(slot, _ANY_GAP))
        if len(narrow) == count:
            return tuple(_numbered(narrow))
    return tuple(_numbered(wide))


def _cut(slot: Slot, gap: re.Pattern[str]) -> list[Slot]:
    text = slot.head
    start = len(text) - len(text.lstrip())
    parts: list[Slot] = []
    for match in [*gap.finditer(text, start), None]:
        end = match.start() if match else len(text)
        if text[start:end].strip():
            parts.append(Slot((slot.spans[0].part(start, end),), 0))
        start = match.end() if match else end
    return parts


def _joined(parts: list[Slot]) -> list[Slot]:
    """Two single characters side by side are one cell, spread to the width of three: 韦  𬱖, 单  位."""
    result: list[Slot] = []
    for part in parts:
        single = len(part.text) == 1 and part.text.isalpha()
        if single and result and len(result[-1].text) == 1 and result[-1].text.isalpha():
            span = result[-1].spans[0]
            result[-1] = Slot((Span(span.piece, span.start, part.spans[0].end),), 0)
        else:
            result.append(part)
    return result


def _numbered(parts: Iterable[Slot]) -> list[Slot]:
    return [Slot(part.spans, at) for at, part in enumerate(parts)]


def day_in(text: str) -> tuple[Day, int, int] | None:
    """The first date, or empty date (`年 月 日`), in a text with its place; None when there is none."""
    match = DATE.search(text) or EMPTY_DATE.search(text)
    if match is None:
        return None
    return read_day(match[0]), match.start(), match.end()


def is_day(text: str) -> bool:
    """Whether the whole text is a date."""
    return isinstance(read_day(text), date)


def is_day_blank(text: str) -> bool:
    """Whether the whole text is a date to be filled in: `年 月 日`."""
    return EMPTY_DATE.fullmatch(text.strip()) is not None and not is_day(text)


def ticked(text: str, options: Mapping[str, Sequence[str]]) -> tuple[list[str], bool]:
    """The options whose box is ticked, and whether there are boxes at all. Boxes stand all before or all behind.

    Without boxes the options that stand in the text are the ticked ones.
    """
    places = _options_in(text, options)
    marks = _marks_in(text)
    if not marks:
        return [name for _, _, name in places], False
    before = _marks_stand_before(places, marks)
    chosen: list[str] = []
    for at, end, yes in marks:
        if not yes:
            continue
        near = [p for p in places if p[0] >= end] if before else [p for p in places[::-1] if p[1] <= at]
        if near:
            chosen.append(near[0][2])
    return list(dict.fromkeys(chosen)), True


def choice_marks(text: str, options: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, int]]:
    """The box of each option that stands in a text, by the option's name: its first and last character."""
    places, marks = _options_in(text, options), _marks_in(text)
    before = _marks_stand_before(places, marks)
    found: dict[str, tuple[int, int]] = {}
    for at, end, _ in marks:
        near = [p for p in places if p[0] >= end] if before else [p for p in places[::-1] if p[1] <= at]
        if near:
            found.setdefault(near[0][2], (at, end))
    return found


def choice_slot(slot: Slot, options: Mapping[str, Sequence[str]]) -> Slot:
    """Only the options and boxes of a slot: what else stands there is no part of the choice."""
    spans = [
        span.part(start, end)
        for span in slot.spans
        for start, end, _ in (*_options_in(span.text, options), *_marks_in(span.text))
    ]
    return Slot(tuple(spans), slot.column)


def _options_in(text: str, options: Mapping[str, Sequence[str]]) -> list[tuple[int, int, str]]:
    words = sorted(((word, name) for name, group in options.items() for word in group), key=lambda p: -len(p[0]))
    found: list[tuple[int, int, str]] = []
    for word, name in words:
        for match in re.finditer(tolerant(word), text):
            if all(match.end() <= a or match.start() >= b for a, b, _ in found):
                found.append((match.start(), match.end(), name))
    return sorted(found)


def _marks_in(text: str) -> list[tuple[int, int, bool]]:
    bracket = rf"[（(\[【〔]{WS}([{TICKED}xXvV✗×]?){WS}[）)\]】〕]"
    pattern = re.compile(rf"{bracket}|([{TICKED}])|([{UNTICKED}])")
    return [(m.start(), m.end(), bool(m[1] or m[2])) for m in pattern.finditer(text)]


def _marks_stand_before(places: list[tuple[int, int, str]], marks: list[tuple[int, int, bool]]) -> bool:
    if not places:
        return False
    if len(marks) >= len(places):
        return marks[0][0] < places[0][0]
    at, end, _ = marks[0]
    ahead = min((a - end for a, _, _ in places if a >= end), default=999)
    behind = min((at - b for _, b, _ in places if b <= at), default=999)
    return ahead < behind


def same(one: str, other: str) -> bool:
    """Whether two texts say the same, white space and widths aside."""
    return squeeze(one) == squeeze(other)
