"""The second reader: short rules over a report, each with its demand, giving findings.

It must not know how reports are kept, shown or printed, and must not change them.
"""

from selfeval_gui.checking.comparison import Line, compare
from selfeval_gui.checking.file_context import KeptReport, context_of, last_year_kept
from selfeval_gui.checking.findings import ERROR, HINT, WARNING, Finding, Fix, Passage, Severity
from selfeval_gui.checking.last_year import last_year_from
from selfeval_gui.checking.office import FILE_NAME as OFFICE_FILE
from selfeval_gui.checking.office import SIZE_LIMIT as OFFICE_LIMIT
from selfeval_gui.checking.office import Office, OwnWord, SwitchedOff, can_be_switched_off, name_of_rule, why_of_rule
from selfeval_gui.checking.print_rules import final_print_refusal
from selfeval_gui.checking.registry import check, count, every_finding, explained, has_errors, repaired, rules
from selfeval_gui.checking.rulebook import Context, Paper, Rule
from selfeval_gui.checking.words import Words

__all__ = [
    "ERROR",
    "HINT",
    "OFFICE_FILE",
    "OFFICE_LIMIT",
    "WARNING",
    "Context",
    "Finding",
    "Fix",
    "KeptReport",
    "Line",
    "Office",
    "OwnWord",
    "Paper",
    "Passage",
    "Rule",
    "Severity",
    "SwitchedOff",
    "Words",
    "can_be_switched_off",
    "check",
    "compare",
    "context_of",
    "count",
    "every_finding",
    "explained",
    "final_print_refusal",
    "has_errors",
    "last_year_from",
    "last_year_kept",
    "name_of_rule",
    "repaired",
    "rules",
    "why_of_rule",
]
