"""`selfeval backup`: everything in one file, for a USB stick."""

import argparse
from datetime import UTC, datetime

from selfeval_gui import folders
from selfeval_gui.cli.console import say
from selfeval_gui.cli.report_files import told
from selfeval_gui.storage import archive


def run(options: argparse.Namespace) -> int:
    """Pack reports, earlier versions and settings; 1 when something could not be read. Raises `Refused`."""
    packed = archive.pack(
        options.output,
        reports=[path.absolute() for path in options.files],
        data=folders.data(),
        config=folders.config(),
        made=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        overwrite=options.force,
    )
    told(packed.outcome, quiet=True)
    for sentence in packed.missing:
        say(f"没有备份：{sentence}")
    say(f"已备份 {packed.reports} 份报告、{packed.versions} 个以前的版本，读回核对无误：{options.output}")
    return 1 if packed.missing else 0
