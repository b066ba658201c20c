"""Family A: is everything filled in, and in the form that the blank wants. Must not compare fields with each other."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from selfeval_gui.checking.findings import ERROR, HINT, WARNING, Finding, Fix, Passage, found
from selfeval_gui.checking.reading import Span
from selfeval_gui.checking.rulebook import rule
from selfeval_gui.checking.subject import MIRRORED, Subject
from selfeval_gui.checking.words import area_code, postcode_region, postcodes
from selfeval_gui.report import totals
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.edit import get, leaf_paths
from selfeval_gui.report.kinds import MONEY, YEAR
from selfeval_gui.report.model import EvaluationType, Evaluator
from selfeval_gui.report.money import MAX_DECIMALS, read_money, show_plain
from selfeval_gui.report.patterns import late
from selfeval_gui.report.text import Unparsed, squeeze

_PHONE = late(r"(?:(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?|1[3-9]\d{9})", re.ASCII)
_AREA_CODE = late(r"0\d{2,3}")
_AMOUNT_WITHIN = late(r"\d[\d,]*(?:\.\d+)?(?:亿元|万元|元|万)?")
_PHONE_SEPARATOR = late("[、,，;；/]|或")
_HEADING = late(r"[ \u3000]*(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|\d{1,2}[.．、](?!\d))")
_HEADING_LENGTH = 30


@rule("A1", ERROR)
def cover_is_filled_in(s: Subject) -> Iterator[Finding]:
    """项目名称, 项目单位 and the date on the cover are there (error); 主管部门 too (warning). Source: form, cover."""
    for path in ("cover.project_name", "cover.project_unit", "cover.report_date"):
        if not get(s.report, path):
            yield found(ERROR, path, f"封面“{s.label(path)}”未填写。", (s.blank(path),))
    path = "cover.supervising_department"
    if not s.report.cover.supervising_department:
        message = "未填写主管部门；本单位即为主管部门的，请填写本单位全称。"
        yield found(WARNING, path, message, (s.blank(path),))


@rule("A2", ERROR)
def one_evaluation_type_is_ticked(s: Subject) -> Iterator[Finding]:
    """Exactly one of 事前, 事中, 事后评价 is chosen. Source: form, cover."""
    if s.report.cover.evaluation_type is EvaluationType.NONE:
        yield found(ERROR, "cover.evaluation_type", "评价类型须在事前、事中、事后中选择一项。")


@rule("A3", ERROR)
def basic_facts_are_filled_in(s: Subject) -> Iterator[Finding]:
    """Leader, phone, address, postcode, both ends of the period and the money are there. Source: form part 一."""
    info = s.report.basic_info
    names = ("project_leader", "phone", "address", "postcode", "period_start", "period_end")
    empty = [f"basic_info.{name}" for name in names if not getattr(info, name)]
    for part, total in (("planned_funds", s.planned), ("received_funds", s.received)):
        if total is None and getattr(info, part).total is None:
            empty.append(f"basic_info.{part}.total")
    if info.actual_expenditure is None and totals.actual_sum(s.report.expenditures) is None:
        empty.append("basic_info.actual_expenditure")
    for path in empty:
        yield found(ERROR, path, f"项目基本概况“{s.label(path)}”未填写。", (s.blank(path),))


@rule("A4", ERROR)
def phone_can_be_dialled(s: Subject) -> Iterator[Finding]:
    """A land line with or without area code, or a mobile number; several may be given. Source: form part 一."""
    path, text = "basic_info.phone", s.report.basic_info.phone
    for number in _PHONE_SEPARATOR.split(text) if text else ():
        plain = re.sub("[—–－]", "-", squeeze(number))
        plain = re.sub(r"[()]", "", re.sub(r"\((0\d{2,3})\)-?", r"\1-", plain))
        if not _PHONE.fullmatch(plain):
            message = f"联系电话“{number.strip()}”格式不正确，应为“{area_code()}-1234567”或11位手机号。"
            yield found(ERROR, path, message, (s.blank(path),))
        elif not plain.startswith(("0", "1")):
            message = f"建议填写区号，如“{area_code()}-{plain}”。"
            # Where the office is reached from, only the office knows: the fix is offered, not made by itself.
            only = f"{area_code()}-{plain}" if number == text else text.replace(number, f"{area_code()}-{plain}")
            fix = Fix(f"加上区号{area_code()}", False, ((path, only),))
            yield found(HINT, path, message, (s.blank(path),), fix)


@rule("A5", ERROR)
def postcode_belongs_to_address(s: Subject) -> Iterator[Finding]:
    """Six digits (error), of Guangxi, and of the county that the address names (warnings). Source: form part 一."""
    path, code, address = "basic_info.postcode", s.report.basic_info.postcode, s.report.basic_info.address
    if not code:
        return
    plain = squeeze(code)
    if not re.fullmatch(r"\d{6}", plain, re.ASCII):
        yield found(ERROR, path, f"邮编“{code}”不正确，邮编应为6位数字。", (s.blank(path),))
        return
    named = min(
        ((address.find(name), name, proper) for name, proper in postcodes() if name in address),
        default=None,
    )
    if named is not None and plain != named[2]:
        # The first four digits are the county's, the last two a post office's within it.
        kind = HINT if plain[:4] == named[2][:4] else WARNING
        places = (s.blank(path), s.blank("basic_info.address"))
        yield found(kind, path, f"邮编{plain}与地址“{named[1]}”（{named[2]}）不一致。", places)
    elif named is None and not plain.startswith(postcode_region()):
        yield found(WARNING, path, f"邮编{plain}不是广西的邮编（广西邮编以53、54开头）。", (s.blank(path),))


@rule("A6", ERROR)
def sections_are_written(s: Subject) -> Iterator[Finding]:
    """No required section is empty or a few words (error). Source: the outline of the 自评报告."""
    entries = [entry for entry in s.form.outline if entry.section and not entry.optional]
    for entry in entries:
        key = entry.section
        field = f"narrative.{key}.text"
        if s.is_generated(key):
            # The other generated sections follow blanks of which A1, A3, A9 and C1 speak.
            if key not in MIRRORED:
                continue
            field = MIRRORED[key]
        text = str(get(s.report, field)).strip()
        title = entry.number + entry.heading or s.label(field)
        wanted = s.limits.section_minimums.get(key, s.limits.section_minimum)
        length = len(squeeze(text))
        if not length:
            yield found(ERROR, field, f"缺少必备章节“{title}”的内容。", (s.blank(field),))
        elif length < wanted:
            message = f"必备章节“{title}”只有{length}个字，内容过少。"
            yield found(ERROR, field, message, (s.blank(field),))


@rule("A6b", WARNING)
def chapter_four_has_its_three_parts(s: Subject) -> Iterator[Finding]:
    """Chapter four speaks of experience, of problems and of advice, its headings not counted. Source: the outline."""
    for text in s.of("experience_problems_advice"):
        lines = [text.reading.words(span) for span in text.reading.paragraphs]
        for part, words in s.words.chapter_four.items():
            told = (i for i, line in enumerate(lines) if words.search(line))
            if not any(not _is_heading(lines[i]) or _has_body(lines, i) for i in told):
                yield found(WARNING, text.field, f"“{s.label(text.field)}”中未见{part}的内容。", ())


def _is_heading(line: str) -> bool:
    return len(line) <= _HEADING_LENGTH and bool(_HEADING.match(line))


def _has_body(lines: list[str], at: int) -> bool:
    """Whether a heading is followed by text or by a heading of a lower level, before one of its own kind."""
    if at + 1 >= len(lines):
        return False
    return not _is_heading(lines[at + 1]) or lines[at][0] != lines[at + 1][0]


@rule("A7", ERROR)
def no_placeholder_is_left(s: Subject) -> Iterator[Finding]:
    """No prompt of a template (××, 【…】, （填写…）, 20××年) stands in the report. Source: findings of reviewers."""
    for text in s.texts:
        for match in s.words.placeholder.finditer(text.text):
            number = text.text.count("\n", 0, match.start()) + 1
            message = f"“{s.label(text.field)}”第{number}段仍有未替换的提示文字“{match[0]}”。"
            yield found(ERROR, text.field, message, (text.passage(Span(*match.span())),))
    for path in leaf_paths(s.report):
        if (path.startswith("narrative.") and path != "narrative.addressee") or path.startswith("performance."):
            continue
        value = get(s.report, path)
        if isinstance(value, str) and value and (hit := s.words.placeholder.search(value)):
            message = f"“{s.label(path)}”仍有未替换的提示文字“{hit[0]}”。"
            yield found(ERROR, path, message, (Passage(path, hit[0], *hit.span()),))


@rule("A8", ERROR)
def amounts_are_numbers(s: Subject) -> Iterator[Finding]:
    """Every amount is a number of 万元, not negative, with at most six decimals; the year is a year.

    Source: form parts 一 and 二 (万元).
    """
    for path in leaf_paths(s.report):
        kind = blank(path).kind
        if kind not in (MONEY, YEAR):
            continue
        value = get(s.report, path)
        if isinstance(value, Unparsed):
            if kind is YEAR:
                yield found(ERROR, path, f"评价年度“{value.text}”不是年份，应填写如“2025”。", (s.blank(path),))
                continue
            message = f"{_place(s, path)}“{value.text}”不是金额，应为数字（万元），最多{MAX_DECIMALS}位小数。"
            yield found(ERROR, path, message, (s.blank(path),), _proposed(path, value.text))
        elif isinstance(value, Decimal):
            exponent = value.as_tuple().exponent
            if value < 0 or not value.is_finite():
                yield found(ERROR, path, f"{_place(s, path)}“{value}”不能小于0。", (s.blank(path),))
            elif isinstance(exponent, int) and -exponent > MAX_DECIMALS:
                message = f"{_place(s, path)}“{value}”超过{MAX_DECIMALS}位小数（1分＝0.000001万元）。"
                yield found(ERROR, path, message, (s.blank(path),))


def _proposed(path: str, typed: str) -> Fix | None:
    """The one amount within what was typed: a proposal, because only the writer knows what was meant."""
    amounts = _AMOUNT_WITHIN.findall(squeeze(typed))
    value = read_money(amounts[0]) if len(amounts) == 1 and "-" not in typed and "－" not in typed else None
    return Fix(f"改为{show_plain(value)}万元", False, ((path, value),)) if isinstance(value, Decimal) else None


def _place(s: Subject, path: str) -> str:
    """The label of an amount, with its row's number in the table."""
    if not path.startswith("expenditures["):
        return s.label(path)
    row = int(path[len("expenditures[") : path.index("]")]) + 1
    return f"支出明细第{row}行“{s.label(path)}”"


@rule("A9", ERROR)
def evaluators_are_complete(s: Subject) -> Iterator[Finding]:
    """Every evaluator has name, post and unit; nobody stands twice; there is at least one. Source: form part 四."""
    people = s.report.evaluators
    if all(person == Evaluator() for person in people):
        yield found(ERROR, "evaluators[0].name", "未填写评价人员。")
    seen: dict[str, int] = {}
    for index, person in enumerate(people):
        if person == Evaluator():
            continue
        for name in ("name", "title", "unit"):
            path = f"evaluators[{index}].{name}"
            if not getattr(person, name):
                yield found(ERROR, path, f"评价人员第{index + 1}行缺少{s.label(path)}。", (s.blank(path),))
        key = squeeze(person.name)
        if key and key in seen:
            path = f"evaluators[{index}].name"
            other = f"evaluators[{seen[key]}].name"
            message = f"评价人员“{person.name}”重复（第{seen[key] + 1}行和第{index + 1}行）。"
            yield found(ERROR, path, message, (s.blank(path), s.blank(other)))
        seen.setdefault(key, index)


@rule("A10", WARNING)
def agency_signs_only_for_an_agency(s: Subject) -> Iterator[Finding]:
    """The signature block of 中介机构 is empty for a self-evaluation, and dated for an agency. Source: form part 四."""
    path, body = "signatures.agency_date", s.report.cover.evaluation_body
    is_agency = "中介" in body
    places = (s.blank(path), s.blank("cover.evaluation_body"))
    if s.report.signatures.agency_date is not None and body and not is_agency:
        yield found(
            WARNING, path, f"评价机构为{body}，中介机构签字栏应留空。", places, Fix("清空日期", False, ((path, None),))
        )
    elif s.report.signatures.agency_date is None and is_agency and isinstance(s.report.cover.report_date, date):
        yield found(WARNING, path, f"评价机构为{body}，中介机构负责人签字日期未填写。", places)
