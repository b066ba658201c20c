"""What has to be painted again when a page changes: after a keystroke, a few lines of it. Pure; lengths in mm."""

from typing import NamedTuple

from selfeval_gui.printing.marks import MM_PER_PT, Mark, Page, Rule, Run, TickBox, Watermark


class Box(NamedTuple):
    """A part of a page: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, mark: Run) -> bool:
        """Whether a line of text may leave ink in the box."""
        other = box_of(mark)
        return (
            other.left <= self.right
            and self.left <= other.right
            and other.top <= self.bottom
            and self.top <= other.bottom
        )


def same_sheets(old: tuple[Page, ...], new: tuple[Page, ...]) -> bool:
    """Whether as many sheets of the same sizes lie in the same order, whatever is on them."""
    return len(old) == len(new) and all(
        a is b or (a.width == b.width and a.height == b.height) for a, b in zip(old, new, strict=True)
    )


def changed_box(old: Page, new: Page) -> Box | None:
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
    boxes = [box_of(mark) for mark in different]
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def box_of(mark: Mark) -> Box:
    """Where a mark leaves ink, generously: accents and tails included."""
    match mark:
        case Run(y=y, size=size, xs=xs):
            em = size * MM_PER_PT
            return Box(xs[0] - em / 2, y - 1.3 * em, xs[-1] + 2 * em, y + 0.6 * em)
        case Rule(x1=x1, y1=y1, x2=x2, y2=y2, width=width):
            half = width * MM_PER_PT
            return Box(min(x1, x2) - half, min(y1, y2) - half, max(x1, x2) + half, max(y1, y2) + half)
        case TickBox(x=x, y=y, size=size):
            return Box(x - 0.5, y - 0.5, x + size + 0.5, y + size + 0.5)
        case Watermark(x=x, y=y, text=text, size=size):
            half = len(text) * size * MM_PER_PT
            return Box(x - half, y - half, x + half, y + half)
