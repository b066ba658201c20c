"""What is wrong on composed pages: a sign-off alone, text under a seal, a split signature block, text over the edge.

The layout rules make nearly all of it impossible; this looks at the marks themselves and trusts no rule. It must not
compose, and knows characters' widths only roughly: no font is asked.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from selfeval_gui.printing.layout import Layout, SignatureTable
from selfeval_gui.printing.marks import MM_PER_PT, Page, Run
from selfeval_gui.report.patterns import late

Fault = tuple[str, str]
"""The field to look at, and a sentence for the user."""

_UNIT, _DATE = "cover.project_unit", "cover.report_date"
_SLACK = 1.5
"""How far, mm, a rough width may be wrong, or a closing mark hang over the edge."""
_SEAL_SLACK = 0.5
_ABOVE, _BELOW = 0.88, 0.12
"""Of a character's box over and under its baseline, in em."""
_NUMBER = late("— [0-9]+ —")
_CLOSING = frozenset("，。、；：！？）》〉」』】〕”’")
_NARROW = "\u2000"


def faults(pages: Sequence[Page], layout: Layout) -> tuple[Fault, ...]:
    """The first fault of each kind in each field, in the order of the pages; nothing for pages as they should be."""
    found: dict[tuple[str, str], Fault] = {}
    for made in (_cover_seal, _over_the_edge, _over_each_other, _signatures, _sign_off):
        for field, said in made(pages, layout):
            found.setdefault((made.__name__, field), (field, said))
    return tuple(found.values())


def _cover_seal(pages: Sequence[Page], layout: Layout) -> Iterator[Fault]:
    """The seal's circle on the cover holds nothing but the seal line and the date (GB/T 9704-2012, 7.3.5)."""
    seal, day = layout.cover.seal, layout.cover.date
    x, y = layout.page.left + layout.page.text_width / 2, (seal.baseline + day.baseline) / 2 - 2
    for page in pages:
        if page.part == "cover":
            others = [run for run in page.runs() if run.y not in (seal.baseline, day.baseline)]
            if any(True for _ in _within_circle(others, x, y, seal.circle / 2)):
                yield _longest(page) or seal.field, "封面盖章的位置被文字占用，请缩短这一栏。"


def _sign_off(pages: Sequence[Page], layout: Layout) -> Iterator[Fault]:
    """Unit and date stand together, below text, with room for the seal (GB/T 9704-2012, 7.3.5)."""
    narrative = [page for page in pages if page.part == "narrative"]
    size = layout.narrative.size
    signed: list[tuple[int, Run]] = []
    rest: list[Run] = []
    for index, page in enumerate(narrative):
        # The title shows the unit, too, in a larger size.
        own = [run for run in page.runs() if run.path in (_UNIT, _DATE) and run.size == size]
        signed += [(index, run) for run in own]
        if own:
            rest = [run for run in page.runs() if run not in own and not _NUMBER.fullmatch(run.text)]
    if not signed:
        return
    if len({index for index, _ in signed}) > 1:
        yield _DATE, "落款的单位和日期分在两页，请调整正文的长短。"
        return
    runs = [run for _, run in signed]
    first, last = min(run.y for run in runs), max(run.y for run in runs)
    above = [run for run in rest if run.y < first]
    if not above:
        yield _DATE, "落款单独成页，请调整正文的长短。"
        return
    wide = max(runs, key=lambda run: run.xs[-1] - run.xs[0])
    x = (wide.xs[0] + _right(wide)) / 2
    if any(True for _ in _within_circle(above, x, (first + last) / 2 - 2, layout.narrative.sign_off.circle / 2)):
        yield _DATE, "落款盖章的位置被正文占用，请调整正文的长短。"


def _signatures(pages: Sequence[Page], layout: Layout) -> Iterator[Fault]:
    """A signature block stands whole on one page, its label in it (form, signature blocks)."""
    blocks = [block for part in layout.form.parts if isinstance(part, SignatureTable) for block in part.blocks]
    for block in blocks:
        places = [(page, area) for page in pages for area in page.areas if area.path == block.field]
        whole = len(places) == 1 and all(
            area.y + area.height <= page.height
            and any(run.text == block.label and area.contains(run.xs[0], run.y) for run in page.runs())
            for page, area in places
        )
        if places and not whole:
            yield block.field, f"“{block.label}”栏被分在两页，请增减上面的内容。"


def _over_the_edge(pages: Sequence[Page], layout: Layout) -> Iterator[Fault]:
    """Every value is printed between the margins."""
    paper = layout.page
    for page in pages:
        right = page.width - paper.right + _SLACK
        for run in page.runs():
            if not run.path or not run.xs:
                continue
            left = paper.left - run.size * MM_PER_PT / 2 - _SLACK
            if run.xs[0] < left or _right(run) > right or not 0 < run.y <= paper.text_bottom + _SLACK:
                yield run.path, f"“{_shortened(run.text)}”超出了版面，请缩短。"


def _over_each_other(pages: Sequence[Page], _layout: Layout) -> Iterator[Fault]:
    """No line of text is printed over another."""
    for page in pages:
        runs = sorted((run for run in page.runs() if run.xs), key=lambda run: run.y)
        for index, above in enumerate(runs):
            reach = above.y + 0.8 * above.size * MM_PER_PT
            for below in takewhile(lambda run, end=reach: run.y < end, runs[index + 1 :]):  # type: ignore[misc]
                apart = 0.8 * max(above.size, below.size) * MM_PER_PT
                aside = _right(above) <= below.xs[0] + _SLACK or _right(below) <= above.xs[0] + _SLACK
                if (above.path or below.path) and not aside and below.y - above.y < apart:
                    told = f"“{_shortened(above.text)}”与“{_shortened(below.text)}”印到了一起，请缩短这一栏。"
                    yield _longest(page) if page.part == "cover" else above.path or below.path, told


def _longest(page: Page) -> str:
    """The field with the most text on a page: what to shorten when the lines of the cover do not find room."""
    lengths: Counter[str] = Counter()
    for run in page.runs():
        if run.path:
            lengths[run.path] += len(run.text)
    return max(lengths, key=lambda path: lengths[path], default="")


def _within_circle(runs: Sequence[Run], x: float, y: float, radius: float) -> Iterator[Run]:
    """The runs whose box comes into a circle, by its bounding square's sides and its height at the middle."""
    for run in runs:
        em = run.size * MM_PER_PT
        beside = not run.xs or _right(run) < x - radius or run.xs[0] > x + radius
        distance = max(run.y - _ABOVE * em - y, y - (run.y + _BELOW * em))
        if not beside and distance < radius - _SEAL_SLACK:
            yield run


def _right(run: Run) -> float:
    """Where a run ends, mm: its last character full-width, half or, for a closing mark, half blank."""
    last = run.text[-1]
    return run.xs[-1] + run.size * MM_PER_PT * (0.5 if last < _NARROW or last in _CLOSING else 1.0)


def _shortened(text: str) -> str:
    return text if len(text) <= 12 else f"{text[:11]}…"
