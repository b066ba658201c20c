"""Family B, the tables: sums, relations between amounts, economic items. Amounts in 万元, compared exactly.

Must not read the narrative's amounts (see `money_in_text`). B3 (支出合计) has no rule: that sum is computed, never
written.
"""

from collections.abc import Iterator
from decimal import Decimal

from selfeval_gui.checking.findings import ERROR, HINT, WARNING, Finding, Fix, Passage, Severity, found
from selfeval_gui.checking.rulebook import rule
from selfeval_gui.checking.subject import Subject
from selfeval_gui.report import totals
from selfeval_gui.report.items import items_for
from selfeval_gui.report.model import SOURCES, Expenditure, Funds
from selfeval_gui.report.money import MAX_DECIMALS, amount, decimals_needed, show_plain
from selfeval_gui.report.text import squeeze

_TAIL = Decimal("0.005")
_ROUNDING = "四舍五入尾差"
Row = tuple[int, Expenditure]


def is_rounding_tail(difference: Decimal, addends: list[Decimal]) -> bool:
    """Whether a difference can come from addends rounded to two decimals of 万元."""
    return decimals_needed(addends) <= 2 and abs(difference) <= _TAIL * len(addends)


def _named_source(s: Subject, source: str) -> str:
    return s.form.source_words[source]


def _sum_differs(s: Subject, part: str, name: str) -> Iterator[Finding]:
    funds: Funds = getattr(s.report.basic_info, part)
    total = amount(funds.total)
    if total is None:
        return
    given = [(source, amount(getattr(funds, source))) for source in SOURCES]
    if any(getattr(funds, source) is not None and value is None for source, value in given):
        return  # an unreadable source is A8's; a sum without it would accuse the total
    addends = [value for _, value in given if value is not None]
    summed = sum(addends, Decimal(0))
    if summed == total:
        return
    field = f"basic_info.{part}.total"
    places = (s.blank(field), *(s.blank(f"basic_info.{part}.{source}") for source, value in given if value is not None))
    message = (
        f"{name}{show_plain(total)}万元与四项来源合计{show_plain(summed)}万元不符，"
        f"差{show_plain(abs(total - summed))}万元"
    )
    fix = Fix(f"改为合计数{show_plain(summed)}", False, ((field, summed),)) if addends else None
    if is_rounding_tail(total - summed, addends):
        yield found(WARNING, field, f"{message}（{_ROUNDING}）。", places, fix)
    else:
        yield found(ERROR, field, f"{message}。", places, fix)


@rule("B1", ERROR)
def planned_funds_are_the_sum_of_their_sources(s: Subject) -> Iterator[Finding]:
    """计划安排资金 = 中央 + 自治区 + 市县 + 其它, blank as zero; a rounding tail is a warning. Source: form part 一."""
    yield from _sum_differs(s, "planned_funds", "计划安排资金")


@rule("B2", ERROR)
def received_funds_are_the_sum_of_their_sources(s: Subject) -> Iterator[Finding]:
    """实际到位资金 = 中央 + 自治区 + 市县 + 其它, blank as zero; a rounding tail is a warning. Source: form part 一."""
    yield from _sum_differs(s, "received_funds", "实际到位资金")


@rule("B4", ERROR)
def expenditure_is_the_sum_of_the_items(s: Subject) -> Iterator[Finding]:
    """实际支出 of part 一 = 支出合计 of part 二; a rounding tail is a warning. Source: form parts 一 and 二."""
    written = amount(s.report.basic_info.actual_expenditure)
    rows = s.report.expenditures
    if written is None or any(row.actual is not None and amount(row.actual) is None for row in rows):
        return
    addends = [value for value in (amount(row.actual) for row in rows) if value is not None]
    summed = sum(addends, Decimal(0))
    if summed == written:
        return
    field = "basic_info.actual_expenditure"
    message = (
        f"支出明细实际合计{show_plain(summed)}万元与“实际支出”{show_plain(written)}万元不符，"
        f"差{show_plain(abs(summed - written))}万元"
    )
    places = (s.blank(field), *(s.blank(f"expenditures[{i}].actual") for i, r in enumerate(rows) if amount(r.actual)))
    fix = Fix(f"改为明细合计{show_plain(summed)}", False, ((field, summed),)) if addends else None
    if is_rounding_tail(summed - written, addends):
        yield found(WARNING, field, f"{message}（{_ROUNDING}）。", places, fix)
    else:
        yield found(ERROR, field, f"{message}。", places, fix)


@rule("B5", WARNING)
def planned_items_add_up_to_the_planned_funds(s: Subject) -> Iterator[Finding]:
    """计划支出合计 = 计划安排资金, unless the budget was adjusted. Source: form parts 一 and 二."""
    rows = s.report.expenditures
    if any(row.planned is not None and amount(row.planned) is None for row in rows):
        return
    summed = totals.planned_sum(rows)
    if summed is None or s.planned is None or summed == s.planned:
        return
    field = "basic_info.planned_funds.total"
    tail = is_rounding_tail(summed - s.planned, [v for v in (amount(row.planned) for row in rows) if v is not None])
    message = f"计划支出合计{show_plain(summed)}万元与计划安排资金{show_plain(s.planned)}万元不符，" + (
        f"为{_ROUNDING}，请核对。" if tail else "如有预算调整请说明。"
    )
    places = (s.blank(field), *(s.blank(f"expenditures[{i}].planned") for i, r in enumerate(rows) if amount(r.planned)))
    yield found(WARNING, field, message, places)


@rule("B6", WARNING)
def expenditure_does_not_exceed_the_received_funds(s: Subject) -> Iterator[Finding]:
    """实际支出 ≤ 实际到位资金, except with money left from earlier years. Source: form part 一."""
    if s.spent is not None and s.received is not None and s.spent > s.received:
        field = "basic_info.actual_expenditure"
        message = (
            f"实际支出{show_plain(s.spent)}万元大于实际到位资金{show_plain(s.received)}万元，如使用上年结转请说明。"
        )
        yield found(WARNING, field, message, (s.blank(field), s.blank("basic_info.received_funds.total")))


@rule("B7", WARNING)
def received_funds_do_not_exceed_the_plan(s: Subject) -> Iterator[Finding]:
    """到位 ≤ 计划, in all and for each source, except after a supplementary budget. Source: form part 一."""
    planned, received = s.report.basic_info.planned_funds, s.report.basic_info.received_funds
    pairs = [("total", "资金合计", s.planned, s.received)]
    for source in SOURCES:
        plan, got = amount(getattr(planned, source)), amount(getattr(received, source))
        has_sources = totals.sum_of_sources(planned) is not None
        pairs.append((source, _named_source(s, source), Decimal(0) if plan is None and has_sources else plan, got))
    for name, word, plan, got in pairs:
        if plan is not None and got is not None and got > plan:
            field = f"basic_info.received_funds.{name}"
            message = f"{word}到位{show_plain(got)}万元大于计划{show_plain(plan)}万元，如有追加请说明。"
            yield found(WARNING, field, message, (s.blank(field), s.blank(f"basic_info.planned_funds.{name}")))


@rule("B8", WARNING)
def budget_is_executed(s: Subject) -> Iterator[Finding]:
    """实际支出 ÷ 计划 below 80 % is a warning, below 90 % a hint: the report has to give the reason.

    Source: self-evaluation rules (预算执行率); limits in thresholds.json.
    """
    rate = totals.percent(s.spent, s.planned)
    if rate is None or not s.received or rate >= s.limits.execution_hint:
        return
    kind = WARNING if rate < s.limits.execution_warning else HINT
    field = "basic_info.actual_expenditure"
    message = f"预算执行率{totals.show_percent(rate)}偏低，报告应说明原因。"
    yield found(kind, field, message, (s.blank(field), s.blank("basic_info.planned_funds.total")))


def _rows(s: Subject) -> Iterator[Row]:
    return ((i, row) for i, row in enumerate(s.report.expenditures) if row != Expenditure())


@rule("B9", WARNING)
def items_keep_to_their_plan(s: Subject) -> Iterator[Finding]:
    """An item that differs from its plan by over 20 % and at least 0.5 万元 wants a word. Source: audit practice."""
    for index, row in _rows(s):
        plan, actual = amount(row.planned), amount(row.actual)
        if actual is None or (row.planned is not None and plan is None):
            continue
        difference = abs(actual - (plan or Decimal(0)))
        if difference < s.limits.item_deviation_amount:
            continue
        field = f"expenditures[{index}].actual"
        places = (s.blank(field), s.blank(f"expenditures[{index}].planned"))
        name = row.item or f"第{index + 1}行"
        if not plan:
            yield found(WARNING, field, f"“{name}”没有计划支出数，实际支出{show_plain(actual)}万元，请说明。", places)
            continue
        rate = totals.percent(difference, plan)
        if rate is not None and rate > s.limits.item_deviation:
            message = f"“{name}”实际与计划相差{totals.show_percent(rate)}，请说明。"
            yield found(WARNING, field, message, places)


@rule("B10", HINT)
def actual_figures_are_not_copied_from_the_plan(s: Subject) -> Iterator[Finding]:
    """Three or more items, all spent exactly as planned: are these figures from the books? Source: audit practice."""
    pairs = [(i, amount(row.planned), amount(row.actual)) for i, row in _rows(s)]
    if len(pairs) >= 3 and all(plan is not None and plan == actual for _, plan, actual in pairs):
        places = tuple(s.blank(f"expenditures[{i}].actual") for i, _, _ in pairs)
        yield found(HINT, places[0].field, "各项支出与计划完全一致，请核对是否为账面实际数。", places)


@rule("B11", WARNING)
def items_are_of_the_classification(s: Subject) -> Iterator[Finding]:
    """An item is named as in the economic classification of the budget year. Source: 财预〔2017〕98号."""
    items = items_for(s.year)
    names = set(items.names())
    by_plain = {squeeze(name): name for name in names}
    for index, row in _rows(s):
        field = f"expenditures[{index}].item"
        if not row.item:
            if row.planned is not None or row.actual is not None:
                yield found(WARNING, field, f"支出明细第{index + 1}行有金额，但未填写支出内容。", (s.blank(field),))
            continue
        if row.item in names:
            continue
        plain = squeeze(row.item)
        if plain in by_plain:  # only brackets or blanks are written in half width
            proper = by_plain[plain]
            fix = Fix(f"改为“{proper}”", True, ((field, proper),))
            yield found(HINT, field, f"“{row.item}”的规范写法是“{proper}”。", (s.blank(field),), fix)
            continue
        own = tuple(word.right for word in s.words.own if word.wrong == row.item and word.right in names)
        proposals = own or items.synonyms.get(row.item) or _nearest(plain, by_plain)
        yield _unknown_item(s, field, row.item, proposals)


def _nearest(plain: str, by_plain: dict[str, str]) -> tuple[str, ...]:
    # 业务委托费 and 委托业务费 hold the same characters: closer than any ratio says.
    anagrams = [name for key, name in by_plain.items() if sorted(key) == sorted(plain)]
    if anagrams:
        return tuple(anagrams[:1])
    from difflib import get_close_matches  # hardly any report needs it

    return tuple(by_plain[key] for key in get_close_matches(plain, list(by_plain), 1, 0.6))


def _unknown_item(s: Subject, field: str, item: str, proposals: tuple[str, ...]) -> Finding:
    message = f"“{item}”不是规范的经济科目"
    fix = None
    if proposals:
        message += "，是否为" + "或".join(f"“{name}”" for name in proposals) + "？"
        fix = Fix(f"改为“{proposals[0]}”", False, ((field, proposals[0]),))
    else:
        message += "，请核对。"
    return found(WARNING, field, message, (s.blank(field),), fix)


@rule("B12", WARNING)
def items_stand_once(s: Subject) -> Iterator[Finding]:
    """No item stands in two rows. Source: form part 二."""
    seen: dict[str, int] = {}
    for index, row in _rows(s):
        key = squeeze(row.item)
        if key and key in seen:
            places: tuple[Passage, ...] = tuple(s.blank(f"expenditures[{i}].item") for i in (index, seen[key]))
            message = f"科目“{row.item}”重复出现（第{seen[key] + 1}行和第{index + 1}行）。"
            yield found(WARNING, places[0].field, message, places)
        seen.setdefault(key, index)


@rule("B13", WARNING)
def amounts_are_in_ten_thousand_yuan(s: Subject) -> Iterator[Finding]:
    """An amount of a hundred million yuan or more was probably typed in yuan. Source: form part 一 (万元)."""
    info = s.report.basic_info
    written = (
        ("basic_info.planned_funds.total", "计划安排资金", amount(info.planned_funds.total)),
        ("basic_info.received_funds.total", "实际到位资金", amount(info.received_funds.total)),
        ("basic_info.actual_expenditure", "实际支出", amount(info.actual_expenditure)),
    )
    for field, name, value in written:
        if value is not None and value >= s.limits.unit_doubt:
            in_yuan = value.scaleb(-4)
            message = f"{name}金额达{show_plain(value)}万元，请确认单位是“万元”而不是“元”。"
            fix = Fix(f"按元换算为{show_plain(in_yuan)}万元", False, ((field, in_yuan),))
            exact = decimals_needed([in_yuan]) <= MAX_DECIMALS
            severity: Severity = WARNING
            yield found(severity, field, message, (s.blank(field),), fix if exact else None)
