"""Many reports at once: reports a second, memory and cores used as the number grows, against LibreOffice.

Every number is one run over different generated reports; what is to be seen is that time a report and memory do not
grow with their number.
"""

import os
import resource
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import table
from benchmarks.peers import docx_of
from selfeval_gui import storage
from selfeval_gui.batch import pool
from selfeval_gui.batch.task import Action, Task, files_below, free_targets
from selfeval_gui.report import form as forms
from selfeval_gui.report.edit import put
from tests.checking.clean_reports import clean_report

COUNTS = (50, 200, 1000)
"""For the heaviest work; the others are measured once, over the middle number."""
_PEERS = 40
_EVERY = 0.1


def many(counts: tuple[int, ...] = COUNTS) -> str:
    """The table: check, export to PDF and to Excel, summary, over so many reports; then LibreOffice's row."""
    rows = [
        ["做什么", "份数", "每秒份数", "每份", "处理器时间／份", "内存峰值（全部进程）", "同时在做的进程", "同时用的核"]
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = _reports(folder / "in", max(counts))
        for label, action, suffixes in (
            ("合规检查", Action.CHECK, {}),
            ("汇总", Action.SUMMARY, {}),
            ("导出 PDF", Action.EXPORT, {"pdf": ".pdf"}),
            ("导出 Excel", Action.EXPORT, {"xlsx": ".xlsx"}),
        ):
            for count in counts if suffixes == {"pdf": ".pdf"} else counts[1:2]:
                out = folder / f"{label}{count}"
                out.mkdir()
                targets = free_targets(sources[:count], out, suffixes)
                pattern = Task(action, "", "2026-03-20")
                tasks = [
                    replace(pattern, source=str(path), targets=target)
                    for path, target in zip(sources[:count], targets, strict=True)
                ]
                with _watched() as seen:
                    done = sum(1 for _, outcome in pool.run(tasks) if outcome.done)
                assert done == count
                rows.append(_row(label, count, seen))
                shutil.rmtree(out)
        if peer := _libreoffice(folder, sources[:_PEERS]):
            rows.append(peer)
    note = (
        "“同时在做的进程”是各进程占着处理器和排队等处理器的时间之和，除以总时间：等于进程数，说明没有一个进程闲着；"
        "“同时用的核”只算占着处理器的时间，机器同时有别的任务时变小，“每秒份数”也变小，处理器时间和内存不变。"
    )
    load = os.getloadavg()[0]
    return (
        f"{pool.cores()} 个核，每份报告都不同，{pool.cores()} 个进程，测时机器的平均负载 {load:.0f}。{note}\n\n"
        + table(rows)
    )


def _reports(folder: Path, count: int) -> list[Path]:
    folder.mkdir()
    for seed in range(count):
        report = put(clean_report(seed), "cover.project_name", f"{clean_report(seed).cover.project_name}第{seed}号")
        file = storage.new_file(report, forms.DEFAULT_FORM, file_id=f"{seed:08d}-0000-4000-8000-000000000000", now="")
        (folder / f"{seed:04d}.zxzp.json").write_bytes(storage.encode(file))
    return files_below(folder)


def _row(label: str, count: int, seen: dict[str, float]) -> list[str]:
    wall = seen["wall"]
    return [
        label,
        str(count),
        f"{count / wall:.1f}",
        f"{1000 * wall / count:.0f} ms",
        f"{1000 * seen['cpu'] / count:.0f} ms",
        f"{seen['memory']:.0f} MB",
        f"{seen['busy'] / wall:.2f}",
        f"{seen['cpu'] / wall:.2f}",
    ]


@contextmanager
def _watched() -> Iterator[dict[str, float]]:
    """Seconds, processor seconds of the children, the seconds that they ran or waited for a processor, and the most
    memory that they held together.
    """
    seen = {"wall": 0.0, "cpu": 0.0, "memory": 0.0, "busy": 0.0}
    busy: dict[int, float] = {}
    stop = threading.Event()

    def look() -> None:
        while not stop.wait(_EVERY):
            children = _descendants(os.getpid())
            seen["memory"] = max(seen["memory"], sum(map(_resident, children)))
            busy.update((pid, max(busy.get(pid, 0.0), _runnable(pid))) for pid in children)

    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        stop.set()
        watcher.join()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seen["wall"] = time.perf_counter() - start
        seen["busy"] = sum(busy.values())
        seen["cpu"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    for thread in Path(f"/proc/{pid}/task").glob("*"):
        try:
            below = [int(number) for number in (thread / "children").read_text().split()]
        except OSError:
            continue
        found += below
        for child in below:
            found += _descendants(child)
    return found


def _resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError):
        return 0.0


def _runnable(pid: int) -> float:
    """Seconds that the process has run or stood in the queue for a processor, all its threads."""
    total = 0
    for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            ran, waited, _ = thread.read_text().split()
        except (OSError, ValueError):
            continue
        total += int(ran) + int(waited)
    return total / 1e9


def _libreoffice(folder: Path, sources: list[Path]) -> list[str] | None:
    """Word files with the same words to PDF, all in one start of LibreOffice, which is how it is fastest."""
    soffice = shutil.which("soffice")
    if soffice is None:
        return None
    words = []
    for source in sources:
        word = folder / f"{source.name}.docx"
        word.write_bytes(docx_of(storage.load(source).file.report))
        words.append(str(word))
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    order = [soffice, home, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "peer")]
    subprocess.run([*order, words[0]], check=True, capture_output=True)  # its first start makes its profile
    with _watched() as seen:
        subprocess.run([*order, *words], check=True, capture_output=True)
    return _row("LibreOffice：docx 转 PDF，一次启动", len(words), seen)
