"""Family B, the narrative: amounts and rates in written texts against the tables.

Only the nearest amount of a clause is compared; plans, comparisons, citations and parts of a sum are left alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from selfeval_gui.checking.findings import ERROR, WARNING, Finding, Passage, found
from selfeval_gui.checking.reading import AmountInText, PercentInText, Span
from selfeval_gui.checking.rulebook import rule
from selfeval_gui.checking.subject import Subject, Text
from selfeval_gui.report import totals
from selfeval_gui.report.model import SOURCES
from selfeval_gui.report.money import amount, show_plain
from selfeval_gui.report.patterns import HAN_LETTER, late

_GRANTED, _SPENT, _LEFT = "granted", "spent", "left"
_VERB = late(
    "(?P<left>结余|结转|剩余)"
    "|(?P<spent>已使用|已支出|实际支出|使用经费|使用资金|累计支出|累计使用|全年支出|共支出|合计支出|支出资金|支出共计|(?<![年度续])使用了?$)"
    "|(?P<granted>资金总额|项目预算|年度预算|预算总额|预算资金|拨款|下达|安排|到位|批复|拨付|拨入|核拨)"
)
_PART = late(
    "其中|用于|购|支付|首批|第[一二三四五]批|分.{1,3}批|[两三四]批|分期|分次|陆续|其余|每|均|合同|单价|补助标准|预付|尾款|进度款"
    "|余下|调剂|节约|减少|增加"
)
_ARRIVED = late("到位[ \u3000]*$")
_SOURCE = late(
    "(?P<central>中央)(?:财政)?|(?P<region>自治区)(?:财政|本级)?|(?P<city_county>市本级|市级|县级|市县|市财政|县财政)(?:财政)?"
)
_OF_SOURCE = late("(?:补助|专项|配套|下达|安排|预算|拨付|到位)*(?:资金|经费)?(?:为|共|计)?[ \u3000]*$")
_PROJECT_MONEY = late("资金|经费|拨款|预算|专项|全年|累计|支出")
_ARRIVAL = late(r"到位率[^，。；\n\d%％]{0,8}$")
_EXECUTION = late(
    rf"(?:(?:预算|资金|经费|支出)执行率|(?<!{HAN_LETTER})执行率|(?:资金|经费|预算|财政)支出率|(?:资金|预算|支出)完成率|(?:资金|经费|预算)使用率|(?:资金|经费)支付率)"
    r"[^，。；\n\d%％]{0,8}$"
)
_BOUND = late("不低于|不少于|以上|不超过|≥|≤|大于|高于|至少|力争|要求|应达")
_PART_OF_YEAR = late(r"上半年|季度|(?<!\d)(?:[1-9]|10|11)月[底末]|截至(?!.{0,6}12月)")
_OVER_HUNDRED = late(
    "(?P<money>到位率|执行率)|合格率|覆盖率|满意度|满意率|知晓率|及格率|完好率|出勤率|准确率|入户率|及时率|签订率|普及率"
)
_PLANNED = late("下一步|拟|预计|力争|今后|明年|(?<!结转)(?<!转入)(?<!留待)(?<!转至)下年|(?<!结转)(?<!转入)下一年")
_MONEY_ROLES = ("funding_and_use", "inputs", "process")


@rule("B14", ERROR)
def amounts_in_the_text_are_those_of_the_table(s: Subject) -> Iterator[Finding]:
    """What the narrative says was granted, spent (warnings) or left over (error) stands so in the tables.

    Source: 财预〔2011〕285号, the report's figures are those of the accounts.
    """
    for text in s.of(*_MONEY_ROLES):
        amounts = text.reading.amounts
        for index, item in enumerate(amounts):
            verb = _verb_of(text, amounts, index)
            if verb is None or _is_elsewhere(s, text, item):
                continue
            known = _known(s, verb)
            if not known or any(_agree(item, value) for _, _, value in known):
                continue
            clause = text.reading.clause(item.start)
            if _is_part(s, text, clause, item, verb, known):
                continue
            path, name, value = known[0]
            shown = f"{text.reading.text[item.start : item.end]}"
            message = (
                f"正文“{s.quote(text, clause)}”中的{shown}与表中{name}{show_plain(value)}万元不一致。"
            )  # fmt: skip
            places: tuple[Passage, ...] = (text.passage(item), s.blank(path))
            yield found(ERROR if verb == _LEFT else WARNING, text.field, message, places)
        yield from _breakdowns(s, text)


def _breakdowns(s: Subject, text: Text) -> Iterator[Finding]:
    """中央80万元，自治区45万元: two sources or more in one sentence are the breakdown of part 一."""
    named: defaultdict[int, list[tuple[AmountInText, str]]] = defaultdict(list)
    for item in text.reading.amounts:
        clause = text.reading.clause(item.start)
        lead = text.text[clause.start : item.start]
        words = list(_SOURCE.finditer(lead))
        if words and _OF_SOURCE.fullmatch(lead, words[-1].end()) and not _is_elsewhere(s, text, item):
            named[text.reading.sentence(item.start).start].append((item, words[-1].lastgroup or ""))
    info = s.report.basic_info
    for entries in named.values():
        sources = {source for _, source in entries}
        if len(sources) < 2 or len(sources) != len(entries):
            continue
        if s.spent is not None and sum((item.value for item, _ in entries), Decimal(0)) == s.spent:
            continue  # what was spent, by sources: the tables do not tell
        for item, source in entries:
            told = [(part, getattr(getattr(info, part), source)) for part in ("planned_funds", "received_funds")]
            values = [amount(value) for _, value in told]
            if any(value is None and raw is not None for value, (_, raw) in zip(values, told, strict=True)):
                continue  # an amount that cannot be read is A8's
            if any(_agree(item, value or Decimal(0)) for value in values):
                continue
            path, value = f"basic_info.planned_funds.{source}", values[0] or Decimal(0)
            shown = text.reading.text[item.start : item.end]
            said = s.quote(text, text.reading.clause(item.start))
            name = s.form.source_words[source]
            message = f"正文“{said}”中的{shown}与表中{name}{show_plain(value)}万元不一致。"
            yield found(WARNING, text.field, message, (text.passage(item), s.blank(path)))


def _verb_of(text: Text, amounts: tuple[AmountInText, ...], index: int) -> str | None:
    """What is said of the amount: the last verb before it in its clause with no other amount between, else after it."""
    item = amounts[index]
    clause = text.reading.clause(item.start)
    before = max(clause.start, amounts[index - 1].end if index else 0)
    verbs = [match.lastgroup for match in _VERB.finditer(text.text, before, item.start)]
    if verbs:
        return verbs[-1]
    after = min(clause.end, item.end + 16, amounts[index + 1].start if index + 1 < len(amounts) else clause.end)
    match = _VERB.search(text.text, item.end, after)
    return match.lastgroup if match and match.lastgroup != _LEFT else None


def _is_elsewhere(s: Subject, text: Text, item: AmountInText) -> bool:
    """Cited, planned, compared, or of another year: not this year's money."""
    clause = text.reading.words(text.reading.clause(item.start))
    if text.reading.is_cited(item.start) or s.words.comparison.search(clause):
        return True
    if s.sentence_has(text, item.start, _PLANNED):
        return True
    sentence = text.reading.sentence(item.start)
    told = [
        day.year
        for day in text.reading.dates_within(Span(sentence.start, item.start))
        if day.own_year
        and day.possible
        and not s.words.comparison.search(text.reading.words(text.reading.clause(day.start)))
    ]
    # A year that is no year of the project at all is D7's finding, and its amount is not to be judged.
    return bool(told) and s.year is not None and told[-1] not in s.years


def _known(s: Subject, verb: str) -> list[tuple[str, str, Decimal]]:
    """(path, name, amount) that may stand behind the verb, the most likely first."""
    info = s.report.basic_info
    found_: list[tuple[str, str, Decimal | None]] = []
    if verb == _SPENT:
        found_ = [("basic_info.actual_expenditure", "实际支出", s.spent)]
    elif verb == _LEFT:
        left = totals.balance(s.report)
        planned_left = None if s.planned is None or s.spent is None else s.planned - s.spent
        path = "basic_info.actual_expenditure"
        found_ = [(path, "结余（到位－支出）", left), (path, "结余（计划－支出）", planned_left)]
    else:
        found_ = [
            ("basic_info.planned_funds.total", "计划安排资金", s.planned),
            ("basic_info.received_funds.total", "实际到位资金", s.received),
        ]
        for part in ("planned_funds", "received_funds"):
            for source in SOURCES:
                value = amount(getattr(getattr(info, part), source))
                found_.append((f"basic_info.{part}.{source}", s.form.source_words[source], value))
    return [(path, name, value) for path, name, value in found_ if value is not None]


def _agree(item: AmountInText, value: Decimal) -> bool:
    """Equal, or equal when rounded to the decimals written; 约 and 多 allow a twentieth."""
    slack = max(item.step, value / 20) if item.about else item.step
    return abs(item.value - value) <= slack


def _is_part(
    s: Subject, text: Text, span: Span, item: AmountInText, verb: str, known: list[tuple[str, str, Decimal]]
) -> bool:
    """An item's amount, or a clause that speaks of a part: wrong only if it exceeds the whole."""
    clause = text.reading.words(span)
    rows = s.report.expenditures
    if any(_agree(item, value) for row in rows for value in (amount(row.planned), amount(row.actual)) if value):
        return True
    whole = max(value for _, _, value in known)
    names = [row.item for row in rows if row.item]
    said = _PART.search(clause) or any(name in clause for name in names)
    # 安排2万元 without 资金 or 经费 may be anybody's; what is left over, and what has arrived, is always the project's.
    whose = verb == _LEFT or (verb == _GRANTED and _ARRIVED.search(text.text, span.start, item.start))
    whose = whose or (verb == _SPENT and text.role == "funding_and_use") or _PROJECT_MONEY.search(clause)
    said = said or not whose or _is_interim(text, clause, item, known)
    return bool(said) and item.value <= whole


def _is_interim(text: Text, clause: str, item: AmountInText, known: list[tuple[str, str, Decimal]]) -> bool:
    """截至9月末累计支出14万元, in a text that tells the whole year's amount as well."""
    others = (one for one in text.reading.amounts if one.start != item.start)
    return bool(_PART_OF_YEAR.search(clause)) and any(_agree(one, value) for one in others for *_, value in known)


def _rates(s: Subject, pattern: re.Pattern[str]) -> Iterator[tuple[Text, PercentInText, Span]]:
    """(text, rate, the words of the clause up to it) of rates that are results of the whole year."""
    for text in s.texts:
        if text.role in ("performance_goal", "basis", "project_background"):
            continue
        for rate in text.reading.percents:
            clause = text.reading.clause(rate.start)
            lead = text.text[clause.start : rate.start]
            # 执行率（支出÷预算）96% : the bracket cuts the clause, the lead then starts before it.
            if not pattern.search(lead):
                continue
            words = text.reading.words(clause)
            if _BOUND.search(words) or _PART_OF_YEAR.search(words) or s.words.comparison.search(words):
                continue
            if text.reading.is_cited(rate.start) or s.sentence_has(text, rate.start, _PLANNED):
                continue
            if any(d.own_year and d.possible and d.year not in s.years for d in text.reading.dates_within(clause)):
                continue
            yield text, rate, Span(clause.start, rate.end)


def _fits(rate: PercentInText, value: Decimal) -> bool:
    return abs(rate.value - value) <= rate.step


@rule("B15", ERROR)
def arrival_rate_in_the_text_is_computed_right(s: Subject) -> Iterator[Finding]:
    """资金到位率 in the narrative = 到位 ÷ 计划 × 100 %, to the digits written. Source: 财预〔2013〕53号."""
    rate = totals.arrival_rate(s.report)
    if rate is None:
        return
    for text, written, span in _rates(s, _ARRIVAL):
        if not _fits(written, rate):
            shown = totals.show_percent(rate)
            message = f"正文资金到位率{show_plain(written.value)}%与按表计算的{shown}不一致。"
            places = (text.passage(span), s.blank("basic_info.received_funds.total"))
            yield found(ERROR, text.field, message, places)


@rule("B16", ERROR)
def execution_rate_in_the_text_is_computed_right(s: Subject) -> Iterator[Finding]:
    """预算执行率 in the narrative = 支出 ÷ 计划 or 支出 ÷ 到位: both are in use. Source: 财预〔2013〕53号."""
    by_plan, by_receipt = totals.percent(s.spent, s.planned), totals.percent(s.spent, s.received)
    rates = [rate for rate in (by_plan, by_receipt) if rate is not None]
    if not rates:
        return
    for text, written, span in _rates(s, _EXECUTION):
        if not any(_fits(written, rate) for rate in rates):
            shown = "、".join(
                f"{totals.show_percent(rate)}（按{word}）"
                for rate, word in ((by_plan, "计划"), (by_receipt, "到位"))
                if rate is not None
            )
            message = f"正文预算执行率{show_plain(written.value)}%与按表计算的{shown}均不一致。"
            places = (text.passage(span), s.blank("basic_info.actual_expenditure"))
            yield found(ERROR, text.field, message, places)


@rule("B17", ERROR)
def rates_do_not_exceed_one_hundred(s: Subject) -> Iterator[Finding]:
    """合格率, 覆盖率, 满意度, 知晓率 … above 100 % cannot be (error); 到位率, 执行率 can, rarely (warning)."""
    for text in s.texts:
        for rate in text.reading.percents:
            if rate.value <= 100:
                continue
            clause = text.reading.clause(rate.start)
            names = list(_OVER_HUNDRED.finditer(text.text, clause.start, rate.start))
            if names:
                last = names[-1]
                message = f"“{last[0]}”{show_plain(rate.value)}%大于100%。"
                kind = WARNING if last["money"] else ERROR
                yield found(kind, text.field, message, (text.passage(Span(last.start(), rate.end)),))
