"""Keeps the findings of the open report up to date, never inside a keystroke; loads the rules when they are first used.

The only place of the window that asks `checking`. What is shown of the findings is the panel's business.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from selfeval_gui.gui.document import Document
from selfeval_gui.report.edit import get

if TYPE_CHECKING:
    from selfeval_gui.checking import Context, Finding

AFTER_TYPING_MS = 500


class LiveCheck(QObject):
    """Checks when typing pauses. Until somebody asks (F5), empty blanks of a report are no findings."""

    found = Signal(object)
    """The findings, a tuple of `checking.Finding`, in the form's order."""

    def __init__(self, document: Document, today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._today = document, today
        self._asked = False
        self._findings: tuple[Finding, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_TYPING_MS)
        self._timer.timeout.connect(self._run)
        document.changed.connect(self._later)
        document.undo_stack.indexChanged.connect(self._later)  # explanations are no part of the report

    @property
    def findings(self) -> "tuple[Finding, ...]":
        """What the last check found."""
        return self._findings

    def ask(self) -> "tuple[Finding, ...]":
        """Check now, empty blanks included."""
        self._asked = True
        return self._run()

    def open_errors(self) -> int:
        """Errors of the report as it is now: with any, paper says 草稿."""
        from selfeval_gui import checking

        return checking.count(self._check())[checking.ERROR]

    def explain(self, finding: "Finding", reason: str) -> None:
        """Keep a reason (情况说明) for a warning in the file; one undo step. An empty reason takes it back."""
        from selfeval_gui.storage import Explanation

        file = self._document.file
        others = tuple(e for e in file.explanations if (e.rule, e.field) not in _keys(finding))
        added = (Explanation(finding.mark, finding.field, reason),) if reason else ()
        self._document.apply_file(replace(file, explanations=others + added), "填写情况说明")

    def repair(self, finding: "Finding") -> None:
        """Apply a finding's fix; one undo step."""
        if finding.fix is not None:
            self._document.apply(finding.fix.apply(self._document.report), finding.fix.label or "自动更正")

    def repair_all(self) -> int:
        """Apply every safe fix; one undo step. How many were made."""
        from selfeval_gui import checking

        report, count = checking.repaired(self._document.report, self._document.form, self._context())
        self._document.apply(report, f"自动更正 {count} 处")
        return count

    def _later(self, *_: object) -> None:
        self._timer.start()

    def _run(self) -> "tuple[Finding, ...]":
        self._timer.stop()
        self._findings = tuple(one for one in self._check() if self._asked or not self._untouched(one))
        self.found.emit(self._findings)
        return self._findings

    def _check(self) -> "tuple[Finding, ...]":
        from selfeval_gui import checking

        return checking.check(self._document.report, self._document.form, self._context())

    def _context(self) -> "Context":
        from selfeval_gui.checking import Context

        file = self._document.file
        marks = getattr(file.review, "unreviewed", None)
        return Context(
            today=self._today(),
            explanations=frozenset((entry.rule, entry.field) for entry in file.explanations),
            unreviewed=frozenset(marks) if marks else None,
        )

    def _untouched(self, finding: "Finding") -> bool:
        """An empty blank that nobody has been asked about yet."""
        try:
            return finding.rule.startswith("A") and get(self._document.report, finding.field) in ("", None)
        except KeyError:
            return False


def _keys(finding: "Finding") -> tuple[tuple[str, str], ...]:
    return ((finding.mark, finding.field), (finding.rule, finding.field))
