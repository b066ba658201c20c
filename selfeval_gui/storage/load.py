"""Open a report file from disk, or refuse it with a sentence. It never changes what it reads."""

import errno
from pathlib import Path

from selfeval_gui.storage import disk
from selfeval_gui.storage.decode import Content, read
from selfeval_gui.storage.file import Loaded
from selfeval_gui.storage.outcomes import FileRefused, is_folder
from selfeval_gui.storage.strict_json import SIZE_LIMIT

_OTHER_FORMATS = (
    (b"%PDF", "PDF 文件"),
    (b"PK\x03\x04", "Word、Excel 或压缩文件"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word、Excel 或 WPS 文件"),
    (b"{\\rtf", "RTF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
)


def load(path: Path) -> Loaded:
    """The report file at `path`. Raises `FileRefused` with a sentence that names the file."""
    data = read_bytes(path)
    try:
        content = load_bytes(data)
    except FileRefused as refused:
        raise FileRefused(f"打不开“{path.name}”：{refused.sentence}") from None
    return Loaded(content.file, path, disk.digest_of(data), content.read_only, content.notes)


def load_bytes(data: bytes) -> Content:
    """Like `load`, from bytes. Raises `FileRefused`."""
    for start, what in _OTHER_FORMATS:
        if data.startswith(start):
            raise FileRefused(f"这是{what}，不是本程序保存的报告。文件没有改动。如要使用其中的内容，请用“导入”。")
    return read(data)


def is_other_format(data: bytes) -> bool:
    """Whether these bytes begin like a file of another program."""
    return any(data.startswith(start) for start, _ in _OTHER_FORMATS)


def read_bytes(path: Path, limit: int = SIZE_LIMIT) -> bytes:
    """The bytes of a file of at most `limit` bytes. Raises `FileRefused`."""
    try:
        data = disk.read(path, limit)
    except OSError as error:
        raise FileRefused(_sentence(error, path)) from None
    except ValueError:  # a NUL in the name
        raise FileRefused("文件名不正确。请重新选择文件。") from None
    if len(data) > limit:
        raise FileRefused(f"“{path.name}”太大（超过 {limit // 1_000_000} MB），没有打开。文件没有改动。")
    return data


def _sentence(error: OSError, path: Path) -> str:
    windows = getattr(error, "winerror", None)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return f"找不到文件“{path}”。请检查文件名，以及移动盘或网络盘是否已断开。"
    if error.errno == errno.EISDIR or is_folder(path):
        return f"“{path}”不是文件，不能打开。请选择一个文件。"
    if windows in (32, 33) or error.errno in (errno.EBUSY, errno.ETXTBSY):
        return f"“{path}”正被其他程序占用，暂时打不开。请关闭那个程序后再试。"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"没有读取“{path}”的权限。请复制到自己的文件夹，或请管理员开放权限。"
    if error.errno == errno.ENAMETOOLONG:
        return "文件名或路径太长，打不开。请把文件移到层次较浅的文件夹。"
    return f"读取“{path}”时出错（错误代码 {windows or error.errno}），磁盘或网络盘可能有故障。请稍后再试。"
