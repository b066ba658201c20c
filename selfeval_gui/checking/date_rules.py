"""Family D: dates and years, by themselves, against each other, and in the narrative against the report's date.

The report's date is the cover's: the end of the narrative prints the same blank, so D4 compares the signatures only.
"""

import re
from collections.abc import Iterator
from datetime import date

from selfeval_gui.checking.findings import ERROR, HINT, WARNING, Finding, Fix, found
from selfeval_gui.checking.reading import DateInText, Span
from selfeval_gui.checking.rulebook import rule
from selfeval_gui.checking.subject import Subject, Text
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.dates import Month, print_day, print_month
from selfeval_gui.report.edit import get
from selfeval_gui.report.kinds import DAY, MONTH
from selfeval_gui.report.model import EvaluationType
from selfeval_gui.report.patterns import late
from selfeval_gui.report.text import Unparsed

_DATE = "cover.report_date"
_DATED = (
    _DATE, "basic_info.period_start", "basic_info.period_end", "signatures.preparer_date", "signatures.leader_date",
    "signatures.agency_date", "narrative.evaluation_date",
)  # fmt: skip
_UNTIL_BEFORE = late("截[至止][到至]?[ \u3000]?$")
_UNTIL_AFTER = late("(?:[ \u3000]?(?:止|为止|底|末))")
_DEADLINE = late("(?:底|末|日)?(?:之?前|以前)")
_HELD = late("组织|开展|进行|召开")
_SELF_EVALUATION = late("自评|绩效评价|考评|评价工作|绩效自核")
_OTHER_EVALUATION = late("满意度|群众评价|服务评价|效果评价|学员")
_DATED_ROLES = ("inputs", "process", "outputs", "effects", "conclusion", "working_group", "responsibilities",
                "funding_and_use", "implementation")  # fmt: skip
_HISTORY_ROLES = ("funding_and_use", "implementation")
_GROUP_ROLES = ("opening", "working_group", "responsibilities", "conclusion")
_YEAR_OF_REPORT = late(r"(?<!\d)(\d{4})年度?(?=[^，。；、《》\n]{0,24}?(?:自评|绩效评价|绩效考评))")
_MADE_THEN = late(
    "[^，。；、\n]{0,6}(?:制定|修订|印发|出台|建成|建设|修建|建造|成立|组建|购置|购买|采购|签订|启用|发布|编制|评定|认定)的"
)
_STRAY = late(
    r"\d{4}[ \u3000]*年[ \u3000]*\d{1,2}[ \u3000]*月(?:[ \u3000]*\d{1,2}[ \u3000]*日)?"
    r"|(?<!\d)\d{1,2}[ \u3000]*月[ \u3000]*\d{1,2}[ \u3000]*日"
)


@rule("D1", ERROR)
def dates_exist(s: Subject) -> Iterator[Finding]:
    """No impossible day, 13th month or year of three digits; the project does not end before it begins."""
    for path in _DATED:
        value = get(s.report, path)
        if isinstance(value, Unparsed):
            what = {DAY: "日期", MONTH: "年月"}[blank(path).kind]
            message = f"{s.label(path)}“{value.text}”不是有效的{what}。"
            yield found(ERROR, path, message, (s.blank(path),))
    if s.start and s.end and s.start > s.end:
        path = "basic_info.period_start"
        message = f"起止时间颠倒：开始{print_month(s.start)}，结束{print_month(s.end)}。"
        yield found(ERROR, path, message, (s.blank(path), s.blank("basic_info.period_end")))
    for text in s.texts:
        for day in text.reading.dates:
            if not day.possible:
                message = f"日期“{text.reading.words(day)}”不存在。"
                yield found(ERROR, text.field, message, (text.passage(day),))


def _is_of_self_evaluation(s: Subject, text: Text, day: DateInText) -> bool:
    """Whether the sentence says that the self-evaluation took place on that date."""
    said = all(s.sentence_has(text, day.start, pattern) for pattern in (_HELD, _SELF_EVALUATION))
    return said and not s.sentence_has(text, day.start, _OTHER_EVALUATION)


def _until(text: Text, day: DateInText) -> Span | None:
    """截至 … or … 止/底/末: the words of a closing date, else None."""
    before = _UNTIL_BEFORE.search(text.text[max(0, day.start - 4) : day.start])
    after = _UNTIL_AFTER.match(text.text, day.end)
    if _DEADLINE.match(text.text, day.end) or not (before or after):
        return None
    start = day.start - (len(before[0]) if before else 0)
    return Span(start, after.end() if after else day.end)


@rule("D2", ERROR)
def nothing_happened_after_the_report(s: Subject) -> Iterator[Finding]:
    """A full date in the narrative is not later than the report (error), nor is a whole month (warning).

    Plans, citations and closing dates (D3) are left alone.
    """
    if s.day is None:
        return
    for text in s.texts:
        if text.role in ("performance_goal", "basis"):
            continue
        for day in text.reading.dates:
            first = day.first_day
            if first is None or first <= s.day or day.month is None or text.reading.is_cited(day.start):
                continue
            if _until(text, day) or (_is_of_self_evaluation(s, text, day) and day.day) or s.is_future(text, day.start):
                continue
            if _DEADLINE.match(text.text, day.end) or s.ends_a_term(text, day.start):
                continue
            kind = ERROR if day.day else WARNING
            message = f"正文“{text.reading.words(day)}”的日期晚于报告日期{print_day(s.day)}。"
            yield found(kind, text.field, message, (text.passage(day), s.blank(_DATE)))


@rule("D3", ERROR)
def figures_close_before_the_report(s: Subject) -> Iterator[Finding]:
    """The closing date of figures (截至, 止, 底, 末) is not later than the report; a month alone is a warning."""
    if s.day is None:
        return
    for text in s.texts:
        if text.role in ("performance_goal", "basis"):
            continue
        for day in text.reading.dates:
            span = _until(text, day)
            last = day.last_day
            if day.year is None and day.possible and s.year is not None:
                last = DateInText(
                    day.start, day.end, s.year, day.month, day.day, own_year=False, possible=True
                ).last_day
            if span is None or last is None or last <= s.day or text.reading.is_cited(day.start):
                continue
            if s.is_future(text, day.start) or s.ends_a_term(text, day.start):
                continue
            kind = ERROR if day.day else WARNING
            message = f"“{text.reading.words(span)}”的统计截止日晚于报告日期{print_day(s.day)}。"
            yield found(kind, text.field, message, (text.passage(span), s.blank(_DATE)))


@rule("D4", WARNING)
def signatures_come_before_the_cover(s: Subject) -> Iterator[Finding]:
    """填报人 and 组长 sign not after the cover's date (warning) and within 60 days (hint); not in the future."""
    if s.day is None:
        return
    for name in ("preparer_date", "leader_date"):
        path = f"signatures.{name}"
        signed = get(s.report, path)
        if not isinstance(signed, date):
            continue
        places = (s.blank(path), s.blank(_DATE))
        if signed > s.day:
            message = f"{s.label(path)}{print_day(signed)}晚于封面日期{print_day(s.day)}。"
            yield found(WARNING, path, message, places)
        elif (s.day - signed).days > s.limits.signature_days:
            message = f"{s.label(path)}{print_day(signed)}与封面日期{print_day(s.day)}相差{(s.day - signed).days}天。"
            yield found(HINT, path, message, places)
    today = s.context.today
    if today is not None and s.day > today:
        message = f"封面日期{print_day(s.day)}晚于今天（{print_day(today)}）。"
        yield found(WARNING, _DATE, message, (s.blank(_DATE),))


@rule("D5", ERROR)
def self_evaluation_lies_between_project_and_report(s: Subject) -> Iterator[Finding]:
    """The self-evaluation took place before the report (error), and after the project if 事后 (warning)."""
    held: list[tuple[str, Text | None, DateInText | None, date, date]] = []
    written = s.report.narrative.evaluation_date
    opening = s.report.narrative.opening
    if isinstance(written, date) and (s.is_generated("opening") or print_day(written) not in opening.text):
        held.append(("narrative.evaluation_date", None, None, written, written))
    for text in s.texts:
        if text.role in ("basis", "performance_goal", "project_background"):
            continue
        for item in text.reading.dates:
            first_, last_ = item.first_day, item.last_day
            if first_ is None or last_ is None or item.month is None or text.reading.is_cited(item.start):
                continue
            if _until(text, item) or not _is_of_self_evaluation(s, text, item) or s.is_future(text, item.start):
                continue
            held.append((text.field, text, item, first_, last_))
    for field, where, day, first, last in held:
        place = s.blank(field) if where is None or day is None else where.passage(day)
        early = s.is_ex_post and s.end is not None and last < s.end.first_day
        about_group = where is None or where.role in _GROUP_ROLES
        late = s.day is not None and first > s.day and (day is None or day.day is not None)
        if not late and not (early and about_group):
            continue
        end = f"项目结束（{print_month(s.end)}）" if s.end else "项目结束"
        report = f"报告日期（{print_day(s.day)}）" if s.day else "报告日期"
        message = f"自评工作日期{place.text}不在{end}与{report}之间。"
        other = s.blank(_DATE) if late else s.blank("basic_info.period_end")
        yield found(ERROR if late else WARNING, field, message, (place, other))


@rule("D6", ERROR)
def evaluation_type_fits_the_dates(s: Subject) -> Iterator[Finding]:
    """事前 comes before the project, 事中 during it, 事后 after it, by months. Source: form, cover."""
    if s.day is None:
        return
    path, kind = "cover.evaluation_type", s.report.cover.evaluation_type
    month = Month(s.day.year, s.day.month)
    shown = print_day(s.day)
    places = (s.blank(path), s.blank(_DATE))
    if kind is EvaluationType.EX_POST and s.end and s.end > month:
        message = f"选择了“事后评价”，但项目结束时间{print_month(s.end)}晚于报告日期{shown}。"
        yield found(ERROR, path, message, (*places, s.blank("basic_info.period_end")))
    elif kind is EvaluationType.EX_ANTE and s.start and month > s.start:
        message = f"选择了“事前评价”，但报告日期{shown}晚于项目开始时间{print_month(s.start)}。"
        yield found(ERROR, path, message, (*places, s.blank("basic_info.period_start")))
    elif kind is EvaluationType.INTERIM and s.start and s.end and not s.start <= month <= s.end:
        message = f"选择了“事中评价”，但报告日期{shown}不在项目期间（{print_month(s.start)}至{print_month(s.end)}）内。"
        yield found(ERROR, path, message, (*places, s.blank("basic_info.period_end")))


@rule("D7", WARNING)
def years_are_those_of_the_project(s: Subject) -> Iterator[Finding]:
    """No year but the project's in what is told of this year, unless cited, compared, planned or of the evaluation.

    Source: last year's text left over is the commonest fault of reviewers' lists. 立项背景 is exempt.
    """
    if s.year is None:
        return
    if s.end and isinstance(s.report.fiscal_year, int) and s.report.fiscal_year != s.end.year:
        message = f"评价年度{s.report.fiscal_year}年与项目结束年份{s.end.year}年不一致。"
        yield found(WARNING, "fiscal_year", message, (s.blank("fiscal_year"), s.blank("basic_info.period_end")))
    about = f"本报告评价年度为{s.year}年"
    for text in s.of("basis", "opening"):
        for match in _YEAR_OF_REPORT.finditer(text.reading.plain):
            # A notice may carry the year in which it was sent.
            if int(match[1]) not in (s.year, s.year + 1) and int(match[1]) not in s.years:
                message = f"{about}，此处出现{match[1]}年，是否为往年文字？"
                yield found(WARNING, text.field, message, (text.passage(Span(*match.span(0))),))
    for text in s.of(*_DATED_ROLES, "performance_goal"):
        goal = text.role == "performance_goal"
        for day in text.reading.dates:
            if not day.own_year or day.year is None or day.year in s.years or not day.possible:
                continue
            if text.reading.is_cited(day.start) or s.is_compared(text, day.start):
                continue
            if _MADE_THEN.match(text.text, day.end):
                continue
            if s.sentence_has(text, day.start, s.words.origin) or (not goal and s.is_future(text, day.start)):
                continue
            if day.year > s.year and _is_after_the_project(s, text, day, goal=goal):
                continue
            if (
                text.role in _HISTORY_ROLES
                and day.year < s.year
                and not _until(text, day)
                and _tells_this_year(s, text)
                and not _turns_back(s, text, day)
            ):
                continue
            message = f"{about}，此处出现{text.reading.words(day)}，是否为往年文字？"
            yield found(WARNING, text.field, message, (text.passage(day),))


def _tells_this_year(s: Subject, text: Text) -> bool:
    """Whether a text also names a year of the project: then an older one is history, not a leftover."""
    return any(day.own_year and day.possible and day.year in s.years for day in text.reading.dates)


def _turns_back(s: Subject, text: Text, day: DateInText) -> bool:
    """2024年2月开工，2023年5月18日完工: behind a date of the project, in one sentence, an older one is no history.

    Unless it tells which thing is meant (2022年4月签订的合同).
    """
    clause = text.reading.clause(day.start)
    if "的" in text.text[day.end : clause.end]:
        return False
    before = text.reading.dates_within(Span(text.reading.sentence(day.start).start, day.start))
    return day.month is not None and any(
        one.own_year and one.possible and one.month is not None and one.year in s.years for one in before
    )


def _is_after_the_project(s: Subject, text: Text, day: DateInText, *, goal: bool) -> bool:
    """A later year that is in order: up to the report's date, a deadline to come, or D2's, D3's or D5's finding."""
    if goal or s.day is None or _DEADLINE.match(text.text, day.end):
        return True
    first = day.first_day
    return first is not None and (first <= s.day or day.month is not None or _until(text, day) is not None)


@rule("D8", HINT)
def report_comes_in_time(s: Subject) -> Iterator[Finding]:
    """The report follows the project within half a year (hint); no cited document is younger than it (error)."""
    if s.day is None:
        return
    if s.end and s.is_ex_post and (days := (s.day - s.end.last_day).days) > s.limits.late_days:
        message = f"自评距项目结束（{print_month(s.end)}）已{days}天，超过半年。"
        yield found(HINT, _DATE, message, (s.blank(_DATE), s.blank("basic_info.period_end")))
    for text in s.texts:
        for span, year in text.reading.document_numbers:
            if year > s.day.year:
                message = f"文号“{text.reading.words(span)}”的年份晚于报告日期{print_day(s.day)}。"
                yield found(ERROR, text.field, message, (text.passage(span), s.blank(_DATE)))


@rule("D9", HINT)
def dates_are_written_alike(s: Subject) -> Iterator[Finding]:
    """Arabic digits in half width, no blanks, no leading zero: 2018年1月5日. Source: GB/T 9704-2012, 7.3.5."""
    for text in s.texts:
        for match in _STRAY.finditer(text.reading.plain):
            written = text.text[match.start() : match.end()]
            proper = re.sub(r"(?<=[年月])0+(?=\d)|^0+(?=\d+月)", "", re.sub("[ \u3000]", "", match[0]))
            if proper == written or not _exists(text, match.start()):
                continue
            repaired = text.text[: match.start()] + proper + text.text[match.end() :]
            fix = Fix(f"改为“{proper}”", True, ((text.field, repaired),))
            message = f"日期“{written}”的规范写法是“{proper}”。"
            yield found(HINT, text.field, message, (text.passage(Span(*match.span())),), fix)


def _exists(text: Text, at: int) -> bool:
    return all(day.possible for day in text.reading.dates if day.start == at)
