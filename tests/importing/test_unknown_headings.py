"""A heading that nobody knows costs at most its own column, never the table; what content tells is to be checked."""

from collections.abc import Sequence

import pytest

from selfeval_gui.importing import Proposal, propose
from selfeval_gui.report.edit import get
from selfeval_gui.report.form import load
from selfeval_gui.report.model import Role
from selfeval_gui.report.text import squeeze
from tests.importing import officefiles as of
from tests.importing.account import missing

FORM = load("hechi-2018")
Row = Sequence[str]
BASIC: list[Row] = [
    ["项目名称", "河堤加固", "项目单位", "某县水利站"],
    ["项目负责人", "韦秋实", "联系电话", "5550102"],
    ["计划安排资金（万元）", "16", "实际到位资金（万元）", "16"],
    ["其中：市县财政", "16", "其中：市县财政", "16"],
    ["实际支出（万元）", "15.5", "", ""],
]
ITEMS: list[Row] = [
    ["支出内容", "计划支出数", "实际支出数"],
    ["办公费", "3", "2.9"],
    ["专用材料费", "8", "7.8"],
    ["堤坡夯筑", "5", "4.8"],
    ["支出合计", "16", "15.5"],
]
PEOPLE: list[Row] = [
    ["姓名", "职务", "单位", "签字"],
    ["韦秋实", "站长", "某县水利站", ""],
    ["蒙 夏", "会计", "某县财政局", ""],
]


def table(rows: Sequence[Row]) -> str:
    return of.tbl(*(of.tr(*(of.tc(of.p(cell)) for cell in row)) for row in rows), columns=max(map(len, rows)))


def read(items: Sequence[Row] = ITEMS, people: Sequence[Row] = PEOPLE, headings: bool = True) -> Proposal:
    """The report of these tables; without loss of text, whatever they are."""
    parts = [table(BASIC), of.p("二、项目支出明细") * headings, table(items)]
    proposal = propose(of.docx("".join([*parts, of.p("四、评价人员") * headings, table(people)])), "去年.docx", FORM)
    cells = [cell for rows in (BASIC, items, people) for row in rows for cell in row if cell]
    assert missing("\n".join(cells), proposal, FORM) == []
    return proposal


def with_head(rows: Sequence[Row], place: int, head: str) -> list[Row]:
    return [[*rows[0][:place], head, *rows[0][place + 1 :]], *rows[1:]]


def with_column(rows: Sequence[Row], place: int, column: Row) -> list[Row]:
    return [[*row[:place], cell, *row[place:]] for row, cell in zip(rows, column, strict=True)]


PLAIN = read()


@pytest.mark.parametrize("headings", [True, False], ids=["under its heading", "alone"])
@pytest.mark.parametrize(
    ("place", "head"), [(0, "分项"), (0, "事由"), (1, "财评金额"), (1, "批复盘子"), (2, "报账数额"), (2, "列报金额")]
)
def test_one_unknown_heading_of_the_items(place: int, head: str, headings: bool) -> None:
    proposal = read(with_head(ITEMS, place, head), headings=headings)
    assert proposal.report == PLAIN.report
    rows = [entry for entry in proposal.recognised if entry.path.startswith("expenditures")]
    assert {entry.certainty for entry in rows} == {"check"}
    assert [entry.text for entry in proposal.unplaced] == [head]


def test_all_headings_of_the_items_unknown() -> None:
    proposal = read([["事由", "甲方案", "乙方案"], *ITEMS[1:]])
    assert proposal.report == PLAIN.report
    assert {e.certainty for e in proposal.recognised if e.path.startswith("expenditures")} == {"check"}


@pytest.mark.parametrize("place", range(4))
def test_an_unknown_column_is_listed_alone(place: int) -> None:
    more = ["验收结论", "合格", "已验收", "尚待补证", ""]
    proposal = read(with_column(ITEMS, place, more), headings=False)
    assert proposal.report == PLAIN.report
    assert squeeze("".join(entry.text for entry in proposal.unplaced)) == "".join(more)
    assert {e.certainty for e in proposal.recognised if e.path.startswith("expenditures")} == {"sure"}


@pytest.mark.parametrize("column", [["结余", "0.1", "0.2", "0.2", "0.5"], ["执行率", "97%", "98%", "96%", "97%"]])
@pytest.mark.parametrize("place", [1, 2, 3])
def test_what_is_left_or_a_rate_is_never_taken_for_an_amount(place: int, column: Row) -> None:
    unknown = with_head(ITEMS, 2, "列报金额")
    assert read(with_column(unknown, place, column)).report == PLAIN.report


def test_an_amount_of_which_nothing_tells_what_it_is_stays_out() -> None:
    heads = [["支出内容", "计划支出数", "甲栏"], ["办公费", "3", "2"], ["印刷费", "13", "11"], ["合计", "16", "13"]]
    proposal = read(heads)
    assert [(row.item, row.actual) for row in proposal.report.expenditures] == [("办公费", None), ("印刷费", None)]
    assert "11" in " ".join(entry.text for entry in proposal.unplaced)


@pytest.mark.parametrize(
    "heads", [["用款项目", "批复预算（万元）", "实际使用（万元）"], ["资金投向", "计划投入", "支出金额"]]
)
def test_headings_that_are_words_of_another_part(heads: Row) -> None:
    assert read([heads, *ITEMS[1:]], headings=False).report == PLAIN.report


def test_two_rows_of_headings_with_an_unknown_one_above() -> None:
    upper = of.tr(of.tc(of.p("支出内容"), merge="restart"), of.tc(of.p("用了多少"), span=2))
    lower = of.tr(of.tc(merge="continue"), of.tc(of.p("计划")), of.tc(of.p("实际")))
    rows = "".join(of.tr(*(of.tc(of.p(cell)) for cell in row)) for row in ITEMS[1:])
    proposal = propose(of.docx(table(BASIC) + of.tbl(upper, lower, rows, columns=3)), "去年.docx", FORM)
    assert proposal.report.expenditures == PLAIN.report.expenditures
    assert [entry.text for entry in proposal.unplaced] == ["用了多少"]


def test_labels_with_values_are_no_people() -> None:
    more = [["项目负责人", "韦秋实", "职称", "工程师"], ["联系电话", "5550102", "电子邮箱", "a@example.com"]]
    proposal = propose(of.docx(table([BASIC[0], *more, *BASIC[2:]]) + table(ITEMS)), "去年.docx", FORM)
    assert proposal.report.evaluators == ()
    assert proposal.report.basic_info == PLAIN.report.basic_info
    assert proposal.report.expenditures == PLAIN.report.expenditures


def test_roles_are_no_names() -> None:
    people = [["组内身份", "评价人", "职务职称", "供职单位"], ["组长", *PEOPLE[1][:3]], ["成员", *PEOPLE[2][:3]]]
    found = read(people=people).report.evaluators
    assert [(row.name, row.role) for row in found] == [("韦秋实", Role.LEADER), ("蒙夏", Role.MEMBER)]


def test_the_office_before_the_title_is_the_unit() -> None:
    title = of.p("某县应急管理局项目支出绩效自评报告")
    proposal = propose(of.docx(title + table([BASIC[0][:2], *BASIC[1:]])), "去年.docx", FORM)
    assert proposal.report.cover.project_unit == "某县应急管理局"


def test_indicators_are_no_items() -> None:
    rows = [
        ["指标内容", "计划数", "实际完成数"],
        ["加固河堤", "16", "15.5"],
        ["受益人口", "3", "3"],
        ["合计", "19", "18.5"],
    ]
    assert read(rows, headings=False).report.expenditures == ()


@pytest.mark.parametrize("headings", [True, False], ids=["under its heading", "alone"])
@pytest.mark.parametrize(("place", "head"), [(0, "参评同志"), (1, "现任岗位"), (2, "来自何处"), (3, "手印")])
def test_one_unknown_heading_of_the_people(place: int, head: str, headings: bool) -> None:
    proposal = read(people=with_head(PEOPLE, place, head), headings=headings)
    assert proposal.report == PLAIN.report
    assert [entry.text for entry in proposal.unplaced] == [head]
    certain = {entry.certainty for entry in proposal.recognised if entry.path.startswith("evaluators")}
    assert certain == ({"check"} if place < 3 else {"sure"})


@pytest.mark.parametrize("place", range(5))
def test_an_unknown_column_beside_people(place: int) -> None:
    proposal = read(people=with_column(PEOPLE, place, ["学历", "本科", "大专"]))
    assert proposal.report == PLAIN.report


def test_funds_with_an_unknown_column() -> None:
    rows = [
        ["资金来源", "计划安排资金（万元）", "实际到位资金（万元）", "拨付批次"],
        ["自治区财政", "9", "8", "两批"],
        ["市县财政", "7", "7", "一批"],
        ["合计", "16", "15", ""],
    ]
    proposal = propose(of.docx(table([BASIC[0], BASIC[1]]) + table(rows)), "去年.docx", FORM)
    assert str(get(proposal.report, "basic_info.planned_funds.region")) == "9"
    assert str(get(proposal.report, "basic_info.received_funds.total")) == "15"
    assert "两批" in " ".join(entry.text for entry in proposal.unplaced)


def test_sources_below_two_rows_of_headings() -> None:
    heads = [["计划安排资金（万元）", "其中", "", "", ""], ["合计", "中央财政", "自治区财政", "市县财政", "其他"]]
    rows = [*heads, ["75", "50", "15", "10", "0"]]
    proposal = propose(of.docx(table([BASIC[0], BASIC[1]]) + table(rows)), "去年.docx", FORM)
    funds = proposal.report.basic_info.planned_funds
    assert [str(each) for each in (funds.total, funds.central, funds.region, funds.city_county, funds.other)] == rows[2]


def test_the_unit_of_the_project_wins_over_the_one_that_fills_in() -> None:
    caption = of.p("填报单位：某县水利局")
    proposal = propose(of.docx(caption + table(BASIC)), "去年.docx", FORM)
    assert proposal.report.cover.project_unit == "某县水利站"
    assert [entry.text for entry in proposal.unplaced] == ["某县水利局"]
    alone = propose(of.docx(caption + table([["项目名称", "河堤加固"], *BASIC[1:]])), "去年.docx", FORM)
    assert alone.report.cover.project_unit == "某县水利局"


@pytest.mark.parametrize("heads", [["", "预期目标", "达成效果"], ["", "年初设定值", "实际完成情况"]])
def test_one_unknown_heading_of_the_performance(heads: Row) -> None:
    rows = [heads, ["项目绩效目标完成情况", "加固河堤三公里。", "加固河堤三公里二。"]]
    proposal = propose(of.docx(table(BASIC) + of.p("三、项目绩效情况") + table(rows)), "去年.docx", FORM)
    assert proposal.report.performance.expected == rows[1][1]
    assert proposal.report.performance.actual == rows[1][2]


def test_score_and_grade_in_a_sentence() -> None:
    proposal = propose(
        of.docx(table(BASIC) + of.p("经自评，本项目综合得分93.5分，评价等级为优秀。")), "去年.docx", FORM
    )
    assert str(proposal.report.performance.score) == "93.5"
    assert proposal.report.performance.grade == "优秀"
    assert {e.certainty for e in proposal.recognised if e.path.startswith("performance")} == {"check"}


def test_amounts_below_their_labels_have_their_sources_further_below() -> None:
    rows = [["计划安排资金（万元）", "实际到位资金（万元）"], ["140", "130"]]
    sources = [["其中：自治区财政", "100", "其中：自治区财政", "95"], ["市县财政", "40", "市县财政", "35"]]
    drawn = [of.tr(*(of.tc(of.p(cell), span=4 // len(row)) for cell in row)) for row in [*BASIC[:2], *rows, *sources]]
    proposal = propose(of.docx(of.tbl(*drawn, columns=4)), "去年.docx", FORM)
    planned, received = proposal.report.basic_info.planned_funds, proposal.report.basic_info.received_funds
    assert [str(each) for each in (planned.total, planned.region, planned.city_county)] == ["140", "100", "40"]
    assert [str(each) for each in (received.total, received.region, received.city_county)] == ["130", "95", "35"]


@pytest.mark.parametrize("written", ["韦秋实 0778-5550101", "韦秋实（电话：0778-5550101）", "韦秋实，0778-5550101"])
def test_leader_and_telephone_in_one_blank(written: str) -> None:
    proposal = propose(of.docx(table([BASIC[0], ["负责人及电话", written], *BASIC[2:]])), "去年.docx", FORM)
    info = proposal.report.basic_info
    assert (info.project_leader, info.phone) == ("韦秋实", "0778-5550101")


def test_a_grade_in_brackets_behind_the_score() -> None:
    proposal = propose(of.docx(table([*BASIC, ["综合得分", "95分（优秀）"]])), "去年.docx", FORM)
    assert (str(proposal.report.performance.score), proposal.report.performance.grade) == ("95", "优秀")
