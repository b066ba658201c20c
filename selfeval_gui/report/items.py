"""经济科目: the economic items that part 二 lists, by budget year. Names and codes are data.

Source: 部门预算支出经济分类科目 in force since 2018. Free text is always allowed in the form.
"""

from functools import cache
from typing import Any

from selfeval_gui import resources
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.pinyin import fit
from selfeval_gui.report.text import squeeze


@frozen
class Item:
    """An economic item: `code` has five digits, the first three are the group's."""

    code: str
    name: str
    group: str


@frozen
class ItemList:
    """The items in force from budget year `since` on; `synonyms` maps a common wording to the proper names."""

    since: int
    items: tuple[Item, ...]
    synonyms: dict[str, tuple[str, ...]]

    def names(self) -> tuple[str, ...]:
        """All names, each once, in the order of the data file (the commonest group first)."""
        return tuple(dict.fromkeys(item.name for item in self.items))

    def matching(self, typed: str) -> tuple[Item, ...]:
        """The items that `typed` may mean, each name once, the likeliest first; all for an empty text.

        Digits are the beginning of a code (302), letters are pinyin initials (clf), anything else is a part of the
        name or a common wording of it.
        """
        wanted = squeeze(typed).lower()
        ranked: dict[str, tuple[int, int, Item]] = {}
        for place, item in enumerate(self.items):
            rank = _rank(item, wanted, self.synonyms)
            if rank is not None and (item.name not in ranked or rank < ranked[item.name][0]):
                ranked[item.name] = (rank, place, item)
        return tuple(item for _, _, item in sorted(ranked.values(), key=lambda entry: entry[:2]))


def _rank(item: Item, wanted: str, synonyms: dict[str, tuple[str, ...]]) -> int | None:
    """How well an item fits, 0 best; None when it does not."""
    if not wanted:
        return 0
    if wanted.isascii() and wanted.isdigit():
        return 0 if item.code.startswith(wanted) else None
    rank = fit(squeeze(item.name).lower(), wanted)
    common = any(item.name in names for word, names in synonyms.items() if wanted in squeeze(word).lower())
    return 1 if common and (rank is None or rank > 1) else rank


@cache
def item_lists() -> tuple[ItemList, ...]:
    """All lists of the data file, newest first."""
    found = [_item_list(entry) for entry in resources.read_json("economic_items.json")["lists"]]
    return tuple(sorted(found, key=lambda entry: -entry.since))


def items_for(year: int | None) -> ItemList:
    """The list in force in `year`; the newest when no year is known, the oldest for years before it."""
    lists = item_lists()
    if year is None:
        return lists[0]
    return next((entry for entry in lists if entry.since <= year), lists[-1])


def _item_list(entry: dict[str, Any]) -> ItemList:
    items = tuple(
        Item(str(code), str(name), str(group["name"])) for group in entry["groups"] for code, name in group["items"]
    )
    synonyms = {str(word): tuple(map(str, names)) for word, names in entry["synonyms"].items()}
    known = {item.name for item in items}
    if unknown := {name for names in synonyms.values() for name in names} - known:
        raise ValueError(f"economic_items.json: synonyms for unknown items {sorted(unknown)}")
    return ItemList(int(entry["from"]), items, synonyms)
