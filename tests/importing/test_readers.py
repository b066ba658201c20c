"""Bytes → blocks or a refusal: encodings, formats by content, the rebuilding of rows."""

import pytest

from selfeval_gui.importing import ImportRefused, propose
from selfeval_gui.importing.blocks import Paragraph, Table
from selfeval_gui.importing.formats.sniff import SIZE_LIMIT, read
from selfeval_gui.importing.text_reader import blocks_of, decode
from selfeval_gui.report.form import load

FORM = load("hechi-2018")
TEXT = "项目负责人：石㛃\r\n项目起止时间：2023年\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_encodings(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_damaged_text_is_refused() -> None:
    with pytest.raises(ImportRefused, match="UTF-8"):
        decode(TEXT.encode() + b"\xff\xff\xff")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (b"\xef\xbb\xbf \r\n", "空文件"),
        (b" " * (SIZE_LIMIT + 1), "30 MB"),
        (bytes(range(256)) * 8, "编码"),
        (b'{"format": "selfeval-report"}', "结构版本"),
        (b'{"format": "other"}', "不是项目支出绩效自评报告"),
        ("今天天气很好。\n我们去春游。\n".encode(), "不像"),
        ("项目名称：某项目\n联系电话：1\n".encode(), "不像"),
    ],
)
def test_refusals_say_what_the_file_is(data: bytes, words: str) -> None:
    with pytest.raises(ImportRefused, match=words) as caught:
        propose(data, "某文件", FORM)
    assert caught.value.sentence.endswith("。")


def table(text: str) -> list[list[str]]:
    """The first table in a text as rows of cells; a cell's paragraphs joined by /."""
    found = next(block for block in blocks_of(text) if isinstance(block, Table))
    return [
        ["/".join(part.text for part in cell.blocks if isinstance(part, Paragraph)) for cell in row.cells]
        for row in found.rows
    ]


def test_a_cell_on_each_line() -> None:
    assert table("\t邮编\n\t547000\n\n\t其它\n\t\n\t其它\n\t　\n") == [["邮编", "547000"], ["其它", "", "其它", "　"]]


def test_a_further_paragraph_has_no_tab() -> None:
    text = "\t目标\n\t1.完成一项。\n\n2.完成两项。\n\t1.做到一项。\n\n2.做到两项。\n\n\t综合得分\n\t95\n"
    assert table(text) == [["目标", "1.完成一项。/2.完成两项。", "1.做到一项。/2.做到两项。"], ["综合得分", "95"]]


def test_paragraphs_behind_a_table_are_no_cells() -> None:
    text = "\t自评情况说明较长的一格。\n\n\n某市某单位\n\n自评报告\n\n\t附表\n\t内容\n"
    kinds = [type(block).__name__ for block in blocks_of(text)]
    assert kinds == ["Table", "Paragraph", "Paragraph", "Table"]


def test_a_row_on_each_line() -> None:
    assert table("地址\t竹溪路\t邮编\t547000\n\t预期\t实际\n") == [
        ["地址", "竹溪路", "邮编", "547000"],
        ["", "预期", "实际"],
    ]


def test_quoted_cells_of_a_spreadsheet() -> None:
    assert table('目标\t"一。\n二。"\t"说""好"""\n') == [["目标", "一。/二。", '说"好"']]


def test_a_broken_row_is_joined() -> None:
    text = "目标\t预期\t实际\n绩效\t一项全部完成。\n二项全部完成。\t做到一项。\n"
    assert table(text)[1] == ["绩效", "一项全部完成。/二项全部完成。", "做到一项。"]


def test_pipes_and_drawn_lines() -> None:
    text = "┌──┬──┐\n│邮编│547000│\n├──┼──┤\n│其它│    │\n└──┴──┘\n"
    assert table(text) == [["邮编", "547000"], ["其它", ""]]


def test_places_are_named_for_people() -> None:
    paragraph, grid = read("附件2\n\t邮编\n\t547000\n\n".encode(), "x.txt").blocks
    assert isinstance(paragraph, Paragraph)
    assert isinstance(grid, Table)
    assert (paragraph.where, grid.where) == ("第1行", "表一")
