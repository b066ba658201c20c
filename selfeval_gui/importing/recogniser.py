"""Blocks → proposal. Finds the parts of the form and hands each line to the module that reads such a part.

One recogniser serves all formats; whatever no part takes is listed as unplaced.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from selfeval_gui.importing import expenditures, item_columns, people, people_columns, performance, result_sentence
from selfeval_gui.importing.basics import Basics
from selfeval_gui.importing.blocks import Block
from selfeval_gui.importing.cover import Cover
from selfeval_gui.importing.dividing import form_behind, narrative_start
from selfeval_gui.importing.draft import Draft
from selfeval_gui.importing.labels import Label, key, unit_line, vocabulary
from selfeval_gui.importing.ledger import Ledger, Line, Piece, unplaced
from selfeval_gui.importing.narrative import NarrativeReader
from selfeval_gui.importing.preparing import together, units_apart
from selfeval_gui.importing.proposal import ImportRefused, Proposal, SeveralReports
from selfeval_gui.importing.reading import is_day_blank
from selfeval_gui.importing.regroup import regrouped
from selfeval_gui.importing.several import starts_of
from selfeval_gui.report import totals
from selfeval_gui.report.dates import Month
from selfeval_gui.report.form import Form
from selfeval_gui.report.money import amount

MINIMUM_LABELS = 4
"""Fewer known labels than this, and the file is not taken for a self-evaluation report."""
MOST_LOOKS = 300
"""Rows tried as the heading of an unknown table: no report has as many, and each try reads the rows below."""
_BASIC = {
    "cover.project_name",
    "basic_info.project_leader",
    "basic_info.actual_expenditure",
    "period",
    "planned",
    "received",
}
"""Labels that no row of another table begins with."""
NOT_A_REPORT = (
    "这不像一份项目支出绩效自评报告：没有找到足够的表格栏目（如项目名称、项目负责人、计划安排资金）。请确认选对了文件。"
)


def recognise(blocks: Iterable[Block], form: Form, report_index: int | None = None) -> Proposal:
    """Read a report: the only one, or number `report_index` (from 0) of a file with several.

    Raises `ImportRefused` for a file with too few labels, `SeveralReports` when a choice is needed.
    """
    parts = reports_in(blocks)
    if len(parts) == 1:
        return _recognise(*parts[0], form)
    if report_index is None:
        raise SeveralReports(tuple(_title(number, *part, form) for number, part in enumerate(parts, 1)))
    if not 0 <= report_index < len(parts):
        raise ImportRefused(f"这个文件里有 {len(parts)} 份自评报告，没有第 {report_index + 1} 份。")
    proposal = _recognise(*parts[report_index], form)
    others = f"文件里共有 {len(parts)} 份自评报告，只导入了第 {report_index + 1} 份，其他的没有导入。"
    return replace(proposal, warnings=(others, *proposal.warnings))


def reports_in(blocks: Iterable[Block]) -> list[tuple[list[Piece], list[Line]]]:
    """The pieces and lines of each report in a file."""
    ledger = Ledger(together(blocks))
    lines = units_apart(regrouped(ledger.lines))
    starts = starts_of(lines)
    if len(starts) == 1:
        return [(ledger.pieces, lines)]
    parts = [lines[start:end] for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]
    owner = {id(piece): number for number, part in enumerate(parts) for line in part for piece in line.pieces}
    pieces: list[list[Piece]] = [[] for _ in parts]
    at = 0
    for piece in ledger.pieces:  # those in no line are empty, and go with what stands before them
        at = owner.get(id(piece), at)
        pieces[at].append(piece)
    return list(zip(pieces, parts, strict=True))


def _title(number: int, pieces: list[Piece], lines: list[Line], form: Form) -> str:
    try:
        report = _recognise(pieces, lines, form).report
    except ImportRefused:
        return f"第 {number} 份"
    year = f"{report.fiscal_year}年" if isinstance(report.fiscal_year, int) else ""
    names = [report.cover.project_name or "未写项目名称", report.cover.project_unit, year]
    return f"第 {number} 份：{'，'.join(name for name in names if name)}"


def _recognise(pieces: list[Piece], lines: list[Line], form: Form) -> Proposal:
    draft = Draft(form)
    cut = narrative_start(lines)
    annex = form_behind(lines, cut)
    form_lines = [*lines[:cut], *lines[annex:]]
    _FormReader(draft, form_lines, len(form_lines)).read()
    NarrativeReader(draft).read(lines[cut:annex])
    if len(draft.labels) < MINIMUM_LABELS:
        raise ImportRefused(NOT_A_REPORT)
    _fiscal_year(draft)
    _check_sums(draft)
    return Proposal(draft.report, tuple(draft.recognised), unplaced(pieces), tuple(draft.warnings))


@dataclass
class _FormReader:
    """Cover and parts 一 to 四 with the signatures: the lines before `end`."""

    draft: Draft
    lines: list[Line]
    end: int
    part: str = "cover"
    looks: int = 0

    def __post_init__(self) -> None:
        self.words = vocabulary()
        self.cover = Cover(self.draft)
        self.basics = Basics(self.draft)
        self.people = people.People(self.draft, self.ends)
        self.items = expenditures.Expenditures(self.draft, self.ends)
        self.signatures = people.Signatures(self.draft)

    def read(self) -> None:
        at = 0
        while at < self.end:
            at = self.step(at)
        _fiscal_year(self.draft)
        self.basics.finish()
        self.cover.finish()

    def step(self, at: int) -> int:
        """Read the line at `at`, and those that belong to it; return the index of the next one."""
        line, draft = self.lines[at], self.draft
        if not line.filled:
            return at + 1
        if self.heading(line):
            return at + 1
        if unit := unit_line(line.text):
            draft.table_unit = unit
            line.filled[0].use()
            return at + 1
        if people.signs(line) and (self.part not in ("cover", "basic") or "签" in line.text):
            self.part = "signatures"
            return self.signatures.read(self.lines, at, self.end)
        if self.part != "people" and (items := expenditures.header_of(line)) is not None:
            items = self.items_by_content(at) or items
            self.part = "expenditures"
            return self.items.read(self.lines, at, self.end, items)
        if (merged := self.merged_heading(at)) is not None:
            self.part = "expenditures"
            return self.items.read(self.lines, at + 1, self.end, merged)
        if self.upper_heading(at):
            return at + 1
        if (indicators := performance.indicators_of(line)) is not None:
            return performance.skip_indicators(draft, self.lines, at, self.end, indicators, self.ends)
        if (places := performance.header_of(line, self.part == "performance")) is not None:
            self.part = "performance"
            return performance.read(draft, self.lines, at, self.end, places, self.ends)
        expected = self.part == "people"
        if (header := self.people_heading(at, expected)) is not None:
            self.part = "people"
            return self.people.read(self.lines, at, self.end, header)
        if not expected and (items := self.items_by_content(at)) is not None:
            self.part = "expenditures"
            return self.items.read(self.lines, at, self.end, items)
        if result_sentence.read(draft, line):
            return at + 1
        after = self.basics.read(self.lines, at, self.end, self.part)
        if after > at:
            return after
        if self.part == "cover" or (self.part == "signatures" and line.loose):
            self.cover.read(line)
        else:
            for slot in line.filled:
                if key(slot.text) in self.words.form_words or is_day_blank(slot.text):
                    slot.use()
        return at + 1

    def people_heading(self, at: int, expected: bool) -> people.Header | None:
        """The people's table at `at`, with the columns that only their content tells."""
        self.looks += 1
        if self.looks > MOST_LOOKS:
            return people.header_of(self.lines[at])
        return people_columns.completed(self.lines, at, self.end, self.ends, expected)

    def items_by_content(self, at: int) -> expenditures.Header | None:
        """The items' table at `at` with the columns that only their content tells."""
        self.looks += 1
        if self.looks > MOST_LOOKS:
            return None
        expected = self.part == "expenditures"
        return item_columns.header_of(self.lines, at, self.end, self.ends, self.draft.report, expected)

    def heading(self, line: Line) -> bool:
        """The heading of one of the form's parts, alone in its row."""
        label = self._part_named(line)
        if label is None:
            return False
        slot = line.filled[0]
        self.part = label.path
        self.draft.labels.add(f"parts.{label.path}")
        if label.unit:
            self.draft.table_unit = label.unit
        slot.use()
        return True

    def _part_named(self, line: Line) -> Label | None:
        """The part that a line names, alone in its row; a label of a row with empty cells is none."""
        if len(line.filled) != 1:
            return None
        text = line.filled[0].text
        numbered = re.match(r"\s*[一二三四五六1-6（(]", text) is not None
        if not numbered and len(line.slots) > 1 and self.words.labels.whole(text) is not None:
            return None
        return self.words.parts.whole(text)

    def upper_heading(self, at: int) -> bool:
        """支出内容 | 金额（万元）: the upper of two heading rows of the items' table."""
        line, words = self.lines[at], self.words
        below = self.lines[at + 1] if at + 1 < self.end else None
        if line.loose or below is None or expenditures.header_of(below) is None:
            return False
        if not all(words.items.whole(slot.text) or words.amounts.whole(slot.text) for slot in line.filled):
            return False
        for slot in line.filled:
            label = words.amounts.whole(slot.text)
            self.draft.table_unit = label.unit if label is not None and label.unit else self.draft.table_unit
            slot.use()
        return True

    def merged_heading(self, at: int) -> expenditures.Header | None:
        """支出内容 reaching down beside 计划支出数 and 实际支出数, which stand below 金额."""
        line, words = self.lines[at], self.words
        if self.part == "people" or line.loose or at + 1 >= self.end or self.lines[at + 1].loose:
            return None
        tall = [slot for slot in line.slots if slot.rows > 1]
        flat = [slot for slot in line.filled if slot.rows == 1]
        below = sorted([*tall, *self.lines[at + 1].slots], key=lambda slot: slot.column)
        header = expenditures.header_of(Line(tuple(below), loose=False)) if tall else None
        if header is None or any(re.search(r"\d", slot.text) for slot in flat):
            return None
        for slot in flat:
            label = words.amounts.whole(slot.text) or words.labels.whole(slot.text)
            self.draft.table_unit = label.unit if label is not None and label.unit else self.draft.table_unit
            if label is not None or words.items.whole(slot.text) is not None:
                slot.use()
        return header

    def ends(self, line: Line) -> bool:
        """Whether a line ends the table before it: another part's heading, a signature, score or grade."""
        if not line.filled:
            return False
        first = line.filled[0]
        if self._part_named(line) is not None:
            return True
        if people.signs(line) or performance.header_of(line) is not None or people.header_of(line) is not None:
            return True
        label = self.words.labels.at(first.text)
        if label is None or label.separator == "money" or label.path.startswith("source."):
            return False
        if label.path in ("performance.score", "performance.grade"):
            return label.separator in ("end", "colon", "gap")
        item = self.part == "expenditures" and self.words.items.whole(first.text) is not None
        other = item or key(first.text) in self.words.item_totals
        spoken = label.separator == "colon" if line.loose else label.separator in ("end", "colon")
        return label.path in _BASIC and spoken and (len(line.filled) > 1 or line.loose) and not other


def _fiscal_year(draft: Draft) -> None:
    """评价年度 is the year in which the project's period ends, unless the file names it."""
    end = draft.report.basic_info.period_end
    if draft.report.fiscal_year is None and isinstance(end, Month):
        draft.report = replace(draft.report, fiscal_year=end.year)


def _check_sums(draft: Draft) -> None:
    """Say, never change: sources against totals, items against 实际支出."""
    info = draft.report.basic_info
    for funds, name in ((info.planned_funds, "计划安排资金"), (info.received_funds, "实际到位资金")):
        written, computed = amount(funds.total), totals.sum_of_sources(funds)
        if written is not None and computed is not None and written != computed:
            draft.warn(f"{name}的各项来源之和与合计不一致，请核对。")
    spent, computed = amount(info.actual_expenditure), totals.actual_sum(draft.report.expenditures)
    if spent is not None and computed is not None and spent != computed:
        draft.warn("支出明细的实际支出之和与“实际支出”不一致，请核对。")
