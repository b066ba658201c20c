"""What a rule is, and the context that it may ask for. The rules themselves stand in their families' modules.

No clock is read anywhere in this package: today is part of the context.
"""

from collections.abc import Callable, Iterator
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING

from selfeval_gui.checking.findings import Finding, Severity
from selfeval_gui.checking.words import Words
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.model import Report

if TYPE_CHECKING:
    from selfeval_gui.checking.subject import Subject

Check = Callable[["Subject"], Iterator[Finding]]


@frozen
class Paper:
    """What the doors know of the report on paper; nothing here is measured by a rule.

    `fonts`: (field, official typeface that is not on this machine, the one used instead), where the office asks for
    the official ones. `missing`: (field, characters that no font has). `substituted`: (fields, Chinese characters that
    the style's typeface lacks, the typeface used instead). `faults`: (field, sentence) of the composed pages.
    `changed`: (ISO date of the last final copy, its code, the content's code now) when the two codes differ.
    """

    fonts: tuple[tuple[str, str, str], ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    substituted: tuple[tuple[tuple[str, ...], str, str], ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    changed: tuple[str, str, str] | None = None


@frozen
class Context:
    """What is known besides the report; everything may be left out.

    `explanations`: pairs (rule id or finding's mark, field path) that were answered with a reason.
    `switched_off` / `switched_on`: rule ids, the latter for rules that are off by default.
    `unreviewed`: field paths still marked 未核对; None when nothing is known of marks.
    `score_sheet`: a score sheet is attached. `paper`: how the report stands on paper.
    """

    today: date | None = None
    last_year: Report | None = None
    explanations: frozenset[tuple[str, str]] = frozenset()
    switched_off: frozenset[str] = frozenset()
    switched_on: frozenset[str] = frozenset()
    unreviewed: frozenset[str] | None = None
    score_sheet: bool = False
    paper: Paper = Paper()
    words: Words = field(default_factory=Words.shipped)


@frozen
class Rule:
    """`severity` is the highest that it gives; `needs` names the attributes of the context without which it is silent.

    `demand` is what the rule asks, in our words, with its source.
    """

    id: str
    severity: Severity
    demand: str
    check: Check
    needs: tuple[str, ...] = ()
    on: bool = True

    def can_run(self, context: Context) -> bool:
        """Switched on, and everything that it needs is there."""
        wanted = self.on or self.id in context.switched_on
        return wanted and self.id not in context.switched_off and all(getattr(context, name) for name in self.needs)


RULES: dict[str, Rule] = {}
"""Every rule by its id, filled when the families' modules are imported (see `registry`)."""


def rule(id_: str, severity: Severity, *, needs: tuple[str, ...] = (), on: bool = True) -> Callable[[Check], Check]:
    """Enter a function into the rulebook. Its docstring is the demand. ValueError for an id that is taken."""

    def enter(check: Check) -> Check:
        if id_ in RULES or not check.__name__ or id_ != id_.strip():
            raise ValueError(f"rule {id_} stands twice")
        RULES[id_] = Rule(id_, severity, " ".join((check.__doc__ or "").split()), check, needs, on)
        return check

    return enter
