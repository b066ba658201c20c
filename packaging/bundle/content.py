"""Fills a program folder: libraries without what is not used, our own code compiled, data, licences, lists.

Every file gets the same time, and byte code refers to no file's time: two builds are equal.
"""

import fnmatch
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from bundle.description import PACKAGING, ROOT, BuildFailed, described, epoch, version

BINARY = (".pyd", ".dll", ".so", ".exe")
LONG_AGO = (2026, 1, 1, 0, 0, 0)
FILE_LIST = "files.sha256"
_USED = re.compile(r"PySide6\.Qt(\w+)")


def matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def unpack(wheels: Path, lib: Path, keep_qt: Callable[[str], bool]) -> dict[str, int]:
    """Unpack the wheels into `lib` without what is dropped. Bytes left out, by a word for each part."""
    saved: dict[str, int] = {}
    drop = described()["libraries"]["drop"]
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for info in archive.infolist():
                name = info.filename
                if name.endswith("/") or ".data/" in name:
                    continue
                if not _kept(name, keep_qt, drop):
                    part = _part(name)
                    saved[part] = saved.get(part, 0) + info.file_size
                    continue
                place = lib / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(archive.read(info))
    return saved


def _kept(name: str, keep_qt: Callable[[str], bool], drop: Iterable[str]) -> bool:
    if ".dist-info/" in name:
        return False  # licences go to the licence folder, the rest is for pip
    if name.startswith("PySide6/"):
        return keep_qt(name.removeprefix("PySide6/"))
    if name.startswith("PIL/"):
        stem = name.removeprefix("PIL/").split(".")[0]
        return stem in described()["libraries"]["pillow"] or stem == "_imaging"
    return not matches(name, drop)


def _part(name: str) -> str:
    """What a file belongs to, for the table of what trimming saves."""
    if ".dist-info/" in name or not name.startswith("PySide6/"):
        return "其他库中不用的部分（reportlab 图表与字体、Pillow 的编解码器、类型说明等）"
    inner = name.removeprefix("PySide6/").removeprefix("Qt/")
    for pattern, words in (
        (r"(qml/|.*Qml|.*Quick|qmltooling|qmllint|.*Labs)", "Qt Quick 与 QML"),
        (r"(.*opengl|.*OpenGL|.*d3d|xcbgl|egl|.*Egl)", "OpenGL（含软件渲染库）"),
        (r".*(designer|Designer|UiTools|ExampleIcons)", "Qt Designer"),
        (r"translations/", "其他语言的词条"),
        (r"(libexec/|.*\.exe$|scripts/|.*(assistant|linguist|lupdate|lrelease|Help))", "开发工具"),
        (r"(include/|typesystems/|glue/|doc/|metatypes/|.*\.pyi$|.*\.json$|.*\.lib$)", "头文件与类型说明"),
        (r".*[Ww]ayland", "Wayland（用 XWayland）"),
        (r".*(sql|Sql)", "数据库"),
        (r"plugins/(tls|networkinformation)", "联网加密"),
        (r"plugins/imageformats", "图片格式（只留 SVG）"),
    ):
        if re.match(pattern, inner):
            return words
    return "Qt 的其他模块和插件"


@cache
def qt_modules() -> frozenset[str]:
    """The modules of Qt that the program imports, and those that they need."""
    used = set(described()["qt"]["modules"])
    for source in (ROOT / "selfeval_gui").rglob("*.py"):
        used |= set(_USED.findall(source.read_text(encoding="utf-8")))
    return frozenset(used)


def own_modules() -> list[str]:
    """All modules of the program, which imports many of them only when they are needed."""
    sources = sorted((ROOT / "selfeval_gui").rglob("*.py"))
    names = [path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") for path in sources]
    return [name.removesuffix(".__init__") for name in names]


def add_program(lib: Path, starter: Path) -> None:
    """Our own code, its data, and what starts it."""
    ignored = shutil.ignore_patterns("__pycache__", "py.typed")
    shutil.copytree(ROOT / "selfeval_gui", lib / "selfeval_gui", ignore=ignored)
    shutil.copytree(ROOT / "resources", lib / "resources", ignore=ignored)
    shutil.copyfile(starter, lib / starter.name)
    write_facts(lib / "resources")


def write_facts(resources: Path) -> None:
    """What the self-test of a package compares: the sample's PDF as the packing machine makes it."""
    facts = {"version": version(), "sample_pdf_sha256": sample_digest()}
    (resources / "build.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8", newline="\n")


def sample_digest() -> str:
    """SHA-256 of the sample's PDF as this checkout makes it: what every package has to make, too."""
    code = "from hashlib import sha256; from selfeval_gui.selftest.paper_checks import sample_pdf;"
    code += "print(sha256(sample_pdf()).hexdigest())"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, encoding="ascii")
    return ended.stdout.strip()


def compile_with(python: str, folder: Path) -> None:
    """Compile every .py of a folder to a .pyc in its place, by a Python of the version that will run it."""
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    command = [python, "-I", str(PACKAGING / "bundle" / "compiling.py"), str(folder)]
    ended = subprocess.run(command, check=False, env=environment)
    if ended.returncode:
        raise BuildFailed(f"编译 {folder} 失败。")


def zip_pure(lib: Path) -> None:
    """Packages of byte code alone go into one lib/pure.zip, stored: fewer files to look at for scanners and imports.

    Not compressed: the installer's own compression does better over all of it, and imports are faster.
    """
    with zipfile.ZipFile(lib / "pure.zip", "w", zipfile.ZIP_STORED) as archive:
        for top in sorted(lib.iterdir()):
            inside = [top] if top.is_file() else sorted(path for path in top.rglob("*") if path.is_file())
            if top.name in ("pure.zip", "resources") or any(path.suffix in BINARY for path in inside):
                continue
            for path in inside:
                if path.suffix == ".pyc":
                    archive.writestr(entry(path.relative_to(lib).as_posix()), path.read_bytes())
                    path.unlink()
            if top.is_dir() and not any(path.is_file() for path in top.rglob("*")):
                shutil.rmtree(top)


def files_of(folder: Path) -> Iterator[Path]:
    """All files, in an order that does not depend on the machine."""
    yield from sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.as_posix())


def finish(program: Path) -> None:
    """Write the list of all files, which the self-test compares, and set the time of everything."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(program).as_posix()}\n"
        for path in files_of(program)
        if path.name != FILE_LIST
    ]
    (program / FILE_LIST).write_text("".join(lines), encoding="utf-8", newline="\n")
    for path in [*sorted(program.rglob("*"), reverse=True), program]:
        os.utime(path, (epoch(), epoch()), follow_symlinks=False)


def zip_folder(folder: Path, target: Path) -> None:
    """The folder as a zip: same bytes, same zip."""
    target.unlink(missing_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files_of(folder):
            packed = entry(path.relative_to(folder.parent).as_posix())
            packed.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(packed, path.read_bytes())


def entry(name: str) -> zipfile.ZipInfo:
    """An entry of a zip that tells nothing of when and where it was made."""
    made = zipfile.ZipInfo(name, LONG_AGO)
    made.create_system, made.external_attr = 3, 0o644 << 16
    return made


def size_of(folder: Path) -> tuple[int, int]:
    """Bytes and number of the files of a folder."""
    sizes = [path.stat().st_size for path in files_of(folder)]
    return sum(sizes), len(sizes)
