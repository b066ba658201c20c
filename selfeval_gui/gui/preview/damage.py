"""What has to be painted again when a page changes: after a keystroke, a few lines of it. Pure; lengths in mm."""

from selfeval_gui.printing.marks import MM_PER_PT, Mark, Page, Rule, Run, TickBox, Watermark

Strip = tuple[float, float]
"""Top and bottom of a part of a page, over its whole width."""


def same_sheets(old: tuple[Page, ...], new: tuple[Page, ...]) -> bool:
    """Whether as many sheets of the same sizes lie in the same order, whatever is on them."""
    return len(old) == len(new) and all(
        a is b or (a.width == b.width and a.height == b.height) for a, b in zip(old, new, strict=True)
    )


def changed_strip(old: Page, new: Page) -> Strip | None:
    """The part of a page where `new` looks different from `old`; None when nothing does."""
    if old is new:
        return None
    a, b = old.marks, new.marks
    start, end = 0, min(len(a), len(b))
    while start < end and (a[start] is b[start] or a[start] == b[start]):
        start += 1
    back = 0
    while back < end - start and (a[-1 - back] is b[-1 - back] or a[-1 - back] == b[-1 - back]):
        back += 1
    # Marks that only stand elsewhere in the order look the same: nothing on a page covers anything else.
    different = set(a[start : len(a) - back]) ^ set(b[start : len(b) - back])
    if not different:
        return None
    extents = [_extent(mark, new.height) for mark in different]
    return min(top for top, _ in extents), max(bottom for _, bottom in extents)


def _extent(mark: Mark, height: float) -> Strip:
    """The heights between which a mark leaves ink, generously: accents and tails included."""
    match mark:
        case Run():
            em = mark.size * MM_PER_PT
            return mark.y - 1.3 * em, mark.y + 0.6 * em
        case Rule():
            half = mark.width * MM_PER_PT
            return min(mark.y1, mark.y2) - half, max(mark.y1, mark.y2) + half
        case TickBox():
            return mark.y - 0.5, mark.y + mark.size + 0.5
        case Watermark():
            return 0.0, height
