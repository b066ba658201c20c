"""The narrative as it is printed: sections with their text, linked ones generated from the fields.

A linked section's sentence is a template of the form: `{name}` is a value, `[…]` a piece that is left out when a value
in it is missing. Pure; no layout.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from selfeval_gui.report import totals
from selfeval_gui.report.dates import print_day, print_period
from selfeval_gui.report.edit import get, put
from selfeval_gui.report.form import Form
from selfeval_gui.report.model import SOURCES, Funds, Report, Role, Section
from selfeval_gui.report.money import amount, show_plain
from selfeval_gui.report.patterns import late

_PIECE = late(r"\[([^\]]*)\]|\{(\w+)\}|[^\[{]+")
_NAME = late(r"\{(\w+)\}")
_PUNCTUATION = (
    (late("^[，。；]+"), ""),
    (late("[，；]+(?=。)"), ""),
    (late("。{2,}"), "。"),
)
FULL_WIDTH_SPACE = "\u3000"


class Paragraph(NamedTuple):
    """One paragraph of the narrative: `level` 1–3 is a heading, 0 text. `path` is the section it shows, or "".

    `offset` is where the paragraph begins in the section's text; `linked` whether that text is generated.
    """

    text: str
    level: int = 0
    path: str = ""
    offset: int = 0
    linked: bool = False


def project_title(report: Report) -> str:
    """`项目名称` followed by 项目, which is not doubled when the name already ends in it."""
    name = report.cover.project_name
    return name if not name or name.endswith("项目") else f"{name}项目"


def section_text(report: Report, form: Form, key: str) -> str:
    """What the section prints: its own text, or while it is linked the form's sentence filled from the fields."""
    section: Section = get(report, f"narrative.{key}")
    if not section.linked or key not in form.sentences:
        return section.text
    return linked_text(report, form, key)


def linked_text(report: Report, form: Form, key: str) -> str:
    """The sentence of a linked section; "" while none of the values that it needs is there."""
    known = _known(report, form)
    if key not in known.texts:
        needed = any(known.values.get(name) for name in form.needs[key])
        known.texts[key] = _fill(form.sentences[key], known.values) if needed else ""
    return known.texts[key]


def paragraphs(report: Report, form: Form) -> Iterator[Paragraph]:
    """The narrative from the opening to the last section, headings included, without title, addressee and sign-off."""
    for entry in form.outline:
        text = section_text(report, form, entry.section) if entry.section else ""
        if entry.optional and not text.strip():
            continue
        path = f"narrative.{entry.section}" if entry.section else ""
        if entry.level:
            yield Paragraph(entry.number + entry.heading, entry.level, path)
        if entry.section:
            yield from _paragraphs_of(text, path, bool(get(report, path).linked))


@lru_cache(maxsize=64)  # after a keystroke the other sections are as they were
def _paragraphs_of(text: str, path: str, linked: bool) -> tuple[Paragraph, ...]:
    found: list[Paragraph] = []
    offset = 0
    for line in text.split("\n"):
        if line.strip():
            lead = len(line) - len(line.lstrip(" \u3000")) if not linked else 0
            found.append(Paragraph(line[lead:].rstrip(), 0, path, offset + lead, linked))
        offset += len(line) + 1
    return tuple(found)


def set_linked(report: Report, form: Form, key: str, linked: bool) -> Report:
    """The report with a section's link cut (its generated text becomes the writer's) or restored (own text kept)."""
    section: Section = get(report, f"narrative.{key}")
    if section.linked == linked:
        return report
    text = section.text if linked else linked_text(report, form, key)
    return put(report, f"narrative.{key}", Section(linked=linked, text=text))


def _fill(template: str, values: dict[str, str]) -> str:
    parts: list[str] = []
    for match in _PIECE.finditer(template):
        optional, name = match[1], match[2]
        if optional is not None:
            if all(values.get(inner) for inner in _NAME.findall(optional)):
                parts.append(_NAME.sub(lambda m: values[m[1]], optional))
        elif name is not None:
            parts.append(values.get(name, ""))
        else:
            parts.append(match[0])
    text = "".join(parts)
    for pattern, replacement in _PUNCTUATION:
        text = pattern.sub(replacement, text)
    return text


def values_in_sentences(report: Report, form: Form) -> dict[str, str]:
    """Every value that a sentence may name, as printed without its unit; "" what is missing."""
    return _known(report, form).values


class _Known:
    """The values of the report that was asked about last, and the sentences that were filled with them.

    After a keystroke seven sentences are asked for, by the page and by their editors, and most often none has changed.
    """

    last: "_Known | None" = None

    def __init__(self, report: Report, form: Form, values: dict[str, str], texts: dict[str, str]) -> None:
        self.report, self.form, self.values, self.texts = report, form, values, texts


def _known(report: Report, form: Form) -> _Known:
    known = _Known.last
    if known is None or known.report is not report or known.form is not form:
        values = _values(report, form)
        still = known is not None and known.form is form and known.values == values
        known = _Known.last = _Known(report, form, values, known.texts if known is not None and still else {})
    return known


def _values(report: Report, form: Form) -> dict[str, str]:
    info, narrative = report.basic_info, report.narrative
    score = amount(report.performance.score)
    return {
        "unit": report.cover.project_unit,
        "project": project_title(report),
        "basis_document": narrative.basis_document,
        "evaluation_date": print_day(narrative.evaluation_date) if isinstance(narrative.evaluation_date, date) else "",
        "fiscal_year": str(report.fiscal_year) if isinstance(report.fiscal_year, int) else "",
        "period": print_period(info.period_start, info.period_end),
        "planned": _plain(totals.total_of(info.planned_funds)),
        "received": _plain(totals.total_of(info.received_funds)),
        "planned_sources": _sources(info.planned_funds, form),
        "received_sources": _sources(info.received_funds, form),
        "spent": _plain(totals.expenditure_of(report)),
        "balance": _plain(totals.balance(report)),
        "arrival_rate": _percent(totals.arrival_rate(report)),
        "execution_rate": _percent(totals.execution_rate(report)),
        "expected": report.performance.expected,
        "actual": report.performance.actual,
        "score": _plain(score),
        "grade": report.performance.grade,
        "members": "\n".join(_members(report, form)),
    }


def _members(report: Report, form: Form) -> Iterator[str]:
    """The working group by role, each role's label before its first person; people without a role are members."""
    labels = {Role.LEADER: "leader", Role.DEPUTY: "deputy", Role.MEMBER: "member"}
    for role, key in labels.items():
        label = form.member_labels[key]
        people = [p for p in report.evaluators if p.name and (p.role or Role.MEMBER) == role]
        for index, person in enumerate(people):
            lead = f"{label}：" if index == 0 else FULL_WIDTH_SPACE * (len(label) + 1)
            unit = "" if person.title.startswith(person.unit) else person.unit
            post = f"{unit}{person.title}"
            # A name of two characters is spread to the width of three, so that the posts stand below each other.
            name = FULL_WIDTH_SPACE.join(person.name) if len(person.name) == 2 else person.name
            yield f"{lead}{name}" + (f"{FULL_WIDTH_SPACE}{post}" if post else "")


def _sources(funds: Funds, form: Form) -> str:
    """`市县财政5万元，其它1万元` when the money comes from more than one source; "" otherwise."""
    given = [(source, amount(getattr(funds, source))) for source in SOURCES]
    present = [(form.source_words[source], value) for source, value in given if value]
    return "，".join(f"{word}{show_plain(value)}万元" for word, value in present) if len(present) > 1 else ""


def _plain(value: Decimal | None) -> str:
    return "" if value is None else show_plain(value)


def _percent(value: Decimal | None) -> str:
    return "" if value is None else totals.show_percent(value)
