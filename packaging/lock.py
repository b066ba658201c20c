"""Renew the two lock files from pyproject.toml (for maintainers; needs the program `uv` on the PATH).

    python packaging/lock.py             keep every version that still fits
    python packaging/lock.py --upgrade   take the newest that fit pyproject.toml and requirements/pins.txt

One universal resolution serves Linux and Windows: the locks carry environment markers and the hashes of every
file of a release. They hold no address, so that every office can use its own mirror.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ["--universal", "--python-version", "3.11", "--generate-hashes", "--strip-extras", "--quiet"]
OPTIONS += ["--no-annotate", "--no-header", "--no-emit-index-url", "--constraints", "requirements/pins.txt"]


def main() -> int:
    """Write requirements/lock.txt, then requirements/dev-lock.txt, which repeats it and adds the tools."""
    upgrade = [argument for argument in sys.argv[1:] if argument == "--upgrade"]
    runtime = ["-o", "requirements/lock.txt"]
    dev = ["--extra", "dev", "--constraints", "requirements/lock.txt", "-o", "requirements/dev-lock.txt"]
    for target in (runtime, dev):
        command = ["uv", "pip", "compile", *OPTIONS, *upgrade, *target, "pyproject.toml"]
        subprocess.run(command, cwd=ROOT, check=True)
        written = (ROOT / target[-1]).read_text(encoding="utf-8")
        if "://" in written:
            print(f"{target[-1]} holds an address", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
