"""What the checks are given of this machine, and what the report tells of it: versions, code page, folders.

It must not tell who uses the machine: the home folder is written as ~.
"""

import locale
import os
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from selfeval_gui import __version__, resources
from selfeval_gui.report.frozen import frozen


@frozen
class Machine:
    """The folders of this machine, given by the doors.

    `own` are the program's folders by their Chinese names; `work` is a folder that does not exist yet, in which the
    checks may do what they like, and which is removed afterwards.
    """

    own: dict[str, Path]
    documents: Path
    work: Path
    fonts: Callable[[], tuple[Path, ...]] = tuple
    home: Path | None = None

    def shown(self, path: Path) -> str:
        """A path for the report."""
        home = self.home
        if home is None or not path.is_relative_to(home):
            return str(path)
        return "~" if path == home else f"~{os.sep}{path.relative_to(home)}"

    def anonymous(self, text: str) -> str:
        """A sentence of another part of the program without the home folder."""
        return text.replace(str(self.home), "~") if self.home is not None else text


def facts(machine: Machine, now: datetime) -> dict[str, str]:
    """Lines of the report's head; `now` with its time zone."""
    told = {
        "程序版本": f"{__version__}（{_origin()}）",
        "系统": system(),
        "Python": f"{sys.version.split()[0]}，{8 * (sys.maxsize.bit_length() // 8 + 1)} 位",
        "编码": f"{sys.getfilesystemencoding()}，{_code_page()}",
        "处理器": f"{os.cpu_count() or '未知'}",
        "检查时间": now.isoformat(" ", "minutes"),
    }
    for label, folder in (*machine.own.items(), ("文档文件夹", machine.documents)):
        told[label] = machine.shown(folder)
    return told


def system() -> str:
    """The system's name and version. No program is started to ask for it: a console would flash on Windows."""
    if sys.platform == "win32":
        version = sys.getwindowsversion()
        name = "Windows 11" if version.build >= 22000 else "Windows 10" if version.major >= 10 else "Windows"
        return f"{name}（{version.major}.{version.minor}.{version.build}）"
    told = os.uname()
    return f"{_distribution()}（{told.sysname} {told.release} {told.machine}）"


def _distribution() -> str:
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return "Linux"
    names = (line.partition("=")[2].strip('"') for line in lines if line.startswith("PRETTY_NAME="))
    return next(names, "Linux")


def _origin() -> str:
    return "安装版" if program_folder() is not None else "源码运行"


def program_folder() -> Path | None:
    """The folder of an installed program, which lists its own files; None for a checkout."""
    try:
        data = resources.root()
    except resources.ResourceMissing:
        return None
    return next((folder for folder in data.parents if (folder / FILE_LIST).is_file()), None)


FILE_LIST = "files.sha256"
"""In the folder of an installed program: a line for each file, its SHA-256 and its path, as sha256sum writes them."""


def _code_page() -> str:
    if sys.platform == "win32":
        import ctypes

        return f"代码页 {ctypes.windll.kernel32.GetACP()}"
    return locale.setlocale(locale.LC_CTYPE)


def free_bytes(folder: Path) -> int | None:
    """Free space where a folder is or will be; None when the system does not tell."""
    there = next((place for place in (folder, *folder.parents) if place.exists()), None)
    try:
        return None if there is None else shutil.disk_usage(there).free
    except OSError:
        return None
