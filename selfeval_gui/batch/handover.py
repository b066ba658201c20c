"""What is handed over for several reports: one PDF of all, or a zip with everything of each.

One report that cannot be read is left out and named. Bytes and files only; nobody is asked anything.
"""

import hashlib
import os
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from selfeval_gui import storage
from selfeval_gui.batch import pool, workshop
from selfeval_gui.batch.task import Action, Outcome, Task, stem_of
from selfeval_gui.storage import disk
from selfeval_gui.storage import outcomes as outcomes_of_storage

PIECES = {"pdf": ".pdf", "docx": ".docx", "xlsx": ".xlsx", "json": ".zxzp.json", "record": "-审核记录.pdf"}
"""What a zip holds of each report, with the end of its file's name."""
LIST, SUMMARY = "清单.txt", "汇总表.xlsx"
_MOMENT = (1980, 1, 1, 0, 0, 0)


class Zipped(NamedTuple):
    """Whether the zip was written; `sentence` says why not, "" when the user has cancelled."""

    written: bool
    sentence: str


def kinds() -> tuple[str, ...]:
    """The pieces that this program can make."""
    from selfeval_gui.exporting import products

    return tuple(kind for kind in PIECES if kind in products.SUFFIXES or kind in ("json", "record"))


def zipped(
    sources: Sequence[Path],
    target: Path,
    pattern: Task,
    *,
    done: Callable[[int, Outcome], None] = lambda *_: None,
    cancelled: Callable[[], bool] = lambda: False,
    processes: int | None = None,
) -> Zipped:
    """Write the zip of all reports; `done` hears what came of each.

    `pattern` is the task with everything but source and targets. The pieces are made by working processes in a
    temporary folder and packed one by one, so that a thousand reports need the memory of one.
    """
    wanted = kinds()
    with workshop.opened() as folder:
        tasks = []
        for at, source in enumerate(sources):
            targets = {kind: str(folder / f"{at}{PIECES[kind]}") for kind in wanted}
            tasks.append(replace(pattern, action=Action.HANDOVER, source=str(source), targets=targets))
        outcomes: list[Outcome | None] = [None] * len(tasks)
        for index, outcome in pool.run(tasks, processes=processes, cancelled=cancelled):
            outcomes[index] = outcome
            done(index, outcome)
        if cancelled():
            return Zipped(False, "")
        if not any(outcome is not None and outcome.done for outcome in outcomes):
            return Zipped(False, "没有一个文件可以放入，没有写出压缩包。")
        if storage.is_there(target) and not pattern.force:
            return Zipped(False, f"“{target}”已存在，没有覆盖。请换一个文件名，或选择覆盖。")
        return _placed(target, lambda made: _pack(made, sources, tasks, outcomes, date.fromisoformat(pattern.today)))


def _pack(
    made: Path, sources: Sequence[Path], tasks: Sequence[Task], outcomes: Sequence[Outcome | None], day: date
) -> None:
    from selfeval_gui.exporting.excel import summary_book, summary_row

    lines, entries, failures, taken = [], [], [], set()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:

        def add(name: str, data: bytes) -> None:
            entry = zipfile.ZipInfo(name, _MOMENT)
            packed = name.endswith((".pdf", ".xlsx", ".docx"))
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
            lines.append(f"{hashlib.sha256(data).hexdigest()}  {name}")

        number = 0
        for source, task, outcome in zip(sources, tasks, outcomes, strict=True):
            if outcome is None or not outcome.done:
                reason = outcome.sentence if outcome is not None else "没有处理。"
                failures.append(summary_book.Failure(source.name, reason))
                continue
            number += 1
            stem = f"{number:03d}-{stem_of(source)}"
            while stem.lower() in taken:
                stem += "_"
            taken.add(stem.lower())
            for kind, place in task.targets.items():
                add(f"{stem}/{stem_of(source)}{PIECES[kind]}", Path(place).read_bytes())
            entries.append(summary_book.Entry(source.name, summary_row.Row.of(outcome.value["row"])))
        add(SUMMARY, summary_book.summary_bytes(entries, failures, day))
        left = [f"未放入：{failure.file}：{failure.reason}" for failure in failures]
        text = "\n".join([*lines, *left]) + "\n"
        archive.writestr(zipfile.ZipInfo(LIST, _MOMENT), text.encode("utf-8-sig"))


def _placed(target: Path, write: Callable[[Path], None]) -> Zipped:
    """A large file at its place, as a whole or not at all: written beside it, synced, renamed."""
    made = target.with_name(f".{target.name}.part")
    try:
        write(made)
        with made.open("rb+") as written:
            os.fsync(written.fileno())
        disk.replace(made, target, time.sleep)
        disk.sync_folder(target.parent)
    except OSError as error:
        disk.remove(made, disk.at_once)
        return Zipped(False, outcomes_of_storage.of_error(error, target).sentence)
    return Zipped(True, "")


def merged(
    sources: Sequence[Path], pattern: Task, *, count_on: bool, double_sided: bool, step: Callable[[int], None]
) -> tuple[bytes | None, list[tuple[Path, str]]]:
    """One PDF of all reports, and those left out with the reason; None when none could be read.

    `step` is told the index of the report that is being set. Raises `FaceError`, `FontsMissing`, `ResourceMissing`.
    """
    from selfeval_gui.batch import works
    from selfeval_gui.printing import merged as volume
    from selfeval_gui.printing.produce import title_of

    left: list[tuple[Path, str]] = []

    def bound() -> Iterator[volume.Bound]:
        for at, source in enumerate(sources):
            step(at)
            try:
                loaded = storage.load(source)
            except storage.FileRefused as refused:
                left.append((source, refused.sentence))
                continue
            if loaded.read_only:
                left.append((source, works.NEWER))
                continue
            file = loaded.file
            unit = file.report.cover.project_unit
            title = f"{unit}：{title_of(file.report, file.form)}" if unit else title_of(file.report, file.form)
            yield volume.Bound(file.report, file.form, title, works.is_draft(file, pattern))

    try:
        data = volume.pdf(
            bound(),
            works.fonts_of(pattern.fonts),
            "项目支出绩效自评报告汇编",
            count_on=count_on,
            double_sided=double_sided,
        )
    except ValueError:
        return None, left
    return data, left
