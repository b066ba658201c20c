"""Last year's report as far as a draft remembers it: from the values that its review marks keep.

Pure. What was not remembered stays empty, and the rules about last year say nothing of it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from selfeval_gui.report.catalogue import ROW_LIMIT, blank
from selfeval_gui.report.dates import Month
from selfeval_gui.report.edit import put, steps
from selfeval_gui.report.model import Expenditure, Report


def last_year_from(previous: Mapping[str, Any]) -> Report | None:
    """A report with these values: field path → the value as JSON text (`"128"`, `"2024-12"`, a section's text).

    People and what is no text are left out. None when nothing remains.
    """
    report = Report()
    for path, value in previous.items():
        if not isinstance(value, str) or not value or path.startswith("evaluators"):
            continue
        try:
            report = put(_with_row(report, path), path, blank(path).kind.read(value))
        except KeyError:
            continue  # a newer program's blank
    if report == Report():
        return None
    end = report.basic_info.period_end
    if report.fiscal_year is None and isinstance(end, Month):
        report = replace(report, fiscal_year=end.year)
    return report


def _with_row(report: Report, path: str) -> Report:
    """With enough rows of part 二 for a path; a row beyond all bounds is a KeyError."""
    row = next((step for step in steps(path) if isinstance(step, int)), -1)
    if row >= ROW_LIMIT:
        raise KeyError(path)
    missing = row + 1 - len(report.expenditures)
    if missing <= 0:
        return report
    return replace(report, expenditures=report.expenditures + (Expenditure(),) * missing)
