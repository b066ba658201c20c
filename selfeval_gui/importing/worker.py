"""The process in which foreign files are read: a question on standard input, an answer on standard output.

Started by `isolation` only. It writes no file, starts no program, and ends by itself: memory and time are limited by
the system. Whatever a reader does, what comes out is an answer of `wire` or nothing.
"""

import contextlib
import os
import sys

from selfeval_gui import storage
from selfeval_gui.importing import wire
from selfeval_gui.importing.intake import read
from selfeval_gui.importing.proposal import ImportRefused
from selfeval_gui.report import form as forms

MEMORY_LIMIT = 1 << 30
"""Bytes of address space."""
SECONDS_LIMIT = 10
"""Seconds of processor time: the same on a busy machine and on an idle one."""


def main() -> int:
    """Answer one question. The exit status is 0 when an answer was written."""
    out = own_output()
    _preload()
    limit()
    try:
        message = _all_input()
        answer = answer_to(message)
    except BaseException as died:  # noqa: BLE001 – whatever it is, the parent must hear of it
        answer = wire.fault(type(died).__name__)
    with contextlib.suppress(OSError):
        view = memoryview(answer)
        while view:
            view = view[os.write(out, view) :]
        return 0
    return 1


def answer_to(message: bytes) -> bytes:
    """The answer to a question of `wire`."""
    question = wire.asked(message)
    form = forms.load(question.form)
    try:
        if question.fill:
            from selfeval_gui.importing.template.filling import fill

            return wire.filled(fill(question.data, storage.load_bytes(question.fill).file.report, form))
        return wire.answer(read(question.data, question.name, form, question.report_index), form)
    except ImportRefused as refused:
        return wire.refusal(refused)


def own_output() -> int:
    """Standard output for the answer alone: what a library prints goes nowhere."""
    out = os.dup(stream(1, os.O_WRONLY))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (1, 2):
        os.dup2(nowhere, number)
    return out


def _all_input() -> bytes:
    pieces = []
    source = stream(0, os.O_RDONLY)
    while piece := os.read(source, 1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


def stream(number: int, mode: int) -> int:
    """The descriptor of a standard stream. A windowed program on Windows may have got the handle without one."""
    if sys.platform == "win32":
        import msvcrt

        from selfeval_gui.importing.windows_job import standard_handle

        try:
            msvcrt.setmode(number, os.O_BINARY)
        except OSError:
            return msvcrt.open_osfhandle(standard_handle(number), mode | os.O_BINARY)
    return number


def _preload() -> None:
    """Load the readers before files may no longer be written, so that Python can keep them compiled."""
    from selfeval_gui.importing import recogniser  # noqa: F401
    from selfeval_gui.importing.formats import sniff  # noqa: F401


def limit() -> bool:
    """Take on the limits; whether the system has accepted all of them."""
    if sys.platform == "win32":
        from selfeval_gui.importing.windows_job import limit_this_process

        return limit_this_process(MEMORY_LIMIT, SECONDS_LIMIT)
    import resource

    limits = {
        resource.RLIMIT_AS: MEMORY_LIMIT,
        resource.RLIMIT_CPU: SECONDS_LIMIT,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    accepted = True
    for what, most in limits.items():
        hard = resource.getrlimit(what)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            # At the hard limit of time it would be killed without a sign of why: that one is a second later.
            later = what == resource.RLIMIT_CPU and (hard == resource.RLIM_INFINITY or hard > allowed)
            resource.setrlimit(what, (allowed, allowed + later))
        except (OSError, ValueError):  # a system without this limit
            accepted = False
    return accepted


if __name__ == "__main__":
    sys.exit(main())
