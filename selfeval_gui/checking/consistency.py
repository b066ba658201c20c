"""Family E, places against each other: events, people, goals, names of the group, of the project and of the unit."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from selfeval_gui.checking.findings import ERROR, HINT, WARNING, Finding, found
from selfeval_gui.checking.reading import QUOTES, OrdinalInText, Span, to_chinese
from selfeval_gui.checking.rulebook import rule
from selfeval_gui.checking.subject import MIRRORED, Subject, Text
from selfeval_gui.report.edit import get
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.patterns import HAN_LETTER, late
from selfeval_gui.report.text import squeeze

_JOINED = late("[比较和、至到与及—－-]|以及|暨")
_ANOTHER_TIME = late("上届|上年|去年|往年|历届|此前|以来|下届|下一届|下一年|明年|来年|同比")
_REMEMBERED = 20
_LABEL = late("(?:第[一二三]?)?(?:副\\s*组\\s*长|常务副组长|组\\s*长|成\\s*员|组\\s*员)\\s*[：:]\\s*")
_NAME = late(
    rf"[ \u3000]*(?P<name>{HAN_LETTER}(?:[ \u3000]{{1,4}}{HAN_LETTER}|(?:{HAN_LETTER}|·){{1,5}}?))"
    r"(?=[ \u3000，,（(、；;。：:]|$)"
)
_PIECE = late("[；;\n、。]")
_PROJECT_SUFFIX = late("(?:专项|经费|资金|项目|工作|支出|预算|绩效)+$")
_EVALUATED = late(
    "(?:组织开展|组织实施|开展了?|进行了?|对)(?:了)?(?P<name>[^，。；：\n《》]{4,60}?)(?:支出|预算|进行|的)?(?:绩效)?(?:自评|评价|考评)"
)
_ORGANISATION_AHEAD = late("^.*?(?:组织|开展|对)")


@rule("E3", WARNING)
def an_event_has_one_number(s: Subject) -> Iterator[Finding]:
    """第m届 and 第n届 of one event do not both stand for this year; 次, 期, 批 only when one of them is cited.

    Events are one when their names share their first characters; comparisons and enumerations are left alone.
    """
    seen: defaultdict[tuple[str, str], list[tuple[Text, OrdinalInText]]] = defaultdict(list)
    for text in s.texts:
        if text.role in ("project_background", "basis"):
            continue
        for item in text.reading.ordinals:
            if len(item.event) < s.limits.event_characters or _tells_another_year(s, text, item):
                continue
            same = seen[item.unit, item.event[: s.limits.event_characters]]
            other = next((one for one in reversed(same) if _contradicts(s, text, item, *one)), None)
            if len(same) < _REMEMBERED:
                same.append((text, item))
            if other is None:
                continue
            first = other[1]
            shared = _shared(item.event, first.event)
            message = f"“{_ordinal(first, shared)}…”与“{_ordinal(item, shared)}…”不一致。"
            places = (
                text.passage(_with_event(text, item, shared)),
                other[0].passage(_with_event(other[0], first, shared)),
            )
            yield found(WARNING, text.field, message, places)


def _shared(a: str, b: str) -> int:
    """How many characters two names have in common at their beginning."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _ordinal(item: OrdinalInText, length: int) -> str:
    return f"第{to_chinese(item.number)}{item.unit}{item.event[:length]}"


def _with_event(text: Text, item: OrdinalInText, length: int) -> Span:
    """The ordinal with so many characters of its event; quotation marks and blanks count nothing."""
    end, left = item.end, length
    while left and end < len(text.text):
        left -= text.text[end] not in QUOTES
        end += 1
    return Span(item.start, end)


def _contradicts(s: Subject, text: Text, item: OrdinalInText, other: Text, first: OrdinalInText) -> bool:
    least = s.limits.event_characters
    if item.unit != first.unit or item.number == first.number or item.event[:least] != first.event[:least]:
        return False
    if item.unit != "届" and text.reading.is_cited(item.start) == other.reading.is_cited(first.start):
        return False
    if text is not other:
        return item.unit == "届" and item.event[: least + 1] == first.event[: least + 1]
    between = text.text[first.end : item.start]
    return not (len(between) <= 14 and _JOINED.search(between))


def _tells_another_year(s: Subject, text: Text, item: OrdinalInText) -> bool:
    """上届, 上年, or a year that is not the project's in the same sentence: this number may differ."""
    sentence = text.reading.sentence(item.start)
    if s.sentence_has(text, item.start, _ANOTHER_TIME):
        return True
    years = [d.year for d in text.reading.dates_within(sentence) if d.own_year]
    return s.year is not None and any(year is not None and year not in s.years for year in years)


@frozen
class _Member:
    name: str
    post: str
    span: Span


def _members(s: Subject, text: Text) -> list[_Member]:
    """Who stands in 工作组成员: behind 组长：, 副组长：, 成员：, by lines or in a row."""
    result: list[_Member] = []
    label = _LABEL.search(text.text)
    if label is None:
        return result
    at = label.start()
    cuts = [at, *(match.end() for match in _PIECE.finditer(text.text, at)), len(text.text) + 1]
    known = {squeeze(person.name) for person in s.report.evaluators if person.name}
    for start, end in pairwise(cuts):
        piece = text.text[start : end - 1]
        lead = _LABEL.match(piece.lstrip(" \u3000"))
        offset = (len(piece) - len(piece.lstrip(" \u3000")) + lead.end()) if lead else 0
        match = _NAME.match(piece, offset)
        if match is None:
            continue
        name = squeeze(match["name"])
        if not lead and name not in known and name[0] not in s.words.surnames:
            continue
        if s.words.post.fullmatch(name) or (len(name) > 4 and name not in known):
            continue
        posts = [m[0] for m in s.words.post.finditer(piece, match.end())]
        span = Span(start + match.start("name"), start + match.end("name"))
        result.append(_Member(name, posts[-1] if posts else "", span))
    return result


@rule("E5", ERROR)
def the_same_people_evaluate(s: Subject) -> Iterator[Finding]:
    """Part 四 and 工作组成员 name the same people (error), with the same posts (warning), in the same order (hint)."""
    people = [(i, squeeze(p.name), p) for i, p in enumerate(s.report.evaluators) if p.name]
    for text in s.of("working_group"):
        members = _members(s, text)
        squeezed = squeeze(text.text)
        table = {name for _, name, _ in people}
        if people and not any(name in squeezed for name in table) and not members:
            message = "正文“工作组成员”中没有列出评价人员的姓名。"
            yield found(WARNING, text.field, message, (s.blank(f"evaluators[{people[0][0]}].name"),))
            continue
        for index, name, _ in people:
            if name not in squeezed:
                path = f"evaluators[{index}].name"
                yield found(ERROR, path, f"“{name}”只出现在评价人员表，正文“工作组成员”中没有。", (s.blank(path),))
        for member in members:
            if member.name not in table:
                message = f"“{member.name}”只出现在正文“工作组成员”，评价人员表中没有。"
                yield found(ERROR, text.field, message, (text.passage(member.span),))
        by_name = {member.name: member for member in members}
        for index, name, person in people:
            posts = s.words.post.findall(person.title)
            other = by_name.get(name)
            if other and other.post and posts and other.post != posts[-1]:
                path = f"evaluators[{index}].title"
                message = f"“{name}”职务前后不一致：评价人员表为“{posts[-1]}”，正文为“{other.post}”。"
                yield found(WARNING, path, message, (s.blank(path), text.passage(other.span)))
        order = [member.name for member in members if member.name in table]
        listed = [name for _, name, _ in people if name in set(order)]
        if sorted(order) == sorted(listed) and order != listed:
            places = tuple(
                text.passage(by_name[name].span) for name, row in zip(order, listed, strict=True) if name != row
            )
            message = "评价人员的排列顺序在表中和正文中不一致：" + "、".join(place.text for place in places) + "。"
            yield found(HINT, text.field, message, places)


@rule("E6", WARNING)
def goal_and_result_are_told_once(s: Subject) -> Iterator[Finding]:
    """If the link was cut, 项目绩效目标 and 成效 still say what part 三 says. Source: the form repeats them."""
    for key, path in MIRRORED.items():
        if s.is_generated(key):
            continue
        field = f"narrative.{key}.text"
        own, table = squeeze(get(s.report, field)), squeeze(get(s.report, path))
        if not own or not table or own == table:
            continue
        word = "绩效目标" if key == "performance_goal" else "完成情况（成效）"
        at = _shared(own, table)
        message = f"表三与正文的{word}不一致：“{table[at : at + 12]}…”／“{own[at : at + 12]}…”。"
        kind = HINT if table in own or own in table else WARNING
        yield found(kind, field, message, (s.blank(field), s.blank(path)))


@rule("E7", HINT)
def group_and_unit_have_one_name(s: Subject) -> Iterator[Finding]:
    """The evaluation group has one name throughout; units in part 四 are not abbreviated. Source: reviewers."""
    names: dict[str, tuple[Text, Span]] = {}
    for text in s.of("opening", "working_group", "responsibilities", "conclusion", "process"):
        for match in s.words.group.finditer(text.text):
            names.setdefault(match[0], (text, Span(*match.span())))
    if len(names) >= 3:
        places = tuple(text.passage(span) for text, span in names.values())
        yield found(HINT, places[0].field, f"评价组名称不统一：{'、'.join(names)}。", places)
    unit = squeeze(s.report.cover.project_unit)
    for index, person in enumerate(s.report.evaluators):
        short = squeeze(person.unit)
        if short and unit and short not in unit and len(short) >= 3 and _is_abbreviation(short, unit):
            path = f"evaluators[{index}].unit"
            message = f"单位“{person.unit}”不是全称，是否为“{s.report.cover.project_unit}”？"
            yield found(HINT, path, message, (s.blank(path), s.blank("cover.project_unit")))


def _is_abbreviation(short: str, full: str) -> bool:
    rest = iter(full)
    return all(char in rest for char in short)


@rule("E8", WARNING)
def opening_names_this_project(s: Subject) -> Iterator[Finding]:
    """An opening of one's own names the project of the cover, but for 项目, 专项, 经费 at its end. Source: outline."""
    name = _bare(s.report.cover.project_name)
    if len(name) < 2:
        return
    for text in s.of("opening"):
        if name in squeeze(text.text):
            continue
        for match in _EVALUATED.finditer(text.text):
            other = _bare(_ORGANISATION_AHEAD.sub("", match["name"]))
            if len(other) >= 4 and other not in name and not re.search("本|该|我|单位|年度", other):
                message = f"封面项目名称“{s.report.cover.project_name}”与正文开头段的“{other}”不一致。"
                places = (text.passage(Span(*match.span("name"))), s.blank("cover.project_name"))
                yield found(WARNING, text.field, message, places)
                break


def _bare(name: str) -> str:
    return _PROJECT_SUFFIX.sub("", squeeze(name))


@rule("E9", ERROR)
def sealing_unit_is_the_project_unit(s: Subject) -> Iterator[Finding]:
    """The unit that seals the cover is the project's unit, which signs the narrative. Source: form, cover."""
    seal, unit = s.report.cover.seal_unit, s.report.cover.project_unit
    if seal and unit and squeeze(seal) != squeeze(unit):
        path = "cover.seal_unit"
        message = f"落款单位“{unit}”与封面盖章单位“{seal}”不一致。"
        yield found(ERROR, path, message, (s.blank(path), s.blank("cover.project_unit")))


@rule("E20", WARNING)
def goals_can_be_measured(s: Subject) -> Iterator[Finding]:
    """Goal and result hold a figure besides their numbering. Source: 财预〔2011〕285号, goals are quantified."""
    for path, message in (
        ("performance.expected", "绩效目标没有量化指标。"),
        ("performance.actual", "实际完成情况没有数据，无法与目标对照。"),
    ):
        text: str = get(s.report, path)
        bare = re.sub(r"(?m)^[ \u3000]*[（(]?\d{1,2}[.．、）)](?!\d)", "", text)
        figures = re.search(
            r"[\d０-９%％]|百分之|[一二三四五六七八九十百千万两]+(?:个|次|人|户|份|名|项|期|届|座|套|台|亩|公里|场|天|吨|村|家)",
            bare,
        )
        if text.strip() and not figures:
            yield found(WARNING, path, message, (s.blank(path),))
