"""LibreOffice as it is installed here, with the program's fonts under their official names, and what its PDF says.

The fonts are renamed copies in a temporary folder: LibreOffice takes a typeface by its name alone.
"""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from fontTools.ttLib import TTFont

from selfeval_gui import resources
from selfeval_gui.exporting.word.styles import Faces
from selfeval_gui.printing.marks import MM_PER_PT

SOFFICE = shutil.which("soffice")
_STYLES = ("song", "xiaobiaosong", "hei", "fangsong", "kai")
_FAMILY, _SUBFAMILY = (1, 4, 16), (2, 17)
_SAME_LINE = 0.8


class Line(NamedTuple):
    """The characters that stand on one baseline: `y` in mm from the page's top, `x` of each."""

    y: float
    text: str
    xs: tuple[float, ...]


class Office:
    """Converts files in a home of its own."""

    def __init__(self, home: Path) -> None:
        self._home = home
        faces, folder = Faces(), home / "fonts"
        folder.mkdir(parents=True)
        for style in _STYLES:
            with TTFont(resources.path("fonts", f"{style}.ttf"), lazy=True) as font:
                for record in font["name"].names:
                    if record.nameID in _FAMILY:
                        record.string = faces.name(style)
                    elif record.nameID in _SUBFAMILY:
                        record.string = "Regular"
                    elif record.nameID == 6:
                        record.string = f"Test-{style}"
                font["OS/2"].usWeightClass, font["OS/2"].fsSelection, font["head"].macStyle = 400, 0x40, 0
                font.save(folder / f"{style}.ttf")
        (home / "fonts.conf").write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
            f"<dir>{folder}</dir><cachedir>{home / 'cache'}</cachedir></fontconfig>",
            encoding="utf-8",
        )

    def pdfs(self, documents: Iterable[Path]) -> dict[str, Path]:
        """The PDF of each document, by its name without suffix."""
        return self.saved_as("pdf", documents)

    def saved_as(self, suffix: str, documents: Iterable[Path]) -> dict[str, Path]:
        """Each document as LibreOffice saves it in the format of `suffix`, by its name without suffix."""
        assert SOFFICE is not None
        out = self._home / f"out-{suffix}"
        environment = {**os.environ, "HOME": str(self._home), "FONTCONFIG_FILE": str(self._home / "fonts.conf")}
        profile = f"-env:UserInstallation={(self._home / 'profile').as_uri()}"
        given = [str(path) for path in documents]
        command = [SOFFICE, profile, "--headless", "--convert-to", suffix, "--outdir", str(out), *given]
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=300)
        return {path.stem: path for path in out.glob(f"*.{suffix}")}


def pages(pdf: Path) -> list[list[Line]]:
    """What stands on each page, line by line, read by pdfium."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_lines(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _lines(page: pypdfium2.PdfPage) -> list[Line]:
    text, height = page.get_textpage(), page.get_height()
    marks: list[tuple[float, float, str]] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text.count_chars()):
        char = chr(pypdfium2.raw.FPDFText_GetUnicode(text.raw, index))
        if not char.isspace() and char.isprintable():
            pypdfium2.raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
            marks.append(((height - y.value) * MM_PER_PT, x.value * MM_PER_PT, char))
    rows: list[tuple[float, list[tuple[float, str]]]] = []
    for down, right, char in sorted(marks):
        if rows and down - rows[-1][0] < _SAME_LINE:
            rows[-1][1].append((right, char))
        else:
            rows.append((down, [(right, char)]))
    text.close()
    page.close()
    made = []
    for down, row in rows:
        row.sort()
        made.append(Line(down, "".join(char for _, char in row), tuple(right for right, _ in row)))
    return made
