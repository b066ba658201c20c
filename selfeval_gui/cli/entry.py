"""Run one command and say how it ended. Whatever happens, no traceback reaches a user who has not asked for it."""

import gc
import importlib
import sys

from selfeval_gui import children
from selfeval_gui.cli.arguments import PROGRAM, parser
from selfeval_gui.cli.console import Misused, Refused, lose_output, prepare_streams, say

DONE, FINDINGS, WRONG_USE, UNREADABLE, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit status: done; done, and a check has found errors; wrong use; input or output failed; stopped by Ctrl+C."""
_OBJECTS_BETWEEN_COLLECTIONS = 100_000
_NO_TEXT = "程序遇到没有料到的错误（{kind}），没有完成。原有文件没有改动。加上 --debug 再运行一次，可以看到技术细节。"


def main(arguments: list[str] | None = None) -> int:
    """Run `selfeval` with these arguments (without the program's name; by default the process's). The exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    if (status := children.ended(words)) is not None:
        return status
    if arguments is None:  # the process is ours, and what a command loads is there to stay: collecting finds nothing
        gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    prepare_streams()
    try:
        return _run(words)
    except Misused as fault:
        say(f"{fault.usage.rstrip()}\n错误：{fault.sentence}".lstrip())
        return WRONG_USE
    except Refused as refused:
        say(f"错误：{refused.sentence}")
        return UNREADABLE
    except BrokenPipeError:  # the reader of a pipe has seen enough
        lose_output()
        return UNREADABLE
    except KeyboardInterrupt:
        say("已中断。")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 – the one place where anything unforeseen ends
        if "--debug" in words:
            import traceback

            say(traceback.format_exc())
        say(f"错误：{_NO_TEXT.format(kind=type(error).__name__)}")
        return UNREADABLE
    finally:
        if arguments is None:
            # The process ends now. Python would look through all that was loaded three times over before it lets it
            # go, a sixth of an export; files are closed and synced already, and what is told to end still does.
            gc.freeze()


def _run(words: list[str]) -> int:
    if not words:
        say(parser().format_help())
        return WRONG_USE
    # --debug may stand before the command, too.
    rest = words[1:] if words[0] == "--debug" else words
    try:
        options = parser(rest[0] if rest else "").parse_args(rest)
    except SystemExit:  # --help and --version have said what they had to say
        return DONE
    # Each command's module brings what that command needs, and nothing before.
    module = importlib.import_module(f"{__package__}.commands.{options.command}_command")
    return int(module.run(options))


__all__ = ["DONE", "FINDINGS", "INTERRUPTED", "PROGRAM", "UNREADABLE", "WRONG_USE", "main"]
