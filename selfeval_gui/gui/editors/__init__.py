"""Editors: one widget a blank, bound to the report by the blank's path.

Every editor's object name is its path, its accessible name the form's label. Push at once, pull carefully.
"""

from selfeval_gui.gui.editors.binding import commit_pending
from selfeval_gui.gui.editors.choice import ChoiceEditor, GradeEditor
from selfeval_gui.gui.editors.dates import DateEditor
from selfeval_gui.gui.editors.line import AmountEditor, LineEditor, MonthEditor, YearEditor

__all__ = [
    "AmountEditor",
    "ChoiceEditor",
    "DateEditor",
    "GradeEditor",
    "LineEditor",
    "MonthEditor",
    "YearEditor",
    "commit_pending",
]
