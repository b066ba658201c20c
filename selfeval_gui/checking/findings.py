"""What the check says: findings with their passages and, where the program can help, a fix as plain data.

Values only. No rule stands here, and nothing here reads a clock or a file.
"""

from enum import StrEnum
from hashlib import blake2b
from typing import Any

from selfeval_gui.report.edit import put
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.model import Report


class Severity(StrEnum):
    """`ERROR` blocks the final print, `WARNING` wants a look or a reason (情况说明), `HINT` never blocks."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


ERROR, WARNING, HINT = Severity.ERROR, Severity.WARNING, Severity.HINT
ORDER = {ERROR: 0, WARNING: 1, HINT: 2}


@frozen
class Passage:
    """A place: `text` is `value[start:end]` of the blank `field` as its editor shows it; empty for an empty blank."""

    field: str
    text: str
    start: int
    end: int


@frozen
class Fix:
    """A repair as data: the new value of each blank, applied as one step.

    `safe` only where no meaning can change. Two fixes of one blank exclude each other: check again after each.
    """

    label: str
    safe: bool
    replacements: tuple[tuple[str, Any], ...]

    def apply(self, report: Report) -> Report:
        """The repaired report. KeyError when a blank is no longer there."""
        for path, value in self.replacements:
            report = put(report, path, value)
        return report


@frozen
class Finding:
    """One remark: `field` is the blank to go to, `passages` every place that it speaks of, the first one first."""

    rule: str
    severity: Severity
    field: str
    message: str
    passages: tuple[Passage, ...] = ()
    fix: Fix | None = None

    @property
    def mark(self) -> str:
        """`B8@1f0c…`: the rule with a digest of the values, for an explanation that falls silent when they change."""
        values = "\n".join((self.message, *(passage.text for passage in self.passages)))
        return f"{self.rule}@{blake2b(values.encode(), digest_size=6).hexdigest()}"

    def is_explained_by(self, explanations: frozenset[tuple[str, str]]) -> bool:
        """Whether a pair (rule or mark, field) answers this finding. Errors cannot be explained away."""
        if self.severity is ERROR:
            return False
        return (self.mark, self.field) in explanations or (self.rule, self.field) in explanations


def found(
    severity: Severity, field: str, message: str, passages: tuple[Passage, ...] = (), fix: Fix | None = None
) -> Finding:
    """A finding whose rule id the registry adds."""
    return Finding("", severity, field, message, passages, fix)
