"""Reports drawn by hand as offices of many places and years draw them, each in a readable text file with its truth.

A file of `fixtures/hand_drawn` has three parts between lines of `====`: the format (docx, html, xlsx, txt), the body,
and what must come out. In the body of docx and xlsx a line `| a | b |` is a table's row, ⏎ a new paragraph in a cell,
`>3` at the end of a cell its width in columns, `^` a cell that the one above reaches down into. In the last part
`path = value` is a field (⏎ for a line break), and `? text` must be listed as unrecognised or stand in a field.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import openpyxl

from tests.importing import officefiles as of

FOLDER = Path(__file__).resolve().parent / "fixtures" / "hand_drawn"
FILES = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))


@dataclass(frozen=True)
class HandDrawn:
    """One report: the file's format and bytes, its text, the fields that it holds, and what else must be kept."""

    kind: str
    data: bytes
    text: str
    truth: dict[str, str]
    kept: tuple[str, ...]


def drawn(name: str) -> HandDrawn:
    kind, body, told = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n====\n")
    lines = told.rstrip("\n").split("\n")
    truth = dict(line.split(" = ", 1) for line in lines if " = " in line and not line.startswith("? "))
    kept = tuple(line[2:] for line in lines if line.startswith("? "))
    write = {"docx": _docx, "xlsx": _xlsx}.get(kind, lambda text: text.encode("utf-8"))
    return HandDrawn(kind, write(body), body, {path: value.replace("⏎", "\n") for path, value in truth.items()}, kept)


def _rows(line: str) -> list[tuple[str, int]]:
    """The cells of a row with their widths."""
    found = []
    for cell in line[2:-2].split(" | "):
        text, mark, width = cell.rpartition(">")
        found.append((text.rstrip(" "), int(width)) if mark and width.isdigit() else (cell, 1))
    return found


def _docx(body: str) -> bytes:
    parts: list[str] = []
    table: list[list[tuple[str, int]]] = []
    for line in [*body.split("\n"), ""]:
        if line.startswith("| "):
            table.append(_rows(line))
            continue
        if table:
            parts.append(_table(table))
            table = []
        if line:
            tabbed = of.r(line).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
            parts.append(of.p(tabbed))
    return of.docx("".join(parts))


def _table(rows: list[list[tuple[str, int]]]) -> str:
    drawn_rows = []
    for at, row in enumerate(rows):
        following = dict(_placed(rows[at + 1])) if at + 1 < len(rows) else {}
        cells = []
        for place, (text, width) in _placed(row):
            reaches = following.get(place, ("", 1))[0] == "^"
            merge = "continue" if text == "^" else "restart" if reaches else ""
            content = () if text == "^" else tuple(of.p(part) for part in text.split("⏎"))
            cells.append(of.tc(*content, span=width, merge=merge))
        drawn_rows.append(of.tr(*cells))
    return of.tbl(*drawn_rows, columns=max(sum(width for _, width in row) for row in rows))


def _placed(row: list[tuple[str, int]]) -> list[tuple[int, tuple[str, int]]]:
    """The cells of a row with their first grid columns."""
    place, found = 0, []
    for text, width in row:
        found.append((place, (text, width)))
        place += width
    return found


def _xlsx(body: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for at, line in enumerate(body.split("\n"), 1):
        for place, (text, width) in _placed(_rows(line)):
            sheet.cell(at, place + 1, float(text) if text.replace(".", "", 1).isdigit() and "." in text else text)
            if width > 1:
                sheet.merge_cells(start_row=at, end_row=at, start_column=place + 1, end_column=place + width)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
