"""`selfeval rollover`: next year's draft from last year's report, whatever file it stands in."""

import argparse
from dataclasses import replace

from selfeval_gui import storage
from selfeval_gui.cli.commands.import_command import taken_from
from selfeval_gui.cli.console import Misused, say
from selfeval_gui.cli.report_files import new_file, save
from selfeval_gui.importing import live_figures, rollover
from selfeval_gui.report import form as forms
from selfeval_gui.report.live import refresh


def run(options: argparse.Namespace) -> int:
    """Write the draft, and say how much of it somebody has to look at. Raises `Refused`, `Misused`."""
    taken = taken_from(options.input, options.report)
    report = taken.proposal.report
    form = forms.load(taken.own.form if taken.own is not None else forms.DEFAULT_FORM)
    last = rollover.last_year(report)
    if options.year is None and last is None:
        raise Misused("上年的文件没有写明年度，请用 --year 写明新的评价年度。")
    year = options.year if options.year is not None else (last or 0) + 1
    new, marks = rollover.rollover(report, form, year)
    old_live = taken.own.live if taken.own is not None else ()
    new, live = refresh(new, form, live_figures.carried(report, new, old_live, year))
    file = new_file(new, form.id)
    source = {
        "file": options.input.name,
        "imported": file.created,
        "year": last,
        "cleared": rollover.cleared(report, new),
        "last_year": rollover.remembered(report),
    }
    left = () if taken.own is not None else taken.proposal.unplaced
    unplaced = tuple(storage.Unplaced(piece.text, piece.where) for piece in left)
    save(replace(file, review=storage.Review(source, marks, unplaced), live=live), options.output, options.force)
    for warning in taken.proposal.warnings:
        say(f"提示：{warning}")
    say(f"{year}年度草稿：沿用的 {len(marks)} 处标为“未核对”，金额、结果、得分、等次和日期留空。")
    if last is not None and year <= last:
        say(f"提示：上年文件是 {last} 年度的，新的年度没有更晚，请核对。")
    return 0
