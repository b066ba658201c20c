"""The text of one paragraph of WordprocessingML: what a reader of the printed page would see, in its order.

Read are content controls, tracked insertions, smart tags, links and field results; not deletions, hidden text, field
codes and comments. Tick boxes of every make become ■ or □. Text boxes and pictures are put aside for the caller.
"""

import xml.etree.ElementTree as ET

from selfeval_gui.importing.formats import symbols

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_V = "{urn:schemas-microsoft-com:vml}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"

_SKIPPED = {
    W + name
    for name in (
        "del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr", "sdtPr", "sdtEndPr", "tbl", "rt",
        "annotationRef", "commentReference", "binData",
    )
} | {MC + "Fallback", M + "rPr", M + "oMathParaPr", M + "ctrlPr"}  # fmt: skip
_FIXED = {W + "tab": "\t", W + "ptab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "softHyphen": ""}
_OFF = ("0", "false", "off", "none")


def on(parent: ET.Element | None, name: str) -> bool:
    """Whether a switch such as `w:vanish` is set in properties; absent is off, without a value is on."""
    found = parent.find(W + name) if parent is not None else None
    return found is not None and found.get(W + "val", "1") not in _OFF


def value(parent: ET.Element | None, name: str) -> str:
    """`w:val` of a child, "" when either is absent."""
    found = parent.find(W + name) if parent is not None else None
    return found.get(W + "val", "") if found is not None else ""


class ParagraphText:
    """Collects one paragraph. `hidden_styles` are the ids of character styles that hide text."""

    def __init__(self, hidden_styles: frozenset[str] = frozenset()) -> None:
        self.boxes: list[ET.Element] = []
        """`w:txbxContent` elements that are anchored here."""
        self.pictures = 0
        self.objects = 0
        """Embedded documents: tables of Excel, formulas of old editors."""
        self.footnotes: list[str] = []
        """Ids of footnotes, in order, `e` before those of endnotes."""
        self._hidden_styles = hidden_styles
        self._parts: list[str] = []
        self._codes: list[bool] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def take(self, element: ET.Element) -> None:
        """Add what stands in the children of `element` (a paragraph, or what holds runs)."""
        for child in element:
            self._take(child)

    def _take(self, element: ET.Element) -> None:
        tag = element.tag
        if tag in (W + "t", M + "t"):
            self._add(element.text or "")
        elif tag in _SKIPPED:
            return
        elif tag == W + "r":
            self._run(element)
        elif tag in _FIXED:
            self._add(_FIXED[tag])
        elif tag == W + "br":
            self._add("\n" if element.get(W + "type", "textWrapping") == "textWrapping" else "")
        elif tag == W + "fldChar":
            self._field(element)
        elif tag == W + "sym":
            self._add(_symbol(element))
        elif tag == W + "sdt":
            self._control(element)
        elif tag == MC + "AlternateContent":
            self._alternate(element)
        elif tag == W + "txbxContent":
            self.boxes.append(element)
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            self.footnotes.append(("e" if "end" in tag else "") + element.get(W + "id", ""))
        elif tag in (_PICTURE, _V + "imagedata"):
            self.pictures += 1
        elif tag == W + "object":
            self.objects += 1
            # The picture in it only shows the object.
            shown = self.pictures
            self.take(element)
            self.pictures = shown
        else:
            self.take(element)

    def _add(self, text: str) -> None:
        if text and not any(self._codes):
            self._parts.append(text)

    def _run(self, run: ET.Element) -> None:
        properties = run.find(W + "rPr")
        if properties is not None:
            if on(properties, "vanish") or value(properties, "rStyle") in self._hidden_styles:
                self._fields_only(run)
                return
            fonts = properties.find(W + "rFonts")
            font = (fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "") if fonts is not None else ""
            if symbols.is_symbol_font(font):
                before = len(self._parts)
                self.take(run)
                self._parts[before:] = [symbols.plain(part, font) for part in self._parts[before:]]
                return
        before = len(self._parts)
        self.take(run)
        self._parts[before:] = [symbols.plain(part) for part in self._parts[before:]]

    def _fields_only(self, run: ET.Element) -> None:
        for mark in run.iter(W + "fldChar"):
            self._field(mark)

    def _field(self, mark: ET.Element) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            data = mark.find(W + "ffData")
            if data is not None:
                self._add(_form_field(data))
            self._codes.append(True)
        elif kind == "separate" and self._codes:
            self._codes[-1] = False
        elif kind == "end" and self._codes:
            self._codes.pop()

    def _control(self, control: ET.Element) -> None:
        properties = control.find(W + "sdtPr")
        box = check_box(properties)
        if box:
            self._add(box)
            return
        content = control.find(W + "sdtContent")
        if content is not None and not is_placeholder(properties):
            self.take(content)

    def _alternate(self, element: ET.Element) -> None:
        chosen = element.find(MC + "Choice")
        if chosen is None:
            chosen = element.find(MC + "Fallback")
        if chosen is not None:
            self.take(chosen)


def check_box(properties: ET.Element | None) -> str:
    """■ or □ for the properties of a content control that is a tick box, else ""."""
    box = properties.find(W14 + "checkbox") if properties is not None else None
    if box is None:
        return ""
    checked = box.find(W14 + "checked")
    ticked = checked is not None and checked.get(W14 + "val", "1") not in _OFF
    return symbols.TICKED if ticked else symbols.EMPTY


def is_placeholder(properties: ET.Element | None) -> bool:
    """Whether a content control shows only its prompt (单击此处输入文字), so that nothing was filled in."""
    return on(properties, "showingPlcHdr")


def _symbol(element: ET.Element) -> str:
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return symbols.UNKNOWN
    return symbols.symbol(code, element.get(W + "font", ""))


def _form_field(data: ET.Element) -> str:
    """What a form field of Word 97 shows that is not in its text: a tick box, or the choice of a list."""
    box = data.find(W + "checkBox")
    if box is not None:
        ticked = on(box, "checked") if box.find(W + "checked") is not None else on(box, "default")
        return symbols.TICKED if ticked else symbols.EMPTY
    choices = data.find(W + "ddList")
    if choices is None:
        return ""
    entries = [entry.get(W + "val", "") for entry in choices.findall(W + "listEntry")]
    chosen = value(choices, "result") or value(choices, "default") or "0"
    return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""
