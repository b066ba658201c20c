"""Which face shows a character of a style, and how wide it is: the chain from style to fallback.

The bundled fonts come first unless installed ones are asked for, so that a report gives the same bytes on every
machine. Nothing is read before the first question. It must not place text or know PDF.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

from selfeval_gui.printing.face import Face, FaceError
from selfeval_gui.printing.installed import InstalledFonts

_LAYOUT_CHARACTERS: Final = frozenset("\n\r\t")  # never drawn
_NEARLY: Final = 0.01  # em; how far a full-width sign may be from one em


class FontsMissing(Exception):
    """The fonts that ship with the program cannot be used. `str()` of it is a sentence for the user."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"随程序提供的字体不能使用（{reason}），请重新安装本程序。")


class StyleReport(NamedTuple):
    """What one style is set in on this machine. `fallback` are the labels of the styles that fill its gaps.

    `official` are the names of the typefaces that the style stands for, the most wanted one first.
    """

    style: str
    label: str
    face: str
    path: Path
    bundled: bool
    fallback: tuple[str, ...]
    official: tuple[str, ...]


class FontBook:
    """The faces of the styles song, xiaobiaosong, hei, fangsong and kai.

    `bundled` is the folder of the program's own fonts with their chains.json; `installed` are the folders of the
    machine's fonts. With `prefer_installed`, an installed 方正小标宋, 仿宋_GB2312 and so on goes before the bundled
    face of the style; without it, installed faces show only what no bundled face can. Methods raise `FontsMissing`
    when a bundled font is damaged and `KeyError` for a style that does not exist.
    """

    def __init__(self, bundled: Path, installed: Sequence[Path] = (), *, prefer_installed: bool = False) -> None:
        self._folder = bundled
        self._prefer_installed = prefer_installed
        self._installed = InstalledFonts(installed)
        self._loaded: dict[str, Any] | None = None
        self._bundled_faces: dict[str, Face] = {}
        self._installed_faces: dict[str, tuple[Face, ...]] = {}
        self._orders: dict[str, list[str]] = {}
        self._resolved: dict[str, dict[str, tuple[Face, int]]] = {}
        self._advances: dict[str, dict[str, float]] = {}

    @property
    def styles(self) -> tuple[str, ...]:
        return tuple(self._chains["styles"])

    def resolve(self, style: str, char: str) -> tuple[Face, int]:
        """The face and the glyph that show one character; glyph 0 of the style's face when no font has it."""
        memo = self._resolved.get(style)
        if memo is None:
            memo = self._resolved[style] = {}
        found = memo.get(char)
        if found is None:
            found = memo[char] = self._find(style, char)
        return found

    def advance(self, style: str, char: str) -> float:
        """The width of a character in em."""
        try:
            return self._advances[style][char]
        except KeyError:
            face, gid = self.resolve(style, char)
            width = face.advance(gid)
            self._advances.setdefault(style, {})[char] = width
            return width

    def runs(self, style: str, text: str) -> list[tuple[Face, str]]:
        """The text in the longest pieces that one face shows; joined they are the text again."""
        runs: list[tuple[Face, str]] = []
        start = 0
        current: Face | None = None
        for index, char in enumerate(text):
            face = self.resolve(style, char)[0]
            if face is not current:
                if current is not None:
                    runs.append((current, text[start:index]))
                current, start = face, index
        if current is not None:
            runs.append((current, text[start:]))
        return runs

    def missing(self, text: Iterable[str]) -> list[str]:
        """Characters of one or several texts that no font has, each once, in order of appearance."""
        style = self._chains["fallback"]  # every face stands in every style's chain
        characters = dict.fromkeys(chain.from_iterable(text))
        return [c for c in characters if c not in _LAYOUT_CHARACTERS and not self.resolve(style, c)[1]]

    def report(self) -> list[StyleReport]:
        """One row a style, in the order of chains.json."""
        labels = {style: entry["label"] for style, entry in self._chains["styles"].items()}
        rows = []
        for style, label in labels.items():
            face = self.face(style)
            rows.append(
                StyleReport(
                    style=style,
                    label=label,
                    face=display_name(face),
                    path=face.path,
                    bundled=face.path.parent == self._folder,
                    fallback=tuple(labels[other] for other in self._order(style)[1:]),
                    official=tuple(entry["families"][0] for entry in self._chains["styles"][style]["installed"]),
                )
            )
        return rows

    def face(self, style: str) -> Face:
        """The face that a style is set in, as long as it has the character."""
        return next(self._candidates(style))

    # --- the chain

    @property
    def _chains(self) -> dict[str, Any]:
        if self._loaded is None:
            try:
                self._loaded = json.loads((self._folder / "chains.json").read_text(encoding="utf-8"))
            except (OSError, ValueError) as damage:
                raise FontsMissing("chains.json") from damage
        return self._loaded

    def _order(self, style: str) -> list[str]:
        """The style, then the fallback style, then all others."""
        order = self._orders.get(style)
        if order is None:
            styles = self._chains["styles"]
            if style not in styles:
                raise KeyError(style)
            order = self._orders[style] = list(dict.fromkeys([style, self._chains["fallback"], *styles]))
        return order

    def _candidates(self, style: str) -> Iterator[Face]:
        """Every face that may show a character of the style, best first; opened only when reached."""
        order = self._order(style)
        for each in order:
            if self._prefer_installed:
                yield from self._installed_for(each)
            yield self._bundled_for(each)
        if not self._prefer_installed:
            for each in order:
                yield from self._installed_for(each)

    def _find(self, style: str, char: str) -> tuple[Face, int]:
        codepoint = ord(char)
        full_width = char in self._chains["full_width"]
        second_best: tuple[Face, int] | None = None
        for face in self._candidates(style):
            gid = face.gid(codepoint)
            if gid:
                if not full_width or abs(face.advance(gid) - 1) <= _NEARLY:
                    return face, gid
                second_best = second_best or (face, gid)
        return second_best or (self.face(style), 0)

    def _bundled_for(self, style: str) -> Face:
        face = self._bundled_faces.get(style)
        if face is None:
            name = self._chains["styles"][style]["bundled"]
            try:
                face = self._bundled_faces[style] = Face(self._folder / name)
            except FaceError as damage:
                raise FontsMissing(str(damage)) from damage
        return face

    def _installed_for(self, style: str) -> tuple[Face, ...]:
        faces = self._installed_faces.get(style)
        if faces is None:
            wanted = self._chains["styles"][style]["installed"]
            found = (self._installed.find(entry["families"], entry["files"], entry["hints"]) for entry in wanted)
            faces = self._installed_faces[style] = tuple(face for face in found if face is not None)
        return faces


def display_name(face: Face) -> str:
    """The name that a Chinese user knows the face by."""
    chinese = [name for name in face.family_names if not name.isascii()]
    return next(iter([*chinese, *face.family_names, face.post_script_name]))
