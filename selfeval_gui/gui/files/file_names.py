"""File names made from what is filled in: 2025-河池市某局-某项目.pdf, valid on every system. No disk here."""

import re
from pathlib import Path

from selfeval_gui.report.model import Report
from selfeval_gui.report.text import clean

SUFFIX = ".zxzp.json"
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\t\n\x00-\x1f\x7f]+')
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ue000-\uf8ff\ufe00-\ufe0f]")
_RESERVED = re.compile(
    r"(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])\s*(\..*)?",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST, _MOST_BYTES = 80, 240
"""Characters, and bytes in UTF-8: with a suffix they stay below the 255 that file systems allow."""
PATH_LIMIT = 240
"""Characters of a whole path, as Windows counts them (UTF-16): beyond 260 many programs cannot open a file."""
NAME_LIMIT = 255
"""Bytes of a name in UTF-8, which Linux's file systems take."""
_SHORTEST = 8


def safe(text: str) -> str:
    """`text` as a file name without folder: forbidden characters become _, and the end is one that Windows keeps."""
    name = _INVISIBLE.sub("", _FORBIDDEN.sub("_", clean(text))).strip(" .\u3000")
    name = f"_{name}" if _RESERVED.fullmatch(name) else name
    while len(name) > _LONGEST or len(name.encode()) > _MOST_BYTES:
        name = name[:-1]
    return name.rstrip(" .\u3000")


def within(folder: Path, name: str, suffix: str) -> Path:
    """`name` with its suffix in a folder, cut where the whole path would be too long for other programs."""
    while len(name) > _SHORTEST and (
        _units(str(folder / f"{name}{suffix}")) > PATH_LIMIT or len(f"{name}{suffix}".encode()) > NAME_LIMIT
    ):
        name = name[:-1].rstrip(" .\u3000")
    return folder / f"{name}{suffix}"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def proposed(report: Report) -> str:
    """年度-单位-项目 without suffix; parts that are not filled in are left out."""
    year = str(report.fiscal_year) if isinstance(report.fiscal_year, int) else ""
    parts = [year, safe(report.cover.project_unit)[:30], safe(report.cover.project_name)[:40]]
    return safe("-".join(part for part in parts if part)) or "绩效自评报告"


def copy_of(path: Path) -> Path:
    """Where a recovered copy of a file is proposed to be saved: beside it, and never over it."""
    name, dot, suffix = path.name.partition(".")
    return path.with_name(f"{name}（恢复的副本）{dot}{suffix}")


def numbered(name: str, number: int) -> str:
    """`name` with a number before its suffix: a.pdf → a(2).pdf."""
    for suffix in (SUFFIX, ".pdf", ".json"):
        if name.lower().endswith(suffix):
            return f"{name[: -len(suffix)]}({number}){name[-len(suffix) :]}"
    return f"{name}({number})"
