"""From a point on paper to a field and back. Pure: pages in, paths and rectangles out."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF

from selfeval_gui.printing.marks import MM_PER_PT, Area, Page, Run

_TOUCHING = 0.6  # mm; lines of one field that close are one frame
_FED = {
    "narrative.basis_document": "narrative.opening.text",
    "narrative.evaluation_date": "narrative.opening.text",
}
"""Blanks that have no place of their own: they are printed inside this one."""
_RAISE = 0.38  # em from the baseline to the middle of a character


def field_at(page: Page, x: float, y: float) -> tuple[str, int] | None:
    """The field under a point (mm) and the character of its text that is nearest; None beside all fields."""
    hit = [area for area in page.areas if area.path and area.contains(x, y)]
    if not hit:
        return None
    area = min(hit, key=lambda area: area.width * area.height)
    runs = [run for run in page.runs() if run.path == area.path and run.text and area.contains(x, _middle(run))]
    return area.path, _nearest(runs, x, y) if runs else 0


def _middle(run: Run) -> float:
    """The height at which the middle of a line's characters lies."""
    return run.y - _RAISE * run.size * MM_PER_PT


def _nearest(runs: list[Run], x: float, y: float) -> int:
    def off(run: Run) -> float:
        return abs(_middle(run) - y)

    best = min(off(run) for run in runs)
    # One line may be several runs (a heading and its text): the one that the point lies in or behind.
    line = [run for run in runs if off(run) <= best + 0.1]
    run = max((run for run in line if run.xs[0] <= x), key=lambda r: r.xs[0], default=line[0])
    middles = [(a + b) / 2 for a, b in zip(run.xs, run.xs[1:], strict=False)]
    middles.append(run.xs[-1] + run.size * MM_PER_PT / 2)
    return run.start + sum(middle <= x for middle in middles)


def frames(pages: Iterable[Page], path: str) -> list[tuple[int, QRectF]]:
    """Where a field stands: (page index, rectangle in mm), lines that touch made one. Empty when it is not printed."""
    pages = tuple(pages)
    for wanted in _stand_ins(path):
        found = [(i, area) for i, page in enumerate(pages) for area in page.areas if area.path == wanted]
        if found:
            return _joined(found)
    return []


def _stand_ins(path: str) -> Iterable[str]:
    """Paths whose place on paper may stand for `path`, the best first."""
    yield path
    if path in _FED:
        yield _FED[path]
    if path.endswith(".linked"):
        yield path.removesuffix(".linked") + ".text"
    if path.endswith("_end"):
        yield path.removesuffix("_end") + "_start"
    if "]." in path:  # a cell that is not printed leads to the first one of its row
        row = path[: path.index("].") + 1]
        yield from (f"{row}.{name}" for name in ("item", "name"))


def _joined(found: list[tuple[int, Area]]) -> list[tuple[int, QRectF]]:
    frames: list[tuple[int, QRectF]] = []
    for page, area in sorted(found, key=lambda pair: (pair[0], pair[1].y)):
        rect = QRectF(area.x, area.y, area.width, area.height)
        if frames and frames[-1][0] == page:
            last = frames[-1][1]
            beside = abs(last.left() - rect.left()) < 0.1 and abs(last.right() - rect.right()) < 0.1
            if beside and rect.top() <= last.bottom() + _TOUCHING:
                frames[-1] = (page, last.united(rect))
                continue
        frames.append((page, rect))
    return frames
