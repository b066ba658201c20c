# ruff: noqa: E501 – lines of the form stand as they are written
"""Draws invented reports as text in the ways in which offices really hand them on, with the truth beside each.

One `random.Random` gives one report: its content, and independently its layout, labels, units, digits, dates, ticks,
numbering and encoding. Nothing here uses the importer.
"""

import csv
import io
import random
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from selfeval_gui.report.dates import Month
from selfeval_gui.report.model import EvaluationType, Role

LAYOUTS = (
    "extractor",
    "extractor without empty lines",
    "pasted rows",
    "pasted rows behind a TAB",
    "spreadsheet with quotes",
    "label and value in a line",
    "two labels in a line",
    "wide blanks",
    "pipes",
    "drawn table",
    "stacked lines",
    "comma separated",
)
UNITS = ("万元", "元")
_SURNAMES = "蒙韦覃黄罗莫石贝岑甘陶龙温柏卢蓝梁"
_GIVEN = ("远航", "知秋", "舒", "明珠", "一禾", "霖", "思齐", "川", "小溪", "砚", "㛃", "䶮", "文静", "岩松")
_PLACES = ("山泉", "茶岭", "银茧", "歌墟", "澄源", "龙滩", "竹溪", "红水")
_UNITS = ("应急服务中心", "技术推广站", "检验站", "传习馆", "监测站", "图书馆")
_PROJECTS = ("乡村图书流动服务", "桑园病虫害监测", "村屯饮水检测", "农家书屋更新", "民歌资料整理", "山塘水库巡查")
_ITEMS = ("办公费", "印刷费", "差旅费", "会议费", "培训费", "委托业务费", "劳务费", "维修（护）费", "其他交通费用")
_SENTENCES = (
    "对全市登记点位逐一核查，建立台账并按季度更新。",
    "服务对象满意度92.5%，比上年提高3.1个百分点。",
    "一是完善制度，二是加强培训，三是按月通报进度。",
    "全年组织活动12场次，覆盖11个县（市、区）。",
    "资金专账核算、专款专用，支出经集体研究后执行。",
    "部分点位偏远，车辆调度有时跟不上需求。",
)
_SECTIONS = (
    "project_background", "implementation", "funding_and_use", "performance_goal", "working_group",
    "responsibilities", "inputs", "process", "outputs", "effects", "conclusion", "experience_problems_advice",
)  # fmt: skip
_OUTLINE: tuple[tuple[int, tuple[str, ...], str], ...] = (
    (1, ("项目基本概况", "项目基本情况", "基本情况"), ""),
    (2, ("项目概况",), ""),
    (3, ("立项背景", "项目立项背景", "项目背景"), "project_background"),
    (3, ("项目实施情况", "实施情况"), "implementation"),
    (3, ("经费来源和使用情况", "经费来源及使用情况", "资金来源和使用情况"), "funding_and_use"),
    (2, ("项目绩效目标", "绩效目标"), "performance_goal"),
    (1, ("项目绩效评价工作情况", "绩效评价工作开展情况", "绩效自评工作情况"), ""),
    (3, ("工作组成员", "评价工作组成员"), "working_group"),
    (3, ("工作职责", "职责分工"), "responsibilities"),
    (1, ("绩效分析及评价结论", "绩效分析和评价结论"), ""),
    (2, ("投入", "投入情况", "项目投入情况"), "inputs"),
    (2, ("过程", "过程情况", "项目过程情况"), "process"),
    (2, ("产出", "产出情况", "项目产出情况"), "outputs"),
    (2, ("成效", "效果", "项目效益情况"), "effects"),
    (2, ("评价和评价结论", "评价结论", "评价及评价结论"), "conclusion"),
    (1, ("经验总结、存在问题及意见和建议", "经验总结、存在问题和建议", "存在问题及建议"), "experience_problems_advice"),
)
_LABELS: dict[str, tuple[str, ...]] = {
    "project_name": ("项目名称",),
    "project_unit": ("项目单位", "项目实施单位", "实施单位"),
    "supervising_department": ("主管部门", "项目主管部门"),
    "evaluation_type": ("评价类型",),
    "evaluation_method": ("评价方式", "自评方式"),
    "evaluation_body": ("评价机构",),
    "project_leader": ("项目负责人", "负责人"),
    "phone": ("联系电话", "电话", "联系方式"),
    "address": ("地     址", "地址", "单位地址", "通讯地址"),
    "postcode": ("邮编", "邮政编码", "邮    编"),
    "period": ("项目起止时间", "起止时间", "项目实施期限"),
    "planned": ("计划安排资金", "计划资金"),
    "received": ("实际到位资金", "到位资金"),
    "spent": ("实际支出", "项目实际支出"),
    "central": ("中央财政",),
    "region": ("自治区财政", "自治区财政资金", "省级财政"),
    "city_county": ("市县财政", "市（县）财政", "市县财政资金"),
    "other": ("其它", "其他", "其他资金"),
    "item": ("支出内容", "支出内容（按经济科目）", "经济科目"),
    "item_planned": ("计划支出数", "计划支出", "预算数"),
    "item_actual": ("实际支出数", "实际支出", "决算数"),
    "item_total": ("支出合计", "合计", "合  计", "总计"),
    "expected": ("预  期（或调整后）", "预期（或调整后）", "预期目标"),
    "actual": ("实  际", "实际", "实际完成情况"),
    "goal": ("项目绩效目标及实施计划完成情况", "项目绩效目标"),
    "score": ("综合得分", "自评得分"),
    "grade": ("自评等次", "自评等级", "评价等次"),
    "name": ("姓名", "姓  名"),
    "title": ("职称/职务", "职务/职称", "职务"),
    "unit": ("单  位", "单位", "工作单位"),
    "sign": ("签字", "签名"),
}


_DIGITS = "〇一二三四五六七八九"


def _chinese(number: int) -> str:
    """十二, 三十, 五: 1–39."""
    tens = ("" if number < 20 else _DIGITS[number // 10]) + ("十" if number > 9 else "")
    return tens + (_DIGITS[number % 10] if number % 10 else "")


@dataclass
class Variant:
    """A report as a file, its true values by leaf path, and the settings it was drawn with."""

    data: bytes
    truth: dict[str, Any]
    settings: dict[str, str]
    people: list[tuple[str, str, str, Role]] = field(default_factory=list)


class Drawing:
    """One report: `rng` decides everything."""

    def __init__(self, rng: random.Random, layout: str | None = None) -> None:
        self.rng = rng
        self.layout = layout or rng.choice(LAYOUTS)
        self.unit = rng.choice(UNITS)
        self.width = rng.choice(("half", "half", "full"))
        self.dates = rng.choice(("年月日", "年月日", "点", "横线", "斜线", "汉字", "空格"))
        self.ticks = rng.choice(("■后", "√后", "☑前", "■前", "（√）", "[√]", "单选"))
        self.numbering = rng.choice(("official", "half", "automatic", "none", "spaced"))
        self.indent = rng.choice(("", "　　", "    "))
        self.encoding = rng.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
        self.new_line = rng.choice(("\n", "\r\n"))
        self.extra = rng.choice(("none", "none", "number", "rate"))
        self.matrix = rng.random() < 0.2 and self.layout not in ("stacked lines", "extractor without empty lines")
        self.unit_place = rng.choice(("label", "cell"))
        self.words = {name: rng.choice(words) for name, words in _LABELS.items()}
        self.truth: dict[str, Any] = {}
        self._content()

    # content

    def _content(self) -> None:
        rng = self.rng
        place = rng.choice(_PLACES)
        self.project = rng.choice(_PROJECTS)
        self.office = f"河池市{place}{rng.choice(_UNITS)}"
        self.year = rng.randint(2018, 2025)
        self.day = date(self.year + 1, rng.randint(1, 6), rng.randint(1, 28))
        count = rng.randint(1, 9)
        names = rng.sample(_ITEMS, count)
        self.items = []
        for name in names:
            planned = Decimal(rng.randint(1000, 300000)) / 10000
            self.items.append((name, planned, planned - Decimal(rng.randint(0, 900)) / 10000))
        total = sum((row[1] for row in self.items), Decimal(0))
        self.spent = sum((row[2] for row in self.items), Decimal(0))
        region = (total / 3).quantize(Decimal("0.01"))
        self.planned = {"total": total, "region": region, "city_county": total - region}
        self.received = dict(self.planned)
        if rng.random() < 0.3:
            del self.planned["region"], self.received["region"]
            self.planned["city_county"] = self.received["city_county"] = total
        people = rng.sample([s + g for s in _SURNAMES for g in _GIVEN], rng.randint(2, 6))
        roles = [Role.LEADER, Role.DEPUTY, *[Role.MEMBER] * 9]
        titles = ["主任", "副主任", "办公室主任", "科长", "会计", "技术员"]
        self.people = [(n, titles[i], self.office, roles[i]) for i, n in enumerate(people)]
        self.expected = "\n".join(rng.sample(_SENTENCES, rng.randint(1, 2)))
        self.actual = "\n".join(
            f"{i}.社会效益：{s}" for i, s in enumerate(rng.sample(_SENTENCES, rng.randint(1, 3)), 1)
        )
        self.sections = {name: "\n".join(rng.sample(_SENTENCES, rng.randint(1, 2))) for name in _SECTIONS}
        if rng.random() < 0.5:
            self.sections["performance_goal"] = self.expected
            self.sections["effects"] = self.actual
        labels = {Role.LEADER: "组长", Role.DEPUTY: "副组长", Role.MEMBER: "成员"}
        self.sections["working_group"] = "\n".join(f"{labels[r]}：{n}　{t}" for n, t, _, r in self.people)
        self.sections["experience_problems_advice"] = (
            "（一）经验总结\n逐点登记，数据互相印证。\n（二）存在问题\n1.进度偏慢。\n（三）意见和建议\n增加车辆。"
        )
        self.score = Decimal(rng.randint(800, 1000)) / 10
        self.grade = "优秀" if self.score >= 90 else "良好"
        self.kind = rng.choice((EvaluationType.EX_POST, EvaluationType.EX_POST, EvaluationType.INTERIM))
        self.phone = f"0778-555{rng.randint(1000, 9999)}"
        self.months = (Month(self.year, rng.choice((1, 3))), Month(self.year, rng.choice((11, 12))))
        self._truth(place)

    def _truth(self, place: str) -> None:
        self.address = f"金城江区{place}路{self.rng.randint(1, 99)}号"
        truth = self.truth
        truth.update(
            {
                "fiscal_year": self.year,
                "cover.project_name": self.project,
                "cover.project_unit": self.office,
                "cover.supervising_department": "河池市林业局",
                "cover.evaluation_type": self.kind,
                "cover.evaluation_method": "部门（单位）绩效自评",
                "cover.evaluation_body": "部门（单位）评价组",
                "cover.report_date": self.day,
                "cover.form_issuer": "河池市财政局",
                "basic_info.project_leader": self.people[0][0],
                "basic_info.phone": self.phone,
                "basic_info.address": self.address,
                "basic_info.postcode": "547000",
                "basic_info.period_start": self.months[0],
                "basic_info.period_end": self.months[1],
                "basic_info.actual_expenditure": self.spent,
                "performance.expected": self.expected,
                "performance.actual": self.actual,
                "performance.score": self.score,
                "performance.grade": self.grade,
                "signatures.preparer_date": self.day,
                "signatures.leader_date": self.day,
                "signatures.agency_date": None,
                "narrative.addressee": "河池市财政局：",
            }
        )
        for part, funds in (("planned", self.planned), ("received", self.received)):
            for name in ("total", "central", "region", "city_county", "other"):
                truth[f"basic_info.{part}_funds.{name}"] = funds.get(name)
        for at, (name, planned, actual) in enumerate(self.items):
            truth.update({f"expenditures[{at}].item": name, f"expenditures[{at}].planned": planned})
            truth[f"expenditures[{at}].actual"] = actual
        for at, (name, title, office, role) in enumerate(self.people):
            truth.update({f"evaluators[{at}].name": name, f"evaluators[{at}].title": title})
            truth.update({f"evaluators[{at}].unit": office, f"evaluators[{at}].role": role})
        for name, text in self.sections.items():
            truth[f"narrative.{name}.text"] = text
        truth["narrative.opening.text"] = self._opening()

    def _opening(self) -> str:
        return f"根据市财政局的要求，我单位组织开展了{self.project}项目支出绩效自评，现报告如下："

    # spelling

    def money(self, value: Decimal | None, here: bool = True) -> str:
        if value is None:
            return ""
        amount = value if self.unit == "万元" else value * 10000
        text = format(amount.normalize(), "f")
        if self.unit == "元" and self.rng.random() < 0.5 and self.layout != "comma separated":
            text = f"{amount:,.2f}"
        if self.width == "full":
            text = text.translate(str.maketrans("0123456789.,", "０１２３４５６７８９．，"))
        return text + (self.unit if here else "")

    def day_text(self, day: date) -> str:
        y, m, d = day.year, day.month, day.day
        if self.dates == "汉字":
            return "".join(_DIGITS[int(c)] for c in str(y)) + f"年{_chinese(m)}月{_chinese(d)}日"
        forms = {
            "点": f"{y}.{m}.{d}",
            "横线": f"{y}-{m:02d}-{d:02d}",
            "斜线": f"{y}/{m}/{d}",
            "空格": f"{y}年 {m}月{d} 日",
        }
        return forms.get(self.dates, f"{y}年{m}月{d}日")

    def period(self) -> str:
        (a, b), rng = self.months, self.rng
        forms = (f"{a.year}年{a.month}月至{b.month}月", f"{a.year}.{a.month}-{b.year}.{b.month}",
                 f"{a.year}年{a.month}月—{b.year}年{b.month}月", f"{a.year}年{a.month}月1日至{b.year}年{b.month}月30日")  # fmt: skip
        return rng.choice(forms)

    def tick_text(self) -> str:
        words = (
            ("事前评价", EvaluationType.EX_ANTE),
            ("事中评价", EvaluationType.INTERIM),
            ("事后评价", EvaluationType.EX_POST),
        )
        if self.ticks == "单选":
            return next(word for word, kind in words if kind is self.kind)
        forms = {
            "■后": "{0}{2}",
            "√后": "{0}{1}",
            "☑前": "{3}{0}",
            "■前": "{2}{0}",
            "（√）": "{0}（{4}）",
            "[√]": "[{4}]{0}",
        }
        parts = []
        for word, kind in words:
            yes = kind is self.kind
            marks = (word, "√" if yes else "□", "■" if yes else "□", "☑" if yes else "□", "√" if yes else "  ")
            parts.append(forms[self.ticks].format(*marks))
        return ("   " if self.ticks != "√后" else "  ").join(parts)

    def spread(self, name: str) -> str:
        return name[0] + "  " + name[1] if len(name) == 2 and self.rng.random() < 0.5 else name

    # rows of the form

    def label(self, name: str, money: bool = False) -> str:
        return self.words[name] + (f"（{self.unit}）" if money and self.unit_place == "label" else "")

    def rows(self) -> list[list[list[str]]]:
        """Parts 一 to 四 as tables of rows of cells; a table's first row is its heading alone."""
        here = self.unit_place == "cell"

        def amount(value: Decimal | None) -> str:
            return self.money(value, here)

        basic = [
            ["一、项 目 基 本 概 况"],
            [self.label("project_leader"), self.spread(self.people[0][0]), self.label("phone"), self.phone],
            [self.label("address"), self.address, self.label("postcode"), "547000"],
            [self.label("period"), self.period()],
        ]
        planned, received = self.planned, self.received
        if self.matrix:
            basic.append(["资金来源", self.label("planned", True), self.label("received", True)])
            for name in ("central", "region", "city_county", "other"):
                basic.append([self.label(name), amount(planned.get(name)) or "0", amount(received.get(name)) or "0"])
            basic.append(["合计", amount(planned["total"]), amount(received["total"])])
            for part in ("planned", "received"):
                for name in ("central", "region", "city_county", "other"):
                    path = f"basic_info.{part}_funds.{name}"
                    self.truth[path] = self.truth[path] or Decimal(0)
        else:
            basic.append([self.label("planned", True), amount(planned["total"]),
                          self.label("received", True), amount(received["total"])])  # fmt: skip
            for name in ("central", "region", "city_county", "other"):
                label = ("其中：" if name == "central" else "") + self.label(name)
                basic.append([label, amount(planned.get(name)), label, amount(received.get(name))])
        basic.append([self.label("spent", True), amount(self.spent)])
        return [basic, self._item_rows(), self._performance_rows(), self._people_rows()]

    def _item_rows(self) -> list[list[str]]:
        here = self.unit_place == "cell"
        head = [self.label("item"), self.label("item_planned", True), self.label("item_actual", True)]
        rows = [[n, self.money(p, here), self.money(a, here)] for n, p, a in self.items]
        planned, actual = sum((r[1] for r in self.items), Decimal(0)), self.spent
        rows.append([self.label("item_total"), self.money(planned, here), self.money(actual, here)])
        if self.extra == "number" and self.layout != "stacked lines":
            head = ["序号", *head]
            rows = [[str(n) if n < len(rows) else "—", *row] for n, row in enumerate(rows, 1)]
        elif self.extra == "rate" and self.layout not in ("stacked lines",):
            head = [*head, "执行率"]
            rows = [[*row, "98%"] for row in rows]
        blank = (self.layout in ("extractor", "pasted rows", "pipes") and [["　"] + [""] * (len(head) - 1)] * 2) or []
        return [["二、项目支出明细"], head, *rows[:-1], *blank, rows[-1]]

    def _performance_rows(self) -> list[list[str]]:
        score = format(self.score.normalize(), "f") + self.rng.choice(("", "分", " 分"))
        grade = self.grade + self.rng.choice(("", "等级"))
        return [
            [self.rng.choice(("三、项目绩效情况", "三、项目绩效目标完成情况"))],
            ["　", self.label("expected"), self.label("actual")],
            [self.label("goal"), self.expected, self.actual],
            [self.label("score"), score],
            [self.label("grade"), grade],
        ]

    def _people_rows(self) -> list[list[str]]:
        rows = [[self.spread(n), t, o, ""] for n, t, o, _ in self.people]
        return [["四、评价人员"], [self.label(n) for n in ("name", "title", "unit", "sign")], *rows]

    # layouts

    def cover(self) -> list[str]:
        colon = self.layout in ("label and value in a line", "comma separated") or self.rng.random() < 0.4
        between = "：" if colon else "       "
        values = (
            ("project_name", self.project),
            ("project_unit", self.office),
            ("supervising_department", "河池市林业局"),
        )
        lines = ["附件2", f"{self.project}项目", "支出绩效自评报告"]
        lines += [f"{self.words[name]}{between}{value}   " for name, value in values]
        lines += [f"{self.words['evaluation_type']}{'：' if colon else '  '}{self.tick_text()}"]
        lines += [
            f"{self.words['evaluation_method']}：部门（单位）绩效自评",
            f"{self.words['evaluation_body']}：部门（单位）评价组",
        ]
        return [*lines, "", "部门（单位）名称（盖章）：", self.day_text(self.day), "", "河池市财政局（制）", ""]

    def signatures(self) -> list[list[str]]:
        day = self.day_text(self.day)
        return [["填报人（签字）："], [f"          {day}"], ["评价组组长（签字）："], [f"          {day}"],
                ["中介机构负责人（签字并盖章）："], ["            年   月   日"]]  # fmt: skip

    def tables(self) -> list[str]:
        rows = [row for table in self.rows() for row in table]
        layout = self.layout
        if layout.startswith("extractor"):
            return self._extractor([*rows, *self.signatures()], layout == "extractor")
        if layout == "stacked lines":
            lines = self._extractor([*rows, *self.signatures()], True)
            return [line.lstrip("\t").strip() for line in lines]
        marks = [row[0] for row in self.signatures()]
        if layout in ("label and value in a line", "two labels in a line", "wide blanks"):
            return [*self._lines(rows), *marks]
        if layout in ("pipes", "drawn table"):
            return [*self._pipes(rows), "", *marks]
        if layout == "comma separated":
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows(rows)
            return [*out.getvalue().split("\n"), *marks]
        lead = "\t" if layout.endswith("behind a TAB") else ""
        lines = []
        for row in rows:
            cells = [f'"{cell}"' if "\n" in cell and layout.startswith("spreadsheet") else cell for cell in row]
            lines.extend((lead + "\t".join(cells)).split("\n"))
        return [*lines, *marks]

    @staticmethod
    def _extractor(rows: list[list[str]], empty: bool) -> list[str]:
        lines: list[str] = []
        for row in rows:
            for cell in row:
                first, *more = cell.split("\n")
                lines.append("\t" + first)
                for paragraph in more:
                    lines.extend(["", paragraph] if empty else [paragraph])
            if empty:
                lines.append("")
        return lines

    def _lines(self, rows: list[list[str]]) -> list[str]:
        """No tables at all: labels with colons, items and people in columns of blanks."""
        lines: list[str] = []
        wide = "    "
        for row in rows:
            if len(row) == 3 and row[0].strip() == "":
                continue
            if row[0] == self.words["goal"]:
                lines += [f"{self.words['expected']}：{row[1]}", f"{self.words['actual']}：{row[2]}"]
            elif len(row) == 4 and row[0] not in (self.words["name"],) and row[0] in self._pair_labels():
                pairs = [(row[0], row[1]), (row[2], row[3])]
                if self.layout == "wide blanks":
                    lines.append(wide.join(f"{a}{wide}{b}".rstrip() for a, b in pairs))
                elif self.layout == "two labels in a line":
                    lines.append(wide.join(f"{a}：{b}" for a, b in pairs))
                else:
                    lines += self._one_by_one(pairs)
            elif len(row) == 2:
                lines.append(f"{row[0]}{wide if self.layout == 'wide blanks' else '：'}{row[1]}")
            else:
                lines.append(wide.join(cell for cell in row if cell))
        return self._sorted_funds("\n".join(lines).split("\n"))

    def _pair_labels(self) -> set[str]:
        names = [self.label(n) for n in ("project_leader", "address", "region", "city_county", "other")]
        return {*names, self.label("planned", True), "其中：" + self.label("central")}

    def _one_by_one(self, pairs: list[tuple[str, str]]) -> list[str]:
        return [f"{label}：{value}" for label, value in pairs]

    def _sorted_funds(self, lines: list[str]) -> list[str]:
        """One label a line: all planned funds come first, then all received ones."""
        if self.layout != "label and value in a line" or self.matrix:
            return lines
        start = next(i for i, line in enumerate(lines) if line.startswith(self.label("planned", True)))
        funds = lines[start : start + 10]
        return [*lines[:start], *funds[0::2], *funds[1::2], *lines[start + 10 :]]

    def _pipes(self, rows: list[list[str]]) -> list[str]:
        lines = []
        bar = "|" if self.layout == "pipes" else "│"
        for row in rows:
            lines.append(f"{bar} " + f" {bar} ".join(cell.replace("\n", "") for cell in row) + f" {bar}")
        for path in ("performance.expected", "performance.actual"):
            self.truth[path] = self.truth[path].replace("\n", "")
        return lines

    # narrative

    def narrative(self) -> list[str]:
        lines = ["", self.office, f"{self.project}项目支出绩效", "自评报告", "", "河池市财政局：", self._opening()]
        counts = [0, 0, 0, 0]
        for level, words, section in _OUTLINE:
            counts[level] += 1
            counts[level + 1 :] = [0] * (3 - level)
            if level == 1:
                counts[2] = counts[3] = 0
            lines.append(self._number(level, counts[level]) + self.rng.choice(words))
            if section:
                lines.extend(self.sections[section].split("\n"))
        lines = [line if at < 6 or not line else self.indent + line for at, line in enumerate(lines)]
        return [*lines, self.office, self.day_text(self.day)]

    def _number(self, level: int, count: int) -> str:
        chinese = "一二三四五六七八九十"[count - 1]
        style = self.numbering
        if style == "none" and level == 3:
            return ""
        if style == "automatic" and level == 1 and count == 1:
            return "1、 "
        if style == "half":
            return {1: f"{chinese}、", 2: f"({chinese})", 3: f"{count}、"}[level]
        if style == "spaced":
            return {1: f"{chinese}、 ", 2: f"（{chinese}） ", 3: f"{count}. "}[level]
        return {1: f"{chinese}、", 2: f"（{chinese}）", 3: f"{count}."}[level]


def draw(seed: int, layout: str | None = None) -> Variant:
    """The report number `seed`, in `layout` or a drawn one."""
    return render(Drawing(random.Random(seed), layout))


def render(drawing: Drawing) -> Variant:
    """A drawn report as a file."""
    lines = [*drawing.cover(), *drawing.tables(), *drawing.narrative(), ""]
    text = drawing.new_line.join("\n".join(lines).split("\n"))
    names = ("layout", "unit", "unit_place", "width", "dates", "ticks", "numbering", "encoding", "extra", "matrix")
    settings = {name: str(getattr(drawing, name)) for name in names}
    return Variant(text.encode(drawing.encoding), drawing.truth, settings)
