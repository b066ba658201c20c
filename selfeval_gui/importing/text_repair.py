"""Text whose lines lost their order on the way, put back: doubled line ends, lost or doubled TABs, quotes, commas.

Works on lines alone and returns lines in the two layouts that `text_reader` understands. It must not drop a character
that says something.
"""

import csv
import io
import re
from itertools import groupby, pairwise

from selfeval_gui.importing.labels import speaks, vocabulary
from selfeval_gui.importing.ledger import Piece, Span
from selfeval_gui.importing.narrative_outline import Outline, number_of
from selfeval_gui.importing.reading import is_day_blank

_MANY = 20
_DEEP = {"project_background", "implementation", "working_group", "responsibilities"}
_ADDRESSEE = re.compile(r"^\s*[^\s：:，。]{2,30}[局厅委府部][：:]\s*$")
_BASIC = ("basic_info.", "period", "planned", "received", "source.")
_NUMBERED = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|.{2,30}[局厅委府部][：:]\s*$)"
)
_LONG, _VERY_LONG = 8, 20
_SENTENCE = re.compile("[。；;]$")


def repaired(lines: list[str]) -> list[str]:
    """The lines with a row on each line, or with a cell on each line and an empty line behind each row."""
    lines = _regular(lines)
    lines = _from_commas(lines) if _comma_separated(lines) else _join_quoted(lines)
    if not any("\t" in line for line in lines) and _stacked(lines):
        return _with_tabs(lines)
    return lines


def _regular(lines: list[str]) -> list[str]:
    """Undo what happens to a whole text on its way: doubled line ends, doubled TABs, TABs behind the cells."""
    empty = [not line.strip() and "\t" not in line for line in lines]
    if empty.count(False) >= _MANY and all(one or two for one, two in pairwise(empty)):
        # No two lines are side by side: each line end was doubled, a gap of n empty lines was one of (n − 1) ÷ 2.
        halved: list[str] = []
        for gap, found in groupby(lines, key=lambda line: not line.strip() and "\t" not in line):
            group = list(found)
            halved.extend([""] * ((len(group) - 1) // 2) if gap else group)
        lines = halved
    tabbed = [line for line in lines if "\t" in line]
    depth = min((len(line) - len(line.lstrip("\t")) for line in tabbed), default=0)
    if depth > 1:
        lines = [line[depth - 1 :] if "\t" in line else line for line in lines]
    if len(tabbed) >= _MANY and all(line.find("\t") == len(line) - 1 for line in tabbed):
        lines = [f"\t{line[:-1]}" if line.endswith("\t") else line for line in lines]
    return _unindented(lines)


def _unindented(lines: list[str]) -> list[str]:
    """The narrative's paragraphs without the TABs that indent them: they are no cells."""
    begin = next((at for at, line in enumerate(lines) if _is_deep(line)), len(lines))
    # The opening stands between the addressee and the first headings.
    near = range(max(0, begin - 12), begin if begin < len(lines) else 0)
    begin = next((at for at in near if _ADDRESSEE.match(lines[at])), begin)
    while 0 < begin < len(lines) and lines[begin - 1].startswith("\t") and not is_day_blank(lines[begin - 1]):
        if speaks(lines[begin - 1]) and not number_of(lines[begin - 1])[0]:
            break
        begin -= 1
    end = _next_form(lines, begin)
    indented = [line.lstrip("\t") if "\t" not in line.strip() else line for line in lines[begin:end]]
    return [*lines[:begin], *indented, *(_unindented(lines[end:]) if begin < end < len(lines) else lines[end:])]


def _next_form(lines: list[str], begin: int) -> int:
    """Where the tables of a second report begin behind the narrative of the first; the number of lines if nowhere."""
    words = vocabulary()
    for at in range(begin, len(lines)):
        label = words.labels.whole(lines[at]) if lines[at].startswith("\t") else None
        if label is None or label.path != "basic_info.project_leader":
            continue
        above = next((i for i in range(at - 1, begin, -1) if lines[i].strip()), at)
        return above if words.parts.whole(lines[above]) is not None else at
    return len(lines)


def _is_deep(line: str) -> bool:
    """A heading that only the narrative has, with its number."""
    if not number_of(line)[0] or len(line) > 40 or speaks(line):
        return False
    found = Outline().find(Span(Piece(line, ""), 0, len(line)))
    return found is not None and found.certain and found.node.section in _DEEP


def _join_quoted(lines: list[str]) -> list[str]:
    """A spreadsheet quotes cells that hold line breaks; such a row becomes one line again."""
    joined: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if re.search(r'(?:^|\t)"', line):
            row, last = line, index
            while row.count('"') % 2 and last + 1 < min(len(lines), index + 60):
                last += 1
                row += "\n" + lines[last]
            if row.count('"') % 2 == 0:
                cells = re.findall(r'(?:^|\t)(?:"((?:[^"]|"")*)"(?=\t|$)|([^\t]*))', row)
                plain = "\t".join((quoted.replace('""', '"') or bare) for quoted, bare in cells)
                if len(re.sub(r'[\s"]', "", plain)) == len(re.sub(r'[\s"]', "", row)):
                    joined.append(plain)
                    index = last + 1
                    continue
        joined.append(line)
        index += 1
    return joined


def _stacked(lines: list[str]) -> bool:
    """Whether the TABs of an extractor's text were lost: labels alone on a line, their values on the next."""
    found = 0
    for line, following in pairwise(lines):
        label = vocabulary().labels.whole(line)
        if label is not None and label.path.startswith(_BASIC) and not re.search("[：:]", line):
            found += bool(following.strip()) and not speaks(following)
    return found >= 4


def _with_tabs(lines: list[str]) -> list[str]:
    """Give the TABs back to the groups of lines, between empty ones, that begin with a label or stand among such."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    marks = [bool(group) and _is_row(group) for group in groups]
    first = next((i for i, mark in enumerate(marks) if mark), len(groups))
    last = max((i for i, mark in enumerate(marks) if mark), default=-1)
    result: list[str] = []
    before = ""
    for index, group in enumerate(groups):
        inside = first <= index <= last and len(group) <= 6 and not _NUMBERED.match(group[0])
        inside = inside or (first <= index <= last and speaks(group[0]))
        # A further paragraph of a cell stands behind an empty line, too; the cells behind it are on the next lines.
        further = inside and goes_on(before, group[0]) and not speaks(group[0]) and not speaks(before)
        result.extend(line if not inside or (further and at == 0) else f"\t{line}" for at, line in enumerate(group))
        result.append("")
        before = group[-1].strip() if inside and group else ""
    return result


def _is_row(group: list[str]) -> bool:
    """A label with its value below it, or the label of a signature block."""
    label = vocabulary().labels.at(group[0])
    if label is not None and label.path.startswith("signatures."):
        return True
    return len(group) > 1 and speaks(group[0]) and not re.search("[：:]", group[0].strip()[-1:])


def _comma_separated(lines: list[str]) -> bool:
    """Whether the rows are those of a .csv file: several begin with a label and a comma."""
    found = 0
    for line in lines:
        head, comma, _ = line.partition(",")
        label = vocabulary().labels.whole(head) if comma and "\t" not in line else None
        found += label is not None and not re.search("[：:]$", head.strip())
    return found >= 4


def _from_commas(lines: list[str]) -> list[str]:
    """The rows of a .csv file as rows of TABs; lines without a comma stay. Text that cannot be split so stays, too."""
    result: list[str] = []
    index = 0
    while index < len(lines):
        row, last = lines[index], index
        if "," in row and '"' in row:
            while row.count('"') % 2 and last + 1 < min(len(lines), index + 60):
                last += 1
                row += "\n" + lines[last]
        if "," in row and row.count('"') % 2 == 0:
            cells = next(csv.reader(io.StringIO(row)), [])
            if not any("\t" in cell for cell in cells):
                result.append("\t".join(cells))
                index = last + 1
                continue
        result.append(lines[index])
        index += 1
    return result


def goes_on(text: str, following: str) -> bool:
    """Whether a cell's text looks like one that has a further paragraph: a sentence, a long text, a list."""
    if _SENTENCE.search(text) or len(text) >= _VERY_LONG:
        return True
    return len(text) >= _LONG and number_of(following)[0] > 0
