"""The work itself, one function an action: a task in, an outcome out. Runs in a working process, or right here.

Expected failures are outcomes with a sentence. What is unforeseen is left to the caller.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from selfeval_gui import checking, resources, storage
from selfeval_gui.batch.task import Action, Outcome, Task
from selfeval_gui.report import form as forms
from selfeval_gui.report.money import show_money
from selfeval_gui.report.narrative import project_title

WORDS = {checking.ERROR: "错误", checking.WARNING: "警告", checking.HINT: "提示"}
NEWER = "由更新的版本保存，本程序只能识别一部分，不能处理。请升级本程序。"


class Refused(Exception):
    """The task cannot be done; `str()` of it is the sentence."""


def done(task: Task) -> Outcome:
    """Do it."""
    try:
        return _WORKS[task.action](task)
    except Refused as refused:
        return Outcome(False, str(refused))
    except storage.FileRefused as refused:
        return Outcome(False, refused.sentence)


def _check(task: Task) -> Outcome:
    """`value`: `findings` as `selfeval check --json` gives them, `counts` by severity."""
    loaded = storage.load(Path(task.source))
    findings, note = _findings(loaded.file, task)
    counts = checking.count(findings)
    said = "，".join(f"{WORDS[kind]} {number} 处" for kind, number in counts.items()) if findings else "没有发现问题"
    value = {"findings": [plain(one) for one in findings], "counts": {kind.value: n for kind, n in counts.items()}}
    notes = (*loaded.notes, note) if note else loaded.notes
    return Outcome(True, said, notes, {**value, "form": loaded.file.form})


def plain(one: checking.Finding) -> dict[str, Any]:
    """A finding as JSON."""
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


def _export(task: Task) -> Outcome:
    """`value`: `files`, what was written."""
    from selfeval_gui.exporting import products

    loaded = _opened(task)
    for target in map(Path, task.targets.values()):
        if storage.is_there(target) and not task.force:
            raise Refused(f"“{target}”已存在，没有覆盖。请换一个文件夹，或选择覆盖。")
    notes = list(loaded.notes)
    for kind, name in task.targets.items():
        product = _product(loaded.file, kind, task, products)
        notes += product.notes
        _written(storage.write_atomically(Path(name), product.data, overwrite=task.force))
    names = "、".join(Path(name).name for name in task.targets.values())
    return Outcome(True, f"已导出：{names}", tuple(notes), {"files": list(task.targets.values())})


def _product(file: storage.ReportFile, kind: str, task: Task, products: Any) -> Any:
    from selfeval_gui.printing import face, fonts

    draft = kind in ("pdf", "docx") and is_draft(file, task)
    try:
        return products.made(file, kind, products.Wish(fonts_of(task.fonts), draft, task.data))
    except face.FaceError as damaged:
        raise Refused(f"{damaged}。请改为只用随程序提供的字体再试。") from None
    except (fonts.FontsMissing, resources.ResourceMissing) as missing:
        raise Refused(str(missing)) from None


def is_draft(file: storage.ReportFile, task: Task) -> bool:
    """Whether 草稿 is printed: as wished, or while the check finds errors and nobody has made the report final."""
    if task.draft != "check":
        return task.draft == "yes"
    return file.state != "final" and checking.has_errors(file.report, forms.load(file.form), _context(file, task))


@cache
def fonts_of(folders: tuple[str, ...]) -> Any:
    """One book of fonts for all reports of a process."""
    from selfeval_gui.printing import produce

    return produce.font_book([Path(folder) for folder in folders])


def _import(task: Task) -> Outcome:
    """`value`: `recognised` and `unplaced`, how many; `file`, what was written."""
    from uuid import uuid4

    from selfeval_gui import importing
    from selfeval_gui.importing.plan import copy_marks

    path, form = Path(task.source), forms.load(forms.DEFAULT_FORM)
    try:
        taken = importing.take_file(path, form)
    except importing.SeveralReports as several:
        raise Refused(f"里面有 {len(several.titles)} 份自评报告，请单独导入并选择其中一份。") from None
    except importing.ImportRefused as refused:
        raise Refused(refused.sentence) from None
    proposal, file = taken.proposal, taken.own
    if file is None:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        file = storage.new_file(proposal.report, form.id, file_id=str(uuid4()), now=now)
        unplaced = tuple(storage.Unplaced(piece.text, piece.where) for piece in proposal.unplaced)
        source = {"file": path.name, "imported": now}
        file = replace(file, review=storage.Review(source, copy_marks(proposal), unplaced))
    target = Path(task.targets["json"])
    _written(storage.save(file, target, expected_digest=None, overwrite=task.force))
    doubtful = sum(1 for found in proposal.recognised if found.certainty == "check")
    said = f"识别 {len(proposal.recognised)} 项，其中 {doubtful} 项需核对，未放入 {len(proposal.unplaced)} 处"
    value = {"recognised": len(proposal.recognised), "unplaced": len(proposal.unplaced), "file": str(target)}
    return Outcome(True, said, proposal.warnings, value)


def _summary(task: Task) -> Outcome:
    """`value`: `row`, the fields of `exporting.excel.summary_book.Row`."""
    from selfeval_gui.exporting.excel import summary_row

    loaded = _opened(task)
    findings, note = _findings(loaded.file, task)
    row = summary_row.row_of(loaded.file, findings)
    notes = (*loaded.notes, note) if note else loaded.notes
    return Outcome(True, _title(loaded.file), notes, {"row": row.to_json()})


def _handover(task: Task) -> Outcome:
    """Everything of one report, written to `targets`, which lie in a folder of the caller's. `value`: as `_summary`."""
    from selfeval_gui.exporting import check_record, products

    loaded = _opened(task)
    file = loaded.file
    content = storage.encode(file)
    for kind, name in task.targets.items():
        if kind == "json":
            data = content
        elif kind == "record":
            office, day = _office(task.office), date.fromisoformat(task.today)
            record = check_record.record_of(file, _whole_context(file, task)[0], day, office)
            data = check_record.pdf(record, file.form, fonts_of(task.fonts))
        else:
            data = _product(file, kind, task, products).data
        try:
            Path(name).write_bytes(data)
        except OSError:
            raise Refused("临时文件夹写不下，磁盘可能已满。请清理磁盘后再试。") from None
    return _summary(task)


def _merge(task: Task) -> Outcome:
    """All `sources` as one PDF. `value`: `left`, pairs of a path that was left out and the reason."""
    from selfeval_gui.batch import handover
    from selfeval_gui.printing import face, fonts

    try:
        data, left = handover.merged(
            [Path(source) for source in task.sources],
            task,
            count_on=task.count_on,
            double_sided=task.double_sided,
            step=lambda _: None,
        )
    except face.FaceError as damaged:
        raise Refused(f"{damaged}。请改为只用随程序提供的字体再试。") from None
    except (fonts.FontsMissing, resources.ResourceMissing) as missing:
        raise Refused(str(missing)) from None
    pairs = [[str(path), reason] for path, reason in left]
    if data is None:
        return Outcome(False, "没有一个文件可以放入，没有写出 PDF。", value={"left": pairs})
    _written(storage.write_atomically(Path(task.targets["pdf"]), data, overwrite=task.force))
    return Outcome(True, f"已合并 {len(task.sources) - len(left)} 份报告", value={"left": pairs})


def _opened(task: Task) -> storage.Loaded:
    loaded = storage.load(Path(task.source))
    if loaded.read_only:
        raise Refused(NEWER)
    return loaded


def _findings(file: storage.ReportFile, task: Task) -> tuple[tuple[checking.Finding, ...], str]:
    """What the check finds, on paper too, and a sentence when the pages could not be looked at."""
    context, note = _whole_context(file, task)
    return checking.check(file.report, forms.load(file.form), context), note


def _whole_context(file: storage.ReportFile, task: Task) -> tuple[checking.Context, str]:
    """The context with the report on paper."""
    from selfeval_gui.exporting import on_paper

    paper, note = on_paper.paper_of(file, lambda: fonts_of(task.fonts), official=task.official)
    return _context(file, task, paper), note


def _context(file: storage.ReportFile, task: Task, paper: checking.Paper | None = None) -> checking.Context:
    """Without `paper`, what errors need: fonts and pages give none."""
    return checking.context_of(file, date.fromisoformat(task.today), office=_office(task.office), paper=paper)


@cache
def _office(text: str) -> checking.Office:
    return checking.Office.read(text.encode("utf-8")) if text else checking.Office()


def _written(outcome: storage.Outcome) -> None:
    if not outcome.ok:
        raise Refused(outcome.sentence)


def _title(file: storage.ReportFile) -> str:
    score = file.report.performance.score
    return f"{project_title(file.report)}　{show_money(score)}分" if score else project_title(file.report)


_WORKS = {
    Action.CHECK: _check,
    Action.EXPORT: _export,
    Action.IMPORT: _import,
    Action.SUMMARY: _summary,
    Action.HANDOVER: _handover,
    Action.MERGE: _merge,
}
