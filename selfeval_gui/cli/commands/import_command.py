"""`selfeval import`: a foreign file, or one of the program's own, becomes a report file."""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

from selfeval_gui import importing, storage
from selfeval_gui.cli.console import Misused, Refused, give, give_json, say
from selfeval_gui.cli.report_files import name_of, new_file, save
from selfeval_gui.importing.formats import own_pdf
from selfeval_gui.report import form as forms
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import get, leaf_paths

_SHOWN = 40  # characters of a text in the list
_LARGEST = 50_000_000  # bytes; each reader has its own, lower limits


@dataclass(frozen=True, slots=True)
class _Found:
    """What the input holds; `doubtful` are the paths that a person has to look at."""

    file: storage.ReportFile
    recognised: tuple[str, ...]
    doubtful: frozenset[str]
    unplaced: tuple[storage.Unplaced, ...]
    warnings: tuple[str, ...]


def run(options: argparse.Namespace) -> int:
    """Import, save, and list what was recognised. Raises `Refused`, `Misused`."""
    if options.output is None and not options.json:
        raise Misused("缺少 -o 报告文件（只看识别结果时，写 --json）。")
    found = _find(options.input)
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


def _find(path: Path) -> _Found:
    try:
        data = storage.read_bytes(path, _LARGEST)
        if own_pdf.recognises(data):
            return _own(storage.load_bytes(own_pdf.attachment(data)))
        if data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"{") and not data.startswith(b"{\\rtf"):
            return _own(storage.load_bytes(data))
        return _foreign(data, path)
    except (storage.FileRefused, importing.ImportRefused) as refused:
        raise Refused(
            f"“{path.name}”：{refused.sentence}" if path.name not in refused.sentence else refused.sentence
        ) from None


def _own(content: storage.Content) -> _Found:
    report = content.file.report
    recognised = tuple(
        at for at in leaf_paths(report) if not at.endswith(".linked") and get(report, at) not in (None, "")
    )
    return _Found(content.file, recognised, frozenset(), content.file.review.unplaced, content.notes)


def _foreign(data: bytes, path: Path) -> _Found:
    proposal = importing.propose(data, path.name, forms.load(forms.DEFAULT_FORM))
    unplaced = tuple(storage.Unplaced(piece.text, piece.where) for piece in proposal.unplaced)
    file = new_file(proposal.report)
    source = {"file": path.name, "imported": file.created}
    return _Found(
        replace(file, review=storage.Review(source=source, unplaced=unplaced)),
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
