"""A process whose system calls are interfered with: it saves, keeps recovery copies, packs or restores.

Started by `test_system_calls` with a job and a folder. Exit status 0: done; 3: the outcome says that it was not. The
recovery job tells the number of each copy that was acknowledged.
"""

import os
import sys
from pathlib import Path

from selfeval_gui import storage
from selfeval_gui.storage import archive, disk, holder, recovery, restore

COPIES = 6
SESSION = "000001-0123abcd"
"""The name of the session, so that its paths can be watched before they are there."""
STAMP = "2026-03-02T04:05:06Z"


def save(folder: Path) -> bool:
    new = storage.load_bytes((folder / "new").read_bytes()).file
    old = (folder / "new.digest").read_text(encoding="ascii")
    kept = folder / "data" / "backups"
    return storage.save(
        new, folder / "报告.zxzp.json", expected_digest=old, backups=kept, sleep=disk.at_once
    ).ok  # fmt: skip


def keep(folder: Path) -> bool:
    """Six copies, in the session that is there or in a new one, with a spare folder."""
    roots = [folder / "data" / "recovery", folder / recovery.SPARE]
    copies = recovery.Copies(holder.this_process(STAMP))
    copies._name = SESSION
    failed = False
    for number in range(1, COPIES + 1):
        body = f"{number}:".encode() * (3000 * number)
        try:
            copies.write(recovery.Copy(recovery.State.UNSAVED, "r-1", "", "", STAMP, (), body), roots)
        except OSError:
            failed = True
            continue
        os.writev(1, [f"{number}\n".encode()])  # not `write`: that call is interfered with
    return not failed


def pack(folder: Path) -> bool:
    reports, data, config = [folder / "报告.zxzp.json"], folder / "data", folder / "config"
    return archive.pack(folder / "新备份.zip", reports=reports, data=data, config=config, made=STAMP).outcome.ok


def unpack(folder: Path) -> bool:
    target = folder / "文档"
    try:
        packed = archive.open_archive(folder / "备份.zip")
        return not restore.restore(
            packed, target, data=folder / "other" / "data", config=folder / "other" / "config"
        ).failed
    except (OSError, storage.FileRefused):
        return False


JOBS = {"save": save, "keep": keep, "pack": pack, "unpack": unpack}

if __name__ == "__main__":
    sys.exit(0 if JOBS[sys.argv[1]](Path(sys.argv[2])) else 3)
