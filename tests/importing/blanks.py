"""Blank forms as bureaus draw them, each in its own way, and the same forms as they ought to look when filled in.

A form is drawn by a function of what stands in each place: nothing for the blank, the values for what is expected.
"""

from collections.abc import Callable
from decimal import Decimal

from selfeval_gui.printing.printed import printed, value_of
from selfeval_gui.report import totals
from selfeval_gui.report.dates import print_period
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import Report
from selfeval_gui.report.money import show_fixed, show_plain
from selfeval_gui.report.narrative import section_text
from tests.importing.officefiles import docx, p, r, tbl, tc, tr

At = Callable[[str], str]
"""What stands at a field's place: "" in the blank form."""
Draw = Callable[[At], bytes]
SOURCES = {"central": "中央财政", "region": "自治区财政", "city_county": "市县财政", "other": "其它"}
_UNDERLINED = '<w:u w:val="single"/>'


def nothing(_path: str) -> str:
    return ""


def values_of(report: Report, form: Form, *, unit: str = "", factor: int = 1) -> At:
    """The values of a report as a form shows them: `unit` behind the items' amounts, part 一 in 1/`factor` 万元."""

    def at(path: str) -> str:
        if path == "period":
            return print_period(report.basic_info.period_start, report.basic_info.period_end)
        if path.startswith("narrative.") and path != "narrative.addressee":
            return section_text(report, form, path.removeprefix("narrative."))
        if path.startswith("sum."):
            total = totals.add(getattr(row, path[4:]) for row in report.expenditures)
            return "" if total is None else show_fixed(total, 2) + unit
        if path.startswith("expenditures["):
            index = int(path[13 : path.index("]")])
            if index >= len(report.expenditures):
                return ""
            value = getattr(report.expenditures[index], path.rpartition(".")[2])
            return show_fixed(value, 2) + unit if isinstance(value, Decimal) else str(value or "")
        if path.startswith("evaluators[") and int(path[11 : path.index("]")]) >= len(report.evaluators):
            return ""
        if path == "cover.evaluation_type":
            return str(report.cover.evaluation_type)
        value = value_of(report, path)
        if isinstance(value, Decimal):
            return show_plain(value * factor if path.startswith("basic_info.") else value)
        return printed(report, path)

    return at


def line(label: str, value: str, blanks: int = 30) -> str:
    """A label with an underlined line to write on."""
    return p(label, r(value or " " * blanks, _UNDERLINED))


def cell(text: str, span: int = 1) -> str:
    """A cell with a paragraph for each line, an empty one for none."""
    return tc(*(text.split("\n") if text else ()), span=span)


def boxes(at: At) -> str:
    chosen = at("cover.evaluation_type")
    kinds = {"ex_ante": "事前评价", "interim": "事中评价", "ex_post": "事后评价"}
    return "评价类型  " + "    ".join(word + ("■" if kind == chosen else "□") for kind, word in kinds.items())


def items(at: At, rows: int, heads: tuple[str, str, str] = ("支出内容", "计划支出数", "实际支出数")) -> str:
    made = [tr(*map(cell, heads))]
    for index in range(rows):
        made.append(tr(*(cell(at(f"expenditures[{index}].{name}")) for name in ("item", "planned", "actual"))))
    made.append(tr(cell("支出合计"), cell(at("sum.planned")), cell(at("sum.actual"))))
    return tbl(*made, columns=3)


def people(at: At, rows: int) -> str:
    made = [tr(*map(cell, ("姓名", "职称/职务", "单  位", "签字")))]
    for index in range(rows):
        made.append(tr(*(cell(at(f"evaluators[{index}].{name}")) for name in ("name", "title", "unit")), cell("")))
    return tbl(*made)


def goals(at: At) -> str:
    return tbl(
        tr(cell(""), cell("预期（或调整后）"), cell("实际")),
        tr(
            cell("项目绩效目标及实施计划完成情况"),
            cell(at("performance.expected")),
            cell(at("performance.actual")),
        ),
        tr(cell("综合得分"), cell(at("performance.score"), 2)),
        tr(cell("自评等次"), cell(at("performance.grade"), 2)),
        columns=3,
    )


def signature(label: str, day: str) -> str:
    return tr(tc(p(label), p(day or "年   月   日"), span=1))


def signatures(at: At) -> str:
    return tbl(
        signature("填报人（签字）：", at("signatures.preparer_date")),
        signature("评价组组长（签字）：", at("signatures.leader_date")),
        columns=1,
    )


def text(*lines: str) -> str:
    return "".join(p(each) for each in lines)


def basic(at: At) -> str:
    def both(label: str, name: str) -> str:
        return tr(
            cell(label),
            cell(at(f"basic_info.planned_funds.{name}")),
            cell(label.replace("计划安排", "实际到位")),
            cell(at(f"basic_info.received_funds.{name}")),
        )

    return tbl(
        tr(cell("一、项目基本概况", 4)),
        tr(cell("项目负责人"), cell(at("basic_info.project_leader")), cell("联系电话"), cell(at("basic_info.phone"))),
        tr(cell("地  址"), cell(at("basic_info.address")), cell("邮编"), cell(at("basic_info.postcode"))),
        tr(cell("项目起止时间"), cell(at("period"), 3)),
        both("计划安排资金（万元）", "total"),
        *(both(("其中：" if name == "central" else "") + word, name) for name, word in SOURCES.items()),
        tr(cell("实际支出（万元）"), cell(at("basic_info.actual_expenditure"), 3)),
    )


def official(at: At) -> bytes:
    """As the city's bureau draws it: underlined lines on the cover, one table a part, no narrative."""
    return docx(
        p("附件2")
        + p()
        + line("项目名称  ", at("cover.project_name"))
        + line("项目单位  ", at("cover.project_unit"))
        + line("主管部门  ", at("cover.supervising_department"))
        + p(boxes(at))
        + text("评价方式：部门（单位）绩效自评", "评价机构：部门（单位）评价组", "部门（单位）名称（盖章）：")
        + p(at("cover.report_date") or "年   月   日")
        + p("河池市财政局（制）")
        + basic(at)
        + p("二、项目支出明细")
        + items(at, 12)
        + p("三、项目绩效情况")
        + goals(at)
        + p("四、评价人员")
        + people(at, 8)
        + signatures(at)
    )


def underscores(at: At) -> bytes:
    """Labels with colons and underscores; money as a matrix of sources; few rows in the tables."""

    def low(label: str, path: str) -> str:
        return p(f"{label}：{at(path) or '______________'}")

    funds = [
        tr(cell(word), cell(at(f"basic_info.planned_funds.{name}")), cell(at(f"basic_info.received_funds.{name}")))
        for name, word in {**SOURCES, "total": "合计"}.items()
    ]
    return docx(
        low("项目名称", "cover.project_name")
        + low("项目实施单位", "cover.project_unit")
        + low("预算主管部门", "cover.supervising_department")
        + p(boxes(at))
        + low("报告日期", "cover.report_date")
        + p("一、项目基本情况")
        + low("项目负责人", "basic_info.project_leader")
        + low("联系方式", "basic_info.phone")
        + low("单位地址", "basic_info.address")
        + low("邮政编码", "basic_info.postcode")
        + low("项目实施期限", "period")
        + tbl(tr(cell("资金来源"), cell("计划安排资金（万元）"), cell("实际到位资金（万元）")), *funds, columns=3)
        + low("实际支出（万元）", "basic_info.actual_expenditure")
        + p("二、项目支出明细（单位：万元）")
        + items(at, max(3, _rows(at, "expenditures", "item")), ("支出项目（单位：万元）", "计划数", "实际数"))
        + p("三、项目绩效情况")
        + goals(at)
        + p("四、评价人员")
        + people(at, max(2, _rows(at, "evaluators", "name")))
        + signatures(at)
    )


def _rows(at: At, table: str, name: str) -> int:
    index = 0
    while index < 60 and at(f"{table}[{index}].{name}"):
        index += 1
    return index


def one_table(at: At) -> bytes:
    """Cover lines as a table, months in cells of their own, part 一 in 元."""
    both = [
        tr(
            cell(word),
            cell(at(f"basic_info.planned_funds.{name}")),
            cell(word),
            cell(at(f"basic_info.received_funds.{name}")),
        )
        for name, word in SOURCES.items()
    ]
    return docx(
        p("项目支出绩效自评报告")
        + tbl(
            tr(cell("项目名称"), cell(at("cover.project_name"), 3)),
            tr(
                cell("项目单位"),
                cell(at("cover.project_unit")),
                cell("主管部门"),
                cell(at("cover.supervising_department")),
            ),
            tr(cell("评价类型"), cell(boxes(at).removeprefix("评价类型  "), 3)),
            tr(cell("填报日期"), cell(at("cover.report_date"), 3)),
            tr(
                cell("项目负责人"),
                cell(at("basic_info.project_leader")),
                cell("电话"),
                cell(at("basic_info.phone")),
            ),
            tr(cell("地址"), cell(at("basic_info.address")), cell("邮编"), cell(at("basic_info.postcode"))),
            tr(
                cell("项目开始时间"),
                cell(at("basic_info.period_start")),
                cell("项目结束时间"),
                cell(at("basic_info.period_end")),
            ),
            tr(
                cell("计划安排资金（元）"),
                cell(at("basic_info.planned_funds.total")),
                cell("实际到位资金（元）"),
                cell(at("basic_info.received_funds.total")),
            ),
            *both,
            tr(cell("实际支出（元）"), cell(at("basic_info.actual_expenditure"), 3)),
        )
        + p("二、项目支出明细")
        + items(at, 13)
        + p("三、项目绩效情况")
        + goals(at)
        + p("四、评价人员")
        + people(at, 7)
        + signatures(at)
    )


HEADINGS = (
    ("一、项目基本概况", ""),
    ("（一）项目概况", ""),
    ("1.立项背景", "project_background"),
    ("2.项目实施情况", "implementation"),
    ("3.经费来源和使用情况", "funding_and_use"),
    ("（二）项目绩效目标", "performance_goal"),
    ("二、项目绩效评价工作情况", ""),
    ("1.工作组成员", "working_group"),
    ("2.工作职责", "responsibilities"),
    ("三、绩效分析及评价结论", ""),
    ("（一）投入", "inputs"),
    ("（二）过程", "process"),
    ("（三）产出", "outputs"),
    ("（四）成效", "effects"),
    ("（五）评价和评价结论", "conclusion"),
    ("四、经验总结、存在问题及意见和建议", "experience_problems_advice"),
)


def narrative(at: At) -> str:
    """The outline alone: the texts go below the headings, which have no empty lines."""
    made = p("河池市财政局：")
    for heading, section in HEADINGS:
        made += p(heading)
        lines = at(f"narrative.{section}").split("\n") if section else []
        made += text(*(each.strip() for each in lines if each.strip()))
    return made


def with_narrative(at: At) -> bytes:
    """Parts as in the official form, and the outline of the narrative to be written below."""
    return docx(
        line("项目名称：", at("cover.project_name"))
        + line("项目单位：", at("cover.project_unit"))
        + line("主管部门：", at("cover.supervising_department"))
        + p(boxes(at))
        + p("报告日期：" + (at("cover.report_date") or "    年  月  日"))
        + basic(at)
        + items(at, 12)
        + goals(at)
        + people(at, 6)
        + signatures(at)
        + narrative(at)
    )


def box(ticked: bool) -> str:
    """A tick box as Word makes it."""
    glyph = "☒" if ticked else "☐"
    return (
        f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(ticked)}"/></w14:checkbox></w:sdtPr>'
        f"<w:sdtContent>{r(glyph)}</w:sdtContent></w:sdt>"
    )


def controls(at: At) -> bytes:
    """Tick boxes as content controls, numbered rows, signatures side by side with their dates."""
    chosen = at("cover.evaluation_type")
    kinds = {"ex_ante": "事前评价", "interim": "事中评价", "ex_post": "事后评价"}
    ticks = [piece for kind, word in kinds.items() for piece in (r(word), box(kind == chosen), r("  "))]
    numbered = [
        tr(cell(str(index + 1)), *(cell(at(f"expenditures[{index}].{name}")) for name in ("item", "planned", "actual")))
        for index in range(12)
    ]
    return docx(
        tbl(
            tr(cell("项目名称"), cell(at("cover.project_name"))),
            tr(cell("项目单位"), cell(at("cover.project_unit"))),
            tr(cell("主管部门"), cell(at("cover.supervising_department"))),
            columns=2,
        )
        + p(r("评价类型："), *ticks)
        + basic(at)
        + p("二、项目支出明细（单位：万元）")
        + tbl(
            tr(*map(cell, ("序号", "经济科目", "预算数", "决算数"))),
            *numbered,
            tr(cell("合计", 2), cell(at("sum.planned")), cell(at("sum.actual"))),
        )
        + goals(at)
        + people(at, 6)
        + tbl(
            tr(
                tc(p("填报人（签字）："), p(at("signatures.preparer_date") or "年  月  日")),
                tc(p("评价组组长（签字）："), p(at("signatures.leader_date") or "年  月  日")),
            ),
            columns=2,
        )
    )


DRAWN: dict[str, tuple[Draw, dict[str, object]]] = {
    "official": (official, {"unit": "万元"}),
    "underscores": (underscores, {}),
    "one-table": (one_table, {"unit": "万元", "factor": 10000}),
    "with-narrative": (with_narrative, {"unit": "万元"}),
    "controls": (controls, {}),
}
"""Name → how it is drawn, and how it shows amounts."""
