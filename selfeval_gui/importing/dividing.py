"""Where the narrative begins and ends among the lines of one report: before, behind or between the form's tables.

Only divides; nothing is read or used up here.
"""

import re

from selfeval_gui.importing import people
from selfeval_gui.importing.basics import says_result
from selfeval_gui.importing.cover import is_issuer
from selfeval_gui.importing.labels import key, speaks, vocabulary
from selfeval_gui.importing.ledger import Line
from selfeval_gui.importing.narrative import is_addressee
from selfeval_gui.importing.narrative_outline import Outline, number_of
from selfeval_gui.importing.reading import entries, is_day, is_day_blank

_DEEP = {"project_background", "implementation", "working_group", "responsibilities", "experience_problems_advice"}
_FORM = ("basic_info.", "period", "planned", "received", "performance.score")
"""Labels of the form's tables, which no cover has."""
_FEWEST = 3
"""Different labels by which a table behind the narrative is known as the form."""
_LONGEST = 80
_WIDE = re.compile(r"[\t\u3000]|[\s_＿]{2}")


def narrative_start(lines: list[Line]) -> int:
    """Index of the narrative's first line: behind the last part of the form that stands before its first heading."""
    words = vocabulary()
    mark = len(lines)
    for at, line in enumerate(lines):
        if line.loose and (_is_first_mark(lines, at) or (is_addressee(line.text) and _form_seen(lines[:at]))):
            mark = at
            break
    start = 0
    for at in range(mark):
        line = lines[at]
        text = line.text
        if not text:
            continue
        says = (speaks(text) and not _heads_narrative(lines, at)) or _labelled(line)
        form_line = not line.loose or people.signs(line) or says
        behind = start == at and (is_day(text) or is_day_blank(text) or is_issuer(text))
        words_only = start == at and at > 0 and key(text) in words.form_words and people.signs(lines[at - 1])
        if form_line or behind or words_only:
            start = at + 1
    last = lines[start - 1] if 0 < start < mark else None
    return start + 1 if last is not None and _waits(last) else start


def _waits(line: Line) -> bool:
    """A label of a long text alone on its line: the text is on the next one."""
    label = vocabulary().labels.whole(line.text) if line.loose else None
    return label is not None and label.path in ("performance.expected", "performance.actual", "performance.goal")


def _labelled(line: Line) -> bool:
    """`项目负责人    某某`: a label with its value behind a wide gap, which no sentence is."""
    label = vocabulary().labels.at(line.text)
    if label is None or label.separator != "gap" or len(line.text) > _LONGEST or re.search("[。；，]", line.text):
        return False
    if says_result(label.path, line.text[label.end :]):
        return True
    return _WIDE.search(line.text[: label.end][-3:]) is not None or len(entries(line, vocabulary().labels)) > 1


def _is_first_mark(lines: list[Line], at: int) -> bool:
    """A heading that only the narrative has, or a chapter's with its first part below it."""
    span = lines[at].slots[0].spans[0]
    found = Outline().find(span)
    if found is None or not found.certain:
        return False
    if found.node is found.chapter and number_of(span.text)[0] == 1:
        return _heads_narrative(lines, at)
    return found.node.section in _DEEP and not speaks(span.text)


def _form_seen(lines: list[Line]) -> bool:
    return sum(bool(line.filled) and speaks(line.filled[0].text) for line in lines) >= 3


def _heads_narrative(lines: list[Line], at: int) -> bool:
    """项目基本概况 is a heading of the form and of the narrative: the narrative's if its sub-heading follows."""
    following = next((line for line in lines[at + 1 : at + 3] if line.text), None)
    if following is None or not following.loose:
        return False
    return re.match(r"\s*(?:[（(]一[）)]|1\s*[.．、])", following.text) is not None


def form_behind(lines: list[Line], start: int) -> int:
    """The first line of the form's tables behind a narrative that begins at `start`; the number of lines if nowhere.

    Only when they do not stand before it: what follows a whole form is an annex of it.
    """
    if len(_form_labels(lines[:start])) >= _FEWEST:
        return len(lines)
    for at in range(start, len(lines)):
        line = lines[at]
        if not line.loose and line.filled and vocabulary().labels.at(line.filled[0].head) is not None:
            return at if len(_form_labels(lines[at:])) >= _FEWEST else len(lines)
    return len(lines)


def _form_labels(lines: list[Line]) -> set[str]:
    """The labels of the form's tables in these lines."""
    words = vocabulary().labels
    found = (entry.label for line in lines if not line.loose or speaks(line.text) for entry in entries(line, words))
    return {label.path for label in found if label.path.startswith(_FORM)}
