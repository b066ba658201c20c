"""Reports to open in tests of the window: the blank form and the filled-in sample, as a document."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from selfeval_gui import resources
from selfeval_gui.gui.document import Document
from selfeval_gui.report import form
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import ROW_TYPES, insert_rows, put
from selfeval_gui.report.model import Report


@dataclass(frozen=True)
class Sheet:
    """What a document asks of a report file."""

    report: Report
    form: str = form.DEFAULT_FORM
    review: Any = None
    explanations: tuple[Any, ...] = ()
    state: str = "draft"


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def blank_document(clock: Callable[[], float] | None = None) -> Document:
    """A new report of 2025."""
    return _document(form.blank_report(form.load(form.DEFAULT_FORM), 2025), clock)


def sample_document(clock: Callable[[], float] | None = None) -> Document:
    """The sample report that ships with the program."""
    raw = resources.read_json("sample", "sample.zxzp.json")["report"]
    report = Report()
    for table, kind in ROW_TYPES.items():
        report = insert_rows(report, table, 0, tuple(kind() for _ in raw[table]))
    for path, value in _leaves(raw, ""):
        report = put(report, path, value if isinstance(value, bool) else blank(path).kind.read(value))
    return _document(report, clock)


def _document(report: Report, clock: Callable[[], float] | None) -> Document:
    return Document(Sheet(report), clock=clock or Clock())


def _leaves(node: Any, path: str) -> list[tuple[str, Any]]:
    if isinstance(node, dict):
        return [leaf for key, value in node.items() for leaf in _leaves(value, f"{path}.{key}" if path else key)]
    if isinstance(node, list):
        return [leaf for i, value in enumerate(node) for leaf in _leaves(value, f"{path}[{i}]")]
    return [(path, node if isinstance(node, bool) else "" if node is None else str(node))]
