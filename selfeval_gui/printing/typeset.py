"""Sets lines of text: from a text and a style to characters with places, remembering what was set before.

The only caller of the line breaker for pages. It knows fonts by their advances alone and draws nothing.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Protocol

from selfeval_gui.printing import linebreak, titles
from selfeval_gui.printing.lately import Lately
from selfeval_gui.printing.linebreak import Line
from selfeval_gui.printing.marks import MM_PER_PT, Run

_Key = tuple[str | tuple[str, ...] | float, ...]
_MOST_WIDTHS = 5000
_MOST_TEXTS = 1500
_CENTRE_OF_INK = 0.38
"""How far above the baseline the middle of a full-width character lies, in em."""


class Advances(Protocol):
    """What typesetting needs of fonts: `advance(style, character)` in em."""

    def advance(self, style: str, char: str) -> float: ...

    def __hash__(self) -> int: ...


@lru_cache(maxsize=4)
def typesetter(fonts: Advances) -> "Typesetter":
    """The one typesetter of these fonts: a second report finds set what it has in common with the first."""
    return Typesetter(fonts)


class Typesetter:
    """Breaks paragraphs for given fonts; a paragraph that was set lately costs nothing.

    Lengths in em of the type size (or of the character pitch, where that differs).
    """

    def __init__(self, fonts: Advances) -> None:
        self._fonts = fonts
        self._advances: dict[str, Callable[[str], float]] = {}
        self._widths: dict[tuple[str, str], float] = {}
        self._set: Lately[_Key, tuple[Any, ...]] = Lately(_MOST_TEXTS)

    def start_document(self) -> None:
        """Forget what was not used lately, once there is much to forget."""
        self._set.start()

    def advance(self, style: str) -> Callable[[str], float]:
        if style not in self._advances:
            self._advances[style] = partial(self._fonts.advance, style)
        return self._advances[style]

    def lines(
        self, text: str, style: str, width: float, *, indent: float = 0.0, justify: bool = True
    ) -> tuple[Line, ...]:
        """The lines of one paragraph (no newline in it) in a column of `width` em."""
        return self._set.get(
            (text, style, width, indent, justify),
            lambda: linebreak.break_paragraph(text, self.advance(style), width, indent=indent, justify=justify),
        )

    def width(self, text: str, style: str) -> float:
        """Width of a text set in one line, in em."""
        known = self._widths.get((style, text))
        if known is None:
            if len(self._widths) > _MOST_WIDTHS:
                self._widths.clear()
            known = self._widths[style, text] = linebreak.natural_width(text, self.advance(style))
        return known

    def title(self, parts: tuple[str, ...], style: str, width: float, max_lines: int) -> tuple[str, ...]:
        """A title broken into balanced lines, best between its parts."""
        given = tuple(part for part in parts if part)
        return self._set.get(
            (given, style, width, max_lines),
            lambda: titles.balance_parts(given, self.advance(style), width, max_lines),
        )

    def spread_name(self, name: str, style: str) -> tuple[float, ...] | None:
        """Places of a two-character name spread to the width of three characters, or None to leave it as it is."""
        return linebreak.spread(name, self.advance(style))


def run(line: Line, x: float, y: float, style: str, size: float, unit: float, path: str = "", start: int = 0) -> Run:
    """A set line as a mark: left edge of its column at `x` mm, baseline at `y` mm, one em = `unit` mm.

    `start` is where the line's paragraph begins in the field's text.
    """
    return Run(y, line.text, style, size, tuple([x + place * unit for place in line.xs]), path, start + line.start)


def em(size: float) -> float:
    """One em of a type size in mm."""
    return size * MM_PER_PT


def baseline(centre: float, size: float) -> float:
    """The baseline that puts the ink of full-width characters of `size` pt in the middle of `centre` (mm)."""
    return centre + _CENTRE_OF_INK * em(size)
