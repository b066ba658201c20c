"""Work on many files from the command line: in parallel, told in the files' order, with progress.

What is done with each file is `batch`'s; what a command says about it is the command's.
"""

import argparse
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from selfeval_gui import folders
from selfeval_gui.batch import pool
from selfeval_gui.batch.task import REPORT_SUFFIXES, Action, Outcome, Task, files_below
from selfeval_gui.cli.console import Refused, show_progress

Tell = Callable[[int, Outcome], None]


def expanded(paths: Sequence[Path], suffixes: tuple[str, ...] = REPORT_SUFFIXES[:2]) -> list[Path]:
    """The files named, and those of these kinds in the folders named. Raises `Refused` for an empty folder."""
    found: list[Path] = []
    for path in paths:
        below = files_below(path, suffixes)
        if not below:
            raise Refused(f"文件夹“{path}”里没有可以处理的文件。")
        found += below
    return list(dict.fromkeys(found))


def pattern(action: Action, options: argparse.Namespace) -> Task:
    """The task that all files have in common, from the command's options."""
    from selfeval_gui.cli.office_words import office

    draft = "yes" if getattr(options, "draft", False) else "no" if getattr(options, "final", False) else "check"
    bundled = getattr(options, "bundled_fonts", False)
    return Task(
        action,
        "",
        datetime.now().astimezone().date().isoformat(),
        draft=draft,
        data=not getattr(options, "no_data", False),
        force=getattr(options, "force", False),
        fonts=() if bundled else tuple(map(str, folders.fonts())),
        official=getattr(options, "official_fonts", False),
        office=office().write().decode("utf-8"),
    )


def work(tasks: Sequence[Task], doing: str, tell: Tell, processes: int | None = None) -> None:
    """Do all tasks; `tell` hears of each in the tasks' order, as soon as it and all before it are done."""
    early: dict[int, Outcome] = {}
    next_ = 0
    show_progress(f"[0/{len(tasks)}] {doing}")
    for done, (index, outcome) in enumerate(pool.run(tasks, processes=processes), 1):
        early[index] = outcome
        show_progress("")
        while next_ in early:
            tell(next_, early.pop(next_))
            next_ += 1
        if done < len(tasks):
            show_progress(f"[{done}/{len(tasks)}] {doing}")


def need_folder(folder: Path) -> None:
    """Make the folder that files go to, unless it is there. Raises `Refused` when that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Refused(f"建不了文件夹“{folder}”，没有写任何文件。请换一个文件夹。") from None


def left_out(what: str, path: Path, sentence: str) -> str:
    """That a file was left out, and why; a sentence that names the file is not told the name again."""
    return f"{what}：{sentence}" if path.name in sentence else f"{what}“{path}”：{sentence}"
