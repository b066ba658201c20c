"""Blocks of cells as the clipboard carries them: tab-separated text, quoted as spreadsheets do. Pure; no Qt."""

import re

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


def without_empty_edges(rows: list[list[str]]) -> list[list[str]]:
    """The block without empty columns at its right, all rows of one width."""
    width = max((i + 1 for row in rows for i, cell in enumerate(row) if cell.strip()), default=1)
    return [(row + [""] * width)[:width] for row in rows]
