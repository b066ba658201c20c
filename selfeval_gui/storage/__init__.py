"""Keeps reports on disk: codec between value and JSON, migrations, atomic save, recovery copies, backups.

Outcomes are values with names. It must not show anything and must not know printing or checking.
"""

from selfeval_gui.storage.codec import encode, report_object
from selfeval_gui.storage.decode import Content, decode, read
from selfeval_gui.storage.file import MAJOR, MINOR, Explanation, Loaded, ReportFile, Review, Unknown, Unplaced, new_file
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
from selfeval_gui.storage.save import free_name, save, write_atomically

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
    "ReportFile",
    "Review",
    "Saved",
    "Unknown",
    "Unplaced",
    "decode",
    "encode",
    "free_name",
    "is_folder",
    "is_there",
    "load",
    "load_bytes",
    "new_file",
    "read",
    "read_bytes",
    "report_object",
    "save",
    "write_atomically",
]
