"""An official form as data: labels, help, presets, outline and sentences, read from `resources/forms/<id>/form.json`.

There is more than one form; nobody may name one in code except `DEFAULT_FORM`. Where things stand on paper is
the printing package's layout file, not this one.
"""

from functools import cache
from typing import Any, NamedTuple

from selfeval_gui import resources
from selfeval_gui.report.catalogue import BLANKS, blank, pattern
from selfeval_gui.report.edit import put
from selfeval_gui.report.model import SECTION_KEYS, Evaluator, Expenditure, Report, Section

DEFAULT_FORM = "hechi-2018"
FIELD_OF_NO_LABEL = ".linked"


class OutlineEntry(NamedTuple):
    """A heading of the narrative (level 1–3 with its number), a section's place, or both; level 0 has no heading.

    `optional`: heading and section appear only when the section has text.
    """

    level: int
    number: str
    heading: str
    section: str
    optional: bool


class Form(NamedTuple):
    """Everything about an official form that is words, not geometry."""

    id: str
    name: str
    since: int
    title: tuple[str, ...]
    narrative_title: tuple[str, ...]
    grade_scheme: str
    minimum_rows: dict[str, int]
    presets: dict[str, str]
    linked: tuple[str, ...]
    sentences: dict[str, str]
    needs: dict[str, tuple[str, ...]]
    source_words: dict[str, str]
    member_labels: dict[str, str]
    outline: tuple[OutlineEntry, ...]
    labels: dict[str, str]
    helps: dict[str, str]

    def label(self, path: str) -> str:
        """The Chinese name of a blank, a row's blank or a section; KeyError when the form has none."""
        return self.labels[named(path)]

    def help(self, path: str) -> str:
        """What to write into the blank, one or two sentences."""
        return self.helps[named(path)]


def named(path: str) -> str:
    """The path under which a blank's words stand: without row numbers, a section's two blanks as one."""
    path = pattern(path)
    return path.removesuffix(".text").removesuffix(FIELD_OF_NO_LABEL)


def form_ids() -> tuple[str, ...]:
    """The ids of all forms that are shipped."""
    return tuple(
        sorted(folder.name for folder in resources.path("forms").iterdir() if (folder / "form.json").is_file())
    )


@cache
def load(form_id: str) -> Form:
    """The form with this id. KeyError when there is none, ValueError when its file is not as it must be."""
    if form_id not in form_ids():
        raise KeyError(form_id)
    raw: dict[str, Any] = resources.read_json("forms", form_id, "form.json")
    labels = {path: str(entry["label"]) for path, entry in raw["fields"].items()}
    form = Form(
        id=raw["id"],
        name=raw["name"],
        since=raw["since"],
        title=tuple(raw["title"]),
        narrative_title=tuple(raw["narrative_title"]),
        grade_scheme=raw["grade_scheme"],
        minimum_rows=dict(raw["minimum_rows"]),
        presets=dict(raw["presets"]),
        linked=tuple(raw["linked"]),
        sentences=dict(raw["sentences"]),
        needs={key: tuple(names) for key, names in raw["needs"].items()},
        source_words=dict(raw["source_words"]),
        member_labels=dict(raw["member_labels"]),
        outline=tuple(_entry(entry) for entry in raw["outline"]),
        labels=labels,
        helps={path: str(entry["help"]) for path, entry in raw["fields"].items()},
    )
    _check(form, form_id)
    return form


def blank_report(form: Form, fiscal_year: int | None = None) -> Report:
    """A new report: the form's presets, links as the form proposes, empty rows as many as the form shows."""
    report = Report(
        fiscal_year=fiscal_year,
        expenditures=tuple(Expenditure() for _ in range(form.minimum_rows["expenditures"])),
        evaluators=tuple(Evaluator() for _ in range(form.minimum_rows["evaluators"])),
    )
    for key in form.linked:
        report = put(report, f"narrative.{key}", Section(linked=True))
    for path, text in form.presets.items():
        report = put(report, path, blank(path).kind.read(text))
    return report


def _entry(raw: dict[str, Any]) -> OutlineEntry:
    return OutlineEntry(
        level=int(raw.get("level", 0)),
        number=str(raw.get("number", "")),
        heading=str(raw.get("heading", "")),
        section=str(raw.get("section", "")),
        optional=bool(raw.get("optional", False)),
    )


def _check(form: Form, form_id: str) -> None:
    """The schema of form.json: every blank is named, every section stands once, every link has its sentence."""
    wanted = {named(entry.path) for entry in BLANKS}
    problems = []
    if form.id != form_id:
        problems.append(f"id is {form.id}")
    if wanted != set(form.labels):
        problems.append(f"labels differ from the catalogue: {sorted(wanted ^ set(form.labels))}")
    if [entry.section for entry in form.outline if entry.section] != list(SECTION_KEYS):
        problems.append("outline does not hold every section once, in order")
    if set(form.linked) != set(form.sentences) or set(form.sentences) != set(form.needs):
        problems.append("linked, sentences and needs differ")
    for path in form.presets:
        blank(path)
    if problems:
        raise ValueError(f"form.json of {form_id}: " + "; ".join(problems))
