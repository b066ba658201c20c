"""All checks in their order, each in a safe place: one that breaks is a result like any other."""

import contextlib
import re
import shutil
import time
from collections.abc import Callable, Sequence

from selfeval_gui.selftest import disk_checks, import_checks, paper_checks
from selfeval_gui.selftest.machine import Machine
from selfeval_gui.selftest.results import Result, Verdict, wrong

Check = tuple[str, str, Callable[[Machine], Verdict]]
"""The name for programs, the title for people, the function."""

CHECKS: tuple[Check, ...] = (
    ("program_files", "程序文件", disk_checks.program_files),
    ("own_folders", "程序文件夹", disk_checks.own_folders),
    ("documents", "文档文件夹", disk_checks.documents),
    ("replacing", "保存", disk_checks.replacing),
    ("held_file", "文件被占用", disk_checks.held_file),
    ("exclusive_file", "独占报告", disk_checks.exclusive_file),
    ("chinese_names", "中文文件名", disk_checks.chinese_names),
    ("long_paths", "长路径", disk_checks.long_paths),
    ("bundled_fonts", "随程序的字体", paper_checks.bundled_fonts),
    ("installed_fonts", "本机的字体", paper_checks.installed_fonts),
    ("all_characters", "样例的字", paper_checks.all_characters),
    ("same_pdf", "导出 PDF", paper_checks.same_pdf),
    ("probes", "导入", import_checks.probes),
    ("refusal", "导入损坏的文件", import_checks.refusal),
    ("stopped_in_time", "导入的时限", import_checks.stopped_in_time),
    ("held_to_limits", "导入的限制", import_checks.held_to_limits),
)


def run(
    machine: Machine, checks: Sequence[Check] = CHECKS, tell: Callable[[str], object] = lambda _title: None
) -> list[Result]:
    """Do the checks, `tell` the title of each before it begins, and clear up. Never raises."""
    above = machine.work.parent
    there = above.exists()
    try:
        return [_done(machine, check, tell) for check in checks]
    finally:
        # The long path below cannot be removed on every Windows; it is empty of anything that matters.
        shutil.rmtree(machine.work, ignore_errors=True)
        if not there:
            with contextlib.suppress(OSError):  # it holds something else by now
                above.rmdir()


def _done(machine: Machine, check: Check, tell: Callable[[str], object]) -> Result:
    name, title, function = check
    tell(title)
    began = time.perf_counter()
    try:
        status, sentence, facts = function(machine)
    except Exception as error:  # noqa: BLE001 - whatever breaks here is what the report is for
        status, sentence, facts = broken(error)
    facts = tuple(machine.anonymous(fact) for fact in facts)
    return Result(name, title, status, machine.anonymous(sentence), facts, time.perf_counter() - began)


def broken(error: BaseException) -> Verdict:
    """A check that did not come to its end: type and place, never the message, which may quote a path."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    file = re.split(r"[/\\]", place.tb_frame.f_code.co_filename)[-1] if place is not None else ""
    where = f"{file}:{place.tb_lineno}" if place is not None else ""
    code = getattr(error, "winerror", None) or getattr(error, "errno", None)
    return wrong("检查本身出错。", f"{type(error).__name__} {code if code is not None else ''} {where}".strip())
