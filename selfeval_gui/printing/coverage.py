"""Which printed characters no font has, and in which field they stand: named to the user before a PDF is made.

Reads composed pages; it must not compose, and it decides nothing.
"""

from collections.abc import Sequence

from selfeval_gui.printing.fonts import FontBook
from selfeval_gui.printing.marks import Page
from selfeval_gui.report.frozen import frozen


@frozen
class Missing:
    """The characters of one field (`path`, "" for the form's own words) that no font shows, each once.

    `start` is the offset of the first of them in the field's text.
    """

    path: str
    characters: tuple[str, ...]
    start: int


def missing(pages: Sequence[Page], fonts: FontBook) -> tuple[Missing, ...]:
    """The fields with such characters, in the order of the pages; nothing when all can be shown."""
    runs = [run for page in pages for run in page.runs()]
    lacking = frozenset(fonts.missing([run.text for run in runs]))
    if not lacking:
        return ()
    found: dict[str, tuple[dict[str, None], int]] = {}
    for run in runs:
        for index, character in enumerate(run.text):
            if character in lacking:
                characters, _ = found.setdefault(run.path, ({}, run.start + index))
                characters[character] = None
    return tuple(Missing(path, tuple(characters), start) for path, (characters, start) in found.items())
