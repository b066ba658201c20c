"""Family F: what stands in the way of the final print. All of it comes from the context; nothing is measured here."""

from collections.abc import Iterable, Iterator

from selfeval_gui.checking.findings import ERROR, WARNING, Finding, found
from selfeval_gui.checking.rulebook import rule
from selfeval_gui.checking.subject import Subject

_SHEET = "cover.report_date"


def final_print_refusal(findings: Iterable[Finding]) -> str:
    """F1: the sentence why only a draft can be printed; "" when nothing stands in the way of 正式打印."""
    errors = sum(1 for one in findings if one.severity is ERROR)
    return f"还有{errors}个错误，只能打印带“草稿”水印的稿件。" if errors else ""


@rule("F2", WARNING, needs=("fonts_missing",))
def fonts_are_there(s: Subject) -> Iterator[Finding]:
    """Every font of the style sheet is on this machine, or the substitute is named. Source: GB/T 9704-2012."""
    for wanted, used in s.context.fonts_missing:
        yield found(WARNING, _SHEET, f"本机缺少“{wanted}”，已用“{used}”代替。")


@rule("F3", WARNING, needs=("layout_faults",))
def pages_end_well(s: Subject) -> Iterator[Finding]:
    """The sign-off does not stand alone on a page; no seal lies over text. Source: GB/T 9704-2012, 7.3.5."""
    for field, fault in s.context.layout_faults:
        yield found(WARNING, field, fault)


@rule("F4", WARNING, needs=("changed_since_print",))
def paper_shows_what_the_file_says(s: Subject) -> Iterator[Finding]:
    """After the last final print nothing was changed. Source: the signed paper and the file must agree."""
    if s.context.changed_since_print:
        yield found(WARNING, _SHEET, "内容在打印后有改动，请重新打印。")
