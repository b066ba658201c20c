"""Blocks of cells as the clipboard carries them: tab-separated text, quoted as spreadsheets do. Pure; no Qt."""

import re
from html import escape

_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\n|\Z)')
_PLAIN = re.compile(r"[^\t\n]*")


def parse_block(text: str) -> list[list[str]]:
    """Rows of cells. A quoted cell may hold tabs and line breaks; a quote that is not closed is just a character.

    The line break at the end, which spreadsheets add, makes no row.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removesuffix("\n")
    if not text:
        return []
    rows: list[list[str]] = [[]]
    place = 0
    while True:
        if quoted := _QUOTED.match(text, place):
            rows[-1].append(quoted[1].replace('""', '"'))
            place = quoted.end()
        else:
            plain = _PLAIN.match(text, place)
            assert plain is not None  # noqa: S101 - the pattern matches anywhere
            rows[-1].append(plain[0])
            place = plain.end()
        if place == len(text):
            return rows
        if text[place] == "\n":
            rows.append([])
        place += 1


def format_block(rows: list[list[str]]) -> str:
    """The text of a block; cells with tabs, line breaks or a quote at the beginning are quoted."""
    return "\n".join("\t".join(map(_cell, row)) for row in rows)


def _cell(text: str) -> str:
    if "\t" in text or "\n" in text or text.startswith('"'):
        return '"' + text.replace('"', '""') + '"'
    return text


def trimmed(rows: list[list[str]]) -> list[list[str]]:
    """The block without empty columns at its right and empty rows at its end, all rows of one width."""
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows = rows[:-1]
    width = max((i + 1 for row in rows for i, cell in enumerate(row) if cell.strip()), default=1)
    return [(row + [""] * width)[:width] for row in rows]


def format_html(rows: list[list[str]], figures: set[int]) -> str:
    """The block as an HTML table, which Word and spreadsheets prefer to text; `figures` are the columns of amounts.

    Other cells are marked as text, so that no spreadsheet takes a name that begins with = for a formula.
    """
    lines = "".join(
        "<tr>" + "".join(_html_cell(text, column in figures) for column, text in enumerate(row)) + "</tr>"
        for row in rows
    )
    return f'<html><head><meta charset="utf-8"></head><body><table border="1">{lines}</table></body></html>'


def _html_cell(text: str, figure: bool) -> str:
    style = ' align="right"' if figure else " style=\"mso-number-format:'\\@'\""
    return f"<td{style}>{escape(text).replace(chr(10), '<br>')}</td>"
