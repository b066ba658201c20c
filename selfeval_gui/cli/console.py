"""What a command says and gives: messages on standard error, results on standard output, in UTF-8 whatever is set.

It must not know what is said. A stream that is missing (a windowed start on Windows) swallows what is written.
"""

import contextlib
import io
import json
import os
import re
import sys
from typing import Any, TextIO

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # a file's name must not steer the terminal


class Refused(Exception):
    """The input cannot be read or the output not written: exit status 3. `sentence` is for the user."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Misused(Exception):
    """The command line itself is wrong: exit status 2. `usage` is how it should be."""

    def __init__(self, sentence: str, usage: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.usage = sentence, usage


class _Nowhere(io.TextIOBase):
    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        return len(text)


def prepare_streams() -> None:
    """Give the process streams that can say everything. Chinese Windows would write its code page into a pipe."""
    if sys.stdout is None:
        sys.stdout = _Nowhere()
    if sys.stderr is None:
        sys.stderr = _Nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """A message for the person at the terminal. One that cannot be written is no reason to stop."""
    with contextlib.suppress(OSError, ValueError):
        _write(sys.stderr, text)


def show_progress(text: str) -> None:
    """One line that says what is being done, written over by the next one; only on a terminal. "" wipes it."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{_CONTROLS.sub('?', text)}")
            sys.stderr.flush()


def give(text: str) -> None:
    """A result. Raises `Refused` when it cannot be written, BrokenPipeError when nobody reads on."""
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:
        raise
    except (OSError, ValueError):
        lose_output()
        raise Refused("结果写不到标准输出，磁盘可能已满。请换一个输出位置再试。") from None


def give_json(value: Any) -> None:
    """A result for programs: one JSON value."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    give(_CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def lose_output() -> None:
    """Let the rest of standard output go nowhere, so that closing it at the end cannot fail."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _write(stream: TextIO, text: str) -> None:
    stream.write(_CONTROLS.sub("?", text) + "\n")
    stream.flush()
