"""Family C: score and grade, by themselves, against the narrative, and against problems and money named."""

import re
from collections.abc import Iterator
from decimal import Decimal

from selfeval_gui.checking.findings import ERROR, HINT, WARNING, Finding, Fix, Passage, found
from selfeval_gui.checking.reading import Span
from selfeval_gui.checking.rulebook import rule
from selfeval_gui.checking.subject import Subject
from selfeval_gui.report import totals
from selfeval_gui.report.grades import GradeScheme, scheme_for, schemes
from selfeval_gui.report.money import amount, show_plain
from selfeval_gui.report.patterns import HAN_LETTER, late
from selfeval_gui.report.text import squeeze

_SCORE = "performance.score"
_GRADE = "performance.grade"
_FULL = Decimal(100)
_SCORE_IN_TEXT = late(
    r"(?:自评|评价|综合|考评|最终(?=得分|评分))(?P<between>[^。；\n\d]{0,10}?)(?P<score>\d{1,3}(?:\.\d+)?)[ \u3000]?分"
    r"(?![钟之类别析期批项值数布配工])"
)
_NO_RESULT = late("满分|指标|权重|分值|扣|标准|占|以上|不低于|达不到|较|比|设置|百分制|均")
_GRADE_IN_TEXT = late(
    rf'(?:等次|等级|评定|评价|结论|结果)(?:为|是|：|达到|属于|评为|确定为)?[“"]?(?P<first>优秀|良好|不合格|合格|优|良|中|差)[”"]?(?!{HAN_LETTER})'
    '|(?:为|是|达到)[“"]?(?P<second>优秀|良好|不合格|合格|优|良|中|差)[”"]?(?:等级|等次)'
)
_OTHER_GRADES = late("验收|质量|检验|检测|水质|考核|考试|培训|体检|资质|产品|上年|去年|满意度")
_ENDING = late("(?:等级|等次|级|等|档)$")


def _scheme(s: Subject) -> GradeScheme:
    return scheme_for(s.report.performance.grade, s.form.grade_scheme)


@rule("C1", ERROR)
def score_is_within_one_hundred(s: Subject) -> Iterator[Finding]:
    """综合得分 is there and a number of 0–100. Source: form part 三."""
    written = s.report.performance.score
    score = amount(written)
    if written is None:
        yield found(ERROR, _SCORE, "综合得分未填写，应为0–100。", (s.blank(_SCORE),))
    elif score is None or not 0 <= score <= _FULL:
        yield found(ERROR, _SCORE, f"综合得分“{s.blank(_SCORE).text}”不正确，综合得分应为0–100。", (s.blank(_SCORE),))


@rule("C2", ERROR)
def grade_is_a_grade(s: Subject) -> Iterator[Finding]:
    """自评等次 is one of the scheme's names, without 等级 or 等次. Source: form part 三; grades.json."""
    grade = s.report.performance.grade
    scheme = _scheme(s)
    if grade in scheme.names:
        return
    names = "、".join(scheme.names)
    known = {name for candidate in schemes() for name in candidate.names}
    bare = re.sub('[“”"]', "", squeeze(grade))
    shorter = bare if bare in known else _ENDING.sub("", bare)
    if grade and shorter in known:
        fix = Fix(f"改为“{shorter}”", True, ((_GRADE, shorter),))
        yield found(ERROR, _GRADE, f"自评等次“{grade}”应写为“{shorter}”（{names}之一）。", (s.blank(_GRADE),), fix)
        return
    score = amount(s.report.performance.score)
    proposed = scheme.grade_of(score) if score is not None else ""
    fix_ = Fix(f"按得分填“{proposed}”", False, ((_GRADE, proposed),)) if proposed else None
    start = f"自评等次“{grade}”不正确" if grade else "自评等次未填写"
    yield found(ERROR, _GRADE, f"{start}，应为{names}之一。", (s.blank(_GRADE),), fix_)


@rule("C3", ERROR)
def grade_follows_from_the_score(s: Subject) -> Iterator[Finding]:
    """The grade is the band that the score lies in, lower bounds inclusive. Source: 财预〔2020〕10号; grades.json."""
    score, grade = amount(s.report.performance.score), s.report.performance.grade
    scheme = _scheme(s)
    if score is None or grade not in scheme.names:
        return
    proper = scheme.grade_of(score)
    if proper and proper != grade:
        fix = Fix(f"改为“{proper}”", False, ((_GRADE, proper),))
        message = f"得分{show_plain(score)}分对应“{proper}”，与填写的“{grade}”不符。"
        yield found(ERROR, _GRADE, message, (s.blank(_GRADE), s.blank(_SCORE)), fix)


@rule("C4", ERROR)
def score_in_the_text_is_that_of_the_table(s: Subject) -> Iterator[Finding]:
    """The narrative gives the same score and grade as part 三. Source: form part 三."""
    score, grade = amount(s.report.performance.score), s.report.performance.grade
    scheme = _scheme(s)
    for text in s.texts:
        if text.role in ("basis", "performance_goal", "project_background"):
            continue
        for match in _SCORE_IN_TEXT.finditer(text.text):
            clause = text.reading.words(text.reading.clause(match.start()))
            if score is None or _NO_RESULT.search(match["between"]) or s.words.comparison.search(clause):
                continue
            if text.reading.is_cited(match.start()) or s.is_future(text, match.start()):
                continue
            if Decimal(match["score"]) != score:
                span = Span(*match.span())
                message = f"正文“{s.quote(text, span)}”与表中综合得分{show_plain(score)}分不一致。"
                yield found(ERROR, text.field, message, (text.passage(span), s.blank(_SCORE)))
        for match in _GRADE_IN_TEXT.finditer(text.text):
            sentence = text.reading.words(text.reading.sentence(match.start()))
            about_us = text.role == "conclusion" or re.search("自评|综合评价|评价等次|评价结论", sentence)
            clause = text.reading.words(text.reading.clause(match.start()))
            if not about_us or _OTHER_GRADES.search(clause) or not grade:
                continue
            name = match["first"] or match["second"]
            if name != grade and name in {n for one in (scheme, *schemes()) for n in one.names}:
                span = Span(*match.span())
                message = f"正文“{s.quote(text, span)}”与表中自评等次“{grade}”不一致。"
                yield found(ERROR, text.field, message, (text.passage(span), s.blank(_GRADE)))


@rule("C5", WARNING)
def full_score_has_no_list_of_problems(s: Subject) -> Iterator[Finding]:
    """100 points do not go with two or more problems named in chapter four. Source: findings of reviewers."""
    if amount(s.report.performance.score) != _FULL:
        return
    for text in s.of("experience_problems_advice"):
        hits = [
            Span(*match.span())
            for match in s.words.problems.finditer(text.text)
            if not s.is_future(text, match.start())
        ]
        if len(hits) >= 2:
            places: tuple[Passage, ...] = (s.blank(_SCORE), *(text.passage(span) for span in hits[:6]))
            words = "、".join(dict.fromkeys(place.text for place in places[1:]))
            yield found(WARNING, _SCORE, f"自评满分，但报告列出了存在问题（{words}），请核对得分。", places)


@rule("C6", HINT)
def high_score_comes_with_a_score_sheet(s: Subject) -> Iterator[Finding]:
    """From 90 points on, say how the score came about: a sheet, or a word of it. Source: reviewers."""
    score = amount(s.report.performance.score)
    if score is None or score < 90 or s.context.score_sheet or s.words.score_sheet.search(s.whole):
        return
    yield found(HINT, _SCORE, f"自评得分{show_plain(score)}分，高分自评建议附评分表。", (s.blank(_SCORE),))


@rule("C7", WARNING)
def full_score_has_a_spent_budget(s: Subject) -> Iterator[Finding]:
    """100 points do not go with money left unspent. Source: weights of 财预〔2020〕10号 (执行率 10 %)."""
    rate = totals.percent(s.spent, s.planned)
    if amount(s.report.performance.score) == _FULL and rate is not None and rate < _FULL:
        message = f"预算执行率{totals.show_percent(rate)}，综合得分却为满分，请核对。"
        yield found(WARNING, _SCORE, message, (s.blank(_SCORE), s.blank("basic_info.actual_expenditure")))


@rule("C8", ERROR, on=False)
def score_is_capped_by_the_execution_rate(s: Subject) -> Iterator[Finding]:
    """A low execution rate limits the self-score. Off by default: a rule of some places. Source: thresholds.json."""
    rate, score = totals.percent(s.spent, s.planned), amount(s.report.performance.score)
    if rate is None or score is None:
        return
    cap = next((cap for limit, cap in s.limits.score_caps if rate < limit), None)
    if cap is not None and score > cap:
        message = (
            f"预算执行率{totals.show_percent(rate)}，自评得分不得超过{show_plain(cap)}分，现为{show_plain(score)}分。"
        )
        yield found(ERROR, _SCORE, message, (s.blank(_SCORE), s.blank("basic_info.actual_expenditure")))
