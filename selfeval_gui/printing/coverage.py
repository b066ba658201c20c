"""Which printed characters no font has, or another style's has to lend: named to the user before a PDF is made.

Reads composed pages; it must not compose, and it decides nothing.
"""

from collections.abc import Sequence

from selfeval_gui.printing.fonts import FontBook, display_name
from selfeval_gui.printing.marks import Page
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.patterns import HAN_LETTER, late

_LETTER = late(HAN_LETTER)


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


@frozen
class Lent:
    """The Chinese letters of one field that its style's typeface lacks, each once, and the typeface used instead."""

    path: str
    characters: tuple[str, ...]
    face: str


def lent(pages: Sequence[Page], fonts: FontBook) -> tuple[Lent, ...]:
    """The fields with such letters, in the order of the pages. Signs (①, ≥, ℃) are every typeface's loan, and no word.

    Letters that no font has are `missing`'s.
    """
    texts: dict[str, list[str]] = {}
    for page in pages:
        for run in page.runs():
            if run.path:
                texts.setdefault(run.style, []).append(run.text)
    lenders: dict[tuple[str, str], str] = {}
    for style, parts in texts.items():
        own = fonts.face(style)
        for character in dict.fromkeys("".join(parts)):
            face, glyph = fonts.resolve(style, character)
            if glyph and face is not own and _LETTER.match(character):
                lenders[style, character] = display_name(face)
    if not lenders:
        return ()
    found: dict[tuple[str, str], dict[str, None]] = {}
    for page in pages:
        for run in page.runs():
            for character in run.text if run.path else "":
                if face_name := lenders.get((run.style, character)):
                    found.setdefault((run.path, face_name), {})[character] = None
    return tuple(Lent(path, tuple(characters), face_name) for (path, face_name), characters in found.items())


@frozen
class NotOfficial:
    """A style that no official typeface serves here: the first field set in it, what is wanted, what is used."""

    path: str
    wanted: str
    used: str


def not_official(pages: Sequence[Page], fonts: FontBook) -> tuple[NotOfficial, ...]:
    """The styles of the pages' fields that the program's own typefaces serve."""
    first: dict[str, str] = {}
    for page in pages:
        for run in page.runs():
            if run.path:
                first.setdefault(run.style, run.path)
    return tuple(
        NotOfficial(first[row.style], "”或“".join(row.official), row.face)
        for row in fonts.report()
        if row.bundled and row.style in first
    )
