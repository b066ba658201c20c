"""The text that a blank prints, by its path: values in the form's notation, nothing for what is empty or unreadable.

Form parts 一 to 四 and the cover. Text only; places are the layout's, fonts the typesetter's.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from selfeval_gui.report import totals
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.dates import Month, print_day, print_month, print_period
from selfeval_gui.report.edit import get
from selfeval_gui.report.model import Report
from selfeval_gui.report.money import decimals_needed, show_fixed
from selfeval_gui.report.text import Unparsed

PERIOD = "basic_info.period"
"""Printed in one cell from two blanks, `basic_info.period_start` and `.period_end`."""


def source_path(field: str) -> str:
    """The field that a printed cell leads to: the cell of the period leads to its first month."""
    return "basic_info.period_start" if field == PERIOD else field


def printed(report: Report, field: str, decimals: int | None = None) -> str:
    """What stands in the cell of `field`; `decimals` is the number format of its column of amounts."""
    if field == PERIOD:
        return print_period(report.basic_info.period_start, report.basic_info.period_end)
    value = value_of(report, field)
    if value is None or isinstance(value, Unparsed):
        return ""
    if isinstance(value, Decimal):
        return show_fixed(value, decimals_needed([value]) if decimals is None else decimals)
    if isinstance(value, Month):
        return print_month(value)
    return print_day(value) if isinstance(value, date) else str(blank(field).kind.show(value))


def value_of(report: Report, field: str) -> object:
    """The blank's value, or what the form computes in its place while it is empty (totals of part 一)."""
    info = report.basic_info
    if field == "basic_info.planned_funds.total":
        return totals.total_of(info.planned_funds) if info.planned_funds.total is None else info.planned_funds.total
    if field == "basic_info.received_funds.total":
        return totals.total_of(info.received_funds) if info.received_funds.total is None else info.received_funds.total
    if field == "basic_info.actual_expenditure":
        return totals.expenditure_of(report) if info.actual_expenditure is None else info.actual_expenditure
    return get(report, field)


def column_decimals(values: Iterable[object]) -> int:
    """The decimals of a column of amounts, so that all of them have one number format."""
    return decimals_needed([value for value in values if isinstance(value, Decimal)])
