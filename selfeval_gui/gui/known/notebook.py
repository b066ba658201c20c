"""A small JSON file that may be missing, damaged or not writable without anybody being bothered."""

import json
from pathlib import Path
from typing import Any

_LARGEST = 4 << 20


def read(path: Path) -> dict[str, Any]:
    """The object in the file; an empty one when there is none that can be read."""
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def write(path: Path, content: dict[str, Any]) -> bool:
    """Replace the file; False when it could not be done."""
    from selfeval_gui import storage

    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return storage.write_atomically(path, f"{text}\n".encode(), overwrite=True).ok
