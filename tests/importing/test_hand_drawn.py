"""Files that no generator of ours has drawn: every field right, no amount silently wrong, no text lost."""

import re

import pytest

from selfeval_gui.importing import propose
from selfeval_gui.report.edit import get, leaf_paths
from selfeval_gui.report.form import load
from selfeval_gui.report.text import Unparsed, squeeze
from tests.importing import account
from tests.importing.hand_drawn import FILES, drawn

FORM = load("hechi-2018")
_TAGS = re.compile(r"(?s)<(script|style|head).*?</\1>|<!--.*?-->|<[^>]+>")
_MARKS = re.compile(r" >\d+(?= \|)|(?<=\| )\^(?= \|)")


def plain_lines(kind: str, body: str) -> str:
    """The text of a file, a cell or a paragraph to a line, without the marks of the fixture."""
    if kind == "html":
        return _TAGS.sub("\n", body.replace("&nbsp;", " "))
    return body if kind == "txt" else _MARKS.sub("", body).replace("⏎", "\n")


@pytest.mark.parametrize("name", FILES)
def test_every_field_of_a_file_drawn_by_hand(name: str) -> None:
    file = drawn(name)
    proposal = propose(file.data, f"去年.{file.kind}", FORM)
    found = {}
    for path in leaf_paths(proposal.report):
        if not path.endswith(".linked") and get(proposal.report, path) not in (None, ""):
            found[path] = account.shown(proposal, path)
    assert found == file.truth
    assert account.missing(plain_lines(file.kind, file.text), proposal, FORM) == []
    texts = [*(entry.text for entry in proposal.unplaced), *(entry.text for entry in proposal.recognised)]
    heap = squeeze("\n".join(texts))
    assert [text for text in file.kept if squeeze(text) not in heap] == []


def test_there_are_questions_among_them_and_no_guesses() -> None:
    """What is no amount stays a question, and is marked for a look."""
    proposal = propose(drawn("q1_amounts_that_are_questions").data, "去年.docx", FORM)
    certain = {entry.path: entry.certainty for entry in proposal.recognised}
    for path in ("planned_funds.total", "received_funds.total", "planned_funds.central", "received_funds.central"):
        assert isinstance(get(proposal.report, f"basic_info.{path}"), Unparsed)
        assert certain[f"basic_info.{path}"] == "check"


def test_amounts_without_a_unit_are_to_be_checked() -> None:
    text = "项目名称\t水塘加固\n项目单位\t某水利站\n计划安排资金\t1256800\t实际到位资金\t1256800\n实际支出\t1230450.5\n"
    proposal = propose(text.encode(), "去年.txt", FORM)
    amounts = [e for e in proposal.recognised if "funds" in e.path or e.path.endswith("expenditure")]
    assert len(amounts) == 3
    assert all(entry.certainty == "check" for entry in amounts)
