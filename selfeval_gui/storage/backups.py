"""Previous versions of a report, kept before a save replaces them: one folder a report, numbered.

It must not decide which versions may go; it only adds. A backup that fails never stops a save.
"""

from collections.abc import Callable
from pathlib import Path

from selfeval_gui.report.patterns import late
from selfeval_gui.storage import disk

_NAME = late(r"(\d{6,})-([0-9a-f]{12})\.zxzp\.json")
_SAFE_ID = late(r"[0-9A-Za-z-]{1,64}")


def keeper(folder: Path, file_id: str) -> Callable[[bytes | None], tuple[str, ...]]:
    """What to call with the old content before it is replaced; it returns notes for the user."""

    def keep_old(old: bytes | None) -> tuple[str, ...]:
        if old is None:
            return ()
        try:
            keep(folder, file_id, old)
        except OSError:
            return (f"上一版没有备份成功，请检查“{folder}”所在的磁盘。",)
        return ()

    return keep_old


def keep(folder: Path, file_id: str, data: bytes) -> Path:
    """Put `data` into the report's backup folder, unless it is its newest version already. Raises OSError."""
    # The id comes from a file: it must not lead out of the folder.
    own = folder / (file_id if _SAFE_ID.fullmatch(file_id) else disk.digest_of(file_id.encode())[:32])
    own.mkdir(parents=True, exist_ok=True)
    digest = disk.digest_of(data)[:12]
    kept = versions(own)
    if kept and kept[-1].name.endswith(f"-{digest}.zxzp.json"):
        return kept[-1]
    number = int(kept[-1].name.partition("-")[0]) + 1 if kept else 1
    target = own / f"{number:06d}-{digest}.zxzp.json"
    made: list[Path] = []
    try:
        disk.replace(disk.write_beside(target, data, made.append), target, _at_once)
    except OSError:
        for path in made:
            disk.remove(path, _at_once)
        raise
    return target


def versions(own: Path) -> list[Path]:
    """The versions in a report's backup folder, oldest first."""
    found = [(int(match[1]), path) for path in own.iterdir() if (match := _NAME.fullmatch(path.name))]
    return [path for _, path in sorted(found)]


def _at_once(seconds: float) -> None:
    """Waiting for locks is not worth it here: the save goes on."""
