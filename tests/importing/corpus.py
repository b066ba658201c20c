"""The form as offices draw it in their programs, with known truth, in the formats that can be written here.

`FORMATS` writes a drawn report (see `variants`) as a file; those that need LibreOffice are in `CONVERTED`.
"""

import html
import random
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment

from selfeval_gui.importing.blocks import Block, Cell, Paragraph, Row, Table
from tests.importing import officefiles as of
from tests.importing import variants

STYLES = 12
"""Kinds of drawing: how tables are cut, where the cover stands, how empty rows are left."""


class Drawn(variants.Drawing):
    """A report drawn in a word processor: `style` (0–11) decides its tables, the seed all else."""

    def __init__(self, seed: int, style: int) -> None:
        super().__init__(random.Random(f"{seed} {style}"), "pasted rows")
        self.one_table = style % 3 == 1
        self.cover_table = style % 4 == 2
        self.merged = style % 2 == 0
        self.signs_in_table = style % 3 != 2
        self.split_heading = style % 4 == 3

    def blocks(self) -> tuple[Block, ...]:
        found: list[Block] = []
        cover = self.cover()
        if self.cover_table:
            labelled = [line for line in cover if "：" in line or "       " in line]
            rows = [_cut(line) for line in labelled if len(_cut(line)) == 2]
            first = next(at for at, line in enumerate(cover) if len(_cut(line)) == 2 and line in labelled)
            kept = {" ".join(row) for row in rows}
            loose = [line for line in cover if " ".join(_cut(line)) not in kept]
            found += [Paragraph(line, "") for line in loose[:first]]
            found.append(self.table(rows, 2))
            found += [Paragraph(line, "") for line in loose[first:]]
        else:
            found += [Paragraph(line, "") for line in cover]
        parts = self.rows()
        if self.split_heading:
            for part in parts:
                found += [Paragraph(part[0][0], ""), self.table(part[1:], max(len(row) for row in part))]
        elif self.one_table:
            found.append(self.table([row for part in parts for row in part], 4))
        else:
            found += [self.table(part, max(len(row) for row in part)) for part in parts]
        signatures = self.signatures()
        if self.signs_in_table:
            found.append(self.table(signatures, 1))
        else:
            found += [Paragraph(row[0], "") for row in signatures]
        found += [Paragraph(line, "") for line in self.narrative()]
        return tuple(found)

    def table(self, rows: list[list[str]], width: int) -> Table:
        """Rows of few cells reach over the whole width: their last cell is merged, or empty ones follow."""
        made = []
        for row in rows:
            cells = [_cell(text, at) for at, text in enumerate(row)]
            missing = width - len(row)
            if missing > 0 and self.merged:
                cells[-1] = Cell(cells[-1].blocks, cells[-1].column, missing + 1)
            elif missing > 0 and len(row) > 1:
                cells += [_cell("", at) for at in range(len(row), width)]
            made.append(Row(tuple(cells)))
        return Table(tuple(made), "")


def _cut(line: str) -> list[str]:
    label, colon, value = line.partition("：")
    parts = [label, value] if colon else [part for part in line.split("  ") if part.strip()]
    return [part.strip() for part in parts if part.strip()][:2]


def _cell(text: str, column: int) -> Cell:
    return Cell(tuple(Paragraph(line, "") for line in text.split("\n")), column)


def draw(seed: int, style: int) -> tuple[tuple[Block, ...], dict[str, Any]]:
    """The blocks of a report and its true values by path."""
    drawn = Drawn(seed, style)
    return drawn.blocks(), drawn.truth


def as_xlsx(blocks: tuple[Block, ...]) -> bytes:
    """One sheet: paragraphs over its width, tables below each other."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    at = 1
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.text:
                sheet.cell(at, 1, block.text).data_type = "s"
                sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=5)
            at += 1
            continue
        for row in block.rows:
            for cell in row.cells:
                text = of.cell_text(cell)
                if text:
                    written = sheet.cell(at, cell.column + 1, text)
                    written.data_type = "s"
                    written.alignment = Alignment(wrap_text=True)
                if cell.col_span > 1:
                    last = cell.column + cell.col_span
                    sheet.merge_cells(start_row=at, end_row=at, start_column=cell.column + 1, end_column=last)
            at += 1
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_html(blocks: tuple[Block, ...]) -> bytes:
    """A page as word processors save it."""
    body = []
    for block in blocks:
        if isinstance(block, Paragraph):
            body.append(f"<p>{_plain(block.text) or '&nbsp;'}</p>")
            continue
        rows = []
        for row in block.rows:
            cells = "".join(
                f"<td colspan={cell.col_span}>"
                + "".join(f"<p>{_plain(part.text)}</p>" for part in cell.blocks if isinstance(part, Paragraph))
                + "</td>"
                for cell in row.cells
            )
            rows.append(f"<tr>{cells}</tr>")
        body.append(f"<table border=1>{''.join(rows)}</table>")
    return f"<html><head><meta charset=utf-8></head><body>{''.join(body)}</body></html>".encode()


def _plain(text: str) -> str:
    return html.escape(text).replace("  ", "&nbsp;&nbsp;")


FORMATS: dict[str, Callable[[tuple[Block, ...]], bytes]] = {"docx": of.docx_of, "xlsx": as_xlsx, "html": as_html}
CONVERTED = {"doc": "docx", "odt": "docx", "rtf": "docx", "xls": "xlsx", "ods": "xlsx"}
"""Formats that LibreOffice makes, and of what."""


def converted(data: bytes, source: str, target: str, folder: Path) -> bytes | None:
    """A file in another format; None when LibreOffice is not installed."""
    program = shutil.which("soffice")
    if program is None:
        return None
    given = folder / f"given.{source}"
    given.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [program, profile, "--headless", "--convert-to", target, "--outdir", str(folder), str(given)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"given.{target}").read_bytes()


def texts_of(blocks: tuple[Block, ...]) -> str:
    """Everything that stands in a report, a piece a line, for the account."""
    lines = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += [of.cell_text(cell) for row in block.rows for cell in row.cells]
    return "\n".join(lines)
