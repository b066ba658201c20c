"""`selfeval check`: what a reviewer would send back, for one report file or many."""

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import Any

from selfeval_gui import checking, storage
from selfeval_gui.cli.console import Refused, give, give_json, say
from selfeval_gui.cli.report_files import name_of, opened
from selfeval_gui.report import form as forms

WORDS = {checking.ERROR: "错误", checking.WARNING: "警告", checking.HINT: "提示"}
CLEAN, WITH_ERRORS = 0, 1


def run(options: argparse.Namespace) -> int:
    """Check every file; 1 when one has errors. Raises `Refused` when one cannot be read, after the others are done."""
    files: list[Path] = options.files
    today = datetime.now().astimezone().date()
    results: list[dict[str, Any]] = []
    refused: list[str] = []
    status = CLEAN
    for path in files:
        try:
            file = opened(path).file
        except Refused as no:
            refused.append(no.sentence)
            if len(files) > 1:
                say(no.sentence)
            continue
        findings = findings_of(file, today)
        if checking.count(findings)[checking.ERROR]:
            status = WITH_ERRORS
        if options.json:
            results.append({"file": str(path), "findings": [_plain(one) for one in findings]})
        else:
            _tell(path, file, findings, many=len(files) > 1)
    if options.json and (results or not refused):
        give_json(results[0]["findings"] if len(files) == 1 else results)
    if refused:
        raise Refused(refused[0] if len(files) == 1 else f"有 {len(refused)} 个文件没有检查。")
    return status


def findings_of(file: storage.ReportFile, today: date) -> tuple[checking.Finding, ...]:
    """What the check finds in a report file, without what its explanations answer."""
    return checking.check(file.report, forms.load(file.form), context_of(file, today))


def context_of(file: storage.ReportFile, today: date) -> checking.Context:
    """What a report file tells the check besides its report."""
    marks = file.review.unreviewed
    return checking.Context(
        today=today,
        explanations=frozenset((entry.rule, entry.field) for entry in file.explanations),
        unreviewed=frozenset(marks) if marks else None,
    )


def _plain(one: checking.Finding) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "severity": one.severity.value,
        "field": one.field,
        "message": one.message,
        "passages": [
            {"field": place.field, "text": place.text, "start": place.start, "end": place.end} for place in one.passages
        ],
        "fix": one.fix is not None,
    }


def _tell(path: Path, file: storage.ReportFile, findings: tuple[checking.Finding, ...], *, many: bool) -> None:
    form = forms.load(file.form)
    lines = [f"{WORDS[one.severity]} {one.rule}  {name_of(form, one.field)}：{one.message}" for one in findings]
    if many and lines:
        lines.insert(0, f"—— {path} ——")
    if lines:
        give("\n".join(lines))
    counts = "，".join(f"{WORDS[kind]} {number} 处" for kind, number in checking.count(findings).items())
    say(f"{f'{path}：' if many else ''}{counts if findings else '没有发现问题'}。")
