"""`selfeval sample`: the filled-in report of an invented unit, to look at and to try things on."""

import argparse

from selfeval_gui import resources
from selfeval_gui.cli.console import Refused
from selfeval_gui.cli.report_files import opened, save


def run(options: argparse.Namespace) -> int:
    """Write the sample, in the schema of today. Raises `Refused`."""
    try:
        place = resources.path("sample", "sample.zxzp.json")
    except resources.ResourceMissing as missing:
        raise Refused(str(missing)) from None
    save(opened(place).file, options.output, options.force)
    return 0
