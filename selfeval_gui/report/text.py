"""Text as people type or paste it, made safe to keep: one door for every string that enters a report.

Must not interpret content: what a text means is decided by its blank's kind (see `kinds`).
"""

import re
import unicodedata

from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.patterns import HAN_LETTER, late

# C0 and C1 controls, surrogates, bidi controls, object replacement and byte-order marks. TAB and LF are handled apart.
_UNSAFE = late(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffc\ud800-\udfff]"
)
_LINE_ENDS = late("\r\n|\r|\u2028|\u2029|\u0085|\u000b|\u000c")
_GAP_IN_NAME = late(f"(?<={HAN_LETTER})[ \u3000\u00a0\t]+(?={HAN_LETTER})")
_SPACES = frozenset(" \u3000\u00a0\t")
_ANY_SPACE = late("[\\s\u200b\u200c\u200d\u2060]+")


@frozen
class Unparsed:
    """What somebody wrote in a blank that wants a number or a date, and that is none (yet).

    It is kept in the file, shown in the editor and named by the check; it is never printed or added up.
    """

    text: str

    def __str__(self) -> str:
        return self.text


def clean(text: str) -> str:
    """Return `text` with line ends as LF, without control, bidi and surrogate characters, in NFC.

    Tabs are kept: they separate the columns of pasted tables. NFC, not NFKC: ㎡, ①, ％ and ： are content.
    """
    text = _LINE_ENDS.sub("\n", text)
    return unicodedata.normalize("NFC", _UNSAFE.sub("", text))


def clean_line(text: str) -> str:
    """Like `clean`, for a blank of one line: line breaks and tabs become one space, outer blanks go."""
    return re.sub("[\n\t]+", " ", clean(text)).strip(" \u3000\u00a0")


def clean_lines(text: str) -> str:
    """Like `clean`, for a text of paragraphs: tabs become a space, outer empty lines go, inner ones stay."""
    return clean(text).replace("\t", " ").strip("\n")


def join_lines(text: str) -> str:
    """A line of text that was broken to fit its place, in one line again: with a blank where Latin words meet.

    Between Chinese characters, or beside one, a line is broken without one.
    """
    first, *rest = text.split("\n")
    for line in rest:
        blank = " " if first and line and ord(first[-1]) < 0x2E80 and ord(line[0]) < 0x2E80 else ""
        first = f"{first}{blank}{line}"
    return first


def tidy_name(text: str) -> str:
    """A person's name without the blanks that pad it to the width of three characters (韦 𬱖 → 韦𬱖).

    Blanks between Latin letters stay; middle dots stay.
    """
    line = clean_line(text)
    return line if _SPACES.isdisjoint(line) else _GAP_IN_NAME.sub("", line)


def squeeze(text: str) -> str:
    """`text` in NFKC without any white space: for comparing and recognising, never for keeping."""
    return _ANY_SPACE.sub("", unicodedata.normalize("NFKC", text))


def fingerprint(text: str) -> str:
    """A short sum of what a text says, white space aside: two documents with the same one read the same."""
    from hashlib import sha256  # nobody needs it at the start

    return sha256(squeeze(text).encode("utf-8", "surrogatepass")).hexdigest()
