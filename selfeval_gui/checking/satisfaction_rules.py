"""Family E, 满意度: the same everywhere, with its survey, and possible with its sample."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from selfeval_gui.checking.findings import ERROR, WARNING, Finding, found
from selfeval_gui.checking.reading import PercentInText, Span
from selfeval_gui.checking.rulebook import rule
from selfeval_gui.checking.subject import Subject, Text
from selfeval_gui.report import totals
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.money import show_plain
from selfeval_gui.report.patterns import HAN_LETTER, late

_RATE = late(rf"(?P<who>{HAN_LETTER}{{0,10}})满意(?:度|率)(?P<lead>[^，。；\n\d%％]{{0,10}})$")
_TARGET = late("不低于|不少于|以上|≥|目标|达到.{0,6}以上|预期|至少|高于|超过|要求|应达|力争|下一步|提高到")
_GENERIC = late("^(?:项目|服务对象|社会公众|公众|群众|社会|受益群众|受益对象|总体|综合|平均|整体|的|，|为)*$")
_LEADING = late("^.*(?:显示|表明|其中|统计|计算|测算|调查|结果|经|据|使|对|占比|实际|最终|达到)")
_COUNT = late(r"(?<![\d.])(\d{1,3}(?:,\d{3})+|\d+)[ \u3000]?(?:余|多)?(?P<unit>份|人次|人|户|名|条)")
_COUNTS = 12
_ROUGH = late(r"\d[ \u3000]?(?:余|多)(?:份|人次|人|户|名)|约\d")


@frozen
class _Satisfaction:
    text: Text
    rate: PercentInText
    span: Span
    who: str


def _all(s: Subject) -> list[_Satisfaction]:
    """Every satisfaction that is a result of this year, with whose it is ("" for everybody)."""
    result = []
    for text in s.texts:
        if text.role in ("performance_goal", "basis", "project_background") or "满意" not in text.text:
            continue
        for rate in text.reading.percents:
            clause = text.reading.clause(rate.start)
            match = _RATE.search(text.text[clause.start : rate.start])
            words = text.reading.words(clause)
            if match is None or _TARGET.search(words) or s.words.comparison.search(words):
                continue
            if text.reading.is_cited(rate.start) or s.is_future(text, rate.start):
                continue
            who = _LEADING.sub("", match["who"])
            who = "" if _GENERIC.match(who) else re.sub("^(?:服务对象|受益)", "", who)
            result.append(_Satisfaction(text, rate, Span(clause.start + match.start(), rate.end), who))
    return result


@rule("E12a", ERROR)
def satisfaction_is_the_same_everywhere(s: Subject) -> Iterator[Finding]:
    """One group's satisfaction has one value in the report. Source: findings of reviewers."""
    groups: defaultdict[str, list[_Satisfaction]] = defaultdict(list)
    for one in _all(s):
        groups[one.who].append(one)
    for ones in groups.values():
        first = ones[0]
        for other in ones[1:]:
            if abs(first.rate.value - other.rate.value) > max(first.rate.step, other.rate.step):
                v1, v2 = show_plain(first.rate.value), show_plain(other.rate.value)
                places = (other.text.passage(other.span), first.text.passage(first.span))
                yield found(ERROR, other.text.field, f"满意度前后不一致：{v1}%、{v2}%。", places)
                break


@rule("E12b", WARNING)
def high_satisfaction_names_its_survey(s: Subject) -> Iterator[Finding]:
    """From 99 % with decimals on, or at 100 %, the paragraph says how and whom it asked. Source: audit practice."""
    for one in _all(s):
        suspicious = one.rate.value == 100 or (one.rate.value >= 99 and one.rate.decimals)
        paragraph = one.text.reading.words(one.text.reading.paragraph(one.rate.start))
        if suspicious and not s.words.survey.search(paragraph):
            message = f"满意度{show_plain(one.rate.value)}%未说明调查方式和样本量。"
            yield found(WARNING, one.text.field, message, (one.text.passage(one.span),))


@rule("E12c", WARNING)
def satisfaction_fits_its_sample(s: Subject) -> Iterator[Finding]:
    """With n answers, some whole number of them gives the rate; with k of n named, k ÷ n does. Source: arithmetic."""
    for one in _all(s):
        reading = one.text.reading
        paragraph = reading.paragraph(one.rate.start)
        words = one.text.text[paragraph.start : one.rate.start]
        if not s.words.survey.search(words) or _ROUGH.search(words):
            continue
        asked = next(iter(s.words.survey.finditer(words)))
        sentence = words[words.rfind("。", 0, asked.start()) + 1 :]
        counts = [int(match[1].replace(",", "")) for match in _COUNT.finditer(sentence)]
        if not counts:
            continue
        # 发放430份，收回421份，有效415份，其中“满意”和“基本满意”387份: satisfied are counted behind all asked.
        satisfied = re.search(
            "满意”?[^，。；\n%％]{0,14}?(?:为|有|共)?[ \u3000]?\\d[\\d,]*[ \u3000]?(?:份|人次|人|户|名)", sentence
        )
        satisfied = satisfied or re.search("(?:份|人|户|名)[^，。；\n]{0,8}满意(?![度率])", sentence)
        named = len(counts) >= 2 and satisfied is not None
        counts = counts[-_COUNTS:]
        pairs = [(k, n) for n in counts for k in counts if k <= n and (k is not n or len(counts) == 1)]
        if named and not any(_gives(one.rate, k, n) for k, n in pairs):
            k, n = counts[-1], counts[-2] if counts[-2] >= counts[-1] else max(counts)
            shown = totals.percent(Decimal(k), Decimal(n))
            message = (
                f"满意度{show_plain(one.rate.value)}%与{k}÷{n}＝{totals.show_percent(shown or Decimal(0))}不相符。"
            )
            yield found(WARNING, one.text.field, message, (one.text.passage(one.span),))
        elif not any(_is_possible(one.rate, n) for n in counts if n):
            message = f"满意度{show_plain(one.rate.value)}%与样本量{max(counts)}不相符。"
            yield found(WARNING, one.text.field, message, (one.text.passage(one.span),))


def _gives(rate: PercentInText, k: int, n: int) -> bool:
    """k ÷ n, rounded or cut off at the digits written."""
    if not n:
        return False
    exact = Decimal(k) * 100 / n
    return abs(exact - rate.value) <= rate.step or 0 <= exact - rate.value < 2 * rate.step


def _is_possible(rate: PercentInText, n: int) -> bool:
    near = int((rate.value * n / 100).to_integral_value(ROUND_HALF_UP))
    return any(_gives(rate, k, n) for k in (near - 1, near, near + 1) if 0 <= k <= n)
