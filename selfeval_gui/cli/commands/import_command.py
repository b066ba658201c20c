"""`selfeval import`: a foreign file, or one of the program's own, becomes a report file."""

import argparse
from dataclasses import replace
from pathlib import Path

from selfeval_gui import importing, storage
from selfeval_gui.batch.task import IMPORTABLE, Action, Outcome, free_targets
from selfeval_gui.cli import many
from selfeval_gui.cli.console import Misused, Refused, give, give_json, say
from selfeval_gui.cli.report_files import name_of, new_file, save
from selfeval_gui.importing.plan import copy_marks
from selfeval_gui.report import form as forms
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import get
from selfeval_gui.report.frozen import frozen

_SHOWN = 40  # characters of a text in the list


@frozen
class _Found:
    """What the input holds; `doubtful` are the paths that a person has to look at."""

    file: storage.ReportFile
    recognised: tuple[str, ...]
    doubtful: frozenset[str]
    unplaced: tuple[storage.Unplaced, ...]
    warnings: tuple[str, ...]


def run(options: argparse.Namespace) -> int:
    """Import, save, and list what was recognised. Raises `Refused`, `Misused`."""
    if options.to is not None:
        return _import_many(options)
    if len(options.files) > 1:
        raise Misused("有多个文件时，请用 --to 文件夹。")
    if options.output is None and not options.json:
        raise Misused("缺少 -o 报告文件（只看识别结果时，写 --json；导入多个文件时，写 --to 文件夹）。")
    found = _find(options.files[0], options.report)
    if options.output is not None:
        save(found.file, options.output, options.force)
    if options.json:
        give_json(
            {
                "report": storage.report_object(found.file.report),
                "recognised": list(found.recognised),
                "unplaced": [{"text": piece.text, "where": piece.where} for piece in found.unplaced],
                "warnings": list(found.warnings),
            }
        )
    else:
        for warning in found.warnings:
            say(f"提示：{warning}")
        give("\n".join(_lines(found)))
    return 0


def _import_many(options: argparse.Namespace) -> int:
    """Every file in working processes. Raises `Refused` when one was not imported, after the others are done."""
    if options.output is not None or options.report is not None or options.json:
        raise Misused("--to 不能和 -o、--report、--json 同时写。")
    many.need_folder(options.to)
    files = many.expanded(options.files, IMPORTABLE)
    targets = free_targets(files, options.to, {"json": ".zxzp.json"})
    pattern = many.pattern(Action.IMPORT, options)
    tasks = [replace(pattern, source=str(path), targets=target) for path, target in zip(files, targets, strict=True)]
    failed = 0

    def tell(index: int, outcome: Outcome) -> None:
        nonlocal failed
        count = f"[{index + 1}/{len(files)}] "
        for note in outcome.notes:
            say(f"提示：{files[index].name}：{note}")
        if outcome.done:
            say(f"{count}已导入：{outcome.value['file']}（{outcome.sentence}）")
        else:
            failed += 1
            say(f"{count}没有导入“{files[index]}”：{outcome.sentence}")

    many.work(tasks, "正在导入", tell, options.jobs)
    if failed:
        raise Refused(f"有 {failed} 个文件没有导入。")
    return 0


def taken_from(path: Path, number: int | None) -> importing.Taken:
    """What a file holds; `number` (from 1) chooses one of several reports in it. Raises `Refused`."""
    form = forms.load(forms.DEFAULT_FORM)
    try:
        return importing.take_file(path, form, report_index=None if number is None else number - 1)
    except importing.SeveralReports as several:
        choices = "\n".join(f"  --report {at}  {title}" for at, title in enumerate(several.titles, 1))
        raise Refused(f"“{path.name}”里有 {len(several.titles)} 份自评报告，请选择一份：\n{choices}") from None
    except importing.ImportRefused as refused:
        named = path.name in refused.sentence
        raise Refused(refused.sentence if named else f"“{path.name}”：{refused.sentence}") from None


def _find(path: Path, number: int | None) -> _Found:
    taken = taken_from(path, number)
    proposal = taken.proposal
    unplaced = tuple(storage.Unplaced(piece.text, piece.where) for piece in proposal.unplaced)
    file = taken.own
    if file is None:
        file = new_file(proposal.report)
        marks = copy_marks(proposal)
        source = {"file": path.name, "imported": file.created}
        file = replace(file, review=storage.Review(source, marks, unplaced))
    return _Found(
        file,
        tuple(found.path for found in proposal.recognised),
        frozenset(found.path for found in proposal.recognised if found.certainty == "check"),
        unplaced,
        proposal.warnings,
    )


def _lines(found: _Found) -> list[str]:
    """What was recognised and what was not, for reading."""
    form = forms.load(found.file.form)
    lines = [f"识别了 {len(found.recognised)} 项："]
    for path in found.recognised:
        text = blank(path).kind.show(get(found.file.report, path))
        doubt = "　（请核对）" if path in found.doubtful else ""
        lines.append(f"  {name_of(form, path)}：{_short(text)}{doubt}")
    if found.unplaced:
        lines.append(f"没有放入报告的内容 {len(found.unplaced)} 处：")
        lines += [f"  {piece.where or '原文'}：{_short(piece.text)}" for piece in found.unplaced]
    else:
        lines.append("没有遗漏的内容。")
    return lines


def _short(text: str) -> str:
    line = " ".join(text.split("\n"))
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}……（共 {len(line)} 字）"
