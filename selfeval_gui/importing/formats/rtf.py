"""Rich Text Format → blocks.

Text that old readers get in place of something (fallback numbers, results of old objects) is left out, as are deleted
and hidden text. List numbers stand in the file and are kept apart. Pictures and objects are never decoded.
"""

import re
from dataclasses import dataclass, field, replace

from selfeval_gui.importing.blocks import Paragraph
from selfeval_gui.importing.formats import symbols
from selfeval_gui.importing.formats.content import Content, damaged, refusing, too_complex
from selfeval_gui.importing.formats.grid import Merge, paragraphs
from selfeval_gui.importing.formats.nesting import Nesting
from selfeval_gui.importing.proposal import Unplaced
from selfeval_gui.report.frozen import frozen

KIND = "RTF 文件"
WAY_OUT = "请在 Word 或 WPS 中打开它，另存为 .docx 后再导入。"
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_DEPTH_LIMIT, _TABLE_DEPTH, _TEXT_LIMIT = 1000, 16, 4_000_000
_SKIPPED = {
    "annotation", "atnauthor", "atndate", "atnicn", "atnid", "atnparent", "atnref", "atntime", "atrfend",
    "atrfstart", "author", "bkmkend", "bkmkstart", "colortbl", "comment", "company", "creatim", "datafield",
    "datastore", "do", "doccomm", "filetbl", "footer", "footerf", "footerl", "footerr", "generator", "header",
    "headerf", "headerl", "headerr", "info", "keywords", "listtable", "listoverridetable", "nonesttables",
    "objdata", "operand", "operator", "pict", "printim", "private", "revtbl", "revtim", "rsidtbl", "rxe",
    "shprslt", "stylesheet", "subject", "tc", "template", "themedata", "title", "txe", "userprops", "xe",
    "xmlnstbl", "mmathPr", "latentstyles", "objclass", "objname", "fldtype", "ftnsep", "aftnsep", "nextfile",
    "nonshppict",
}  # fmt: skip
_KNOWN = {"fldinst", "shpinst", "shptxt", "nesttableprops", "formfield", "footnote", "shppict"}
"""Destinations that are read although a reader need not know them."""
_SIGNS = {
    "line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": "\u2003", "enspace": "\u2002", "lbr": "\n",
}  # fmt: skip
_ESCAPED = {b"~": "\u00a0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"-": ""}
_SYMBOL = "symbols"
_CHARSETS = {
    2: _SYMBOL,
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    204: "cp1251",
    238: "cp1250",
    161: "cp1253",
}
_SYMBOL_FIELD = re.compile(r'SYMBOL\s+(\d{1,5})\b.*?(?:\\f\s*"?([^"\\]+)"?)?', re.IGNORECASE | re.DOTALL)
_FONT_SWITCH = re.compile(r'\\f\s*"([^"]+)"')


def recognises(data: bytes) -> bool:
    """Whether this begins as RTF does."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:5] == b"{\\rtf"


def read(data: bytes) -> Content:
    """The document's blocks. Raises `ImportRefused` for damaged and hostile files."""
    with refusing(KIND, WAY_OUT):
        if not recognises(data):
            raise damaged(KIND, WAY_OUT)
        return _Reader(data).read()


@frozen
class _State:
    """What a group inherits and its end takes back. `target`: where its text goes, "" for the paragraph."""

    target: str = ""
    skipped: bool = False
    hidden: bool = False
    deleted: bool = False
    nested: bool = False
    """Inside of the description of an inner table's row."""
    font: int = 0
    fallback: int = 1
    """Characters to skip behind a Unicode character."""


@dataclass
class _RowShape:
    edges: list[int] = field(default_factory=list)
    vertical: list[Merge] = field(default_factory=list)
    horizontal: list[bool] = field(default_factory=list)
    left: int = 0
    next_vertical: Merge = ""
    next_horizontal: bool = False

    def cell(self, edge: int) -> None:
        self.edges = self.edges or [self.left]
        self.edges.append(edge)
        self.vertical.append(self.next_vertical)
        self.horizontal.append(self.next_horizontal)
        self.next_vertical, self.next_horizontal = "", False


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._state = _State()
        self._stack: list[_State] = []
        self._notes: list[Unplaced] = []
        self._nesting = Nesting(self._notes)
        self._texts: dict[str, list[str]] = {"": [], "number": [], "box": [], "code": [], "font": [], "note": []}
        self._bytes = bytearray()
        self._to_skip = 0
        self._codepage = "gb18030"
        self._fonts: dict[int, tuple[str, str]] = {}
        self._depth = 0
        self._shapes = {False: _RowShape(), True: _RowShape()}
        """The rows of the outermost table and of inner ones, as last described."""
        self._form: dict[str, int] = {}
        self._pictures = 0
        self._size = 0

    def read(self) -> Content:
        at = 0
        data = self._data
        while at < len(data):
            match = _TOKEN.match(data, at)
            if match is None:
                at += 1
                continue
            at = match.end()
            word, argument, code, sign, brace, text = match.groups()
            if code is not None:
                self._byte(bytes([int(code, 16)]))
                continue
            if text is not None:
                self._byte(text)
                continue
            self._flush()
            if word is not None:
                name = word.decode("ascii")
                if name == "bin":
                    at += max(0, int(argument or 0))
                else:
                    self._word(name, None if argument is None else int(argument))
            elif sign is not None:
                self._sign(sign)
            elif brace == b"{":
                self._to_skip = 0
                self._stack.append(self._state)
                if len(self._stack) > _DEPTH_LIMIT:
                    raise too_complex(KIND)
            elif brace == b"}":
                self._to_skip = 0
                if not self._close():
                    break
        self._flush()
        if any(self._texts[""]):
            self._end_paragraph()
        return Content(self._nesting.finish(), tuple(self._notes))

    def _close(self) -> bool:
        """End a group. False when it was the document."""
        ended = self._state
        if not self._stack:
            return False
        self._state = self._stack.pop()
        if ended.target != self._state.target:
            if ended.target == "code":
                self._end_code()
            elif ended.target == "form":
                self._end_form()
            elif ended.target == "note":
                text = self._taken("note").strip()
                if text:
                    self._notes.append(Unplaced(text, f"{self._nesting.where(shown=False)}的脚注"))
        return bool(self._stack)

    def _byte(self, raw: bytes) -> None:
        if self._to_skip and not self._state.skipped:
            skipped = min(self._to_skip, len(raw))
            self._to_skip -= skipped
            raw = raw[skipped:]
        if not self._state.skipped:
            self._bytes += raw

    def _flush(self) -> None:
        """Decode the bytes that have come together."""
        if self._bytes:
            encoding, name = self._fonts.get(self._state.font, ("", ""))
            raw = bytes(self._bytes)
            self._bytes.clear()
            if encoding == _SYMBOL and self._state.target != "font":
                shown = raw.decode("latin-1")
                self._add("".join(char if char.isspace() else symbols.symbol(ord(char), name) for char in shown))
            else:
                self._add(raw.decode(self._codepage if encoding in ("", _SYMBOL) else encoding, "replace"))

    def _add(self, text: str) -> None:
        state = self._state
        if state.skipped or state.hidden or state.deleted or state.target == "form":
            return
        self._size += len(text)
        if self._size > _TEXT_LIMIT:
            raise too_complex(KIND)
        self._texts[state.target].append(text)
        if state.target == "font" and ";" in text:
            self._end_font()

    def _taken(self, target: str) -> str:
        text = "".join(self._texts[target])
        self._texts[target] = []
        # Characters beyond U+FFFF are written as two halves.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

    def _sign(self, sign: bytes) -> None:
        self._to_skip = 0
        if sign == b"*":
            # The next word decides whether the group is read.
            self._state = replace(self._state, target="?" if not self._state.target else self._state.target + "?")
        elif sign in (b"\r", b"\n"):
            self._word("par", None)
        elif sign in _ESCAPED:
            self._add(_ESCAPED[sign])

    def _word(self, name: str, argument: int | None) -> None:
        state = self._state
        if name == "u" and argument is not None:
            self._to_skip = state.fallback
            self._unicode(argument)
            return
        self._to_skip = 0
        if state.target.endswith("?"):
            target = state.target.rstrip("?")
            known = name in _KNOWN
            self._state = state = replace(state, target=target, skipped=state.skipped or not known)
        if name.startswith("ff") and state.target == "form" and argument is not None:
            self._form[name] = argument
        if name in _SKIPPED:
            if name in ("pict", "objdata") and not state.skipped:
                self._pictures += 1
            self._state = replace(state, skipped=True)
        elif state.skipped:
            return
        elif name in _SIGNS:
            self._add(_SIGNS[name])
        elif not (self._destination(name) or self._look(name, argument) or self._table(name, argument)):
            self._paragraph(name)

    def _unicode(self, argument: int) -> None:
        code = argument % 0x1_0000
        font = self._fonts.get(self._state.font, ("", ""))[1]
        self._add(symbols.plain(chr(code), font))

    def _destination(self, name: str) -> bool:
        targets = {
            "fonttbl": "font", "listtext": "number", "pntext": "number", "fldinst": "code", "formfield": "form",
            "shptxt": "box", "footnote": "note",
        }  # fmt: skip
        if name == "shpinst":
            self._state = replace(self._state, target="drop" if not self._state.target else self._state.target)
            self._texts.setdefault("drop", [])
        elif name == "nesttableprops":
            self._state = replace(self._state, nested=True)
        elif name in targets:
            self._state = replace(self._state, target=targets[name])
            if name == "formfield":
                self._form = {}
        else:
            return False
        return True

    def _look(self, name: str, argument: int | None) -> bool:
        state = self._state
        on = argument != 0
        if name == "v":
            self._state = replace(state, hidden=on)
        elif name == "deleted":
            self._state = replace(state, deleted=on)
        elif name == "plain":
            self._state = replace(state, hidden=False, deleted=False)
        elif name == "f" and argument is not None:
            self._state = replace(state, font=argument)
        elif name == "uc" and argument is not None:
            self._state = replace(state, fallback=max(0, min(argument, 16)))
        elif name == "fcharset" and argument is not None and state.target == "font":
            old = self._fonts.get(state.font, ("", ""))
            self._fonts[state.font] = (_CHARSETS.get(argument, ""), old[1])
        elif name == "ansicpg" and argument in (932, 936, 949, 950, 1250, 1251, 1252, 1253, 65001):
            self._codepage = {936: "gb18030", 65001: "utf-8"}.get(argument, f"cp{argument}")
        else:
            return False
        return True

    def _table(self, name: str, argument: int | None) -> bool:
        shape = self._shapes[self._state.nested]
        if name == "trowd":
            self._shapes[self._state.nested] = _RowShape()
        elif name == "trleft":
            shape.left = argument or 0
        elif name in ("clvmgf", "clvmrg"):
            shape.next_vertical = "restart" if name == "clvmgf" else "continue"
        elif name == "clmrg":
            shape.next_horizontal = True
        elif name == "cellx":
            shape.cell(argument or 0)
        elif name == "intbl":
            self._depth = max(1, self._depth)
        elif name == "itap":
            self._depth = max(0, argument or 0)
            if self._depth > _TABLE_DEPTH:
                raise too_complex(KIND)
        elif name in ("cell", "nestcell"):
            # A cell ends at its own depth, whatever the paragraph's properties say.
            self._depth = 1 if name == "cell" else max(2, self._depth)
            self._end_paragraph()
            self._nesting.end_cell()
        elif name in ("row", "nestrow"):
            depth = 1 if name == "row" else max(2, self._depth)
            self._nesting.open_to(depth)
            self._nesting.end_row(shape.edges, shape.vertical, shape.horizontal)
            self._texts[""] = []
        else:
            return False
        return True

    def _paragraph(self, name: str) -> None:
        if name == "pard" and self._state.target == "":
            self._depth = 0
        elif name in ("par", "sect"):
            if self._state.target == "":
                self._end_paragraph()
            elif self._state.target in ("box", "note"):
                self._add("\n")

    def _end_paragraph(self) -> None:
        self._nesting.open_to(self._depth)
        text = self._taken("")
        number = self._taken("number").strip() if text.strip() else ""
        where = self._nesting.where(shown=bool(text.strip()))
        number = "" if number.strip("•·●○■□◆\u3013") == "" else number
        self._nesting.add(paragraphs(text, where, number))
        if any(self._texts["box"]):
            lines = self._taken("box").strip("\n").split("\n")
            self._nesting.add([Paragraph(line, self._nesting.where(shown=True)) for line in lines])
        if self._pictures:
            self._notes.append(Unplaced(f"{where}附近有{self._pictures}张图片或嵌入的对象，没有读入", where))
            self._pictures = 0

    def _end_font(self) -> None:
        name = self._taken("font").strip().rstrip(";")
        encoding = self._fonts.get(self._state.font, ("", ""))[0]
        self._fonts[self._state.font] = (encoding, name)

    def _end_code(self) -> None:
        """A field that draws a symbol has no result but is seen."""
        code = self._taken("code")
        found = _SYMBOL_FIELD.search(code)
        if found is not None:
            font = _FONT_SWITCH.search(code)
            self._add(symbols.symbol(int(found[1]), font[1] if font else "Wingdings"))

    def _end_form(self) -> None:
        if self._form.get("fftype") == 1:
            result = self._form.get("ffres", 25)
            ticked = self._form.get("ffdefres", 0) if result == 25 else result
            self._texts[""].append(symbols.TICKED if ticked else symbols.EMPTY)
