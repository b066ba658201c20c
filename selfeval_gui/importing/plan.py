"""What is to be taken over from a proposal: one entry a blank, ticked or not, and the report that comes of it.

Pure; the window shows a plan and changes it, and nothing is taken over before `Plan.result`.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Any, Literal

from selfeval_gui.importing import rollover
from selfeval_gui.importing.proposal import Proposal, Unplaced
from selfeval_gui.report import kinds
from selfeval_gui.report.catalogue import BLANKS, blank
from selfeval_gui.report.edit import ROW_TYPES, get, leaf_paths, put
from selfeval_gui.report.form import Form, blank_report
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.marks import Marks, mark_of
from selfeval_gui.report.model import Report, Section

Certainty = Literal["sure", "check", "missing"]
_NOT_OFFERED = ("fiscal_year",)


class Mode(StrEnum):
    """START: as the beginning of this year's report. COPY: the same report again."""

    START = "start"
    COPY = "copy"


@frozen
class Entry:
    """A blank: `value` is what would be written, `text` how it stood in the file, at the place `where`.

    `ticked`: it will be written. `edited`: a person has written or placed it.
    """

    path: str
    value: Any
    text: str
    where: str
    certainty: Certainty
    ticked: bool
    edited: bool = False

    @property
    def shown(self) -> str:
        """The value as its editor would show it."""
        return blank(self.path).kind.show(self.value)


@frozen
class Result:
    """The report, its 未核对 marks, and what is still in no blank."""

    report: Report
    unreviewed: Marks
    unplaced: tuple[Unplaced, ...]


@frozen
class Plan:
    """A proposal with a person's decisions. `base` is the report that is open; what is not taken over stays as it is.

    `year` is the year of the new report (START only); `own` says that the file is one of this program, taken as it is.
    """

    proposal: Proposal
    base: Report
    form: Form
    mode: Mode
    year: int
    own: bool
    entries: tuple[Entry, ...]
    unplaced: tuple[Unplaced, ...]

    def current(self, path: str) -> Any:
        """The value in the open report; an empty one for a row that it has not."""
        try:
            return get(self.base, path)
        except KeyError:
            return blank(path).kind.empty

    def tick(self, paths: set[str], ticked: bool) -> "Plan":
        """With these entries ticked or not; what was not found cannot be ticked."""
        return self._changed(
            lambda entry: (
                replace(entry, ticked=ticked)
                if entry.path in paths and (entry.certainty != "missing" or entry.edited)
                else entry
            )
        )

    def write(self, path: str, value: Any) -> "Plan":
        """With a value that a person gave."""
        return self._changed(
            lambda entry: replace(entry, value=value, ticked=True, edited=True) if entry.path == path else entry
        )

    def place(self, index: int, path: str) -> "Plan":
        """With unplaced piece number `index` in a blank: behind what a long text says, instead of anything else."""
        piece = self.unplaced[index]
        kind = blank(path).kind
        old = next(entry.value for entry in self.entries if entry.path == path)
        value = kind.read(f"{old}\n{piece.text}" if kind is kinds.LINES and old else piece.text)
        rest = (*self.unplaced[:index], *self.unplaced[index + 1 :])
        return replace(self.write(path, value), unplaced=rest)

    def _changed(self, change: Any) -> "Plan":
        return replace(self, entries=tuple(change(entry) for entry in self.entries))

    def result(self) -> Result:
        """What is taken over."""
        report, marks = self._start() if self.mode is Mode.START else self._copy()
        if not self.own or self.mode is Mode.START:
            report = self._with_base(report)
            report, marks = rollover.compact(report, self.form, marks)
        return Result(report, marks, self.unplaced)

    def _start(self) -> tuple[Report, Marks]:
        source = self.proposal.report
        for entry in self.entries:
            if not entry.ticked and entry.certainty != "missing" and not _relinked(entry.path, self.form):
                source = put(source, entry.path, blank(entry.path).kind.empty)
        source = replace(source, fiscal_year=rollover.last_year(self.proposal.report))
        report, marks = rollover.carried(source, self.form, self.year)
        for entry in self.entries:
            if not entry.ticked:
                continue
            if get(report, entry.path) != entry.value or _relinked(entry.path, self.form):
                report = _write(report, entry)
                if not entry.edited:
                    marks[mark_of(entry.path)] = rollover.previous(entry.path, get(self.proposal.report, entry.path))
            if entry.edited:
                marks.pop(entry.path, None)
        return report, marks

    def _copy(self) -> tuple[Report, Marks]:
        report = self.proposal.report
        for entry in self.entries:
            if entry.edited and entry.ticked:
                report = _write(report, entry)
            elif not entry.ticked and entry.certainty != "missing":
                report = put(report, entry.path, blank(entry.path).kind.empty)
                if entry.path.startswith("narrative.") and entry.path.endswith(".text"):
                    key = entry.path.split(".")[1]
                    report = put(report, f"narrative.{key}", Section(linked=key in self.form.linked))
        return report, copy_marks(self.proposal, {entry.path for entry in self.entries if _stands(entry)})

    def _with_base(self, report: Report) -> Report:
        """What the open report says and the new one does not, stays; and the form's own words where nothing stands."""
        plain = blank_report(self.form)
        for path in leaf_paths(self.base):
            if "[" in path or path in _NOT_OFFERED or path.endswith(".linked"):
                continue
            if get(report, path) in (get(plain, path), "", None):
                target, value = path, get(self.base, path)
                if path.startswith("narrative.") and path.endswith(".text"):
                    target = path.removesuffix(".text")
                    value = get(self.base, target) if value or not get(report, target).text else get(report, target)
                report = put(report, target, value)
        for table, empty in ROW_TYPES.items():
            if all(row == empty() for row in getattr(report, table)):
                kept: dict[str, Any] = {table: getattr(self.base, table)}
                report = replace(report, **kept)
        return report


def plan(proposal: Proposal, base: Report, form: Form, mode: Mode, year: int, *, own: bool = False) -> Plan:
    """A plan as it is first shown: everything certain of identity, people and items ticked; what belongs to one year
    only in a copy."""
    found = {entry.path: entry for entry in proposal.recognised}
    report = proposal.report
    rolled = rollover.carried(report, form, year)[0] if mode is Mode.START else report
    entries = []
    scalars = [entry.path for entry in BLANKS if "[" not in entry.path]
    for path in _in_order(report, scalars):
        kind = blank(path).kind
        value = get(report, path)
        if path in _NOT_OFFERED or kind is kinds.FLAG:
            continue
        if value in (None, ""):
            if "[" not in path:
                entries.append(Entry(path, kind.empty, "", "", "missing", False))
            continue
        entry = found.get(path)
        year_bound = mode is Mode.START and (rollover.is_year_bound(path) or _relinked(path, form))
        if mode is Mode.START and not rollover.is_year_bound(path):
            value = get(rolled, path)
        entries.append(
            Entry(
                path,
                value,
                entry.text if entry else kind.show(value),
                entry.where if entry else "",
                entry.certainty if entry else "check",
                not year_bound,
            )
        )
    return Plan(proposal, base, form, mode, year, own, tuple(entries), proposal.unplaced)


def copy_marks(proposal: Proposal, paths: set[str] | None = None) -> Marks:
    """The marks of what was read with less than certainty, with the text as it stood in the file."""
    return {
        mark_of(entry.path): {"previous": entry.text}
        for entry in proposal.recognised
        if entry.certainty == "check" and (paths is None or entry.path in paths)
    }


def _stands(entry: Entry) -> bool:
    return entry.ticked and not entry.edited


def _relinked(path: str, form: Form) -> bool:
    """Whether a rollover lets this text be made from the fields again."""
    parts = path.split(".")
    return parts[0] == "narrative" and parts[-1] == "text" and parts[1] in form.linked


def _write(report: Report, entry: Entry) -> Report:
    if entry.path.startswith("narrative.") and entry.path.endswith(".text"):
        return put(report, entry.path.removesuffix(".text"), Section(False, entry.value))
    return put(report, entry.path, entry.value)


def _in_order(report: Report, scalars: list[str]) -> list[str]:
    paths = list(leaf_paths(report))
    return [*paths, *(path for path in scalars if path not in set(paths))]
