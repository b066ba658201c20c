"""Finds the font files of a machine by the names of their families.

Folders are given, never guessed; nothing is read before the first question. A file that is damaged, forbidden or
no TrueType font is passed over: other programs' fonts are not our business.
"""

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from selfeval_gui.printing.face import Face, FaceError, faces_in

_SUFFIXES: Final = (".ttf", ".ttc")


class InstalledFonts:
    """The TrueType fonts below some folders."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._folders = tuple(folders)

    def find(self, families: Sequence[str], files: Sequence[str], hints: Sequence[str] = ()) -> Face | None:
        """The first face of one of these families that may be embedded; None when there is none.

        `files` are the usual names of its file, looked at first; then every file is read whose name has one of
        `hints` in it. A machine may hold a thousand fonts: reading all of them would take seconds.
        """
        usual = [path for name in files for path in self._files.get(name.lower(), [])]
        hinted = [
            path
            for name, paths in self._files.items()
            if any(hint.lower() in name for hint in hints)
            for path in paths
            if path not in usual
        ]
        for paths in (usual, hinted):
            for family in families:
                found = _first_face(paths, family)
                if found is not None:
                    return found
        return None

    @cached_property
    def _files(self) -> dict[str, list[Path]]:
        """File name in lower case → the files of that name, in the order of the folders."""
        found: dict[str, list[Path]] = {}
        for folder in self._folders:
            for place, below, names in os.walk(folder):
                below.sort()
                for name in sorted(names):
                    if name.lower().endswith(_SUFFIXES):
                        found.setdefault(name.lower(), []).append(Path(place, name))
        return found


def _families(path: Path) -> list[tuple[int, str]]:
    """(index of the face, family name in lower case); empty for a file that cannot be read."""
    try:
        return [(index, name.lower()) for index, names in enumerate(faces_in(path)) for name in names]
    except FaceError:
        return []


def _first_face(paths: Sequence[Path], family: str) -> Face | None:
    for path in paths:
        for index, name in _families(path):
            if name == family.lower():
                face = _open(path, index)
                if face is not None:
                    return face
    return None


def _open(path: Path, index: int) -> Face | None:
    try:
        face = Face(path, index)
    except FaceError:
        return None
    return face if face.embeddable else None
