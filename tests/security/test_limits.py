"""A report that is full to the brim still becomes a PDF. That longer texts are refused is tested with the editors."""

import time
from dataclasses import replace

import pytest

from selfeval_gui.printing import produce
from selfeval_gui.report import edit, form, kinds
from selfeval_gui.report.catalogue import ROW_LIMIT, blank
from selfeval_gui.report.model import Evaluator, Expenditure, Report

SENTENCE = "项目单位按进度完成了任务，群众满意。"


def full_report() -> Report:
    """Every text at its limit, every row that a table takes."""
    report = form.blank_report(form.load(form.DEFAULT_FORM), 2025)
    rows = {"expenditures": (Expenditure(),) * ROW_LIMIT, "evaluators": (Evaluator(),) * ROW_LIMIT}
    report = replace(report, **rows)  # type: ignore[arg-type]
    for path in list(edit.leaf_paths(report)):
        kind, limit = blank(path).kind, blank(path).limit
        if kind in (kinds.TEXT, kinds.NAME, kinds.LINES):
            report = edit.put(report, path, kind.read((SENTENCE * (limit // len(SENTENCE) + 1))[:limit]))
        elif kind is kinds.FLAG:
            report = edit.put(report, path, False)
    return report


@pytest.mark.soak
def test_a_report_full_to_the_brim_is_exported_in_five_seconds() -> None:
    report = full_report()
    produce.pdf_bytes(Report(), form.DEFAULT_FORM)
    began = time.process_time()
    data = produce.pdf_bytes(report, form.DEFAULT_FORM)
    took = time.process_time() - began
    print(f"\n{sum(len(str(edit.get(report, path))) for path in edit.leaf_paths(report))} characters: {took:.2f} s")
    assert data.startswith(b"%PDF")
    assert took < 5
