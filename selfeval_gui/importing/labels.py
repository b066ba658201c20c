"""The words by which the form's blanks are found in foreign files, and how they are matched.

The words are data (`resources/import/labels.json`). Matching ignores white space, width, colons, and known bracketed
remarks such as （万元）（签字）. What a found value means is decided elsewhere.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

from selfeval_gui import resources
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.text import squeeze

WS = "[\\s\u200b\u200c\u200d\u2060\ufeff]*"
_NUMBER = (
    r"(?:[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[）)][、.．]?|\d{1,2}\s*[.．、)）]|"
    r"[一二三四五六七八九十]{1,3}\s*[、.．]|[①-⑳]|[-*•·●◆])"
)
_DECORATION = rf"(?P<deco>(?:{WS}[（(\[【〔][^（）()\[\]【】〔〕]{{0,14}}[）)\]】〕])*)"
_CONTENT = re.compile(r"[（(\[【〔]([^（）()\[\]【】〔〕]*)[）)\]】〕]")
_UNIT = re.compile(r"(?:金额)?(?:单位[：:]?)?(?:人民币)?(亿元|万元|千元|元)")
_UNIT_LINE = re.compile(r"(?:金额|货币|资金)?单位[：:]?(?:人民币)?(亿元|万元|千元|元)")
Separator = Literal["colon", "gap", "end", "money"]


def key(text: str) -> str:
    """`text` reduced to what counts when words are compared."""
    return re.sub(r"[（）()\[\]【】/、，,：:。.；;“”\"'《》]", "", squeeze(text)).replace("其他", "其它")


def tolerant(word: str) -> str:
    """A pattern for `word` that allows white space between its characters, other widths, 其他 for 其它."""
    return WS.join(_pieces(word))


def _pieces(word: str) -> list[str]:
    special = {
        "（": "[（(]?",
        "）": "[）)]?",
        "它": "[它他]",
        "/": f"(?:{WS}[/／、|])?",
        "、": "[、，,]?",
        "及": "[及和与]",
    }
    return [special.get(char, re.escape(char)) for char in word.replace("其他", "其它")]


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, each as in `tolerant`, a longer one before its own beginning.

    What words begin with alike is written once: compiling hundreds of words one by one takes longer than a file.
    """
    root: dict[str, Any] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        node = root
        for piece in _pieces(word):
            node = node.setdefault(piece, {})
        node[""] = {}
    return _branches(root)


def _branches(node: dict[str, Any]) -> str:
    ways = [piece + (_rest(below) if piece else "") for piece, below in node.items()]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _rest(node: dict[str, Any]) -> str:
    return (
        "" if list(node) == [""] else f"(?:{WS}{_branches({k: v for k, v in node.items() if k})})" + "?" * ("" in node)
    )


@frozen
class Label:
    """A label at the start of a text: `end` is where its value begins, `unit` what its bracket says about amounts.

    `remark` is the span of a bracket that is no word of the form, or None. `among` tells that 其中 stood before it.
    """

    path: str
    end: int
    separator: Separator
    unit: str = ""
    remark: tuple[int, int] | None = None
    among: bool = False


class Words:
    """One set of words, each meaning a path."""

    def __init__(self, words: dict[str, Iterable[str]], decorations: frozenset[str]) -> None:
        self._paths = {key(word): path for path, synonyms in words.items() for word in synonyms}
        self._decorations = decorations
        known = {word for synonyms in words.values() for word in synonyms}
        self._pattern = re.compile(
            rf"(?P<lead>{WS}(?:{_NUMBER}{WS})?)(?P<among>其{WS}中{WS}[：:]?{WS})?"
            rf"(?P<word>{any_of(known)}){_DECORATION}"
            rf"(?:{WS}(?P<colon>[：:]+)|(?P<gap>[\s_＿]+)(?=\S)|(?P<end>[\s_＿]*$)|(?P<money>(?=[\d￥¥])))"
        )

    def at(self, text: str, position: int = 0) -> Label | None:
        """The label that stands at `position`, or None."""
        match = self._pattern.match(text, position)
        if match is None:
            return None
        contents = list(_CONTENT.finditer(text, match.start("deco"), match.end("deco")))
        unit, remark = "", None
        for content in contents:
            plain = key(content[1])
            if found := _UNIT.fullmatch(plain):
                unit = found[1]
            elif plain and plain not in self._decorations:
                remark = content.span()
        separators: tuple[Separator, ...] = ("colon", "gap", "end", "money")
        separator = next(name for name in separators if match[name] is not None)
        if remark is not None and separator not in ("colon", "end"):
            return None
        path = self._paths.get(key(match["word"]))
        if path is None:
            return None
        return Label(path, match.end(), separator, unit, remark, match["among"] is not None)

    def whole(self, text: str) -> Label | None:
        """The label that is the whole text, a colon behind it allowed; None when a value follows or it is no label."""
        label = self.at(text)
        return label if label is not None and not text[label.end :].strip() else None


@frozen
class Heading:
    """A node of the narrative's outline: its words, the section it fills, or the first one below it."""

    words: frozenset[str]
    hints: tuple[str, ...]
    section: str
    first: str
    children: tuple["Heading", ...]


class Vocabulary:
    """All words of the data file, by the part of the form in which they are understood."""

    def __init__(self, raw: dict[str, Any]) -> None:
        decorations = frozenset(key(word) for word in raw["decorations"])
        funds = {f"source.{name}": words for name, words in raw["sources"].items()}
        kept = {key(word) for word in _headings(raw["outline"])}
        labels = {path: [v for word in words for v in _variants(word, kept)] for path, words in raw["labels"].items()}
        self.labels = Words({**labels, **funds}, decorations)
        self.sources = Words({**funds, "source.total": raw["total_rows"]}, decorations)
        self.items = Words(raw["items"], decorations)
        self.amounts = Words({"amount": raw["amount_headings"]}, decorations)
        self.fund_columns = Words(raw["fund_columns"], decorations)
        self.people = Words(raw["people"], decorations)
        self.parts = Words(raw["parts"], decorations)
        self.signatures = Words(
            {path: words for path, words in labels.items() if path.startswith("signatures.")}, decorations
        )
        self.indicator_heads = frozenset(map(key, raw["indicator_heads"]))
        self.item_totals = frozenset(map(key, raw["item_totals"]))
        self.item_subtotals = frozenset(map(key, raw["item_subtotals"]))
        self.nobody = frozenset(map(key, raw["nobody"])) | frozenset(raw["nobody"])
        self.form_words = frozenset(key(word) for word in [*raw["form_words"], *raw["decorations"]])
        self.options: dict[str, tuple[str, ...]] = {name: tuple(words) for name, words in raw["options"].items()}
        self.choices: dict[str, tuple[str, ...]] = {name: tuple(words) for name, words in raw["choices"].items()}
        self.grades: tuple[str, ...] = tuple(raw["grades"])
        self.outline = tuple(_heading(entry) for entry in raw["outline"])


def _headings(outline: list[dict[str, Any]]) -> list[str]:
    return [word for entry in outline for word in [*entry["words"], *_headings(entry.get("children", []))]]


def _variants(word: str, kept: set[str]) -> list[str]:
    """The word, and as other places have it: 考评得分 for 自评得分; never a word of the narrative's outline."""
    said = [each for each in ("自评", "评价", "考评") if each in word]
    if len(said) != 1:
        return [word]
    made = [
        word.replace(said[0], other) for other in ("自评", "评价", "考评", "绩效评价", "绩效自评") if other != said[0]
    ]
    return [word, *(each for each in made if key(each) not in kept)]


def _joined_otherwise(word: str) -> list[str]:
    """A heading as others write it: 和 or 与 for 及, 自评 for 评价."""
    return [
        variant.replace(joint, other)
        for variant in _variants(word, set())
        for joint, other in (("及", "及"), ("及", "和"), ("及", "与"), ("和", "及"), ("与", "及"))
    ]


def _heading(raw: dict[str, Any]) -> Heading:
    section = str(raw.get("section", ""))
    return Heading(
        words=frozenset(key(other) for word in raw["words"] for other in _joined_otherwise(word)),
        hints=tuple(key(word) for word in raw.get("hints", ())),
        section=section,
        first=section or str(raw["first"]),
        children=tuple(_heading(child) for child in raw.get("children", ())),
    )


@cache
def vocabulary() -> Vocabulary:
    """The words of `labels.json`. Raises `resources.ResourceMissing` when the file is missing or damaged."""
    return Vocabulary(resources.read_json("import", "labels.json"))


def unit_line(text: str) -> str:
    """The unit that a line such as 金额单位：万元 gives to the amounts of its table; "" when it is no such line."""
    match = _UNIT_LINE.fullmatch(squeeze(text).strip("()[]"))
    return match[1] if match else ""


def speaks(text: str) -> bool:
    """Whether a line is a label of the form, a label with its value behind a colon, or a part's heading."""
    words = vocabulary()
    label = words.labels.at(text)
    if label is not None and label.separator in ("colon", "end"):
        return True
    return any(group.whole(text) is not None for group in (words.parts, words.items, words.people))
