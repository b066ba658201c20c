"""One report's row of the summary: names, money by source, rates, score and grade, what the check found, its state.

A plain value that travels between processes as JSON. No workbook is known here.
"""

from decimal import Decimal
from typing import Any, NamedTuple

from selfeval_gui import checking, storage
from selfeval_gui.report import form as forms
from selfeval_gui.report import totals
from selfeval_gui.report.edit import steps
from selfeval_gui.report.model import SOURCES, Funds
from selfeval_gui.report.money import amount, show_money

STATES = {"draft": "草稿", "final": "定稿"}
LEVELS = {checking.ERROR: "错误", checking.WARNING: "警告", checking.HINT: "提示"}
_MOST_PROBLEMS = 300


class Problem(NamedTuple):
    """A finding for the list of problems."""

    level: str
    rule: str
    field: str
    message: str


class Row(NamedTuple):
    """Amounts in 万元: `planned` and `received` are total, 中央, 自治区, 市县, 其它. None is an empty blank.

    Totals that nobody has written are the sums of their sources, as on the form.
    """

    year: str
    department: str
    unit: str
    project: str
    leader: str
    planned: tuple[Decimal | None, ...]
    received: tuple[Decimal | None, ...]
    spent: Decimal | None
    balance: Decimal | None
    score: Decimal | None
    grade: str
    counts: tuple[int, int, int]
    unreviewed: int
    state: str
    problems: tuple[Problem, ...]

    @property
    def execution_rate(self) -> Decimal | None:
        """预算执行率 in %."""
        return totals.percent(self.spent, self.planned[0])

    def to_json(self) -> dict[str, Any]:
        """As JSON holds it: amounts as strings."""
        plain: dict[str, Any] = self._asdict()
        for name in ("planned", "received"):
            plain[name] = [_text(value) for value in plain[name]]
        for name in ("spent", "balance", "score"):
            plain[name] = _text(plain[name])
        return {**plain, "problems": [list(problem) for problem in self.problems]}

    @staticmethod
    def of(raw: dict[str, Any]) -> "Row":
        """From that JSON."""
        amounts = {name: _decimal(raw[name]) for name in ("spent", "balance", "score")}
        lists = {name: tuple(map(_decimal, raw[name])) for name in ("planned", "received")}
        errors, warnings, hints = raw["counts"]
        problems = tuple(Problem(*problem) for problem in raw["problems"])
        return Row(**{**raw, **amounts, **lists, "counts": (errors, warnings, hints), "problems": problems})


def row_of(file: storage.ReportFile, findings: tuple[checking.Finding, ...]) -> Row:
    """The row of a report file with what the check finds in it."""
    report, form = file.report, forms.load(file.form)
    info, counts = report.basic_info, checking.count(findings)
    return Row(
        year="" if report.fiscal_year is None else str(report.fiscal_year),
        department=report.cover.supervising_department,
        unit=report.cover.project_unit,
        project=report.cover.project_name,
        leader=info.project_leader,
        planned=_money(info.planned_funds),
        received=_money(info.received_funds),
        spent=totals.expenditure_of(report),
        balance=totals.balance(report),
        score=amount(report.performance.score),
        grade=report.performance.grade,
        counts=(counts[checking.ERROR], counts[checking.WARNING], counts[checking.HINT]),
        unreviewed=len(file.review.unreviewed),
        state=STATES.get(file.state, file.state),
        problems=tuple(_problem(one, form) for one in findings[:_MOST_PROBLEMS]),
    )


def _money(funds: Funds) -> tuple[Decimal | None, ...]:
    return (totals.total_of(funds), *(amount(getattr(funds, source)) for source in SOURCES))


def _problem(one: checking.Finding, form: forms.Form) -> Problem:
    row = next((step for step in steps(one.field) if isinstance(step, int)), None)
    label = form.label(one.field) if row is None else f"{form.label(one.field)}（第 {row + 1} 行）"
    return Problem(LEVELS[one.severity], one.rule, label, one.message)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else show_money(value)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
