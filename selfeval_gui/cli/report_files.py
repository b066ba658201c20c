"""Report files as the commands read and write them: outcomes of storage become exit status and sentences."""

from datetime import UTC, datetime
from pathlib import Path

from selfeval_gui import storage
from selfeval_gui.cli.console import Refused, say
from selfeval_gui.report import form as forms
from selfeval_gui.report.edit import steps
from selfeval_gui.report.model import Report


def opened(path: Path) -> storage.Loaded:
    """The report file at `path`, its notes told. Raises `Refused`."""
    try:
        loaded = storage.load(path)
    except storage.FileRefused as refused:
        raise Refused(refused.sentence) from None
    for note in loaded.notes:
        say(f"提示：{path.name}：{note}")
    return loaded


def new_file(report: Report, form_id: str = forms.DEFAULT_FORM) -> storage.ReportFile:
    """A file of a name of its own, made now."""
    from uuid import uuid4  # asks for the machine's name when it is imported

    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return storage.new_file(report, form_id, file_id=str(uuid4()), now=now)


def save(file: storage.ReportFile, path: Path, force: bool) -> None:
    """Write a report file. Raises `Refused`."""
    told(storage.save(file, path, expected_digest=None, overwrite=force))


def write(data: bytes, path: Path, force: bool) -> None:
    """Write any other file. Raises `Refused`."""
    told(storage.write_atomically(path, data, overwrite=force), quiet=True)


def told(outcome: storage.Outcome, quiet: bool = False) -> None:
    """Say how writing ended. Raises `Refused` when it did not succeed."""
    if isinstance(outcome, storage.AlreadyThere):
        raise Refused(f"“{outcome.path}”已存在，没有覆盖。请换一个文件名，或加上 --force 覆盖它。")
    if not outcome.ok:
        raise Refused(outcome.sentence)
    if not quiet:
        say(outcome.sentence)


def name_of(form: forms.Form, path: str) -> str:
    """The form's name of a blank; cells of a table with the number of their row."""
    row = next((step for step in steps(path) if isinstance(step, int)), None)
    return form.label(path) if row is None else f"{form.label(path)}（第 {row + 1} 行）"
