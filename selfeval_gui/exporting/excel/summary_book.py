"""汇总表: one row a report with filters and totals that follow them, a chart of execution rates, the list of problems.

Pure: rows in, bytes out. Which files the rows come from is the caller's.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList

from selfeval_gui import checking
from selfeval_gui.exporting.excel import book
from selfeval_gui.exporting.excel.book import BOX, DAY, PERCENT, TEXT, Book, Formula, Look, Page, Place, Sheet, lines_of
from selfeval_gui.exporting.excel.fields import decimals_of
from selfeval_gui.exporting.excel.summary_row import LEVELS, Problem, Row
from selfeval_gui.report import totals
from selfeval_gui.report.text import squeeze

TITLE = "项目支出绩效自评汇总表"
_SOURCES = ("合计", "中央\n财政", "自治区\n财政", "市县\n财政", "其它")
_SHARE_SHOWN = 20
_BANDS: tuple[tuple[str, str, str], ...] = (
    ("60%以下", "<0.6", ""),
    ("60%～80%", ">=0.6", "<0.8"),
    ("80%～90%", ">=0.8", "<0.9"),
    ("90%～95%", ">=0.9", "<0.95"),
    ("95%～100%", ">=0.95", "<=1"),
    ("100%以上", ">1", ""),
)


class Entry(NamedTuple):
    """A file's row with the file's name."""

    file: str
    row: Row


class Failure(NamedTuple):
    """A file that could not be summarised, and why."""

    file: str
    reason: str


_HEADS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("序号", (), 10),
    ("年度", (), 12),
    ("主管部门", (), 30),
    ("项目单位", (), 34),
    ("项目名称", (), 42),
    ("负责人", (), 18),
    ("计划安排资金", _SOURCES, 16),
    ("实际到位资金", _SOURCES, 16),
    ("实际\n支出", (), 16),
    ("结余", (), 14),
    ("资金\n到位率", (), 18),
    ("预算\n执行率", (), 18),
    ("得分", (), 18),
    ("等次", (), 13),
    ("检查发现", ("错误", "警告", "提示"), 10),
    ("未核对", (), 15),
    ("状态", (), 11),
    ("文件", (), 50),
)
_PLANNED, _RECEIVED, _SPENT, _BALANCE, _ARRIVAL, _RATE, _SCORE = 7, 12, 17, 18, 19, 20, 21
_COUNTS, _UNREVIEWED, _LAST = 23, 26, 28
_FIRST = 5
_HEAD = Look("hei", 10.5, "center", border=BOX, fill="EEF2F7")
_CELL = Look("song", 10.5, border=BOX, indent=True)
_MIDDLE = _CELL._replace(across="center", indent=False)
_NUMBER = _CELL._replace(across="right", wrap=False, indent=False)
_TOTAL = _NUMBER._replace(bold=True)


def summary_bytes(entries: Sequence[Entry], failures: Sequence[Failure], day: date) -> bytes:
    """The workbook; `day` is when it is made. The same rows give the same bytes."""
    made = Book(TITLE)
    _Table(made.sheet("汇总"), entries, day).draw()
    _rates(made.sheet("执行率"), entries)
    _problems(made.sheet("问题"), entries)
    if failures:
        _failures(made.sheet("未能汇总"), failures)
    return made.to_bytes()


class _Table:
    def __init__(self, sheet: Sheet, entries: Sequence[Entry], day: date) -> None:
        self._sheet, self._entries, self._day = sheet, entries, day
        self._decimals = {column: decimals_of(values) for column, values in self._columns()}

    def _columns(self) -> Iterable[tuple[int, list[Decimal | None]]]:
        rows = [entry.row for entry in self._entries]
        for at in range(len(_SOURCES)):
            yield _PLANNED + at, [row.planned[at] for row in rows]
            yield _RECEIVED + at, [row.received[at] for row in rows]
        yield _SPENT, [row.spent for row in rows]
        yield _BALANCE, [row.balance for row in rows]
        yield _SCORE, [row.score for row in rows]

    def draw(self) -> None:
        sheet = self._sheet
        sheet.put(Place(1, 1, 1, _LAST - 1), TITLE, Look("xiaobiaosong", 20, "center"))
        sheet.height(1, 34)
        sheet.put(Place(2, 1, 1, 5), "单位：万元", Look("song", 10.5))
        sheet.put(Place(2, _LAST - 5, 1, 5), self._day, Look("song", 10.5, "right"), f'"制表日期："{DAY}')
        self._heads()
        for at, entry in enumerate(self._entries):
            self._row(_FIRST + at, at + 1, entry)
        last = _FIRST + len(self._entries) - 1
        if self._entries:
            self._totals(last + 1, last)
            sheet.raw.auto_filter.ref = f"A{_FIRST - 1}:{Place(last, _LAST).corner}"
        sheet.raw.freeze_panes = Place(_FIRST, 6).corner
        area = f"A1:{Place(max(last + 1, _FIRST), _LAST - 1).corner}"
        sheet.set_up(Page(True, 12, 12, 18, 16, area, heads=f"1:{_FIRST - 1}"))

    def _heads(self) -> None:
        column, widths = 1, []
        for word, parts, width in _HEADS:
            if not parts:
                self._sheet.put(Place(3, column, 2, 1), word, _HEAD)
            else:
                self._sheet.put(Place(3, column, 1, len(parts)), word, _HEAD)
                for at, part in enumerate(parts):
                    self._sheet.put(Place(4, column + at), part, _HEAD)
            widths += [width] * max(1, len(parts))
            column += max(1, len(parts))
        self._sheet.columns(widths)
        self._sheet.height(3, 20)
        self._sheet.height(4, 32)

    def _row(self, at: int, number: int, entry: Entry) -> None:
        row, put = entry.row, self._sheet.put
        put(Place(at, 1), number, _MIDDLE)
        year = int(row.year) if row.year.isdecimal() and len(row.year) == 4 else row.year
        put(Place(at, 2), year, _MIDDLE)
        names = (row.department, row.unit, row.project, row.leader)
        for column, text in enumerate(names, 3):
            put(Place(at, column), text, _CELL, TEXT)
        self._sheet.height(at, _height(zip(names, (head[2] for head in _HEADS[2:6]), strict=True)))
        for first, values in ((_PLANNED, row.planned), (_RECEIVED, row.received), (_SPENT, (row.spent, row.balance))):
            for column, value in enumerate(values, first):
                put(Place(at, column), value, _NUMBER, book.decimal_format(self._decimals[column]))
        self._rates(at, row.received[0], row.planned[0], row.spent)
        put(Place(at, _SCORE), row.score, _NUMBER, book.decimal_format(self._decimals[_SCORE]))
        put(Place(at, _SCORE + 1), row.grade, _MIDDLE, TEXT)
        for column, count in enumerate((*row.counts, row.unreviewed), _COUNTS):
            put(Place(at, column), count, _MIDDLE)
        put(Place(at, _LAST - 1), row.state, _MIDDLE, TEXT)
        put(Place(at, _LAST), entry.file, _CELL._replace(wrap=False), TEXT)

    def _rates(
        self, at: int, received: Decimal | None, planned: Decimal | None, spent: Decimal | None, look: Look = _NUMBER
    ) -> None:
        whole = Place(at, _PLANNED).corner
        for column, part, value in ((_ARRIVAL, _RECEIVED, received), (_RATE, _SPENT, spent)):
            corner = Place(at, part).corner
            rate = totals.percent(value, planned)
            text = f'=IF(AND(ISNUMBER({corner}),N({whole})<>0),{corner}/{whole},"")'
            result = None if rate is None else round(rate / 100, 15)
            self._sheet.put(Place(at, column), Formula(text, result), look, PERCENT)

    def _totals(self, at: int, last: int) -> None:
        """SUBTOTAL follows the filter: what is hidden does not count."""
        self._sheet.height(at, 20)
        rows = [entry.row for entry in self._entries]
        self._sheet.put(Place(at, 1, 1, 6), f"合计（{len(rows)} 个项目）", _TOTAL._replace(across="center"))
        sums = {
            **{_PLANNED + i: totals.add(row.planned[i] for row in rows) for i in range(len(_SOURCES))},
            **{_RECEIVED + i: totals.add(row.received[i] for row in rows) for i in range(len(_SOURCES))},
            _SPENT: totals.add(row.spent for row in rows),
            _BALANCE: totals.add(row.balance for row in rows),
        }
        counts = {_COUNTS + i: Decimal(sum(row.counts[i] for row in rows)) for i in range(3)}
        counts[_UNREVIEWED] = Decimal(sum(row.unreviewed for row in rows))
        for column in range(_PLANNED, _LAST + 1):
            span = f"{Place(_FIRST, column).corner}:{Place(last, column).corner}"
            place = Place(at, column)
            if column in sums or column in counts:
                number = book.decimal_format(self._decimals.get(column, 0))
                value = sums.get(column, counts.get(column))
                formula = Formula(f"=SUBTOTAL(109,{span})", value if value is not None else Decimal(0))
                self._sheet.put(place, formula, _TOTAL if column in sums else _MIDDLE._replace(bold=True), number)
            elif column == _SCORE:
                scores = [row.score for row in rows if row.score is not None]
                mean = sum(scores, Decimal(0)) / len(scores) if scores else None
                formula = Formula(f'=IFERROR(SUBTOTAL(101,{span}),"")', None if mean is None else round(mean, 12))
                self._sheet.put(place, formula, _TOTAL, '"平均"0.0')
            elif column not in (_ARRIVAL, _RATE):
                self._sheet.put(place, "", _TOTAL)
        self._rates(at, sums[_RECEIVED], sums[_PLANNED], sums[_SPENT], _TOTAL)


def _rates(sheet: Sheet, entries: Sequence[Entry]) -> None:
    """How many projects have which execution rate, and those with the lowest."""
    last = max(_FIRST, _FIRST + len(entries) - 1)
    column = Place(1, _RATE).corner.rstrip("1")
    span = f"'汇总'!${column}${_FIRST}:${column}${last}"
    sheet.columns((36, 20, 8, 70, 70, 22))
    sheet.put(Place(1, 1, 1, 6), "预算执行率", Look("xiaobiaosong", 18, "center"))
    sheet.height(1, 32)
    for at, word in enumerate(("执行率", "项目数"), 1):
        sheet.put(Place(2, at), word, _HEAD)
    rates = [rate / 100 for entry in entries if (rate := entry.row.execution_rate) is not None]
    for at, (name, low, high) in enumerate(_BANDS, 3):
        criteria = ",".join(f'{span},"{condition}"' for condition in (low, high) if condition)
        count = sum(1 for rate in rates if _within(rate, low) and _within(rate, high))
        sheet.put(Place(at, 1), name, _MIDDLE)
        sheet.put(Place(at, 2), Formula(f"=COUNTIFS({criteria})", Decimal(count)), _MIDDLE)
    for at, word in enumerate(("项目单位", "项目名称", "执行率"), 4):
        sheet.put(Place(2, at), f"{word}（最低的 {_SHARE_SHOWN} 个）" if at == 5 else word, _HEAD)
    lowest = sorted(
        (entry for entry in entries if entry.row.execution_rate is not None),
        key=lambda entry: (entry.row.execution_rate or 0, entry.file),
    )[:_SHARE_SHOWN]
    for at, entry in enumerate(lowest, 3):
        sheet.put(Place(at, 4), entry.row.unit, _CELL, TEXT)
        sheet.put(Place(at, 5), entry.row.project, _CELL, TEXT)
        sheet.height(at, _height(((entry.row.unit, 70), (entry.row.project, 70))))
        rate = entry.row.execution_rate
        sheet.put(Place(at, 6), None if rate is None else round(rate / 100, 6), _NUMBER, PERCENT)
    bands = _chart("各执行率区间的项目数", sheet, 2, 1, 3, len(_BANDS), "col")
    bands.y_axis.number_format = "0"
    sheet.raw.add_chart(bands, "H2")
    if lowest:
        low = _chart(f"执行率最低的 {len(lowest)} 个项目", sheet, 6, 5, 3, len(lowest), "bar")
        low.height = max(7.5, 0.85 * len(lowest))
        low.y_axis.number_format = "0%"
        low.y_axis.scaling.min, low.y_axis.scaling.max = 0, 1.2  # a wrong figure shall not flatten all others
        low.x_axis.scaling.orientation = "maxMin"  # the lowest at the top
        sheet.raw.add_chart(low, "H17")
    sheet.set_up(Page(True, 12, 12, 18, 16, one=True))


def _within(rate: Decimal, condition: str) -> bool:
    if not condition:
        return True
    sign = condition.rstrip("0123456789.")
    limit = Decimal(condition[len(sign) :])
    return {"<": rate < limit, "<=": rate <= limit, ">": rate > limit, ">=": rate >= limit}[sign]


def _chart(title: str, sheet: Sheet, values: int, names: int, first: int, count: int, kind: str) -> BarChart:
    chart = BarChart()
    chart.type, chart.title, chart.legend = kind, title, None
    chart.add_data(Reference(sheet.raw, min_col=values, min_row=first, max_row=first + count - 1))
    chart.set_categories(Reference(sheet.raw, min_col=names, min_row=first, max_row=first + count - 1))
    chart.series[0].graphicalProperties.solidFill = "1F5FA8"
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    chart.gapWidth, chart.width, chart.height = 60, 18, 7.5
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.tickLblSkip = 1
    chart.y_axis.majorGridlines = None
    return chart


def _height(cells: Iterable[tuple[str, float]]) -> float:
    """Of a row with these texts in columns of these widths."""
    return min(book.ROW_LIMIT, 15.0 * max(lines_of(text, width - book.INDENT, _CELL.size) for text, width in cells) + 4)


def repeated(entry: Entry, entries: Sequence[Entry]) -> list[Problem]:
    """A warning when one project of one unit and year was handed in twice: the sums would count it twice."""
    same = [_project_of(other) for other in entries].count(_project_of(entry))
    if same < 2 or not all(_project_of(entry)):
        return []
    files = "、".join(f"“{other.file}”" for other in entries if _project_of(other) == _project_of(entry))
    message = f"{files}是同一单位、同一项目、同一年度的报告，合计中重复计算。请只留一份，再汇总。"
    return [Problem(LEVELS[checking.WARNING], "", "项目名称", message)]


def _project_of(entry: Entry) -> tuple[str, str, str]:
    row = entry.row
    return row.year, squeeze(row.unit), squeeze(row.project)


def _problems(sheet: Sheet, entries: Sequence[Entry]) -> None:
    heads = (("项目单位", 42), ("项目名称", 48), ("级别", 13), ("规则", 13), ("栏目", 38), ("问题", 96), ("文件", 50))
    sheet.columns([width for _, width in heads])
    for column, (word, _) in enumerate(heads, 1):
        sheet.put(Place(1, column), word, _HEAD)
    at = 2
    for entry in entries:
        for problem in (*repeated(entry, entries), *entry.row.problems):
            cells = (entry.row.unit, entry.row.project, problem.level, problem.rule, problem.field, problem.message)
            for column, text in enumerate((*cells, entry.file), 1):
                sheet.put(Place(at, column), text, _MIDDLE if column in (3, 4) else _CELL, TEXT)
            sheet.height(at, _height(zip((*cells, entry.file), (width for _, width in heads), strict=True)))
            at += 1
    sheet.raw.auto_filter.ref = f"A1:{Place(max(at - 1, 1), len(heads)).corner}"
    sheet.raw.freeze_panes = "A2"
    sheet.set_up(Page(True, 12, 12, 18, 16, heads="1:1"))


def _failures(sheet: Sheet, failures: Sequence[Failure]) -> None:
    sheet.columns((70, 160))
    for column, word in enumerate(("文件", "原因"), 1):
        sheet.put(Place(1, column), word, _HEAD)
    for at, failure in enumerate(failures, 2):
        sheet.put(Place(at, 1), failure.file, _CELL, TEXT)
        sheet.put(Place(at, 2), failure.reason, _CELL, TEXT)
        sheet.height(at, _height(((failure.file, 70), (failure.reason, 160))))
    sheet.set_up(Page(True, 12, 12, 18, 16, heads="1:1"))
