"""Runs tasks in working processes: every core busy, outcomes as they come, a dead or endless process replaced.

Each process does task after task; a task that ends or overstays its process fails alone. Nothing is printed here.
"""

import contextlib
import os
import queue
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence

from selfeval_gui import children
from selfeval_gui.batch.task import Outcome, Task

SECONDS = 120.0
"""How long one file may take."""
MOST_PROCESSES = 16
TOO_SLOW = "处理了 {seconds:.0f} 秒还没有完成，已停止。文件没有改动，请单独打开它检查。"
DIED = "处理这个文件时程序意外中止，文件可能已损坏。文件没有改动，请单独打开它检查。"
NOT_STARTED = "处理程序没有启动成功，可能被安全软件拦截。请把本程序加入允许名单，或重新启动后再试。"


def cores() -> int:
    """How many processes this machine can work with."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def run(
    tasks: Sequence[Task],
    *,
    processes: int | None = None,
    cancelled: Callable[[], bool] = lambda: False,
    started: Callable[[int], None] = lambda _: None,
    seconds: float = SECONDS,
    program: Sequence[str] | None = None,
) -> Iterator[tuple[int, Outcome]]:
    """Index and outcome of every task, as they are done; after `cancelled()` only of those that were begun.

    `started` is called with an index when its turn comes, in another thread. `program` is the command that starts a
    working process, by default this very program.
    """
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for index in range(len(tasks)):
        waiting.put(index)
    outcomes: queue.SimpleQueue[tuple[int, Outcome] | None] = queue.SimpleQueue()
    stopped = threading.Event()
    count = max(1, min(processes or cores(), MOST_PROCESSES, len(tasks)))

    def serve() -> None:
        with _Process(list(program or children.command(children.WORKER)), seconds) as process:
            while not stopped.is_set() and not cancelled():
                try:
                    index = waiting.get_nowait()
                except queue.Empty:
                    break
                started(index)
                outcomes.put((index, process.done(tasks[index])))
        outcomes.put(None)

    threads = [threading.Thread(target=serve, daemon=True) for _ in range(count if tasks else 0)]
    for thread in threads:
        thread.start()
    open_ = len(threads)
    try:
        while open_:
            found = outcomes.get()
            if found is None:
                open_ -= 1
            else:
                yield found
    finally:
        stopped.set()


class _Process:
    """One working process, started with its first task and again after it has died."""

    def __init__(self, program: list[str], seconds: float) -> None:
        self._program, self._seconds = program, seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "_Process":
        return self

    def __exit__(self, *_: object) -> None:
        self._stop(kill=False)

    def done(self, task: Task) -> Outcome:
        """What came of a task."""
        try:
            process = self._started()
        except OSError:
            return Outcome(False, NOT_STARTED)
        late = threading.Event()

        def kill() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(self._seconds, kill)
        watch.daemon = True
        watch.start()
        try:
            answer = _asked(process, task.line())
            if answer.endswith(b"\n"):
                return Outcome.of(answer)
        except (OSError, ValueError, KeyError, TypeError):
            pass  # it has died, or what it said is no outcome: told below
        finally:
            watch.cancel()
        self._stop(kill=True)
        return Outcome(False, TOO_SLOW.format(seconds=self._seconds) if late.is_set() else DIED)

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._process is None:
            self._process = subprocess.Popen(
                self._program,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process

    def _stop(self, *, kill: bool) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if kill and process.poll() is None:
            process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()


def _asked(process: "subprocess.Popen[bytes]", line: bytes) -> bytes:
    """The line that answers a line; b"" when the process has ended."""
    if process.stdin is None or process.stdout is None:
        return b""
    process.stdin.write(line)
    process.stdin.flush()
    return process.stdout.readline()
