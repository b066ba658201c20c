"""The measures of a form on paper, read from `resources/forms/<id>/layout.json`.

One class for each object of the file, plain ones: thirty named tuples would cost every start 2 ms, thirty dataclasses
15. Loading refuses unknown, missing and mistyped keys, so that a slip in the data is told at once. mm for lengths, pt
for sizes and rules. Words that the form prints stand here beside their places.
"""

from functools import cache
from types import GenericAlias, UnionType
from typing import Any, NoReturn, Self, get_args, get_origin

from selfeval_gui import resources


class _Entry:
    """An object of the file: an attribute for each of its keys, as annotated; none ever changes."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)

    def __setattr__(self, name: str, _value: object) -> NoReturn:
        raise AttributeError(f"cannot assign to {name!r}")

    def but(self, **changed: object) -> Self:
        """The same with some attributes changed."""
        return type(self)(self.__dict__ | changed)


class PageSize(_Entry):
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def text_bottom(self) -> float:
        return self.height - self.bottom


class PageNumber(_Entry):
    """`below`: from the text area to the dash; `inset`: from its outer edge; `first`: the first number printed.

    `blank`: added to the spaces beside the number, in em.
    """

    style: str
    size: float
    below: float
    inset: float
    blank: float
    first: int


class WatermarkLayout(_Entry):
    text: str
    style: str
    size: float
    angle: float
    grey: float


class Annex(_Entry):
    style: str
    size: float
    baseline: float


class CoverTitle(_Entry):
    """Set in the first of `sizes` with which it is no higher than `height`; `leading` is the line pitch in em."""

    style: str
    sizes: tuple[float, ...]
    leading: float
    centre: float
    height: float
    width: float
    max_lines: int


class CoverRows(_Entry):
    """The label lines: `first` and `last` bound their baselines, `pitch` goes down to `least_pitch`.

    Long values are set in the first of `value_sizes` with which all lines fit; `leading` is their line pitch in em.
    """

    style: str
    size: float
    value_sizes: tuple[float, ...]
    left: float
    value_left: float
    underline: float
    underline_below: float
    first: float
    last: float
    pitch: float
    least_pitch: float
    leading: float
    rule: float


class CoverLine(_Entry):
    label: str
    field: str = ""
    choices: str = ""
    underlined: bool = False
    step: float = 0.0
    box: float = 0.0


class SealLine(_Entry):
    """`circle` is the diameter that stays free around seal line and date."""

    label: str
    field: str
    baseline: float
    circle: float


class CoverDate(_Entry):
    field: str
    baseline: float
    empty: str


class Issuer(_Entry):
    field: str
    suffix: str
    baseline: float


class CoverLayout(_Entry):
    annex: Annex
    title: CoverTitle
    rows: CoverRows
    lines: tuple[CoverLine, ...]
    seal: SealLine
    date: CoverDate
    issuer: Issuer


class CellLayout(_Entry):
    """`pad` is blank beside values, `label_pad` beside labels, `above` over and under several lines, mm."""

    style: str
    size: float
    pitch: float
    pad: float
    label_pad: float
    above: float


class HeadingLayout(_Entry):
    style: str
    size: float
    height: float


class RowHeights(_Entry):
    """`tight` is the least height that rows may shrink to so that a page's tables fit on it."""

    height: float
    tight: float


class GridCell(_Entry):
    label: str = ""
    field: str = ""
    span: int = 1
    suffix: str = ""


class TotalRow(_Entry):
    label: str
    fields: tuple[str, ...]


class TextCells(_Entry):
    """`pitch` goes down to `tight` when the texts then share one page; `least` is the row's least height.

    `indent` counts characters.
    """

    pitch: float
    tight: float
    pad: float
    indent: float
    least: float
    valign: str


class SignatureBlock(_Entry):
    label: str
    field: str


class Grid(_Entry):
    kind: str
    heading: str
    columns: tuple[float, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    whole: bool = False
    new_page: bool = False


class RowTable(_Entry):
    """A table with one printed row for each row of `table`; `fields` "" is a column left empty for the pen."""

    kind: str
    heading: str
    columns: tuple[float, ...]
    table: str
    heads: tuple[tuple[str, ...], ...]
    head_height: float
    fields: tuple[str, ...]
    row_height: float
    unit: str = ""
    total: TotalRow | None = None
    new_page: bool = False


class TextTable(_Entry):
    kind: str
    heading: str
    columns: tuple[float, ...]
    heads: tuple[str, ...]
    label: str
    fields: tuple[str, ...]
    text: TextCells
    rows: tuple[GridCell, ...]
    new_page: bool = False


class SignatureTable(_Entry):
    kind: str
    least: float
    most: float
    pad: float
    label_baseline: float
    date_above: float
    date_right: float
    empty_date: str
    blocks: tuple[SignatureBlock, ...]


Part = Grid | RowTable | TextTable | SignatureTable
_PART_KINDS: dict[str, type[Part]] = {"grid": Grid, "list": RowTable, "texts": TextTable, "signatures": SignatureTable}


class FormLayout(_Entry):
    cell: CellLayout
    heading: HeadingLayout
    row: RowHeights
    gap: float
    """Between two tables on one sheet, mm."""
    parts: tuple[Part, ...]


class NarrativeTitle(_Entry):
    """`blank_above` and `blank_below` count lines of the narrative's grid."""

    style: str
    size: float
    pitch: float
    width: float
    max_lines: int
    blank_above: int
    blank_below: int


class OwnHeading(_Entry):
    """（一） at the start of a paragraph of at most so many characters makes it a heading of level 2."""

    characters: int


class SignOff(_Entry):
    """`date_right` in characters; `with_lines` text lines at least stand with unit and date; `circle` for the seal."""

    blank_above: int
    date_right: float
    with_lines: int
    circle: float


class NarrativeLayout(_Entry):
    """`lines` a page, `characters` a line; `headings` are the styles of levels 1–3; `indent` in characters."""

    lines: int
    characters: int
    size: float
    pitch: float
    style: str
    indent: float
    title: NarrativeTitle
    headings: tuple[str, ...]
    own_heading: OwnHeading
    sign_off: SignOff


class Layout(_Entry):
    """Everything about one form on paper."""

    about: str
    page: PageSize
    rule: float
    page_number: PageNumber
    watermark: WatermarkLayout
    cover: CoverLayout
    form: FormLayout
    narrative: NarrativeLayout


@cache
def load(form_id: str) -> Layout:
    """The layout of this form. ValueError naming the key when the file is not as it must be."""
    layout: Layout = _build(Layout, resources.read_json("forms", form_id, "layout.json"), form_id)
    return layout


def _build(wanted: Any, raw: Any, where: str) -> Any:
    origin, inner = get_origin(wanted), get_args(wanted)
    if wanted == Part:
        return _build(_PART_KINDS[raw["kind"]], raw, where)
    if isinstance(wanted, UnionType):
        return None if raw is None else _build(inner[0], raw, where)
    if isinstance(wanted, GenericAlias) and origin is tuple:
        if not isinstance(raw, list):
            raise ValueError(f"layout {where}: a list is wanted")
        return tuple(_build(inner[0], entry, f"{where}[{index}]") for index, entry in enumerate(raw))
    if isinstance(wanted, type) and issubclass(wanted, _Entry):
        return _object(wanted, raw, where)
    if wanted is float and isinstance(raw, int | float) and not isinstance(raw, bool):
        return float(raw)
    if type(raw) is not wanted:
        raise ValueError(f"layout {where}: {wanted} is wanted, not {raw!r}")
    return raw


def _object(wanted: Any, raw: Any, where: str) -> Any:
    kinds = wanted.__annotations__
    if not isinstance(raw, dict) or set(raw) - set(kinds):
        raise ValueError(f"layout {where}: unknown {sorted(set(raw) - set(kinds))}")
    missing = [name for name in kinds if name not in raw and not hasattr(wanted, name)]
    if missing:
        raise ValueError(f"layout {where}: missing {missing}")
    return wanted({name: _build(kinds[name], value, f"{where}.{name}") for name, value in raw.items()})
