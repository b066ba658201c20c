"""Keeps the findings of the open report up to date, never inside a keystroke; loads the rules when they are first used.

The only place of the window that asks `checking`. What is shown of the findings is others' business.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from selfeval_gui.gui.document import Document
from selfeval_gui.report.edit import get
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Report

if TYPE_CHECKING:
    from selfeval_gui.checking import Context, Finding, Office, Paper

AFTER_TYPING_MS = 500
RULES = "selfeval_gui.checking.registry"
FINAL_REASON = "F1"
"""The rule under which the file keeps why a report was made final in spite of what was found."""
_ASKED_FOR = ("A", "C1", "C2")


class LiveCheck(QObject):
    """Checks when typing pauses. Until somebody asks (F5), empty blanks of a report are no findings."""

    found = Signal(object)
    """The findings, a tuple of `checking.Finding`, in the form's order."""

    def __init__(
        self,
        document: Document,
        today: Callable[[], date],
        office: "Callable[[], Office | None]" = lambda: None,
        paper: "Callable[[], Paper | None]" = lambda: None,
        parent: QObject | None = None,
    ) -> None:
        """`paper` tells how the report stands on paper; None while no page has been composed."""
        super().__init__(parent)
        self._document, self.today, self._office, self._paper = document, today, office, paper
        self._asked = ""
        self._findings: tuple[Finding, ...] = ()
        self._explained: tuple[Finding, ...] = ()
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_TYPING_MS)
        self._timer.timeout.connect(self._run_when_loaded)
        self._loading = False
        document.changed.connect(self._later)
        document.state_changed.connect(self._later)  # explanations and marks are no part of the report
        document.undo_stack.indexChanged.connect(self._later)

    @property
    def findings(self) -> "tuple[Finding, ...]":
        """What the last check found, without what was explained."""
        return self._findings

    @property
    def explained(self) -> "tuple[tuple[Finding, str], ...]":
        """What the last check found and a reason is given for, with the reason."""
        return tuple((one, self.reason_for(one)) for one in self._explained)

    @property
    def left(self) -> int:
        """How many errors and unexplained warnings stand between the report and 定稿, empty blanks among them."""
        return self._left

    @property
    def settled(self) -> bool:
        """Whether nothing has changed since the last check."""
        return not (self._timer.isActive() or self._loading)

    def start(self) -> None:
        """Check soon: a report was opened."""
        self._timer.start()

    def ask(self) -> "tuple[Finding, ...]":
        """Check now, empty blanks included."""
        self._asked = self._document.file.id if hasattr(self._document.file, "id") else "asked"
        return self._run()

    def refresh(self) -> "tuple[Finding, ...]":
        """Check now, as the last time."""
        return self._run()

    def open_errors(self) -> int:
        """Errors of the report as it is now: with any, paper says 草稿."""
        from selfeval_gui import checking

        return checking.count(self._check()[0])[checking.ERROR]

    def reason_for(self, finding: "Finding") -> str:
        """The reason that the file keeps for a finding; "" when there is none."""
        keys = _keys(finding)
        return next((e.reason for e in self._document.file.explanations if (e.rule, e.field) in keys), "")

    def explain(self, finding: "Finding", reason: str) -> None:
        """Keep a reason (情况说明) for a warning in the file; one undo step. An empty reason takes it back."""
        from selfeval_gui.storage import Explanation

        file = self._document.file
        others = tuple(e for e in file.explanations if (e.rule, e.field) not in _keys(finding))
        added = (Explanation(finding.mark, finding.field, reason),) if reason else ()
        what = "填写情况说明" if reason else "撤回情况说明"
        self._document.apply_file(replace(file, explanations=others + added), what)

    def repair(self, finding: "Finding") -> None:
        """Apply a finding's fix; one undo step."""
        if finding.fix is not None:
            self._document.apply(finding.fix.apply(self._document.report), finding.fix.label or "自动更正")

    def repair_all(self) -> int:
        """Apply every safe fix; one undo step. How many were made."""
        from selfeval_gui import checking

        report, count = checking.repaired(self._document.report, self._document.form, self.context())
        self._document.apply(report, f"自动更正 {count} 处")
        return count

    def context(self) -> "Context":
        """What the rules know besides the report."""
        from selfeval_gui import checking

        file, today = self._document.file, self.today()
        return checking.context_of(file, today, office=self._office(), paper=self._paper())

    def _run_when_loaded(self) -> None:
        """Check; the first time, load the rules in a thread, for a key that is pressed meanwhile must not wait."""
        if RULES in sys.modules:
            self._run()
        elif not self._loading:
            from selfeval_gui.gui.background import in_passing

            self._loading = True
            report, form = self._document.report, self._document.form
            in_passing(lambda: _load(report, form), self._loaded)

    def _loaded(self) -> None:
        if isValid(self):  # the window may have been closed
            self._loading = False
            self._run()

    def _later(self, *_: object) -> None:
        self._timer.start()

    def _run(self) -> "tuple[Finding, ...]":
        self._timer.stop()
        found, self._explained = self._check()
        self._left = sum(one.severity.value != "hint" for one in found)
        asked = bool(self._asked) and self._asked == getattr(self._document.file, "id", "asked")
        self._findings = tuple(one for one in found if asked or not self._untouched(one))
        self.found.emit(self._findings)
        return self._findings

    def _check(self) -> "tuple[tuple[Finding, ...], tuple[Finding, ...]]":
        """What is open, and what was explained."""
        from selfeval_gui import checking

        context = self.context()
        every = checking.every_finding(self._document.report, self._document.form, context)
        open_: list[Finding] = []
        explained: list[Finding] = []
        for one in every:
            (explained if one.is_explained_by(context.explanations) else open_).append(one)
        return tuple(open_), tuple(explained)

    def _untouched(self, finding: "Finding") -> bool:
        """An empty blank that nobody has been asked about yet."""
        try:
            return finding.rule.startswith(_ASKED_FOR) and get(self._document.report, finding.field) in ("", None)
        except KeyError:
            return False


def _load(report: Report, form: Form) -> None:
    """Load the rules and use all of them once: patterns are compiled when they are first asked."""
    from selfeval_gui import checking
    from selfeval_gui.exporting import on_paper  # noqa: F401 - what looks at the pages afterwards

    checking.check(report, form)


def _keys(finding: "Finding") -> tuple[tuple[str, str], ...]:
    return ((finding.mark, finding.field), (finding.rule, finding.field))
