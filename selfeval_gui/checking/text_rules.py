"""Family E, the wording of one text: repeated paragraphs, slips, old phrases, numbering, punctuation, citations.

Every text is looked at by itself; what contradicts another place stands in `consistency`.
"""

import re
from collections.abc import Iterator

from selfeval_gui.checking.findings import HINT, WARNING, Finding, Fix, found
from selfeval_gui.checking.reading import Span, chinese_number, to_chinese
from selfeval_gui.checking.rulebook import rule
from selfeval_gui.checking.subject import Subject, Text
from selfeval_gui.checking.words import DatedPhrase, Slip
from selfeval_gui.report.patterns import HAN_LETTER, late
from selfeval_gui.report.text import squeeze

_BASIS = late(r"(?:根据|依据|按照)[^，。；\n《》]{0,40}《[^《》\n]{1,120}》")
_DOCUMENT_NUMBER = late(r"[〔\[(（【]\d{4}[〕\])）】]\s?第?\d+号|第\d+号令|令第\d+号")
_LAW = late("(?:法|条例|办法|规定|规则|准则|宪法|标准|指南)(?:（[^）]*）)?》$")
_NUMBER = late(
    r"^(?P<lead>[ \u3000]*)(?:(?P<one>[一二三四五六七八九十]{1,3})(?P<mark1>[、.．])"
    r"|(?P<open2>[（(])(?P<two>[一二三四五六七八九十]{1,3})(?P<close2>[）)])(?P<mark2>[、.．]?)"
    r"|(?P<three>\d{1,2})(?P<gap>[ \u3000]?)(?P<mark3>[.．、])(?P<digit>\d)?"
    r"|(?P<open4>[（(])(?P<four>\d{1,2})(?P<close4>[）)])(?P<mark4>[、.．]?))"
)
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_HALF_WIDTH = late(rf"(?<={HAN_LETTER}|[”》）]) ?([,;:?!]) ?(?={HAN_LETTER}|[“《（])")
_HALF_BRACKETS = late(rf"\((?=[^()\n]{{0,40}}{HAN_LETTER})([^()\n]{{1,60}})\)")
_BLANK_IN_TITLE = late("《[ \u3000]+|(?<![ \u3000])[ \u3000]+》")
_DOUBLED = late("，{2,}|。{2,}(?!。)|；{2,}|、{2,}|，。|、。|；。|。，|，；|、，")
_WRONG_YEAR_BRACKETS = late(rf"(?<={HAN_LETTER})[\[【［](\d{{4}})[\]】］](?=\s?第?\d+\s?号)")
_PAIRS = {"《": "》", "“": "”", "（": "）", "【": "】", "〔": "〕", "「": "」"}
_CLOSING = {close: open_ for open_, close in _PAIRS.items()}
_LIST_BRACKET = late(r"(?:^|[\s：:；;。，,])(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[①-⑳a-zA-Z])$")


def replaced(text: Text, span: Span, new: str, label: str, *, safe: bool) -> Fix:
    """A fix that puts `new` in the place of a span."""
    return Fix(label, safe, ((text.field, text.text[: span.start] + new + text.text[span.end :]),))


@rule("E13", WARNING)
def no_paragraph_stands_twice(s: Subject) -> Iterator[Finding]:
    """No paragraph of 40 or more characters stands twice; part 三 and its mirror in the narrative are one text."""
    seen: dict[str, tuple[Text, Span, int]] = {}
    for text in s.texts:
        for number, span in enumerate(text.reading.paragraphs, 1):
            if span.end - span.start < s.limits.repeated_paragraph:
                continue
            key = re.sub(r"^(?:[（(]?[\d一二三四五六七八九十]+[）)、.．])", "", squeeze(text.reading.words(span)))
            first = seen.setdefault(key, (text, span, number))
            other = first[0]
            if (other is text and first[1] == span) or (other is not text and other.role == text.role):
                continue
            here, there = (f"“{s.label(t.field)}”第{n}段" for t, n in ((text, number), (other, first[2])))
            message = f"{there}与{here}重复。"
            yield found(WARNING, text.field, message, (text.passage(span), other.passage(first[1])))


@rule("E14", HINT)
def phrases_are_of_their_time(s: Subject) -> Iterator[Finding]:
    """No phrase that was out of use when the report was written (an older congress). Source: words.json."""
    day = s.day or s.context.today
    if day is None:
        return
    whole = s.whole
    for phrase in s.words.dated:
        if phrase.until >= day or phrase.word not in whole or any(word in whole for word in phrase.silent_with):
            continue
        for text in s.texts:
            for span in _occurrences(text, phrase):
                message = f"“{phrase.word}”可能是旧提法，是否应为“{phrase.instead}”？"
                yield found(HINT, text.field, message, (text.passage(span),))


def _occurrences(text: Text, phrase: DatedPhrase | Slip) -> Iterator[Span]:
    """Where the words stand, not within a citation and not as part of a longer word that is right."""
    word = phrase.word if isinstance(phrase, DatedPhrase) else phrase.wrong
    instead = phrase.instead if isinstance(phrase, DatedPhrase) else phrase.right
    at = text.text.find(word)
    while at >= 0:
        end = at + len(word)
        # 公共财政预算 within 一般公共预算财政… : the right phrase may hold the wrong one.
        longer = (instead, *phrase.unless)
        if not any(_covers(text.text, whole, word, at) for whole in longer) and not text.reading.is_cited(at):
            yield Span(at, end)
        at = text.text.find(word, end)


def _covers(text: str, whole: str, word: str, at: int) -> bool:
    """Whether `whole` stands in the text around the `word` at `at`."""
    offset = whole.find(word)
    while offset >= 0:
        if at >= offset and text.startswith(whole, at - offset):
            return True
        offset = whole.find(word, offset + 1)
    return False


@rule("E15", HINT)
def cited_documents_carry_their_number(s: Subject) -> Iterator[Finding]:
    """根据《…》 is followed by the document's number within 20 characters; laws have none. Source: usage of 公文."""
    texts = s.texts
    for text in texts:
        if text.role == "basis" and "《" in text.text:
            last = text.text.rfind("》") + 1
            found_ = [Span(text.text.find("《"), last)] if last else []
        else:
            found_ = [Span(*match.span()) for match in _BASIS.finditer(text.text)]
        for span in found_:
            cited = text.reading.words(span)
            before = text.text[max(0, span.start - 20) : span.start]
            near = text.text[span.end : span.end + 20]
            if _DOCUMENT_NUMBER.search(near) or _DOCUMENT_NUMBER.search(before + cited) or _LAW.search(cited):
                continue
            title = Span(text.text.find("《", span.start), span.end)
            message = f"引用文件“{s.quote(text, title)}”建议注明文号，如“河财绩〔2026〕1号”。"
            yield found(HINT, text.field, message, (text.passage(title),))


@rule("E16", HINT)
def no_frequent_slip(s: Subject) -> Iterator[Finding]:
    """None of the frequent slips of official texts (布署, 帐户, 截止+date). Source: words.json."""
    whole = s.whole
    for slip in s.words.slips:
        if slip.wrong not in whole:
            continue
        for text in s.texts:
            if slip.wrong in text.text:
                yield from _slips(text, slip)


def _slips(text: Text, slip: Slip) -> Iterator[Finding]:
    if slip.pattern is None:
        spans = list(_occurrences(text, slip))
    else:
        spans = [Span(*match.span(match.lastindex or 0)) for match in slip.pattern.finditer(text.text)]
    for span in spans:
        wrong = text.reading.words(span)
        shown, right = wrong, slip.right
        if len(wrong) == 1:  # 的, 末: shown with its neighbours
            start, end = max(0, span.start - 2), min(len(text.text), span.end + 2)
            shown = text.text[start:end].replace("\n", "")
            right = (text.text[start : span.start] + slip.right + text.text[span.end : end]).replace("\n", "")
        fix = replaced(text, span, slip.right, f"改为“{right}”", safe=True)
        yield found(HINT, text.field, f"“{shown}”是否应为“{right}”？", (text.passage(span),), fix)


@rule("E19", WARNING)
def no_word_that_the_office_avoids(s: Subject) -> Iterator[Finding]:
    """None of the words that the office itself does not use; its own word is proposed. Source: the office's list."""
    whole = s.whole
    for own in s.words.own:
        if own.wrong not in whole:
            continue
        for text in s.texts:
            for span in _occurrences(text, own):
                if not own.right:
                    yield found(WARNING, text.field, f"“{own.wrong}”是本单位不用的词，请改写。", (text.passage(span),))
                    continue
                fix = replaced(text, span, own.right, f"改为“{own.right}”", safe=False)
                message = f"本单位不用“{own.wrong}”，应写“{own.right}”。"
                yield found(WARNING, text.field, message, (text.passage(span),), fix)


@rule("E17", HINT)
def headings_are_numbered_in_order(s: Subject) -> Iterator[Finding]:
    """一、（一）1.（1）: in the standard's writing, none skipped, none twice. Source: GB/T 9704-2012, 7.3.3."""
    for text in s.texts:
        if text.role == "basis":
            continue
        last = {1: 0, 2: 0, 3: 0, 4: 0}
        for line in text.reading.paragraphs:
            match = _NUMBER.match(text.text[line.start : line.end])
            if match is None:
                continue
            level = next(i for i, name in enumerate(("one", "two", "three", "four"), 1) if match[name])
            number = chinese_number(match[("one", "two", "three", "four")[level - 1]])
            if number is None:
                continue
            expected = last[level] + 1
            if match["digit"] and number != expected:
                continue  # 0.8万元 is no heading; 2.2026年 … behind 1. is one
            span = Span(
                line.start + len(match["lead"]), line.start + (match.start("digit") if match["digit"] else match.end())
            )
            written = text.reading.words(span)
            proper = _numbering(level, number)
            if number not in (1, expected):
                right = _numbering(level, expected)
                fix = replaced(text, span, right, f"改为“{right}”", safe=False)
                yield found(HINT, text.field, f"标题序号“{written}”应为“{right}”。", (text.passage(span),), fix)
                number = expected if number == last[level] else number
            elif written != proper:
                fix = replaced(text, span, proper, f"改为“{proper}”", safe=True)
                yield found(HINT, text.field, f"标题序号“{written}”应为“{proper}”。", (text.passage(span),), fix)
            last[level] = number
            for deeper in range(level + 1, 5):
                last[deeper] = 0


def _numbering(level: int, number: int) -> str:
    return (f"{to_chinese(number)}、", f"（{to_chinese(number)}）", f"{number}.", f"（{number}）")[level - 1]


@rule("E18", HINT)
def punctuation_is_chinese(s: Subject) -> Iterator[Finding]:
    """Quotes and brackets are paired; no half-width punctuation between Chinese characters, no blank in 《》.

    Source: GB/T 15834-2011.
    """
    for text in s.texts:
        yield from _unpaired(text)
        changes: list[tuple[Span, str]] = []
        changes += [(Span(*m.span()), _FULL_WIDTH[m[1]]) for m in _HALF_WIDTH.finditer(text.text)]
        changes += [(Span(*m.span()), f"（{m[1]}）") for m in _HALF_BRACKETS.finditer(text.text)]
        changes += [(Span(*m.span()), m[0].strip(" \u3000")) for m in _BLANK_IN_TITLE.finditer(text.text)]
        changes += [(Span(*m.span()), f"〔{m[1]}〕") for m in _WRONG_YEAR_BRACKETS.finditer(text.text)]
        changes += [(Span(*m.span()), "。" if "。" in m[0] else m[0][0]) for m in _DOUBLED.finditer(text.text)]
        for span, right in changes:
            fix = replaced(text, span, right, f"改为“{right}”", safe=True)
            around = text.text[max(0, span.start - 3) : span.end + 3].replace("\n", "")
            message = f"标点不规范：“{around}”中的“{text.reading.words(span)}”应为“{right}”。"
            yield found(HINT, text.field, message, (text.passage(span),), fix)


def _unpaired(text: Text) -> Iterator[Finding]:
    """Brackets without their partner; 1）and 一） at the beginning of a point need none."""
    for line in text.reading.paragraphs:
        waiting: list[tuple[str, int]] = []
        wrong: list[int] = []
        for offset, char in enumerate(text.text[line.start : line.end], line.start):
            if char in _PAIRS:
                waiting.append((char, offset))
            elif char in _CLOSING:
                if waiting and waiting[-1][0] == _CLOSING[char]:
                    waiting.pop()
                elif char != "）" or not _LIST_BRACKET.search(text.text[max(line.start, offset - 4) : offset]):
                    wrong.append(offset)
        for offset in sorted([*wrong, *(offset for _, offset in waiting)]):
            span = Span(offset, offset + 1)
            around = text.text[max(line.start, offset - 4) : min(line.end, offset + 8)]
            message = f"标点不规范：“{text.text[offset]}”没有配对（…{around}…）。"
            yield found(HINT, text.field, message, (text.passage(span),))
