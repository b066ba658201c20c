"""Write a file so that at every moment either the old or the new content is whole on disk.

The protocol: encode, decode back and compare; a temporary file in the same folder; write, sync; compare the target
with what was loaded; one replacing rename; sync the folder; read back and compare. Expected failures are outcomes,
and the old file stays as it was. No clock is read; the waiting is a parameter.
"""

import contextlib
import errno
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from selfeval_gui.storage import disk
from selfeval_gui.storage.codec import encode, tidied
from selfeval_gui.storage.decode import decode
from selfeval_gui.storage.disk import Sleep
from selfeval_gui.storage.file import MAJOR, ReportFile
from selfeval_gui.storage.outcomes import (
    AlreadyThere,
    ChangedOnDisk,
    Failed,
    FileRefused,
    InUse,
    NoPermission,
    NotVerified,
    Outcome,
    Saved,
    is_there,
    of_error,
    saved,
)
from selfeval_gui.storage.strict_json import SIZE_LIMIT

_LONGEST_NAME = 255
"""Bytes of a file's name that every system takes."""

Before = Callable[[bytes | None], tuple[str, ...]]
"""Called with the old content right before it is replaced; returns notes."""


def save(
    file: ReportFile,
    path: Path,
    *,
    expected_digest: str | None,
    overwrite: bool = False,
    backups: Path | None = None,
    sleep: Sleep = time.sleep,
) -> Outcome:
    """Save a report file. `Saved` when it is on disk, read back and equal; never raises for expected failures.

    `expected_digest` is the SHA-256 of what was loaded from `path`; None for a new file, which must not exist yet.
    `overwrite` replaces whatever is there. The old version goes to the folder `backups` first, when there is one.
    """
    if file.schema[0] > MAJOR:
        return Failed(
            path, "这份报告由更新版本的程序保存，本程序不能改写它，没有保存。原有文件没有改动。请升级本程序。"
        )
    try:
        data = encode(file)
    except (TypeError, ValueError) as fault:
        return NotVerified(path, f"报告里有无法写入文件的内容（{type(fault).__name__}），没有保存。原有文件没有改动。")
    if (refused := _not_the_same(file, data)) is not None:
        return NotVerified(path, f"写入前的核对没有通过，没有保存。原有文件没有改动，未保存的内容没有丢失。{refused}")
    before: Before | None = None
    if backups is not None:
        from selfeval_gui.storage.backups import keeper  # an export writes files, too, and keeps no versions

        before = keeper(backups, file, path)
    outcome = write_atomically(
        path, data, expected_digest=expected_digest, overwrite=overwrite, before=before, sleep=sleep
    )
    return replace(outcome, file=file) if isinstance(outcome, Saved) else outcome


def save_somehow(
    file: ReportFile,
    path: Path,
    *,
    expected_digest: str | None,
    overwrite: bool = False,
    backups: Path | None = None,
    shelter: Path | None = None,
    sleep: Sleep = time.sleep,
) -> Outcome:
    """Like `save`; when another program holds `path` for good, under a second name beside it, else in `shelter`.

    `Saved.instead_of` then tells which file was meant. Every other failure is returned as it is.
    """
    outcome = save(file, path, expected_digest=expected_digest, overwrite=overwrite, backups=backups, sleep=sleep)
    if not isinstance(outcome, InUse):
        return outcome
    for folder in (path.parent, shelter):
        if folder is None or not _made(folder):
            continue
        second = save(file, free_name(folder / path.name), expected_digest=None, backups=backups, sleep=sleep)
        if isinstance(second, Saved):
            if folder == path.parent:
                told = f"“{path.name}”一直被其他程序占用。内容已完整保存为同一文件夹的“{second.path.name}”"
            else:
                told = f"“{path.name}”一直写不进去，可能被其他程序占用，或没有权限。内容已完整保存为“{second.path}”"
            sentence = f"{told}，以后也保存到这个文件。原有文件没有改动。"
            return replace(second, sentence=sentence, instead_of=path)
    return outcome


def _made(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return True


def write_atomically(
    path: Path,
    data: bytes,
    *,
    expected_digest: str | None = None,
    overwrite: bool = False,
    before: Before | None = None,
    sleep: Sleep = time.sleep,
) -> Outcome:
    """Put `data` at `path` as a whole or not at all, whatever is interrupted. Links are followed to the real file."""
    target = disk.real(path)
    made: list[Path] = []
    try:
        outcome, notes = _replace(path, target, data, expected_digest, overwrite, before, made, sleep)
    except OSError as error:
        outcome, notes = _told(error, path, target), ()
    except BaseException:
        _clear(made, sleep)
        raise
    if outcome is not None:
        return replace(outcome, leftover=_clear(made, sleep))
    return _read_back(path, target, data, notes, sleep)


def free_name(path: Path) -> Path:
    """The first of name(2), name(3) … beside `path` that does not exist; the double suffix is kept together.

    A name that is too long for one more number is cut, so that it stays one that the system takes.
    """
    name = path.name
    dot = name.find(".", 1)
    stem, suffix = (name[:dot], name[dot:]) if dot > 0 else (name, "")
    number = 2
    while is_there(candidate := path.with_name(_with_number(stem, number, suffix))):
        number += 1
    return candidate


def _with_number(stem: str, number: int, suffix: str) -> str:
    end = f"({number}){suffix}"
    while stem and len(os.fsencode(stem + end)) > _LONGEST_NAME:
        stem = stem[:-1]
    return stem + end


def _replace(
    path: Path,
    target: Path,
    data: bytes,
    expected: str | None,
    overwrite: bool,
    before: Before | None,
    made: list[Path],
    sleep: Sleep,
) -> tuple[Outcome | None, tuple[str, ...]]:
    """Everything up to the rename; an outcome when it must not happen. Temporary files are named in `made`."""
    if target.exists():
        if not target.is_file():
            raise IsADirectoryError(errno.EISDIR, "not a regular file", str(target))
        if not os.access(target, os.W_OK):
            # A rename would replace it all the same: whoever made it read-only does not want that.
            raise PermissionError(errno.EACCES, "read-only file", str(target))
        if expected is None and not overwrite:
            return _already_there(path), ()
    source = disk.write_beside(target, data, made.append)
    old = None if overwrite and before is None else _content(target, sleep)
    if not overwrite and (changed := _changed(path, old, expected)) is not None:
        return changed, ()
    notes = before(old) if before is not None else ()
    disk.replace(source, target, sleep)
    made.clear()
    return None, notes


def _content(target: Path, sleep: Sleep) -> bytes | None:
    try:
        return disk.patiently(lambda: disk.read(target), sleep)
    except FileNotFoundError:
        return None


def _changed(path: Path, old: bytes | None, expected: str | None) -> Outcome | None:
    if expected is None:
        return _already_there(path) if old is not None else None
    if old is None:
        return ChangedOnDisk(
            path,
            f"“{path}”已不在原处，可能被移走或删除，没有保存。未保存的内容没有丢失。请另存，或确认后重新写入原处。",
        )
    if disk.digest_of(old) != expected:
        return ChangedOnDisk(
            path,
            f"“{path.name}”打开之后又被别的人或别的程序改过，没有保存，对方的内容没有被覆盖。"
            "未保存的内容没有丢失。请另存为副本，或比较后再决定是否覆盖。",
        )
    return None


def _already_there(path: Path) -> Outcome:
    return AlreadyThere(path, f"“{path}”已存在，没有覆盖。请换一个文件名，或确认后覆盖。")


def _told(error: OSError, path: Path, target: Path) -> Outcome:
    outcome = of_error(error, target)
    if isinstance(outcome, NoPermission) and is_there(target) and not os.access(target, os.W_OK):
        outcome = replace(
            outcome,
            sentence=f"“{path}”是只读文件，没有保存，也没有改动它。请另存，或去掉只读属性。",
        )
    return replace(outcome, path=path)


def _clear(made: list[Path], sleep: Sleep) -> Path | None:
    """Remove temporary files; the one that stays."""
    left = [path for path in made if not disk.remove(path, sleep)]
    return left[0] if left else None


def _read_back(path: Path, target: Path, data: bytes, notes: tuple[str, ...], sleep: Sleep) -> Outcome:
    digest = disk.digest_of(data)
    try:
        disk.sync_folder(target.parent)
        found = disk.patiently(lambda: disk.read(target), sleep)
    except OSError as error:
        return NotVerified(
            path,
            f"“{path}”已写入，但读回核对时出错（错误代码 {error.errno}），不能确认已经保存好。"
            "未保存的内容没有丢失。请另存到别的磁盘。",
        )
    with contextlib.suppress(OSError):
        disk.sweep(target.parent)
    if disk.digest_of(found) != digest:
        return NotVerified(
            path,
            f"“{path}”写入后读回的内容不一致，磁盘或网络盘可能有故障。未保存的内容没有丢失。请马上另存到别的磁盘。",
        )
    return saved(path, digest, notes=notes)


def _not_the_same(file: ReportFile, data: bytes) -> str | None:
    """Why the bytes do not mean the file; None when they do."""
    if len(data) > SIZE_LIMIT:
        return f"报告超过了 {SIZE_LIMIT // 1_000_000} MB，请删减内容。"
    try:
        back = decode(data)
    except FileRefused as refused:
        return refused.sentence
    same = (
        back.report == tidied(file.report)
        and (back.id, back.form, back.state) == (file.id, file.form, file.state)
        and (back.created, back.modified) == (file.created, file.modified)
        and len(back.explanations) == len(file.explanations)
        and len(back.review.unplaced) == len(file.review.unplaced)
        and len(back.review.unreviewed) == len(file.review.unreviewed)
        and encode(back) == data
    )
    return None if same else "读回的内容与原来的不一致，请把这个情况告诉维护人员。"
