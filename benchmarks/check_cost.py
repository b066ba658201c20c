"""What the check costs, with its look at paper: against one compose of the same report, and as the text grows."""

from datetime import date

from benchmarks.measure import Figure, interleaved, milliseconds, table
from benchmarks.printing_cost import new_composer, sample
from selfeval_gui import checking, storage
from selfeval_gui.exporting import on_paper
from selfeval_gui.printing import produce
from selfeval_gui.report import form
from selfeval_gui.report.edit import get, put
from selfeval_gui.report.model import Report, Section

ROUNDS = 15
GOAL = 0.5
FORM = "hechi-2018"


def against_compose(rounds: int = ROUNDS) -> tuple[Figure, Figure]:
    """The whole check of the sample on pages that are there, and one compose by a composer that knows nothing yet."""
    report, loaded, fonts = sample(), form.load(FORM), produce.bundled_fonts()
    pages = produce.composer(FORM).pages(report)
    file = storage.note_print(storage.new_file(report, FORM, file_id="1", now=""), date(2026, 3, 12), "print")

    def check_all() -> None:
        paper = on_paper.with_last_copy(on_paper.seen_on(pages, fonts, FORM, official=False), file)
        checking.check(report, loaded, checking.Context(paper=paper))

    check_all()  # word lists are compiled once
    figures = interleaved(
        {
            "check": check_all,
            "compose": lambda: new_composer(FORM).pages(report),
        },
        rounds,
    )
    return figures["check"], figures["compose"]


def longer(times: int) -> Report:
    """The sample with so many times the text of two sections, every paragraph another one."""
    report = sample()
    for key in ("process", "outputs"):
        text = get(report, f"narrative.{key}.text")
        lines = [f"{line}（第{n}批）" for n in range(times) for line in text.split("\n")]
        report = put(report, f"narrative.{key}", Section(False, "\n".join(lines)))
    return report


def check() -> str:
    """Both as text for the page of figures."""
    checked, composed = against_compose()
    ratio = checked.median / composed.median
    loaded = form.load(FORM)
    sizes = (1, 4, 10, 20, 40)
    reports = {times: longer(times) for times in sizes}
    figures = interleaved(
        {str(times): (lambda report=report: checking.check(report, loaded)) for times, report in reports.items()}, 5
    )
    rows = [["正文字数", "检查", "每千字"]]
    for times, report in reports.items():
        count = sum(len(section.text) for section in vars_of(report))
        seconds = figures[str(times)].median
        rows.append([str(count), milliseconds(seconds), f"{1000 * seconds / (count / 1000):.2f} ms"])
    first = (
        f"检查样例 {milliseconds(checked.median)}，全部重新排版 {milliseconds(composed.median)}，"
        f"比值 {ratio:.2f}（目标 ≤ {GOAL}）。"
    )
    return f"{first}\n\n{table(rows)}"


def vars_of(report: Report) -> list[Section]:
    """The sections of the narrative."""
    found = (getattr(report.narrative, name) for name in report.narrative.__slots__)
    return [section for section in found if isinstance(section, Section)]
