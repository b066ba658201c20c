"""Which characters the bundled fonts hold: the national standard table, GB 2312, signs, blanks, old forms.

Part of build_fonts.py. It must not know fonts: it names code points, and a source that lacks one leaves it out.
"""

from __future__ import annotations

import bz2
from pathlib import Path

UNIHAN = Path("usr/share/unicode")  # inside the unpacked Debian package unicode-data

# Blanks that text pasted from elsewhere contains, with their widths in em. Invisible in every font.
BLANKS = {
    0x2000: 0.5, 0x2001: 1, 0x2002: 0.5, 0x2003: 1, 0x2004: 0.333, 0x2005: 0.25, 0x2006: 0.167, 0x2007: 0.5,
    0x2008: 0.25, 0x2009: 0.2, 0x200A: 0.1, 0x202F: 0.2, 0x205F: 0.222,
    0x200B: 0, 0x200C: 0, 0x200D: 0, 0x2060: 0, 0xFE0E: 0, 0xFE0F: 0, 0xFEFF: 0,
}  # fmt: skip

PUNCTUATION = "　、。，；：？！（）《》〈〉「」『』【】〔〕〖〗“”‘’—…々"

SYMBOL_RANGES = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x1F8, 0x1F9), (0x2010, 0x205E), (0x2070, 0x209C),
    (0x20A0, 0x20BF), (0x2100, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x27BF), (0x3000, 0x303F),
    (0x3200, 0x33FF), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
)  # fmt: skip


def codec_characters(codec: str) -> set[int]:
    """Code points that the two-byte part of a Chinese codec of the standard library can write."""
    found: set[int] = set()
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                found.add(ord(bytes((lead, trail)).decode(codec)))
            except UnicodeDecodeError:
                continue
    return found


def unihan_field(folder: Path, file: str, field: str) -> dict[int, str]:
    """Code point → text of one field of the Unicode Han database."""
    values: dict[int, str] = {}
    with bz2.open(folder / UNIHAN / f"Unihan_{file}.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if len(columns) == 3 and columns[1] == field:
                values[int(columns[0][2:], 16)] = columns[2]
    return values


def standard_table(folder: Path) -> set[int]:
    """The 8,105 characters of 通用规范汉字表 (2013), from the field kTGH of the Unicode Han database."""
    table = set(unihan_field(folder, "OtherMappings", "kTGH"))
    if len(table) != 8105:
        raise SystemExit(f"expected 8105 characters of the standard table, found {len(table)}")
    return table


def old_forms(folder: Path, table: set[int]) -> set[int]:
    """Traditional forms of the standard characters and the variants that 现代汉语词典 lists, if in GBK.

    Old documents and personal names may still contain them.
    """
    forms = set(unihan_field(folder, "Readings", "kXHC1983"))
    for character, variants in unihan_field(folder, "Variants", "kTraditionalVariant").items():
        if character in table:
            forms.update(int(variant.split("<")[0][2:], 16) for variant in variants.split())
    return forms & codec_characters("gbk")


def is_hanzi(codepoint: int) -> bool:
    return 0x3400 <= codepoint <= 0x9FFF or 0xF900 <= codepoint <= 0xFAFF or codepoint >= 0x20000


def style_characters(table: set[int]) -> set[int]:
    """What a style with good signs gets, as far as its source has it."""
    symbols = {c for c in codec_characters("gbk") if not is_hanzi(c)}
    symbols.update(c for first, last in SYMBOL_RANGES for c in range(first, last + 1))
    return table | codec_characters("gb2312") | symbols | set(BLANKS)


def hanzi_and_punctuation(table: set[int]) -> set[int]:
    """What a style gets whose Latin and signs are no match for its hanzi: those come from the fallback."""
    hanzi = {c for c in codec_characters("gb2312") if is_hanzi(c)}
    return table | hanzi | set(map(ord, PUNCTUATION))
