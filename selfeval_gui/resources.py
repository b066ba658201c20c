"""Finds and reads the data that ships with the program: fonts, form texts, the sample.

The data lies in `resources/` of a checkout, in `selfeval_gui/_resources/` of a wheel, and in `lib/resources/` of a
program folder made by `packaging/package.py`. No other module may know that. It must not write, and it must not look
anywhere outside these folders.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any


class ResourceMissing(Exception):
    """A file that ships with the program is not there, or is damaged: the installation is incomplete.

    `str()` of it is a sentence for the user; `place` is the path that was looked for.
    """

    def __init__(self, place: Path, reason: str = "缺少") -> None:
        super().__init__(f"程序文件不完整（{reason}：{place.name}），请重新安装本程序。")
        self.place = place


@cache
def root() -> Path:
    """The folder of the data. Raises `ResourceMissing` when the program has none."""
    package = Path(__file__).resolve().parent
    # An installed package carries its own data; a checkout and a program folder have it beside the package, or beside
    # the archive that the package is in.
    for folder in (package / "_resources", package.parent / "resources", package.parent.parent / "resources"):
        if folder.is_dir():
            return folder
    raise ResourceMissing(package / "_resources")


def path(*parts: str) -> Path:
    """The path of an existing file or folder below the data folder, such as `path("fonts", "OFL.txt")`.

    Raises `ResourceMissing` when it does not exist, `ValueError` when the parts lead out of the data folder.
    """
    folder = root()
    found = folder.joinpath(*parts)
    if not found.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"outside of the resources: {parts}")
    if not found.exists():
        raise ResourceMissing(found)
    return found


@cache
def read_json(*parts: str) -> Any:
    """The content of a UTF-8 JSON file, read once. Treat it as read-only: all callers share one object.

    Raises `ResourceMissing` when the file is missing or is not JSON.
    """
    found = path(*parts)
    try:
        return json.loads(found.read_text(encoding="utf-8"))
    except ValueError as damage:
        raise ResourceMissing(found, "已损坏") from damage
