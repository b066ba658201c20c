"""`selfeval check`: findings in words and as JSON, exit status, many files, and the draft mark of an export."""

import json
from pathlib import Path

import pytest

from selfeval_gui import resources, storage
from selfeval_gui.cli import main
from selfeval_gui.report.edit import put
from selfeval_gui.storage import Explanation
from tests.storage.test_save import replace  # dataclasses.replace, as the storage tests use it

SAMPLE = resources.path("sample", "sample.zxzp.json")


def written(path: Path, changes: dict[str, object], explanations: tuple[Explanation, ...] = ()) -> Path:
    """The sample with some values changed, as a file."""
    file = storage.decode(SAMPLE.read_bytes())
    report = file.report
    for field, value in changes.items():
        report = put(report, field, value)
    path.write_bytes(storage.encode(replace(file, report=report, explanations=explanations)))
    return path
