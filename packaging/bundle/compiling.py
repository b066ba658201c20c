"""Compiles a folder for a package; run by the very Python version that will run the program there.

    python -I compiling.py FOLDER

Each .py becomes a .pyc in its place that is never compared with a source. It must import nothing of the project.
"""

import py_compile
import sys
from pathlib import Path


def main(folder: Path) -> int:
    for source in sorted(folder.rglob("*.py")):
        name = source.relative_to(folder.parent).as_posix()
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(str(source), cfile=f"{source}c", dfile=name, doraise=True, invalidation_mode=mode)
        source.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
