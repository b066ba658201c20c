"""A whole report from the clipboard: the HTML first, the text when there is no use in the HTML."""

import pytest

from selfeval_gui import importing
from selfeval_gui.report.form import load
from tests.importing import corpus

FORM = load("hechi-2018")
BLOCKS, TRUTH = corpus.draw(7, 0)
PAGE = corpus.as_html(BLOCKS).decode("utf-8")
TEXT = corpus.texts_of(BLOCKS)


def test_the_cells_of_the_html_are_read_whatever_encoding_it_names() -> None:
    page = PAGE.replace("utf-8", "gb2312")
    taken = importing.take_pasted(page, "只有一行文字", FORM)
    whole = importing.take(corpus.as_html(BLOCKS), "上年.html", FORM)
    assert taken.proposal.report == whole.proposal.report
    assert taken.proposal.report.cover.project_name


def test_the_text_is_read_when_the_html_holds_no_report() -> None:
    taken = importing.take_pasted("<p>见附件</p>", TEXT, FORM)
    assert (
        taken.proposal.report.cover.project_name
        == importing.propose(TEXT.encode(), "a.txt", FORM).report.cover.project_name
    )


@pytest.mark.parametrize(("html", "text"), [("", ""), ("  ", "\n"), ("<p>你好</p>", "你好")])
def test_what_is_no_report_is_refused_with_a_sentence(html: str, text: str) -> None:
    with pytest.raises(importing.ImportRefused) as refused:
        importing.take_pasted(html, text, FORM)
    assert "。" in refused.value.sentence
