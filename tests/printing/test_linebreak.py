"""Lines of text: what they may begin and end with, what stays whole, and where every character stands."""

import re
import statistics
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval_gui.printing.linebreak import Line, break_paragraph, count_lines, natural_width, spread
from tests.printing.corpus import paragraphs

NO_START = "，。、；：？！）》〉」』】〕”’％%…—),.:;?!·～"
NO_END = "（《〈「『【〔“‘([{￥№"
SPACES = " \u3000\t"


def advance(character: str) -> float:
    """A typeface without refinements: Latin half as wide as Chinese, combining marks without width."""
    if unicodedata.category(character) == "Mn":
        return 0.0
    return 0.5 if character < "\u0100" else 1.0


def picture(text: str, width: float, indent: float = 0.0) -> str:
    return "|".join(line.text for line in break_paragraph(text, advance, width, indent=indent))


def right_edge(line: Line) -> float:
    """End of the line's ink box, worked out from the places of the characters."""
    return line.xs[-1] + advance(line.text[-1])


def check_tiling(text: str, lines: tuple[Line, ...]) -> None:
    assert "".join(text[line.start : line.end] for line in lines) == text
    for line in lines:
        assert text[line.start : line.end].rstrip(SPACES) == line.text
        assert len(line.xs) == len(line.text)
    assert [line.last for line in lines] == [False] * (len(lines) - 1) + [True]


@pytest.mark.parametrize(
    ("text", "width", "drawn"),
    [
        # the lines as they stand, "|" between them
        ("", 5, ""),
        ("项目", 5, "项目"),
        ("项目支出绩效自评", 4, "项目支出|绩效自评"),
        ("项目支出绩效，自评", 6, "项目支出绩|效，自评"),  # the comma does not come first; no mark to squeeze
        ("项目支出绩，效自评", 6, "项目支出绩，|效自评"),
        ("项目支，出绩效，自评价", 6.5, "项目支，出绩|效，自评价"),
        ("一二三四五，六七八九", 5.5, "一二三四五，|六七八九"),  # half wide at the line's end
        ("一，二，三四，五六七八九十一二三四", 6, "一，二，三四，|五六七八九十|一二三四"),  # pushed in
        ("我们说“好”再说", 4, "我们说|“好”再|说"),
        ("（甲）（乙）（丙）丁", 6, "（甲）（乙）（丙）|丁"),
        ("见附件（一）和（二）", 5, "见附件（一）|和（二）"),
        ("共支出12,345.67万元整", 5, "共支出|12,345.67|万元整"),  # figure and unit part only when they must
        ("共支出了12,345.67万元整", 6.5, "共支出了|12,345.67万元|整"),
        ("完成率达到99.99%以上", 7, "完成率达到|99.99%以上"),
        ("定于2018年10月30日开", 6, "定于2018年|10月30日开"),
        ("定于2018年10月30日开", 7.5, "定于2018年10月|30日开"),
        ("定于二〇一八年十月", 5, "定于|二〇一八年|十月"),
        ("河财绩〔2016〕39号文", 7, "河财绩〔2016〕39|号文"),
        ("第23届运动会", 3, "第23届|运动会"),
        ("我们——就是我们", 3, "我|们——|就是我|们"),
        ("如此等等……完了吗", 5, "如此等|等……完了|吗"),
        ("使用Internet网", 5, "使用|Internet网"),
        ("请把意见发至abc@example.org即可", 12, "请把意见发至|abc@example.org即可"),
        ("见 www.example.org/a 页", 9, "见 www.example.|org/a 页"),  # rather than a line that gapes
        ("发至abc@example.org即可", 8, "发至abc@example.|org即可"),
        ("abcdefghijklmno", 4, "abcdefgh|ijklmno"),  # longer than a line
        ("见abcdefghijklmno", 4, "见abcdef|ghijklmn|o"),
        ("http://example.org/report/2020", 8, "http://example.|org/report/2020"),
        ("1234567890123", 3, "123456|789012|3"),
        ("hello big world", 5, "hello big|world"),
        ("甲乙　丙丁", 2, "甲乙|丙丁"),  # the space at the break is dropped
        ("甲乙   丙丁   ", 2, "甲乙|丙丁"),
        ("　　甲乙丙丁", 4, "　　甲乙|丙丁"),  # a typed indent stays
        ("甲乙 ，丙丁", 2, "甲|乙 ，|丙丁"),
        ('他说"好的"了', 3.5, '他说"好|的"了'),
        ("𬱖㛃䶮𬱖㛃䶮", 2, "𬱖㛃|䶮𬱖|㛃䶮"),
        ("葛\U000e0100城葛\U000e0100城葛\U000e0100城", 3, "葛\U000e0100城葛\U000e0100|城葛\U000e0100城"),
        ("e\u0301te\u0301", 0.5, "e\u0301|t|e\u0301"),
        ("。。。。。。", 2, "。。。|。。。"),
        ("（（（（", 1, "（|（|（（"),
        ("宽", 0.5, "宽"),  # wider than the column: alone, and it sticks out
        ("宽宽", 0.5, "宽|宽"),
    ],
)
def test_lines_as_drawn(text: str, width: float, drawn: str) -> None:
    assert picture(text, width) == drawn
    check_tiling(text, break_paragraph(text, advance, width))


def test_the_end_of_every_line_but_the_last_is_at_the_width() -> None:
    lines = break_paragraph("项目支出绩效，自评项目支出绩效自评", advance, 6, indent=2)
    assert [line.text for line in lines] == ["项目支出", "绩效，自评项", "目支出绩效自", "评"]
    assert [line.width for line in lines] == pytest.approx([6, 6, 6, 1])
    assert [line.justified for line in lines] == [True, True, True, False]
    assert lines[0].xs == pytest.approx((2, 3, 4, 5))


def test_a_short_line_is_opened_between_characters_but_not_inside_numbers() -> None:
    (line, _) = break_paragraph("共2018年底abcdefghij", advance, 5.8)
    assert line.text == "共2018年底"
    assert line.xs == pytest.approx((0, 1.2667, 1.7667, 2.2667, 2.7667, 3.5333, 4.8), abs=1e-4)


def test_a_word_alone_in_its_line_is_opened_inside() -> None:
    (first, _) = break_paragraph("abcd efghij", advance, 3.0)
    assert first.text == "abcd"
    assert right_edge(first) == pytest.approx(3.0)
    assert first.justified


def test_a_dash_is_never_opened_in_its_middle() -> None:
    (line, _) = break_paragraph("我——你们abcdefghij", advance, 5.5)
    assert line.text == "我——你们"
    assert line.xs[2] - line.xs[1] == pytest.approx(1.0)
    assert line.xs[3] - line.xs[2] > 1.0


def test_without_justification_lines_end_where_their_text_ends() -> None:
    lines = break_paragraph("共支出12,345.67万元", advance, 5, justify=False)
    assert [line.width for line in lines] == pytest.approx([3, 4.5, 2])
    assert not any(line.justified for line in lines)


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("甲，乙", (1, 1)),  # a single mark keeps its width
        ("甲。”乙", (1, 0.5, 1)),  # closing, closing
        ("甲）（乙", (1, 1.0 - 0.5, 1)),  # closing, opening
        ("甲：“《乙", (1, 0.5, 0.5, 1)),  # opening, opening
        ("（）", (1,)),  # nothing blank between them
        ("甲？”乙", (1, 0.75, 1)),  # centred in some typefaces, so only a quarter is blank
    ],
)
def test_marks_side_by_side_lose_half_an_em(text: str, gaps: tuple[float, ...]) -> None:
    (line,) = break_paragraph(text, advance, 20)
    assert tuple(after - before for before, after in pairwise(line.xs)) == pytest.approx(gaps)


def test_a_mark_that_is_narrow_in_its_typeface_is_not_squeezed() -> None:
    (line,) = break_paragraph("甲。”（乙", lambda character: 0.5 if character in "。”（" else 1.0, 20)
    assert line.xs == (0, 1, 1.5, 2, 2.5)


def test_an_opening_mark_at_the_start_of_a_later_line_may_be_set_flush() -> None:
    lines = break_paragraph("项目支出绩效（自评价）项目支出绩效", advance, 5.5)
    assert [line.text for line in lines] == ["项目支出绩", "效（自评价）", "项目支出绩", "效"]
    (first, second) = break_paragraph("项目支出（自评价的）", advance, 5)
    assert (first.text, second.text) == ("项目支出", "（自评价的）")
    assert second.xs[0] == -0.5
    assert second.width == pytest.approx(5)


def test_an_opening_mark_after_the_first_indent_is_not_set_flush() -> None:
    first, *_ = break_paragraph("（自评价的事项）", advance, 5, indent=1)
    assert first.xs[0] == 1.0


def test_a_full_stop_may_hang_when_asked() -> None:
    text = "项目支出绩效。自评"
    assert [line.text for line in break_paragraph(text, advance, 6)] == ["项目支出绩", "效。自评"]
    first, _ = break_paragraph(text, advance, 6, hang=0.5)
    assert first.text == "项目支出绩效。"
    assert first.xs == pytest.approx((0, 1, 2, 3, 4, 5, 6))
    assert first.justified


def test_text_with_a_newline_or_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="newline"):
        break_paragraph("甲\n乙", advance, 5)
    with pytest.raises(ValueError, match="no room"):
        break_paragraph("甲乙", advance, 2, indent=2)


def test_lines_of_several_paragraphs_are_counted() -> None:
    assert count_lines("", advance, 5) == 1
    assert count_lines("项目支出绩效\n\n自评", advance, 5) == 4
    assert count_lines("项目支出绩效\n自评价", advance, 5, indent=2) == 3
    assert count_lines("项目支出绩效自评价", advance, 5, indent=2) == 3


def test_natural_width_counts_squeezed_pairs_once() -> None:
    assert natural_width("", advance) == 0
    assert natural_width("他说：“好。”12", advance) == pytest.approx(7)


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("韦芳", (0, 2)),
        ("𬱖㛃", (0, 2)),
        ("葛\U000e0100城", (0, 1, 2)),
        ("韦小芳", None),
        ("欧阳小芳", None),
        ("韦", None),
        ("", None),
        ("Li", None),
        ("阿·买", None),
    ],
)
def test_two_character_names_are_spread_to_three(name: str, places: tuple[float, ...] | None) -> None:
    if places is None:
        assert spread(name, advance) is None
    else:
        assert spread(name, advance) == pytest.approx(places)


def test_names_are_spread_to_any_width() -> None:
    assert spread("韦小芳", advance, 4) == pytest.approx((0, 1.5, 3))


@pytest.mark.parametrize("mark", sorted(NO_START))
def test_no_line_starts_with_a_closing_mark(mark: str) -> None:
    for before in range(1, 14):
        text = "项目支出绩效自评价报告说明"[:before] + mark + "项目支出绩效自评价报告"
        for line in break_paragraph(text, advance, 6)[1:]:
            assert not line.text.startswith(mark), picture(text, 6)


@pytest.mark.parametrize("mark", sorted(NO_END))
def test_no_line_ends_with_an_opening_mark(mark: str) -> None:
    for before in range(14):
        text = "项目支出绩效自评价报告说明"[:before] + mark + "项目支出绩效自评价报告"
        for line in break_paragraph(text, advance, 6)[:-1]:
            assert not line.text.endswith(mark), picture(text, 6)


_HAN = st.text("项目支出绩效自评万元年第号𬱖㛃", min_size=1, max_size=12)
_WORDS = st.one_of(
    _HAN,
    st.tuples(st.sampled_from("（《“‘【〔("), _HAN, st.sampled_from("）》”’】〕)")).map("".join),
    st.tuples(_HAN, st.sampled_from("，。、；：？！")).map("".join),
    st.decimals(0, 10**7, places=2).map("{:,}万元".format),
    st.decimals(0, 100, places=2).map("{}%".format),
    st.dates().map(lambda day: f"{day.year}年{day.month}月{day.day}日"),
    st.sampled_from(["GDP", "PM2.5", "a@b.cn", " ", "　", "——", "……", "e\u0301", "葛\U000e0100"]),
)
_PROSE = st.lists(_WORDS, max_size=40).map("".join)
_NUMBER = re.compile(r"\d[\d,.]*\d[%％]?|\d[%％]")


def split_numbers(text: str, lines: tuple[Line, ...]) -> list[str]:
    starts = {line.start for line in lines}
    return [
        number.group() for number in _NUMBER.finditer(text) if starts & set(range(number.start() + 1, number.end()))
    ]


_ANYTHING = st.one_of(
    st.text(st.characters(exclude_characters="\n")),
    st.text(NO_START + NO_END + SPACES + '项目12.a/〇万\u0301\u00a0"'),
)


@given(_ANYTHING, st.floats(0.3, 40), st.floats(0, 0.9), st.booleans())
def test_no_character_is_lost_or_doubled_whatever_the_text(
    text: str, width: float, indent: float, justify: bool
) -> None:
    lines = break_paragraph(text, advance, width, indent=indent * width, justify=justify)
    check_tiling(text, lines)
    for line in lines:
        places = [round(x, 9) for x, character in zip(line.xs, line.text, strict=True) if advance(character) > 0]
        assert places == sorted(places)
        assert line.justified <= (abs(line.width - width) < 1e-6)


@given(_PROSE, st.integers(20, 60), st.sampled_from([0.0, 2.0]))
@settings(max_examples=150)
def test_prose_is_justified_and_keeps_its_marks(text: str, half_width: int, indent: float) -> None:
    width = half_width / 2
    lines = break_paragraph(text, advance, width, indent=indent)
    check_tiling(text, lines)
    assert count_lines(text, advance, width, indent=indent) == len(lines)
    for line in lines[:-1]:
        assert line.justified
        assert line.width == pytest.approx(width, abs=1e-6)
        blank = right_edge(line) - width
        assert blank == pytest.approx(0, abs=1e-6) or (
            blank <= 0.5 + 1e-6 and line.text[-1] in "，。、；：？！）》”’】〕"
        )
    for line in lines:
        for (left, here), (right, there) in pairwise(zip(line.xs, line.text, strict=True)):
            blank = 0.5 * (here in "，。、；：？！）》”’】〕") + 0.5 * (there in "（《“‘【〔")
            assert right - left >= advance(here) - blank - 1e-6  # only blank halves are taken away
    assert not split_numbers(text, lines)
    assert not [line.text for line in lines[1:] if line.text[0] in NO_START]
    assert not [line.text for line in lines[:-1] if line.text[-1] in NO_END]


@pytest.fixture(scope="module")
def corpus_lines() -> list[tuple[str, tuple[Line, ...]]]:
    return [(text, break_paragraph(text, advance, 28, indent=2)) for text in paragraphs(seed=2026, characters=190_000)]


def each_line(broken: list[tuple[str, tuple[Line, ...]]]) -> Iterator[Line]:
    for _, lines in broken:
        yield from lines


def test_a_large_body_of_official_prose_is_set_without_a_fault(
    corpus_lines: list[tuple[str, tuple[Line, ...]]],
) -> None:
    lines = list(each_line(corpus_lines))
    assert len(lines) >= 6000
    assert [line.text for line in lines if line.start > 0 and line.text[0] in NO_START] == []
    assert [line.text for line in lines if not line.last and line.text[-1] in NO_END] == []
    assert [number for text, broken in corpus_lines for number in split_numbers(text, broken)] == []
    assert all(abs(line.width - 28) < 1e-6 for line in lines if not line.last)
    for text, broken in corpus_lines:
        check_tiling(text, broken)


def test_official_prose_is_hardly_distorted(corpus_lines: list[tuple[str, tuple[Line, ...]]]) -> None:
    shares = sorted(
        abs(28 - (2 if line.start == 0 else 0) - natural_width(line.text, advance)) / 28
        for line in each_line(corpus_lines)
        if not line.last
    )
    assert statistics.median(shares) <= 0.02
    assert shares[len(shares) * 99 // 100] <= 0.2
