"""The open report: the only mutable thing of the program, with its undo history.

Everything that changes a report goes through `Document.apply`. It must not touch widgets, disk or clock (the clock
that ends a run of typing is given from outside).
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from selfeval_gui.report import edit, form
from selfeval_gui.report.form import Form
from selfeval_gui.report.live import Live, refresh
from selfeval_gui.report.live import follow as follow_live
from selfeval_gui.report.marks import Marks, follow, without
from selfeval_gui.report.model import Report

if TYPE_CHECKING:
    from selfeval_gui.storage import PrintedHow

UNDO_STEPS = 200
MERGE_SECONDS = 1.0
"""Typing in one field is one undo step until there is a pause of this length."""
UNTITLED = "未命名"
IS_FINAL = "报告已定稿，没有改动。要修改，请先用“检查 → 取消定稿”。"
LOST = "改动了引用表格的数据，这一处不再随表格更新（可撤销）。"
_UNDOABLE = ("report", "review", "explanations", "live", "form", "state")


class _Change(NamedTuple):
    """What an undo step restores: the parts of the file before and after it."""

    before: dict[str, Any]
    after: dict[str, Any]
    key: str | None
    time: float


class _Command(QUndoCommand):
    """The one and only command: puts one state or the other into the document."""

    def __init__(self, document: "Document", change: _Change, what: str) -> None:
        super().__init__(what)
        self._document = document
        self.change = change

    def redo(self) -> None:
        self._document._restore(self.change.after)

    def undo(self) -> None:
        self._document._restore(self.change.before)


class _Steps(QUndoStack):
    """The history. It gives its steps up before Python's collector comes to it: the collector and Qt would both delete
    them, which ends the process."""

    def __del__(self) -> None:
        if isValid(self):
            self.blockSignals(True)  # who listens may be going, too
            self.clear()


def _equal(a: dict[str, Any], b: dict[str, Any]) -> bool:
    return not edit.changed_paths(a["report"], b["report"]) and all(
        a[name] == b[name] for name in a if name != "report"
    )


class Origin(NamedTuple):
    """Where a recovered copy comes from: its file (None: it never had one) and that file's SHA-256 as work began."""

    path: Path | None = None
    digest: str = ""


class Watch(QObject):
    """Tells of changes of one blank or of one part of the report."""

    changed = Signal(object, object)
    """Old and new `Report`."""


class Document(QObject):
    """The current report file, its place on disk, and what was done to it.

    `file` is a `storage.ReportFile`; its `report` is always the current one.
    """

    changed = Signal(object, object)
    """Old and new `Report`, once after every apply, undo, redo and load that changes it."""
    form_changed = Signal()
    """The official form is another one: the pages must be built anew. Comes before `changed`."""
    state_changed = Signal()
    """Dirty mark, path or the file's other parts are new."""
    leaving = Signal()
    """Another file is about to be opened; this is still the old one."""
    notice = Signal(str)
    """A sentence for the status bar: something was refused, nothing was changed."""
    refused = Signal()
    """A change of a final report was refused: who shows something else must show the report again."""

    def __init__(
        self,
        file: Any,
        path: Path | None = None,
        digest: str | None = None,
        read_only: bool = False,
        *,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._file = file
        self._told: Any = file
        self._telling = False
        self._scheme = ""
        self._watches: dict[str, Watch] = {}
        self._merge_broken = True
        self._last: _Command | None = None
        """The step that was pushed last; it may be gone from the stack."""
        self._clock = clock
        self.path, self.digest, self.read_only = path, digest, read_only
        self.recovered: Origin | None = None
        """Set for a recovered copy until it is saved."""
        self.undo_stack: QUndoStack = _Steps(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)
        self.undo_stack.indexChanged.connect(self._tell)
        self.undo_stack.cleanChanged.connect(self._tell_state)

    @property
    def file(self) -> Any:
        """The file with the current report in it."""
        return self._file

    @property
    def report(self) -> Report:
        report: Report = self._file.report
        return report

    @property
    def form(self) -> Form:
        """The official form that the report is made with."""
        return form.load(self._file.form)

    @property
    def is_final(self) -> bool:
        """Whether the report is 定稿: shown, printed, and not changed any more."""
        return bool(self._file.state == "final")

    @property
    def is_dirty(self) -> bool:
        """Whether there is something that the file on disk does not have."""
        return not self.undo_stack.isClean()

    @property
    def title(self) -> str:
        """The file's name, or a word for a report that has none yet."""
        if self.path is None and self.recovered is not None:
            return f"恢复的副本：{self.recovered.path.name if self.recovered.path else UNTITLED}"
        return self.path.name if self.path else UNTITLED

    @property
    def grade_scheme(self) -> str:
        """The scheme that grades are proposed in: the one the settings prefer, else the form's."""
        return self._scheme or self.form.grade_scheme

    def prefer_scheme(self, scheme: str) -> None:
        """Propose grades in this scheme from now on; "" for the form's."""
        if scheme != self._scheme:
            self._scheme = scheme
            self.form_changed.emit()

    def apply(self, new: Report, what: str, merge_key: str | None = None) -> None:
        """Make `new` the report, as one undo step named `what`; nothing happens when nothing changes.

        Steps with the same `merge_key` become one until a pause of `MERGE_SECONDS` or `break_merge`.
        """
        review = self._file.review
        marks = follow(self.report, new, review.unreviewed)
        if marks is not review.unreviewed:
            review = replace(review, unreviewed=marks)
        self.apply_file(replace(self._file, report=new, review=review), what, merge_key)

    def apply_file(self, new: Any, what: str, merge_key: str | None = None) -> None:
        """Like `apply`, for a change that touches review marks, explanations, live values, form or state too."""
        lost = 0
        if new.live and new.report is not self._file.report:
            live = new.live
            if live is self._file.live:  # a change that knows nothing of them
                live = follow_live(self._file.report, new.report, live)
                lost = len(new.live) - len(live)
            report, live = refresh(new.report, form.load(new.form), live)
            new = replace(new, report=report, live=live)
        before, after = _parts(self._file), _parts(new)
        if _equal(before, after):
            return
        if self.is_final and new.state == "final":
            self.notice.emit(IS_FINAL)
            self.refused.emit()
            return
        change = _Change(before, after, merge_key, self._clock())
        if not self._merge(change):
            self._last = _Command(self, change, what)
            self.undo_stack.push(self._last)
        self._merge_broken = False
        if lost:
            self.notice.emit(LOST)

    def _merge(self, change: _Change) -> bool:
        """Make a change part of the last step, if both are one run of typing.

        Not by QUndoCommand.mergeWith: Qt then deletes the pushed command while Python's bindings go on holding it, with
        two reports in it, for ever; that was 2 MB in a thousand keys.
        """
        stack, last = self.undo_stack, self._last
        if last is None or change.key is None or self._merge_broken or stack.isClean():
            return False
        if stack.index() != stack.count() or stack.command(stack.count() - 1) is not last:
            return False
        if last.change.key != change.key or change.time - last.change.time > MERGE_SECONDS:
            return False
        last.change = change._replace(before=last.change.before)
        self._restore(change.after)
        if _equal(last.change.before, change.after):
            # What was typed and taken back again is no step at all. Qt removes an obsolete one without undoing it.
            last.setObsolete(True)
            stack.undo()
        else:
            stack.indexChanged.emit(stack.index())  # as for every step
        return True

    def put(self, path: str, value: Any, what: str | None = None) -> None:
        """Set one blank; `what` is the step's name, by default 修改 and the blank's label."""
        new = edit.put(self.report, path, value)
        if new is not self.report:
            self.apply(new, what or f"修改“{self.form.label(path)}”", merge_key=path)

    def note_print(self, day: date, how: "PrintedHow") -> None:
        """Remember that the content now is the final copy on paper. No undo step: what is printed stays printed.

        The same copy again changes nothing; a new one makes the file dirty, for the file has to say so.
        """
        from selfeval_gui.storage import note_print

        noted = note_print(self._file, day, how)
        if noted is self._file or self.read_only:
            return
        self._file = noted
        self.undo_stack.resetClean()
        self._tell_state()

    @property
    def unreviewed(self) -> Marks:
        """The 未核对 marks, by path."""
        marks: Marks = self._file.review.unreviewed
        return marks

    @property
    def live(self) -> Live:
        """The figures of the tables inside written texts."""
        live: Live = self._file.live
        return live

    def put_live(self, report: Report, live: Live, what: str) -> None:
        """A report and its live values together, as one undo step."""
        self.apply_file(replace(self._file, report=report, live=live), what)

    def watch(self, path: str) -> Watch:
        """What tells of changes of this blank (`basic_info.phone`) or part (`expenditures`), before `changed` does.

        A form has some hundred listeners, of which a keystroke concerns two or three.
        """
        if path not in self._watches:
            self._watches[path] = Watch(self)
        return self._watches[path]

    def text_at(self, path: str) -> str:
        """The value of a blank that holds text."""
        return str(edit.get(self.report, path))

    def mark_reviewed(self, paths: Iterable[str], what: str) -> bool:
        """Take the marks of these blanks away, as one undo step; whether there was one."""
        left = without(self.unreviewed, paths)
        if len(left) == len(self.unreviewed):
            return False
        self.apply_file(replace(self._file, review=replace(self._file.review, unreviewed=left)), what)
        return True

    def break_merge(self) -> None:
        """The next change is a new undo step, whatever its key: the focus has moved, or a file was saved."""
        self._merge_broken = True

    def replace_file(
        self,
        file: Any,
        path: Path | None,
        digest: str | None,
        read_only: bool = False,
        *,
        unsaved: bool = False,
        recovered: Origin | None = None,
    ) -> None:
        """Open another file; the history ends here. `unsaved`: the content is on no disk yet (recovered work)."""
        self.leaving.emit()
        self._file = file
        self.path, self.digest, self.read_only = path, digest, read_only
        self.recovered = recovered
        self._merge_broken = True
        self.undo_stack.clear()
        if unsaved:
            self.undo_stack.resetClean()
        else:
            self.undo_stack.setClean()
        self._tell()
        self._tell_state()

    def mark_saved(self, outcome: Any) -> None:
        """Take over where and what a `storage.Saved` has written; work done since then stays unsaved."""
        self.path, self.digest = outcome.path, outcome.digest
        self.recovered = None
        saved = _parts(outcome.file)
        still = _equal(saved, _parts(self._file)) and outcome.file.printed == self._file.printed
        # The other parts (id, time of change) are the saved ones; what can be undone, and paper, is as it is now.
        self._file = replace(outcome.file, printed=self._file.printed, **_parts(self._file))
        self._merge_broken = True
        if still:
            self.undo_stack.setClean()
        self._tell_state()

    def _restore(self, parts: dict[str, Any]) -> None:
        """For commands only; listeners hear of it when the stack has finished its step."""
        self._file = replace(self._file, **parts)

    def _tell(self) -> None:
        # A listener may apply a further change; it is told afterwards, so that everyone hears all in order.
        if self._telling:
            return
        self._telling = True
        try:
            while self._told is not self._file:
                old, self._told = self._told, self._file
                if old.form != self._told.form:
                    self.form_changed.emit()
                paths = edit.changed_paths(old.report, self._told.report)
                if paths:
                    for path in {part: None for leaf in paths for part in edit.around(leaf)}:
                        if path in self._watches:
                            self._watches[path].changed.emit(old.report, self._told.report)
                    self.changed.emit(old.report, self._told.report)
                if any(getattr(old, name) != getattr(self._told, name) for name in _UNDOABLE[1:]):
                    self.state_changed.emit()
        finally:
            self._telling = False

    def _tell_state(self) -> None:
        self._tell()
        self.state_changed.emit()


def _parts(file: Any) -> dict[str, Any]:
    return {name: getattr(file, name) for name in _UNDOABLE}
