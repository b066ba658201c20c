"""What can be done with many files: the kinds of work, what each asks for, and the work as a function. No widgets."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from selfeval_gui.batch.task import Action, Outcome, Task, free_targets
from selfeval_gui.gui.batch.runner import Reporter

_VERY_LONG = 3600.0


class Job(StrEnum):
    """The words are the user's."""

    CHECK = "合规检查"
    EXPORT = "导出到文件夹"
    IMPORT = "导入成报告文件"
    SUMMARY = "生成汇总表"
    MERGE = "合并成一个 PDF"
    ZIP = "打包上报（压缩包）"


HINTS = {
    Job.CHECK: "逐份检查合计、日期、得分、正文与表格，列出错误、警告、提示各几处。双击一行打开那份报告。",
    Job.EXPORT: "每份报告在所选文件夹里各写一个文件。有没改正的错误时，PDF 印“草稿”。",
    Job.IMPORT: "Word、Excel、文本等文件各导入成一个报告文件，放在所选文件夹里；需要核对的内容标为“未核对”。",
    Job.SUMMARY: "每份报告一行：单位、项目、资金、比率、得分、等次、问题数，另有执行率图和问题清单。",
    Job.MERGE: "所有报告排成一个 PDF，每份一个书签，可连续编页码。",
    Job.ZIP: "每份报告的 PDF、Word、Excel、数据文件和审核记录放进一个压缩包，另附汇总表和校验清单。",
}
INTO_FOLDER = (Job.EXPORT, Job.IMPORT)
INTO_FILE = {
    Job.SUMMARY: ("汇总表", "Excel 文件 (*.xlsx)", ".xlsx"),
    Job.MERGE: ("自评报告汇编", "PDF 文件 (*.pdf)", ".pdf"),
    Job.ZIP: ("自评报告", "压缩包 (*.zip)", ".zip"),
}
"""Work that ends in one file: its proposed name, filter and suffix."""


class Order(NamedTuple):
    """`pattern` is the task without source; `target` the folder or file; `formats` for an export."""

    job: Job
    pattern: Task
    target: Path | None = None
    formats: tuple[str, ...] = ("pdf",)


class Result(NamedTuple):
    """What the whole came to: `sentence` for people, `failed` when nothing was written, `file` what was."""

    sentence: str = ""
    failed: bool = False
    file: Path | None = None


def work(
    order: Order, paths: Sequence[Path], numbers: Sequence[int], kept: dict[int, Outcome]
) -> Callable[[Reporter], Result]:
    """What does it for the rows `numbers` of `paths`; `kept` are outcomes of rows that were done before."""
    if order.job is Job.MERGE:
        return lambda reporter: _merge(order, paths, reporter)
    if order.job is Job.ZIP:
        return lambda reporter: _zip(order, paths, reporter)
    tasks = _tasks(order, paths, numbers)

    def each(reporter: Reporter) -> Result:
        from selfeval_gui.batch import pool

        outcomes = dict(kept)
        running = pool.run(tasks, cancelled=reporter.stopped, started=lambda at: reporter.began(numbers[at]))
        for at, outcome in running:
            outcomes[numbers[at]] = outcome
            reporter.done(numbers[at], outcome)
        if order.job is Job.SUMMARY and order.target is not None and not reporter.stopped():
            return _summary(order, order.target, paths, outcomes)
        return Result(file=order.target)

    return each


def _tasks(order: Order, paths: Sequence[Path], numbers: Sequence[int]) -> list[Task]:
    from selfeval_gui.exporting.products import SUFFIXES

    action = {
        Job.CHECK: Action.CHECK,
        Job.EXPORT: Action.EXPORT,
        Job.IMPORT: Action.IMPORT,
        Job.SUMMARY: Action.SUMMARY,
    }[order.job]
    suffixes: dict[str, str] = {}
    if order.job is Job.EXPORT:
        suffixes = {kind: suffix for kind, suffix in SUFFIXES.items() if kind in order.formats}
    elif order.job is Job.IMPORT:
        suffixes = {"json": ".zxzp.json"}
    # All rows have their names, so that a row that is tried again gets the one it had.
    targets = free_targets(list(paths), order.target or Path(), suffixes)
    return [replace(order.pattern, action=action, source=str(paths[n]), targets=targets[n]) for n in numbers]


def _summary(order: Order, target: Path, paths: Sequence[Path], outcomes: dict[int, Outcome]) -> Result:
    from selfeval_gui import storage
    from selfeval_gui.exporting.excel import summary_book, summary_row

    entries, failures = [], []
    for number in sorted(outcomes):
        outcome = outcomes[number]
        if outcome.done:
            entries.append(summary_book.Entry(paths[number].name, summary_row.Row.of(outcome.value["row"])))
        else:
            failures.append(summary_book.Failure(paths[number].name, outcome.sentence))
    if not entries:
        return Result("没有一个文件可以汇总，没有写出汇总表。", failed=True)
    data = summary_book.summary_bytes(entries, failures, date.fromisoformat(order.pattern.today))
    return _told(storage.write_atomically(target, data, overwrite=True), target)


def _merge(order: Order, paths: Sequence[Path], reporter: Reporter) -> Result:
    from selfeval_gui.batch import pool

    pattern, target = order.pattern, order.target or Path()
    task = replace(
        pattern, action=Action.MERGE, sources=tuple(map(str, paths)), targets={"pdf": str(target)}, force=True
    )
    for number in range(len(paths)):
        reporter.began(number)
    ((_, outcome),) = pool.run([task], seconds=_VERY_LONG)
    left = {path: str(reason) for path, reason in outcome.value.get("left", ())}
    for number, path in enumerate(paths):
        reason = left.get(str(path), "" if outcome.done else outcome.sentence)
        reporter.done(number, Outcome(not reason, reason or "已放入"))
    return Result("" if outcome.done else outcome.sentence, not outcome.done, target if outcome.done else None)


def _zip(order: Order, paths: Sequence[Path], reporter: Reporter) -> Result:
    from selfeval_gui.batch import handover

    target = order.target or Path()
    outcome = handover.zipped(
        paths, target, replace(order.pattern, force=True), done=reporter.done, cancelled=reporter.stopped
    )
    if not outcome.written:
        return Result(outcome.sentence, failed=bool(outcome.sentence))
    return Result(file=target)


def _told(outcome: Any, target: Path) -> Result:
    return Result(file=target) if outcome.ok else Result(outcome.sentence, failed=True)
