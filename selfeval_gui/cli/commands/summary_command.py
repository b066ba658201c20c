"""`selfeval summary`: the reports of a folder in one workbook, a row each."""

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path

from selfeval_gui import storage
from selfeval_gui.batch.task import Action, Outcome
from selfeval_gui.cli import many
from selfeval_gui.cli.console import Refused, say
from selfeval_gui.cli.report_files import write


def run(options: argparse.Namespace) -> int:
    """Summarise; what cannot be read is listed in the workbook, and makes the exit status 3. Raises `Refused`."""
    files = many.expanded(options.files)
    if storage.is_there(options.output) and not options.force:
        raise Refused(f"“{options.output}”已存在，没有覆盖。请换一个文件名，或加上 --force 覆盖它。")
    pattern = many.pattern(Action.SUMMARY, options)
    tasks = [replace(pattern, source=str(path)) for path in files]
    outcomes: dict[int, Outcome] = {}

    def tell(index: int, outcome: Outcome) -> None:
        outcomes[index] = outcome
        if not outcome.done:
            say(many.left_out("没有汇总", files[index], outcome.sentence))

    many.work(tasks, "正在汇总", tell, options.jobs)
    failed = sum(1 for outcome in outcomes.values() if not outcome.done)
    if failed == len(files):
        raise Refused("没有一个文件可以汇总，没有写出汇总表。")
    write(_workbook(files, outcomes, date.fromisoformat(pattern.today)), options.output, options.force)
    say(f"已汇总 {len(files) - failed} 份报告：{options.output}")
    if failed:
        raise Refused(f"有 {failed} 个文件没有汇总，见汇总表“未能汇总”页。")
    return 0


def _workbook(files: list[Path], outcomes: dict[int, Outcome], day: date) -> bytes:
    from selfeval_gui.exporting.excel import summary_book, summary_row

    entries, failures = [], []
    for index, path in enumerate(files):
        outcome = outcomes[index]
        if outcome.done:
            entries.append(summary_book.Entry(path.name, summary_row.Row.of(outcome.value["row"])))
        else:
            failures.append(summary_book.Failure(path.name, outcome.sentence))
    return summary_book.summary_bytes(entries, failures, day)
