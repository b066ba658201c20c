"""Make the five bundled fonts of ``resources/fonts`` from freely licensed sources.

Runs on a packager's machine only; the program never imports it. Needs fonttools, npm and (for the Fandol
fonts and the character table) apt-get and dpkg-deb. The output is the same byte for byte whenever the sources
and the version of fonttools are the same: sources are checked by SHA-256, and no clock is read.

    python packaging/fonts/build_fonts.py --fetch --work build/fonts

What it must not do: change how a Chinese character looks. It drops characters, turns cubic curves into
quadratic ones (at most one unit of 1,000 away) and touches only the signs listed under "Signs" below.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import fontTools
from characters import BLANKS, hanzi_and_punctuation, old_forms, standard_table, style_characters
from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

PROJECT = Path(__file__).resolve().parents[2]
FIXED_TIME = 3786912000  # 2024-01-01T00:00:00Z in seconds since 1904, the epoch of the head table
VERSION = "1.000"

NPM_PACKAGES = ("@expo-google-fonts/noto-serif-sc@0.4.3", "@expo-google-fonts/noto-sans-sc@0.4.3")
DEB_PACKAGES = ("texlive-lang-chinese", "unicode-data")
FANDOL = Path("usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")
FANDOL_LICENCE = Path("usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz")


@dataclass(frozen=True)
class Recipe:
    """How one style is made. ``dash``: thickness of the em dash and height of its middle, in 1/1000 em."""

    style: str
    source: Path
    sha256: str
    source_family: str
    family: str
    chinese_family: str
    weight: int
    licence: str
    copyright: str
    dash: tuple[int, int]
    own_signs: bool = True
    old_forms: bool = False


NOTO_SERIF = "© 2017-2024 Adobe (http://www.adobe.com/)."
NOTO_SANS = "© 2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'."
FANDOL_COPYRIGHT = "Copyright © 2012-2013, the Fandol team."

RECIPES = (
    Recipe(
        "song",
        Path("serif/400Regular/NotoSerifSC_400Regular.ttf"),
        "c358a69de3df5f423a8946a7b03e3126fb6ba116f1130a463455b4e39e1f0742",
        "Noto Serif SC",
        "Selfeval Song",
        "自评宋体",
        400,
        "LICENSE-OFL-NotoSerifSC.txt",
        NOTO_SERIF,
        (44, 380),
        old_forms=True,
    ),
    Recipe(
        "xiaobiaosong",
        Path("serif/700Bold/NotoSerifSC_700Bold.ttf"),
        "9c6a2ba736e4b499c84f65ce366bd3625c0401885fd3e585ace50fb738b96ff6",
        "Noto Serif SC Bold",
        "Selfeval XiaoBiaoSong",
        "自评小标宋",
        700,
        "LICENSE-OFL-NotoSerifSC.txt",
        NOTO_SERIF,
        (60, 380),
    ),
    Recipe(
        "hei",
        Path("sans/500Medium/NotoSansSC_500Medium.ttf"),
        "b30853d205f3ecdde938b1488c735ee15a2e870d31331b992fdc53971e23ec4a",
        "Noto Sans SC Medium",
        "Selfeval Hei",
        "自评黑体",
        500,
        "LICENSE-OFL-NotoSansSC.txt",
        NOTO_SANS,
        (70, 380),
    ),
    Recipe(
        "fangsong",
        FANDOL / "FandolFang-Regular.otf",
        "d838ad32ce2244d8144f408c37fe71065aba6fbbc80759a4d2aa2033948d5bc9",
        "FandolFang",
        "Selfeval FangSong",
        "自评仿宋",
        400,
        "LICENSE-GPL-3-Fandol.txt",
        FANDOL_COPYRIGHT,
        (46, 335),
        own_signs=False,
    ),
    Recipe(
        "kai",
        FANDOL / "FandolKai-Regular.otf",
        "ea7e7fb4f9b3ac694a68d43946e04d21deed6e8c29a7c2d3081e1a4138f2f827",
        "FandolKai",
        "Selfeval Kai",
        "自评楷体",
        400,
        "LICENSE-GPL-3-Fandol.txt",
        FANDOL_COPYRIGHT,
        (46, 335),
        own_signs=False,
    ),
)

LICENCE_OFL = "This Font Software is licensed under the SIL Open Font License, Version 1.1."
LICENCE_GPL = "GNU General Public License, version 3, with the font exception."


# --- outlines ---------------------------------------------------------------------------------------------


def cut(font: TTFont, characters: Iterable[int]) -> None:
    """Drop every glyph that ``characters`` does not need, all layout tables and all hints."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = []
    options.drop_tables += ["vmtx", "vhea", "GPOS", "GSUB", "GDEF", "BASE", "VORG", "STAT", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def to_quadratic(font: TTFont, max_error: float) -> None:
    """Replace CFF outlines by TrueType ones; ``max_error`` in font units."""
    order = font.getGlyphOrder()
    drawn = font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(drawn)
        drawn[name].draw(Cu2QuPen(pen, max_error, reverse_direction=True))
        glyphs[name] = pen.glyph(dropImpliedOnCurves=True)
    del font["CFF "]
    font["loca"] = newTable("loca")
    table = font["glyf"] = newTable("glyf")
    table.glyphOrder = order
    table.glyphs = glyphs
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    maxp.maxZones = 1
    for field in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
        "maxSizeOfInstructions", "maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours",
        "maxComponentElements", "maxComponentDepth",
    ):  # fmt: skip
        setattr(maxp, field, 0)
    post = font["post"]
    post.formatType = 3.0
    post.extraNames, post.mapping, post.glyphOrder = [], {}, None
    font.sfntVersion = "\0\1\0\0"
    for name in order:
        set_metrics(font, name, font["hmtx"][name][0])


def set_metrics(font: TTFont, name: str, advance: int) -> None:
    glyph = font["glyf"][name]
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (advance, getattr(glyph, "xMin", 0) if glyph.numberOfContours else 0)


# --- Signs: the few that a Chinese official page needs differently ------------------------------------------


def rectangle(pen: TTGlyphPen, x0: int, y0: int, x1: int, y1: int) -> None:
    polygon(pen, ((x0, y0), (x0, y1), (x1, y1), (x1, y0)))


def polygon(pen: TTGlyphPen, points: Iterable[tuple[int, int]]) -> None:
    first, *rest = points
    pen.moveTo(first)
    for point in rest:
        pen.lineTo(point)
    pen.closePath()


def add_glyph(font: TTFont, codepoint: int, pen: TTGlyphPen, advance: int) -> None:
    name = f"selfeval{codepoint:04X}"
    font["glyf"][name] = pen.glyph()
    font["hmtx"][name] = (advance, 0)
    set_metrics(font, name, advance)
    map_character(font, codepoint, name)


def map_character(font: TTFont, codepoint: int, name: str) -> None:
    for table in font["cmap"].tables:
        if table.format == 12 or (table.format == 4 and codepoint < 0x10000):
            table.cmap[codepoint] = name


def mend_signs(font: TTFont, recipe: Recipe) -> None:
    """Em dash one em wide and joining its neighbour, ― like —, a full-width middle dot, ☐ ☑ ☒, blanks."""
    thickness, middle = recipe.dash
    pen = TTGlyphPen(None)
    rectangle(pen, 0, middle - thickness // 2, 1000, middle + thickness // 2)
    add_glyph(font, 0x2014, pen, 1000)
    # Python's GB2312 codec says ― where GBK says —: the two are one sign in Chinese text.
    map_character(font, 0x2015, font.getBestCmap()[0x2014])
    if not recipe.own_signs:
        return
    cmap = font.getBestCmap()
    if font["hmtx"][cmap[0xB7]][0] != 1000:
        map_character(font, 0xB7, cmap[0x2027])
    box_marks(font)
    for codepoint, width in BLANKS.items():
        if codepoint not in font.getBestCmap():
            add_glyph(font, codepoint, TTGlyphPen(None), round(width * 1000))


def box_marks(font: TTFont) -> None:
    """☐ is □; ☑ and ☒ are □ with a tick or a cross inside it."""
    cmap = font.getBestCmap()
    square = DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[cmap[0x25A1]].draw(square)
    map_character(font, 0x2610, cmap[0x25A1])
    tick = ((200, 400), (260, 460), (420, 300), (740, 660), (800, 600), (420, 180))
    cross = (
        (230, 170), (440, 380), (230, 590), (290, 650), (500, 440), (710, 650), (770, 590), (560, 380),
        (770, 170), (710, 110), (500, 320), (290, 110),
    )  # fmt: skip
    for codepoint, shape in ((0x2611, tick), (0x2612, cross)):
        pen = TTGlyphPen(None)
        square.replay(pen)
        polygon(pen, shape if codepoint == 0x2612 else tuple(reversed(shape)))
        add_glyph(font, codepoint, pen, 1000)


# --- names and files ----------------------------------------------------------------------------------------


def rename(font: TTFont, recipe: Recipe) -> None:
    """Names of our own (the OFL reserves 'Source', the others ask that changed versions be told apart)."""
    table = font["name"]
    table.names = []
    post_script = recipe.family.replace(" ", "") + "-Regular"
    licence = LICENCE_GPL if "GPL" in recipe.licence else LICENCE_OFL
    url = "https://www.gnu.org/licenses/gpl-3.0.html" if "GPL" in recipe.licence else "https://openfontlicense.org"
    changed = f"Subset and modified version of {recipe.source_family}."
    english = {
        0: f"{recipe.copyright} {changed}", 1: recipe.family, 2: "Regular", 3: f"{VERSION};{post_script}",
        4: recipe.family, 5: f"Version {VERSION}", 6: post_script, 13: licence, 14: url,
    }  # fmt: skip
    for name_id, text in english.items():
        table.setName(text, name_id, 3, 1, 0x409)
    table.setName(recipe.chinese_family, 1, 3, 1, 0x804)
    table.setName(recipe.chinese_family, 4, 3, 1, 0x804)
    head, os2 = font["head"], font["OS/2"]
    head.created = head.modified = FIXED_TIME
    head.fontRevision = float(VERSION)
    head.macStyle = 0
    os2.usWeightClass = recipe.weight
    os2.fsSelection = (os2.fsSelection & ~0b100001) | 0b1000000  # REGULAR, neither BOLD nor ITALIC
    if not getattr(os2, "sCapHeight", 0):
        os2.version = max(os2.version, 2)
        os2.sCapHeight = os2.sTypoAscender
        os2.sxHeight = 0


def build(recipe: Recipe, work: Path, output: Path, characters: set[int]) -> dict[str, object]:
    source = work / recipe.source
    found = hashlib.sha256(source.read_bytes()).hexdigest()
    if found != recipe.sha256:
        raise SystemExit(f"{source} is not the file this script was written for (SHA-256 {found})")
    font = TTFont(source, recalcTimestamp=False, lazy=False)
    version = str(font["name"].getDebugName(5)).split(";")[0].removeprefix("Version ")
    cut(font, characters)
    if "CFF " in font:
        to_quadratic(font, 1.0)
    mend_signs(font, recipe)
    rename(font, recipe)
    target = output / f"{recipe.style}.ttf"
    font.save(target, reorderTables=True)
    data = target.read_bytes()
    print(f"{target.name}: {len(data) / 1e6:.2f} MB, {font['maxp'].numGlyphs} glyphs", file=sys.stderr)
    return {
        "file": target.name,
        "family": recipe.family,
        "chinese_family": recipe.chinese_family,
        "source": recipe.source_family,
        "source_version": version,
        "source_sha256": recipe.sha256,
        "licence": recipe.licence,
        "characters": len(font.getBestCmap()),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def write_licences(work: Path, output: Path) -> None:
    """Full licence texts, each headed by what it covers and what was changed."""
    rule = "\n" + "-" * 78 + "\n\n"
    body = (work / "sans/LICENSE_FONT").read_text("utf-8").split("\n", 2)[2].lstrip()
    for name, fonts, source, owner in (
        ("LICENSE-OFL-NotoSerifSC.txt", "song.ttf, xiaobiaosong.ttf", "Noto Serif SC (400, 700)", NOTO_SERIF),
        ("LICENSE-OFL-NotoSansSC.txt", "hei.ttf", "Noto Sans SC (500)", NOTO_SANS),
    ):
        head = (
            f"{owner.replace('©', 'Copyright')}\n\nThis covers: {fonts}\n"
            f"Modified versions of {source}: subset, hints and layout tables removed,\n"
            "a few signs redrawn, renamed. packaging/fonts/build_fonts.py shows every change.\n"
        )
        (output / name).write_text(head + rule + body, "utf-8", newline="\n")
    gpl = gzip.decompress((work / FANDOL_LICENCE).read_bytes()).decode("utf-8")
    head = (
        f"{FANDOL_COPYRIGHT}\n\nThis covers: fangsong.ttf, kai.ttf\n"
        "Modified versions of FandolFang and FandolKai 0.3 (GPL with font exception): outlines\n"
        "turned into TrueType ones, subset, layout tables removed, renamed. The complete source\n"
        "is the Fandol package (on CTAN, and in Debian's texlive-lang-chinese) together with\n"
        "packaging/fonts/build_fonts.py. The changed fonts keep the licence and the exception:\n\n"
        "  As a special exception, if you create a document which uses this font, and embed\n"
        "  this font or unaltered portions of this font into the document, this font does\n"
        "  not by itself cause the resulting document to be covered by the GNU General\n"
        "  Public License. This exception does not however invalidate any other reasons why\n"
        "  the document might be covered by the GNU General Public License.\n"
    )
    (output / "LICENSE-GPL-3-Fandol.txt").write_text(head + rule + gpl, "utf-8", newline="\n")


def fetch(work: Path) -> None:
    """Download and unpack the sources into ``work`` with the ordinary package clients."""
    work.mkdir(parents=True, exist_ok=True)
    for package, folder in zip(NPM_PACKAGES, ("serif", "sans"), strict=True):
        answer = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=work, check=True, capture_output=True, text=True
        )
        with tarfile.open(work / answer.stdout.split()[-1]) as archive:
            for member in archive.getmembers():
                member.name = folder + member.name.removeprefix("package")
                archive.extract(member, work, filter="data")
    for package in DEB_PACKAGES:
        subprocess.run(["apt-get", "download", package], cwd=work, check=True)
        archive_path = max(work.glob(f"{package}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", str(archive_path), str(work)], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the bundled fonts.")
    parser.add_argument("--work", type=Path, required=True, help="folder with (or for) the unpacked sources")
    parser.add_argument("--output", type=Path, default=PROJECT / "resources" / "fonts")
    parser.add_argument("--fetch", action="store_true", help="download the sources first")
    arguments = parser.parse_args()
    if arguments.fetch:
        fetch(arguments.work)
    arguments.output.mkdir(parents=True, exist_ok=True)
    table = standard_table(arguments.work)
    styles = {}
    for recipe in RECIPES:
        characters = style_characters(table) if recipe.own_signs else hanzi_and_punctuation(table)
        if recipe.old_forms:
            characters |= old_forms(arguments.work, table)
        styles[recipe.style] = build(recipe, arguments.work, arguments.output, characters)
    write_licences(arguments.work, arguments.output)
    listing = {"made_with": f"fonttools {fontTools.version}", "styles": styles}
    text = json.dumps(listing, ensure_ascii=False, indent=2) + "\n"
    (arguments.output / "fonts.json").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
