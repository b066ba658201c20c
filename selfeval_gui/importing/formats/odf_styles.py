"""What the styles of an OpenDocument file say that changes what is read: hidden text, hidden sheets, list numbers."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from selfeval_gui.importing.formats.numbering import Level

_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TEXT, TABLE, STYLE, DRAW = (_NS % name for name in ("office", "text", "table", "style", "drawing"))
_FORMS = {
    "1": "decimal", "i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter",
    "一, 二, 三, ...": "chineseCountingThousand", "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "壹, 貳, 參, ...": "ideographLegalTraditional", "①, ②, ③, ...": "decimalEnclosedCircle",
    "甲, 乙, 丙, ...": "ideographTraditional", "子, 丑, 寅, ...": "ideographZodiac",
    "１, ２, ３, ...": "decimalFullWidth", "": "none",
}  # fmt: skip
"""Values of style:num-format, as office programs write them → ST_NumberFormat."""
OUTLINE = "outline of headings"


@dataclass
class OdfStyles:
    """The styles of content.xml and styles.xml together."""

    hidden: set[str] = field(default_factory=set)
    """Names of styles that hide text."""
    hidden_tables: set[str] = field(default_factory=set)
    lists: dict[str, dict[int, Level]] = field(default_factory=dict)

    def add(self, root: Element) -> None:
        """Take the styles below `root`."""
        for style in root.iter(STYLE + "style"):
            name = style.get(STYLE + "name", "")
            if any(p.get(TEXT + "display") == "none" for p in style.findall(STYLE + "text-properties")):
                self.hidden.add(name)
            if any(p.get(TABLE + "display") == "false" for p in style.findall(STYLE + "table-properties")):
                self.hidden_tables.add(name)
        for described in (*root.iter(TEXT + "list-style"), *root.iter(TEXT + "outline-style")):
            levels = {
                int(level.get(TEXT + "level", "1")) - 1: _level(level)
                for level in described.findall(f"{TEXT}list-level-style-number")
                + described.findall(f"{TEXT}outline-level-style")
                if level.get(TEXT + "level", "1").isdecimal()
            }
            self.lists[described.get(STYLE + "name", "")] = levels
            if described.tag == TEXT + "outline-style":
                self.lists[OUTLINE] = levels


def _level(element: Element) -> Level:
    raw = element.get(STYLE + "num-format", "")
    form = _FORMS.get(raw, "decimal")
    own = int(element.get(TEXT + "level", "1"))
    count = element.get(TEXT + "display-levels", "1")
    shown = min(own, max(1, int(count))) if count.isdecimal() and len(count) < 3 else 1
    middle = ".".join(f"%{at}" for at in range(own - shown + 1, own + 1)) if form != "none" else ""
    template = element.get(STYLE + "num-prefix", "") + middle + element.get(STYLE + "num-suffix", "")
    # LibreOffice keeps Word's own template beside the parts of the standard.
    for key, value in element.attrib.items():
        if key.endswith("}num-list-format"):
            template = value
            for at in range(1, 10):
                template = template.replace(f"%{at}%", f"%{at}")
    start = element.get(TEXT + "start-value", "1")
    return Level(form, template, int(start) if start.isdecimal() and len(start) < 6 else 1)
