"""`selfeval export`: report files become PDF, Word and Excel files."""

import argparse
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from selfeval_gui import folders, resources, storage
from selfeval_gui.cli.console import Misused, Refused, say
from selfeval_gui.cli.report_files import opened, write
from selfeval_gui.exporting import products
from selfeval_gui.report import form as forms


def run(options: argparse.Namespace) -> int:
    """Export one file to named files, or many into a folder. Raises `Misused`, and `Refused` for one file."""
    files: list[Path] = options.files
    named = {kind: target for kind in products.SUFFIXES if (target := getattr(options, kind)) is not None}
    if bool(named) == (options.to is not None):
        raise Misused("--pdf、--docx、--xlsx 和 --to 要写其中一种；--to 不能和其他几个同时写。")
    if options.template is not None and "docx" not in named:
        raise Misused("--template 要和 --docx 一起写。")
    if named:
        if len(files) > 1:
            raise Misused("有多个报告文件时，请用 --to 文件夹，不能用 --pdf、--docx 或 --xlsx。")
        _export(files[0], named, options)
        return 0
    return _export_many(options)


def _export_many(options: argparse.Namespace) -> int:
    """Every file in working processes. Raises `Refused` when one was not exported, after the others are done."""
    from selfeval_gui.batch.task import Action, Outcome, free_targets
    from selfeval_gui.cli import many

    files = many.expanded(options.files)
    many.need_folder(options.to)
    kinds = {kind: suffix for kind, suffix in products.SUFFIXES.items() if kind in (options.formats or ["pdf"])}
    pattern = many.pattern(Action.EXPORT, options)
    targets = free_targets(files, options.to, kinds)
    tasks = [replace(pattern, source=str(path), targets=target) for path, target in zip(files, targets, strict=True)]
    failed = 0

    def tell(index: int, outcome: Outcome) -> None:
        nonlocal failed
        count = f"[{index + 1}/{len(files)}] " if len(files) > 1 else ""
        for note in outcome.notes:
            say(f"提示：{files[index].name}：{note}")
        if outcome.done:
            say("\n".join(f"{count}已导出：{target}" for target in targets[index].values()))
        else:
            failed += 1
            say(many.left_out(f"{count}没有导出", files[index], outcome.sentence))

    many.work(tasks, "正在导出", tell, options.jobs)
    if failed:
        raise Refused(f"有 {failed} 个文件没有导出。")
    return 0


def _export(source: Path, targets: dict[str, Path], options: argparse.Namespace) -> None:
    """One file. Raises `Refused`."""
    loaded = opened(source)
    if loaded.read_only:
        raise Refused(f"“{source.name}”由更新的版本保存，本程序只能识别一部分，不能导出。请升级本程序。")
    # Before the pages are made: for a name that is taken, the work would be in vain.
    for target in targets.values():
        if storage.is_there(target) and not options.force:
            raise Refused(f"“{target}”已存在，没有覆盖。请换一个文件名，或加上 --force 覆盖它。")
    for kind, target in targets.items():
        if kind == "docx" and options.template is not None:
            write(_filled(loaded.file, options.template), target, options.force)
            say(f"已导出：{target}")
            continue
        write(_made(loaded.file, kind, options, source.name), target, options.force)
        say(f"已导出：{target}")


def _filled(file: storage.ReportFile, blank: Path) -> bytes:
    """The blank form with the report's values; what found no place is said. Raises `Refused`."""
    from selfeval_gui.importing import ImportRefused, template

    form = forms.load(file.form)
    try:
        made = template.fill_file(blank, file, form)
    except ImportRefused as refused:
        raise Refused(refused.sentence) from None
    say(f"已填入 {len(made.written)} 项。")
    for found, words in ((made.left, "没有地方填"), (made.doubtful, "填入后读出的不同，请核对")):
        for field, value in found:
            say(f"提示：“{template.name_of(form, field)}”{words}：{_short(value)}")
    return made.document


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}……"


def _has_open_errors(file: storage.ReportFile) -> bool:
    """Whether the check finds an error: a report with errors is printed as a draft."""
    from selfeval_gui import checking
    from selfeval_gui.cli.office_words import office

    context = checking.context_of(file, datetime.now().astimezone().date(), office=office())
    return checking.has_errors(file.report, forms.load(file.form), context)


def _made(file: storage.ReportFile, kind: str, options: argparse.Namespace, name: str) -> bytes:
    from selfeval_gui.printing import face, fonts, produce

    # Who made the report final has seen what the check found.
    final = kind == "xlsx" or options.final or file.state == "final"
    try:
        book = produce.font_book(() if options.bundled_fonts else folders.fonts())
        draft = options.draft or (not final and _has_open_errors(file))
        product = products.made(file, kind, products.Wish(book, draft, not options.no_data))
    except face.FaceError as damaged:
        raise Refused(f"{damaged}。请加上 --bundled-fonts 再试，只用随程序提供的字体。") from None
    except (fonts.FontsMissing, resources.ResourceMissing) as missing:
        raise Refused(str(missing)) from None
    for note in product.notes:
        say(f"提示：{name}：{note}")
    return product.data
