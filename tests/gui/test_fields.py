"""Every blank of the form has its place on paper, its tab and its import words, or a reason why not."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def table() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fields_table", ROOT / "packaging" / "fields_table.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.usefixtures("qapp")
def test_no_blank_is_without_its_places(table: ModuleType) -> None:
    rows = {row.path: row for row in table.rows()}
    assert {path for path, row in rows.items() if not row.paper} == set(table.NOT_ON_PAPER)
    assert {path for path, row in rows.items() if not row.tab} == set()
    assert {path for path, row in rows.items() if not row.words} == set(table.NOT_IMPORTED)


@pytest.mark.usefixtures("qapp")
def test_the_documented_table_is_the_present_one(table: ModuleType) -> None:
    assert (ROOT / "docs" / "fields.md").read_text(encoding="utf-8") == table.text()
