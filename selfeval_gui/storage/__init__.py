"""Keeps reports on disk: codec between value and JSON, migrations, atomic save, recovery copies, backups.

Outcomes are values with names. It must not show anything and must not know printing or checking.
"""

from typing import TYPE_CHECKING, Any

from selfeval_gui.storage.codec import encode, report_object
from selfeval_gui.storage.decode import Content, decode, read
from selfeval_gui.storage.file import (
    MAJOR,
    MINOR,
    Explanation,
    Loaded,
    Printed,
    PrintedHow,
    ReportFile,
    Review,
    Unknown,
    Unplaced,
    new_file,
)
from selfeval_gui.storage.load import load, load_bytes, read_bytes
from selfeval_gui.storage.outcomes import (
    AlreadyThere,
    ChangedOnDisk,
    DiskFull,
    Failed,
    FileRefused,
    FolderMissing,
    InUse,
    NoPermission,
    NotVerified,
    Outcome,
    Saved,
    is_folder,
    is_there,
)
from selfeval_gui.storage.printed import changed_since_print, content_code, note_print
from selfeval_gui.storage.save import free_name, save, save_somehow, write_atomically

if TYPE_CHECKING:
    from selfeval_gui.storage.backups import Version, freeze, history, keep, newest_good

__all__ = [
    "MAJOR",
    "MINOR",
    "AlreadyThere",
    "ChangedOnDisk",
    "Content",
    "DiskFull",
    "Explanation",
    "Failed",
    "FileRefused",
    "FolderMissing",
    "InUse",
    "Loaded",
    "NoPermission",
    "NotVerified",
    "Outcome",
    "Printed",
    "PrintedHow",
    "ReportFile",
    "Review",
    "Saved",
    "Unknown",
    "Unplaced",
    "Version",
    "changed_since_print",
    "content_code",
    "decode",
    "encode",
    "free_name",
    "freeze",
    "history",
    "is_folder",
    "is_there",
    "keep",
    "load",
    "load_bytes",
    "new_file",
    "newest_good",
    "note_print",
    "read",
    "read_bytes",
    "report_object",
    "save",
    "save_somehow",
    "write_atomically",
]


def __getattr__(name: str) -> Any:
    """What only a save needs is loaded when it is asked for: neither a start nor an export waits for it."""
    if name not in ("Version", "freeze", "history", "keep", "newest_good"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from selfeval_gui.storage import backups

    return getattr(backups, name)
