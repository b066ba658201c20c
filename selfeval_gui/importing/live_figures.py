"""What becomes of the figures that follow the tables when a report file is taken over: they go on following.

Pure. A figure whose place in the new text is in doubt stays as plain text, never the other way round.
"""

from collections.abc import Callable

from selfeval_gui.importing.rollover import text_of_later_year
from selfeval_gui.report.edit import get, put
from selfeval_gui.report.live import Live, LiveValue, at, follow
from selfeval_gui.report.model import Report

_PRIVATE = range(0xE000, 0xF8FF)


def copied(old: Report, new: Report, live: Live) -> Live:
    """For the same report again, of which a person may have changed or left out texts."""
    return follow(old, new, live)


def carried(old: Report, new: Report, live: Live, year: int) -> Live:
    """For the report of `year` that `rollover` has made of `old`; texts have moved on by a year, the figures with them.

    The figures still say last year's values: `live.refresh` puts in today's.
    """
    later = text_of_later_year(old, year)
    rolled, found = new, []
    for field in dict.fromkeys(one.field for one in live):
        text = get(old, field)
        moved = _moved(text, at(live, field), later)
        if moved:
            found += moved
            rolled = put(rolled, field, later(text))
    return follow(rolled, new, tuple(found))


def _moved(text: str, live: Live, later: Callable[[str], str]) -> list[LiveValue]:
    """Where the figures of one text are after it was made later; none when that cannot be told."""
    sign = next((chr(code) for code in _PRIVATE if chr(code) not in text), "")
    if not sign:
        return []
    marked, end = "", 0
    for one in live:
        marked += text[end : one.start] + sign
        end = one.end
    parts = later(marked + text[end:]).split(sign)
    found, made = [], ""
    for part, one in zip(parts, live, strict=False):
        made += part
        figure = later(one.text)
        found.append(LiveValue(one.field, one.name, len(made), figure))
        made += figure
    return found if made + parts[-1] == later(text) else []
