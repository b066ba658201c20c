"""`selfeval handover`: several reports as one PDF, or a zip with everything of each."""

import argparse
from pathlib import Path

from selfeval_gui import resources, storage
from selfeval_gui.batch import handover
from selfeval_gui.batch.task import Action, Outcome
from selfeval_gui.cli import many
from selfeval_gui.cli.console import Misused, Refused, say, show_progress
from selfeval_gui.cli.report_files import write


def run(options: argparse.Namespace) -> int:
    """Write what was asked for. Raises `Misused`, `Refused`; also when a report was left out."""
    if options.pdf is None and options.zip is None:
        raise Misused("--pdf 和 --zip 至少要写一个。")
    for target in (options.pdf, options.zip):
        if target is not None and storage.is_there(target) and not options.force:
            raise Refused(f"“{target}”已存在，没有覆盖。请换一个文件名，或加上 --force 覆盖它。")
    files = many.expanded(options.files)
    left: set[Path] = set()
    if options.pdf is not None:
        left |= _pdf(files, options)
    if options.zip is not None:
        left |= _zip(files, options)
    if left:
        raise Refused(f"有 {len(left)} 个文件没有放入。")
    return 0


def _pdf(files: list[Path], options: argparse.Namespace) -> set[Path]:
    from selfeval_gui.printing import face, fonts

    def step(at: int) -> None:
        show_progress(f"[{at + 1}/{len(files)}] 正在排版 {files[at].name}")

    pattern = many.pattern(Action.HANDOVER, options)
    try:
        data, left = handover.merged(
            files, pattern, count_on=options.continuous, double_sided=options.double_sided, step=step
        )
    except face.FaceError as damaged:
        raise Refused(f"{damaged}。请加上 --bundled-fonts 再试，只用随程序提供的字体。") from None
    except (fonts.FontsMissing, resources.ResourceMissing) as missing:
        raise Refused(str(missing)) from None
    show_progress("")
    for path, reason in left:
        say(many.left_out("没有放入", path, reason))
    if data is None:
        raise Refused("没有一个文件可以放入，没有写出 PDF。")
    write(data, options.pdf, options.force)
    say(f"已合并 {len(files) - len(left)} 份报告：{options.pdf}")
    return {path for path, _ in left}


def _zip(files: list[Path], options: argparse.Namespace) -> set[Path]:
    left: set[Path] = set()
    done = 0

    def told(index: int, outcome: Outcome) -> None:
        nonlocal done
        done += 1
        show_progress("")
        if not outcome.done:
            left.add(files[index])
            say(many.left_out("没有放入", files[index], outcome.sentence))
        if done < len(files):
            show_progress(f"[{done}/{len(files)}] 正在打包")

    pattern = many.pattern(Action.HANDOVER, options)
    outcome = handover.zipped(files, options.zip, pattern, done=told, processes=options.jobs)
    if not outcome.written:
        raise Refused(outcome.sentence)
    say(f"已打包 {len(files) - len(left)} 份报告：{options.zip}")
    return left
