"""File names made from what is filled in: 2025-河池市某局-某项目.pdf, valid on every system. No disk here."""

import re
from pathlib import Path

from selfeval_gui.report.model import Report

SUFFIX = ".zxzp.json"
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE | re.ASCII)
_LONGEST = 80
"""Characters: three bytes each in UTF-8 stay below the 255 bytes that file systems allow."""


def safe(text: str) -> str:
    """`text` as a file name without folder: forbidden characters become _, and the end is one that Windows keeps."""
    name = _FORBIDDEN.sub("_", text).strip(" .")
    name = name[:_LONGEST].rstrip(" .")
    return f"_{name}" if _RESERVED.fullmatch(name) else name


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
