"""Runs the rules: which there are, and what they find in a report, in the form's order.

Checks never change a report and never read the clock; today and everything else from outside come in the context.
"""

from dataclasses import replace
from functools import cache
from itertools import islice

from selfeval_gui.checking import (  # noqa: F401 (each module enters its rules into the rulebook)
    completeness,
    consistency,
    date_rules,
    last_year_rules,
    money_in_text,
    money_rules,
    print_rules,
    satisfaction_rules,
    score_rules,
    text_rules,
)
from selfeval_gui.checking.findings import ERROR, HINT, ORDER, WARNING, Finding, Severity
from selfeval_gui.checking.rulebook import RULES, Context, Rule
from selfeval_gui.checking.subject import Subject
from selfeval_gui.report.catalogue import BLANKS, pattern
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Report
from selfeval_gui.report.patterns import late

_INDEX = late(r"\[(\d+)\]")
_ID = late(r"([A-Z]+)(\d+)(\w*)")
MOST = 200
"""Findings that one rule may give: more help nobody, and each may carry a repaired copy of a long text."""
_ROUNDS = 300
"""How many safe repairs are made at most; every one is checked before the next."""


def rules() -> tuple[Rule, ...]:
    """Every rule, by its id: A1 … F4."""
    return tuple(RULES[id_] for id_ in sorted(RULES, key=_natural))


@cache
def _natural(id_: str) -> tuple[str, int, str]:
    match = _ID.fullmatch(id_)
    return (match[1], int(match[2]), match[3]) if match else (id_, 0, "")


def check(report: Report, form: Form, context: Context | None = None) -> tuple[Finding, ...]:
    """What the rules find, without what was explained, by the form's order, then severity, then rule."""
    context = context or Context()
    return tuple(one for one in every_finding(report, form, context) if not one.is_explained_by(context.explanations))


def explained(report: Report, form: Form, context: Context) -> tuple[Finding, ...]:
    """The findings that are quiet because a reason was given for them."""
    return tuple(one for one in every_finding(report, form, context) if one.is_explained_by(context.explanations))


def every_finding(report: Report, form: Form, context: Context) -> tuple[Finding, ...]:
    """What the rules find, explained or not."""
    subject = Subject(report, form, context)
    found = [
        replace(one, rule=rule.id)
        for rule in rules()
        if rule.can_run(context)
        for one in islice(rule.check(subject), MOST)
    ]
    return tuple(sorted(found, key=_place))


def has_errors(report: Report, form: Form, context: Context) -> bool:
    """Whether an error is open. Asks only the rules that can give one, and stops at the first."""
    subject = Subject(report, form, context)
    return any(
        one.severity is ERROR and not replace(one, rule=rule.id).is_explained_by(context.explanations)
        for rule in rules()
        if rule.severity is ERROR and rule.can_run(context)
        for one in islice(rule.check(subject), MOST)
    )


@cache
def _rank(path: str) -> int:
    order = _order()
    return order.get(path, next((rank for known, rank in order.items() if known.startswith(path)), len(order)))


@cache
def _order() -> dict[str, int]:
    return {blank.path: rank for rank, blank in enumerate(BLANKS)}


def _place(finding: Finding) -> tuple[int, int, int, int, tuple[str, int, str]]:
    # A table's rows stay together: its columns count as one place, then the row, then the column.
    path = pattern(finding.field)
    index = _INDEX.search(finding.field)
    table = path.partition("[")[0] if index else path
    start = next((passage.start for passage in finding.passages if passage.field == finding.field), 0)
    return (_rank(table), int(index[1]) if index else -1, ORDER[finding.severity], start, _natural(finding.rule))


def count(findings: tuple[Finding, ...]) -> dict[Severity, int]:
    """How many errors, warnings and hints there are."""
    return {kind: sum(1 for one in findings if one.severity is kind) for kind in (ERROR, WARNING, HINT)}


def repaired(report: Report, form: Form, context: Context | None = None) -> tuple[Report, int]:
    """The report after all safe fixes, and how many were made. One undo step for the window."""
    context = context or Context()
    made = 0
    for _ in range(_ROUNDS):
        fixes = [one.fix for one in check(report, form, context) if one.fix is not None and one.fix.safe]
        taken: set[str] = set()
        before = report
        for fix in fixes:
            paths = {path for path, _ in fix.replacements}
            if not paths & taken:
                taken |= paths
                report = fix.apply(report)
                made += 1
        if report == before:
            break
    return report, made
