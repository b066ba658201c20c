"""An account of an import that does not trust the importer: which pieces of the file's text are nowhere to be found.

It reads the file's lines and the proposal only, never the importer's own book-keeping.
"""

import re
from datetime import date
from decimal import Decimal
from functools import cache

from selfeval_gui import resources
from selfeval_gui.importing import Proposal
from selfeval_gui.report import kinds, totals
from selfeval_gui.report.dates import read_day
from selfeval_gui.report.edit import get, leaf_paths
from selfeval_gui.report.form import Form, load
from selfeval_gui.report.money import show_money
from selfeval_gui.report.text import squeeze

_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d{1,2}[.、])")
_DROPPED = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Letters and figures only, 其他 as 其它."""
    return _DROPPED.sub("", squeeze(text)).replace("其他", "其它")


def _longest_first(word: str) -> tuple[int, str]:
    """The same order in every run, whatever order a set has."""
    return -len(word), word


@cache
def form_words(form_id: str) -> list[str]:
    """Every word of the blank form and of the import's data, longest first."""
    words: set[str] = set()

    def walk(node: object) -> None:
        if isinstance(node, str):
            words.add(plain(node))
        elif isinstance(node, dict):
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(resources.read_json("import", "labels.json"))
    words.update(plain(entry.heading) for entry in load(form_id).outline)
    words.update(("万元", "元", "千元", "年月日", "年度", "项目", "支出", "绩效", "自评", "报告", "单位", "制", "其中"))
    words.add("项目支出绩效自评表")
    return sorted(words - {""}, key=_longest_first)


def missing(text: str, proposal: Proposal, form: Form) -> list[str]:
    """The pieces of `text` (cells, paragraphs) that are in no value, no word of the form and not among the unplaced."""
    report = proposal.report
    kept = [entry.text for entry in proposal.recognised] + [entry.text for entry in proposal.unplaced]
    for path in leaf_paths(report):
        value = get(report, path)
        if isinstance(value, str):
            kept.append(value)
    haystack = "\n".join(plain(entry) for entry in kept) + "\n" + plain("".join(kept))
    cover = report.cover
    pieces = [*kept, *(line for entry in kept for line in entry.split("\n"))]
    words = {plain(w) for w in (cover.project_name, cover.project_unit, cover.seal_unit, *pieces) if plain(w)}
    sums = (totals.planned_sum(report.expenditures), totals.actual_sum(report.expenditures))
    for value in sums:
        words |= _written(value) if value is not None else set()
    ordered = sorted(words, key=_longest_first)
    days = {value for path in leaf_paths(report) if isinstance(value := get(report, path), date)}
    lost = []
    for piece in re.split(r"[\t\r\n|│\u000c\u0007]", text):
        rest = plain(_NUMBER.sub("", piece.strip()))
        if not rest or rest in haystack or (rest.isdigit() and len(rest) <= 2):
            continue
        if read_day(piece) in days:
            continue
        words_of_form = form_words(form.id)
        # A word cut short may be part of another one: what is explained in one order of the words is explained.
        longest = sorted([*ordered, *words_of_form], key=_longest_first)
        orders = ([*ordered, *words_of_form], [*words_of_form, *ordered], longest)
        if not any(_explained(rest, order, haystack) for order in orders):
            lost.append(piece.strip())
    return lost


def _explained(rest: str, words: list[str], haystack: str) -> bool:
    for word in words:
        rest = rest.replace(word, "")
    return not rest or rest in haystack or re.fullmatch(r"\d{1,2}", rest) is not None


def _written(value: Decimal) -> set[str]:
    """The ways in which a sum may stand in a file, as `plain` leaves them."""
    yuan = value * 10000
    forms = (show_money(value.normalize()), show_money(yuan.normalize()), f"{yuan:.2f}", f"{value:.2f}", f"{value:.4f}")
    return {plain(form) for form in forms}


def shown(proposal: Proposal, path: str) -> str:
    """A value as an editor shows it, amounts without needless zeros."""
    value = get(proposal.report, path)
    if isinstance(value, Decimal):
        return show_money(value.normalize())
    return kinds.DAY.show(value) if isinstance(value, date) else str(value)
