"""`selfeval new`: a blank report."""

import argparse
from datetime import datetime

from selfeval_gui.cli.report_files import new_file, save
from selfeval_gui.report import form as forms
from selfeval_gui.report.dates import year_reported_on


def run(options: argparse.Namespace) -> int:
    """Write a blank report for the year given, or the one that is reported on now. Raises `Refused`."""
    form = forms.load(forms.DEFAULT_FORM)
    today = datetime.now().astimezone()
    year = options.year or year_reported_on(today.year, today.month)
    save(new_file(forms.blank_report(form, year), form.id), options.output, options.force)
    return 0
