"""Starts the window. Placeholder until the window is there; heavy imports belong inside functions."""

import sys


def main(argv: list[str] | None = None) -> int:
    """Open the window on the file named in `argv` (default: the command line) and return the exit status."""
    del argv
    if sys.stderr is not None:  # a windowed start on Windows has no streams
        sys.stderr.write("窗口程序尚未完成。\n")
    return 3


if __name__ == "__main__":
    sys.exit(main())
