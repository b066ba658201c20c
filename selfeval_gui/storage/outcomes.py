"""How reading and saving end: values with names, each with its sentence for the user.

A sentence says what happened, where, what is safe, and what to do. Nothing here touches the disk.
"""

import errno
import os
from dataclasses import field
from pathlib import Path
from typing import Any, ClassVar

from selfeval_gui.report.frozen import frozen

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM}
_BUSY = {errno.EBUSY, errno.ETXTBSY}
BUSY_ON_WINDOWS = {5, 32, 33}
"""Windows errors of a file that is held by another program: access denied, sharing violation, lock violation."""
_OLD_IS_SAFE = "原有文件没有改动，未保存的内容没有丢失。"


class FileRefused(ValueError):
    """The file is not opened; `sentence` (Chinese) says why, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@frozen
class Outcome:
    """How writing a file ended. Only `Saved` is `ok`; with every other one the old file is as it was.

    (`NotVerified` is the exception: its sentence says so.) `leftover` is a temporary file that could not be removed.
    """

    ok: ClassVar[bool] = False
    path: Path
    sentence: str
    leftover: Path | None = None


@frozen
class Saved(Outcome):
    """Written, synced, read back and compared. `digest` is the SHA-256 of the bytes on disk.

    `file` is the `ReportFile` that was saved, None for other files; `notes` are sentences about what went less well
    beside it (the backup). `instead_of` is the file that was meant, when it stayed locked and `path` is a second name.
    """

    ok: ClassVar[bool] = True
    digest: str = ""
    file: Any = field(default=None, repr=False)  # nothing people wrote may reach a log
    notes: tuple[str, ...] = ()
    instead_of: Path | None = None


class ChangedOnDisk(Outcome):
    """The target is no longer what was loaded: somebody else saved, moved or removed it."""


class AlreadyThere(ChangedOnDisk):
    """The target was to be a new file, and there is one of this name."""


class NoPermission(Outcome):
    """The folder, the file or the whole drive may not be written."""


class DiskFull(Outcome):
    """No space, or no quota, left."""


class InUse(Outcome):
    """Another program holds the file open, and went on doing so for some seconds."""


class FolderMissing(Outcome):
    """The folder is not there (any more)."""


class NotVerified(Outcome):
    """What was written does not read back as it should."""


class Failed(Outcome):
    """Anything else that the system refused."""


def is_there(path: Path) -> bool:
    """Like `Path.exists`, which raises where something cannot be looked at: this is asked amid errors."""
    return os.path.exists(path)  # noqa: PTH110


def is_folder(path: Path) -> bool:
    """Like `Path.is_dir`, and never raises."""
    return os.path.isdir(path)  # noqa: PTH112


def saved(path: Path, digest: str, file: Any = None, notes: tuple[str, ...] = ()) -> Saved:
    return Saved(path, f"已保存：{path}", None, digest, file, notes)


def of_error(error: OSError, path: Path, leftover: Path | None = None) -> Outcome:
    """The outcome that an error of the system means, met before the old file was replaced."""
    code, windows = error.errno, getattr(error, "winerror", None)
    if windows in (32, 33) or code in _BUSY or (windows == 5 and is_there(path)):
        return InUse(
            path,
            f"“{path.name}”正被其他程序占用，没有保存。{_OLD_IS_SAFE}请关闭打开它的程序（如阅读器、WPS、网盘同步），"
            "再试一次，或另存为别的文件名。",
            leftover,
        )
    if code in _FULL:
        return DiskFull(
            path,
            f"磁盘空间不足或配额已满，没有保存到“{path}”。{_OLD_IS_SAFE}请清理磁盘，或另存到别的磁盘。",
            leftover,
        )
    if code == errno.EROFS:
        return NoPermission(
            path,
            f"“{path.parent}”所在的磁盘是只读的，没有保存。{_OLD_IS_SAFE}请解除写保护，或另存到别的文件夹。",
            leftover,
        )
    if code in _FORBIDDEN or windows == 5:
        return NoPermission(
            path,
            f"没有写入“{path}”的权限，没有保存。{_OLD_IS_SAFE}请另存到自己的文件夹（如“文档”），或请管理员开放权限。",
            leftover,
        )
    if code in (errno.ENOENT, errno.ENOTDIR):
        if is_folder(path.parent):
            return NoPermission(
                path,
                f"文件夹“{path.parent}”存在，但系统不让在其中写入，没有保存。{_OLD_IS_SAFE}如果是在 Windows 上，可能是"
                "“受控文件夹访问”（防勒索保护）拦截了本程序。请另存到别的文件夹，或请管理员把本程序加入允许名单。",
                leftover,
            )
        return FolderMissing(
            path,
            f"找不到文件夹“{path.parent}”，没有保存，未保存的内容没有丢失。请检查移动盘或网络盘是否已断开，"
            "或另存到别的文件夹。",
            leftover,
        )
    if code == errno.EISDIR:
        return Failed(path, f"“{path}”是一个文件夹，不能写成文件，没有保存。请换一个文件名。", leftover)
    if code == errno.ENAMETOOLONG:
        return Failed(path, f"文件名或路径太长，没有保存到“{path}”。{_OLD_IS_SAFE}请换一个短些的名字。", leftover)
    if code == errno.EIO:
        return Failed(
            path,
            f"读写磁盘时出错，没有保存到“{path}”。{_OLD_IS_SAFE}磁盘或移动盘可能有故障：请另存到别的磁盘。",
            leftover,
        )
    return Failed(
        path,
        f"系统拒绝了写入（错误代码 {windows or code}），没有保存到“{path}”。{_OLD_IS_SAFE}请另存到别的文件夹。",
        leftover,
    )
