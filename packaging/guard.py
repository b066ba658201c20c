"""Fail on what no other tool of `make lint` sees: long modules, empty names, stray words, addresses in locks.

Prints one line a fault, in the form `path: what`, and exits 1 when there is any. It looks at the files that
git tracks or would add. It must not change files.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 400  # lines of a module
EMPTY_NAMES = {"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}
BINARY = {".ttf", ".otf", ".png", ".ico", ".pdf", ".docx", ".doc", ".wps", ".xlsx", ".zip", ".qm"}

# Written in halves, so that this file does not find itself.
STRAY = [
    "/wo" + "rk/",
    "/ro" + "ot/",
    "python" + "hosted.org",
    "pypi" + ".org",
]
NUMBERED = r"\b(?:issue|PR|pull request) #\d"
STRAY_PATTERN = re.compile("|".join([*map(re.escape, STRAY), NUMBERED]), re.IGNORECASE)
PINNED = re.compile(r"^([a-z0-9-]+)==[^\s;]+(?: ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")


def main() -> int:
    """Check the checkout and return the exit status."""
    faults = sorted(find_faults(ROOT))
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def find_faults(root: Path) -> Iterator[str]:
    """All faults below a checkout, each as `path: what`."""
    for path in listed(root):
        name = path.relative_to(root).as_posix()
        yield from name_faults(name)
        if path.suffix.lower() in BINARY:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            # Samples of old formats in other encodings are data, not text; anything else has to be UTF-8.
            if not name.startswith(("tests/", "resources/")):
                yield f"{name}: not UTF-8"
            continue
        yield from text_faults(name, text)
        if name.startswith("requirements/") and name.endswith("lock.txt"):
            yield from lock_faults(name, text)


def listed(root: Path) -> list[Path]:
    """The files that git tracks, and those that it would add."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    output = subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")
    return [path for name in sorted(set(output.split("\0"))) if name and (path := root / name).is_file()]


def name_faults(name: str) -> Iterator[str]:
    """Names that say nothing, and the file that would hide a library of the same name."""
    if name == "packaging/__init__.py":
        yield f"{name}: would hide the library `packaging`"
    if name.endswith(".py"):
        for part in Path(name).with_suffix("").parts:
            if part.strip("_").lower() in EMPTY_NAMES:
                yield f"{name}: the name `{part}` says nothing"


def text_faults(name: str, text: str) -> Iterator[str]:
    """Long modules of the program, and words that belong to a workplace, not to the project."""
    lines = text.splitlines()
    if name.startswith("selfeval_gui/") and name.endswith(".py") and len(lines) > LONGEST:
        yield f"{name}: {len(lines)} lines, more than {LONGEST}: this is two modules"
    for number, line in enumerate(lines, 1):
        found = STRAY_PATTERN.search(line)
        if found:
            yield f"{name}:{number}: stray `{found[0]}`"


def lock_faults(name: str, text: str) -> Iterator[str]:
    """Lines of a lock that are no exact version and no SHA-256, among them every address and option."""
    before_was_pin = False
    for number, line in enumerate(text.splitlines(), 1):
        pin, digest = PINNED.match(line), HASH.match(line)
        if not (pin or digest):
            yield f"{name}:{number}: neither an exact version nor a SHA-256"
        if before_was_pin and not digest:
            yield f"{name}:{number}: a version without hashes"
        before_was_pin = pin is not None
    if before_was_pin:
        yield f"{name}: a version without hashes"


if __name__ == "__main__":
    sys.exit(main())
