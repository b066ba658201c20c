"""Family F: what stands in the way of the final print. All of it comes from the context; nothing is measured here."""

from collections.abc import Iterator
from datetime import date

from selfeval_gui.checking.findings import HINT, WARNING, Finding, Passage, Severity, found
from selfeval_gui.checking.rulebook import rule
from selfeval_gui.checking.subject import Subject
from selfeval_gui.report.dates import print_day, read_day

_SHEET = "cover.report_date"


def final_print_refusal(errors: int) -> str:
    """F1: the sentence why only a draft can be printed; "" when no open error stands in the way of 正式打印."""
    if not errors:
        return ""
    return f"还有{errors}个错误，只能打印带“草稿”水印的稿件。要印正式稿，请改正错误，或写明理由定稿。"


@rule("F2", WARNING)
def fonts_are_there(s: Subject) -> Iterator[Finding]:
    """Every character is printed (warning), in its style's typeface (hint), an official one where that is asked for.

    Source: GB/T 9704-2012, 5.2.2. The program's own typefaces always serve; whether the office wants the official
    ones on every machine is for the office to say.
    """
    for field, wanted, used in s.context.paper.fonts:
        yield found(WARNING, field, f"本机缺少“{wanted}”，已用“{used}”代替。")
    for field, characters in s.context.paper.missing:
        message = f"没有字体能印出“{characters}”，打印件上会空缺，请安装含这些字的字体或换用别的字。"
        yield _about(s, WARNING, (field,), characters, message)
    for fields, characters, used in s.context.paper.substituted:
        yield _about(s, HINT, fields, characters, f"“{characters}”在正式字体里没有，已用“{used}”代替。")


def _about(s: Subject, severity: Severity, fields: tuple[str, ...], characters: str, message: str) -> Finding:
    """A finding that leads to the first of some characters in each blank; "" is what the form itself prints."""
    places: list[Passage] = []
    for field in fields:
        shown = s.blank(field).text if field else ""
        at = next((index for index, character in enumerate(shown) if character in characters), -1)
        if at >= 0:  # a text that follows the tables is not in its own blank
            places.append(Passage(field, shown[at], at, at + 1))
    return found(severity, fields[0] or _SHEET, message, tuple(places))


@rule("F3", WARNING)
def pages_end_well(s: Subject) -> Iterator[Finding]:
    """The sign-off does not stand alone, no seal lies over text, no block is split, nothing runs over the edge.

    Source: GB/T 9704-2012, 7.3.5; form, signature blocks.
    """
    for field, fault in s.context.paper.faults:
        yield found(WARNING, field, fault)


@rule("F4", WARNING)
def paper_shows_what_the_file_says(s: Subject) -> Iterator[Finding]:
    """After the last final copy nothing was changed. Source: the signed paper and the file must agree."""
    if s.context.paper.changed is not None:
        day, printed, now = s.context.paper.changed
        read = read_day(day)
        shown = print_day(read) if isinstance(read, date) else day
        message = f"{shown}打印的正式稿之后内容有改动（校验码{printed[:8]}，现为{now[:8]}），请重新打印。"
        yield found(WARNING, _SHEET, message)
