"""Styles, typefaces and settings of the Word file, all measures from the form's layout.

Typefaces have their official names, whatever this machine has: the file is made for the bureau's machines.
"""

from math import floor
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from selfeval_gui import resources
from selfeval_gui.exporting.word.markup import SEPARATOR, Paragraph, around, fonts, points
from selfeval_gui.printing.layout import Layout
from selfeval_gui.printing.marks import MM_PER_PT

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_LATIN = {"song": "roman", "xiaobiaosong": "script", "hei": "modern", "fangsong": "modern", "kai": "modern"}
HEADINGS = ("Heading1", "Heading2", "Heading3")


class Faces:
    """Official names of the form's typeface styles, with the names of those that stand in for them."""

    def __init__(self) -> None:
        raw = resources.read_json("fonts", "chains.json")["styles"]
        self._families: dict[str, list[str]] = {
            style: [family for face in entry["installed"] for family in face["families"]]
            for style, entry in raw.items()
        }

    def name(self, style: str) -> str:
        """方正小标宋简体 for xiaobiaosong, and so on."""
        return self._families[style][0]

    def table(self) -> str:
        """fontTable.xml: a program that lacks a typeface learns here which one to take."""
        made = []
        for style, (name, *others) in self._families.items():
            family = f'<w:family w:val="{_LATIN.get(style, "auto")}"/><w:pitch w:val="fixed"/>'
            made.append(
                f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(','.join(others))}/>"
                f'<w:charset w:val="86"/>{family}</w:font>'
            )
        return f'<w:fonts xmlns:w="{W}">{"".join(made)}</w:fonts>'


class _Style(NamedTuple):
    """`name` is Word's built-in name where there is one; `face` a typeface style of the form; `level` 1 is highest."""

    id: str
    name: str
    face: str
    size: float
    paragraph: Paragraph
    based_on: str = "Normal"
    level: int = 0
    spacing: float = 0.0

    def xml(self, faces: Faces) -> str:
        custom = "" if self.name in _BUILT_IN else ' w:customStyle="1"'
        default = ' w:default="1"' if self.id == "Normal" else ""
        based = f'<w:basedOn w:val="{self.based_on}"/>' if self.id != "Normal" else ""
        following = '<w:next w:val="BodyText"/>' if self.level else ""
        outline = f'<w:outlineLvl w:val="{self.level - 1}"/>' if self.level else ""
        space = f'<w:spacing w:val="{points(self.spacing)}"/>' if self.spacing else ""
        size = _size(self.size)
        return (
            f'<w:style w:type="paragraph"{default}{custom} w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
            f"{based}{following}<w:qFormat/><w:pPr>{self._properties()}{outline}</w:pPr>"
            f"<w:rPr>{fonts(faces.name(self.face))}{space}{size}</w:rPr></w:style>"
        )

    def _properties(self) -> str:
        """The paragraph's properties with what all of the form has in common put in at its place."""
        if self.id != "Normal":
            return self.paragraph.properties()
        common = '<w:widowControl w:val="0"/>'
        spaces = (
            '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
        )
        return common + spaces + self.paragraph.properties()


_BUILT_IN = {
    "Normal", "heading 1", "heading 2", "heading 3", "Title", "Body Text", "header", "footer", "Closing", "Salutation",
}  # fmt: skip


def _size(points_: float) -> str:
    half = round(points_ * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def character_spacing(layout: Layout) -> float:
    """What is added to a character of the narrative, in pt, so that the line holds as many as the form wants.

    In Word's steps of a twentieth of a point, downwards: a line that is a hair too long loses a character.
    """
    pitch = layout.page.text_width / MM_PER_PT / layout.narrative.characters
    return floor((pitch - layout.narrative.size) * 20) / 20


def styles(layout: Layout, faces: Faces) -> str:
    """styles.xml."""
    text, cell, number = layout.narrative, layout.form.cell, layout.page_number
    spacing = character_spacing(layout)
    pitch = layout.page.text_width / MM_PER_PT / text.characters
    body = Paragraph(first=text.indent * pitch, first_characters=text.indent)
    made = [
        _Style("Normal", "Normal", text.style, text.size, Paragraph(before=0, after=0, line=text.pitch, align="both")),
        _Style("BodyText", "Body Text", text.style, text.size, body, spacing=spacing),
        *(
            _Style(
                style, f"heading {level}", face, text.size, body._replace(keep_next=True), level=level, spacing=spacing
            )
            for level, (style, face) in enumerate(zip(HEADINGS, text.headings, strict=True), 1)
        ),
        _Style(
            "Title", "Title", layout.cover.title.style, layout.cover.title.sizes[0], Paragraph(align="center")
        ),
        _Style(
            "NarrativeTitle", "正文标题", text.title.style, text.title.size,
            Paragraph(line=text.title.pitch, align="center"),
        ),
        _Style("Salutation", "Salutation", text.style, text.size, Paragraph(align="both"), spacing=spacing),
        _Style("Closing", "Closing", text.style, text.size, Paragraph(align="right"), spacing=spacing),
        _Style("CoverText", "封面文字", layout.cover.rows.style, layout.cover.rows.size, Paragraph(align="left")),
        _Style(
            "FormHeading", "表标题", layout.form.heading.style, layout.form.heading.size,
            Paragraph(keep_next=True, line=around(layout.form.heading.size), align="center"), level=1,
        ),
        _Style("FormText", "表内文字", cell.style, cell.size, Paragraph(line=cell.pitch, align="center")),
        _Style(
            "FormLongText", "表内长文", cell.style, cell.size,
            Paragraph(first=2 * cell.size, first_characters=2, align="both"), "FormText",
        ),
        _Style("Separator", "表间", cell.style, 1, Paragraph(line=SEPARATOR)),
        _Style("Header", "header", number.style, 9, Paragraph(line=around(9), align="left")),
        _Style("Footer", "footer", number.style, number.size, Paragraph(line=around(number.size))),
    ]  # fmt: skip
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(faces.name(text.style))}"
        f"{_size(text.size)}{language}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    return f'<w:styles xmlns:w="{W}">{defaults}{"".join(style.xml(faces) for style in made)}</w:styles>'


def settings() -> str:
    """settings.xml: different odd and even pages, punctuation squeezed as Chinese type is set, Word 2013's layout."""
    compat = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (("compatibilityMode", 15), ("overrideTableStyleFontSizeAndJustification", 1))
    )
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>{compat}"
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )
