"""A proposal, or a refusal, as plain data between two processes: JSON that is checked, and no pickles.

Reports go as report files do, through storage's codec with its checks. Nothing here starts a process.
"""

import json
from typing import Any

from selfeval_gui import storage
from selfeval_gui.importing.proposal import (
    FilledForm,
    ImportRefused,
    OwnFile,
    Proposal,
    Recognised,
    SeveralReports,
    Unplaced,
)
from selfeval_gui.report.edit import get
from selfeval_gui.report.form import Form
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.text import clean


class NotUnderstood(ValueError):
    """These bytes are no answer of the reading process: it has died, or been led astray."""


@frozen
class Question:
    """What the reading process is asked: the form's id, the file's name for sentences, and which report of several.

    With `fill`, a report file, `data` is a blank form that is to be filled with it.
    """

    form: str
    name: str
    report_index: int | None
    data: bytes
    fill: bytes = b""


def ask(question: Question) -> bytes:
    head = {"form": question.form, "name": question.name, "report_index": question.report_index}
    head |= {"fill": len(question.fill)}
    return json.dumps(head).encode("ascii") + b"\n" + question.fill + question.data


def asked(message: bytes) -> Question:
    """Raises ValueError, KeyError when it is no question."""
    line, _, data = message.partition(b"\n")
    head = json.loads(line)
    cut = int(head["fill"])
    return Question(head["form"], head["name"], head["report_index"], data[cut:], data[:cut])


def answer(found: Proposal | bytes | OwnFile, form: Form) -> bytes:
    """A proposal, or a report file of our own."""
    if isinstance(found, bytes):
        return b"own\n" + found
    if isinstance(found, OwnFile):
        head = json.dumps({"changed": found.changed, "notes": found.notes}).encode("ascii")
        return b"carried\n" + head + b"\n" + found.data
    file = storage.new_file(found.report, form.id, file_id="import", now="")
    return _dump(
        {
            "report": storage.encode(file).decode("utf-8"),
            "recognised": [[entry.path, entry.text, entry.where, entry.certainty] for entry in found.recognised],
            "unplaced": [[entry.text, entry.where] for entry in found.unplaced],
            "warnings": list(found.warnings),
        }
    )


def filled(form: FilledForm) -> bytes:
    """A filled form: what was written and what was left, and the document."""
    head = {"written": form.written, "left": form.left, "doubtful": form.doubtful}
    return b"filled\n" + json.dumps(head).encode("ascii") + b"\n" + form.document


def as_filled(message: bytes) -> FilledForm:
    """The filled form of an answer. Raises `ImportRefused` as it did there, `NotUnderstood` for all else."""
    kind, _, body = message.partition(b"\n")
    if kind != b"filled":
        answered(message)
        raise NotUnderstood("no filled form")
    line, _, document = body.partition(b"\n")
    try:
        head = json.loads(line)
        pairs = {
            name: tuple((clean(_text(field)), clean(_text(value))) for field, value in head[name])
            for name in ("left", "doubtful")
        }
        written = tuple(clean(_text(field)) for field in head["written"])
    except (ValueError, KeyError, TypeError, RecursionError) as damage:
        raise NotUnderstood(type(damage).__name__) from damage
    return FilledForm(document, written, pairs["left"], pairs["doubtful"])


def refusal(refused: ImportRefused) -> bytes:
    titles = list(refused.titles) if isinstance(refused, SeveralReports) else None
    return _dump({"refused": refused.sentence, "titles": titles})


def fault(kind: str) -> bytes:
    """Something unforeseen: the type's name only, for nothing that people wrote may leave the process this way."""
    return _dump({"fault": kind})


def _dump(value: dict[str, Any]) -> bytes:
    return b"json\n" + json.dumps(value).encode("ascii")


def answered(message: bytes) -> Proposal | bytes | OwnFile:
    """What the reading process has found. Raises `ImportRefused` as it did there, `NotUnderstood` for all else."""
    kind, _, body = message.partition(b"\n")
    if kind == b"own":
        return body
    if kind not in (b"json", b"carried"):
        raise NotUnderstood("no answer")
    try:
        if kind == b"carried":
            line, _, data = body.partition(b"\n")
            head = json.loads(line)
            return OwnFile(
                data, tuple(map(_text, head["changed"])), tuple(clean(_text(note)) for note in head["notes"])
            )
        value = json.loads(body)
        if "refused" in value:
            _refuse(_text(value["refused"]), value["titles"])
        if "fault" in value:
            raise NotUnderstood(_text(value["fault"])[:80])
        report = storage.decode(_text(value["report"]).encode("utf-8")).report
        recognised = tuple(_recognised(*entry) for entry in value["recognised"])
        for entry in recognised:
            get(report, entry.path)
        return Proposal(
            report,
            recognised,
            tuple(Unplaced(clean(_text(text)), clean(_text(where))) for text, where in value["unplaced"]),
            tuple(clean(_text(sentence)) for sentence in value["warnings"]),
        )
    except (ImportRefused, NotUnderstood):
        raise
    except (ValueError, KeyError, TypeError, RecursionError) as damage:
        raise NotUnderstood(type(damage).__name__) from damage


def _refuse(sentence: str, titles: Any) -> None:
    if titles is None:
        raise ImportRefused(sentence)
    raise SeveralReports(tuple(_text(title) for title in titles))


def _recognised(path: Any, text: Any, where: Any, certainty: Any) -> Recognised:
    if certainty not in ("sure", "check"):
        raise NotUnderstood("certainty")
    return Recognised(_text(path), clean(_text(text)), clean(_text(where)), "check" if certainty == "check" else "sure")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise NotUnderstood("no text")
    return value
