"""Foreign files are read by a second process of this program, with a time limit; nothing they do reaches this one.

Knows no format. What the process may use of the machine, processor time above all, is limited in `worker`: on a busy or
slow machine a good file takes long by the clock. The clock here ends only what waits without computing.
"""

import contextlib
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from typing import IO

from selfeval_gui import children
from selfeval_gui.importing import wire
from selfeval_gui.importing.proposal import FilledForm, ImportRefused, OwnFile, Proposal
from selfeval_gui.importing.worker import SECONDS_LIMIT
from selfeval_gui.report.form import Form

SECONDS = 60.0
"""How long a file may take by the clock; a report of twelve pages takes less than one. The user may cancel any time."""
_OUT_OF_TIME = {-getattr(signal, "SIGXCPU", 0xFFFF), 1816, 0xC0000044}
"""How a process ends that used up its processor time: the signal; ERROR_NOT_ENOUGH_QUOTA, STATUS_QUOTA_EXCEEDED."""
_LOOK_EVERY = 0.1
_ELSE = "请在 Word 或 WPS 中打开它，另存为 .docx 后再导入。"
TOO_SLOW = "“{name}”读了 {seconds:.0f} 秒还没有读完，内容过大或结构异常，没有导入。" + _ELSE
TOO_BIG = "读取“{name}”需要的内存太多，文件可能已损坏或结构异常，没有导入。" + _ELSE
DIED = "“{name}”无法读取，文件可能已损坏，没有导入。" + _ELSE
NOT_STARTED = "读取程序没有启动成功，可能被安全软件拦截，没有导入。请把本程序加入允许名单，或重新启动后再试。"


class Cancelled(Exception):
    """The user did not want to wait for the end."""


def read(
    data: bytes,
    name: str,
    form: Form,
    report_index: int | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    seconds: float = SECONDS,
) -> Proposal | bytes | OwnFile:
    """Like `intake.read`, in a process of its own. Raises `ImportRefused` for all that goes wrong, `Cancelled`."""
    question = wire.ask(wire.Question(form.id, name, report_index, data))
    message = _converse(question, name, cancelled, seconds)
    try:
        return wire.answered(message)
    except wire.NotUnderstood as strange:
        sentence = TOO_BIG if str(strange) == "MemoryError" else DIED
        raise ImportRefused(sentence.format(name=name)) from strange


def fill(
    data: bytes,
    name: str,
    file: bytes,
    form: Form,
    cancelled: Callable[[], bool] = lambda: False,
    seconds: float = SECONDS,
) -> FilledForm:
    """A blank form filled with a report file, in a process of its own. Raises like `read`."""
    message = _converse(wire.ask(wire.Question(form.id, name, None, data, file)), name, cancelled, seconds)
    try:
        return wire.as_filled(message)
    except wire.NotUnderstood as strange:
        sentence = TOO_BIG if str(strange) == "MemoryError" else DIED
        raise ImportRefused(sentence.format(name=name)) from strange


def _converse(question: bytes, name: str, cancelled: Callable[[], bool], seconds: float) -> bytes:
    try:
        process = subprocess.Popen(
            children.command(children.READER),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as failed:
        raise ImportRefused(NOT_STARTED) from failed
    end = time.monotonic() + seconds
    # In a thread of its own: a process that does not read must not make this one wait. `communicate` shall not meddle.
    stdin, process.stdin = process.stdin, None
    threading.Thread(target=_feed, args=(stdin, question), daemon=True).start()
    try:
        while True:
            try:
                answer = process.communicate(timeout=_LOOK_EVERY)[0]
                break
            except subprocess.TimeoutExpired:
                if cancelled():
                    raise Cancelled(name) from None
                if time.monotonic() > end:
                    raise ImportRefused(TOO_SLOW.format(name=name, seconds=seconds)) from None
        if process.returncode in _OUT_OF_TIME:
            raise ImportRefused(TOO_SLOW.format(name=name, seconds=SECONDS_LIMIT))
        return answer
    finally:
        _stop(process)


def _feed(stdin: IO[bytes] | None, question: bytes) -> None:
    with contextlib.suppress(OSError, ValueError):  # it has died: that is noticed at the other end
        if stdin is not None:
            with stdin:
                stdin.write(question)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.kill()
    if process.stdout is not None:
        process.stdout.close()
    process.wait()
