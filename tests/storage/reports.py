"""Random reports for the tests of storage: every blank by its kind, values, empty ones and what is no value."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from selfeval_gui.report import kinds
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.dates import Month
from selfeval_gui.report.edit import ROW_TYPES
from selfeval_gui.report.kinds import Kind
from selfeval_gui.report.model import EvaluationType, Report, Role
from selfeval_gui.report.text import Unparsed, clean
from selfeval_gui.storage.codec import is_part
from selfeval_gui.storage.file import Explanation, Printed, ReportFile, Review, Unplaced

texts = st.text(st.characters(exclude_categories=()), max_size=20) | st.sampled_from(
    ["韦𬱖", "覃䶮", '="A1"', "<b>&amp;\\", "第一段\n第二段\n\n　　第三段", "0778-5550136", "null", "1.0"]
)
unparsed = (texts | st.sampled_from(["约12万", "1.50", "2018-10-30", "2018-12", "2025"])).map(
    lambda text: Unparsed(clean(text))
)
amounts = st.decimals(min_value=0, max_value=10**12, places=6) | st.sampled_from(
    [Decimal("0"), Decimal("0.80"), Decimal("128"), Decimal("999999999999.999999")]
)
days = st.dates(date(1949, 1, 1), date(2100, 12, 31))
months = st.builds(Month, st.integers(1949, 2100), st.integers(1, 12))

_VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    kinds.TEXT: texts.map(kinds.TEXT.read),
    kinds.NAME: texts.map(kinds.NAME.read),
    kinds.LINES: texts.map(kinds.LINES.read),
    kinds.GRADE: texts.map(kinds.TEXT.read),
    kinds.MONEY: st.none() | amounts | unparsed,
    kinds.SCORE: st.none() | amounts | unparsed,
    kinds.DAY: st.none() | days | unparsed,
    kinds.MONTH: st.none() | months | unparsed,
    kinds.YEAR: st.none() | st.integers(1949, 2100) | unparsed,
    kinds.EVALUATION_TYPE: st.sampled_from(EvaluationType),
    kinds.ROLE: st.sampled_from(Role),
    kinds.FLAG: st.booleans(),
}


def _part(kind: Any, path: str) -> st.SearchStrategy[Any]:
    found: dict[str, st.SearchStrategy[Any]] = {}
    for f in fields(kind):
        at = f"{path}.{f.name}" if path else f.name
        if at in ROW_TYPES:
            found[f.name] = st.lists(_part(ROW_TYPES[at], f"{at}[]"), max_size=3).map(tuple)
        elif is_part(f.type):
            found[f.name] = _part(f.type, at)
        else:
            found[f.name] = _VALUES[blank(at).kind]
    return st.builds(kind, **found)


reports: st.SearchStrategy[Report] = _part(Report, "")
_clean = texts.map(clean)
_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | _clean,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_clean, inner, max_size=3),
    max_leaves=5,
)
files: st.SearchStrategy[ReportFile] = st.builds(
    ReportFile,
    report=reports,
    form=st.just("hechi-2018"),
    id=st.uuids(version=4).map(str),
    created=st.just("2026-03-05T01:30:00Z"),
    modified=st.just("2026-03-12T02:15:00Z"),
    state=st.sampled_from(["draft", "final"]),
    review=st.builds(
        Review,
        source=st.none() | st.dictionaries(_clean, _json, max_size=3),
        unreviewed=st.dictionaries(_clean, st.fixed_dictionaries({"previous": _json}), max_size=3),
        unplaced=st.lists(st.builds(Unplaced, _clean, _clean), max_size=3).map(tuple),
    ),
    explanations=st.lists(st.builds(Explanation, _clean, _clean, _clean), max_size=3).map(tuple),
    printed=st.none() | st.builds(Printed, _clean, st.just("2026-03-12"), st.sampled_from(["print", "pdf", "final"])),
)
