"""Finds where one report ends and the next begins in a file that holds several. Knows no values."""

from selfeval_gui.importing import people
from selfeval_gui.importing.labels import vocabulary
from selfeval_gui.importing.ledger import Line
from selfeval_gui.importing.reading import DATE, is_day_blank

_ANCHORS = ("cover.evaluation_type", "cover.project_name", "basic_info.project_leader", "performance.score")
"""Labels that a report has once."""
_AGREEING = 2
"""Anchors that must be repeated before a file is taken for several reports."""
_LONGEST_HEAD = 12
"""Lines of a cover that may stand above its first anchor."""


def starts_of(lines: list[Line]) -> list[int]:
    """The index of each report's first line; [0] for a file with one report."""
    found = _occurrences(lines)
    counts = sorted((len(places) for places in found.values()), reverse=True)
    count = counts[_AGREEING - 1]
    if count < 2:
        return [0]
    anchor = next(path for path in sorted(found, key=lambda p: found[p][:1]) if len(found[path]) == count)
    return [0, *(_head(lines, at) for at in found[anchor][1:])]


def _occurrences(lines: list[Line]) -> dict[str, list[int]]:
    words = vocabulary().labels
    found: dict[str, list[int]] = {path: [] for path in _ANCHORS}
    for at, line in enumerate(lines):
        label = words.at(line.filled[0].head) if line.filled else None
        if label is not None and label.path in found and label.separator in ("colon", "end", "gap"):
            found[label.path].append(at)
    return found


def _head(lines: list[Line], anchor: int) -> int:
    """The first line of the cover, or of the table, in which the anchor stands."""
    start = anchor
    for at in range(anchor - 1, max(-1, anchor - 1 - _LONGEST_HEAD), -1):
        line = lines[at]
        if not line.filled:
            continue
        if not _may_head(line):
            break
        start = at
    return start


def _may_head(line: Line) -> bool:
    """A title, or a row with a label of the cover; not the sign-off of the report before."""
    text = line.text
    label = vocabulary().labels.at(line.filled[0].head)
    if label is not None and label.path.startswith(("cover.", "basic_info.")):
        return True
    if people.signs(line) or DATE.search(text) or is_day_blank(text):
        return False
    alone = len(line.filled) == 1
    return alone and len(text) <= 40 and not text.rstrip().endswith(("。", "；", "：", ":", "）", ")"))
