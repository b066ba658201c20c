"""What composing and drawing cost: warm export, retyping, growth with length, memory over many reports."""

import os
import statistics
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import interleaved, milliseconds, table
from benchmarks.plot import line_plot
from selfeval_gui import resources, storage
from selfeval_gui.printing import archive, draw, produce
from selfeval_gui.printing.compose import Composer
from selfeval_gui.printing.fonts import FontBook
from selfeval_gui.report.edit import get, put
from selfeval_gui.report.model import Report, Section

ROUNDS = 15


def sample() -> Report:
    """The shipped sample report."""
    return storage.decode(resources.path("sample", "sample.zxzp.json").read_bytes()).report


def new_composer(form: str) -> Composer:
    """A composer that has set nothing yet: composers of the same fonts share what they have set."""
    return produce.composer(form, FontBook(resources.path("fonts")))


def resident() -> float:
    """Resident memory of this process, MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def warm_export() -> str:
    """A warm export against only drawing the same glyphs with the same font class."""
    report, form = sample(), "hechi-2018"
    fonts = produce.bundled_fonts()
    pages = produce.composer(form).pages(report)
    composer = produce.composer(form)
    info = archive.DocumentInfo("x")
    text = get(report, "narrative.process.text")

    def retype() -> None:
        retype.count += 1  # type: ignore[attr-defined]
        composer.pages(put(report, "narrative.process.text", f"{text}{retype.count}"))  # type: ignore[attr-defined]

    retype.count = 0  # type: ignore[attr-defined]
    composer.pages(report)
    figures = interleaved(
        {
            "whole": lambda: produce.pdf_bytes(report, form),
            "again": lambda: produce.pdf_of_pages(composer.pages(report), report, form),
            "glyphs": lambda: draw.pdf(pages, fonts, info),
            "compose": lambda: new_composer(form).pages(report),
            "retype": retype,
        },
        ROUNDS,
    )
    base = figures["glyphs"].median_worked
    names = {
        "glyphs": "只画同样的字形（同一字体类，不排版）",
        "again": "导出：排版器已打开（窗口、批量）",
        "whole": "导出：全新排版器（与同一字体的排版器共用已排好的文字）",
        "compose": "第一次排版，什么都没有排好",
        "retype": "改一个字后重新排版（预览）",
    }
    rows = [["步骤", "处理器时间", "相对于只画字形"]]
    worked = {k: figures[k].median_worked for k in names}
    rows += [[names[k], milliseconds(worked[k]), f"{worked[k] / base:.2f}"] for k in names]
    return f"样例报告 {len(pages)} 页。\n\n" + table(rows)


def growth(folder: Path) -> str:
    """Cost against length, up to about 100 pages, as a table and a plot."""
    report, form = sample(), "hechi-2018"
    text = get(report, "narrative.process.text")
    points: list[tuple[float, float]] = []
    rows = [["页数", "排版", "画图", "每页合计"]]
    for times in (1, 4, 10, 20, 40, 70):
        longer = put(report, "narrative.process", Section(False, "\n".join([text] * times)))
        composed: list[float] = []
        drawn: list[float] = []
        for _ in range(5):
            start = time.perf_counter()
            pages = new_composer(form).pages(longer)
            middle = time.perf_counter()
            produce.pdf_of_pages(pages, longer, form)
            composed.append(middle - start)
            drawn.append(time.perf_counter() - middle)
        whole = statistics.median(composed) + statistics.median(drawn)
        points.append((len(pages), 1000 * whole))
        rows.append(
            [
                str(len(pages)),
                milliseconds(statistics.median(composed)),
                milliseconds(statistics.median(drawn)),
                f"{1000 * whole / len(pages):.2f} ms",
            ]
        )
    (folder / "growth.svg").write_text(line_plot(points, "页数", "导出用时（毫秒）"), encoding="utf-8")
    return table(rows) + "\n\n![导出用时随页数的变化](pictures/growth.svg)"


def many_reports(count: int = 1000) -> str:
    """Memory over many different reports in one process."""
    report, form = sample(), "hechi-2018"
    marks: list[tuple[int, float]] = []
    started = time.perf_counter()
    for index in range(count):
        other = replace(report, cover=replace(report.cover, project_name=f"第{index}号试点"))
        produce.pdf_bytes(put(other, "narrative.process.text", f"{report.narrative.process.text}{index}"), form)
        if index + 1 in (1, count // 10, count // 2, count):
            marks.append((index + 1, resident()))
    taken = time.perf_counter() - started
    rows = [["已导出", "内存"], *[[str(done), f"{memory:.0f} MB"] for done, memory in marks]]
    return f"一个进程依次导出 {count} 份不同的报告，每秒 {count / taken:.1f} 份。\n\n" + table(rows)


def size_of_sample() -> str:
    """Size of the sample's PDF with and without its data."""
    report = sample()
    data = resources.path("sample", "sample.zxzp.json").read_bytes()
    sizes = [len(produce.pdf_bytes(report, "hechi-2018", data=attached)) for attached in (None, data)]
    return f"样例 {sizes[0] / 1000:.0f} kB，附带数据时 {sizes[1] / 1000:.0f} kB（数据本身 {len(data) / 1000:.0f} kB）。"
