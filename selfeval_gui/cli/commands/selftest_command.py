"""`selfeval selftest`: does everything that the program depends on work on this machine; with a report to send."""

import argparse
import os
from datetime import datetime
from pathlib import Path

from selfeval_gui import folders, selftest, storage
from selfeval_gui.cli.console import Refused, give, give_json, say
from selfeval_gui.cli.report_files import write
from selfeval_gui.selftest import machine as machines


def run(options: argparse.Namespace) -> int:
    """Check, say how each check ended, write the report. 1 when something failed. Raises `Refused`."""
    if options.output is not None and storage.is_there(options.output) and not options.force:
        raise Refused(f"“{options.output}”已存在，没有覆盖。请换一个文件名，或加上 --force 覆盖它。")
    machine = this_machine()
    facts = machines.facts(machine, datetime.now().astimezone())
    results = selftest.run(machine, tell=lambda title: say(f"正在检查：{title}……"))
    if options.json:
        give_json(selftest.as_json(results, facts))
    elif options.output is None:
        give(selftest.as_text(results, facts))
    else:
        for result in results:
            say(f"[{result.status.value}] {result.title}：{result.sentence}")
    if options.output is not None:
        write(selftest.as_text(results, facts).encode("utf-8-sig"), options.output, options.force)
        say(f"自检报告已写入：{options.output}")
    return 1 if selftest.failed(results) else 0


def this_machine() -> selftest.Machine:
    """The folders of this machine and this user."""
    own = {"设置": folders.config(), "数据": folders.data(), "日志": folders.logs()}
    work = folders.data() / f"selftest-{os.getpid()}"
    return selftest.Machine(own, folders.documents(), work, folders.fonts, Path.home())
