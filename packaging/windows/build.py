"""Builds the Windows program folder, the portable zip and the installer on Linux; no Windows machine takes part.

The interpreter is the Python Software Foundation's own build, the libraries are the wheels of the lock; the launcher is
compiled by mingw-w64, the installer made by NSIS. Nothing of what is fetched is run.
"""

import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Collection
from pathlib import Path, PurePosixPath

from bundle import content, icons, notices
from bundle.description import DIST, PACKAGING, WORK, BuildFailed, described, epoch, name, version
from bundle.fetch import project_file, wheels

TOOLS = ("x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres", "makensis")
HERE = PACKAGING / "windows"
LAUNCHER = WORK / "windows" / "launcher"
LIBRARY = "runtime\\python311.dll"


def build() -> list[Path]:
    """Make everything; the files in dist/."""
    _check()
    program = WORK / "windows" / name()
    shutil.rmtree(program.parent, ignore_errors=True)
    lib = program / "lib"
    lib.mkdir(parents=True)
    unpack_runtime(runtime_zip(), program / "runtime", described()["runtime"]["windows"]["drop"])
    saved = content.unpack(wheels("windows", described()["runtime"]["windows"]["python"]), lib, _keep_qt)
    _one_c_runtime(program)
    content.add_program(lib, PACKAGING / "bundle" / "start.py")
    content.compile_with(sys.executable, lib)
    content.zip_pure(lib)
    compile_launchers(program, LAUNCHER)
    notices.add(program, "windows")
    content.finish(program)
    notices.trim_table("windows", saved, program)
    return [_portable(program), _installer(program)]


def _check() -> None:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        raise BuildFailed(f"缺少 {'、'.join(missing)}。请先运行：apt-get install gcc-mingw-w64-x86-64 nsis")
    wanted = described()["runtime"]["windows"]["python"]
    if ".".join(map(str, sys.version_info[:2])) != ".".join(wanted.split(".")[:2]):
        raise BuildFailed(f"打 Windows 包要用与其中相同的 Python {wanted} 来编译，当前是 {sys.version.split()[0]}。")


def runtime_zip() -> zipfile.ZipFile:
    """The embeddable CPython as it was published."""
    wanted = described()["runtime"]["windows"]
    with tarfile.open(project_file(wanted["project"], wanted["file"], wanted["sha256"])) as archive:
        inner = [member for member in archive.getmembers() if member.name.endswith("/data.zip")]
        file = archive.extractfile(inner[0])
        if file is None:
            raise BuildFailed(f"{wanted['file']} 里没有 Python。")
        return zipfile.ZipFile(io.BytesIO(file.read()))


def unpack_runtime(archive: zipfile.ZipFile, target: Path, drop: Collection[str]) -> None:
    """The interpreter without what is dropped, told where our libraries lie."""
    target.mkdir(parents=True)
    for info in archive.infolist():
        file = PurePosixPath(info.filename).name
        if not info.is_dir() and file not in drop:
            (target / file).write_bytes(archive.read(info))
    # This file takes the place of every other search path: the registry and PYTHONPATH are not asked.
    paths = ("python311.zip", ".", "..\\lib\\pure.zip", "..\\lib")
    (target / "python311._pth").write_bytes("".join(f"{path}\r\n" for path in paths).encode("ascii"))


def _keep_qt(file: str) -> bool:
    qt = described()["qt"]
    here = qt["windows"]
    kept = {f"Qt6{module}.dll" for module in content.qt_modules()} | {
        f"Qt{module}.pyd" for module in content.qt_modules()
    }
    kept |= set(here["libraries"]) | {f"plugins/{plugin}" for plugin in here["plugins"]}
    kept |= {f"translations/{words}" for words in qt["translations"]}
    return file in kept or content.matches(file, qt["python"])


def _one_c_runtime(program: Path) -> None:
    """PySide6's C++ runtime is the newer one: the process shall have only that."""
    for file in ("vcruntime140.dll", "vcruntime140_1.dll"):
        shutil.copyfile(program / "lib" / "PySide6" / file, program / "runtime" / file)


def dress(folder: Path, exe: str) -> None:
    """Icon, manifest and version resource for a program of this name."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "app.ico").is_file():
        icons.write_ico(folder / "app.ico")
        icons.write_banner(folder / "banner.bmp")
        os.utime(folder / "banner.bmp", (epoch(), epoch()))  # NSIS keeps the time of what it packs
    numbers = [*version().split("."), "0"]
    told = described()["program"]
    words = {
        "NUMBERS": ",".join(numbers),
        "DOTTED": ".".join(numbers),
        "VERSION": version(),
        "PUBLISHER": told["publisher"],
        "TITLE": told["title"],
        "APP_ID": told["app_id"],
        "EXE": exe,
    }
    for template in ("launcher.rc.in", "app.manifest.in"):
        text = (HERE / template).read_text(encoding="utf-8")
        for word, meaning in words.items():
            text = text.replace(f"@{word}@", meaning)
        (folder / template.removesuffix(".in")).write_text(text, encoding="utf-8")


def write_version(folder: Path, exe: str) -> None:
    """The version resource in PyInstaller's words, for a program that it makes: what launcher.rc says of ours."""
    resource = (folder / "launcher.rc").read_text(encoding="utf-8")
    numbers = f"({re.findall('FILEVERSION (.+)', resource)[0].replace(',', ', ')})"
    told = re.findall(r'VALUE "(\w+)", "(.*)"', resource)
    pairs = ", ".join(f"StringStruct({key!r}, {words!r})" for key, words in told)
    fixed = f"FixedFileInfo(filevers={numbers}, prodvers={numbers}, OS=0x40004, fileType=1)"
    language = "VarFileInfo([VarStruct('Translation', [2052, 1200])])"
    strings = f"StringFileInfo([StringTable('080404b0', [{pairs}])]), {language}"
    text = f"VSVersionInfo(ffi={fixed}, kids=[{strings}])\n"
    (folder / f"{exe}.version").write_text(text, encoding="utf-8")


def compile_launchers(program: Path, folder: Path) -> None:
    """Make the two programs in the program folder; `folder` is for what goes into them."""
    told = described()["program"]
    for exe, flags in (
        (name(), ["-mwindows", '-DDOOR=L"window"']),
        ("selfeval", ["-mconsole", "-DCONSOLE", '-DDOOR=L"console"']),
    ):
        dress(folder, exe)
        resource = f"{exe}.res"
        _run(["x86_64-w64-mingw32-windres", "-c", "65001", "launcher.rc", "-O", "coff", "-o", resource], folder)
        compiler = ["x86_64-w64-mingw32-gcc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-O2", "-s", "-municode"]
        compiler += ["-Wl,--no-insert-timestamp,--dynamicbase,--nxcompat,--high-entropy-va"]
        compiler += [f'-DAPP_ID=L"{told["app_id"]}"', *flags, str(HERE / "launcher.c"), resource]
        _run([*compiler, "-o", str(program / f"{exe}.exe"), "-lshell32"], folder)


def _portable(program: Path) -> Path:
    target = DIST / f"{name()}-{version()}-windows-portable.zip"
    content.zip_folder(program, target)
    return target


def _installer(program: Path) -> Path:
    target = DIST / f"{name()}-{version()}-windows-setup.exe"
    make_installer(installer_words(program, target, LIBRARY))
    return target


def make_installer(words: list[str]) -> None:
    """Run NSIS, told `words`. Its own set-up on Windows leaves it off the PATH."""
    usual = Path(os.environ.get("PROGRAMFILES(X86)", ""), "NSIS", "makensis.exe")
    program = "makensis" if shutil.which("makensis") or not usual.is_file() else str(usual)
    _run([program, "-V2", "-INPUTCHARSET", "UTF8", *words, str(HERE / "installer.nsi")], HERE)


def installer_words(program: Path, target: Path, library: str, release: str = "") -> list[str]:
    """What the installer's script has to be told; `library` is held open while the program runs."""
    told = described()["program"]
    words = {
        "FILES": str(_list_for_nsis(program)),
        "NAME": name(),
        "TITLE": told["title"],
        "VERSION": release or version(),
        "PUBLISHER": told["publisher"],
        "APP_ID": told["app_id"],
        "PROGID": told["progid"],
        "OUTPUT": str(target),
        "LIBRARY": library,
        # NSIS as its makers give it out for Windows has no part for 64 bits; Debian's has, which needs no 32-bit Wine.
        "TARGET": "x86-unicode" if sys.platform == "win32" else "amd64-unicode",
        "ICON": str(LAUNCHER / "app.ico"),
        "BANNER": str(LAUNCHER / "banner.bmp"),
    }
    return [f"-D{word}={meaning}" for word, meaning in words.items()]


def _list_for_nsis(program: Path) -> Path:
    """What the installer writes, in a fixed order: NSIS itself takes files as the disk happens to list them."""
    lines, folder = [], None
    for path in content.files_of(program):
        if path.parent != folder:
            folder = path.parent
            inner = "\\".join(("$INSTDIR", *folder.relative_to(program).parts))
            lines.append(f'SetOutPath "{inner}"')
        lines.append(f'File "{path}"')
    LAUNCHER.mkdir(parents=True, exist_ok=True)
    target = LAUNCHER / "files.nsh"
    target.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    return target


def _run(command: list[str], folder: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": str(epoch()), "TZ": "UTC"}
    if sys.platform == "win32":
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch())}
    ended = subprocess.run(
        command, check=False, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if ended.returncode:
        raise BuildFailed(f"{command[0]} 失败：\n{ended.stdout.decode('utf-8', 'replace')}")
