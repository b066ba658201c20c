"""A working process: one task a line on standard input, one outcome a line on standard output, until the input ends.

Started by `pool` only. Whatever a file does to it, `pool` hears an outcome or the end of the process.
"""

import os
import sys
import traceback

from selfeval_gui.batch import works
from selfeval_gui.batch.task import Outcome, Task
from selfeval_gui.importing.worker import own_output, stream

UNFORESEEN = "程序遇到没有料到的错误（{kind}），这个文件没有处理。原有文件没有改动。"


def main() -> int:
    """Work until there is no more."""
    out = own_output()
    with os.fdopen(stream(0, os.O_RDONLY), "rb", closefd=False) as source:
        for line in source:
            try:
                outcome = works.done(Task.of(line))
            except MemoryError:
                return 1
            except Exception as error:  # noqa: BLE001 - the next file shall be done all the same
                trace = traceback.extract_tb(error.__traceback__)
                where = f"{trace[-1].name}:{trace[-1].lineno}" if trace else ""
                outcome = Outcome(False, UNFORESEEN.format(kind=f"{type(error).__name__} {where}".strip()))
            view = memoryview(outcome.line())
            while view:
                view = view[os.write(out, view) :]
    return 0


if __name__ == "__main__":
    sys.exit(main())
