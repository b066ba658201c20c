"""经济科目: the economic items that part 二 lists, by budget year. Names and codes are data.

Source: 部门预算支出经济分类科目 in force since 2018. Free text is always allowed in the form.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from selfeval_gui import resources


@dataclass(frozen=True, slots=True)
class Item:
    """An economic item: `code` has five digits, the first three are the group's."""

    code: str
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class ItemList:
    """The items in force from budget year `since` on; `synonyms` maps a common wording to the proper names."""

    since: int
    items: tuple[Item, ...]
    synonyms: dict[str, tuple[str, ...]]

    def names(self) -> tuple[str, ...]:
        """All names, each once, in the order of the data file (the commonest group first)."""
        return tuple(dict.fromkeys(item.name for item in self.items))


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
