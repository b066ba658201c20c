"""`selfeval check`: what a reviewer would send back, for one report file or many."""

import argparse
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from selfeval_gui import checking, folders, storage
from selfeval_gui.batch.task import Action, Outcome
from selfeval_gui.batch.works import plain
from selfeval_gui.cli import many
from selfeval_gui.cli.console import Misused, Refused, give, give_json, say, show_progress
from selfeval_gui.cli.office_words import office
from selfeval_gui.cli.report_files import name_of, opened, write
from selfeval_gui.report import form as forms
from selfeval_gui.report.model import Report

WORDS = {checking.ERROR: "错误", checking.WARNING: "警告", checking.HINT: "提示"}
CLEAN, WITH_ERRORS = 0, 1
_ONE_RECORD = "审核记录一次只能为一个报告文件生成，请一个一个地写 --record。"


def run(options: argparse.Namespace) -> int:
    """Check every file; 1 when one has errors. Raises `Refused` when one cannot be read, after the others are done."""
    if options.record is not None:
        _refuse_record(options)
    files = many.expanded(options.files)
    if options.record is not None and len(files) > 1:  # a folder
        raise Misused(_ONE_RECORD)
    if len(files) > 1 and options.last is None and options.record is None:
        return _check_many(files, options)
    today = datetime.now().astimezone().date()
    last = _last_year(options.last) if options.last is not None else None
    own = office()
    results: list[dict[str, Any]] = []
    refused: list[str] = []
    status = CLEAN
    for number, path in enumerate(files, 1):
        show_progress(f"[{number}/{len(files)}] 正在检查 {path}" if len(files) > 1 else "")
        try:
            file = opened(path).file
        except Refused as no:
            show_progress("")
            refused.append(no.sentence)
            if len(files) > 1:
                say(no.sentence)
            continue
        context = context_of(file, today, last, own, options)
        findings = checking.check(file.report, forms.load(file.form), context)
        show_progress("")
        if checking.count(findings)[checking.ERROR]:
            status = WITH_ERRORS
        if options.record is not None:
            _write_record(file, context, today, own, options)
        if options.json:
            results.append({"file": str(path), "findings": [plain(one) for one in findings]})
        else:
            _tell(path, file.form, [plain(one) for one in findings], several=len(files) > 1)
    if options.json and (results or not refused):
        give_json(results[0]["findings"] if len(files) == 1 else results)
    if refused:
        raise Refused(refused[0] if len(files) == 1 else f"有 {len(refused)} 个文件没有检查。")
    return status


def _check_many(files: list[Path], options: argparse.Namespace) -> int:
    """Every file in working processes. Raises `Refused` when one cannot be read, after the others are done."""
    pattern = many.pattern(Action.CHECK, options)
    results: list[dict[str, Any]] = []
    totals = dict.fromkeys((severity.value for severity in WORDS), 0)
    refused = with_errors = 0

    def tell(index: int, outcome: Outcome) -> None:
        nonlocal refused, with_errors
        if not outcome.done:
            refused += 1
            say(outcome.sentence if files[index].name in outcome.sentence else f"“{files[index]}”：{outcome.sentence}")
            return
        for note in outcome.notes:
            say(f"提示：{files[index].name}：{note}")
        for severity, number in outcome.value["counts"].items():
            totals[severity] += number
        with_errors += outcome.value["counts"][checking.ERROR.value] > 0
        if options.json:
            results.append({"file": str(files[index]), "findings": outcome.value["findings"]})
        else:
            _tell(files[index], outcome.value["form"], outcome.value["findings"], several=True)

    many.work([replace(pattern, source=str(path)) for path in files], "正在检查", tell, options.jobs)
    if options.json and (results or not refused):
        give_json(results)
    counts = "，".join(f"{WORDS[checking.Severity(kind)]} {number} 处" for kind, number in totals.items())
    say(f"共检查 {len(files) - refused} 份报告，{with_errors} 份有错误；合计{counts}。")
    if refused:
        raise Refused(f"有 {refused} 个文件没有检查。")
    return WITH_ERRORS if with_errors else CLEAN


def findings_of(
    file: storage.ReportFile, today: date, options: argparse.Namespace | None = None
) -> tuple[checking.Finding, ...]:
    """What the check finds in a report file, without what its explanations answer; on paper too with the `options`."""
    return checking.check(file.report, forms.load(file.form), context_of(file, today, None, office(), options))


def context_of(
    file: storage.ReportFile,
    today: date,
    last_year: Report | None,
    own: checking.Office,
    options: argparse.Namespace | None = None,
) -> checking.Context:
    """What a report file, the office, last year's report and the composed pages (with `options`) tell the check."""
    if options is None:
        return checking.context_of(file, today, last_year=last_year, office=own)
    from selfeval_gui.exporting import on_paper
    from selfeval_gui.printing import produce
    from selfeval_gui.printing.fonts import FontBook

    def fonts() -> FontBook:
        return produce.font_book(() if bundled else folders.fonts())

    bundled, official = options.bundled_fonts, options.official_fonts
    paper, note = on_paper.paper_of(file, fonts, official=official)
    if note:
        say(f"提示：{note}")
    return checking.context_of(file, today, last_year=last_year, office=own, paper=paper)


def _refuse_record(options: argparse.Namespace) -> None:
    """Before anything is checked: what cannot be written. Raises `Misused`, `Refused`."""
    if len(options.files) > 1:
        raise Misused(_ONE_RECORD)
    if options.record.suffix.lower() not in (".pdf", ".xlsx"):
        raise Misused("审核记录的文件名要以 .pdf 或 .xlsx 结尾。")
    if storage.is_there(options.record) and not options.force:
        raise Refused(f"“{options.record}”已存在，没有覆盖。请换一个文件名，或加上 --force 覆盖它。")


def _write_record(
    file: storage.ReportFile,
    context: checking.Context,
    today: date,
    own: checking.Office,
    options: argparse.Namespace,
) -> None:
    from selfeval_gui.exporting import check_record

    record = check_record.record_of(file, context, today, own)
    target: Path = options.record
    is_pdf = target.suffix.lower() == ".pdf"
    data = check_record.pdf(record, file.form) if is_pdf else check_record.xlsx(record, today)
    write(data, target, options.force)
    say(f"已写出审核记录：{target}")


def _last_year(path: Path) -> Report:
    """Last year's report, from any file that can be read. Raises `Refused`."""
    from selfeval_gui.cli.commands.import_command import taken_from

    return taken_from(path, None).proposal.report


def _tell(path: Path, form_id: str, findings: list[dict[str, Any]], *, several: bool) -> None:
    """Findings as `works.plain` gives them."""
    form = forms.load(form_id)
    counts = dict.fromkeys(WORDS, 0)
    lines = []
    for one in findings:
        severity = checking.Severity(one["severity"])
        counts[severity] += 1
        lines.append(f"{WORDS[severity]} {one['rule']}  {name_of(form, one['field'])}：{one['message']}")
    if several and lines:
        lines.insert(0, f"—— {path} ——")
    if lines:
        give("\n".join(lines))
    said = "，".join(f"{WORDS[kind]} {number} 处" for kind, number in counts.items())
    say(f"{f'{path}：' if several else ''}{said if findings else '没有发现问题'}。")
