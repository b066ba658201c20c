"""The second reader: short rules over a report, each with its demand, giving findings.

It must not know how reports are kept, shown or printed, and must not change them.
"""

from selfeval_gui.checking.findings import ERROR, HINT, WARNING, Finding, Fix, Passage, Severity
from selfeval_gui.checking.last_year import last_year_from
from selfeval_gui.checking.print_rules import final_print_refusal
from selfeval_gui.checking.registry import check, count, every_finding, explained, has_errors, repaired, rules
from selfeval_gui.checking.rulebook import Context, Rule
from selfeval_gui.checking.words import Words

__all__ = [
    "ERROR",
    "HINT",
    "WARNING",
    "Context",
    "Finding",
    "Fix",
    "Passage",
    "Rule",
    "Severity",
    "Words",
    "check",
    "count",
    "every_finding",
    "explained",
    "final_print_refusal",
    "has_errors",
    "last_year_from",
    "repaired",
    "rules",
]
