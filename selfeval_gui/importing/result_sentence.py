"""Score and grade as words say them: 96/100, 得分：96, and whole sentences such as 自评得分95分，自评等次为优秀。

A sentence that says anything else is none.
"""

import re
from decimal import Decimal

from selfeval_gui.importing.draft import Draft
from selfeval_gui.importing.labels import WS, vocabulary
from selfeval_gui.importing.ledger import Line, Slot
from selfeval_gui.importing.proposal import Certainty
from selfeval_gui.report import kinds
from selfeval_gui.report.catalogue import blank
from selfeval_gui.report.frozen import frozen
from selfeval_gui.report.model import Score
from selfeval_gui.report.text import Unparsed, squeeze, tidy_name

_WHOSE = "(?:自评|综合|评价|考评|绩效|评定|最终|总体|总)*"
_LEAD = rf"{WS}(?:经[^，,。]{{1,16}}[，,])?(?:(?:本|该)?项目)?{WS}"
_SCORE = rf"{_WHOSE}(?:得分|评分|总分|分值){WS}(?:为|是|[：:])?{WS}(?P<score>\d{{1,3}}(?:\.\d{{1,2}})?){WS}分?"

_WITH_GRADE = re.compile(
    r"\s*(?P<score>\d{1,3}(?:\.\d{1,2})?\s*分?)\s*[（(，,、\s]\s*(?P<grade>[\u3400-\u9fff]{1,4})\s*[）)]?\s*"
)


@frozen
class Result:
    """Places of score and grade in the text; (-1, -1) where the sentence does not say it."""

    score: tuple[int, int]
    grade: tuple[int, int]


def result_in(text: str) -> Result | None:
    """The result that a sentence says, and nothing else; None when it is no such sentence."""
    words = "|".join(map(re.escape, sorted(vocabulary().grades, key=len, reverse=True)))
    grade = (
        rf"(?:{_WHOSE}(?:等次|等级|评级|结果|结论){WS}(?:评定)?(?:为|是|属于?|[：:])?|评定?为|属于?){WS}"
        rf"[“\"]?(?P<grade>{words})[”\"]?(?:等次|等级)?"
    )
    match = re.fullmatch(rf"{_LEAD}{_SCORE}(?:{WS}[，,；;、。]?{WS}{grade})?{WS}[。.；;]?{WS}", text)
    return None if match is None else Result(match.span("score"), match.span("grade"))


def read(draft: Draft, line: Line) -> bool:
    """Put what a loose line says into the draft; whether it was such a sentence."""
    found = result_in(line.slots[0].head) if line.loose and len(line.slots) == 1 else None
    if found is None or found.grade[0] < 0:
        return False
    span = line.slots[0].spans[0]
    score, grade = span.part(*found.score), span.part(*found.grade)
    draft.labels.update(("performance.score", "performance.grade"))
    taken = draft.value("performance.score", kinds.read_score(score.text), Slot((score,), 0), "check", span.text)
    read_grade = blank("performance.grade").kind.read(grade.text)
    if draft.value("performance.grade", read_grade, Slot((grade,), 0), "check", span.text) and taken:
        span.use()
    return True


def says_result(path: str, text: str) -> bool:
    """Whether what stands behind 得分 or 等次 is points, or a grade, and not a sentence."""
    if path == "performance.score":
        return isinstance(read_score(text), Decimal)
    return path == "performance.grade" and tidy_name(text) in vocabulary().grades


def put_score(draft: Draft, value: Slot, certainty: Certainty) -> None:
    """Put the score, and the grade that stands in brackets behind it: 95分（优秀）."""
    match = _WITH_GRADE.fullmatch(value.head) if len(value.spans) == 1 else None
    if match is None or match["grade"] not in vocabulary().grades:
        draft.value("performance.score", read_score(value.text), value, certainty)
        return
    span = value.spans[0]
    score, grade = (Slot((span.part(*match.span(name)),), value.column) for name in ("score", "grade"))
    draft.value("performance.score", read_score(score.text), score, "check")
    draft.value("performance.grade", blank("performance.grade").kind.read(grade.text), grade, "check")


def read_score(text: str) -> Score:
    """Like the form's own, and also 得分：96 and 96/100, as foreign files have it."""
    plain = re.sub(r"^(?:自评|综合|评价)?得分[：:]?|[（(](?:百分制|满分\d*分?)[）)]$", "", squeeze(text))
    out_of = re.fullmatch(r"(.*?)分?[/／]100分?", plain)
    value = kinds.read_score(out_of[1] if out_of else plain)
    return Unparsed(text) if isinstance(value, Unparsed) else value
