"""The list numbers of WordprocessingML paragraphs, computed from numbering.xml."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from selfeval_gui.importing.formats.numbering import Counters, Level
from selfeval_gui.importing.formats.word_styles import Style
from selfeval_gui.importing.formats.word_text import MC, W, on, value
from selfeval_gui.report.frozen import frozen

_LEVELS = 9


@frozen
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]
    """First numbers that this list gives to levels of its abstract list."""


@dataclass
class Lists:
    """The lists of one document and their running numbers."""

    _lists: dict[str, _List] = field(default_factory=dict)
    _style_levels: dict[tuple[str, str], int] = field(default_factory=dict)
    _counters: Counters = field(default_factory=Counters)

    @classmethod
    def read(cls, root: ET.Element) -> "Lists":
        """From the root of numbering.xml."""
        abstracts: dict[str, dict[int, Level]] = {}
        links: dict[str, str] = {}
        linked: dict[str, str] = {}
        styles: dict[tuple[str, str], int] = {}
        for element in root.iter(W + "abstractNum"):
            name = element.get(W + "abstractNumId", "")
            abstracts[name] = {_index(level): _level(level) for level in element.iter(W + "lvl")}
            styles |= {(name, value(level, "pStyle")): _index(level) for level in element.iter(W + "lvl")}
            linked[value(element, "styleLink")] = name
            links[name] = value(element, "numStyleLink")
        lists: dict[str, _List] = {}
        for element in root.iter(W + "num"):
            abstract = value(element, "abstractNumId")
            if links.get(abstract):
                # A list may only point to a list style; the levels are where the style is defined.
                abstract = linked.get(links[abstract], abstract)
            levels = dict(abstracts.get(abstract, {}))
            starts: dict[int, int] = {}
            for change in element.iter(W + "lvlOverride"):
                at = _number(change.get(W + "ilvl", ""), 0)
                own = change.find(W + "lvl")
                if own is not None:
                    levels[at] = _level(own)
                if change.find(W + "startOverride") is not None:
                    starts[at] = _number(value(change, "startOverride"), 1)
            lists[element.get(W + "numId", "")] = _List(abstract, levels, starts)
        return cls(lists, styles)

    def number(self, properties: ET.Element | None, style: Style) -> str:
        """The number of the next paragraph, from its properties and style; "" for none."""
        own = properties.find(W + "numPr") if properties is not None else None
        list_id = value(own, "numId") or style.list_id
        found = self._lists.get(list_id)
        if found is None:
            return ""
        level = value(own, "ilvl") or style.list_level
        if not level and properties is not None:
            at = self._style_levels.get((found.abstract, value(properties, "pStyle")), 0)
        else:
            at = _number(level, 0)
        at = min(at, _LEVELS - 1)
        restart = (list_id, found.starts[at]) if at in found.starts else None
        return self._counters.next(found.abstract, at, found.levels, restart)


def _index(level: ET.Element) -> int:
    return _number(level.get(W + "ilvl", ""), 0)


def _level(level: ET.Element) -> Level:
    form = value(level, "numFmt")
    if not form:
        # Word writes newer formats as an alternative, the old one as its fallback.
        fallback = level.find(f"{MC}AlternateContent/{MC}Fallback")
        form = value(fallback, "numFmt")
    return Level(form or "decimal", value(level, "lvlText"), _number(value(level, "start"), 1), on(level, "isLgl"))


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise
