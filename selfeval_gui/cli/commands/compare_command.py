"""`selfeval compare`: what differs between two reports, whatever files they stand in."""

import argparse
from pathlib import Path
from typing import Any

from selfeval_gui import importing, storage
from selfeval_gui.cli.commands.import_command import taken_from
from selfeval_gui.cli.console import Misused, Refused, give, give_json, say
from selfeval_gui.cli.report_files import write
from selfeval_gui.report import form as forms
from selfeval_gui.report.comparison import Comparison, Line, compare
from selfeval_gui.report.model import Report

_SHOWN = 60


def run(options: argparse.Namespace) -> int:
    """List what differs, or write it to a file. Raises `Refused`, `Misused`."""
    target: Path | None = options.output
    if target is not None and target.suffix.lower() not in (".pdf", ".xlsx"):
        raise Misused("-o 后面要写 .pdf 或 .xlsx 文件。")
    if target is not None and storage.is_there(target) and not options.force:
        raise Refused(f"“{target}”已存在，没有覆盖。请换一个文件名，或加上 --force 覆盖它。")
    old, new = taken_from(options.old, None), taken_from(options.new, None)
    form = forms.load(_form_of(new) or _form_of(old) or forms.DEFAULT_FORM)
    found = compare(old.proposal.report, new.proposal.report, form)
    if options.json:
        give_json([_plain(line) for line in found.lines])
    elif target is None:
        give("\n".join(_told(found)))
    if target is not None:
        write(_file(found, target, options, new.proposal.report, form.id), target, options.force)
        say(f"已写出对比表：{target}")
    return 0


def _form_of(taken: importing.Taken) -> str:
    return taken.own.form if taken.own is not None else ""


def _file(found: Comparison, target: Path, options: argparse.Namespace, new: Report, form_id: str) -> bytes:
    from selfeval_gui.exporting import comparison

    sides = comparison.Sides(options.old.name, options.new.name)
    if target.suffix.lower() == ".xlsx":
        return comparison.xlsx(found, sides)
    return comparison.pdf(comparison.record_of(found, sides, new.cover.project_name), form_id)


def _plain(line: Line) -> dict[str, Any]:
    return {
        "part": line.part,
        "field": line.path,
        "name": line.name,
        "kind": line.what,
        "old": line.old,
        "new": line.new,
        "sentences": [{"old": one.old, "new": one.new} for one in line.sentences],
    }


def _told(found: Comparison) -> list[str]:
    if not found.lines:
        return ["两份报告内容相同。"]
    lines = []
    for line in found.lines:
        rise = f"（{line.change}）" if line.change else ""
        head = f"{line.what}  {line.part}·{line.name}"
        if not line.is_text:
            lines.append(f"{head}：{_short(line.old)} → {_short(line.new)}{rise}")
            continue
        lines.append(f"{head}：" + ("" if line.sentences else "只有空格、分段不同"))
        for one in line.sentences:
            lines += [f"  － {one.old}"] if one.old else []
            lines += [f"  ＋ {one.new}"] if one.new else []
    lines += [f"计算  {name}：{old or '（空）'} → {new or '（空）'}" for name, old, new in found.rates]
    return [*lines, f"共{found.counts}。"]


def _short(text: str) -> str:
    line = " ".join(text.split("\n")) or "（空）"
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}……"
