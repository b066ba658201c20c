"""`selfeval restore`: what a backup file holds, back into a folder."""

import argparse

from selfeval_gui import folders
from selfeval_gui.cli.console import Refused, say
from selfeval_gui.storage import FileRefused, archive, restore


def run(options: argparse.Namespace) -> int:
    """Restore and tell what came back; 1 when a part could not be written. Raises `Refused`."""
    homes = {"data": folders.data(), "config": folders.config()} if options.history else {}
    try:
        found = restore.restore(archive.open_archive(options.input), options.to, **homes)
    except FileRefused as refused:
        raise Refused(refused.sentence) from None
    except OSError as error:
        raise Refused(f"不能在“{options.to}”里写文件（错误代码 {error.errno}）。请换一个文件夹。") from None
    for outcome in found.failed:
        say(f"没有恢复：{outcome.sentence}")
    for path in found.reports:
        say(f"已恢复：{path}")
    for path in found.there:
        say(f"已有相同的文件：{path}")
    counted = f"{len(found.reports)} 份报告、{found.versions} 个以前的版本、{found.settings} 个设置文件"
    say(f"共恢复 {counted}，没有覆盖任何文件。")
    return 1 if found.failed else 0
