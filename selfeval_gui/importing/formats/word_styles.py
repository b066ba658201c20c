"""What the styles of WordprocessingML say that changes the text: hidden text, list numbers, heading levels."""

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from selfeval_gui.importing.formats.word_text import W, on, value
from selfeval_gui.report.frozen import frozen

_DEEPEST = 9
_CHAIN = 20


@frozen
class Style:
    """A paragraph style with what it inherits. `list_id`, `list_level`: as in `w:numPr`, "" when not said."""

    list_id: str = ""
    list_level: str = ""
    outline: str = ""

    def level_with(self, properties: ET.Element | None) -> int | None:
        """The heading level 1–9 of a paragraph of this style with its own properties, or None."""
        said = value(properties, "outlineLvl") or self.outline
        return int(said) + 1 if said.isdecimal() and len(said) == 1 and int(said) < _DEEPEST else None


@dataclass
class Styles:
    """The styles of one document."""

    hidden: frozenset[str] = frozenset()
    _elements: dict[str, ET.Element] = field(default_factory=dict)
    _known: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def read(cls, root: ET.Element) -> "Styles":
        """From the root of styles.xml, or what else holds `w:style` elements."""
        elements = {style.get(W + "styleId", ""): style for style in root.iter(W + "style")}
        hidden = {name for name, style in elements.items() if on(style.find(W + "rPr"), "vanish")}
        return cls(frozenset(hidden), elements)

    def of(self, name: str) -> Style:
        """The style of an id; an unknown one says nothing."""
        if name not in self._known:
            self._known[name] = self._resolved(name)
        return self._known[name]

    def _resolved(self, name: str) -> Style:
        list_id = list_level = outline = ""
        for _ in range(_CHAIN):
            element = self._elements.get(name)
            if element is None:
                break
            properties = element.find(W + "pPr")
            numbers = properties.find(W + "numPr") if properties is not None else None
            list_id = list_id or value(numbers, "numId")
            list_level = list_level or value(numbers, "ilvl")
            outline = outline or value(properties, "outlineLvl")
            name = value(element, "basedOn")
        return Style(list_id, list_level, outline)
